"""Files of systemd: `.network` of networkd, resolved.conf (guest-ifcfg.md section 9; the grammar is that of systemd.syntax(7)).

Sections may come several times and stay apart; `#` and `;` comment whole lines; a backslash at the end of a line continues it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.formats.syntax import Document, Entry, Piece, Problem, physical_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.source import Source

_SECTION = re.compile(r"\[([^\[\]\r\n]{1,100})\]$")
_MOST_PROBLEMS = 1000
_MOST_LINES = 100_000
_NETWORK = re.compile(r"(?m)^[ \t]*\[Match\][ \t]*\r?$")
_NETWORK_ALSO = re.compile(r"(?m)^[ \t]*\[(?:Network|Address|Route|DHCPv4|DHCP)\][ \t]*\r?$")
_RESOLVE = re.compile(r"(?m)^[ \t]*\[Resolve\][ \t]*\r?$")
HEAD = 65536


class Section:
    """One section with its entries in text order."""

    __slots__ = ("entries", "name", "place")

    def __init__(self, name: str, place: tuple[int, int]) -> None:
        self.name = name
        self.place = place
        self.entries: list[Entry] = []

    def last(self, key: str) -> Entry | None:
        """The entry that counts where a key is a single value."""
        return next((entry for entry in reversed(self.entries) if entry.key == key), None)


class SystemdConf(Document):
    """The sections in text order, equal names apart."""

    __slots__ = ("_lines", "sections")

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.sections: list[Section] = []
        self._lines: list[tuple[str, int, int]] = []

    def named(self, *names: str) -> Iterator[Section]:
        return (section for section in self.sections if section.name in names)

    def last(self, name: str, key: str) -> Entry | None:
        """The entry that counts where a key is a single value: the last of all sections of that name."""
        found = None
        for section in self.named(name):
            found = section.last(key) or found
        return found

    def listed(self, name: str, key: str) -> list[Entry]:
        """The entries of a key that adds up; an empty value forgets those before it (systemd.syntax(7))."""
        found: list[Entry] = []
        for section in self.named(name):
            for entry in section.entries:
                if entry.key == key and entry.value:
                    found.append(entry)
                elif entry.key == key:
                    found.clear()
        return found

    def _split(self) -> Iterator[Piece]:
        return (Piece(*line) for line in self._lines)


def recognise_network(text: str) -> bool:
    """Whether this is a `.network` file (a `.link` or `.netdev` file has other sections beside [Match])."""
    if _NETWORK_ALSO.search(text, 0, HEAD) is None:
        return False
    return _NETWORK.search(text, 0, HEAD) is not None or "[Network]" in text[:HEAD]


def recognise_resolved(text: str) -> bool:
    return _RESOLVE.search(text, 0, HEAD) is not None


def parse(source: Source) -> SystemdConf:
    """`[Section]`, `Key=value` with blanks around the mark allowed, comments and continued lines."""
    document = SystemdConf(source)
    held: list[tuple[int, int]] = []
    for number, (start, end, after) in enumerate(physical_lines(source.text)):
        if number >= _MOST_LINES:
            document._lines.append(("unknown", start, len(source.text)))
            break
        line = source.text[start:end].strip()
        if not line or line[0] in "#;":
            document._lines.append(("comment" if line else "blank", start, after))
            held = held if held and line else []
            continue
        if line.endswith("\\"):
            held.append((start, end))
            document._lines.append(("value", start, after))
            continue
        document._lines.append((_take(document, [*held, (start, end)]), start, after))
        held = []
    return document


def _take(document: SystemdConf, spans: list[tuple[int, int]]) -> str:
    """Read one logical line; the kind of its last piece."""
    source, (low, high) = document.source, (spans[0][0], spans[-1][1])
    text = source.text[low:high]
    if len(spans) > 1:
        text = " ".join(source.text[a:b].strip().removesuffix("\\") for a, b in spans)
    section = _SECTION.match(text.strip())
    if section is not None:
        document.sections.append(Section(section[1], (low, high)))
        return "section"
    key, mark, value = text.partition("=")
    if not mark or not key.strip() or not document.sections:
        if len(document.problems) < _MOST_PROBLEMS:
            document.problems.append(Problem("no-equals-sign" if not mark else "before-first-section", low, high))
        return "unknown"
    begin = low + len(key) - len(key.lstrip())
    value_start = source.text.find("=", low) + 1
    raw = source.text[value_start:high]
    value_start += len(raw) - len(raw.lstrip())
    span = (value_start, max(value_start, value_start + len(raw.strip()))) if raw.strip() else (value_start, value_start)
    document.sections[-1].entries.append(Entry(source, key.strip(), value.strip(), (begin, begin + len(key.strip())), span))
    return "value"
