"""Rules about a guest's profiles: who reads them, which card they fit, whether they start (causes.md, Guest profile)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from vmnetdoctor.checks.lookups import cards
from vmnetdoctor.checks.outcome import CannotTell, Finding, Outcome, check, places
from vmnetdoctor.checks.remarks import remarked
from vmnetdoctor.checks.subjects import names_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.checks.subjects import GuestInLab, Nic
    from vmnetdoctor.model.guest import Adapter, Guest, Profile

# devices that no card of the machine stands for
_VIRTUAL = re.compile(r"(br|bond|team|virbr|docker|tun|tap|vlan|ppp|wg|dummy|lo)[-\w]*$|.*[.:].*")
_BACKUP = re.compile(r"(?i)([-._](bak|backup|old|orig|save|copy|swp|rpmsave|rpmorig|\d{6,14})~?|~)$")
_SLOT_NAME = re.compile(r"ens(\d+)$")


def in_machine(nic: Nic) -> bool:
    """A profile that somebody reads, of a card that the machine has."""
    return nic.adapter is not None and bool(nic.adapter.present.value) and not nic.reading.rejected


@check("guest")
def interface_not_started(guest: GuestInLab) -> Iterator[Outcome]:
    live = {nic.profile.adapter for nic in guest.nics if nic.live}
    for nic in guest.nics:
        starts = nic.reading.starts
        if starts.value is not False or not starts.places or not in_machine(nic) or _is_backup(nic.profile):
            continue
        if nic.profile.adapter in live:
            continue    # another profile starts this card
        yield Finding(starts.places[0], {"interface": _name(nic.profile), "reader": nic.reading.reader},
                      confidence=nic.confidence, severity="warning" if live else None, case=nic.profile.format,
                      subject=names_of(nic))


def _name(profile: Profile) -> str:
    return profile.device.value or profile.path.rpartition("/")[2].removeprefix("ifcfg-")


def _is_backup(profile: Profile) -> bool:
    return _BACKUP.search(profile.path) is not None


def with_profiles(guest: GuestInLab) -> bool:
    return bool(guest.nics) and guest.guest.vmx is not None


@check("guest", when=with_profiles)
def hwaddr_mismatch(guest: GuestInLab) -> Iterator[Outcome]:
    plugs = guest.guest.plugs
    known = {a.mac.value for a in plugs}
    for nic in guest.nics:
        mac = nic.profile.mac
        if mac.value is None or mac.value in known or not plugs or _VIRTUAL.match(_name(nic.profile)):
            continue
        if None in known:
            yield CannotTell("mac", "vmx-after-power-on", {"interface": _name(nic.profile)})
            continue
        free = _free_adapters(guest.guest)
        owner = next((g.name for g, _ in cards(guest.lab).get(mac.value, ()) if g is not guest.guest), None)
        yield Finding(mac.places[0], {"stated": mac.value, "macs": ", ".join(sorted(m for m in known if m)),
                                      "interface": _name(nic.profile), "owner": owner or "", "reader": nic.reading.reader},
                      places("card", *(a.mac for a in free or plugs)) + _udev_places(guest.guest, nic.profile),
                      subject={"interface": _name(nic.profile)}, confidence=nic.confidence,
                      case="other-guest" if owner is not None else nic.reading.reader)


def _free_adapters(guest: Guest) -> list[Adapter]:
    taken = {profile.adapter for profile in guest.profiles}
    return [a for a in guest.plugs if a.index not in taken]


def _udev_places(guest: Guest, profile: Profile) -> tuple[tuple[str, Any], ...]:
    return tuple(("udev", name.places[0]) for mac, name in guest.udev_names
                 if name.value == profile.device.value and name.places)


@check("guest", when=with_profiles)
def udev_name_moved(guest: GuestInLab) -> Iterator[Outcome]:
    macs = {a.mac.value for a in guest.guest.plugs if a.mac.value is not None}
    if not macs or not guest.guest.udev_names:
        return
    for nic in guest.nics:
        if nic.profile.mac.value is not None and nic.profile.mac.value not in macs:
            continue        # hwaddr-mismatch tells this story (causes.md, neighbours)
        bound = [(mac, name) for mac, name in guest.guest.udev_names if name.value == nic.profile.device.value]
        if not bound or any(mac.value in macs for mac, _ in bound):
            continue
        mac, name = bound[-1]
        now = next((n.value for m, n in guest.guest.udev_names if m.value in macs), None)
        yield Finding(name.places[0], {"interface": name.value, "bound": mac.value, "macs": ", ".join(sorted(macs)),
                                       "now": now or "ethN"},
                      (*places("card", *(a.mac for a in guest.guest.plugs)), ("profile", nic.profile.place)),
                      subject={"interface": _name(nic.profile)})


@check("nic", when=in_machine)
def device_name_mismatch(nic: Nic) -> Iterator[Outcome]:
    found = _SLOT_NAME.match(nic.profile.device.value or "")
    slots = [a.slot.value for a in nic.guest.plugs]
    if found is None or not slots or None in slots or int(found.group(1)) in slots or nic.profile.mac.value is not None:
        return
    adapter = nic.adapter
    assert adapter is not None
    yield Finding(nic.profile.device.places[0] if nic.profile.device.places else nic.profile.place,
                  {"device": nic.profile.device.value, "expected": f"ens{adapter.slot.value}", "slot": adapter.slot.value},
                  places("slot", adapter.slot), severity="warning", confidence="possible")


@check("guest", when=with_profiles)
def profile_without_adapter(guest: GuestInLab) -> Iterator[Outcome]:
    macs = {a.mac.value for a in guest.guest.plugs}
    free = _free_adapters(guest.guest)
    for nic in guest.nics:
        profile = nic.profile
        if (profile.adapter is not None or free or not guest.guest.plugs or not nic.reading.starts.value
                or _VIRTUAL.match(_name(profile)) or _is_backup(profile)):
            continue
        if profile.mac.value is not None and profile.mac.value not in macs:
            continue
        yield Finding(profile.device.place or profile.place, {"interface": _name(profile), "count": len(guest.guest.plugs)},
                      subject={"interface": _name(profile)}, confidence="likely")


@check("guest", when=with_profiles)
def adapter_without_profile(guest: GuestInLab) -> Iterator[Outcome]:
    for adapter in _free_adapters(guest.guest):
        yield Finding(adapter.place, {"index": adapter.index, "mac": adapter.mac.value or "?"},
                      subject={"adapter": adapter.index, "network": adapter.network})


@check("guest", when=with_profiles)
def duplicate_profile(guest: GuestInLab) -> Iterator[Outcome]:
    first: dict[str, Nic] = {}
    for nic in guest.nics:
        name = nic.profile.device.value
        if name is None or not nic.reading.starts.value or nic.reading.rejected or _is_backup(nic.profile):
            continue
        other = first.setdefault(name, nic)
        if other is not nic:
            yield Finding(nic.profile.device.place or nic.profile.place, {"interface": name, "reader": nic.reading.reader},
                          (("other", other.profile.device.place or other.profile.place),), case=nic.reading.reader,
                          subject={"interface": name})


@check("guest", when=with_profiles)
def backup_profile_live(guest: GuestInLab) -> Iterator[Outcome]:
    names = {nic.profile.device.value for nic in guest.nics if not _is_backup(nic.profile)}
    for nic in guest.nics:
        if _is_backup(nic.profile) and nic.reading.starts.value and nic.profile.device.value in names:
            yield Finding(nic.profile.place, {"file": nic.profile.path.rpartition("/")[2], "reader": nic.reading.reader,
                                              "interface": nic.profile.device.value}, subject={"interface": _name(nic.profile)},
                          confidence=nic.confidence)


@check("guest")
def profile_unreadable(guest: GuestInLab) -> Iterator[Outcome]:
    if guest.guest.os.value is None or not guest.guest.os.value.endswith("10"):
        return
    for profile in guest.guest.profiles:
        if profile.format == "ifcfg" and profile.in_force == "none" and not _is_backup(profile):
            yield Finding(profile.place, {"file": profile.path.rpartition("/")[2], "os": guest.guest.os.value},
                          subject={"interface": _name(profile)})


@check("nic")
def interface_unmanaged(nic: Nic) -> Iterator[Outcome]:
    if not nic.reading.managed and nic.reading.reader == "networkmanager" and nic.adapter is not None:
        remark = next((r for r in nic.reading.remarks if r.code == "interface-unmanaged"), None)
        at = remark.at if remark is not None else nic.profile.place
        yield Finding(at, {"interface": _name(nic.profile)}, confidence="likely")


def _needed_key(nic: Nic, remark: Any) -> str | None:
    return "error" if remark.values.get("missing") else None


onboot_word_ignored = remarked("onboot-word-ignored")
bootproto_unknown = remarked("bootproto-unknown")
static_without_address = remarked("static-without-address")
key_misspelt = remarked("key-misspelt", severity=_needed_key)
value_invalid = remarked("value-invalid")
profile_syntax = remarked("profile-syntax")
duplicate_key = remarked("duplicate-key")
device_key_missing = remarked("device-key-missing")
