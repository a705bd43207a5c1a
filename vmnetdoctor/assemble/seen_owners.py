"""Whose captures are whose: the host's, a guest's, or those of a machine whose files are not here (contract.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.assemble.captures import shown
from vmnetdoctor.assemble.owners import Dealt, of_host, root_of
from vmnetdoctor.assemble.seen_host import vmnet_of
from vmnetdoctor.assemble.seen_join import joined
from vmnetdoctor.assemble.seen_profiles import stranger
from vmnetdoctor.model.macs import is_guests

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vmnetdoctor.assemble.captures import Capture
    from vmnetdoctor.assemble.owners import Owners
    from vmnetdoctor.model.seen import Seen, SeenInterface

_HOST_SERVICES = ("VMnetDHCP", "VMware NAT Service", "VMAuthdService")


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
        known = of_host(path) or _is_hosts(seen)
        number = None if known else _guest(owners, path, seen)
        if number is not None:
            guests.setdefault(number, []).append(seen)
            owner[path] = number
        elif known:
            host.append(seen)
        else:
            left.append((path, seen))
    strange = strange | {root_of(path) for path, seen in left if _guest_card(seen) is not None} - {""}
    strangers = []
    for path, seen in left:
        card = _guest_card(seen)
        if card is not None:
            strangers.append(stranger(card))
        elif root_of(path) not in strange:
            host.append(seen)
    return Dealt(joined(host) if host else None, {n: joined(parts) for n, parts in guests.items()}, owner, tuple(strangers))


def _guest(owners: Owners, path: str, seen: Seen) -> int | None:
    near = owners.candidates(path)
    if len(near) < 2:
        return near[0] if near else None
    macs = {card.mac.value for card in seen.interfaces if card.mac.value is not None}
    return owners.by_card(near, macs, {card.name for card in seen.interfaces})


def _is_hosts(seen: Seen) -> bool:
    """Whether a capture can only come from a machine that runs VMware."""
    services = any(name in seen.services for name in _HOST_SERVICES) or any(n.startswith("vmnet-") for n in seen.services)
    macos = seen.system.value == "macos"       # runs Fusion; a Mac in a virtual machine is none of our guests
    return services or macos or seen.product.known or any(vmnet_of(card) is not None for card in seen.interfaces)


def _guest_card(seen: Seen) -> SeenInterface | None:
    """The first card with a MAC that VMware gives to guests only (vmware-networking.md 1.4)."""
    return next((card for card in seen.interfaces if is_guests(card.mac.value or "")), None)
