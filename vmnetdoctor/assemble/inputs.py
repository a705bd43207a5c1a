"""One file as it was given, before anybody knows what it is."""

from __future__ import annotations

from typing import NamedTuple


class Mode(NamedTuple):
    """Permission bits that an archive states; `owned`: it says as well that the file is root's, so they are the guest's own."""

    bits: int
    owned: bool


class RawFile(NamedTuple):
    """Path relative to the folder that is checked, and the bytes; None with a reason where it could not be read.

    `kind` where it is not the bytes that tell it (an archive, a folder, a link).  `asked`: named on the command line.
    `case` and `members` say what of an archive the reason is about: `member` that many of its files (`detail` is the first
    one), `partial` what comes after those that were read, else all of it.
    """

    path: str
    data: bytes | None
    reason: str = ""
    detail: str = ""
    kind: str = ""
    mode: Mode | None = None
    asked: bool = False
    case: str = "default"
    members: int = 0
