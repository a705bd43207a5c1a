"""Routes of the host that lead packets for a vmnet elsewhere, as a VPN client installs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.network.node import Row

if TYPE_CHECKING:
    from vmnetdoctor.model.addr import Subnet
    from vmnetdoctor.model.host import Network
    from vmnetdoctor.model.lab import Lab
    from vmnetdoctor.model.seen import SeenRoute
    from vmnetdoctor.network.topology import Topology


def stealing_route(lab: Lab, network: Network) -> SeenRoute | None:
    """A captured route into the vmnet's subnet by a card of another kind that beats the vmnet's own: narrower, or preferred."""
    subnet = network.subnet.value
    routes = lab.host.seen.routes if lab.host.seen is not None and subnet is not None else ()
    others = {card.name for card in lab.host.adapters if not card.is_vmware}
    return next((r for r in routes if subnet is not None and r.interface in others and _beats(r, subnet, routes)), None)


def _beats(route: SeenRoute, subnet: Subnet, routes: tuple[SeenRoute, ...]) -> bool:
    to = route.to
    if route.scoped or not subnet.prefix <= to.prefix < 32 or not subnet.overlaps(to):
        return False
    own = [r for r in routes if r.to.base == to.base and r.to.prefix == to.prefix and r.interface != route.interface]
    return all((route.metric or 0) < (r.metric or 0) for r in own)


def lead_astray(topology: Topology) -> None:
    """Give the host those routes."""
    stack = topology.host.stacks[0]
    for network in topology.networks.values():
        route = stealing_route(topology.lab, network) if network.kind.value in ("nat", "hostonly") else None
        port = next((p for p in stack.ports if route is not None and p.name == route.interface), None)
        if route is not None and port is not None:
            stack.table.append(Row(route.to.base, route.to.prefix, route.via, port, -1, "route", (route.place,)))
