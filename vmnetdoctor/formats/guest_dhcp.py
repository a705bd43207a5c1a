"""Configuration of a guest's own DHCP server (ISC dhcpd, Kea, dnsmasq): only which networks it serves, and where it says so."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from vmnetdoctor.formats.syntax import Entry

if TYPE_CHECKING:
    from vmnetdoctor.source import Source

HEAD = 65536
MOST_NETWORKS = 64
_ADDRESS = r"(\d{1,3}(?:\.\d{1,3}){3})"
_PROGRAMS = (
    ("kea", re.compile(r'"Dhcp4"[ \t\r\n]*:'), re.compile(r'^[^#\n]*?"subnet"[ \t]*:[ \t]*"' + _ADDRESS + "/", re.MULTILINE)),
    ("dnsmasq", re.compile(r"^[ \t]*dhcp-range[ \t]*=", re.MULTILINE),
     re.compile(r"^[ \t]*dhcp-range[ \t]*=[^\d\n]*" + _ADDRESS, re.MULTILINE)),
    ("dhcpd", re.compile(r"^[ \t]*subnet[ \t]+\d", re.MULTILINE), re.compile(r"^[ \t]*subnet[ \t]+" + _ADDRESS, re.MULTILINE)),
)


def parse(source: Source) -> list[Entry]:
    """An address in each network that is served (its base, or the first of a range), keyed by the server's name."""
    for name, sign, network in _PROGRAMS:
        if sign.search(source.text, 0, HEAD):
            found = islice(network.finditer(source.text, 0, HEAD), MOST_NETWORKS)
            return [Entry(source, name, match[1], match.span(1), match.span(1)) for match in found]
    return []
