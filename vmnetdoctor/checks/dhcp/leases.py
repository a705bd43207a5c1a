"""Rules about leases: what points at an address that moved, and which leases file is the one in force (causes.md)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vmnetdoctor.checks.lookups import cards, nics_on
from vmnetdoctor.checks.moved_leases import moved
from vmnetdoctor.checks.outcome import Finding, Outcome, check, places
from vmnetdoctor.model.addr import ip_text
from vmnetdoctor.model.lab import once_per_lab

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.checks.subjects import ReservationInLab
    from vmnetdoctor.model.host import Network
    from vmnetdoctor.model.lab import Lab
    from vmnetdoctor.source import Place

MOST_POINTERS = 2000
_SHOWN = 6


def _leased(lab: Lab) -> bool:
    return bool(lab.host.leases)


def _pointers(lab: Lab) -> Iterator[tuple[str, Place, int, tuple[str, ...]]]:
    """What names an address: port forwards, then lines of `hosts` files."""
    for network in lab.networks:
        for forward in network.forwards[:MOST_POINTERS]:
            if forward.address.value is not None:
                at = forward.address.places[0] if forward.address.places else forward.place
                yield "forward", at, forward.address.value, ()
    for line in lab.host.names[:MOST_POINTERS]:
        if line.address.value is not None:
            yield "hosts", line.address.places[0], line.address.value, line.names


@check("lab", when=_leased)
def lease_moved(lab: Lab) -> Iterator[Outcome]:
    """One finding for each address, at the forward if there is one, else at the first line of a `hosts` file."""
    found: dict[int, Finding] = {}
    vmnets = [n for n in lab.networks if n.subnet.value is not None and n.kind.value in ("nat", "hostonly")]
    for what, at, address, names in _pointers(lab):
        first = found.get(address)
        if first is not None:
            if len(first.also) < _SHOWN:
                found[address] = replace(first, also=(*first.also, ("pointer", at)))
            continue
        network = next((n for n in vmnets if n.subnet.value is not None and n.subnet.value.holds(address)), None)
        finding = _moved(lab, network, what, at, address, names) if network is not None else None
        if finding is not None:
            found[address] = finding
    yield from found.values()


def _moved(lab: Lab, network: Network, what: str, at: Place, address: int, names: tuple[str, ...]) -> Finding | None:
    move = moved(lab, network, address, names)
    if move is None:
        return None
    held = cards(lab).get(move.now.mac.value or "", ())
    name = held[0][0].name if held else move.was.name or move.now.name or move.now.mac.value
    return Finding(at, {"address": ip_text(address), "now": ip_text(move.now.address.value or 0), "guest": name},
                   (("lease", move.now.place),), case=f"{what}-taken" if move.taken else what, confidence="likely",
                   subject={"network": network.name, **({"guest": name} if held else {})})


@check("lab")
def leases_file_not_in_use(lab: Lab) -> Iterator[Outcome]:
    """VMware's leases file on a Mac whose vmnets are Apple's (vmware-networking.md 3.1 and 7)."""
    stale = next((file for file in lab.host.lease_files if not file.apple), None)
    apple = next((file for file in lab.host.lease_files if file.apple), None)
    fact = lab.host.apple_vmnet
    if stale is None or fact.value is not True:
        return
    confidence = "certain" if fact.reason == "early" else "likely" if apple is not None else "possible"
    yield Finding(stale.place, {"file": stale.place.source.path.rpartition("/")[2]},
                  places("version", fact) + ((("apple", apple.place),) if apple is not None else ()), confidence=confidence)


@check("reservation")
def reservation_ignored(subject: ReservationInLab) -> Iterator[Outcome]:
    """Apple's service does not know VMware's reservations (vmware-networking.md 7); a lease elsewhere shows that it is so."""
    lab, reservation, fact = subject.lab, subject.reservation, subject.lab.host.apple_vmnet
    if fact.value is not True or reservation.mac.value not in cards(lab) or reservation.address.value is None:
        return
    lease = next((x for x in reversed(lab.host.leases) if x.mac.value == reservation.mac.value), None)
    if lease is not None and lease.address.value == reservation.address.value:
        return
    values = {"name": reservation.name, "address": ip_text(reservation.address.value),
              "has": ip_text(lease.address.value) if lease is not None and lease.address.value is not None else ""}
    sure = fact.reason == "early" or lease is not None
    yield Finding(reservation.address.places[0], values,
                  places("version", fact) + ((("lease", lease.place),) if lease is not None else ()),
                  case="default" if lease is None else "elsewhere", confidence="likely" if sure else "possible",
                  severity=None if sure else "info")


@check("reservation")
def reservation_not_in_leases(subject: ReservationInLab) -> Iterator[Outcome]:
    """The server writes down what it takes from its pool only; a reserved address needs no entry (vmware-networking.md 3.3)."""
    lab, reservation, network = subject.lab, subject.reservation, subject.network
    card, address = reservation.mac.value, reservation.address.value
    file = next((f for f in lab.host.lease_files if not f.apple), None)
    if file is None or card is None or address is None or lab.host.apple_vmnet.value is True or not reservation.address.places:
        return
    asking = next((n for n in nics_on(lab, network.name)
                   if n.dhcp and n.adapter is not None and n.adapter.mac.value == card), None)
    if asking is not None and card not in _leased_cards(lab):
        yield Finding(reservation.address.places[0], {"name": reservation.name, "address": ip_text(address), "mac": card},
                      (("leases", file.place),), subject={"guest": asking.guest.name})


@once_per_lab
def _leased_cards(lab: Lab) -> set[str | None]:
    """The MACs that leases files name."""
    files = {file.place.source.path for file in lab.host.lease_files}
    return {lease.mac.value for lease in lab.host.leases if lease.place.source.path in files}
