"""Netplan's `/etc/netplan/*.yaml` (guest-ifcfg.md section 9), with the place of every key and value.

YAML is read by `declared_tree` within its limits (depth, number of values, aliases counted each time); yaml is imported on use.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from vmnetdoctor.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.formats.declared_tree import Path, Tree
    from vmnetdoctor.source import Source

HEAD = 65536
DEVICES = ("ethernets", "wifis", "bonds", "bridges", "vlans")
_ROOT = re.compile(r"(?m)^(?:network[ \t]*:|\{[ \t]*\"?network\"?[ \t]*:)")
_INSIDE = re.compile(r"(?m)(?:^[ \t]+|[{,][ \t]*)\"?(?:ethernets|wifis|bonds|bridges|vlans|renderer)\"?[ \t]*:"
                     r"|^[ \t]+version[ \t]*:[ \t]*2[ \t]*\r?$")
_CLOUD = re.compile(r"(?m)^[ \t]+(?:config[ \t]*:|-[ \t]+type:[ \t]*physical)")


class Value:
    """One YAML value: text as written, True or False, None, a list of values, or a dict of values; with its key's place."""

    __slots__ = ("data", "key", "place")

    def __init__(self, data: Any, place: Place, key: Place) -> None:
        self.data = data
        self.place = place
        self.key = key

    def get(self, *path: str) -> Value | None:
        """The value below, None where a step is missing or no mapping."""
        found: Value | None = self
        for step in path:
            found = found.data.get(step) if found is not None and isinstance(found.data, dict) else None
        return found

    def text(self, *path: str) -> Value | None:
        """The value below if it is text that is not empty."""
        found = self.get(*path)
        return found if found is not None and isinstance(found.data, str) and found.data else None

    def flag(self, *path: str) -> bool | None:
        """The truth value below; netplan also takes the words in quotes."""
        found = self.get(*path)
        if found is None or isinstance(found.data, bool):
            return None if found is None else found.data
        word = found.data.lower() if isinstance(found.data, str) else ""
        return True if word in ("true", "yes", "on", "y") else False if word in ("false", "no", "off", "n") else None

    def items(self, *path: str) -> list[Value]:
        """The elements of the list below; of one value alone that value."""
        found = self.get(*path)
        if found is None or found.data is None:
            return []
        return found.data if isinstance(found.data, list) else [found]

    def members(self, *path: str) -> dict[str, Value]:
        found = self.get(*path)
        return found.data if found is not None and isinstance(found.data, dict) else {}


class Refused:
    """Why netplan reads nothing of the file (and then configures nothing at all): a code of declared_error and the place."""

    __slots__ = ("place", "reason", "values")

    def __init__(self, reason: str, place: Place, values: dict[str, str]) -> None:
        self.reason = reason
        self.place = place
        self.values = values


class Netplan:
    """One file: `root` is the value of `network`, None where the file is refused or empty."""

    __slots__ = ("refused", "root", "source")

    def __init__(self, source: Source, root: Value | None, refused: Refused | None) -> None:
        self.source = source
        self.root = root
        self.refused = refused

    def devices(self) -> Iterator[tuple[str, str, Value]]:
        """(section, id, definition) of every device."""
        for section in DEVICES if self.root is not None else ():
            for name, value in self.root.members(section).items() if self.root is not None else ():
                yield section, name, value


def recognise(text: str) -> bool:
    """Whether this is a netplan file; cloud-init's own format (`version: 1`, `config:`) is none."""
    root = _ROOT.search(text, 0, HEAD)
    if root is None or _CLOUD.search(text, root.end(), HEAD) is not None:
        return False
    return _INSIDE.search(text, root.end(), HEAD) is not None


def parse(source: Source) -> Netplan:
    """Read one file; what YAML or its limits refuse is told by `refused`."""
    from vmnetdoctor.formats.declared_error import DeclaredError
    from vmnetdoctor.formats.declared_tree import read_tree

    try:
        tree = read_tree(source, unique=False)
    except DeclaredError as error:
        return Netplan(source, None, Refused(error.code, error.place, error.values))
    network = tree.data.get("network") if isinstance(tree.data, dict) else None
    if not isinstance(network, dict):
        return Netplan(source, None, None)
    return Netplan(source, _value(tree, network, ("network",)), None)


def merged(old: Value, new: Value) -> Value:
    """Two definitions of one key: mappings are joined key by key, lists are strung together, else the new one counts."""
    if isinstance(old.data, dict) and isinstance(new.data, dict):
        data = dict(old.data)
        for key, value in new.data.items():
            data[key] = merged(data[key], value) if key in data else value
        return Value(data, old.place, old.key)
    if isinstance(old.data, list) and isinstance(new.data, list):
        return Value(old.data + new.data, old.place, old.key)
    return new


def _value(tree: Tree, data: Any, path: Path) -> Value:
    """Recursion is bounded by the depth that `declared_tree` lets through."""
    place, key = tree.value_place(path), tree.key_place(path)
    if isinstance(data, dict):
        return Value({name: _value(tree, item, (*path, name)) for name, item in data.items()}, place, key)
    if isinstance(data, list):
        return Value([_value(tree, item, (*path, number)) for number, item in enumerate(data)], place, key)
    if data is None or isinstance(data, bool):
        return Value(data, place, key)
    return Value(getattr(data, "text", data), _bare(place), key)


def _bare(place: Place) -> Place:
    """The place without the quotes."""
    text = place.text
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return Place(place.source, place.start + 1, place.end - 1)
    return place
