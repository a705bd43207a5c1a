"""How much is read of what was given, and who keeps count for archives (DESIGN decision 10)."""

from __future__ import annotations

MAX_BYTES = 16 * 1024 * 1024          # a larger file is none of ours: not read, but reported if its name promises a kind
MAX_DEPTH = 64                        # folders below the one given
MAX_FILES = 200_000
SKIPPED = (".git", "__pycache__", ".venv", "__MACOSX")      # folders that hold none of the lab's files
SUFFIXES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz", ".tar.xz", ".txz")      # archives in a folder
UNPACKED = 256 * 1024 * 1024          # bytes that all archives of a run may unpack to
MEMBERS = 10_000                      # files in one archive, those of archives inside it included
NESTED = 2                            # archive in archive
HEAD = 512                            # bytes that tell an archive
RATIO = 200                           # text packs to a fiftieth at best; beyond this, and
RATIO_FREE = 32 * 1024 * 1024         # beyond this many bytes, it was made to swell


class RefusedError(Exception):
    """An archive, or one file in it, is not read (on): a reason code of the rule input-unreadable."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Allowance:
    """The bytes that archives may still unpack to in this run."""

    def __init__(self, left: int = UNPACKED) -> None:
        self.left = left


class Meter:
    """Counts what one archive of `packed` bytes gives, archives inside it included; raises RefusedError at the limits."""

    def __init__(self, allowance: Allowance, packed: int) -> None:
        self._allowance = allowance
        self._packed = max(packed, 1)
        self._unpacked = 0
        self._files = 0

    def spend(self, size: int) -> None:
        """Take note of `size` unpacked bytes."""
        self._unpacked += size
        self._allowance.left -= size
        if self._allowance.left < 0:
            raise RefusedError("archive-budget")
        if self._unpacked > RATIO_FREE and self._unpacked > RATIO * self._packed:
            raise RefusedError("archive-swells")

    def count(self) -> None:
        """Take note of one more member."""
        self._files += 1
        if self._files > MEMBERS:
            raise RefusedError("archive-many")
