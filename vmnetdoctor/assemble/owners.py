"""Which guest a guest file belongs to: declared files, then the folder, then the MAC, then the slot name (contract.md).

What stays open is left open, never guessed.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from vmnetdoctor.model.facts import record
from vmnetdoctor.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vmnetdoctor.model.guest import Adapter, Profile
    from vmnetdoctor.model.seen import Seen

# what a guest's own tree looks like below the folder that stands for the guest
_TREE = late(r"(^|/)(etc(/.*)?|network-scripts|system-connections|sysconfig(/.*)?)$")


def folder_of(path: str) -> str:
    """The folder part of a path; "" for the top."""
    return path.rpartition("/")[0]


def root_of(path: str) -> str:
    """The folder that stands for the guest a file was taken from: its folder without the guest's own /etc/... tree."""
    folder = folder_of(path)
    found = _TREE.search(folder)
    return folder[:found.start()] if found else folder


def of_host(path: str) -> bool:
    """Files below `host/` are the host's (contract.md)."""
    return path.startswith("host/") or "/host/" in path


@record
class Dealt:
    """Whose captures are whose: the host's, each guest's and the owner of every file by the guest's number.

    `strangers` stand for what machines show whose vmx is not given.
    """

    host: Seen | None = None
    guests: dict[int, Seen] = field(default_factory=dict)
    owner: dict[str, int] = field(default_factory=dict)
    strangers: tuple[Profile, ...] = ()


class Owners:
    """Finds the guest of a file.  `folders` are the vmx folders in guest order; `declared` maps guests to path prefixes."""

    def __init__(self, folders: Sequence[str], adapters: Sequence[Sequence[Adapter]],
                 declared: Mapping[int, Sequence[str]]) -> None:
        self._by_folder: dict[str, list[int]] = {}
        for number, folder in enumerate(folders):
            self._by_folder.setdefault(folder, []).append(number)
        self._declared = [(prefix.strip("/"), number) for number, prefixes in declared.items() for prefix in prefixes]
        self._adapters = adapters

    def candidates(self, path: str) -> list[int]:
        """Guests whose vmx lies in the file's folder or the nearest one above; all of one folder if there are several."""
        for prefix, number in self._declared:
            if path == prefix or path.startswith(prefix + "/"):
                return [number]
        folder = folder_of(path)
        while True:
            here = self._by_folder.get(folder)
            if here:
                return here
            if not folder:
                return []
            folder = folder_of(folder)

    def claim(self, path: str, number: int) -> None:
        """Give a file, and all below it, to a guest."""
        self._declared.append((path, number))

    def by_card(self, among: Iterable[int], macs: set[str], names: set[str]) -> int | None:
        """The one guest among these with one of the MACs, else the one with a slot that gives one of the interface names."""
        numbers = list(among)
        with_mac = [n for n in numbers if any(a.present.value and a.mac.value in macs for a in self._adapters[n])]
        if with_mac:
            return with_mac[0] if len(with_mac) == 1 else None
        return self.by_slot(numbers, names)

    def by_slot(self, among: Iterable[int], names: set[str]) -> int | None:
        """The one guest among these with a slot that gives one of the interface names."""
        with_slot = [n for n in among if any(a.present.value and f"ens{a.slot.value}" in names for a in self._adapters[n])]
        return with_slot[0] if len(with_slot) == 1 else None
