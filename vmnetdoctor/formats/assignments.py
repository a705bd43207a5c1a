"""What the readers of `KEY=value` files make of one file: entries, the one that counts, and what they lose.

Filled by `shell` (network-scripts) and `shvar` (NetworkManager); guest-ifcfg.md section 3.  Where every line is so plain
that all these readers agree, `plain` reads it with one regular expression and no entry is built before it is asked for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.formats.syntax import Document, Entry, KeyedEntry, Piece, Problem
from vmnetdoctor.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vmnetdoctor.source import Source

# Reasons after which the reader does not have the key at all (other problems only hurt or question its value).
LOSING = frozenset({
    "blank-after-equals", "blank-before-equals", "byte-order-mark", "command-not-found", "curly-quotes",
    "double-slash-comment", "export-not-read", "full-width", "indented", "invalid-key", "last-line-without-newline",
    "lost-carriage-return", "no-equals-sign", "runs-in-background", "syntax-error", "trailing-text", "unterminated-block",
    "unterminated-quote", "wide-encoding",
})
MOST_PROBLEMS = 1000
FEW = 24                         # look-ups of single keys that cost less than an index of all of them

_PLAIN_LINE = late(
    r"""^(?:#[^\n]*|([A-Za-z_][A-Za-z0-9_]*)=([A-Za-z0-9_.:/,@%+-]*|"[ !#%-\[\]-_a-~]*"|'[ -&(-~]*'))?\n""", re.M)
_NAMED = late(r"[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*[=\uff1d]")
_LINE_KEY = late(r"^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)=", re.M)
_GAP = late(r"(?P<blank>(?<![^\n])[ \t\r]*\n)|(?P<mark>(?:[\s;='\"$\\]|\bexport\b)+)"
                  r"|(?P<comment>#[^\r\n]*)|(?P<unknown>[^\n]+)", re.A)
# Possessive in effect: each alternative starts with a character of its own, so nothing is tried twice.
_BALANCED = late(r"""(?:[^\s'"\\$]+|\s+(?!#)|\$'(?:[^'\\]|\\.)*'|\$|\\.|'[^']*'|"(?:[^"\\]|\\.)*")*""", re.S)
_CURLY = late("[\u2018\u2019\u201c\u201d\u300c\u300d]")
_WIDE = late("[\u3000\uff01-\uff5e]")


class Assignments(Document):
    """Every `KEY=value` that a reader accepts, in order; `first_wins` says which of equal keys counts.

    `unreadable` is what `get` gives for a key whose value is invalid: the empty string for NetworkManager
    (guest-ifcfg.md 3.2), None (cannot be known without running a shell) for network-scripts.
    `lost_from` is the offset from which on a syntax error loses everything.
    """

    __slots__ = ("_asked", "_counts", "_entries", "_raw", "first_wins", "lost_from", "unreadable")

    def __init__(self, source: Source, *, first_wins: bool = False, unreadable: str | None = None,
                 raw: dict[str, str] | None = None) -> None:
        super().__init__(source)
        self.first_wins = first_wins
        self.unreadable = unreadable
        self.lost_from: int | None = None
        self._raw = raw
        self._entries: list[Entry] | None = None if raw else []
        self._counts: dict[str, Entry] = {}
        self._asked = 0

    @property
    def entries(self) -> list[Entry]:
        """All accepted assignments in text order."""
        if self._entries is None:
            self._entries = self._located()
        return self._entries

    def get(self, key: str) -> str | None:
        """The value that counts; None where the key is absent (or its value needs a running shell)."""
        if self._raw is not None:
            return _unquoted(self._raw.get(key))
        entry = self._counts.get(key)
        if entry is None:
            return None
        return self.unreadable if entry.value is None else entry.value

    def entry(self, key: str) -> Entry | None:
        """The assignment that counts."""
        if self._raw is None:
            return self._counts.get(key)
        return KeyedEntry(self, key, _unquoted(self._raw[key])) if key in self._raw else None

    def located(self, key: str) -> Entry | None:
        """The same, its spans found."""
        if self._raw is None:
            return self._counts.get(key)
        if key not in self._raw:
            return None
        self._asked += 1
        if self._asked > FEW:
            if not self._counts:
                self._counts = {entry.key: entry for entry in self.entries}
            return self._counts[key]
        text = self.source.text
        start = 0 if text.startswith(key + "=") else text.find("\n" + key + "=") + 1
        return self._entry_at(key, self._raw[key], start)

    def __contains__(self, key: str) -> bool:
        return key in (self._counts if self._raw is None else self._raw)

    def values(self) -> dict[str, str | None]:
        """Every key with the value that counts: for who asks for many."""
        if self._raw is None or "'" in self.source.text or '"' in self.source.text:
            return {key: self.get(key) for key in self.keys()}
        return dict(self._raw)

    def keys(self) -> list[str]:
        """The keys that are set when the file has been read, in order of their first assignment."""
        return list(self._counts if self._raw is None else self._raw)

    def all(self, key: str) -> list[Entry]:
        """Every assignment of the key, in text order."""
        if self._raw is not None and key not in self._raw:
            return []
        return [e for e in self.entries if e.key == key]

    def duplicates(self) -> list[list[Entry]]:
        """The assignments of each key that is assigned more than once."""
        if self._raw is not None:
            return []
        groups: dict[str, list[Entry]] = {}
        for entry in self.entries:
            groups.setdefault(entry.key, []).append(entry)
        return [group for group in groups.values() if len(group) > 1]

    @property
    def lines_lost(self) -> list[Problem]:
        """The problems through which this reader loses whole lines; `values["key"]` names the key where there is one."""
        return [p for p in self.problems if p.reason in LOSING]

    # What the parsers call while they read.

    def accept(self, entry: Entry) -> None:
        """Add an assignment."""
        self.entries.append(entry)
        if self.first_wins:
            self._counts.setdefault(entry.key, entry)
        else:
            self._counts[entry.key] = entry

    def forget(self, key: str) -> None:
        """Take a key back, as the shell's `unset` does."""
        self._counts.pop(key, None)

    def report(self, reason: str, start: int, end: int, **values: str) -> None:
        """Add a problem; after the first thousand of one file there is nothing new to say."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(reason, start, end, values))

    def _entry_at(self, key: str, raw: str, start: int) -> Entry:
        mark = start + len(key)
        inset = 1 if raw[:1] in ("'", '"') else 0
        span = (mark + 1 + inset, mark + 1 + len(raw) - inset)
        return Entry(self.source, key, _unquoted(raw), (start, mark), span)

    def _located(self) -> list[Entry]:
        text, entries, offset = self.source.text, [], 0
        for key, raw in (self._raw or {}).items():
            if offset or not text.startswith(key + "="):
                offset = text.find("\n" + key + "=", offset - 1 if offset else 0) + 1
            entries.append(self._entry_at(key, raw, offset))
            offset += len(key) + 1 + len(raw)
        return entries

    def _known(self) -> Iterator[tuple[str, int, int]]:
        for entry in self.entries:
            yield "key", entry.key_start, entry.key_end
            yield "value", entry.value_start, entry.value_end
        if self.lost_from is not None:
            yield "unknown", self.lost_from, len(self.source.text)

    def _split(self) -> Iterable[Piece]:
        offset = 0
        for kind, start, end in sorted(self._known(), key=lambda known: known[1:]):
            if end > start >= offset:
                yield from _gap(self.source.text, offset, start)
                yield Piece(kind, start, end)
                offset = end
        yield from _gap(self.source.text, offset, len(self.source.text))


def plain(source: Source) -> Assignments | None:
    """The file read in one go, if it is so plain that network-scripts and NetworkManager agree on all of it.

    That is: LF line ends, no indentation, no duplicate, ASCII values without quotes or wholly in one pair of them.
    NetworkManager before 1.6 agrees too, if the last line ends (guest-ifcfg.md 3.3).
    """
    text = source.text
    if text[-1:] != "\n":
        text += "\n"
    pairs = _PLAIN_LINE.findall(text)
    if len(pairs) != text.count("\n") or source.bom:
        return None
    raw = dict(pairs)
    bare = pairs.count(("", ""))
    if bare:
        del raw[""]
    if len(raw) + bare != len(pairs):
        return None
    return Assignments(source, raw=raw)


def lost_line(text: str, start: int, end: int) -> tuple[str, dict[str, str]]:
    """Why no reader accepts this line as an assignment, and the key that it was meant to set."""
    line = text[start:end]
    named = _NAMED.match(line)
    values = {"key": named.group(1)} if named else {}
    if line.lstrip().startswith("//"):
        return "double-slash-comment", values
    if re.match(r"[ \t]*[A-Za-z_][A-Za-z0-9_]*[ \t]+=", line):
        return "blank-before-equals", values
    if _WIDE.search(line.partition("=")[0]):
        return "full-width", values
    if _CURLY.search(line.partition("=")[0]):
        return "curly-quotes", values
    return ("invalid-key" if "=" in line else "no-equals-sign"), values


def open_quote(text: str, start: int, end: int) -> int:
    """Where a quote opens that this line does not close; -1: nowhere."""
    balanced = _BALANCED.match(text, start, end)
    stop = balanced.end() if balanced else start
    return stop if stop < end and text[stop] in "'\"" else -1


def keys_from(text: str, start: int, end: int) -> str:
    """The keys that the lines of this stretch would set, separated by blanks (for messages about lost lines)."""
    found = []
    for match in _LINE_KEY.finditer(text, start, end):
        found.append(match.group(1))
        if len(found) == 50:
            break
    return " ".join(found)


def _unquoted(raw: str | None) -> str | None:
    return raw[1:-1] if raw and raw[0] in "'\"" else raw


def _gap(text: str, start: int, end: int) -> Iterator[Piece]:
    while start < end:
        found = _GAP.match(text, start, end)
        stop = found.end() if found else start + 1
        yield Piece(str(found.lastgroup) if found else "unknown", start, stop)
        start = stop
