"""`70-persistent-net.rules`: which MAC udev gives which name on EL6 (guest-ifcfg.md section 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats.syntax import Document, Entry, Piece, physical_lines
from vmnetdoctor.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.source import Source

_TERM = late(r'([A-Z]+(?:\{[^}\n]*\})?)\s*(==|=|!=|\+=)\s*"([^"\n]*)"')


class Binding(NamedTuple):
    """One rule: the card's address and the name it gets."""

    mac: Entry
    name: Entry


class UdevRules(Document):
    """The rules that bind a MAC to a name, in file order."""

    __slots__ = ("bindings",)

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.bindings: list[Binding] = []

    def _split(self) -> Iterator[Piece]:
        for start, end, after in physical_lines(self.source.text):
            line = self.source.text[start:end].strip()
            kind = "blank" if not line else "comment" if line.startswith("#") else "value" if _TERM.search(line) else "unknown"
            yield Piece(kind, start, after)


def parse(source: Source) -> UdevRules:
    """Each line is `KEY=="value", ...`; those with ATTR{address} (or SYSFS{address}) and NAME bind a card."""
    rules = UdevRules(source)
    for start, end, _ in physical_lines(source.text):
        if source.text[start:start + 1] == "#":
            continue
        terms: dict[str, Entry] = {}
        for term in _TERM.finditer(source.text, start, end):
            terms[term[1].lower()] = Entry(source, term[1], term[3], term.span(1), term.span(3))
        mac, name = terms.get("attr{address}") or terms.get("sysfs{address}"), terms.get("name")
        if mac is not None and name is not None:
            rules.bindings.append(Binding(mac, name))
    return rules
