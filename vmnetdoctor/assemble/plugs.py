"""Which adapter a profile configures: by MAC, by udev's binding, by slot name, by elimination (vmware-networking.md 1.4, 1.5)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.patterns import late

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vmnetdoctor.model.facts import Fact
    from vmnetdoctor.model.guest import Adapter, Profile
    from vmnetdoctor.model.seen import Seen

_SLOT = late(r"ens(\d{1,5})(?:np\d+)?$")
_FIRMWARE = late(r"eno(\d{8,10})$")
# where VMware's root ports put the first four PCIe cards: bus number to slot
_ROOT_PORTS = {0x03: 160, 0x0b: 192, 0x13: 224, 0x1b: 256}
_ETH = late(r"eth(\d+)$")
# names that a card of a VMware machine can have (guest-ifcfg.md section 6); anything else is a bond, a bridge, a tunnel
_CARD = late(r"(eth|ens|eno|enp|en|em|nic|lan|p\d+p)[\w]*$")


def plug(profiles: Sequence[Profile], adapters: Sequence[Adapter], udev: Sequence[tuple[Fact[str], Fact[str]]],
         seen: Seen | None = None) -> None:
    """Set `adapter` of every profile that can be tied to a present adapter; two profiles may share one.

    What a capture shows outranks udev's rules and the usual names: which name a card has, and which names there are.
    """
    present = [a for a in adapters if a.present.value]
    if not present:
        return
    if seen is not None and seen.interfaces:
        _plug_seen(profiles, present, udev, seen)
        return
    if len(present) == 1 and len(profiles) == 1 and not udev:
        _only(profiles[0], present[0])
        return
    by_mac: dict[str | None, Adapter] = {a.mac.value: a for a in present if a.mac.value is not None}
    bound = {name.value: mac.value for mac, name in udev}
    open_profiles = [p for p in profiles if not _settled(p, by_mac, bound, present)]
    free = [a for a in present if a.index not in {p.adapter for p in profiles}]
    _by_order(open_profiles, free)


def _plug_seen(profiles: Sequence[Profile], present: list[Adapter], udev: Sequence[tuple[Fact[str], Fact[str]]],
               seen: Seen) -> None:
    by_mac: dict[str | None, Adapter] = {a.mac.value: a for a in present if a.mac.value is not None}
    bound: dict[str | None, str | None] = {name.value: mac.value for mac, name in udev}
    names = {name: card.mac.value for card in seen.interfaces for name in (card.name, *card.altnames) if card.mac.value in by_mac}
    whole = "interfaces" in seen.complete and bool(names)
    left = []
    for profile in profiles:
        device = profile.device.value
        if device in names and profile.mac.value in (None, names[device]):
            profile.adapter = by_mac[names[device]].index
        elif device is None or not whole:
            left.append(profile)
    open_profiles = [p for p in left if not _settled(p, by_mac, bound, present)]
    _by_order(open_profiles, [a for a in present if a.index not in {p.adapter for p in profiles}])


def _only(profile: Profile, adapter: Adapter) -> None:
    mac = profile.mac.value
    if (mac is None or adapter.mac.value in (None, mac)) and _names_card(profile):
        profile.adapter = adapter.index


def _settled(profile: Profile, by_mac: dict[str | None, Adapter], bound: dict[str | None, str | None],
             present: list[Adapter]) -> bool:
    """Whether the question is closed: tied to an adapter, or known to fit none."""
    mac, device = profile.mac.value, profile.device.value
    if mac is not None:
        if mac in by_mac:
            profile.adapter = by_mac[mac].index
            return True
        return all(a.mac.value is not None for a in present)
    if device in bound:
        owner = by_mac.get(bound[device])
        profile.adapter = owner.index if owner is not None else None
        return True
    number = _number(device or "")
    fits = [a for a in present if number is not None and a.slot.value is not None and number in _of_slot(a.slot.value)]
    if len(fits) == 1:
        profile.adapter = fits[0].index
        return True
    return not _names_card(profile)


def _number(device: str) -> int | None:
    """The slot number in a name: `ens33`, or the firmware index of `eno16777736` (guest-ifcfg.md 6)."""
    slot = _SLOT.match(device)
    if slot is not None:
        return int(slot[1])
    index = _FIRMWARE.match(device)
    if index is None:
        return None
    bus, card = int(index[1]) >> 8 & 0xff, int(index[1]) >> 3 & 0x1f
    return 32 + card if bus == 2 else _ROOT_PORTS.get(bus)


def _of_slot(slot: int) -> tuple[int, int]:
    """The numbers that may name a card in that slot; above 1023 stands the function (vmware-networking.md 1.5)."""
    return slot, (slot & 1023) + (slot >> 10)


def _names_card(profile: Profile) -> bool:
    return profile.device.value is None or _CARD.match(profile.device.value) is not None


def _by_order(profiles: list[Profile], free: list[Adapter]) -> None:
    """What is left: the single adapter to the single device, else ethN in the order of the slots."""
    devices = sorted({p.device.value or "" for p in profiles}, key=_device_order)
    ordered = sorted(free, key=lambda a: (a.slot.value is None, a.slot.value or 0, a.index))
    if len(devices) != len(ordered) and not (len(ordered) == 1 and len(devices) == 1):
        if not all(_ETH.match(d) for d in devices) or not ordered:
            return
        ordered = sorted(free, key=lambda a: a.index)
    owner = dict(zip(devices, ordered, strict=False))
    for profile in profiles:
        adapter = owner.get(profile.device.value or "")
        profile.adapter = adapter.index if adapter is not None else None


def _device_order(device: str) -> tuple[str, int]:
    digits = re.search(r"\d+$", device)
    return (device[:digits.start()] if digits else device, int(digits[0]) if digits else -1)
