"""Expected connectivity as a whole: endpoints and cells of contract.md (matrix)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vmnetdoctor.model.facts import record
from vmnetdoctor.network.guest_classes import GuestClass, classes
from vmnetdoctor.network.probe_ping import meant_address
from vmnetdoctor.network.topology import HOST, INTERNET, LAN, OUTSIDE
from vmnetdoctor.network.walk import walk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from vmnetdoctor.network.hops import Walk
    from vmnetdoctor.network.topology import Topology

MOST_GUESTS = 50       # above it the matrix holds classes


@record
class Endpoint:
    """Something a probe starts from or ends at; a DHCP guest without known lease has a range instead of an address."""

    name: str
    kind: str
    addresses: tuple[int, ...]
    address_range: tuple[int, int] | None = None


@record
class Matrix:
    """Endpoints and cells; `classes` is filled above fifty guests, where the guests among the endpoints stand for their class."""

    endpoints: tuple[Endpoint, ...]
    cells: tuple[Walk, ...]
    classes: tuple[GuestClass, ...] = ()


def matrix(topology: Topology, senders: Collection[str] | None = None, targets: Collection[str] | None = None) -> Matrix:
    """Every ordered pair of endpoints with each address of the target, the names probe, the forwards, and what is expected.

    `senders`, `targets` pick (then no classes are made).
    """
    picked = senders is not None or targets is not None
    grouped = classes(topology) if len(topology.guests) > MOST_GUESTS and not picked else ()
    guests = [c.like for c in grouped] if grouped else list(topology.guests)
    names = [*guests, *OUTSIDE]
    starts = [n for n in names if senders is None or n in senders]
    ends = [n for n in names if targets is None or n in targets]
    cells = [*_pings(topology, starts, ends), *_within(topology, grouped), *_names(topology, starts, ends),
             *_forwards(topology, starts, ends)]
    known = {(c.sender, c.target, c.probe, c.address) for c in cells}
    cells += [c for c in _expected(topology, starts, ends) if (c.sender, c.target, c.probe, c.address) not in known]
    return Matrix(tuple(endpoint(topology, n) for n in names), tuple(cells), grouped)


def endpoint(topology: Topology, name: str) -> Endpoint:
    """One endpoint with what is known of its addresses."""
    node = topology.endpoints[name]
    spans = [topology.ranges[a.value] for p in node.stacks[0].ports for a in p.addresses if a.value in topology.ranges]
    known = tuple(topology.addresses(name)) if node.kind in ("guest", "host") else ()
    return Endpoint(name, node.kind, known, spans[0] if spans and node.kind == "guest" else None)


def cell(topology: Topology, sender: str, target: str, address: int | None, probe: str = "ping") -> Walk:
    """One cell; an address that only stands for an unknown one is shown as null."""
    walked = walk(topology, sender, target, address, probe)
    return replace(walked, address=None) if address in topology.invented else walked


def _pings(topology: Topology, starts: list[str], ends: list[str]) -> Iterator[Walk]:
    for sender in starts:
        for target in ends:
            if sender != target:
                yield from (cell(topology, sender, target, a) for a in _aims(topology, sender, target))


def _within(topology: Topology, grouped: tuple[GuestClass, ...]) -> Iterator[Walk]:
    """From a class to itself: from its first member to the second."""
    for group in grouped:
        if len(group.members) > 1:
            first, second = group.members[:2]
            walked = cell(topology, first, second, meant_address(topology, topology.endpoints[first], topology.endpoints[second]))
            yield replace(walked, target=first, address=None)


def _aims(topology: Topology, sender: str, target: str) -> list[int | None]:
    """The addresses to try: the one people mean first; None where there is no address to choose from."""
    node = topology.endpoints[target]
    if node.kind not in ("guest", "host"):
        return [None]
    held = list(dict.fromkeys(a.value for stack in node.stacks for p in stack.ports for a in p.addresses))
    meant = meant_address(topology, topology.endpoints[sender], node)
    held.sort(key=lambda value: value != meant)
    return list(held) or [None]


def _names(topology: Topology, starts: list[str], ends: list[str]) -> Iterator[Walk]:
    if INTERNET in ends:
        yield from (walk(topology, s, INTERNET, None, "names") for s in starts if s != INTERNET)


def _forwards(topology: Topology, starts: list[str], ends: list[str]) -> Iterator[Walk]:
    """A cell for each forward and the guest that holds its target, from the LAN and from the host."""
    owners: dict[int, list[str]] = {}
    for name in ends:
        if name in topology.guests:
            for stack in topology.endpoints[name].stacks:
                for value in stack.addresses:
                    owners.setdefault(value, []).append(name)
    for network in topology.networks.values():
        for forward in network.forwards:
            if forward.port.value is not None and 0 < forward.port.value < 65536 and forward.protocol in ("tcp", "udp"):
                for owner in dict.fromkeys(owners.get(forward.address.value or 0, ())):
                    probe = f"{forward.protocol}/{forward.port.value}"
                    yield from (walk(topology, s, owner, None, probe) for s in (LAN, HOST) if s in starts)


def _expected(topology: Topology, starts: list[str], ends: list[str]) -> Iterator[Walk]:
    """The cells that declared expectations name and the table has not; an endpoint that does not exist has none."""
    from vmnetdoctor.model.addr import ip

    for wish in topology.lab.expectations:
        if wish.sender in starts and wish.target in ends and wish.probe != "ping":
            try:
                yield cell(topology, wish.sender, wish.target, ip(wish.address) if wish.address else None, wish.probe)
            except LookupError:
                continue
