"""What NetworkManager's ifcfg-rh plugin makes of an ifcfg file, from 0.8.1 to 1.54 (guest-ifcfg.md sections 3-5)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.assemble.readers import nm_addresses
from vmnetdoctor.assemble.readers.addressing import is_ipv6, network_keys
from vmnetdoctor.assemble.readers.draft import Draft
from vmnetdoctor.assemble.readers.ipv6 import nm_ipv6
from vmnetdoctor.assemble.readers.nm_file import NmFile
from vmnetdoctor.assemble.readers.oddities import unread_numbers
from vmnetdoctor.assemble.readers.parts import at, stated
from vmnetdoctor.assemble.readers.words import against_meaning, nm_boolean
from vmnetdoctor.model.addr import ip, ip_text, mac
from vmnetdoctor.model.facts import UNKNOWN, Fact, assumed
from vmnetdoctor.model.guest import Remark
from vmnetdoctor.patterns import late

if TYPE_CHECKING:
    from vmnetdoctor.assemble.readers.parts import Parts
    from vmnetdoctor.assemble.release import Release
    from vmnetdoctor.formats.syntax import Entry
    from vmnetdoctor.model.guest import Reading

READER = "networkmanager"
ETHERNET_METRIC = 100
_METHODS = {"dhcp": "dhcp", "bootp": "dhcp", "autoip": "link-local", "shared": "shared", "none": "", "static": "", "": ""}
_TYPES = frozenset({"ethernet", "wireless", "infiniband", "bond", "team", "vlan", "bridge", "ctc"})
_PORT_KEYS = ("MASTER", "MASTER_UUID", "BRIDGE", "BRIDGE_UUID", "TEAM_MASTER", "TEAM_MASTER_UUID")
_UUID = late(r"(?=.{36}\Z)[0-9A-Fa-f]*(?:-[0-9A-Fa-f]*){4}|[0-9A-Fa-f]{40}", re.ASCII)
_MANUAL = tuple(stem + suffix for stem in ("IPADDR", "PREFIX", "NETMASK") for suffix in ("", "0", "1", "2"))
_NO_IPV4_NEEDED = ("IPV6ADDR", "DHCPV6C", "BONDING_OPTS", "VLAN", "PHYSDEV")
_NUMBER = late(r"[0-9]{1,9}", re.ASCII)


def read(parts: Parts, release: Release) -> Reading:
    """The reading of the plugin of that release's NetworkManager."""
    return IfcfgRh(parts, release.network_manager).reading()


class IfcfgRh(NmFile):
    """One file as the plugin goes through it."""

    __slots__ = ()

    def reading(self) -> Reading:
        managed, card = self._managed(), self._card()
        starts = self._starts(managed)
        self._identity()
        port = any(self.get(key) for key in _PORT_KEYS)
        method = assumed("disabled", "port") if port else self._method()
        reading = Draft(READER, starts, method, card, self._stated_gateway())
        reading.managed, reading.metric = managed, self._metric()
        if not port:
            self._addressing(reading)
        return reading.rejected(self.remarks) if self.refused else reading.finished(self.remarks)

    # What the profile is for.

    def _managed(self) -> bool:
        kind = (self.get("TYPE") or "").lower()
        if kind and kind not in _TYPES and not self.get("DEVICETYPE"):
            self.remark("value-invalid", self.entry("TYPE"), effect="unhandled")
            return False
        return self.boolean("NM_CONTROLLED", True)

    def _starts(self, managed: bool) -> Fact[bool]:
        """ONBOOT: default and every unknown word are yes (5d)."""
        entry, word = self.entry("ONBOOT"), self.get("ONBOOT")
        if not managed:
            return Fact(False, (at(self.entry("NM_CONTROLLED") or self.entry("TYPE"), self.document.source),))
        if entry is None:
            return assumed(True, "onboot-missing")
        starts = nm_boolean(word or "", True, self.version)
        if word and against_meaning(word, starts):
            self.remarks.append(Remark("onboot-word-ignored", entry.value_place, (), {"word": word, "starts": starts}))
        return Fact(starts, (entry.value_place,))

    def _card(self) -> Fact[str]:
        text = self.get("HWADDR")
        if not text or (self.get("TYPE") or "").lower() == "infiniband":
            return UNKNOWN                               # 20 bytes there, and none of them a virtual machine's
        found = mac(text.strip())
        if found is None:
            self.refuse("value-invalid", self.entry("HWADDR"))
        return Fact(found, (at(self.entry("HWADDR"), self.document.source),))

    def _identity(self) -> None:
        """What the plugin wants to know before it looks at addresses: a device or a type, a legal UUID, no stray bond."""
        get = self.get
        kind = get("TYPE") or get("DEVICETYPE")
        if not kind and not get("DEVICE"):
            self.refused = True
            values = {"reader": READER, "effect": "rejected"}
            self.remarks.append(Remark("device-key-missing", at(self.entry("DEVICE"), self.document.source), (), values))
        uuid = get("UUID")
        if uuid and self.version >= (1, 0) and not _UUID.fullmatch(uuid):
            self.refuse("value-invalid", self.entry("UUID"))
        stray = get("BONDING_MASTER") and not get("BONDING_OPTS") and (kind or "").lower() != "bond"
        if stray and self.boolean("BONDING_MASTER", False):
            self.refuse("value-invalid", self.entry("BONDING_MASTER"))

    def _method(self) -> Fact[str]:
        """BOOTPROTO in any case; none, static and nothing are told apart by whether an address is written (section 4)."""
        entry, word = self.entry("BOOTPROTO"), (self.get("BOOTPROTO") or "").lower()
        places = (entry.value_place,) if entry is not None else ()
        found = _METHODS.get(word)
        if found is None:
            self.refuse("bootproto-unknown", entry, taken="ignored" if word == "ibft" else "rejected")
            return Fact("rejected", places)
        if not found:
            found = "static" if any(map(self.get, _MANUAL)) else "disabled"
            if self.version < (0, 9) and not word and found == "disabled" and not self.boolean("IPV6INIT", False):
                found = "dhcp"
        return Fact(found, places) if word else Fact(found, places, "bootproto-missing")

    # Addressing.

    def _addressing(self, reading: Draft) -> None:
        ignores_static = self.version < (0, 9) and reading.method.value == "dhcp"
        never = self._never_default()
        if reading.method.value != "disabled" and not ignores_static:
            nm_addresses.read(self, reading)
        self._aliases(reading)
        self._default_route(reading, never, ignores_static)
        if reading.method.value != "disabled":
            self._resolvers(reading)
            reading.lease_router = reading.lease_router and never is None and self.boolean("PEERROUTES", True)
        if self.parts.routes is not None and not self.parts.rules:
            from vmnetdoctor.assemble.readers.routes import nm_routes

            self.refused |= nm_routes(self.parts.routes, reading, self.remarks)
        self._complaints(reading, ignores_static)
        if self.get("IPV6ADDR") or self.get("DHCPV6C"):
            reading.ipv6 = nm_ipv6(self)

    def _aliases(self, reading: Draft) -> None:
        if self.parts.aliases:
            gateway = nm_addresses.aliases(self, reading)
            if not self.get("DEFROUTE") and not reading.gateway.known and gateway.known:
                reading.gateway = gateway
                reading.gateway_stated = gateway.map(ip_text)

    def _never_default(self) -> Entry | None:
        """The assignment that makes the profile never-default: GATEWAYDEV of another device, else DEFROUTE=no."""
        chosen, line = self.network_value("GATEWAYDEV")
        device = self.get("DEVICE")
        if chosen and device:
            return line if chosen != device else None
        return self.entry("DEFROUTE") if not self.boolean("DEFROUTE", True) else None

    def _stated_gateway(self) -> Fact[str]:
        for key in ("GATEWAY", "GATEWAY0", "GATEWAY1", "GATEWAY2"):
            text = self.get(key)
            if text:
                return stated(text, self.entry(key))
        text, line = self.network_value("GATEWAY")
        return stated(text, line) if text else UNKNOWN

    def _default_route(self, reading: Draft, never: Entry | None, ignores_static: bool) -> None:
        """The file's gateway, else that of /etc/sysconfig/network where there is a static address; none if never-default."""
        if not reading.gateway.known and reading.addresses and not ignores_static:
            text, line = self.network_value("GATEWAY")
            if text and line is not None:
                reading.gateway = Fact(ip(text), (line.value_place,))
                if reading.gateway.value is None:
                    self.refuse("address-invalid", line)
        address = reading.gateway.value
        if address is None:
            return
        if never is not None:
            self.remark("default-route-off", never, gateway=ip_text(address))
            reading.gateway = UNKNOWN
        else:
            own = [a.value.subnet for a in reading.addresses if a.value is not None]
            if own and not any(subnet.holds(address) for subnet in own):
                reading.gateway_on_link = True
                values = {"key": "GATEWAY", "gateway": ip_text(address), "subnet": str(own[0]), "effect": "on-link"}
                self.remarks.append(Remark("gateway-outside-subnet", reading.gateway.places[0], (), values))
        if reading.gateway.known and reading.method.value == "dhcp":
            reading.lease_router = False

    def _metric(self) -> int:
        text = self.get("IPV4_ROUTE_METRIC") or ""
        return int(text) if _NUMBER.fullmatch(text) else ETHERNET_METRIC

    def _resolvers(self, reading: Draft) -> None:
        """DNS1, DNS2, ...: up to 10 with gaps before 1.34, since then up to the first gap (section 4)."""
        reading.lease_dns = self.boolean("PEERDNS", True)
        stops = self.version >= (1, 34)
        servers: list[Fact[str]] = []
        number, key = 1, "DNS1"
        while number <= (256 if stops else 10):
            text = self.get(key)
            if text:
                self._resolver(text, key, servers)
            elif stops:
                break
            number += 1
            key = f"DNS{number}"
        reading.dns = tuple(servers)
        if stops:
            self._after_gap(number)

    def _resolver(self, text: str, key: str, servers: list[Fact[str]]) -> None:
        address = text.partition("#")[0]                 # a name for DNS over TLS may follow
        if ip(address) is not None or is_ipv6(address):
            servers.append(stated(address, self.entry(key)))
        else:
            self.refuse("address-invalid", self.entry(key))

    def _after_gap(self, gap: int) -> None:
        for number in range(gap + 1, gap + 4):
            if self.get(f"DNS{number}"):
                self.remark("key-ignored", self.entry(f"DNS{number}"), reason="gap", missing=f"DNS{gap}", reader=READER)

    # What else is worth saying.

    def _complaints(self, reading: Draft, ignores_static: bool) -> None:
        first = reading.addresses[0] if reading.addresses else None
        if self.get("NETWORK") or self.get("BROADCAST"):
            self.remarks += network_keys(first, self.entry("NETWORK"), self.entry("BROADCAST"), "none", "none")
        method = reading.method.value
        if method == "dhcp":
            self._leftovers(reading, ignores_static)
        elif not reading.addresses and method in ("static", "disabled") and not self.refused:
            self._without_address(reading)
        elif method == "static" and self.get("GATEWAY") and not self.get("IPADDR") and not self.refused:
            self.remark("key-ignored", self.entry("GATEWAY"), reason="no-plain-address", reader=READER)
        if self.unknown and method != "dhcp":
            read = {f"{stem}{n}" for stem in ("IPADDR", "GATEWAY") for n in range(len(reading.addresses) + 2)}
            read |= {f"DNS{n}" for n in range(256)}
            self.remarks += unread_numbers(self.document, read, READER)

    def _leftovers(self, reading: Draft, ignores_static: bool) -> None:
        left = [self.entry(key) for key in ("IPADDR", "IPADDR0", "IPADDR1", "IPADDR2", "GATEWAY") if self.get(key)]
        lines = [entry for entry in left if entry is not None]
        if not lines:
            return
        effect = "gateway-replaces-router" if reading.gateway.known else "address-added" if reading.addresses else "ignored"
        values = {"keys": [e.key for e in lines], "effect": "ignored" if ignores_static else effect,
                  "gateway": reading.gateway_stated.value, "addresses": [str(a.value) for a in reading.addresses]}
        others = tuple(("same", e.value_place) for e in lines[1:])
        self.remarks.append(Remark("static-leftovers-under-dhcp", lines[0].value_place, others, values))

    def _without_address(self, reading: Draft) -> None:
        """Nothing to set: IPv4 stays off; a mask without an address is an invalid profile."""
        kind = (self.get("TYPE") or "").lower()
        if reading.method.value == "static":
            self.refused = True
        elif any(map(self.get, _NO_IPV4_NEEDED)) or kind in ("bridge", "bond", "team", "vlan"):
            return
        place = reading.method.place or at(self.entry("DEVICE"), self.document.source)
        values = {"word": self.get("BOOTPROTO") or "", "effect": "rejected" if self.refused else "disabled"}
        self.remarks.append(Remark("static-without-address", place, (), values))
