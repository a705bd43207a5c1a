"""Every code that the network package leaves has a sentence in both languages, and the sentences read as they should."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import NamedTuple

import pytest

import vmnetdoctor.network
from tests.network.labs import bridged, ethernet, forward, guest, hostonly, lab, nat, reading
from vmnetdoctor.network.build import build
from vmnetdoctor.network.conclusion import SUPPLY as WALK_SUPPLY
from vmnetdoctor.network.hops import Hop, Walk
from vmnetdoctor.network.walk import walk
from vmnetdoctor.report import gap_words, hop_words, supplies
from vmnetdoctor.report.hop_sentences import (
    kind_of_node,
    missing_words,
    node_words,
    place_words,
    sentence,
    supply_words,
    told_walk,
)
from vmnetdoctor.source import Place, Source

SOURCES = sorted(Path(vmnetdoctor.network.__file__).parent.glob("*.py"))
KINDS = ("guest", "host", "nat", "router", "lan", "internet")
# expressions that hand on a code which is written as a literal elsewhere
HANDED_ON = {"code", "trouble.code", "open_one.code", "node.open.code", "trouble.missing", "trouble.supply"}
LENT = {"node", "place", "outer", "network"}


class Used(NamedTuple):
    """A code and the values that its hop certainly has."""

    code: str
    values: frozenset[str]
    where: str


class Codes:
    """What the sources of the network package say, read from their syntax trees."""

    def __init__(self) -> None:
        self.steps: list[Used] = []
        self.stops: list[Used] = []
        self.missing: set[str] = set()
        self.supply: set[str] = set(WALK_SUPPLY.values()) | {"ip-addr", "none"}
        self.rows: set[str] = set()
        self.nodes: set[str] = set()
        calls = [(path.name, node) for path in SOURCES for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                 if isinstance(node, ast.Call)]
        for name in ("Row", "Node", ""):         # what rows and nodes are called is needed by the others
            for where, call in calls:
                called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
                if (called == name) if name else called in ("stop", "note", "Hop", "Trouble", "choose"):
                    getattr(self, f"_{called.lower()}")(call, f"{where}:{call.lineno}")

    def _row(self, call: ast.Call, where: str) -> None:
        self.rows |= literals(call.args[5], where)

    def _node(self, call: ast.Call, where: str) -> None:
        if not (isinstance(call.args[1], ast.Name) and call.args[1].id in ("HOST", "LAN", "INTERNET")):
            self.nodes |= literals(call.args[1], where)

    def _stop(self, call: ast.Call, where: str) -> None:
        self.stops += [Used(code, given(call), where) for code in literals(call.args[1], where)]

    def _hop(self, call: ast.Call, where: str) -> None:
        if isinstance(call.args[1], ast.Constant):
            assert call.args[1].value == "stop", where
            self.stops += [Used(code, given(call), where) for code in literals(call.args[2], where)]

    def _note(self, call: ast.Call, where: str) -> None:
        actions = literals(call.args[1], where)
        codes = self._codes(call.args[2], where, "restore" in actions)
        self.steps += [Used(f"{action}.{code}", given(call), where) for action in actions - {"stop"} for code in codes]

    def _codes(self, node: ast.expr, where: str, restored: bool) -> set[str]:
        shown = ast.unparse(node)
        if shown == "row.code":
            return self.rows
        if shown in ("node.kind", "last.at.kind"):
            return {"nat", "router"} if restored else (self.nodes | {"lan", "internet"}) - {"host"}
        return literals(node, where)

    def _trouble(self, call: ast.Call, where: str) -> None:
        codes = literals(call.args[0], where)
        self.stops += [Used(code, frozenset(), where) for code in codes]
        if len(call.args) > 2:
            self.missing |= codes | literals(call.args[2], where)
            self.supply |= literals(call.args[3], where)

    def _choose(self, call: ast.Call, where: str) -> None:
        self.missing |= literals(call.args[0], where)


def literals(node: ast.expr, where: str) -> set[str]:
    """The texts an expression may be; one that is neither literal nor handed on makes the test fail."""
    if isinstance(node, ast.Constant):
        return {node.value} if node.value else set()
    if isinstance(node, ast.IfExp):
        return literals(node.body, where) | literals(node.orelse, where)
    assert ast.unparse(node) in HANDED_ON, f"{where}: {ast.unparse(node)}"
    return set()


def given(call: ast.Call) -> frozenset[str]:
    """Names of the values; `**values` are those of a port forward."""
    names = {keyword.arg for keyword in call.keywords if keyword.arg is not None}
    return frozenset(names | ({"port", "address", "guest_port"} if any(k.arg is None for k in call.keywords) else set()))


CODES = Codes()


def test_the_sources_were_understood() -> None:
    assert len(CODES.steps) > 12
    assert len(CODES.stops) > 40
    assert {"reader", "host-os", "route-order"} <= CODES.missing
    assert {"on-link", "default", "route", "gateway-link"} == CODES.rows


def test_every_step_has_words() -> None:
    assert {used.code for used in CODES.steps} - set(hop_words.STEPS) == set()


def test_every_stop_has_words() -> None:
    assert {used.code for used in CODES.stops} - set(hop_words.STOPS) == set()


def test_everything_missing_has_words() -> None:
    assert CODES.missing - set(gap_words.MISSING) - set(supplies.MISSING) == set()


def test_everything_to_be_supplied_has_words() -> None:
    assert CODES.supply - set(gap_words.SUPPLY) - set(supplies.SUPPLY) == set()


def test_no_words_are_left_over() -> None:
    def base(key: str) -> str:
        return re.sub(rf"\.({'|'.join((*KINDS, 'blank', 'wan', 'vmnet', 'bridged'))})$", "", key)

    steps = {used.code for used in CODES.steps}
    assert [key for key in hop_words.STEPS if key not in steps and base(key) not in steps] == []
    stops = {used.code for used in CODES.stops}
    assert [key for key in hop_words.STOPS if key not in stops and base(key) not in stops] == []
    assert set(gap_words.MISSING) - CODES.missing - {"answer-through-nat"} == set()


@pytest.mark.parametrize(("table", "codes"), [(hop_words.STEPS, CODES.steps), (hop_words.STOPS, CODES.stops)], ids=["steps", "stops"])
def test_sentences_use_only_values_that_the_hop_has(table: dict[str, tuple[str, str]], codes: list[Used]) -> None:
    for used in codes:
        for key in (used.code, *(f"{used.code}.{kind}" for kind in (*KINDS, "blank", "wan", "vmnet", "bridged"))):
            for text in table.get(key, ()):
                slots = set(re.findall(r"\{(\w+)\}", text))
                assert slots <= used.values | LENT, f"{used.where} {key}: {slots - used.values}"
                assert text.count("[") == text.count("]") == text.count("|"), key


@pytest.mark.parametrize("key", [*hop_words.STEPS, *hop_words.STOPS, *gap_words.MISSING, *gap_words.SUPPLY])
def test_chinese_holds_no_english_sentence(key: str) -> None:
    for table in (hop_words.STEPS, hop_words.STOPS, gap_words.MISSING, gap_words.SUPPLY):
        if key in table:
            english, chinese = table[key]
            assert english.isascii()
            plain = re.sub(r"`[^`]*`|\{\w+\}", "", chinese)
            assert not re.search(r"[A-Za-z]{2,} [a-z]{2,}", plain), plain
            assert re.search("[\u4e00-\u9fff]", plain)


def hop(node: str, action: str, code: str, *places: Place, **values: str) -> Hop:
    return Hop(node, action, code, values, places)


def at(path: str, line: int) -> Place:
    source = Source(path, "x\n" * 20)
    return Place(source, 2 * line - 2, 2 * line - 1)


GATEWAY = hop("web1", "route", "default", at("web1/ifcfg-eth0", 7), source="10.0.0.10", address="203.0.113.9", hop="10.0.0.2",
              port="ethernet0", network="VMnet8")


def test_a_route_names_the_line_that_made_it() -> None:
    assert sentence(GATEWAY, "en") == ("web1 sends to 10.0.0.2 on VMnet8: 203.0.113.9 lies in none of its own subnets, and "
                                       "web1/ifcfg-eth0:7 names 10.0.0.2 as its gateway")
    assert sentence(GATEWAY, "zh") == ("web1 把数据包交给 VMnet8 上的 10.0.0.2：203.0.113.9 不在它自己的任何网段内，"
                                       "web1/ifcfg-eth0:7 指定 10.0.0.2 为默认网关")


def test_a_fact_that_no_file_states_is_told_without_evidence() -> None:
    bare = hop("lan", "route", "default", source="", address="10.0.0.10", hop="", port="lan", network="LAN")
    assert sentence(bare, "en").startswith("Another machine of the LAN sends to its gateway on the LAN, since 10.0.0.10 lies in none")
    assert sentence(bare, "zh").startswith("局域网中的另一台机器把数据包交给局域网上的默认网关，因为 10.0.0.10 不在")


def test_chinese_has_a_blank_only_beside_latin_text() -> None:
    stopped = hop("数据库", "stop", "no-arp-answer", hop="10.0.0.2", network="VMnet8")
    assert sentence(stopped, "zh") == "数据库在 VMnet8 上询问谁有 10.0.0.2，没有机器应答"


def test_evidence_of_a_stop_stands_at_its_end() -> None:
    stopped = hop("web1", "stop", "no-dhcp", at("a.vmx", 3), at("a.vmx", 5), at("b", 1))
    assert sentence(stopped, "en").endswith("answers on its network (a.vmx:3,5, b:1)")
    assert sentence(stopped, "zh").endswith("没有 DHCP 服务应答（a.vmx:3,5、b:1）")


def test_many_places_are_cut_short() -> None:
    assert place_words([at(f"f{i}", 1) for i in range(5)], "en") == "f0:1, f1:1, f2:1, 2 more"


def test_values_of_strangers_are_made_harmless() -> None:
    evil = "a\x1b[31m{node}[x|y]\u202e"
    for text in (sentence(hop(evil, "stop", "no-address"), "en"), sentence(hop(evil, "stop", "no-address"), "zh")):
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "{node}[x|y]" in text
    assert len(sentence(hop("w" * 10_000, "stop", "no-address"), "en")) < 300


@pytest.mark.parametrize(("name", "kind", "english", "chinese"), [
    ("web1", "guest", "web1", "web1"), ("host", "host", "the host", "主机"), ("LAN router", "router", "the LAN router", "局域网路由器"),
    ("NAT device of VMnet8", "nat", "the NAT device of VMnet8", "VMnet8 的 NAT 设备"),
    ("router of LAN Wi-Fi", "router", "the router of the LAN of Wi-Fi", "Wi-Fi 所在局域网的路由器"),
    ("LAN segment a", "guest", "LAN segment a", "LAN 区段 a")])
def test_names_of_nodes(name: str, kind: str, english: str, chinese: str) -> None:
    assert kind_of_node(name) == kind
    assert (node_words(name, "en"), node_words(name, "zh")) == (english, chinese)


HEALTHY = lab(guest("web1", ("VMnet8", reading(["10.0.0.132/24"], "10.0.0.2", ["10.0.0.2"]))), guest("box", ("VMnet0", reading())),
              networks=[bridged(), hostonly(), nat(forwards=[forward(8888, "10.0.0.132")])])


def story(sender: str, target: str, probe: str = "ping", language: str = "en") -> str:
    return "\n".join(told_walk(walk(build(HEALTHY), sender, target, None, probe), language))


def test_nat_rewrites_and_restores() -> None:
    told = story("web1", "internet")
    assert "VMnet8 works like a switch: the NAT device of VMnet8 answers the question who has 10.0.0.2" in told
    assert "The NAT device of VMnet8 rewrites the sender's address from 10.0.0.132 to 192.168.1.100" in told
    assert "The LAN router rewrites the sender's address from 192.168.1.100 to its own public one" in told
    assert "puts 10.0.0.132 back in as the target" in told
    assert "把源地址从 10.0.0.132 改写为 192.168.1.100" in story("web1", "internet", language="zh")


def test_a_bridged_guest_is_a_machine_of_the_lan() -> None:
    assert "VMnet0 is bridged, so the packet is on the LAN itself" in story("box", "host")
    assert "VMnet0 是桥接网络，数据包直接出现在局域网上" in story("box", "host", language="zh")
    assert "rewrites" not in story("box", "host")


def test_a_forward_hands_the_port_to_the_guest() -> None:
    told = story("lan", "web1", "tcp/8888")
    assert "The host hands port 8888 to the NAT device of VMnet8, which rewrites the target to 10.0.0.132, port 80" in told


def test_a_target_without_known_address_is_called_by_its_name() -> None:
    topology = build(lab(guest("web2", ("VMnet8", reading(["10.0.0.11/24"], "10.0.0.1")))))
    topology.invented.add(topology.host.stacks[0].ports[0].addresses[0].value)
    told = "\n".join(told_walk(walk(topology, "web2", "host", topology.host.stacks[0].ports[0].addresses[0].value), "en"))
    assert "web2 sends to 10.0.0.1 on VMnet8: the host's LAN address lies in none of its own subnets" in told
    assert "The host has the host's LAN address, but on another card (Ethernet)" in told


def test_names_are_asked_of_the_nat_device() -> None:
    told = story("web1", "internet", "names")
    assert "To look up a name, web1 asks the DNS server 10.0.0.2" in told
    assert "is also a DNS proxy" in told


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_sentence_has_a_gap(language: str) -> None:
    cards = [ethernet(), ethernet(["10.9.0.5/16"], None, name="Docker", kind="other")]
    made = lab(*HEALTHY.guests, guest("lost", ("VMnet8", reading(["172.16.0.9/24"], "172.16.0.1", ["1.2.3.4"]))),
               guest("none", ("VMnet1", None)), networks=HEALTHY.networks, cards=cards, os=None)
    topology = build(made)
    for sender in topology.endpoints:
        for target in topology.endpoints:
            if sender != target:
                for text in told_walk(walk(topology, sender, target), language):
                    assert not re.search(r"[{}\[\]|]|  | [,.]|\( ", text), text


def test_what_is_missing_names_whom_it_is_about() -> None:
    def open_walk(missing: str, supply: str, **values: str) -> Walk:
        return Walk("a", "b", None, "ping", "unknown", "possible", missing=missing, supply=supply, values=values)

    asked = open_walk("reader", "systemctl", about="web1")
    assert missing_words(asked, "en") == "who reads the profile: network-scripts or NetworkManager (web1)"
    assert "systemctl" in supply_words(asked, "zh")
    assert missing_words(open_walk("subnet", "vmnetnat", network="VMnet8"), "zh") == "该网络的网段（VMnet8）"
    assert missing_words(open_walk("duplicate-address", "ip-addr", about="('VMnet8', 1, 'a, b')"), "en").endswith("same address answers")
