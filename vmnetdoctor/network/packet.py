"""One packet and its answer, carried from node to node as the kernel would (DESIGN.md decision 3).

Where a step depends on something no file tells, the journey asks: it takes the choice it was given (0 by default) and
remembers the question, so that `settle` can try the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.model.addr import ip_text
from vmnetdoctor.network.ends import Stopped, Undecided
from vmnetdoctor.network.hops import Hop
from vmnetdoctor.network.neighbours import answering, own_and_martian
from vmnetdoctor.network.private import is_private

if TYPE_CHECKING:
    from vmnetdoctor.network.neighbours import Taker
    from vmnetdoctor.network.node import Evidence, Node, Port, Row, Stack
    from vmnetdoctor.network.topology import Topology

_MOST_HOPS = 24
Question = tuple[str, object]


class Translation(NamedTuple):
    """A node that put its own address in place of the sender's."""

    at: Node
    inner: int
    outer: int


class Arrival(NamedTuple):
    """Where a packet ended: the node, and the port it came in by (None: it never left the node)."""

    node: Node
    port: Port | None


class Journey:
    """A packet on its way; `hops` grows, `asked` collects the questions met with the number of choices of each."""

    def __init__(self, topology: Topology, choices: dict[Question, int]) -> None:
        self.topology = topology
        self.choices = choices
        self.asked: dict[Question, int] = {}
        self.hops: list[Hop] = []
        self.likely = False
        self.translations: list[Translation] = []
        self.met: dict[tuple[int, int], Taker] = {}      # (port, address): a neighbour it has learnt from a question
        self.passed: dict[int, list[tuple[Stack, list[Row]]]] = {}      # rows an address of a range has taken so far
        self.answering = False
        self.intercept: Node | None = None        # takes in whatever passes it (a NAT device that keeps the client's address)
        self.source = 0
        self.destination = 0
        self.budget = _MOST_HOPS
        self.sender_mac: str | None = None      # of the card that put the packet on the switch it is on

    def choose(self, code: str, about: object, count: int) -> int:
        """The choice for an open question; the first one met is explored by the caller."""
        key = (code, about)
        self.asked[key] = count
        return self.choices.get(key, 0)

    def text(self, address: int) -> str:
        """An address for a text; an invented one is left empty."""
        if address in self.topology.invented:
            span = self.topology.ranges.get(address)
            return f"{ip_text(span[0])}-{ip_text(span[1])}" if span is not None else ""
        return ip_text(address)

    def note(self, node: str, action: str, code: str, evidence: Evidence = (), **values: str) -> None:
        """Add a hop."""
        self.hops.append(Hop(node, action, code, values, evidence))

    def stop(self, node: str, code: str, evidence: Evidence = (), **values: str) -> Stopped:
        """Add the hop the packet stops at; to be raised."""
        self.note(node, "stop", code, evidence, **values)
        return Stopped(code)

    def stack(self, node: Node) -> Stack:
        """The stack of a node under the reader taken to be in force."""
        if len(node.stacks) == 1:
            return node.stacks[0]
        return node.stacks[self.choose("reader", node.name, len(node.stacks))]

    def carry(self, node: Node, source: int | None, destination: int, port: Port | None = None) -> Arrival:
        """Take a packet from `node` to whoever takes it in; raises `Stopped` where nobody does."""
        self.source = -1 if source is None else source
        self.destination = destination
        originated = port is None
        while True:
            self.budget -= 1
            if self.budget < 0:
                raise self.stop(node.name, "loop", address=self.text(self.destination))
            stack = self.stack(node)
            if node is self.intercept and not originated:
                return Arrival(node, port)
            if self._is_mine(node, stack, port):
                return Arrival(node, port)
            if not originated and not node.forwards:
                raise self.stop(node.name, "does-not-forward", node.evidence, address=self.text(self.destination))
            if node.kind == "nat" and self._leaves_vmnet(node, stack):
                node, port, originated = self._through_host(node, originated), None, True
                continue
            row = self._route(node, stack)
            self._translate_at_router(node, row)
            port = self._transmit(node, stack, row, originated)
            node, originated = port.node, False

    def _is_mine(self, node: Node, stack: Stack, port: Port | None) -> bool:
        """Whether this node takes the packet in: strong hosts only at the port that holds the address (measured.md)."""
        if node.kind == "internet" and port is not None and not is_private(self.destination):
            return True
        holders = stack.addresses.get(self.destination)
        if holders is None:
            return False
        if self.source < 0:
            self._set_source(self.destination)
        if port is None or port in holders or node.weak:
            return True
        if node.weak is None and self.choose("host-os", node.name, 2) == 0:
            return True
        raise self.stop(node.name, "strong-host", holders[0].evidence, address=self.text(self.destination), port=holders[0].name)

    def _set_source(self, value: int) -> None:
        """The address chosen by the node that sends; the last translation learns its outer side."""
        self.source = value
        if self.translations and self.translations[-1].outer < 0:
            self.translations[-1] = self.translations[-1]._replace(outer=value)

    def _leaves_vmnet(self, node: Node, stack: Stack) -> bool:
        return not self._any_of_range(node, stack, stack.matches(self.destination))

    def _through_host(self, device: Node, restored: bool) -> Node:
        """The NAT device opens a connection of the host's own: the sender's address stays behind (vmware-networking.md 4).

        An answer to something it has not sent is dropped by a proxy, while a packet filter may let it pass: undecided.
        """
        if self.answering:
            lost = restored and not self._is_near_host()
            if not lost and self.choose("answer-through-nat", device.network, 2) == 1:
                raise Undecided
            raise self.stop(device.name, "no-way-back", device.evidence, address=self.text(self.destination),
                            network=device.network or "")
        host = self.topology.host
        self.note(device.name, "translate", "nat-device", device.evidence, source=self.text(self.source),
                  address=self.text(self.destination), network=device.network or "")
        self.translations.append(Translation(device, self.source, -1))
        self.source = -1
        return host

    def _is_near_host(self) -> bool:
        """Whether the host would find the destination on one of its networks."""
        rows = self.topology.host.stacks[0].matches(self.destination)
        return any(r.via is None and self.destination in self.topology.switch(r.port.switch).holders for r in rows)

    def _translate_at_router(self, node: Node, row: Row) -> None:
        if node.kind == "router" and row.port.name == "wan" and not is_private(self.destination):
            outer = row.port.addresses[0].value
            self.note(node.name, "translate", "lan-router", node.evidence, source=self.text(self.source))
            self.translations.append(Translation(node, self.source, outer))
            self.source = outer

    def _route(self, node: Node, stack: Stack) -> Row:
        """The row the node picks; ties are settled by table order, except on the host where no file tells."""
        rows = stack.matches(self.destination)
        rows = self._any_of_range(node, stack, rows)
        if not rows:
            raise self.stop(node.name, "no-route", self._why_no_route(stack), address=self.text(self.destination))
        row = rows[0]
        if len(rows) > 1 and node.ties:
            row = rows[self.choose("route-order", node.name, len(rows))]
        return row

    def _any_of_range(self, node: Node, stack: Stack, rows: list[Row]) -> list[Row]:
        """An address that stands for any of a range: others of it may take another row here, if they took the same so far."""
        span = self.topology.ranges.get(self.destination)
        if span is None:
            return rows
        passed = self.passed.setdefault(self.destination, [])
        options = _options(span, self.destination, stack, passed)
        edges = any(r.via is None and r.prefix < 31 and span[0] <= r.last <= span[1] for r in stack.table)
        choice = 0
        if len(options) > 1 or edges:
            choice = self.choose("lease-address", ("", self.destination, node.name), len(options) + edges)
        if choice == len(options):
            raise Undecided      # one address of the range is this node's broadcast address
        passed.append((stack, options[choice]))
        return options[choice]

    def _is_own_gateway(self, node: Node, stack: Stack, row: Row) -> bool:
        """A gateway that is the node's own address: the kernel then asks for the target itself (measured.md).

        An address of another card counts only if it was there before the route.
        """
        holders = stack.addresses.get(row.via if row.via is not None else -1)
        if node.kind == "host" or holders is None:
            return False
        return row.port in holders or self.choose("own-gateway", node.name, 2) == 0

    def _why_no_route(self, stack: Stack) -> Evidence:
        return next((p.addresses[0].evidence for p in stack.ports if p.addresses), ())

    def _transmit(self, node: Node, stack: Stack, row: Row, originated: bool) -> Port:
        """Put the packet on the row's switch for the next hop; returns the port that takes it."""
        hop = row.via if row.via is not None else self.destination
        own = row.port.source_for(hop)
        if self.source < 0:
            if own is None:
                raise self.stop(node.name, "no-address", row.port.evidence)
            self._set_source(own.value)
        lan = self.topology.lans[0]
        self.likely = self.likely or row.port.likely or (lan.likely and row.port.switch == lan.switch and node.kind == "guest")
        if row.via is None and any(a.is_broadcast(self.destination) for a in row.port.addresses):
            raise self.stop(node.name, "broadcast-address", row.evidence, address=self.text(self.destination))
        base = row.via is None and any(a.has_base(self.destination) for a in row.port.addresses)
        if base and self.choose("network-address", self.destination, 2) == 1:
            raise Undecided
        self.note(node.name, "route" if originated else "forward", row.code, row.evidence, source=self.text(self.source),
                  address=self.text(self.destination), hop=self.text(hop), port=row.port.name, network=row.port.network)
        if row.via is not None and self._is_own_gateway(node, stack, row):
            hop = self.destination
        self.sender_mac = row.port.mac
        taker = answering(self, row.port, stack, hop)
        self.note(taker.port.switch, "switch", "answers", taker.port.evidence, hop=self.text(hop), taker=taker.port.node.name)
        own_and_martian(self, taker.port, taker.stack)
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
