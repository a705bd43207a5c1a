"""What the lines of an `ipconfig` block mean, told by their values and by the abbreviations that every language keeps."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats.ipconfig_words import DISCONNECTED, NO, SUBNET_PEER, YES

if TYPE_CHECKING:
    from vmnetdoctor.formats.console import Value
    from vmnetdoctor.formats.ipconfig import Block, Ipconfig, Key

_QUAD = re.compile(r"(\d{1,3}(?:\.\d{1,3}){3})(?=$|[^\d.])")
_MAC = re.compile(r"(?:[0-9A-Fa-f]{2}-){5,7}[0-9A-Fa-f]{2}$")
_MASK = re.compile(r"(?:255\.255\.255\.(?:255|254|252|248|240|224|192|128|0)|255\.255\.(?:254|252|248|240|224|192|128|0)\.0|"
                   r"255\.(?:254|252|248|240|224|192|128|0)\.0\.0|(?:254|252|248|240|224|192|128)\.0\.0\.0|0\.0\.0\.0)$")
_ENDS = ("netbios", "dns", "dhcp", "wins")


class Card(NamedTuple):
    """One adapter: `addresses` are pairs of address and mask; `word` is the value of the line that says whether DHCP is on."""

    block: Block
    description: Value | None = None
    mac: Value | None = None
    addresses: tuple[tuple[Value, Value | None], ...] = ()
    gateways: tuple[Value, ...] = ()
    dns: tuple[Value, ...] = ()
    dhcp_server: Value | None = None
    dhcp: Value | None = None
    dhcp_on: bool | None = None
    disconnected: Value | None = None


def cards(listing: Ipconfig) -> tuple[Card, ...]:
    """Every adapter of a listing in order."""
    no_word = _proxy_word(listing.machine)
    return tuple(_card(block, no_word) for block in listing.blocks)


def whole(listing: Ipconfig) -> bool:
    """Whether the listing shows all its adapters: nothing is missing at its top, and the last one is not cut off."""
    found = cards(listing)
    if not found or listing.headless or listing.cut:
        return False
    last = found[-1]
    if last.block.closed or _ends_with_netbios(last.block):
        return True
    detailed = any(card.mac is not None for card in found) or len(listing.machine) > 1
    if last.disconnected is not None:
        return _after(last.block, last.mac) >= 2 if last.mac is not None else not detailed and len(last.block.keys) > 1
    if not last.addresses or last.addresses[-1][1] is None or (detailed and _modern(last.block)):
        return False
    return _after(last.block, last.addresses[-1][1]) >= 1


def _modern(block: Block) -> bool:
    """Since Vista the address's label says IPv4, and a line about NetBIOS ends a connected card."""
    return any("IPv4" in key.label for key in block.keys)


def routing(listing: Ipconfig) -> tuple[bool, Value] | None:
    """Whether Windows forwards between its networks: the machine's line about IP just before the one about WINS."""
    keys = listing.machine
    for before, key in pairwise(keys):
        if "WINS" in key.label.upper():
            on = _truth(before.first.text, None)
            return None if on is None else (on, before.first)
    return None


def _proxy_word(machine: tuple[Key, ...]) -> str | None:
    """This language's word for no: the machine is practically never a WINS proxy."""
    return next((k.first.text.lower() for k in machine if "WINS" in k.label.upper()), None)


def _truth(text: str, no_word: str | None) -> bool | None:
    word = text.lower().rstrip(".。")
    if word in YES:
        return True
    if word in NO or (no_word is not None and word == no_word):
        return False
    return None


def _after(block: Block, value: Value) -> int:
    return sum(1 for key in block.keys if key.first.start > value.start)


def _ends_with_netbios(block: Block) -> bool:
    return "netbios" in block.keys[-1].label.lower()


def _card(block: Block, no_word: str | None) -> Card:
    keys = block.keys
    at = next((n for n, key in enumerate(keys) if _MAC.match(key.first.text)), None)
    description = keys[at - 1].first if at and not _is_state(keys, at - 1) and keys[at - 1].first.text else None
    addresses, gateways = _addressing(keys)
    servers = [v for key in keys if _about(key, "DHCP") for v in _quads(key)]
    word = next((k.first for k in keys if _about(k, "DHCP") and k.first.text and _is_word(k.first.text)), None)
    server = servers[0] if servers else None
    dns = tuple(v for key in keys if _about(key, "DNS") for v in _quads(key))
    return Card(block, description, keys[at].first if at is not None else None, addresses, gateways, dns, server, word,
                _dhcp_on(word, server, no_word), None if addresses else _unplugged(keys))


def _is_state(keys: tuple[Key, ...], at: int) -> bool:
    return at == 0 and bool(DISCONNECTED.search(keys[0].first.text))


def _about(key: Key, what: str) -> bool:
    return what in key.label.upper() and "DHCPV6" not in key.label.upper() and "NETBIOS" not in key.label.upper()


def _is_word(text: str) -> bool:
    return not any(char.isdigit() for char in text)


def _dhcp_on(word: Value | None, server: Value | None, no_word: str | None) -> bool | None:
    told = _truth(word.text, no_word) if word is not None else None
    return True if told is None and server is not None else told


def _quads(key: Key) -> list[Value]:
    """The IPv4 addresses of a line and of those that continue it, without remarks such as `(Preferred)`."""
    found = []
    for value in key.values:
        match = _QUAD.match(value.text)
        if match is not None:
            found.append(value._replace(text=match[1], end=value.start + len(match[1])))
    return found


def _addressing(keys: tuple[Key, ...]) -> tuple[tuple[tuple[Value, Value | None], ...], tuple[Value, ...]]:
    """Pairs of address and mask, which follow each other; an address alone that is not labelled so is a gateway."""
    addresses: list[tuple[Value, Value | None]] = []
    gateways: list[Value] = []
    labels: set[str] = set()             # of addresses: such a line is one even if its mask is lost
    plain = [(key, _quads(key)) for key in keys if not any(word.upper() in key.label.upper() for word in _ENDS)]
    for n, (key, quads) in enumerate(plain):
        following = plain[n + 1][1] if n + 1 < len(plain) else []
        mask = following[0] if following and _MASK.match(following[0].text) else None
        if not quads or (_MASK.match(quads[0].text) and quads[0].text != "0.0.0.0"):
            continue
        if mask is not None or key.label in labels or (SUBNET_PEER.search(key.label) and not addresses):
            addresses.append((quads[0], mask))
            labels.add(key.label)
        elif quads[0].text != "0.0.0.0" and not quads[0].text.startswith("255."):        # half a mask is no gateway
            gateways += quads
    return tuple(pair for pair in addresses if pair[0].text != "0.0.0.0"), tuple(gateways)


def _unplugged(keys: tuple[Key, ...]) -> Value | None:
    """The medium's state: it comes first and only where the medium is missing; a connected card begins with its DNS suffix."""
    if not keys:
        return None
    first = keys[0]
    if DISCONNECTED.search(first.first.text) and not _quads(first):
        return first.first
    told = first.first.text and _is_word(first.first.text) and len(keys) > 1 and "DNS" in keys[1].label.upper()
    return first.first if told and "DNS" not in first.label.upper() else None
