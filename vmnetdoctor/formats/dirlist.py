"""`dir` of the command prompt and of PowerShell: which files a folder holds, in any display language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats.console import Value, console_lines, stripped

if TYPE_CHECKING:
    from vmnetdoctor.formats.console import Line
    from vmnetdoctor.source import Source

_FOLDER = re.compile(r"^ ?(?P<before>[^\d\\:]{0,40}?[ :：])?[ ]{0,3}(?P<path>[A-Za-z]:\\[^<>|?*\r\n]{0,260}?)"
                     r"(?P<after> (?:的目录|的目錄|のディレクトリ|디렉터리))?$|"
                     r"^ *[^:：\r\n]{2,30}[:：] (?P<shell>[A-Za-z]:\\[^<>|?*\r\n]{0,260})$")
_ENTRY = re.compile(r"^\d[\d./\-年月日 ]{5,13} +(?:[^\d\s]{1,6} ?)?\d{1,2}:\d{2}(?: ?[APap]\.?[Mm]\.?| [^\d\s<]{1,6})? +"
                    r"(?:(?P<kind><[A-Z]{3,9}>)|(?P<size>\d[\d.,\u00a0\u202f ']{0,20}\d|\d)) +(?P<name>\S[^\r\n]{0,255})$")
_SHELL_ENTRY = re.compile(r"^(?P<mode>[d\-l][a-z\-]{4,6}) +\d[\d./\-]{5,9} +(?:[^\d\s]{1,4} ?)?\d{1,2}:\d{2}(?: [APap][Mm])? +"
                          r"(?:(?P<size>\d{1,15}) )?(?P<name>\S[^\r\n]{0,255})$")
_SHELL_HEAD = re.compile(r"Mode +LastWriteTime")
_COUNT = re.compile(r"^ {6,}\d[\d.,\u00a0\u202f ]{0,12} ?\S.*\d")
_RECOGNISE = re.compile(r"(?m)^\d[\d./\-]{5,9} +[^\r\n]{0,12}\d:\d\d[^\r\n]{0,8} +(?:<DIR>|<JUNCTION>|[\d.,]{1,20}) +\S|"
                        r"^[d\-l][a-z\-]{4,6} +\d[\d./\-]{5,9} +[^\r\n]{0,6}\d:\d\d")


class Item(NamedTuple):
    """One file or folder; `size` None for a folder."""

    name: Value
    size: int | None
    folder: bool


class Folder(NamedTuple):
    """One folder's listing; `whole` where its closing count follows, so that what is not named is not there."""

    path: Value
    items: tuple[Item, ...]
    whole: bool


def recognise(text: str) -> bool:
    """A row with date, time, size or `<DIR>`, and a name."""
    return _RECOGNISE.search(text) is not None


def parse(source: Source) -> tuple[Folder, ...]:
    """A line with the folder's path, rows, and a closing count."""
    found: list[Folder] = []
    path: Value | None = None
    items: list[Item] = []
    whole = False
    for line in console_lines(source.text):
        row = _row(line)
        head = None if row is not None or line.prompt else _folder(line)
        if head is not None:
            if path is not None:
                found.append(Folder(path, tuple(items), whole))
            path, items, whole = head, [], False
        elif row is not None:
            item = None if whole else _item(line, row)
            items += (item,) if item is not None else ()
        elif path is not None and not line.blank and not line.prompt and not _SHELL_HEAD.match(line.text):
            # a count, or the message that nothing was found
            whole = whole or _COUNT.match(line.text) is not None or (not items and line.text[0] not in " -\t")
    if path is not None:
        found.append(Folder(path, tuple(items), whole))
    return tuple(found)


def _folder(line: Line) -> Value | None:
    """The path of ` Directory of C:\\...` and ` C:\\... 的目录`; volume lines have no path behind the drive."""
    match = _FOLDER.match(line.text)
    if match is None:
        return None
    group = "path" if match["path"] else "shell"
    return stripped(line, match.start(group), match.end(group))


def _row(line: Line) -> re.Match[str] | None:
    return _ENTRY.match(line.text) or _SHELL_ENTRY.match(line.text)


def _item(line: Line, row: re.Match[str]) -> Item | None:
    """The file or folder of a row; `.` and `..` say nothing."""
    groups = row.groupdict()
    kind = groups.get("mode") or groups.get("kind") or ""
    folder = kind.startswith(("d", "<"))
    name = stripped(line, row.start("name"))
    digits = "".join(char for char in row["size"] or "" if char in "0123456789")
    return None if name.text in (".", "..") else Item(name, None if folder or not digits else int(digits), folder)
