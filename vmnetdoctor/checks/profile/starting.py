"""Rules about what starts an interface: its profile's word, the service in charge, other services in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.checks import profile_fixes
from vmnetdoctor.checks.outcome import Finding, Outcome, check
from vmnetdoctor.checks.profile.traits import in_machine, is_backup, name_of
from vmnetdoctor.checks.subjects import names_of
from vmnetdoctor.model.facts import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.checks.subjects import GuestInLab, Nic
    from vmnetdoctor.model.facts import Fact
    from vmnetdoctor.model.guest import Guest, Profile


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
                      fix=profile_fixes.started(starts.places[0], nic.profile.format == "keyfile", "unsafe" if live else "safe"))


@check("nic")
def interface_unmanaged(nic: Nic) -> Iterator[Outcome]:
    if nic.captured or nic.adapter is None or nic.reading.rejected or is_backup(nic.profile):
        return
    told = nic.guest.unattended(nic.profile, nic.reading)
    if nic.profile.format == "ifupdown":
        told = _neither(nic)
    if told.value and told.places:
        yield Finding(told.places[0], {"interface": name_of(nic.profile)},
                      (*(("also", place) for place in told.places[1:3]), ("profile", nic.profile.place)),
                      case="ifupdown" if nic.profile.format == "ifupdown" else "told", confidence=nic.confidence)
        return
    if nic.reading.managed or nic.reading.reader != "networkmanager":
        return
    if any(r.code == "value-invalid" and r.values.get("effect") == "unhandled" for r in nic.reading.remarks):
        return          # a TYPE that NetworkManager does not know: said there
    yield Finding(nic.reading.starts.place or nic.profile.place, {"interface": name_of(nic.profile)}, confidence="likely")


def _neither(nic: Nic) -> Fact[bool]:
    """Debian's file names the card, so NetworkManager leaves it, and has no `auto` line, so ifup leaves it too."""
    card = nic.guest.shown(nic.profile.device.value)
    if nic.reading.starts.value is not False or (card is not None and card.holds_address):
        return UNKNOWN
    return nic.guest.left_alone.get(nic.profile.device.value or "", UNKNOWN)


@check("guest")
def service_conflict(guest: GuestInLab) -> Iterator[Outcome]:
    machine, failed = guest.guest, guest.guest.failed
    profiles = [p for p in machine.profiles if p.format in ("ifcfg", "keyfile") and not p.slave and not is_backup(p)]
    if not profiles:
        return
    if failed.value == "network":
        yield from _network_failed(guest.guest, profiles)
    elif machine.service.value == "none" and machine.service.places:
        manager = failed.value == "NetworkManager"
        at = failed.places[0] if manager else machine.service.places[0]
        others = [place for place in machine.service.places if place.source is not at.source or place.start != at.start]
        yield Finding(at, {}, tuple(("other", place) for place in others[1:2]), case="manager-failed" if manager else "off",
                      confidence="certain")


def _network_failed(guest: Guest, profiles: list[Profile]) -> Iterator[Outcome]:
    """Harm is shown by a card without address; where every card has one, whatever failed has been made good."""
    started = [p for p in profiles if (reading := p.probable) is not None and reading.starts.value is not False]
    without = next((p for p in started if guest.held_up(p).value), None)
    shown = [guest.shown(p.device.value) for p in started]
    if without is None and shown and all(card is not None and card.holds_address for card in shown):
        return
    places = guest.failed.places
    card = guest.shown(without.device.value) if without is not None else None
    yield Finding(places[0], {"interface": name_of(without) if without is not None else ""},
                  (*(("manager", place) for place in places[1:2]), *((("card", card.place),) if card is not None else ())),
                  case="failed" if without is None else "no-address", confidence="likely" if without is None else "certain")
