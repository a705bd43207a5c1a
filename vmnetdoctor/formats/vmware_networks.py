"""`vmware-networks --status` (also --start and --stop) of Workstation and Player on Linux (vmware-networking.md 3.4)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats.terminal import HEAD, lines

if TYPE_CHECKING:
    from vmnetdoctor.formats.terminal import Word

_PART = r"(Bridge networking|DHCP service|NAT service|[Hh]ost-?only virtual adapter)"
_STATE = re.compile(rf"\s*{_PART} on (?:/dev/)?vmnet(\d{{1,3}}) is (not running|running|enabled|disabled)")
_ACTION = re.compile(rf"\s*(Started|Stopped|Enabled|Disabled|Failed to (?:start|enable)) {_PART} on (?:/dev/)?vmnet(\d{{1,3}})")
_ALL = re.compile(r"\s*(All the|Some/All of the) (?:configured )?services (?:configured on all the networks )?are (not )?running")
_FOUND = re.compile(rf"(?m)^[ \t]*(?:(?:Started|Stopped|Enabled|Disabled|Failed to (?:start"
                    rf"|enable)) )?{_PART} on (?:/dev/)?vmnet\d")
PROGRAMS = {"b": "vmnet-bridge", "d": "vmnet-dhcpd", "n": "vmnet-natd", "h": "vmnet-netifup"}
_RUNS = {"running": True, "enabled": True, "Started": True, "Enabled": True}


class Part(NamedTuple):
    """One program on one vmnet: `vmnet-bridge`, `vmnet-dhcpd`, `vmnet-natd` or `vmnet-netifup` (the host's adapter)."""

    program: str
    network: str
    runs: bool
    word: Word


def recognise(text: str) -> bool:
    """Whether the text holds output of `vmware-networks`."""
    return _FOUND.search(text, 0, HEAD) is not None


def read(text: str) -> list[Part]:
    """Each program with its vmnet, in order."""
    found = []
    for line in lines(text, re.compile(r"\s*(?:Bridge|DHCP|NAT|Host|Some|All|Start|Stop|Enab|Disab|Fail)")):
        state = _STATE.match(line.text)
        if state is not None:
            found.append(_part(state[1], state[2], state[3], line.whole))
            continue
        action = _ACTION.match(line.text)
        if action is not None:
            found.append(_part(action[2], action[3], action[1], line.whole))
    return found


def _part(name: str, number: str, state: str, word: Word) -> Part:
    return Part(PROGRAMS[name[0].lower()], f"VMnet{int(number)}", _RUNS.get(state, False), word)


def all_running(text: str) -> tuple[bool, tuple[int, int]] | None:
    """What the last line says of all services together, with its span."""
    for line in lines(text):
        found = _ALL.match(line.text)
        if found is not None:
            whole = line.whole
            return found[1].startswith("All") and not found[2], (whole.start, whole.end)
    return None
