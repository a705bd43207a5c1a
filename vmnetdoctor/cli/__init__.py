"""The command line: verbs loaded on use, one handler for what goes wrong.

Only click and the version are imported here, since `--version` has a start-up budget (DESIGN.md, Budgets).
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from vmnetdoctor import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

VERBS = ("check", "matrix", "trace", "checklist", "show", "collect", "explain", "rules")
FAILED = 3
KEPT: list[object] = []      # what a run made, held until the process is gone (see `main`)
INTERRUPTED = 130


class Verbs(click.Group):
    """A group whose commands live in `cli/<verb>.py` as `command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        from importlib import import_module

        command: click.Command = import_module(f"vmnetdoctor.cli.{cmd_name}").command
        return command


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="vmnetdoctor")
def cli() -> None:
    """Find out why a VMware virtual machine has no network, and how to cure it.

    Start with `vmnetdoctor check FOLDER`: the folder holds the .vmx, the guest's ifcfg files and the host's vmnet files.

    诊断 VMware 虚拟机的网络配置：`vmnetdoctor check 文件夹`（加 --lang zh 输出中文）。
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of the program: run and leave with the exit code of contract.md."""
    _survive_encodings()
    code = run(arguments)
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError, AttributeError):     # the reader has gone or there never was one: let Python end as usual
        sys.exit(code)
    os._exit(code)      # taking a large lab apart piece by piece would cost a tenth of the run


def run(arguments: Sequence[str] | None = None) -> int:
    """Exit code of a command line: 2 wrong use, 3 the program failed, 130 interrupted."""
    try:
        outcome = cli.main(list(arguments) if arguments is not None else None, "vmnetdoctor", standalone_mode=False)
        return outcome if isinstance(outcome, int) else 0
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except click.ClickException as error:
        with suppress(OSError):          # whoever read standard error has gone
            error.show()
        return error.exit_code
    except SystemExit:                   # click's way of leaving when its help finds nobody at the other end of the pipe
        return 0
    except Exception as error:  # everything unexpected ends here, in one line
        return _failed(error, sys.argv[1:] if arguments is None else arguments)


def _failed(error: Exception, arguments: Sequence[str]) -> int:
    from vmnetdoctor.cli.terminal import language_of, width
    from vmnetdoctor.report.layout import visible, wrap
    from vmnetdoctor.report.phrases import say

    if os.environ.get("VMNETDOCTOR_DEBUG"):
        import traceback

        traceback.print_exc()
    language = language_of(arguments)
    text = visible(f"{type(error).__name__}: {error}"[:300])
    with suppress(OSError):
        for line in (say("failed", language, error=text), *wrap(say("report-it", language), width())):
            click.echo(line, err=True)
    return FAILED


def _survive_encodings() -> None:
    """A terminal that lacks a character gets its escape instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
