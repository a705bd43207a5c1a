"""What every format's document is made of: pieces that cover the text, entries, and problems with their reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from vmnetdoctor.source import LINE_END, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vmnetdoctor.source import Source


class Piece(NamedTuple):
    """A stretch of text with a kind; the pieces of a document cover its text without gap or overlap.

    Kinds in use: `blank` (empty line with its line end), `comment`, `key`, `value`, `mark` (punctuation, blanks
    and line ends inside a known line), `section`, `word`, and `unknown` (what the reader cannot read).
    """

    kind: str
    start: int
    end: int


class Problem(NamedTuple):
    """Something the real program cannot read or would drop: a reason code, the place, and the values of its message."""

    reason: str
    start: int
    end: int
    values: dict[str, str] = {}  # noqa: RUF012 - a NamedTuple default, never changed


class Entry:
    """One `key = value` of a file: the value as its reader understands it and the spans of both.

    `value` is None where the reader finds the key but cannot read the value.
    """

    __slots__ = ("key", "key_end", "key_start", "source", "value", "value_end", "value_start")

    def __init__(self, source: Source, key: str, value: str | None, key_span: tuple[int, int],
                 value_span: tuple[int, int]) -> None:
        self.source = source
        self.key = key
        self.value = value
        self.key_start, self.key_end = key_span
        self.value_start, self.value_end = value_span

    @property
    def key_place(self) -> Place:
        return Place(self.source, self.key_start, self.key_end)

    @property
    def value_place(self) -> Place:
        """Where the value stands (without quotes); where it is empty, the key's place."""
        if self.value_start == self.value_end:
            return self.key_place
        return Place(self.source, self.value_start, self.value_end)

    def __repr__(self) -> str:
        return f"<{self.key}={self.value!r}>"


class Keyed(Protocol):
    """A document that finds the line of a key in its text when it is asked to."""

    source: Source

    def located(self, key: str) -> Entry | None:
        """The line that counts for the key, with its spans."""


class KeyPlace(Place):
    """Where a key stands; the text is searched when somebody looks, since most places are never shown.

    A key that is not there has the empty place at the start of the file.
    """

    __slots__ = ("_document", "_key")

    def __init__(self, document: Keyed, key: str) -> None:
        source = document.source
        while source.whole is not None:
            source = source.whole
        self.source = source
        self._document = document
        self._key = key

    def __getattr__(self, attribute: str) -> int:
        # Reached only while the slots `start` and `end` are still empty.
        if attribute not in ("start", "end"):
            raise AttributeError(attribute)
        entry = self._document.located(self._key)
        found = self._part(entry) if entry else None
        self.start, self.end = (found.start, found.end) if found else (0, 0)
        return self.start if attribute == "start" else self.end

    def _part(self, entry: Entry) -> Place:
        return entry.key_place


class ValuePlace(KeyPlace):
    """Where the value of a key stands (the key itself where the value is empty)."""

    __slots__ = ()

    def _part(self, entry: Entry) -> Place:
        return entry.value_place


class KeyedEntry(Entry):
    """An entry whose spans are found when somebody asks for them."""

    __slots__ = ("_document",)

    def __init__(self, document: Keyed, key: str, value: str | None) -> None:
        self.source = document.source
        self.key = key
        self.value = value
        self._document = document

    def __getattr__(self, attribute: str) -> int:
        # Reached only while the slots of the spans are still empty.
        found = self._document.located(self.key) if attribute in ("key_start", "key_end", "value_start", "value_end") else None
        if found is None:
            raise AttributeError(attribute)
        self.key_start, self.key_end = found.key_start, found.key_end
        self.value_start, self.value_end = found.value_start, found.value_end
        return int(getattr(found, attribute))

    @property
    def value_place(self) -> Place:
        return ValuePlace(self._document, self.key)


class Problems:
    """The first `most` problems of a file, then one that counts the rest: a file of another kind would have as many as lines."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._count = 0
        self._told: list[Problem] = []
        self._cut: list[Problem] = []

    def add(self, problem: Problem) -> None:
        self._count += 1
        if self._count <= self._most:
            self._told.append(problem)

    def lines(self, text: str, most: int) -> Iterator[tuple[int, int]]:
        """(start, end) of the lines up to the `most`th; that there are more is a problem."""
        for number, (start, end, _) in enumerate(physical_lines(text)):
            if number == most:
                self._cut = [Problem("too-many-lines", start, len(text), {"count": str(most)})]
                return
            yield start, end

    def told(self) -> list[Problem]:
        """What is to be said, in text order."""
        rest = self._count - self._most
        last = self._told[-1] if self._told else None
        more = [Problem("more", last.start, last.end, {"count": str(rest)})] if last is not None and rest > 0 else []
        return [*self._told, *more, *self._cut]


class Document:
    """Base of what the parsers return: `pieces` cover the text, `problems` are in text order."""

    __slots__ = ("_pieces", "problems", "source")

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self._pieces: list[Piece] | None = None

    @property
    def pieces(self) -> list[Piece]:
        """The whole text as pieces; computed on first use, since a plain check of a healthy file needs none."""
        if self._pieces is None:
            self._pieces = list(self._split())
        return self._pieces

    def _split(self) -> Iterable[Piece]:
        raise NotImplementedError

    def place(self, span: tuple[int, int]) -> Place:
        return Place(self.source, *span)


def joined(document: Document) -> str:
    """The text that the pieces of a document add up to: always the source's text, or the parser is wrong."""
    return "".join(document.source.text[p.start:p.end] for p in document.pieces)


def physical_lines(text: str) -> Iterator[tuple[int, int, int]]:
    """(start, end without line end, end) of each line; lines end in CRLF, LF or a lone CR only."""
    start = 0
    for found in LINE_END.finditer(text):
        yield start, found.start(), found.end()
        start = found.end()
    if start < len(text):
        yield start, len(text), len(text)
