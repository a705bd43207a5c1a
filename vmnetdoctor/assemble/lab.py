"""Raw files to one lab: the last step of assembly, where the sides meet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vmnetdoctor.assemble.declaration import NOTHING_DECLARED, Declaration
from vmnetdoctor.assemble.guests import guest_side
from vmnetdoctor.assemble.hostside import host_files, system_of
from vmnetdoctor.assemble.networks import networks_of
from vmnetdoctor.assemble.sorting import take
from vmnetdoctor.model.facts import UNKNOWN, Fact
from vmnetdoctor.model.host import Host
from vmnetdoctor.model.lab import Input, Lab, SyntaxNote

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vmnetdoctor.assemble.inputs import RawFile
    from vmnetdoctor.assemble.intake import Intake
    from vmnetdoctor.assemble.networks import HostFiles
    from vmnetdoctor.model.host import HostAdapter, Network
    from vmnetdoctor.model.seen import Seen


def assemble(files: Iterable[RawFile]) -> Lab:
    """The lab that the files describe.  Raises DeclaredError where vmnetdoctor.yaml is not what it must be."""
    intake = take(files)
    declared = _declared(intake)
    host = host_files(intake)
    host.bridges.update(declared.bridges)
    host.adapters.extend(declared.adapters)
    modes = next((m.modes for m in host.names), None)
    guests = guest_side(intake, declared.guests, modes, host.segment_names)
    if guests.host is not None:
        _observe_host(host, guests.host)
    apple = _apple(host, guests.host)
    if any(guest.seen is not None for guest in guests.guests):
        from vmnetdoctor.assemble.leases import captured_leases

        host.leases.extend(captured_leases(guests.guests))
    _note_vmx(intake, guests.owner)
    used = {a.network for guest in guests.guests for a in guest.adapters if a.present.value and a.network is not None}
    seen = guests.host
    system = system_of(intake)
    os = declared.os if declared.os.known else seen.system if seen is not None and seen.system.known else system
    networks = networks_of(host, used)
    forwarding = seen.forwarding if seen is not None else UNKNOWN
    return Lab(
        guests.guests, networks,
        Host(os, _bridged(host.adapters, networks), forwarding=forwarding, seen=seen, leases=tuple(host.leases),
             lease_files=tuple(host.lease_files), apple_vmnet=apple, names=tuple(host.named),
             resolvers=host.resolvers[0] if host.resolvers else UNKNOWN),
        tuple(Input(path, kind, guests.owner.get(path)) for path, kind in intake.kinds),
        guests.unmatched, tuple(intake.unreadable), tuple(intake.syntax), declared.expectations)


def _apple(host: HostFiles, seen: Seen | None) -> Fact[bool]:
    """Whether the vmnets are Apple's; then leases of VMware's own file are dropped."""
    if seen is None:
        return UNKNOWN
    from vmnetdoctor.assemble.apple_vmnet import apple_vmnet, leases_in_force

    apple = apple_vmnet(seen)
    host.leases[:] = leases_in_force(apple, host.lease_files, host.leases)
    return apple


def _observe_host(host: HostFiles, seen: Seen) -> None:
    """Add the host's captured cards to the declared ones; the same card declared and captured is one."""
    from vmnetdoctor.assemble.seen_host import host_adapters

    declared = {adapter.name.lower() for adapter in host.adapters}
    host.adapters.extend(a for a in host_adapters(seen) if a.name.lower() not in declared)
    host.seen.append(seen)


def _bridged(adapters: Sequence[HostAdapter], networks: Sequence[Network]) -> tuple[HostAdapter, ...]:
    """The host's adapters, each with the vmnet that is bridged to it by name."""
    by_name = {(n.bridge.value or "").lower(): n.name for n in networks if n.kind.value == "bridged"}
    return tuple(replace(a, bridged_by=by_name[a.name.lower()]) if a.name.lower() in by_name and not a.bridged_by else a
                 for a in adapters)


def _declared(intake: Intake) -> Declaration:
    if not intake.declaration:
        return NOTHING_DECLARED
    from vmnetdoctor.assemble.declaration_file import declaration

    return declaration(intake.declaration[0])


def _note_vmx(intake: Intake, owner: dict[str, str]) -> None:
    """Lines VMware cannot read, and keys given twice with different values."""
    for document in intake.vmx:
        guest = owner.get(document.source.path)
        if document.problems:
            intake.note("vmx", document, guest)
        for _, entries in document.duplicates:
            last = entries[-1]
            values = {"key": last.key, "first": entries[0].value or "", "last": last.value or ""}
            intake.syntax.append(SyntaxNote("vmx-duplicate", "different-values", last.value_place, values, guest))
