"""Sorts the raw files: recognises each, decodes it, and hands it to the side it belongs to (guests, host, declaration)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.assemble.intake import Intake
from vmnetdoctor.assemble.kinds import kind_of, may_be_transcript, named_kind
from vmnetdoctor.assemble.owners import folder_of, of_host
from vmnetdoctor.formats import vmx
from vmnetdoctor.model.lab import Unreadable
from vmnetdoctor.source import Place, Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vmnetdoctor.assemble.inputs import RawFile
    from vmnetdoctor.assemble.transcripts import Transcript

GUEST_KINDS = ("ifcfg", "route", "rule", "sysconfig-network", "keyfile", "udev-rules", "resolv", "sysctl", "guest-dhcp")
MOST_GUEST_BYTES = 1 << 20       # a profile has a few hundred bytes; grammars that lose a whole file to one quote need a bound
EMPTY_KINDS = ("vmx", "dhcp", "nat", "ifcfg", "keyfile")       # of no use when empty, and never so in a lab that works
BY_NAME = ("ifcfg", "route", "rule", "sysconfig-network", "collected", "vmnetdoctor")     # no other text has such a name
FOREIGN_KINDS = ("netplan", "ifupdown", "networkd", "resolved", "nm-conf")
HOST_KINDS = ("dhcp", "nat", "networking", "netmap", "locations", "config", "preferences", "leases", "hosts")


def take(files: Iterable[RawFile]) -> Intake:
    """Recognise and decode every file; what cannot be used is kept as unreadable, the rest goes on."""
    intake = Intake()
    for file in files:
        if file.data is None:
            kind = file.kind or named_kind(file.path)
            _refuse(intake, file, kind, file.reason)
        elif not file.data.strip() and named_kind(file.path) in EMPTY_KINDS:
            kind = named_kind(file.path)
            _refuse(intake, file, kind, "empty")
        else:
            kind = _known(intake, file, file.data)
        if file.case == "default":         # else the archive's files are listed, all or those that were read
            intake.kinds.append((file.path, kind))
    _keep_top_declaration(intake)
    if intake.transcripts:
        from vmnetdoctor.assemble.transcripts import settle

        settle(intake)
    return intake


def _keep_top_declaration(intake: Intake) -> None:
    """A declaration counts in the folder that holds all the others: the one checked, or an archive's own top folder."""
    if intake.declaration:
        folders = {folder_of(path) + "/" for path, kind in intake.kinds if kind != "archive"}
        intake.declaration[:] = [s for s in intake.declaration
                                 if "/" not in s.path or all(f.startswith(folder_of(s.path) + "/") for f in folders)]


def _known(intake: Intake, file: RawFile, data: bytes) -> str:
    """Recognise one file's bytes and hand them to their side; the kind of the file."""
    kind = kind_of(file.path, data)
    if kind not in BY_NAME and may_be_transcript(file.path, data):
        from vmnetdoctor.assemble.transcripts import transcript

        shown = transcript(file.path, data)
        if shown is not None:
            return _transcript(intake, shown)
    if kind in ("unknown", "resolv", "sysctl") and data.strip():
        kind = _capture(intake, kind, file.path, data)
    _sort(intake, kind, file, data)
    return kind


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
        if b"@" in data:
            from vmnetdoctor.formats.transcript import hosts

            intake.prompts[path] = hosts(capture.source.text)
    return kind if kind != "unknown" else capture.kinds[0]


def _transcript(intake: Intake, shown: Transcript) -> str:
    """A file that shows other files: each is as if it lay below it; the rest of it is a capture."""
    intake.transcripts.append(shown.path)
    intake.prompts[shown.path] = shown.hosts
    for kind, source in shown.files:
        if kind == "vmx":
            intake.vmx.append(vmx.parse(source))
        elif kind in HOST_KINDS:
            intake.host_files.append((kind, source))
        elif not of_host(source.path):
            intake.guest_files.append((kind, source))
        elif kind == "resolv":
            intake.host_files.append((kind, source))
    if shown.capture is None:
        return shown.files[0][0]
    intake.captures.append(shown.capture)
    return shown.capture.kinds[0]


def _refuse(intake: Intake, file: RawFile, kind: str, reason: str) -> None:
    if reason == "archive-copy":
        return                            # listed, and read under its other name
    if kind == "link":
        kind = named_kind(file.path)
    if kind != "unknown" or file.asked:
        place = Place(Source(file.path, ""), 0, 0)
        values = {"detail": file.detail, "count": file.members}
        intake.unreadable.append(Unreadable(file.path, kind, reason, place, values, file.case, file.asked))


def _sort(intake: Intake, kind: str, file: RawFile, data: bytes) -> None:
    path = file.path
    if kind == "vmx":
        intake.vmx.append(vmx.parse(vmx.decode(path, data)))
    elif kind == "vmnetdoctor":
        intake.declaration.append(Source.decode(path, data))
    elif kind in HOST_KINDS or (kind in GUEST_KINDS and not of_host(path)):
        if kind in GUEST_KINDS and len(data) > MOST_GUEST_BYTES:
            _refuse(intake, file, kind, "too-large")
            return
        source = vmx.decode(path, data) if kind in ("netmap", "config", "preferences") else Source.decode(path, data)
        if b"\0" in data[:4096] and not source.bom:
            _refuse(intake, file, kind, "not-text")
            return
        if file.mode is not None:
            intake.modes[path] = file.mode
        side = intake.host_files if kind in HOST_KINDS else intake.guest_files
        side.append((kind, source))
    elif kind == "resolv":
        intake.host_files.append((kind, Source.decode(path, data)))
