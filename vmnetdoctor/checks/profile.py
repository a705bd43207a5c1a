"""Rules about a guest's profiles: who reads them, which card they fit, whether they start (causes.md, Guest profile)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from vmnetdoctor.checks import rewrites
from vmnetdoctor.checks.lookups import ISOLATED, cards
from vmnetdoctor.checks.outcome import CannotTell, Finding, Outcome, check, places
from vmnetdoctor.checks.remarks import remarked
from vmnetdoctor.checks.subjects import names_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.checks.subjects import GuestInLab, Nic
    from vmnetdoctor.model.facts import Fact
    from vmnetdoctor.model.guest import Adapter, Guest, Profile

# devices that no card of the machine stands for
_VIRTUAL = re.compile(r"(br|vmbr|vnet|veth|macvlan|bond|team|virbr|docker|tun|tap|vlan|ppp|wg|dummy|lo)[-\w]*$|.*[.:].*")
_BACKUP = re.compile(r"(?i)([-._](bak|backup|old|orig|save|copy|swp|rpmsave|rpmorig|\d{6,14})~?|~)$")
_ONE_READER = re.compile(r"\.(old|rpmsave|rpmorig|BAK)$")      # endings that only some readers pass over (guest-ifcfg.md 2)
# names from a slot, and the ones that VirtualBox gives to its cards (a disk image that was moved)
_SLOT_NAME = re.compile(r"ens\d+$|enp0s[38]$")
_OLD_NAME = re.compile(r"eth\d+$")
# keys without which an interface does not come up or reaches nothing
_VITAL = re.compile(r"(?:DEVICE|HWADDR|TYPE|ONBOOT|BOOTPROTO|IPADDR|PREFIX|NETMASK|GATEWAY|DNS|NM_CONTROLLED"
                    r"|address|method|gateway|dns)\d*$")
# what a reader only takes in its own way, or what only a running shell could tell: no fault of the line itself
_HARMLESS = frozenset({"expansion-kept-literally", "line-continued", "multi-line-value", "shell-not-evaluated"})
_WHOLE_FILE = frozenset({"before-first-section", "section-unreadable", "syntax-error", "unterminated-block", "unterminated-quote",
                         "wide-encoding"})


def in_machine(nic: Nic) -> bool:
    """A profile that somebody reads, of a card that the machine has."""
    return nic.adapter is not None and bool(nic.adapter.present.value) and not nic.reading.rejected


@check("guest")
def interface_not_started(guest: GuestInLab) -> Iterator[Outcome]:
    live = {nic.profile.adapter for nic in guest.nics if nic.live}
    for nic in guest.nics:
        starts = nic.reading.starts
        if starts.value is not False or not starts.places or not in_machine(nic) or nic.captured or _is_backup(nic.profile):
            continue
        if not nic.reading.managed:
            continue    # interface-unmanaged tells this story
        if nic.profile.adapter in live:
            continue    # another profile starts this card
        yield Finding(starts.places[0], {"interface": _name(nic.profile), "reader": nic.reading.reader},
                      confidence=nic.confidence, severity="warning" if live else None, case=nic.profile.format,
                      subject=names_of(nic),
                      fix=rewrites.started(starts.places[0], nic.profile.format == "keyfile", "unsafe" if live else "safe"))


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
        if mac.value is None or mac.value in known or not plugs or _VIRTUAL.match(_name(nic.profile)) or _is_backup(nic.profile):
            continue
        if None in known:
            yield CannotTell("mac", "vmx-after-power-on", {"interface": _name(nic.profile)})
            continue
        free = _free_adapters(guest.guest)
        owner = next((g.name for g, _ in cards(guest.lab).get(mac.value, ()) if g is not guest.guest), None)
        udev = _udev_places(guest.guest, nic.profile)
        yield Finding(mac.places[0], {"stated": mac.value, "macs": ", ".join(sorted(m for m in known if m)),
                                      "interface": _name(nic.profile), "owner": owner or "", "reader": nic.reading.reader},
                      places("card", *(a.mac for a in free or plugs)) + udev,
                      subject={"interface": _name(nic.profile)}, confidence=nic.confidence,
                      severity=None if free and nic.reading.starts.value is not False else "warning",
                      case="other-guest" if owner is not None else nic.reading.reader,
                      fix=None if udev or not free else rewrites.bound(mac.places[0], plugs))


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
        own = [(mac, name) for mac, name in guest.guest.udev_names if mac.value in macs]
        if any(mac.value in macs for mac, _ in bound) or not (bound or _renamed(guest, nic.profile, own)):
            continue
        mac, name = (bound or own)[-1]
        yield Finding(name.places[0], {"interface": _name(nic.profile), "bound": mac.value, "macs": ", ".join(sorted(macs)),
                                       "now": own[-1][1].value if own else "ethN"},
                      (*places("card", *(a.mac for a in guest.guest.plugs)), ("profile", nic.profile.place)),
                      case="default" if bound else "no-line", subject={"interface": _name(nic.profile)})


def _renamed(guest: GuestInLab, profile: Profile, own: list[tuple[Fact[str], Fact[str]]]) -> bool:
    """Whether udev gives every card of the machine a name, none of them the profile's and none with a profile of its own."""
    names = {name.value for _, name in own}
    others = {nic.profile.device.value for nic in guest.nics}
    return (_OLD_NAME.match(profile.device.value or "") is not None and profile.mac.value is None
            and len(own) == len(guest.guest.plugs) and not names & others)


@check("nic", when=in_machine)
def device_name_mismatch(nic: Nic) -> Iterator[Outcome]:
    device, adapter = nic.profile.device, nic.adapter
    slots = [a.slot.value or 0 for a in nic.guest.plugs]
    names = {name for slot in slots for name in _slot_names(slot)}
    if device.value is None or adapter is None or min(slots) <= 0 or device.value in names or nic.profile.mac.value is not None:
        return
    values = {"device": device.value, "expected": _slot_names(adapter.slot.value or 0)[0], "slot": adapter.slot.value,
              "file": _file(nic.profile)}
    if _SLOT_NAME.match(device.value):
        case, severity, confidence = "default", "warning", "likely"     # a hint, no proof (vmware-networking.md 1.5)
    elif _OLD_NAME.match(device.value) and _suffix(nic.profile) in names and not (nic.guest.os.value or "").endswith("6"):
        case, severity, confidence = "file-name", "warning", "possible"
    else:
        return
    yield Finding(device.place or nic.profile.place, values, places("slot", adapter.slot), case, confidence, severity)


def _slot_names(slot: int) -> tuple[str, str]:
    """The names that systemd may give to a card in that slot; above 1023 stands the function (vmware-networking.md 1.5)."""
    return f"ens{(slot & 1023) + (slot >> 10)}", f"ens{slot}"


def _file(profile: Profile) -> str:
    return profile.path.rpartition("/")[2]


def _suffix(profile: Profile) -> str:
    return _file(profile).removeprefix("ifcfg-")


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
        disputed = not nic.sure and _ONE_READER.search(nic.profile.path)
        if _is_backup(nic.profile) and nic.reading.starts.value and nic.profile.device.value in names and not disputed:
            yield Finding(nic.profile.place, {"file": nic.profile.path.rpartition("/")[2], "reader": nic.reading.reader,
                                              "interface": nic.profile.device.value}, subject={"interface": _name(nic.profile)},
                          confidence=nic.confidence)


@check("guest")
def profile_unreadable(guest: GuestInLab) -> Iterator[Outcome]:
    for profile in guest.guest.profiles:
        mode = profile.mode.value or 0
        if mode & 0o077:          # NetworkManager loads only what nobody but root may read (guest-ifcfg.md 8)
            yield Finding(profile.place, {"file": profile.path.rpartition("/")[2], "mode": f"{mode:04o}"},
                          tuple(("mode", place) for place in profile.mode.places if place.source is not profile.place.source),
                          case="mode", confidence="certain" if profile.mode.stated else "likely",
                          subject={"interface": _name(profile)})
    yield from _no_longer_read(guest)


def _no_longer_read(guest: GuestInLab) -> Iterator[Outcome]:
    """ifcfg files on a release that knows keyfiles only."""
    if guest.guest.os.value is None or not guest.guest.os.value.endswith("10"):
        return
    for profile in guest.guest.profiles:
        if (profile.format == "ifcfg" and profile.in_force == "none" and not _is_backup(profile)
                and not _has_keyfile(guest.guest, profile)):
            yield Finding(profile.place, {"file": profile.path.rpartition("/")[2], "os": guest.guest.os.value},
                          subject={"interface": _name(profile)})


def _has_keyfile(guest: Guest, profile: Profile) -> bool:
    """Whether a keyfile configures the same card: then the old file is a mere leftover."""
    return any(other.format == "keyfile" and (other.device.value == profile.device.value or
                                              (other.adapter is not None and other.adapter == profile.adapter))
               for other in guest.profiles)


@check("nic")
def interface_unmanaged(nic: Nic) -> Iterator[Outcome]:
    if nic.reading.managed or nic.reading.reader != "networkmanager" or nic.adapter is None:
        return
    if any(r.code == "value-invalid" and r.values.get("effect") == "unhandled" for r in nic.reading.remarks):
        return          # a TYPE that NetworkManager does not know: said there
    yield Finding(nic.reading.starts.place or nic.profile.place, {"interface": _name(nic.profile)}, confidence="likely")


def _needed_key(nic: Nic, remark: Any) -> str | None:
    """Error where the right key is missing and something fails without it."""
    values, reading = remark.values, nic.reading
    if values.get("meant_present") or not in_machine(nic):
        return None
    meant, outside = values.get("meant"), nic.network is None or nic.network.kind.value not in ISOLATED
    static = reading.method.value != "dhcp"
    needed = {
        "IPADDR": static and not reading.addresses,
        "NETMASK": static, "PREFIX": static,
        "GATEWAY": static and outside and reading.gateway.value is None,
        "DNS1": static and outside and not reading.dns and not nic.guest.resolvers,
        "BOOTPROTO": not reading.addresses and str(values.get("value")).lower() in ("dhcp", "bootp"),
    }
    return "error" if needed.get(str(meant)) else None


def _hurts(_nic: Nic, remark: Any) -> str | None:
    reason = remark.values.get("reason")
    if reason in _HARMLESS:
        return "info"
    keys = str(remark.values.get("keys") or remark.values.get("key") or "").split(", ")
    whole = remark.values.get("whole_file") or reason in _WHOLE_FILE
    return None if whole or any(map(_VITAL.match, keys)) else "warning"


def _refused(_nic: Nic, remark: Any) -> str | None:
    return "error" if remark.values.get("effect") in ("rejected", "card-ignored", "unhandled") else None


def _mistaken(nic: Nic, remark: Any) -> str | None:
    """A word taken as static where static is what the file goes on to say."""
    as_meant = remark.values.get("taken") == "static" and not remark.values.get("meant") and nic.reading.addresses
    return "warning" if as_meant else None


def _same_value(_nic: Nic, remark: Any) -> str | None:
    return None if remark.values.get("differ", True) else "info"


onboot_word_ignored = remarked("onboot-word-ignored", by="starts")
bootproto_unknown = remarked("bootproto-unknown", severity=_mistaken, fix=rewrites.respelt)
static_without_address = remarked("static-without-address", by="effect")
key_misspelt = remarked("key-misspelt", severity=_needed_key, fix=rewrites.renamed)
value_invalid = remarked("value-invalid", severity=_refused, by="effect")
profile_syntax = remarked("profile-syntax", severity=_hurts, by="reason", fix=rewrites.readable)
duplicate_key = remarked("duplicate-key", severity=_same_value)
device_key_missing = remarked("device-key-missing")
