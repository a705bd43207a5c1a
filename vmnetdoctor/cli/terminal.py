"""What the terminal can and the user wants: language, width, colour; and the one place that prints a report."""

from __future__ import annotations

import errno
import os
import sys
from itertools import pairwise
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

from vmnetdoctor.report.phrases import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    F = TypeVar("F", bound=Callable[..., Any])

WIDTH = 80


def default_language() -> str:
    """`zh` where the locale is Chinese (LC_ALL, LC_MESSAGES, LANG; on Windows the system's), else `en`."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return "zh" if value.lower().startswith(("zh", "chinese")) else "en"
    if sys.platform == "win32":
        import locale

        return "zh" if (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"
    return "en"


def language_of(arguments: Sequence[str]) -> str:
    """The language of a command line that may not have been read to its end: its last `--lang`, else the default."""
    asked = [text.removeprefix("--lang=") for text in arguments if text.startswith("--lang=")]
    asked += [text for before, text in pairwise(arguments) if before == "--lang"]
    return asked[-1] if asked and asked[-1] in ("en", "zh") else default_language()


def options(command: F) -> F:
    """`--format` and `--lang`, which every verb has."""
    return forms("text", "json")(command)


def forms(*names: str) -> Callable[[F], F]:
    """`--format` with these forms, the first one by default, and `--lang`."""
    def decorated(command: F) -> F:
        command = click.option("--lang", type=click.Choice(["en", "zh"]), default=default_language,
                               show_default="from the locale", help="Language of the report. 报告语言。")(command)
        return click.option("--format", "form", type=click.Choice(names), default=names[0], show_default=True,
                            help="Report for people or for programs. 输出格式。")(command)

    return decorated


def width() -> int:
    """Columns of the terminal; 80 where there is none (COLUMNS wins)."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and 0 < int(columns) < 10_000:
        return int(columns)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or WIDTH
    except (OSError, ValueError, AttributeError):
        return WIDTH


def color() -> bool:
    """Whether to colour: NO_COLOR forbids, FORCE_COLOR forces, else only on a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def can_show(text: str) -> bool:
    """Whether standard output's encoding has all these characters."""
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError, AttributeError):
        return False
    return True


def put(text: str) -> None:
    """Print a report for people."""
    _quietly(lambda: click.echo(text, nl=False, color=color()))


def put_json(text: str) -> None:
    """Print a report for programs: UTF-8 whatever the locale."""
    _quietly(lambda: click.echo(text.encode("utf-8"), nl=False))


def _quietly(write: Callable[[], None]) -> None:
    """Write; a reader that has gone (`| head`) or never was (`>&-`) is no fault of ours.  Raises NotWritten for a full disk."""
    if sys.stdout is None:
        return
    try:
        write()
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError) and error.errno != errno.EINVAL:       # Windows' word for a broken pipe
            raise NotWritten(say("not-written", default_language(), error=os.strerror(error.errno or 0))) from error


class NotWritten(click.ClickException):
    """The report is made but could not be written."""

    exit_code = 3

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"vmnetdoctor: {self.message}", file=file, err=True)


class Refused(click.ClickException):
    """What was asked cannot be done as asked: one line on standard error, exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"vmnetdoctor: {self.message}", file=file, err=True)
