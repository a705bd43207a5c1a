"""`ip route` of Linux: one route a line, or a route with a line for each next hop."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.formats.card import RouteLine
from vmnetdoctor.formats.terminal import HEAD, QUAD, lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.formats.terminal import Line, Word

_KIND = r"(?:unicast|local|broadcast|multicast|throw|unreachable|prohibit|blackhole|nat)"
_TO = r"(default|\d{1,3}(?:\.\d{1,3}){0,3}/\d{1,2}|" + QUAD + r")"
_ROUTE = re.compile(rf"\s*(?:({_KIND})\s+)?{_TO}(?=\s|$)")
_HOP = re.compile(r"\s+nexthop\s")
_FIELD = re.compile(r"(?<=\s)(via|dev|metric|src)\s+(?:inet\s+)?(\S+)")
_BEGINS = re.compile(rf"\s*(?:{_KIND}\s+)?(?:default|\d{{1,3}}\.\d|\d{{1,3}}/\d|nexthop\s|[0-9a-f]{{1,4}}:|::)")
_FOUND = re.compile(rf"(?m)^[ \t]*{_TO}[ \t]+(?:via[ \t]+{QUAD}[ \t]+)?dev[ \t]+\S+[ \t]+(?:proto|scope|src|metric|onlink"
                    rf"|linkdown)\b"
                    rf"|^default[ \t]+via[ \t]+{QUAD}[ \t]+dev[ \t]+\S+|^[ \t]*{_TO}[ \t]+dev[ \t]+\S+[ \t]+scope\b")
_SKIPPED = ("local", "broadcast", "multicast", "nat")


def recognise(text: str) -> bool:
    """Whether the text holds output of `ip route`; a route-X file looks alike where it names `default via ... dev ...`."""
    return _FOUND.search(text, 0, HEAD) is not None


def read(text: str) -> list[RouteLine]:
    """The routes in order; those that drop packets and those of the local table are left out."""
    return list(_routes(text))


def _routes(text: str) -> Iterator[RouteLine]:
    to: Word | None = None
    metric: int | None = None
    for line in lines(text, _BEGINS):
        found = _ROUTE.match(line.text)
        if found is not None:
            beheaded = line.at(0) == 0 and found[2] != "default" and found[2].count(".") < 3
            to = None if beheaded or (found[1] and found[1] != "unicast") else line.group(found, 2)
            fields = _fields(line, found.end()) if to is not None else {}
            metric = _metric(fields)
            if to is not None and ("dev" in fields or "via" in fields):
                yield _route(line, to, fields, metric)
        elif to is not None and _HOP.match(line.text):
            fields = _fields(line, 0)
            if "dev" in fields or "via" in fields:
                yield _route(line, to, fields, metric)
        elif line.text:
            to = None


def _fields(line: Line, start: int) -> dict[str, Word]:
    return {m[1]: line.group(m, 2) for m in _FIELD.finditer(line.text, start)}


def _metric(fields: dict[str, Word]) -> int | None:
    text = fields["metric"].text if "metric" in fields else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 11 else None


def _route(line: Line, to: Word, fields: dict[str, Word], metric: int | None) -> RouteLine:
    whole = line.whole
    return RouteLine(to, None, fields.get("via"), fields.get("dev"), metric, False, whole.start, whole.end)
