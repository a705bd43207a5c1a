"""Recognises pasted output of commands and the guest files of other systems; imported only where a file is none of VMware's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.assemble import seen_unix, seen_windows
from vmnetdoctor.assemble.seen_join import joined
from vmnetdoctor.formats import ifupdown, netplan, nm_conf, systemd_conf
from vmnetdoctor.formats.pasted import as_printed, parts
from vmnetdoctor.formats.text_guess import decode_capture

if TYPE_CHECKING:
    from vmnetdoctor.model.seen import Seen
    from vmnetdoctor.source import Source

MOST_BYTES = 1 << 20
_FOREIGN = (("netplan", netplan.recognise), ("ifupdown", ifupdown.recognise), ("networkd", systemd_conf.recognise_network),
            ("resolved", systemd_conf.recognise_resolved), ("nm-conf", nm_conf.recognise))


class Capture(NamedTuple):
    """A file of captures, or another system's guest file (`kinds` then names the one format it is)."""

    kinds: tuple[str, ...]
    source: Source


def recognised(path: str, data: bytes) -> Capture | None:
    """What the file is, if it is one of these; binary files and huge ones are none."""
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:2]
    if len(data) > MOST_BYTES or (not wide and b"\0" in data[:4096].rstrip(b"\0")):
        return None
    source = decode_capture(path, data)
    kind = foreign_kind(source.text)
    return Capture((kind,), source) if kind is not None else captured(source)


def foreign_kind(text: str) -> str | None:
    """The kind of a guest file of another system, told by its content; None where it is none."""
    return next((kind for kind, recognise in _FOREIGN if recognise(text)), None)


def captured(source: Source) -> Capture | None:
    """The text as a file of captures; None where none is in it."""
    source = as_printed(source)
    kinds = (*seen_windows.kinds_in(source.text), *seen_unix.kinds_in(source.text))
    return Capture(kinds, source) if kinds else None


def shown(capture: Capture) -> Seen:
    """All that one file of captures shows; where something was left out, nothing is taken to be missing."""
    pieces = parts(capture.source)
    if len(pieces) == 1:
        return _shown(capture.source)
    return replace(joined(_shown(piece) for piece in pieces), complete=frozenset())


def _shown(source: Source) -> Seen:
    windows = seen_windows.kinds_in(source.text)
    return joined([seen_windows.seen(source)] if windows else [seen_unix.seen(source)])
