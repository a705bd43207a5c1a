"""From the attempts of a probe to its verdict: where it stops, or what is missing and which file would tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.network.hops import UNKNOWN, UNREACHABLE, Walk

if TYPE_CHECKING:
    from vmnetdoctor.network.attempts import Attempt
    from vmnetdoctor.network.hops import Hop
    from vmnetdoctor.network.journey import Journey, Question
    from vmnetdoctor.network.node import Trouble
    from vmnetdoctor.network.topology import Topology

SUPPLY = {
    "reader": "systemctl", "host-os": "host-cards", "route-order": "host-cards", "lease-address": "ip-addr",
    "duplicate-address": "ip-addr", "network-address": "ip-addr", "own-gateway": "ip-route", "forward-duplicate": "nat-file",
    "switch-open": "dhcp-or-nat-file", "reverse-path": "sysctl", "which-card": "sysctl", "broadcast-source": "none",
    "answer-through-nat": "none", "forward-source": "none", "forward-outside": "none", "forward-client": "none",
}


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
