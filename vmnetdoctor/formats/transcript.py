"""A terminal's transcript: the text of files that `cat`, `type` and the like printed into it, each with where it stands.

Headings are what `vmnetdoctor collect --guest-commands` prints (`===== cat PATH =====`), what people write between pieces
(`===== PATH =====`), and what head and tail print (`==> PATH <==`); else a prompt with the command shows what follows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats.console import LIMIT
from vmnetdoctor.formats.syntax import physical_lines
from vmnetdoctor.formats.terminal import command_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_QUOTED = re.compile(r">(?: ?>){0,5} ?")
_READS = r"(?:sudo[ \t]+)?(?i:/(?:usr/)?bin/cat|cat|type|more|less|get-content|gc)[ \t]+(?P<path>[^\s].*?)"
_HEADING = re.compile(rf"[ \t]*(?P<ruler>[=*-]){{3,}}[ \t]*(?:{_READS}|(?P<bare>(?:/|[A-Za-z]:\\)[^=*]*?)|[^=*].{{0,200}}?)[ \t]*"
                      r"(?P=ruler){3,}[ \t]*$")
_TAIL = re.compile(r"[ \t]*==> (?P<path>\S.*?) <==[ \t]*$")
_SHELL = re.compile(r"[ \t]*(?:\([\w.-]+\)[ \t])?(?:\[[\w.-]+@(?P<host>[\w.-]+)[^\]\r\n]{0,120}\][ \t]?|"
                    r"[\w.-]+@(?P<other>[\w.-]+)[: ][^\r\n$#%]{0,120}|-?(?:ba|z|k)?sh-\d[\d.]*|[\w.-]+:\S{1,120} [\w.-]+|)"
                    r"[$#%❯➜][ \t]*(?P<command>.*)$")
_WINDOWS = re.compile(r"[ \t]*(?:PS )?[A-Za-z]:\\[^>\r\n]{0,260}>[ \t]*(?P<command>.*)$")
_COMMAND = re.compile(rf"{_READS}[ \t]*(?:\|[ \t]*(?:more|less|cat))?[ \t]*;?$")
_REFUSED = re.compile(r"(?:/\S*/)?(?:-?(?:ba|z|k)?sh|cat|more|less|type)\b[^\r\n]{0,20}: ")
_DRIVE = re.compile(r"(?:%\w+%|\$env:\w+|[A-Za-z]:)[\\/]", re.I)


class Shown(NamedTuple):
    """A file in a transcript: its path as the command names it (with `/`, relative), its text, and where its pieces stand.

    `start` and `end` bound the section in the transcript.
    """

    path: str
    text: str
    pieces: tuple[tuple[int, int], ...]
    start: int
    end: int


class _Mark(NamedTuple):
    """A line that ends what was printed before it; `path` where a file follows, `ruled` where an empty line precedes it."""

    path: str | None
    ruled: bool


def files(text: str) -> list[Shown]:
    """The files that the transcript shows, in order."""
    found: list[Shown] = []
    lines: list[tuple[int, int, int]] = []
    path: str | None = None
    rooted = False                       # a lone `#` is a prompt here, not a comment
    for low, stop, end in _lines(text):
        mark = _mark(text[low:min(stop, low + 400)], rooted)
        if mark is None:
            lines.append((low, stop, end))
            continue
        found += _shown(text, path, lines, mark.ruled)
        path, lines, rooted = mark.path, [], rooted or text[low] == "#"
    return [*found, *_shown(text, path, lines, False)]


def hosts(text: str) -> list[str]:
    """The host names in the prompts of a Unix shell, each once, in order."""
    names: dict[str, None] = {}
    for low, stop, _ in _lines(text):
        found = _SHELL.match(text[low:min(stop, low + 400)]) if "@" in text[low:min(stop, low + 80)] else None
        if found is not None and (found["host"] or found["other"]):
            names.setdefault(found["host"] or found["other"])
    return list(names)


def _lines(text: str) -> Iterator[tuple[int, int, int]]:
    """(start behind quote marks, end without line end, end) of each line."""
    quoted = text.startswith(">") or "\n>" in text[:LIMIT]
    for start, stop, end in physical_lines(text[:LIMIT]):
        low = start
        if quoted and text[start:start + 1] == ">":
            quote = _QUOTED.match(text, start, stop)
            low = quote.end() if quote is not None else start
        yield low, stop, end


def _shown(text: str, path: str | None, lines: Sequence[tuple[int, int, int]], ruled: bool) -> Iterator[Shown]:
    if path is None or not lines:
        return
    if ruled and not text[lines[-1][0]:lines[-1][1]].strip():
        lines = lines[:-1]               # the line end that the shell prints before a heading
    pieces, parts, length = [], [], 0
    for low, stop, end in lines:
        pieces.append((length, low))
        parts.append(text[low:stop])
        length += stop - low
        if end > stop:
            pieces.append((length, end - 1))
            parts.append("\n")           # the line ends of the file, not those of the paste
            length += 1
    body = "".join(parts)
    if body.strip() and not _REFUSED.match(body.lstrip()):
        yield Shown(path, body, tuple(pieces), lines[0][0], lines[-1][2])


def _mark(line: str, rooted: bool) -> _Mark | None:
    heading = _TAIL.match(line) or _HEADING.match(line)
    if heading is not None:
        groups = heading.groupdict()
        path = groups.get("path") or groups.get("bare")
        return _Mark(_path(path, True) if path else None, True)
    prompt = _WINDOWS.match(line) or _SHELL.match(line)
    if prompt is not None and (prompt.re is _WINDOWS or _real(line, prompt, rooted)):
        reads = _COMMAND.match(prompt["command"].strip())
        return _Mark(_path(reads["path"], False) if reads is not None else None, False)
    return _Mark(None, False) if "=" not in line and line[:1] != "#" and command_of(line) is not None else None


def _real(line: str, prompt: re.Match[str], rooted: bool) -> bool:
    """Whether it is a prompt and no comment or value of a file: `#` alone may be both (`rooted`: it was a prompt before)."""
    head = line[:prompt.start("command")].strip()
    if head in ("$", "#", "%"):
        asked = _COMMAND.match(prompt["command"].strip()) or ((rooted or head != "#") and command_of(line))
        return bool(asked) and line[:1] == head
    return "=" not in head


def _path(name: str, heading: bool) -> str | None:
    """The path relative to the root or drive; None for several files, globs and options.

    In a heading it may hold blanks; behind a prompt only in quotes.
    """
    quoted = len(name) > 1 and name[0] in "\"'" and name[-1] == name[0]
    bare = name[1:-1] if quoted else name
    if any(char in bare for char in "*?|<>;&`") or bare.startswith("-") or (" " in bare and not quoted and not heading):
        return None
    parts = _DRIVE.sub("/", bare, count=1).replace("\\", "/").split("/")
    return None if ".." in parts else "/".join(part for part in parts if part not in ("", ".", "~")) or None
