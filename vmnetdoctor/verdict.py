"""What is known of a judged lab: findings with their rule, what could not be judged, and rules that crashed."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from vmnetdoctor.model.facts import record
from vmnetdoctor.systems import EVERY, Systems

if TYPE_CHECKING:
    from vmnetdoctor.catalog import Rule
    from vmnetdoctor.checks.outcome import Finding
    from vmnetdoctor.model.lab import Lab


@record
class Judged:
    """A finding with what the engine adds: its rule, severity, subject, what follows from it and what it breaks."""

    rule: Rule
    finding: Finding
    severity: str
    subject: dict[str, Any]
    subjects: tuple[dict[str, Any], ...] = ()
    consequences: tuple[Judged, ...] = ()
    breaks: tuple[tuple[str, str], ...] = ()
    members: tuple[Judged, ...] = ()     # the equal findings that this one stands for, itself the first; () if it is alone
    systems: Systems = EVERY             # of the host and the guest, for the texts that name commands


@record
class NotChecked:
    """A rule that could not be decided: codes of the missing fact and of what would supply it."""

    name: str
    missing: str
    supply: str
    subject: dict[str, Any]


@record
class Crash:
    """A rule that failed on a subject; the others went on."""

    name: str
    error: str
    subject: dict[str, Any]


@record
class Verdict:
    """All that `check` knows about a lab."""

    lab: Lab
    findings: tuple[Judged, ...]
    not_checked: tuple[NotChecked, ...]
    crashes: tuple[Crash, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
