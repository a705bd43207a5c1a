"""Rules about the files of profiles: twice the same, a backup, one that nobody reads (guest-ifcfg.md 2 and 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.checks.outcome import Finding, Outcome, check, places
from vmnetdoctor.checks.profile.traits import file_of, is_backup, name_of, with_profiles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.checks.subjects import GuestInLab, Nic
    from vmnetdoctor.model.guest import Guest, Profile
_BY_UUID = ("networkmanager", "keyfile")        # readers that know a profile by its UUID


@check("guest", when=with_profiles)
def duplicate_profile(guest: GuestInLab) -> Iterator[Outcome]:
    first: dict[str, Nic] = {}
    for nic in guest.nics:
        name = nic.profile.device.value
        if name is None or not nic.reading.starts.value or nic.reading.rejected or is_backup(nic.profile):
            continue
        other = first.setdefault(name, nic)
        if other is not nic:
            yield Finding(nic.profile.device.place or nic.profile.place, {"interface": name, "reader": nic.reading.reader},
                          (("other", other.profile.device.place or other.profile.place),), case=nic.reading.reader,
                          subject={"interface": name})
    yield from _one_identity(guest.nics)


def _one_identity(nics: tuple[Nic, ...]) -> Iterator[Outcome]:
    """NetworkManager uses one of two profiles with one UUID, whichever it loads (guest-ifcfg.md 5e); the scripts do not mind.

    Two that are started for one device are told of already.
    """
    first: dict[str, Nic] = {}
    for nic in nics:
        uuid, name = nic.profile.uuid, nic.profile.device.value
        if uuid.value is None or nic.reading.reader not in _BY_UUID or nic.reading.rejected or is_backup(nic.profile):
            continue
        other = first.setdefault(uuid.value, nic)
        twice = name is not None and name == other.profile.device.value
        told = twice and nic.reading.starts.value and other.reading.starts.value
        if other is not nic and (nic.live or other.live) and not told:
            yield Finding(uuid.places[0], {"interface": name_of(nic.profile), "other": file_of(other.profile),
                                           "file": file_of(nic.profile), "uuid": uuid.value, "reader": nic.reading.reader},
                          places("same-id", other.profile.uuid), case="one-uuid", confidence=nic.confidence,
                          subject={"interface": name_of(nic.profile)})


@check("guest", when=with_profiles)
def backup_profile_live(guest: GuestInLab) -> Iterator[Outcome]:
    names = {nic.profile.device.value for nic in guest.nics if not is_backup(nic.profile)}
    for nic in guest.nics:
        if is_backup(nic.profile) and nic.reading.starts.value and nic.profile.device.value in names:
            yield Finding(nic.profile.place, {"file": nic.profile.path.rpartition("/")[2], "reader": nic.reading.reader,
                                              "interface": nic.profile.device.value}, subject={"interface": name_of(nic.profile)},
                          confidence=nic.confidence)


@check("guest")
def profile_unreadable(guest: GuestInLab) -> Iterator[Outcome]:
    for profile in guest.guest.profiles:
        mode = profile.mode.value or 0
        if mode & 0o077:          # NetworkManager loads only what nobody but root may read (guest-ifcfg.md 8)
            yield Finding(profile.place, {"file": profile.path.rpartition("/")[2], "mode": f"{mode:04o}"},
                          tuple(("mode", place) for place in profile.mode.places if place.source is not profile.place.source),
                          case="mode", confidence="certain" if profile.mode.stated else "likely",
                          subject={"interface": name_of(profile)})
    yield from _no_longer_read(guest)


def _no_longer_read(guest: GuestInLab) -> Iterator[Outcome]:
    """ifcfg files on a release that knows keyfiles only."""
    if guest.guest.os.value is None or not guest.guest.os.value.endswith("10"):
        return
    for profile in guest.guest.profiles:
        if (profile.format == "ifcfg" and profile.in_force == "none" and not is_backup(profile)
                and not _has_keyfile(guest.guest, profile)):
            yield Finding(profile.place, {"file": profile.path.rpartition("/")[2], "os": guest.guest.os.value},
                          subject={"interface": name_of(profile)})


def _has_keyfile(guest: Guest, profile: Profile) -> bool:
    """Whether a keyfile configures the same card: then the old file is a mere leftover."""
    return any(other.format == "keyfile" and (other.device.value == profile.device.value or
                                              (other.adapter is not None and other.adapter == profile.adapter))
               for other in guest.profiles)
