"""The [ipv4] section of a keyfile: addresses, gateway, resolvers, routes (guest-ifcfg.md section 8; nmcli 1.42)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.model.addr import Interface, ip, ip_text, subnet_of
from vmnetdoctor.model.facts import UNKNOWN, Fact
from vmnetdoctor.model.guest import Remark, Route
from vmnetdoctor.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vmnetdoctor.formats.keyfile import Keyfile
    from vmnetdoctor.formats.syntax import Entry

_NUMBERED = re.compile(r"([a-z]+)([0-9]{0,9})", re.ASCII)
# Slash, comma and semicolon part the fields of an address; blanks around them are part of the field.
_FIELD = re.compile(r"[^/;,]+")
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
DEFAULT_PREFIX = 24


def numbered(entries: Mapping[str, Entry], stems: tuple[str, ...]) -> list[Entry]:
    """`address`, `address0`, `address1`, ...: the unnumbered first, then by number, gaps allowed."""
    found = []
    for key, entry in entries.items():
        match = _NUMBERED.fullmatch(key)
        if match and match.group(1) in stems and entry.value:
            found.append((int(match.group(2)) if match.group(2) else -1, entry))
    return [entry for _number, entry in sorted(found, key=lambda pair: pair[0])]


class Ipv4:
    """The section's entries read one kind at a time; `gateway` is filled while addresses are read."""

    __slots__ = ("document", "entries", "first", "gateway", "refused", "remarks")

    def __init__(self, document: Keyfile, entries: Mapping[str, Entry], remarks: list[Remark]) -> None:
        self.document = document
        self.entries = entries
        self.remarks = remarks
        self.refused = False
        self.first: Entry | None = None
        self.gateway: Fact[str] = UNKNOWN

    def addresses(self) -> list[Fact[Interface]]:
        """Each `address/prefix[,gateway]`; a bad address is dropped, a prefix missing or too long is 24.

        `gateway` becomes the key of that name, else the first gateway behind an address.
        """
        found = []
        for entry in numbered(self.entries, ("address", "addresses")):
            self.first = self.first or entry
            address = self._address(entry)
            if address is not None:
                found.append(address)
        explicit = self.entries.get("gateway")
        if explicit is not None and explicit.value:
            self.gateway = Fact(explicit.value, (explicit.value_place,))
        return found

    def _address(self, entry: Entry) -> Fact[Interface] | None:
        fields = list(_FIELD.finditer(entry.value or ""))
        texts = [f.group() for f in fields]
        address = ip(texts[0]) if texts else None
        length = texts[1] if len(texts) > 1 else ""
        if address is None or len(texts) > 3:
            self._remark("address-invalid", entry, effect="dropped")
            return None
        number = _NUMBER.fullmatch(length)
        if length and not number and len(texts) == 2 and "/" in (entry.value or ""):
            self.refused = True                          # it is taken for a gateway, and that for an impossible one
            self._remark("mask-invalid", entry, effect="rejected", address=ip_text(address))
            return None
        router = texts[-1] if len(texts) == 3 or (length and not number) else ""
        if router and not self._router(entry, fields[-1], router):
            return None
        prefix = int(length) if number and int(length) <= 32 else DEFAULT_PREFIX
        if not number:
            self._remark("mask-missing", entry, address=ip_text(address), prefix=prefix, mask="255.255.255.0")
        elif prefix != int(length):
            self._remark("mask-invalid", entry, effect="read-as", prefix=prefix, address=ip_text(address))
        return Fact(Interface(address, prefix), (entry.value_place,))

    def _router(self, entry: Entry, field: re.Match[str], text: str) -> bool:
        """Take the gateway behind an address; one that is no address takes the address with it."""
        if ip(text) is None:
            self._remark("address-invalid", entry, effect="dropped", part=text)
            return False
        if text != "0.0.0.0" and not self.gateway.known:
            start = entry.value_start + field.start()
            self.gateway = Fact(text, (Place(entry.source, start, start + len(text)),))
        return True

    def resolvers(self) -> Iterator[Fact[str]]:
        """The elements of `dns`; one that is no IPv4 address, blanks included, is dropped with a warning."""
        entry = self.entries.get("dns")
        for item in self.document.items(entry) if entry is not None else ():
            text = item.text.partition("#")[0]
            blank = item.start > 0 and entry is not None and item.start > entry.value_start and item.end > item.start \
                and self.document.source.text[item.start - 1] in " \t"
            place = Place(self.document.source, item.start, item.end)
            if ip(text) is not None and not blank:
                yield Fact(text, (place,))
            elif item.text:
                self.remarks.append(Remark("address-invalid", place, (), {"key": "dns", "value": item.text, "effect": "dropped"}))

    def routes(self) -> Iterator[Route]:
        """Each `network/prefix[,gateway[,metric]]`; a next hop of 0.0.0.0 is none."""
        for entry in numbered(self.entries, ("route", "routes")):
            texts = _FIELD.findall(entry.value or "")
            if len(texts) > 1 and not _NUMBER.fullmatch(texts[1]):
                texts.insert(1, "")                      # the prefix is missing: what follows is the next hop
            to = ip(texts[0]) if texts else None
            via = ip(texts[2]) if len(texts) > 2 else 0
            if to is None or via is None or len(texts) > 4:
                self._remark("route-entry-invalid", entry, reason="unreadable", effect="dropped")
                continue
            length = texts[1] if len(texts) > 1 else ""
            prefix = int(length) if length and int(length) <= 32 else DEFAULT_PREFIX
            metric = int(texts[3]) if len(texts) > 3 and _NUMBER.fullmatch(texts[3]) else None
            yield Route(subnet_of(to, prefix), via or None, metric, entry.value_place)

    def _remark(self, code: str, entry: Entry, **values: object) -> None:
        self.remarks.append(Remark(code, entry.value_place, (), {"key": entry.key, "value": entry.value or "", **values}))
