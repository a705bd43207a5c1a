"""Cards of Unix captures (`ip`, `ifconfig`, `nmcli`, `iwconfig`) to what is seen of a machine's network cards."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.assemble.card_kinds import unix_kind
from vmnetdoctor.model.addr import Interface, ip, mac, prefix_of, subnet_of
from vmnetdoctor.model.facts import UNKNOWN, Fact
from vmnetdoctor.model.seen import SeenInterface, SeenRoute
from vmnetdoctor.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vmnetdoctor.formats.card import Card, CardAddress, RouteLine, Said
    from vmnetdoctor.formats.terminal import Word
    from vmnetdoctor.model.addr import Subnet
    from vmnetdoctor.source import Source

_TYPES = {"wifi": "wireless", "802-11-wireless": "wireless", "bt": "bluetooth", "bluetooth": "bluetooth", "loopback": "other",
          "bridge": "other", "tun": "vpn", "wireguard": "vpn", "vpn": "vpn", "gsm": "other", "wifi-p2p": "other"}
_PLAIN_MEDIA = re.compile(r"autoselect$")
_NO_MAC = "00:00:00:00:00:00"


def seen_cards(source: Source, cards: Iterable[Card]) -> tuple[SeenInterface, ...]:
    """The cards of one capture."""
    return tuple(_Cards(source).card(card) for card in cards)


class _Cards:
    __slots__ = ("source",)

    def __init__(self, source: Source) -> None:
        self.source = source

    def place(self, word: Word) -> Place:
        return Place(self.source, word.start, word.end)

    def card(self, card: Card) -> SeenInterface:
        hardware = self.hardware(card.mac)
        addresses = tuple(fact for item in card.addresses if (fact := self.address(item, card)).known)
        return SeenInterface(
            card.name.text, self.place(card.name), self.kind(card, hardware.value), "", hardware,
            addresses, self.router(card.gateway), tuple(fact for fact in map(self.router, card.dns) if fact.known),
            self.said(card.dhcp), UNKNOWN, self.said(card.up), UNKNOWN, self.said(card.carrier), self.said(card.managed),
            Fact(card.connection.text, (self.place(card.connection),)) if card.connection is not None else UNKNOWN,
            tuple(word.text for word in card.altnames), self.said(card.promiscuous),
            card.master.text if card.master is not None else "")

    def kind(self, card: Card, hardware: str | None) -> str:
        if card.wireless is not None and card.wireless.value:
            return "wireless"
        by_name = unix_kind(card.name.text, hardware)
        if any(word.text.startswith("vmenet") for word in card.members):
            return "vmware"                         # Fusion 12 and later on Apple's vmnet (vmware-networking.md 7)
        if by_name in ("ethernet", "other") and card.type is not None and card.type.text.lower() in _TYPES:
            return _TYPES[card.type.text.lower()]
        active = card.up is not None and card.up.value
        plain = card.type is not None and _PLAIN_MEDIA.match(card.type.text) is not None
        if plain and active and card.origin == "ifconfig-bsd" and card.name.text.startswith("en") and card.carrier is not None:
            return "wireless"                       # macOS names the speed of a live Ethernet link, never that of Wi-Fi
        return by_name

    def hardware(self, word: Word | None) -> Fact[str]:
        address = mac(word.text) if word is not None and not (self.ends(word) and word.text[-2:-1] == ":") else None
        return Fact(address, (self.place(word),)) if word is not None and address and address != _NO_MAC else UNKNOWN

    def ends(self, word: Word) -> bool:
        """Whether the text ends with the word: the rest of it may be cut off."""
        return word.end >= len(self.source.text) - 1 and self.source.text[word.end:] in ("", "/")

    def address(self, item: CardAddress, card: Card) -> Fact[Interface]:
        number = ip(item.address.text)
        last = item.mask or item.address
        if number is None or (self.ends(last) and (item.mask is None or last.text in ("1", "2", "3"))):
            return UNKNOWN
        places = (self.place(item.address),) + ((self.place(item.mask),) if item.mask is not None else ())
        prefix = _length(item.mask.text) if item.mask is not None else 32 if card.origin == "ip" else None
        if prefix is None:
            return Fact(Interface(number, 24), places, "mask-cut-off")
        return Fact(Interface(number, prefix), places)

    def router(self, word: Word | None) -> Fact[int]:
        return Fact(ip(word.text), (self.place(word),)) if word is not None and ip(word.text) else UNKNOWN

    def said(self, said: Said | None) -> Fact[bool]:
        if said is None:
            return UNKNOWN
        return Fact(said.value, (self.place(said.word),))


def _length(mask: str) -> int | None:
    """A prefix length from `24`, `255.255.255.0` or `0xffffff00`."""
    if mask.isdigit():
        return int(mask) if int(mask) <= 32 else None
    number = int(mask, 16) if mask.startswith("0x") else ip(mask)
    return prefix_of(number) if number is not None else None


def seen_routes(source: Source, routes: Iterable[RouteLine]) -> tuple[SeenRoute, ...]:
    """The routes of one capture; those whose addresses cannot be read are left out."""
    found = []
    for route in routes:
        to = _target(route)
        via = ip(route.via.text) if route.via is not None else None
        if to is not None and (route.via is None or via is not None):
            found.append(SeenRoute(to, via or None, route.interface.text if route.interface is not None else "", route.metric,
                                   Place(source, route.start, route.end), route.scoped))
    return tuple(found)


def _target(route: RouteLine) -> Subnet | None:
    text, _, length = route.to.text.partition("/")
    if text == "default":
        return subnet_of(0, 0)
    octets = text.split(".")
    number = ip(".".join(octets + ["0"] * (4 - len(octets))))
    mask = route.mask.text if route.mask is not None else length
    prefix = _length(mask) if mask else 32
    return subnet_of(number, prefix) if number is not None and prefix is not None else None
