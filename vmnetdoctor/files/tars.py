"""Files of a tar archive, plain or compressed, read in one pass and in memory."""

from __future__ import annotations

import re
import tarfile
from typing import IO, TYPE_CHECKING

from vmnetdoctor.assemble.inputs import Mode
from vmnetdoctor.files.limits import RefusedError
from vmnetdoctor.files.members import Member, decoded
from vmnetdoctor.files.streams import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.files.limits import Meter

_HEADERS = 128 * 1024                    # bytes that the headers of one member may take
_SKIP = 256 * 1024
_KEPT_FILE, _KEPT_FILES = 4096, 1000     # a profile has a few hundred bytes
_COMMIT = re.compile(r"[0-9a-f]{40,64}")


class Tape:
    """What tarfile reads from: forwards only, counted, and never much at once."""

    def __init__(self, handle: IO[bytes], meter: Meter) -> None:
        self._stream = opened(handle)
        self._plain = self._stream is handle
        self._meter = meter
        self._position = 0
        self._left = _HEADERS
        self.last = b""                  # the latest piece read: an intact archive ends with a block of zeros

    def allow(self, size: int) -> None:
        """Let the next reads take `size` bytes in all (skipping does not count)."""
        self._left = size

    def tell(self) -> int:
        return self._position

    def read(self, size: int) -> bytes:
        self._left -= size
        if self._left < 0:
            raise RefusedError("archive-damaged")
        return self._take(size)

    def seek(self, position: int, _whence: int = 0) -> None:
        if self._plain:
            self._stream.seek(position)
            self._position = position
        elif position < self._position:
            raise RefusedError("archive-damaged")
        while self._position < position and self._take(min(position - self._position, _SKIP)):
            pass

    def _take(self, size: int) -> bytes:
        data: bytes = self._stream.read(size)
        self._meter.spend(len(data))
        self._position += len(data)
        self.last = data
        return data


def members(handle: IO[bytes], meter: Meter) -> Iterator[Member]:
    """The files in it, in the order of the tape."""
    tape = Tape(handle, meter)
    kept: dict[str, bytes] = {}
    with tarfile.TarFile(fileobj=tape, encoding="utf-8", errors="surrogateescape") as archive:  # type: ignore[arg-type]
        while True:
            tape.allow(_HEADERS)
            info = archive.next()
            archive.members = []         # type: ignore[attr-defined]  # tarfile remembers every header it has seen
            if info is None:
                break
            if info.islnk() and info.linkname in kept:
                yield Member(_name(info), len(kept[info.linkname]), lambda info=info: kept[info.linkname],  # type: ignore[misc]
                             _mode(archive, info))
            elif info.issym() or info.islnk() or (info.isreg() and not info.issparse()):
                yield Member(_name(info), info.size, lambda info=info: _kept(kept, archive, tape, info),  # type: ignore[misc]
                             _mode(archive, info), not info.isreg())
    if tape.last.strip(b"\0"):
        raise RefusedError("archive-damaged")


def _kept(kept: dict[str, bytes], archive: tarfile.TarFile, tape: Tape, info: tarfile.TarInfo) -> bytes:
    """The file's bytes; small ones are kept, since a later name of the same file holds none of its own (a hard link)."""
    data = _read(archive, tape, info)
    if len(data) <= _KEPT_FILE and len(kept) < _KEPT_FILES:
        kept[info.name] = data
    return data


def _name(info: tarfile.TarInfo) -> str:
    name = info.name
    return name if name.isascii() else decoded(name.encode("utf-8", "surrogateescape"))


def _mode(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Mode | None:
    """Only a file that is root's was packed where it is in use; `git archive` (which leaves a comment) makes its modes up."""
    if info.uid != 0 or _COMMIT.fullmatch(archive.pax_headers.get("comment", "")):
        return None
    return Mode(info.mode & 0o7777, True)


def _read(archive: tarfile.TarFile, tape: Tape, info: tarfile.TarInfo) -> bytes:
    stream = archive.extractfile(info)
    if stream is None:
        return b""
    tape.allow(info.size + 2 * tarfile.BLOCKSIZE)
    try:
        return stream.read(info.size)
    except tarfile.ReadError as error:
        raise RefusedError("archive-damaged") from error
