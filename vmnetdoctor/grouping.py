"""Equal findings become one: the same fault in many guests, or of many forwards of one file, is one finding with a count."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from vmnetdoctor.checks.outcome import CHECKS, Fix
from vmnetdoctor.systems import together

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vmnetdoctor.verdict import Judged

# By the kind of subject a rule judges: the names and values in which equal findings may differ.
_DIFFER = {**dict.fromkeys(("guest", "adapter", "profile", "nic"), ("guest",)), "forward": ("port", "guest_port", "protocol")}
_PLAIN = (str, int, float, type(None))


def grouped(ranked: Iterable[Judged]) -> list[Judged]:
    """The findings with equal ones put together, in the order of the first of each group; linear in their number."""
    groups: dict[object, list[Judged]] = {}
    for judged in ranked:
        groups.setdefault(shape(judged), []).append(judged)
    return [members[0] if len(members) == 1 else _one(members) for members in groups.values()]


def spread(ranked: Iterable[Judged]) -> list[Judged]:
    """One of each shape first, then the rest: whoever tries only some of the findings shall see the different ones."""
    seen: set[object] = set()
    first: list[Judged] = []
    rest: list[Judged] = []
    for judged in ranked:
        key = shape(judged)
        (rest if key in seen else first).append(judged)
        seen.add(key)
    return [*first, *rest]


def alone(findings: Iterable[Judged]) -> list[Judged]:
    """The findings that were put together, each by itself."""
    return [member for judged in findings for member in (judged.members or (judged,))]


def shape(judged: Judged) -> object:
    """What equal findings have in common; a finding that is like no other has itself.

    The change that cures it counts: guests whose files need different lines are not of one shape.
    """
    check = CHECKS.get(judged.rule.name)
    differ = _DIFFER.get(check.subject) if check is not None else None
    finding = judged.finding
    if differ is None or not all(_plain(value) for value in finding.values.values()):
        return id(judged)
    values = tuple((key, str(value)) for key, value in sorted(finding.values.items()) if key not in differ)
    names = tuple(sorted((key, str(value)) for key, value in judged.subject.items() if key not in differ))
    edits = () if finding.fix is None else (finding.fix.safety, *(edit.text for edit in finding.fix.edits))
    place = finding.at.source.path if differ != _DIFFER["guest"] else ""
    return (judged.rule.name, finding.case, finding.confidence, finding.severity, place, values, names, edits)


def _plain(value: Any) -> bool:
    """Whether a value's text tells all of it: a walk of packets, for one, does not."""
    if isinstance(value, (list, tuple)) and not hasattr(value, "_fields"):
        return all(map(_plain, value))
    return isinstance(value, _PLAIN)


def _one(members: list[Judged]) -> Judged:
    first = members[0]
    fixes = [member.finding.fix for member in members if member.finding.fix is not None]
    finding = first.finding
    if len(fixes) == len(members):
        edits = tuple({(id(e.place.source), e.place.start, e.place.end): e for fix in fixes for e in fix.edits}.values())
        finding = replace(finding, fix=Fix(fixes[0].safety, edits))
    return replace(
        first, finding=finding, members=tuple(members), systems=together(member.systems for member in members),
        severity="error" if any(member.severity == "error" for member in members) else first.severity,
        subjects=tuple(subject for member in members for subject in member.subjects),
        consequences=tuple(follower for member in members for follower in member.consequences),
        breaks=tuple(dict.fromkeys(path for member in members for path in member.breaks)))
