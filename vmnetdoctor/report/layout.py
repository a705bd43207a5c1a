"""How text stands on a terminal: cells a character takes, visible escapes, wrapping by display width."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import category, east_asian_width

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMED = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}
_WIDE = ("\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6"
         "\U0001f300-\U0001faff\U00020000-\U0003fffd")
_NO_START = "，。、；：？！）》」』】〕〉”’…％,.;:?!)]}"
_NO_END = "（《「『【〔〈“‘([{"


def cell(char: str) -> int:
    """Cells that one printable character takes: East Asian wide ones two, combining ones none."""
    if char.isascii():
        return 1
    if category(char) in ("Mn", "Me") or "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def cells(text: str) -> int:
    """Cells that a printable text takes."""
    return len(text) if text.isascii() else sum(map(cell, text))


def shown(char: str) -> str:
    """The character, or a visible escape where it would steer the terminal or hide (controls, bidi marks, lone surrogates)."""
    if char.isprintable() or category(char) == "Zs":
        return char
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:         # a byte that could not be decoded (PEP 383)
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x100:
        return _NAMED.get(char, f"\\x{code:02x}")
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def visible(text: str) -> str:
    """The text with every character that is not printable escaped."""
    return text if text.isprintable() else "".join(map(shown, text))


def cut(text: str, width: int) -> str:
    """The text, shortened with `...` to at most `width` cells."""
    if cells(text) <= width:
        return text
    room, kept = width - 3, []
    for char in text:
        room -= cell(char)
        if room < 0:
            break
        kept.append(char)
    return "".join(kept) + "..."


def wrap(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """Lines of at most `width` cells: broken at blanks and between CJK characters, never before closing punctuation.

    `first` and `rest` are put before the first line and the others.  A stretch in backquotes stays whole if a line can hold it.
    """
    rest = " " * cells(first) if rest is None else rest
    room, other = max(width - cells(first), 8), max(width - cells(rest), 8)
    lines, line, used = [], "", 0
    for glue, unit in _fitting(text, min(room, other)):
        taken = cells(unit)
        if line and used + len(glue) + taken > room:
            lines.append(line)
            line, used, glue, room = "", 0, "", other
        if not line:
            glue = ""
        line += glue + unit
        used += len(glue) + taken
    lines.append(line)
    return [(first if i == 0 else rest) + part for i, part in enumerate(lines)]


def _fitting(text: str, room: int) -> Iterator[tuple[str, str]]:
    """(glue, unit) pairs, each unit at most `room` cells."""
    for glue, unit in _units(text):
        if cells(unit) <= room:
            yield glue, unit
            continue
        for word in unit.split(" "):
            for part in _chopped(word, room):
                yield glue, part
                glue = ""
            glue = " "


def _chopped(word: str, room: int) -> Iterator[str]:
    start, used = 0, 0
    for i, char in enumerate(word):
        size = cell(char)
        if used + size > room:
            yield word[start:i]
            start, used = i, 0
        used += size
    yield word[start:]


def _units(text: str) -> Iterator[tuple[str, str]]:
    """(glue, unit) pairs: what may stand at a line's start, and the blank that precedes it otherwise."""
    glue, unit, spaced = "", "", False
    for found in re.finditer(rf"`[^`\n]*`|[{_WIDE}]|[^\s`{_WIDE}]+|\s+|`", text):
        token = found.group()
        if token.isspace() and token != "\u3000":
            spaced = True
            continue
        if unit and (spaced or _may_break(unit[-1], token[0])):
            yield glue, unit
            glue, unit = " " if spaced else "", ""
        unit += token
        spaced = False
    if unit:
        yield glue, unit


def _may_break(before: str, after: str) -> bool:
    return (cell(before) == 2 or cell(after) == 2) and after not in _NO_START and before not in _NO_END


def paragraphs(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """A text of several paragraphs, wrapped; lines that begin with blanks are kept as they are (commands)."""
    rest = " " * cells(first) if rest is None else rest
    lines: list[str] = []
    prose: list[str] = []

    def flush() -> None:
        if prose:
            lines.extend(wrap(" ".join(prose), width, rest if lines else first, rest))
            prose.clear()

    for line in text.strip("\n").split("\n"):
        if not line.strip():
            flush()
        elif line[0] == " ":
            flush()
            lines.append((rest if lines else first) + line.rstrip())
        else:
            prose.append(line.strip())
    flush()
    return lines
