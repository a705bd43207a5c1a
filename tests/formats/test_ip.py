"""`ip` of Linux as people paste it: versions, prompts, broken lines, halves, JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmnetdoctor.formats import ip_addr, ip_json, ip_route

if TYPE_CHECKING:
    from vmnetdoctor.formats.card import Card

EL9 = """\
1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
    inet 127.0.0.1/8 scope host lo
       valid_lft forever preferred_lft forever
    inet6 ::1/128 scope host
       valid_lft forever preferred_lft forever
2: ens160: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP group default qlen 1000
    link/ether 00:0c:29:1d:7a:3e brd ff:ff:ff:ff:ff:ff
    altname enp3s0
    inet 172.16.40.131/24 brd 172.16.40.255 scope global dynamic noprefixroute ens160
       valid_lft 1403sec preferred_lft 1403sec
    inet 172.16.40.9/24 brd 172.16.40.255 scope global secondary noprefixroute ens160
       valid_lft forever preferred_lft forever
    inet6 fe80::20c:29ff:fe1d:7a3e/64 scope link noprefixroute
       valid_lft forever preferred_lft forever
3: ens192: <NO-CARRIER,BROADCAST,MULTICAST,UP> mtu 1500 qdisc mq master br0 state DOWN group default qlen 1000
    link/ether 00:0c:29:1d:7a:48 brd ff:ff:ff:ff:ff:ff
4: tun0: <POINTOPOINT,MULTICAST,NOARP,UP,LOWER_UP> mtu 1500 qdisc fq_codel state UNKNOWN group default qlen 500
    link/none
    inet 10.8.0.6 peer 10.8.0.5/32 scope global tun0
       valid_lft forever preferred_lft forever
5: eth7@if12: <BROADCAST,MULTICAST> mtu 1500 qdisc noop state DOWN
    link/ether 02:42:ac:11:00:02 brd ff:ff:ff:ff:ff:ff link-netnsid 0
"""
EL6 = """\
2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast state UP qlen 1000
    link/ether 00:0c:29:aa:00:01 brd ff:ff:ff:ff:ff:ff
    inet 192.168.77.128/24 brd 192.168.77.255 scope global eth0
    inet6 fe80::20c:29ff:feaa:1/64 scope link
       valid_lft forever preferred_lft forever
"""


def cards(text: str) -> dict[str, Card]:
    return {card.name.text: card for card in ip_addr.read(text)}


def addresses(card: Card) -> list[str]:
    return [a.address.text + "/" + (a.mask.text if a.mask is not None else "?") for a in card.addresses]


def said(value: object) -> object:
    return None if value is None else value.value  # type: ignore[attr-defined]


def test_el9() -> None:
    found = cards(EL9)
    assert ip_addr.recognise(EL9)
    assert list(found) == ["lo", "ens160", "ens192", "tun0", "eth7"]
    ens160, ens192, tun0 = found["ens160"], found["ens192"], found["tun0"]
    assert addresses(ens160) == ["172.16.40.131/24", "172.16.40.9/24"]
    assert (said(ens160.up), said(ens160.carrier), said(ens160.dhcp)) == (True, True, True)
    assert ens160.dhcp is not None
    assert EL9[ens160.dhcp.word.start:ens160.dhcp.word.end] == "dynamic"
    assert [w.text for w in ens160.altnames] == ["enp3s0"]
    assert (said(ens192.up), said(ens192.carrier), ens192.master and ens192.master.text) == (False, False, "br0")
    assert addresses(tun0) == ["10.8.0.6/32"]
    assert (said(found["eth7"].up), said(found["eth7"].carrier)) == (False, None)


def test_el6_states_no_lifetime_of_ipv4_so_nothing_is_known_of_dhcp() -> None:
    assert cards(EL6)["eth0"].dhcp is None


@pytest.mark.parametrize("change", [
    pytest.param(lambda t: t.replace("\n", "\r\n"), id="crlf"),
    pytest.param(lambda t: t.replace("    ", "\t"), id="tabs"),
    pytest.param(lambda t: "".join("> " + line for line in t.splitlines(True)), id="quoted"),
    pytest.param(lambda t: "[root@web ~]# ip addr\n" + t + "[root@web ~]# ", id="prompts"),
    pytest.param(lambda t: "\n".join(line[i:i + 80] for line in t.split("\n") for i in range(0, max(len(line), 1), 80)), id="broken-at-80"),
    pytest.param(lambda t: t + "[root@web ~]# ip route\ndefault via 172.16.40.2 dev ens160 proto dhcp metric 100\n", id="with-routes"),
])
def test_pasted_in_other_ways(change: object) -> None:
    text = change(EL9)  # type: ignore[operator]
    found = cards(text)
    assert list(found) == ["lo", "ens160", "ens192", "tun0", "eth7"]
    assert addresses(found["ens160"]) == ["172.16.40.131/24", "172.16.40.9/24"]
    assert said(found["ens160"].dhcp) is True
    mac = found["eth7"].mac
    assert mac is not None
    assert text[mac.start:mac.end] == "02:42:ac:11:00:02"


def test_second_half_is_named_by_its_labels() -> None:
    half = EL9[EL9.index("    inet 172.16.40.131"):]
    assert ip_addr.recognise(half)
    assert addresses(cards(half)["ens160"]) == ["172.16.40.131/24", "172.16.40.9/24"]


def test_cut_inside_the_flags_claims_no_state() -> None:
    half = EL9[:EL9.index("NO-CARRIER") + 4]
    assert cards(half)["ens192"].up is None


def test_one_line_and_brief_forms() -> None:
    one = ("1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever\n"
           "2: ens33    inet 10.1.0.5/16 brd 10.1.255.255 scope global dynamic ens33\\       valid_lft 900sec preferred_lft 900sec\n")
    brief = "lo               UNKNOWN        127.0.0.1/8 ::1/128 \nens33            UP             10.1.0.5/16 fe80::1/64 \nens37 DOWN \n"
    link = "lo               UNKNOWN        00:00:00:00:00:00 <LOOPBACK,UP,LOWER_UP> \nens33 UP 00:0c:29:01:02:03 <BROADCAST,UP,LOWER_UP>\n"
    assert addresses(cards(one)["ens33"]) == ["10.1.0.5/16"]
    assert said(cards(one)["ens33"].dhcp) is True
    assert addresses(cards(brief)["ens33"]) == ["10.1.0.5/16"]
    assert (said(cards(brief)["ens33"].up), said(cards(brief)["ens37"].up)) == (True, False)
    assert cards(link)["ens33"].mac is not None
    assert all(map(ip_addr.recognise, (one, brief, link)))


JSON = json.dumps([
    {"ifname": "lo", "flags": ["LOOPBACK", "UP", "LOWER_UP"], "address": "00:00:00:00:00:00",
     "addr_info": [{"family": "inet", "local": "127.0.0.1", "prefixlen": 8, "valid_life_time": 4294967295}]},
    {"ifname": "ens33", "flags": ["NO-CARRIER", "BROADCAST", "UP"], "operstate": "DOWN", "link_type": "ether",
     "address": "00:0c:29:5e:00:11", "altnames": ["enp2s1"],
     "addr_info": [{"family": "inet", "local": "10.1.0.5", "prefixlen": 24, "dynamic": True, "valid_life_time": 900},
                   {"family": "inet6", "local": "fe80::1", "prefixlen": 64}]}])


@pytest.mark.parametrize("text", [
    pytest.param(JSON, id="one-line"),
    pytest.param(json.dumps(json.loads(JSON), indent=4), id="pretty"),
    pytest.param("$ ip -j addr\n" + JSON + "\n$ ", id="prompt"),
    pytest.param("\n".join(JSON[i:i + 80] for i in range(0, len(JSON), 80)), id="broken-at-80"),
    pytest.param(JSON[:JSON.index(', {"family": "inet6"')], id="cut-off"),
])
def test_json(text: str) -> None:
    assert ip_json.recognise(text)
    found = {card.name.text: card for card in ip_json.read(text)}
    ens33 = found["ens33"]
    assert addresses(ens33) == ["10.1.0.5/24"]
    assert (said(ens33.up), said(ens33.carrier), said(ens33.dhcp)) == (False, False, True)
    address = ens33.addresses[0].address
    assert text[address.start:address.end].replace("\n", "") == "10.1.0.5"


ROUTES = """\
default via 192.168.5.1 dev enp0s31f6 proto dhcp src 192.168.5.44 metric 100
default via 10.9.0.1 dev tun0 proto static metric 50
10.9.0.0/16 dev tun0 proto kernel scope link src 10.9.0.7
172.16.7.0/24 dev vmnet8 proto kernel scope link src 172.16.7.1
blackhole 10.99.0.0/16
192.0.2.9 via 192.168.5.254 dev enp0s31f6
192.168.77.0/24 proto static
	nexthop via 192.168.5.2 dev enp0s31f6 weight 1
	nexthop via 192.168.5.3 dev enp0s31f6 weight 1
"""


def routes(text: str) -> list[tuple[str, str | None, str | None, int | None]]:
    return [(r.to.text, r.via and r.via.text, r.interface and r.interface.text, r.metric) for r in ip_route.read(text)]


def test_routes() -> None:
    assert ip_route.recognise(ROUTES)
    assert routes(ROUTES) == [
        ("default", "192.168.5.1", "enp0s31f6", 100), ("default", "10.9.0.1", "tun0", 50), ("10.9.0.0/16", None, "tun0", None),
        ("172.16.7.0/24", None, "vmnet8", None), ("192.0.2.9", "192.168.5.254", "enp0s31f6", None),
        ("192.168.77.0/24", "192.168.5.2", "enp0s31f6", None), ("192.168.77.0/24", "192.168.5.3", "enp0s31f6", None)]


def test_metric_that_the_terminal_broke_in_two() -> None:
    line = "192.168.100.0/24 dev enp0s31f6 proto kernel scope link src 192.168.100.44 metric 100"
    text = f"{line[:80]}\n{line[80:]}\ndefault via 192.168.100.1 dev enp0s31f6\n"
    assert len(line[80:]) == 4
    assert routes(text)[0] == ("192.168.100.0/24", None, "enp0s31f6", 100)
    assert len(routes(text)) == 2


def test_spaces_of_old_iproute() -> None:
    assert routes("192.168.1.0/24 dev eth0  proto kernel  scope link  src 192.168.1.5 \n169.254.0.0/16 dev eth0  scope link  metric 1002 \n") == [
        ("192.168.1.0/24", None, "eth0", None), ("169.254.0.0/16", None, "eth0", 1002)]


def test_json_routes() -> None:
    text = '[{"dst":"default","gateway":"10.1.0.2","dev":"ens33","metric":100,"flags":[]},{"dst":"10.1.0.0/24","dev":"ens33","flags":[]},' \
           '{"type":"unreachable","dst":"fd00::/8"},{"dst":"10.7.0.0/16","nexthops":[{"gateway":"10.1.0.9","dev":"ens33"}]}]'
    assert ip_json.recognise_routes(text)
    found = ip_json.read_routes(text)
    assert [(r.to.text, r.via and r.via.text, r.metric) for r in found] == [
        ("default", "10.1.0.2", 100), ("10.1.0.0/24", None, None), ("10.7.0.0/16", "10.1.0.9", None)]
    assert all(r.start <= r.end for r in found)


@pytest.mark.parametrize("text", ["DEVICE=eth0\nIPADDR=10.0.0.5\n", "auto eth0\niface eth0 inet static\n  address 10.0.0.5/24\n",
                                  "network:\n  ethernets:\n    ens33:\n      addresses: [10.0.0.5/24]\n", "", "ADDRESS0=10.0.0.0\n",
                                  "subnet 10.0.0.0 netmask 255.255.255.0 {\n", "nameserver 10.0.0.2\n"])
def test_configuration_files_are_no_captures(text: str) -> None:
    assert not any(check(text) for check in (ip_addr.recognise, ip_json.recognise, ip_json.recognise_routes, ip_route.recognise))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(EL9)), st.integers(0, len(EL9)), st.text(max_size=30))
def test_pieces_and_noise(low: int, high: int, noise: str) -> None:
    text = EL9[low:high] + noise + ROUTES[:high % len(ROUTES)] + noise + JSON[low % len(JSON):]
    for card in [*ip_addr.read(text), *ip_json.read(text)]:
        words = [card.name, card.mac, *(a.address for a in card.addresses), *(s.word for s in (card.up, card.dhcp) if s)]
        assert all(0 <= w.start <= w.end <= len(text) for w in words if w is not None)
    for route in [*ip_route.read(text), *ip_json.read_routes(text)]:
        assert 0 <= route.start <= route.end <= len(text)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet='[]{}",:\\ \n\rabe1.0/-<>', max_size=200))
def test_never_raises(text: str) -> None:
    for read in (ip_addr.read, ip_json.read, ip_json.read_routes, ip_route.read):
        read(text)
