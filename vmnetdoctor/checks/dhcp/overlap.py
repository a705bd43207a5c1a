"""The rule about subnets that overlap: vmnets, the host's LANs, VPN routes, and what a guest holds inside (causes.md)."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice, product
from typing import TYPE_CHECKING

from vmnetdoctor.checks.outcome import Finding, Outcome, check, places
from vmnetdoctor.model.facts import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.model.addr import Subnet
    from vmnetdoctor.model.guest import Guest
    from vmnetdoctor.model.host import Network
    from vmnetdoctor.model.lab import Lab
    from vmnetdoctor.model.seen import SeenInterface

MOST_NETWORKS = 256     # as many as a host can have (vmware-networking.md 2.1)
_SELF_GIVEN = 169 << 8 | 254     # 169.254.x.x: the adapter has no address of its network
_INNER = ("docker", "vpn")
_INNER_NAMES = ("virbr", "lxdbr", "lxcbr", "incusbr", "vboxnet")     # bridges that other software makes for itself


@check("lab")
def subnet_overlap(lab: Lab) -> Iterator[Outcome]:
    known = (_shown(n) for n in lab.networks if n.kind.value != "lansegment")
    vmnets = [n for n in known if n.subnet.value is not None][:MOST_NETWORKS]
    for number, two in enumerate(vmnets):
        others = (one for one in vmnets[:number]           # two cards may well be on one LAN
                  if one.kind.value != "bridged" or two.kind.value != "bridged")
        clashes = (clash for one in others for clash in _overlap(one.name, one.subnet, two))
        yield from islice(clashes, 1)      # its first clash tells all: n networks on one subnet are no n * n faults
    yield from _with_host(lab, [n for n in vmnets if n.kind.value != "bridged"],
                          {n.subnet.places for n in vmnets if n.kind.value == "bridged"})
    for guest in lab.guests:
        yield from islice(_inside(lab, guest), 1)


def _shown(network: Network) -> Network:
    """Where no file states the subnet, it is that of the host's adapter, if a capture shows it: here only what is used counts."""
    card = network.host_card if network.kind.value in ("nat", "hostonly") else None
    held = next((a for a in card.addresses if a.value is not None), None) if card is not None else None
    if network.subnet.known or held is None or held.value is None or held.value.address >> 16 == _SELF_GIVEN:
        return network
    return replace(network, subnet=held.map(lambda interface: interface.subnet))


def _overlap(one: str, subnet: Fact[Subnet], two: Network, case: str = "default") -> Iterator[Finding]:
    first, second = subnet.value, two.subnet.value
    if first is not None and second is not None and first.overlaps(second) and two.subnet.places:
        yield Finding(two.subnet.places[0], {"one": one, "two": two.name, "first": str(first), "second": str(second)},
                      places("other", subnet), case, subject={"network": two.name})


def _with_host(lab: Lab, vmnets: list[Network], lans: set[tuple[object, ...]]) -> Iterator[Finding]:
    """The host's own cards, then its routes: a network that a card already clashes with is told once."""
    told = set()
    for card in lab.host.adapters:
        addresses = [a for a in card.addresses if a.places not in lans] if not card.is_vmware else []
        for address, two in product(addresses, vmnets):
            for finding in _overlap(card.name, address.map(lambda i: i.subnet), two):
                told.add(two.name)
                yield finding
    if lab.host.seen is None or not lab.host.seen.routes:
        return
    from vmnetdoctor.network.vpn_routes import stealing_route

    for two in vmnets:
        route = stealing_route(lab, two) if two.name not in told else None
        if route is not None:
            yield from _overlap(route.interface, Fact(route.to, (route.place,)), two, "route")


def _inside(lab: Lab, guest: Guest) -> Iterator[Finding]:
    """A network that software in the guest made (docker0) over the one that the guest is plugged into, or the host's LAN."""
    shown = guest.seen.interfaces if guest.seen is not None else ()
    plugs = {adapter.mac.value: adapter for adapter in guest.plugs if adapter.mac.known}
    inner = [c for c in shown if _made_inside(c) and c.mac.value not in plugs]
    outer = [(c.name, a, plugs[c.mac.value].network) for c in shown if c.mac.value in plugs for a in c.addresses]
    outside = [(c.name, a, None) for c in lab.host.adapters if c.is_physical for a in c.addresses]
    lan = outside if any(network != "VMnet0" for _, _, network in outer) else []
    for case, candidates in (("inside", outer), ("inside-lan", lan)):
        for card, (name, held, network) in product(inner, candidates):
            for mine in card.addresses:
                if mine.value is not None and held.value is not None and mine.value.subnet.overlaps(held.value.subnet):
                    yield Finding(mine.places[0], {"one": card.name, "two": name, "guest": guest.name,
                                                   "first": str(mine.value.subnet), "second": str(held.value.subnet)},
                                  places("plugged", held), case, severity="warning",
                                  subject={"guest": guest.name, **({"network": network} if network else {})})


def _made_inside(card: SeenInterface) -> bool:
    return not card.master and (card.kind in _INNER or card.name.startswith(_INNER_NAMES))
