"""Addresses that a lease gave away and that have moved since: who had it, and which address that machine has now."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.checks.lookups import cards, reservations, stated_owners
from vmnetdoctor.model.lab import once_per_lab

if TYPE_CHECKING:
    from vmnetdoctor.model.host import Network, Reservation
    from vmnetdoctor.model.lab import Lab


class Move(NamedTuple):
    """`was` had the address, `now` is where that machine is today; `taken`: somebody else has the address today."""

    was: Reservation
    now: Reservation
    taken: bool


def owned(lab: Lab, network: Network, address: int) -> bool:
    """Whether a profile or a reservation gives the address to somebody for good."""
    return address in _booked(lab) or stated_owners(lab, network.name, address)


@once_per_lab
def _booked(lab: Lab) -> set[int | None]:
    """Every address that a reservation gives to a card whose MAC can be read."""
    return {r.address.value for of in reservations(lab).values() for _, r in of}


def moved(lab: Lab, network: Network, address: int, names: tuple[str, ...] = ()) -> Move | None:
    """How the lease of an address has moved, for whoever still points there; `names` are those it is pointed at by.

    Sure is only what one leases file tells in its order, and what a guest's own capture shows after it.
    """
    if owned(lab, network, address):
        return None
    by_address, by_card, by_name = _latest(lab)
    known = by_address.get(address)
    meant = next((by_name[name.lower()] for name in names if name.lower() in by_name), None)
    for was in (known, *(known.before if known is not None else ())):
        now = _today(lab, network, was, by_card)
        if was is not None and now is not None and now.address.value != address and _later(lab, was, now):
            return Move(was, now, was is not known)
    if meant is not None and meant.address.value != address and _inside(network, meant):
        return Move(meant, meant, known is not None and known.mac.value != meant.mac.value)
    return None


Tables = tuple[dict[int, "Reservation"], dict[str, "Reservation"], dict[str, "Reservation"]]


@once_per_lab
def _latest(lab: Lab) -> Tables:
    """The latest lease of each address, each card, and each name; names that two cards bear are left out."""
    by_address: dict[int, Reservation] = {}
    by_card: dict[str, Reservation] = {}
    by_name: dict[str, Reservation] = {}
    shared: set[str] = set()
    for lease in lab.host.leases:
        if lease.address.value is None or lease.mac.value is None:
            continue
        by_address[lease.address.value] = lease
        by_card[lease.mac.value] = lease
        for name in {lease.name.lower(), *(guest.name.lower() for guest, _ in cards(lab).get(lease.mac.value, ()))} - {""}:
            if by_name.get(name, lease).mac.value != lease.mac.value:
                shared.add(name)
            by_name[name] = lease
    return by_address, by_card, {name: lease for name, lease in by_name.items() if name not in shared}


def _today(lab: Lab, network: Network, was: Reservation | None, by_card: dict[str, Reservation]) -> Reservation | None:
    """Where the machine of a lease is now: at its reservation, else at its latest lease on the network."""
    if was is None or was.mac.value is None:
        return None
    booked = next((r for on, r in reservations(lab).get(was.mac.value, ()) if on.name == network.name), None)
    now = booked or by_card.get(was.mac.value)
    return now if now is not None and _inside(network, now) else None


def _inside(network: Network, lease: Reservation) -> bool:
    subnet, address = network.subnet.value, lease.address.value
    return subnet is not None and address is not None and subnet.holds(address)


def _later(lab: Lab, was: Reservation, now: Reservation) -> bool:
    """Whether `now` is known to be the newer one: further down in the same file, or not from a leases file at all."""
    files = {file.place.source.path for file in lab.host.lease_files}
    return now.place.source.path == was.place.source.path or now.place.source.path not in files
