"""What NetworkManager makes of a keyfile (guest-ifcfg.md section 8; each verdict asked of nmcli 1.42 offline)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from vmnetdoctor.assemble.readers.addressing import is_ipv6
from vmnetdoctor.assemble.readers.draft import Draft
from vmnetdoctor.assemble.readers.keyfile_addresses import Ipv4, numbered
from vmnetdoctor.assemble.readers.keyfile_names import misspelt
from vmnetdoctor.model.addr import ip, ip_text, mac
from vmnetdoctor.model.facts import UNKNOWN, Fact, assumed
from vmnetdoctor.model.guest import Remark
from vmnetdoctor.source import Place

if TYPE_CHECKING:
    from vmnetdoctor.assemble.release import Release
    from vmnetdoctor.formats.keyfile import Keyfile
    from vmnetdoctor.formats.syntax import Entry
    from vmnetdoctor.model.guest import Reading

READER = "keyfile"
ETHERNET_METRIC = 100
ETHERNET = ("ethernet", "802-3-ethernet")
_METHODS = {"auto": "dhcp", "manual": "static", "disabled": "disabled", "link-local": "link-local", "shared": "shared"}
_IPV6_METHODS = {"auto": "auto", "manual": "static", "dhcp": "dhcp", "disabled": "disabled", "ignore": "disabled",
                 "link-local": "link-local", "shared": "shared"}
_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", re.ASCII)
_BAD_NAME = re.compile(r"[/\s]|^\.\.?$|^.{16,}$")
_TRUE, _FALSE = ("true", "1"), ("false", "0")
MOST_SHOWN = 20


def read(document: Keyfile, release: Release) -> Reading:
    """The reading of the keyfile plugin; its rules are the same in every release that has one."""
    return _Plugin(document).reading()


def device_of(document: Keyfile) -> Fact[str]:
    """connection.interface-name: any card of the type where it is missing."""
    return _stated(document.entry("connection", "interface-name"))


def card_of(document: Keyfile) -> Fact[str]:
    """ethernet.mac-address; a bad one is dropped without a word (measured.md)."""
    for section in ETHERNET:
        entry = document.entry(section, "mac-address")
        if entry is not None and entry.value:
            return Fact(mac(entry.value), (entry.value_place,))
    return UNKNOWN


def uuid_of(document: Keyfile) -> Fact[str]:
    """connection.uuid in lower case; where it is missing NetworkManager derives one from the path (guest-ifcfg.md 8)."""
    return _stated(document.entry("connection", "uuid")).map(str.lower)


def is_port(document: Keyfile) -> bool:
    """Whether the profile is a port of a bond, team or bridge; its own addressing is then dropped."""
    return bool(document.get("connection", "master") or document.get("connection", "controller"))


def _stated(entry: Entry | None) -> Fact[str]:
    return Fact(entry.value, (entry.value_place,)) if entry is not None and entry.value else UNKNOWN


class _Plugin:
    """One keyfile on its way to a profile.  `refused`: something for which the whole file is not taken."""

    __slots__ = ("document", "ipv4", "refused", "remarks")

    def __init__(self, document: Keyfile) -> None:
        self.document = document
        self.remarks: list[Remark] = []
        self.refused = document.refused is not None
        self.ipv4 = {entry.key: entry for entry in document.section("ipv4")}

    def reading(self) -> Reading:
        self._text()
        self._identity()
        starts, card = self._starts(), card_of(self.document)
        if card.stated and not card.known:
            entry = next(filter(None, (self.document.entry(s, "mac-address") for s in ETHERNET)), None)
            self._remark("value-invalid", entry, effect="dropped")
        port = is_port(self.document)
        method = assumed("disabled", "port") if port else self._method()
        reading = Draft(READER, starts, method, card, UNKNOWN)
        reading.metric = self._metric()
        if not port:
            self._addressing(reading)
            reading.ipv6 = self._ipv6()
        return reading.rejected(self.remarks) if self.refused else reading.finished(self.remarks)

    def _text(self) -> None:
        groups: dict[str, list[tuple[int, int]]] = {}
        for problem in self.document.problems:
            groups.setdefault(problem.reason, []).append((problem.start, problem.end))
        for reason, spans in groups.items():
            first, *others = (Place(self.document.source, start, end) for start, end in spans[:MOST_SHOWN])
            values = {"reason": reason, "count": len(spans), "keys": "", "lost": reason != "invalid-escape", "lost_keys": "",
                      "whole_file": self.refused}
            self.remarks.append(Remark("profile-syntax", first, tuple(("same", place) for place in others), values))
        for group in self.document.duplicates():
            last, lost = group[-1], group[0]
            values = {"key": last.key, "value": last.value or "", "ignored": lost.value or "",
                      "differ": any(e.value != last.value for e in group), "counts": "last"}
            self.remarks.append(Remark("duplicate-key", lost.key_place, (("counts", last.value_place),), values))
        self.remarks += misspelt(self.document)

    def _identity(self) -> None:
        entry = self.document.entry("connection", "uuid")
        if entry is not None and entry.value and not _UUID.fullmatch(entry.value):
            self._refuse("value-invalid", entry)
        name = self.document.entry("connection", "interface-name")
        if name is not None and name.value and _BAD_NAME.search(name.value):
            self._refuse("value-invalid", name)

    def _boolean(self, section: str, key: str, default: bool) -> bool:
        """true, false, 1 and 0 in lower case; any other word is the default."""
        entry = self.document.entry(section, key)
        word = entry.value if entry is not None else None
        if not word or word in _TRUE or word in _FALSE:
            return word in _TRUE if word else default
        self._remark("value-invalid", entry, effect="default", taken=default)
        return default

    def _starts(self) -> Fact[bool]:
        entry = self.document.entry("connection", "autoconnect")
        if entry is None:
            return assumed(True, "autoconnect-missing")
        return Fact(self._boolean("connection", "autoconnect", True), (entry.value_place,))

    def _method(self) -> Fact[str]:
        """Without an [ipv4] section auto; a section without method is refused."""
        entry = self.ipv4.get("method")
        if entry is None:
            if "ipv4" not in self.document.sections:
                return assumed("dhcp", "method-missing")
            self.refused = True
            place = next((e.key_place for e in self.ipv4.values()), Place(self.document.source, 0, 0))
            self.remarks.append(Remark("bootproto-unknown", place, (), {"key": "method", "value": "", "taken": "rejected"}))
            return Fact("rejected")
        method = _METHODS.get(entry.value or "")
        if method is None:
            self._refuse("bootproto-unknown", entry, taken="rejected")
            return Fact("rejected", (entry.value_place,))
        return Fact(method, (entry.value_place,))

    def _metric(self) -> int:
        entry = self.ipv4.get("route-metric")
        text = (entry.value or "") if entry is not None else ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else ETHERNET_METRIC

    # Addressing.

    def _addressing(self, reading: Draft) -> None:
        section = Ipv4(self.document, self.ipv4, self.remarks)
        addresses = section.addresses()
        self.refused |= section.refused
        reading.gateway_stated = section.gateway
        method = reading.method.value
        if addresses and method in ("disabled", "link-local"):
            self._refuse("value-invalid", section.first, reason="not-allowed", method=method)
        elif method == "static" and not addresses:
            self.refused = True
            values = {"word": "manual", "effect": "rejected"}
            self.remarks.append(Remark("static-without-address", self.ipv4["method"].value_place, (), values))
        reading.addresses = tuple(addresses[:1] if method == "shared" else addresses)
        reading.lease_router = self._boolean("ipv4", "ignore-auto-routes", False) is False
        reading.lease_dns = self._boolean("ipv4", "ignore-auto-dns", False) is False
        reading.dns = tuple(section.resolvers())
        reading.routes = tuple(section.routes())
        self._default_route(reading, section.first is not None)

    def _default_route(self, reading: Draft, written: bool) -> None:
        """The gateway, unless never-default; else a route to everywhere, of which the lowest metric wins.

        `written`: addresses stand beside it, be they good or bad.
        """
        stated = reading.gateway_stated
        gateway = stated.map(ip)
        if stated.known and (gateway.value is None or not reading.addresses):
            self.refused = True
            code = "address-invalid" if gateway.value is None else "value-invalid"
            if gateway.value is None or not written:        # else the addresses that were refused tell it
                values = {"key": "gateway", "value": stated.value, "effect": "rejected"}
                self.remarks.append(Remark(code, stated.places[0], (), values))
        if self._boolean("ipv4", "never-default", False):
            if gateway.known:
                self._remark("default-route-off", self.ipv4["never-default"], gateway=stated.value)
            reading.lease_router = False
            return
        defaults = [r for r in reading.routes if r.to.prefix == 0 and r.via is not None]
        best = min(defaults, key=lambda r: ETHERNET_METRIC if r.metric is None else r.metric, default=None)
        if gateway.known and (best is None or best.metric is None or (reading.metric or 0) <= best.metric):
            reading.gateway = gateway
        elif best is not None and best.place is not None:
            reading.gateway = Fact(best.via, (best.place,))
            reading.metric = ETHERNET_METRIC if best.metric is None else best.metric
            reading.routes = tuple(r for r in reading.routes if r is not best)
        if reading.gateway.known:
            reading.lease_router = reading.lease_router and reading.method.value != "dhcp"
            self._off_subnet(reading)

    def _off_subnet(self, reading: Draft) -> None:
        address = reading.gateway.value or 0
        own = [a.value for a in reading.addresses if a.value is not None]
        if own and not any(a.subnet.holds(address) for a in own):
            reading.gateway_on_link = True
            values = {"key": "gateway", "gateway": ip_text(address), "subnet": str(own[0].subnet), "effect": "on-link"}
            self.remarks.append(Remark("gateway-outside-subnet", reading.gateway.places[0], (), values))

    def _ipv6(self) -> dict[str, Any] | None:
        """Only where the file states IPv6 addresses."""
        entries = {entry.key: entry for entry in self.document.section("ipv6")}
        addresses, gateway = [], entries["gateway"].value if "gateway" in entries else None
        for entry in numbered(entries, ("address", "addresses")):
            address, _comma, router = (entry.value or "").partition(",")
            plain, _slash, length = address.strip().partition("/")
            if is_ipv6(plain):
                addresses.append(f"{plain}/{length or 64}")
                gateway = gateway or router.strip() or None
            else:
                self._remark("address-invalid", entry, effect="dropped")
        word = entries["method"].value or "" if "method" in entries else ""
        if not addresses and word not in ("manual", "dhcp"):
            return None
        dns = [i.text for i in self.document.items(entries["dns"]) if is_ipv6(i.text)] if "dns" in entries else []
        return {"method": _IPV6_METHODS.get(word, "rejected"), "addresses": addresses, "gateway": gateway, "dns": dns}

    def _remark(self, code: str, entry: Entry | None, **values: object) -> None:
        if entry is not None:
            self.remarks.append(Remark(code, entry.value_place, (), {"key": entry.key, "value": entry.value or "", **values}))

    def _refuse(self, code: str, entry: Entry | None, **values: object) -> None:
        self.refused = True
        self._remark(code, entry, **{"effect": "rejected", **values})
