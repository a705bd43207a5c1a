"""Layer 2: who answers ARP for an address on a switch, and what a receiver refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.model.macs import is_of_vmware
from vmnetdoctor.network.journey import Taker, Undecided

if TYPE_CHECKING:
    from vmnetdoctor.network.journey import Journey
    from vmnetdoctor.network.node import Port, Stack


def answering(journey: Journey, asker: Port, stack: Stack, address: int) -> Taker:
    """The port that answers ARP for `address` on the asker's switch; two machines with one address are an open question."""
    asks_as = journey.source if journey.source in stack.addresses else asker.addresses[0].value
    takers = _candidates(journey, asker, address, asks_as)
    met = journey.met.get((id(asker), address))
    if met is not None and all(t.port.node is not met.port.node for t in takers):
        takers.insert(0, met)      # it has asked before and is known since, whether or not it would answer now
    if not takers:
        raise _nobody(journey, asker, address)
    taker = takers[0]
    if len(takers) > 1:
        names = ", ".join(t.port.node.name for t in takers)
        taker = takers[journey.choose("duplicate-address", (asker.switch, address, names), len(takers))]
    journey.met[id(taker.port), asks_as] = Taker(asker, stack)
    if asker.mac is not None and asker.mac == taker.port.mac:
        journey.likely = True
        raise journey.stop(asker.node.name, "mac-duplicate", (*asker.evidence, *taker.port.evidence), mac=asker.mac,
                           taker=taker.port.node.name)
    return taker


def _candidates(journey: Journey, asker: Port, address: int, asks_as: int) -> list[Taker]:
    """One taker per machine that answers: at a port that holds the address, else (weak hosts) at another of its ports."""
    by_node: dict[int, list[tuple[Port, Stack, bool]]] = {}
    for entry in journey.topology.switch(asker.switch).holders.get(address, ()):
        port, stack, holds = entry
        node = port.node
        if node is asker.node or asks_as in stack.addresses or journey.stack(node) is not stack:
            continue
        if not holds and (node.weak is False or (node.weak is None and journey.choose("host-os", node.name, 2) == 1)):
            continue
        by_node.setdefault(id(node), []).append(entry)
    takers = (_card(journey, entries, asker, asks_as) for entries in by_node.values())
    return [taker for taker in takers if taker is not None]


def _card(journey: Journey, entries: list[tuple[Port, Stack, bool]], asker: Port, asks_as: int) -> Taker | None:
    """The port at which a machine answers; one that checks the way back (rp_filter) answers only where it would answer from."""
    port, stack, _ = next((e for e in entries if e[2]), entries[0])
    if not port.node.filters or len(stack.ports) < 2:
        return Taker(port, stack)
    back = stack.matches(asks_as)
    right = next((e[0] for e in entries if back and back[0].port is e[0]), None)
    if (right is not port or len(entries) > 1) and journey.choose("reverse-path", port.node.name, 2) == 1:
        if right is None:
            return None
        own = {a.value for a in asker.addresses}       # it may know the other card, if that one has asked it
        others = (r for r in stack.table if r.port is not right and r.port.switch == right.switch)
        stale = any(r.via in own and stack.is_used(r) for r in others)
        other = next((e[0] for e in entries if e[0] is not right), right)
        return Taker(other if stale and journey.choose("which-card", port.node.name, 2) == 1 else right, stack)
    return Taker(port, stack)


def _nobody(journey: Journey, asker: Port, address: int) -> Exception:
    switch = journey.topology.switch(asker.switch)
    if switch.open is not None and journey.choose("switch-open", switch.name, 2) == 1:
        return Undecided()
    return journey.stop(asker.node.name, "no-arp-answer", asker.evidence, hop=journey.text(address), network=asker.network)


def own_and_martian(journey: Journey, port: Port, stack: Stack) -> None:
    """What a receiver drops: packets from its own address, and (open question) from a broadcast address or by an odd way."""
    node, source = port.node, journey.source
    if source in stack.addresses:
        raise journey.stop(node.name, "source-is-own", port.evidence, source=journey.text(source))
    broadcast = any(a.is_broadcast(source) for p in stack.ports for a in p.addresses)
    if broadcast and journey.choose("broadcast-source", source, 2) == 0:
        raise journey.stop(node.name, "source-is-broadcast", port.evidence, source=journey.text(source))
    if node.kind == "nat":
        _foreign_card(journey, port)
    if node.filters and len(stack.ports) > 1:
        back = stack.matches(source)
        if (not back or back[0].port is not port) and journey.choose("reverse-path", node.name, 2) == 1:
            raise journey.stop(node.name, "reverse-path", port.evidence, source=journey.text(source))


def _foreign_card(journey: Journey, device: Port) -> None:
    """allowAnyOUI = 0: the NAT service refuses cards whose MAC is not VMware's (vmware-networking.md 4)."""
    network = journey.topology.networks.get(device.network)
    strict = network.nat.any_oui if network is not None and network.nat is not None else None
    if strict is None or strict.value is not False:
        return
    sender = journey.sender_mac
    if sender is not None and not is_of_vmware(sender):
        journey.likely = True
        raise journey.stop(device.node.name, "foreign-mac", strict.places, mac=sender)
