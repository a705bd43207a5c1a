"""The virtual networks: which switch each really is, its DHCP pool, the host's adapter and the NAT device on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.model.addr import Subnet
from vmnetdoctor.network.dhcp import Pool, lan_pool, vmnet_pool
from vmnetdoctor.network.node import Address, Node, Port, Trouble
from vmnetdoctor.network.static_addresses import SPARE, free_in, held_on, taken_on

if TYPE_CHECKING:
    from vmnetdoctor.model.host import HostAdapter, Network
    from vmnetdoctor.network.lan import Lan
    from vmnetdoctor.network.topology import Topology

_GONE = ("disabled", "absent")


def connect_vmnets(topology: Topology) -> None:
    """Every vmnet that the host or a guest names."""
    names = dict.fromkeys(topology.networks)
    for guest in topology.lab.guests:
        names.update(dict.fromkeys(a.network for a in guest.plugs if a.network is not None))
    cards = {a.vmnet: a for a in topology.lab.host.adapters if a.vmnet is not None}
    for name in names:
        kind = topology.kind_of(name)
        topology.plugged[name] = name
        if kind == "bridged":
            _bridge(topology, name)
        elif kind in ("nat", "hostonly"):
            _connect(topology, name, kind, cards.get(name))
        elif kind == "lansegment" or kind == "undefined":
            topology.pools[name] = Pool(None, Trouble("no-dhcp"))
        else:
            _open(topology, name, Trouble("network-kind", (), "network-kind", "netmap-or-networking"))
    for node in topology.devices.values():
        topology.announce_all(node)


def _open(topology: Topology, name: str, trouble: Trouble) -> None:
    """A switch of which something that matters is not known."""
    topology.switch(name).open = trouble
    if name not in topology.pools:
        topology.pools[name] = Pool(None, Trouble("no-dhcp", (), trouble.missing, trouble.supply))


def _bridge(topology: Topology, name: str) -> None:
    """Plug a bridged vmnet into the LAN of its host adapter."""
    lan = _bridged_lan(topology, name)
    if isinstance(lan, Trouble):
        if lan.missing:
            _open(topology, name, lan)
        else:
            topology.pools[name] = Pool(None, lan)
        return
    topology.plugged[name] = lan.switch
    pool = topology.pools.get(lan.switch)
    if pool is None:
        pool = topology.pools[lan.switch] = lan_pool(lan)
    topology.pools[name] = pool


def _bridged_lan(topology: Topology, name: str) -> Lan | Trouble:
    """The LAN a bridged vmnet ends on: the named adapter's, or the only one that automatic bridging can pick (2.3)."""
    network = topology.networks.get(name)
    cards = topology.real_cards
    marked = next((c for c in cards if c.bridged_by == name), None)
    wanted = network.bridge if network is not None else None
    if wanted is not None and wanted.value not in (None, "automatic"):
        marked = next((c for c in cards if c.name.lower() == str(wanted.value).lower()), marked)
        if marked is None and cards:
            return Trouble("bridge-adapter-missing", wanted.places)
    if marked is not None:
        return next((lan for lan in topology.lans if lan.card == marked.name), topology.lans[0])
    able = [c for c in cards if c.is_physical and c.up.value is not False and c.addresses]
    if len({_lan_of(topology, c) for c in able}) > 1:
        return Trouble("bridge-automatic", wanted.places if wanted is not None else (), "bridge", "netmap-or-networking")
    return topology.lans[0] if not able else next(x for x in topology.lans if x.switch == _lan_of(topology, able[0]))


def _lan_of(topology: Topology, card: HostAdapter) -> str:
    return next((lan.switch for lan in topology.lans if lan.card == card.name), topology.lans[0].switch)


def _connect(topology: Topology, name: str, kind: str, card: HostAdapter | None) -> None:
    """A NAT or host-only vmnet."""
    from vmnetdoctor.model.facts import assumed
    from vmnetdoctor.model.host import Network

    network = topology.networks.get(name) or Network(name, assumed(kind, "default"))
    subnet = network.subnet.value or _invent(topology, name)
    taken = taken_on(topology.lab, {name})
    host = _host_addresses(topology, network, subnet, card, taken)
    pool = vmnet_pool(network, topology.dhcp_files)
    if kind == "nat":
        device = _device(topology, network, subnet, host, taken)
        if device is not None:
            topology.devices[name] = device
            _lend(pool, device)
    if pool.subnet is None and pool.refusal is None:
        half = (subnet.broadcast - subnet.base + 1) // 2
        pool.subnet, pool.ranges, pool.invented = subnet, [(subnet.base + half, subnet.broadcast - 1)], True
    topology.pools[name] = pool
    _plug_host_adapter(topology, network, host, card)
    _register_forwards(topology, network)


def _lend(pool: Pool, device: Node) -> None:
    """A default pool names the NAT device as router and resolver, also where its address is assumed."""
    from vmnetdoctor.model.addr import ip_text

    if pool.origin == "assumed" and pool.router[0] is None:
        address = device.stacks[0].ports[0].addresses[0]
        pool.router = (address.value, address.evidence)
        pool.resolvers = ((ip_text(address.value), address.evidence),)


def _invent(topology: Topology, name: str) -> Subnet:
    """A subnet to stand for one no file tells: DHCP guests then work as installed, static ones cannot be judged."""
    topology.switch(name).open = Trouble("subnet-unknown", (), "subnet", "dhcp-or-nat-file")
    return Subnet(SPARE.base + (len(topology.plugged) % 240 << 8), 24)


def _host_addresses(topology: Topology, network: Network, subnet: Subnet, card: HostAdapter | None,
                    taken: set[int]) -> list[Address]:
    """What the host adapter of a vmnet holds: as captured, as stated, else .1 (vmware-networking.md 2.2)."""
    if network.host_adapter_state.value in _GONE or (card is not None and card.up.value is False):
        return []
    if card is not None and card.addresses:
        return [Address(a.value.address, a.value.prefix, a.places, "host") for a in card.addresses if a.value is not None]
    stated = network.host_adapter
    if stated.value is not None:
        return [Address(stated.value, subnet.prefix, stated.places, "host")]
    device = network.nat_device.value
    value = free_in(subnet, taken | ({device} if device is not None else set()))
    if value is None:
        return []
    if network.subnet.value is None:
        topology.invented.add(value)
    return [Address(value, subnet.prefix, network.subnet.places, "assumed")]


def _plug_host_adapter(topology: Topology, network: Network, held: list[Address], card: HostAdapter | None) -> None:
    if not held:
        return
    host = topology.host
    evidence = held[0].evidence or network.host_adapter_state.places
    port = Port(host, network.name, network.name, network.name, None, evidence)
    host.stacks[0].add(port, held)
    host.ties = True
    for index, row in enumerate(host.stacks[0].table):
        if row.port is port:       # equal to a LAN's route it loses: the LAN came up first (measured.md)
            host.stacks[0].table[index] = row._replace(metric=1)
    if card is not None and card.gateway.value is not None:
        host.stacks[0].add_default(port, card.gateway.value, 100 + len(host.stacks[0].ports), card.gateway.places)


def _device(topology: Topology, network: Network, subnet: Subnet, host: list[Address], taken: set[int]) -> Node | None:
    """The NAT device: configured, running, and not at the host adapter's own address."""
    for off in (network.nat_on, network.nat_running):
        if off.value is False:
            return None
    stated = network.nat.device if network.nat is not None else None
    held = {a.value for a in host}
    if stated is not None and stated.value is not None:
        if stated.value.address in held:
            return None
        address = Address(stated.value.address, stated.value.prefix, stated.places, "nat")
    else:
        usual = subnet.base + 2
        mine = held | held_on(topology.lab, network.name)
        value = usual if subnet.prefix <= 29 and usual not in mine else free_in(subnet, held | taken, from_top=True)
        if value is None:
            return None
        if network.subnet.value is None:
            topology.invented.add(value)
        address = Address(value, subnet.prefix, network.subnet.places, "assumed")
    node = Node(f"NAT device of {network.name}", "nat", forwards=True, weak=False)
    node.network, node.evidence = network.name, address.evidence
    node.stacks[0].add(Port(node, network.name, network.name, network.name, None, address.evidence), [address])
    return node


def _register_forwards(topology: Topology, network: Network) -> None:
    if network.name in topology.devices:
        for forward in network.forwards:
            ports = forward.port.value or 0, forward.guest_port.value or 0
            if all(0 < port < 65536 for port in ports) and forward.address.value is not None:
                topology.forwards.setdefault((forward.protocol, ports[0]), []).append(forward)


