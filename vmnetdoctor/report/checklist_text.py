"""`vmnetdoctor checklist` for people: numbered steps with short lines, readable on the phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.checklist.entries import CROSSED, NOTED, OPEN
from vmnetdoctor.report.checklist_parts import heading, kinds, settle, short, told, way
from vmnetdoctor.report.checklist_words import STATUSES, SYSTEMS, TITLES, pick, words
from vmnetdoctor.report.code_frame import Paint, where
from vmnetdoctor.report.layout import cells, paragraphs, visible, wrap
from vmnetdoctor.report.phrases import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vmnetdoctor.checklist.commands import Command
    from vmnetdoctor.checklist.entries import Entry
    from vmnetdoctor.checklist.lists import Checklist, GuestList
    from vmnetdoctor.checklist.symptoms import Symptom
    from vmnetdoctor.report.checklist_parts import Told

MARKS = {"ticked": "✔", "crossed": "✘", "cannot-tell": "?", "follows": "↳", "noted": "!"}
PLAIN = {"ticked": "ok", "crossed": "X", "cannot-tell": "?", "follows": "->", "noted": "!"}
MOST_LISTS = 12
_PROSE = 80
_STYLE = {"ticked": "added", "crossed": "error", "cannot-tell": "warning", "follows": "bold", "noted": "warning"}


def checklist_text(made: Checklist, language: str, width: int, color: bool, plain: bool = False) -> str:
    """The whole checklist; `plain` where the output cannot show the marks."""
    return "\n".join(_Page(made, language, min(max(width, 40), _PROSE), Paint(color), PLAIN if plain else MARKS).lines()) + "\n"


class _Page:
    """What all lines need to know."""

    def __init__(self, made: Checklist, language: str, width: int, paint: Paint, marks: dict[str, str]) -> None:
        self.made = made
        self.language = language
        self.width = width
        self.paint = paint
        self.marks = marks

    def lines(self) -> Iterator[str]:
        if not self.made.lists:
            yield from wrap(words("empty", self.language), self.width)
            return
        head = list(self._head())
        yield from head
        for number, one in enumerate(self.made.lists[:MOST_LISTS]):
            if number or head:
                yield ""
            yield from self._list(one)
        if len(self.made.lists) > MOST_LISTS:
            yield from ("", words("more-lists", self.language, n=len(self.made.lists) - MOST_LISTS))

    def _head(self) -> Iterator[str]:
        if self.made.symptom is not None:
            yield from self._symptom(self.made.symptom)
        if self.made.start is not None and len(self.made.lists) > 1:
            yield from self._bold(self._start_words(self.made.lists[self.made.start], "start-list"))

    def _symptom(self, symptom: Symptom) -> Iterator[str]:
        yield from wrap(words("symptom", self.language, text=visible(symptom.text[:200])), self.width, "", "  ")
        for key, ways in (("fails", symptom.fails), ("works", symptom.works)):
            if ways:
                paths = say("list", self.language).join(way(w, self.language) for w in ways)
                yield from wrap(words(key, self.language, paths=paths), self.width, "  ")

    def _start_words(self, one: GuestList, key: str) -> str:
        number = one.start or 0
        return words(key, self.language, n=number + 1, what=heading(one, self.language),
                     title=TITLES[one.steps[number].step.id][self.language == "zh"])

    def _bold(self, text: str) -> Iterator[str]:
        return (self.paint("bold", line) for line in wrap(text, self.width, "", "  "))

    def _list(self, one: GuestList) -> Iterator[str]:
        yield from self._bold(words("title", self.language, what=heading(one, self.language)))
        if one.start is not None:
            yield from self._bold(self._start_words(one, "start"))
        else:
            yield from wrap(words("all-right", self.language), self.width)
        for path in one.not_offered:
            yield from wrap(words("not-offered", self.language, path=way(path, self.language), kinds=kinds(one, self.language)),
                            self.width, "", "  ")
        for number, entry in enumerate(one.steps, 1):
            yield ""
            yield from self._step(number, entry, one)
        yield from self._left_out(one.left_out)

    def _left_out(self, left: Sequence[Entry]) -> Iterator[str]:
        for key, entries in (("left-out", left), ("left-wrong", [e for e in left if e.status in (CROSSED, NOTED)])):
            if entries:
                names = say("list", self.language).join(TITLES[e.step.id][self.language == "zh"] for e in entries)
                yield from ("", *wrap(words(key, self.language, names=names), self.width, "", "  "))

    def _step(self, number: int, entry: Entry, one: GuestList) -> Iterator[str]:
        mark = self.marks[entry.status]
        status = pick(STATUSES, entry.status, self.language)
        title = TITLES[entry.step.id][self.language == "zh"] + say("colon", self.language) + status
        head = f"{number:>2} {mark} "
        for line in wrap(title, self.width, head, " " * cells(head)):
            yield self.paint(_STYLE[entry.status], line)
        if entry.shown_in is not None and entry.shown_in < MOST_LISTS:
            yield from self._elsewhere(entry, entry.shown_in)
            return
        yield from self._body(told(entry, one, self.language), entry)

    def _elsewhere(self, entry: Entry, earlier: int) -> Iterator[str]:
        other = self.made.lists[earlier]
        number = next(n for n, e in enumerate(other.steps, 1) if e.step is entry.step)
        yield from self._line(words("same-step", self.language, n=number, what=short(other, self.language)))

    def _body(self, parts: Told, entry: Entry) -> Iterator[str]:
        for claim in parts.claims:
            yield from self._line(claim.text, "should")
            shown = dict.fromkeys(map(where, claim.places))
            if shown and not parts.findings:
                yield from self._line(say("list", self.language).join(shown), "evidence")
        yield from self._faults(parts, entry)
        for missing, supply in parts.settle if entry.status == OPEN else ():
            yield from self._line(settle(missing, supply, self.language))
        yield from self._how(parts)

    def _faults(self, parts: Told, entry: Entry) -> Iterator[str]:
        for found in parts.findings:
            text = f"{found.message} [{found.judged.rule.id} {found.judged.rule.name}]"
            yield from self._line(text, "wrong" if entry.status == CROSSED else "noted")
            yield from self._line(where(found.judged.finding.at), "evidence")
            label = "   " + words("cure", self.language)
            yield from paragraphs(found.cure, self.width, label, "     ")
        for found in parts.follows:
            text = words("follows", self.language, cause=found.cause) + found.message
            yield from self._line(text)
        for found in parts.remarks:
            yield from self._line(f"{found.message} [{found.judged.rule.name}]", "remark")

    def _how(self, parts: Told) -> Iterator[str]:
        if parts.look:
            yield from self._line(parts.look, "look")
        for command in parts.commands:
            yield from self._command(f"`{command.text}`", words("type", self.language, where=self._place(command)))
            if command.expect:
                yield from self._line(f"`{command.expect}`", "expect", indent="     ")
        for row in parts.otherwise:
            rules = say("list", self.language).join(row.rules)
            yield from self._line(row.text + words("means", self.language, rules=rules), "else")

    def _command(self, text: str, label: str) -> Iterator[str]:
        """A command stays in one piece where a line can hold it."""
        if cells("   " + label + text) <= self.width:
            yield "   " + label + text
        else:
            yield ("   " + label).rstrip()
            yield from wrap(text, self.width, "     ")

    def _place(self, command: Command) -> str:
        system = pick(SYSTEMS, command.system, self.language)
        return words("where-" + command.where, self.language) + say("comma", self.language) + system

    def _line(self, text: str, label: str = "", indent: str = "   ", **values: str) -> Iterator[str]:
        head = indent + (words(label, self.language, **values) if label else "")
        yield from wrap(text, self.width, head, indent + "  ")
