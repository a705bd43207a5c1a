"""`resolv.conf`: the resolvers a Linux machine asks (guest-ifcfg.md section 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.formats.syntax import Document, Entry, Piece, physical_lines
from vmnetdoctor.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.source import Source

_LINE = late(r"[ \t]*(nameserver|search|domain|options|sortlist)[ \t]+(\S[^\r\n]*?)[ \t]*$")
_FOUND = late(r"(?m)^[ \t]*nameserver[ \t]+[\da-fA-F.:]+")
HEAD = 65536


def recognise(text: str) -> bool:
    """Whether the text is or holds a resolv.conf."""
    return _FOUND.search(text, 0, HEAD) is not None


class Resolv(Document):
    """The `nameserver` lines in order; glibc asks the first three."""

    __slots__ = ("nameservers",)

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.nameservers: list[Entry] = []

    def _split(self) -> Iterator[Piece]:
        for start, end, after in physical_lines(self.source.text):
            line = self.source.text[start:end].strip()
            kind = "blank" if not line else "comment" if line[0] in "#;" else "value" if _LINE.match(line) else "unknown"
            yield Piece(kind, start, after)


def parse(source: Source) -> Resolv:
    """`keyword value` a line; `#` and `;` comment only at a line's start."""
    resolv = Resolv(source)
    for start, end, _ in physical_lines(source.text):
        found = _LINE.match(source.text, start, end)
        if found is not None and found[1] == "nameserver":
            first = found[2].split()[0]
            value = (found.start(2), found.start(2) + len(first))
            resolv.nameservers.append(Entry(source, found[1], first, found.span(1), value))
    return resolv
