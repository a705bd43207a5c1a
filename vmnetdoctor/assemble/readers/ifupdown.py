"""What ifupdown makes of the `iface` stanzas of one interface (guest-ifcfg.md section 9; interfaces(5))."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.assemble.readers.draft import Draft
from vmnetdoctor.assemble.readers.plain_values import (
    is_ipv6_text,
    length_of,
    mask_missing,
    number_of,
    remark,
    settle_gateway,
    target_of,
)
from vmnetdoctor.model.addr import Interface, classful_prefix, ip, prefix_of, subnet_of
from vmnetdoctor.model.facts import UNKNOWN, Fact
from vmnetdoctor.model.guest import Remark, Route
from vmnetdoctor.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.formats.ifupdown import Stanza
    from vmnetdoctor.formats.syntax import Entry
    from vmnetdoctor.model.guest import Reading

READER = "ifupdown"
_METHODS = {"dhcp": "dhcp", "bootp": "dhcp", "static": "static", "manual": "disabled", "loopback": "disabled", "ppp": "disabled",
            "tunnel": "disabled", "none": "disabled", "auto": "dhcp"}
_COMMANDS = ("up", "post-up", "pre-up")
_ROUTE = re.compile(r"\b(?:ip\s+(?:-4\s+)?route\s+(?:add|replace)|route\s+add)\s+(?P<rest>.{1,300})")
_TO = re.compile(r"^(?:-net\s+|-host\s+)?(default|[\d./]+)")
_VIA = re.compile(r"\b(?:via|gw)\s+([\d.]+)")
_NETMASK = re.compile(r"\bnetmask\s+([\d.]+)")
_METRIC = re.compile(r"\bmetric\s+(\d{1,9})")


class Named(NamedTuple):
    """All stanzas of one interface, aliases (`eth0:1`) included, and the `auto` or `allow-hotplug` entry that starts it."""

    name: str
    stanzas: tuple[Stanza, ...]
    start: Entry | None

    @property
    def place(self) -> Place:
        return self.stanzas[0].name.value_place


def read(interface: Named) -> Reading:
    """The stanzas of `inet` added up."""
    return _Interface(interface).reading()


class _Interface:
    __slots__ = ("inet", "interface", "refused", "remarks")

    def __init__(self, interface: Named) -> None:
        self.interface = interface
        self.remarks: list[Remark] = []
        self.refused = False
        self.inet = [stanza for stanza in interface.stanzas if stanza.family in ("inet", "")]

    def reading(self) -> Reading:
        addresses = [found for stanza in self.inet if _method(stanza) == "static" for found in self._addresses(stanza)]
        reading = Draft(READER, self._starts(), self._kind(), UNKNOWN, UNKNOWN)
        reading.addresses = tuple(addresses)
        reading.dns = tuple(found for stanza in self.inet for found in self._resolvers(stanza))
        self._routes(reading)
        reading.ipv6 = self._ipv6()
        return reading.rejected(self.remarks) if self.refused else reading.finished(self.remarks)

    def _starts(self) -> Fact[bool]:
        start = self.interface.start
        return Fact(True, (start.value_place,)) if start is not None else Fact(False, (self.interface.place,), "auto-missing")

    def _kind(self) -> Fact[str]:
        """dhcp beside static is both; a method nobody knows makes ifup refuse the file."""
        best: Fact[str] | None = None
        for stanza in self.inet:
            method = _method(stanza)
            place = (stanza.method.value_place,) if stanza.method is not None else (stanza.name.value_place,)
            if method is None:
                self.refused = True
                word = (stanza.method.value or "") if stanza.method is not None else ""
                self.remarks.append(remark("bootproto-unknown", place[0], "iface", word, taken="rejected"))
            elif best is None or (method == "dhcp" and best.value != "dhcp") or best.value == "disabled":
                best = Fact(method, place)
        if self.refused:
            return Fact("rejected", best.places if best is not None else ())
        return best if best is not None else Fact("disabled", (self.interface.place,))

    def _addresses(self, stanza: Stanza) -> Iterator[Fact[Interface]]:
        """`address a[/len]` with `netmask` as quad or length; without either the length of the address class."""
        entry, netmask = stanza.option("address"), stanza.option("netmask")
        if entry is None:
            self.refused = True
            values = {"word": "static", "effect": "rejected"}
            place = stanza.method.value_place if stanza.method is not None else stanza.name.value_place
            self.remarks.append(Remark("static-without-address", place, (), values))
            return
        text, slash, length = (entry.value or "").split()[0].partition("/")
        address = ip(text)
        if address is None:
            self.refused = True
            self.remarks.append(remark("address-invalid", entry.value_place, "address", entry.value or "", effect="rejected"))
            return
        prefix, places = (length_of(length), (entry.value_place,)) if slash else self._mask(entry, netmask)
        if prefix is None and (slash or netmask is not None):
            self.refused = True
            wrong = entry if slash or netmask is None else netmask
            values = {"effect": "rejected", "address": text}
            self.remarks.append(remark("mask-invalid", wrong.value_place, wrong.key, wrong.value or "", **values))
            return
        if prefix is None:
            prefix = classful_prefix(address)
            self.remarks.append(mask_missing(Interface(address, prefix), entry.value_place, "address"))
        yield Fact(Interface(address, prefix), places)

    def _mask(self, entry: Entry, netmask: Entry | None) -> tuple[int | None, tuple[Place, ...]]:
        if netmask is None:
            return None, (entry.value_place,)
        number = ip(netmask.value or "")
        prefix = prefix_of(number) if number is not None else length_of(netmask.value or "")
        return prefix, (entry.value_place, netmask.value_place)

    def _resolvers(self, stanza: Stanza) -> Iterator[Fact[str]]:
        """dns-nameservers: taken by resolvconf where it is installed."""
        for entry in stanza.options:
            if entry.key not in ("dns-nameservers", "dns-nameserver", "dns_nameservers"):
                continue
            for word in re.finditer(r"\S+", entry.source.text[entry.value_start:entry.value_end]):
                start = entry.value_start + word.start()
                if ip(word.group()) is not None:
                    yield Fact(word.group(), (Place(entry.source, start, start + len(word.group())),))
                elif not is_ipv6_text(word.group()) and word.group() != "\\":
                    self.remarks.append(remark("address-invalid", entry.value_place, entry.key, word.group(), effect="dropped"))

    def _routes(self, reading: Draft) -> None:
        """`gateway` of a static stanza and the route commands behind `up`; the first default route stays, later ones fail."""
        routes: list[Route] = []
        for stanza in self.inet:
            entry = stanza.option("gateway") if _method(stanza) == "static" else None
            if entry is not None:
                self._gateway(reading, stanza, entry)
            for command in stanza.options:
                if command.key in _COMMANDS:
                    routes += self._command(reading, command)
        reading.routes = tuple(routes)
        settle_gateway(reading, self.remarks, "gateway", on_link=False)
        if reading.method.value == "dhcp" and reading.gateway.known:
            reading.lease_router = False

    def _gateway(self, reading: Draft, stanza: Stanza, entry: Entry) -> None:
        if ip(entry.value or "") is None:
            values = {"effect": "no-default-route"}
            self.remarks.append(remark("address-invalid", entry.value_place, "gateway", entry.value or "", **values))
        if not reading.gateway_stated.known:
            reading.gateway_stated = Fact(entry.value, (entry.value_place,))
            reading.gateway = reading.gateway_stated.map(ip)
            metric = stanza.option("metric")
            reading.metric = number_of(metric.value) if metric is not None else 0

    def _command(self, reading: Draft, command: Entry) -> list[Route]:
        found = _ROUTE.search(command.value or "")
        to = _TO.match(found["rest"]) if found is not None else None
        if found is None or to is None:
            return []
        via, mask, metric = _VIA.search(found["rest"]), _NETMASK.search(found["rest"]), _METRIC.search(found["rest"])
        router = ip(via[1]) if via is not None else None
        number, length = ip(to[1]), prefix_of(ip(mask[1]) or 0) if mask is not None else None
        target = subnet_of(number, length) if number is not None and length is not None else target_of(to[1])
        if target is None:
            return []
        if target.prefix == 0 and router is not None:
            if not reading.gateway_stated.known:
                reading.gateway_stated = Fact(via[1] if via is not None else None, (command.value_place,))
                reading.gateway = reading.gateway_stated.map(ip)
                reading.metric = int(metric[1]) if metric is not None else 0
            return []
        return [Route(target, router, int(metric[1]) if metric is not None else None, command.value_place)]

    def _ipv6(self) -> dict[str, object] | None:
        """Only where a static stanza of `inet6` states addresses."""
        stanzas = [s for s in self.interface.stanzas if s.family == "inet6" and _method(s) == "static"]
        addresses, gateway = [], None
        for stanza in stanzas:
            entry, length, router = stanza.option("address"), stanza.option("netmask"), stanza.option("gateway")
            if entry is not None and is_ipv6_text(entry.value or ""):
                plain = (entry.value or "").partition("/")
                addresses.append(f"{plain[0]}/{plain[2] or (length.value if length is not None else 64)}")
                gateway = gateway or (router.value if router is not None else None)
        return {"method": "static", "addresses": addresses, "gateway": gateway, "dns": []} if addresses else None


def _method(stanza: Stanza) -> str | None:
    """The method's meaning; a stanza without one (its parts come from a template) is `manual`, so no address."""
    return "disabled" if stanza.method is None else _METHODS.get(stanza.method.value or "")
