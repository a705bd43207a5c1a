"""Raw files to one lab: the last step of assembly, where the sides meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.assemble.declaration import NOTHING_DECLARED, Declaration
from vmnetdoctor.assemble.guests import guest_side
from vmnetdoctor.assemble.hostside import host_files, system_of
from vmnetdoctor.assemble.intake import Intake, take
from vmnetdoctor.assemble.networks import networks_of
from vmnetdoctor.model.host import Host
from vmnetdoctor.model.lab import Input, Lab, SyntaxNote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vmnetdoctor.assemble.inputs import RawFile


def assemble(files: Iterable[RawFile]) -> Lab:
    """The lab that the files describe.  Raises DeclaredError where vmnetdoctor.yaml is not what it must be."""
    intake = take(files)
    declared = _declared(intake)
    host = host_files(intake)
    host.bridges.update(declared.bridges)
    host.adapters.extend(declared.adapters)
    modes = next((m.modes for m in host.names), None)
    guests = guest_side(intake, declared.guests, modes)
    _note_vmx(intake, guests.owner)
    used = {a.network for guest in guests.guests for a in guest.adapters if a.present.value and a.network is not None}
    os = declared.os if declared.os.known else system_of(intake)
    return Lab(
        guests.guests, networks_of(host, used), Host(os, tuple(host.adapters)),
        tuple(Input(path, kind, guests.owner.get(path)) for path, kind in intake.kinds),
        guests.unmatched, tuple(intake.unreadable), tuple(intake.syntax), declared.expectations)


def _declared(intake: Intake) -> Declaration:
    if not intake.declaration:
        return NOTHING_DECLARED
    from vmnetdoctor.assemble.declared import declaration

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
