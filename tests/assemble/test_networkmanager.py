"""Each row of the sheets about NetworkManager's ifcfg-rh plugin: guest-ifcfg.md sections 3-5, 7 and 10."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vmnetdoctor.assemble.readers import networkmanager
from vmnetdoctor.assemble.readers.parts import Parts
from vmnetdoctor.assemble.release import Release
from vmnetdoctor.formats.ifcfg import IfcfgFile
from vmnetdoctor.model.addr import ip_text
from vmnetdoctor.source import Source

if TYPE_CHECKING:
    from vmnetdoctor.model.guest import Reading, Remark

EL6, EL70, EL73, EL7, EL8 = (Release("rhel", *numbers) for numbers in ((6,), (7, 0), (7, 3), (7,), (8,)))
HEAD = "TYPE=Ethernet\nDEVICE=eth0\nONBOOT=yes\n"
STATIC = HEAD + "BOOTPROTO=none\nIPADDR=10.0.0.10\nPREFIX=24\nGATEWAY=10.0.0.2\n"
DHCP = HEAD + "BOOTPROTO=dhcp\n"


def read(text: str, release: Release = EL8, network: str | None = None, route: str | None = None, rules: bool = False,
         aliases: tuple[tuple[str, str], ...] = ()) -> Reading:
    files = tuple((f"ifcfg-eth0:{number}", IfcfgFile(Source("alias", body))) for number, body in aliases)
    parts = Parts("ifcfg-eth0", IfcfgFile(Source("ifcfg-eth0", text)), files, Source("route-eth0", route) if route is not None else None,
                  rules, IfcfgFile(Source("network", network)) if network is not None else None)
    return networkmanager.read(parts, release)


def addresses(reading: Reading) -> list[str]:
    return [str(a.value) for a in reading.addresses]


def gateway(reading: Reading) -> str | None:
    return None if reading.gateway.value is None else ip_text(reading.gateway.value)


def dns(reading: Reading) -> list[str | None]:
    return [d.value for d in reading.dns]


def codes(reading: Reading) -> list[str]:
    return [m.code for m in reading.remarks]


def remark(reading: Reading, code: str) -> Remark:
    found = [m for m in reading.remarks if m.code == code]
    assert len(found) == 1, codes(reading)
    return found[0]


def test_plain_static_file_is_silent_and_facts_point_at_their_lines() -> None:
    reading = read(STATIC + "DNS1=10.0.0.2\n")
    assert codes(reading) == []
    assert (addresses(reading), gateway(reading), dns(reading), reading.metric) == (["10.0.0.10/24"], "10.0.0.2", ["10.0.0.2"], 100)
    assert [p.text for p in reading.addresses[0].places] == ["10.0.0.10", "24"]
    assert (reading.managed, reading.gateway_on_link, reading.rejected) == (True, False, False)


# 4 BOOTPROTO

@pytest.mark.parametrize(("word", "address", "method"), [
    ("dhcp", "", "dhcp"), ("BOOTP", "", "dhcp"), ("DHCP", "", "dhcp"), ("none", "", "disabled"), ("static", "", "disabled"), ("", "", "disabled"),
    ("none", "IPADDR=10.0.0.9\n", "static"), ("Static", "IPADDR=10.0.0.9\n", "static"), ("", "IPADDR2=10.0.0.9\n", "static"),
    ("autoip", "", "link-local"), ("shared", "", "shared"), ("ibft", "", "rejected"), ("dchp", "", "rejected"),
    ("staitc", "IPADDR=10.0.0.9\n", "rejected"), ("manual", "IPADDR=10.0.0.9\n", "rejected"),
])
def test_bootproto(word: str, address: str, method: str) -> None:
    assert read(f"{HEAD}BOOTPROTO={word}\n{address}").method.value == method


def test_bootproto_unknown_rejects_the_file() -> None:
    reading = read(STATIC.replace("=none", "=staitc"))
    assert (addresses(reading), gateway(reading), reading.gateway_stated.value) == ([], None, "10.0.0.2")
    assert remark(reading, "bootproto-unknown").at.text == "staitc"


@pytest.mark.parametrize(("release", "extra", "method"), [(EL6, "", "dhcp"), (EL6, "IPV6INIT=yes\n", "disabled"), (EL70, "", "disabled")])
def test_nothing_written_is_dhcp_only_for_the_oldest(release: Release, extra: str, method: str) -> None:
    assert read(HEAD + extra, release).method.value == method


def test_mask_without_address_is_an_invalid_profile() -> None:
    reading = read(HEAD + "BOOTPROTO=none\nNETMASK=255.255.255.0\n")
    assert reading.rejected
    assert remark(reading, "static-without-address").values["effect"] == "rejected"


def test_static_without_address_is_off() -> None:
    assert remark(read(HEAD + "BOOTPROTO=static\n"), "static-without-address").values["effect"] == "disabled"


@pytest.mark.parametrize("extra", ["IPV6INIT=yes\nIPV6ADDR=fd00::9\n", "VLAN=yes\nPHYSDEV=eth0\n", "BONDING_OPTS=mode=1\n"])
def test_other_uses_need_no_ipv4_address(extra: str) -> None:
    assert "static-without-address" not in codes(read(HEAD + "BOOTPROTO=none\n" + extra))


# 4 addresses, masks, gateways

@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("IPADDR=10.0.0.9\nPREFIX=25\nNETMASK=255.255.255.0\n", ["10.0.0.9/25"], id="PREFIX beats NETMASK"),
    pytest.param("IPADDR=10.0.0.9\n", ["10.0.0.9/8"], id="classful A"),
    pytest.param("IPADDR=172.16.0.9\n", ["172.16.0.9/16"], id="classful B"),
    pytest.param("IPADDR=192.168.0.9\n", ["192.168.0.9/24"], id="classful C"),
    pytest.param("IPADDR=10.0.0.9\nNETMASK=255.0.255.0\n", ["10.0.0.9/24"], id="mask not contiguous"),
    pytest.param("IPADDR=10.0.0.9\nPREFIX=024\n", ["10.0.0.9/24"], id="prefix is decimal"),
    pytest.param("IPADDR0=10.0.0.8\nPREFIX0=24\nIPADDR1=10.0.0.9\nPREFIX1=24\n", ["10.0.0.8/24", "10.0.0.9/24"], id="numbers 0 and 1"),
    pytest.param("IPADDR=10.0.0.8\nPREFIX=24\nIPADDR2=10.0.0.9\nPREFIX2=24\n", ["10.0.0.8/24", "10.0.0.9/24"], id="gap at 0 and 1"),
    pytest.param("IPADDR=10.0.0.8\nPREFIX=24\nIPADDR3=10.0.0.9\nPREFIX3=24\n", ["10.0.0.8/24"], id="gap at 2 stops"),
])
def test_addresses(text: str, expected: list[str]) -> None:
    assert addresses(read(HEAD + "BOOTPROTO=none\n" + text)) == expected


@pytest.mark.parametrize(("text", "code", "marked"), [
    ("IPADDR=10.0.0.9/24\n", "address-invalid", "10.0.0.9/24"), ("IPADDR=10.0.0.09\nPREFIX=24\n", "address-invalid", "10.0.0.09"),
    ("IPADDR=host\nPREFIX=24\n", "address-invalid", "host"), ("IPADDR=10.0.0.9\nPREFIX=33\n", "mask-invalid", "33"),
    ("IPADDR=10.0.0.9\nNETMASK=24\n", "mask-invalid", "24"), ("IPADDR=10.0.0.9\nPREFIX=24\nGATEWAY=x\n", "address-invalid", "x"),
    ("IPADDR=10.0.0.9\nPREFIX=24\nDNS1=x\n", "address-invalid", "x"), ("IPADDR=10.0.0.9\nPREFIX=24\nUUID=x\n", "value-invalid", "x"),
    ("IPADDR=10.0.0.9\nPREFIX=24\nHWADDR=00:0c:29:aa:bb:co\n", "value-invalid", "00:0c:29:aa:bb:co"),
    ("IPADDR=10.0.0.9\nPREFIX=24\nBONDING_MASTER=yes\n", "value-invalid", "yes"),
])
def test_one_bad_value_rejects_the_whole_file(text: str, code: str, marked: str) -> None:
    reading = read(HEAD + "BOOTPROTO=none\n" + text)
    assert reading.rejected
    found = remark(reading, code)
    assert (found.at.text, found.values["effect"], addresses(reading)) == (marked, "rejected", [])


def test_mask_that_is_not_contiguous_is_said() -> None:
    found = remark(read(HEAD + "IPADDR=10.0.0.9\nNETMASK=255.0.255.0\n"), "mask-invalid")
    assert (found.values["effect"], found.values["prefix"]) == ("read-as", 24)


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("IPADDR=10.0.0.9\nPREFIX=24\nGATEWAY=10.0.0.2\n", "10.0.0.2", id="plain"),
    pytest.param("IPADDR0=10.0.0.9\nPREFIX0=24\nGATEWAY=10.0.0.2\n", None, id="GATEWAY needs a plain IPADDR"),
    pytest.param("IPADDR0=10.0.0.9\nPREFIX0=24\nGATEWAY0=10.0.0.2\n", "10.0.0.2", id="GATEWAY0 with IPADDR0"),
    pytest.param("IPADDR=10.0.0.9\nPREFIX=24\nGATEWAY1=10.0.0.2\n", None, id="GATEWAY1 without IPADDR1"),
    pytest.param("IPADDR=10.0.0.9\nPREFIX=24\nGATEWAY=10.0.0.2\nNETWORK=10.0.9.0\n", "10.0.0.2", id="NETWORK is ignored"),
    pytest.param("IPADDR=10.0.0.9\nPREFIX=24\nGATEWAY=10.0.0.2\nDEFROUTE=No\n", None, id="DEFROUTE in any case"),
    pytest.param("IPADDR=10.0.0.9\nPREFIX=24\nGATEWAY=10.0.0.2\nDEFROUTE=off\n", "10.0.0.2", id="off is no boolean"),
    pytest.param("IPADDR=10.0.0.9\nPREFIX=24\nGATEWAY=10.0.0.9\n", "10.0.0.9", id="own address"),
])
def test_gateway(text: str, expected: str | None) -> None:
    assert gateway(read(HEAD + "BOOTPROTO=none\n" + text)) == expected


def test_gateway_without_plain_address_is_said() -> None:
    assert remark(read(HEAD + "IPADDR0=10.0.0.9\nPREFIX0=24\nGATEWAY=10.0.0.2\n"), "key-ignored").values["key"] == "GATEWAY"


@pytest.mark.parametrize("release", [EL6, EL7, EL8], ids=["0.8.1", "1.18", "1.40"])
def test_gateway_off_the_subnet_is_installed_on_link(release: Release) -> None:
    reading = read(STATIC + "GATEWAY=10.9.0.2\n" if release is not EL6 else STATIC.replace("10.0.0.2", "10.9.0.2"), release)
    assert (gateway(reading), reading.gateway_on_link) == ("10.9.0.2", True)
    assert remark(reading, "gateway-outside-subnet").values["effect"] == "on-link"


@pytest.mark.parametrize(("text", "network", "expected"), [
    pytest.param(STATIC, "GATEWAY=10.0.0.3\n", "10.0.0.2", id="ifcfg first"),
    pytest.param(STATIC.replace("GATEWAY=10.0.0.2\n", ""), "GATEWAY=10.0.0.3\n", "10.0.0.3", id="then network"),
    pytest.param(DHCP, "GATEWAY=10.0.0.3\n", None, id="only with a static address"),
    pytest.param(STATIC, "GATEWAYDEV=eth1\n", None, id="GATEWAYDEV of another device"),
    pytest.param(STATIC + "DEFROUTE=no\n", "GATEWAYDEV=eth0\n", "10.0.0.2", id="GATEWAYDEV overrides DEFROUTE"),
    pytest.param(STATIC.replace("DEVICE=eth0\n", ""), "GATEWAYDEV=eth1\n", "10.0.0.2", id="GATEWAYDEV needs DEVICE"),
    pytest.param(STATIC, "GATEWAYDEV=eth0\n", "10.0.0.2", id="GATEWAYDEV of this one"),
])
def test_sysconfig_network(text: str, network: str, expected: str | None) -> None:
    assert gateway(read(text, network=network)) == expected


def test_defroute_no_is_said_where_it_drops_a_gateway() -> None:
    assert remark(read(STATIC + "DEFROUTE=no\n"), "default-route-off").at.text == "no"
    assert "default-route-off" not in codes(read(DHCP + "DEFROUTE=no\n"))


# 5a leftovers under dhcp

def test_static_address_beside_dhcp_is_added_and_its_gateway_wins() -> None:
    reading = read(DHCP + "IPADDR=10.0.0.9\nPREFIX=24\nGATEWAY=10.0.0.2\n")
    assert (addresses(reading), gateway(reading), reading.lease_router) == (["10.0.0.9/24"], "10.0.0.2", False)
    assert remark(reading, "static-leftovers-under-dhcp").values["effect"] == "gateway-replaces-router"


def test_gateway_without_address_beside_dhcp_is_never_read() -> None:
    reading = read(DHCP + "GATEWAY=10.0.0.2\n")
    assert (gateway(reading), reading.lease_router, reading.gateway_stated.value) == (None, True, "10.0.0.2")
    assert remark(reading, "static-leftovers-under-dhcp").values["effect"] == "ignored"


def test_the_oldest_ignores_static_keys_under_dhcp() -> None:
    reading = read(DHCP + "IPADDR=10.0.0.9\nPREFIX=24\nGATEWAY=10.0.0.2\n", EL6)
    assert (addresses(reading), gateway(reading), reading.lease_router) == ([], None, True)


@pytest.mark.parametrize(("extra", "router", "resolvers"), [("", True, True), ("PEERROUTES=no\n", False, True), ("DEFROUTE=no\n", False, True),
                                                            ("PEERDNS=no\n", True, False), ("PEERDNS=off\n", True, True)])
def test_what_is_taken_of_the_lease(extra: str, router: bool, resolvers: bool) -> None:
    reading = read(DHCP + extra)
    assert (reading.lease_router, reading.lease_dns) == (router, resolvers)


def test_shared_takes_the_first_address_only() -> None:
    assert addresses(read(HEAD + "BOOTPROTO=shared\nIPADDR=10.0.0.1\nPREFIX=24\nIPADDR1=10.0.1.1\nPREFIX1=24\n")) == ["10.0.0.1/24"]


# 5d ONBOOT

@pytest.mark.parametrize(("word", "starts", "oldest"), [("no", False, False), ("No", False, False), ("off", True, True), ("0", False, True),
                                                        ("n", False, False), ("false", False, False), ("none", True, True), ("nope", True, True),
                                                        ("yes", True, True), ("on", True, True)])
def test_onboot(word: str, starts: bool, oldest: bool) -> None:
    text = STATIC.replace("ONBOOT=yes", f"ONBOOT={word}")
    assert (read(text).starts.value, read(text, EL6).starts.value) == (starts, oldest)


@pytest.mark.parametrize(("release", "starts"), [(EL8, True), (EL73, False)], ids=["last wins", "first wins before 1.6"])
def test_onboot_twice(release: Release, starts: bool) -> None:
    assert read(STATIC.replace("ONBOOT=yes", "ONBOOT=no\nONBOOT=yes"), release).starts.value is starts


def test_onboot_missing_is_on_and_assumed() -> None:
    starts = read(STATIC.replace("ONBOOT=yes\n", "")).starts
    assert (starts.value, starts.stated) == (True, False)


def test_onboot_word_taken_for_the_opposite_is_said() -> None:
    assert remark(read(STATIC.replace("ONBOOT=yes", "ONBOOT=off")), "onboot-word-ignored").at.text == "off"
    assert "onboot-word-ignored" not in codes(read(STATIC.replace("ONBOOT=yes", "ONBOOT=0")))


# 5g resolvers

@pytest.mark.parametrize(("release", "expected"), [(EL8, ["1.1.1.1"]), (EL7, ["1.1.1.1", "3.3.3.3"])], ids=["1.34 stops at a gap", "1.18 skips it"])
def test_resolver_gap(release: Release, expected: list[str]) -> None:
    assert dns(read(STATIC + "DNS1=1.1.1.1\nDNS3=3.3.3.3\n", release)) == expected


def test_resolver_behind_a_gap_is_said() -> None:
    found = remark(read(STATIC + "DNS2=1.1.1.1\n"), "key-ignored")
    assert (found.values["key"], found.values["missing"]) == ("DNS2", "DNS1")


def test_peerdns_keeps_written_resolvers() -> None:
    reading = read(DHCP + "PEERDNS=no\nDNS1=1.1.1.1\n")
    assert (dns(reading), reading.lease_dns, codes(reading)) == (["1.1.1.1"], False, [])


def test_resolver_with_a_name_behind_it() -> None:
    assert dns(read(STATIC + "DNS1=1.1.1.1#one.one\nDNS2=fd00::1\n")) == ["1.1.1.1", "fd00::1"]


# 4 what the profile is for

@pytest.mark.parametrize(("text", "rejected", "managed"), [
    pytest.param("TYPE=Ethernet\nIPADDR=10.0.0.9\nPREFIX=24\n", False, True, id="no DEVICE: any card of the type"),
    pytest.param("DEVICE=eth0\nIPADDR=10.0.0.9\nPREFIX=24\n", False, True, id="no TYPE: guessed"),
    pytest.param("IPADDR=10.0.0.9\nPREFIX=24\nHWADDR=00:0c:29:00:00:01\n", True, True, id="neither"),
    pytest.param("TYPE=ethernet\nDEVICE=eth0\n", False, True, id="TYPE in any case"),
    pytest.param("TYPE=Foo\nDEVICE=eth0\n", False, False, id="unknown TYPE"),
    pytest.param("TYPE=Ethernet\nDEVICE=eth0\nNM_CONTROLLED=no\n", False, False, id="not controlled"),
    pytest.param("TYPE=Ethernet\nDEVICE=eth0\nNM_CONTROLLED=off\n", False, True, id="off is no boolean"),
])
def test_identity(text: str, rejected: bool, managed: bool) -> None:
    reading = read(text)
    assert (reading.rejected, reading.managed) == (rejected, managed)
    assert bool(reading.starts.value) is managed


@pytest.mark.parametrize("extra", ["MASTER=bond0\n", "BRIDGE=br0\n", "TEAM_MASTER=team0\n"])
def test_ports_have_no_addressing(extra: str) -> None:
    reading = read(STATIC + extra)
    assert (reading.method.value, addresses(reading)) == ("disabled", [])


def test_uuid_forms() -> None:
    assert not read(STATIC + "UUID=7e0c9f5d-5f4e-3f0a-8d2b-1c6f0b9a4e55\n").rejected
    assert not read(STATIC + "UUID=\n").rejected
    assert read(STATIC + "UUID=${UUID}\n").rejected


# 3.2 and 3.3 grammar by version

@pytest.mark.parametrize(("text", "release", "method"), [
    pytest.param(DHCP.replace("\n", "\r\n"), EL8, "dhcp", id="CRLF"),
    pytest.param(DHCP.replace("\n", "\r\n"), EL73, "dhcp", id="CRLF in 1.4"),
    pytest.param(DHCP.replace("\n", "\r\n"), EL70, "rejected", id="CRLF in 0.9.9.1"),
    pytest.param(HEAD + "BOOTPROTO=dhcp # c\n", EL8, "dhcp", id="comment"),
    pytest.param(HEAD + "BOOTPROTO=dhcp # c\n", EL73, "rejected", id="comment in 1.4"),
    pytest.param(HEAD + "BOOTPROTO=dhcp x\n", EL8, "disabled", id="invalid value is empty"),
    pytest.param(HEAD + "BOOTPROTO=dhcp", EL8, "dhcp", id="last line without newline"),
    pytest.param(HEAD + "BOOTPROTO=dhcp", EL73, "disabled", id="last line without newline in 1.4"),
    pytest.param(HEAD + "export BOOTPROTO=dhcp\n", EL8, "disabled", id="export is not read"),
    pytest.param(HEAD + "BOOTPROTO = dhcp\n", EL8, "disabled", id="blanks around ="),
])
def test_text(text: str, release: Release, method: str) -> None:
    assert read(text, release).method.value == method


def test_lines_that_are_lost_are_said() -> None:
    found = remark(read(STATIC + "export DNS1=1.1.1.1\n"), "profile-syntax")
    assert (found.values["reason"], found.values["keys"], found.values["lost"]) == ("export-not-read", ["DNS1"], True)


# Alias files

@pytest.mark.parametrize(("alias", "expected"), [
    pytest.param("DEVICE=eth0:1\nIPADDR=10.0.0.11\n", ["10.0.0.10/24", "10.0.0.11/24"], id="prefix of the parent"),
    pytest.param("DEVICE=eth0:1\nIPADDR=10.0.0.11\nNETMASK=255.255.0.0\n", ["10.0.0.10/24", "10.0.0.11/16"], id="own mask counts"),
    pytest.param("IPADDR=10.0.0.11\n", ["10.0.0.10/24"], id="no DEVICE"),
    pytest.param("DEVICE=eth0:2\nIPADDR=10.0.0.11\n", ["10.0.0.10/24"], id="DEVICE differs from the name"),
    pytest.param("DEVICE=eth0:1\nIPADDR=10.0.0.11\nONPARENT=no\n", ["10.0.0.10/24", "10.0.0.11/24"], id="ONPARENT is ignored"),
    pytest.param("DEVICE=eth0:1\nIPADDR=bad\n", ["10.0.0.10/24"], id="bad address"),
])
def test_alias(alias: str, expected: list[str]) -> None:
    reading = read(STATIC, aliases=(("1", alias),))
    assert addresses(reading) == expected
    assert ("alias-ignored" in codes(reading)) is (len(expected) == 1)


def test_alias_makes_a_parent_without_addresses_static() -> None:
    reading = read(HEAD + "BOOTPROTO=none\n", aliases=(("1", "DEVICE=eth0:1\nIPADDR=10.0.0.11\nPREFIX=24\n"),))
    assert (reading.method.value, addresses(reading)) == ("static", ["10.0.0.11/24"])


@pytest.mark.parametrize(("text", "expected"), [(STATIC, "10.0.0.2"), (STATIC.replace("GATEWAY=10.0.0.2\n", ""), "10.0.0.3"),
                                                (STATIC.replace("GATEWAY=10.0.0.2\n", "DEFROUTE=yes\n"), None)])
def test_alias_gateway(text: str, expected: str | None) -> None:
    assert gateway(read(text, aliases=(("1", "DEVICE=eth0:1\nIPADDR=10.0.0.11\nGATEWAY=10.0.0.3\n"),))) == expected


# 7 route files

@pytest.mark.parametrize(("route", "rejected", "expected"), [
    pytest.param("10.7.0.0/16 via 10.0.0.5 metric 5\n", False, ["10.7.0.0/16"], id="old format"),
    pytest.param("default via 10.0.0.3\n10.7.0.0/16 via 10.0.0.5\n", False, ["10.7.0.0/16"], id="a default is ignored"),
    pytest.param("nonsense\n10.7.0.0/16 via 10.0.0.5\n", False, ["10.7.0.0/16"], id="invalid lines one by one"),
    pytest.param("10.7.0.0/16 via 10.0.0.5 dev eth9\n", False, ["10.7.0.0/16"], id="dev is ignored"),
    pytest.param("10.7.0.0/16 via 10.0.0.5 metric 1 metric 2\n", False, [], id="an option twice"),
    pytest.param("ADDRESS0=10.7.0.0\nNETMASK0=255.255.0.0\nGATEWAY0=10.0.0.5\nMETRIC0=3\n", False, ["10.7.0.0/16"], id="new format"),
    pytest.param("ADDRESS0=10.7.0.0\nGATEWAY0=10.0.0.5\n", True, [], id="no NETMASK0 rejects the profile"),
])
def test_routes(route: str, rejected: bool, expected: list[str]) -> None:
    reading = read(STATIC, route=route)
    assert (reading.rejected, [str(r.to) for r in reading.routes]) == (rejected, expected)


def test_default_in_a_route_file_has_no_effect_and_is_said() -> None:
    reading = read(STATIC.replace("GATEWAY=10.0.0.2\n", ""), route="default via 10.0.0.3\n")
    assert gateway(reading) is None
    assert remark(reading, "route-entry-invalid").values["reason"] == "default-ignored"


def test_rule_files_switch_route_files_off() -> None:
    assert read(STATIC, route="10.7.0.0/16 via 10.0.0.5\n", rules=True).routes == ()


# IPv6

@pytest.mark.parametrize(("extra", "method", "rejected"), [
    ("IPV6INIT=yes\nIPV6_AUTOCONF=no\nIPV6ADDR=fd00::9/64\n", "static", False), ("IPV6INIT=yes\nIPV6ADDR=fd00::9/64\n", "auto", False),
    ("IPV6ADDR=fd00::9/64\n", "disabled", False), ("IPV6INIT=yes\nIPV6_DISABLED=yes\nIPV6ADDR=fd00::9/64\n", "disabled", False),
    ("IPV6INIT=yes\nIPV6_AUTOCONF=no\nDHCPV6C=yes\n", "dhcp", False), ("IPV6INIT=yes\nIPV6ADDR=fd00::zz/64\n", None, True),
])
def test_ipv6(extra: str, method: str | None, rejected: bool) -> None:
    reading = read(STATIC + extra)
    assert (reading.ipv6["method"] if reading.ipv6 else None, reading.rejected) == (method, rejected)


def test_stock_ipv6_keys_state_no_addressing() -> None:
    assert read(STATIC + "IPV6INIT=yes\nIPV6_AUTOCONF=yes\nIPV6_DEFROUTE=yes\nIPV6_FAILURE_FATAL=no\n").ipv6 is None


def test_route_metric() -> None:
    assert read(STATIC + "IPV4_ROUTE_METRIC=7\nMETRIC=3\n").metric == 7
