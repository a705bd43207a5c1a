"""Nodes, their ports and routing tables, and the switches they are plugged into.

A node may have several stacks: what a machine looks like under each reader that may be in force (DESIGN.md decision 1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.model.addr import mask_of

if TYPE_CHECKING:
    from vmnetdoctor.source import Place

Evidence = tuple["Place", ...]


class Address(NamedTuple):
    """An address on a port.  `origin`: static, reserved, lease, range (some address of a range), assumed, host, nat, lan."""

    value: int
    prefix: int
    evidence: Evidence = ()
    origin: str = "static"

    def shares_link(self, other: int) -> bool:
        """Whether `other` lies in this address's own subnet."""
        return ((self.value ^ other) & mask_of(self.prefix)) == 0

    @property
    def broadcast(self) -> int:
        return self.value | (0xFFFFFFFF ^ mask_of(self.prefix))

    def has_base(self, other: int) -> bool:
        """Whether `other` is this subnet's own network address: kernels before 5.14 take it for a broadcast."""
        return self.prefix < 31 and other == self.value & mask_of(self.prefix)

    def is_broadcast(self, other: int) -> bool:
        """Whether `other` is this subnet's broadcast address (a /31 and a /32 have none)."""
        return self.prefix < 31 and other == self.broadcast


class Port:
    """An interface of a node on a switch; only ports that are up exist."""

    __slots__ = ("addresses", "evidence", "likely", "mac", "name", "network", "node", "switch")

    def __init__(self, node: Node, name: str, switch: str, network: str, mac: str | None,
                 evidence: Evidence = ()) -> None:
        self.node = node
        self.name = name
        self.switch = switch
        self.network = network
        self.mac = mac
        self.evidence = evidence
        self.addresses: list[Address] = []
        self.likely = False

    def source_for(self, hop: int) -> Address | None:
        """The address a packet to next hop `hop` leaves with: one of the hop's subnet, else the first."""
        for address in self.addresses:
            if address.shares_link(hop):
                return address
        return self.addresses[0] if self.addresses else None


class Row(NamedTuple):
    """A row of a routing table: `via` None means on-link.  `code`: on-link, default, route, gateway-link."""

    base: int
    prefix: int
    via: int | None
    port: Port
    metric: int
    code: str
    evidence: Evidence = ()

    @property
    def last(self) -> int:
        """The last address the row is for."""
        return self.base | (0xFFFFFFFF ^ mask_of(self.prefix))

    def holds(self, address: int) -> bool:
        """Whether a packet to `address` matches this row."""
        return (address & mask_of(self.prefix)) == self.base


class Trouble(NamedTuple):
    """Why a card brings nothing: a code, the facts behind it, and what would settle it where nobody knows."""

    code: str
    evidence: Evidence = ()
    missing: str = ""
    supply: str = ""


class Resolver(NamedTuple):
    """A nameserver that a node asks, as text since files hold anything."""

    text: str
    evidence: Evidence = ()


class Stack:
    """The network stack of a node under one reader: ports, addresses, routing table, resolvers."""

    __slots__ = ("addresses", "ports", "resolvers", "table", "troubles")

    def __init__(self) -> None:
        self.ports: list[Port] = []
        self.addresses: dict[int, list[Port]] = {}
        self.table: list[Row] = []
        self.resolvers: list[Resolver] = []
        self.troubles: list[Trouble] = []

    def add(self, port: Port, addresses: list[Address]) -> None:
        """Plug a port in and install its connected routes (one for each subnet, as the kernel does)."""
        self.ports.append(port)
        port.addresses = addresses
        for address in addresses:
            self.addresses.setdefault(address.value, []).append(port)
            base = address.value & mask_of(address.prefix)
            known = any(r.port is port and (r.base, r.prefix) == (base, address.prefix) for r in self.table)
            if address.prefix < 32 and not known:
                self.table.append(Row(base, address.prefix, None, port, 0, "on-link", address.evidence))

    def add_default(self, port: Port, via: int, metric: int, evidence: Evidence) -> None:
        """A default route, with a link route to a gateway off the card's subnets."""
        if not self.on_link(port, via):
            self.table.append(Row(via, 32, None, port, metric, "gateway-link", evidence))
        self.table.append(Row(0, 0, via, port, metric, "default", evidence))

    def matches(self, address: int) -> list[Row]:
        """The best rows for `address`: longest prefix, then lowest metric, in table order; several on a tie."""
        best: list[Row] = []
        key = (-1, 0)
        for row in self.table:
            if row.holds(address):
                mine = (row.prefix, -row.metric)
                if mine > key:
                    best, key = [row], mine
                elif mine == key:
                    best.append(row)
        return best

    def is_used(self, row: Row) -> bool:
        """Whether no row for the same addresses is preferred to this one."""
        return all(r.metric >= row.metric for r in self.table if (r.base, r.prefix) == (row.base, row.prefix))

    def is_odd(self) -> bool:
        """Whether an own address is the broadcast address of another card's subnet."""
        if len(self.ports) < 2:
            return False
        return any(b.is_broadcast(value) for value, holders in self.addresses.items()
                   for p in self.ports if p not in holders for b in p.addresses)

    def on_link(self, port: Port, address: int) -> bool:
        """Whether `address` is a neighbour on that port, so that it may serve as a next hop."""
        return any(a.shares_link(address) for a in port.addresses)


class Node:
    """A machine.  `kind`: guest, host, nat, router, lan, internet.  `weak`: answers for an address at any port (None: unknown).

    `closed` is the reason for which nothing at all can be said about the node (an ESXi guest), with what would supply it.
    """

    __slots__ = ("evidence", "filters", "forwards", "kind", "name", "network", "open", "stacks", "ties", "weak")

    def __init__(self, name: str, kind: str, forwards: bool = False, weak: bool | None = True) -> None:
        self.name = name
        self.kind = kind
        self.forwards = forwards
        self.weak = weak
        self.filters = False             # may check the way back of what arrives (rp_filter)
        self.ties = False                # equal routes: which one wins is in no file
        self.network: str | None = None  # the vmnet a NAT device serves
        self.open: Trouble | None = None
        self.evidence: Evidence = ()
        self.stacks: list[Stack] = [Stack()]


class Switch:
    """One layer-2 network: who answers for which address there.  `open` says what is not known about it."""

    __slots__ = ("holders", "name", "open")

    def __init__(self, name: str) -> None:
        self.name = name
        self.open: Trouble | None = None
        self.holders: dict[int, list[tuple[Port, Stack, bool]]] = {}     # (port that answers, its stack, holds it itself)
