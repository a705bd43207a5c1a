"""Which file names of a guest's network configuration count, and for which interface (guest-ifcfg.md 2, 7, 8)."""

from __future__ import annotations

import re
from functools import lru_cache

from vmnetdoctor.patterns import late

READERS = ("network-scripts-el6", "network-scripts-el7", "network-scripts-el8", "networkmanager-0.8.1", "networkmanager", "udev")

_SHELL_IGNORES = ("~", ".bak", ".orig", ".rpmnew", ".rpmsave", ".rpmorig")
_NM_IGNORES = ("~", ".bak", ".orig", ".rpmnew", ".rej")
_NM_TEMPORARY = late(r";[0-9a-f]{8}\Z", re.I)
_RANGE = late(r"(.+)-range\d*\Z")
_COMPANION = late(r"(route6|route|rule6|rule|keys)-(.+)\Z", re.S)
_KEYFILE_TEMPORARY = late(r"\.[A-Za-z0-9]{6}\Z")


@lru_cache(maxsize=1024)      # the guests of a lab use the same few names
def is_live(name: str, reader: str) -> bool:
    """Whether a file of this name in network-scripts counts for a reader, one of `READERS` (guest-ifcfg.md 2).

    Aliases and ranges count for network-scripts with their parent; `ifcfg-lo` does, although it is started apart.
    """
    if not name.startswith("ifcfg-") or len(name) == len("ifcfg-"):
        return False
    if reader.startswith("network-scripts"):
        return not (name.endswith(_SHELL_IGNORES) or (name.endswith(".old") and not reader.endswith("el6")))
    if name == "ifcfg-lo":
        return False
    if reader.startswith("networkmanager"):
        lower = name.lower()
        augeas = lower.endswith((".augnew", ".augtmp")) and not reader.endswith("0.8.1")
        return not (augeas or lower.endswith(_NM_IGNORES) or _NM_TEMPORARY.search(name))
    if reader == "udev":
        packaged = any(word in name for word in ("rpmnew", "rpmsave", "rpmorig"))
        return not (packaged or ":" in name or name.endswith(("~", ".bak")))
    raise ValueError(f"no reader of the name {reader}")


def suffix_of(name: str) -> str | None:
    """What stands behind `ifcfg-` (an alias with its number), None for other names."""
    return name[len("ifcfg-"):] or None if name.startswith("ifcfg-") else None


def interface_of(name: str) -> str | None:
    """The interface an ifcfg file or one of its companions is named after; of an alias or a range the parent's."""
    kind, suffix = kind_of(name)
    if kind is None or suffix is None:
        return None
    if kind == "alias":
        return suffix.rpartition(":")[0]
    found = _RANGE.match(suffix) if kind == "range" else None
    return found.group(1) if found else suffix


@lru_cache(maxsize=1024)
def kind_of(name: str) -> tuple[str | None, str | None]:
    """(`ifcfg`, `alias`, `range`, `route`, `route6`, `rule`, `rule6` or `keys`; what the name ends in), else two None."""
    companion = _COMPANION.match(name)
    if companion:
        return companion.group(1), companion.group(2)
    suffix = suffix_of(name)
    if not suffix:
        return None, None
    if suffix.rpartition(":")[0]:
        return "alias", suffix
    return ("range" if _RANGE.match(suffix) else "ifcfg"), suffix


def companions(name: str) -> tuple[str, ...]:
    """The names of the files that belong to an ifcfg file: route, route6, rule, rule6, keys."""
    suffix = suffix_of(name)
    return tuple(f"{kind}-{suffix}" for kind in ("route", "route6", "rule", "rule6", "keys")) if suffix else ()


def keyfile_live(name: str, directory: str = "/etc/NetworkManager/system-connections") -> bool:
    """Whether NetworkManager loads a keyfile of this name (guest-ifcfg.md 8): `.bak` and `.old` count under /etc."""
    if not name or name.startswith(".") or name.endswith(("~", ".pem", ".der")) or _KEYFILE_TEMPORARY.search(name):
        return False
    return name.endswith(".nmconnection") or not directory.startswith(("/run", "/usr/lib"))
