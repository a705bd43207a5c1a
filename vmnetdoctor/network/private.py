"""Addresses that no router of the Internet carries."""

from __future__ import annotations

from vmnetdoctor.model.addr import Subnet

_PRIVATE = (Subnet(0x0A000000, 8), Subnet(0xAC100000, 12), Subnet(0xC0A80000, 16), Subnet(0x64400000, 10), Subnet(0xA9FE0000, 16),
            Subnet(0x7F000000, 8), Subnet(0, 8), Subnet(0xE0000000, 3))


def is_private(address: int) -> bool:
    """Whether the Internet has no way to this address (RFC 6890)."""
    return any(s.holds(address) for s in _PRIVATE)
