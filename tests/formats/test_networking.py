"""The `networking` database: commands, their order, and what is no command (vmware-networking.md 5.1)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmnetdoctor.formats import networking
from vmnetdoctor.formats.syntax import joined
from vmnetdoctor.source import Source

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus" / "networking"


def read(text: str) -> networking.Networking:
    return networking.parse(Source("networking", text))


def test_answers() -> None:
    doc = read("VERSION=1,0\nanswer VNET_8_DHCP yes\nanswer VNET_8_DISPLAY_NAME pxe lab  b \nanswer VNL_DEFAULT_BRIDGE_VNET -1\n")
    assert (doc.answer(8, "DHCP"), doc.answer(8, "DISPLAY_NAME"), doc.answer(1, "DHCP")) == ("yes", "pxe lab  b", None)
    assert doc.settings["VNL_DEFAULT_BRIDGE_VNET"].value == "-1"
    entry = doc.answers[8, "DHCP"]
    assert (entry.key_place.text, entry.value_place.text) == ("VNET_8_DHCP", "yes")
    assert doc.problems == []


@pytest.mark.parametrize(("text", "answer"), [
    pytest.param("answer VNET_8_NAT yes\nanswer VNET_8_NAT no", "no", id="later-wins"),
    pytest.param("answer VNET_8_NAT yes\nremove_answer VNET_8_NAT", None, id="removed"),
    pytest.param("answer VNET_8_NAT yes\nremove_answer VNET_8_NAT\nanswer VNET_8_NAT no", "no", id="answered-again"),
    pytest.param("remove_answer VNET_8_NAT\nanswer VNET_8_NAT yes", "yes", id="removed-before"),
])
def test_order_of_answers(text: str, answer: str | None) -> None:
    assert read(text).answer(8, "NAT") == answer


@pytest.mark.parametrize(("text", "targets"), [
    pytest.param("add_nat_portfwd 8 tcp 22 10.0.0.9 22", ["10.0.0.9"], id="added"),
    pytest.param("add_nat_portfwd 8 tcp 22 10.0.0.9 22 my web server", ["10.0.0.9"], id="with-description"),
    pytest.param("add_nat_portfwd 8 tcp 22 10.0.0.9 22\nremove_nat_portfwd 8 tcp 22", [], id="removed"),
    pytest.param("add_nat_portfwd 8 tcp 22 10.0.0.9 22\nremove_nat_portfwd 8 tcp 22 10.0.0.9 22", [], id="removed-in-full-form"),
    pytest.param("add_nat_portfwd 8 tcp 22 10.0.0.9 22\nremove_nat_portfwd 8 udp 22", ["10.0.0.9"], id="other-protocol"),
    pytest.param("add_nat_portfwd 8 tcp 22 10.0.0.9 22\nremove_nat_portfwd 2 tcp 22", ["10.0.0.9"], id="other-vmnet"),
    pytest.param("add_nat_portfwd 8 tcp 22 10.0.0.9 22\nadd_nat_portfwd 8 tcp 22 10.0.0.9 22", ["10.0.0.9"], id="same-twice"),
    pytest.param("add_nat_portfwd 8 tcp 22 10.0.0.9 22\nadd_nat_portfwd 8 tcp 22 10.0.0.7 22", ["10.0.0.9", "10.0.0.7"],
                 id="two-targets"),
])
def test_forwards(text: str, targets: list[str]) -> None:
    doc = read(text)
    assert [c.words[3].text for c in doc.forwards] == targets
    assert doc.problems == []


@pytest.mark.parametrize(("text", "left"), [
    pytest.param("add_dhcp_mac_to_ip 8 00:0C:29:AA:BB:CC 10.0.0.9\nremove_dhcp_mac_to_ip 8 00:0c:29:aa:bb:cc", 0,
                 id="case-of-a-MAC"),
    pytest.param("add_dhcp_mac_to_ip 8 00:0C:29:AA:BB:CC 10.0.0.9\nadd_dhcp_mac_to_ip 8 00:0c:29:aa:bb:cc 10.0.0.8", 1,
                 id="later-wins"),
    pytest.param("add_dhcp_mac_to_ip 8 00:0C:29:AA:BB:CC 10.0.0.9\nremove_dhcp_mac_to_ip 1 00:0c:29:aa:bb:cc", 1,
                 id="other-vmnet"),
])
def test_reservations(text: str, left: int) -> None:
    assert len(read(text).reservations) == left


def test_bridges() -> None:
    doc = read("add_bridge_mapping eth0 0\nadd_bridge_mapping eth1 -1\nadd_bridge_mapping eth2 3\n"
               "remove_bridge_mapping eth2\nadd_bridge_mapping eth0 2\n")
    assert {name: line.vnet for name, line in doc.bridges.items()} == {"eth1": -1, "eth0": 2}


def test_prefixes() -> None:
    assert list(read("add_nat_prefix 8 /24\nadd_nat_prefix 8 /16\nremove_nat_prefix 8 /24").prefixes) == [(8, "/16")]


@pytest.mark.parametrize(("line", "reason", "marked"), [
    pytest.param("frobnicate 8", "unknown-command", "frobnicate 8", id="unknown-command"),
    pytest.param("answer", "missing-words", "answer", id="answer-alone"),
    pytest.param("answer VNET_8_NAT", "no-value", "answer VNET_8_NAT", id="no-value"),
    pytest.param("add_nat_portfwd 8 tcp 22", "missing-words", "add_nat_portfwd 8 tcp 22", id="half-a-forward"),
    pytest.param("add_nat_portfwd 8 sctp 22 10.0.0.9 22", "unknown-protocol", "sctp", id="protocol"),
    pytest.param("add_bridge_mapping en1 212345678910111213", "vnet-out-of-range", "212345678910111213", id="huge-number"),
    pytest.param("add_bridge_mapping en1 256", "vnet-out-of-range", "256", id="256"),
    pytest.param("add_bridge_mapping en1 -2", "vnet-out-of-range", "-2", id="minus-two"),
    pytest.param("add_nat_portfwd -1 tcp 22 10.0.0.9 22", "vnet-out-of-range", "-1", id="minus-one-is-for-bridges-only"),
    pytest.param("add_bridge_mapping 0 en1", "vnet-not-a-number", "en1", id="words-swapped"),
    pytest.param("answer VNET_300_NAT yes", "vnet-out-of-range", "VNET_300_NAT", id="answer-for-vmnet-300"),
])
def test_bad_line_is_skipped(line: str, reason: str, marked: str) -> None:
    doc = read(f"answer VNET_8_DHCP yes\n{line}\nanswer VNET_8_NAT yes\n")
    assert [(p.reason, doc.source.text[p.start:p.end]) for p in doc.problems] == [(reason, marked)]
    assert (doc.answer(8, "DHCP"), doc.answer(8, "NAT"), len(doc.bridges), doc.forwards) == ("yes", "yes", 0, [])


def test_locations_of_old_products() -> None:
    doc = read("answer BINDIR /usr/bin\nanswer VMDIR /var/lib/vmware/Virtual Machines\nfile /usr/bin/vmware 1130000000\n"
               "directory /etc/vmware\nremove_file /etc/x\nanswer VNET_1_HOSTONLY_HOSTADDR 192.168.94.1\n")
    assert doc.problems == []
    assert doc.settings["VMDIR"].value == "/var/lib/vmware/Virtual Machines"
    assert doc.answer(1, "HOSTONLY_HOSTADDR") == "192.168.94.1"


def test_problems_and_lines_are_capped() -> None:
    doc = read("junk\n" * networking.MOST_LINES + "answer VNET_8_NAT yes\n")
    assert len(doc.problems) == networking.MOST_PROBLEMS + 2
    assert [(p.reason, p.values["count"]) for p in doc.problems[-2:]] == [
        ("more", str(networking.MOST_LINES - networking.MOST_PROBLEMS)), ("too-many-lines", str(networking.MOST_LINES))]
    assert doc.answers == {}


@pytest.mark.parametrize("text", ["a " * 1_000_000, "9" * 2_000_000, "answer VNET_" + "9" * 2_000_000 + "_NAT yes", "\r" * 200_000,
                                  "answer X" + " " * 2_000_000],
                         ids=["words", "digits", "long-number", "line-ends", "blanks"])
def test_junk_takes_linear_time(text: str) -> None:
    assert joined(read(text)) == text


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.text(), st.lists(st.one_of(
    st.sampled_from(["VERSION=1,0", "answer VNET_8_NAT yes", " answer A  b c ", "remove_answer A", "add_nat_portfwd 8 tcp 1 a 2 d e",
                     "add_bridge_mapping x -1", "remove_bridge_mapping x", "# c", " ", "file", "add_nat_prefix 8 /24"]),
    st.text("answer_ VNET8-#\t", max_size=16)), max_size=10).map("\n".join)))
def test_pieces_cover_the_text_and_spans_lie_in_it(text: str) -> None:
    doc = read(text)
    assert joined(doc) == text
    for entry in (*doc.answers.values(), *doc.settings.values()):
        assert entry.key_place.text == entry.key
        assert entry.value_place.text == entry.value
    if len(doc.problems) < networking.MOST_PROBLEMS:
        assert sum(p.kind == "unknown" for p in doc.pieces) == len(doc.problems)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus of real files beside the checkout")
def test_real_files_are_known_line_by_line() -> None:
    for path in sorted(CORPUS.iterdir()):
        doc = networking.parse(Source.decode(path.name, path.read_bytes()))
        assert joined(doc) == doc.source.text
        assert doc.answers
        assert doc.problems == []
