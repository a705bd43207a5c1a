"""Resolving a public name: which resolvers the sender asks, and whether one of them hears and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.model.addr import ip, ip_text, is_private
from vmnetdoctor.network.attempts import Attempt, settle
from vmnetdoctor.network.conclusion import conclude
from vmnetdoctor.network.hops import REACHABLE, UNKNOWN, UNREACHABLE, Hop, Walk
from vmnetdoctor.network.node import Resolver
from vmnetdoctor.network.packet import carry
from vmnetdoctor.network.probe_ping import answer, check_ends, walk_ping
from vmnetdoctor.network.topology import INTERNET_ADDRESS

if TYPE_CHECKING:
    from collections.abc import Callable

    from vmnetdoctor.network.journey import Arrival, Journey
    from vmnetdoctor.network.node import Node
    from vmnetdoctor.network.topology import Topology

_GLIBC = 3         # the C library asks the first three (guest-ifcfg.md 5g)


def walk_names(topology: Topology, sender: str) -> Walk:
    """The first resolver that answers decides; without one, the first failure is told."""
    node = topology.endpoints[sender]
    if node.kind in ("host", "lan", "internet"):
        reached = walk_ping(topology, sender, "internet", None) if node.kind != "internet" else None
        return Walk(sender, "internet", None, "names", reached.verdict if reached else REACHABLE, "certain",
                    reached.request if reached else (), reached.answer if reached else ())
    results = [_ask(topology, node, resolver) for resolver in _resolvers(topology, node)]
    for verdict in (REACHABLE, UNKNOWN, UNREACHABLE):
        for result in results:
            if result.verdict == verdict:
                return result
    return _no_resolver(topology, node)


def _resolvers(topology: Topology, node: Node) -> list[Resolver]:
    """The resolvers asked, in order; a local stub that runs passes on to those of the profiles (resolved)."""
    stated = node.stacks[0].resolvers
    guest = topology.guests.get(node.name)
    if guest is not None and any(r.text.startswith("127.") for r in stated) and guest.local_stub.value is not False:
        upstream = [Resolver(f.value, f.places) for p in guest.profiles if (reading := p.probable) is not None
                    for f in reading.dns if f.value is not None]
        for port in node.stacks[0].ports:
            if port.network in topology.pools:
                upstream += [Resolver(text, places) for text, places in topology.pools[port.network].resolvers]
        stated = [r for r in stated if not r.text.startswith("127.")] + upstream
    return list({r.text: r for r in stated}.values())[:_GLIBC]


def _no_resolver(topology: Topology, node: Node) -> Walk:
    """No resolver in any file: nothing resolves unless somebody wrote resolv.conf by hand."""
    attempt, flip = settle(topology, lambda a: check_ends(a.journey, node))
    if flip is not None or attempt.verdict != REACHABLE:
        return conclude(topology, Walk(node.name, "internet", None, "names", attempt.verdict), attempt, flip)
    stop = Hop(node.name, "stop", "no-resolver")
    return Walk(node.name, "internet", None, "names", UNREACHABLE, "likely", (stop,), (), node.name, stop)


def _ask(topology: Topology, node: Node, resolver: Resolver) -> Walk:
    attempt, flip = settle(topology, _steps(topology, node, resolver))
    return conclude(topology, Walk(node.name, "internet", None, "names", attempt.verdict), attempt, flip)


def _steps(topology: Topology, node: Node, resolver: Resolver) -> Callable[[Attempt], None]:
    stated = ip(resolver.text)

    def steps(attempt: Attempt) -> None:
        journey = attempt.journey
        check_ends(journey, node)
        shown = journey.text(stated) if stated is not None else resolver.text
        journey.note(node.name, "resolve", "asks", resolver.evidence, resolver=shown)
        if stated is None or stated >> 24 == 127:
            raise journey.stop(node.name, "resolver-unusable", resolver.evidence, resolver=resolver.text)
        address = _stand_in(topology, stated)
        journey.likely = journey.likely or address != stated
        arrival = carry(journey, node, None, address)
        _serves(attempt, arrival, resolver)
        attempt.turn_round()
        answer(journey, arrival.node, address, node)

    return steps


def _stand_in(topology: Topology, resolver: int) -> int:
    """An address to ask in place of a resolver no file describes: another machine of the LAN, or one behind its router."""
    if any(resolver in switch.holders for switch in topology.switches.values()):
        return resolver
    lan = topology.lans[0]
    if lan.subnet is not None and lan.card is not None and lan.subnet.holds(resolver):
        return next((a.value for p in topology.lan.stacks[0].ports for a in p.addresses), resolver)
    known = [n.subnet.value for n in topology.networks.values() if n.subnet.value is not None]
    if is_private(resolver) and not any(s.holds(resolver) for s in known):
        return INTERNET_ADDRESS
    return resolver


def _serves(attempt: Attempt, arrival: Arrival, resolver: Resolver) -> None:
    """Whether the machine asked is a resolver: the NAT device is (a proxy of the host's own), a host adapter is not."""
    journey, node = attempt.journey, arrival.node
    if node.kind == "host":
        raise journey.stop(node.name, "no-dns-service", resolver.evidence, resolver=resolver.text)
    if node.kind == "guest":
        journey.likely = True
    if node.kind == "nat":
        _proxy(journey, node)
    journey.note(node.name, "resolve", node.kind, node.evidence, resolver=resolver.text)


def _proxy(journey: Journey, device: Node) -> None:
    """The DNS proxy: off where `[dns]` leaves it no servers (read on Windows only) or the host has none (4)."""
    topology = journey.topology
    network = topology.networks.get(device.network or "")
    nat = network.nat if network is not None else None
    own = topology.lab.host.resolvers
    if own.value is not None and not own.value:
        raise journey.stop(device.name, "dns-proxy-off", own.places)
    if nat is not None and nat.dns_autodetect.value is False and not nat.nameservers:
        windows = topology.host.weak is False
        if topology.host.weak is None:
            windows = journey.choose("host-os", topology.host.name, 2) == 1
        if windows:
            raise journey.stop(device.name, "dns-proxy-off", nat.dns_autodetect.places)
    if not any(r.prefix == 0 for r in topology.host.stacks[0].table):
        raise journey.stop(topology.host.name, "no-route", (), address=ip_text(INTERNET_ADDRESS))
