"""`vmnetdoctor checklist --format json` (vmnetdoctor/checklist/1; schemas/checklist.json)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vmnetdoctor import __version__
from vmnetdoctor.checklist.subject import system_of
from vmnetdoctor.report.checklist_parts import told
from vmnetdoctor.report.json_shapes import dumped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vmnetdoctor.checklist.commands import Command
    from vmnetdoctor.checklist.entries import Entry
    from vmnetdoctor.checklist.lists import Checklist, GuestList
    from vmnetdoctor.checklist.symptoms import Symptom, Way
    from vmnetdoctor.report.checklist_parts import ToldFinding
    from vmnetdoctor.source import Place


def checklist_json(made: Checklist, language: str) -> str:
    """The whole checklist; numbers of lists and steps start at 1."""
    return dumped({
        "schema": "vmnetdoctor/checklist/1",
        "version": __version__,
        "symptom": _symptom(made.symptom),
        "start": _start(made),
        "lists": [_list(one, language) for one in made.lists],
    })


def _symptom(symptom: Symptom | None) -> dict[str, Any] | None:
    if symptom is None:
        return None
    return {"text": symptom.text, "fails": _ways(symptom.fails), "works": _ways(symptom.works)}


def _ways(ways: Iterable[Way]) -> list[dict[str, str]]:
    return [{"from": way.sender, "to": way.target, "probe": way.probe} for way in ways]


def _start(made: Checklist) -> dict[str, Any] | None:
    if made.start is None:
        return None
    one = made.lists[made.start]
    number = one.start or 0
    return {"list": made.start + 1, "number": number + 1, "step": one.steps[number].step.id, "status": one.steps[number].status}


def _list(one: GuestList, language: str) -> dict[str, Any]:
    guest = one.subject.guest
    return {
        "guests": list(one.guests),
        "networks": [network.name for network in one.subject.networks],
        "kinds": sorted(one.subject.kinds),
        "system": system_of(guest) if guest is not None else None,
        "start": None if one.start is None else one.start + 1,
        "not_offered": _ways(one.not_offered),
        "left_out": [{"step": entry.step.id, "status": entry.status} for entry in one.left_out],
        "steps": [_step(number, entry, one, language) for number, entry in enumerate(one.steps, 1)],
    }


def _step(number: int, entry: Entry, one: GuestList, language: str) -> dict[str, Any]:
    parts = told(entry, one, language)
    return {
        "number": number, "step": entry.step.id, "layer": entry.step.layer, "title": parts.title, "status": entry.status,
        "shown_in": None if entry.shown_in is None else entry.shown_in + 1,
        "claims": [{"text": claim.text, "known": claim.known, "evidence": [_line(place) for place in claim.places]}
                   for claim in parts.claims],
        "findings": [_finding(found) for found in parts.findings],
        "follows": [{**_finding(found), "from": found.cause} for found in parts.follows],
        "remarks": [_finding(found) for found in parts.remarks],
        "missing": [{"missing": missing, "supply": supply or None} for missing, supply in parts.settle],
        "look": parts.look or None,
        "commands": [_command(command) for command in parts.commands],
        "otherwise": [{"output": row.text, "rules": list(row.rules)} for row in parts.otherwise],
    }


def _command(command: Command) -> dict[str, Any]:
    return {"where": command.where, "system": command.system, "command": command.text, "expect": command.expect or None}


def _finding(found: ToldFinding) -> dict[str, Any]:
    judged = found.judged
    return {"rule": judged.rule.id, "name": judged.rule.name, "severity": judged.severity, "message": found.message,
            "cure": found.cure or None, "location": _line(judged.finding.at)}


def _line(place: Place) -> dict[str, Any]:
    return {"path": place.source.path, "line": place.source.position(place.start).line}
