"""route-X in both formats, rule-X and static-routes (guest-ifcfg.md 7)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmnetdoctor.formats import routes
from vmnetdoctor.formats.ifcfg import IfcfgFile
from vmnetdoctor.formats.syntax import joined
from vmnetdoctor.source import Source


def one(line: str) -> routes.Route:
    document = routes.parse(Source("route-eth0", f"# c\n\n{line}\n"))
    assert len(document.routes) == 1
    return document.routes[0]


def fields(route: routes.Route) -> dict[str, str | None]:
    return {name: entry.value for name, entry in route.fields.items()}


@pytest.mark.parametrize(("line", "expected"), [
    pytest.param("10.7.0.0/16 via 192.168.10.2 dev eth0 metric 5",
                 {"to": "10.7.0.0/16", "via": "192.168.10.2", "dev": "eth0", "metric": "5"}, id="usual"),
    pytest.param("default via 192.168.10.2", {"to": "default", "via": "192.168.10.2"}, id="default"),
    pytest.param("  10.7.0.0/16\tvia 192.168.10.2 ", {"to": "10.7.0.0/16", "via": "192.168.10.2"}, id="blanks"),
    pytest.param("via 8.8.8.8 to 32.42.52.62", {"via": "8.8.8.8", "to": "32.42.52.62"}, id="to-last"),
    pytest.param("10.7.0.0/16 dev eth0", {"to": "10.7.0.0/16", "dev": "eth0"}, id="on-link"),
    pytest.param("10/8 via 1.2.3.4", {"to": "10/8", "via": "1.2.3.4"}, id="short"),
    pytest.param("10.0.0.0/255.0.0.0 via 1.2.3.4", {"to": "10.0.0.0/255.0.0.0", "via": "1.2.3.4"}, id="mask-in-dots"),
    pytest.param("10.7.0.0/16 via 1.2.3.4 onlink table 7", {"to": "10.7.0.0/16", "via": "1.2.3.4", "onlink": "onlink", "table": "7"},
                 id="flag"),
    pytest.param("10.7.0.0/16 via 1.2.3.4 preference 7", {"to": "10.7.0.0/16", "via": "1.2.3.4", "metric": "7"}, id="other-word"),
    pytest.param("2001:db8::/32 via fe80::1 dev eth0", {"to": "2001:db8::/32", "via": "fe80::1", "dev": "eth0"}, id="ipv6"),
])
def test_old_line(line: str, expected: dict[str, str]) -> None:
    route = one(line)
    assert fields(route) == expected
    assert route.problems == []
    assert (route.destination and route.destination.value_place.text) == expected["to"]


def test_type_word() -> None:
    route = one("blackhole 10.7.0.0/16")
    assert (route.kind, fields(route)) == ("blackhole", {"to": "10.7.0.0/16"})
    assert one("10.7.0.0/16 via 1.2.3.4").kind == "unicast"


@pytest.mark.parametrize(("line", "reason", "place"), [
    pytest.param("10.7.0.0/16 via", "option-without-value", "via", id="no-value"),
    pytest.param("10.7.0.0/16 via 1.1.1.1 via 2.2.2.2", "option-repeated", "via", id="repeated"),
    pytest.param("10.7.0.0/16 gw 1.1.1.1", "option-unknown", "gw", id="unknown-option"),
    pytest.param("10.7.0.0/16 via 1.1.1.1 # c", "trailing-comment", "#", id="comment-behind"),
    pytest.param("via 1.1.1.1", "destination-missing", "via", id="no-destination"),
    pytest.param("ip route add 10.7.0.0/16 via 1.1.1.1", "command-in-file", "ip", id="whole-command"),
    pytest.param("any net 10.0.0.0 netmask 255.0.0.0 gw 1.1.1.1", "command-in-file", "any", id="line-of-static-routes"),
    pytest.param("10.7.0.0/33 via 1.1.1.1", "address-unreadable", "10.7.0.0/33", id="prefix-too-long"),
    pytest.param("10.7.0.256 via 1.1.1.1", "address-unreadable", "10.7.0.256", id="octet"),
    pytest.param("10.7.0.0/16 via 1.1.1", "address-unreadable", "1.1.1", id="three-octets"),
    pytest.param("10。7.0.0/16 via 1.1.1.1", "address-unreadable", "10。7.0.0/16", id="full-width"),
    pytest.param("10.7.0.0/16 via 1.1.1.1 metric x", "number-unreadable", "x", id="metric"),
])
def test_unreadable_line_is_a_problem_of_its_route_alone(line: str, reason: str, place: str) -> None:
    document = routes.parse(Source("route-eth0", f"10.8.0.0/16 via 1.1.1.1\n{line}\n10.9.0.0/16 via 1.1.1.1\n"))
    text = document.source.text
    assert [(p.reason, text[p.start:p.end]) for p in document.problems] == [(reason, place)]
    assert [len(route.problems) for route in document.routes] == [0, 1, 0]
    assert [text[p.start:p.end] for p in document.pieces if p.kind == "unknown"] == [line]


def test_line_ends_and_byte_order_mark() -> None:
    document = routes.parse(Source.decode("route-eth0", b"\xef\xbb\xbf10.8.0.0/16 via 1.1.1.1\r\n\r\n#c\r\n"))
    assert [p.reason for p in document.problems] == ["byte-order-mark", "carriage-return"]
    assert fields(document.routes[0]) == {"to": "10.8.0.0/16", "via": "1.1.1.1"}


NEW = "ADDRESS0=10.7.0.0\nNETMASK0=255.255.0.0\nGATEWAY0=192.168.10.2\nADDRESS1=10.8.0.0\nMETRIC1='3'\nADDRESS3=10.9.0.0\n"


def test_new_style() -> None:
    source = Source("route-eth0", NEW)
    document = routes.parse(source)
    assert (document.style, document.routes) == ("new", [])
    found = routes.numbered(IfcfgFile(source).shell)
    assert [(r.index, fields(r)) for r in found] == [
        (0, {"to": "10.7.0.0", "netmask": "255.255.0.0", "via": "192.168.10.2"}),
        (1, {"to": "10.8.0.0", "metric": "3"}), (3, {"to": "10.9.0.0"})]
    assert [r.index for r in routes.leading(found)] == [0, 1]
    assert source.text[found[0].start:found[0].end] == NEW[:NEW.index("\nADDRESS1")]
    assert (found[0].via and found[0].via.value_place.text) == "192.168.10.2"
    assert joined(document) == NEW


def test_new_style_without_destination() -> None:
    found = routes.numbered(IfcfgFile(Source("route-eth0", "GATEWAY0=1.1.1.1\nADDRESS1=1.1.1.0\nADDRESS01=x\n")).shell)
    assert [[p.reason for p in r.problems] for r in found] == [["destination-missing"], []]
    assert routes.leading(found) == []


@pytest.mark.parametrize(("text", "style"), [
    pytest.param("10.0.0.0/8 via 1.1.1.1\nADDRESS0=1.1.1.0\n", "new", id="any-line-decides"),
    pytest.param("# ADDRESS0=1.1.1.0\n", "old", id="comment"),
    pytest.param("ADDRESS=1.1.1.0\n", "old", id="no-number"),
    pytest.param("", "old", id="empty"),
])
def test_style(text: str, style: str) -> None:
    assert routes.style_of(text) == style


def test_rules() -> None:
    document = routes.parse_rules(Source("rule-eth0", "from 10.0.0.0/8 table 7 pref 100\n# c\niif eth0 lookup main\nfrom x foo\n"))
    assert [fields(r) for r in document.routes] == [
        {"from": "10.0.0.0/8", "table": "7", "priority": "100"}, {"iif": "eth0", "table": "main"}, {"from": "x"}]
    assert [p.reason for p in document.problems] == ["address-unreadable", "option-unknown"]
    assert joined(document) == document.source.text


def test_static_routes() -> None:
    document = routes.parse_static_routes(Source("static-routes", "any net 10.0.0.0 netmask 255.0.0.0 gw 1.1.1.1\neth0 host 1.2.3.4\nany\n"))
    assert [fields(r) for r in document.routes] == [
        {"to": "10.0.0.0", "netmask": "255.0.0.0", "via": "1.1.1.1"}, {"dev": "eth0", "to": "1.2.3.4"}, {}]
    assert [p.reason for p in document.problems] == ["destination-missing"]


_WORDS = st.sampled_from(["10.0.0.0/8", "via", "1.1.1.1", "dev", "eth0", " ", "\n", "#", "\r\n", "default", "metric", "ADDRESS0=", "x", "\t"])


@given(st.lists(_WORDS, max_size=20).map(" ".join) | st.text(alphabet="1./: via\n\r\t#ADRES0=", max_size=50))
@settings(max_examples=200, deadline=None)
def test_any_text_is_kept(text: str) -> None:
    for read in (routes.parse, routes.parse_rules, routes.parse_static_routes):
        document = read(Source("route-eth0", text))
        assert joined(document) == text
        assert all(0 <= p.start <= p.end <= len(text) for p in document.problems)
        for route in document.routes:
            assert all(text[e.value_start:e.value_end] == e.value for e in route.fields.values())
