"""Decoded text with its bytes' manners: codec, byte order mark, line starts, places in it, and edits.

Level 0 of the house: imports nothing of ours.
"""

from __future__ import annotations

import codecs
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.patterns import late

if TYPE_CHECKING:
    from collections.abc import Sequence

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
LINE_END = late(r"\r\n|\n|\r")


class Span(NamedTuple):
    """Half-open range of offsets into the decoded text, in code points."""

    start: int
    end: int


class Position(NamedTuple):
    """Line and column, both from 1; the column counts code points."""

    line: int
    column: int


class Source:
    """One input file as text: `text` without the byte order mark, and what is needed to get the bytes back.

    `codec` is the Python codec the text was decoded with, `bom` the mark that stood before it.  `exact` is
    False when encoding the text again would not give the same bytes (then it is reported but never edited).
    """

    __slots__ = ("_starts", "bom", "codec", "exact", "path", "text")

    whole: Source | None = None      # where this is an excerpt: the source it was taken from

    def __init__(self, path: str, text: str, codec: str = "utf-8", bom: bytes = b"", exact: bool = True) -> None:
        self.path = path
        self.text = text
        self.codec = codec
        self.bom = bom
        self.exact = exact
        self._starts: list[int] | None = None

    @classmethod
    def decode(cls, path: str, data: bytes, codec: str | None = None) -> Source:
        """Text of `data`: by byte order mark, else by `codec`, else UTF-8 with undecodable bytes kept as surrogates."""
        if data.isascii() and data[:1] != b"\0":
            return cls(path, data.decode("ascii"), codec or "utf-8")
        for bom, name in _BOMS:
            if data.startswith(bom):
                return cls._decoded(path, data[len(bom):], name, bom)
        return cls._decoded(path, data, codec or "utf-8", b"")

    @classmethod
    def _decoded(cls, path: str, body: bytes, codec: str, bom: bytes) -> Source:
        try:
            text = body.decode(codec)
            exact = text.encode(codec) == body
        except (UnicodeError, LookupError):
            codec, text = "utf-8", body.decode("utf-8", "surrogateescape")
            exact = text.encode("utf-8", "surrogateescape") == body
        return cls(path, text, codec, bom, exact)

    def encode(self, text: str | None = None) -> bytes:
        """The bytes of `text` (default: the file's own text) in this file's codec, with its byte order mark."""
        return self.bom + (self.text if text is None else text).encode(self.codec, "surrogateescape")

    @property
    def starts(self) -> list[int]:
        """Offsets at which lines start; lines end in CRLF, LF or a lone CR, nothing else."""
        if self._starts is None:
            self._starts = [0, *(m.end() for m in LINE_END.finditer(self.text))]
        return self._starts

    def position(self, offset: int) -> Position:
        """Line and column of an offset."""
        line = bisect_right(self.starts, offset)
        return Position(line, offset - self.starts[line - 1] + 1)

    def line_span(self, line: int) -> Span:
        """The text of line number `line` (from 1), without its line end."""
        if line == 1:       # asked for every file, so without looking at the other lines
            found = LINE_END.search(self.text)
            return Span(0, found.start() if found else len(self.text))
        start = self.starts[line - 1]
        end = self.starts[line] if line < len(self.starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return Span(start, end)

    def line_end(self) -> str:
        """The line end this file uses (its first one; LF where it has none)."""
        found = LINE_END.search(self.text)
        return found.group() if found else "\n"


class Excerpt(Source):
    """A file shown in a transcript: a source with a path of its own whose places lie in the transcript.

    `pieces` pair offsets in the excerpt's text with offsets in the whole; between them both run alike.  Nobody can edit a
    file through what was printed of it, so it is never `exact`.
    """

    __slots__ = ("pieces", "whole")

    def __init__(self, path: str, text: str, whole: Source, pieces: Sequence[tuple[int, int]]) -> None:
        super().__init__(path, text, whole.codec, exact=False)
        self.whole: Source | None = whole
        self.pieces = pieces

    def outer(self, offset: int) -> int:
        """The offset in the whole of an offset in the excerpt."""
        inner, begin = self.pieces[max(bisect_right(self.pieces, (offset, 1 << 62)) - 1, 0)]
        return begin + offset - inner


class Place:
    """A stretch of one source: where a fact is stated or a finding points; that of an excerpt lies in the whole."""

    __slots__ = ("end", "source", "start")

    def __init__(self, source: Source, start: int, end: int) -> None:
        while source.whole is not None and isinstance(source, Excerpt):
            begin = source.outer(start)
            start, end, source = begin, source.outer(end - 1) + 1 if end > start else begin, source.whole
        self.source = source
        self.start = start
        self.end = end

    @property
    def text(self) -> str:
        return self.source.text[self.start:self.end]

    def __repr__(self) -> str:
        line, column = self.source.position(self.start)
        return f"<{self.source.path}:{line}:{column} {self.text!r}>"


class Edit(NamedTuple):
    """Replace the text of a place."""

    place: Place
    text: str
