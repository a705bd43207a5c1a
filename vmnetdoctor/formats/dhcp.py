"""`vmnetdhcp.conf` / `dhcpd.conf` in the grammar of ISC dhcpd 2.0 (vmware-networking.md 3.1 and 3.2).

    file = { statement };  statement = keyword values ";"  |  head "{" { statement } "}"
Every problem here makes the server refuse the whole file; the reader goes on past it to tell as much as it can.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats.dhcp_tokens import Lexer
from vmnetdoctor.formats.syntax import Document, Piece, Problem, physical_lines
from vmnetdoctor.patterns import late
from vmnetdoctor.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.formats.dhcp_values import Value
    from vmnetdoctor.source import Place, Source

_SEGMENT = late(r"#+[ \t]*Virtual ethernet segment[ \t]+(\d{1,9})\b", re.IGNORECASE | re.ASCII)
_SEGMENT_END = late(r"#+[ \t]*End[ \t\r]*$", re.IGNORECASE | re.ASCII | re.MULTILINE)
_MANAGED = late(r'#+[^\n\r"]*\b(Start|End) of "DO NOT MODIFY SECTION"', re.IGNORECASE | re.ASCII)
_TELLING = late(r"segment|End|section|operating", re.IGNORECASE)
_COMMENT = late(r"#[^\n]*")
_HEADER = late(r"operating on (?:/dev/)?(vmnet\d{1,9})\b", re.IGNORECASE | re.ASCII)


class Segment(NamedTuple):
    """What the comment `# Virtual ethernet segment N` opens: up to its `# End`, the next segment or the end of the file."""

    number: int
    label: Span
    start: int
    end: int


class Statement:
    """One statement: `keyword` and `name` (of an option) in lower case, values, and children where it is a block.

    `start`-`key_end` is the keyword (with the option's name), `end` is behind its `;` or `}`.  `parent` is the block it
    stands in.
    """

    __slots__ = ("children", "end", "key_end", "keyword", "name", "parent", "start", "values")

    def __init__(self, keyword: str, start: int, key_end: int, parent: Statement | None) -> None:
        self.keyword = keyword
        self.name = ""
        self.values: list[Value] = []
        self.start = start
        self.key_end = key_end
        self.end = key_end
        self.children: list[Statement] | None = None
        self.parent = parent

    @property
    def head_end(self) -> int:
        """End of the last value, or of the keyword where there is none."""
        return self.values[-1].end if self.values else self.key_end

    def __repr__(self) -> str:
        return f"<{self.keyword} {self.name} {[v.text for v in self.values]}>"


class DhcpFile(Document):
    """A DHCP configuration.  `statements` is the top level; `unread` holds the stretches that no statement could be made of."""

    __slots__ = ("header", "managed", "notes", "segments", "statements", "swallowed", "unread")

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.statements: list[Statement] = []
        self.segments: list[Segment] = []
        self.managed: Span | None = None       # the part that the product writes anew (3.1)
        self.header: Span | None = None        # `vmnet8` of the header comment
        self.swallowed: Span | None = None     # text behind a lone CR, which the comment before it hides (3.2)
        self.unread: list[Span] = []
        self.notes: list[Problem] = []         # what the server takes without a word and never uses

    @property
    def fatal(self) -> Problem | None:
        """The first error: the server stops for every segment of the file (3.2)."""
        return self.problems[0] if self.problems else None

    def walk(self) -> Iterator[Statement]:
        """All statements in text order, blocks before what is in them."""
        stack = [iter(self.statements)]
        while stack:
            statement = next(stack[-1], None)
            if statement is None:
                stack.pop()
                continue
            yield statement
            if statement.children:
                stack.append(iter(statement.children))

    def value_place(self, value: Value) -> Place:
        return self.place((value.start, value.end))

    def segment_at(self, offset: int) -> Segment | None:
        """The segment whose comments enclose this place."""
        index = bisect_right(self.segments, offset, key=lambda segment: segment.start) - 1
        return self.segments[index] if index >= 0 and offset < self.segments[index].end else None

    def _split(self) -> Iterator[Piece]:
        keys = iter([(s.start, s.key_end) for s in self.walk()])
        unread = iter(self.unread)
        key, bad = next(keys, None), next(unread, None)
        lexer = Lexer(self.source.text)
        for token in lexer:
            while bad is not None and bad.end <= token.start:
                bad = next(unread, None)
            while key is not None and key[1] <= token.start:
                key = next(keys, None)
            if token.kind == "blank":
                yield from _blanks(self.source.text, token.start, token.end)
            elif bad is not None and bad.start <= token.start:
                lexer.position = max(bad.end, token.end)
                yield Piece("unknown", token.start, lexer.position)
            else:
                yield Piece(_piece_kind(token.kind, key is not None and key[0] <= token.start), token.start, token.end)


def _piece_kind(kind: str, in_key: bool) -> str:
    if kind in ("comment", "foreign", "space", "?"):
        return "comment" if kind == "comment" else "unknown"
    if kind in ";{},.:":
        return "mark"
    return "key" if in_key else "value"


def _blanks(text: str, start: int, end: int) -> Iterator[Piece]:
    """Blanks between tokens; whole empty lines are pieces of their own."""
    at_line_start = start == 0
    for low, shown, high in physical_lines(text[start:end]):
        empty = at_line_start and high > shown
        yield Piece("blank" if empty else "mark", start + low, start + high)
        at_line_start = high > shown


def _read_comments(document: DhcpFile, start: int, end: int) -> None:
    text = document.source.text
    if text.find("\r", start, end) >= 0 or _TELLING.search(text, start, end):
        for line in _COMMENT.finditer(text, start, end):
            _read_comment(document, *line.span())


def _read_comment(document: DhcpFile, start: int, end: int) -> None:
    text = document.source.text
    lone = text.find("\r", start, end - 1 if text.startswith("\r\n", end - 1) else end)
    if lone >= 0 and document.swallowed is None and text[lone:end].strip():
        document.swallowed = Span(lone + 1, end)
    if end - start > 400 and lone < 0:
        return
    found = _SEGMENT.match(text, start, end)
    if found:
        _close_segment(document, start)
        document.segments.append(Segment(int(found[1]), Span(*found.span()), start, len(text)))
    elif document.segments and _SEGMENT_END.match(text, start, end):
        _close_segment(document, end)
    elif document.header is None and document.managed is None and (header := _HEADER.search(text, start, end)):
        document.header = Span(*header.span(1))
    elif found := _MANAGED.match(text, start, end):
        _mark_managed(document, found[1].lower() == "start", start, end)


def _close_segment(document: DhcpFile, at: int) -> None:
    if document.segments and document.segments[-1].end == len(document.source.text):
        document.segments[-1] = document.segments[-1]._replace(end=at)


def _mark_managed(document: DhcpFile, opens: bool, start: int, end: int) -> None:
    if opens and document.managed is None:
        document.managed = Span(start, len(document.source.text))
    elif not opens and document.managed is not None and document.managed.end == len(document.source.text):
        document.managed = Span(document.managed.start, end)


def parse(source: Source) -> DhcpFile:
    """Read a DHCP configuration; never raises on bad text."""
    from vmnetdoctor.formats.dhcp_reader import Reader

    document = DhcpFile(source)
    if source.bom:
        document.problems.append(Problem("bom", 0, min(1, len(source.text)), {"encoding": source.codec, "line": "1"}))
    reader = Reader(document)
    lexer = Lexer(source.text)
    for token in lexer:
        if token.kind == "comment":
            _read_comments(document, token.start, token.end)
        elif token.kind != "blank":
            reader.take(token)
            if reader.overlong:
                lexer.skip()
            if reader.exhausted:
                document.unread.append(Span(token.end, len(source.text)))
                document.notes.append(Problem("too-long", token.start, token.end))
                break
    reader.finish()
    document.problems.sort(key=lambda problem: problem.start)
    return document
