"""ISC 2.0's verdicts on dhcpd files, row by row (vmware-networking.md 3.2), and what the reader keeps of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vmnetdoctor.formats.dhcp import parse
from vmnetdoctor.formats.syntax import joined
from vmnetdoctor.source import Source

if TYPE_CHECKING:
    from vmnetdoctor.formats.dhcp_file import DhcpFile

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus" / "dhcp"

NET = "subnet 10.0.0.0 netmask 255.255.255.0 {\n%s\n}\n"
WINDOWS = """allow unknown-clients;
default-lease-time 1800;                # default is 30 minutes

# Virtual ethernet segment 1
# Added at 03/05/11 17:22:54
subnet 192.168.190.0 netmask 255.255.255.0 {
range 192.168.190.128 192.168.190.254;            # default allows up to 125 VM's
option domain-name "localdomain";
}
host VMnet1 {
    hardware ethernet 00:50:56:C0:00:01;
    fixed-address 192.168.190.1;
    option domain-name "";
}
# End
# Virtual ethernet segment 8
subnet 192.168.71.0 netmask 255.255.255.0 {
range 192.168.71.128 192.168.71.254;
option routers 192.168.71.2;
}
# End
"""


def read(text: str | bytes) -> DhcpFile:
    return parse(Source.decode("vmnetdhcp.conf", text if isinstance(text, bytes) else text.encode()))


ACCEPTED = {
    "empty file": "",
    "no final newline": "authoritative;",
    "crlf": "authoritative;\r\nmax-lease-time 7200;\r\n",
    "tabs": "max-lease-time\t7200\t;",
    "any case": "SubNet 10.0.0.0 NetMask 255.255.255.0 {\nRANGE 10.0.0.5;\nOption Routers 10.0.0.2;\n}",
    "range reversed": NET % "range 10.0.0.9 10.0.0.5;",
    "range of one address": NET % "range 10.0.0.9;",
    "range with network and broadcast": NET % "range 10.0.0.0 10.0.0.255;",
    "overlapping ranges": NET % "range 10.0.0.5 10.0.0.9;\nrange 10.0.0.8 10.0.0.12;",
    "range dynamic-bootp": NET % "range dynamic-bootp 10.0.0.5 10.0.0.9;",
    "range outside (a rule's matter)": NET % "range 10.0.1.5 10.0.1.9;",
    "same subnet twice": NET % "" + NET % "",
    "mask with holes": "subnet 10.0.0.0 netmask 255.0.255.0 { }",
    "octet over 255": "option routers 10.0.0.300;",
    "host bits without range": "subnet 10.0.0.5 netmask 255.255.255.0 { }",
    "default above max": "default-lease-time 9;\nmax-lease-time 5;",
    "negative lease": "default-lease-time -5;",
    "comma list": "option domain-name-servers 10.0.0.2, 10.0.0.3 ,10.0.0.4;",
    "list over lines": "option routers 10.0.0.2,\n  10.0.0.3;",
    "names as addresses": "option domain-name-servers ns1.example.org;",
    "domain in one word": "option domain-name localdomain;",
    "quoted domain": 'option domain-name "my.lab";',
    "mac without separators": "host a { hardware ethernet 000c29aabbcc; }",
    "mac of five bytes": "host a { hardware ethernet 00:0c:29:aa:bb; }",
    "mac of single digits": "host a { hardware ethernet 0:c:29:a:b:c; }",
    "duplicate host": "host a { }\nhost a { }",
    "host without hardware": "host a { fixed-address 10.0.0.3; }",
    "host name": "host web-1_b.my.lab { }",
    "host name of digits": "host 7 { }",
    "host in subnet": NET % "host a { }",
    "host in group": "group { option routers 10.0.0.2; host a { } }",
    "shared-network": "shared-network x { subnet 10.0.0.0 netmask 255.0.0.0 { } }",
    "next-server": "next-server 10.0.0.3;",
    "deny and authoritative": "deny unknown-clients;\nauthoritative;",
    "range after a declaration": NET % "host a { }\nrange 10.0.0.5;",
    "comment hides the rest (lone cr)": "# a\rnonsense here\r",
    "windows file": WINDOWS,
    "forty thousand comments": "#\n" * 40_000,
}


@pytest.mark.parametrize("text", ACCEPTED.values(), ids=ACCEPTED)
def test_accepted(text: str) -> None:
    assert read(text).problems == []


# text with the place to edit between ⟦ and ⟧, the reason, the line that the server names
REFUSED = {
    "range with dash": (NET % "range ⟦10.0.0.5-10.0.0.9⟧;", "range-dash", 2),
    "range with spaced dash": (NET % "range ⟦10.0.0.5 - 10.0.0.9⟧;", "range-dash", 2),
    "missing semicolon": (NET % "range 10.0.0.5 10.0.0.9⟦⟧   # pool\noption routers 10.0.0.2;", "missing-semicolon", 3),
    "missing semicolon before brace": (NET % "option routers 10.0.0.2⟦⟧", "missing-semicolon", 3),
    "missing semicolon before block": ("max-lease-time 5⟦⟧\n\nsubnet 10.0.0.0 netmask 255.0.0.0 {\n}", "missing-semicolon", 3),
    "missing semicolon at the end": ("max-lease-time 5⟦⟧\n", "missing-semicolon", 2),
    "missing brace of subnet": (
        "subnet 10.0.0.0 netmask 255.0.0.0 {\n range 10.0.0.5;⟦⟧\nhost VMnet1 {\n fixed-address 10.0.0.1;\n}\n"
        "subnet 11.0.0.0 netmask 255.0.0.0 {\n}\n", "missing-brace", 6),
    "missing brace of host": ("host a {\n fixed-address 10.0.0.3;⟦⟧\nhost b {\n}\n", "missing-brace", 3),
    "missing brace at the end": ("host a {\n fixed-address 10.0.0.3;⟦⟧\n# End\n", "missing-brace", 4),
    "missing opening brace": ("host a⟦⟧\n fixed-address 10.0.0.3;\n}\n", "missing-opening-brace", 2),
    "extra brace": (NET % "" + "⟦}⟧\n", "extra-brace", 4),
    "semicolon after brace": ("host a { }⟦;⟧\n", "semicolon-after-brace", 1),
    "two semicolons": ("authoritative;⟦;⟧\n", "stray-semicolon", 1),
    "list without comma": ("option domain-name-servers 10.0.0.2 ⟦10.0.0.3⟧;", "options-without-comma", 1),
    "routers without comma": ("option routers 10.0.0.2\n ⟦10.0.0.3⟧;", "options-without-comma", 2),
    "unquoted domain": ("option domain-name ⟦my.lab⟧;", "unquoted-domain", 1),
    "single quotes": ("option domain-name ⟦'my.lab'⟧;", "unquoted-domain", 1),
    "open quote": ('option domain-name ⟦"my.lab⟧;\noption routers 10.0.0.2;\n', "unterminated-string", 1),
    "cidr subnet": ("subnet ⟦10.0.0.0/24⟧ {\n}", "cidr-subnet", 1),
    "no netmask": ("subnet 10.0.0.0⟦⟧ {\n}", "netmask-missing", 1),
    "mask as number": ("subnet 10.0.0.0 netmask ⟦24⟧ {\n}", "address-malformed", 1),
    "host bits with range": ("subnet ⟦10.0.0.5⟧ netmask 255.255.255.0 {\n range 10.0.0.9;\n}", "subnet-host-bits", 2),
    "three octets": ("option routers ⟦10.0.0⟧;", "address-malformed", 1),
    "address with prefix": ("host a { fixed-address ⟦10.0.0.5/24⟧; }", "address-malformed", 1),
    "mac with dashes": ("host a { hardware ethernet ⟦00-0c-29-aa-bb-cc⟧; }", "mac-with-dashes", 1),
    "placeholder mac": ("host a { hardware ethernet ⟦00:0C:29:XX:XX:XX⟧; }", "mac-malformed", 1),
    "no hardware type": ("host a { hardware ⟦00:0C:29:01:02:03⟧; }", "hardware-type", 1),
    "host name with space": ("host ⟦web server⟧ { }", "host-name", 1),
    "host name in quotes": ('host ⟦"web"⟧ { }', "host-name", 1),
    "host name not ascii": ("host ⟦服务器⟧ { }", "non-ascii", 1),
    "host in host": ("host a {\n ⟦host⟧ b {\n }\n}\n", "nested-host", 2),
    "subnet in subnet": (NET % " ⟦subnet⟧ 10.0.0.0 netmask 255.255.255.128 {\n }", "nested-subnet", 2),
    "parameter after subnet": (NET % "" + "⟦default-lease-time⟧ 5;\n", "parameter-after-declaration", 4),
    "option after nested host": (NET % "host a { }\n⟦option routers⟧ 10.0.0.2;", "parameter-after-declaration", 3),
    "fixed-address outside a host": ("⟦fixed-address⟧ 10.0.0.3;", "not-allowed-here", 1),
    "range outside a subnet": ("⟦range⟧ 10.0.0.3;", "not-allowed-here", 1),
    "unknown option": ("option ⟦router⟧ 10.0.0.2;", "unknown-option", 1),
    "domain-search": ('option ⟦domain-search⟧ "a";', "unknown-option", 1),
    "include": ('⟦include⟧ "other.conf";', "unknown-statement", 1),
    "pool": (NET % "⟦pool⟧ {\n range 10.0.0.5;\n}", "unknown-statement", 2),
    "ignore": ("⟦ignore⟧ unknown-clients;", "unknown-statement", 1),
    "ddns-update-style": ("⟦ddns-update-style⟧ none;", "unknown-statement", 1),
    "log-facility": ("⟦log-facility⟧ local7;", "unknown-statement", 1),
    "misspelt keyword": ("⟦defualt-lease-time⟧ 5;", "unknown-statement", 1),
    "c comment": ("⟦/* a\n b */⟧\nauthoritative;", "c-comment", 1),
    "slashes": ("⟦// a⟧\nauthoritative;", "c-comment", 1),
    "full-width semicolon": ("max-lease-time 5⟦；⟧\n", "full-width-punctuation", 1),
    "curly quotes": ("option domain-name ⟦“localdomain”⟧;", "full-width-punctuation", 1),
    "number with unit": ("max-lease-time ⟦5s⟧;", "number-malformed", 1),
    "allow what": ("allow ⟦members⟧;", "allow-key-unknown", 1),
    "value missing": ("option ⟦routers⟧;", "value-missing", 1),
    "trailing comma": ("option routers 10.0.0.2⟦,⟧;", "value-missing", 1),
    "no-break space": ("max-lease-time⟦\u00a0⟧5;", "foreign-blank", 1),
    "token beyond the buffer": ("host ⟦" + "a" * 1501 + "⟧ { }", "token-too-long", 1),
}


@pytest.mark.parametrize(("marked", "reason", "line"), REFUSED.values(), ids=REFUSED)
def test_refused(marked: str, reason: str, line: int) -> None:
    start, end = marked.index("⟦"), marked.index("⟧") - 1
    fatal = read(marked.replace("⟦", "").replace("⟧", "")).fatal
    assert fatal is not None
    assert (fatal.reason, fatal.start, fatal.end, fatal.values["line"]) == (reason, start, end, str(line))


def test_byte_order_mark_is_refused() -> None:
    document = read(b"\xef\xbb\xbf" + WINDOWS.encode())
    assert [p.reason for p in document.problems] == ["bom"]
    assert len(document.segments) == 2


def test_near_miss() -> None:
    fatal = read("defualt-lease-time 5;").fatal
    assert fatal is not None
    assert fatal.values["near"] == "default-lease-time"


RECOVERED = {
    "missing semicolon": NET % "range 10.0.0.5 10.0.0.9\noption routers 10.0.0.2;",
    "dash": NET % "range 10.0.0.5-10.0.0.9;\noption routers 10.0.0.2;",
    "full-width": NET % "range 10.0.0.5 10.0.0.9；\noption routers 10.0.0.2；",
    "unknown statement before": NET % "ddns-updates off;\nrange 10.0.0.5 10.0.0.9;\noption routers 10.0.0.2;",
    "unknown without semicolon": NET % "nonsense here\nrange 10.0.0.5 10.0.0.9;\noption routers 10.0.0.2;",
    "pool": NET % "pool { deny members of x; }\nrange 10.0.0.5 10.0.0.9;\noption routers 10.0.0.2;",
}


@pytest.mark.parametrize("text", RECOVERED.values(), ids=RECOVERED)
def test_reads_on_after_an_error(text: str) -> None:
    document = read(text)
    found = {s.name or s.keyword: [v.text for v in s.values] for s in document.walk()}
    assert document.fatal is not None
    assert found["range"] == ["10.0.0.5", "10.0.0.9"]
    assert found["routers"] == ["10.0.0.2"]


def test_segments_and_managed_section() -> None:
    document = read(WINDOWS)
    assert [(s.number, WINDOWS[s.label.start:s.label.end]) for s in document.segments] == [
        (1, "# Virtual ethernet segment 1"), (8, "# Virtual ethernet segment 8")]
    assert document.segment_at(WINDOWS.index("host VMnet1")) == document.segments[0]
    assert document.segment_at(0) is None
    text = '# operating on vmnet8.\n### Start of "DO NOT MODIFY SECTION" ###\nauthoritative;\n### End of "DO NOT MODIFY SECTION" ###\nx'
    fusion = read(text)
    assert fusion.managed is not None
    assert text[fusion.managed.end:] == "\nx"
    assert fusion.header is not None
    assert text[fusion.header.start:fusion.header.end] == "vmnet8"


def test_values_carry_their_places() -> None:
    text = 'option domain-name "my.lab";\noption routers 10.0.0.2, 10.0.0.3;'
    values = [v for s in read(text).walk() for v in s.values]
    assert [(v.text, text[v.start:v.end]) for v in values] == [
        ("my.lab", '"my.lab"'), ("10.0.0.2", "10.0.0.2"), ("10.0.0.3", "10.0.0.3")]


def test_text_hidden_by_a_comment_is_told() -> None:
    document = read("# one\rauthoritative;\r")
    assert document.swallowed is not None
    assert read("# one\r\nauthoritative;\r\n").swallowed is None


@pytest.mark.parametrize("opening", ["group {\n", "subnet 10.0.0.0 netmask 255.0.0.0 {\n", "{", "host a {\n", "x {"])
def test_deep_nesting(opening: str) -> None:
    document = read(opening * 100_000)
    assert document.fatal is not None
    assert joined(document) == document.source.text
    assert sum(1 for _ in document.walk()) <= 100_000


@pytest.mark.parametrize("junk", ["a ", ";", "}", '\\";\n', '";\n', "/*", "option ", "1.", "é", "-", "host 1 2\n", "max-lease-time 5\n"])
def test_junk_is_bounded(junk: str) -> None:
    document = read(junk * 20_000)
    assert len(document.problems) <= 1002
    assert joined(document) == document.source.text


WORDS = ["subnet ", "host a ", "group ", "option routers ", "10.0.0.1", "range ", "{", "}", ";", "\n", "#", '"', ",", "；", "/*", "*/", " ",
         "netmask ", "hardware ethernet ", "0:1:2:3:4:5", "\r", "# Virtual ethernet segment 8\n", "# End\n", "\\", "é", "-"]


@given(st.one_of(st.text(), st.lists(st.sampled_from(WORDS)).map("".join)))
def test_lossless_with_spans_in_bounds(text: str) -> None:
    document = parse(Source("x", text))
    assert joined(document) == text
    assert all(0 <= p.start <= p.end <= len(text) for p in document.problems)
    assert document.problems == sorted(document.problems, key=lambda p: p.start)
    for statement in document.walk():
        assert 0 <= statement.start < statement.key_end <= statement.end <= len(text)
        assert all(0 <= v.start < v.end <= len(text) for v in statement.values)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real files is not here")
def test_real_files_are_read() -> None:
    for path in sorted(CORPUS.iterdir()):
        document = parse(Source.decode(path.name, path.read_bytes()))
        assert joined(document) == document.source.text
        assert [p.reason for p in document.problems] == (["mac-malformed"] if "one-line-host" in path.name else [])
        bad = {document.source.position(p.start).line for p in document.pieces if p.kind == "unknown"}
        lines = [line for line in document.source.text.split("\n") if line.strip()]
        assert len(bad) <= 0.05 * len(lines), path.name
