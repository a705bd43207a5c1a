"""`hosts`: names for addresses, on Windows (`drivers/etc/hosts`) as on Linux and macOS (hosts(5))."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats.syntax import Entry, physical_lines

if TYPE_CHECKING:
    from vmnetdoctor.source import Source

_LINE = re.compile(r"[ \t]*(\d{1,3}(?:\.\d{1,3}){3})[ \t]+([^\s#][^#\r\n]*)")
MOST_LINES = 5000


class Named(NamedTuple):
    """One line: the address with its place, and the names it has."""

    address: Entry
    names: tuple[str, ...]


def parse(source: Source) -> list[Named]:
    """`ADDRESS NAME [ALIAS ...]` a line, `#` begins a comment; IPv6 lines and what cannot be read are passed over."""
    found: list[Named] = []
    for number, (start, end, _) in enumerate(physical_lines(source.text)):
        line = _LINE.match(source.text, start, end) if number < MOST_LINES else None
        if line is not None:
            found.append(Named(Entry(source, "hosts", line[1], line.span(1), line.span(1)), tuple(line[2].split())))
    return found
