"""Files and folders of the disk, bounded and without leaving them."""

from __future__ import annotations

import os
import stat
from operator import attrgetter
from typing import TYPE_CHECKING

from vmnetdoctor.assemble.inputs import RawFile
from vmnetdoctor.files.limits import HEAD, MAX_BYTES, MAX_DEPTH, MAX_FILES, SKIPPED, SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from vmnetdoctor.files.limits import Allowance

_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_FIRST = 65536
_NAME = attrgetter("name")
MOST_COMPARED = 64 * 1024 * 1024


class Archives:
    """The archives of one folder, and what of them is there a second time: it would clash with itself."""

    def __init__(self, folder: str, entries: Sequence[os.DirEntry[str]]) -> None:
        self._folder = folder
        self._entries = entries
        self._by_size: dict[int, list[str]] = {}

    def same_as_before(self, entry: os.DirEntry[str]) -> bool:
        """Whether an archive before this one has the same bytes (`bundle (1).zip`)."""
        size = entry.stat(follow_symlinks=False).st_size
        others = self._by_size.setdefault(size, [])
        others.append(entry.path)
        if len(others) == 1 or size > MOST_COMPARED:
            return False
        from filecmp import cmp

        try:
            return any(cmp(entry.path, other, shallow=False) for other in others[:-1][:3])
        except OSError:
            return False

    def unpacked_beside(self, name: str) -> Callable[[str], bool]:
        """Tells of a member of that archive whether it lies on disk, where it is newer: next to the archive, in a folder of
        its name or, beside a guest's vmx, without its folders (a backup of the guest's own files)."""
        stem = os.path.join(self._folder, name[:-len(next(s for s in SUFFIXES if name.lower().endswith(s)))])
        loose = {e.name for e in self._entries} if any(e.name.lower().endswith(".vmx") for e in self._entries) else set()

        def unpacked(inner: str) -> bool:
            parts = inner.split("/")
            return parts[-1] in loose or any(os.path.isfile(os.path.join(top, *parts)) for top in (self._folder, stem))

        return unpacked


def file_given(path: str, shown: str, allowance: Allowance) -> Iterator[RawFile]:
    """A file named on the command line; the files in it where it is an archive, whatever its name."""
    from vmnetdoctor.files.archives import is_archive

    try:
        with open(path, "rb") as handle:
            head = handle.read(HEAD)
    except OSError as error:
        yield RawFile(shown, None, "unreadable", _why(error), asked=True)
        return
    if is_archive(head) or shown.lower().endswith(SUFFIXES):
        yield from _archive(path, shown, allowance, asked=True)
    else:
        yield _read(path, shown)._replace(asked=True)


def folder_given(top: str, prefix: str, allowance: Allowance) -> Iterator[RawFile]:
    """Files below `top` and those in archives, folders in name order, without following links (a link may lead outside)."""
    pending: list[tuple[str, str, int]] = [(top, prefix, 0)]
    count = 0
    while pending:
        folder, shown, depth = pending.pop()
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=_NAME)
        except OSError as error:
            yield RawFile(shown.rstrip("/") or ".", None, "unreadable", _why(error), "folder", asked=not depth)
            continue
        below = []
        archives = Archives(folder, entries)
        for entry in entries:
            name = printable(entry.name)
            if entry.is_dir(follow_symlinks=False):
                if name not in SKIPPED:
                    below.append((entry.path, f"{shown}{name}/", depth + 1))
            elif count == MAX_FILES:
                yield RawFile(shown.rstrip("/") or ".", None, "folder-many", "", "folder", case="partial")
                return
            else:
                count += 1
                yield from _entry(entry, shown + name, archives, allowance)
        if below and depth == MAX_DEPTH:
            yield RawFile(below[0][1].rstrip("/"), None, "folder-deep", "", "folder")
        else:
            pending.extend(reversed(below))


def _entry(entry: os.DirEntry[str], shown: str, archives: Archives, allowance: Allowance) -> Iterator[RawFile]:
    if entry.is_symlink():
        yield RawFile(shown, None, "link", kind="link")
    elif not entry.is_file(follow_symlinks=False):
        yield RawFile(shown, None, "irregular")
    elif not entry.name.lower().endswith(SUFFIXES):
        yield _read(entry.path, shown)
    elif archives.same_as_before(entry):
        yield RawFile(shown, None, "archive-copy", kind="archive")
    else:
        yield from _archive(entry.path, shown, allowance, archives.unpacked_beside(entry.name))


def _archive(path: str, shown: str, allowance: Allowance, beside: Callable[[str], bool] | None = None,
             asked: bool = False) -> Iterator[RawFile]:
    from vmnetdoctor.files.archives import Place, unpack
    from vmnetdoctor.files.limits import Meter

    try:
        handle = os.fdopen(os.open(path, _READ), "rb")
    except OSError as error:
        yield RawFile(shown, None, "unreadable", _why(error), "archive", asked=asked)
        return
    with handle:
        meter = Meter(allowance, os.fstat(handle.fileno()).st_size)
        yield from unpack(handle, Place(shown, 1, asked, beside), meter)


def _read(path: str, shown: str) -> RawFile:
    try:
        handle = os.open(path, _READ)
    except OSError as error:
        return RawFile(shown, None, "unreadable", _why(error))
    try:
        first = os.read(handle, _FIRST)
        data = first if len(first) < _FIRST else _rest(handle, first)
    except OSError as error:
        return RawFile(shown, None, "unreadable", _why(error))
    finally:
        os.close(handle)
    return RawFile(shown, None, "too-large") if data is None else RawFile(shown, data)


def _rest(handle: int, data: bytes) -> bytes | None:
    """The whole file; None where it is larger than any of ours (a disk, most likely)."""
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        return data
    if status.st_size > MAX_BYTES:
        return None
    parts = [data]
    size = len(data)
    while size <= MAX_BYTES:
        part = os.read(handle, MAX_BYTES + 1 - size)
        if not part:
            break
        parts.append(part)
        size += len(part)
    return b"".join(parts) if size <= MAX_BYTES else None


def _why(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else type(error).__name__


def printable(name: str) -> str:
    """A name of the disk as reports show it: bytes that are no UTF-8 escaped, once and for all."""
    if name.isascii():
        return name
    try:
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:               # half a character, which Windows allows
        return name.encode("utf-8", "backslashreplace").decode("utf-8")
