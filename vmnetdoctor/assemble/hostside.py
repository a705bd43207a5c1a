"""The host's files read into `HostFiles`: DHCP, NAT, `networking`, `locations`, netmap, and what the declaration says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.assemble.networks import HostFiles
from vmnetdoctor.model.facts import Fact, unknown
from vmnetdoctor.model.host import HostName, LeaseSource
from vmnetdoctor.patterns import late
from vmnetdoctor.source import Place

if TYPE_CHECKING:
    from vmnetdoctor.assemble.intake import Intake
    from vmnetdoctor.source import Source

_BUNDLE = late(r"\.vmwarevm/[^/]+$", re.I)       # the folder that Fusion keeps a virtual machine in
_FOLDER = late(r"(?:^|/)vmnet(\d{1,3})/(?:[^/]+/)?[^/]+$", re.I)
# file names and folders that only one system's product has (vmware-networking.md 3.1, 4, 5.1)
_SYSTEMS = (
    ("windows", late(r"(^|/)(vmnetdhcp\.(conf|leases)|vmnetnat\.conf)$|(^|/)ProgramData/VMware/", re.I)),
    ("macos", late(r"(^|/)Library/Preferences/VMware Fusion/|(^|/)var/db/vmware/|(^|/)vmnet-dhcpd-vmnet\d{1,3}\.leases$")),
    ("linux", late(r"(^|/)etc/vmware/")),
)


def vmnet_of_folder(path: str) -> str | None:
    """`VMnet8` for .../vmnet8/nat/nat.conf and the like; None where no folder says."""
    found = _FOLDER.search(path)
    return f"VMnet{int(found[1])}" if found else None


def host_files(intake: Intake) -> HostFiles:
    """Every file of the host's side, parsed; lines that cannot be read are noted in the intake."""
    files = HostFiles()
    for kind, source in intake.host_files:
        if kind in _READERS:
            _READERS[kind](intake, files, source)
    for capture in intake.captures:
        if "registry" in capture.kinds:
            _registry(files, capture.source)
    return files


def _registry(files: HostFiles, source: Source) -> None:
    """The database of a Windows host (vmware-networking.md 5.3)."""
    from vmnetdoctor.assemble.seen_registry import registry_parts

    parts = registry_parts(source)
    for name, answers in parts.vnets.items():
        files.answers.setdefault(name, answers)
    files.complete.extend(parts.complete.places)


def system_of(intake: Intake) -> Fact[str]:
    """The host's operating system as the names and places of its files show it, else those of its virtual machines."""
    for system, pattern in _SYSTEMS:
        for _, source in intake.host_files:
            if pattern.search(source.path):
                return Fact(system, (_start(source),), "file-place")
    bundled = next((document.source for document in intake.vmx if _BUNDLE.search(document.source.path)), None)
    return Fact("macos", (_start(bundled),), "file-place") if bundled is not None else unknown("host-os")


def _start(source: Source) -> Place:
    return Place(source, *source.line_span(1))


# Each reader imports its format on first use: a lab has two or three of them, and every start pays for what is imported.


def _dhcp(intake: Intake, files: HostFiles, source: Source) -> None:
    from vmnetdoctor.assemble.dhcp import networks_of
    from vmnetdoctor.formats import dhcp

    document = dhcp.parse(source)
    segments = networks_of(document, source.path)
    files.segments.extend(segments)
    if source.path.rpartition("/")[2].lower() == "vmnetdhcp.conf":
        files.dhcp_file.append(_start(source))
    intake.note("dhcp", document, network=segments[0].network.value if len(segments) == 1 else None)


def _nat(intake: Intake, files: HostFiles, source: Source) -> None:
    from vmnetdoctor.assemble.nat import nat_parts
    from vmnetdoctor.formats import nat

    document = nat.parse(source)
    parts = nat_parts(document, vmnet_of_folder(source.path))
    files.nats.append(parts)
    intake.note("nat", document, network=parts.network.value)


def _networking(intake: Intake, files: HostFiles, source: Source) -> None:
    from vmnetdoctor.assemble.networking import vnets
    from vmnetdoctor.formats import networking

    document = networking.parse(source)
    files.answers.update(vnets(document))
    files.complete.append(_start(source))
    intake.note("networking", document)


def _locations(_intake: Intake, files: HostFiles, source: Source) -> None:
    from vmnetdoctor.assemble.networking import vnets
    from vmnetdoctor.formats import networking

    for name, answers in vnets(networking.parse(source)).items():
        files.answers.setdefault(name, answers)


def _config(_intake: Intake, files: HostFiles, source: Source) -> None:
    from vmnetdoctor.assemble.networking import config_vnets
    from vmnetdoctor.formats import vmx

    for name, answers in config_vnets(vmx.parse(source)).items():
        files.answers.setdefault(name, answers)


def _preferences(_intake: Intake, files: HostFiles, source: Source) -> None:
    """A name that two LAN segments share names neither."""
    from vmnetdoctor.assemble.netmap import segment_names
    from vmnetdoctor.formats import vmx

    names = {segment: (fact.value or "").strip() for segment, fact in segment_names(vmx.parse(source)).items()}
    said = list(names.values())
    files.segment_names.update((segment, name) for segment, name in names.items() if name and said.count(name) == 1)


def _leases(_intake: Intake, files: HostFiles, source: Source) -> None:
    from vmnetdoctor.assemble.leases import leases_of
    from vmnetdoctor.formats import leases

    document = leases.parse(source)
    files.leases.extend(leases_of(document))
    first = document.records[0].address.value_place if document.records else _start(source)
    files.lease_files.append(LeaseSource(first, document.apple))


def _hosts(_intake: Intake, files: HostFiles, source: Source) -> None:
    from vmnetdoctor.formats import hosts
    from vmnetdoctor.model.addr import ip

    for line in hosts.parse(source):
        files.named.append(HostName(Fact(ip(line.address.value or ""), (line.address.value_place,)), line.names))


def _resolv(_intake: Intake, files: HostFiles, source: Source) -> None:
    """The proxy of the NAT device takes the host's servers over (vmware-networking.md 4)."""
    from vmnetdoctor.formats import resolv

    servers = tuple(entry.value or "" for entry in resolv.parse(source).nameservers)
    files.resolvers.append(Fact(servers, (_start(source),)))


def _netmap(_intake: Intake, files: HostFiles, source: Source) -> None:
    from vmnetdoctor.assemble.netmap import name_map
    from vmnetdoctor.formats import netmap

    files.names.append(name_map(netmap.parse(source)))
    files.complete.append(_start(source))


_READERS = {"dhcp": _dhcp, "nat": _nat, "networking": _networking, "locations": _locations, "netmap": _netmap,
            "leases": _leases, "config": _config, "preferences": _preferences, "resolv": _resolv, "hosts": _hosts}

