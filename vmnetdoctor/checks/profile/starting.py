"""Rules about what starts an interface: its profile's word, the service in charge, other services in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.checks import rewrites
from vmnetdoctor.checks.outcome import Finding, Outcome, check
from vmnetdoctor.checks.profile.about import in_machine, is_backup, name_of
from vmnetdoctor.checks.subjects import names_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.checks.subjects import GuestInLab, Nic


@check("guest")
def interface_not_started(guest: GuestInLab) -> Iterator[Outcome]:
    live = {nic.profile.adapter for nic in guest.nics if nic.live}
    for nic in guest.nics:
        starts = nic.reading.starts
        if starts.value is not False or not starts.places or not in_machine(nic) or nic.captured or is_backup(nic.profile):
            continue
        if not nic.reading.managed:
            continue    # interface-unmanaged tells this story
        if nic.profile.adapter in live:
            continue    # another profile starts this card
        yield Finding(starts.places[0], {"interface": name_of(nic.profile), "reader": nic.reading.reader},
                      confidence=nic.confidence, severity="warning" if live else None, case=nic.profile.format,
                      subject=names_of(nic),
                      fix=rewrites.started(starts.places[0], nic.profile.format == "keyfile", "unsafe" if live else "safe"))


@check("nic")
def interface_unmanaged(nic: Nic) -> Iterator[Outcome]:
    if nic.reading.managed or nic.reading.reader != "networkmanager" or nic.adapter is None:
        return
    if any(r.code == "value-invalid" and r.values.get("effect") == "unhandled" for r in nic.reading.remarks):
        return          # a TYPE that NetworkManager does not know: said there
    yield Finding(nic.reading.starts.place or nic.profile.place, {"interface": name_of(nic.profile)}, confidence="likely")
