"""A leases file as records: who was handed which address; the last record of an address counts (vmware-networking.md 3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.model.addr import ip, mac
from vmnetdoctor.model.facts import UNKNOWN, Fact
from vmnetdoctor.model.host import Reservation

if TYPE_CHECKING:
    from vmnetdoctor.formats.leases import LeaseFile


def leases_of(document: LeaseFile) -> list[Reservation]:
    """The lease in force of each address, in the order of the file."""
    found = []
    for lease in document.current.values():
        place = lease.address.value_place
        address = Fact(lease.address.value, (place,))
        card = Fact(lease.mac.value, (lease.mac.value_place,)) if lease.mac is not None else UNKNOWN
        name = lease.hostname.value if lease.hostname is not None else None
        found.append(Reservation(name or "", place, card.map(mac), card, address.map(ip), address))
    return found
