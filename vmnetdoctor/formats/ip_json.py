"""`ip -j addr`, `ip -j link` and `ip -j route` (iproute2 4.13 and later)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.formats.card import Card, CardAddress, RouteLine, Said
from vmnetdoctor.formats.ip_addr import flags_of
from vmnetdoctor.formats.spanned_json import arrays
from vmnetdoctor.formats.terminal import HEAD, Word, glued

if TYPE_CHECKING:
    from vmnetdoctor.formats.spanned_json import Node

_CARDS = re.compile(r'"if\s?n\s?a\s?m\s?e"\s*:\s*"')
_ROUTES = re.compile(r'"dst"\s*:\s*"')
_OPEN = re.compile(r"\[\s*\{")
_FOREVER = 4294967295


def recognise(text: str) -> bool:
    """Whether the text holds JSON of `ip -j addr` or `ip -j link`."""
    return _OPEN.search(text, 0, HEAD) is not None and _CARDS.search(text, 0, HEAD) is not None


def recognise_routes(text: str) -> bool:
    """Whether the text holds JSON of `ip -j route`."""
    return _OPEN.search(text, 0, HEAD) is not None and _ROUTES.search(text, 0, HEAD) is not None


def read(text: str) -> list[Card]:
    """The cards of every array in the text."""
    return [card for array in arrays(glued(text)) for node in array.items() if (card := _card(node)) is not None]


def read_routes(text: str) -> list[RouteLine]:
    """The routes of every array in the text."""
    return [route for array in arrays(glued(text)) for node in array.items() for route in _routes(node)]


def _card(node: Node) -> Card | None:
    name = node.text("ifname")
    if name is None:
        return None
    card = Card(_word(name), "ip")
    flags = node.get("flags")
    if flags is not None and flags.items():
        words = [item.data for item in flags.items() if isinstance(item.data, str)]
        last = flags.items()[-1].word
        flags_of(card, Word(flags.word.text, flags.word.start, last.end + 1), words)
    state = node.text("operstate")
    if state is not None and state.data in ("DOWN", "LOWERLAYERDOWN", "DORMANT") and (card.up is None or card.up.value):
        card.up = Said(False, _word(state))
    card.type, card.mac = (_word(n) if n is not None else None for n in (node.text("link_type"), node.text("address")))
    master = node.text("master")
    card.master = _word(master) if master is not None else None
    card.altnames = [_word(item) for item in node.items("altnames") if isinstance(item.data, str)]
    for item in node.items("addr_info"):
        _address(card, item)
    return card


def _address(card: Card, item: Node) -> None:
    local, length, family = item.text("local"), item.get("prefixlen"), item.text("family")
    if local is None or (family is not None and family.data != "inet") or ":" in local.data:
        return
    known = length is not None and isinstance(length.data, int)
    card.addresses.append(CardAddress(_word(local), _word(length) if known and length is not None else None))
    dynamic, lifetime = item.get("dynamic"), item.get("valid_life_time")
    if dynamic is not None and dynamic.data is True:
        card.dhcp = Said(True, dynamic.word)
    elif lifetime is not None and card.dhcp is None:
        card.dhcp = Said(lifetime.data != _FOREVER, lifetime.word)


def _routes(node: Node) -> list[RouteLine]:
    to = node.text("dst")
    if to is None or ":" in to.data or (to.data != "default" and not to.data[0].isdigit()):
        return []
    ways = node.items("nexthops") or [node]
    found = []
    for way in ways:
        via, device, metric = way.text("gateway"), way.text("dev"), node.get("metric")
        if device is None and via is None:
            continue
        last = next(n for n in (device, via) if n is not None)
        number = metric.data if metric is not None and isinstance(metric.data, int) else None
        low = to.word.start if way is node else last.word.start
        found.append(RouteLine(_word(to), None, _word(via) if via is not None else None,
                               _word(device) if device is not None else None, number, False, low, max(low, last.word.end)))
    return found


def _word(node: Node) -> Word:
    return Word(str(node.data), node.word.start, node.word.end)
