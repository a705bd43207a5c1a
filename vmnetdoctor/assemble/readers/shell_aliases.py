"""Alias and range files as `ifup-aliases` reads them (guest-ifcfg.md, Alias files)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.assemble.readers.addressing import assumed_prefix, plain_prefix, with_prefix
from vmnetdoctor.assemble.readers.parts import at
from vmnetdoctor.model.addr import ip, prefix_of
from vmnetdoctor.model.facts import UNKNOWN, Fact
from vmnetdoctor.model.guest import Remark

if TYPE_CHECKING:
    from vmnetdoctor.assemble.readers.parts import Parts, ShellKeys
    from vmnetdoctor.formats.assignments import Assignments
    from vmnetdoctor.formats.syntax import Entry
    from vmnetdoctor.model.addr import Interface

_LABEL = re.compile(r"[A-Za-z0-9_]+", re.ASCII)


class Aliases(NamedTuple):
    """What the alias files add: addresses, a default gateway that replaces the parent's, remarks."""

    addresses: tuple[Fact[Interface], ...]
    gateway: Fact[int]
    remarks: list[Remark]


def read(parts: Parts, keys: ShellKeys, first: tuple[Fact[Interface], ...], scripts: int) -> Aliases:
    """The alias and range files in their order; an address that is already there is refused."""
    reader = _Aliases(keys, {a.value.address for a in first if a.value is not None}, scripts)
    for name, file in parts.aliases:
        reader.file(name, file.shell)
    return Aliases(tuple(reader.addresses), reader.gateway, reader.remarks)


class _Aliases:
    """Collects over the alias files of one interface; `taken` are the addresses it has so far."""

    def __init__(self, keys: ShellKeys, taken: set[int], scripts: int) -> None:
        self.keys = keys
        self.taken = taken
        self.scripts = scripts
        self.addresses: list[Fact[Interface]] = []
        self.gateway: Fact[int] = UNKNOWN
        self.remarks: list[Remark] = []

    def file(self, name: str, document: Assignments) -> None:
        if document.get("ONPARENT") in ("no", "NO"):
            self._ignored(document.entry("ONPARENT"), document, "onparent")
        elif "-range" in name:
            self._range(document)
        else:
            label = (document.get("DEVICE") or name.removeprefix("ifcfg-")).rpartition(":")[2]
            if _LABEL.fullmatch(label):
                self._alias(document)
            else:
                self._ignored(document.entry("DEVICE"), document, "label")

    def _alias(self, document: Assignments) -> None:
        entry, address = document.entry("IPADDR"), ip(document.get("IPADDR") or "")
        if entry is None or address is None or address in self.taken:
            self._ignored(entry, document, "address" if address is None else "duplicate-address")
            return
        prefix, marked = self._prefix(document, address, entry)
        if prefix is None:
            self._ignored(marked, document, "mask")
            return
        self._add(with_prefix(address, prefix, entry, marked))
        self._default_route(document)

    def _range(self, document: Assignments) -> None:
        """IPADDR_START to IPADDR_END: ascending, of the same first three octets."""
        start, end = (document.entry(key) for key in ("IPADDR_START", "IPADDR_END"))
        first, last = (ip(e.value or "") if e is not None else None for e in (start, end))
        if start is None or end is None or first is None or last is None or first >> 8 != last >> 8 or first > last:
            self._ignored(start, document, "range")
            return
        prefix, marked = self._prefix(document, first, start)
        if prefix is None:
            self._ignored(marked, document, "mask")
            return
        for address in range(first, last + 1):
            if address not in self.taken:
                self._add(with_prefix(address, prefix, start, end, marked))

    def _add(self, address: Fact[Interface]) -> None:
        if address.value is not None:
            self.taken.add(address.value.address)
            self.addresses.append(address)

    def _prefix(self, document: Assignments, address: int, entry: Entry) -> tuple[int | None, Entry | None]:
        """The alias's own keys over the parent's, PREFIX before NETMASK: so a parent's PREFIX beats the alias's NETMASK."""
        for key in ("PREFIX", "NETMASK"):
            marked = document.entry(key) if document.get(key) else self.keys.entry(key) if self.keys.get(key) else None
            if marked is not None:
                text = marked.value or ""
                mask = ip(text)
                return (plain_prefix(text) if key == "PREFIX" else None if mask is None else prefix_of(mask)), marked
        return assumed_prefix(address, entry, self.remarks), None

    def _default_route(self, document: Assignments) -> None:
        """Since EL7 an alias's own GATEWAY replaces the default route."""
        entry = document.entry("GATEWAY")
        gateway = ip(entry.value or "") if entry is not None else None
        last = self.addresses[-1].value
        if self.scripts >= 7 and entry is not None and gateway is not None and last is not None and last.subnet.holds(gateway):
            self.gateway = Fact(gateway, (entry.value_place,))

    def _ignored(self, entry: Entry | None, document: Assignments, reason: str) -> None:
        values = {"reason": reason, "key": entry.key if entry else "", "value": (entry.value or "") if entry else ""}
        self.remarks.append(Remark("alias-ignored", at(entry, document.source), (), values))
