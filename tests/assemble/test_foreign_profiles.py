"""Profiles of guests that are not CentOS: netplan, Debian's interfaces, networkd (guest-ifcfg.md section 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmnetdoctor.assemble.foreign_profiles import foreign_profiles
from vmnetdoctor.formats import ifupdown, netplan, systemd_conf
from vmnetdoctor.formats.syntax import joined
from vmnetdoctor.model.addr import ip_text
from vmnetdoctor.source import Source

if TYPE_CHECKING:
    from vmnetdoctor.model.guest import Profile, Reading


def profiles(kind: str, *files: tuple[str, str]) -> list[Profile]:
    return foreign_profiles([(kind, Source(path, text)) for path, text in files])


def plan(*texts: str) -> list[Profile]:
    return profiles("netplan", *((f"etc/netplan/{number:02}.yaml", text) for number, text in enumerate(texts)))


def debian(text: str) -> list[Profile]:
    return profiles("ifupdown", ("etc/network/interfaces", text))


def unit(text: str) -> Reading:
    profile, = profiles("networkd", ("etc/systemd/network/10-a.network", text))
    return profile.reading("networkd")


def only(made: list[Profile]) -> Reading:
    profile, = made
    return profile.reading(profile.readers[0])


def gist(reading: Reading) -> tuple[str | None, list[str], str | None, list[str | None]]:
    gateway = None if reading.gateway.value is None else ip_text(reading.gateway.value)
    return reading.method.value, [str(a.value) for a in reading.addresses], gateway, [d.value for d in reading.dns]


def codes(reading: Reading) -> list[str]:
    return [remark.code for remark in reading.remarks]


ETHERNET = "network:\n  version: 2\n  ethernets:\n    ens33:\n"


@pytest.mark.parametrize(("body", "expected"), [
    pytest.param("      dhcp4: true\n", ("dhcp", [], None, []), id="dhcp"),
    pytest.param("      dhcp4: yes\n      addresses: [10.0.0.9/24]\n", ("dhcp", ["10.0.0.9/24"], None, []), id="dhcp-and-static"),
    pytest.param("      dhcp4: no\n      addresses: [10.0.0.9/24]\n      gateway4: 10.0.0.2\n      nameservers: {addresses: [10.0.0.2, '1.1.1.1']}\n",
                 ("static", ["10.0.0.9/24"], "10.0.0.2", ["10.0.0.2", "1.1.1.1"]), id="gateway4"),
    pytest.param("      addresses:\n      - 10.0.0.9/24:\n          label: ens33:1\n      routes:\n      - {to: default, via: 10.0.0.2, metric: 100}\n"
                 "      - {to: 0.0.0.0/0, via: 10.0.0.3}\n", ("static", ["10.0.0.9/24"], "10.0.0.3", []), id="lowest-metric"),
    pytest.param("      addresses: [10.0.0.9/24]\n      routes:\n      - {to: default, via: 10.9.0.1, on-link: true}\n",
                 ("static", ["10.0.0.9/24"], "10.9.0.1", []), id="on-link"),
    pytest.param("      addresses: [10.0.0.9/24]\n      gateway4: 10.9.0.1\n", ("static", ["10.0.0.9/24"], None, []), id="off-subnet"),
    pytest.param("      link-local: [ipv4]\n", ("link-local", [], None, []), id="link-local"),
    pytest.param("      dhcp6: true\n", ("disabled", [], None, []), id="nothing-for-ipv4"),
    pytest.param("      addresses: [10.0.0.9]\n", ("rejected", [], None, []), id="no-prefix"),
    pytest.param("      addresses: [10.0.0.9/24]\n      gateway4: 10.0.0\n", ("rejected", [], None, []), id="bad-gateway"),
    pytest.param("      addresses: ['fd00::9/64', 10.0.0.9/24]\n", ("static", ["10.0.0.9/24"], None, []), id="ipv6-beside"),
])
def test_netplan(body: str, expected: object) -> None:
    assert netplan.recognise(ETHERNET + body)
    reading = only(plan(ETHERNET + body))
    assert gist(reading) == expected
    if reading.gateway.place is not None and reading.gateway.value is not None:
        assert reading.gateway.place.text == ip_text(reading.gateway.value)


def test_netplan_of_networkmanager_takes_a_gateway_off_the_subnet_as_on_link() -> None:
    reading = only(plan("network:\n  renderer: NetworkManager\n  ethernets:\n    a:\n      addresses: [10.0.0.9/24]\n      gateway4: 10.9.0.1\n"))
    assert (gist(reading)[2], reading.gateway_on_link) == ("10.9.0.1", True)


def test_netplan_match() -> None:
    mac = ETHERNET.replace("ens33", "any") + "      match: {macaddress: 52:54:00:12:34:56}\n      set-name: lan0\n"
    glob = ETHERNET.replace("ens33", "any") + "      match: {name: 'en*'}\n"
    first, = plan(mac)
    second, = plan(glob)
    assert (first.device.value, first.mac.value, first.in_force) == ("lan0", "52:54:00:12:34:56", "netplan")
    assert (second.device.value, second.mac.value) == (None, None)


def test_later_netplan_file_changes_what_an_earlier_one_says() -> None:
    made = plan(ETHERNET + "      dhcp4: true\n", ETHERNET + "      dhcp4: false\n      addresses: [10.0.0.9/24]\n")
    assert gist(only(made))[:2] == ("static", ["10.0.0.9/24"])


@pytest.mark.parametrize("bad", [
    pytest.param("network:\n  ethernets:\n\tens33: {dhcp4: true}\n", id="tab"),
    pytest.param("network:\n  ethernets:\n    ens33:\n      addresses: [10.0.0.9/24\n", id="open-bracket"),
    pytest.param("network: " + "[" * 200 + "\n", id="deep"),
    pytest.param("a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 10)}]\n" for i in range(8)),
                 id="alias-bomb"),
])
def test_one_bad_netplan_file_stops_all(bad: str) -> None:
    made = plan(ETHERNET + "      dhcp4: true\n", bad)
    assert {p.reading("netplan").method.value for p in made} == {"rejected"}
    assert [c for p in made for c in codes(p.reading("netplan"))] == ["profile-syntax"]


def test_netplan_ports_of_a_bridge_and_backups() -> None:
    text = ("network:\n  ethernets:\n    ens33: {}\n  bridges:\n    br0:\n      interfaces: [ens33]\n      addresses: [10.0.0.9/24]\n")
    made = plan(text)
    assert [(p.device.value, p.slave) for p in made] == [("ens33", True), ("br0", False)]
    backup = profiles("netplan", ("etc/netplan/a.yaml", text), ("etc/netplan/a.yaml.bak", ETHERNET + "      dhcp4: true\n"))
    assert [p.in_force for p in backup] == ["netplan", "netplan", "none"]


def test_other_yaml_is_no_netplan() -> None:
    assert not any(map(netplan.recognise, ("version: '3'\nnetworks:\n  a: {}\n", "network: {config: disabled}\n", "guests: {a: {os: centos7}}\n",
                                           "network:\n  version: 1\n  config:\n  - type: physical\n    name: a\n")))


STATIC = "auto eth0\niface eth0 inet static\n\taddress 10.0.0.9\n"


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("auto eth0\niface eth0 inet dhcp\n", ("dhcp", [], None, []), id="dhcp"),
    pytest.param(STATIC + "\tnetmask 255.255.255.0\n\tgateway 10.0.0.2\n\tdns-nameservers 10.0.0.2 1.1.1.1\n",
                 ("static", ["10.0.0.9/24"], "10.0.0.2", ["10.0.0.2", "1.1.1.1"]), id="static"),
    pytest.param(STATIC.replace("10.0.0.9", "10.0.0.9/22"), ("static", ["10.0.0.9/22"], None, []), id="prefix"),
    pytest.param(STATIC + "\tnetmask 24\n", ("static", ["10.0.0.9/24"], None, []), id="netmask-as-length"),
    pytest.param(STATIC, ("static", ["10.0.0.9/8"], None, []), id="classful"),
    pytest.param(STATIC + "\tnetmask 255.255.255.0\n\tup route add default gw 10.0.0.2\n", ("static", ["10.0.0.9/24"], "10.0.0.2", []), id="up-route"),
    pytest.param(STATIC + "\tnetmask 255.255.255.0\n\tgateway 10.9.0.2\n", ("static", ["10.0.0.9/24"], None, []), id="off-subnet"),
    pytest.param("auto eth0\niface eth0 inet manual\n", ("disabled", [], None, []), id="manual"),
    pytest.param("auto eth0\niface eth0 inet static\n\tgateway 10.0.0.2\n", ("rejected", [], None, []), id="no-address"),
    pytest.param("auto eth0\niface eth0 inet dchp\n", ("rejected", [], None, []), id="bad-method"),
    pytest.param("auto eth0\niface eth0 inet dhcp\niface eth0 inet static\n address 10.0.0.9/24\n", ("dhcp", ["10.0.0.9/24"], None, []), id="added-up"),
    pytest.param("auto eth0\niface eth0 inet static\n# c\n address \\\n  10.0.0.9/24\n", ("static", ["10.0.0.9/24"], None, []), id="continued"),
])
def test_ifupdown(text: str, expected: object) -> None:
    assert ifupdown.recognise(text)
    assert gist(only(debian("auto lo\niface lo inet loopback\n" + text))) == expected


def test_ifupdown_starts_what_auto_or_allow_hotplug_names() -> None:
    made = debian("allow-hotplug eth0\niface eth0 inet dhcp\niface eth1 inet dhcp\n")
    assert [p.reading("ifupdown").starts.value for p in made] == [True, False]


def test_ifupdown_routes_bridge_and_sources() -> None:
    made = debian("iface ens33 inet manual\nauto vmbr0\niface vmbr0 inet static\n address 10.0.0.9/24\n bridge_ports ens33\n"
                  " post-up ip route add 10.7.0.0/16 via 10.0.0.3 || true\n")
    assert [(p.device.value, p.slave) for p in made] == [("ens33", True), ("vmbr0", False)]
    assert [(str(r.to), r.via and ip_text(r.via)) for r in made[1].reading("ifupdown").routes] == [("10.7.0.0/16", "10.0.0.3")]
    part = ("etc/network/interfaces.d/eth0.cfg", "auto eth0\niface eth0 inet dhcp\n")
    for line, in_force in (("source /etc/network/interfaces.d/*\n", "ifupdown"), ("source-directory /etc/network/interfaces.d\n", "none"),
                           ("auto lo\niface lo inet loopback\n", "none")):
        assert [p.in_force for p in profiles("ifupdown", ("etc/network/interfaces", line), part)] == [in_force]


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("[Match]\nName=e*\n[Network]\nDHCP=yes\n", ("dhcp", [], None, []), id="dhcp"),
    pytest.param("[Match]\nName=eth0\n\n[Network]\nAddress=10.0.0.9/24\nGateway=10.0.0.2\nDNS=10.0.0.2 1.1.1.1#one\n",
                 ("static", ["10.0.0.9/24"], "10.0.0.2", ["10.0.0.2", "1.1.1.1"]), id="static"),
    pytest.param("[Match]\nName=eth0\n[Address]\nAddress=10.0.0.9/24\n[Address]\nAddress=10.0.0.10/24\n[Route]\nGateway=10.0.0.2\n[Route]\nDestination=10.7.0.0/16\n"
                 "Gateway=10.0.0.3\n", ("static", ["10.0.0.9/24", "10.0.0.10/24"], "10.0.0.2", []), id="sections"),
    pytest.param("[Match]\nName=eth0\n[Network]\nAddress=10.0.0.9\n", ("static", ["10.0.0.9/8"], None, []), id="no-length"),
    pytest.param("[Match]\nName=eth0\n[Network]\nAddress=10.0.0.9/24\nGateway=10.9.0.1\n", ("static", ["10.0.0.9/24"], None, []), id="off-subnet"),
    pytest.param("[Match]\nName=eth0\n[Network]\nDHCP=ipv6\n", ("disabled", [], None, []), id="ipv6-only"),
    pytest.param("[Match]\nName=eth0\n[Network]\nDHCP=yes\nAddress=10.0.0.9/24\nAddress=\n", ("dhcp", [], None, []), id="empty-forgets"),
    pytest.param("[Match]\r\nName=eth0\r\n[Network]\r\n; c\r\nAddress=10.0.0.9/24\r\n", ("static", ["10.0.0.9/24"], None, []), id="crlf"),
])
def test_networkd(text: str, expected: object) -> None:
    assert systemd_conf.recognise_network(text)
    assert gist(unit(text)) == expected


def test_networkd_first_file_that_fits_wins() -> None:
    made = profiles("networkd", ("etc/systemd/network/10-all.network", "[Match]\nName=e*\n[Network]\nDHCP=yes\n"),
                    ("etc/systemd/network/20-eth0.network", "[Match]\nName=eth0\n[Network]\nAddress=10.0.0.9/24\n"),
                    ("etc/systemd/network/30-b.network.off", "[Match]\nName=b0\n[Network]\nDHCP=yes\n"))
    assert [(p.device.value, p.in_force) for p in made] == [(None, "networkd"), ("eth0", "none"), ("b0", "none")]


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="network: \nethers{}[]&*a-!'\"0./,\tdhcp4|>%@", max_size=150))
def test_netplan_never_raises(text: str) -> None:
    for profile in plan("network: " + text, ETHERNET + "      dhcp4: true\n"):
        assert profile.reading("netplan").method.value


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(["auto eth0\n", "iface eth0 inet static\n", " address 10.0.0.9/24\n", " address", "netmask 255\n", " gateway x\n", "\\\n", "# c\\\n", "source\n",
                                 "iface\n", "[Match]\n", "Name=e\\\n", "Address=\n", "Address=1\n", "[Route]\r\n", "=\n", "up route add\n", "mapping\n", "DNS=#\n", "\r"]), max_size=20))
def test_lines_in_any_order(parts: list[str]) -> None:
    text = "".join(parts)
    for document in (ifupdown.parse(Source("interfaces", text)), systemd_conf.parse(Source("a.network", text))):
        assert joined(document) == text
        assert all(0 <= p.start <= p.end <= len(text) for p in document.problems)
    for profile in [*debian(text), *profiles("networkd", ("a.network", text))]:
        reading = profile.reading(profile.readers[0])
        assert all(0 <= p.start <= p.end <= len(text) for a in reading.addresses for p in a.places)
