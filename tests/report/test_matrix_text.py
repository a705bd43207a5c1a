"""`matrix`: the shape that programs rely on, and the table and reasons for people."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

import vmnetdoctor
from tests.network.labs import bridged, fact, forward, guest, hostonly, lab, nat, reading, segment
from vmnetdoctor.network.build import build
from vmnetdoctor.network.matrix import matrix
from vmnetdoctor.network.offers import offered
from vmnetdoctor.report.layout import cells
from vmnetdoctor.report.matrix_text import matrix_text
from vmnetdoctor.report.walk_json import matrix_json

if TYPE_CHECKING:
    from vmnetdoctor.network.topology import Topology

SCHEMA = json.loads((Path(vmnetdoctor.__file__).parent / "schemas" / "matrix.json").read_text(encoding="utf-8"))
WEB = guest("web1", ("VMnet8", reading(["10.0.0.10/24"], "10.0.0.2", ["10.0.0.2"])))
WRONG = guest("web2", ("VMnet8", reading(["10.0.0.11/24"], "10.0.0.1", ["10.0.0.2"])))
LEASED = guest("leaf", ("VMnet8", reading()))
ISO = guest("iso", ("VMnet1", reading(["192.168.5.9/24"])))
BOX = guest("box", ("VMnet0", reading(["192.168.1.50/24"], "192.168.1.1")))


def as_json(topology: Topology, language: str = "en", because: dict[tuple[str, str], list[str]] | None = None, **picked: Any) -> Any:
    made = json.loads(matrix_json(matrix(topology, **picked), language, because))
    jsonschema.validate(made, SCHEMA, jsonschema.Draft202012Validator)
    return made


def as_text(topology: Topology, language: str = "en", width: int = 80, color: bool = False, **more: Any) -> str:
    return matrix_text(topology, matrix(topology), language, width, color, **more)


def cell(made: Any, sender: str, target: str, probe: str = "ping") -> Any:
    return next(c for c in made["cells"] if (c["from"], c["to"], c["probe"]) == (sender, target, probe))


def test_schema_is_sound() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_cells_have_the_fields_of_the_contract() -> None:
    made = as_json(build(lab(WEB, WRONG)), because={("web2", "internet"): ["gateway-is-host-adapter"]})
    assert list(made) == ["schema", "endpoints", "cells"]
    assert made["endpoints"][0] == {"name": "web1", "kind": "guest", "addresses": ["10.0.0.10"]}
    assert made["endpoints"][2]["addresses"][0] in ("10.0.0.1", "192.168.5.1", "192.168.1.100")
    lost = cell(made, "web2", "internet")
    assert list(lost) == ["from", "to", "address", "probe", "verdict", "confidence", "stops_at", "because", "hops"]
    assert (lost["verdict"], lost["confidence"], lost["stops_at"], lost["because"]) == (
        "unreachable", "certain", "host", ["gateway-is-host-adapter"])
    assert lost["hops"][-1]["code"] == "does-not-forward"
    assert lost["hops"][0]["evidence"] == [{"path": "lab", "line": 1}]
    good = cell(made, "web1", "internet")
    assert (good["verdict"], good["stops_at"], good["because"]) == ("reachable", None, [])
    assert cell(made, "web1", "host")["address"] == "10.0.0.1", "the address on the shared network comes first"


def test_every_ordered_pair_has_a_cell() -> None:
    made = as_json(build(lab(WEB, LEASED, ISO, BOX)))
    names = [e["name"] for e in made["endpoints"]]
    pairs = {(c["from"], c["to"]) for c in made["cells"] if c["probe"] == "ping"}
    assert pairs == {(a, b) for a in names for b in names if a != b}
    assert {c["from"] for c in made["cells"] if c["probe"] == "names"} == set(names) - {"internet"}


def test_dhcp_target_has_its_range() -> None:
    made = as_json(build(lab(WEB, LEASED)))
    assert cell(made, "web1", "leaf")["address"] is None
    assert cell(made, "web1", "leaf")["address_range"] == ["10.0.0.128", "10.0.0.253"]
    assert cell(made, "web1", "leaf")["verdict"] == "reachable"
    assert "address_range" not in cell(made, "leaf", "web1")
    assert made["endpoints"][1]["address_range"] == ["10.0.0.128", "10.0.0.253"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_unknown_says_what_is_missing(language: str) -> None:
    made = as_json(build(lab(WRONG, os=None)), language)
    open_cell = next(c for c in made["cells"] if c["verdict"] == "unknown")
    assert open_cell["missing"].startswith("the operating system of the host" if language == "en" else "主机的操作系统")
    assert open_cell["supply"]
    assert all("missing" not in c for c in made["cells"] if c["verdict"] != "unknown")


def test_forwards_are_cells_from_lan_and_host() -> None:
    made = as_json(build(lab(WEB, networks=[bridged(), hostonly(), nat(forwards=[forward(8888, "10.0.0.10")])])))
    assert [(c["from"], c["address"]) for c in made["cells"] if c["probe"] == "tcp/8888"] == [("lan", None), ("host", None)]


def test_picking_leaves_the_endpoints_whole() -> None:
    made = as_json(build(lab(WEB, WRONG)), senders={"web1"}, targets={"internet"})
    assert {(c["from"], c["to"]) for c in made["cells"]} == {("web1", "internet")}
    assert len(made["endpoints"]) == 5


def many(count: int) -> Topology:
    return build(lab(*(guest(f"g{i:02}", ("VMnet8", reading([f"10.0.0.{i + 10}/24"], "10.0.0.2" if i % 2 else "10.0.0.1")))
                       for i in range(count))))


def test_above_fifty_guests_there_are_classes() -> None:
    made = as_json(many(51))
    assert made["classes"] == [{"name": "class 1", "members": 26, "like": "g00"}, {"name": "class 2", "members": 25, "like": "g01"}]
    assert made["endpoints"][0] == {"name": "class 1", "kind": "class", "addresses": []}
    assert cell(made, "class 1", "class 1")["verdict"] == "reachable"
    assert cell(made, "class 1", "internet")["verdict"] == "unreachable"
    assert "classes" not in as_json(many(8))
    text = as_text(many(51))
    assert "class 1: 26 guests alike, such as g00" in text
    assert "第 1 类：26 台情况相同的虚拟机，例如 g00" in as_text(many(51), "zh")


def test_table_for_people() -> None:
    text = as_text(build(lab(WEB, WRONG)))
    assert text.startswith("expected connectivity (row sends, column is reached; firewalls taken as open):\n"
                           "            web1  web2  host  LAN  Internet\n"
                           "  web1      .     yes   yes   yes  yes\n"
                           "  web2      yes   .     yes   no   no\n"
                           "  host      yes   yes   .     yes  yes\n"
                           "  LAN       -     -     yes   .    yes\n"
                           "  Internet  -     -     -     -    .\n")
    assert "  web2 -> LAN, Internet\n    The packet for the target arrives at the host" in text
    assert "why not:" not in as_text(build(lab(WEB)))


def test_table_in_chinese_is_aligned_by_cells() -> None:
    topology = build(lab(guest("数据库", ("VMnet8", reading(["10.0.0.10/24"], "10.0.0.2"))), WRONG))
    lines = as_text(topology, "zh").splitlines()[1:7]
    ends = {cells(line[:line.rindex(word)]) for line, word in zip(lines, ["外网", "通", "不通", "通", "通", "."], strict=True)}
    assert len(ends) == 1, lines
    assert not re.search(r"[a-z]{3,} [a-z]{3,}", as_text(topology, "zh"))


def test_reasons_are_grouped_and_name_the_rules() -> None:
    because = {("web2", "internet"): ["gateway-is-host-adapter"]}
    assert "    because of: gateway-is-host-adapter\n" in as_text(build(lab(WEB, WRONG)), because=because)
    off = guest("off", ("VMnet8", reading(["10.0.0.20/24"], "10.0.0.2")), unplugged=[0])
    text = as_text(build(lab(WEB, off)))
    assert text.count("The network adapter of off is not connected") == 1
    assert "web1, host -> off; off -> web1, host" in text


def test_what_is_not_known_is_listed_with_what_would_tell() -> None:
    text = as_text(build(lab(WRONG, os=None)))
    assert "cannot tell:\n" in text
    assert "missing: the operating system of the host; give output of `ipconfig" in text.replace("\n    ", " ")
    assert "无法判断：" in as_text(build(lab(WRONG, os=None)), "zh")


def test_hosts_other_addresses_are_told_apart() -> None:
    text = as_text(build(lab(WRONG)))
    assert "web2 -> host 192.168.5.1" in text
    assert "but on another card (VMnet1); Windows takes packets only at the card" in text.replace("\n    ", " ")


@pytest.mark.parametrize(("count", "width", "form"), [(3, 80, "names"), (9, 80, "numbers"), (20, 80, "list"), (9, 40, "list"), (20, 200, "numbers")])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_table_keeps_within_the_width(count: int, width: int, form: str, language: str) -> None:
    topology = build(lab(*(guest(f"webserver{i}", ("VMnet8", reading([f"10.0.0.{i + 10}/24"], "10.0.0.2"))) for i in range(count))))
    text = as_text(topology, language, width)
    assert max(map(cells, text.splitlines()[1:])) <= width
    assert bool(re.search(r"\n +1 webserver0 ", text)) == (form == "numbers")
    assert ("all other guests" in text or "其他所有虚拟机" in text.replace("\n    ", "")) == (form == "list")


def test_colour_does_not_move_the_columns() -> None:
    topology = build(lab(WEB, WRONG))
    coloured = as_text(topology, color=True)
    assert "\x1b[32myes\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == as_text(topology)


def test_names_of_strangers_are_made_harmless() -> None:
    evil = guest("a\x1b[31m\u202e|{x}", ("VMnet8", reading(["10.0.0.10/24"], "10.0.0.1")))
    for text in (as_text(build(lab(evil))), as_text(build(lab(evil)), "zh", 40), matrix_json(matrix(build(lab(evil))), "en")):
        assert "\x1b" not in text
        assert "\u202e" not in text
    assert as_json(build(lab(evil)))["endpoints"][0]["name"] == "a\x1b[31m\u202e|{x}"


def test_empty_lab_still_has_the_outside() -> None:
    made = as_json(build(lab(networks=[])))
    assert [e["name"] for e in made["endpoints"]] == ["host", "lan", "internet"]
    assert "Internet" in as_text(build(lab(networks=[])))


@pytest.mark.parametrize(("row", "expected"), [
    ("web1 -> internet", True), ("web1 -> lan", True), ("web1 -> host", True), ("web1 -> box", True), ("web1 -> iso", False),
    ("iso -> internet", False), ("iso -> host", True), ("iso -> web1", False), ("box -> web1", False), ("box -> host", True),
    ("lan -> box", True), ("lan -> web1", False), ("lan -> host", True), ("host -> iso", True), ("internet -> box", False),
    ("s1 -> s2", True), ("s1 -> host", False), ("host -> s1", False), ("host -> internet", True)])
def test_what_modes_offer(row: str, expected: bool) -> None:
    s1, s2 = (guest(n, ("LAN segment a", reading([f"10.9.9.{i}/24"]))) for i, n in enumerate(("s1", "s2"), 1))
    topology = build(lab(WEB, ISO, BOX, s1, s2, networks=[bridged(), hostonly(), nat(), segment()]))
    sender, target = row.split(" -> ")
    assert offered(topology, sender, target) is expected


def test_a_network_made_without_host_adapter_offers_none() -> None:
    gone = build(lab(ISO, networks=[bridged(), hostonly(host=None, host_adapter_state=fact("absent")), nat()]))
    off = build(lab(ISO, networks=[bridged(), hostonly(host=None), nat()]))
    assert (offered(gone, "iso", "host"), offered(off, "iso", "host")) == (False, True)
    assert "why not:" in as_text(off)
    assert "why not:" not in as_text(gone)


def test_what_is_not_offered_has_no_reasons_even_where_its_address_is_not_known() -> None:
    topology = build(lab(ISO, WRONG))
    lan_side = next(p for p in topology.host.stacks[0].ports if p.switch == "LAN")
    topology.invented.add(lan_side.addresses[0].value)
    text = as_text(topology)
    assert "web2 -> host (another address)" in text
    assert "iso ->" not in text
