"""The probe `ping`: an IP packet to an address of the target, and the answer to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.network.attempts import settle
from vmnetdoctor.network.conclusion import conclude
from vmnetdoctor.network.hops import Walk
from vmnetdoctor.network.journey import Undecided
from vmnetdoctor.network.packet import carry
from vmnetdoctor.network.topology import INTERNET_ADDRESS

if TYPE_CHECKING:
    from collections.abc import Callable

    from vmnetdoctor.network.attempts import Attempt
    from vmnetdoctor.network.journey import Journey
    from vmnetdoctor.network.node import Node
    from vmnetdoctor.network.topology import Topology


def walk_ping(topology: Topology, sender: str, target: str, address: int | None, probe: str = "ping") -> Walk:
    """A packet and its answer; without `address`, to the target's address that people mean (contract.md, matrix)."""
    start, end = topology.endpoints[sender], topology.endpoints[target]
    meant = address if address is not None else meant_address(topology, start, end)
    if meant is None:
        meant = 0
    attempt, flip = settle(topology, ping_steps(topology, start, end, meant))
    return conclude(topology, Walk(sender, target, address, probe, attempt.verdict), attempt, flip)


def meant_address(topology: Topology, sender: Node, target: Node) -> int | None:
    """The target's address that people mean: one on a network both share, else its first (contract.md, matrix)."""
    if target.kind == "internet":
        return INTERNET_ADDRESS
    ports = target.stacks[0].ports
    networks = {p.network for p in sender.stacks[0].ports}
    switches = {p.switch for p in sender.stacks[0].ports}
    for shared in ([p for p in ports if p.network in networks], [p for p in ports if p.switch in switches], ports):
        for port in shared:
            if port.addresses:
                return port.addresses[0].value
    return None


def ping_steps(topology: Topology, sender: Node, target: Node, address: int) -> Callable[[Attempt], None]:
    """An IP packet to `address` of the target, and its answer."""
    def steps(attempt: Attempt) -> None:
        journey = attempt.journey
        check_ends(journey, sender, target)
        arrival = carry(journey, sender, None, address)
        if arrival.node is not target:
            raise journey.stop(arrival.node.name, "other-machine", arrival.port.evidence if arrival.port else (),
                               address=journey.text(address), target=target.name)
        journey.note(target.name, "deliver", "delivered", source=journey.text(journey.source), address=journey.text(address))
        if target.kind == "guest" and any(t.at.kind == "nat" for t in journey.translations) and arrival.port is not None:
            journey.likely = journey.likely or arrival.port.switch != "LAN"
        attempt.turn_round()
        answer(journey, target, address, sender)

    return steps


def check_ends(journey: Journey, *ends: Node) -> None:
    """A guest without a working card decides by itself; where it cannot be told whether it works, nothing can."""
    for node in ends:
        stack = journey.stack(node)
        if not stack.ports and stack.troubles:
            open_one = next((t for t in stack.troubles if t.missing), None)
            if open_one is not None and journey.choose(open_one.code, node.name, 2) == 1:
                raise Undecided
            trouble = stack.troubles[0]
            raise journey.stop(node.name, trouble.code, trouble.evidence)
        if stack.is_odd() and journey.choose("network-address", node.name, 2) == 1:
            raise Undecided
        if node.open is not None and journey.choose(node.open.code, node.name, 2) == 1:
            raise Undecided


def answer(journey: Journey, node: Node, source: int, sender: Node) -> None:
    """Carry the answer back, undoing translations on the way, until the sender has it."""
    destination = journey.source
    while True:
        arrival = carry(journey, node, source, destination)
        if journey.translations:
            last = journey.translations[-1]
            undoes = journey.topology.host if last.at.kind == "nat" else last.at
            if arrival.node is undoes and destination == last.outer:
                journey.translations.pop()
                journey.note(last.at.name, "restore", last.at.kind, last.at.evidence, address=journey.text(last.inner))
                node, destination = last.at, last.inner
                continue
        elif arrival.node is sender:
            journey.note(sender.name, "answer", "answered", source=journey.text(source))
            return
        raise journey.stop(arrival.node.name, "answer-astray", (), address=journey.text(destination), sender=sender.name)
