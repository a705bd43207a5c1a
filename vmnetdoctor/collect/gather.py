"""Takes from a system what its table wants: files, output of commands, and the vmx files of its virtual machines."""

from __future__ import annotations

import shlex
import subprocess
from dataclasses import replace
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from vmnetdoctor.collect.bundle import Bundle, Left, Removed, Taken
from vmnetdoctor.collect.commands import Ran
from vmnetdoctor.collect.machines import folder_names, given_machines, known_machines, named_running, safe
from vmnetdoctor.collect.redaction import redacted
from vmnetdoctor.collect.system import this_system

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vmnetdoctor.collect.system import System
    from vmnetdoctor.collect.wanted import Asked, Wanted

NOT_FOUND = "not-found"


def collector_here(redact: bool, tell: Callable[[str], None], run: bool = True) -> Collector:
    """A collector for the machine the program runs on; without `run` it runs no command and only notes what it would."""
    system = this_system()
    if not run:
        system = replace(system, run=lambda *_: Ran(trouble="not-run"))
    return Collector(system, datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"), redact, tell)


class Collector:
    """Fills one bundle; `tell` is called with each command and file before it is taken."""

    def __init__(self, system: System, date: str, redact: bool, tell: Callable[[str], None]) -> None:
        self.system = system
        self.bundle = Bundle(system.platform, date, redacts=redact)
        self.tell = tell

    def is_host(self) -> bool:
        """Whether a file is there that only a machine with a VMware product has."""
        for wanted in self.system.places.files:
            for pattern in (wanted.pattern, wanted.otherwise) if wanted.vmware else ():
                full = self.system.expanded(pattern) if pattern else None
                if full is not None and self.system.found(full)[0]:
                    return True
        return False

    def host(self) -> None:
        """The host's files and captures."""
        for wanted in self.system.places.files:
            self._files(wanted)
        for asked in self.system.places.commands:
            self._capture(asked)

    def machines(self, given: Sequence[str]) -> dict[str, str]:
        """Take the vmx files given, else those of all known machines; the paths of those taken by their folder of the bundle."""
        paths = given_machines(self.system, given) if given else known_machines(self.system, self.running())
        named = zip(folder_names(paths), paths, strict=True)
        return {folder: path for folder, path in named
                if self.file(path, f"guests/{folder}/{safe(path.rpartition('/')[2])}", "dictionary")}

    def running(self) -> list[str]:
        """The vmx files of the machines that run; none where there is no `vmrun`."""
        return named_running(self.ask(("vmrun", "-T", self.system.places.product, "list")))

    def ask(self, words: tuple[str, ...], folder: str = "", seconds: float = 30, shown: str = "") -> Ran:
        """Run a command and note it; `shown` stands for it where it holds what nobody may see."""
        line = shown or self._line(words)
        self.tell(line)
        ran = self.system.run(words, folder, seconds)
        if ran.trouble != "no-program":
            self.bundle.ran.append(line)
        return ran

    def file(self, path: str, into: str, kind: str) -> bool:
        """Take one file; whether it could be read."""
        self.tell(self.system.shown(path))
        read = self.system.read(path)
        if read.data is None:
            self.bundle.left.append(Left(self.system.shown(path), read.reason))
            return False
        self.add(Taken(into, self.system.shown(path), read.data), kind)
        return True

    def add(self, taken: Taken, kind: str) -> None:
        """Put a file into the bundle without what is private in it."""
        if taken.data is not None and self.bundle.redacts:
            data, gone = redacted(kind, taken.data)
            self.bundle.removed += [Removed(taken.path, what, list(dict.fromkeys(keys)), len(keys))
                                    for what, keys in gone.items()]
            taken = taken._replace(data=data)
        self.bundle.files.append(taken)

    def _files(self, wanted: Wanted) -> None:
        found: list[str] = []
        for pattern in filter(None, (wanted.pattern, wanted.otherwise)):
            full = self.system.expanded(pattern)
            found, denied = self.system.found(full) if full is not None else ([], [])
            self.bundle.left += [Left(self.system.shown(path), "denied") for path in denied if path not in found]
            if found or denied:
                break
        else:
            self.bundle.left.append(Left(self.system.shown(wanted.pattern), NOT_FOUND))
        for path in found:
            folder, _, name = path.rpartition("/")
            into = wanted.into or "/".join(["host", *map(safe, folder.split("/")[1:])])
            self.bundle.hosts |= self.file(path, f"{into}/{safe(name)}", wanted.kind) and wanted.vmware

    def _capture(self, asked: Asked) -> None:
        """The commands' output below their prompts, as `check` reads what people paste."""
        folder = self.system.expanded(asked.within) if asked.within else ""
        if folder is None or (folder and not self.system.is_folder(folder)):
            self.bundle.left.append(Left(self.system.shown(asked.within), NOT_FOUND))
            return
        answers: list[tuple[str, Ran]] = []
        left: list[Left] = []
        for command in asked.commands:
            words = self._words(command)
            line = self._line(words or command)
            if words is None:
                left.append(Left(line, NOT_FOUND))
                continue
            ran = self.ask(words, self.system.real(folder) if folder else "", asked.seconds)
            if ran.trouble or (ran.code and not (asked.failed and ran.output.strip())):
                left.append(Left(line, ran.trouble or "failed"))
            if ran.trouble == "not-run" or (not ran.trouble and (not ran.code or asked.failed) and ran.output.strip()):
                answers.append((line, ran))
        self._answered(asked, answers, left)

    def _answered(self, asked: Asked, answers: list[tuple[str, Ran]], left: list[Left]) -> None:
        if not answers:
            self.bundle.left += left
            return
        prompt, newline = self.system.places.prompt.encode(), self.system.places.newline
        parts = [prompt + line.encode() + newline + ran.output.rstrip() + newline for line, ran in answers]
        planned = any(ran.trouble for _, ran in answers)
        code = max((ran.code or 0 for _, ran in answers), default=0)
        origin = "; ".join(line for line, _ in answers)
        self.bundle.files.append(Taken(asked.into, origin, None if planned else newline.join(parts), True, code))

    def _words(self, command: tuple[str, ...]) -> tuple[str, ...] | None:
        """The command with the paths that its patterns fit; None where one fits nothing."""
        words: list[str] = []
        for word in command:
            found = self.system.found(word)[0] if "*" in word else [word]
            if not found:
                return None
            words += found
        return tuple(words)

    def _line(self, words: Sequence[str]) -> str:
        """The command as one would type it there."""
        return subprocess.list2cmdline(words) if self.system.platform == "windows" else shlex.join(words)
