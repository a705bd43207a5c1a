"""Profiles that stand for a captured state: of adapters that no file configures, and of machines whose files are not here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.model.addr import APIPA, ip_text
from vmnetdoctor.model.facts import Fact
from vmnetdoctor.model.guest import Profile, Reading

if TYPE_CHECKING:
    from vmnetdoctor.model.guest import Adapter, Guest
    from vmnetdoctor.model.seen import Seen, SeenInterface

CAPTURE = "capture"                      # reader and format of such a profile


def observed_profiles(guest: Guest, seen: Seen) -> list[Profile]:
    """Profiles of the `capture` kind for adapters that no file configures: their state as the guest's own commands show it."""
    taken = {profile.adapter for profile in guest.profiles}
    made = []
    for adapter in guest.plugs:
        card = next((c for c in seen.interfaces if c.mac.known and c.mac.value == adapter.mac.value), None)
        if card is not None and adapter.index not in taken:
            told = seen.system.value == "windows" or "routes" in seen.complete
            made.append(_observed(card, adapter, told))
    return made


def _observed(card: SeenInterface, adapter: Adapter, told: bool) -> Profile:
    profile = stranger(card, told)
    profile.adapter = adapter.index
    return profile


def stranger(card: SeenInterface, told: bool = False) -> Profile:
    """The state of a card of no known adapter."""
    reading = _reading(card, told)
    profile = Profile(card.place.source.path, CAPTURE, card.place, Fact(card.name, (card.place,)), card.mac,
                      lambda _: reading, (CAPTURE,))
    profile.in_force = CAPTURE
    return profile


def _reading(card: SeenInterface, told: bool) -> Reading:
    """`told`: the captures show the routes too; else a leased address is taken to come with what its lease hands out.

    169.254.x.x is what is left where nobody answered (vmware-networking.md 6).
    """
    held = tuple(a for a in card.addresses if a.value is not None and not APIPA.holds(a.value.address))
    up = Fact(card.up.value is not False, card.up.places or (card.place,))
    if not held:
        method = "link-local" if card.addresses else "disabled"
        return Reading(CAPTURE, up, Fact(method, (card.place,)))
    leased = card.dhcp.value is not False
    if leased and not told:
        return Reading(CAPTURE, up, Fact("dhcp", (card.place,)), leased=True, mac=card.mac)
    gateway = card.gateway
    stated = gateway.map(ip_text)
    dns = tuple(server.map(ip_text) for server in card.dns)
    return Reading(CAPTURE, up, Fact("static", (card.place,)), held, gateway, stated, lease_router=False, dns=dns, leased=leased,
                   mac=card.mac)
