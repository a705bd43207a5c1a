"""What a DHCP client on a network gets: its reservation, its lease, or some address of the range."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.model.addr import Subnet, ip_text
from vmnetdoctor.network.node import Address, Trouble

if TYPE_CHECKING:
    from vmnetdoctor.model.host import Dhcp, Network, Reservation
    from vmnetdoctor.network.lan import Lan
    from vmnetdoctor.network.node import Evidence


class Lease(NamedTuple):
    """A lease: the address (with the range it was taken from), router and resolvers that come with it."""

    address: Address
    range: tuple[int, int] | None
    router: int | None
    router_evidence: Evidence
    resolvers: tuple[tuple[str, Evidence], ...]


class Pool:
    """The DHCP service of one network; `refusal` says why nobody gets anything there."""

    def __init__(self, subnet: Subnet | None, refusal: Trouble | None = None) -> None:
        self.subnet = subnet
        self.refusal = refusal
        self.ranges: list[tuple[int, int]] = []
        self.fixed: dict[str, tuple[int, Evidence, str]] = {}
        self.router: tuple[int | None, Evidence] = (None, ())
        self.resolvers: tuple[tuple[str, Evidence], ...] = ()
        self.evidence: Evidence = ()
        self.origin = "range"
        self.invented = False
        self._next: tuple[int, int] | None = None

    def lease(self, mac: str | None, taken: set[int]) -> Lease | Trouble:
        """What a client with this MAC gets; `taken` holds addresses that are in use and grows."""
        if self.refusal is not None:
            return self.refusal
        if self.subnet is None:
            return Trouble("no-lease", self.evidence)
        fixed = self.fixed.get(mac) if mac is not None else None
        if fixed is not None:
            value, evidence, origin = fixed
            return self._lease(Address(value, self.subnet.prefix, evidence, origin), None)
        found = self._free(taken)
        if found is None:
            return Trouble("pool-exhausted", self.evidence, "leases", "leases")
        taken.add(found[0])
        return self._lease(Address(found[0], self.subnet.prefix, self.evidence, self.origin), found[1])

    def _lease(self, address: Address, of: tuple[int, int] | None) -> Lease:
        return Lease(address, of, *self.router, self.resolvers)

    def _free(self, taken: set[int]) -> tuple[int, tuple[int, int]] | None:
        index, address = self._next or (0, self.ranges[0][0] if self.ranges else 0)
        while index < len(self.ranges):
            low, high = self.ranges[index]
            for value in range(max(low, address), high + 1):
                if value not in taken:
                    self._next = (index, value + 1)
                    return value, (low, high)
            index, address = index + 1, 0
        self._next = (index, 0)
        return None


def vmnet_pool(network: Network, files_given: bool) -> Pool:
    """What VMware's DHCP service hands out on a vmnet (vmware-networking.md 3.3, 3.4)."""
    dhcp, subnet = network.dhcp, network.subnet.value
    if network.dhcp_running.value is False:
        return Pool(subnet, Trouble("dhcp-stopped", network.dhcp_running.places))
    if network.dhcp_on.value is False:
        return Pool(subnet, Trouble("no-dhcp", network.dhcp_on.places))
    if dhcp is None:
        if network.dhcp_on.value is None and (files_given or network.name not in ("VMnet1", "VMnet8")):
            return Pool(subnet, Trouble("no-dhcp") if files_given else Trouble("no-dhcp", (), "dhcp-service", "dhcp-file"))
        return _default_pool(network)
    if dhcp.broken.value is not None:
        return Pool(subnet, Trouble("dhcp-broken", dhcp.broken.places))
    return _stated_pool(network, dhcp)


def _default_pool(network: Network) -> Pool:
    """The upper half of the subnet, router and resolver being the NAT device: VMware's own default (vmware-networking.md 2.2)."""
    subnet = network.subnet.value
    pool = Pool(subnet)
    pool.origin = "assumed"
    pool.evidence = network.subnet.places
    if subnet is not None and subnet.prefix <= 30:
        half = (subnet.broadcast - subnet.base + 1) // 2
        pool.ranges = [(subnet.base + half, subnet.broadcast - 1)]
    device = network.nat_device
    if network.kind.value == "nat" and device.value is not None:
        pool.router = (device.value, device.places)
        pool.resolvers = ((ip_text(device.value), device.places),)
    return pool


def _stated_pool(network: Network, dhcp: Dhcp) -> Pool:
    subnet = dhcp.subnet.value or network.subnet.value
    pool = Pool(subnet)
    pool.evidence = tuple(p for r in dhcp.ranges for p in r.places) or dhcp.subnet.places
    if subnet is None:
        return pool
    server = subnet.broadcast - 1      # the service keeps .254 for itself although its own range names it (2.2)
    for fact in dhcp.ranges:
        if fact.value is not None:
            low, high = min(fact.value), max(fact.value)
            low, high = max(low, subnet.base + 1), min(high, subnet.broadcast - 1)
            if low <= high:
                pool.ranges.append((low, max(low, high - 1) if high == server else high))
    for entry, origin in [*((x, "lease") for x in dhcp.leases), *((x, "reserved") for x in dhcp.reservations)]:
        _fix(pool, entry, origin, subnet, network.name)
    routers = [r for r in dhcp.routers if r.value]
    if routers:
        pool.router = (routers[0].value, routers[0].places)
    pool.resolvers = tuple((ip_text(d.value), d.places) for d in dhcp.dns if d.value is not None)
    return pool


def _fix(pool: Pool, entry: Reservation, origin: str, subnet: Subnet, network: str) -> None:
    """A fixed address counts only on a subnet that holds it; else the client gets one of the pool (3.3)."""
    if entry.mac.value is not None and entry.address.value is not None and subnet.holds(entry.address.value):
        evidence = entry.address.places or (entry.place,)
        if origin == "lease" or entry.segment in (None, network):
            pool.fixed[entry.mac.value] = (entry.address.value, evidence, origin)


def lan_pool(lan: Lan) -> Pool:
    """What the LAN's own DHCP server hands out to a bridged guest: VMware's does not serve it (vmware-networking.md 2.3)."""
    if not lan.serves or lan.subnet is None:
        return Pool(lan.subnet, Trouble("lan-gives-no-address", lan.evidence))
    pool = Pool(lan.subnet)
    pool.origin = "assumed"
    pool.evidence = lan.evidence
    pool.invented = True
    if lan.subnet.prefix <= 30:
        pool.ranges = [(lan.subnet.base + 1, lan.subnet.broadcast - 1)]
    if lan.router is not None:
        pool.router = (lan.router, lan.evidence)
        pool.resolvers = ((ip_text(lan.router), lan.evidence),)
    return pool
