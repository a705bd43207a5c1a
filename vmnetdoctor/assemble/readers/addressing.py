"""Addresses and masks as the readers of ifcfg files take them (guest-ifcfg.md section 4 and 5f)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.model.addr import ALL_ONES, Interface, classful_prefix, ip, ip_text, mask_of, prefix_of, subnet_of
from vmnetdoctor.model.facts import Fact
from vmnetdoctor.model.guest import Remark
from vmnetdoctor.patterns import late

if TYPE_CHECKING:
    from vmnetdoctor.formats.syntax import Entry

# "" stands for the key without a number, which comes before 0.
SUFFIXES = ("", *(str(number) for number in range(256)))
_DECIMAL = late(r"[ \t]*[+-]?0*([0-9]{1,9})[ \t]*", re.ASCII)
_PLAIN = late(r"0|[1-9][0-9]?", re.ASCII)


def plain_prefix(text: str) -> int | None:
    """A prefix length written as the tools behind network-scripts want it: 0 to 32, no sign, no leading zero."""
    return int(text) if _PLAIN.fullmatch(text) and int(text) <= 32 else None


def decimal_prefix(text: str) -> int | None:
    """A prefix length as NetworkManager reads a number: decimal, blanks and leading zeros allowed."""
    found = _DECIMAL.fullmatch(text)
    return int(found.group(1)) if found and "-" not in text and int(found.group(1)) <= 32 else None


def trailing_zeros_prefix(mask: int) -> int:
    """Prefix NetworkManager makes of any mask: 32 minus its trailing zero bits, contiguous or not."""
    return 32 - ((mask & -mask).bit_length() - 1) if mask else 0


def with_prefix(address: int, prefix: int, *entries: Entry | None) -> Fact[Interface]:
    """The interface address as a fact that rests on its lines."""
    return Fact(Interface(address, prefix), tuple([e.value_place for e in entries if e is not None]))


def disagreement(prefix: int, mask_text: str, prefix_entry: Entry | None, mask_entry: Entry | None) -> Remark | None:
    """`prefix-netmask-disagree` where NETMASK stands beside a PREFIX that says something else: PREFIX wins."""
    mask = ip(mask_text)
    if mask == mask_of(prefix) or prefix_entry is None or mask_entry is None:
        return None
    length = None if mask is None else prefix_of(mask)
    values = {"key": mask_entry.key, "prefix": prefix, "mask": mask_text, "mask_prefix": length}
    return Remark("prefix-netmask-disagree", mask_entry.value_place, (("counts", prefix_entry.value_place),), values)


def assumed_prefix(address: int, entry: Entry, remarks: list[Remark]) -> int:
    """The classful prefix where none is written, with its remark (5f)."""
    prefix = classful_prefix(address)
    values = {"address": ip_text(address), "prefix": prefix, "mask": ip_text(mask_of(prefix))}
    remarks.append(Remark("mask-missing", entry.value_place, (), values))
    return prefix


def network_keys(first: Fact[Interface] | None, network: Entry | None, broadcast: Entry | None,
                 network_effect: str, broadcast_effect: str) -> list[Remark]:
    """`network-key-wrong` for NETWORK and BROADCAST that contradict address and mask; what follows is the reader's own affair."""
    if first is None or first.value is None:
        return []
    address, prefix = first.value
    base = subnet_of(address, prefix).base
    remarks, last = [], base | (ALL_ONES ^ mask_of(prefix))
    related = tuple(("address", place) for place in first.places[:1])
    for entry, right, follows in ((network, base, network_effect), (broadcast, last, broadcast_effect)):
        if entry is not None and entry.value and ip(entry.value) != right:
            values = {"key": entry.key, "value": entry.value, "right": ip_text(right), "effect": follows}
            remarks.append(Remark("network-key-wrong", entry.value_place, related, values))
    return remarks


def is_ipv6(text: str) -> bool:
    """Whether the text is an IPv6 address without a zone."""
    if ":" not in text or "%" in text or len(text) > 45:
        return False
    from ipaddress import AddressValueError, IPv6Address

    try:
        IPv6Address(text)
    except AddressValueError:
        return False
    return True
