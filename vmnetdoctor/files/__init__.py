"""Reads what was given, files, folders and archives, bounded and without leaving them (DESIGN decision 10)."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from vmnetdoctor.files.disk import file_given, folder_given, printable
from vmnetdoctor.files.limits import MAX_BYTES, SKIPPED, Allowance

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from vmnetdoctor.assemble.inputs import RawFile

__all__ = ["MAX_BYTES", "InputError", "gather"]


class InputError(Exception):
    """What was given cannot be checked at all; one line for people, in English and Chinese."""

    def __init__(self, english: str, chinese: str) -> None:
        super().__init__(english)
        self.texts = {"en": english, "zh": chinese}


def gather(paths: Sequence[str]) -> Iterator[RawFile]:
    """Every file of the paths as one lab, in a fixed order; paths relative to the folder given, with `/`.

    Those in an archive come as `bundle.zip/guests/...`.  Raises InputError for a path that does not exist or is neither file nor
    folder.
    """
    for path in paths:
        _must_be_readable(path)
    paths = _distinct(paths)
    many = len(paths) > 1
    names = _names(paths) if many else [os.path.basename(path) for path in paths]
    allowance = Allowance()
    for path, name in zip(paths, map(printable, names), strict=True):
        if os.path.isdir(path):
            yield from folder_given(path, name + "/" if many else "", allowance)
        else:
            yield from file_given(path, name, allowance)


def _must_be_readable(path: str) -> None:
    shown = _shown(path)
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError):
        if not os.path.lexists(path):
            raise InputError(f"no such file or folder: {shown}", f"找不到文件或文件夹：{shown}") from None
        if not os.path.exists(path) and os.path.islink(path):
            raise InputError(f"this link leads nowhere: {shown}", f"链接指向的文件不存在：{shown}") from None
        return                            # there, but not for us: told as a finding
    if not stat.S_ISDIR(mode) and not stat.S_ISREG(mode):
        raise InputError(f"neither a file nor a folder: {shown}", f"既不是文件也不是文件夹：{shown}")


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


def _shown(path: str) -> str:
    """A path for people: control characters and undecodable bytes escaped."""
    from vmnetdoctor.report.layout import visible

    return visible(printable(path))
