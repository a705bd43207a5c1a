"""`vmnetdoctor explain` and `vmnetdoctor rules` for people: what a rule means, with the example that is also its test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor import catalog
from vmnetdoctor.report.cells import cells, cut, paragraphs, visible, wrap
from vmnetdoctor.report.frame import Note, Paint, frames
from vmnetdoctor.report.phrases import say
from vmnetdoctor.report.wording import template, templates
from vmnetdoctor.source import LINE_END, Place, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.catalog import Rule

_MOST_LINES = 20


def explain_text(rule: Rule, language: str, width: int, color: bool) -> str:
    """The page of one rule."""
    width, paint = min(max(width, 40), 100), Paint(color)
    title = f"{rule.id} {rule.name}"
    grade = say("open", language) + say(rule.severity, language) + say("close", language)
    lines = [paint(rule.severity, title) + grade]
    for part in ("claim", "says", "bad", "good", "why", "cure"):
        body = list(_section(rule, part, language, width, paint))
        if body:
            lines += ["", paint("bold", say("explain-" + part, language)), *body]
    if rule.follows:
        names = say("list", language).join(rule.follows)
        lines += ["", paint("bold", say("explain-follows", language)), *wrap(names, width, "  ")]
    return "\n".join(lines) + "\n"


def _section(rule: Rule, part: str, language: str, width: int, paint: Paint) -> Iterator[str]:
    if part == "says":
        for text in templates(rule, "message", language):
            yield from wrap(text, width, "  - ")
    elif part in ("bad", "good"):
        files = (rule.examples[0].get(part) if rule.examples else None) or {}
        for path, text in files.items():
            yield from _framed(path, text, rule, width, paint) if part == "bad" else _file(path, text, language, width)
    else:
        texts = templates(rule, part, language)
        for text in texts:
            yield from paragraphs(text, width, "  - " if len(texts) > 1 else "  ")


def _framed(path: str, text: str | None, rule: Rule, width: int, paint: Paint) -> Iterator[str]:
    """The file of the bad example, with a caret where the finding points; files without a mark give the surroundings."""
    if text is None:
        return
    plain, spans = catalog.unmarked(text)
    source = Source(path, plain)
    if not spans:
        yield from ("  " + line for line in _lines(path, plain, width))
        return
    notes = [Note(Place(source, start, end), "", True) for start, end in spans]
    yield from ("  " + line for line in frames(notes, width - 2, paint, rule.severity))


def _file(path: str, text: str | None, language: str, width: int) -> Iterator[str]:
    if text is None:
        yield f"  {visible(path)} {say('file-removed', language)}"
        return
    yield from ("  " + line for line in _lines(path, catalog.unmarked(text)[0], width))


def _lines(path: str, text: str, width: int) -> Iterator[str]:
    yield f"{visible(path)}:"
    lines = LINE_END.split(text.rstrip("\r\n"))
    for line in lines[:_MOST_LINES]:
        yield f"  {cut(visible(line.expandtabs(4)), width - 4)}".rstrip()
    if len(lines) > _MOST_LINES:
        yield "  ..."


def rules_text(language: str, width: int, color: bool) -> str:
    """All rules by area: code, severity, name, and what should hold."""
    paint = Paint(color)
    rules = sorted((catalog.rule(name) for name in catalog.files()), key=lambda rule: rule.id)
    column = max((len(rule.name) for rule in rules), default=0)
    lines: list[str] = []
    area = ""
    for rule in rules:
        if rule.area != area:
            area = rule.area
            lines += ([""] if lines else []) + [paint("bold", area)]
        grade = say(rule.severity, language)
        head = f"  {rule.id} {rule.name:<{column}} {grade}{' ' * (8 - cells(grade))}"
        first, *rest = wrap(template(rule, "claim", language), max(width, cells(head) + 30), head, " " * cells(head))
        lines += [first.replace(grade, paint(rule.severity, grade), 1), *rest]
    return "\n".join(lines) + "\n"
