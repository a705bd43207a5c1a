"""Whose commands a finding's cure is to name: the systems that the host, and the guest, may run as far as facts tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.assemble.release import release_of
from vmnetdoctor.model.lab import once_per_lab

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vmnetdoctor.model.guest import Guest, Profile
    from vmnetdoctor.model.lab import Lab

HOSTS = ("windows", "linux", "macos")
RELEASES = ("el6", "el7", "el8", "el9", "el10")      # RHEL and its rebuilds, by number
FORMATS = ("ifcfg", "keyfile", "netplan", "networkd", "ifupdown")
_RED_HAT = ("ifcfg", "keyfile")
Pair = tuple[str, str]                                # (release or "", format or "")


class Systems(NamedTuple):
    """What may hold: systems of the host, and pairs of a guest's release and the format of its profile.

    The release is the one whose tools are in charge: network-scripts on EL8 are restarted as on EL7, and a keyfile is
    NetworkManager's on every release (guest-ifcfg.md 1 and 8).
    """

    hosts: tuple[str, ...]
    guests: tuple[Pair, ...]


EVERY_GUEST: tuple[Pair, ...] = (
    *((release, form) for release in RELEASES for form in _RED_HAT), *(("", form) for form in FORMATS[2:]))
EVERY = Systems(HOSTS, EVERY_GUEST)


def systems_of(lab: Lab, names: Mapping[str, object]) -> Systems:
    """The systems of the host and of the guest and interface that a finding names; all where nothing tells."""
    hosts = (lab.host.os.value,) if lab.host.os.value in HOSTS else HOSTS
    guest = _by_name(lab).get(str(names.get("guest")))
    return Systems(hosts, EVERY_GUEST if guest is None else _of_guest(guest, names.get("interface")))


def together(several: Iterable[Systems]) -> Systems:
    """What may hold for one of them."""
    listed = list(dict.fromkeys(several))
    return Systems(tuple(dict.fromkeys(host for one in listed for host in one.hosts)),
                   tuple(dict.fromkeys(pair for one in listed for pair in one.guests)))


@once_per_lab
def _by_name(lab: Lab) -> dict[str, Guest]:
    return {guest.name: guest for guest in lab.guests}


def _of_guest(guest: Guest, interface: object) -> tuple[Pair, ...]:
    """By the profiles of the interface, else by all of the guest's, else by its operating system."""
    files = [profile for profile in guest.profiles if profile.format in FORMATS]
    mine = [p for p in files if interface in (p.device.value, p.path.rpartition("/")[2].removeprefix("ifcfg-"))]
    pairs = [pair for profile in mine or files for pair in _of_profile(guest, profile)]
    return tuple(dict.fromkeys(pairs)) or _of_release(guest)


def _of_profile(guest: Guest, profile: Profile) -> list[Pair]:
    if profile.format not in _RED_HAT:
        return [("", profile.format)]
    releases = [release for release, _ in _of_release(guest) if release] or list(RELEASES)
    if profile.format == "keyfile":
        releases = [release for release in releases if release not in RELEASES[:2]] or ["el8"]
    elif profile.in_force == "network-scripts":
        releases = list(dict.fromkeys(release if release in RELEASES[:2] else "el7" for release in releases))
    return [(release, profile.format) for release in releases]


def _of_release(guest: Guest) -> tuple[Pair, ...]:
    release = release_of(guest.os.value)
    if release.family == "windows":
        return ()
    if release.generation is not None:
        number = min(max(release.generation, 6), 10)
        forms = ("ifcfg",) if number == 6 else ("keyfile",) if number == 10 else _RED_HAT
        return tuple((f"el{number}", form) for form in forms)
    if release.family in ("rocky", "alma"):
        return tuple((name, form) for name in RELEASES[2:] for form in _RED_HAT)      # they began with 8
    return EVERY_GUEST
