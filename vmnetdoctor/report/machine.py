"""Reports for programs: the shapes of contract.md, the same input giving the same bytes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from vmnetdoctor import __version__, catalog
from vmnetdoctor.report import supplies, wording
from vmnetdoctor.report.phrases import say

if TYPE_CHECKING:
    from vmnetdoctor.catalog import Rule
    from vmnetdoctor.model.lab import Lab
    from vmnetdoctor.source import Edit, Place
    from vmnetdoctor.verdict import Judged, Verdict

_MOST_PLACES = 50                        # of a group of equal findings; `subjects` names them all
_HIDDEN = "\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff"


def check_json(verdict: Verdict, language: str) -> str:
    """The report of `check` (contract.md, vmnetdoctor/check/1)."""
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


def show_json(lab: Lab) -> str:
    """The common model (contract.md, vmnetdoctor/model/1)."""
    from vmnetdoctor.report.model import model_of

    return dumped(model_of(lab))


def rules_json(language: str) -> str:
    """All rules in the order of their codes (contract.md, vmnetdoctor/rules/1)."""
    rules = sorted((catalog.rule(name) for name in catalog.files()), key=lambda rule: rule.id)
    return dumped({"schema": "vmnetdoctor/rules/1", "rules": [_rule(rule, language) for rule in rules]})


def explain_json(rule: Rule, language: str) -> str:
    """One rule with what it follows from and its examples; the brackets show where the finding points."""
    return dumped({"schema": "vmnetdoctor/explain/1", **_explained(rule, language)})


def catalogue_json(language: str) -> str:
    """All rules in the order of their codes, each as in `explain_json`."""
    rules = sorted((catalog.rule(name) for name in catalog.files()), key=lambda rule: rule.id)
    return dumped({"schema": "vmnetdoctor/explain/1", "rules": [_explained(rule, language) for rule in rules]})


def _explained(rule: Rule, language: str) -> dict[str, Any]:
    from vmnetdoctor.report.page import page_of

    page = page_of(rule, language)
    examples = [{"name": e["name"], "lab": e.get("lab"), "bad": e["bad"], "good": e.get("good", {})} for e in rule.examples]
    return {**_rule(rule, language), "layer": rule.layer, "follows": list(rule.follows), "examples": examples,
            "symptom": page.symptom or None, "drawing": list(page.drawing),
            "see_also": [{"name": name, "why": why} for name, why in page.neighbours.items()],
            "links": [{"title": link.title, "url": link.url} for link in page.links]}


def dumped(report: dict[str, Any]) -> str:
    """JSON text that every encoding of Unicode can hold: what does not print (and lone surrogates) stands as an escape.

    A line for each field and each item of its list: json's own indenting runs in Python and costs as much as the check.
    """
    encode = json.JSONEncoder(ensure_ascii=False).encode
    fields = []
    for key, value in report.items():
        listed = isinstance(value, list) and value
        shown = "[\n  " + ",\n  ".join(map(encode, value)) + "\n ]" if listed else encode(value)
        fields.append(f" {encode(key)}: {shown}")
    text = "{\n" + ",\n".join(fields) + "\n}"
    if not text.isascii():
        text = re.sub(f"[{_HIDDEN}]", lambda found: f"\\u{ord(found.group()):04x}", text)
    return text + "\n"


def _rule(rule: Rule, language: str) -> dict[str, str]:
    texts = {part: wording.template(rule, part, language) for part in ("claim", "message", "why", "cure")}
    return {"rule": rule.id, "name": rule.name, "area": rule.area, "severity": rule.severity, "since": rule.since,
            "fix": rule.fix, **texts}


def _finding(judged: Judged, language: str) -> dict[str, Any]:
    finding, words = judged.finding, wording.worded(judged, language)
    made: dict[str, Any] = {
        "rule": judged.rule.id, "name": judged.rule.name, "severity": judged.severity, "confidence": finding.confidence,
        "message": words.message, "why": words.why, "cure": words.cure,
        "location": _location(finding.at),
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
    also = [{**_location(place), "label": label} for (_, place), label in zip(judged.finding.also, labels, strict=True)]
    same = say("same-here", language)
    return also + [{**_location(other.finding.at), "label": same} for other in judged.members[1:_MOST_PLACES]]


def _consequence(judged: Judged, language: str) -> dict[str, Any]:
    return {"name": judged.rule.name, "message": wording.message(judged, language), "location": _location(judged.finding.at)}


def _location(place: Place) -> dict[str, Any]:
    source = place.source
    line, column = source.position(place.start)
    end_line, end_column = source.position(place.end)
    return {"path": source.path, "line": line, "column": column, "end_line": end_line, "end_column": end_column}


def edit_shape(edit: Edit) -> dict[str, Any]:
    """One edit as contract.md has it (fix)."""
    return {**_location(edit.place), "text": edit.text}
