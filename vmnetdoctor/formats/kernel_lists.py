"""What the kernel has: `lsmod`, `iwconfig`, `sysctl -a` and sysctl.conf."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats.card import Card, Said
from vmnetdoctor.formats.terminal import HEAD, MAC, lines, sections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.formats.terminal import Word

_MODULE = re.compile(r"[ \t]*([A-Za-z]\w{0,60})\s+(\d{1,10})\s+(-?\d{1,6})(?:\s+([\w,.\[\]()-]+))?\s*$")
_MODULES_HEAD = re.compile(r"(?m)^[ \t]*Module[ \t]+Size[ \t]+Used by")
_MODULES = re.compile(r"(?m)^[ \t]*(?:Module[ \t]+Size[ \t]+Used by|(?:vmnet|vmmon|vmxnet3?|e1000e?|pcnet32"
                      r"|vmw_\w+)[ \t]+\d+[ \t]+-?\d+)")
_WIRELESS = re.compile(r"([^\s:]{1,40})\s+(no wireless extensions|IEEE 802\.11\S*|unassociated)")
_WIRELESS_FOUND = re.compile(r"(?m)^[^\s:]{1,40}[ \t]+(?:no wireless extensions|IEEE 802\.11|unassociated)")
_POINT = re.compile(rf"Access Point:\s*(Not-Associated|{MAC})")
_SETTING = re.compile(r"[ \t]*-?(net[./]ipv[46][./][\w./-]{1,80})[ \t]*=[ \t]*(\S{1,60})")
_SETTING_FOUND = re.compile(r"(?m)^[ \t]*-?net[./]ipv[46][./][\w./-]+[ \t]*=[ \t]*\S|\bcat[ \t]+/proc/sys/net/\S")
_PROC = re.compile(r"\bcat\s+/proc/sys/(net/ipv[46]/[\w/.-]{1,80})")
_DIGIT = re.compile(r"\s*(-?\d{1,9})\s*$")


class Modules(NamedTuple):
    """The loaded modules; `whole` where the list has its heading, so that what is missing is not loaded."""

    names: list[Word]
    whole: bool


class Setting(NamedTuple):
    """One kernel setting, its name with dots."""

    name: str
    value: Word


def recognise_modules(text: str) -> bool:
    """Whether the text holds output of `lsmod`."""
    return _MODULES.search(text, 0, HEAD) is not None


def modules(text: str) -> Modules:
    """The modules in order of the list."""
    names, whole = [], False
    for section in sections(text):
        heading = _MODULES_HEAD.search(text, section.start, section.end)
        piped = section.command is not None and "|" in section.command.text
        whole |= heading is not None and not piped
        for line in lines(text, None, section.start, section.end):
            found = _MODULE.match(line.text)
            if found is not None:
                names.append(line.group(found, 1))
    return Modules(names, whole)


def recognise_wireless(text: str) -> bool:
    """Whether the text holds output of `iwconfig`."""
    return _WIRELESS_FOUND.search(text, 0, HEAD) is not None


def wireless(text: str) -> list[Card]:
    """The cards with whether they are wireless and associated."""
    cards: list[Card] = []
    for line in lines(text):
        found = _WIRELESS.match(line.text)
        if found is not None:
            card = Card(line.group(found, 1), "iwconfig")
            card.wireless = Said(not found[2].startswith("no "), line.group(found, 2))
            cards.append(card)
        point = _POINT.search(line.text) if cards else None
        if point is not None:
            cards[-1].carrier = Said(point[1] != "Not-Associated", line.group(point, 1))
    return cards


def recognise_settings(text: str) -> bool:
    """Whether the text holds network settings of `sysctl` or of sysctl.conf."""
    return _SETTING_FOUND.search(text, 0, HEAD) is not None


def settings(text: str) -> Iterator[Setting]:
    """The settings in order; of equal names the last one counts.  `#` and `;` comment at a line's start."""
    for section in sections(text):
        proc = _PROC.search(section.command.text) if section.command is not None else None
        for line in lines(text, None, section.start, section.end):
            found = _SETTING.match(line.text)
            if found is not None:
                yield Setting(found[1].replace("/", "."), line.group(found, 2))
            elif proc is not None:
                digit = _DIGIT.match(line.text)
                if digit is not None:
                    yield Setting(proc[1].replace("/", "."), line.group(digit, 1))
                    proc = None
