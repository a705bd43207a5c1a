"""A DHCP file as facts: one result per subnet, with the vmnet it serves (vmware-networking.md 3.1 and 3.3)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.assemble.dhcp_scope import Scope, address_of, scopes_of
from vmnetdoctor.model.addr import Subnet, ip, mac, prefix_of
from vmnetdoctor.model.facts import UNKNOWN, Fact, assumed, record, unknown
from vmnetdoctor.model.host import Dhcp, Reservation
from vmnetdoctor.model.macs import host_adapter_number
from vmnetdoctor.patterns import late

if TYPE_CHECKING:
    from vmnetdoctor.formats.dhcp_file import DhcpFile, Statement
    from vmnetdoctor.formats.dhcp_values import Value
    from vmnetdoctor.source import Place

_VMNET = late(r"vmnet(\d{1,9})", re.IGNORECASE | re.ASCII)
_FOLDER = late(r"(?:^|/)vmnet(\d{1,9})/(?:[^/]+/)?[^/]*$", re.IGNORECASE | re.ASCII)


@record
class DhcpSegment:
    """What a DHCP file says for one subnet: the vmnet it belongs to, the service, and the host adapter's address there."""

    network: Fact[str]
    dhcp: Dhcp
    host_adapter: Fact[int]


class _Host(NamedTuple):
    """A `host` block with its MAC and addresses; `adapter` is N where it serves the host adapter of VMnetN (3.1)."""

    block: Statement
    mac: Value | None
    ethernet: bool
    addresses: list[Value]
    adapter: int | None


def networks_of(document: DhcpFile, path: str) -> list[DhcpSegment]:
    """One result per subnet of the file, in file order; host blocks without any subnet make one nameless result."""
    return _Segments(document, path).results()


class _Segments:
    """The subnets of one file and the host blocks that belong to each."""

    def __init__(self, document: DhcpFile, path: str) -> None:
        self.document = document
        self.folder = _FOLDER.search(path)
        self.subnets: list[tuple[Statement, Scope]] = []
        hosts: list[Statement] = []
        for statement, scope in scopes_of(document):
            if statement.keyword == "subnet":
                self.subnets.append((statement, scope))
            elif statement.keyword == "host":
                hosts.append(statement)
        self.facts = [_subnet(document, statement) for statement, _ in self.subnets]
        self.stray = self._stray_range()
        self.owners: list[list[_Host]] = [[] for _ in self.subnets]
        self.homeless: list[_Host] = []
        by_segment, by_statement = self._homes()
        for block in hosts:
            host = _host(block)
            home = self._home(host, by_segment, by_statement)
            (self.homeless if home is None else self.owners[home]).append(host)

    def _homes(self) -> tuple[dict[int, list[int]], dict[int, int]]:
        by_segment: dict[int, list[int]] = {}
        by_statement: dict[int, int] = {}
        for index, (statement, _) in enumerate(self.subnets):
            by_statement[id(statement)] = index
            segment = self.document.segment_at(statement.start)
            if segment is not None:
                by_segment.setdefault(segment.start, []).append(index)
        return by_segment, by_statement

    def _home(self, host: _Host, by_segment: dict[int, list[int]], by_statement: dict[int, int]) -> int | None:
        """The subnet of a host block: the one around it, its segment's, the one that holds its address, else the last before."""
        if host.block.parent is not None and id(host.block.parent) in by_statement:
            return by_statement[id(host.block.parent)]
        segment = self.document.segment_at(host.block.start)
        among = by_segment.get(segment.start, []) if segment is not None else []
        if len(among) == 1:
            return among[0]
        address = next((ip(value.text) for value in host.addresses), None)
        for index in among or range(min(len(self.subnets), 64)):
            subnet = self.facts[index].value
            if address is not None and subnet is not None and subnet.holds(address):
                return index
        return self._last_before(host.block.start, among)

    def _last_before(self, offset: int, among: list[int]) -> int | None:
        if among:
            return among[-1]
        if not self.subnets:
            return None
        low, high = 0, len(self.subnets)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.subnets[middle][0].start < offset else (low, middle)
        return max(low - 1, 0)

    def results(self) -> list[DhcpSegment]:
        found = [self._result(index) for index in range(len(self.subnets))]
        if self.homeless:
            place = self._head(self.homeless[0].block)
            name = self._name(self.homeless[0].block.start, self.homeless)
            dhcp = Dhcp(place, unknown("subnet"), reservations=self._reservations(self.homeless, name), broken=self._broken())
            found.append(DhcpSegment(name, dhcp, self._host_adapter(self.homeless)))
        return found

    def _result(self, index: int) -> DhcpSegment:
        statement, scope = self.subnets[index]
        hosts, doc = self.owners[index], self.document
        name = self._name(statement.start, hosts)
        ranges = tuple(_range(doc, child) for child in statement.children or () if child.keyword == "range" and child.values)
        dhcp = Dhcp(
            self._head(statement), self.facts[index], ranges, scope.addresses("routers"), scope.addresses("domain-name-servers"),
            next(iter(scope.addresses("broadcast-address")), UNKNOWN), scope.number("default-lease-time"),
            scope.number("max-lease-time"), self._reservations(hosts, name), self._broken())
        return DhcpSegment(name, dhcp, self._host_adapter(hosts))

    def _name(self, offset: int, hosts: list[_Host]) -> Fact[str]:
        """The vmnet: segment comment, else `host VMnetN`, else the host adapter's MAC, else the folder, else the header (3.1)."""
        segment = self.document.segment_at(offset)
        if segment is not None:
            return Fact(f"VMnet{segment.number}", (self.document.place(segment.label),))
        named = next((h for h in hosts if h.adapter is not None), None)
        if named is not None:
            at = named.block.values[0] if named.block.values and _VMNET.fullmatch(named.block.values[0].text) else named.mac
            return Fact(f"VMnet{named.adapter}", (self.document.value_place(at),) if at is not None else ())
        if self.folder is not None:
            return assumed(f"VMnet{int(self.folder[1])}", "folder")
        header = self.document.header
        if header is not None:
            place = self.document.place(header)
            return Fact(f"VMnet{int(place.text[5:])}", (place,))
        return unknown("vmnet")

    def _host_adapter(self, hosts: list[_Host]) -> Fact[int]:
        for host in hosts:
            if host.adapter is not None and host.addresses:
                return address_of(self.document, host.addresses[0])
        return UNKNOWN

    def _reservations(self, hosts: list[_Host], name: Fact[str]) -> tuple[Reservation, ...]:
        return tuple(r for host in hosts if host.adapter is None for r in self._of_host(host, name.value))

    def _of_host(self, host: _Host, segment: str | None) -> list[Reservation]:
        """One reservation for each address; a block without an address still names a MAC."""
        text = Fact(host.mac.text, (self.document.value_place(host.mac),)) if host.mac is not None else UNKNOWN
        legal = host.ethernet and host.mac is not None and "-" not in host.mac.text      # the server refuses dashes (3.2)
        normal: Fact[str] = text.map(mac) if legal else Fact(None, text.places)
        name, place = host.block.values[0].text if host.block.values else "", self._head(host.block)
        addresses: list[Value | None] = [*host.addresses] or [None]
        return [Reservation(name, place, normal, text, address_of(self.document, value) if value else UNKNOWN,
                            Fact(value.text, (self.document.value_place(value),)) if value else UNKNOWN, segment)
                for value in addresses]

    def _head(self, statement: Statement) -> Place:
        return self.document.place((statement.start, statement.head_end))

    def _broken(self) -> Fact[str]:
        """What makes the server refuse the whole file: an error of syntax, else a range that leaves its subnet (3.2)."""
        fatal = self.document.fatal
        if fatal is not None:
            return Fact(fatal.reason, (self.document.place((fatal.start, fatal.end)),))
        return self.stray if self.stray.known else UNKNOWN

    def _stray_range(self) -> Fact[str]:
        for (statement, _), subnet in zip(self.subnets, self.facts, strict=True):
            for child in statement.children or ():
                pool = _range(self.document, child) if child.keyword == "range" and child.values else UNKNOWN
                if subnet.value is not None and pool.value is not None and not all(map(subnet.value.holds, pool.value)):
                    return Fact("range-outside-subnet", pool.places)
        return UNKNOWN


def _subnet(document: DhcpFile, statement: Statement) -> Fact[Subnet]:
    """The subnet with the places of address and mask; no value where either is not legal (the server does not check, 3.2)."""
    values = statement.values[:2]
    numbers = [ip(value.text) for value in values]
    places = tuple(document.value_place(value) for value in values)
    if len(numbers) < 2 or numbers[0] is None or numbers[1] is None:
        return Fact(None, places, "address-invalid")
    prefix = prefix_of(numbers[1])
    if prefix is None:
        return Fact(None, places, "mask-invalid")
    return Fact(Subnet(numbers[0] & numbers[1], prefix), places)


def _range(document: DhcpFile, statement: Statement) -> Fact[tuple[int, int]]:
    """First and last address, as written (they may be reversed); a single address is both."""
    first, last = statement.values[0], statement.values[-1]
    low, high = ip(first.text), ip(last.text)
    places = (document.place((first.start, last.end)),)
    return Fact(None, places, "address-invalid") if low is None or high is None else Fact((low, high), places)


def _host(block: Statement) -> _Host:
    hardware: Value | None = None
    addresses: list[Value] = []
    ethernet = blanked = False
    for child in block.children or ():
        if child.keyword == "hardware" and len(child.values) > 1:
            hardware, ethernet = child.values[1], child.values[0].text.lower() == "ethernet"
        elif child.keyword == "fixed-address" and child.values:
            addresses = child.values
        elif child.keyword == "option" and child.values:
            blanked = blanked or child.values[0].text in ("0.0.0.0", "")
    return _Host(block, hardware, ethernet, addresses, _adapter_number(block, hardware, blanked))


def _adapter_number(block: Statement, hardware: Value | None, blanked: bool) -> int | None:
    """N of `host VMnetN`, or of the MAC 00:50:56:C0:00:NN; a block of that name with a guest's MAC is a reservation (3.1)."""
    address = mac(hardware.text) if hardware is not None else None
    number = host_adapter_number(address)
    named = _VMNET.fullmatch(block.values[0].text) if block.values else None
    if named is not None and (number is not None or blanked or address is None):
        return int(named[1])
    return number
