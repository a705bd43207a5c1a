"""`route print` and `netstat -rn` of Windows: rows of network, mask, gateway, interface address and metric, in any language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats.console import Value, console_lines

if TYPE_CHECKING:
    from vmnetdoctor.source import Source

_QUAD = r"\d{1,3}(?:\.\d{1,3}){3}"
# a gateway that is no address means on-link, in whatever language
_ROW = re.compile(rf"[ \t]*({_QUAD})[ \t]+({_QUAD})[ \t]+({_QUAD}|[^\d\s][^\r\n\t]{{0,40}}?)[ \t]+({_QUAD})[ \t]+"
                  r"(\d{1,9})[ \t]*$")
_RECOGNISE = re.compile(rf"(?m)^[> \t]*{_QUAD}[ \t]+{_QUAD}[ \t]+\S[^\r\n]{{0,44}}?[ \t]{_QUAD}[ \t]+\d{{1,9}}[ \t]*\r?$")
_CLOSED = re.compile(r"={20,}")


class WindowsRoute(NamedTuple):
    """One active route; `gateway` None where the target is on the link; `interface` is the card's own address."""

    network: Value
    mask: Value
    gateway: Value | None
    interface: Value
    metric: Value


class WindowsRoutes(NamedTuple):
    """The active routes in order; `whole` where the table's closing line follows them."""

    source: Source
    routes: tuple[WindowsRoute, ...]
    whole: bool


def recognise(text: str) -> bool:
    return _RECOGNISE.search(text) is not None


def parse(source: Source) -> WindowsRoutes:
    """The five-column rows; persistent routes have four columns and repeat what is active."""
    routes: list[WindowsRoute] = []
    whole = False
    for line in console_lines(source.text):
        found = _ROW.match(line.text)
        if found is None:
            whole = whole or (bool(routes) and _CLOSED.search(line.text) is not None)
            continue
        network, mask, gateway, interface, metric = (Value(found[n], line.start + found.start(n), line.start + found.end(n))
                                                     for n in range(1, 6))
        routes.append(WindowsRoute(network, mask, gateway if gateway.text[0].isdigit() else None, interface, metric))
    return WindowsRoutes(source, tuple(routes), whole)
