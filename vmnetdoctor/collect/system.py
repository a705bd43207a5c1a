"""The machine that is collected from: its files, its environment and the commands it can run, all of which a test can replace."""

from __future__ import annotations

import os
import re
import stat
import sys
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.collect import linux, macos, windows
from vmnetdoctor.collect.commands import Ran, runner
from vmnetdoctor.files import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from vmnetdoctor.collect.wanted import Places

TABLES = {"windows": windows.PLACES, "linux": linux.PLACES, "macos": macos.PLACES}
_VARIABLE = re.compile(r"\{([^{}]+)\}")
_DRIVE = re.compile(r"[A-Za-z]:")


class Read(NamedTuple):
    """A file's bytes, or why there are none (`not-found`, `denied`, `too-large`, `not-a-file`, or the system's own words)."""

    data: bytes | None
    reason: str = ""


@dataclass(frozen=True)
class System:
    """`platform`: windows, linux or macos.  `run(words, folder, seconds)` runs a program by its name, `folder` "" meaning any.

    Below `root`, where one is given, lies the tree of files that is looked at instead of the machine's own.
    """

    platform: str
    environment: Mapping[str, str]
    run: Callable[[tuple[str, ...], str, float], Ran]
    root: str = ""

    @property
    def places(self) -> Places:
        return TABLES[self.platform]

    @property
    def home(self) -> str:
        """The user's home folder; "" where the environment names none."""
        return self._plain(self.environment.get("USERPROFILE" if self.platform == "windows" else "HOME", ""))

    def expanded(self, pattern: str) -> str | None:
        """The pattern with its variables (in any case) and home filled in, with `/`; None where the environment lacks one."""
        if pattern.startswith("~/"):
            return self.home + pattern[1:] if self.home else None
        values = {name.lower(): value for name, value in self.environment.items()}
        if not all(values.get(name.lower()) for name in _VARIABLE.findall(pattern)):
            return None
        return self._plain(_VARIABLE.sub(lambda found: values[found[1].lower()], pattern))

    def shown(self, path: str) -> str:
        """The path for people, without the name of the user's home; variables as one writes them there."""
        path = _VARIABLE.sub(r"%\1%", self._plain(path))
        return "~" + path[len(self.home):] if self.home and path.startswith(self.home + "/") else path

    def real(self, path: str) -> str:
        """Where the path's file lies on the disk that is looked at."""
        return self.root + _DRIVE.sub("", path, count=1) if self.root else path

    def read(self, path: str) -> Read:
        """A regular file's bytes, bounded like the files that `check` reads."""
        try:
            handle = os.open(self.real(path), os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        except OSError as error:
            return Read(None, _why(error))
        try:
            with os.fdopen(handle, "rb") as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    return Read(None, "not-a-file")
                data = file.read(MAX_BYTES + 1)
        except OSError as error:
            return Read(None, _why(error))
        return Read(data) if len(data) <= MAX_BYTES else Read(None, "too-large")

    def is_folder(self, path: str) -> bool:
        return os.path.isdir(self.real(path))

    def found(self, pattern: str) -> tuple[list[str], list[str]]:
        """The paths that fit an expanded pattern, in order, and what on the way there may not be looked at."""
        denied: list[str] = []
        paths = [""]
        for number, part in enumerate(pattern.split("/")):
            if "*" in part:
                paths = [f"{path}/{name}" for path in paths for name in self._names(path or "/", part, denied)]
            else:
                paths = [f"{path}/{part}" if number else part for path in paths]
        return [path for path in paths if self._is_there(path, denied)], denied

    def _names(self, folder: str, pattern: str, denied: list[str]) -> Iterator[str]:
        try:
            names = os.listdir(self.real(folder))
        except PermissionError:
            denied.append(folder)
            return
        except OSError:
            return
        key = str.lower if self.platform == "windows" else str
        yield from (name for name in sorted(names) if fnmatchcase(key(name), key(pattern)))

    def _is_there(self, path: str, denied: list[str]) -> bool:
        try:
            os.lstat(self.real(path))
        except PermissionError:
            denied.append(path)
        except OSError:
            return False
        return True

    def _plain(self, path: str) -> str:
        return path.replace("\\", "/") if self.platform == "windows" else path


def this_system() -> System:
    """The machine the program runs on."""
    platform = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
    machine = System(platform, os.environ, lambda *_: Ran(trouble="not-run"))
    folders = [folder for folder in map(machine.expanded, machine.places.programs) if folder is not None]
    return System(platform, os.environ, runner(folders, platform))


def _why(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "denied"
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return "not-found"
    return os.strerror(error.errno) if error.errno else type(error).__name__
