"""Several captures of one machine joined into one picture."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from vmnetdoctor.model.facts import Fact
from vmnetdoctor.model.seen import Seen, SeenInterface

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vmnetdoctor.model.seen import SeenRoute

_VAGUE = ("ethernet", "other")

Services = dict[str, "tuple[Fact[str], ...]"]


def joined(parts: Iterable[Seen]) -> Seen:
    """What all captures of one machine show: of two statements the first counts, lists are strung together without repeats.

    A card's gateway is filled in from the default route through it.
    """
    seen: Seen | None = None
    for part in parts:
        seen = part if seen is None else _both(seen, part)
    return _with_gateways(replace(seen, routes=named(seen.routes, seen.interfaces))) if seen is not None else Seen()


def named(routes: Iterable[SeenRoute], cards: Iterable[SeenInterface]) -> tuple[SeenRoute, ...]:
    """Routes of Windows name the card's address; where a card with it is known, its name takes the place."""
    names = {str(fact.value).partition("/")[0]: card.name for card in cards for fact in card.addresses}
    return tuple(replace(r, interface=names[r.interface]) if r.interface in names else r for r in routes)


def _both(first: Seen, second: Seen) -> Seen:
    values: dict[str, Any] = {}
    for field in fields(first):
        old, new = getattr(first, field.name), getattr(second, field.name)
        if field.name == "interfaces":
            values[field.name] = _interfaces(old, new)
        elif field.name == "routes":
            values[field.name] = _routes(old, new)
        elif field.name == "services":
            values[field.name] = _services(old, new)
        elif isinstance(old, Fact):
            values[field.name] = old if old.known else new
        else:
            values[field.name] = old | new if isinstance(old, frozenset) else old + new
    return Seen(**values)


def _services(first: Services, second: Services) -> Services:
    both = dict(first)
    for name, states in second.items():
        known = {fact.value for fact in both.get(name, ())}
        both[name] = both.get(name, ()) + tuple(fact for fact in states if fact.value not in known)
    return both


def _interfaces(first: Sequence[SeenInterface], second: Sequence[SeenInterface]) -> tuple[SeenInterface, ...]:
    cards = {card.name: card for card in first}
    for card in second:
        cards[card.name] = _card(cards[card.name], card) if card.name in cards else card
    return tuple(cards.values())


def _card(first: SeenInterface, second: SeenInterface) -> SeenInterface:
    values: dict[str, Any] = {}
    for field in fields(first):
        old, new = getattr(first, field.name), getattr(second, field.name)
        values[field.name] = (old if old.known else new) if isinstance(old, Fact) else old or new
    values["place"] = second.place if second.mac.known and not first.mac.known else first.place     # where the card is described
    values["kind"] = second.kind if first.kind in _VAGUE and second.kind not in _VAGUE else first.kind
    return SeenInterface(**values)


def _routes(first: Sequence[SeenRoute], second: Sequence[SeenRoute]) -> tuple[SeenRoute, ...]:
    known = {(route.to, route.via, route.interface) for route in first}
    return (*first, *(route for route in second if (route.to, route.via, route.interface) not in known))


def _with_gateways(seen: Seen) -> Seen:
    best: dict[str, SeenRoute] = {}
    for route in seen.routes:
        if route.to.prefix == 0 and route.via is not None:
            known = best.get(route.interface)
            if known is None or (route.metric or 0) < (known.metric or 0):
                best[route.interface] = route
    if not best:
        return seen
    cards = tuple(replace(card, gateway=Fact(best[card.name].via, (best[card.name].place,)))
                  if not card.gateway.known and card.name in best else card for card in seen.interfaces)
    return replace(seen, interfaces=cards)
