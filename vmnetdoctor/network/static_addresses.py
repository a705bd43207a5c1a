"""Which addresses the files of a lab already give away, so that an invented or leased one never meets them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vmnetdoctor.model.addr import Subnet, ip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.model.addr import Interface
    from vmnetdoctor.model.guest import Guest, Reading
    from vmnetdoctor.model.lab import Lab

SPARE = Subnet(0x647F0000, 16)     # 100.127.0.0/16: shared address space that no home or lab network uses


def static_readings(guest: Guest) -> Iterator[tuple[int | None, Reading]]:
    """(adapter, reading) of every profile that somebody may read."""
    for profile in guest.profiles:
        reading = profile.probable
        if reading is not None and not profile.slave:
            yield profile.adapter, reading


def mentioned(reading: Reading) -> Iterator[int]:
    """Every address that a reading gives a card or sends packets to."""
    yield from (a.value.address for a in reading.addresses if a.value is not None)
    if reading.gateway.value is not None:
        yield reading.gateway.value
    yield from (r.via for r in reading.routes if r.via is not None)
    yield from (address for f in reading.dns if f.value is not None and (address := ip(f.value)) is not None)


def taken_on(lab: Lab, networks: set[str]) -> set[int]:
    """Every address that a guest on one of these networks states."""
    taken: set[int] = set()
    for guest in lab.guests:
        mine = {a.index for a in guest.adapters if a.network in networks}
        if mine:
            taken.update(m for i, r in static_readings(guest) if i in mine for m in mentioned(r))
    return taken


def held_on(lab: Lab, network: str) -> set[int]:
    """Every address that a guest on the network gives itself; what it only sends packets to is left out."""
    return {fact.value.address for guest in lab.guests for index, reading in static_readings(guest)
            if any(a.index == index and a.network == network for a in guest.adapters)
            for fact in reading.addresses if fact.value is not None}


def bridged_statements(lab: Lab, networks: set[str]) -> tuple[Subnet | None, int | None, bool]:
    """The subnet and gateway that the static guests on bridged networks agree on, where no host file tells the LAN.

    The last one says whether any of them is static: then what is taken for the LAN may be wrong for it.
    A subnet of the host's own vmnets is not the LAN's: who has an address of it has kept it from there.
    """
    own = [n.subnet.value for n in lab.networks if n.subnet.value is not None and n.name not in networks]
    subnets: Counter[Subnet] = Counter()
    gateways: Counter[int] = Counter()
    static = False
    for guest in lab.guests:
        mine = {a.index for a in guest.plugs if a.network in networks}
        for index, reading in static_readings(guest) if mine else ():
            if index in mine and reading.method.value == "static":
                static = True
                subnets.update(s for s in _subnets(reading.addresses) if not any(s.overlaps(vmnet) for vmnet in own))
                if reading.gateway.value is not None:
                    gateways[reading.gateway.value] += 1
    if len(subnets) != 1:
        return None, None, static
    subnet = next(iter(subnets))
    inside = [g for g in gateways if subnet.holds(g)]
    return subnet, inside[0] if len(inside) == 1 else None, static


def _subnets(addresses: tuple[object, ...]) -> Iterator[Subnet]:
    for fact in addresses:
        interface: Interface | None = getattr(fact, "value", None)
        if interface is not None:
            yield interface.subnet


def free_in(subnet: Subnet, taken: set[int], from_top: bool = False) -> int | None:
    """A host address of the subnet that nobody has taken; None where all are."""
    first, last = (subnet.base, subnet.broadcast) if subnet.prefix > 30 else (subnet.base + 1, subnet.broadcast - 1)
    places = range(last, first - 1, -1) if from_top else range(first, last + 1)
    return next((a for a in places if a not in taken), None)
