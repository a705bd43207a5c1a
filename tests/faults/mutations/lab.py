"""Faults of the lab as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.faults.wishes import wishing

if TYPE_CHECKING:
    from tests.faults.given import Given

def expectation_unmet(given: Given) -> Given | None:
    nic = given.nic("nat", "bridged", static=True)
    return wishing(given, nic.guest.name, "internet", verdict="unreachable") if nic else None


def expectation_unmet__nobody(given: Given) -> Given | None:
    return wishing(given, "nosuch", "internet") if given.nic() else None


def guest_unmatched(given: Given) -> Given | None:
    return given.add("stray/ifcfg-ens160", "TYPE=Ethernet\nDEVICE=ens160\nONBOOT=yes\nBOOTPROTO=dhcp\n") if given.nic() else None


def input_unreadable(given: Given) -> Given | None:
    nic = given.nic(static=False, formats=("ifcfg",))
    return given.put((nic.profile.device.place, "ens\0\0\0")) if nic else None


def mode_cannot_provide(given: Given) -> Given | None:
    nic = given.nic("nat", static=True, where=lambda n: len(n.guest.plugs) == 1)
    return wishing(given, "lan", nic.guest.name) if nic else None


def mode_cannot_provide__hostonly(given: Given) -> Given | None:
    nic = given.nic("hostonly", static=True, where=lambda n: len(n.guest.plugs) == 1)
    return wishing(given, nic.guest.name, "internet") if nic else None
