"""What was collected, and its writing into a folder or a zip file that `check` reads as it is."""

from __future__ import annotations

import os
import shutil
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

MANIFEST = "collected.txt"


class Taken(NamedTuple):
    """One file of the bundle.  `data` is None where nothing was run or read yet; `code` is that of the command, if it was one."""

    path: str
    origin: str
    data: bytes | None
    command: bool = False
    code: int | None = None


class Left(NamedTuple):
    """What is wanted and not there: a path or a command, and the reason's code."""

    origin: str
    reason: str


class Removed(NamedTuple):
    """What was taken out of one file: the keys, each named once, and how many values."""

    path: str
    what: str
    keys: list[str]
    times: int


@dataclass
class Bundle:
    """`system` and `date` (UTC) as the manifest states them; `ran` are the commands, in order.

    `hosts`: a file that only a VMware host has is among the files.
    """

    system: str
    date: str
    files: list[Taken] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    ran: list[str] = field(default_factory=list)
    hosts: bool = False
    redacts: bool = True

    @property
    def guests(self) -> list[str]:
        """The folders of the virtual machines, in order."""
        return list(dict.fromkeys(file.path.split("/")[1] for file in self.files if file.path.startswith("guests/")))


def is_bundle(folder: str) -> bool:
    """Whether `collect` made the folder."""
    return os.path.isfile(os.path.join(folder, MANIFEST))


def write(files: Iterable[tuple[str, bytes]], output: str) -> None:
    """Write the bundle; for its owner only, since it shows how a network is built.  Raises OSError."""
    if output.lower().endswith(".zip"):
        _zip(files, output)
    else:
        _folder(files, output)


def _folder(files: Iterable[tuple[str, bytes]], output: str) -> None:
    """What an earlier run wrote makes room; what people laid beside it (a guest's transcript) stays."""
    if is_bundle(output):
        shutil.rmtree(os.path.join(output, "host"), ignore_errors=True)
        for folder, _, names in os.walk(os.path.join(output, "guests")):
            for name in names:
                if name.lower().endswith(".vmx"):
                    os.unlink(os.path.join(folder, name))
    os.makedirs(output, mode=0o700, exist_ok=True)
    for path, data in files:
        target = os.path.join(output, *path.split("/"))
        os.makedirs(os.path.dirname(target), mode=0o700, exist_ok=True)
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)


def _zip(files: Iterable[tuple[str, bytes]], output: str) -> None:
    """Into a file beside it first: an error leaves the old one as it was."""
    beside = output + ".part"
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, data in files:
                entry = zipfile.ZipInfo(path)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o600 << 16         # else `unzip` makes files that nobody may read
                archive.writestr(entry, data)
        os.replace(beside, output)
    except BaseException:
        os.unlink(beside)
        raise
