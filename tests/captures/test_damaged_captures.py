"""Captures of commands other than `ipconfig`, whole and damaged: never a wrong fact, most survive."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.captures.test_ipconfig_damage import DAMAGES, facts_of
from vmnetdoctor.assemble.captures import recognised, shown

if TYPE_CHECKING:
    from vmnetdoctor.model.seen import Seen

Facts = set[tuple[Any, ...]]

IP_ADDR = """\
1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
    inet 127.0.0.1/8 scope host lo
       valid_lft forever preferred_lft forever
2: ens33: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc fq_codel state UP group default qlen 1000
    link/ether 00:0c:29:3a:5b:7c brd ff:ff:ff:ff:ff:ff
    inet 192.168.200.131/24 brd 192.168.200.255 scope global dynamic noprefixroute ens33
       valid_lft 1532sec preferred_lft 1532sec
    inet 10.17.4.200/16 scope global secondary ens33
       valid_lft forever preferred_lft forever
    inet6 fe80::20c:29ff:fe3a:5b7c/64 scope link noprefixroute
       valid_lft forever preferred_lft forever
3: ens36: <NO-CARRIER,BROADCAST,MULTICAST,UP> mtu 1500 qdisc fq_codel state DOWN group default qlen 1000
    link/ether 00:0c:29:3a:5b:86 brd ff:ff:ff:ff:ff:ff
"""
IFCONFIG = """\
ens33: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500
        inet 192.168.200.131  netmask 255.255.255.128  broadcast 192.168.200.255
        inet6 fe80::20c:29ff:fe3a:5b7c  prefixlen 64  scopeid 0x20<link>
        ether 00:0c:29:3a:5b:7c  txqueuelen 1000  (Ethernet)
        RX packets 1432  bytes 1543201 (1.4 MiB)

lo: flags=73<UP,LOOPBACK,RUNNING>  mtu 65536
        inet 127.0.0.1  netmask 255.0.0.0
        loop  txqueuelen 1000  (Local Loopback)
"""
IFCONFIG_ZH = """\
eth0      Link encap:以太网  硬件地址 00:0C:29:3A:5B:7C
          inet 地址:192.168.200.131  广播:192.168.200.255  掩码:255.255.255.128
          inet6 地址: fe80::20c:29ff:fe3a:5b7c/64 Scope:Link
          UP BROADCAST RUNNING MULTICAST  MTU:1500  跃点数:1
          接收数据包:1432 错误:0 丢弃:0 过载:0 帧数:0

lo        Link encap:本地环回
          inet 地址:127.0.0.1  掩码:255.0.0.0
          UP LOOPBACK RUNNING  MTU:65536  跃点数:1
"""
IP_ROUTE = """\
default via 192.168.200.2 dev ens33 proto dhcp metric 100
10.17.0.0/16 dev ens36 proto kernel scope link src 10.17.4.200 metric 101
192.168.200.0/24 dev ens33 proto kernel scope link src 192.168.200.131 metric 100
"""
ROUTE_ZH = """\
内核 IP 路由表
目标            网关            子网掩码        标志  跃点   引用  使用 接口
0.0.0.0         192.168.200.2   0.0.0.0         UG    100    0        0 ens33
192.168.200.0   0.0.0.0         255.255.255.0   U     100    0        0 ens33
"""
NMCLI_ZH = """\
设备    类型      状态    连接
ens33   ethernet  已连接  ens33
ens36   ethernet  已断开  --
virbr0  bridge    未托管  --
lo      loopback  未托管  --
"""
CONNECTIONS = """\
NAME                UUID                                  TYPE      DEVICE
ens33               c96bc909-188e-ec64-3a96-6a90982b08ad  ethernet  ens33
Wired connection 1  63aa2036-8665-f54d-9a92-c3035bad03f7  ethernet  --
"""
SYSTEMCTL_ZH = """\
● NetworkManager.service - Network Manager
   Loaded: loaded (/usr/lib/systemd/system/NetworkManager.service; enabled; vendor preset: enabled)
   Active: active (running) since 一 2024-06-03 08:00:00 CST; 2h ago

● network.service - LSB: Bring up/down networking
   Loaded: loaded (/etc/rc.d/init.d/network; bad; vendor preset: disabled)
   Active: failed (Result: exit-code) since 一 2024-06-03 08:00:02 CST; 2h ago
"""
LS = """\
[root@web1 ~]# ls -l /etc/NetworkManager/system-connections
总用量 8
-rw-------. 1 root root 229 6月   3 08:00 ens33.nmconnection
-rw-r--r--. 1 root root 231 6月   3 08:01 ens36.nmconnection
"""
SC = """\

SERVICE_NAME: VMnetDHCP
DISPLAY_NAME: VMware DHCP Service
        TYPE               : 10  WIN32_OWN_PROCESS
        STATE              : 1  STOPPED
        WIN32_EXIT_CODE    : 0  (0x0)

SERVICE_NAME: VMware NAT Service
DISPLAY_NAME: VMware NAT Service
        TYPE               : 10  WIN32_OWN_PROCESS
        STATE              : 4  RUNNING
                                (STOPPABLE, NOT_PAUSABLE, ACCEPTS_SHUTDOWN)
"""
SC_RU = """\
Имя_службы: VMnetDHCP
Выводимое_имя: VMware DHCP Service
        Тип                : 10  WIN32_OWN_PROCESS
        Состояние          : 1  STOPPED
        Код_выхода_Win32   : 0  (0x0)

Имя_службы: VMware NAT Service
Выводимое_имя: VMware NAT Service
        Тип                : 10  WIN32_OWN_PROCESS
        Состояние          : 4  RUNNING
"""
SERVICES = """\
Status   Name               DisplayName
------   ----               -----------
Running  VMAuthdService     VMware Authorization Service
Stopped  VMnetDHCP          VMware DHCP Service
Running  VMware NAT Service VMware NAT Service
"""
SERVICE_LIST = """\
Name        : VMnetDHCP
DisplayName : VMware DHCP Service
Status      : Stopped

Name        : VMware NAT Service
DisplayName : VMware NAT Service
Status      : Running
"""
ROUTE_PRINT = """\
===========================================================================
IPv4 路由表
===========================================================================
活动路由:
网络目标        网络掩码          网关       接口   跃点数
          0.0.0.0          0.0.0.0    192.168.178.1   192.168.178.121     25
     192.168.56.0    255.255.255.0            在链路上      192.168.56.1    281
    192.168.200.0    255.255.255.0            在链路上     192.168.200.1    291
===========================================================================
永久路由:
  无
"""
DIR_ZH = """\
 驱动器 C 中的卷是 系统
 卷的序列号是 1A2B-3C4D

 C:\\ProgramData\\VMware 的目录

2024/06/03  08:00    <DIR>          .
2024/06/03  08:00    <DIR>          ..
2024/06/03  08:00             2,245 vmnetdhcp.conf
2024/06/03  08:00             1,511 vmnetnat.conf
               2 个文件          3,756 字节
               2 个目录 120,000,000,000 可用字节
"""
BINDING = """\
Name                           DisplayName                                        ComponentID          Enabled
----                           -----------                                        -----------          -------
Ethernet                       VMware Bridge Protocol                             vmware_bridge        True
Wi-Fi                          VMware Bridge Protocol                             vmware_bridge        False
"""
REG = """\
Windows Registry Editor Version 5.00

[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\VMnetDHCP]
"Start"=dword:00000004
"DisplayName"="VMware DHCP Service"
"""

CAPTURES: dict[str, tuple[str, Facts]] = {
    "ip-addr": (IP_ADDR, {("ens33", "address", "192.168.200.131"), ("ens33", "prefix", "192.168.200.131", 24), ("ens33", "address", "10.17.4.200"),
                          ("ens33", "prefix", "10.17.4.200", 16), ("ens33", "mac", "00:0c:29:3a:5b:7c"), ("ens33", "dhcp", True),
                          ("ens36", "up", False), ("ens36", "mac", "00:0c:29:3a:5b:86")}),
    "ifconfig": (IFCONFIG, {("ens33", "prefix", "192.168.200.131", 25), ("ens33", "mac", "00:0c:29:3a:5b:7c"), ("ens33", "up", True)}),
    "ifconfig-zh": (IFCONFIG_ZH, {("eth0", "prefix", "192.168.200.131", 25), ("eth0", "mac", "00:0c:29:3a:5b:7c"), ("eth0", "up", True)}),
    "ip-route": (IP_ROUTE, {("route", "0.0.0.0/0", 3232286722, "ens33"), ("route", "10.17.0.0/16", None, "ens36"),
                            ("route", "192.168.200.0/24", None, "ens33")}),
    "route-zh": (ROUTE_ZH, {("route", "0.0.0.0/0", 3232286722, "ens33"), ("route", "192.168.200.0/24", None, "ens33")}),
    "nmcli-zh": (NMCLI_ZH, {("ens33", "connection", "ens33"), ("virbr0", "managed", False), ("service", "NetworkManager", "running")}),
    "connections": (CONNECTIONS, {("connection", "ens33", "ens33"), ("connection", "Wired connection 1", "")}),
    "systemctl-zh": (SYSTEMCTL_ZH, {("service", "NetworkManager", "running"), ("service", "NetworkManager", "enabled"),
                                    ("service", "network", "failed")}),
    "ls": (LS, {("file", "/etc/NetworkManager/system-connections/ens33.nmconnection", 0o600),
                ("file", "/etc/NetworkManager/system-connections/ens36.nmconnection", 0o644)}),
    "sc": (SC, {("service", "VMnetDHCP", "stopped"), ("service", "VMware NAT Service", "running")}),
    "sc-ru": (SC_RU, {("service", "VMnetDHCP", "stopped"), ("service", "VMware NAT Service", "running")}),
    "services": (SERVICES, {("service", "VMnetDHCP", "stopped"), ("service", "VMware NAT Service", "running"),
                            ("service", "VMAuthdService", "running")}),
    "service-list": (SERVICE_LIST, {("service", "VMnetDHCP", "stopped"), ("service", "VMware NAT Service", "running")}),
    "route-print-zh": (ROUTE_PRINT, {("route", "0.0.0.0/0", 3232281089, "192.168.178.121"), ("route", "192.168.56.0/24", None, "192.168.56.1"),
                                     ("route", "192.168.200.0/24", None, "192.168.200.1")}),
    "dir-zh": (DIR_ZH, {("name", "C:\\ProgramData\\VMware", "vmnetdhcp.conf"), ("name", "C:\\ProgramData\\VMware", "vmnetnat.conf")}),
    "bindings": (BINDING, {("Ethernet", "bridged", True), ("Wi-Fi", "bridged", False)}),
    "registry": (REG, {("service", "VMnetDHCP", "disabled")}),
}


def all_facts(seen: Seen) -> Facts:
    found = facts_of(seen)
    for card in seen.interfaces:
        found |= {(card.name, what, fact.value) for what, fact in (("connection", card.connection), ("managed", card.managed),
                                                                    ("bridged", card.bridged)) if fact.known}
    found |= {("service", name, fact.value) for name, facts in seen.services.items() for fact in facts}
    found |= {("route", str(route.to), route.via, route.interface) for route in seen.routes}
    found |= {("connection", c.name, c.device) for c in seen.connections}
    found |= {("file", file.path, file.mode) for file in seen.files}
    return found | {("name", folder.path, name.value) for folder in seen.folders for name in folder.names}


def read(text: str, codec: str = "utf-8") -> Facts:
    capture = recognised("capture.txt", text.encode(codec))
    return all_facts(shown(capture)) if capture is not None else set()


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", CAPTURES)
def test_whole(name: str, codec: str) -> None:
    text, expected = CAPTURES[name]
    assert read(text, codec) >= expected


# what a capture does not survive: columns that are told by their blanks, tables whose rows are broken at words
HURT = {
    "one-blank": ("nmcli-zh", "services"), "bullets-gone": ("ifconfig", "ifconfig-zh", "systemctl-zh"), "console-80": ("bindings",), "no-empty-lines": ("service-list",),
    "mail-72": ("ip-addr", "ifconfig", "ifconfig-zh", "route-zh", "connections", "systemctl-zh", "route-print-zh", "bindings"),
}
CUTS = {"top-third-missing", "half-missing-mid-line", "end-missing", "end-missing-mid-line", "middle-missing"}


def wrong(found: Facts, whole: Facts) -> Facts:
    """Facts that the whole does not have; a path may lose its folder, and a name whose line is cut its first letters."""
    def known(fact: tuple[Any, ...]) -> bool:
        if fact[1] == "kind":
            return any(true[1] == "kind" and true[0].endswith(fact[0]) for true in whole)
        at = 1 if fact[0] in ("file", "name", "service", "connection") else 0
        return any(true[:at] == fact[:at] and true[at].endswith(fact[at]) and true[at + 1:] == fact[at + 1:] for true in whole)

    return {fact for fact in found if fact not in whole and not known(fact)}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", CAPTURES)
def test_damaged(name: str, damage: str) -> None:
    text, expected = CAPTURES[name]
    found = read(DAMAGES[damage][0](text))
    assert wrong(found, read(text)) == set()
    if damage not in CUTS and name not in HURT.get(damage, ()):
        assert len(found & expected) >= 0.9 * len(expected), expected - found


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(CAPTURES)), st.integers(0, 15), st.integers(0, 15))
def test_lines_cut_off_give_nothing_new(name: str, low: int, high: int) -> None:
    text, _ = CAPTURES[name]
    assert wrong(read("\n".join(text.split("\n")[low:max(low, high)])), read(text)) == set()


def test_addresses_are_never_cut_in_two() -> None:
    """The end of a text within an address, a mask or a MAC gives none of them."""
    for name, (text, _) in CAPTURES.items():
        whole = read(text)
        for found in re.finditer(r"\d{1,3}(?:\.\d{1,3}){3}(?:/\d+)?|(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}", text):
            for end in range(found.start() + 1, found.end()):
                bad = {f for f in wrong(read(text[:end]), whole) if f[1] in ("address", "prefix", "mac") or f[0] == "route"}
                assert not bad, (name, text[found.start():end])
