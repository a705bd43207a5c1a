"""A probe from one endpoint to another: the request, the answer, and the verdict over every open question."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.network.ends import Stopped, Undecided
from vmnetdoctor.network.hops import REACHABLE, UNKNOWN, UNREACHABLE, Hop, Walk
from vmnetdoctor.network.packet import Journey
from vmnetdoctor.network.topology import INTERNET_ADDRESS

if TYPE_CHECKING:
    from collections.abc import Callable

    from vmnetdoctor.network.node import Node, Trouble
    from vmnetdoctor.network.packet import Question
    from vmnetdoctor.network.topology import Topology

_MOST_RUNS = 32
_PORT = re.compile(r"(tcp|udp)/(\d{1,5})", re.ASCII)

SUPPLY = {
    "reader": "systemctl", "host-os": "ipconfig", "route-order": "host-ip-addr", "lease-address": "ip-addr",
    "duplicate-address": "ip-addr", "network-address": "ip-addr", "own-gateway": "ip-route", "forward-duplicate": "nat-file",
    "switch-open": "dhcp-or-nat-file", "reverse-path": "sysctl", "which-card": "sysctl", "broadcast-source": "none",
    "answer-through-nat": "none", "forward-source": "none", "forward-outside": "none", "forward-client": "none",
}


class Attempt:
    """One run of a probe under one set of choices."""

    def __init__(self, topology: Topology, choices: dict[Question, int]) -> None:
        self.journey = Journey(topology, choices)
        self.verdict = UNREACHABLE
        self.turn: int | None = None       # number of hops that belong to the request

    def run(self, steps: Callable[[Attempt], None]) -> None:
        """Do the steps; being stopped is a verdict."""
        try:
            steps(self)
            self.verdict = REACHABLE
        except Stopped:
            self.verdict = UNREACHABLE
        except Undecided:
            self.verdict = UNKNOWN

    def turn_round(self) -> None:
        """From here on the hops are the answer's."""
        self.turn = len(self.journey.hops)
        self.journey.answering = True


def settle(topology: Topology, steps: Callable[[Attempt], None]) -> tuple[Attempt, Question | None]:
    """The first attempt and, where another choice ends otherwise, the question that matters."""
    first: Attempt | None = None
    waiting: list[dict[Question, int]] = [{}]
    runs = 0
    while waiting and runs < _MOST_RUNS:
        choices = waiting.pop()
        attempt = Attempt(topology, choices)
        attempt.run(steps)
        runs += 1
        if first is None:
            first = attempt
        elif attempt.verdict != first.verdict:
            return first, _last_flip(choices)
        decided: dict[Question, int] = {}
        for question, count in attempt.journey.asked.items():
            if question not in choices:
                waiting += [{**choices, **decided, question: other} for other in range(1, count)]
            decided[question] = choices.get(question, 0)
    assert first is not None
    return first, None


def _last_flip(choices: dict[Question, int]) -> Question:
    """The question flipped last among those that differ from the first attempt."""
    return [q for q, choice in choices.items() if choice][-1]


def ping_steps(topology: Topology, sender: Node, target: Node, address: int) -> Callable[[Attempt], None]:
    """An IP packet to `address` of the target, and its answer."""
    def steps(attempt: Attempt) -> None:
        journey = attempt.journey
        check_ends(journey, sender, target)
        arrival = journey.carry(sender, None, address)
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
        arrival = journey.carry(node, source, destination)
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


def walk(topology: Topology, sender: str, target: str, address: int | None = None, probe: str = "ping") -> Walk:
    """The verdict on one probe.  Raises `LookupError` for an endpoint or probe that does not exist."""
    from vmnetdoctor.network.names import walk_names
    from vmnetdoctor.network.ports import walk_port

    for name in (sender, target):
        if name not in topology.endpoints:
            raise LookupError(name)
    if probe == "names":
        return walk_names(topology, sender)
    port = _PORT.fullmatch(probe)
    if port is not None and 0 < int(port.group(2)) < 65536:
        return walk_port(topology, sender, target, address, port.group(1), int(port.group(2)))
    if probe != "ping":
        raise LookupError(probe)
    return walk_ping(topology, sender, target, address, probe)


def walk_ping(topology: Topology, sender: str, target: str, address: int | None, probe: str = "ping") -> Walk:
    """A packet and its answer; without `address`, to the target's address that people mean (contract.md, matrix)."""
    start, end = topology.endpoints[sender], topology.endpoints[target]
    meant = address if address is not None else meant_address(topology, start, end)
    if meant is None:
        meant = 0
    attempt, flip = settle(topology, ping_steps(topology, start, end, meant))
    return conclude(topology, Walk(sender, target, address, probe, attempt.verdict), attempt, flip)


def conclude(topology: Topology, result: Walk, attempt: Attempt, flip: Question | None) -> Walk:
    """Fill in hops, where it stops, and what is missing."""
    hops = attempt.journey.hops
    turn = attempt.turn if attempt.turn is not None else len(hops)
    request, back = tuple(hops[:turn]), tuple(hops[turn:])
    confidence = "likely" if attempt.journey.likely else "certain"
    if flip is not None:
        return _unknown(result, request, back, *_question(topology, attempt.journey, flip))
    if attempt.verdict == UNKNOWN:
        return _unknown(result, request, back, "answer-through-nat", "none", {})
    stop = hops[-1] if attempt.verdict == UNREACHABLE and hops else None
    if stop is not None:
        trouble = _open_end(topology, result, stop)
        if trouble is not None:
            return _unknown(result, request, back, trouble.missing or trouble.code, trouble.supply, {})
    return Walk(result.sender, result.target, result.address, result.probe, attempt.verdict, confidence, request, back,
                stop.node if stop is not None else None, stop)


def _unknown(result: Walk, request: tuple[Hop, ...], back: tuple[Hop, ...], missing: str, supply: str,
             values: dict[str, str]) -> Walk:
    return Walk(result.sender, result.target, result.address, result.probe, UNKNOWN, "possible", request, back, missing=missing,
                supply=supply, values=values)


def _question(topology: Topology, journey: Journey, flip: Question) -> tuple[str, str, dict[str, str]]:
    """Codes of what is missing and what would supply it, and what it is about (`about`; `network`, `nodes` of a clash)."""
    code, about = flip
    trouble = topology.switch(str(about)).open if code == "switch-open" else None
    if trouble is not None:
        return trouble.missing or trouble.code, trouble.supply, {"network": str(about)}
    supply = SUPPLY.get(code, "ip-addr")
    if isinstance(about, tuple):
        return code, supply, {"network": about[0], "about": journey.text(about[1]), "nodes": about[2]}
    return code, supply, {"about": journey.text(about) if isinstance(about, int) else str(about)}


def _open_end(topology: Topology, result: Walk, stop: Hop) -> Trouble | None:
    """Why an unreachable verdict is not certain: an end sits on a network of which something is not known.

    What the guest alone decides stands, and so does what a NAT or host-only network never offers to the outside.
    """
    ends = [topology.endpoints[n] for n in (result.sender, result.target)]
    guests = [n for n in ends if n.kind == "guest"]
    if stop.node in [g.name for g in guests] and stop.code != "no-arp-answer":
        return None
    outside = ends[0].kind in ("lan", "internet")
    for node in guests:
        for port in node.stacks[0].ports:
            trouble = topology.switch(port.switch).open
            if trouble is not None and not (outside and topology.kind_of(port.network) in ("nat", "hostonly")):
                return trouble
    return None


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
