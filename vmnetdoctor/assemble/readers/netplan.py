"""What netplan and its renderer make of one device of the netplan files (guest-ifcfg.md section 9)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.assemble.readers.draft import Draft
from vmnetdoctor.assemble.readers.plain_values import (
    DEFAULTS,
    interface_of,
    is_ipv6_text,
    number_of,
    remark,
    settle_gateway,
    syntax_remark,
    target_of,
)
from vmnetdoctor.model.addr import ip, mac
from vmnetdoctor.model.facts import UNKNOWN, Fact, assumed
from vmnetdoctor.model.guest import Route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.formats.netplan import Netplan, Value
    from vmnetdoctor.model.addr import Interface
    from vmnetdoctor.model.guest import Reading, Remark
    from vmnetdoctor.source import Place

READER = "netplan"
LEASE_METRIC = 100
_PATTERN = re.compile(r"[*?\[]")


class Device(NamedTuple):
    """One device with the definitions of all files joined; `renderer` is networkd unless a file says NetworkManager."""

    section: str
    name: str
    value: Value
    place: Place
    renderer: str
    port: bool


def device_of(device: Device) -> Fact[str]:
    """The card's name: set-name, else a `match` by name, else the id itself; a pattern or a match by MAC alone leaves it open."""
    renamed = device.value.text("set-name")
    if renamed is not None:
        return Fact(renamed.data, (renamed.place,))
    match = device.value.get("match")
    if match is None or not match.data:
        return Fact(device.name, (device.place,))
    name = match.text("name")
    return Fact(name.data, (name.place,)) if name is not None and not _PATTERN.search(name.data) else UNKNOWN


def card_of(device: Device) -> Fact[str]:
    """match.macaddress: the card it is bound to.  `macaddress` beside it sets an address and binds nothing."""
    found = device.value.text("match", "macaddress")
    return Fact(mac(found.data), (found.place,)) if found is not None else UNKNOWN


def refused(document: Netplan) -> Reading:
    """A file that YAML refuses: netplan then generates nothing, for no device."""
    error = document.refused
    remarks = [syntax_remark(error.reason, error.place, (), True, error.values)] if error is not None else []
    return Draft(READER, assumed(False, "netplan-refused"), Fact("rejected"), UNKNOWN, UNKNOWN).rejected(remarks)


def read(device: Device) -> Reading:
    """The reading of one device."""
    return _Device(device).reading()


class _Device:
    __slots__ = ("device", "refused", "remarks", "value")

    def __init__(self, device: Device) -> None:
        self.device = device
        self.value = device.value
        self.remarks: list[Remark] = []
        self.refused = False                        # netplan stops at the first error and generates nothing

    def reading(self) -> Reading:
        addresses, ipv6 = self._addresses()
        reading = Draft(READER, self._starts(), self._method(addresses), card_of(self.device), UNKNOWN)
        reading.addresses = tuple(addresses)
        reading.dns = tuple(self._resolvers())
        overrides = self.value.get("dhcp4-overrides")
        reading.lease_router = overrides is None or overrides.flag("use-routes") is not False
        reading.lease_dns = overrides is None or overrides.flag("use-dns") is not False
        if reading.method.value == "dhcp":
            metric = overrides.text("route-metric") if overrides is not None else None
            reading.metric = number_of(metric.data) if metric is not None else LEASE_METRIC
        self._routes(reading)
        if ipv6:
            reading.ipv6 = {"method": "static", "addresses": ipv6, "gateway": None, "dns": []}
        return reading.rejected(self.remarks) if self.refused else reading.finished(self.remarks)

    def _starts(self) -> Fact[bool]:
        mode = self.value.text("activation-mode")
        if mode is not None and mode.data in ("manual", "off"):
            return Fact(False, (mode.place,))
        return assumed(True, "netplan-default")

    def _method(self, addresses: list[Fact[Interface]]) -> Fact[str]:
        wish = self.value.get("dhcp4")
        if wish is not None and self.value.flag("dhcp4") is None:
            self._refuse("value-invalid", wish, "dhcp4")
        if wish is not None and self.value.flag("dhcp4"):
            return Fact("dhcp", (wish.place,))
        if addresses:
            return Fact("static", addresses[0].places)
        local = next((item for item in self.value.items("link-local") if item.data == "ipv4"), None)
        if local is not None:
            return Fact("link-local", (local.place,))
        return Fact("disabled", (wish.place,)) if wish is not None else assumed("disabled", "no-address")

    def _addresses(self) -> tuple[list[Fact[Interface]], list[str]]:
        """`addresses`: each needs its prefix length; an item may be a mapping whose key is the address."""
        found: list[Fact[Interface]] = []
        ipv6 = []
        for item in self.value.items("addresses"):
            text, place = _address_text(item)
            address = interface_of(text)
            if address is not None:
                found.append(Fact(address, (place,)))
            elif is_ipv6_text(text):
                ipv6.append(text)
            else:
                self.refused = True
                values = {"effect": "rejected", "prefix_missing": ip(text) is not None}
                self.remarks.append(remark("address-invalid", place, "addresses", text, **values))
        return found, ipv6

    def _resolvers(self) -> Iterator[Fact[str]]:
        for item in self.value.items("nameservers", "addresses"):
            text = item.data if isinstance(item.data, str) else ""
            if ip(text) is not None:
                yield Fact(text, (item.place,))
            elif not is_ipv6_text(text):
                self._refuse("address-invalid", item, "nameservers")

    def _routes(self, reading: Draft) -> None:
        """gateway4 and the default among `routes`; the lowest metric wins, of equal ones the first."""
        defaults: list[tuple[int, Fact[str], bool]] = []
        old = self.value.get("gateway4")
        if old is not None:
            if not isinstance(old.data, str) or ip(old.data) is None:
                self._refuse("address-invalid", old, "gateway4")
            else:
                defaults.append((0, Fact(old.data, (old.place,)), False))
        routes = [route for item in self.value.items("routes") for route in self._route(item, defaults)]
        reading.routes = tuple(routes)
        best = min(defaults, key=lambda default: default[0], default=None)
        if best is None:
            return
        reading.gateway_stated = best[1]
        reading.gateway = best[1].map(ip)
        reading.metric = best[0] if best[0] or reading.method.value != "dhcp" else 0
        key = "gateway4" if old is not None and best[1].places == (old.place,) else "via"
        settle_gateway(reading, self.remarks, key, best[2] or self.device.renderer == "NetworkManager")
        reading.lease_router = reading.lease_router and not (reading.method.value == "dhcp" and reading.gateway.known
                                                             and best[0] < LEASE_METRIC)

    def _route(self, item: Value, defaults: list[tuple[int, Fact[str], bool]]) -> Iterator[Route]:
        to, via = item.text("to"), item.text("via")
        kind = item.text("type")
        if (to is not None and is_ipv6_text(to.data)) or (via is not None and is_ipv6_text(via.data)):
            return
        target = target_of(to.data) if to is not None else None
        if target is None or to is None or (via is not None and ip(via.data) is None):
            self._refuse("route-entry-invalid", to or via or item, "routes", reason="unreadable")
            return
        if item.get("table") is not None or (kind is not None and kind.data != "unicast"):
            return                                   # another table, or a route that drops packets
        given = item.text("metric")
        metric = number_of(given.data) if given is not None else None
        if to.data in DEFAULTS and via is not None:
            defaults.append((metric or 0, Fact(via.data, (via.place,)), item.flag("on-link") is True))
        else:
            yield Route(target, ip(via.data) if via is not None else None, metric, to.place)

    def _refuse(self, code: str, value: Value, key: str, **values: object) -> None:
        self.refused = True
        shown = value.data if isinstance(value.data, str) else value.place.text[:80]
        self.remarks.append(remark(code, value.place, key, shown, **{"effect": "rejected", **values}))


def _address_text(item: Value) -> tuple[str, Place]:
    if isinstance(item.data, dict) and len(item.data) == 1:
        (text, inner), = item.data.items()
        return text, inner.key
    return (item.data if isinstance(item.data, str) else item.place.text[:80]), item.place
