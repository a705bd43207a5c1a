"""Names of the host's switches: netmap.conf and the LAN segments of preferences.ini (vmware-networking.md 5.2 and 5.4)."""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING

from vmnetdoctor.assemble.vmx import DEFAULT_NETWORKS, segment_id, vmnet_name
from vmnetdoctor.model.facts import Fact, record

if TYPE_CHECKING:
    from vmnetdoctor.formats.netmap import NetMap
    from vmnetdoctor.formats.syntax import Entry
    from vmnetdoctor.formats.vmx import Dictionary

_BRIDGED_TO = re.compile(r"bridged\s*\[(.+)\]", re.I | re.S)
_SEGMENT = re.compile(r"pref\.namedpvns(\d{1,9})\.(name|pvnid)", re.I | re.ASCII)
_MODES = {"bridged": "bridged", "hostonly": "hostonly", "nat": "nat"}


@record
class NameMap:
    """`modes`: connection type -> vmnet; `names`, `kinds` and `bridges` (host adapter) by `VMnet<N>`."""

    modes: dict[str, str]
    names: dict[str, Fact[str]] = field(default_factory=dict)
    kinds: dict[str, Fact[str]] = field(default_factory=dict)
    bridges: dict[str, Fact[str]] = field(default_factory=dict)


def name_map(doc: NetMap) -> NameMap:
    """Bridged, HostOnly and NAT (any case) name the switch of a connection type; what is not named keeps its default."""
    found = NameMap(dict(DEFAULT_NETWORKS))
    for pair in doc.pairs:
        network = vmnet_name(pair.device.value or "") if pair.device else None
        if network is None or pair.name is None or pair.device is None:
            continue
        name = pair.name.value or ""
        places = (pair.name.value_place, pair.device.value_place)
        found.names[network] = Fact(name, places)
        mode = _MODES.get(re.sub(r"[-\s]", "", name.lower()))
        adapter = _BRIDGED_TO.fullmatch(name.strip())
        if mode:
            found.modes[mode] = network
            found.kinds[network] = Fact(mode, places)
        elif adapter:
            found.kinds[network] = Fact("bridged", places)
            found.bridges[network] = Fact(adapter[1].strip(), places)
    return found


def segment_names(doc: Dictionary) -> dict[str, Fact[str]]:
    """`pref.namedPVNsK.pvnID` -> name of the LAN segment (vmware-networking.md 5.4)."""
    sides: dict[str, dict[str, Entry]] = {"name": {}, "pvnid": {}}
    for entry in doc.entries():
        found = _SEGMENT.fullmatch(entry.key)
        if found:
            sides[found[2].lower()][found[1]] = entry
    named: dict[str, Fact[str]] = {}
    for index, entry in sides["pvnid"].items():
        name = sides["name"].get(index)
        if name is not None and name.value:
            named[segment_id(entry.value or "")] = Fact(name.value, (name.value_place, entry.value_place))
    return named
