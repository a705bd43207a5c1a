"""A NAT file to the NAT service and the port forwards of its vmnet (vmware-networking.md 4)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.assemble.vmx import vmnet_name
from vmnetdoctor.model.addr import Interface, Subnet, ip, mac, prefix_of
from vmnetdoctor.model.facts import UNKNOWN, Fact, assumed, record, unknown
from vmnetdoctor.model.host import Forward, Nat
from vmnetdoctor.model.macs import vmnet_of_mac
from vmnetdoctor.source import Place

if TYPE_CHECKING:
    from vmnetdoctor.formats.nat import NatFile
    from vmnetdoctor.formats.syntax import Entry

_SWITCHES = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
_SECTIONS = (("incomingtcp", "tcp"), ("incomingudp", "udp"))


@record
class NatParts:
    """What a NAT file says.

    `network` is the vmnet it serves: the folder's, else what it names itself (`named`), else VMnet8 by default.
    """

    network: Fact[str]
    named: Fact[str]
    nat: Nat
    forwards: tuple[Forward, ...]
    subnet: Fact[Subnet]
    host_adapter: Fact[int]


def nat_parts(doc: NatFile, folder: str | None = None) -> NatParts:
    """`folder` is the vmnet of the folder the file lies in: the service is started for it, whatever `device` says."""
    named = _named(doc)
    default = assumed("VMnet8", "default-nat-network")    # vmware-networking.md 2.1
    network = assumed(folder, "folder") if folder else named if named.known else default
    device = _device(doc)
    host_ip = doc.entry("host", "hostip")
    return NatParts(
        network, named, _service(doc, device), _forwards(doc, network.value or ""), device.map(lambda i: i.subnet),
        UNKNOWN if host_ip is None else _stated(host_ip).map(lambda text: ip(text.partition("/")[0].strip())))


def port_number(text: str) -> int | None:
    """A legal port, 1-65535 (vmware-networking.md 4)."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0
    return number if 1 <= number <= 65535 else None


def _named(doc: NatFile) -> Fact[str]:
    """`device`, else the host adapter's MAC 00:50:56:C0:00:NN with NN in hexadecimal (vmware-networking.md 1.4)."""
    device = doc.entry("host", "device")
    if device is not None and vmnet_name(device.value or ""):
        return _stated(device).map(vmnet_name)
    host_mac = doc.entry("host", "hostmac")
    if host_mac is not None:
        return _stated(host_mac).map(mac).map(vmnet_of_mac)
    return unknown("device")


def _service(doc: NatFile, device: Fact[Interface]) -> Nat:
    ip_entry = doc.entry("host", "ip")
    section = doc.headers.get("dns")
    header = doc.headers.get("host")
    place = ip_entry.value_place if ip_entry else doc.place(header) if header else Place(doc.source, 0, 0)
    return Nat(
        place, device, dns_autodetect=_switch(doc, "dns", "autodetect"), nameservers=_nameservers(doc),
        dns_section=Fact("dns", (doc.place(section),)) if section else unknown("dns-section"),
        any_oui=_switch(doc, "host", "allowanyoui"), device_text=_stated(ip_entry) if ip_entry else unknown("ip"))


def _device(doc: NatFile) -> Fact[Interface]:
    """`ip = a/24`, or `ip` with `netmask`; /24 where neither tells (vmware-networking.md 4)."""
    entry = doc.entry("host", "ip")
    if entry is None:
        return unknown("ip")
    text, slash, length = (entry.value or "").partition("/")
    address = ip(text.strip())
    mask = None if slash else doc.entry("host", "netmask")
    stated = length.strip() if slash else (mask.value or "") if mask else None
    prefix = 24 if stated is None else _prefix(stated)
    places = (entry.value_place, *((mask.value_place,) if mask else ()))
    if address is None:
        return Fact(None, places, "bad-address")
    if prefix is None:
        return Fact(Interface(address, 24), places, "bad-netmask")
    return Fact(Interface(address, prefix), places, "default-prefix" if stated is None else "")


def _prefix(text: str) -> int | None:
    if re.fullmatch(r"\d{1,2}", text, re.ASCII):
        return int(text) if int(text) <= 32 else None
    mask = ip(text)
    return None if mask is None else prefix_of(mask)


def _nameservers(doc: NatFile) -> tuple[Fact[str], ...]:
    entries = (doc.entry("dns", f"nameserver{number}") for number in (1, 2, 3))
    return tuple(_stated(entry) for entry in entries if entry is not None and entry.value)


def _switch(doc: NatFile, section: str, key: str) -> Fact[bool]:
    """1 or 0; both switches that are asked for are on by default (vmware-networking.md 4)."""
    entry = doc.entry(section, key)
    if entry is None or not entry.value:
        return assumed(True, "default")
    return _stated(entry).map(lambda text: _SWITCHES.get(text.lower()))


def _stated(entry: Entry) -> Fact[str]:
    return Fact(entry.value, (entry.value_place,))


def _forwards(doc: NatFile, network: str) -> tuple[Forward, ...]:
    return tuple(_forward(entry, protocol, network)
                 for section, protocol in _SECTIONS for entry in doc.sections.get(section, ()))


def _forward(entry: Entry, protocol: str, network: str) -> Forward:
    """`hostport = guestIP:guestport`; what is not legal keeps its text and has no value (vmware-networking.md 4)."""
    port = Fact(entry.key, (entry.key_place,))
    text = entry.value or ""
    address, _, guest_port = text.partition(":")
    source, start = entry.source, entry.value_start
    colon = start + len(address)
    return Forward(
        network, Place(source, entry.key_start, max(entry.key_end, entry.value_end)), protocol, port.map(port_number),
        Fact(ip(address.strip()), (_part(entry, start, colon),)),
        Fact(port_number(guest_port.strip()), (_part(entry, colon + 1, entry.value_end),)), port, _stated(entry))


def _part(entry: Entry, start: int, end: int) -> Place:
    """A part of the value without the blanks around it; where it is empty, the whole value."""
    text = entry.source.text
    while start < end and text[start] in " \t":
        start += 1
    while start < end and text[end - 1] in " \t":
        end -= 1
    return Place(entry.source, start, end) if start < end else entry.value_place
