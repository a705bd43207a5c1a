"""Files of a zip archive, read in memory."""

from __future__ import annotations

import stat
import zipfile
from contextlib import suppress
from typing import IO, TYPE_CHECKING

from vmnetdoctor.assemble.inputs import Mode
from vmnetdoctor.files.limits import MEMBERS, RefusedError
from vmnetdoctor.files.members import Member, decoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.files.limits import Meter

_CHUNK = 256 * 1024
_DIRECTORY = 400 * MEMBERS               # bytes: zipfile makes an object of every entry before it shows the first one
_UTF8, _ENCRYPTED = 0x800, 0x1           # general purpose flags (APPNOTE.TXT 4.4.4)
_UNIX, _OWNER = 3, 0x7875                # made on Unix (4.4.2); extra field with the owner's number (Info-ZIP)


class _Directory:
    """The archive's bytes for zipfile; refuses to read a table of contents that would fill the memory."""

    def __init__(self, handle: IO[bytes]) -> None:
        self._handle = handle
        self.seek, self.tell = handle.seek, handle.tell

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if size > _DIRECTORY:
            raise RefusedError("archive-many")
        data = self._handle.read(size if size >= 0 else _DIRECTORY + 1)
        if len(data) > _DIRECTORY:
            raise RefusedError("archive-damaged")
        return data


def members(handle: IO[bytes], meter: Meter) -> Iterator[Member]:
    """The files in it, ordered as a folder is: its own files first, then folders by name."""
    with zipfile.ZipFile(_Directory(handle)) as archive:      # which is all that reading asks for
        entries = [(_name(info), info) for info in archive.infolist() if not info.is_dir()]
        entries.sort(key=lambda pair: _order(pair[0]))
        for name, info in entries:
            kind = stat.S_IFMT(info.external_attr >> 16) if info.create_system == _UNIX else 0
            if kind in (0, stat.S_IFREG, stat.S_IFLNK):
                yield Member(name, info.file_size, lambda info=info: _read(archive, info, meter),  # type: ignore[misc]
                             _mode(info), kind == stat.S_IFLNK)


def _order(name: str) -> list[tuple[bool, str]]:
    *folders, file = name.split("/")
    return [*((True, folder) for folder in folders), (False, file)]


def _name(info: zipfile.ZipInfo) -> str:
    """Without the flag for UTF-8 a name is in the code page of who packed it; zipfile takes it for 437."""
    name = info.filename
    if not info.flag_bits & _UTF8 and not name.isascii():
        with suppress(UnicodeEncodeError):       # newer Pythons take the name of Info-ZIP's Unicode field
            name = decoded(name.encode("cp437"), "cp437")
    foreign = info.create_system != _UNIX or "/" not in name
    return name.replace("\\", "/") if foreign else name


def _mode(info: zipfile.ZipInfo) -> Mode | None:
    bits = info.external_attr >> 16
    if info.create_system != _UNIX or not bits:
        return None
    owner = _owner(info.extra)
    return Mode(bits & 0o7777, owner == 0) if owner in (0, None) else None


def _owner(extra: bytes) -> int | None:
    """The number of the user that Info-ZIP notes: version, length of the number, number (little endian)."""
    while len(extra) >= 4:
        tag, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        if tag == _OWNER and size >= 3:
            return int.from_bytes(extra[6:6 + extra[5]], "little")
        extra = extra[4 + size:]
    return None


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, meter: Meter) -> bytes:
    if info.flag_bits & _ENCRYPTED:
        raise RefusedError("archive-encrypted")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise RefusedError("archive-method")          # and zipfile unpacks the others without a bound
    parts, size = [], 0                          # zipfile gives no more than the size stated
    with archive.open(info) as stream:
        while part := stream.read(_CHUNK):
            meter.spend(len(part))
            parts.append(part)
            size += len(part)
    if size != info.file_size:
        raise RefusedError("member-damaged")
    return b"".join(parts)
