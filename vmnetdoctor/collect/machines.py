"""Where the virtual machines are: named by the user, listed by the product, running, or in the usual folders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.formats import vmx

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vmnetdoctor.collect.commands import Ran
    from vmnetdoctor.collect.system import System

MOST_MACHINES = 1000
_LISTED = re.compile(r"vmlist\d{1,6}\.config|pref\.mruvm\d{1,6}\.filename", re.ASCII)     # inventory; Player's recent machines
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\ud800-\udfff]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.I)


class NoMachineError(Exception):
    """A path given as a virtual machine holds none; the path is the argument."""


def given_machines(system: System, given: Sequence[str]) -> list[str]:
    """The vmx files of the paths: a vmx file, or a folder that holds some.  Raises NoMachineError."""
    paths: list[str] = []
    for path in given:
        path = path.replace("\\", "/") if system.platform == "windows" else path
        found = [path] if path.lower().endswith(".vmx") else system.found(path.rstrip("/") + "/*.vmx")[0]
        if not found or (found == [path] and system.read(path).reason not in ("", "denied")):
            raise NoMachineError(path)
        paths += found
    return _distinct(system, paths)


def known_machines(system: System, running: Iterable[str]) -> list[str]:
    """What the product's lists name, what runs, and where the product puts machines of its own accord."""
    paths: list[str] = []
    for pattern in system.places.inventories:
        full = system.expanded(pattern)
        data = system.read(full).data if full is not None else None
        if data:
            paths += listed(data)
    paths += running
    for pattern in system.places.machines:
        full = system.expanded(pattern)
        paths += system.found(full)[0] if full is not None else []
    return _distinct(system, paths)[:MOST_MACHINES]


def listed(inventory: bytes) -> list[str]:
    """The vmx files that a dictionary of the product names (inventory.vmls, vmInventory, preferences)."""
    document = vmx.parse(vmx.decode("inventory", inventory))
    return [entry.value for entry in document.entries() if _LISTED.fullmatch(entry.key.lower()) and entry.value]


def named_running(ran: Ran) -> list[str]:
    """The vmx files that `vmrun list` names below its first line."""
    lines = ran.output.decode("utf-8", "replace").splitlines() if not ran.trouble and not ran.code else []
    return [line.strip() for line in lines if line.strip().lower().endswith(".vmx")]


def _distinct(system: System, paths: Iterable[str]) -> list[str]:
    """Each file once, with `/`; Windows and macOS do not tell capitals apart."""
    found: dict[str, str] = {}
    for path in paths:
        path = path.replace("\\", "/") if system.platform == "windows" else path
        if path.lower().endswith(".vmx"):
            found.setdefault(path if system.platform == "linux" else path.lower(), path)
    return list(found.values())


def safe(name: str) -> str:
    """A name that can be a file's on every system and in an archive."""
    return _UNSAFE.sub("_", name).strip(" .") or "vm"


def folder_names(paths: Sequence[str]) -> list[str]:
    """A folder of the bundle for each vmx file: its stem, safe on every system, with a number where two are equal."""
    names: list[str] = []
    taken: set[str] = set()
    for path in paths:
        stem = safe(path.rpartition("/")[2][:-len(".vmx")])[:100]
        plain = "_" + stem if _RESERVED.fullmatch(stem) else stem
        name, number = plain, 2
        while name.lower() in taken:
            name, number = f"{plain}-{number}", number + 1
        taken.add(name.lower())
        names.append(name)
    return names
