"""`vmnetdoctor checklist --format markdown`: the same steps as a list of boxes to tick."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.checklist.entries import CROSSED, OPEN, TICKED
from vmnetdoctor.report.checklist_parts import heading, settle, short, told, way
from vmnetdoctor.report.checklist_words import STATUSES, SYSTEMS, TITLES, pick, words
from vmnetdoctor.report.code_frame import where
from vmnetdoctor.report.layout import visible
from vmnetdoctor.report.phrases import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.checklist.entries import Entry
    from vmnetdoctor.checklist.lists import Checklist, GuestList
    from vmnetdoctor.report.checklist_parts import Told

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&])")


def checklist_markdown(made: Checklist, language: str) -> str:
    """The whole checklist as Markdown; what comes from files cannot make markup."""
    return "\n".join(_lines(made, language)) + "\n"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is; stretches in backquotes stay code."""
    parts = re.split(r"(`[^`\n]+`)", text)
    return "".join(part if part.startswith("`") and len(part) > 1 else _SPECIAL.sub(r"\\\1", part) for part in parts)


def code(text: str) -> str:
    """A stretch of code that may hold backquotes itself."""
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    return f"{fence} {text} {fence}" if "`" in text else f"`{text}`"


def _lines(made: Checklist, language: str) -> Iterator[str]:
    if not made.lists:
        yield escaped(words("empty", language))
    if made.symptom is not None:
        comma = say("list", language)
        yield escaped(words("symptom", language, text=visible(made.symptom.text[:200]).replace("`", "'")))
        yield from ("", escaped(words("fails", language, paths=comma.join(way(w, language) for w in made.symptom.fails))), "")
    for number, one in enumerate(made.lists):
        yield from _list(number, one, made, language)


def _list(number: int, one: GuestList, made: Checklist, language: str) -> Iterator[str]:
    if number:
        yield ""
    yield "## " + escaped(words("title", language, what=heading(one, language)))
    yield ""
    if one.start is None:
        yield escaped(words("all-right", language))
    else:
        title = TITLES[one.steps[one.start].step.id][language == "zh"]
        yield "**" + escaped(words("start", language, n=one.start + 1, title=title)) + "**"
    yield ""
    for index, entry in enumerate(one.steps, 1):
        box = "x" if entry.status == TICKED else " "
        status = pick(STATUSES, entry.status, language)
        title = TITLES[entry.step.id][language == "zh"]
        yield f"{index}. [{box}] **{escaped(title)}**{say('colon', language)}{escaped(status)}"
        yield from ("   - " + line for line in _body(entry, one, made, language))


def _body(entry: Entry, one: GuestList, made: Checklist, language: str) -> Iterator[str]:
    if entry.shown_in is not None:
        other = made.lists[entry.shown_in]
        index = next(n for n, e in enumerate(other.steps, 1) if e.step is entry.step)
        yield escaped(words("same-step", language, n=index, what=short(other, language)))
        return
    parts = told(entry, one, language)
    for claim in parts.claims:
        shown = say("list", language).join(map(code, dict.fromkeys(map(where, claim.places))))
        shown = say("open", language) + shown + say("close", language) if shown else ""
        yield escaped(words("should", language) + claim.text) + shown
    yield from _faults(parts, entry, language)
    if entry.status == OPEN:
        yield from (escaped(settle(missing, supply, language)) for missing, supply in parts.settle)
    yield from _how(parts, language)


def _faults(parts: Told, entry: Entry, language: str) -> Iterator[str]:
    for found in parts.findings:
        label = "wrong" if entry.status == CROSSED else "noted"
        place = say("open", language) + code(where(found.judged.finding.at)) + say("close", language)
        yield f"**{escaped(words(label, language) + found.message)}** {code(found.judged.rule.name)}{place}"
        yield escaped(words("cure", language) + " ".join(found.cure.split()))
    yield from (escaped(words("follows", language, cause=found.cause) + found.message) for found in parts.follows)
    yield from (escaped(words("remark", language) + found.message) for found in parts.remarks)


def _how(parts: Told, language: str) -> Iterator[str]:
    if parts.look:
        yield escaped(words("look", language) + parts.look)
    for command in parts.commands:
        place = words("where-" + command.where, language) + say("comma", language) + pick(SYSTEMS, command.system, language)
        expect = say("semicolon", language) + escaped(words("expect", language)) + code(command.expect) if command.expect else ""
        yield escaped(words("type", language, where=place)) + code(command.text) + expect
    for row in parts.otherwise:
        rules = say("list", language).join(map(code, row.rules))
        yield escaped(words("else", language) + row.text) + " → " + rules
