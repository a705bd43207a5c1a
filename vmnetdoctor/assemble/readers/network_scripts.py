"""What network-scripts of EL6, EL7 and EL8 make of an ifcfg file with its companions (guest-ifcfg.md 3-5, measured.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.assemble.readers import shell_aliases
from vmnetdoctor.assemble.readers.addressing import (
    SUFFIXES,
    assumed_prefix,
    disagreement,
    is_ipv6,
    network_keys,
    plain_prefix,
    with_prefix,
)
from vmnetdoctor.assemble.readers.draft import Draft
from vmnetdoctor.assemble.readers.ipv6 import shell_ipv6
from vmnetdoctor.assemble.readers.keys import strange
from vmnetdoctor.assemble.readers.oddities import oddities, unread_numbers
from vmnetdoctor.assemble.readers.parts import ShellKeys, at, stated
from vmnetdoctor.assemble.readers.words import against_meaning, shell_false, shell_onboot
from vmnetdoctor.model.addr import Subnet, ip, ip_text, mac, prefix_of
from vmnetdoctor.model.facts import UNKNOWN, Fact, assumed
from vmnetdoctor.model.guest import Remark, Route

if TYPE_CHECKING:
    from vmnetdoctor.assemble.readers.parts import Parts
    from vmnetdoctor.assemble.release import Release
    from vmnetdoctor.formats.syntax import Entry
    from vmnetdoctor.model.addr import Interface
    from vmnetdoctor.model.guest import Reading

READER = "network-scripts"
_DYNAMIC = ("dhcp", "bootp")
_STATIC = frozenset({"", "none", "static", "manual"})
_NO_IPV4_NEEDED = ("IPV6ADDR", "DHCPV6C", "BONDING_OPTS", "VLAN", "PHYSDEV")
_LEFTOVERS = ("IPADDR", "IPADDR0", "IPADDR1", "IPADDR2", "GATEWAY")


def read(parts: Parts, release: Release) -> Reading:
    """The reading of `ifup` and what it calls."""
    return _Ifup(parts, release.scripts).reading()


class _Ifup:
    """One run of `ifup` over one profile; `scripts` is the generation 6, 7 or 8."""

    __slots__ = ("aliases", "first", "keys", "numbers", "parts", "remarks", "scripts", "unknown")

    def __init__(self, parts: Parts, scripts: int) -> None:
        self.parts = parts
        self.scripts = scripts
        self.keys = ShellKeys(parts.main, parts.network)
        self.unknown = strange(self.keys.main.keys())
        self.remarks: list[Remark] = oddities(self.keys.main, self.unknown, parts.main.mistakes)
        self.numbers: set[str] = set()                   # numbered keys that were looked at
        self.first: Fact[Interface] | None = None        # the first address: the gateway check uses its mask
        self.aliases: shell_aliases.Aliases | None = None

    def reading(self) -> Reading:
        starts = self._starts()
        card, refused = self._card()
        method = self._method()
        get = self.keys.get
        reading = Draft(READER, starts, method, card, self._stated_gateway())
        if refused:
            return reading.rejected(self.remarks)
        if get("BRIDGE") or (get("SLAVE") == "yes" and get("MASTER")):
            reading.method = assumed("disabled", "port")
            return reading.finished(self.remarks)
        dynamic = method.value == "dhcp"
        addresses = () if dynamic else self._addresses()
        if self.parts.aliases:
            self.aliases = shell_aliases.read(self.parts, self.keys, addresses, self.scripts)
            self.remarks += self.aliases.remarks
            addresses += self.aliases.addresses
        reading.addresses, reading.metric = addresses, self._metric()
        self._resolvers(reading, dynamic)
        if dynamic:
            self._lease_route(reading)
        else:
            self._static_route(reading, method)
        self._routes(reading)
        if "IPV6ADDR" in self.keys.main or "DHCPV6C" in self.keys.main:
            reading.ipv6 = shell_ipv6(self.keys, self.scripts, self.remarks)
        if self.unknown and not dynamic:
            self.remarks += unread_numbers(self.keys.main, self.numbers, READER)
        return reading.finished(self.remarks)

    # Whether and where it is brought up.

    def _starts(self) -> Fact[bool]:
        main = self.keys.main
        entry = main.entry("ONBOOT")
        if entry is None:
            return assumed(True, "onboot-missing") if shell_onboot(main.source.text, "", self.scripts) else Fact(False)
        word = self.keys.get("ONBOOT") or ""
        starts = shell_onboot(main.source.text, word, self.scripts)
        if against_meaning(word, starts):
            self.remarks.append(Remark("onboot-word-ignored", entry.value_place, (), {"word": word, "starts": starts}))
        return Fact(starts, (entry.value_place,))

    def _card(self) -> tuple[Fact[str], bool]:
        """The card the file is bound to, and whether `ifup` gives up on the file (h, c; measured.md: HWADDR with dashes)."""
        get, entry = self.keys.get, self.keys.entry
        device, hwaddr = get("DEVICE") or "", get("HWADDR")
        refused = device.endswith("\r")
        if not hwaddr or get("TYPE") == "InfiniBand":
            if not device and not hwaddr:
                place = at(entry("DEVICE"), self.keys.main.source)
                self.remarks.append(Remark("device-key-missing", place, (), {"reader": READER, "effect": "not-started"}))
            return UNKNOWN, refused or not (device or hwaddr)
        found = mac(hwaddr) if "-" not in hwaddr else None
        fact: Fact[str] = Fact(found, (at(entry("HWADDR"), self.keys.main.source),))
        if found is None:
            self._value("value-invalid", entry("HWADDR"), effect="card-ignored")
        return fact, refused or found is None

    def _method(self) -> Fact[str]:
        """Exactly `dhcp` or `bootp`, in lower case, is dynamic; whatever else is static (section 4)."""
        entry = self.keys.entry("BOOTPROTO")
        word = self.keys.get("BOOTPROTO") or ""
        if word in _DYNAMIC or (self.scripts == 6 and not word and self.keys.get("BOOTP") == "yes"):
            return Fact("dhcp", (entry.value_place,) if entry else ())
        if entry is None:
            return assumed("static", "bootproto-missing")
        if word.lower() not in _STATIC and not word.endswith("\r"):
            self._value("bootproto-unknown", entry, taken="static", meant="dhcp" if word.strip().lower() in _DYNAMIC else "")
        return Fact("static", (entry.value_place,))

    # Addresses.

    def _addresses(self) -> tuple[Fact[Interface], ...]:
        """IPADDR, IPADDR0, IPADDR1, ... with the gaps that `expand_config` allows."""
        found: list[Fact[Interface]] = []
        optional = 3 if self.scripts == 6 else 2
        for index, suffix in enumerate(SUFFIXES):
            text = self.keys.get("IPADDR" + suffix)
            if not text:
                if index > optional:
                    break
                continue
            self.numbers.add("IPADDR" + suffix)
            address = self._address(suffix, text)
            if self.first is None:
                self.first = address or Fact(None)
            if address is not None:
                found.append(address)
        return tuple(found)

    def _address(self, suffix: str, text: str) -> Fact[Interface] | None:
        entry = self.keys.entry("IPADDR" + suffix)
        address = ip(text)
        if entry is None or address is None:
            self._value("address-invalid", entry, effect="no-address")
            return None
        prefix_text, mask_text = self.keys.get("PREFIX" + suffix), self.keys.get("NETMASK" + suffix) or ""
        if prefix_text:
            marked = self.keys.entry("PREFIX" + suffix)
            prefix = plain_prefix(prefix_text)
            if prefix is not None and mask_text:
                apart = disagreement(prefix, mask_text, marked, self.keys.entry("NETMASK" + suffix))
                self.remarks += [apart] if apart else []
        elif mask_text:
            marked = self.keys.entry("NETMASK" + suffix)
            mask = ip(mask_text)
            prefix = None if mask is None else prefix_of(mask)
        else:
            marked, prefix = None, assumed_prefix(address, entry, self.remarks)
        if prefix is None:
            unclear = not prefix_text and ip(mask_text) is not None        # measured.md: not contiguous, claim no effect
            self._value("mask-invalid", marked, effect="unclear" if unclear else "no-address", address=text)
            return None
        return with_prefix(address, prefix, entry, marked)

    # Default route.

    def _stated_gateway(self) -> Fact[str]:
        text = self.keys.get("GATEWAY")
        return stated(text, self.keys.entry("GATEWAY")) if text else UNKNOWN

    def _metric(self) -> int | None:
        text = self.keys.get("METRIC") or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    def _default_off(self) -> Entry | None:
        """The assignment that keeps this interface from the default route: DEFROUTE=no, or GATEWAYDEV of another card."""
        if self.keys.get("DEFROUTE") == "no":
            return self.keys.entry("DEFROUTE")
        chosen = self.keys.get("GATEWAYDEV")
        return self.keys.entry("GATEWAYDEV") if chosen and chosen != self.keys.get("DEVICE") else None

    def _gateway(self, reading: Draft) -> Fact[int]:
        """GATEWAY as an address; a text that is none is remarked."""
        fact = reading.gateway_stated.map(ip)
        if reading.gateway_stated.known and fact.value is None:
            self._value("address-invalid", self.keys.entry("GATEWAY"), effect="no-default-route")
        return fact

    def _static_route(self, reading: Draft, method: Fact[str]) -> None:
        """The default route is set only if GATEWAY lies in the network of the first address (5b); silently none otherwise."""
        first, off, gateway = self.first, self._default_off(), self._gateway(reading)
        if first is None and self.aliases is None:
            self._without_address(method)
        own, router, written = first.value if first is not None else None, gateway.value, self.keys.get("NETWORK")
        inside = own is not None and router is not None and self._inside(own, router)
        taken = inside and (not written or own is None or ip(written) == own.subnet.base)
        lost = "route-lost" if inside and not taken and off is None else "none"
        self.remarks += network_keys(first, self.keys.entry("NETWORK"), self.keys.entry("BROADCAST"), lost, "taken")
        if off is not None:
            if gateway.known:
                self._value("default-route-off", off, gateway=reading.gateway_stated.value)
        elif taken and gateway.value is not None:
            reading.gateway = gateway
        elif self.keys.get("GATEWAYDEV"):
            stated = at(self.keys.entry("GATEWAYDEV"), self.keys.main.source)
            reading.routes += (Route(Subnet(0, 0), None, reading.metric, stated),)
        if off is None and self.aliases is not None and self.aliases.gateway.known:
            reading.gateway = self.aliases.gateway
            reading.gateway_stated = self.aliases.gateway.map(ip_text)

    def _inside(self, first: Interface, gateway: int) -> bool:
        if first.subnet.holds(gateway):
            return True
        line = self.keys.entry("GATEWAY")
        self._value("gateway-outside-subnet", line, subnet=str(first.subnet), gateway=ip_text(gateway), effect="dropped")
        return False

    def _without_address(self, method: Fact[str]) -> None:
        get = self.keys.get
        word = get("BOOTPROTO") or ""
        if any(map(get, _NO_IPV4_NEEDED)) or get("TYPE") in ("Bridge", "Bond", "Team"):
            return
        if word.lower() not in _STATIC:                  # bootproto-unknown says it already
            return
        place = method.place or at(self.keys.entry("DEVICE"), self.keys.main.source)
        self.remarks.append(Remark("static-without-address", place, (), {"word": word, "effect": "up-without-address"}))

    def _lease_route(self, reading: Draft) -> None:
        """GATEWAY beside dhcp replaces the lease's routers, unless DHCLIENT_IGNORE_GATEWAY starts with y (5a)."""
        off, gateway = self._default_off(), UNKNOWN
        if off is not None:
            reading.lease_router = False
        elif reading.gateway_stated.known and not (self.keys.get("DHCLIENT_IGNORE_GATEWAY") or "").startswith(("y", "Y")):
            gateway = reading.gateway = self._gateway(reading)
            reading.lease_router = False
        main = self.keys.main
        left = [e for e in (main.entry(key) for key in _LEFTOVERS if main.get(key)) if e is not None]
        if left:
            values = {"keys": ", ".join(e.key for e in left), "effect": "gateway-replaces-router" if gateway.known else "ignored",
                      "gateway": reading.gateway_stated.value}
            self.remarks.append(Remark("static-leftovers-under-dhcp", left[0].value_place,
                                       tuple(("same", e.value_place) for e in left[1:]), values))

    # Resolvers and further routes.

    def _resolvers(self, reading: Draft, dynamic: bool) -> None:
        """DNS1 to DNS3 (EL6: DNS2); PEERDNS=no drops them too (5g)."""
        get, entry = self.keys.get, self.keys.entry
        peer = get("PEERDNS")
        reading.lease_dns = peer != "no"
        texts: dict[str, Fact[str]] = {}
        for key in ("DNS1", "DNS2") if self.scripts == 6 else ("DNS1", "DNS2", "DNS3"):
            text = get(key)
            if not text:
                continue
            self.numbers.add(key)
            if ip(text) is None and not is_ipv6(text):
                self._value("address-invalid", entry(key), effect="resolver-unusable")
            else:
                texts.setdefault(text, stated(text, entry(key)))
        if not texts:
            return
        if peer == "no" or (self.scripts >= 7 and shell_false(peer or "", self.scripts)):
            self._value("dns-dropped-by-peerdns", entry("PEERDNS"), dropped=", ".join(texts), effect="written-ones")
            return
        reading.dns = tuple(texts.values())
        if dynamic and self.scripts >= 7:
            reading.lease_dns = False                    # all servers of the lease are taken out of resolv.conf

    def _routes(self, reading: Draft) -> None:
        if self.parts.routes is not None:
            from vmnetdoctor.assemble.readers.routes import shell_routes

            shell_routes(self.parts.routes, self.keys.get("DEVICE") or "", reading, self.scripts, self.remarks)

    def _value(self, code: str, entry: Entry | None, **values: object) -> None:
        """A remark about one assignment."""
        if entry is not None and (entry.value is None or "\r" not in entry.value):
            self.remarks.append(Remark(code, entry.value_place, (), {"key": entry.key, "value": entry.value or "", **values}))
