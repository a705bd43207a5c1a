"""A step of the checklist in words of one language, ready to be laid out as text, Markdown or JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.checklist.commands import commands_of
from vmnetdoctor.checklist.subject import host_systems
from vmnetdoctor.report import supplies
from vmnetdoctor.report.checklist_otherwise import otherwise
from vmnetdoctor.report.checklist_words import CLAIMS, KINDS, LOOK, TITLES, WAYS, filled, pick, words
from vmnetdoctor.report.finding_sentences import message, worded
from vmnetdoctor.report.layout import visible
from vmnetdoctor.report.phrases import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.checklist.claims import Claim
    from vmnetdoctor.checklist.commands import Command
    from vmnetdoctor.checklist.entries import Entry
    from vmnetdoctor.checklist.lists import GuestList
    from vmnetdoctor.checklist.symptoms import Way
    from vmnetdoctor.source import Place
    from vmnetdoctor.verdict import Judged

_MOST_NAMES = 5


class ToldClaim(NamedTuple):
    """What should be true, whether the files show it, and the places of that."""

    text: str
    known: bool
    places: tuple[Place, ...]


class ToldFinding(NamedTuple):
    """What is wrong at a step; `cause` names the rule it follows from."""

    judged: Judged
    message: str
    cure: str
    cause: str = ""


class ToldOther(NamedTuple):
    """Another output and the rules it points to."""

    text: str
    rules: tuple[str, ...]


class Told(NamedTuple):
    """One step in words."""

    title: str
    claims: list[ToldClaim]
    findings: list[ToldFinding]
    follows: list[ToldFinding]
    remarks: list[ToldFinding]
    settle: list[tuple[str, str]]            # (what is missing, what would supply it)
    look: str
    commands: list[Command]
    otherwise: list[ToldOther]


def told(entry: Entry, of: GuestList, language: str) -> Told:
    """The step with all that is to be said about it."""
    values = entry.claims[0].values if entry.claims else {}
    look = pick(LOOK, entry.step.id, language) if entry.step.id in LOOK and _has_windows(entry, of) else ""
    return Told(
        TITLES[entry.step.id][language == "zh"],
        [_claim(claim, language) for claim in entry.claims],
        [_finding(judged, language) for judged in entry.findings],
        [ToldFinding(judged, message(judged, language), "", cause.rule.name) for judged, cause in entry.followers],
        [_finding(judged, language) for judged in entry.remarks],
        list(dict.fromkeys(_missing(entry, of, language))),
        filled(look, values, language),
        commands_of(entry.step, of.subject, entry.claims),
        [ToldOther(row.text(language, values), row.rules) for row in otherwise(entry.step.id, of.subject.kinds)])


def _has_windows(entry: Entry, of: GuestList) -> bool:
    """Whether there is something to see without typing: the services have a window of their own on Windows alone."""
    return entry.step.id != "services" or "windows" in host_systems(of.subject.lab)


def _claim(claim: Claim, language: str) -> ToldClaim:
    return ToldClaim(filled(pick(CLAIMS, claim.code, language), claim.values, language), claim.known, claim.places)


def _finding(judged: Judged, language: str) -> ToldFinding:
    texts = worded(judged, language)
    return ToldFinding(judged, texts.message, texts.cure)


def _missing(entry: Entry, of: GuestList, language: str) -> Iterator[tuple[str, str]]:
    host = of.subject.lab.host.os.value
    pairs = [(claim.missing, claim.supply) for claim in entry.claims if not claim.known]
    for missing, supply in (*pairs, *((gap.missing, gap.supply) for gap in entry.gaps)):
        if missing:
            yield supplies.missing(missing, language), supplies.supply(supply, language, host) if supply else ""


def settle(missing: str, supply: str, language: str) -> str:
    """What is not known and how to settle it; no file would tell where `supply` is empty."""
    if not supply:
        return words("try", language, missing=missing)
    gap = " " if language == "zh" and supply[0].isascii() else ""
    return words("settle", language, missing=missing, supply=gap + supply)


def short(of: GuestList, language: str) -> str:
    """Whom the list is for, in one name."""
    return visible(of.guests[0]) if of.guests else heading(of, language)


def heading(of: GuestList, language: str) -> str:
    """Whom the list is for: the guest and its networks."""
    if not of.guests:
        networks = say("list", language).join(visible(n.name) for n in of.subject.networks)
        return words("no-guest", language, network=networks) if networks else words("lab", language)
    name = visible(of.guests[0])
    if len(of.guests) > 1:
        shown = say("list", language).join(map(visible, of.guests[1:_MOST_NAMES]))
        more = "..." if len(of.guests) > _MOST_NAMES else ""
        name = words("alike", language, guest=name, n=len(of.guests) - 1, names=shown + more)
    networks = say("comma", language).join(_network(of, network.name, language) for network in of.subject.networks)
    return name + (say("open", language) + networks + say("close", language) if networks else "")


def _network(of: GuestList, name: str, language: str) -> str:
    from vmnetdoctor.checklist.subject import kind_of

    subnet = of.subject.topology.networks[name].subnet.value
    kind = KINDS[kind_of(of.subject.topology, name)][language == "zh"]
    return f"{visible(name)} {kind}" + (f" {subnet}" if subnet is not None else "")


def kinds(of: GuestList, language: str) -> str:
    """The kinds of network that the list's guest is on."""
    return say("list", language).join(KINDS[kind][language == "zh"] for kind in sorted(of.subject.kinds))


def way(path: Way, language: str) -> str:
    """`guest -> Internet (by name)`."""
    text = f"{pick(WAYS, path.sender, language)} -> {pick(WAYS, path.target, language)}"
    if path.target != "internet":
        return text
    return text + say("open", language) + pick(WAYS, path.probe, language) + say("close", language)


