"""`ipconfig` to the network cards of a Windows host or guest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.assemble.card_kinds import windows_kind
from vmnetdoctor.formats import ipconfig
from vmnetdoctor.formats.ipconfig_cards import Card, cards, routing, whole
from vmnetdoctor.model.addr import Interface, ip, mac, prefix_of
from vmnetdoctor.model.facts import UNKNOWN, Fact
from vmnetdoctor.model.seen import Seen, SeenInterface
from vmnetdoctor.source import Place, Source

if TYPE_CHECKING:
    from vmnetdoctor.formats.console import Value

_HOST_NAME = re.compile(r"[\w\-.]{1,63}")


def seen(source: Source) -> Seen:
    """All that one listing shows."""
    listing = ipconfig.parse(source)
    interfaces = tuple(_interface(source, card) for card in cards(listing))
    name = listing.machine[0].first if listing.machine else None
    routes = routing(listing)
    return Seen(
        interfaces,
        forwarding=Fact(routes[0], (_place(source, routes[1]),)) if routes else UNKNOWN,
        system=Fact("windows", interfaces[0].mac.places or (interfaces[0].place,)) if interfaces else UNKNOWN,
        hostname=_stated(source, name) if name is not None and _HOST_NAME.fullmatch(name.text) else UNKNOWN,
        complete=frozenset(("interfaces",)) if whole(listing) else frozenset())


def _interface(source: Source, card: Card) -> SeenInterface:
    title, name = card.block.title, card.block.name
    address = _stated(source, card.mac).map(mac) if card.mac is not None else UNKNOWN
    description = card.description.text if card.description is not None else ""
    up: Fact[bool] = UNKNOWN
    if card.disconnected is not None:
        up = Fact(False, (_place(source, card.disconnected),))
    elif card.addresses:
        up = Fact(True, (_place(source, card.addresses[0][0]),))
    return SeenInterface(
        name.text, _place(source, name), windows_kind(title.text, description, address.value), description, address,
        tuple(fact for fact in (_address(source, *pair) for pair in card.addresses) if fact.known),
        _first_address(source, card.gateways),
        tuple(fact for fact in (_stated(source, value).map(ip) for value in card.dns) if fact.known),
        _dhcp(source, card), _first_address(source, (card.dhcp_server,) if card.dhcp_server else ()), up)


def _address(source: Source, value: Value, mask: Value | None) -> Fact[Interface]:
    address = ip(value.text)
    mask_value = ip(mask.text) if mask is not None else None
    prefix = prefix_of(mask_value) if mask_value is not None else None
    places = (_place(source, value), *((_place(source, mask),) if mask is not None else ()))
    if address is None:
        return Fact(None, places, "bad-address")
    return Fact(Interface(address, 24 if prefix is None else prefix), places, "default-prefix" if prefix is None else "")


def _first_address(source: Source, values: tuple[Value, ...]) -> Fact[int]:
    found = (_stated(source, value).map(ip) for value in values)
    return next((fact for fact in found if fact.known), UNKNOWN)


def _dhcp(source: Source, card: Card) -> Fact[bool]:
    at = card.dhcp if card.dhcp is not None else card.dhcp_server
    return UNKNOWN if at is None or card.dhcp_on is None else Fact(card.dhcp_on, (_place(source, at),))


def _stated(source: Source, value: Value) -> Fact[str]:
    return Fact(value.text, (_place(source, value),))


def _place(source: Source, value: Value) -> Place:
    return Place(source, value.start, value.end)
