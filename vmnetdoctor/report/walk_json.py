"""`vmnetdoctor matrix` and `vmnetdoctor trace` for programs: cells and hops in the shapes of contract.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vmnetdoctor.model.addr import ip_text
from vmnetdoctor.network.hops import UNKNOWN
from vmnetdoctor.report.finding_sentences import worded
from vmnetdoctor.report.hop_sentences import missing_words, supply_words, told_walk
from vmnetdoctor.report.json_shapes import dumped, edit_shape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vmnetdoctor.network.hops import Walk
    from vmnetdoctor.network.matrix import Endpoint, Matrix
    from vmnetdoctor.source import Place
    from vmnetdoctor.verdict import Judged

Because = dict[tuple[str, str], list[str]]
Span = tuple[int, int]


def matrix_json(made: Matrix, language: str, because: Because | None = None) -> str:
    """The report of `matrix` (vmnetdoctor/matrix/1); above fifty guests a class stands for its members."""
    names = {c.like: c.name for c in made.classes}
    sizes = {c.like: len(c.members) for c in made.classes}
    ranges = {e.name: e.address_range for e in made.endpoints}
    classes = [{"name": c.name, "members": len(c.members), "like": c.like} for c in made.classes]
    return dumped({
        "schema": "vmnetdoctor/matrix/1",
        "endpoints": [_endpoint(e, names.get(e.name, e.name), sizes.get(e.name, 1)) for e in made.endpoints],
        **({"classes": classes} if classes else {}),
        "cells": [{**cell_of(w, language, because, ranges.get(w.target), names), "hops": hops_of(w, language)}
                  for w in made.cells],
    })


def trace_json(walked: Walk, span: Span | None, language: str, because: Sequence[str] = (),
               cure: Sequence[Judged] | None = None) -> str:
    """The report of `trace` (vmnetdoctor/trace/1)."""
    told = hops_of(walked, language)
    turn = len(walked.request)
    cell = cell_of(walked, language, {(walked.sender, walked.target): list(because)}, span)
    return dumped({"schema": "vmnetdoctor/trace/1", "cell": cell, "request": told[:turn], "answer": told[turn:],
                   "would_work_if": would_work_if(cure, language) if cure else None})


def would_work_if(cure: Sequence[Judged], language: str) -> dict[str, Any]:
    """The smallest change that makes a path work: the findings to cure, in words and, where they have a fix, as edits."""
    texts = [_tidy(worded(judged, language).cure) for judged in cure]
    return {"text": (" " if language == "en" else "").join(texts), "findings": [judged.rule.name for judged in cure],
            "edits": [edit_shape(edit) for judged in cure if judged.finding.fix is not None for edit in judged.finding.fix.edits]}


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _endpoint(end: Endpoint, name: str, members: int) -> dict[str, Any]:
    """A class of several has no addresses of its own."""
    made: dict[str, Any] = {"name": name, "kind": end.kind if members == 1 else "class",
                            "addresses": [ip_text(a) for a in end.addresses] if members == 1 else []}
    if end.address_range is not None:
        made["address_range"] = _range(end.address_range)
    return made


def cell_of(walked: Walk, language: str, because: Because | None = None, span: Span | None = None,
            names: Mapping[str, str] | None = None) -> dict[str, Any]:
    """One cell without its hops; `span` is the DHCP range of a target whose address is not known."""
    names = names or {}
    path = (walked.sender, walked.target)
    made: dict[str, Any] = {
        "from": names.get(walked.sender, walked.sender), "to": names.get(walked.target, walked.target),
        "address": ip_text(walked.address) if walked.address is not None else None, "probe": walked.probe,
        "verdict": walked.verdict, "confidence": walked.confidence, "stops_at": walked.stops_at,
        "because": list((because or {}).get(path, ())) if walked.verdict != "reachable" else [],
    }
    if span is not None and walked.address is None:
        made["address_range"] = _range(span)
    if walked.verdict == UNKNOWN:
        made["missing"], made["supply"] = missing_words(walked, language), supply_words(walked, language)
    return made


def hops_of(walked: Walk, language: str) -> list[dict[str, Any]]:
    """Hops with their sentences; `code` is the same in every language."""
    return [{"node": hop.node, "action": hop.action, "code": hop.code, "text": text, "evidence": _evidence(hop.evidence)}
            for hop, text in zip(walked.hops, told_walk(walked, language), strict=True)]


def _evidence(places: Sequence[Place]) -> list[dict[str, Any]]:
    lines = dict.fromkeys((p.source.path, p.source.position(p.start).line) for p in places)
    return [{"path": path, "line": line} for path, line in lines]


def _range(span: Span) -> list[str]:
    return [ip_text(span[0]), ip_text(span[1])]
