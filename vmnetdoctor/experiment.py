"""Root cause by experiment (DESIGN decision 4): cure everything, take one cure back at a time, and walk again.

The paths that are lost by that are what the finding breaks.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vmnetdoctor.cures import cured
from vmnetdoctor.grouping import alone
from vmnetdoctor.network.build import build
from vmnetdoctor.network.guest_classes import classes
from vmnetdoctor.network.hops import UNREACHABLE
from vmnetdoctor.network.losses import losses
from vmnetdoctor.network.offers import offers
from vmnetdoctor.network.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vmnetdoctor.model.lab import Lab
    from vmnetdoctor.network.guest_classes import GuestClass
    from vmnetdoctor.network.hops import Walk
    from vmnetdoctor.network.offers import Path
    from vmnetdoctor.network.topology import Topology
    from vmnetdoctor.verdict import Judged

Broken = tuple[tuple[str, str], ...]
MOST_FINDINGS = 30              # each costs a walk of the lab; what comes after these is ranked without
MOST_GUESTS = 60


def breaks(lab: Lab, findings: Sequence[Judged]) -> list[Broken]:
    """For each finding the (from, to) paths that should work and that it alone takes away."""
    tried = [judged for judged in findings if judged.severity != "info"][:MOST_FINDINGS]
    if not tried:
        return [() for _ in findings]
    small = _small(lab, tried)
    offered, without_any = _paths(build(cured(small, *tried)))
    found: dict[int, Broken] = {}
    for judged in tried:
        topology = build(cured(small, *(other for other in tried if other is not judged)))
        still, lost = _paths(topology)
        gone = [path for path in offered if path not in still and _unreachable(topology, path)]
        found[id(judged)] = tuple(dict.fromkeys(path[:2] for path in (*lost, *gone) if path not in without_any))
    return [found.get(id(judged), ()) for judged in findings]


def _unreachable(topology: Topology, path: tuple[str, str, str]) -> bool:
    """Whether a path that the cured lab offers is gone: no mode offers it here (no card, no network), and none gives it."""
    return walk(topology, path[0], path[1], None, path[2]).verdict == UNREACHABLE


def _small(lab: Lab, findings: Sequence[Judged]) -> Lab:
    """A large lab cut down to the guests that the findings are about and a few of their neighbours."""
    if len(lab.guests) <= MOST_GUESTS:
        return lab
    named = {subject.get("guest") for judged in findings for subject in (judged.subject, *judged.subjects)}
    about = [guest for guest in lab.guests if guest.name in named][:MOST_GUESTS - 10]
    others = [guest for guest in lab.guests if guest.name not in named][:10]
    return replace(lab, guests=(*about, *others), index={})


_Paths = dict[tuple[str, str, str], None]


def _paths(topology: Topology) -> tuple[_Paths, _Paths]:
    """Every offered path of every guest, and those that are not there; alike guests share one walk (DESIGN decision 7)."""
    groups = classes(topology)
    offered = {path: None for group in groups for offer in offers(topology, group, groups) for path in _of_members(offer, group)}
    return offered, {path: None for loss in losses(topology, groups) for path in _of_members(loss.path, loss.of)}


def _of_members(path: Path, group: GuestClass) -> Iterator[tuple[str, str, str]]:
    for member in group.members:
        sender, target = (member if end == group.like else end for end in path[:2])
        if sender != target:
            yield sender, target, path.probe


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
