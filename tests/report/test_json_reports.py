"""The reports for programs hold what contract.md promises."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from handmade import RULE, WHERE, address, finding_at, gateway_finding, guest, lab, nat_network, rule, stated, verdict

import vmnetdoctor
from vmnetdoctor import catalog
from vmnetdoctor.assemble.kinds import KINDS
from vmnetdoctor.model.addr import subnet_of
from vmnetdoctor.model.facts import UNKNOWN
from vmnetdoctor.model.host import Network
from vmnetdoctor.model.lab import Input
from vmnetdoctor.report.address_plan import free_static
from vmnetdoctor.report.check_json import check_json
from vmnetdoctor.report.explain_json import catalogue_json, explain_json, rules_json
from vmnetdoctor.report.show_json import show_json
from vmnetdoctor.verdict import Crash, NotChecked


def schema(name: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((Path(vmnetdoctor.__file__).parent / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(made)
    return made


def read(text: str, name: str) -> dict[str, Any]:
    """The report, held against its schema."""
    made: dict[str, Any] = json.loads(text)
    jsonschema.validate(made, schema(name), jsonschema.Draft202012Validator)
    return made


def test_check() -> None:
    made = read(check_json(verdict(gateway_finding()), "en"), "check")
    assert list(made) == ["schema", "version", "inputs", "findings", "not_checked", "summary"]
    assert made["inputs"][0] == {"path": "guests/web1/web1.vmx", "kind": "vmx", "guest": "web1"}
    finding = made["findings"][0]
    assert list(finding) == ["rule", "name", "severity", "confidence", "message", "why", "cure", "location", "related", "subject",
                             "subjects", "breaks", "consequences", "fix"]
    where = {"path": "guests/web1/ifcfg-ens33", "line": 6, "column": 9, "end_line": 6, "end_column": 17}
    assert finding["location"] == where
    assert finding["related"] == [{"path": "host/vmnetnat.conf", "line": 2, "column": 6, "end_line": 2, "end_column": 14,
                                   "label": "the NAT device is here"}]
    assert finding["breaks"] == [{"from": "web1", "to": "internet"}]
    assert finding["fix"] == {"safety": "safe", "title": "Use the NAT device 10.0.0.2", "edits": [{**where, "text": "10.0.0.2"}]}
    assert made["summary"] == {"errors": 1, "warnings": 0, "infos": 0}


def test_check_in_chinese_with_all_there_may_be() -> None:
    judged = gateway_finding(fix=None)
    judged.consequences = (finding_at(WHERE, rule("dns-missing")),)
    missing = (NotChecked("host-adapter-mismatch", "host-addresses", "host-cards", {"network": "VMnet8"}),)
    made = read(check_json(verdict(judged, missing=missing, crashes=(Crash("x", "KeyError()", {}),)), "zh"), "check")
    assert made["findings"][0]["message"] == "web1 的默认网关 10.0.0.1 是主机虚拟网卡"
    assert "fix" not in made["findings"][0]
    assert made["findings"][0]["consequences"][0]["name"] == "dns-missing"
    assert made["not_checked"] == [{"name": "host-adapter-mismatch", "subject": {"network": "VMnet8"}, "missing": "主机的 IP 地址",
                                    "supply": "`ipconfig /all` 的输出，存为 host/ipconfig.txt"}]
    assert made["crashed"] == [{"name": "x", "subject": {}, "error": "KeyError()"}]


def test_kinds_of_the_schema_are_those_of_the_reader() -> None:
    assert schema("check")["properties"]["inputs"]["items"]["properties"]["kind"]["enum"] == list(KINDS)


def test_hidden_characters_and_bytes_stand_as_escapes() -> None:
    name = "w\x1b\x9b\u202e\udcff网"
    text = check_json(verdict(of=lab(inputs=(Input(name, "vmx", name),))), "en")
    text.encode("utf-8")
    assert "\\u202e" in text
    assert "网" in text
    assert json.loads(text)["inputs"][0]["path"] == name


def test_same_input_same_bytes() -> None:
    assert check_json(verdict(gateway_finding()), "en") == check_json(verdict(gateway_finding()), "en")
    assert show_json(lab()) == show_json(lab())


def test_show() -> None:
    made = read(show_json(lab()), "model")
    assert list(made) == ["schema", "guests", "unmatched_profiles", "networks", "host"]
    web1 = made["guests"][0]
    assert web1["adapters"] == [{"index": 0, "present": True, "connected": True, "mode": "nat", "network": "VMnet8",
                                 "mac": "00:0c:29:3b:4c:6d", "mac_source": "generated", "model": "e1000", "slot": 33}]
    profile = web1["profiles"][0]
    reading = {"starts": True, "method": "static", "addresses": ["10.0.0.10/24"], "gateway": "10.0.0.1", "dns": ["10.0.0.2"],
               "gateway_stated": "10.0.0.1"}
    assert profile["readings"] == {"network-scripts": reading, "networkmanager": reading}
    assert (profile["device"], profile["adapter"], profile["in_force"]) == ("ens33", 0, "networkmanager")
    assert made["networks"] == [{
        "name": "VMnet8", "kind": "nat", "subnet": "10.0.0.0/24", "host_adapter": "10.0.0.1", "host_adapter_state": "present",
        "nat_device": "10.0.0.2",
        "dhcp": {"ranges": [["10.0.0.128", "10.0.0.254"]], "routers": ["10.0.0.2"], "dns": ["10.0.0.2"],
                 "reservations": [{"name": "web2", "mac": "00:0c:29:aa:bb:cc", "address": "10.0.0.20"}]},
        "forwards": [{"protocol": "tcp", "port": 8888, "address": "10.0.0.131", "guest_port": 80}],
        "free_static": [["10.0.0.3", "10.0.0.9"], ["10.0.0.11", "10.0.0.19"], ["10.0.0.21", "10.0.0.127"]]}]
    assert made["host"] == {"os": "windows", "adapters": [{
        "name": "Wi-Fi", "addresses": ["192.168.1.100/24"], "gateway": "192.168.1.1", "up": True, "kind": "wireless",
        "bridged_by": "VMnet0"}]}


def test_show_of_what_nobody_states() -> None:
    bare = lab()
    bare.networks = (Network("VMnet5", UNKNOWN),)
    bare.guests[0].profiles[0].in_force = None
    bare.unmatched = bare.guests[0].profiles
    made = read(show_json(bare), "model")
    assert made["networks"] == [{
        "name": "VMnet5", "kind": "unknown", "subnet": None, "host_adapter": None, "host_adapter_state": "unknown", "nat_device": None,
        "dhcp": None, "forwards": [], "free_static": None}]
    assert made["unmatched_profiles"][0]["in_force"] is None


def free(network: Network, *held: str) -> list[tuple[int, int]] | None:
    return free_static(network, [address(text) for text in held])


def test_dhcp_that_is_switched_off_is_not_served() -> None:
    network = nat_network()
    network.dhcp_on = stated(False)
    assert json.loads(show_json(_with(network)))["networks"][0]["dhcp"] is None
    assert free(network) == [(address("10.0.0.3"), address("10.0.0.254"))]


def _with(network: Network) -> Any:
    made = lab()
    made.networks = (network,)
    return made


def test_free_addresses() -> None:
    network = nat_network()
    network.dhcp = None                  # DHCP is on but its file is not there: the server's own .254 is taken all the same
    assert free(network, "10.0.0.3", "192.168.9.9") == [(address("10.0.0.4"), address("10.0.0.253"))]
    network.kind = stated("bridged")
    assert free(network) is None
    tiny = Network("VMnet2", stated("hostonly"), stated(subnet_of(address("10.9.0.0"), 32)))
    assert free(tiny) == [(address("10.9.0.0"), address("10.9.0.0"))]


def test_free_addresses_of_a_crowded_network_are_quick() -> None:
    network = Network("VMnet2", stated("hostonly"), stated(subnet_of(address("10.0.0.0"), 16)))
    began = time.perf_counter()
    assert len(free_static(network, [address("10.0.0.0") + 2 * i for i in range(1, 10_001)]) or ()) == 10_001
    assert time.perf_counter() - began < 30     # one by one it takes minutes


@pytest.mark.parametrize("language", ["en", "zh"])
def test_rules_and_explain(language: str) -> None:
    made = read(rules_json(language), "rules")
    assert [r["rule"] for r in made["rules"]] == sorted(r["rule"] for r in made["rules"])
    assert {r["name"] for r in made["rules"]} == set(catalog.files())
    page = read(explain_json(RULE, language), "explain")
    assert page["examples"][0]["bad"] == {"ifcfg-ens33": "GATEWAY=⟦10.0.0.1⟧\n"}
    assert page["drawing"]
    assert page["links"]
    pages = read(catalogue_json(language), "explain")["rules"]
    assert [p["name"] for p in pages] == [r["name"] for r in made["rules"]]


def test_guests_without_machine() -> None:
    made = guest()
    made.vmx = None
    read(show_json(lab(made)), "model")
