"""What a rule says, and the decorator that makes a function a rule.

A rule is a generator over one subject.  It yields a `Finding` for each fault and a `CannotTell` for each fact it misses;
if it yields nothing the claim holds.  `when` says whether the rule applies to the subject at all.
So the five outcomes are: found, holds, not applicable, cannot tell, crashed (the engine catches that one).
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from vmnetdoctor.model.facts import Fact, record
from vmnetdoctor.source import Edit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vmnetdoctor.source import Place


@record
class Fix:
    """The exact edits that cure a finding; `safety` is safe or unsafe."""

    safety: str
    edits: tuple[Edit, ...]


def replaced(place: Place, text: str, safety: str = "safe") -> Fix:
    """The fix that puts this text there."""
    return Fix(safety, (Edit(place, text),))


@record
class Finding:
    """A fault: where it is, what else shows it, and the values of its message.

    `also` pairs the key of a label in the rule's YAML with a place.  `case` picks a variant of the texts where the rule's
    YAML has several.  `confidence`: certain, likely, possible.  `severity` overrides the rule's usual one.
    """

    at: Place
    values: dict[str, Any] = field(default_factory=dict)
    also: tuple[tuple[str, Place], ...] = ()
    case: str = "default"
    confidence: str = "certain"
    severity: str | None = None
    subject: dict[str, Any] = field(default_factory=dict)
    fix: Fix | None = None


@record
class CannotTell:
    """The rule applies but a fact is missing: codes of what is missing and of the file or command that would supply it."""

    missing: str
    supply: str
    subject: dict[str, Any] = field(default_factory=dict)


Outcome = Finding | CannotTell


@record
class Check:
    """A rule function with its name (that of its YAML file), the kind of subject it judges, and its guard."""

    name: str
    subject: str
    run: Callable[[Any], Iterator[Outcome]]
    when: Callable[[Any], object] | None


CHECKS: dict[str, Check] = {}


def check(subject: str, when: Callable[[Any], object] | None = None) -> Callable[[Any], Any]:
    """Make the function a rule over `subject`: lab, network, guest, adapter, profile, nic, forward or reservation."""

    def register(function: Callable[[Any], Iterator[Outcome]]) -> Callable[[Any], Iterator[Outcome]]:
        name = function.__name__.replace("_", "-")
        if name in CHECKS:
            raise ValueError(f"duplicate rule: {name}")
        CHECKS[name] = Check(name, subject, function, when)
        return function

    return register


def line_after(place: Place, text: str) -> Edit | None:
    """A new line `key=value` behind the one that `place` ends in; None where the file has that key already."""
    from vmnetdoctor.source import Place

    source = place.source
    if text.partition("=")[0] + "=" in source.text:
        return None
    end = source.line_span(source.position(place.end).line).end
    return Edit(Place(source, end, end), source.line_end() + text)


def places(label: str, *facts: Fact[Any]) -> tuple[tuple[str, Place], ...]:
    """Related places: where each of the facts begins to be stated, under one label."""
    return tuple((label, fact.places[0]) for fact in facts if fact.places)
