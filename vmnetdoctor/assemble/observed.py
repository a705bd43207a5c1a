"""Whose captures are whose, and what they add: to the host its adapters and services, to a guest its state (contract.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.assemble.captures import shown
from vmnetdoctor.assemble.owners import Dealt, of_host, root_of
from vmnetdoctor.assemble.seen_join import joined
from vmnetdoctor.model.addr import APIPA, ip_text
from vmnetdoctor.model.facts import UNKNOWN, Fact
from vmnetdoctor.model.guest import Profile, Reading
from vmnetdoctor.model.host import HostAdapter, Reservation, vmnet_named
from vmnetdoctor.model.macs import is_guests, vmnet_of_mac

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vmnetdoctor.assemble.captures import Capture
    from vmnetdoctor.assemble.owners import Owners
    from vmnetdoctor.model.guest import Adapter, Guest
    from vmnetdoctor.model.seen import Seen, SeenInterface

CAPTURE = "capture"                      # reader and format of a profile that stands for a captured state
_HOST_SERVICES = ("VMnetDHCP", "VMware NAT Service", "VMAuthdService")
RUNNING, DOWN = ("running",), ("stopped", "failed", "absent")


def vmnet_of(card: SeenInterface) -> str | None:
    """The vmnet that a host virtual adapter belongs to, by its name, its description, or its MAC."""
    return vmnet_named(card.name) or vmnet_named(card.description) or vmnet_of_mac(card.mac.value)


def is_hosts(seen: Seen) -> bool:
    """Whether a capture can only come from a machine that runs VMware."""
    services = any(name in seen.services for name in _HOST_SERVICES) or any(n.startswith("vmnet-") for n in seen.services)
    macos = seen.system.value == "macos"       # runs Fusion; a Mac in a virtual machine is none of our guests
    return services or macos or seen.product.known or any(vmnet_of(card) is not None for card in seen.interfaces)


def guest_card(seen: Seen) -> SeenInterface | None:
    """The first card with a MAC that VMware gives to guests only (vmware-networking.md 1.4)."""
    return next((card for card in seen.interfaces if is_guests(card.mac.value or "")), None)


def dealt(captures: Sequence[Capture], owners: Owners, strange: set[str]) -> Dealt:
    """Every capture goes to the guest it lies with, else to the host, unless it is another machine's.

    `strange`: folders that hold files of guests whose vmx is not given; captures in them are theirs too.
    """
    host: list[Seen] = []
    guests: dict[int, list[Seen]] = {}
    owner: dict[str, int] = {}
    left: list[tuple[str, Seen]] = []
    for capture in captures:
        seen = shown(capture)
        path = capture.source.path
        known = of_host(path) or is_hosts(seen)
        number = None if known else _guest(owners, path, seen)
        if number is not None:
            guests.setdefault(number, []).append(seen)
            owner[path] = number
        elif known:
            host.append(seen)
        else:
            left.append((path, seen))
    strange = strange | {root_of(path) for path, seen in left if guest_card(seen) is not None} - {""}
    strangers = []
    for path, seen in left:
        card = guest_card(seen)
        if card is not None:
            strangers.append(_stranger(card))
        elif root_of(path) not in strange:
            host.append(seen)
    return Dealt(joined(host) if host else None, {n: joined(parts) for n, parts in guests.items()}, owner, tuple(strangers))


def _guest(owners: Owners, path: str, seen: Seen) -> int | None:
    near = owners.candidates(path)
    if len(near) < 2:
        return near[0] if near else None
    macs = {card.mac.value for card in seen.interfaces if card.mac.value is not None}
    return owners.by_card(near, macs, {card.name for card in seen.interfaces})


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


def running(seen: Seen, windows: str, program: str, network: str) -> Fact[bool]:
    """Whether a service runs: one for all vmnets on Windows, one per vmnet on Linux (vmware-networking.md 3.4)."""
    states = seen.services.get(windows) or seen.services.get(f"{program} {network}") or ()
    for state in states:
        if state.value in RUNNING or state.value in DOWN:
            return Fact(state.value in RUNNING, state.places)
    return UNKNOWN


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


def captured_leases(guests: Iterable[Guest]) -> list[Reservation]:
    """Addresses that guests show as handed out to them, as leases of their cards."""
    found = []
    for guest in guests:
        for card in guest.seen.interfaces if guest.seen is not None else ():
            if card.mac.known and card.dhcp.value is not False:
                found += [Reservation(guest.name, card.place, card.mac, card.mac, held.map(lambda i: i.address), held.map(str))
                          for held in card.addresses if held.value is not None and not APIPA.holds(held.value.address)]
    return found


def _observed(card: SeenInterface, adapter: Adapter, told: bool) -> Profile:
    profile = _stranger(card, told)
    profile.adapter = adapter.index
    return profile


def _stranger(card: SeenInterface, told: bool = False) -> Profile:
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
