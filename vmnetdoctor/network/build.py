"""From a lab to nodes, switches and routing tables (DESIGN.md decision 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.network.guests import plug_guests
from vmnetdoctor.network.outside import connect_outside
from vmnetdoctor.network.topology import Topology
from vmnetdoctor.network.vmnets import connect_vmnets
from vmnetdoctor.network.vpn_routes import lead_astray

if TYPE_CHECKING:
    from vmnetdoctor.model.lab import Lab


def build(lab: Lab) -> Topology:
    """The topology of a lab: outside world, vmnets with host adapter and NAT device, then the guests."""
    topology = Topology(lab)
    connect_outside(topology)
    connect_vmnets(topology)
    lead_astray(topology)
    plug_guests(topology)
    topology.announce_all(topology.host)
    return topology
