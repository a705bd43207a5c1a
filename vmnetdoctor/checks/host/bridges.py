"""Rules about the card of the host that a bridged vmnet uses (causes.md, Host; vmware-networking.md 2.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.checks.lookups import guests_by_network, nics_on
from vmnetdoctor.checks.outcome import CannotTell, Finding, Outcome, check, places
from vmnetdoctor.model.addr import APIPA
from vmnetdoctor.model.facts import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.checks.subjects import NetworkInLab
    from vmnetdoctor.model.addr import Interface
    from vmnetdoctor.model.facts import Fact
    from vmnetdoctor.model.host import HostAdapter, Network
    from vmnetdoctor.model.lab import Lab
    from vmnetdoctor.model.seen import SeenInterface
    from vmnetdoctor.source import Place

VIRTUAL = ("vmware", "virtualbox", "docker", "vpn", "bluetooth")    # lead to no LAN (vmware-networking.md 2.3)
RIVALS = ("virtualbox", "docker", "vpn", "hyperv", "bluetooth")     # automatic bridging was seen to take them (2.3)


def bridged(subject: NetworkInLab) -> bool:
    """A bridged vmnet that a guest is plugged into."""
    return subject.network.kind.value == "bridged" and subject.network.name in guests_by_network(subject.lab)


def _seen(lab: Lab, name: str) -> SeenInterface | None:
    """The card as captures show it, by its name or its description, which the Virtual Network Editor lists."""
    cards = lab.host.seen.interfaces if lab.host.seen is not None else ()
    wanted = name.lower()
    return next((c for c in cards if wanted in (c.name.lower(), c.description.lower(), *map(str.lower, c.altnames))), None)


def bridge_card(lab: Lab, network: Network) -> HostAdapter | None:
    """The host's card that a bridged vmnet is bound to by name."""
    name = network.bridge.value
    if name is None or name == "automatic":
        return next((c for c in lab.host.adapters if c.bridged_by == network.name), None)
    shown = _seen(lab, name)
    names = {name.lower(), shown.name.lower() if shown is not None else name.lower()}
    return next((c for c in lab.host.adapters if c.name.lower() in names), None)


def own(card: HostAdapter) -> Fact[Interface]:
    """The card's first address that is not self-given (169.254.x.x)."""
    return next((a for a in card.addresses if a.value is not None and not APIPA.holds(a.value.address)), UNKNOWN)


def off(lab: Lab, card: HostAdapter) -> Fact[bool]:
    """The fact that says so if the card has no link."""
    shown = _seen(lab, card.name)
    for fact in (card.up, shown.up if shown is not None else UNKNOWN, shown.carrier if shown is not None else UNKNOWN):
        if fact.value is False:
            return fact
    return UNKNOWN


def connected(lab: Lab) -> list[HostAdapter]:
    """The host's physical cards with link and address, those that know a router first."""
    cards = [c for c in lab.host.adapters if c.is_physical and not off(lab, c).known and own(c).known]
    return sorted(cards, key=lambda c: not c.gateway.known)


def _meant(lab: Lab, network: Network, card: HostAdapter) -> bool:
    """Whether a guest's files give it an address in this card's subnet: then somebody wanted that card."""
    held = own(card).value
    return held is not None and any(fact.value is not None and held.subnet.holds(fact.value.address)
                                    for fact in _written(lab, network))


def _written(lab: Lab, network: Network) -> list[Fact[Interface]]:
    """The static addresses that files (not captures) give the guests on that network."""
    return [fact for nic in nics_on(lab, network.name) if not nic.captured and not nic.dhcp and not nic.reading.leased
            for fact in nic.reading.addresses]


def _at(network: Network, card: HostAdapter | None = None) -> Place | None:
    return network.bridge.place or (card.place if card is not None else None)


@check("network", when=bridged)
def bridge_wrong_adapter(subject: NetworkInLab) -> Iterator[Outcome]:
    lab, network = subject.lab, subject.network
    card = bridge_card(lab, network)
    at = _at(network, card)
    if card is None:
        yield from _strayed(lab, network)
        return
    good = next((c for c in connected(lab) if c is not card), None)
    if at is None:
        return
    values = {"card": card.name, "kind": card.kind, "good": good.name if good is not None else "",
              "guests": guests_by_network(lab)[network.name][:5]}
    dead = off(lab, card)
    if card.kind in VIRTUAL or (card.kind == "hyperv" and not card.gateway.known and good is not None):
        if not _meant(lab, network, card):
            yield Finding(at, values, _card_place(card), case="virtual" if good is not None else "virtual-alone")
    elif dead.known:
        case = "disconnected" if good is not None else "disconnected-alone"
        yield Finding(at, values, places("disconnected", dead), case=case,
                      confidence="certain" if good is not None else "likely", severity=None if good is not None else "warning")
    else:
        yield from _other_lan(lab, network, card, at)


def _card_place(card: HostAdapter) -> tuple[tuple[str, Place], ...]:
    return (("card", card.place),) if card.place is not None else ()


def _other_lan(lab: Lab, network: Network, card: HostAdapter, at: Place) -> Iterator[Outcome]:
    """Guests' addresses that fit none of the card's networks and do fit another physical card's."""
    held = own(card)
    if held.value is None or _meant(lab, network, card):
        return
    for fact in _written(lab, network):
        good = next((c for c in connected(lab) if c is not card and _holds(c, fact)), None)
        if good is not None:
            yield Finding(at, {"card": card.name, "kind": card.kind, "good": good.name, "subnet": str(held.value.subnet),
                               "address": str(fact.value), "guests": guests_by_network(lab)[network.name][:5]},
                          places("address", fact) + places("other", own(good)), case="other-lan")
            return


def _holds(card: HostAdapter, fact: Fact[Interface]) -> bool:
    held = own(card).value
    return held is not None and fact.value is not None and held.subnet.holds(fact.value.address)


def _strayed(lab: Lab, network: Network) -> Iterator[Outcome]:
    """Automatic bridging, and a guest shows a leased address of a virtual card's subnet."""
    if network.bridge.value != "automatic":
        return
    for name, held in _shown(lab, network):
        card = next((c for c in lab.host.adapters if c.kind in RIVALS and _holds(c, held)), None)
        good = next(iter(connected(lab)), None)
        if card is not None and good is not None and not _holds(good, held):
            yield Finding(held.places[0], {"card": card.name, "kind": card.kind, "good": good.name, "address": str(held.value),
                                           "guests": name},
                          places("other", own(card)), case="observed", confidence="likely")
            return


def _shown(lab: Lab, network: Network) -> Iterator[tuple[str, Fact[Interface]]]:
    """Guests on the network with the addresses that their own captures show on that card."""
    for guest in lab.guests:
        macs = {a.mac.value for a in guest.plugs if a.network == network.name and a.mac.known}
        for card in guest.seen.interfaces if guest.seen is not None and macs else ():
            if card.mac.value in macs:
                yield from ((guest.name, held) for held in card.addresses if held.value is not None)


@check("network", when=bridged)
def bridge_automatic_ambiguous(subject: NetworkInLab) -> Iterator[Outcome]:
    lab, network = subject.lab, subject.network
    if network.bridge.value != "automatic" or bridge_card(lab, network) is not None:
        return
    real = connected(lab)
    rivals = [c for c in lab.host.adapters if c.kind in RIVALS and not off(lab, c).known and own(c).known]
    lans = {held.subnet: c for c in reversed(real) if (held := own(c).value) is not None}
    if len(lans) + len(rivals) < 2 or not real or any(_holds(c, held) for c in real for _, held in _shown(lab, network)):
        return
    at = _at(network, real[0]) or next((a.places[0] for c in real for a in c.addresses if a.places), None)
    if at is None:
        return
    several = len(lans) > 1
    taken = [c.name for c in (*lans.values(), *rivals)[:6]]
    yield Finding(at, {"cards": taken, "good": real[0].name, "guests": guests_by_network(lab)[network.name][:5]},
                  tuple(("candidate", c.place) for c in (*lans.values(), *rivals)[:6] if c.place not in (None, at)),
                  case="default" if several else "virtual", confidence="likely" if several else "possible",
                  severity=None if several or network.bridge.stated else "info")


@check("network", when=bridged)
def bridge_adapter_missing(subject: NetworkInLab) -> Iterator[Outcome]:
    lab, network = subject.lab, subject.network
    name, place = network.bridge.value, network.bridge.place
    if name is None or name == "automatic" or place is None or bridge_card(lab, network) is not None:
        return
    seen = lab.host.seen
    if not lab.host.adapters:
        yield CannotTell("host-addresses", "host-cards")
        return
    if seen is not None and _seen(lab, name) is not None:
        return
    whole = seen is not None and "interfaces" in seen.complete
    cards = [c for c in lab.host.adapters if c.is_physical]
    listing = next((c.place for c in lab.host.adapters if c.place is not None), None)
    good = next(iter(connected(lab)), None)
    yield Finding(place, {"card": name, "cards": [c.name for c in cards[:5]], "good": good.name if good else "",
                          "guests": guests_by_network(lab)[network.name][:5]},
                  (("listing", listing),) if listing is not None else (),
                  case="default" if good is not None else "alone",
                  confidence="certain" if whole else "likely", severity=None if whole or seen is None else "warning")


def _chosen(lab: Lab, network: Network) -> HostAdapter | None:
    """The card the bridge uses: the named one, or the only physical one that automatic bridging can take."""
    card = bridge_card(lab, network)
    if card is not None or network.bridge.value != "automatic":
        return card
    real = connected(lab)
    return real[0] if len(real) == 1 else None


@check("network", when=bridged)
def bridge_over_wifi(subject: NetworkInLab) -> Iterator[Outcome]:
    lab, network = subject.lab, subject.network
    card = _chosen(lab, network)
    at = _at(network, card)
    if card is not None and at is not None and card.kind == "wireless" and not off(lab, card).known:
        yield Finding(at, {"card": card.name, "guests": guests_by_network(lab)[network.name][:5]},
                      _card_place(card) if card.place != at else (), confidence="certain" if network.bridge.stated else "likely")


@check("network", when=bridged)
def bridge_protocol_unbound(subject: NetworkInLab) -> Iterator[Outcome]:
    lab, network = subject.lab, subject.network
    card = _chosen(lab, network)
    shown = _seen(lab, card.name) if card is not None else None
    if card is not None and shown is not None and shown.bridged.value is False and shown.bridged.places:
        yield Finding(shown.bridged.places[0], {"card": card.name, "guests": guests_by_network(lab)[network.name][:5]},
                      places("bridge", network.bridge), confidence="certain" if network.bridge.stated else "likely")


@check("network", when=bridged)
def lan_gives_no_address(subject: NetworkInLab) -> Iterator[Outcome]:
    lab, network = subject.lab, subject.network
    card = _chosen(lab, network) or _only_self_given(lab, network)
    asking = [nic.guest.name for nic in nics_on(lab, network.name) if nic.dhcp or nic.reading.method.value == "link-local"]
    if card is None or not asking or not card.is_physical or off(lab, card).known or own(card).known:
        return
    shown = _seen(lab, card.name)
    given = next((a for a in card.addresses if a.value is not None), UNKNOWN)
    if given.value is not None and given.places and (shown is None or shown.dhcp.value is not False):
        yield Finding(given.places[0], {"card": card.name, "address": str(given.value), "guests": list(asking[:5])},
                      places("bridge", network.bridge), confidence="likely")


def _only_self_given(lab: Lab, network: Network) -> HostAdapter | None:
    """With automatic bridging: the host's only live physical card, where it has but a self-given address."""
    if network.bridge.value != "automatic":
        return None
    live = [c for c in lab.host.adapters if c.is_physical and not off(lab, c).known and c.addresses]
    return live[0] if len(live) == 1 else None
