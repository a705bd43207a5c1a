"""Commands are run without a shell, from the system's own folders, for a limited time and with bounded output."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

import pytest

from vmnetdoctor.collect import commands
from vmnetdoctor.collect.commands import Ran, runner
from vmnetdoctor.collect.system import this_system

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the programs of these tests are shell scripts")


def program(folder: Path, text: str, name: str = "tool") -> str:
    path = folder / name
    path.write_text("#!/bin/sh\n" + text + "\n")
    path.chmod(0o755)
    return str(folder)


def test_output_and_code(tmp_path: Path) -> None:
    run = runner([program(tmp_path, 'echo "$@"; echo wrong >&2; echo $LC_ALL; read x || echo no input; exit 3')], "linux")
    assert run(("tool", "$(id)", "*; ls"), "", 10) == Ran(b"$(id) *; ls\nwrong\nC\nno input\n", 3)


def test_folder(tmp_path: Path) -> None:
    run = runner([program(tmp_path, "pwd")], "linux")
    assert run(("tool",), "/", 10).output == b"/\n"


def test_program_of_the_current_folder_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(program(tmp_path, "echo mine"))
    monkeypatch.setenv("PATH", ".")
    assert runner(["/nowhere"], "linux")(("tool",), "", 10) == Ran(trouble="no-program")
    assert this_system().run(("tool",), "", 10) == Ran(trouble="no-program")


def test_folders_and_files_that_are_no_programs(tmp_path: Path) -> None:
    (tmp_path / "tool").mkdir()
    (tmp_path / "text").write_text("no")
    (tmp_path / "broken").write_bytes(b"\x7fELF")
    (tmp_path / "broken").chmod(0o755)
    run = runner([str(tmp_path)], "linux")
    assert [run((name,), "", 10).trouble for name in ("tool", "broken")] == ["no-program", "failed"]
    if os.geteuid() != 0:
        assert run(("text",), "", 10).trouble == "no-program"


def test_time_is_limited_for_the_program_and_what_it_starts(tmp_path: Path) -> None:
    run = runner([program(tmp_path, "echo early; sleep 60 & sleep 60")], "linux")
    began = time.monotonic()
    assert run(("tool",), "", 0.5) == Ran(b"early\n", None, "timeout")
    assert time.monotonic() - began < 20


def test_output_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "MOST_OUTPUT", 1000)
    run = runner([program(tmp_path, "while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxx; done")], "linux")
    assert len(run(("tool",), "", 30).output) == 1000
