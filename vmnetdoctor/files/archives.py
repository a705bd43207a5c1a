"""Files out of archives: read in memory within limits, never written; what is not read is told once per reason."""

from __future__ import annotations

import io
from typing import IO, TYPE_CHECKING, NamedTuple

from vmnetdoctor.assemble.inputs import RawFile
from vmnetdoctor.files import streams
from vmnetdoctor.files.limits import HEAD, MAX_BYTES, NESTED, SKIPPED, SUFFIXES, RefusedError
from vmnetdoctor.files.members import path_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vmnetdoctor.files.limits import Meter
    from vmnetdoctor.files.members import Member

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PACKED = (streams.GZIP, streams.BZIP2, streams.XZ)
_OTHERS = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x28\xb5\x2f\xfd")      # 7-Zip, RAR, Zstandard
_TAR = slice(257, 262)                   # where POSIX and GNU tar write `ustar`


class Place(NamedTuple):
    """Where an archive stands: its path in reports, how deep in others, and whether it was asked for by name.

    `beside` tells of a path in it whether the same file lies unpacked next to the archive.
    """

    path: str
    depth: int = 1
    asked: bool = False
    beside: Callable[[str], bool] | None = None


def is_archive(head: bytes) -> bool:
    """Whether a file that begins so is one that can be read, or one that should be given in another form."""
    return head.startswith((*_ZIP, *_PACKED, *_OTHERS)) or head[_TAR] == b"ustar"


class _Refusals:
    """What was not read of one archive: the first member and how many, by reason."""

    def __init__(self) -> None:
        self.used = 0
        self._whole: str | None = None
        self._members: dict[str, list[str]] = {}

    def stop(self, reason: str) -> None:
        self._whole = reason

    def member(self, reason: str, name: str) -> None:
        known = self._members.setdefault(reason, [name, "0"])
        known[1] = str(int(known[1]) + 1)

    def told(self, place: Place) -> Iterator[RawFile]:
        """One unread file per reason, under the archive's own path."""
        for reason, (name, count) in self._members.items():
            yield RawFile(place.path, None, reason, name[:200], "archive", asked=place.asked, case="member", members=int(count))
        if self._whole is not None:
            case = "partial" if self.used else "default"
            yield RawFile(place.path, None, self._whole, "", "archive", asked=place.asked, case=case)


def unpack(handle: IO[bytes], place: Place, meter: Meter) -> Iterator[RawFile]:
    """The files of an archive, paths below its own; last what could not be read."""
    refusals = _Refusals()
    try:
        seen: set[str] = set()
        for member in _members(handle, place, meter):
            yield from _files(member, place, meter, seen, refusals)
    except RefusedError as refused:
        refusals.stop(refused.reason)
    except Exception:  # zipfile, tarfile and the decompressors raise all sorts of things on hostile bytes
        refusals.stop("archive-damaged")
    yield from refusals.told(place)


def _members(handle: IO[bytes], place: Place, meter: Meter) -> Iterator[Member]:
    head = handle.read(HEAD)
    handle.seek(0)
    if head.startswith(_ZIP):
        from vmnetdoctor.files import zips

        return zips.members(handle, meter)
    if head.startswith(_OTHERS):
        raise RefusedError("archive-method")
    if not head.startswith(_PACKED) and head[_TAR] != b"ustar" and not place.path.lower().endswith(".tar"):
        raise RefusedError("archive-not")         # an old or empty tar has no mark
    from vmnetdoctor.files import tars

    return tars.members(handle, meter)


def _files(member: Member, place: Place, meter: Meter, seen: set[str], refusals: _Refusals) -> Iterator[RawFile]:
    """The member as a file; the files in it where it is an archive itself."""
    try:
        inner = path_of(member.name)
        if _skipped(inner) or (place.beside is not None and place.beside(inner)):
            return
        meter.count()
        if inner in seen:
            raise RefusedError("member-twice")
        seen.add(inner)
        file = _file(member, f"{place.path}/{inner}")
    except RefusedError as refused:
        if refused.reason.startswith("archive-") and refused.reason not in ("archive-encrypted", "archive-method"):
            raise
        refusals.member(refused.reason, member.name)
        return
    refusals.used += 1
    if file.data is not None and inner.lower().endswith(SUFFIXES):
        yield from _nested(file, place, meter)
    else:
        yield file


def _skipped(path: str) -> bool:
    return any(folder in SKIPPED for folder in path.split("/")[:-1])


def _file(member: Member, path: str) -> RawFile:
    if member.link:
        return RawFile(path, None, "link", kind="link")
    if member.size > MAX_BYTES:
        return RawFile(path, None, "too-large")
    try:
        data = member.read()
    except RefusedError:
        raise
    except Exception as error:  # as above: one damaged member leaves the others readable
        raise RefusedError("member-damaged") from error
    return RawFile(path, data, mode=member.mode)


def _nested(file: RawFile, place: Place, meter: Meter) -> Iterator[RawFile]:
    assert file.data is not None
    if place.depth >= NESTED:
        yield RawFile(file.path, None, "archive-nested", "", "archive")
    else:
        yield from unpack(io.BytesIO(file.data), Place(file.path, place.depth + 1), meter)
