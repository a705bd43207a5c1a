"""Adapters that a guest's own lists show without a working driver (vmware-networking.md 1.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.model.facts import Fact

if TYPE_CHECKING:
    from vmnetdoctor.model.guest import Adapter, Guest
    from vmnetdoctor.model.seen import Seen

_DEFAULT = ("pcnet32", "vmxnet")           # the old default card is a vlance that VMware Tools turn into a vmxnet
_DRIVERS = {"vlance": _DEFAULT, "flexible": _DEFAULT, "vmxnet": ("vmxnet",), "vmxnet2": ("vmxnet",), "vmxnet3": ("vmxnet3",),
            "e1000": ("e1000",), "e1000e": ("e1000e",)}


def driverless(guest: Guest, seen: Seen) -> dict[int, Fact[str]]:
    """By adapter: `no-driver` where lsmod has no driver and the list of cards no card; `tools-driver` where only vmxnet of
    VMware Tools drives the default card and it has no address.
    """
    cards = {card.mac.value: card for card in seen.interfaces if card.mac.known}
    found: dict[int, Fact[str]] = {}
    for adapter in guest.plugs if seen.modules else ():
        card = cards.get(adapter.mac.value) if adapter.mac.known else None
        if card is None and adapter.mac.known and not _driver(adapter, seen) and {"interfaces", "modules"} <= seen.complete:
            found[adapter.index] = Fact("no-driver", (seen.interfaces[0].place, *seen.modules[0].places))
        elif card is not None and not card.holds_address and _tools_only(adapter, seen):
            driver = next(fact for fact in seen.modules if fact.value == "vmxnet")
            found[adapter.index] = Fact("tools-driver", (*driver.places, card.place))
    return found


def _driver(adapter: Adapter, seen: Seen) -> bool:
    names = _DRIVERS.get(adapter.model.value or "", ())
    return not names or any(fact.value in names for fact in seen.modules)


def _tools_only(adapter: Adapter, seen: Seen) -> bool:
    loaded = {fact.value for fact in seen.modules}
    default = not adapter.model.places or adapter.model.value in ("vlance", "flexible")
    others = {"pcnet32", "e1000", "e1000e", "vmxnet3"} & loaded
    return default and "vmxnet" in loaded and not others and adapter.slot.value is not None and adapter.slot.value < 160
