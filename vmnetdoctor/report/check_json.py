"""`vmnetdoctor check --format json` (vmnetdoctor/check/1; schemas/check.json)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vmnetdoctor import __version__
from vmnetdoctor.report import supplies
from vmnetdoctor.report.finding_sentences import message, worded
from vmnetdoctor.report.json_shapes import dumped, edit_shape, location
from vmnetdoctor.report.phrases import say

if TYPE_CHECKING:
    from vmnetdoctor.verdict import Judged, Verdict

_MOST_PLACES = 50                        # of a group of equal findings; `subjects` names them all


def check_json(verdict: Verdict, language: str) -> str:
    """The report of `check` (contract.md)."""
    crashed = [{"name": c.name, "subject": c.subject, "error": c.error} for c in verdict.crashes]
    return dumped({
        "schema": "vmnetdoctor/check/1",
        "version": __version__,
        "inputs": [{"path": i.path, "kind": i.kind, "guest": i.guest} for i in verdict.lab.inputs],
        "findings": [_finding(judged, language) for judged in verdict.findings],
        "not_checked": [
            {"name": n.name, "subject": n.subject, "missing": supplies.missing(n.missing, language),
             "supply": supplies.supply(n.supply, language, verdict.lab.host.os.value)} for n in verdict.not_checked],
        **({"crashed": crashed} if crashed else {}),
        "summary": {"errors": verdict.counts.get("error", 0), "warnings": verdict.counts.get("warning", 0),
                    "infos": verdict.counts.get("info", 0)},
    })


def _finding(judged: Judged, language: str) -> dict[str, Any]:
    finding, words = judged.finding, worded(judged, language)
    made: dict[str, Any] = {
        "rule": judged.rule.id, "name": judged.rule.name, "severity": judged.severity, "confidence": finding.confidence,
        "message": words.message, "why": words.why, "cure": words.cure,
        "location": location(finding.at),
        "related": _related(judged, words.related, language),
        "subject": judged.subject,
        "subjects": list(judged.subjects or (judged.subject,)),
        "breaks": [{"from": sender, "to": target} for sender, target in judged.breaks],
        "consequences": [_consequence(follower, language) for follower in judged.consequences],
    }
    if finding.fix is not None:
        made["fix"] = {"safety": finding.fix.safety, "title": words.fix, "edits": [edit_shape(e) for e in finding.fix.edits]}
    return made


def _related(judged: Judged, labels: tuple[str, ...], language: str) -> list[dict[str, Any]]:
    """What else shows the fault, then the places of the equal findings."""
    also = [{**location(place), "label": label} for (_, place), label in zip(judged.finding.also, labels, strict=True)]
    same = say("same-here", language)
    return also + [{**location(other.finding.at), "label": same} for other in judged.members[1:_MOST_PLACES]]


def _consequence(judged: Judged, language: str) -> dict[str, Any]:
    return {"name": judged.rule.name, "message": message(judged, language), "location": location(judged.finding.at)}
