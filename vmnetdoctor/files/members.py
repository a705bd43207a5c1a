"""One entry of an archive, and the names that archives give to entries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.files.limits import MAX_DEPTH, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from vmnetdoctor.assemble.inputs import Mode

LONGEST = 1024                           # characters of a path
_ROOT = re.compile(r"^(?:[A-Za-z]:)?/*")
_STRANGE = re.compile(r"[^\x00-\x7f]")


class Member(NamedTuple):
    """A file (or `link`) of an archive; `read` gives its bytes and may be called only until the next member is asked for."""

    name: str
    size: int
    read: Callable[[], bytes]
    mode: Mode | None = None
    link: bool = False


def path_of(name: str) -> str:
    """The member's name as a path below the archive: no drive, no root.  Raises RefusedError where it leads out or is no path."""
    parts = [part for part in _ROOT.sub("", name, count=1).split("/") if part not in ("", ".")]
    if not parts or ".." in parts or len(name) > LONGEST or "\0" in name:
        raise RefusedError("member-path")
    if len(parts) > MAX_DEPTH:
        raise RefusedError("member-deep")
    return "/".join(parts)


def decoded(name: bytes, otherwise: str | None = None) -> str:
    """A name as text: UTF-8, else GBK (archives made on a Chinese Windows), else `otherwise`, else its bytes escaped."""
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        text = name.decode("gbk")
    except UnicodeDecodeError:
        text = ""
    strange = _STRANGE.findall(text)
    common = len("".join(strange).encode("gb2312", "ignore")) // 2      # an accent and a letter of code page 437 make a rare one
    if 2 * common > len(strange):
        return text
    return name.decode(otherwise) if otherwise is not None else name.decode("utf-8", "backslashreplace")
