"""Addresses, gateways and routes as the readers of netplan, networkd and ifupdown files take them (guest-ifcfg.md section 9)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from vmnetdoctor.assemble.readers.addressing import is_ipv6
from vmnetdoctor.model.addr import Interface, ip, ip_text, mask_of, subnet_of
from vmnetdoctor.model.facts import Fact
from vmnetdoctor.model.guest import Remark

if TYPE_CHECKING:
    from vmnetdoctor.assemble.readers.draft import Draft
    from vmnetdoctor.model.addr import Subnet
    from vmnetdoctor.source import Place

_LENGTH = re.compile(r"[0-9]{1,2}", re.ASCII)
DEFAULTS = ("default", "0.0.0.0/0")


def length_of(text: str) -> int | None:
    """A prefix length, 0 to 32."""
    return int(text) if _LENGTH.fullmatch(text) and int(text) <= 32 else None


def interface_of(text: str) -> Interface | None:
    """`a.b.c.d/len`; None where it is anything else."""
    address, slash, length = text.partition("/")
    number, prefix = ip(address.strip()), length_of(length.strip())
    return Interface(number, prefix) if number is not None and slash and prefix is not None else None


def is_ipv6_text(text: str) -> bool:
    """Whether the text is an IPv6 address, with or without a prefix length."""
    return is_ipv6(text.partition("/")[0].strip())


def target_of(text: str) -> Subnet | None:
    """Where a route leads: `default`, `a.b.c.d/len`, or a host."""
    if text in DEFAULTS:
        return subnet_of(0, 0)
    found = interface_of(text if "/" in text else text + "/32")
    return None if found is None else found.subnet


def number_of(text: object) -> int | None:
    """A metric."""
    return int(text) if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 11 else None


def remark(code: str, place: Place, key: str, value: object, **values: Any) -> Remark:
    """A remark about one value, with what its message needs."""
    return Remark(code, place, (), {"key": key, "value": str(value), **values})


def off_subnet(draft: Draft, key: str, effect: str) -> Remark | None:
    """`gateway-outside-subnet` where the gateway is in none of the subnets, with what the reader then does."""
    gateway = draft.gateway
    own = [a.value for a in draft.addresses if a.value is not None]
    if gateway.value is None or not own or not gateway.places or any(a.subnet.holds(gateway.value) for a in own):
        return None
    values = {"key": key, "gateway": ip_text(gateway.value), "subnet": str(own[0].subnet), "effect": effect}
    return Remark("gateway-outside-subnet", gateway.places[0], (), values)


def settle_gateway(draft: Draft, remarks: list[Remark], key: str, on_link: bool) -> None:
    """The default gateway at its end: off the subnet it counts only where it is taken as on-link, else there is no route."""
    found = off_subnet(draft, key, "on-link" if on_link else "dropped")
    if found is None:
        return
    remarks.append(found)
    if on_link:
        draft.gateway_on_link = True
    else:
        draft.gateway = Fact(None, draft.gateway.places, "outside-subnet")


def syntax_remark(reason: str, place: Place, others: tuple[Place, ...] = (), whole: bool = False,
                  values: dict[str, str] | None = None) -> Remark:
    """`profile-syntax` for lines that the reader cannot take."""
    return Remark("profile-syntax", place, tuple(("same", other) for other in others[:19]), {
        "reason": reason, "count": 1 + len(others), "keys": "", "lost": True, "lost_keys": "", "whole_file": whole,
        **(values or {})})


def mask_missing(address: Interface, place: Place, key: str) -> Remark:
    """`mask-missing`: the prefix length that the reader takes from the address class."""
    text = ip_text(address.address)
    return remark("mask-missing", place, key, text, address=text, prefix=address.prefix, mask=ip_text(mask_of(address.prefix)))
