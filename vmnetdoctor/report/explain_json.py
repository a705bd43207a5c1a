"""`vmnetdoctor explain` and `vmnetdoctor rules` for programs (vmnetdoctor/explain/1, vmnetdoctor/rules/1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vmnetdoctor import catalog
from vmnetdoctor.report.finding_sentences import template
from vmnetdoctor.report.json_shapes import dumped
from vmnetdoctor.report.rule_page import page_of

if TYPE_CHECKING:
    from vmnetdoctor.catalog import Rule


def rules_json(language: str) -> str:
    """All rules in the order of their codes (contract.md, vmnetdoctor/rules/1)."""
    return dumped({"schema": "vmnetdoctor/rules/1", "rules": [_rule(rule, language) for rule in catalog.all_rules()]})


def explain_json(rule: Rule, language: str) -> str:
    """One rule with what it follows from and its examples; the brackets show where the finding points."""
    return dumped({"schema": "vmnetdoctor/explain/1", **_explained(rule, language)})


def catalogue_json(language: str) -> str:
    """All rules in the order of their codes, each as in `explain_json`."""
    return dumped({"schema": "vmnetdoctor/explain/1", "rules": [_explained(rule, language) for rule in catalog.all_rules()]})


def _explained(rule: Rule, language: str) -> dict[str, Any]:
    page = page_of(rule, language)
    examples = [{"name": e["name"], "lab": e.get("lab"), "bad": e["bad"], "good": e.get("good", {})} for e in rule.examples]
    return {**_rule(rule, language), "layer": rule.layer, "follows": list(rule.follows), "examples": examples,
            "symptom": page.symptom or None, "drawing": list(page.drawing),
            "see_also": [{"name": name, "why": why} for name, why in page.neighbours.items()],
            "links": [{"title": link.title, "url": link.url} for link in page.links]}


def _rule(rule: Rule, language: str) -> dict[str, str]:
    texts = {part: template(rule, part, language) for part in ("claim", "message", "why", "cure")}
    return {"rule": rule.id, "name": rule.name, "area": rule.area, "severity": rule.severity, "since": rule.since,
            "fix": rule.fix, **texts}
