"""NetworkManager keyfiles: the grammar of GKeyFile (guest-ifcfg.md 8).

`[section]`, `key = value`, and comments as whole lines; no quotes, and `# text` behind a value belongs to the value.
One line that is none of these makes GLib refuse the whole file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats.syntax import Document, Entry, Piece, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vmnetdoctor.source import Source

_SPACE = " \t\r\f"
_ESCAPE = re.compile(r"\\(.?)", re.S)
_ESCAPED = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
_SECTION = re.compile(r"\[([^\[\]\x00-\x1f\x7f]+)\][ \t]*\Z")
_KEY_NAME = re.compile(r"[^\[\]]*[^\[\] ](?:\[([^\[\]]*)\])?\Z")
_HARMLESS = ("invalid-escape", "translated-key")
_MOST_PROBLEMS = 1000


class Item(NamedTuple):
    """One element of a list value with its place."""

    text: str
    start: int
    end: int


class Keyfile(Document):
    """Sections of entries; of equal keys the last one counts, equal sections are one.

    `refused`: the problem for which GLib refuses the file as a whole, None if it is read.
    """

    __slots__ = ("_lines", "_sections", "refused")

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.refused: Problem | None = None
        self._sections: dict[str, list[Entry]] = {}
        self._lines: list[tuple[str, int, int]] = []

    @property
    def sections(self) -> list[str]:
        """The names of the sections, in the order of their first appearance."""
        return list(self._sections)

    def section(self, name: str) -> list[Entry]:
        """Every entry of a section in text order, also those that a later one replaces."""
        return self._sections.get(name, [])

    def entry(self, section: str, key: str) -> Entry | None:
        """The entry that counts."""
        return next((e for e in reversed(self._sections.get(section, ())) if e.key == key), None)

    def get(self, section: str, key: str) -> str | None:
        """The value that counts, escapes undone; None where there is none."""
        entry = self.entry(section, key)
        return entry.value if entry else None

    def duplicates(self) -> list[list[Entry]]:
        """The entries of each key that stands more than once in one section."""
        groups: dict[tuple[str, str], list[Entry]] = {}
        for name, entries in self._sections.items():
            for entry in entries:
                groups.setdefault((name, entry.key), []).append(entry)
        return [group for group in groups.values() if len(group) > 1]

    def items(self, entry: Entry, separators: str = ";") -> list[Item]:
        """The elements of a list value; a separator behind a backslash does not part, one at the end adds nothing."""
        return list(_items(self.source.text, entry, separators))

    def _split(self) -> Iterable[Piece]:
        offset, text = 0, self.source.text
        for kind, start, end in self._lines:
            if start > offset:
                yield Piece("blank" if start and text[offset:start].isspace() and text[offset - 1:offset] == "\n"
                            else "mark", offset, start)
            if end > start:
                yield Piece(kind, start, end)
            offset = max(offset, end)
        if offset < len(text):
            yield Piece("mark", offset, len(text))


def parse(source: Source) -> Keyfile:
    """Read `[section]` and `key=value` lines."""
    document = Keyfile(source)
    if source.bom:
        end = source.text.find("\n")
        reason = "byte-order-mark" if source.codec.startswith("utf-8") else "wide-encoding"
        _report(document, reason, 0, end if end >= 0 else len(source.text))
    current: list[Entry] | None = None
    text, start = source.text, 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        current = _line(document, current, start, end)
        start = end + 1
    return document


def _line(document: Keyfile, current: list[Entry] | None, start: int, end: int) -> list[Entry] | None:
    text = document.source.text
    if start < end < len(text) and text[end - 1] == "\r":     # GLib keeps it where no LF follows
        end -= 1
    while start < end and text[start] in _SPACE:
        start += 1
    if start == end:
        return current
    if text[start] == "#":
        document._lines.append(("comment", start, end))
        return current
    section = _SECTION.match(text[start:end]) if text[start] == "[" else None
    if section:
        document._lines.append(("section", start, end))
        return document._sections.setdefault(section.group(1), [])
    mark = text.find("=", start, end)
    key = text[start:mark].rstrip(_SPACE) if mark > start else ""
    reason = _why_not(text[start:end], key, current)
    if reason or current is None:
        _report(document, reason, start, end)
        document._lines.append(("unknown", start, end))
        return current
    _entry(document, current, key, (start, mark, end))
    return current


def _why_not(line: str, key: str, current: list[Entry] | None) -> str:
    """The reason why a line is no entry, empty if it is one."""
    if line.startswith("["):
        return "section-unreadable"
    if "=" not in line:
        return "comment-unreadable" if line.startswith(("//", ";")) else "no-equals-sign"
    name = _KEY_NAME.match(key)
    if not name:
        return "invalid-key"
    if current is None:
        return "before-first-section"
    return "translated-key" if name.group(1) else ""    # `key[de]`: GLib drops it without a word




def _entry(document: Keyfile, current: list[Entry], key: str, bounds: tuple[int, int, int]) -> None:
    text, (start, mark, end) = document.source.text, bounds
    begin = mark + 1
    while begin < end and text[begin] in _SPACE:
        begin += 1
    raw = text[begin:end]
    value = _ESCAPE.sub(_meaning, raw) if "\\" in raw else raw
    current.append(Entry(document.source, key, value, (start, start + len(key)), (begin, end)))
    document._lines.append(("key", start, start + len(key)))
    document._lines.append(("value", begin, end))
    for found in _ESCAPE.finditer(raw) if "\\" in raw else ():
        if found.group(1) not in (*_ESCAPED, ";", ","):
            _report(document, "invalid-escape", begin + found.start(), begin + found.end(), key)


def _meaning(found: re.Match[str]) -> str:
    return _ESCAPED.get(found.group(1), found.group())


def _report(document: Keyfile, reason: str, start: int, end: int, key: str = "") -> None:
    problem = Problem(reason, start, end, {"key": key} if key else {})
    if document.refused is None and reason not in _HARMLESS:
        document.refused = problem
    if len(document.problems) < _MOST_PROBLEMS:
        document.problems.append(problem)


def _items(text: str, entry: Entry, separators: str) -> Iterator[Item]:
    start = offset = entry.value_start
    while offset <= entry.value_end:
        if offset == entry.value_end or text[offset] in separators:
            item = text[start:offset]
            bare = item.strip(_SPACE)
            if bare or offset < entry.value_end:
                begin = start + len(item) - len(item.lstrip(_SPACE))
                yield Item(_ESCAPE.sub(_list_meaning, bare), begin, begin + len(bare))
            start = offset + 1
        offset += 2 if text[offset:offset + 1] == "\\" else 1


def _list_meaning(found: re.Match[str]) -> str:
    return found.group(1) if found.group(1) in (";", ",") else _meaning(found)
