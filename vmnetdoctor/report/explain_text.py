"""`vmnetdoctor explain` and `vmnetdoctor rules` for people: what a rule means, with the example that is also its test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor import catalog
from vmnetdoctor.report.code_frame import Note, Paint, frames
from vmnetdoctor.report.finding_sentences import template
from vmnetdoctor.report.layout import cells, cut, paragraphs, visible, wrap
from vmnetdoctor.report.phrases import say
from vmnetdoctor.report.rule_page import page_of
from vmnetdoctor.source import LINE_END, Place, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vmnetdoctor.catalog import Rule
    from vmnetdoctor.report.rule_page import Change, Page

_MOST_LINES = 20
_STYLES = {"-": "removed", "+": "added"}


def explain_text(rule: Rule, language: str, width: int, color: bool) -> str:
    """The page of one rule."""
    width, paint = min(max(width, 40), 100), Paint(color)
    page = page_of(rule, language)
    title = f"{rule.id} {rule.name}"
    grade = say("open", language) + say(rule.severity, language) + say("close", language)
    lines = [paint(rule.severity, title) + grade]
    for key, body in _sections(page, language, width, paint):
        shown = list(body)
        if shown:
            lines += ["", paint("bold", say("explain-" + key, language)), *shown]
    return "\n".join(lines) + "\n"


def _sections(page: Page, language: str, width: int, paint: Paint) -> Iterator[tuple[str, Iterable[str]]]:
    """(heading, lines) in the order in which a beginner asks."""
    yield "claim", paragraphs(page.claim, width, "  ")
    yield "symptom", wrap(page.symptom, width, "  ") if page.symptom else ()
    yield "drawing", ["  " + line for line in page.drawing]
    yield "why", _texts(page.why, width)
    yield "says", [line for text in page.says for line in wrap(text, width, "  - ")]
    yield "bad", [line for path, text in page.bad.items() for line in _framed(path, text, page.rule, width, paint)]
    yield "good", [line for change in page.good for line in _changed(change, language, width, paint)]
    yield "cure", [*_texts(page.cures, width), *_by_system(page, language, width)]
    colon = say("colon", language)
    yield "neighbours", [line for name, why in page.neighbours.items() for line in wrap(name + colon + why, width, "  - ")]
    follows = say("list", language).join(page.rule.follows)
    yield "follows", wrap(follows, width, "  ") if follows else ()
    yield "links", [line for link in page.links for line in (*wrap(link.title + colon, width, "  - "), "    " + link.url)]


def _texts(texts: Sequence[str], width: int) -> list[str]:
    return [line for text in texts for line in paragraphs(text, width, "  - " if len(texts) > 1 else "  ")]


def _by_system(page: Page, language: str, width: int) -> Iterator[str]:
    """One line for each system, below what is done there."""
    colon = say("colon", language)
    for what, ways in page.by_system.items():
        yield from wrap(what + colon.rstrip(), width, "    ")
        for way in ways:
            yield from wrap((way.label + colon if way.label else "") + way.text, width, "      - ")


def _framed(path: str, text: str, rule: Rule, width: int, paint: Paint) -> Iterator[str]:
    """A file of the bad example, with a caret where the finding points; files without a mark give the surroundings."""
    plain, spans = catalog.unmarked(text)
    source = Source(path, plain)
    if not spans:
        yield from (("  " + line).rstrip() for line in _lines(path, plain, width))
        return
    notes = [Note(Place(source, start, end), "", True) for start, end in spans]
    yield from ("  " + line for line in frames(notes, width - 2, paint, rule.severity, _MOST_LINES))


def _changed(change: Change, language: str, width: int, paint: Paint) -> Iterator[str]:
    """The good example as a diff against the bad one."""
    if change.lines is None:
        yield f"  {visible(change.path)} {say('file-removed', language)}"
        return
    yield f"  {visible(change.path)}:"
    for line in change.lines[:2 * _MOST_LINES]:
        yield "    " + paint(_STYLES[line[0]], cut(line, width - 4)) if line[:1] in _STYLES else "    " + cut(line, width - 4)


def _lines(path: str, text: str, width: int) -> Iterator[str]:
    yield f"{visible(path)}:"
    lines = LINE_END.split(text.rstrip("\r\n"))
    for line in lines[:_MOST_LINES]:
        yield f"  {cut(visible(line.expandtabs(4)), width - 4)}".rstrip()
    if len(lines) > _MOST_LINES:
        yield "  ..."


def catalogue_text(language: str, width: int, color: bool) -> str:
    """The pages of all rules by code, one after the other."""
    return "\n\n".join(explain_text(rule, language, width, color) for rule in catalog.all_rules())


def rules_text(language: str, width: int, color: bool) -> str:
    """All rules by area: code, severity, name, and what should hold."""
    paint = Paint(color)
    rules = catalog.all_rules()
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
