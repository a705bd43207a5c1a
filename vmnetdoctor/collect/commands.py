"""Runs the tables' commands: without a shell, found only in the system's own folders, with a time limit and bounded output."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MOST_OUTPUT = 1 << 20


class Ran(NamedTuple):
    """What came of a command: its output, or why there is none (`no-program`, `timeout`, `failed`, `not-run`)."""

    output: bytes = b""
    code: int | None = None
    trouble: str = ""


def runner(folders: Sequence[str], platform: str) -> Callable[[tuple[str, ...], str, float], Ran]:
    """A `System.run` for this machine; a program is looked for in these folders only, never in the current one."""
    def run(words: tuple[str, ...], folder: str, seconds: float) -> Ran:
        program = _located(words[0], folders, platform)
        return _run([program, *words[1:]], folder, seconds) if program else Ran(trouble="no-program")
    return run


def _located(name: str, folders: Sequence[str], platform: str) -> str | None:
    paths = (f"{folder}/{name}" + (".exe" if platform == "windows" else "") for folder in folders)
    return next((path for path in paths if os.path.isfile(path) and os.access(path, os.X_OK)), None)


def _run(words: list[str], folder: str, seconds: float) -> Ran:
    """Standard output and error in one; in English where the system goes by LC_ALL."""
    try:
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                   cwd=folder or None, env={**os.environ, "LC_ALL": "C"},
                                   start_new_session=sys.platform != "win32")      # so that what it starts ends with it
    except OSError:
        return Ran(trouble="failed")
    late = threading.Event()
    timer = threading.Timer(seconds, _late, (process, late))
    timer.start()
    try:
        output = _bounded(process)
        code = process.wait()
    finally:
        timer.cancel()
        _end(process)
    return Ran(output, None, "timeout") if late.is_set() else Ran(output, code)


def _late(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    _end(process)


def _bounded(process: subprocess.Popen[bytes]) -> bytes:
    if process.stdout is None:
        return b""
    with process.stdout as pipe:
        output = pipe.read(MOST_OUTPUT + 1)
        if len(output) > MOST_OUTPUT:
            _end(process)
    return output[:MOST_OUTPUT]


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program that still runs, with whatever it started."""
    if process.poll() is not None:
        return
    try:
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    except OSError:
        return
    process.wait()
