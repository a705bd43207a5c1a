"""Whether a Mac's vmnets are Apple's (Fusion 12 and later on macOS 11 and later) and which leases then count.

Source: vmware-networking.md 3.1 and 7.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.model.facts import UNKNOWN, Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vmnetdoctor.model.host import LeaseSource, Reservation
    from vmnetdoctor.model.seen import Seen

_APPLE = re.compile(r"bridge1\d\d$|vmenet\d")
_VERSION = re.compile(r"(\D+)(\d+)(?:\.(\d+))?")
_FIRST = "fusion 12.0", "fusion 12.1"        # these two are sure to use Apple's leases and to ignore reservations


def apple_vmnet(seen: Seen | None) -> Fact[bool]:
    """True, False, or unknown; the reason is `early` for the two versions of which everything is sure."""
    if seen is None:
        return UNKNOWN
    product, system = _number(seen.product.value), _number(seen.release.value)
    early = "early" if (seen.product.value or "").startswith(_FIRST) else ""
    if (product is not None and product < 12) or (system is not None and system < 11):
        return Fact(False, (*seen.product.places, *seen.release.places))
    if product is not None and system is not None:
        return Fact(True, (*seen.product.places, *seen.release.places), early)
    card = next((c for c in seen.interfaces if c.kind == "vmware" and _APPLE.match(c.name)), None)
    return Fact(True, (card.place,), early) if card is not None else UNKNOWN


def _number(word: str | None) -> int | None:
    found = _VERSION.match(word or "")
    return int(found[2]) if found is not None and found[1].strip() in ("fusion", "macos") else None


def leases_in_force(apple: Fact[bool], files: Sequence[LeaseSource], leases: Sequence[Reservation]) -> list[Reservation]:
    """The leases without those of VMware's own file where Apple's service keeps them."""
    if apple.value is not True or not (apple.reason or any(file.apple for file in files)):
        return list(leases)
    stale = {file.place.source.path for file in files if not file.apple}
    return [lease for lease in leases if lease.place.source.path not in stale]
