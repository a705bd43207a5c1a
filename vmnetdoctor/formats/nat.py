"""NAT service file: vmnetnat.conf on Windows, nat.conf elsewhere (vmware-networking.md 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.formats.syntax import Document, Entry, Piece, Problem, Problems, physical_lines
from vmnetdoctor.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vmnetdoctor.source import Source

MOST_PROBLEMS = 20
MOST_LINES = 20_000      # real files have a hundred; the rest of a longer one is not read

_SECTION = late(r"[ \t]*\[([^\]\r\n]*)\][ \t]*(?:[#;].*)?")
_IDLE = late(r"[ \t]*(?:[#;].*)?")
_BLANK = " \t"


class NatFile(Document):
    """A parsed NAT file: sections and keys are compared in lower case, a repeated section goes on."""

    __slots__ = ("headers", "sections")

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.sections: dict[str, list[Entry]] = {}
        self.headers: dict[str, tuple[int, int]] = {}

    def entry(self, section: str, key: str) -> Entry | None:
        """The line that counts for a key: of equal ones the last."""
        wanted = key.lower()
        for entry in reversed(self.sections.get(section.lower(), [])):
            if entry.key.lower() == wanted:
                return entry
        return None

    def get(self, section: str, key: str) -> str | None:
        """Value of a key, None where no line states it."""
        entry = self.entry(section, key)
        return entry.value if entry else None

    def _split(self) -> Iterable[Piece]:
        text = self.source.text
        section = False
        for start, end, after in physical_lines(text):
            header = _SECTION.fullmatch(text, start, end)
            spans = None if header else _entry_spans(text, start, end)
            if header:
                section = True
                yield Piece("section", start, after)
            elif _IDLE.fullmatch(text, start, end):
                yield Piece("blank" if not text[start:end].strip(_BLANK) else "comment", start, after)
            elif spans and section and text[start:end].lstrip(_BLANK)[0] != "[":
                yield from _entry_pieces(spans, start, after)
            else:
                yield Piece("unknown", start, after)


def parse(source: Source) -> NatFile:
    """`[section]`, `key = value` and `#` lines; every other line is one problem (vmware-networking.md 4)."""
    document = NatFile(source)
    problems = Problems(MOST_PROBLEMS)
    section: list[Entry] | None = None
    for start, end in problems.lines(source.text, MOST_LINES):
        line = _read_line(source, start, end)
        if isinstance(line, Entry) and section is None:
            line = Problem("key-before-section", line.key_start, end, {"name": line.key})
        if isinstance(line, Entry) and section is not None:
            section.append(line)
        elif isinstance(line, Problem):
            problems.add(line)
        elif isinstance(line, tuple):
            name = source.text[line[0]:line[1]].strip(_BLANK).lower()
            document.headers.setdefault(name, line)
            section = document.sections.setdefault(name, [])
    document.problems = problems.told()
    return document


def _read_line(source: Source, start: int, end: int) -> Entry | Problem | tuple[int, int] | None:
    """An entry, a problem, the span of a section's name, or nothing."""
    text = source.text
    if _IDLE.fullmatch(text, start, end):
        return None
    header = _SECTION.fullmatch(text, start, end)
    if header:
        return header.span(1)
    begin = start
    while text[begin] in _BLANK:
        begin += 1
    if text[begin] == "[":
        return Problem("text-after-section" if text.find("]", begin, end) >= 0 else "unclosed-section", begin, end)
    spans = _entry_spans(text, start, end)
    if spans is None:
        return Problem("no-key" if text[begin] == "=" else "no-equals-sign", begin, end)
    key, value = spans
    return Entry(source, text[key[0]:key[1]], text[value[0]:value[1]], key, value)


def _entry_spans(text: str, start: int, end: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Spans of key and value: cut at the first `=`, blanks around both dropped, and a comment that follows a blank."""
    equals = text.find("=", start, end)
    if equals < 0:
        return None
    key = _trimmed(text, start, equals)
    if key[0] == key[1]:
        return None
    stop = end
    comment = text.find("#", equals, end)
    while comment >= 0:
        if text[comment - 1] in " \t=":
            stop = comment
            break
        comment = text.find("#", comment + 1, end)
    return key, _trimmed(text, equals + 1, stop)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _BLANK:
        start += 1
    while end > start and text[end - 1] in _BLANK:
        end -= 1
    return start, end


def _entry_pieces(spans: tuple[tuple[int, int], tuple[int, int]], start: int, after: int) -> Iterator[Piece]:
    at = start
    for kind, (begin, end) in zip(("key", "value"), spans, strict=True):
        if begin == end:
            continue
        if at < begin:
            yield Piece("mark", at, begin)
        yield Piece(kind, begin, end)
        at = end
    if at < after:
        yield Piece("mark", at, after)
