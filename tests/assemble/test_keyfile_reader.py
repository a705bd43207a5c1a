"""Keyfiles as NetworkManager 1.42 read them (guest-ifcfg.md section 8, measured.md; the verdicts were asked of `nmcli --offline`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vmnetdoctor.assemble.readers import keyfile
from vmnetdoctor.assemble.release import Release
from vmnetdoctor.formats.keyfile import parse
from vmnetdoctor.model.addr import ip_text
from vmnetdoctor.source import Source

if TYPE_CHECKING:
    from vmnetdoctor.model.guest import Reading, Remark

HEAD = "[connection]\nid=ens160\nuuid=7e0c9f5d-5f4e-3f0a-8d2b-1c6f0b9a4e55\ntype=ethernet\ninterface-name=ens160\n"


def read(ipv4: str, head: str = HEAD) -> Reading:
    return keyfile.read(parse(Source("ens160.nmconnection", head + ipv4)), Release("rhel", 9))


def manual(body: str) -> Reading:
    return read("[ipv4]\nmethod=manual\n" + body)


def addresses(reading: Reading) -> list[str]:
    return [str(a.value) for a in reading.addresses]


def gateway(reading: Reading) -> str | None:
    return None if reading.gateway.value is None else ip_text(reading.gateway.value)


def remark(reading: Reading, code: str) -> Remark:
    found = [m for m in reading.remarks if m.code == code]
    assert len(found) == 1, [m.code for m in reading.remarks]
    return found[0]


def test_example_of_the_sheet_is_silent() -> None:
    reading = manual("address1=192.168.10.5/24,192.168.10.2\ndns=192.168.10.2;\n")
    assert (addresses(reading), gateway(reading), [d.value for d in reading.dns]) == (["192.168.10.5/24"], "192.168.10.2", ["192.168.10.2"])
    assert reading.remarks == ()
    assert reading.gateway.place is not None
    assert reading.gateway.place.text == "192.168.10.2"


@pytest.mark.parametrize(("ipv4", "method"), [
    ("", "dhcp"), ("[ipv4]\nmethod=auto\n", "dhcp"), ("[ipv4]\nmethod=disabled\n", "disabled"), ("[ipv4]\nmethod=link-local\n", "link-local"),
    ("[ipv4]\nmethod=shared\naddress1=10.0.0.5/24\n", "shared"), ("[ipv4]\nmethod = auto\n", "dhcp"), ("[ipv4]\nmethod=dhcp\n", "rejected"),
    ("[ipv4]\nmethod=AUTO\n", "rejected"), ("[ipv4]\n", "rejected"), ("[ipv4]\naddress1=10.0.0.5/24\n", "rejected"),
    ("[ipv4]\nmethod=auto # x\n", "rejected"), ("[ipv4]\nmethod=disabled\naddress1=10.0.0.5/24\n", "rejected"),
    ("[ipv4]\nmethod=link-local\naddress1=10.0.0.5/24\n", "rejected"), ("[ipv4]\nmethod=manual\n", "rejected"),
])
def test_method(ipv4: str, method: str) -> None:
    assert read(ipv4).method.value == method


@pytest.mark.parametrize(("body", "expected"), [
    pytest.param("address1=10.0.0.5\n", ["10.0.0.5/24"], id="no prefix"),
    pytest.param("address1=10.0.0.5/33\n", ["10.0.0.5/24"], id="prefix too long"),
    pytest.param("address1=10.0.0.5/0\n", ["10.0.0.5/0"], id="prefix 0"),
    pytest.param("address1=10.0.0.300/24\n", [], id="octet over 255"),
    pytest.param("address1=10.0.0.05/24\n", [], id="leading zero"),
    pytest.param("address1=10.0.0.5/255.255.255.0\n", [], id="mask for prefix"),
    pytest.param("address1=10.0.0.5/abc\n", [], id="word for prefix"),
    pytest.param("address1=10.0.0.300/24\naddress2=10.0.0.5/24\n", ["10.0.0.5/24"], id="a bad one beside a good one"),
    pytest.param("address1=10.0.0.5/24,foo\n", [], id="bad gateway behind it"),
    pytest.param("address1=10.0.0.5/24 , 10.0.0.1\n", [], id="blanks"),
    pytest.param("address2=10.0.0.6/24\naddress1=10.0.0.5/24\n", ["10.0.0.5/24", "10.0.0.6/24"], id="by number"),
    pytest.param("address0=10.0.0.5/24\naddress=10.0.0.4/24\n", ["10.0.0.4/24", "10.0.0.5/24"], id="unnumbered first"),
    pytest.param("addresses=10.0.0.5/24,10.0.0.1\n", ["10.0.0.5/24"], id="addresses"),
    pytest.param("addresses=10.0.0.5/24;10.0.0.6/24\n", [], id="addresses is no list"),
    pytest.param("address1=10.0.0.5/24\naddress1=10.0.0.6/24\n", ["10.0.0.6/24"], id="last duplicate wins"),
    pytest.param("address1=10.0.0.5;24;10.0.0.1\n", ["10.0.0.5/24"], id="other separators"),
])
def test_addresses(body: str, expected: list[str]) -> None:
    reading = manual(body)
    assert (addresses(reading), reading.rejected) == (expected, not expected)


@pytest.mark.parametrize(("body", "code", "effect"), [
    ("address1=10.0.0.5\n", "mask-missing", None), ("address1=10.0.0.5/33\n", "mask-invalid", "read-as"),
    ("address1=10.0.0.5/255.255.255.0\n", "mask-invalid", "rejected"), ("address1=10.0.0.300/24\n", "address-invalid", "dropped"),
    ("address1=10.0.0.5/24\ndns=foo;\n", "address-invalid", "dropped"), ("address1=10.0.0.5/24\ngateway=foo\n", "address-invalid", "rejected"),
    ("address1=10.0.0.5/24\naddress1=10.0.0.6/24\n", "duplicate-key", None), ("address1=10.0.0.5/24\nDNS=1.1.1.1\n", "key-misspelt", None),
    ("address1=10.0.0.5/24\nadress2=10.0.0.6/24\n", "key-misspelt", None), ("address1=10.0.0.5/24,10.9.0.1\n", "gateway-outside-subnet", "on-link"),
    ("address1=10.0.0.5/24,10.0.0.1\nnever-default=true\n", "default-route-off", None),
    ("address1=10.0.0.5/24\nnever-default=yes\n", "value-invalid", "default"), ("address1=10.0.0.5/24\nroute1=foo/8\n", "route-entry-invalid", "dropped"),
])
def test_remarks(body: str, code: str, effect: str | None) -> None:
    assert remark(manual(body), code).values.get("effect") == effect


@pytest.mark.parametrize(("body", "expected"), [
    pytest.param("address1=10.0.0.5/24,10.0.0.1\ngateway=10.0.0.2\n", "10.0.0.2", id="explicit key wins"),
    pytest.param("address1=10.0.0.5/24\naddress2=10.0.0.6/24,10.0.0.9\n", "10.0.0.9", id="of the second address"),
    pytest.param("address1=10.0.0.5/24,0.0.0.0\n", None, id="0.0.0.0 is none"),
    pytest.param("address1=10.0.0.5/24,10.0.0.1\nnever-default=true\n", None, id="never-default"),
    pytest.param("address1=10.0.0.5/24\nroute1=0.0.0.0/0,10.0.0.1,50\n", "10.0.0.1", id="default route"),
    pytest.param("address1=10.0.0.5/24,10.0.0.9\nroute1=0.0.0.0/0,10.0.0.1,50\n", "10.0.0.1", id="lower metric wins"),
    pytest.param("address1=10.0.0.5/24,10.0.0.9\nroute1=0.0.0.0/0,10.0.0.1,500\n", "10.0.0.9", id="higher metric loses"),
])
def test_gateway(body: str, expected: str | None) -> None:
    assert gateway(manual(body)) == expected


def test_gateway_needs_an_address() -> None:
    assert read("[ipv4]\nmethod=auto\ngateway=10.0.0.2\n").rejected


def test_static_parts_beside_auto() -> None:
    reading = read("[ipv4]\nmethod=auto\naddress1=10.0.0.5/24,10.0.0.1\nignore-auto-dns=true\n")
    assert (reading.method.value, addresses(reading), gateway(reading)) == ("dhcp", ["10.0.0.5/24"], "10.0.0.1")
    assert (reading.lease_router, reading.lease_dns) == (False, False)


def test_shared_takes_one_address() -> None:
    assert addresses(read("[ipv4]\nmethod=shared\naddress1=10.0.0.5/24\naddress2=10.0.0.6/24\n")) == ["10.0.0.5/24"]


@pytest.mark.parametrize(("text", "expected"), [("1.1.1.1;8.8.8.8;", ["1.1.1.1", "8.8.8.8"]), ("foo;1.1.1.1;", ["1.1.1.1"]), ("1.1.1.1,8.8.8.8", []),
                                                ("1.1.1.1 8.8.8.8", []), ("1.1.1.1; 8.8.8.8;", ["1.1.1.1"]), ("fd00::1;1.1.1.1#a;", ["1.1.1.1"])])
def test_resolvers(text: str, expected: list[str]) -> None:
    assert [d.value for d in read(f"[ipv4]\nmethod=auto\ndns={text}\n").dns] == expected


@pytest.mark.parametrize(("body", "expected"), [
    ("route1=10.9.0.0/16\n", [("10.9.0.0/16", None, None)]), ("route1=10.8.0.1/16,10.0.0.9,7\n", [("10.8.0.0/16", "10.0.0.9", 7)]),
    ("route1=10.7.0.0/16,0.0.0.0\n", [("10.7.0.0/16", None, None)]), ("route1=10.9.0.0,10.0.0.1\n", [("10.9.0.0/24", "10.0.0.1", None)]),
    ("route1=foo/8,10.0.0.1\n", []),
])
def test_routes(body: str, expected: list[tuple[str, str | None, int | None]]) -> None:
    found = manual("address1=10.0.0.5/24\n" + body).routes
    assert [(str(r.to), ip_text(r.via) if r.via is not None else None, r.metric) for r in found] == expected


@pytest.mark.parametrize(("word", "starts"), [("false", False), ("0", False), ("true", True), ("1", True), ("no", True), ("off", True), ("FALSE", True)])
def test_autoconnect(word: str, starts: bool) -> None:
    assert read("", HEAD + f"autoconnect={word}\n").starts.value is starts


@pytest.mark.parametrize(("head", "rejected"), [
    pytest.param("[connection]\nid=a\ntype=ethernet\nuuid=foo\n", True, id="bad uuid"),
    pytest.param("[connection]\nid=a\ntype=ethernet\n", False, id="no uuid"),
    pytest.param(HEAD.replace("=ens160\n", "=a/b\n"), True, id="bad interface name"),
    pytest.param(HEAD + "nonsense\n", True, id="a line GLib cannot read"),
    pytest.param(HEAD.replace("\n", "\r\n"), False, id="CRLF"),
])
def test_whole_file(head: str, rejected: bool) -> None:
    assert read("[ipv4]\nmethod=auto\n", head).rejected is rejected


@pytest.mark.parametrize(("section", "text", "expected"), [("ethernet", "00:0C:29:AA:BB:CC", "00:0c:29:aa:bb:cc"), ("ethernet", "00-0c-29-aa-bb-cc", "00:0c:29:aa:bb:cc"),
                                                           ("802-3-ethernet", "00:0c:29:aa:bb:cc", "00:0c:29:aa:bb:cc"), ("ethernet", "zz", None)])
def test_card(section: str, text: str, expected: str | None) -> None:
    document = parse(Source("x", f"{HEAD}[{section}]\nmac-address={text}\n"))
    assert keyfile.card_of(document).value == expected
    assert not keyfile.read(document, Release()).rejected


def test_ports_have_no_addressing() -> None:
    reading = read("[ipv4]\nmethod=manual\naddress1=10.0.0.5/24\n", HEAD + "master=bond0\nslave-type=bond\n")
    assert (reading.method.value, addresses(reading)) == ("disabled", [])


def test_ipv6_only_where_it_is_stated() -> None:
    assert read("[ipv6]\nmethod=auto\naddr-gen-mode=eui64\n").ipv6 is None
    ipv6 = read("[ipv6]\nmethod=manual\naddress1=fd00::5/64,fd00::1\ndns=fd00::1;\n").ipv6
    assert ipv6 == {"method": "static", "addresses": ["fd00::5/64"], "gateway": "fd00::1", "dns": ["fd00::1"]}
