"""`trace`: request and answer hop by hop, in the shape of the contract and for people."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from handmade import gateway_finding

import vmnetdoctor
from tests.network.labs import guest, lab, reading
from vmnetdoctor.network.build import build
from vmnetdoctor.network.walk import walk
from vmnetdoctor.report.layout import cells
from vmnetdoctor.report.trace_text import trace_text, verdict_line
from vmnetdoctor.report.walk_json import trace_json

if TYPE_CHECKING:
    from vmnetdoctor.network.hops import Walk

SCHEMA = json.loads((Path(vmnetdoctor.__file__).parent / "schemas" / "trace.json").read_text(encoding="utf-8"))
WEB = guest("web1", ("VMnet8", reading(["10.0.0.10/24"], "10.0.0.2", ["10.0.0.2"])))
WRONG = guest("web2", ("VMnet8", reading(["10.0.0.11/24"], "10.0.0.1", ["10.0.0.2"])))
LEAF = guest("leaf", ("VMnet8", reading()))


def walked(sender: str, target: str, probe: str = "ping", os: str | None = "windows") -> Walk:
    return walk(build(lab(WEB, WRONG, LEAF, os=os)), sender, target, None, probe)


def as_json(made: Walk, language: str = "en", **more: Any) -> Any:
    report = json.loads(trace_json(made, more.pop("span", None), language, **more))
    jsonschema.validate(report, SCHEMA, jsonschema.Draft202012Validator)
    return report


def test_schema_is_sound() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_reachable() -> None:
    made = as_json(walked("web1", "internet"))
    assert list(made) == ["schema", "cell", "request", "answer", "would_work_if"]
    assert made["cell"] == {"from": "web1", "to": "internet", "address": None, "probe": "ping", "verdict": "reachable",
                            "confidence": "certain", "stops_at": None, "because": []}
    assert [h["action"] for h in made["request"]][:3] == ["route", "switch", "translate"]
    assert made["answer"][-1]["action"] == "answer"
    assert made["would_work_if"] is None


def test_unreachable_with_what_would_make_it_work() -> None:
    made = as_json(walked("web2", "internet"), because=["gateway-is-host-adapter"], cure=(gateway_finding(),))
    assert (made["cell"]["stops_at"], made["cell"]["because"], made["answer"]) == ("host", ["gateway-is-host-adapter"], [])
    assert made["would_work_if"]["findings"] == ["gateway-is-host-adapter"]
    assert made["would_work_if"]["text"].startswith("Write GATEWAY=10.0.0.2 and run")
    assert made["would_work_if"]["edits"] == [{"path": "guests/web1/ifcfg-ens33", "line": 6, "column": 9, "end_line": 6,
                                               "end_column": 17, "text": "10.0.0.2"}]


def test_two_cures_are_both_told() -> None:
    made = as_json(walked("web2", "internet"), cure=(gateway_finding(), gateway_finding(fix=None)))
    assert len(made["would_work_if"]["findings"]) == 2
    assert made["would_work_if"]["text"].count("GATEWAY=10.0.0.2") == 2
    assert len(made["would_work_if"]["edits"]) == 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_unknown_names_the_missing_fact(language: str) -> None:
    open_walk = walk(build(lab(WRONG, os=None)), "web2", "host", 0xC0A80164)
    made = as_json(open_walk, language)
    assert made["cell"]["verdict"] == "unknown"
    assert made["cell"]["missing"] == ("the operating system of the host" if language == "en" else "主机的操作系统")
    text = trace_text(open_walk, language, 80, False)
    assert made["cell"]["missing"] in text
    assert ("cannot tell" if language == "en" else "无法判断") in text.splitlines()[0]


def test_target_of_a_dhcp_range() -> None:
    topology = build(lab(WEB, LEAF))
    made = as_json(walk(topology, "web1", "leaf"), span=(0x0A000080, 0x0A0000FD))
    assert made["cell"]["address_range"] == ["10.0.0.128", "10.0.0.253"]


def test_text_numbers_the_hops_of_request_and_answer() -> None:
    text = trace_text(walked("web1", "internet"), "en", 80, False)
    assert text.startswith("web1 -> Internet, ping: reachable (certain)\n\nthe request:\n")
    numbers = [int(n) for n in re.findall(r"^ +(\d+)\. ", text, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert "\nthe answer:\n" in text
    assert all(cells(line) <= 80 for line in text.splitlines())


def test_text_says_where_it_stops_and_what_would_help() -> None:
    text = trace_text(walked("web2", "internet"), "en", 80, False, ["gateway-is-host-adapter"], (gateway_finding(),))
    assert text.startswith("web2 -> Internet, ping: not reachable (certain); it stops at the host\n")
    assert "  because of: gateway-is-host-adapter\n" in text
    assert "There is no answer, since the request does not arrive." in text
    assert "what would make it work:\n  gateway-is-host-adapter: gateway 10.0.0.1 of web1" in text
    assert "    - GATEWAY=10.0.0.1\n    + GATEWAY=10.0.0.2\n" in text


def test_chinese_has_no_english_sentence() -> None:
    for pair in (("web1", "internet"), ("web2", "internet"), ("lan", "web1"), ("host", "leaf"), ("web2", "lan")):
        text = trace_text(walked(*pair), "zh", 80, False)
        assert not re.search(r"[a-z]{3,} [a-z]{3,}", text), text
        assert all(cells(line) <= 80 for line in text.splitlines())
    assert verdict_line(walked("web2", "internet"), "zh") == "web2 -> 外网，ping：不应连通（确定）；停在主机"
    assert verdict_line(walked("web1", "internet", "names"), "zh") == "web1 -> 外网，names：应当连通（确定）"


def test_colour_marks_the_stop() -> None:
    assert "\x1b[1;31m 3. " in trace_text(walked("web2", "internet"), "en", 80, True)
    assert "\x1b" not in trace_text(walked("web2", "internet"), "en", 80, False)
