"""Files and folders of the disk, bounded and without leaving them."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from vmnetdoctor.assemble.inputs import RawFile
from vmnetdoctor.files.limits import HEAD, MAX_BYTES, MAX_DEPTH, MAX_FILES, SKIPPED, SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vmnetdoctor.files.limits import Allowance

_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_FIRST = 65536


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
                entries = sorted(listing, key=lambda e: e.name)
        except OSError as error:
            yield RawFile(shown.rstrip("/") or ".", None, "unreadable", _why(error), "folder", asked=not depth)
            continue
        below = []
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
                yield from _entry(entry, shown + name, folder, allowance)
        if below and depth == MAX_DEPTH:
            yield RawFile(below[0][1].rstrip("/"), None, "folder-deep", "", "folder")
        else:
            pending.extend(reversed(below))


def _entry(entry: os.DirEntry[str], shown: str, folder: str, allowance: Allowance) -> Iterator[RawFile]:
    if entry.is_symlink():
        yield RawFile(shown, None, "link", kind="link")
    elif not entry.is_file(follow_symlinks=False):
        yield RawFile(shown, None, "irregular")
    elif entry.name.lower().endswith(SUFFIXES):
        yield from _archive(entry.path, shown, allowance, _beside(folder, entry.name))
    else:
        yield _read(entry.path, shown)


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


def _beside(folder: str, name: str) -> Callable[[str], bool]:
    """Whether a member of the archive lies unpacked next to it, or in a folder of its name: what is on disk is newer."""
    stem = os.path.join(folder, name[:-len(next(s for s in SUFFIXES if name.lower().endswith(s)))])

    def unpacked(inner: str) -> bool:
        parts = inner.split("/")
        return os.path.isfile(os.path.join(folder, *parts)) or os.path.isfile(os.path.join(stem, *parts))

    return unpacked


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
    return name if name.isascii() else name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
