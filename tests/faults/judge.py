"""What the program makes of a mutated lab: was the fault found, first, alone, and where it was made?"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tests.faults.given import UnfitError
from tests.faults.mutations import mutations, rule_of
from vmnetdoctor import catalog, engine

if TYPE_CHECKING:
    from tests.faults.given import Given

# Rules that may stand beside a rule, for the fault is told from both sides (causes.md, "Telling neighbours apart"):
BESIDE: dict[str, dict[str, str]] = {
    "forward-missing": {"expectation-unmet": "the wish that fails refers to its cause, which comes first"},
    "mode-cannot-provide": {"expectation-unmet": "the wish that fails refers to its cause, which comes first"},
}


# Rules about what is not there, which has no line of its own: the finding stands where it is missed.
ABSENT = {"no-dhcp-on-network": "the guest that asks is the place; the segment that would answer is in no file"}


class Outcome(NamedTuple):
    """One rule in one lab; `found`: none, folded, later or first."""

    mutation: str
    lab: str
    found: str
    first: str
    unrelated: tuple[str, ...]
    elsewhere: str
    crashes: tuple[str, ...]

    @property
    def good(self) -> bool:
        return self.found == "first" and not self.unrelated and not self.elsewhere and not self.crashes


def judged(mutation: str, given: Given) -> Outcome | None:
    """The outcome of one mutation in one lab; None where it cannot be made there."""
    changed = mutations()[mutation](given)
    if changed is None:
        return None
    rule = rule_of(mutation)
    verdict = engine.check(changed.lab)
    loud = [j for j in verdict.findings if j.severity != "info"]
    mine = next((j for j in verdict.findings if j.rule.name == rule), None)
    beside = {rule, *BESIDE.get(rule, {}), *_wishes(given)}
    unrelated = tuple(j.rule.name for j in loud if j.rule.name not in beside)
    elsewhere = _elsewhere(mine, given.changed(changed)) if mine is not None and rule not in ABSENT else ""
    return Outcome(mutation, given.name, _found(rule, verdict, mine), loud[0].rule.name if loud else "", unrelated, elsewhere,
                   tuple(f"{c.name}: {c.error}" for c in verdict.crashes))


def _elsewhere(mine: engine.Judged, changed: set[str]) -> str:
    """Where the finding is, if neither it nor any place that it refers to lies in a file that was changed."""
    places = (mine.finding.at, *(place for _, place in mine.finding.also))
    return "" if any(place.source.path in changed for place in places) else mine.finding.at.source.path


def _wishes(given: Given) -> tuple[str, ...]:
    """A lab that declares who must reach whom says so beside every fault that stands in the way."""
    return ("expectation-unmet",) if given.lab.expectations else ()


def _found(rule: str, verdict: engine.Verdict, mine: engine.Judged | None) -> str:
    if mine is None:
        folded = any(c.rule.name == rule for j in verdict.findings for c in j.consequences)
        return "folded" if folded else "none"
    if catalog.rule(rule).severity == "info" or mine.severity == "info":
        return "first"      # a note comes behind, and nothing louder may stand there
    return "first" if verdict.findings[0] is mine else "later"


def both(one: str, two: str, given: Given) -> tuple[str, ...] | None:
    """Which of two faults of different guests stay untold when both are there; None where they cannot be made together."""
    try:
        first = mutations()[one](given)
        second = mutations()[two](first.turned(given.turn + 1)) if first is not None else None
    except UnfitError:
        return None         # the first fault took the text that the second would change
    if first is None or second is None or guests(given, given.changed(first)) & guests(given, first.changed(second)):
        return None
    verdict = engine.check(second.lab)
    told = {j.rule.name for top in verdict.findings for j in (top, *top.consequences)}
    return tuple(sorted({rule_of(one), rule_of(two)} - told))


def guests(given: Given, paths: set[str]) -> set[str]:
    """The folders of the guests that these files belong to; a file of none stands for all."""
    owners = {item.path: item.guest for item in given.lab.inputs}
    folders = {(guest.vmx or "").rpartition("/")[0]: guest.name for guest in given.lab.guests}
    near = {path: next((name for folder, name in folders.items() if folder and path.startswith(folder + "/")), None) for path in paths}
    found = {owners.get(path) or near[path] for path in paths}
    return {name for name in found if name is not None} if None not in found else {guest.name for guest in given.lab.guests}
