"""One step as it stands for one guest: ticked, crossed, or cannot tell, with what was found there."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from vmnetdoctor.checklist.claims import Claim, claims_of
from vmnetdoctor.checklist.steps import STEPS, Step, step_of
from vmnetdoctor.model.facts import record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from vmnetdoctor.checklist.subject import Subject
    from vmnetdoctor.verdict import Judged, NotChecked

TICKED, CROSSED, OPEN, FOLLOWS, NOTED = "ticked", "crossed", "cannot-tell", "follows", "noted"


@record
class Entry:
    """A step with its claims and status.

    `ticked`: known and right; `crossed`: a fault is here; `cannot-tell`: a fact is missing; `follows`: only the consequence of
    another step's fault; `noted`: something is wrong here too, but it is not what comes first (`check` ranks it later).
    """

    step: Step
    claims: tuple[Claim, ...]
    status: str
    findings: tuple[Judged, ...] = ()
    followers: tuple[tuple[Judged, Judged], ...] = ()      # (consequence, its cause)
    gaps: tuple[NotChecked, ...] = ()
    remarks: tuple[Judged, ...] = ()                       # infos: they cross nothing
    shown_in: int | None = field(default=None)             # the earlier list that has this very step of the network


def entries(subject: Subject, findings: Sequence[Judged], gaps: Iterable[NotChecked]) -> list[Entry]:
    """All steps that this subject has, in their fixed order; `findings` in the order of `check`, the cause first."""
    loud = [judged for judged in findings if judged.severity != "info"]
    cause = STEPS.index(step_of(loud[0].rule)) if loud else len(STEPS)
    known_gaps = list(gaps)
    return [entry for number, step in enumerate(STEPS)
            if (entry := _entry(step, number < cause, subject, findings, known_gaps)) is not None]


def _entry(step: Step, before: bool, subject: Subject, findings: Sequence[Judged], gaps: Sequence[NotChecked]) -> Entry | None:
    here = [judged for judged in findings if step_of(judged.rule) is step]
    loud = tuple(judged for judged in here if judged.severity != "info")
    remarks = tuple(judged for judged in here if judged.severity == "info")
    followers = tuple((f, top) for top in findings for f in top.consequences if f.severity != "info" and step_of(f.rule) is step)
    applies = not step.optional and bool(subject.kinds & set(step.kinds))
    claims = tuple(claims_of(step.id, subject)) if applies else ()
    if not (claims or loud or followers or remarks or (applies and step.id in ("adapter", "interface"))):
        return None
    missing = tuple(gap for gap in gaps if _step_of_gap(gap) is step)
    status = _status(claims, loud, followers, missing, before, step.optional)
    return Entry(step, claims, status, loud, followers, missing, remarks)


def _status(claims: Sequence[Claim], loud: Collection[Judged], followers: Collection[object], gaps: Collection[NotChecked],
            before: bool, optional: bool) -> str:
    if loud:
        return NOTED if before else CROSSED
    if followers:
        return FOLLOWS
    if optional and not claims:
        return TICKED           # only remarks: nothing is wrong
    unknown = not claims or any(not claim.known for claim in claims)
    return OPEN if unknown or gaps else TICKED


def _step_of_gap(gap: NotChecked) -> Step:
    from vmnetdoctor import catalog

    return step_of(catalog.rule(gap.name))


def first(made: Sequence[Entry], statuses: Iterable[str]) -> int | None:
    """Index of the first entry of one of the statuses, tried one after the other."""
    return next((found for status in statuses if (found := _index(made, status)) is not None), None)


def _index(made: Sequence[Entry], status: str) -> int | None:
    return next((number for number, entry in enumerate(made) if entry.status == status), None)


def rules_of(step: Step) -> Iterator[str]:
    """Names of the rules of the catalogue that belong to the step."""
    from vmnetdoctor import catalog

    return (name for name in catalog.files() if step_of(catalog.rule(name)) is step)
