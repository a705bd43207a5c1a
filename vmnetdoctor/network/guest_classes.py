"""Guests that are alike share one walk (DESIGN.md decision 7): same networks, same addressing situation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.model.addr import mask_of
from vmnetdoctor.model.facts import record

if TYPE_CHECKING:
    from vmnetdoctor.network.node import Address, Node, Port, Stack
    from vmnetdoctor.network.topology import Topology


@record
class GuestClass:
    """Guests that behave alike.  `like` is the first of them and stands for all; a class of one bears its guest's name."""

    name: str
    like: str
    members: tuple[str, ...]


def classes(topology: Topology) -> tuple[GuestClass, ...]:
    """The guests by class, in the order of their first members."""
    macs = _macs(topology)
    targets = {f.address.value for forwards in topology.forwards.values() for f in forwards}
    groups: dict[object, list[str]] = {}
    for name in topology.guests:
        groups.setdefault(signature(topology, name, macs, targets), []).append(name)
    return tuple(GuestClass(members[0] if len(members) == 1 else f"class {number}", members[0], tuple(members))
                 for number, members in enumerate(groups.values(), 1))


def signature(topology: Topology, name: str, macs: dict[tuple[str, str], int], targets: set[int | None]) -> object:
    """What decides a guest's verdicts: everything but its own host number, as long as that is nothing special."""
    node = topology.endpoints[name]
    stacks = tuple(_stack(topology, node, stack, macs, targets) for stack in node.stacks)
    plugs = tuple((a.network, a.connected.value is False) for a in topology.guests[name].plugs)
    return stacks, node.forwards, node.weak, node.open is not None, plugs


def _macs(topology: Topology) -> dict[tuple[str, str], int]:
    """How often each MAC occurs on each switch."""
    counts: dict[tuple[str, str], int] = {}
    for name in topology.guests:
        for port in topology.endpoints[name].stacks[0].ports:
            if port.mac is not None:
                counts[port.switch, port.mac] = counts.get((port.switch, port.mac), 0) + 1
    return counts


def _stack(topology: Topology, node: Node, stack: Stack, macs: dict[tuple[str, str], int], targets: set[int | None]) -> object:
    ports = tuple((p.network, p.switch, tuple(_address(topology, p, a, targets) for a in p.addresses),
                   p.mac if p.mac is not None and macs.get((p.switch, p.mac), 0) > 1 else p.mac is None) for p in stack.ports)
    rows = tuple((r.base, r.prefix, _via(stack, r.via), r.metric, r.port.name) for r in stack.table)
    return ports, rows, tuple(r.text for r in stack.resolvers), tuple((t.code, t.missing) for t in stack.troubles)


def _via(stack: Stack, via: int | None) -> int | str | None:
    return "own" if via is not None and via in stack.addresses else via


def _address(topology: Topology, port: Port, address: Address, targets: set[int | None]) -> object:
    """The subnet, and the address itself only where it is held twice, the target of a forward, or a broadcast address."""
    special = address.value in targets or address.is_broadcast(address.value) or _shared(topology, port, address)
    return address.value & mask_of(address.prefix), address.prefix, address.origin, address.value if special else None


def _shared(topology: Topology, port: Port, address: Address) -> bool:
    holders = topology.switch(port.switch).holders.get(address.value, ())
    return any(p.node is not port.node for p, _, _ in holders)
