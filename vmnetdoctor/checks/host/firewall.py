"""The note about the host's firewall (causes.md, Host): no file shows it, so only a consistent lab points at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.checks.outcome import Finding, Outcome, check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.model.facts import Fact
    from vmnetdoctor.model.lab import Lab

MOST_GUESTS = 60        # a walk of everything costs time, and a large lab is no beginner's


def windows_shown(lab: Lab) -> bool:
    """Captures of a Windows host, beside guests."""
    seen = lab.host.seen
    return seen is not None and bool(seen.interfaces) and lab.host.os.value == "windows" and 0 < len(lab.guests) <= MOST_GUESTS


@check("lab", when=windows_shown)
def host_firewall_likely(lab: Lab) -> Iterator[Outcome]:
    """Every path that the modes offer is there, so a guest's ping of the host can only fail at its firewall."""
    from vmnetdoctor.network.build import build
    from vmnetdoctor.network.guest_classes import classes
    from vmnetdoctor.network.losses import losses
    from vmnetdoctor.network.walk import walk

    topology = build(lab)
    for guest in lab.guests:
        for adapter in guest.plugs:
            network = lab.network(adapter.network)
            held = _host_address(lab, adapter.network) if network is not None else None
            if held is None or held.value is None:
                continue
            if walk(topology, guest.name, "host", held.value, "ping").verdict != "reachable":
                continue
            if next(iter(losses(topology, classes(topology))), None) is None:
                from vmnetdoctor.model.addr import ip_text

                yield Finding(held.places[0], {"address": ip_text(held.value), "example": guest.name}, confidence="possible")
            return


def _host_address(lab: Lab, name: str | None) -> Fact[int] | None:
    """The address that captures show the host to have on that network."""
    network = lab.network(name)
    if network is None:
        return None
    if network.host_card is not None:
        return next((a.map(lambda i: i.address) for a in network.host_card.addresses if a.value is not None and a.places), None)
    subnet = network.subnet.value
    cards = lab.host.adapters if network.kind.value == "bridged" and subnet is not None else ()
    return next((a.map(lambda i: i.address) for card in cards for a in card.addresses
                 if a.value is not None and subnet is not None and subnet.holds(a.value.address) and a.places), None)
