"""What each mode offers (vmware-networking.md 6, first table): what is missing there is no fault."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.network.topology import HOST, INTERNET, LAN, OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.network.guest_classes import GuestClass
    from vmnetdoctor.network.topology import Topology

MOST_FORWARDS = 200                      # to one guest; they share their fate but for the port
_OUTWARD = ("nat", "bridged", "unknown")


class Path(NamedTuple):
    """A path that a mode offers to a guest; `network` is the one that offers it."""

    sender: str
    target: str
    probe: str
    network: str


def offers(topology: Topology, group: GuestClass, groups: tuple[GuestClass, ...]) -> list[Path]:
    """The paths that the modes of this class's networks offer to its first member."""
    paths: dict[tuple[str, str, str], Path] = {}
    for network in dict.fromkeys(a.network for a in topology.guests[group.like].plugs):
        if network is not None and not _is_esxi(topology, group.like):
            for path in _of_network(topology, group, groups, network):
                paths.setdefault(path[:3], path)
    return list(paths.values())


def _is_esxi(topology: Topology, guest: str) -> bool:
    return topology.endpoints[guest].open is not None


def _of_network(topology: Topology, group: GuestClass, groups: tuple[GuestClass, ...], network: str) -> Iterator[Path]:
    guest, kind = group.like, topology.kind_of(network)
    if kind in ("bridged", "nat"):
        for target, probe in ((LAN, "ping"), (INTERNET, "ping"), (INTERNET, "names")):
            yield Path(guest, target, probe, network)
    if kind == "bridged" or (kind in ("nat", "hostonly") and topology.offers_host_adapter(network)):
        yield Path(guest, HOST, "ping", network)
        yield Path(HOST, guest, "ping", network)
    if kind == "bridged":
        yield Path(LAN, guest, "ping", network)
    if kind == "nat":
        yield from _forwarded(topology, guest, network)
    peer = _peer(topology, group, groups, network)
    if peer is not None:
        yield Path(guest, peer, "ping", network)
        yield Path(peer, guest, "ping", network)


def _forwarded(topology: Topology, guest: str, network: str) -> Iterator[Path]:
    mine = set(topology.addresses(guest))
    stated = topology.networks.get(network)
    forwards = stated.forwards if stated is not None and mine else ()
    for forward in islice((f for f in forwards if f.address.value in mine and f.port.value is not None), MOST_FORWARDS):
        yield Path(LAN, guest, f"{forward.protocol}/{forward.port.value}", network)


def _peer(topology: Topology, group: GuestClass, groups: tuple[GuestClass, ...], network: str) -> str | None:
    """Another guest of the network to reach: of the same class, else of the largest other one."""
    if len(group.members) > 1:
        return group.members[1]
    by_network: dict[str, list[GuestClass]] | None = topology.lab.index.get("peers")
    if by_network is None or topology.lab.index.get("peers of") is not groups:
        by_network = {}
        for other in sorted(groups, key=lambda g: -len(g.members)):
            for name in {a.network for a in topology.guests[other.like].plugs if a.network is not None}:
                by_network.setdefault(name, []).append(other)
        topology.lab.index["peers"], topology.lab.index["peers of"] = by_network, groups
    return next((g.like for g in by_network.get(network, ())[:2] if g is not group), None)


def offered(topology: Topology, sender: str, target: str, address: int | None = None) -> bool:
    """Whether the networks of both ends promise a way from one to the other (to that address)."""
    if sender == INTERNET:
        return False
    if sender in OUTSIDE and target in OUTSIDE:
        return target != HOST or address is None or _on_lan(topology, address)
    mine = _networks(topology, sender)
    if target in (LAN, INTERNET):
        return any(topology.kind_of(name) in _OUTWARD for name in mine)
    if target == HOST:
        return _to_host(topology, mine, address)
    theirs = _networks(topology, target, address)
    if sender == LAN:
        return any(topology.kind_of(name) == "bridged" for name in theirs)
    if sender == HOST:
        return any(_has_host(topology, name) for name in theirs)
    return _between_guests(topology, mine, theirs)


def _networks(topology: Topology, name: str, address: int | None = None) -> list[str]:
    """The networks a guest is plugged into, or the one where it has that address."""
    if name not in topology.guests:
        return []
    ports = (p for stack in topology.endpoints[name].stacks for p in stack.ports)
    there = [p.network for p in ports if address is not None and any(a.value == address for a in p.addresses)]
    return there or [a.network for a in topology.guests[name].plugs if a.network is not None]


def _has_host(topology: Topology, name: str) -> bool:
    """Bridged guests meet the host on its LAN, others at its adapter unless the network was made without."""
    kind = topology.kind_of(name)
    return kind in ("bridged", "unknown") or (kind in ("nat", "hostonly") and topology.offers_host_adapter(name))


def _to_host(topology: Topology, mine: list[str], address: int | None) -> bool:
    if address is None or any(topology.kind_of(name) == "nat" for name in mine):
        return any(_has_host(topology, name) for name in mine) or any(topology.kind_of(name) == "nat" for name in mine)
    switches = {topology.plugged.get(name) for name in mine}
    ports = topology.host.stacks[0].ports
    return any(p.switch in switches and any(a.value == address for a in p.addresses) for p in ports)


def _on_lan(topology: Topology, address: int) -> bool:
    ports = (p for p in topology.host.stacks[0].ports if p.switch == topology.lans[0].switch)
    return any(a.value == address for p in ports for a in p.addresses)


def _between_guests(topology: Topology, mine: list[str], theirs: list[str]) -> bool:
    switches = {topology.plugged.get(name, name) for name in mine}
    if any(topology.plugged.get(name, name) in switches for name in theirs):
        return True
    return any(topology.kind_of(n) == "nat" for n in mine) and any(topology.kind_of(n) == "bridged" for n in theirs)
