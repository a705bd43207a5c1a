"""Sorts the raw files: recognises each, decodes it, and hands it to the side it belongs to (guests, host, declaration)."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from vmnetdoctor.assemble.kinds import kind_of, named_kind
from vmnetdoctor.assemble.owners import of_host
from vmnetdoctor.formats import vmx
from vmnetdoctor.model.facts import record
from vmnetdoctor.model.lab import SyntaxNote, Unreadable
from vmnetdoctor.source import Place, Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vmnetdoctor.assemble.captures import Capture
    from vmnetdoctor.assemble.inputs import RawFile
    from vmnetdoctor.formats.syntax import Document
    from vmnetdoctor.formats.vmx import Dictionary

GUEST_KINDS = ("ifcfg", "route", "rule", "sysconfig-network", "keyfile", "udev-rules", "resolv", "sysctl")
MOST_GUEST_BYTES = 1 << 20       # a profile has a few hundred bytes; grammars that lose a whole file to one quote need a bound
FOREIGN_KINDS = ("netplan", "ifupdown", "networkd", "resolved", "nm-conf")
HOST_KINDS = ("dhcp", "nat", "networking", "netmap", "locations", "config", "leases")


@record
class Intake:
    """The files by side: `vmx` dictionaries, guest files and host files as (kind, source), and what is to be reported."""

    vmx: list[Dictionary] = field(default_factory=list)
    guest_files: list[tuple[str, Source]] = field(default_factory=list)
    host_files: list[tuple[str, Source]] = field(default_factory=list)
    captures: list[Capture] = field(default_factory=list)
    declaration: list[Source] = field(default_factory=list)
    kinds: list[tuple[str, str]] = field(default_factory=list)      # (path, kind) of every input, in order
    unreadable: list[Unreadable] = field(default_factory=list)
    syntax: list[SyntaxNote] = field(default_factory=list)

    def note(self, kind: str, document: Document, guest: str | None = None, network: str | None = None) -> None:
        """Keep a document's problems for the rules about unreadable lines."""
        for problem in document.problems:
            place = Place(document.source, problem.start, problem.end)
            self.syntax.append(SyntaxNote(kind, problem.reason, place, dict(problem.values), guest, network))


def take(files: Iterable[RawFile]) -> Intake:
    """Recognise and decode every file; what cannot be used is kept as unreadable, the rest goes on."""
    intake = Intake()
    for file in files:
        if file.data is None:
            kind = named_kind(file.path)
            _refuse(intake, file.path, kind, file.reason, file.detail)
        else:
            kind = kind_of(file.path, file.data)
            if kind in ("unknown", "resolv", "sysctl") and file.data.strip():
                kind = _capture(intake, kind, file.path, file.data)
            _sort(intake, kind, file.path, file.data)
        intake.kinds.append((file.path, kind))
    return intake


def _capture(intake: Intake, kind: str, path: str, data: bytes) -> str:
    """The kind of a file that holds pasted output, or a guest file of another system; what is neither keeps its kind."""
    from vmnetdoctor.assemble.captures import recognised

    capture = recognised(path, data)
    if capture is None:
        return kind
    if capture.kinds[0] in FOREIGN_KINDS:
        if not of_host(path):
            intake.guest_files.append((capture.kinds[0], capture.source))
    else:
        intake.captures.append(capture)
    return kind if kind != "unknown" else capture.kinds[0]


def _refuse(intake: Intake, path: str, kind: str, reason: str, detail: str = "") -> None:
    if kind != "unknown":
        place = Place(Source(path, ""), 0, 0)
        intake.unreadable.append(Unreadable(path, kind, reason, place, {"detail": detail}))


def _sort(intake: Intake, kind: str, path: str, data: bytes) -> None:
    if kind == "vmx":
        intake.vmx.append(vmx.parse(vmx.decode(path, data)))
    elif kind == "vmnetdoctor":
        if "/" not in path:
            intake.declaration.append(Source.decode(path, data))
    elif kind in HOST_KINDS or (kind in GUEST_KINDS and not of_host(path)):
        if kind in GUEST_KINDS and len(data) > MOST_GUEST_BYTES:
            _refuse(intake, path, kind, "too-large", str(MOST_GUEST_BYTES >> 20))
            return
        source = vmx.decode(path, data) if kind in ("netmap", "config") else Source.decode(path, data)
        if b"\0" in data[:4096] and not source.bom:
            _refuse(intake, path, kind, "not-text")
            return
        side = intake.host_files if kind in HOST_KINDS else intake.guest_files
        side.append((kind, source))
    elif kind == "resolv":
        intake.host_files.append((kind, Source.decode(path, data)))
