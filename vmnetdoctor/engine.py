"""Runs every rule over a lab in a fixed order, folds consequences under their cause, groups equals, and ranks what is left."""

from __future__ import annotations

import importlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from vmnetdoctor import catalog
from vmnetdoctor.checks.outcome import CHECKS, CannotTell, Check, Finding
from vmnetdoctor.checks.subjects import names_of, subjects_of
from vmnetdoctor.folding import HUNCH, fold, rank
from vmnetdoctor.grouping import grouped, spread
from vmnetdoctor.systems import systems_of
from vmnetdoctor.verdict import Crash, Judged, NotChecked, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vmnetdoctor.model.lab import Lab

AREAS = ("adapter", "dhcp", "nat", "profile", "guest", "host", "lab")
NEVER_RAISED = ("host-adapter-disabled", "wrong-network")      # causes.md, severity
SUBJECTS = ("lab", "network", "guest", "adapter", "profile", "nic", "forward", "reservation")


def check(lab: Lab) -> Verdict:
    """Judge a lab: findings most-likely-root-cause first."""
    found, missing, crashes = [], [], []
    for item in run(lab):
        if isinstance(item, Judged):
            found.append(item)
        elif isinstance(item, NotChecked):
            missing.append(item)
        else:
            crashes.append(item)
    faulty = any(judged.severity != "info" for judged in found)
    told = fold([judged for judged in found if judged.rule.name != HUNCH or not faulty])
    ranked = tuple(sorted(grouped(sorted(_weighed(lab, told), key=rank)), key=rank))
    counts = {severity: sum(j.severity == severity for j in ranked) for severity in catalog.SEVERITIES}
    return Verdict(lab, ranked, tuple(missing), tuple(crashes), counts)


def _weighed(lab: Lab, found: list[Judged]) -> list[Judged]:
    """The findings with what each breaks; a warning that certainly breaks a path is an error (causes.md)."""
    if not any(judged.severity != "info" for judged in found):
        return found
    from vmnetdoctor.experiment import breaks

    ordered = spread(sorted(found, key=rank))
    return [_broken(judged, broken) for judged, broken in zip(ordered, breaks(lab, ordered), strict=True)]


def _broken(judged: Judged, broken: tuple[tuple[str, str], ...]) -> Judged:
    certain = judged.severity == "warning" and judged.finding.confidence == "certain" and judged.rule.name not in NEVER_RAISED
    return replace(judged, breaks=broken, severity="error" if broken and certain else judged.severity)


def checks() -> dict[str, Check]:
    """All rules, their modules imported on first use."""
    for area in AREAS:
        importlib.import_module(f"vmnetdoctor.checks.{area}")
    return CHECKS


def run(lab: Lab) -> Iterator[Judged | NotChecked | Crash]:
    """Every outcome that a report may need, rule by rule."""
    by_kind: dict[str, dict[Callable[[Any], object] | None, list[Check]]] = {kind: {} for kind in SUBJECTS}
    for rule in checks().values():
        by_kind[rule.subject].setdefault(rule.when, []).append(rule)
    for kind in SUBJECTS:
        groups = list(by_kind[kind].items())
        for subject in subjects_of(lab, kind) if groups else ():
            yield from _outcomes(subject, groups)


def _outcomes(subject: Any, groups: list[tuple[Callable[[Any], object] | None, list[Check]]],
              ) -> list[Judged | NotChecked | Crash]:
    """What all rules of its kind say of one subject; only where one crashes are they judged one by one."""
    found: list[Judged | NotChecked | Crash] = []
    try:
        for when, rules in groups:
            if when is None or when(subject):
                for rule in rules:
                    for outcome in rule.run(subject):
                        found.append(_judged(rule, subject, outcome))  # noqa: PERF401 - nearly all yield nothing: no list each
    except Exception:  # a rule or its guard: the others must still be heard
        return [outcome for when, rules in groups for outcome in _judge(subject, when, rules)]
    return found


def _judge(subject: Any, when: Callable[[Any], object] | None, rules: list[Check]) -> Iterator[Judged | NotChecked | Crash]:
    try:
        if when is not None and not when(subject):
            return
    except Exception as error:  # a guard that fails must not stop the other rules
        yield from (Crash(rule.name, repr(error), names_of(subject)) for rule in rules)
        return
    for rule in rules:
        try:
            for outcome in rule.run(subject):
                yield _judged(rule, subject, outcome)
        except Exception as error:  # one crashed rule does not stop the rest (DESIGN decision 10)
            yield Crash(rule.name, repr(error), names_of(subject))


def _judged(rule: Check, subject: Any, outcome: Finding | CannotTell) -> Judged | NotChecked:
    names = {**names_of(subject), **outcome.subject}
    if isinstance(outcome, CannotTell):
        return NotChecked(rule.name, outcome.missing, outcome.supply, names)
    entry = catalog.rule(rule.name)
    if outcome.fix is not None and not all(edit.place.source.exact for edit in outcome.fix.edits):
        outcome = replace(outcome, fix=None)         # what a transcript shows of a file is not the file
    systems = systems_of(getattr(subject, "lab", subject), names)
    return Judged(entry, outcome, outcome.severity or entry.severity, names, (names,), systems=systems)
