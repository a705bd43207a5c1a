"""DHCP files as facts: which vmnet, what is handed out, what is a reservation (vmware-networking.md 3.1, 3.3)."""

from __future__ import annotations

import json
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from vmnetdoctor.assemble.declaration import NOTHING_DECLARED
from vmnetdoctor.assemble.declaration_file import declaration
from vmnetdoctor.assemble.dhcp import DhcpSegment, networks_of
from vmnetdoctor.formats.dhcp import parse
from vmnetdoctor.model.addr import ip_text
from vmnetdoctor.source import Source

SHARED = Path(__file__).parents[2].parent / "shared" / "corpus"


def subnet(third: int, body: str = "") -> str:
    return f"subnet 10.0.{third}.0 netmask 255.255.255.0 {{\n{body}\n}}\n"


def host(name: str, mac: str, address: str, more: str = "") -> str:
    return f"host {name} {{\n hardware ethernet {mac};\n fixed-address {address};\n{more}}}\n"


ADAPTER = host("VMnet8", "00:50:56:C0:00:08", "10.0.8.1", " option routers 0.0.0.0;\n")
GUEST = "00:0C:29:01:02:03"


def read(text: str, path: str = "vmnetdhcp.conf") -> list[DhcpSegment]:
    return networks_of(parse(Source(path, text)), path)


NAMES = {
    "segment comment": ("# Virtual ethernet segment 3\n" + subnet(8) + ADAPTER, "dhcpd.conf", ["VMnet3"]),
    "host block": (subnet(8) + ADAPTER, "etc/vmware/vmnet5/dhcpd/dhcpd.conf", ["VMnet8"]),
    "host block inside the subnet": (subnet(8, ADAPTER), "dhcpd.conf", ["VMnet8"]),
    "mac in hexadecimal": (subnet(8) + host("anything", "00:50:56:C0:00:13", "10.0.8.1"), "dhcpd.conf", ["VMnet19"]),
    "folder": (subnet(8), "etc/vmware/vmnet5/dhcpd/dhcpd.conf", ["VMnet5"]),
    "folder of Fusion": (subnet(8), "Library/Preferences/VMware Fusion/vmnet2/dhcpd.conf", ["VMnet2"]),
    "header": ("# vmnet-dhcpd operating on vmnet8.\n" + subnet(8), "dhcpd.conf", ["VMnet8"]),
    "nothing": (subnet(8), "dhcpd.conf", [None]),
    "two segments": ("# Virtual ethernet segment 1\n" + subnet(1) + "# End\n# Virtual ethernet segment 8\n" + subnet(8), "vmnetdhcp.conf",
                     ["VMnet1", "VMnet8"]),
}


@pytest.mark.parametrize(("text", "path", "names"), NAMES.values(), ids=NAMES)
def test_names(text: str, path: str, names: list[str | None]) -> None:
    assert [s.network.value for s in read(text, path)] == names


def test_what_is_handed_out() -> None:
    text = ("default-lease-time 1800;\nmax-lease-time 7200;\noption domain-name-servers 10.0.8.9;\n"
            + subnet(8, "range 10.0.8.128 10.0.8.254;\noption routers 10.0.8.3;\noption routers 10.0.8.2, 10.0.8.4;\n"
                        "option broadcast-address 10.0.8.255;\nmax-lease-time 9;"))
    dhcp = read(text)[0].dhcp
    assert str(dhcp.subnet.value) == "10.0.8.0/24"
    assert [p.text for p in dhcp.subnet.places] == ["10.0.8.0", "255.255.255.0"]
    assert [tuple(map(ip_text, r.value)) for r in dhcp.ranges if r.value] == [("10.0.8.128", "10.0.8.254")]
    assert [r.place.text for r in dhcp.routers if r.place] == ["10.0.8.2", "10.0.8.4"]
    assert [ip_text(d.value) for d in dhcp.dns if d.value is not None] == ["10.0.8.9"]
    assert (dhcp.default_lease.value, dhcp.max_lease.value) == (1800, 9)
    assert dhcp.broken.value is None


def test_illegal_values_keep_their_place() -> None:
    dhcp = read("subnet 10.0.8.0 netmask 255.0.255.0 {\nrange 10.0.8.300;\noption routers gate.example;\n}")[0].dhcp
    assert (dhcp.subnet.value, dhcp.subnet.reason) == (None, "mask-invalid")
    assert (dhcp.ranges[0].value, dhcp.ranges[0].places[0].text) == (None, "10.0.8.300")
    assert (dhcp.routers[0].value, dhcp.routers[0].places[0].text) == (None, "gate.example")


RESERVED = {
    "plain": (subnet(8) + ADAPTER + host("web", GUEST, "10.0.8.20"), [("web", "10.0.8.20", "VMnet8")]),
    "named like the adapter": (subnet(8) + ADAPTER + host("VMnet8", GUEST, "10.0.8.20"), [("VMnet8", "10.0.8.20", "VMnet8")]),
    "in no subnet": (subnet(8) + ADAPTER + host("web", GUEST, "10.9.9.9"), [("web", "10.9.9.9", "VMnet8")]),
    "inside a group": (subnet(8) + ADAPTER + "group {\n" + host("web", GUEST, "10.0.8.20") + "}\n", [("web", "10.0.8.20", "VMnet8")]),
    "written in a segment whose subnet does not hold it": (
        "# Virtual ethernet segment 1\n" + subnet(1) + host("web", GUEST, "10.0.8.20") + "# End\n"
        "# Virtual ethernet segment 8\n" + subnet(8) + "# End\n", [("web", "10.0.8.20", "VMnet1")]),
    "behind the segments": (
        "# Virtual ethernet segment 1\n" + subnet(1) + "# End\n# Virtual ethernet segment 8\n" + subnet(8) + "# End\n"
        + host("web", GUEST, "10.0.1.20"), [("web", "10.0.1.20", "VMnet1")]),
    "without a subnet": (host("web", GUEST, "10.0.8.20"), [("web", "10.0.8.20", None)]),
    "two addresses": (subnet(8) + ADAPTER + host("web", GUEST, "10.0.8.20, 10.0.8.21"),
                      [("web", "10.0.8.20", "VMnet8"), ("web", "10.0.8.21", "VMnet8")]),
}


@pytest.mark.parametrize(("text", "expected"), RESERVED.values(), ids=RESERVED)
def test_reservations(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    found = [r for s in read(text) for r in s.dhcp.reservations]
    assert [(r.name, r.address_text.value, r.segment) for r in found] == expected
    assert {r.mac.value for r in found} == {GUEST.lower()}


def test_host_adapter_is_no_reservation() -> None:
    segment = read(subnet(8) + ADAPTER)[0]
    assert segment.host_adapter.value is not None
    assert (ip_text(segment.host_adapter.value), segment.host_adapter.places[0].text) == ("10.0.8.1", "10.0.8.1")
    assert segment.dhcp.reservations == ()


MACS = {
    "colons": ("00:0C:29:01:02:03", "00:0c:29:01:02:03"), "single digits": ("0:c:29:1:2:3", "00:0c:29:01:02:03"),
    "five bytes": ("00:0c:29:01:02", None), "no separators": ("000c29010203", None), "dashes": ("00-0c-29-01-02-03", None),
}


@pytest.mark.parametrize(("text", "normal"), MACS.values(), ids=MACS)
def test_macs(text: str, normal: str | None) -> None:
    reservation = read(subnet(8) + host("web", text, "10.0.8.20"))[0].dhcp.reservations[0]
    assert (reservation.mac_text.value, reservation.mac_text.places[0].text) == (text, text)
    assert reservation.mac.value == normal


def test_an_error_breaks_every_segment() -> None:
    text = "# Virtual ethernet segment 1\n" + subnet(1, "range 10.0.1.5") + "# Virtual ethernet segment 8\n" + subnet(8)
    assert [(s.network.value, s.dhcp.broken.value) for s in read(text)] == [("VMnet1", "missing-semicolon"), ("VMnet8", "missing-semicolon")]


def test_many_nested_blocks() -> None:
    nested = read("option routers 10.0.8.2;\n" + "group {\n" * 20_000 + subnet(8) + "}\n" * 20_000)
    assert [[ip_text(r.value) for r in s.dhcp.routers if r.value is not None] for s in nested] == [["10.0.8.2"]]
    assert sum(len(s.dhcp.reservations) for s in read(subnet(8) + host("a", GUEST, "10.0.8.20") * 5_000)) == 5_000


def labelled() -> list[tuple[str, Any]]:
    path = SHARED / "expected" / "labelled-real-files.json"
    if not path.is_file():
        return []
    return [(key, value) for key, value in json.loads(path.read_text(encoding="utf-8")).items() if key.startswith("dhcp/")]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the corpus of real files is not here")
def test_labelled_real_files() -> None:
    assert labelled()
    for key, want in labelled():
        segments = read((SHARED / key).read_text(encoding="utf-8"), key)
        for row in want.get("subnets", ()):
            dhcp = next(s.dhcp for s in segments if str(s.dhcp.subnet.value) == str(ip_network(row["network"])))
            assert [[ip_text(a) for a in r.value] for r in dhcp.ranges if r.value] == [row["range"]]
            assert [ip_text(r.value) for r in dhcp.routers if r.value is not None] == row["routers"]
            assert [ip_text(d.value) for d in dhcp.dns if d.value is not None] == row["dns"]
        blocks = sum(len(s.dhcp.reservations) + s.host_adapter.known for s in segments)
        hosts = want.get("hosts", blocks)
        assert blocks == (hosts if isinstance(hosts, int) else len(hosts))


def test_declared_facts() -> None:
    text = ("host: {os: linux, adapters: [{name: wlp3s0, addresses: [192.168.1.5/24], gateway: 192.168.1.1}, {name: eth0, up: false}]}\n"
            "bridges: {vmnet0: eth0}\nguests: {Web: {os: CentOS6, files: [a]}}\nexpect: [{from: Web, to: lan, verdict: reachable}]\n")
    declared = declaration(Source("vmnetdoctor.yaml", text))
    first, second = declared.adapters
    assert (declared.os.value, first.kind, str(first.addresses[0].value), second.up.value) == (
        "linux", "wireless", "192.168.1.5/24", False)
    assert second.bridged_by == "VMnet0"
    assert declared.bridges["VMnet0"].places[0].text == "eth0"
    assert (declared.guests["Web"].os.value, declared.guests["Web"].files) == ("centos6", ("a",))
    assert declared.expectations[0].place.text == "{from: Web, to: lan, verdict: reachable}"
    assert NOTHING_DECLARED.os.value is None
