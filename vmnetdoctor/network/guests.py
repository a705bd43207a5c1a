"""Guests: what each adapter gets from the profile and reader in force, one stack for each reader that may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.model.macs import is_legal_static
from vmnetdoctor.network.dhcp import Pool
from vmnetdoctor.network.node import Address, Node, Port, Resolver, Row, Stack, Trouble
from vmnetdoctor.network.static_addresses import mentioned, static_readings

if TYPE_CHECKING:
    from vmnetdoctor.model.facts import Fact
    from vmnetdoctor.model.guest import Adapter, Guest, Profile, Reading
    from vmnetdoctor.network.dhcp import Lease
    from vmnetdoctor.network.topology import Topology
    from vmnetdoctor.source import Place

NM = ("networkmanager", "keyfile")
_LINK_METRIC = 100


def plug_guests(topology: Topology) -> None:
    """Every guest with its stacks; leases are handed out after all static addresses are known."""
    taken = _taken_everywhere(topology)
    for guest in topology.lab.guests:
        node = Node(guest.name, "guest", forwards=guest.forwarding.value is True, weak=not _is_windows(guest))
        node.filters = not _is_windows(guest)
        topology.endpoints[guest.name] = node
        if guest.esxi.value:
            node.open = Trouble("esxi", guest.esxi.places, "esxi", "none")
            topology.pools[_port_group(guest)] = Pool(None, node.open)
        readers = _open_readers(guest)
        node.stacks = _distinct([_stack(topology, guest, node, reader, taken) for reader in readers])
        topology.announce_all(node)


def _port_group(guest: Guest) -> str:
    return f"port group of {guest.name}"


def _is_windows(guest: Guest) -> bool:
    return (guest.os.value or guest.guest_os.value or "").lower().startswith("win")


def _taken_everywhere(topology: Topology) -> set[int]:
    """Addresses in use anywhere: static ones, reserved ones and those of the infrastructure.

    One set for all networks: an address that stands for any of a range must not meet another network's by chance.
    """
    taken = {value for pool in topology.pools.values() for value, _, _ in pool.fixed.values()}
    for guest in topology.lab.guests:
        for _, reading in static_readings(guest):
            taken.update(mentioned(reading))
    for switch in topology.switches.values():
        taken.update(switch.holders)
    taken.update(topology.host.stacks[0].addresses)
    return taken


def _open_readers(guest: Guest) -> list[str | None]:
    """The readers that may be in force where that is not known; [None] where every profile's reader is settled.

    A profile that NetworkManager is told to leave alone (NM_CONTROLLED=no) was written for network-scripts.
    """
    open_ones = [p for p in guest.profiles if p.in_force is None and not p.slave]
    if not open_ones:
        return [None]
    readers = dict.fromkeys(r for p in open_ones for r in p.readers)
    managing = [r for r in readers if all(p.reading(r).managed for p in open_ones if r in p.readers)]
    return list(managing or readers) or [None]


def _distinct(stacks: list[Stack]) -> list[Stack]:
    """Stacks that differ in effect; readers that agree share one."""
    if len(stacks) == 1:
        return stacks
    by_shape: dict[object, Stack] = {}
    for stack in stacks:
        by_shape.setdefault(shape(stack), stack)
    return list(by_shape.values())


def shape(stack: Stack) -> tuple[object, ...]:
    """What a stack does, whoever states it: equal shapes behave alike."""
    return (tuple((p.switch, p.network, tuple((a.value, a.prefix) for a in p.addresses)) for p in stack.ports),
            tuple((r.base, r.prefix, r.via, r.metric, r.port.name) for r in stack.table),
            tuple(r.text for r in stack.resolvers), tuple(t.code for t in stack.troubles) if not stack.ports else ())


def _reading(profile: Profile, reader: str | None) -> Reading | None:
    if profile.in_force is None:
        return profile.reading(reader) if reader is not None and reader in profile.readers else None
    return profile.effective


def _stack(topology: Topology, guest: Guest, node: Node, reader: str | None, taken: set[int]) -> Stack:
    stack = Stack()
    plugs = guest.plugs
    for adapter in plugs:
        trouble = _adapter_trouble(topology, guest, adapter)
        if trouble is None:
            trouble = _plug(topology, guest, node, stack, adapter, reader, taken)
        if trouble is not None:
            stack.troubles.append(trouble)
    if not plugs:
        stack.troubles.append(Trouble("no-adapter", (guest.place,) if guest.place is not None else ()))
    if guest.resolvers:
        stack.resolvers = [Resolver(f.value, f.places) for f in guest.resolvers if f.value is not None]
    return stack


def _adapter_trouble(topology: Topology, guest: Guest, adapter: Adapter) -> Trouble | None:
    if adapter.connected.value is False:
        return Trouble("adapter-disconnected", adapter.connected.places)
    driver = guest.driverless.get(adapter.index)
    if driver is not None:
        return Trouble("no-address", driver.places)
    if guest.esxi.value:
        return _refused_mac(adapter)
    if adapter.network is None or adapter.network not in topology.plugged:
        return Trouble("network-unnamed", (adapter.place,))
    return None


def _refused_mac(adapter: Adapter) -> Trouble | None:
    """ESXi does not power a machine on whose static MAC lies outside 00:50:56:00-3f (vmware-networking.md 1.4)."""
    mac = adapter.mac.value
    if adapter.mac_source.value != "static" or mac is None or adapter.check_mac.value is False:
        return None
    return None if is_legal_static(mac) else Trouble("mac-refused", adapter.mac.places)


def _plug(topology: Topology, guest: Guest, node: Node, stack: Stack, adapter: Adapter, reader: str | None,
          taken: set[int]) -> Trouble | None:
    """Configure one adapter by its profiles; what keeps it from working is returned."""
    profiles = [p for p in guest.profiles if p.adapter == adapter.index and not p.slave]
    network = _port_group(guest) if guest.esxi.value or adapter.network is None else adapter.network
    switch = topology.plugged.get(network, network)
    port = Port(node, f"ethernet{adapter.index}", switch, network, adapter.mac.value, (adapter.place,))
    if not profiles:
        return _unconfigured(topology, guest, stack, port, taken)
    trouble: Trouble | None = None
    setups: list[tuple[Reading, Lease | None]] = []
    for profile in profiles:
        reading = _reading(profile, reader)
        found = _left(guest, profile, reading) or _setup(topology, profile, reading, port, taken)
        if isinstance(found, Trouble):
            trouble = trouble or found
        elif reading is not None:
            setups.append((reading, found))
    if not setups:
        return trouble
    _configure(topology, stack, port, setups)
    return None if port.addresses else Trouble("no-address", tuple(p.place for p in profiles))


def _left(guest: Guest, profile: Profile, reading: Reading | None) -> Trouble | None:
    """Why a service does not bring the card up although its profile asks for it."""
    if reading is None or reading.starts.value is False:
        return None
    alone, held_up = guest.unattended(profile, reading), guest.held_up(profile)
    if alone.value:
        return Trouble("interface-unmanaged", alone.places)
    return Trouble("no-address", held_up.places) if held_up.value else None


def _setup(topology: Topology, profile: Profile, reading: Reading | None, port: Port,
           taken: set[int]) -> Lease | Trouble | None:
    """The lease that a profile needs and gets, None where it needs none, or why it brings nothing."""
    if reading is None:
        return Trouble("profile-not-read", (profile.place,))
    if reading.starts.value is False:
        return Trouble("interface-not-started", reading.starts.places or (profile.place,))
    if not reading.managed:
        return Trouble("interface-unmanaged", (profile.place,))
    method = reading.method.value
    if method == "rejected":
        return Trouble("profile-rejected", reading.method.places or (profile.place,))
    if method == "dhcp":
        lease = _lease(topology, port, taken)
        return None if isinstance(lease, Trouble) and any(a.value for a in reading.addresses) else lease
    if method in ("disabled", "link-local") and not reading.addresses:
        return Trouble("no-address", reading.method.places or (profile.place,))
    if method is None and not reading.addresses:
        return Trouble("method-unknown", (profile.place,), "method", "ip-addr")
    return None


def _lease(topology: Topology, port: Port, taken: set[int]) -> Lease | Trouble:
    """The lease of a card; readers that all ask for one get the same."""
    key = (port.node.name, port.name)
    lease = topology.leased.get(key)
    if lease is None:
        pool = topology.pools.get(port.network)
        lease = Trouble("no-dhcp", port.evidence) if pool is None else pool.lease(port.mac, taken)
        topology.leased[key] = lease
    if not isinstance(lease, Trouble) and lease.range is not None:
        topology.ranges[lease.address.value] = lease.range
        topology.invented.add(lease.address.value)
    return lease


def _unconfigured(topology: Topology, guest: Guest, stack: Stack, port: Port, taken: set[int]) -> Trouble | None:
    """A card without profile: DHCP where the system makes one up (guest-ifcfg.md 5c), nothing under network-scripts."""
    if guest.profiles and (guest.service.value in ("network-scripts", "none") or guest.auto_dhcp.value is False):
        return Trouble("no-profile", port.evidence)
    orphan = next((p for p in guest.profiles if p.adapter is None and not p.slave), None)
    if orphan is not None and guest.auto_dhcp.value is not True:
        return Trouble("no-profile", (orphan.place,))
    lease = _lease(topology, port, taken)
    if isinstance(lease, Trouble):
        return lease
    port.likely = bool(guest.profiles)
    stack.add(port, [lease.address])
    _default(stack, port, lease.router, _LINK_METRIC + len(stack.ports) - 1, lease.router_evidence, on_link=False)
    stack.resolvers += [Resolver(text, places) for text, places in lease.resolvers]
    return None


def _configure(topology: Topology, stack: Stack, port: Port, setups: list[tuple[Reading, Lease | None]]) -> None:
    """Addresses first, then routes: a next hop must be on-link by any address of the card."""
    addresses: dict[int, Address] = {}
    for reading, lease in setups:
        held = [lease.address] if lease is not None else []
        held += [Address(a.value.address, a.value.prefix, a.places) for a in reading.addresses if a.value is not None]
        for address in held:
            addresses.setdefault(address.value, address)
    if not addresses:
        return
    stack.add(port, list(addresses.values()))
    for reading, lease in setups:
        _routes(stack, port, reading, lease)
        stack.resolvers += [Resolver(f.value, f.places) for f in reading.dns if f.value is not None]
        if lease is not None and reading.lease_dns:
            kept = lease.resolvers[len(reading.dns):] if reading.reader == "network-scripts" else lease.resolvers      # 5g
            stack.resolvers += [Resolver(text, places) for text, places in kept]


def _routes(stack: Stack, port: Port, reading: Reading, lease: Lease | None) -> None:
    manager = reading.reader in NM
    metric = reading.metric
    if metric is None or metric < 0:
        metric = _LINK_METRIC if manager else 0
    taken = {r.metric for r in stack.table if r.prefix == 0} if manager else ()
    while metric in taken:
        metric += 1      # NetworkManager gives the next card the next metric (guest-ifcfg.md, several GATEWAYs)
    gateway: Fact[int] = reading.gateway
    if gateway.value is not None:
        _default(stack, port, gateway.value, metric, gateway.places, reading.gateway_on_link or manager)
    elif lease is not None and reading.lease_router:
        _default(stack, port, lease.router, metric, lease.router_evidence, on_link=manager)
    for route in reading.routes:
        place: tuple[Place, ...] = (route.place,) if route.place is not None else ()
        if route.to.prefix == 0:
            if gateway.value is None and route.via is not None:
                _default(stack, port, route.via, route.metric if route.metric is not None else metric, place, on_link=False)
        elif route.via is None or stack.on_link(port, route.via):
            own = route.metric if route.metric is not None else metric
            stack.table.append(Row(route.to.base, route.to.prefix, route.via, port, own, "route", place))


def _default(stack: Stack, port: Port, via: int | None, metric: int, evidence: tuple[Place, ...], on_link: bool) -> None:
    """A default route; one of equal metric replaces the earlier one, as `ip route replace` does (guest-ifcfg.md 5)."""
    if via is None or not (on_link or stack.on_link(port, via)):
        return
    stack.table = [r for r in stack.table if not (r.prefix == 0 and r.metric == metric)]
    stack.add_default(port, via, metric, evidence)
