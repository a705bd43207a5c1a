"""A DHCP file to the networks it serves: one result per subnet, with what it hands out (vmware-networking.md 3)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from vmnetdoctor.model.addr import Subnet, ip, mac, mask_of, prefix_of
from vmnetdoctor.model.facts import UNKNOWN, Fact, assumed, record, unknown
from vmnetdoctor.model.host import Dhcp, Reservation

if TYPE_CHECKING:
    from collections.abc import Callable

    from vmnetdoctor.formats.dhcp import DhcpFile, Statement
    from vmnetdoctor.formats.dhcp_values import Value
    from vmnetdoctor.source import Place

_VMNET = re.compile(r"vmnet(\d{1,3})$", re.IGNORECASE | re.ASCII)


@record
class DhcpSegment:
    """One subnet of a DHCP file: the vmnet it is for (if that shows), its service, and the host adapter's address."""

    network: Fact[str]
    dhcp: Dhcp
    host_adapter: Fact[int]


def networks_of(document: DhcpFile, folder: str | None = None) -> list[DhcpSegment]:
    """The subnets of the file; `folder` is the vmnet of the folder it lies in (each Linux and macOS vmnet has its own file)."""
    statements = list(document.walk())
    hosts = [s for s in statements if s.keyword == "host" and s.children is not None]
    subnets = [s for s in statements if s.keyword == "subnet" and s.children is not None]
    parts = [_Segment(document, statement, hosts, folder, len(subnets) == 1) for statement in subnets]
    for host in hosts:
        owner = next((p for p in parts if p.owns(host)), None) or next((p for p in parts if p.holds(host)), None)
        if owner is not None:
            owner.hosts.append(host)
        elif parts:
            parts[0].hosts.append(host)
    return [part.result() for part in parts]


class _Segment:
    """A subnet with the host blocks written for it."""

    def __init__(self, document: DhcpFile, subnet: Statement, hosts: list[Statement], folder: str | None, single: bool) -> None:
        self.document = document
        self.statement = subnet
        self.subnet = self._subnet()
        self.hosts: list[Statement] = []
        segment = document.segment_at(subnet.start)
        self.number = segment.number if segment is not None else None
        self.segment = segment
        self.all_hosts = hosts
        self.folder = folder
        self.single = single

    def _subnet(self) -> Fact[Subnet]:
        values = self.statement.values
        base, mask = (ip(v.text) for v in values[:2]) if len(values) > 1 else (None, None)
        places = tuple(self.document.value_place(v) for v in values[:2])
        prefix = prefix_of(mask) if mask is not None else None
        if base is None or prefix is None or base & mask_of(prefix) != base:
            return Fact(None, places, "not-a-network")
        return Fact(Subnet(base, prefix), places)

    def owns(self, host: Statement) -> bool:
        """Written inside this subnet's block or between its segment's comments."""
        if host.parent is self.statement:
            return True
        return self.segment is not None and self.segment.start <= host.start < self.segment.end

    def holds(self, host: Statement) -> bool:
        """Its address lies in this subnet."""
        address = self._host_value(host, "fixed-address", ip).value
        return address is not None and self.subnet.value is not None and self.subnet.value.holds(address)

    def result(self) -> DhcpSegment:
        own = [host for host in self.hosts if self._host_adapter(host)]
        card = next((self._host_value(h, "fixed-address", ip) for h in own), UNKNOWN)
        network = self._network(own)
        return DhcpSegment(network, self._dhcp(network.value, [h for h in self.hosts if h not in own]), card)

    def _network(self, own: list[Statement]) -> Fact[str]:
        """The segment comment, else `host VMnetN`, else the MAC of that block, else the folder (3.1)."""
        if self.segment is not None:
            return Fact(f"VMnet{self.number}", (self.document.place(self.segment.label),))
        if self.folder is not None:
            return assumed(self.folder, "folder")
        for host in own:
            found = _VMNET.match(host.values[0].text) if host.values else None
            if found is not None:
                return Fact(f"VMnet{int(found[1])}", (self.document.value_place(host.values[0]),))
        if self.document.header is not None and self.single:
            place = self.document.place(self.document.header)
            return Fact("VMnet" + place.text[5:], (place,))
        return unknown("vmnet")

    def _host_adapter(self, host: Statement) -> bool:
        """Whether the block serves the host's own adapter: by its name or its MAC 00:50:56:C0:00:NN (1.4)."""
        if host.values and _VMNET.match(host.values[0].text):
            return True
        return (self._host_value(host, "hardware", mac).value or "").startswith("00:50:56:c0:00:")

    def _host_value(self, host: Statement, keyword: str, meaning: Callable[[str], Any]) -> Fact[Any]:
        for child in host.children or ():
            if child.keyword == keyword and child.values:
                value = child.values[-1]
                return Fact(meaning(value.text), (self.document.value_place(value),))
        return UNKNOWN

    def _dhcp(self, network: str | None, hosts: list[Statement]) -> Dhcp:
        document, statement = self.document, self.statement
        fatal = document.fatal
        broken = Fact(fatal.reason, (document.place((fatal.start, fatal.end)),)) if fatal is not None else UNKNOWN
        return Dhcp(
            document.place((statement.start, statement.head_end)), self.subnet, self._ranges(), self._addresses("routers"),
            self._addresses("domain-name-servers"), next(iter(self._addresses("broadcast-address")), UNKNOWN),
            self._number("default-lease-time"), self._number("max-lease-time"),
            tuple(self._reservation(host, network) for host in hosts), broken)

    def _ranges(self) -> tuple[Fact[tuple[int, int]], ...]:
        found = []
        for child in self.statement.children or ():
            if child.keyword == "range" and child.values:
                quads = [(ip(v.text), v) for v in child.values if ip(v.text) is not None]
                if quads:
                    first, last = quads[0][0], quads[-1][0]
                    place = document_place(self.document, quads[0][1], quads[-1][1])
                    found.append(Fact((first, last), (place,)) if first is not None and last is not None else UNKNOWN)
        return tuple(found)

    def _addresses(self, option: str) -> tuple[Fact[int], ...]:
        """The option of the subnet, else the one outside every block (an option's last statement counts)."""
        for scope in (self.statement.children or (), self.document.statements):
            stated = [s for s in scope if s.keyword == "option" and s.name == option]
            if stated:
                return tuple(Fact(ip(v.text), (self.document.value_place(v),)) for v in stated[-1].values)
        return ()

    def _number(self, keyword: str) -> Fact[int]:
        for scope in (self.statement.children or (), self.document.statements):
            stated = [s for s in scope if s.keyword == keyword and s.values]
            if stated:
                value = stated[-1].values[-1]
                number = int(value.text) if value.text.lstrip("-").isdecimal() and len(value.text) < 12 else None
                return Fact(number, (self.document.value_place(value),))
        return UNKNOWN

    def _reservation(self, host: Statement, network: str | None) -> Reservation:
        name = host.values[0].text if host.values else ""
        text = self._host_value(host, "hardware", str)
        address = self._host_value(host, "fixed-address", str)
        place = self.document.place((host.start, host.head_end))
        return Reservation(name, place, text.map(mac), text, address.map(ip), address, network)


def document_place(document: DhcpFile, first: Value, last: Value) -> Place:
    return document.place((first.start, last.end))
