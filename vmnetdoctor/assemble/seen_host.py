"""What the host's captures add to it: its cards, its virtual adapters, and whether a service runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.model.facts import UNKNOWN, Fact
from vmnetdoctor.model.host import HostAdapter, vmnet_named
from vmnetdoctor.model.macs import vmnet_of_mac

if TYPE_CHECKING:
    from vmnetdoctor.model.seen import Seen, SeenInterface

_RUNNING, _DOWN = ("running",), ("stopped", "failed", "absent")


def host_adapters(seen: Seen) -> list[HostAdapter]:
    """The host's cards, without its loopback."""
    return [HostAdapter(card.name, card.kind, card.addresses, card.gateway, card.up, None, card.place, vmnet_of(card))
            for card in seen.interfaces if card.name not in ("lo", "lo0") and not card.name.startswith("Loopback")]


def host_cards(seen: Seen) -> dict[str, SeenInterface]:
    """The host virtual adapters by vmnet."""
    found: dict[str, SeenInterface] = {}
    for card in seen.interfaces:
        name = vmnet_of(card)
        if name is not None:
            found.setdefault(name, card)
    return found


def vmnet_of(card: SeenInterface) -> str | None:
    """The vmnet that a host virtual adapter belongs to, by its name, its description, or its MAC."""
    return vmnet_named(card.name) or vmnet_named(card.description) or vmnet_of_mac(card.mac.value)


def running(seen: Seen, windows: str, program: str, network: str) -> Fact[bool]:
    """Whether a service runs: one for all vmnets on Windows, one per vmnet on Linux (vmware-networking.md 3.4)."""
    states = seen.services.get(windows) or seen.services.get(f"{program} {network}") or ()
    for state in states:
        if state.value in _RUNNING or state.value in _DOWN:
            return Fact(state.value in _RUNNING, state.places)
    return UNKNOWN
