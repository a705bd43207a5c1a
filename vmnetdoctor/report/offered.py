"""Whether a mode offers a path at all (vmware-networking.md 6, first table): what is missing there is no fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.network.topology import HOST, INTERNET, LAN, OUTSIDE

if TYPE_CHECKING:
    from vmnetdoctor.network.topology import Topology

_OUTWARD = ("nat", "bridged", "unknown")


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
    kind, stated = topology.kind_of(name), topology.networks.get(name)
    return kind in ("bridged", "unknown") or (
        kind in ("nat", "hostonly") and (stated is None or stated.host_adapter_state.value != "absent"))


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
