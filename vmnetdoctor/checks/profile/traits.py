"""What the rules about profiles ask of one: its name, its file, whether a card of the machine is its own."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from vmnetdoctor.patterns import late

if TYPE_CHECKING:
    from vmnetdoctor.checks.subjects import GuestInLab, Nic
    from vmnetdoctor.model.guest import Adapter, Guest, Profile

# devices that no card of the machine stands for
VIRTUAL = late(r"(br|vmbr|vnet|veth|macvlan|bond|team|virbr|docker|tun|tap|vlan|ppp|wg|dummy|lo)[-\w]*$|.*[.:].*")
_BACKUP = late(r"(?i)([-._](bak|backup|old|orig|save|copy|swp|rpmsave|rpmorig|\d{6,14})~?|~)$")


def in_machine(nic: Nic) -> bool:
    """A profile that somebody reads, of a card that the machine has."""
    return nic.adapter is not None and bool(nic.adapter.present.value) and not nic.reading.rejected


def with_profiles(guest: GuestInLab) -> bool:
    return bool(guest.nics) and guest.guest.vmx is not None


def name_of(profile: Profile) -> str:
    return profile.device.value or profile.path.rpartition("/")[2].removeprefix("ifcfg-")


def is_backup(profile: Profile) -> bool:
    return _of_backup(file_of(profile))


@lru_cache(maxsize=1024)      # the guests of a lab use the same few names
def _of_backup(name: str) -> bool:
    return _BACKUP.search(name) is not None


def file_of(profile: Profile) -> str:
    return profile.path.rpartition("/")[2]


def free_adapters(guest: Guest, captures: bool = False) -> list[Adapter]:
    """The cards in the machine that no file configures; with `captures` neither a captured state."""
    taken = {profile.adapter for profile in guest.profiles if captures or profile.format != "capture"}
    return [a for a in guest.plugs if a.index not in taken]
