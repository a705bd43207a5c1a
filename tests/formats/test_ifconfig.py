"""`ifconfig`, `route` and `netstat -rn`: old and new Linux, translated labels, macOS."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmnetdoctor.formats import ifconfig, route_table

if TYPE_CHECKING:
    from vmnetdoctor.formats.card import Card

OLD = """\
eth0      Link encap:Ethernet  HWaddr 00:0C:29:11:22:33
          inet addr:10.20.0.15  Bcast:10.20.255.255  Mask:255.255.0.0
          inet6 addr: fe80::20c:29ff:fe11:2233/64 Scope:Link
          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1
          RX packets:21 errors:0 dropped:0 overruns:0 frame:0

eth0:1    Link encap:Ethernet  HWaddr 00:0C:29:11:22:33
          inet addr:10.20.0.16  Bcast:10.20.255.255  Mask:255.255.0.0
          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1

eth1      Link encap:Ethernet  HWaddr 00:0C:29:11:22:3D
          UP BROADCAST MULTICAST  MTU:1500  Metric:1
          collisions:0 txqueuelen:1000

tun0      Link encap:UNSPEC  HWaddr 00-00-00-00-00-00-00-00-00-00-00-00-00-00-00-00
          inet addr:10.8.0.6  P-t-P:10.8.0.5  Mask:255.255.255.255
          UP POINTOPOINT RUNNING NOARP MULTICAST  MTU:1500  Metric:1
"""
TRANSLATED = {
    "zh": "eth0      Link encap:以太网  硬件地址 00:0c:29:11:22:33\n          inet 地址:10.20.0.15  广播:10.20.255.255  掩码:255.255.0.0\n"
          "          UP BROADCAST RUNNING MULTICAST  MTU:1500  跃点数:1\n          接收数据包:21 错误:0 丢弃:0 过载:0 帧数:0\n",
    "de": "eth0      Link encap:Ethernet  Hardware Adresse 00:0c:29:11:22:33\n          inet Adresse:10.20.0.15  Bcast:10.20.255.255  Maske:255.255.0.0\n"
          "          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metrik:1\n",
    "fr": "eth0      Lien encap:Ethernet  HWaddr 00:0c:29:11:22:33\n          inet adr:10.20.0.15  Bcast:10.20.255.255  Masque:255.255.0.0\n"
          "          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1\n",
    "es": "eth0      Link encap:Ethernet  direcciónHW 00:0c:29:11:22:33\n          Direc. inet:10.20.0.15  Difus.:10.20.255.255  Másc:255.255.0.0\n"
          "          ACTIVO DIFUSIÓN FUNCIONANDO MULTICAST  MTU:1500  Métrica:1\n",
    "pt": "eth0      Link encap:Ethernet  Endereço de HW 00:0c:29:11:22:33\n          inet end.: 10.20.0.15  Bcast:10.20.255.255  Masc:255.255.0.0\n"
          "          UP BROADCASTRUNNING MULTICAST  MTU:1500  Métrica:1\n",
    "ja": "eth0      Link encap:イーサネット  ハードウェアアドレス 00:0c:29:11:22:33\n"
          "          inetアドレス:10.20.0.15 ブロードキャスト:10.20.255.255  マスク:255.255.0.0\n"
          "          UP BROADCAST RUNNING MULTICAST  MTU:1500  メトリック:1\n",
}
NEW = """\
ens33: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500
        inet 192.168.66.10  netmask 255.255.255.0  broadcast 192.168.66.255
        inet6 fe80::1  prefixlen 64  scopeid 0x20<link>
        ether 00:0c:29:44:55:66  txqueuelen 1000  (Ethernet)
        RX packets 5  bytes 400 (400.0 B)

ens37: flags=4099<UP,BROADCAST,MULTICAST>  mtu 1500
        ether 00:0c:29:44:55:70  txqueuelen 1000  (Ethernet)

ens38: flags=4098<BROADCAST,MULTICAST>  mtu 1500
        ether 00:0c:29:44:55:7a  txqueuelen 1000  (Ethernet)
"""
MAC = """\
lo0: flags=8049<UP,LOOPBACK,RUNNING,MULTICAST> mtu 16384
\tinet 127.0.0.1 netmask 0xff000000
en0: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500
\toptions=6463<RXCSUM,TXCSUM,TSO4,TSO6,CHANNEL_IO>
\tether ac:de:48:00:11:22
\tinet 192.168.8.33 netmask 0xfffffc00 broadcast 192.168.11.255
\tmedia: autoselect (1000baseT <full-duplex,flow-control>)
\tstatus: active
en1: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500
\tether ac:de:48:00:11:23
\tmedia: autoselect
\tstatus: inactive
bridge100: flags=8a63<UP,BROADCAST,SMART,RUNNING,ALLMULTI,SIMPLEX,MULTICAST> mtu 1500
\tether 3e:22:fb:00:00:64
\tinet 172.16.90.1 netmask 0xffffff00 broadcast 172.16.90.255
\tmember: vmenet0 flags=3<LEARNING,DISCOVER>
utun3: flags=8051<UP,POINTOPOINT,RUNNING,MULTICAST> mtu 1380
\tinet 10.250.0.9 --> 10.250.0.9 netmask 0xffffffff
"""


def cards(text: str) -> dict[str, Card]:
    return {card.name.text: card for card in ifconfig.read(text)}


def addresses(card: Card) -> list[str]:
    return [a.address.text + "/" + (a.mask.text if a.mask is not None else "?") for a in card.addresses]


def state(card: Card) -> tuple[bool | None, bool | None]:
    return card.up and card.up.value, card.carrier and card.carrier.value


def test_old_linux() -> None:
    found = cards(OLD)
    assert ifconfig.recognise(OLD)
    assert list(found) == ["eth0", "eth1", "tun0"]
    assert addresses(found["eth0"]) == ["10.20.0.15/255.255.0.0", "10.20.0.16/255.255.0.0"]
    assert (state(found["eth0"]), state(found["eth1"])) == ((True, True), (False, False))
    assert addresses(found["tun0"]) == ["10.8.0.6/255.255.255.255"]
    mac = found["eth1"].mac
    assert mac is not None
    assert OLD[mac.start:mac.end] == "00:0C:29:11:22:3D"


@pytest.mark.parametrize("language", TRANSLATED)
def test_old_linux_translated(language: str) -> None:
    text = TRANSLATED[language]
    card = cards(text)["eth0"]
    assert ifconfig.recognise(text)
    assert addresses(card) == ["10.20.0.15/255.255.0.0"]
    assert state(card)[0] is True
    assert card.mac is not None
    assert card.mac.text == "00:0c:29:11:22:33"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_new_linux(end: str) -> None:
    found = cards(NEW.replace("\n", end))
    assert addresses(found["ens33"]) == ["192.168.66.10/255.255.255.0"]
    assert [state(found[name]) for name in ("ens33", "ens37", "ens38")] == [(True, True), (False, False), (False, None)]
    assert {card.origin for card in found.values()} == {"ifconfig"}


def test_macos() -> None:
    found = cards(MAC)
    assert addresses(found["en0"]) == ["192.168.8.33/0xfffffc00"]
    assert (state(found["en0"]), state(found["en1"])) == ((True, True), (False, False))
    assert [word.text for word in found["bridge100"].members] == ["vmenet0"]
    assert addresses(found["utun3"]) == ["10.250.0.9/0xffffffff"]
    assert found["en0"].origin == "ifconfig-bsd"


def test_half_a_capture_gives_what_it_holds() -> None:
    assert addresses(cards(OLD[:OLD.index("inet6")])["eth0"]) == ["10.20.0.15/255.255.0.0"]
    assert list(cards(NEW[NEW.index("ens37"):])) == ["ens37", "ens38"]


LINUX = """\
Kernel IP routing table
Destination     Gateway         Genmask         Flags Metric Ref    Use Iface
0.0.0.0         10.20.0.1       0.0.0.0         UG    100    0        0 eth0
10.20.0.0       0.0.0.0         255.255.0.0     U     0      0        0 eth0
10.77.0.0       -               255.255.0.0     !     0      -        0 -
"""
NAMED = """\
内核 IP 路由表
目标            网关            子网掩码        标志  跃点   引用  使用 接口
default         10.20.0.1       0.0.0.0         UG    0      0        0 eth0
10.20.0.0       *               255.255.0.0     U     0      0        0 eth0
link-local      *               255.255.0.0     U     1002   0        0 eth0
"""
NETSTAT = """\
Kernel IP routing table
Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface
0.0.0.0         10.20.0.1       0.0.0.0         UG        0 0          0 eth0
"""
MACOS = """\
Routing tables

Internet:
Destination        Gateway            Flags               Netif Expire
default            192.168.8.1        UGScg                 en0
default            link#22            UCSIg           bridge100      !
127                127.0.0.1          UCS                   lo0
172.16.90/24       link#22            UC              bridge100      !
192.168.8/22       link#11            UCS                   en0      !
192.168.8.1        0:1:2:3:4:5        UHLWIir               en0   1188
10.250             10.250.0.9         UGSc                utun3

Internet6:
Destination                             Gateway                                 Flags               Netif Expire
default                                 fe80::%utun0                            UGcIg               utun0
"""


def routes(text: str) -> list[tuple[str, str | None, str | None, str | None, int | None]]:
    return [(r.to.text, r.mask and r.mask.text, r.via and r.via.text, r.interface and r.interface.text, r.metric)
            for r in route_table.read(text)]


def test_linux_tables() -> None:
    assert all(map(route_table.recognise, (LINUX, NAMED, NETSTAT, MACOS)))
    assert routes(LINUX) == [("0.0.0.0", "0.0.0.0", "10.20.0.1", "eth0", 100), ("10.20.0.0", "255.255.0.0", None, "eth0", 0)]
    assert routes(NAMED) == [("0.0.0.0", "0.0.0.0", "10.20.0.1", "eth0", 0), ("10.20.0.0", "255.255.0.0", None, "eth0", 0),
                             ("169.254.0.0", "255.255.0.0", None, "eth0", 1002)]
    assert routes(NETSTAT) == [("0.0.0.0", "0.0.0.0", "10.20.0.1", "eth0", None)]
    assert not route_table.is_bsd(NAMED)


def test_router_given_by_name_is_no_route_to_claim() -> None:
    text = "default         _gateway        0.0.0.0         UG    100    0        0 ens33\n10.1.0.0        0.0.0.0         255.255.255.0   U     100    0        0 ens33\n"
    assert [r[0] for r in routes(text)] == ["10.1.0.0"]


def test_macos_table() -> None:
    assert route_table.is_bsd(MACOS)
    assert [(r[0], r[2], r[3]) for r in routes(MACOS)] == [
        ("0.0.0.0/0", "192.168.8.1", "en0"), ("0.0.0.0/0", None, "bridge100"), ("127.0.0.0/8", None, "lo0"),
        ("172.16.90.0/24", None, "bridge100"), ("192.168.8.0/22", None, "en0"), ("10.250.0.0/16", "10.250.0.9", "utun3")]
    assert [r.scoped for r in route_table.read(MACOS)] == [False, True, False, False, False, False]


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 900), st.integers(0, 900), st.text(max_size=20))
def test_pieces_and_noise(low: int, high: int, noise: str) -> None:
    text = OLD[low:high] + noise + MAC[low:] + noise + MACOS[:high] + LINUX[low:]
    for card in ifconfig.read(text):
        words = [card.name, card.mac, *(a.address for a in card.addresses), *(s.word for s in (card.up, card.carrier) if s)]
        assert all(0 <= w.start <= w.end <= len(text) for w in words if w is not None)
    assert all(0 <= r.start <= r.end <= len(text) for r in route_table.read(text))
