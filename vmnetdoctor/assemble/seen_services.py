"""Which network service of a guest its unit states show to be in charge, and which one has failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.model.facts import UNKNOWN, Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vmnetdoctor.model.seen import Seen

_ONLY_MANAGER = 9                        # from this release on nothing but NetworkManager is there (guest-ifcfg.md section 1)


def service_in_charge(seen: Seen, generation: int | None = None) -> Fact[str]:
    """Which network service of an EL guest is on, as its unit states show it; unknown where they say nothing.

    None is on where both are off and no card has an address: what has one was started by somebody.
    """
    nm, network = seen.services.get("NetworkManager", ()), seen.services.get("network", ())
    on = {name: _on(states) for name, states in (("networkmanager", nm), ("network-scripts", network))}
    places = tuple(fact.places[0] for fact in (*nm, *network) if fact.places)
    if on["networkmanager"] is None and on["network-scripts"] is None:
        return UNKNOWN
    named = [name for name, state in on.items() if state]
    if len(named) == 2:
        return Fact("both", places)
    if named:
        return Fact(named[0], places)
    alone = generation is not None and generation >= _ONLY_MANAGER and on["networkmanager"] is False
    if any(card.holds_address for card in seen.interfaces if card.name != "lo"):
        return UNKNOWN
    return Fact("none", places) if alone or None not in on.values() else UNKNOWN


def failed_service(seen: Seen, generation: int | None) -> Fact[str]:
    """`network` where it failed while NetworkManager is on (EL7 starts both), `NetworkManager` where that one failed alone."""
    nm, network = seen.services.get("NetworkManager", ()), seen.services.get("network", ())
    network_failed = next((f for f in network if f.value == "failed"), None)
    manager_failed = next((f for f in nm if f.value == "failed"), None)
    both = _on(nm) or (_on(nm) is None and generation == 7)
    if network_failed is not None and both and "running" not in {f.value for f in network}:
        on = tuple(f.places[0] for f in nm if f.value in ("running", "enabled") and f.places)
        return Fact("network", (*network_failed.places, *on[:1]))
    if manager_failed is not None and not _on(network):
        return Fact("NetworkManager", manager_failed.places)
    return UNKNOWN


def _on(states: Sequence[Fact[str]]) -> bool | None:
    values = {fact.value for fact in states}
    if values & {"running", "enabled"}:
        return True
    return False if values & {"stopped", "disabled", "masked", "failed", "absent"} else None
