"""The VMnetLib registry export of a Windows host to what it says of each vmnet (vmware-networking.md 5.3)."""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING

from vmnetdoctor.assemble.nat import port_number
from vmnetdoctor.assemble.networking import VnetAnswers
from vmnetdoctor.formats import registry
from vmnetdoctor.model.addr import Subnet, ip, mac, prefix_of, subnet_of
from vmnetdoctor.model.facts import UNKNOWN, Fact, assumed, record, unknown
from vmnetdoctor.model.host import Forward, Reservation
from vmnetdoctor.source import Place, Source

if TYPE_CHECKING:
    from vmnetdoctor.formats.console import Value
    from vmnetdoctor.formats.registry import Entry, Key

_VMNET = re.compile(r"vmnet(\d{1,3})", re.ASCII)
_STATES = {2: "enabled", 3: "manual", 4: "disabled"}     # `Start` of a service's key
_PROTOCOLS = (("nat\\tcpforward", "tcp"), ("nat\\udpforward", "udp"))


@record
class RegistryParts:
    """`vnets` in the shape that `networking` files give; `services` are start types of services whose keys the export holds.

    `complete` is the place of the vmnet list where the export holds it: a vmnet that it does not name is not defined.
    """

    vnets: dict[str, VnetAnswers] = field(default_factory=dict)
    services: dict[str, Fact[str]] = field(default_factory=dict)
    complete: Fact[str] = UNKNOWN


def registry_parts(source: Source) -> RegistryParts:
    """Every vmnet below a `VMnetConfig` key, and the start types below `Services`."""
    keys = registry.parse(source).keys
    below: dict[int, dict[str, Key]] = {}
    services: dict[str, Fact[str]] = {}
    complete: Fact[str] = UNKNOWN
    for key in keys:
        if "vmnetconfig" in key.parts:
            number, rest = _vmnet(key)
            if number is not None:
                below.setdefault(number, {})[rest] = key
            elif not complete.known:
                complete = Fact("registry", (_place(source, key.path),))
        elif len(key.parts) > 1 and key.parts[-2] == "services":
            _service(source, key, services)
    bridge = _bridge_parameters(source, keys)
    return RegistryParts({f"VMnet{n}": _vnet(source, n, below[n], bridge) for n in sorted(below)}, services, complete)


def _vmnet(key: Key) -> tuple[int | None, str]:
    at = key.parts.index("vmnetconfig") + 1
    found = _VMNET.fullmatch(key.parts[at]) if at < len(key.parts) else None
    number = int(found[1]) if found else None
    return number if number is not None and number <= 255 else None, "\\".join(key.parts[at + 1:])


def _vnet(source: Source, number: int, keys: dict[str, Key], automatic: Fact[str]) -> VnetAnswers:
    nat, card = _switch(source, keys, "nat", "usenat"), _switch(source, keys, "adapter", "useadapter")
    dhcp = _switch(source, keys, "dhcp", "usedhcp")
    subnet = _subnet(source, keys)
    bridge = _bridge(source, number, keys, automatic)
    first = next(iter(keys.values()))
    return VnetAnswers(
        f"VMnet{number}", _place(source, first.path), _kind(number, nat, card, subnet, bridge), subnet,
        _host_address(card, subnet), card.map(lambda there: "present" if there else "absent"), dhcp, nat, bridge,
        forwards=_forwards(source, number, keys), reservations=_reservations(source, number, keys))


def _kind(number: int, nat: Fact[bool], card: Fact[bool], subnet: Fact[Subnet], bridge: Fact[str]) -> Fact[str]:
    """As for `networking` files: NAT, else a bridge, else a host adapter or a subnet (vmware-networking.md 5.1)."""
    if nat.value:
        return Fact("nat", nat.places)
    if bridge.stated and bridge.value:
        return Fact("bridged", bridge.places)
    if number == 0:
        return assumed("bridged", "default-bridge")
    if card.value or subnet.stated:
        return Fact("hostonly", (*card.places, *nat.places) or subnet.places)
    return unknown("kind")


def _bridge(source: Source, number: int, keys: dict[str, Key], automatic: Fact[str]) -> Fact[str]:
    """`HostInterface` names the card; where it is empty, the choice is automatic (vmware-networking.md 5.3)."""
    entry = _entry(keys, "", "hostinterface") or _entry(keys, "hostinterface", "hostinterface")
    if entry is not None and entry.value.text:
        return Fact(entry.value.text, (_place(source, entry.value),))
    if number != 0:
        return UNKNOWN
    if entry is not None:
        return Fact("automatic", (_place(source, entry.name),))
    return automatic if automatic.known else assumed("automatic", "default-bridge")


def _bridge_parameters(source: Source, keys: tuple[Key, ...]) -> Fact[str]:
    """An empty `Services\\VMnetBridge\\Parameters` means automatic bridging (vmware-networking.md 5.3)."""
    for key in keys:
        if key.parts[-2:] == ("vmnetbridge", "parameters") and not key.entries:
            return Fact("automatic", (_place(source, key.path),))
    return UNKNOWN


def _subnet(source: Source, keys: dict[str, Key]) -> Fact[Subnet]:
    """`IPSubnetAddress` with `IPSubnetMask`, /24 where there is no mask."""
    entry, mask = _entry(keys, "", "ipsubnetaddress"), _entry(keys, "", "ipsubnetmask")
    if entry is None:
        return unknown("subnet")
    address, bits = ip(entry.value.text), ip(mask.value.text) if mask is not None else 0xFFFFFF00
    prefix = prefix_of(bits) if bits is not None else None
    places = (_place(source, entry.value), *((_place(source, mask.value),) if mask is not None else ()))
    value = None if address is None or prefix is None else subnet_of(address, prefix)
    return Fact(value, places, "" if mask is not None else "default-prefix")


def _host_address(card: Fact[bool], subnet: Fact[Subnet]) -> Fact[int]:
    """The first address of the subnet, as the product sets it (vmware-networking.md 2.2)."""
    if card.value and subnet.value is not None and subnet.value.prefix < 31:
        return assumed(subnet.value.base + 1, "default-host-address")
    return unknown("host-adapter")


def _switch(source: Source, keys: dict[str, Key], key: str, name: str) -> Fact[bool]:
    entry = _entry(keys, key, name)
    return unknown(name) if entry is None else Fact(_truth(entry), (_place(source, entry.value),))


def _truth(entry: Entry) -> bool | None:
    if entry.number is not None:
        return entry.number != 0
    return {"0": False, "1": True, "false": False, "true": True, "no": False, "yes": True}.get(entry.value.text.lower())


def _entry(keys: dict[str, Key], key: str, name: str) -> Entry | None:
    found = keys.get(key)
    return None if found is None else next((e for e in found.entries if e.name.text.lower() == name), None)


def _forwards(source: Source, number: int, keys: dict[str, Key]) -> tuple[Forward, ...]:
    """`"8888"="192.168.79.131:80"`; `8888Description` is a remark."""
    listed = ((protocol, entry) for where, protocol in _PROTOCOLS if where in keys for entry in keys[where].entries)
    return tuple(_forward(source, number, protocol, entry) for protocol, entry in listed if entry.name.text.isdigit())


def _forward(source: Source, number: int, protocol: str, entry: Entry) -> Forward:
    value = entry.value
    address, colon, port = value.text.partition(":")
    middle = value.start + len(address)
    host_port = Fact(entry.name.text, (_place(source, entry.name),))
    return Forward(
        f"VMnet{number}", Place(source, entry.name.start, value.end), protocol, host_port.map(port_number),
        Fact(ip(address.strip()), (Place(source, value.start, middle),)),
        Fact(port_number(port.strip()), (Place(source, middle + len(colon), value.end),)), host_port,
        Fact(value.text, (_place(source, value),)))


def _reservations(source: Source, number: int, keys: dict[str, Key]) -> tuple[Reservation, ...]:
    """`DHCP\\FixedIPtoMac`: the name is the MAC, the value the address."""
    key = keys.get("dhcp\\fixediptomac")
    found = []
    for entry in key.entries if key is not None else ():
        card = Fact(entry.name.text, (_place(source, entry.name),))
        address = Fact(entry.value.text, (_place(source, entry.value),))
        found.append(Reservation(entry.name.text, Place(source, entry.name.start, entry.value.end), card.map(mac), card,
                                 address.map(ip), address, f"VMnet{number}"))
    return tuple(found)


def _service(source: Source, key: Key, services: dict[str, Fact[str]]) -> None:
    start = next((e for e in key.entries if e.name.text.lower() == "start"), None)
    state = _STATES.get(start.number) if start is not None and start.number is not None else None
    if start is not None and state is not None:
        services[key.path.text.rpartition("\\")[2]] = Fact(state, (_place(source, start.value),))


def _place(source: Source, value: Value) -> Place:
    return Place(source, value.start, value.end)
