"""Rules about which card a profile is for: by its MAC, by udev's rules, by the card's name (vmware-networking.md 1.4, 1.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vmnetdoctor.checks import profile_fixes
from vmnetdoctor.checks.lookups import cards
from vmnetdoctor.checks.outcome import CannotTell, Finding, Outcome, check, places
from vmnetdoctor.checks.profile.traits import VIRTUAL, file_of, free_adapters, in_machine, is_backup, name_of, with_profiles
from vmnetdoctor.checks.subjects import names_of
from vmnetdoctor.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.checks.subjects import GuestInLab, Nic
    from vmnetdoctor.model.facts import Fact
    from vmnetdoctor.model.guest import Guest, Profile
    from vmnetdoctor.model.seen import SeenInterface

# names from a slot, and the ones that VirtualBox gives to its cards (a disk image that was moved)
_SLOT_NAME = late(r"ens\d+$|enp0s[38]$")
_OLD_NAME = late(r"eth\d+$")


@check("guest", when=with_profiles)
def hwaddr_mismatch(guest: GuestInLab) -> Iterator[Outcome]:
    plugs = guest.guest.plugs
    known = {a.mac.value for a in plugs}
    for nic in guest.nics:
        mac = nic.profile.mac
        if mac.value is None or mac.value in known or not plugs or VIRTUAL.match(name_of(nic.profile)) or is_backup(nic.profile):
            continue
        if None in known:
            yield CannotTell("mac", "vmx-after-power-on", {"interface": name_of(nic.profile)})
            continue
        free = free_adapters(guest.guest)
        owner = next((g.name for g, _ in cards(guest.lab).get(mac.value, ()) if g is not guest.guest), None)
        udev = _udev_places(guest.guest, nic.profile)
        yield Finding(mac.places[0], {"stated": mac.value, "macs": sorted(m for m in known if m),
                                      "interface": name_of(nic.profile), "owner": owner or "", "reader": nic.reading.reader},
                      places("card", *(a.mac for a in free or plugs)) + udev,
                      subject={"interface": name_of(nic.profile)}, confidence=nic.confidence,
                      severity=None if free and nic.reading.starts.value is not False else "warning",
                      case="other-guest" if owner is not None else nic.reading.reader,
                      fix=None if udev or not free else profile_fixes.bound(mac.places[0], plugs))


def _udev_places(guest: Guest, profile: Profile) -> tuple[tuple[str, Any], ...]:
    return tuple(("udev", name.places[0]) for mac, name in guest.udev_names
                 if name.value == profile.device.value and name.places)


@check("guest", when=with_profiles)
def udev_name_moved(guest: GuestInLab) -> Iterator[Outcome]:
    macs = {a.mac.value for a in guest.guest.plugs if a.mac.value is not None}
    if not macs or not guest.guest.udev_names:
        return
    for nic in guest.nics:
        if nic.captured or (nic.profile.mac.value is not None and nic.profile.mac.value not in macs):
            continue        # hwaddr-mismatch tells this story (causes.md, neighbours)
        bound = [(mac, name) for mac, name in guest.guest.udev_names if name.value == nic.profile.device.value]
        own = [(mac, name) for mac, name in guest.guest.udev_names if mac.value in macs]
        if any(mac.value in macs for mac, _ in bound) or not (bound or _renamed(guest, nic.profile, own)):
            continue
        mac, name = (bound or own)[-1]
        yield Finding(name.places[0], {"interface": name_of(nic.profile), "bound": mac.value, "macs": sorted(macs),
                                       "now": own[-1][1].value if own else "ethN"},
                      (*places("card", *(a.mac for a in guest.guest.plugs)), ("profile", nic.profile.place)),
                      case="default" if bound else "no-line", subject={"interface": name_of(nic.profile)})


def _renamed(guest: GuestInLab, profile: Profile, own: list[tuple[Fact[str], Fact[str]]]) -> bool:
    """Whether udev gives every card of the machine a name, none of them the profile's and none with a profile of its own."""
    names = {name.value for _, name in own}
    others = {nic.profile.device.value for nic in guest.nics if not nic.captured}
    return (_OLD_NAME.match(profile.device.value or "") is not None and profile.mac.value is None
            and len(own) == len(guest.guest.plugs) and not names & others)


@check("guest", when=with_profiles)
def device_name_mismatch(guest: GuestInLab) -> Iterator[Outcome]:
    named = called(guest.guest)
    for nic in guest.nics:
        if nic.captured or nic.profile.device.value is None or is_backup(nic.profile):
            continue
        found = _shown_otherwise(guest.guest, nic, named) if named else _from_slot(nic)
        if found is not None:
            yield found


def _shown_otherwise(guest: Guest, nic: Nic, named: dict[int, SeenInterface]) -> Finding | None:
    """Against the names that a capture shows: they outrank slots and releases (contract.md, Evidence files)."""
    profile = nic.profile
    device = profile.device.value or ""
    shown = {name for card in named.values() for name in (card.name, *card.altnames)}
    others = {card.name for card in (guest.seen.interfaces if guest.seen is not None else ())}
    if (device in shown | others or VIRTUAL.match(device) or profile.slave or nic.reading.rejected
            or (profile.mac.value is not None and nic.reading.reader == "network-scripts") or nic.reading.starts.value is False):
        return None
    ours = {other.device.value for other in guest.profiles if other.format != "capture"}
    mine = [named[a.index] for a in guest.plugs if a.index in named and profile.mac.value in (None, a.mac.value)
            and (a.index == profile.adapter or not ours & {named[a.index].name, *named[a.index].altnames})]
    cards = [card for card in mine if card.mac.value == profile.mac.value and card.mac.known] or mine
    if not cards:
        return None
    values = {"device": device, "expected": [card.name for card in cards[:4]], "slot": None, "file": file_of(profile)}
    return Finding(profile.device.place or profile.place, values, tuple(("seen", card.place) for card in cards[:4]), "seen",
                   "certain" if len(cards) == 1 else "likely", subject=names_of(nic))


def called(guest: Guest) -> dict[int, SeenInterface]:
    """The card of each adapter as a capture shows it: by its MAC, or the only card for the only adapter."""
    cards = [c for c in (guest.seen.interfaces if guest.seen is not None else ()) if not VIRTUAL.match(c.name) and not c.master]
    by_mac = {card.mac.value: card for card in cards if card.mac.known}
    found = {a.index: by_mac[a.mac.value] for a in guest.plugs if a.mac.value in by_mac}
    if not found and len(cards) == 1 and len(guest.plugs) == 1 and not guest.plugs[0].mac.known:
        found = {guest.plugs[0].index: cards[0]}
    return found


def _from_slot(nic: Nic) -> Finding | None:
    """Against the name that systemd gives to a card in that slot: a hint, no proof (vmware-networking.md 1.5)."""
    device, adapter = nic.profile.device, nic.adapter
    slots = [a.slot.value or 0 for a in nic.guest.plugs]
    names = {name for slot in slots for name in _slot_names(slot)}
    if (device.value is None or adapter is None or not in_machine(nic) or min(slots) <= 0 or device.value in names
            or nic.profile.mac.value is not None):
        return None
    values = {"device": device.value, "expected": _slot_names(adapter.slot.value or 0)[0], "slot": adapter.slot.value,
              "file": file_of(nic.profile)}
    if _SLOT_NAME.match(device.value):
        case, confidence = "default", "likely"
    elif _OLD_NAME.match(device.value) and _suffix(nic.profile) in names and not (nic.guest.os.value or "").endswith("6"):
        case, confidence = "file-name", "possible"
    else:
        return None
    return Finding(device.place or nic.profile.place, values, places("slot", adapter.slot), case, confidence, "warning",
                   names_of(nic))


def _slot_names(slot: int) -> tuple[str, str]:
    """The names that systemd may give to a card in that slot; above 1023 stands the function (vmware-networking.md 1.5)."""
    return f"ens{(slot & 1023) + (slot >> 10)}", f"ens{slot}"


def _suffix(profile: Profile) -> str:
    return file_of(profile).removeprefix("ifcfg-")


@check("guest", when=with_profiles)
def profile_without_adapter(guest: GuestInLab) -> Iterator[Outcome]:
    macs = {a.mac.value for a in guest.guest.plugs}
    free = free_adapters(guest.guest)
    for nic in guest.nics:
        profile = nic.profile
        if (profile.adapter is not None or free or not guest.guest.plugs or not nic.reading.starts.value
                or VIRTUAL.match(name_of(profile)) or is_backup(profile)):
            continue
        if profile.mac.value is not None and profile.mac.value not in macs:
            continue
        yield Finding(profile.device.place or profile.place, {"interface": name_of(profile), "count": len(guest.guest.plugs)},
                      subject={"interface": name_of(profile)}, confidence="likely")


@check("guest", when=with_profiles)
def adapter_without_profile(guest: GuestInLab) -> Iterator[Outcome]:
    for adapter in free_adapters(guest.guest, captures=True):
        yield Finding(adapter.place, {"index": adapter.index, "mac": adapter.mac.value or "?"},
                      subject={"adapter": adapter.index, "network": adapter.network})
