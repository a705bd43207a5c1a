"""What belongs to one ifcfg profile: the file itself and the companions its readers look for (guest-ifcfg.md section 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.model.facts import UNKNOWN, Fact
from vmnetdoctor.source import LINE_END, Place

if TYPE_CHECKING:
    from vmnetdoctor.formats.assignments import Assignments
    from vmnetdoctor.formats.ifcfg import IfcfgFile
    from vmnetdoctor.formats.syntax import Entry
    from vmnetdoctor.source import Source


class Parts(NamedTuple):
    """One ifcfg profile with its companions; `name` is the base name of the ifcfg file.

    `aliases` are (base name, file) of ifcfg-X:N and ifcfg-X-rangeN in the order they are started.
    `rules` tells that a rule-X or rule6-X file exists; `network` is /etc/sysconfig/network.
    """

    name: str
    main: IfcfgFile
    aliases: tuple[tuple[str, IfcfgFile], ...] = ()
    routes: Source | None = None
    rules: bool = False
    network: IfcfgFile | None = None

    @property
    def suffix(self) -> str:
        return self.name.removeprefix("ifcfg-")


class ShellKeys:
    """Keys as network-scripts see them: the ifcfg file over what /etc/sysconfig/network set before (section 3.1).

    `get` gives the value; an empty one and none are the same to bash's tests, so callers ask for its truth.
    """

    __slots__ = ("get", "main", "network")

    def __init__(self, main: IfcfgFile, network: IfcfgFile | None) -> None:
        self.network = network.shell if network is not None else None
        before = self.network.values() if self.network is not None else {}
        self.main = main.shell_after(before) if before else main.shell
        before.update(self.main.values())
        self.get = before.get

    def entry(self, key: str) -> Entry | None:
        """The assignment that counts, in either file."""
        found = self.main.entry(key)
        return self.network.entry(key) if found is None and self.network is not None else found


def nm_document(file: IfcfgFile, version: tuple[int, ...]) -> Assignments:
    """The file under the grammar of that NetworkManager version (section 3.2 and 3.3)."""
    if version >= (1, 6):
        return file.shvar
    return file.shvar_old if version >= (1, 0) else file.shvar_oldest


def stated(value: str, entry: Entry | None) -> Fact[str]:
    """The text as a fact placed at its assignment; unknown where there is none."""
    return UNKNOWN if entry is None else Fact(value, (entry.value_place,))


def at(entry: Entry | None, source: Source) -> Place:
    """Where an assignment's value stands; without one, the first line of the file."""
    return entry.value_place if entry is not None else first_line(source)


def first_line(source: Source) -> Place:
    """The place that stands for a whole file: its first line, which costs less than counting them all."""
    found = LINE_END.search(source.text)
    return Place(source, 0, found.start() if found else len(source.text))
