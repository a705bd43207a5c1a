"""Each row of the sheets about network-scripts: guest-ifcfg.md sections 3-5, 7 and 10, measured.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vmnetdoctor.assemble.readers import network_scripts
from vmnetdoctor.assemble.readers.parts import Parts
from vmnetdoctor.assemble.release import Release
from vmnetdoctor.formats.ifcfg import IfcfgFile
from vmnetdoctor.model.addr import ip_text
from vmnetdoctor.source import Source

if TYPE_CHECKING:
    from vmnetdoctor.model.guest import Reading, Remark

STATIC = "DEVICE=eth0\nBOOTPROTO=none\nONBOOT=yes\nIPADDR=10.0.0.10\nPREFIX=24\nGATEWAY=10.0.0.2\n"
DHCP = "DEVICE=eth0\nBOOTPROTO=dhcp\nONBOOT=yes\n"


def read(text: str | bytes, el: int = 7, network: str | None = None, route: str | None = None, **aliases: str) -> Reading:
    data = text.encode() if isinstance(text, str) else text
    files = tuple((f"ifcfg-eth0{'-' if name.startswith('range') else ':'}{name.lstrip('_')}", IfcfgFile(Source(name, body)))
                  for name, body in aliases.items())
    parts = Parts("ifcfg-eth0", IfcfgFile(Source.decode("ifcfg-eth0", data)), files, Source("route-eth0", route) if route is not None else None,
                  False, IfcfgFile(Source("network", network)) if network is not None else None)
    return network_scripts.read(parts, Release("centos", el))


def addresses(reading: Reading) -> list[str]:
    return [str(a.value) for a in reading.addresses]


def gateway(reading: Reading) -> str | None:
    return None if reading.gateway.value is None else ip_text(reading.gateway.value)


def dns(reading: Reading) -> list[str | None]:
    return [d.value for d in reading.dns]


def remark(reading: Reading, code: str) -> Remark:
    found = [m for m in reading.remarks if m.code == code]
    assert len(found) == 1, [m.code for m in reading.remarks]
    return found[0]


def codes(reading: Reading) -> list[str]:
    return [m.code for m in reading.remarks]


def test_plain_static_file_is_silent_and_facts_point_at_their_lines() -> None:
    reading = read(STATIC + "DNS1=10.0.0.2\n")
    assert codes(reading) == []
    assert (addresses(reading), gateway(reading), dns(reading)) == (["10.0.0.10/24"], "10.0.0.2", ["10.0.0.2"])
    assert [p.text for p in reading.addresses[0].places] == ["10.0.0.10", "24"]
    assert (reading.starts.place and reading.starts.place.text, reading.gateway.place and reading.gateway.place.text) == ("yes", "10.0.0.2")


# 4 BOOTPROTO

@pytest.mark.parametrize(("word", "method"), [
    ("dhcp", "dhcp"), ("bootp", "dhcp"), ("'dhcp'", "dhcp"), ("DHCP", "static"), ("Dhcp", "static"), ("dchp", "static"), ("none", "static"),
    ("static", "static"), ("", "static"), ("autoip", "static"),
])
def test_bootproto(word: str, method: str) -> None:
    assert read(f"DEVICE=eth0\nBOOTPROTO={word}\n").method.value == method


def test_bootproto_missing_is_static_and_assumed() -> None:
    method = read("DEVICE=eth0\nIPADDR=10.0.0.9\nPREFIX=24\n").method
    assert (method.value, method.stated, method.reason) == ("static", False, "bootproto-missing")


@pytest.mark.parametrize(("word", "meant"), [("DHCP", "dhcp"), ("staitc", ""), ("auto", "")])
def test_bootproto_unknown_is_said(word: str, meant: str) -> None:
    found = remark(read(STATIC.replace("=none", "=" + word)), "bootproto-unknown")
    assert (found.at.text, found.values["taken"], found.values["meant"]) == (word, "static", meant)


@pytest.mark.parametrize("word", ["none", "static", "STATIC", "manual"])
def test_words_that_mean_static_are_no_trouble(word: str) -> None:
    assert codes(read(STATIC.replace("=none", "=" + word))) == []


def test_el6_knows_bootp_yes() -> None:
    assert read("DEVICE=eth0\nBOOTP=yes\n", 6).method.value == "dhcp"
    assert read("DEVICE=eth0\nBOOTP=yes\n", 7).method.value == "static"


# 4 addresses and masks

@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("IPADDR=10.0.0.9\nPREFIX=25\nNETMASK=255.255.255.0\n", ["10.0.0.9/25"], id="PREFIX beats NETMASK"),
    pytest.param("IPADDR=10.0.0.9\n", ["10.0.0.9/8"], id="classful A"),
    pytest.param("IPADDR=172.16.0.9\n", ["172.16.0.9/16"], id="classful B"),
    pytest.param("IPADDR=192.168.8.9\n", ["192.168.8.9/24"], id="classful C"),
    pytest.param("IPADDR=10.0.0.9\nNETMASK=24\n", [], id="NETMASK=24"),
    pytest.param("IPADDR=10.0.0.9\nNETMASK=255.255.256.0\n", [], id="mask octet over 255"),
    pytest.param("IPADDR=10.0.0.9\nNETMASK=255.0.255.0\n", [], id="mask not contiguous"),
    pytest.param("IPADDR=10.0.0.9\nPREFIX=33\n", [], id="PREFIX=33"),
    pytest.param("IPADDR=10.0.0.9\nPREFIX=x\n", [], id="PREFIX no number"),
    pytest.param("IPADDR=10.0.0.9/24\n", [], id="IPADDR with prefix"),
    pytest.param("IPADDR=10.0.0.09\nPREFIX=24\n", [], id="leading zero"),
    pytest.param("IPADDR=10.0.0.256\nPREFIX=24\n", [], id="octet over 255"),
    pytest.param("IPADDR=10.0.0.0\nPREFIX=24\n", ["10.0.0.0/24"], id="network address is taken"),
    pytest.param("IPADDR0=10.0.0.8\nPREFIX0=24\nIPADDR1=10.0.0.9\nPREFIX1=24\n", ["10.0.0.8/24", "10.0.0.9/24"], id="numbers 0 and 1"),
    pytest.param("IPADDR=10.0.0.8\nPREFIX=24\nIPADDR2=10.0.0.9\nPREFIX2=24\n", ["10.0.0.8/24", "10.0.0.9/24"], id="gap at 0 and 1"),
    pytest.param("IPADDR=10.0.0.8\nPREFIX=24\nIPADDR3=10.0.0.9\nPREFIX3=24\n", ["10.0.0.8/24"], id="gap at 2 stops"),
    pytest.param("IPADDR=10.0.0.8\nPREFIX=24\nIPADDR1=10.0.0.9\nNETMASK1=255.255.0.0\n", ["10.0.0.8/24", "10.0.0.9/16"], id="index must match"),
    pytest.param("IPADDR=bad\nPREFIX=24\nIPADDR1=10.0.0.9\nPREFIX1=24\n", ["10.0.0.9/24"], id="a bad one does not stop the next"),
])
def test_addresses(text: str, expected: list[str]) -> None:
    assert addresses(read("DEVICE=eth0\nBOOTPROTO=none\n" + text)) == expected


def test_el6_allows_a_gap_at_2() -> None:
    text = "DEVICE=eth0\nIPADDR=10.0.0.8\nPREFIX=24\nIPADDR3=10.0.0.9\nPREFIX3=24\n"
    assert addresses(read(text, 6)) == ["10.0.0.8/24", "10.0.0.9/24"]
    assert remark(read(text, 7), "key-ignored").values["key"] == "IPADDR3"


@pytest.mark.parametrize(("text", "code", "marked", "effect"), [
    ("IPADDR=10.0.0.256\nPREFIX=24\n", "address-invalid", "10.0.0.256", "no-address"),
    ("IPADDR=10.0.0.9\nNETMASK=24\n", "mask-invalid", "24", "no-address"),
    ("IPADDR=10.0.0.9\nPREFIX=33\n", "mask-invalid", "33", "no-address"),
    ("IPADDR=10.0.0.9\nNETMASK=255.0.255.0\n", "mask-invalid", "255.0.255.0", "unclear"),
])
def test_what_is_no_address(text: str, code: str, marked: str, effect: str) -> None:
    found = remark(read("DEVICE=eth0\n" + text), code)
    assert (found.at.text, found.values["effect"]) == (marked, effect)


def test_mask_missing_and_disagreement_are_said() -> None:
    assert remark(read("DEVICE=eth0\nIPADDR=10.0.0.9\n"), "mask-missing").values["prefix"] == 8
    found = remark(read("DEVICE=eth0\nIPADDR=10.0.0.9\nPREFIX=25\nNETMASK=255.255.255.0\n"), "prefix-netmask-disagree")
    assert (found.at.text, found.values["prefix"], found.values["mask_prefix"]) == ("255.255.255.0", 25, 24)


def test_no_address_leaves_the_link_up() -> None:
    reading = read("DEVICE=eth0\nBOOTPROTO=static\n")
    assert (reading.method.value, addresses(reading)) == ("static", [])
    assert remark(reading, "static-without-address").at.text == "static"


# 5b, 4: the default route

@pytest.mark.parametrize(("change", "network", "expected"), [
    pytest.param("", None, "10.0.0.2", id="in the subnet"),
    pytest.param("GATEWAY=10.0.1.2\n", None, None, id="outside"),
    pytest.param("NETWORK=10.0.1.0\n", None, None, id="stale NETWORK"),
    pytest.param("NETWORK=10.0.0.0\n", None, "10.0.0.2", id="right NETWORK"),
    pytest.param("BROADCAST=10.9.9.9\n", None, "10.0.0.2", id="wrong BROADCAST"),
    pytest.param("GATEWAY=10.0.0.10\n", None, "10.0.0.10", id="own address"),
    pytest.param("GATEWAY=10.0.0.256\n", None, None, id="no address"),
    pytest.param("DEFROUTE=no\n", None, None, id="DEFROUTE=no"),
    pytest.param("DEFROUTE=NO\n", None, "10.0.0.2", id="DEFROUTE=NO has no effect"),
    pytest.param("GATEWAYDEV=eth1\n", None, None, id="GATEWAYDEV of another card"),
    pytest.param("", "GATEWAYDEV=eth1\n", None, id="GATEWAYDEV in network"),
    pytest.param("", "GATEWAYDEV=eth0\n", "10.0.0.2", id="GATEWAYDEV of this card"),
    pytest.param("GATEWAY=\n", "GATEWAY=10.0.0.3\n", None, id="an empty GATEWAY overrides network"),
    pytest.param("", "GATEWAY=10.0.0.3\n", "10.0.0.2", id="ifcfg beats network"),
])
def test_default_route(change: str, network: str | None, expected: str | None) -> None:
    assert gateway(read(STATIC + change, network=network)) == expected


def test_gateway_of_sysconfig_network() -> None:
    text = STATIC.replace("GATEWAY=10.0.0.2\n", "")
    assert gateway(read(text, network="GATEWAY=10.0.0.3\n")) == "10.0.0.3"
    outside = read(text, network="GATEWAY=10.9.0.3\n")
    assert gateway(outside) is None
    assert remark(outside, "gateway-outside-subnet").at.source.path == "network"


def test_gateway_is_compared_with_the_first_address_only() -> None:
    assert gateway(read(STATIC + "GATEWAY=10.0.5.2\nIPADDR1=10.0.5.10\nPREFIX1=24\n")) is None


def test_numbered_gateway_is_ignored() -> None:
    reading = read("DEVICE=eth0\nIPADDR0=10.0.0.9\nPREFIX0=24\nGATEWAY0=10.0.0.2\n")
    assert gateway(reading) is None
    assert remark(reading, "key-ignored").values["key"] == "GATEWAY0"


def test_unusable_gateway_with_gatewaydev_gives_a_route_without_gateway() -> None:
    reading = read(STATIC + "GATEWAY=10.9.0.2\nGATEWAYDEV=eth0\n")
    assert gateway(reading) is None
    assert [(str(r.to), r.via) for r in reading.routes] == [("0.0.0.0/0", None)]


@pytest.mark.parametrize(("change", "code", "effect"), [
    ("GATEWAY=10.0.1.2\n", "gateway-outside-subnet", "dropped"),
    ("NETWORK=10.0.1.0\n", "network-key-wrong", "route-lost"),
    ("BROADCAST=10.9.9.9\n", "network-key-wrong", "taken"),
    ("GATEWAY=foo\n", "address-invalid", "no-default-route"),
])
def test_what_happens_to_the_route_is_said(change: str, code: str, effect: str) -> None:
    assert remark(read((STATIC + change).replace("GATEWAY=10.0.0.2\n", "" if "GATEWAY" in change else "GATEWAY=10.0.0.2\n")), code) \
        .values["effect"] == effect


def test_metric() -> None:
    assert read(STATIC + "METRIC=7\n").metric == 7
    assert read(STATIC + "IPV4_ROUTE_METRIC=7\n").metric is None


# 5a leftovers under dhcp

def test_gateway_beside_dhcp_replaces_the_lease_router() -> None:
    reading = read(DHCP + "IPADDR=10.0.0.9\nGATEWAY=10.0.0.2\n")
    assert (addresses(reading), gateway(reading), reading.lease_router) == ([], "10.0.0.2", False)
    found = remark(reading, "static-leftovers-under-dhcp")
    assert (found.values["keys"], found.values["effect"]) == ("IPADDR, GATEWAY", "gateway-replaces-router")


@pytest.mark.parametrize(("extra", "network", "router", "stated"), [
    pytest.param("", None, True, None, id="plain"),
    pytest.param("GATEWAY=10.0.0.2\nDHCLIENT_IGNORE_GATEWAY=yes\n", None, True, "10.0.0.2", id="told to ignore it"),
    pytest.param("", "GATEWAY=10.0.0.2\n", False, "10.0.0.2", id="from sysconfig network"),
    pytest.param("DEFROUTE=no\n", None, False, None, id="DEFROUTE=no"),
    pytest.param("GATEWAY=bad\n", None, False, "bad", id="unreadable gateway"),
])
def test_lease_router(extra: str, network: str | None, router: bool, stated: str | None) -> None:
    reading = read(DHCP + extra, network=network)
    assert (reading.lease_router, reading.gateway_stated.value) == (router, stated)


def test_mask_alone_under_dhcp_is_harmless() -> None:
    assert codes(read(DHCP + "NETMASK=255.255.255.0\n")) == []


# 5d ONBOOT

@pytest.mark.parametrize(("line", "el7", "el8"), [
    ("", True, True), ("ONBOOT=no", False, False), ("ONBOOT=No", False, False), ('ONBOOT="no"', False, False), ("ONBOOT=off", True, False),
    ("ONBOOT=0", True, False), ("ONBOOT=n", True, False), ("ONBOOT=false", True, False), ("ONBOOT=none", False, True),
    ("ONBOOT=nope", False, True), ("ONBOOT=no\nONBOOT=yes", False, True), ("ONBOOT=yes", True, True), ("ONBOOT=on", True, True),
])
def test_onboot(line: str, el7: bool, el8: bool) -> None:
    text = STATIC.replace("ONBOOT=yes", line)
    assert [read(text, el).starts.value for el in (6, 7, 8)] == [el7, el7, el8]


@pytest.mark.parametrize(("word", "el", "said"), [("off", 7, True), ("off", 8, False), ("none", 8, True), ("none", 7, False), ("yse", 7, True),
                                                  ("YES", 7, False), ("on", 7, False)])
def test_onboot_words_taken_for_something_else(word: str, el: int, said: bool) -> None:
    assert ("onboot-word-ignored" in codes(read(STATIC.replace("ONBOOT=yes", f"ONBOOT={word}"), el))) is said


# 5g resolvers

@pytest.mark.parametrize(("el", "extra", "expected", "lease"), [
    pytest.param(6, "", ["1.1.1.1", "2.2.2.2"], True, id="el6 takes two and keeps the rest of the lease"),
    pytest.param(7, "", ["1.1.1.1", "2.2.2.2", "3.3.3.3"], False, id="el7 takes three and drops the lease"),
    pytest.param(7, "PEERDNS=no\n", [], False, id="PEERDNS=no drops the written ones too"),
    pytest.param(6, "PEERDNS=no\n", [], False, id="el6 PEERDNS=no"),
    pytest.param(7, "PEERDNS=off\n", [], True, id="el7 off: lease stays, written ones go"),
    pytest.param(6, "PEERDNS=off\n", ["1.1.1.1", "2.2.2.2"], True, id="el6 knows only no"),
])
def test_resolvers_with_dhcp(el: int, extra: str, expected: list[str], lease: bool) -> None:
    reading = read(DHCP + "DNS1=1.1.1.1\nDNS2=2.2.2.2\nDNS3=3.3.3.3\n" + extra, el)
    assert (dns(reading), reading.lease_dns) == (expected, lease)


def test_resolvers_close_gaps_and_drop_doubles() -> None:
    assert dns(read(STATIC + "DNS1=1.1.1.1\nDNS3=1.1.1.1\n")) == ["1.1.1.1"]
    assert dns(read(STATIC + "DNS2=2.2.2.2\n")) == ["2.2.2.2"]


def test_peerdns_drops_written_resolvers_with_a_static_address() -> None:
    found = remark(read(STATIC + "PEERDNS=no\nDNS1=1.1.1.1\n"), "dns-dropped-by-peerdns")
    assert (found.at.text, found.values["dropped"]) == ("no", "1.1.1.1")


def test_bad_resolver_is_said_and_left_out() -> None:
    reading = read(STATIC + "DNS1=foo\nDNS2=1.1.1.1\n")
    assert dns(reading) == ["1.1.1.1"]
    assert remark(reading, "address-invalid").values["key"] == "DNS1"


# 5c, 5h: device and card

@pytest.mark.parametrize(("text", "method", "mac"), [
    pytest.param("HWADDR=00:0C:29:AA:BB:CC\n", "static", "00:0c:29:aa:bb:cc", id="HWADDR alone"),
    pytest.param("DEVICE=eth0\nHWADDR='00:0c:29:aa:bb:cc'\n", "static", "00:0c:29:aa:bb:cc", id="both, quoted"),
    pytest.param("DEVICE=eth0\nHWADDR=00-0c-29-aa-bb-cc\n", "rejected", None, id="dashes never match"),
    pytest.param("DEVICE=eth0\nHWADDR=00:0c:29:aa:bb:co\n", "rejected", None, id="letter o"),
    pytest.param("TYPE=Ethernet\n", "rejected", None, id="neither"),
    pytest.param("device=eth0\n", "rejected", None, id="lower case key"),
])
def test_device_and_card(text: str, method: str, mac: str | None) -> None:
    reading = read(text + "IPADDR=10.0.0.9\nPREFIX=24\n")
    assert (reading.method.value, reading.mac.value) == (method, mac)


def test_device_missing_is_said() -> None:
    assert "device-key-missing" in codes(read("TYPE=Ethernet\nIPADDR=10.0.0.9\nPREFIX=24\n"))


@pytest.mark.parametrize(("extra", "method"), [("SLAVE=yes\nMASTER=bond0\n", "disabled"), ("MASTER=bond0\n", "static"), ("BRIDGE=br0\n", "disabled")])
def test_ports_have_no_addressing(extra: str, method: str) -> None:
    reading = read(STATIC + extra)
    assert reading.method.value == method
    assert bool(reading.addresses) is (method == "static")


# 3.1 and measured.md: the file is bash

@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("export DEVICE=eth0\nIPADDR=10.0.0.9 # c\n  PREFIX='2''4'\n", ["10.0.0.9/24"], id="export, comment, quotes, indentation"),
    pytest.param("DEVICE=eth0\nIP=10.0.0.9\nIPADDR=$IP\nPREFIX=24\n", ["10.0.0.9/24"], id="variables"),
    pytest.param("DEVICE=eth0\nIPADDR = 10.0.0.9\nPREFIX=24\n", [], id="blanks around ="),
    pytest.param("DEVICE=eth0\nIPADDR= 10.0.0.9\nPREFIX=24\n", [], id="blank after ="),
    pytest.param("DEVICE=eth0\nIPADDR=10.0.0.8\nIPADDR=10.0.0.9\nPREFIX=24\n", ["10.0.0.9/24"], id="last duplicate wins"),
    pytest.param("DEVICE=eth0\nipaddr=10.0.0.9\n", [], id="lower case"),
    pytest.param("DEVICE=eth0\nIPADDR=10.0.0.9\nPREFIX=24", ["10.0.0.9/24"], id="no newline at the end"),
])
def test_text(text: str, expected: list[str]) -> None:
    assert addresses(read(text)) == expected


def test_crlf_kills_the_device_and_is_said_once() -> None:
    reading = read(STATIC.replace("\n", "\r\n"))
    assert reading.method.value == "rejected"
    assert remark(reading, "profile-syntax").values["reason"] == "carriage-return"
    assert "address-invalid" not in codes(reading)


def test_byte_order_mark_loses_the_first_line() -> None:
    reading = read(b"\xef\xbb\xbfIPADDR=10.0.0.9\nDEVICE=eth0\nIPADDR1=10.0.0.8\nPREFIX1=24\n")
    assert addresses(reading) == ["10.0.0.8/24"]
    assert remark(reading, "profile-syntax").values["lost"] is True


def test_network_sets_variables_before() -> None:
    assert gateway(read(STATIC.replace("10.0.0.2", "$GW"), network="GW=10.0.0.7\n")) == "10.0.0.7"


@pytest.mark.parametrize(("line", "meant", "present"), [("GETWAY=10.0.0.2", "GATEWAY", True), ("NETMARSK=255.0.0.0", "NETMASK", False),
                                                        ("DNS=1.1.1.1", "DNS1", False), ("gateway=10.0.0.2", "GATEWAY", True)])
def test_misspelt_keys(line: str, meant: str, present: bool) -> None:
    found = remark(read(STATIC + line + "\n"), "key-misspelt")
    assert (found.values["meant"], found.values["meant_present"]) == (meant, present)


@pytest.mark.parametrize("line", ["FOO=1", "ZONE=public", "IPV6_ADDR_GEN_MODE=stable-privacy", "PROXY_METHOD=none", "NM_USER_X=1", "DNS3=1.1.1.1",
                                  "ARPCHECK0=no", "BAR=x", "ETHTOOL_OPTS='autoneg on'", "VLAN_ID=3"])
def test_unusual_keys_are_no_slips(line: str) -> None:
    assert "key-misspelt" not in codes(read(STATIC + line + "\n"))


def test_duplicate_key_names_the_one_that_counts() -> None:
    found = remark(read(STATIC + "IPADDR=10.0.0.11\n"), "duplicate-key")
    assert (found.values["value"], found.values["ignored"], found.values["counts"]) == ("10.0.0.11", "10.0.0.10", "last")
    assert found.also[0][1].text == "10.0.0.11"


# Alias and range files

@pytest.mark.parametrize(("alias", "expected"), [
    pytest.param("DEVICE=eth0:1\nIPADDR=10.0.0.11\nPREFIX=24\n", ["10.0.0.10/24", "10.0.0.11/24"], id="plain"),
    pytest.param("IPADDR=10.0.0.11\n", ["10.0.0.10/24", "10.0.0.11/24"], id="DEVICE from the name, PREFIX from the parent"),
    pytest.param("IPADDR=10.0.0.11\nNETMASK=255.255.0.0\n", ["10.0.0.10/24", "10.0.0.11/24"], id="parent's PREFIX beats the alias's NETMASK"),
    pytest.param("IPADDR=10.0.0.11\nPREFIX=16\n", ["10.0.0.10/24", "10.0.0.11/16"], id="own PREFIX"),
    pytest.param("IPADDR=10.0.0.11\nONPARENT=no\n", ["10.0.0.10/24"], id="ONPARENT=no"),
    pytest.param("IPADDR=10.0.0.11\nONBOOT=no\n", ["10.0.0.10/24", "10.0.0.11/24"], id="ONBOOT has no effect"),
    pytest.param("IPADDR=10.0.0.10\n", ["10.0.0.10/24"], id="duplicate address"),
    pytest.param("DEVICE=eth0:a-b\nIPADDR=10.0.0.11\n", ["10.0.0.10/24"], id="label"),
    pytest.param("PREFIX=24\n", ["10.0.0.10/24"], id="no address"),
])
def test_alias(alias: str, expected: list[str]) -> None:
    assert addresses(read(STATIC, _1=alias)) == expected


def test_alias_of_a_dhcp_parent_is_added() -> None:
    assert addresses(read(DHCP, _1="IPADDR=10.0.0.11\nPREFIX=24\n")) == ["10.0.0.11/24"]


def test_alias_gateway_replaces_the_default_route_since_el7() -> None:
    alias = "IPADDR=10.0.5.11\nGATEWAY=10.0.5.2\n"
    assert [gateway(read(STATIC, el, _1=alias)) for el in (6, 7, 8)] == ["10.0.0.2", "10.0.5.2", "10.0.5.2"]


@pytest.mark.parametrize(("body", "count"), [
    ("IPADDR_START=10.0.0.20\nIPADDR_END=10.0.0.23\nCLONENUM_START=0\n", 5), ("IPADDR_START=10.0.0.23\nIPADDR_END=10.0.0.20\n", 1),
    ("IPADDR_START=10.0.0.20\nIPADDR_END=10.0.1.23\n", 1), ("IPADDR_START=10.0.0.20\n", 1),
])
def test_range(body: str, count: int) -> None:
    assert len(read(STATIC, range0=body).addresses) == count


# 7 route files

@pytest.mark.parametrize(("route", "expected"), [
    pytest.param("10.7.0.0/16 via 10.0.0.5 dev eth0 metric 5\n", [("10.7.0.0/16", "10.0.0.5", 5)], id="old format"),
    pytest.param("ADDRESS0=10.7.0.0\nNETMASK0=255.255.0.0\nGATEWAY0=10.0.0.5\n", [("10.7.0.0/16", "10.0.0.5", None)], id="new format"),
    pytest.param("10.7.0.0/16 via 10.9.0.5\n", [], id="off-link next hop"),
    pytest.param("ADDRESS0=10.7.0.0\nNETMASK0=255.255.0.0\n", [("10.7.0.0/16", None, None)], id="on-link"),
    pytest.param("ADDRESS0=10.7.0.0\nGATEWAY0=10.0.0.5\n", [], id="no NETMASK0"),
    pytest.param("ADDRESS0=10.7.0.0\nNETMASK0=255.255.0.0\nGATEWAY0=10.0.0.5\nADDRESS1=10.8.0.0\nGATEWAY1=10.0.0.5\n",
                 [("10.7.0.0/16", "10.0.0.5", None), ("10.8.0.0/16", "10.0.0.5", None)], id="previous prefix reused"),
    pytest.param("ADDRESS0=10.7.0.0\nNETMASK0=255.255.0.0\nGATEWAY0=10.0.0.5\nADDRESS2=10.8.0.0\nNETMASK2=255.255.0.0\n",
                 [("10.7.0.0/16", "10.0.0.5", None)], id="gap ends it"),
    pytest.param("# c\n\n10.7.0.9/16 via 10.0.0.5\n", [], id="host bits"),
    pytest.param("ip route add 10.7.0.0/16 via 10.0.0.5\n", [], id="a command"),
    pytest.param("10.7.0.0/16 via 10.1.0.5 dev eth1\n", [], id="another card's"),
])
def test_routes(route: str, expected: list[tuple[str, str | None, int | None]]) -> None:
    found = read(STATIC, route=route).routes
    assert [(str(r.to), ip_text(r.via) if r.via is not None else None, r.metric) for r in found] == expected


@pytest.mark.parametrize(("route", "reason"), [
    ("10.7.0.0/16 via 10.9.0.5\n", "off-link"), ("ADDRESS0=10.7.0.0\nGATEWAY0=10.0.0.5\n", "netmask-missing"),
    ("ADDRESS0=10.7.0.9\nNETMASK0=255.255.0.0\nGATEWAY0=10.0.0.5\n", "host-bits"), ("ADDRESS1=10.7.0.0\nNETMASK1=255.255.0.0\n", "gap"),
    ("10.7.0.0/16 via nowhere\n", "address-unreadable"),
])
def test_refused_routes_are_said(route: str, reason: str) -> None:
    assert remark(read(STATIC, route=route), "route-entry-invalid").values["reason"] == reason


def test_default_in_a_route_file() -> None:
    text = STATIC.replace("GATEWAY=10.0.0.2\n", "")
    alone = read(text, route="default via 10.0.0.3\n")
    assert (gateway(alone), alone.gateway_stated.value) == ("10.0.0.3", "10.0.0.3")
    assert gateway(read(text, route="0.0.0.0/0 via 10.0.0.3 dev eth0\n")) == "10.0.0.3"
    assert gateway(read(text, route="default via 10.9.0.3\n")) is None


@pytest.mark.parametrize(("metric", "route", "el7", "el8"), [
    ("", "default via 10.0.0.3\n", "10.0.0.2", "10.0.0.3"), ("", "default via 10.0.0.3 metric 9\n", "10.0.0.2", "10.0.0.2"),
    ("METRIC=50\n", "default via 10.0.0.3 metric 9\n", "10.0.0.3", "10.0.0.3"),
])
def test_lowest_metric_wins(metric: str, route: str, el7: str, el8: str) -> None:
    assert [gateway(read(STATIC + metric, el, route=route)) for el in (7, 8)] == [el7, el8]


# IPv6

@pytest.mark.parametrize(("el", "extra", "method"), [(6, "", "disabled"), (7, "", "static"), (7, "IPV6INIT=no\n", "disabled"),
                                                     (6, "IPV6INIT=yes\n", "static")])
def test_ipv6_only_where_it_is_stated(el: int, extra: str, method: str) -> None:
    assert read(STATIC + extra, el).ipv6 is None
    ipv6 = read(STATIC + extra + "IPV6ADDR=fd00::9\nIPV6_DEFAULTGW=fd00::1%eth0\n", el).ipv6
    assert ipv6 is not None
    assert ipv6["method"] == method
    if method == "static":
        assert (ipv6["addresses"], ipv6["gateway"]) == (["fd00::9/64"], "fd00::1")
