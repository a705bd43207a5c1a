"""One file as it was given, before anybody knows what it is."""

from __future__ import annotations

from typing import NamedTuple


class RawFile(NamedTuple):
    """Path relative to the folder that is checked, and the bytes; None with a reason where it could not be read."""

    path: str
    data: bytes | None
    reason: str = ""
    detail: str = ""
