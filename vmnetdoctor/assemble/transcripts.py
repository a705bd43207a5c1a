"""Transcripts: captures of a terminal in which files were printed; each such file is read as if it lay below the transcript."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.assemble.captures import MOST_BYTES, captured, foreign_kind
from vmnetdoctor.assemble.hostside import vmnet_of_folder
from vmnetdoctor.assemble.kinds import kind_of
from vmnetdoctor.assemble.owners import root_of
from vmnetdoctor.formats.text_guess import decode_capture
from vmnetdoctor.formats.transcript import files, hosts
from vmnetdoctor.source import Excerpt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vmnetdoctor.assemble.captures import Capture
    from vmnetdoctor.assemble.intake import Intake
    from vmnetdoctor.formats.transcript import Shown
    from vmnetdoctor.source import Source

    Files = list[tuple[str, Source]]

_TEXT = re.compile(r"[^\r\n]")
_BOTH = ("resolv", "sysctl")       # stay in the text: captures are read for them too


class Transcript(NamedTuple):
    """What a transcript holds: its files as (kind, excerpt), the rest as a capture, and the host names of its prompts."""

    path: str
    files: tuple[tuple[str, Source], ...]
    capture: Capture | None
    hosts: tuple[str, ...]


def transcript(path: str, data: bytes) -> Transcript | None:
    """The transcript in a file; None where no file that we read is printed in it."""
    if len(data) > MOST_BYTES:
        return None
    source = decode_capture(path, data)
    source.exact = False                 # nobody edits a file by what was printed of it
    known = [(kind, shown) for shown in files(source.text) if (kind := _kind(path, shown)) is not None]
    if not known:
        return None
    last = {shown.path: (kind, shown) for kind, shown in known}      # printed twice, the later one is what the file holds now
    found = tuple((kind, Excerpt(f"{path}/{shown.path}", shown.text, source, shown.pieces)) for kind, shown in last.values())
    return Transcript(path, found, captured(_rest(source, known)), tuple(hosts(source.text)))


def _kind(path: str, shown: Shown) -> str | None:
    kind = kind_of(f"{path}/{shown.path}", shown.text.encode("utf-8", "replace"))
    if kind in ("unknown", "preferences", "collected", "vmnetdoctor"):
        return foreign_kind(shown.text)
    # an error message where the file should be
    return kind if kind in ("route", "rule", "resolv") or any(sign in shown.text for sign in "={[") else None


def _rest(source: Source, known: Sequence[tuple[str, Shown]]) -> Source:
    """The transcript without the files' text, which other readers would take for output; lines and places stay."""
    parts, at = [], 0
    for kind, shown in sorted(known, key=lambda pair: pair[1].start):
        if kind not in _BOTH:
            parts += [source.text[at:shown.start], _TEXT.sub(" ", source.text[shown.start:shown.end])]
            at = shown.end
    return Excerpt(source.path, "".join((*parts, source.text[at:])), source, ((0, 0),))


def without_doubles(sides: Files, where: Callable[[str], str]) -> Files:
    """The files without those of transcripts that are given otherwise too; `where` tells which paths belong together.

    Of several transcripts the first counts, as with other captures.
    """
    taken = {(kind, _name(source.path), where(source.path)) for kind, source in sides if source.whole is None}
    kept = []
    for kind, source in sides:
        if source.whole is not None:
            key = (kind, _name(source.path), where(source.path))
            if key in taken:
                continue
            taken.add(key)
        kept.append((kind, source))
    return kept


def settle(intake: Intake) -> None:
    """A file beside a transcript counts before what the transcript shows of it."""
    shown = {source.whole.path for _, source in (*intake.guest_files, *intake.host_files) if source.whole is not None}

    def root(path: str) -> str:
        within = next((whole for whole in shown if path.startswith(whole + "/")), path)
        return root_of(within)

    intake.guest_files[:] = without_doubles(intake.guest_files, root)
    intake.host_files[:] = without_doubles(intake.host_files, lambda path: vmnet_of_folder(path) or "")


def _name(path: str) -> str:
    return path.rpartition("/")[2].lower()
