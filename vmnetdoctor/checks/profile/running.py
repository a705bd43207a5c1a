"""Rules about the running interface beside its profile: what a capture shows against what the file says (contract.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.checks.outcome import Finding, Outcome, check
from vmnetdoctor.checks.profile.traits import is_backup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.checks.subjects import GuestInLab


@check("guest", when=lambda guest: guest.guest.seen is not None)
def not_applied(guest: GuestInLab) -> Iterator[Outcome]:
    stated = {fact.value.address for nic in guest.nics for fact in nic.reading.addresses if fact.value is not None}
    for nic in guest.nics:
        card = guest.guest.shown(nic.profile.device.value)
        if not nic.live or nic.captured or nic.dhcp or is_backup(nic.profile) or card is None or not card.holds_address:
            continue
        held = [fact for fact in card.addresses if fact.value is not None]
        fits = card.mac.value is None or nic.adapter is None or card.mac.value == nic.adapter.mac.value
        known = nic.address.value
        if known is None or not nic.address.places or not fits or any(f.value.address in stated for f in held if f.value):
            continue
        yield Finding(nic.address.places[0], {"interface": card.name, "stated": str(known), "held": str(held[0].value)},
                      (("held", held[0].places[0] if held[0].places else card.place),), confidence="likely",
                      subject={"interface": nic.profile.device.value})
