"""VMware's dictionary files: `.vmx`, netmap.conf, preferences.ini, config (vmware-networking.md 1.1 and 1.2).

Ten thousand guests are read in seconds, so a file made of plain lines only is read with one regular expression and its
spans are found when somebody asks for them; anything else goes through the exact reader.  Both agree (a test says so).
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from sys import intern
from typing import TYPE_CHECKING

from vmnetdoctor.formats.syntax import Document, Entry, KeyPlace, Piece, Problem, Problems, ValuePlace, physical_lines
from vmnetdoctor.formats.vmx_charset import codecs_of, decode, unescape
from vmnetdoctor.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vmnetdoctor.source import Source

__all__ = ["Dictionary", "KeyPlace", "ValuePlace", "decode", "parse", "unescape"]

MOST_PROBLEMS = 100
MOST_LINES = 100_000      # real files have a few hundred; the rest of a longer one is not read
_MOST_NAMES = 20_000
_PLAIN_LIMIT = 1 << 18

_PLAIN = late(
    r'^[ \t]*(?:([^ \t="#\r\n]+)[ \t]*=[ \t]*"([^"\r\n]*)"[ \t]*(?:#[^\r\n]*)?|(?:#[^\r\n]*)?)\r?$', re.M)
_ENTRY = late(
    r'[ \t]*([^ \t=#\r\n]+)[ \t]*=[ \t]*(?:"([^"\r\n]*)"|([^ \t#"\r\n][^ \t#\r\n]*)?)[ \t]*(#[^\r\n]*)?')
_IDLE = late(r"[ \t]*(?:#[^\r\n]*)?")
_NAME = late(r"[ \t]*([^ \t=#]*)[ \t]*")
_NAME_ALONE = late(r'[^ \t="#\r\n]+')
_BLANKS = late(r"[ \t]*")
_WANTED = ("ethernet", "displayname", "guestos", "uuid.", "virtualhw.", "vc.uuid", ".encoding", "config.version")


class _Spellings(dict[str, str]):
    """Spelling of a name -> its shared lower-case form, or the empty text for names that a check never asks for."""

    def __missing__(self, name: str) -> str:
        if len(self) > _MOST_NAMES:
            self.clear()
        lower = name.lower()
        self[name] = wanted = intern(lower) if lower.startswith(_WANTED) else ""
        return wanted


_SPELLINGS = _Spellings()


class Dictionary(Document):
    """A parsed dictionary file; names are compared in lower case, of equal names the last counts."""

    __slots__ = ("_entries", "_kept", "_repeated")

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self._kept: dict[str, str] = {}
        self._entries: dict[str, Entry] | None = None
        self._repeated: dict[str, list[Entry]] | None = None

    @property
    def values(self) -> dict[str, str]:
        """The values that describe a guest, by lower-case name: adapters, display name, guest system, UUIDs, hardware."""
        return self._kept

    def get(self, name: str) -> str | None:
        """Value of a name in any case, with `|XX` undone; None where no readable line states it."""
        key = name.lower()
        found = self._kept.get(key)
        if found is not None or _SPELLINGS[key]:
            return found
        entry = self.entry(key)
        return entry.value if entry else None

    def entry(self, name: str) -> Entry | None:
        """The line that counts for a name, with its spans; it is looked for in the text only now."""
        key = name.lower()
        if self._entries is not None and (key in self._entries or _SPELLINGS[key]):
            return self._entries.get(key)
        if self._entries is None and key in self._kept:
            return self._plain_entry(key)
        last = None
        for entry in self.entries():
            if entry.key.lower() == key:
                last = entry
        return last

    located = entry

    def _plain_entry(self, key: str) -> Entry | None:
        for found in _PLAIN.finditer(self.source.text):
            name = found[1]
            if name is not None and name.lower() == key:
                return Entry(self.source, name, self._kept[key], found.span(1), found.span(2))
        return None

    def entries(self) -> Iterator[Entry]:
        """Every readable line in order."""
        for start, end, _ in islice(physical_lines(self.source.text), MOST_LINES):
            entry = _read_line(self.source, start, end)
            if isinstance(entry, Entry):
                yield entry

    @property
    def repeated(self) -> list[tuple[str, list[Entry]]]:
        """Names that stand there more than once, with their lines in order."""
        return list(self._repeated.items()) if self._repeated else []

    @property
    def duplicates(self) -> list[tuple[str, list[Entry]]]:
        """Names that are given different values."""
        return [(name, lines) for name, lines in self.repeated if len({line.value for line in lines}) > 1]

    def _split(self) -> Iterable[Piece]:
        text = self.source.text
        for start, end, after in physical_lines(text):
            found = _ENTRY.fullmatch(text, start, end)
            if found:
                yield from _entry_pieces(found, start, after)
            elif _IDLE.fullmatch(text, start, end):
                yield Piece("comment" if "#" in text[start:end] else "blank", start, after)
            else:
                yield Piece("unknown", start, after)


def parse(source: Source) -> Dictionary:
    """Lines of the form `<ws> name <ws> = <ws> value <ws> [# comment]`, nothing else (vmware-networking.md 1.1)."""
    document = Dictionary(source)
    if not _read_plainly(document):
        _read_exactly(document)
    _check_charset(document)
    return document


def _read_plainly(document: Dictionary) -> bool:
    """Fill the document if every line is plain and no name is repeated; say whether that worked."""
    text = document.source.text
    if len(text) > _PLAIN_LIMIT:
        return False
    by_name = _usual(text)
    if by_name is None:
        by_name = _plain(text)
    wanted = _wanted("\n".join(by_name)) if by_name is not None else None
    if by_name is None or wanted is None:
        return False
    kept = {key: by_name[name] for name, key in wanted}
    if "|" in text or not text.isascii():
        codec = document.source.codec
        kept = {key: unescape(value, codec) for key, value in kept.items()}
    document._kept = kept
    return True


def _usual(text: str) -> dict[str, str] | None:
    """The names and values of a file in which every line is `name = "value"`, as VMware writes it; None for any other.

    As it is cut at the marks alone, what is between them is counted afterwards: no mark and no line end may be left over.
    """
    lines = text.split('"\n')
    if lines.pop() or "\r" in text or "#" in text:
        return None
    try:
        by_name = dict([line.split(' = "') for line in lines])
    except ValueError:
        return None
    count = len(lines) if "" not in by_name else -1
    return by_name if len(by_name) == count and text.count('"') == 2 * count and text.count("\n") == count else None


def _plain(text: str) -> dict[str, str] | None:
    """The same of a file that may hold comments, empty lines and other blanks between the marks."""
    found = _PLAIN.findall(text)
    if len(found) != text.count("\n") + 1:
        return None
    by_name: dict[str, str] = dict(found)
    by_name.pop("", None)
    return by_name if len(by_name) + found.count(("", "")) == len(found) else None


@lru_cache(maxsize=256)
def _wanted(names: str) -> tuple[tuple[str, str], ...] | None:
    """Of names, one a line, those that are kept, with their keys; None if one is no name or two are the same in lower case.

    Guests that one product wrote have the same names in the same order, hence the cache.
    """
    lines = names.split("\n") if names else []
    if len({name.lower() for name in lines}) != len(lines) or not all(map(_NAME_ALONE.fullmatch, lines)):
        return None
    return tuple((name, key) for name in lines if (key := _SPELLINGS[name]))


def _read_exactly(document: Dictionary) -> None:
    """Fill the document line by line, with every problem and every repeated name."""
    source = document.source
    latest: dict[str, Entry] = {}
    repeated: dict[str, list[Entry]] = {}
    problems = Problems(MOST_PROBLEMS)
    for start, end in problems.lines(source.text, MOST_LINES):
        line = _read_line(source, start, end)
        if isinstance(line, Entry):
            _remember(line, latest, repeated)
        elif line is not None:
            problems.add(line)
    document.problems = problems.told()
    document._repeated = repeated
    document._entries = {key: latest[name] for name in latest if (key := _SPELLINGS[name])}
    document._kept = {key: entry.value for key, entry in document._entries.items() if entry.value is not None}


def _remember(line: Entry, latest: dict[str, Entry], repeated: dict[str, list[Entry]]) -> None:
    key = line.key.lower()
    earlier = latest.get(key)
    if earlier is not None:
        lines = repeated.setdefault(key, [earlier])
        if len(lines) >= MOST_PROBLEMS:
            lines.pop()
        lines.append(line)
    latest[key] = line


def _read_line(source: Source, start: int, end: int) -> Entry | Problem | None:
    text = source.text
    found = _ENTRY.fullmatch(text, start, end)
    if found is None:
        return None if _IDLE.fullmatch(text, start, end) else _diagnose(text, start, end)
    group = 2 if found[2] is not None else 3
    span = found.span(group)
    if span[0] < 0:
        span = (found.end(1), found.end(1))
    return Entry(source, found[1], unescape(found[group] or "", source.codec), found.span(1), span)


def _diagnose(text: str, start: int, end: int) -> Problem:
    """Why VMware's reader does not take the line: the rows of vmware-networking.md 1.1."""
    name = _NAME.match(text, start, end)
    assert name is not None    # it matches the empty text
    begin, at = name.start(1), name.end()
    span = (begin, end)
    if not name[1]:
        return Problem("no-name", *span)
    values = {"name": name[1]}
    if not text.startswith("=", at):
        reason = "blank-in-name" if name.end(1) < at and text.find("=", at, end) >= 0 else "no-equals-sign"
        return Problem(reason, *span, values)
    value = _BLANKS.match(text, at + 1, end)
    assert value is not None
    at = value.end()
    if not text.startswith('"', at):
        return Problem("second-equals-sign" if text.startswith("=", at) else "blank-without-quotes", *span, values)
    closing = text.find('"', at + 1, end)
    if closing < 0:
        return Problem("no-closing-quote", *span, values)
    return Problem("backslash-before-quote" if text[closing - 1] == "\\" else "text-after-quote", *span, values)


def _entry_pieces(found: re.Match[str], start: int, after: int) -> Iterator[Piece]:
    marks = [("key", *found.span(1))]
    value = found.span(2 if found[2] is not None else 3)
    if value[0] < value[1]:
        marks.append(("value", *value))
    if found[4]:
        marks.append(("comment", *found.span(4)))
    at = start
    for kind, begin, end in marks:
        if at < begin:
            yield Piece("mark", at, begin)
        yield Piece(kind, begin, end)
        at = end
    if at < after:
        yield Piece("mark", at, after)


def _check_charset(document: Dictionary) -> None:
    """A charset that is unknown or does not fit matters only where the text goes beyond ASCII."""
    source = document.source
    charset = document._kept.get(".encoding")
    if charset is None or source.text.isascii():
        return
    codecs = codecs_of(charset)
    if source.codec in codecs and source.exact:
        return
    entry = document.entry(".encoding")
    start, end = (entry.value_start, entry.value_end) if entry else (0, 0)
    reason = "charset-does-not-fit" if codecs else "unknown-charset"
    document.problems.insert(0, Problem(reason, start, end, {"charset": charset, "read_as": source.codec}))
