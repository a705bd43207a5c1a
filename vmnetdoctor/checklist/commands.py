"""What to type at each step, per system and release, and what its output shows in this lab's own numbers.

Texts are commands and their literal output; `{...}` are values of `subject.numbers`.  Since these come from strangers'
files, only harmless ones are put into a command.  Sources: vmware-networking.md 3-5, guest-ifcfg.md 1.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from vmnetdoctor.checklist.subject import host_systems, numbers, system_of
from vmnetdoctor.model.facts import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vmnetdoctor.checklist.claims import Claim
    from vmnetdoctor.checklist.steps import Step
    from vmnetdoctor.checklist.subject import Subject

GUEST_SYSTEMS = ("el6", "el7", "linux", "windows")
HOST_SYSTEMS = ("windows", "linux", "macos")
Rows = dict[str, tuple[tuple[str, str], ...]]      # system to (command, what its output shows)

_WINDOWS = "C:\\ProgramData\\VMware"
_FUSION = "/Library/Preferences/VMware Fusion"
_CLI = '"/Applications/VMware Fusion.app/Contents/Library/vmnet-cli"'
_CARD = 'ethernet{index}.present = "TRUE"'
_PLUG = 'ethernet{index}.connectionType = "{word}"'
_NO_VMX = "FILE.vmx"
_PING_OUT = "www.example.com"

HOST: dict[str, Rows] = {
    "adapter": {
        "windows": (('findstr /i "ethernet{index}." "{vmx}"', _CARD),),
        "linux": (('grep -i "ethernet{index}\\." "{vmx}"', _CARD),),
        "macos": (('grep -i "ethernet{index}\\." "{vmx}"', _CARD),)},
    "plug": {
        "windows": (('findstr /i "connectionType vnet" "{vmx}"', _PLUG),),
        "linux": (('grep -iE "connectionType|vnet" "{vmx}"', _PLUG),),
        "macos": (('grep -iE "connectionType|vnet" "{vmx}"', _PLUG),)},
    "vmnets": {
        "windows": ((f"dir {_WINDOWS}\\vmnet*.conf", "vmnetdhcp.conf  vmnetnat.conf"),),
        "linux": (("ls /etc/vmware", "networking  vmnet{number}"), ("lsmod | grep vmnet", "vmnet")),
        "macos": ((f'ls "{_FUSION}"', "networking  vmnet{number}"),)},
    "bridge": {
        "windows": (("powershell Get-NetAdapterBinding -ComponentID vmware_bridge", "{bridge} ... True"),
                    ("ipconfig /all", "{bridge}")),
        "linux": (("grep -i bridge /etc/vmware/networking", "add_bridge_mapping {bridge} {number}"),
                  ("ip addr", "{bridge}: ... state UP")),
        "macos": ((f'grep -i bridge "{_FUSION}/networking"', "add_bridge_mapping {bridge} {number}"),
                  ("ifconfig -a", "{bridge}: ... status: active"))},
    "services": {
        "windows": (('sc query "VMware NAT Service"', "STATE : 4  RUNNING"), ("sc query VMnetDHCP", "STATE : 4  RUNNING")),
        "linux": (("sudo vmware-networks --status", "NAT service on vmnet{number} is running"),
                  ("sudo vmware-networks --status", "DHCP service on vmnet{number} is running")),
        "macos": ((f"sudo {_CLI} --status", "NAT service on vmnet{number} is running"),
                  (f"sudo {_CLI} --status", "DHCP service on vmnet{number} is running"))},
    "dhcp": {
        "windows": ((f"type {_WINDOWS}\\vmnetdhcp.conf", "subnet {base} netmask {netmask} ... range {pool}"),),
        "linux": (("cat /etc/vmware/vmnet{number}/dhcpd/dhcpd.conf", "subnet {base} netmask {netmask} ... range {pool}"),),
        "macos": ((f'cat "{_FUSION}/vmnet{{number}}/dhcpd.conf"', "subnet {base} netmask {netmask} ... range {pool}"),)},
    "nat-device": {
        "windows": ((f"type {_WINDOWS}\\vmnetnat.conf", "ip = {nat}"),),
        "linux": (("cat /etc/vmware/vmnet{number}/nat/nat.conf", "ip = {nat}"),),
        "macos": ((f'cat "{_FUSION}/vmnet{{number}}/nat.conf"', "ip = {nat}"),)},
    "host-adapter": {
        "windows": (("ipconfig /all", "{card} ... {host}"), ("ping {address}", "{address} ... TTL=")),
        "linux": (("ip addr", "{card} ... inet {host}"), ("ping -c 3 {address}", "64 bytes from {address}")),
        "macos": (("ifconfig -a", "{card} ... inet {host}"), ("ping -c 3 {address}", "64 bytes from {address}"))},
    "forwards": {
        "windows": (('netstat -ano | findstr ":{port} "', "0.0.0.0:{port} ... LISTENING"),),
        "linux": (('ss -lntu | grep ":{port} "', "LISTEN ... :{port}"),),
        "macos": (('netstat -an | grep "[.]{port} "', "*.{port} ... LISTEN"),)},
    "firewall": {
        "windows": (("powershell Get-NetFirewallRule -Name FPS-ICMP4-ERQ-In*", "Enabled : True ... Action : Allow"),),
        "linux": (("sudo iptables -L INPUT -n", "policy ACCEPT"),),
        "macos": (("/usr/libexec/ApplicationFirewall/socketfilterfw --getstealthmode", "off"),)},
    "request": dict.fromkeys(HOST_SYSTEMS, (("vmnetdoctor matrix", ""),)),
}
GUEST: dict[str, Rows] = {
    "adapter": {
        "el6": (("ifconfig -a", "HWaddr {mac}"), ("ethtool {interface}", "Link detected: yes")),
        "el7": (("ip link", "{interface}: <...,LOWER_UP> ... {mac}"),),
        "linux": (("ip link", "{interface}: <...,LOWER_UP> ... {mac}"),),
        "windows": (("ipconfig /all", "{mac_dashed}"),)},
    "interface": {
        "el6": (("ifconfig {interface}", "UP BROADCAST RUNNING"), ("service network status", "{interface}")),
        "el7": (("nmcli device", "{interface}  ethernet  connected"), ("ip link show {interface}", "state UP")),
        "linux": (("ip link show {interface}", "state UP"),),
        "windows": (("netsh interface show interface", "Enabled  Connected"),)},
    "address": {
        "el6": (("ifconfig {interface}", "inet addr:{address} ... Mask:{mask}"),),
        "el7": (("ip addr show {interface}", "inet {address}/{prefix}"),),
        "linux": (("ip addr show {interface}", "inet {address}/{prefix}"),),
        "windows": (("ipconfig /all", "IPv4 ... {address}"),)},
    "gateway": {
        "el6": (("route -n", "0.0.0.0  {router}  0.0.0.0  UG ... {interface}"), ("ping -c 3 {router}", "64 bytes from {router}")),
        "el7": (("ip route", "default via {router} dev {interface}"), ("ping -c 3 {router}", "64 bytes from {router}")),
        "linux": (("ip route", "default via {router} dev {interface}"), ("ping -c 3 {router}", "64 bytes from {router}")),
        "windows": (("route print 0.0.0.0", "0.0.0.0  0.0.0.0  {router}"), ("ping {router}", "{router}"))},
    "resolver": {
        "el6": (("cat /etc/resolv.conf", "nameserver {dns}"), (f"ping -c 3 {_PING_OUT}", f"PING {_PING_OUT} (A.B.C.D)")),
        "el7": (("cat /etc/resolv.conf", "nameserver {dns}"), (f"getent hosts {_PING_OUT}", f"A.B.C.D  {_PING_OUT}")),
        "linux": (("cat /etc/resolv.conf", "nameserver {dns}"), (f"getent hosts {_PING_OUT}", f"A.B.C.D  {_PING_OUT}")),
        "windows": ((f"nslookup {_PING_OUT}", "{dns}"),)},
    "firewall": {
        "el6": (("service iptables status", "icmp ... ACCEPT"),),
        "el7": (("firewall-cmd --list-all", "services: ... ssh"),),
        "linux": (("sudo iptables -L INPUT -n", "policy ACCEPT"),),
        "windows": (("powershell Get-NetFirewallRule -Name FPS-ICMP4-ERQ-In*", "Enabled : True ... Action : Allow"),)},
}


@record
class Command:
    """A command to run: on the `guest` or `host` of that system (GUEST_SYSTEMS, HOST_SYSTEMS), and the output to look for."""

    where: str
    system: str
    text: str
    expect: str


def commands_of(step: Step, subject: Subject, claims: tuple[Claim, ...]) -> list[Command]:
    """The commands of a step for this subject's systems (all of a host's where its own is not known), each once."""
    values = _harmless(subject, {**numbers(subject), **(claims[0].values if claims else {})})
    made: dict[tuple[str, str, str], Command] = {}
    for where, system, text, expect in _rows(step, subject):
        if _wanted(step, text + expect, claims):
            command = Command(where, system, text.format_map(values), _shown(expect, values))
            made.setdefault((where, command.text, command.expect), command)
    return list(made.values())


def _rows(step: Step, subject: Subject) -> Iterator[tuple[str, str, str, str]]:
    for system in host_systems(subject.lab):
        yield from (("host", system, text, expect) for text, expect in HOST.get(step.id, {}).get(system, ()))
    if subject.guest is not None:
        system = system_of(subject.guest)
        yield from (("guest", system, text, expect) for text, expect in GUEST.get(step.id, {}).get(system, ()))


def _wanted(step: Step, text: str, claims: tuple[Claim, ...]) -> bool:
    """Of the services, those that the claims are about."""
    codes = {claim.code for claim in claims}
    if step.id == "services" and codes:
        return ("NAT" in text and "services.nat" in codes) or ("DHCP" in text and "services.dhcp" in codes)
    return step.id != "forwards" or "forwards" in codes


class _Blanks(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return _NO_VMX if key == "vmx" else f"<{key}>"


_PLAIN = re.compile(r"[\w.:/, -]{1,64}")
_SHELL = re.compile(r"\w[\w.:-]{0,15}", re.ASCII)


def _harmless(subject: Subject, values: Mapping[str, Any]) -> _Blanks:
    """The values that may stand in a command: a name from a file could hold one of its own."""
    made = _Blanks()
    for key, value in values.items():
        text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        if (_SHELL if key == "interface" else _PLAIN).fullmatch(text):
            made[key] = text
    stem = (subject.guest.vmx or "").rsplit("/", 1)[-1] if subject.guest is not None else ""
    if stem and re.fullmatch(r"\w[\w. -]{0,80}", stem):
        made["vmx"] = stem
    made["word"] = _mode(subject)
    made["mac_dashed"] = made["mac"].upper().replace(":", "-") if "mac" in made else "<mac>"
    if "pool" in made:
        made["pool"] = made["pool"].replace("-", " ")
    made["card"] = _card(made, subject.lab.host.os.value)
    return made


def _card(values: Mapping[str, Any], system: str | None) -> str:
    """The host adapter as its system names it."""
    number, kind = values.get("number"), values.get("kind")
    if kind == "bridged":
        return str(values.get("bridge", "<bridge>"))
    return f"VMware Network Adapter VMnet{number}" if system in ("windows", None) else f"vmnet{number}"


def _mode(subject: Subject) -> str:
    return next((a.mode.value for a in subject.plugs if a.mode.value is not None and a.mode.value.isalpha()), "nat")


def _shown(expect: str, values: _Blanks) -> str:
    """The output to look for; nothing where the lab does not tell its numbers."""
    text = expect.format_map(values)
    return "" if "<" in text.replace("<...,LOWER_UP>", "") else text
