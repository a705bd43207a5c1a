"""A small lab and its verdict, made by hand from model records, for the tests of the reports."""

from __future__ import annotations

from typing import Any

from vmnetdoctor.catalog import Rule
from vmnetdoctor.checks.outcome import Finding, Fix
from vmnetdoctor.model.addr import Interface, ip, subnet_of
from vmnetdoctor.model.facts import UNKNOWN, Fact, assumed
from vmnetdoctor.model.guest import Adapter, Guest, Profile, Reading
from vmnetdoctor.model.host import Dhcp, Forward, Host, HostAdapter, Nat, Network, Reservation
from vmnetdoctor.model.lab import Input, Lab
from vmnetdoctor.source import Edit, Place, Source
from vmnetdoctor.verdict import Crash, Judged, NotChecked, Verdict

IFCFG = "DEVICE=ens33\nONBOOT=yes\nBOOTPROTO=none\nIPADDR=10.0.0.10\nPREFIX=24\nGATEWAY=10.0.0.1\n"
NAT = "[host]\nip = 10.0.0.2/24\n"
WHERE = Place(Source("guests/web1/web1.vmx", 'displayName = "web1"\n'), 0, 11)

RULE = Rule(
    "VND101", "gateway-is-host-adapter", "guest", "error", "gateway", "0.1.0", "safe", (),
    {"en": {"claim": "The gateway of a NAT guest is the NAT device.",
            "message": {"default": "gateway {gateway} of {guest} is the host's own adapter",
                        "unknown": "gateway {gateway} is the host's own adapter, which leads nowhere"},
            "why": "The way out of a NAT network is the NAT device; the host adapter is only the host's own plug in the virtual switch, "
                   "so packets sent there stop at the host.",
            "cure": "Write GATEWAY={nat_device} and run `systemctl restart network` in the guest.",
            "fix": "Use the NAT device {nat_device}",
            "labels": {"nat": "the NAT device is here"},
            "words": {"networkmanager": "NetworkManager"}},
     "zh": {"claim": "NAT 模式虚拟机的默认网关是 NAT 设备。",
            "message": "{guest} 的默认网关 {gateway} 是主机虚拟网卡",
            "why": "NAT 网络的出口是 NAT 设备；主机虚拟网卡只是主机接到虚拟交换机上的一根网线，发到那里的数据包到主机就停住了，"
                   "所以虚拟机能连通主机和同网段的虚拟机，却到不了局域网，也到不了外网。",
            "cure": "写 GATEWAY={nat_device}，然后在虚拟机里运行 `systemctl restart network`。",
            "labels": {"nat": "NAT 设备在这里"}}},
    ({"name": "wrong", "bad": {"ifcfg-ens33": "GATEWAY=⟦10.0.0.1⟧\n"}, "good": {"ifcfg-ens33": "GATEWAY=10.0.0.2\n"}},))


def place(source: Source, text: str) -> Place:
    """Where the text stands in the source."""
    start = source.text.index(text)
    return Place(source, start, start + len(text))


def address(text: str) -> int:
    number = ip(text)
    assert number is not None
    return number


def stated(value: Any, at: Place = WHERE) -> Fact[Any]:
    return Fact(value, (at,))


def rule(name: str, **changes: Any) -> Rule:
    """A plain rule whose message is its name."""
    texts = {"claim": f"not {name}", "message": name, "why": "because", "cure": "do it"}
    made = {"id": "VND900", "name": name, "area": "lab", "severity": "info", "layer": "note", "since": "0.1.0", "fix": "none",
            "follows": (), "texts": {"en": texts, "zh": texts}, "examples": ()}
    return Rule(**{**made, **changes})


def profile(source: Source, gateway: str = "10.0.0.1") -> Profile:
    def read(reader: str) -> Reading:
        return Reading(reader, stated(True), stated("static"), (stated(Interface(address("10.0.0.10"), 24)),),
                       stated(address(gateway)), stated(gateway), dns=(stated("10.0.0.2"),))

    made = Profile(source.path, "ifcfg", Place(source, 0, 0), stated("ens33"), UNKNOWN, read, ("network-scripts", "networkmanager"))
    made.adapter, made.in_force = 0, "networkmanager"
    return made


def guest(name: str = "web1", source: Source | None = None) -> Guest:
    adapter = Adapter(0, WHERE, stated(True), assumed(True, "default"), stated("nat"), "VMnet8", mac=stated("00:0c:29:3b:4c:6d"),
                      mac_source=stated("generated"), model=stated("e1000"), slot=stated(33))
    return Guest(name, f"guests/{name}/{name}.vmx", WHERE, stated("centos7-64"), assumed("centos7", "guestOS"), UNKNOWN,
                 adapters=(adapter,), profiles=(profile(source or Source(f"guests/{name}/ifcfg-ens33", IFCFG)),))


def nat_network() -> Network:
    def numbers(*texts: str) -> tuple[Fact[int], ...]:
        return tuple(stated(address(text)) for text in texts)

    kept = Reservation("web2", WHERE, stated("00:0c:29:aa:bb:cc"), stated("00:0C:29:AA:BB:CC"), *numbers("10.0.0.20"), stated("10.0.0.20"))
    dhcp = Dhcp(WHERE, stated(subnet_of(address("10.0.0.0"), 24)), (stated((address("10.0.0.128"), address("10.0.0.254"))),),
                numbers("10.0.0.2"), numbers("10.0.0.2"), reservations=(kept,))
    forwards = (Forward("VMnet8", WHERE, "tcp", stated(8888), *numbers("10.0.0.131"), stated(80)),
                Forward("VMnet8", WHERE, "tcp", UNKNOWN, *numbers("10.0.0.131"), stated(80)))
    return Network("VMnet8", stated("nat"), stated(subnet_of(address("10.0.0.0"), 24)), *numbers("10.0.0.1"), stated("present"),
                   dhcp_on=stated(True), dhcp=dhcp, nat=Nat(WHERE, stated(Interface(address("10.0.0.2"), 24))), forwards=forwards)


def lab(*guests: Guest, inputs: tuple[Input, ...] | None = None) -> Lab:
    card = HostAdapter("Wi-Fi", "wireless", (stated(Interface(address("192.168.1.100"), 24)),), stated(address("192.168.1.1")),
                       stated(True), "VMnet0")
    given = (Input("guests/web1/web1.vmx", "vmx", "web1"), Input("guests/web1/ifcfg-ens33", "ifcfg", "web1"),
             Input("host/vmnetnat.conf", "nat"), Input("readme.txt", "unknown"))
    return Lab(guests or (guest(),), (nat_network(),), Host(stated("windows"), (card,)), given if inputs is None else inputs)


def gateway_finding(**changes: Any) -> Judged:
    """The finding of `contract.md`'s example: gateway in the guest's file, NAT device in the host's."""
    ifcfg, nat = Source("guests/web1/ifcfg-ens33", IFCFG), Source("host/vmnetnat.conf", NAT)
    at = place(ifcfg, "10.0.0.1\n")
    at.end -= 1
    values = {"gateway": "10.0.0.1", "guest": "web1", "nat_device": "10.0.0.2"}
    made: dict[str, Any] = {"at": at, "values": values, "also": (("nat", place(nat, "10.0.0.2")),),
                            "fix": Fix("safe", (Edit(at, "10.0.0.2"),))}
    subject = {"guest": "web1", "adapter": 0, "interface": "ens33", "network": "VMnet8"}
    return Judged(RULE, Finding(**{**made, **changes}), "error", subject, (subject,), (), (("web1", "internet"),))


def finding_at(at: Place, rule_: Rule, **changes: Any) -> Judged:
    return Judged(rule_, Finding(at, **changes), rule_.severity, {"guest": "web1"}, ({"guest": "web1"},))


def verdict(*findings: Judged, missing: tuple[NotChecked, ...] = (), crashes: tuple[Crash, ...] = (), of: Lab | None = None) -> Verdict:
    counts = {severity: sum(j.severity == severity for j in findings) for severity in ("error", "warning", "info")}
    return Verdict(of or lab(), findings, missing, crashes, counts)
