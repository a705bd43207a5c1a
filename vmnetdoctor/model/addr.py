"""Addresses as integers, and the only door to netaddr (imported on first use).

A dotted quad is read strictly: four decimal numbers 0-255 without leading zeros, as the real readers do
(DESIGN decision 8; measured.md: leading zeros and a fourth number over 255 are refused).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterable

_OCTET = r"(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_QUAD = late(rf"{_OCTET}\.{_OCTET}\.{_OCTET}\.{_OCTET}", re.ASCII)
_MAC = late(r"([0-9A-Fa-f]{1,2})[:-]" * 5 + r"([0-9A-Fa-f]{1,2})", re.ASCII)
_USUAL_MAC = late("[0-9a-f]{2}" + ":[0-9a-f]{2}" * 5)
ALL_ONES = 0xFFFFFFFF


class Subnet(NamedTuple):
    """An IPv4 network: base address as an integer, prefix length 0-32."""

    base: int
    prefix: int

    @property
    def mask(self) -> int:
        return mask_of(self.prefix)

    @property
    def broadcast(self) -> int:
        return self.base | (ALL_ONES ^ self.mask)

    def holds(self, address: int) -> bool:
        """Whether the address lies in this network (network and broadcast address included)."""
        return (address & mask_of(self.prefix)) == self.base

    def overlaps(self, other: Subnet) -> bool:
        return self.holds(other.base) or other.holds(self.base)

    def __str__(self) -> str:
        return f"{ip_text(self.base)}/{self.prefix}"


APIPA = Subnet(169 << 24 | 254 << 16, 16)       # what a card gives itself where nobody answers its question for an address


class Interface(NamedTuple):
    """An address with its prefix length, as an interface holds it."""

    address: int
    prefix: int

    @property
    def subnet(self) -> Subnet:
        return subnet_of(self.address, self.prefix)

    def __str__(self) -> str:
        return f"{ip_text(self.address)}/{self.prefix}"


_UNROUTED = (Subnet(0x0A000000, 8), Subnet(0xAC100000, 12), Subnet(0xC0A80000, 16), Subnet(0x64400000, 10), APIPA,
             Subnet(0x7F000000, 8), Subnet(0, 8), Subnet(0xE0000000, 3))


def is_private(address: int) -> bool:
    """Whether no router of the Internet has a way to this address (RFC 6890)."""
    return any(s.holds(address) for s in _UNROUTED)


@lru_cache(maxsize=4096)
def ip(text: str) -> int | None:
    """The integer of a strict dotted quad, or None."""
    found = _QUAD.fullmatch(text)
    if found is None:
        return None
    a, b, c, d = found.groups()
    return int(a) << 24 | int(b) << 16 | int(c) << 8 | int(d)


def ip_text(address: int) -> str:
    return f"{address >> 24 & 255}.{address >> 16 & 255}.{address >> 8 & 255}.{address & 255}"


def mask_of(prefix: int) -> int:
    return (ALL_ONES << (32 - prefix)) & ALL_ONES


def prefix_of(mask: int) -> int | None:
    """Prefix length of a contiguous netmask (as an integer), else None."""
    inverted = mask ^ ALL_ONES
    return 32 - inverted.bit_length() if inverted & (inverted + 1) == 0 else None


def subnet_of(address: int, prefix: int) -> Subnet:
    return Subnet(address & mask_of(prefix), prefix)


def classful_prefix(address: int) -> int:
    """The mask of the pre-1993 address classes, still applied where none is given (guest-ifcfg.md 5f)."""
    first = address >> 24
    return 8 if first <= 127 else 16 if first <= 191 else 24


def mac(text: str) -> str | None:
    """Lower case with colons, or None where the text is not six hexadecimal bytes (single digits allowed)."""
    if _USUAL_MAC.fullmatch(text):
        return text
    found = _MAC.fullmatch(text)
    if found is None:
        return None
    return ":".join(part.zfill(2) for part in found.groups()).lower()


def mac_vendor(address: str) -> str | None:
    """The maker that the first three bytes are registered to, or None."""
    from netaddr import EUI, NotRegisteredError

    try:
        return str(EUI(address).oui.registration().org)
    except NotRegisteredError:
        return None


def free_ranges(inside: tuple[int, int], taken: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches of `inside` (first, last) that no `taken` range touches, in order."""
    from netaddr import IPRange, IPSet

    def of(low: int, high: int) -> IPRange:
        return IPRange(ip_text(low), ip_text(high))

    # one subtraction: a set that is subtracted from address by address makes netaddr quadratic
    free = IPSet(of(*inside)) - IPSet([of(low, high) for low, high in taken if low <= high])
    return [(int(r.first), int(r.last)) for r in free.iter_ipranges()]
