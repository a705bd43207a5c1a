"""A leases file as records: who was handed which address; the last record of an address counts (vmware-networking.md 3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.model.addr import ip, mac
from vmnetdoctor.model.facts import UNKNOWN, Fact
from vmnetdoctor.model.host import Reservation

if TYPE_CHECKING:
    from vmnetdoctor.formats.leases import LeaseFile


def leases_of(document: LeaseFile) -> list[Reservation]:
    """The lease in force of each address, the latest last: the file is only ever added to."""
    latest: dict[str, Reservation] = {}
    clients: dict[tuple[str, str], dict[str | None, Fact[str]]] = {}
    for lease in document.records:
        place = lease.address.value_place
        address = Fact(lease.address.value, (place,))
        card = Fact(lease.mac.value, (lease.mac.value_place,)) if lease.mac is not None else UNKNOWN
        name = lease.hostname.value if lease.hostname is not None else None
        key = lease.address.value or ""
        client = lease.fields.get("uid")
        rivals: dict[str | None, Fact[str]] = {}
        if client is not None and client.value and card.map(mac).known:
            rivals = clients.setdefault((key, client.value), {})
            rivals[card.map(mac).value] = card.map(mac)
        latest.pop(key, None)
        others = tuple(fact for known, fact in rivals.items() if known != card.map(mac).value)
        latest[key] = Reservation(name or "", place, card.map(mac), card, address.map(ip), address, rivals=others)
    return list(latest.values())
