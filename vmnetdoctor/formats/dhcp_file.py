"""What is read from a DHCP configuration: statements, segments, and the stretches that nothing could be made of."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats.dhcp_tokens import Lexer
from vmnetdoctor.formats.syntax import Document, Piece, Problem, physical_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.formats.dhcp_values import Value
    from vmnetdoctor.source import Place, Source, Span


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
