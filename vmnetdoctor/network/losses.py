"""Which paths that the modes offer a lab has lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.model.facts import record
from vmnetdoctor.network.guest_classes import GuestClass, classes
from vmnetdoctor.network.hops import UNREACHABLE
from vmnetdoctor.network.offers import offers
from vmnetdoctor.network.topology import HOST, INTERNET, LAN
from vmnetdoctor.network.walk import walk

if TYPE_CHECKING:
    from vmnetdoctor.network.hops import Walk
    from vmnetdoctor.network.offers import Path
    from vmnetdoctor.network.topology import Topology


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
