"""Debian's `/etc/network/interfaces` and interfaces.d (guest-ifcfg.md section 9; interfaces(5)).

`#` comments at a line's start only, a backslash continues a line (a comment too), blanks part words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats.syntax import Document, Entry, Piece, Problem, physical_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.source import Source

HEAD = 65536
_WORD = re.compile(r"[^ \t\r\n]+")
_FOUND = re.compile(r"(?m)^[ \t]*iface[ \t]+\S+[ \t]+(?:inet6?|ipx|can)\b|^[ \t]*(?:auto"
                    r"|allow-hotplug)[ \t]+[\w.:-]+(?:[ \t]+[\w.:-]+)*[ \t]*\r?$"
                    r"|^[ \t]*source(?:-directory)?[ \t]+\S*interfaces\.d|^[ \t]*iface[ \t]+\S+[ \t]+inherits[ \t]"
                    r"|^[ \t]*iface[ \t]+[\w.:-]+[ \t]*\r?$")
_TOP = ("iface", "auto", "mapping", "source", "source-directory", "template", "no-auto-down", "no-scripts", "rename")
_ADDING = ("up", "down", "pre-up", "post-down", "post-up", "pre-down")
_MOST_PROBLEMS = 1000
_MOST_LINES = 100_000


class Stanza(NamedTuple):
    """One `iface` stanza: name, family (`inet`, `inet6`, "" where none is given), method, and its options in text order."""

    name: Entry
    family: str
    method: Entry | None
    options: list[Entry]

    def option(self, *names: str) -> Entry | None:
        """The first option of one of these names; a second one makes ifupdown refuse the file ("Duplicate option")."""
        return next((entry for entry in self.options if entry.key in names and entry.value), None)


class Interfaces(Document):
    """The stanzas, the names that `auto` and `allow-*` start, and the patterns of `source` lines."""

    __slots__ = ("_lines", "auto", "sources", "stanzas")

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.stanzas: list[Stanza] = []
        self.auto: list[Entry] = []
        self.sources: list[Entry] = []
        self._lines: list[tuple[str, int, int]] = []

    def _split(self) -> Iterator[Piece]:
        return (Piece(*line) for line in self._lines)


def recognise(text: str) -> bool:
    """Whether this is an `interfaces` file."""
    return _FOUND.search(text, 0, HEAD) is not None


def parse(source: Source) -> Interfaces:
    """Read the stanzas; lines outside of any that are no keyword are problems."""
    document = Interfaces(source)
    reader = _Reader(document)
    held: int | None = None
    comment = False
    for number, (start, end, after) in enumerate(physical_lines(source.text)):
        if number >= _MOST_LINES:
            document._lines.append(("unknown", start, len(source.text)))
            break
        begin = start if held is None else held
        comment = comment if held is not None else source.text[start:end].lstrip(" \t").startswith("#")
        if source.text[start:end].endswith("\\") and after < len(source.text):
            held = begin
            document._lines.append(("comment" if comment else "value", start, after))
            continue
        held = None
        kind = "comment" if comment else reader.line(begin, end)
        document._lines.append((kind, start, after))
    return document


class _Reader:
    __slots__ = ("document", "mapping", "stanza")

    def __init__(self, document: Interfaces) -> None:
        self.document = document
        self.stanza: Stanza | None = None
        self.mapping = False

    def line(self, start: int, end: int) -> str:
        text = self.document.source.text
        words = [m for m in _WORD.finditer(text, start, end) if m.group() != "\\"]
        if not words:
            return "blank"
        first = words[0].group()
        if first in _TOP or first.startswith("allow-"):
            return self._keyword(first, words)
        if self.stanza is None:
            if not self.mapping and len(self.document.problems) < _MOST_PROBLEMS:
                self.document.problems.append(Problem("outside-stanza", words[0].start(), words[-1].end()))
            return "value" if self.mapping else "unknown"
        self._option(words)
        return "value"

    def _keyword(self, first: str, words: list[re.Match[str]]) -> str:
        self.mapping = first in ("mapping", "no-scripts", "rename")
        self.stanza = None
        if first == "auto" or first.startswith("allow-"):
            self.document.auto += [self._entry(words[0], word) for word in words[1:]]
        elif first in ("source", "source-directory"):
            self.document.sources += [self._entry(words[0], word) for word in words[1:]]
        elif first == "iface":
            self._iface(words)
        return "section"

    def _iface(self, words: list[re.Match[str]]) -> None:
        if len(words) == 1:
            self.document.problems.append(Problem("no-interface", words[0].start(), words[0].end()))
            return
        plain = len(words) < 3 or words[2].group() == "inherits"
        family = "" if plain else words[2].group()
        method = self._entry(words[2], words[3]) if len(words) > 3 and not plain else None
        self.stanza = Stanza(self._entry(words[0], words[1]), family, method, [])
        self.document.stanzas.append(self.stanza)

    def _option(self, words: list[re.Match[str]]) -> None:
        stanza = self.stanza
        if stanza is None:
            return
        key = words[0].group()
        twice = key not in _ADDING and any(entry.key == key for entry in stanza.options[:200])
        if twice and len(self.document.problems) < _MOST_PROBLEMS:
            self.document.problems.append(Problem("duplicate-option", words[0].start(), words[-1].end(), {"key": key}))
        stanza.options.append(self._entry(words[0], words[1], words[-1]) if len(words) > 1 else
                              Entry(self.document.source, key, "", words[0].span(), (words[0].end(), words[0].end())))

    def _entry(self, key: re.Match[str], first: re.Match[str], last: re.Match[str] | None = None) -> Entry:
        low, high = first.start(), (last or first).end()
        value = " ".join(self.document.source.text[low:high].replace("\\\n", " ").split())
        return Entry(self.document.source, key.group(), value, key.span(), (low, high))
