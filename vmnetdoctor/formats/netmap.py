"""netmap.conf: names of the host's virtual switches (vmware-networking.md 5.2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats import vmx
from vmnetdoctor.formats.syntax import Document

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vmnetdoctor.formats.syntax import Entry, Piece
    from vmnetdoctor.source import Source

MOST_PAIRS = 1_000
_KEY = re.compile(r"network(\d{1,9})\.(name|device)", re.I | re.ASCII)


class NamePair(NamedTuple):
    """`network<i>.name` with `network<i>.device`; `number` is i, only a place in the list, not the number of a vmnet."""

    number: int
    name: Entry | None
    device: Entry | None


class NetMap(Document):
    """A parsed netmap.conf: its pairs in order of their index, and the dictionary they came from."""

    __slots__ = ("dictionary", "pairs")

    def __init__(self, dictionary: vmx.Dictionary) -> None:
        super().__init__(dictionary.source)
        self.dictionary = dictionary
        self.problems = dictionary.problems
        self.pairs: list[NamePair] = []

    def _split(self) -> Iterable[Piece]:
        return self.dictionary.pieces


def parse(source: Source) -> NetMap:
    """Dictionary lines `network<i>.name = "..."` and `network<i>.device = "vmnetN"` (vmware-networking.md 5.2)."""
    document = NetMap(vmx.parse(source))
    names: dict[int, Entry] = {}
    devices: dict[int, Entry] = {}
    for entry in document.dictionary.entries():
        found = _KEY.fullmatch(entry.key)
        if found:
            side = names if found[2].lower() == "name" else devices
            index = int(found[1])
            if index in side or len(side) < MOST_PAIRS:
                side[index] = entry
    document.pairs = [NamePair(i, names.get(i), devices.get(i)) for i in sorted({*names, *devices})]
    return document
