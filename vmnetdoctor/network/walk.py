"""A probe from one endpoint to another: each kind of probe has a module of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.network.probe_names import walk_names
from vmnetdoctor.network.probe_ping import walk_ping
from vmnetdoctor.network.probe_ports import walk_port

if TYPE_CHECKING:
    from vmnetdoctor.network.hops import Walk
    from vmnetdoctor.network.topology import Topology

_PORT = re.compile(r"(tcp|udp)/(\d{1,5})", re.ASCII)


def walk(topology: Topology, sender: str, target: str, address: int | None = None, probe: str = "ping") -> Walk:
    """The verdict on one probe.  Raises `LookupError` for an endpoint or probe that does not exist."""
    for name in (sender, target):
        if name not in topology.endpoints:
            raise LookupError(name)
    if probe == "names":
        return walk_names(topology, sender)
    port = _PORT.fullmatch(probe)
    if port is not None and 0 < int(port.group(2)) < 65536:
        return walk_port(topology, sender, target, address, port.group(1), int(port.group(2)))
    if probe != "ping":
        raise LookupError(probe)
    return walk_ping(topology, sender, target, address, probe)
