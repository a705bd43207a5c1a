"""`vmnetdoctor.yaml`: declared facts, expectations and settings (contract.md, Evidence files).

Unlike other inputs it is written for this program, so a mistake in it stops the run: `parse` raises `DeclaredError`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from vmnetdoctor.formats.declared_tree import Tree
    from vmnetdoctor.source import Place, Source


class Stated(NamedTuple):
    """A declared word or text and where it stands."""

    value: str
    place: Place


class DeclaredAdapter(NamedTuple):
    """A network card of the host; what is not declared is None."""

    name: Stated
    kind: Stated | None
    addresses: tuple[Stated, ...]
    gateway: Stated | None
    up: tuple[bool, Place] | None


class GuestEntry(NamedTuple):
    """What is declared about one guest: the paths that are its files, its system and its network service."""

    place: Place
    files: tuple[Stated, ...]
    os: Stated | None
    service: Stated | None


class Wish(NamedTuple):
    """One expectation: `probe` is `ping` where none is given."""

    sender: Stated
    target: Stated
    probe: str
    verdict: str
    address: Stated | None
    place: Place


class Declared(NamedTuple):
    """Everything a declaration states."""

    host_os: Stated | None
    adapters: tuple[DeclaredAdapter, ...]
    bridges: dict[str, Stated]
    guests: dict[str, GuestEntry]
    expect: tuple[Wish, ...]
    ignore: tuple[Stated, ...]
    severity: dict[str, Stated]


def parse(source: Source) -> Declared:
    """Read and validate a declaration; raises DeclaredError at the first mistake in text order."""
    from vmnetdoctor.formats.declared_schema import validate
    from vmnetdoctor.formats.declared_tree import read_tree

    tree = read_tree(source)
    validate(tree)
    return _Reading(tree).declared()


class _Reading:
    """Takes the validated data apart, each value with its place."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree

    def at(self, *path: str | int) -> Any:
        """The data at a path; None where there is nothing."""
        data = self.tree.data
        for step in path:
            try:
                data = data[step]
            except (KeyError, IndexError, TypeError):
                return None
        return data

    def stated(self, *path: str | int) -> Stated | None:
        value = self.at(*path)
        return Stated(value, self.tree.value_place(path)) if isinstance(value, str) else None

    def each(self, *path: str | int) -> tuple[Stated, ...]:
        found = (self.stated(*path, i) for i in range(len(self.at(*path) or ())))
        return tuple(item for item in found if item is not None)

    def words(self, *path: str | int) -> dict[str, Stated]:
        found = ((key, self.stated(*path, key)) for key in self.at(*path) or ())
        return {key: item for key, item in found if item is not None}

    def declared(self) -> Declared:
        adapters = tuple(self.adapter(i) for i in range(len(self.at("host", "adapters") or ())))
        bridges = {f"VMnet{int(name[5:])}": item for name, item in self.words("bridges").items()}
        guests = {name: self.guest(name) for name in self.at("guests") or ()}
        wishes = tuple(self.wish(i) for i in range(len(self.at("expect") or ())))
        return Declared(self.stated("host", "os"), adapters, bridges, guests, wishes,
                        self.each("rules", "ignore"), self.words("rules", "severity"))

    def adapter(self, i: int) -> DeclaredAdapter:
        path: tuple[str | int, ...] = ("host", "adapters", i)
        up = self.at(*path, "up")
        return DeclaredAdapter(
            Stated(self.at(*path, "name"), self.tree.value_place((*path, "name"))), self.stated(*path, "kind"),
            self.each(*path, "addresses"), self.stated(*path, "gateway"),
            (up, self.tree.value_place((*path, "up"))) if up is not None else None)

    def guest(self, name: str) -> GuestEntry:
        path = ("guests", name)
        return GuestEntry(self.tree.key_place(path), self.each(*path, "files"), self.stated(*path, "os"),
                          self.stated(*path, "service"))

    def wish(self, i: int) -> Wish:
        sender, target = (Stated(self.at("expect", i, key), self.tree.value_place(("expect", i, key))) for key in ("from", "to"))
        return Wish(sender, target, self.at("expect", i, "probe") or "ping", self.at("expect", i, "verdict"),
                    self.stated("expect", i, "address"), self.tree.value_place(("expect", i)))
