"""Rules about the reservations of a vmnet (causes.md, DHCP service of a vmnet)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.checks.dhcp.service import MOST_RANGES, served
from vmnetdoctor.checks.lookups import nics_on, reservations, strangers
from vmnetdoctor.checks.outcome import CannotTell, Finding, Outcome, check, places
from vmnetdoctor.model.addr import ip_text
from vmnetdoctor.model.lab import once_per_lab

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.checks.subjects import NetworkInLab, Nic, ReservationInLab
    from vmnetdoctor.model.host import Reservation
    from vmnetdoctor.model.lab import Lab


@check("reservation")
def reservation_outside_subnet(subject: ReservationInLab) -> Iterator[Outcome]:
    reservation, network = subject.reservation, subject.network
    subnet = network.dhcp.subnet if network.dhcp is not None else network.subnet
    address = reservation.address
    if address.value is None or subnet.value is None or subnet.value.holds(address.value):
        return
    yield Finding(address.places[0], {"name": reservation.name, "address": ip_text(address.value), "subnet": str(subnet.value)},
                  places("subnet", subnet))


@check("reservation")
def reservation_in_range(subject: ReservationInLab) -> Iterator[Outcome]:
    address = subject.reservation.address
    for pool in subject.network.dhcp.ranges[:MOST_RANGES] if subject.network.dhcp is not None else ():
        if address.value is not None and pool.value is not None and pool.value[0] <= address.value <= pool.value[1]:
            yield Finding(address.places[0], {"name": subject.reservation.name, "address": ip_text(address.value),
                                              "first": ip_text(pool.value[0]), "last": ip_text(pool.value[1])},
                          places("pool", pool))


@check("network", when=served)
def reservation_duplicate(subject: NetworkInLab) -> Iterator[Outcome]:
    by_address: dict[int, Reservation] = {}
    by_mac: dict[str, Reservation] = {}
    for reservation in subject.network.dhcp.reservations if subject.network.dhcp is not None else ():
        address, mac = reservation.address, reservation.mac
        first = by_address.setdefault(address.value, reservation) if address.value is not None else reservation
        if first is not reservation and first.mac.value != mac.value:
            yield Finding(address.places[0], {"address": ip_text(address.value or 0), "one": first.name, "two": reservation.name,
                                              "mac": ""}, places("other", first.address))
            continue
        same = by_mac.setdefault(mac.value, reservation) if mac.value is not None else reservation
        if same is not reservation:
            yield Finding(mac.places[0], {"mac": mac.value, "one": same.name, "two": reservation.name, "address": ""},
                          places("other", same.mac), case="one-mac")


@check("reservation")
def reservation_mac_unknown(subject: ReservationInLab) -> Iterator[Outcome]:
    mac, text = subject.reservation.mac, subject.reservation.mac_text
    dhcp = subject.network.dhcp
    if mac.value is None and text.places and dhcp is not None and dhcp.broken.value is None:     # else dhcp-syntax tells more
        yield Finding(text.places[0], {"name": subject.reservation.name, "mac": text.value or ""}, case="never-matches")
    elif mac.value is not None and mac.value not in _machine_cards(subject.lab) and subject.lab.guests:
        if mac.value in strangers(subject.lab).macs:
            return          # guest-unmatched tells whose vmx is missing
        if _has_unborn_card(subject.lab):
            yield CannotTell("mac", "vmx-after-power-on")
            return
        yield from _stray_reservation(subject)


@once_per_lab
def _has_unborn_card(lab: Lab) -> bool:
    """Whether a card gets its MAC only when its machine is first powered on."""
    return any(a.mac.value is None for guest in lab.guests for a in guest.plugs)


@once_per_lab
def _machine_cards(lab: Lab) -> set[str | None]:
    """The MACs of all machines; a card that is switched off is still the machine's."""
    return {a.mac.value for guest in lab.guests for a in guest.adapters}


def _stray_reservation(subject: ReservationInLab) -> Iterator[Outcome]:
    """Nobody has the card: a hint only, unless a guest here asks for an address and the reservation bears its name."""
    reservation, name = subject.reservation, subject.network.name
    asking = _asking(subject.lab, name)
    meant = asking.get(reservation.name.lower())
    values = {"name": reservation.name, "mac": reservation.mac.value, "has": ""}
    if meant is not None and meant.adapter is not None:
        yield Finding(reservation.mac.places[0], {**values, "has": meant.adapter.mac.value}, places("card", meant.adapter.mac),
                      case="other-card", confidence="likely")
    else:
        all_here = not subject.lab.unmatched         # else the card may be that of the machine without vmx
        yield Finding(reservation.mac.places[0], values, confidence="possible", severity=None if asking and all_here else "info")


@once_per_lab
def _asking(lab: Lab, network: str) -> dict[str, Nic]:
    """Guests on the network, by name in lower case, that ask for an address and have no reservation."""
    booked = reservations(lab)
    return {nic.guest.name.lower(): nic for nic in nics_on(lab, network)
            if nic.dhcp and nic.adapter is not None and nic.adapter.mac.value not in booked}
