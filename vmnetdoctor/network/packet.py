"""One packet carried from node to node as the kernel would (DESIGN.md decision 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.model.addr import is_private
from vmnetdoctor.network.journey import Arrival, Translation, Undecided
from vmnetdoctor.network.neighbours import answering, own_and_martian

if TYPE_CHECKING:
    from vmnetdoctor.network.journey import Journey
    from vmnetdoctor.network.node import Evidence, Node, Port, Row, Stack


def carry(journey: Journey, node: Node, source: int | None, destination: int, port: Port | None = None) -> Arrival:
    """Take a packet from `node` to whoever takes it in; raises `Stopped` where nobody does."""
    journey.source = -1 if source is None else source
    journey.destination = destination
    originated = port is None
    while True:
        journey.budget -= 1
        if journey.budget < 0:
            raise journey.stop(node.name, "loop", address=journey.text(journey.destination))
        stack = journey.stack(node)
        if node is journey.intercept and not originated:
            return Arrival(node, port)
        if _is_mine(journey, node, stack, port):
            return Arrival(node, port)
        if not originated and not node.forwards:
            raise journey.stop(node.name, "does-not-forward", node.evidence, address=journey.text(journey.destination))
        if node.kind == "nat" and _leaves_vmnet(journey, node, stack):
            node, port, originated = _through_host(journey, node, originated), None, True
            continue
        row = _route(journey, node, stack)
        _translate_at_router(journey, node, row)
        port = _transmit(journey, node, stack, row, originated)
        node, originated = port.node, False


def _is_mine(journey: Journey, node: Node, stack: Stack, port: Port | None) -> bool:
    """Whether this node takes the packet in: strong hosts only at the port that holds the address (measured.md)."""
    if node.kind == "internet" and port is not None and not is_private(journey.destination):
        return True
    holders = stack.addresses.get(journey.destination)
    if holders is None:
        return False
    if journey.source < 0:
        journey.leave_as(journey.destination)
    if port is None or port in holders or node.weak:
        return True
    if node.weak is None and journey.choose("host-os", node.name, 2) == 0:
        return True
    raise journey.stop(node.name, "strong-host", holders[0].evidence, address=journey.text(journey.destination),
                       port=holders[0].name)


def _leaves_vmnet(journey: Journey, node: Node, stack: Stack) -> bool:
    return not _any_of_range(journey, node, stack, stack.matches(journey.destination))


def _through_host(journey: Journey, device: Node, restored: bool) -> Node:
    """The NAT device opens a connection of the host's own: the sender's address stays behind (vmware-networking.md 4).

    An answer to something it has not sent is dropped by a proxy, while a packet filter may let it pass: undecided.
    """
    if journey.answering:
        lost = restored and not _is_near_host(journey)
        if not lost and journey.choose("answer-through-nat", device.network, 2) == 1:
            raise Undecided
        raise journey.stop(device.name, "no-way-back", device.evidence, address=journey.text(journey.destination),
                        network=device.network or "")
    host = journey.topology.host
    journey.note(device.name, "translate", "nat-device", device.evidence, source=journey.text(journey.source),
              address=journey.text(journey.destination), network=device.network or "")
    journey.translations.append(Translation(device, journey.source, -1))
    journey.source = -1
    return host


def _is_near_host(journey: Journey) -> bool:
    """Whether the host would find the destination on one of its networks."""
    rows = journey.topology.host.stacks[0].matches(journey.destination)
    return any(r.via is None and journey.destination in journey.topology.switch(r.port.switch).holders for r in rows)


def _translate_at_router(journey: Journey, node: Node, row: Row) -> None:
    if node.kind == "router" and row.port.name == "wan" and not is_private(journey.destination):
        outer = row.port.addresses[0].value
        journey.note(node.name, "translate", "lan-router", node.evidence, source=journey.text(journey.source))
        journey.translations.append(Translation(node, journey.source, outer))
        journey.source = outer


def _route(journey: Journey, node: Node, stack: Stack) -> Row:
    """The row the node picks; ties are settled by table order, except on the host where no file tells."""
    rows = stack.matches(journey.destination)
    rows = _any_of_range(journey, node, stack, rows)
    if not rows:
        raise journey.stop(node.name, "no-route", _why_no_route(stack), address=journey.text(journey.destination))
    row = rows[0]
    if len(rows) > 1 and node.ties:
        row = rows[journey.choose("route-order", node.name, len(rows))]
    return row


def _any_of_range(journey: Journey, node: Node, stack: Stack, rows: list[Row]) -> list[Row]:
    """An address that stands for any of a range: others of it may take another row here, if they took the same so far."""
    span = journey.topology.ranges.get(journey.destination)
    if span is None:
        return rows
    passed = journey.passed.setdefault(journey.destination, [])
    options = _options(span, journey.destination, stack, passed)
    edges = any(r.via is None and r.prefix < 31 and span[0] <= r.last <= span[1] for r in stack.table)
    choice = 0
    if len(options) > 1 or edges:
        choice = journey.choose("lease-address", ("", journey.destination, node.name), len(options) + edges)
    if choice == len(options):
        raise Undecided      # one address of the range is this node's broadcast address
    passed.append((stack, options[choice]))
    return options[choice]


def _is_own_gateway(journey: Journey, node: Node, stack: Stack, row: Row) -> bool:
    """A gateway that is the node's own address: the kernel then asks for the target itself (measured.md).

    An address of another card counts only if it was there before the route.
    """
    holders = stack.addresses.get(row.via if row.via is not None else -1)
    if node.kind == "host" or holders is None:
        return False
    return row.port in holders or journey.choose("own-gateway", node.name, 2) == 0


def _why_no_route(stack: Stack) -> Evidence:
    return next((p.addresses[0].evidence for p in stack.ports if p.addresses), ())


def _transmit(journey: Journey, node: Node, stack: Stack, row: Row, originated: bool) -> Port:
    """Put the packet on the row's switch for the next hop; returns the port that takes it."""
    hop = row.via if row.via is not None else journey.destination
    own = row.port.source_for(hop)
    if journey.source < 0:
        if own is None:
            raise journey.stop(node.name, "no-address", row.port.evidence)
        journey.leave_as(own.value)
    lan = journey.topology.lans[0]
    journey.likely = journey.likely or row.port.likely or (lan.likely and row.port.switch == lan.switch and node.kind == "guest")
    if row.via is None and any(a.is_broadcast(journey.destination) for a in row.port.addresses):
        raise journey.stop(node.name, "broadcast-address", row.evidence, address=journey.text(journey.destination))
    base = row.via is None and any(a.has_base(journey.destination) for a in row.port.addresses)
    if base and journey.choose("network-address", journey.destination, 2) == 1:
        raise Undecided
    journey.note(node.name, "route" if originated else "forward", row.code, row.evidence, source=journey.text(journey.source),
              address=journey.text(journey.destination), hop=journey.text(hop), port=row.port.name, network=row.port.network)
    if row.via is not None and _is_own_gateway(journey, node, stack, row):
        hop = journey.destination
    journey.sender_mac = row.port.mac
    taker = answering(journey, row.port, stack, hop)
    journey.note(taker.port.switch, "switch", "answers", taker.port.evidence, hop=journey.text(hop), taker=taker.port.node.name)
    own_and_martian(journey, taker.port, taker.stack)
    return taker.port


def _options(span: tuple[int, int], first: int, stack: Stack, passed: list[tuple[Stack, list[Row]]]) -> list[list[Row]]:
    """The different answers of a table for the addresses of a range that took the same rows so far; `first` comes first."""
    tables = (stack, *(s for s, _ in passed))
    points = [first, *span, *(p for s in tables for r in s.table for p in (r.base - 1, r.base, r.last, r.last + 1))]
    options: list[list[Row]] = []
    for point in dict.fromkeys(points):
        if span[0] <= point <= span[1] and all(s.matches(point) == rows for s, rows in passed):
            found = stack.matches(point)
            if found not in options:
                options.append(found)
    return options or [stack.matches(first)]
