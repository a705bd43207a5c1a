"""`route`, `route -n` and `netstat -rn` of Linux (any language), and `netstat -rn` of macOS and the BSDs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.formats.card import RouteLine
from vmnetdoctor.formats.terminal import HEAD, MAC, QUAD, lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.formats.terminal import Line

_LINUX = re.compile(rf"[ \t]*([\w.-]{{1,60}})\s+(\*|[\w.-]{{1,60}})\s+({QUAD})\s+([A-Z!*]{{1,12}})\s+(-|\d+)\s+(-|\d+)\s+(-|\d+)"
                    r"(?:\s+(\S{1,40}))?\s*$")
_MSS = re.compile(r"(?:^|\s)(?:MSS|irtt)\s")
_METRIC = re.compile(r"(?:^|\s)(?:Metric|Ref|Use)\s")
_BSD = re.compile(rf"[ \t]*(default|\d{{1,3}}(?:\.\d{{1,3}}){{0,3}}(?:/\d{{1,2}})?)\s+({QUAD}|link#\d+|{MAC}|[a-z]+\d+)\s+"
                  r"([A-Za-z][A-Za-z0-9]{0,15})\s+(?:\d+\s+\d+\s+)?([a-z]{1,10}\d[\w.]{0,20})(?:\s+(?:\d+|!))?\s*$")
_INTERNET6 = re.compile(r"\s*Internet6:")
_FOUND_LINUX = re.compile(rf"(?m)^[ \t]*[\w.-]+[ \t]+(?:\*|[\w.-]+)[ \t]+{QUAD}[ \t]+!?U[A-Z!]*[ \t]+\d+[ \t]+\d+[ \t]+\d+")
_FOUND_BSD = re.compile(rf"(?m)^[ \t]*(?:default|\d{{1,3}}(?:\.\d{{1,3}}){{0,3}}(?:/\d{{1,2}})?)[ \t]+(?:{QUAD}"
                        rf"|link#\d+)[ \t]+U[A-Za-z0-9]*[ \t]")
_BEGINS = re.compile(r"\s*(?:default|[\d.]+|link-local|loopback)\s")
_NAMED = {"default": "0.0.0.0", "link-local": "169.254.0.0", "loopback": "127.0.0.0"}


def recognise(text: str) -> bool:
    """Whether the text holds a routing table of `route` or `netstat`."""
    return _FOUND_LINUX.search(text, 0, HEAD) is not None or _FOUND_BSD.search(text, 0, HEAD) is not None


def is_bsd(text: str) -> bool:
    """Whether the table is one of macOS or a BSD."""
    return _FOUND_BSD.search(text, 0, HEAD) is not None


def read(text: str) -> list[RouteLine]:
    """The IPv4 routes in order; entries of the neighbour table (flag L) and routes through a name are left out."""
    return list(_routes(text))


def _routes(text: str) -> Iterator[RouteLine]:
    metrics, internet6 = True, False
    for line in lines(text, _BEGINS):
        found = _LINUX.match(line.text)
        if found is not None:
            route = _linux(line, found, metrics)
        elif _INTERNET6.match(line.text):
            internet6, route = True, None
        else:
            internet6 = internet6 and "Internet:" not in line.text
            bsd = None if internet6 else _BSD.match(line.text)
            route = _bsd(line, bsd) if bsd is not None else None
            if bsd is None and (_MSS.search(line.text) or _METRIC.search(line.text)):
                metrics = _MSS.search(line.text) is None
        if route is not None:
            yield route


def _linux(line: Line, found: re.Match[str], metrics: bool) -> RouteLine | None:
    to, gateway, flags = found[1], found[2], found[4]
    if found[8] is None or "!" in flags or not (to in _NAMED or re.fullmatch(QUAD, to)):
        return None
    via = None
    if "G" in flags:
        if not re.fullmatch(QUAD, gateway):
            return None                              # a router's name: only `-n` prints addresses
        via = line.group(found, 2)
    metric = int(found[5]) if metrics and found[5].isdigit() and len(found[5]) < 11 else None
    whole, word = line.whole, line.group(found, 1)
    word = word._replace(text=_NAMED.get(to, to))
    return RouteLine(word, line.group(found, 3), via, line.group(found, 8), metric, False,
                     whole.start, whole.end)


def _bsd(line: Line, found: re.Match[str]) -> RouteLine | None:
    flags, gateway = found[3], found[2]
    if "U" not in flags or "L" in flags or "R" in flags or "B" in flags or "W" in flags:
        return None
    to = line.group(found, 1)
    via = line.group(found, 2) if "G" in flags and re.fullmatch(QUAD, gateway) else None
    whole = line.whole
    return RouteLine(to._replace(text=_network(to.text, "H" in flags)), None, via, line.group(found, 4), None, "I" in flags,
                     whole.start, whole.end)


def _network(text: str, host: bool) -> str:
    """The printed network in full: trailing zero bytes are left out, and with them the prefix (`172.16` is 172.16.0.0/16)."""
    if text == "default":
        return "0.0.0.0/0"
    address, _, length = text.partition("/")
    octets = address.split(".")
    whole = ".".join(octets + ["0"] * (4 - len(octets)))
    return f"{whole}/{length or (32 if host else 8 * len(octets))}"
