"""Who was handed which address, by a leases file (the last record of an address counts; 3.3) or by what a guest shows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vmnetdoctor.model.addr import APIPA, ip, mac
from vmnetdoctor.model.facts import UNKNOWN, Fact
from vmnetdoctor.model.host import Reservation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vmnetdoctor.formats.leases import Lease, LeaseFile
    from vmnetdoctor.model.guest import Guest


def _in_order(document: LeaseFile) -> list[Lease]:
    """Oldest first: VMware's file is only added to, Apple's is written anew and tells the end of each lease in hex seconds."""
    if not document.apple:
        return document.records
    return sorted(document.records, key=lambda lease: _seconds(lease.ends.value if lease.ends is not None else None))


def _seconds(text: str | None) -> int:
    digits = (text or "").lower().removeprefix("0x")
    return int(digits, 16) if digits and len(digits) <= 16 and all(c in "0123456789abcdef" for c in digits) else 0


def _before(former: Reservation | None, card: str | None) -> tuple[Reservation, ...]:
    """The last lease of the address that another card had; a chain of one, so that long files stay small."""
    if former is None or former.mac.value is None:
        return ()
    return former.before if former.mac.value == card else (replace(former, before=()),)


def leases_of(document: LeaseFile) -> list[Reservation]:
    """The lease in force of each address, the latest last: the file is only ever added to."""
    latest: dict[str, Reservation] = {}
    clients: dict[tuple[str, str], dict[str | None, Fact[str]]] = {}
    for lease in _in_order(document):
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
        former = latest.pop(key, None)
        others = tuple(fact for known, fact in rivals.items() if known != card.map(mac).value)
        latest[key] = Reservation(name or "", place, card.map(mac), card, address.map(ip), address, rivals=others,
                                  before=_before(former, card.map(mac).value))
    return list(latest.values())


def captured_leases(guests: Iterable[Guest]) -> list[Reservation]:
    """Addresses that guests show as handed out to them, as leases of their cards."""
    found = []
    for guest in guests:
        for card in guest.seen.interfaces if guest.seen is not None else ():
            if card.mac.known and card.dhcp.value is not False:
                found += [Reservation(guest.name, card.place, card.mac, card.mac, held.map(lambda i: i.address), held.map(str))
                          for held in card.addresses if held.value is not None and not APIPA.holds(held.value.address)]
    return found
