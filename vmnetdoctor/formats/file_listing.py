"""`ls -l` of Linux and macOS in any language: what a file is, who may write to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats.terminal import HEAD, lines, sections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.formats.terminal import Line, Section, Word

_MODE = r"([bcdlps-])((?:[r-][w-][xsStT-]){3})"
_ENTRY = re.compile(rf"[ \t]*{_MODE}[.+@]?\s+\d{{1,9}}\s+(\S{{1,60}})\s+(\S{{1,60}})\s+(\d{{1,20}}(?:,\s*\d{{1,10}})?"
                    rf"|[\d.]{{1,10}}[KMGT]?)\s+(?=\S)")
_TIME = re.compile(r"(?:\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:\s+[+-]\d{4})?(?:\s+(?:19|20)\d{2})?|\b(?:19|20)\d{2})\s+(?=\S)")
_FOLDER = re.compile(r"(/[^:\n]{0,400}):\s*$")
_ASKED = re.compile(r"(?:^|/)ll?s?\b.*?\s(/\S+)")
_FOUND = re.compile(rf"(?m)^[ \t]*{_MODE}[.+@]?[ \t]+\d+[ \t]+\S+[ \t]+\S+[ \t]+[\d.,]")
_BEGINS = re.compile(rf"[ \t]*{_MODE}|/|total |总")
_BITS = {"r": 4, "w": 2, "x": 1, "s": 1, "t": 1}
_SPECIAL = {"s": (0o4000, 0o2000, 0), "S": (0o4000, 0o2000, 0), "t": (0, 0, 0o1000), "T": (0, 0, 0o1000)}


class Listed(NamedTuple):
    """One file: the letter of its type, its mode as a number (0o600), owner and group; `path` as far as the text shows it."""

    path: str
    kind: str
    mode: int
    owner: str
    group: str
    word: Word


def recognise(text: str) -> bool:
    """Whether the text holds lines of `ls -l`."""
    return _FOUND.search(text, 0, HEAD) is not None


def read(text: str) -> list[Listed]:
    """The files in order; a name gets its folder from the heading above it or from the command."""
    return [item for section in sections(text) for item in _section(text, section)]


def _section(text: str, section: Section) -> Iterator[Listed]:
    folder = _folder_asked(section)
    for line in lines(text, _BEGINS, section.start, section.end):
        heading = _FOLDER.match(line.text)
        if heading is not None:
            folder = heading[1]
        else:
            found = _ENTRY.match(line.text)
            item = _entry(line, found, folder) if found is not None else None
            if item is not None:
                yield item


def _folder_asked(section: Section) -> str:
    found = _ASKED.search(section.command.text) if section.command is not None else None
    path = found[1] if found is not None else ""
    return "" if "*" in path else path


def _entry(line: Line, found: re.Match[str], folder: str) -> Listed | None:
    time = _TIME.search(line.text, found.end(), found.end() + 60)
    if time is None:
        return None
    name = line.text[time.end():].partition(" -> ")[0].strip()
    return Listed(_path(folder, name), found[1], _mode(found[2]), found[3], found[4], line.whole)


def _path(folder: str, name: str) -> str:
    if name.startswith("/") or not folder:
        return name
    return folder if folder.endswith("/" + name) else f"{folder.rstrip('/')}/{name}"


def _mode(letters: str) -> int:
    """`rw-r--r--` as 0o644."""
    mode = 0
    for who in range(3):
        for letter in letters[who * 3:who * 3 + 3]:
            mode |= _BITS.get(letter, 0) << (6 - 3 * who)
            mode |= _SPECIAL.get(letter, (0, 0, 0))[who]
    return mode
