"""The outside: the host's own cards, the LANs behind them with router and another machine, and the Internet.

What no file tells about the LAN is taken as healthy: the host reaches its LAN and the Internet unless a file says otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.model.addr import Subnet, ip_text
from vmnetdoctor.network.lan import Lan
from vmnetdoctor.network.node import Address, Node, Port, Resolver, Row
from vmnetdoctor.network.static_addresses import SPARE, bridged_statements, free_in, taken_on
from vmnetdoctor.network.topology import INTERNET_ADDRESS

if TYPE_CHECKING:
    from vmnetdoctor.model.addr import Interface
    from vmnetdoctor.model.facts import Fact
    from vmnetdoctor.model.host import HostAdapter, Network
    from vmnetdoctor.network.node import Evidence
    from vmnetdoctor.network.topology import Topology

WAN = "WAN"
_WAN_BASE = 0xCB007100
_APIPA = Subnet(0xA9FE0000, 16)


def home_card(cards: list[HostAdapter]) -> HostAdapter | None:
    """The card that takes the host to its LAN: up, with a gateway, physical before virtual."""
    def worth(card: HostAdapter) -> tuple[bool, bool, bool, bool]:
        return (card.up.value is not False, card.gateway.value is not None, card.is_physical, _own(card) is not None)

    able = [c for c in cards if c.is_physical or (c.gateway.value is not None and c.kind in ("hyperv", "other"))]
    return max(able, key=worth) if able else None


def _own(card: HostAdapter) -> Fact[Interface] | None:
    return next((a for a in card.addresses if a.value is not None and not _APIPA.holds(a.value.address)), None)


def connect_outside(topology: Topology) -> None:
    """Host cards, LANs, LAN routers, the LAN peer and the Internet."""
    cards = topology.real_cards
    home = home_card(cards)
    bridged = {n.name for n in topology.networks.values() if n.kind.value == "bridged"} or {"VMnet0"}
    topology.lans.append(_home_lan(topology, home, bridged))
    routed = any(c.gateway.value is not None for c in cards)
    for card in cards:
        if card is not home:
            topology.lans.append(_other_lan(topology.lans[0], card, routed))
    for lan in topology.lans:
        _plug_host(topology, lan, next((c for c in cards if c.name == lan.card), None))
    _plug_internet(topology)
    taken = taken_on(topology.lab, bridged) | set(topology.host.stacks[0].addresses)
    for lan in {x.switch: x for x in reversed(topology.lans)}.values():
        if lan.router is not None:
            _plug_router(topology, lan)
    _plug_peer(topology, topology.lans[0], taken)


def _home_lan(topology: Topology, home: HostAdapter | None, bridged: set[str]) -> Lan:
    own = [a for a in home.addresses if a.value is not None] if home is not None else []
    evidence: Evidence = own[0].places if own else ()
    subnet = own[0].value.subnet if own and own[0].value else None
    stated = next((n for n in (topology.networks.get(b) for b in sorted(bridged)) if n is not None and n.subnet.value), None)
    router = home.gateway if home is not None else None
    likely = False
    guess: int | None = None
    if subnet is None and stated is not None:
        subnet, evidence = stated.subnet.value, stated.subnet.places
    if router is None or router.value is None:
        told, guess, static = bridged_statements(topology.lab, bridged)
        if subnet is None:
            subnet, likely = told, static
    apipa = subnet is not None and _APIPA.holds(subnet.base)
    if subnet is None:
        subnet = Subnet(SPARE.base + 0xFF00, 24)
    return Lan("LAN", home.name if home is not None else None, subnet,
               None if apipa else _router(topology, router, stated, subnet, guess), not apipa, likely, evidence)


def _router(topology: Topology, stated: Fact[int] | None, network: Network | None, subnet: Subnet,
            guess: int | None) -> int | None:
    """The LAN router: the host's gateway, else what the network knows, else what guests say, else the first free address."""
    if stated is not None and (stated.value is not None or stated.stated):
        return stated.value
    if network is not None and network.router.value is not None:
        return network.router.value
    if guess is not None:
        return guess
    hosts = {a.value.address for c in topology.real_cards for a in c.addresses if a.value}
    router = free_in(subnet, hosts)
    if router is not None:
        topology.invented.add(router)
    return router


def _other_lan(home: Lan, card: HostAdapter, routed: bool) -> Lan:
    own = _own(card)
    interface = next((a.value for a in card.addresses if a.value is not None), None)
    subnet = interface.subnet if interface is not None else None
    live = card.is_physical and card.up.value is not False
    if live and subnet is not None and subnet == home.subnet:
        return Lan(home.switch, card.name, subnet, home.router, home.serves, home.likely, home.evidence)
    router = card.gateway.value if routed and card.is_physical else None
    evidence = own.places if own is not None else ()
    return Lan(f"LAN {card.name}", card.name, subnet, router, live and own is not None, False, evidence)


def _plug_host(topology: Topology, lan: Lan, card: HostAdapter | None) -> None:
    if card is not None and card.up.value is False:
        return
    stack = topology.host.stacks[0]
    stated = card.addresses if card is not None else ()
    held = [Address(a.value.address, a.value.prefix, a.places, "host") for a in stated if a.value is not None]
    if not held and lan.switch == "LAN" and lan.subnet is not None:
        value = free_in(lan.subnet, taken_on(topology.lab, {"VMnet0"}) | {lan.router or 0}, from_top=True)
        if value is not None:
            topology.invented.add(value)
            held = [Address(value, lan.subnet.prefix, lan.evidence, "assumed")]
    if held:
        port = Port(topology.host, card.name if card is not None else "LAN", lan.switch, lan.switch, None, held[0].evidence)
        stack.add(port, held)
        gateway = card.gateway if card is not None else None
        via = gateway.value if gateway is not None and gateway.value is not None else lan.router if lan.switch == "LAN" else None
        if via is not None:
            metric = 0 if lan is topology.lans[0] else len(stack.ports) + 1
            stack.add_default(port, via, metric, gateway.places if gateway is not None else ())


def _plug_internet(topology: Topology) -> None:
    node = topology.internet
    port = Port(node, "wan", WAN, WAN, None)
    topology.invented.add(INTERNET_ADDRESS)
    node.stacks[0].add(port, [Address(INTERNET_ADDRESS, 24)])
    topology.announce_all(node)


def _plug_router(topology: Topology, lan: Lan) -> None:
    assert lan.router is not None
    node = Node("LAN router" if lan.switch == "LAN" else f"router of {lan.switch}", "router", forwards=True, weak=False)
    node.evidence = lan.evidence
    stack = node.stacks[0]
    prefix = lan.subnet.prefix if lan.subnet is not None and lan.subnet.holds(lan.router) else 32
    inner = Port(node, "lan", lan.switch, lan.switch, None)
    outer = Port(node, "wan", WAN, WAN, None)
    stack.add(inner, [Address(lan.router, prefix, lan.evidence, "lan")])
    public = _WAN_BASE + 20 + len(topology.switch(WAN).holders)
    topology.invented.add(public)
    stack.add(outer, [Address(public, 24)])
    if prefix == 32 and lan.subnet is not None:
        stack.table.append(Row(lan.subnet.base, lan.subnet.prefix, None, inner, 0, "on-link"))
    stack.table.append(Row(0, 0, INTERNET_ADDRESS, outer, 0, "default"))
    topology.announce_all(node)


def _plug_peer(topology: Topology, lan: Lan, taken: set[int]) -> None:
    if lan.subnet is None:
        return
    value = free_in(lan.subnet, taken | {lan.router or 0}, from_top=True)
    if value is None:
        return
    topology.invented.add(value)
    if lan.card is not None and lan.subnet.prefix <= 30:
        topology.ranges[value] = (lan.subnet.base + 1, lan.subnet.broadcast - 1)
    node = topology.lan
    stack = node.stacks[0]
    port = Port(node, "lan", lan.switch, lan.switch, None)
    stack.add(port, [Address(value, lan.subnet.prefix, lan.evidence, "assumed")])
    if lan.router is not None:
        stack.add_default(port, lan.router, 0, lan.evidence)
        stack.resolvers.append(Resolver(ip_text(lan.router)))
    topology.announce_all(node)
