"""Rules about the lab as a whole (causes.md, Whole lab)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.checks.lookups import ISOLATED
from vmnetdoctor.checks.outcome import CannotTell, Finding, Outcome, check
from vmnetdoctor.model.addr import ip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.model.lab import Expectation, Lab, Unreadable


@check("lab")
def guest_unmatched(lab: Lab) -> Iterator[Outcome]:
    if lab.unmatched:
        first = lab.unmatched[0]
        names = [profile.path for profile in lab.unmatched[:5]]
        yield Finding(first.place, {"files": names, "count": len(lab.unmatched)}, case="default" if lab.guests else "no-guest",
                      severity=None if lab.guests else "info")


@check("lab")
def input_unreadable(lab: Lab) -> Iterator[Outcome]:
    if any(file.reason == "link" for file in lab.unreadable):
        yield CannotTell("linked-files", "linked-files")
    for file in lab.unreadable:
        if file.reason != "link":
            yield Finding(file.place, {"file": file.path, "reason": file.reason, **file.values}, case=_extent(file),
                          severity="error" if file.asked and file.case == "default" else None)


def _extent(file: Unreadable) -> str:
    """How much of what is lost, and whether another copy would help."""
    if file.kind not in ("archive", "folder"):
        return "empty" if file.reason == "empty" else file.case
    return file.kind if file.case == "default" else file.case


def _wishes(lab: Lab) -> bool:
    return bool(lab.expectations)


@check("lab", when=_wishes)
def expectation_unmet(lab: Lab) -> Iterator[Outcome]:
    from vmnetdoctor.network.build import build
    from vmnetdoctor.network.walk import walk

    topology = build(lab)
    for wish in lab.expectations:
        names = {"sender": wish.sender, "target": wish.target, "probe": wish.probe, "wanted": wish.verdict}
        strangers = [name for name in (wish.sender, wish.target) if name not in topology.endpoints]
        if strangers:
            near = topology.nearest(strangers[0])
            yield Finding(wish.place, {**names, "name": strangers[0], "near": near}, case="nobody" if near else "nobody-near")
            continue
        walked = walk(topology, wish.sender, wish.target, ip(wish.address or ""), wish.probe)
        if walked.verdict == "unknown":
            yield CannotTell(walked.missing, walked.supply, {"from": wish.sender, "to": wish.target})
        elif walked.verdict != wish.verdict:
            evidence = walked.stop.evidence[:1] if walked.stop is not None else ()
            yield Finding(wish.place, {**names, "trace": walked}, tuple(("stop", place) for place in evidence),
                          case=walked.verdict, confidence=walked.confidence)


@check("lab")
def mode_cannot_provide(lab: Lab) -> Iterator[Outcome]:
    for wish in lab.expectations:
        if wish.verdict != "reachable":
            continue
        case = _never_offered(lab, wish)
        if case is not None:
            plugs = [plug for guest in lab.guests if guest.name == wish.target for plug in guest.plugs]
            networks = [plug.network for plug in plugs if plug.network is not None]
            names = {"sender": wish.sender, "target": wish.target, **({"network": networks[0]} if networks else {})}
            yield Finding(wish.place, names, case=case,
                          subject={"guest": wish.target if wish.sender in ("lan", "internet") else wish.sender})


def _never_offered(lab: Lab, wish: Expectation) -> str | None:
    kinds = {guest.name: {n.kind.value for n in (lab.network(a.network) for a in guest.plugs) if n is not None}
             for guest in lab.guests}
    mine, theirs = kinds.get(wish.sender), kinds.get(wish.target)
    if wish.sender in ("lan", "internet") and theirs and "/" not in wish.probe:
        if theirs <= {"nat"}:
            return "nat-inbound"
        return "isolated" if theirs <= set(ISOLATED) and not _routed(lab) else None
    if wish.target in ("lan", "internet") and mine and mine <= set(ISOLATED) and not _routed(lab):
        return "isolated-outbound"
    return None


def _routed(lab: Lab) -> bool:
    """Whether a guest forwards packets: then a closed network may have a way out after all."""
    return any(guest.forwarding.value for guest in lab.guests)
