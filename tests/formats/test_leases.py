"""Lease files of VMware (ISC) and Apple (vmware-networking.md 3.3)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vmnetdoctor.formats.leases import macs, parse
from vmnetdoctor.formats.syntax import joined
from vmnetdoctor.source import Source

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus" / "leases"
RECORD = 'lease %s {\n\tstarts 0 2015/12/27 15:19:26;\n\tends 0 2015/12/27 15:49:26;\n\thardware ethernet %s;\n\tclient-hostname "web";\n}\n'
APPLE = "{\n\tname=vm\n\tip_address=192.168.64.2\n\thw_address=1,0:50:56:a:b:c\n\tlease=0x5f\n}\n"

CASES = {
    "one": (RECORD % ("10.0.0.5", "00:0c:29:01:02:03"), {"10.0.0.5": "00:0c:29:01:02:03"}),
    "last record wins": (RECORD % ("10.0.0.5", "00:0c:29:01:02:03") + RECORD % ("10.0.0.5", "00:0c:29:0a:0b:0c"),
                         {"10.0.0.5": "00:0c:29:0a:0b:0c"}),
    "one line": ("lease 10.0.0.5 { starts 1 2; hardware ethernet 0:1:2:3:4:5; }", {"10.0.0.5": "0:1:2:3:4:5"}),
    "blanks before the semicolon": ("\nlease 127.0.0.1 {\nhardware ethernet 00:11:22:33  ;\nuid 00:11  ;\n }", {"127.0.0.1": "00:11:22:33"}),
    "crlf": ((RECORD % ("10.0.0.5", "00:0c:29:01:02:03")).replace("\n", "\r\n"), {"10.0.0.5": "00:0c:29:01:02:03"}),
    "apple": (APPLE, {"192.168.64.2": "0:50:56:a:b:c"}),
    "empty": ("", {}),
    "without hardware": ("lease 10.0.0.5 {\n abandoned;\n}\n", {}),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_current_leases(text: str, expected: dict[str, str]) -> None:
    document = parse(Source("dhcpd.leases", text))
    assert dict(macs(document)) == expected
    assert document.problems == []


def test_fields_and_places() -> None:
    text = RECORD % ("10.0.0.5", "00:0c:29:01:02:03")
    lease = parse(Source("dhcpd.leases", text)).records[0]
    assert lease.hostname is not None
    assert lease.hostname.value_place.text == "web"
    assert lease.ends is not None
    assert lease.ends.value == "0 2015/12/27 15:49:26"
    assert lease.address.value_place.text == "10.0.0.5"


def test_apple_mac_place() -> None:
    document = parse(Source("dhcpd_leases", APPLE))
    assert document.apple
    assert document.records[0].mac is not None
    assert document.records[0].mac.value_place.text == "0:50:56:a:b:c"


def test_unreadable_line_is_a_problem() -> None:
    document = parse(Source("dhcpd.leases", "lease 10.0.0.5 {\n junk\n}\n"))
    assert [(p.reason, p.start) for p in document.problems] == [("lease-line", 17)]


@given(st.one_of(st.text(), st.lists(st.sampled_from(["lease 1.2.3.4 {", "}", "{", "\n", ";", "uid 1", "ip_address=", " ", "#"])).map("".join)))
def test_lossless(text: str) -> None:
    document = parse(Source("x", text))
    assert joined(document) == text
    for lease in document.records:
        assert all(0 <= e.value_start <= e.value_end <= len(text) for e in (lease.address, *lease.fields.values()))


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real files is not here")
def test_real_files_are_read() -> None:
    for path in sorted(CORPUS.iterdir()):
        document = parse(Source.decode(path.name, path.read_bytes()))
        assert joined(document) == document.source.text
        assert document.problems == []
        assert document.records
