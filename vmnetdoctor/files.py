"""Reads what was given: files and folders, bounded and without leaving them (DESIGN decision 10)."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from vmnetdoctor.assemble.inputs import RawFile

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

MAX_BYTES = 16 * 1024 * 1024          # a larger file is none of ours: not read, but reported if its name promises a kind
MAX_DEPTH = 64                        # folders below the one given
MAX_FILES = 200_000
SKIPPED = (".git", "__pycache__", ".venv")      # folders that hold none of the lab's files


class InputError(Exception):
    """What was given cannot be checked at all; one line for people, in English and Chinese."""

    def __init__(self, english: str, chinese: str) -> None:
        super().__init__(english)
        self.texts = {"en": english, "zh": chinese}


def gather(paths: Sequence[str]) -> Iterator[RawFile]:
    """Every file of the paths as one lab, in a fixed order; paths relative to the folder given, with `/`.

    Raises InputError for a path that does not exist.
    """
    for path in paths:
        if not os.path.lexists(path):
            shown = _shown(path)
            raise InputError(f"no such file or folder: {shown}", f"找不到文件或文件夹：{shown}")
    paths = _distinct(paths)
    many = len(paths) > 1
    names = _names(paths) if many else [os.path.basename(path) for path in paths]
    for path, name in zip(paths, names, strict=True):
        if os.path.isdir(path):
            yield from _folder(path, name + "/" if many else "")
        else:
            yield _read(path, name)


def _distinct(paths: Sequence[str]) -> list[str]:
    """The paths without those given twice or lying in another one: a file read twice would clash with itself."""
    first: dict[str, str] = {}
    for path in paths:
        first.setdefault(os.path.realpath(path), path)
    return [path for real, path in first.items() if not _inside(real, first)]


def _inside(real: str, given: Container[str]) -> bool:
    """Whether a folder given holds this path and its walk would come by."""
    above, name = os.path.split(real)
    while name and name not in SKIPPED:
        if above in given:
            return True
        above, name = os.path.split(above)
    return False


def _names(paths: Sequence[str]) -> list[str]:
    """The paths as reports show them: as given, or below what they have in common where one leads out of this folder."""
    normal = [os.path.normpath(path) for path in paths]
    if any(os.path.isabs(path) or os.path.splitdrive(path)[0] or path.split(os.sep)[0] in (".", "..") for path in normal):
        whole = [os.path.abspath(path) for path in paths]
        try:
            common = os.path.commonpath([os.path.dirname(path) for path in whole])
            normal = [os.path.relpath(path, common) for path in whole]
        except ValueError:                # several drives
            normal = [os.path.splitdrive(path)[1].lstrip(os.sep) for path in whole]
    return [path.replace(os.sep, "/") for path in normal]


def _folder(top: str, prefix: str) -> Iterator[RawFile]:
    """Files below `top`, folders in name order, without following links (a link may lead outside)."""
    pending: list[tuple[str, str, int]] = [(top, prefix, 0)]
    count = 0
    while pending:
        folder, shown, depth = pending.pop()
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda e: e.name)
        except OSError as error:
            yield RawFile(shown.rstrip("/"), None, "unreadable", _why(error))
            continue
        below = []
        for entry in entries:
            if entry.is_symlink():
                continue
            if entry.is_dir(follow_symlinks=False):
                if depth < MAX_DEPTH and entry.name not in SKIPPED:
                    below.append((entry.path, f"{shown}{entry.name}/", depth + 1))
            elif count < MAX_FILES:
                count += 1
                yield _read(entry.path, shown + entry.name)
        pending.extend(reversed(below))


def _read(path: str, shown: str) -> RawFile:
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        return RawFile(shown, None, "unreadable", _why(error))
    try:
        data = os.read(handle, 65536)
        if len(data) == 65536:
            data = _rest(handle, data)
    except OSError as error:
        return RawFile(shown, None, "unreadable", _why(error))
    finally:
        os.close(handle)
    if len(data) > MAX_BYTES:
        return RawFile(shown, None, "too-large", str(MAX_BYTES // (1024 * 1024)))
    return RawFile(shown, data)


def _rest(handle: int, data: bytes) -> bytes:
    """The whole file; one byte more than the limit tells that it is larger."""
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        return data
    parts = [data]
    size = len(data)
    while size <= MAX_BYTES:
        part = os.read(handle, MAX_BYTES + 1 - size)
        if not part:
            break
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _why(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else type(error).__name__


def _shown(path: str) -> str:
    """A path for people: control characters and undecodable bytes escaped."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8").encode("unicode_escape").decode("ascii") \
        if not path.isprintable() else path
