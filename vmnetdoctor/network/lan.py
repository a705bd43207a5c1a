"""A LAN that the host is on, as bridged guests, DHCP and the walk see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from vmnetdoctor.model.addr import Subnet
    from vmnetdoctor.network.node import Evidence


class Lan(NamedTuple):
    """A LAN that a card of the host is on.  `serves`: whether a DHCP server is taken to answer there."""

    switch: str
    card: str | None
    subnet: Subnet | None
    router: int | None
    serves: bool
    likely: bool               # concluded from what guests say, not from the host
    evidence: Evidence = ()
