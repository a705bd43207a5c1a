"""One fault, one finding: what follows from another finding goes under it, and what is left is ranked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from vmnetdoctor import catalog

if TYPE_CHECKING:
    from vmnetdoctor.verdict import Judged

WISH = "expectation-unmet"
HUNCH = "host-firewall-likely"     # about nothing in the files: last, and only where no fault is found


def fold(found: list[Judged]) -> list[Judged]:
    """What merely follows from another finding about the same guest or network goes under it: one fault, one finding."""
    by_name: dict[str, list[Judged]] = {}
    for judged in found:
        by_name.setdefault(judged.rule.name, []).append(judged)
    causes: dict[int, Judged] = {}
    for judged in found:
        cause = next((c for name in judged.rule.follows for c in by_name.get(name, ()) if _same_story(c, judged)), None)
        if cause is not None:
            causes[id(judged)] = cause
    under: dict[int, list[Judged]] = {}
    for judged in found:
        top, seen = causes.get(id(judged)), {id(judged)}
        while top is not None and id(top) in causes and id(top) not in seen:
            seen.add(id(top))
            top = causes[id(top)]
        if top is not None and top is not judged:
            under.setdefault(id(top), []).append(judged)
    folded = {id(j) for followers in under.values() for j in followers}
    return [_with_consequences(j, under.get(id(j), [])) for j in found if id(j) not in folded]


def _same_story(cause: Judged, other: Judged) -> bool:
    if cause is other:
        return False
    mine, theirs = cause.subject, other.subject
    if "guest" in mine and "guest" not in theirs:
        return False        # one guest's fault is no story of its whole network
    shared = [key for key in ("guest", "network") if key in mine and key in theirs]
    if "guest" in mine and "guest" in theirs:
        same_nic = "interface" not in mine or "interface" not in theirs or mine["interface"] in (
            theirs["interface"], *other.finding.values.get("interfaces", ()))
        return bool(mine["guest"] == theirs["guest"]) and same_nic
    if theirs.get("network") in cause.finding.values.get("vmnets", ()):
        return True         # a fault of the host behind several vmnets
    return bool(shared) and all(mine[key] == theirs[key] for key in shared)


def _with_consequences(judged: Judged, followers: list[Judged]) -> Judged:
    if not followers:
        return judged
    return replace(judged, consequences=tuple(sorted(followers, key=rank)))


def rank(judged: Judged) -> tuple[Any, ...]:
    """Sort key: what breaks most paths first, then severity, layer from the bottom up, and place (a total order).

    A declared wish that fails comes after every fault, since one of them is its cause (causes.md, neighbours), and before notes.
    """
    at = judged.finding.at
    return (judged.severity == "info", judged.rule.name == WISH, judged.rule.name == HUNCH, not judged.breaks,
            -len(judged.breaks), catalog.SEVERITIES.index(judged.severity), catalog.LAYERS.index(judged.rule.layer),
            at.source.path, at.start, judged.rule.id)
