"""Names of endpoints and probes on the command line: what exists, and the nearest to what does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.cli.terminal import Refused
from vmnetdoctor.report.layout import visible
from vmnetdoctor.report.phrases import say
from vmnetdoctor.report.walk_words import words

if TYPE_CHECKING:
    from vmnetdoctor.network.topology import Topology

_PORT = re.compile(r"(?:tcp|udp)/([1-9]\d{0,4})", re.ASCII)
_MOST_NAMES = 12


def endpoint(topology: Topology, name: str, language: str) -> str:
    """The name, if there is such an endpoint; else the run ends with the nearest names."""
    if name in topology.endpoints:
        return name
    near = topology.nearest(name)
    comma = say("list", language)
    if near:
        hint = say("nearest", language, names=comma.join(map(_shown, near)))
    else:
        hint = words("endpoints", language, names=comma.join(map(_shown, list(topology.endpoints)[:_MOST_NAMES])))
    raise Refused(words("unknown-endpoint", language, name=_shown(name)) + hint)


def pair(topology: Topology, sender: str, target: str, language: str) -> None:
    """Refuse ends that do not exist, or that are one."""
    for name in (sender, target):
        endpoint(topology, name, language)
    if sender == target:
        raise Refused(words("same-endpoint", language, name=_shown(sender)))


def check_probe(text: str, target: str, language: str) -> None:
    """Refuse what is no probe, or cannot go to that target."""
    port = _PORT.fullmatch(text)
    if text not in ("ping", "names") and (port is None or int(port.group(1)) > 65535):
        raise Refused(words("bad-probe", language, name=_shown(text)))
    if text == "names" and target != "internet":
        raise Refused(words("names-to", language, name=_shown(target)))


def address(text: str | None, language: str) -> int | None:
    """The address asked for, None where none is."""
    from vmnetdoctor.model.addr import ip

    value = ip(text) if text is not None else None
    if text is not None and value is None:
        raise Refused(words("bad-address", language, name=_shown(text)))
    return value


def _shown(name: str) -> str:
    return visible(name[:80])
