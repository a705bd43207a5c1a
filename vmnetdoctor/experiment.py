"""Root cause by experiment (DESIGN decision 4): cure everything, take one cure back at a time, and walk again.

The paths that are lost by that are what the finding breaks.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vmnetdoctor.cures import cured
from vmnetdoctor.grouping import alone
from vmnetdoctor.network.classes import classes
from vmnetdoctor.network.losses import losses
from vmnetdoctor.network.topology import build
from vmnetdoctor.network.walk import walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vmnetdoctor.engine import Judged
    from vmnetdoctor.model.lab import Lab
    from vmnetdoctor.network.hops import Walk

Broken = tuple[tuple[str, str], ...]
MOST_FINDINGS = 30              # each costs a walk of the lab; what comes after these is ranked without
MOST_GUESTS = 60


def breaks(lab: Lab, findings: Sequence[Judged]) -> list[Broken]:
    """For each finding the (from, to) paths that should work and that it alone takes away."""
    tried = [judged for judged in findings if judged.severity != "info"][:MOST_FINDINGS]
    if not tried:
        return [() for _ in findings]
    small = _small(lab, tried)
    without_any = _lost(cured(small, *tried))
    found: dict[int, Broken] = {}
    for judged in tried:
        others = [other for other in tried if other is not judged]
        lost = _lost(cured(small, *others))
        found[id(judged)] = tuple(dict.fromkeys(path[:2] for path in lost if path not in without_any))
    return [found.get(id(judged), ()) for judged in findings]


def _small(lab: Lab, findings: Sequence[Judged]) -> Lab:
    """A large lab cut down to the guests that the findings are about and a few of their neighbours."""
    if len(lab.guests) <= MOST_GUESTS:
        return lab
    named = {subject.get("guest") for judged in findings for subject in (judged.subject, *judged.subjects)}
    about = [guest for guest in lab.guests if guest.name in named][:MOST_GUESTS - 10]
    others = [guest for guest in lab.guests if guest.name not in named][:10]
    return replace(lab, guests=(*about, *others), index={})


def _lost(lab: Lab) -> dict[tuple[str, str, str], None]:
    """Every offered path of every guest that is not there; guests that are alike share one walk (DESIGN decision 7)."""
    topology = build(lab)
    lost: dict[tuple[str, str, str], None] = {}
    for loss in losses(topology, classes(topology)):
        path, like = loss.path, loss.of.like
        for member in loss.of.members:
            sender, target = (member if end == like else end for end in path[:2])
            lost[sender, target, path.probe] = None
    return {path: None for path in lost if path[0] != path[1]}


def because(findings: Sequence[Judged]) -> dict[tuple[str, str], list[str]]:
    """Rule names by (from, to) path, in the order of the findings."""
    named: dict[tuple[str, str], list[str]] = {}
    for judged in findings:
        for path in judged.breaks:
            named.setdefault(path, []).append(judged.rule.name)
    return named


def smallest_cure(lab: Lab, findings: Sequence[Judged], sender: str, target: str, probe: str,
                  address: int | None = None) -> tuple[Judged, ...] | None:
    """The fewest findings whose cure makes the path work: one, else two; None where curing them all would not."""
    about = sorted(alone(findings), key=lambda judged: judged.subject.get("guest", sender) not in (sender, target))
    tried = [judged for judged in about if judged.severity != "info"][:MOST_FINDINGS]

    def works(*some: Judged) -> bool:
        return _walk(cured(lab, *some), sender, target, probe, address).verdict == "reachable"

    if not tried or not works(*tried):
        return None
    single = next(((judged,) for judged in tried if works(judged)), None)
    if single is not None:
        return single
    pairs = ((one, two) for number, one in enumerate(tried) for two in tried[number + 1:])
    return next((pair for pair in pairs if works(*pair)), tuple(tried))


def _walk(lab: Lab, sender: str, target: str, probe: str, address: int | None) -> Walk:
    topology = build(lab)
    known = address if address is None or address in topology.addresses(target) else None
    return walk(topology, sender, target, known, probe)
