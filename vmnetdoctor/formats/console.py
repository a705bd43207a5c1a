"""Lines of console captures as people paste them: quote marks, prompts, and lines that the window broke at its width."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats.syntax import physical_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LIMIT = 1 << 20                  # a capture is small; what lies beyond is not looked at
LINE_LIMIT = 1000
_QUOTED = re.compile(r"(?:[ \t]{0,4}[>|](?=[ \t>|]|$))+ ?")
_PROMPT = re.compile(r"[ \t]*(?:\(\w+\) )?(?:PS )?(?:[A-Za-z]:\\|\\\\)[^>\r\n]{0,300}>[ \t]?")
_FULL = 78                       # cells after which a console of 80 has broken the line


class Line(NamedTuple):
    """One line without quote marks and blanks at its end (`spaced`: it had some); `full`: the window may have broken it."""

    text: str
    start: int
    full: bool
    prompt: bool
    spaced: bool

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class Value(NamedTuple):
    """A piece of a capture with its place."""

    text: str
    start: int
    end: int


def console_lines(text: str) -> Iterator[Line]:
    """The lines of a capture; a prompt's line holds the command that was typed, without the prompt."""
    for start, stop, _ in physical_lines(text[:LIMIT]):
        quoted = _QUOTED.match(text, start, min(stop, start + LINE_LIMIT))
        begin = quoted.end() if quoted else start
        prompt = _PROMPT.match(text, begin, stop)
        if prompt is not None:
            begin = prompt.end()
        raw = text[begin:min(stop, begin + LINE_LIMIT)]
        body = raw.rstrip(" \t")
        full = _width(text[start:min(stop, start + LINE_LIMIT)]) >= _FULL
        yield Line(body, begin, full, prompt is not None, len(body) < len(raw))


def property_blocks(lines: Iterable[Line], wanted: re.Pattern[str]) -> Iterator[dict[str, Value]]:
    """Blocks of PowerShell's `Format-List`, parted by empty lines: the value of each `Property : value` line that is `wanted`."""
    block: dict[str, Value] = {}
    for line in lines:
        found = wanted.match(line.text)
        if found is not None:
            block.setdefault(found[1].lower(), stripped(line, found.end()))
        elif line.blank and block:
            yield block
            block = {}
    if block:
        yield block


def _width(text: str) -> int:
    return len(text) if text.isascii() else sum(2 if char >= "ᄀ" else 1 for char in text)


def stripped(line: Line, start: int = 0, end: int | None = None) -> Value:
    """A part of a line without the blanks around it."""
    part = line.text[start:end]
    left = len(part) - len(part.lstrip())
    begin = line.start + start + left
    return Value(part.strip(), begin, begin + len(part.strip()))
