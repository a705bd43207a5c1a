"""DHCP leases, VMware's (ISC: `lease IP { ... }`) and Apple's (`{ name=... ip_address=... }`); vmware-networking.md 3.3."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.formats.syntax import Document, Entry, Piece, Problem, physical_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vmnetdoctor.source import Source

_LEASE = re.compile(r"[ \t]*lease[ \t]+([^\s{;]+)[ \t]*\{", re.IGNORECASE)
_FIELD = re.compile(r"[ \t]*(hardware[ \t]+[\w-]+|[A-Za-z][\w-]*)(?=[ \t;])([^;\n\r]*);", re.ASCII)
_APPLE_FIELD = re.compile(r"[ \t]*([a-z_]+)[ \t]*=([^\n\r]*)", re.ASCII)
_APPLE_MAC = re.compile(r"\d{1,3},")
_CLOSE = re.compile(r"[ \t]*\}[ \t]*")


class Lease:
    """One record: `address` and the fields by lower-case name (`hardware`, `starts`, `ends`, `uid`, `client-hostname`)."""

    __slots__ = ("address", "fields")

    def __init__(self, address: Entry) -> None:
        self.address = address
        self.fields: dict[str, Entry] = {}

    @property
    def mac(self) -> Entry | None:
        return self.fields.get("hardware")

    @property
    def hostname(self) -> Entry | None:
        return self.fields.get("client-hostname")

    @property
    def ends(self) -> Entry | None:
        return self.fields.get("ends")


_APPLE_NAMES = {"hw_address": "hardware", "name": "client-hostname", "lease": "ends", "identifier": "uid"}


class LeaseFile(Document):
    """A lease file.  `records` are in file order; the file is append-only, so the last record of an address wins (3.3)."""

    __slots__ = ("_lines", "apple", "records")

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.records: list[Lease] = []
        self.apple = False
        self._lines: list[tuple[str, int, int]] = []

    @property
    def current(self) -> dict[str, Lease]:
        """The record in force of each address."""
        return {lease.address.value or "": lease for lease in self.records}

    def _split(self) -> Iterable[Piece]:
        return (Piece(kind, start, end) for kind, start, end in self._lines)


def parse(source: Source) -> LeaseFile:
    """Read a lease file; never raises on bad text."""
    document = LeaseFile(source)
    reader = _Reader(document)
    for start, shown, end in physical_lines(source.text):
        document._lines.append((reader.line(start, shown), start, end))
    return document


class _Reader:
    """Takes lines one by one; a record may share a line with its fields."""

    __slots__ = ("document", "fields", "lease", "source", "text")

    def __init__(self, document: LeaseFile) -> None:
        self.document = document
        self.source = document.source
        self.text = document.source.text
        self.lease: Lease | None = None
        self.fields: dict[str, Entry] | None = None         # of an Apple record whose address has not come yet

    def line(self, start: int, end: int) -> str:
        """The kind of the line from `start` to `end`; what it says is added to the document."""
        first = self.text[start:end].lstrip(" \t")[:1]
        if first in ("", "#"):
            return "comment" if first else "blank"
        at = start
        while at < end:
            stop = self._item(at, end)
            if stop <= at:
                self.document.problems.append(Problem("lease-line", at, end))
                return "unknown"
            at = stop
        return "value"

    def _item(self, at: int, end: int) -> int:
        """End of the item that begins at `at`; `at` itself where it cannot be read."""
        opened = _LEASE.match(self.text, at, end)
        if opened:
            self.lease = Lease(self._entry("lease", opened, 1))
            self.document.records.append(self.lease)
            return opened.end()
        closed = _CLOSE.match(self.text, at, end)
        if closed:
            self.lease = self.fields = None
            return closed.end()
        if self.lease is None or self.fields is not None:
            return self._apple(at, end)
        found = _FIELD.match(self.text, at, end)
        if found:
            entry = self._entry(found[1].split()[0].lower(), found, 2)
            self.lease.fields[entry.key] = entry
            return self._blanks(found.end(), end)
        return end if self._blanks(at, end) == end else at

    def _apple(self, at: int, end: int) -> int:
        brace = self._blanks(at, end)
        if self.text.startswith("{", brace):
            self.fields, self.lease = {}, None
            return self._blanks(brace + 1, end)
        found = _APPLE_FIELD.match(self.text, at, end)
        if found is None or self.fields is None:
            return end if brace == end else at
        self.document.apple = True
        self._apple_field(found)
        return end

    def _apple_field(self, found: re.Match[str]) -> None:
        fields = self.fields
        if fields is None:
            return
        if found[1] == "ip_address":
            self.lease = Lease(self._entry("lease", found, 2))
            self.lease.fields = fields
            self.document.records.append(self.lease)
            return
        entry = self._entry(_APPLE_NAMES.get(found[1], found[1]), found, 2)
        kind = _APPLE_MAC.match(entry.value or "") if entry.key == "hardware" else None
        if kind and entry.value is not None:                # `1,0:50:56:...`: 1 is Ethernet
            entry.value = entry.value[kind.end():]
            entry.value_start += kind.end()
        fields[entry.key] = entry

    def _blanks(self, at: int, end: int) -> int:
        while at < end and self.text[at] in " \t":
            at += 1
        return at

    def _entry(self, key: str, found: re.Match[str], group: int) -> Entry:
        low, high = found.span(group)
        value = found[group].strip(" \t")
        low += len(found[group]) - len(found[group].lstrip(" \t")) if value else 0
        high = low + len(value)
        if len(value) > 1 and value[0] == value[-1] == '"':
            value, low, high = value[1:-1], low + 1, high - 1
        return Entry(self.source, key, value, found.span(1), (low, high))


def macs(document: LeaseFile) -> Iterator[tuple[str, str]]:
    """(address, hardware address as written) of the records in force."""
    for address, lease in document.current.items():
        if lease.mac is not None and lease.mac.value:
            yield address, lease.mac.value
