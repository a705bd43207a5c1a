"""What each mode offers (vmware-networking.md 6, first table) and which of it a lab has lost."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.model.facts import record
from vmnetdoctor.network.guest_classes import GuestClass, classes
from vmnetdoctor.network.hops import UNREACHABLE
from vmnetdoctor.network.topology import HOST, INTERNET, LAN
from vmnetdoctor.network.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.network.hops import Walk
    from vmnetdoctor.network.topology import Topology


MOST_FORWARDS = 200                      # to one guest; they share their fate but for the port


class Path(NamedTuple):
    """A path that a mode offers to a guest; `network` is the one that offers it."""

    sender: str
    target: str
    probe: str
    network: str


@record
class Loss:
    """A path offered but not there, for every guest of a class."""

    path: Path
    walk: Walk
    of: GuestClass


def losses(topology: Topology, groups: tuple[GuestClass, ...] | None = None) -> list[Loss]:
    """The paths that the modes offer and the walk finds unreachable, one walk per class and path; unknown ones are no losses."""
    groups = classes(topology) if groups is None else groups
    lost = []
    for group in groups:
        for path in offers(topology, group, groups):
            walked = walk(topology, path.sender, path.target, _aim(topology, path), path.probe)
            if walked.verdict == UNREACHABLE:
                lost.append(Loss(path, walked, group))
    return lost


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
    if kind == "bridged" or (kind in ("nat", "hostonly") and _has_host_adapter(topology, network)):
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


def _has_host_adapter(topology: Topology, network: str) -> bool:
    """A network made without host adapter offers none; a disabled one is a loss."""
    stated = topology.networks.get(network)
    return stated is None or stated.host_adapter_state.value != "absent"


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


def _aim(topology: Topology, path: Path) -> int | None:
    """The target's address on the network that offers the path; None where it has none there."""
    if path.probe != "ping" or path.target in (LAN, INTERNET):
        return None
    switch = topology.plugged.get(path.network)
    for port in topology.endpoints[path.target].stacks[0].ports:
        if port.network == path.network or (path.target == HOST and port.switch == switch):
            return port.addresses[0].value
    return _usual_host_address(topology, path.network) if path.target == HOST else None


def _usual_host_address(topology: Topology, name: str) -> int | None:
    """Where the host adapter would answer if it were there: as stated, else .1 (vmware-networking.md 2.2)."""
    network = topology.networks.get(name)
    if network is None or network.host_adapter.value is not None:
        return network.host_adapter.value if network is not None else None
    return network.subnet.map(lambda s: s.base + 1).value
