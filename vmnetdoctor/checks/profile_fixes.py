"""The exact edits that cure what a reader of a profile stumbles over; None where only a person can tell what was meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.checks.outcome import Fix, replaced
from vmnetdoctor.patterns import late
from vmnetdoctor.source import Edit, Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from vmnetdoctor.model.guest import Adapter, Remark

_SPACED = late(r"([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*([^\s'\"#]+|\"[^\"\n]*\"|'[^'\n]*')\s*")
_NO_WORDS = frozenset({"no", "n", "false", "f", "0", "off", "none"})


def started(place: Place, keyfile: bool, safety: str) -> Fix | None:
    """ONBOOT or autoconnect turned on, where the word that counts says no."""
    if place.text.strip().lower() not in _NO_WORDS:
        return None
    return replaced(place, "true" if keyfile else "yes", safety)


def bound(place: Place, plugs: tuple[Adapter, ...]) -> Fix | None:
    """The MAC address of the machine's only card."""
    mac = plugs[0].mac.value if len(plugs) == 1 else None
    return replaced(place, mac, "unsafe") if mac is not None else None


def renamed(remark: Remark) -> Fix | None:
    """The key as it was meant, unless the file has that key as well."""
    meant = remark.values.get("meant")
    return replaced(remark.at, meant, "unsafe") if meant and not remark.values.get("meant_present") else None


def respelt(remark: Remark) -> Fix | None:
    """A word for DHCP in the letters that network-scripts compares."""
    return replaced(remark.at, "dhcp") if remark.values.get("meant") == "dhcp" else None


def readable(remark: Remark) -> Fix | None:
    """The lines as their reader wants them, where nothing is lost by it."""
    build = _BUILDERS.get(str(remark.values.get("reason")))
    edits = build(remark) if build is not None else []
    return Fix("safe", tuple(edits)) if edits else None


def _unix_line_ends(remark: Remark) -> list[Edit]:
    source = remark.at.source
    return [Edit(Place(source, found.start(), found.start() + 1), "") for found in re.finditer(r"\r\n", source.text)]


def _unspaced(remark: Remark) -> list[Edit]:
    lines = [remark.at, *(place for _, place in remark.also)]
    found = [_SPACED.fullmatch(line.text) for line in lines]
    if len(lines) != remark.values.get("count"):
        return []       # not all of them are shown
    return [Edit(line, f"{match[1]}={match[2]}") for line, match in zip(lines, found, strict=True) if match is not None]


def _hashed(remark: Remark) -> list[Edit]:
    lines = [remark.at, *(place for _, place in remark.also)]
    if len(lines) != remark.values.get("count") or not all(line.text.startswith("//") for line in lines):
        return []
    return [Edit(Place(line.source, line.start, line.start + 2), "#") for line in lines]


_BUILDERS: dict[str, Callable[[Remark], list[Edit]]] = {
    "blank-after-equals": _unspaced, "blank-before-equals": _unspaced, "carriage-return": _unix_line_ends,
    "double-slash-comment": _hashed,
}
