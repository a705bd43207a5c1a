"""`networking`, `locations` and the old `config` to what they say of each vmnet (vmware-networking.md 5.1 and 5.4)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.assemble.nat import port_number
from vmnetdoctor.model.addr import Subnet, ip, mac, prefix_of, subnet_of
from vmnetdoctor.model.facts import UNKNOWN, Fact, assumed, record, unknown
from vmnetdoctor.model.host import Forward, Reservation
from vmnetdoctor.source import Place

if TYPE_CHECKING:
    from vmnetdoctor.formats.networking import Command, Networking, Word
    from vmnetdoctor.formats.syntax import Entry
    from vmnetdoctor.formats.vmx import Dictionary
    from vmnetdoctor.source import Source

DEFAULT_BRIDGE = "VNL_DEFAULT_BRIDGE_VNET"
_CONFIG = re.compile(r"vmnet(\d{1,3})\.(bridged|bridgeinterface|hostonlyaddress|hostonlynetmask|nat)", re.I | re.ASCII)
_SWITCHES = {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False}


@record
class VnetAnswers:
    """What one host database says of one vmnet; `place` is None where it does not name it.

    `kind` is bridged, nat, hostonly or unknown; `host_adapter_state` present or absent; `bridge` a host adapter or `automatic`.
    """

    name: str
    place: Place | None
    kind: Fact[str]
    subnet: Fact[Subnet] = UNKNOWN
    host_adapter: Fact[int] = UNKNOWN
    host_adapter_state: Fact[str] = UNKNOWN
    dhcp_on: Fact[bool] = UNKNOWN
    nat_on: Fact[bool] = UNKNOWN
    bridge: Fact[str] = UNKNOWN
    display_name: Fact[str] = UNKNOWN
    forwards: tuple[Forward, ...] = ()
    reservations: tuple[Reservation, ...] = ()


def vnets(doc: Networking) -> dict[str, VnetAnswers]:
    """Every vmnet the file names, by `VMnet<N>` in order of N, and VMnet0, which bridges even when unlisted (5.1)."""
    by_number: dict[int, dict[str, Entry]] = {0: {}}
    for (number, key), entry in doc.answers.items():
        by_number.setdefault(number, {})[key] = entry
    default = _default_bridge(doc)
    mapped = [*(c.vnet for c in doc.bridges.values()), *(c.vnet for c in doc.forwards), default.value,
              *(number for number, _ in doc.reservations)]
    for vnet in mapped:
        if vnet is not None and vnet >= 0:
            by_number.setdefault(vnet, {})
    forwards = _forwards(doc)
    reservations = _reservations(doc)
    return {f"VMnet{number}": _vnet(doc, number, by_number[number], default, forwards.get(number, ()),
                                    reservations.get(number, ()))
            for number in sorted(by_number)}


def excluded_adapters(doc: Networking) -> tuple[Fact[str], ...]:
    """Host adapters that automatic bridging may not take (`add_bridge_mapping <adapter> -1`)."""
    return tuple(_word(doc.source, c.words[0]) for c in doc.bridges.values() if c.vnet == -1)


def config_vnets(doc: Dictionary) -> dict[str, VnetAnswers]:
    """`vmnetN.*` lines that very old Linux products kept in /etc/vmware/config (vmware-networking.md 5.4)."""
    names = {"bridged": "BRIDGED", "bridgeinterface": "INTERFACE", "hostonlyaddress": "HOSTONLY_HOSTADDR",
             "hostonlynetmask": "HOSTONLY_NETMASK", "nat": "NAT"}
    by_number: dict[int, dict[str, Entry]] = {}
    for entry in doc.entries():
        found = _CONFIG.fullmatch(entry.key)
        if found and int(found[1]) <= 255:
            by_number.setdefault(int(found[1]), {})[names[found[2].lower()]] = entry
    return {f"VMnet{n}": _vnet(None, n, by_number[n], UNKNOWN, (), ()) for n in sorted(by_number)}


def _vnet(doc: Networking | None, number: int, keys: dict[str, Entry], default: Fact[int],
          forwards: tuple[Forward, ...], reservations: tuple[Reservation, ...]) -> VnetAnswers:
    nat = _switch(keys, "NAT")
    card = _switch(keys, "VIRTUAL_ADAPTER")
    subnet = _subnet(keys)
    bridge = _bridge(doc, number, keys, default)
    place = next(iter(keys.values())).key_place if keys else None
    if place is None:
        stated = [*bridge.places, *(f.place for f in forwards), *(r.place for r in reservations)]
        place = stated[0] if stated else None
    return VnetAnswers(
        f"VMnet{number}", place, _kind(number, nat, card, subnet, bridge), subnet, _host_address(keys, card, subnet),
        card.map(lambda there: "present" if there else "absent"), _switch(keys, "DHCP"), nat, bridge,
        _stated(keys["DISPLAY_NAME"]) if "DISPLAY_NAME" in keys else UNKNOWN, forwards, reservations)


def _kind(number: int, nat: Fact[bool], card: Fact[bool], subnet: Fact[Subnet], bridge: Fact[str]) -> Fact[str]:
    """NAT yes is nat; a bridge mapping is bridged; a host adapter or a subnet without NAT is host-only (5.1)."""
    if nat.value:
        return Fact("nat", nat.places)
    if bridge.stated and bridge.value:
        return Fact("bridged", bridge.places)
    if card.value or subnet.stated:
        return Fact("hostonly", (*card.places, *nat.places) or subnet.places)
    if number == 0:
        return assumed("bridged", "default-bridge")
    return unknown("kind")


def _bridge(doc: Networking | None, number: int, keys: dict[str, Entry], default: Fact[int]) -> Fact[str]:
    lines = [c for c in doc.bridges.values() if c.vnet == number] if doc else []
    if doc and lines:
        return _word(doc.source, lines[0].words[0])
    if "INTERFACE" in keys:
        return _stated(keys["INTERFACE"])
    if _switch(keys, "BRIDGED").value:
        return Fact("automatic", (keys["BRIDGED"].value_place,))
    if default.value == number:
        return Fact("automatic", default.places)
    if number == 0 and not default.known:
        return assumed("automatic", "default-bridge")
    return UNKNOWN


def _default_bridge(doc: Networking) -> Fact[int]:
    """Which vmnet bridges by itself; -1 switches that off (vmware-networking.md 5.1)."""
    entry = doc.settings.get(DEFAULT_BRIDGE)
    if entry is None:
        return UNKNOWN
    text = entry.value or ""
    number = int(text) if re.fullmatch(r"-1|\d{1,3}", text, re.ASCII) else None
    return Fact(number if number is not None and number <= 255 else None, (entry.value_place,))


def _stated(entry: Entry) -> Fact[str]:
    return Fact(entry.value, (entry.value_place,))


def _switch(keys: dict[str, Entry], name: str) -> Fact[bool]:
    entry = keys.get(name)
    return unknown(name.lower()) if entry is None else _stated(entry).map(lambda text: _SWITCHES.get(text.lower()))


def _subnet(keys: dict[str, Entry]) -> Fact[Subnet]:
    """HOSTONLY_SUBNET, in old files the host's own address, with its mask; /24 where there is no mask (5.3)."""
    entry = keys.get("HOSTONLY_SUBNET") or keys.get("HOSTONLY_HOSTADDR")
    if entry is None:
        return unknown("subnet")
    mask = keys.get("HOSTONLY_NETMASK")
    places = (entry.value_place, *((mask.value_place,) if mask else ()))
    address = ip(entry.value or "")
    bits = 24 if mask is None else _prefix(mask.value or "")
    value = None if address is None or bits is None else subnet_of(address, bits)
    return Fact(value, places, "" if mask else "default-prefix")


def _prefix(text: str) -> int | None:
    mask = ip(text)
    return None if mask is None else prefix_of(mask)


def _host_address(keys: dict[str, Entry], card: Fact[bool], subnet: Fact[Subnet]) -> Fact[int]:
    """The stated address of the host's adapter, else the first of the subnet (vmware-networking.md 2.2)."""
    entry = keys.get("VIRTUAL_ADAPTER_ADDR") or keys.get("HOSTONLY_HOSTADDR")
    if entry is not None:
        return _stated(entry).map(ip)
    if card.value and subnet.value is not None and subnet.value.prefix < 31:
        return assumed(subnet.value.base + 1, "default-host-address")
    return unknown("host-adapter")


def _word(source: Source, word: Word) -> Fact[str]:
    return Fact(word.text, (Place(source, word.start, word.end),))


def _forwards(doc: Networking) -> dict[int, tuple[Forward, ...]]:
    found: dict[int, list[Forward]] = {}
    for line in doc.forwards:
        number = line.vnet or 0
        found.setdefault(number, []).append(_forward(doc.source, number, line))
    return {number: tuple(lines) for number, lines in found.items()}


def _forward(source: Source, number: int, line: Command) -> Forward:
    _, protocol, port, address, guest_port = line.words
    target = Place(source, address.start, guest_port.end)
    return Forward(
        f"VMnet{number}", Place(source, line.start, guest_port.end), protocol.text.lower(),
        _word(source, port).map(port_number), _word(source, address).map(ip), _word(source, guest_port).map(port_number),
        _word(source, port), Fact(target.text, (target,)))


def _reservations(doc: Networking) -> dict[int, tuple[Reservation, ...]]:
    found: dict[int, list[Reservation]] = {}
    for (number, _), line in doc.reservations.items():
        _, card, address = line.words
        card_fact, address_fact = _word(doc.source, card), _word(doc.source, address)
        found.setdefault(number, []).append(Reservation(
            card.text, Place(doc.source, line.start, address.end), card_fact.map(mac), card_fact, address_fact.map(ip),
            address_fact, f"VMnet{number}"))
    return {number: tuple(lines) for number, lines in found.items()}
