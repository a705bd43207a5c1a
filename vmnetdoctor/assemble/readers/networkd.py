"""What systemd-networkd makes of a `.network` file (guest-ifcfg.md section 9; systemd.network(5))."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.assemble.readers.draft import Draft
from vmnetdoctor.assemble.readers.plain_values import (
    interface_of,
    is_ipv6_text,
    mask_missing,
    number_of,
    remark,
    settle_gateway,
    syntax_remark,
    target_of,
)
from vmnetdoctor.model.addr import Interface, classful_prefix, ip, mac
from vmnetdoctor.model.facts import UNKNOWN, Fact, assumed
from vmnetdoctor.model.guest import Route
from vmnetdoctor.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.formats.syntax import Entry
    from vmnetdoctor.formats.systemd_conf import Section, SystemdConf
    from vmnetdoctor.model.guest import Reading, Remark

READER = "networkd"
LEASE_METRIC = 1024
_PATTERN = re.compile(r"[*?\[!]")
_YES, _NO = ("yes", "true", "on", "1", "y", "t"), ("no", "false", "off", "0", "n", "f")
_DHCP = {"yes": True, "both": True, "ipv4": True, "v4": True, "true": True, "on": True, "1": True, "no": False, "none": False,
         "ipv6": False,
         "v6": False, "false": False, "off": False, "0": False}


def device_of(document: SystemdConf) -> Fact[str]:
    """[Match] Name= where it is one plain name; a pattern or several names leave the card open."""
    entries = [entry for entry in document.listed("Match", "Name") if entry.value]
    if len(entries) != 1 or _PATTERN.search(entries[0].value or "") or len((entries[0].value or "").split()) != 1:
        return UNKNOWN
    return Fact(entries[0].value, (entries[0].value_place,))


def card_of(document: SystemdConf) -> Fact[str]:
    """[Match] MACAddress= where it names one card."""
    entries = document.listed("Match", "MACAddress") or document.listed("Match", "PermanentMACAddress")
    words = [word for entry in entries for word in (entry.value or "").split()]
    return Fact(mac(words[0]), (entries[0].value_place,)) if len(words) == 1 else UNKNOWN


def matches(document: SystemdConf, device: str | None, address: str | None) -> bool:
    """Whether [Match] fits a card of that name and MAC (what is not known fits everything)."""
    from fnmatch import fnmatchcase

    names = [word for entry in document.listed("Match", "Name") for word in (entry.value or "").split()]
    cards = [mac(word) for entry in document.listed("Match", "MACAddress") for word in (entry.value or "").split()]
    if device is not None and names:
        negated = names[0].startswith("!")
        hit = any(fnmatchcase(device, name.removeprefix("!")) for name in names[:50])
        if hit == negated:
            return False
    return not (cards and address is not None and address not in cards)


def is_port(document: SystemdConf) -> bool:
    """Whether the card is a port of a bridge or bond."""
    return any(document.last("Network", key) is not None for key in ("Bridge", "Bond"))


def read(document: SystemdConf) -> Reading:
    """The reading of one file with its drop-ins left out."""
    return _Network(document).reading()


class _Network:
    __slots__ = ("document", "remarks")

    def __init__(self, document: SystemdConf) -> None:
        self.document = document
        self.remarks: list[Remark] = []

    def reading(self) -> Reading:
        self._syntax()
        addresses, ipv6 = self._addresses()
        method = self._method(addresses)
        reading = Draft(READER, self._starts(), method, card_of(self.document), UNKNOWN)
        reading.addresses = tuple(addresses)
        reading.dns = tuple(self._resolvers())
        for section in ("DHCPv4", "DHCP"):           # [DHCP] is the name before systemd 242
            reading.lease_router = reading.lease_router and self._flag(section, "UseRoutes") and self._flag(section, "UseGateway")
            reading.lease_dns = reading.lease_dns and self._flag(section, "UseDNS")
            given = self.document.last(section, "RouteMetric")
            reading.metric = number_of(given.value) if given is not None else reading.metric
        if method.value == "dhcp" and reading.metric is None:
            reading.metric = LEASE_METRIC
        self._gateway(reading)
        if ipv6:
            reading.ipv6 = {"method": "static", "addresses": ipv6, "gateway": None, "dns": []}
        return reading.finished(self.remarks)

    def _syntax(self) -> None:
        places = [Place(self.document.source, problem.start, problem.end) for problem in self.document.problems]
        if places:
            self.remarks.append(syntax_remark(self.document.problems[0].reason, places[0], tuple(places[1:])))

    def _starts(self) -> Fact[bool]:
        """[Match] Unmanaged= and [Link] ActivationPolicy= keep the card down or alone."""
        for section, key, words in (("Link", "Unmanaged", _YES), ("Link", "ActivationPolicy", ("down", "always-down", "manual"))):
            entry = self.document.last(section, key)
            if entry is not None and (entry.value or "").lower() in words:
                return Fact(False, (entry.value_place,))
        return assumed(True, "networkd-default")

    def _method(self, addresses: list[Fact[Interface]]) -> Fact[str]:
        entry = self.document.last("Network", "DHCP")
        if entry is not None and entry.value:
            wish = _DHCP.get(entry.value.lower())
            if wish is None:
                self.remarks.append(remark("value-invalid", entry.value_place, "DHCP", entry.value, effect="default", taken="no"))
            elif wish:
                return Fact("dhcp", (entry.value_place,))
        if addresses:
            return Fact("static", addresses[0].places)
        local = self.document.last("Network", "LinkLocalAddressing")
        if local is not None and (local.value or "").lower() in ("yes", "true", "ipv4"):
            return Fact("link-local", (local.value_place,))
        return Fact("disabled", (entry.value_place,)) if entry is not None else assumed("disabled", "no-address")

    def _entries(self, section: str, key: str) -> list[Entry]:
        return self.document.listed("Network", key) + [e for s in self.document.named(section) if (e := s.last(key)) is not None]

    def _addresses(self) -> tuple[list[Fact[Interface]], list[str]]:
        """Address= of [Network] and of [Address]; without a length networkd takes that of the address class."""
        found: list[Fact[Interface]] = []
        ipv6 = []
        for entry in self._entries("Address", "Address"):
            text = entry.value or ""
            address = interface_of(text)
            plain = ip(text)
            if address is None and plain is not None:
                address = Interface(plain, classful_prefix(plain))
                self.remarks.append(mask_missing(address, entry.value_place, "Address"))
            if address is not None:
                found.append(Fact(address, (entry.value_place,)))
            elif is_ipv6_text(text):
                ipv6.append(text)
            elif text:
                self.remarks.append(remark("address-invalid", entry.value_place, "Address", text, effect="dropped"))
        return found, ipv6

    def _resolvers(self) -> Iterator[Fact[str]]:
        """DNS= takes several addresses with blanks between; `#name` and `:port` may follow one."""
        for entry in self.document.listed("Network", "DNS"):
            for word in re.finditer(r"\S+", entry.value or ""):
                text = re.split(r"[#:%]", word.group())[0]
                start = entry.value_start + word.start()
                if ip(text) is not None:
                    yield Fact(text, (Place(entry.source, start, start + len(text)),))
                elif not is_ipv6_text(word.group().partition("#")[0]):
                    self.remarks.append(remark("address-invalid", entry.value_place, "DNS", word.group(), effect="dropped"))

    def _flag(self, section: str, key: str) -> bool:
        entry = self.document.last(section, key)
        return entry is None or (entry.value or "").lower() not in _NO

    def _gateway(self, reading: Draft) -> None:
        """Gateway= of [Network], and [Route] sections with a Gateway and no Destination (or the default one)."""
        defaults: list[tuple[int, Entry, bool]] = [(0, entry, False) for entry in self.document.listed("Network", "Gateway")]
        reading.routes = tuple(route for section in self.document.named("Route") for route in self._route(section, defaults))
        usable = [(metric, entry, on_link) for metric, entry, on_link in defaults if self._is_router(entry)]
        best = min(usable, key=lambda default: default[0], default=None)
        if best is None:
            return
        metric, entry, on_link = best
        reading.gateway_stated = Fact(entry.value, (entry.value_place,))
        reading.gateway = reading.gateway_stated.map(ip)
        reading.metric = metric
        settle_gateway(reading, self.remarks, "Gateway", on_link)
        if reading.method.value == "dhcp" and reading.gateway.known and metric < LEASE_METRIC:
            reading.lease_router = False

    def _is_router(self, entry: Entry) -> bool:
        text = entry.value or ""
        if ip(text) is None and not is_ipv6_text(text) and not text.startswith("_") and text:
            self.remarks.append(remark("address-invalid", entry.value_place, "Gateway", text, effect="no-default-route"))
        return ip(text) is not None

    def _route(self, section: Section, defaults: list[tuple[int, Entry, bool]]) -> Iterator[Route]:
        to, via, given = section.last("Destination"), section.last("Gateway"), section.last("Metric")
        metric = number_of(given.value) if given is not None else None
        text = (to.value or "") if to is not None else ""
        if section.last("Table") is not None or is_ipv6_text(text) or (via is not None and is_ipv6_text(via.value or "")):
            return
        target = target_of(text) if text else None
        if via is not None and (not text or (target is not None and target.prefix == 0)):
            on_link = section.last("GatewayOnLink") or section.last("GatewayOnlink")
            defaults.append((metric or 0, via, on_link is not None and (on_link.value or "").lower() in _YES))
        elif to is not None and (target is None or (via is not None and ip(via.value or "") is None)):
            values = {"reason": "unreadable", "effect": "dropped"}
            self.remarks.append(remark("route-entry-invalid", to.value_place, "Route", text, **values))
        elif to is not None and target is not None:
            yield Route(target, ip(via.value or "") if via is not None else None, metric, to.value_place)
