"""What a MAC address says of its card: the ranges that VMware gives them from (vmware-networking.md 1.4).

All take the usual spelling, in lower case with colons (`addr.mac`).
"""

from __future__ import annotations

_HOST_ADAPTERS = "00:50:56:c0:00:"
_GENERATED = "00:0c:29:"
_OURS = (_GENERATED, "00:50:56:", "00:05:69:")


def host_adapter_number(mac: str | None) -> int | None:
    """N of the host's virtual adapter on VMnetN, 00:50:56:C0:00:NN in hexadecimal."""
    return int(mac[-2:], 16) if mac is not None and mac.startswith(_HOST_ADAPTERS) else None


def vmnet_of_mac(mac: str | None) -> str | None:
    """The vmnet on which the host has the card with this MAC as its virtual adapter."""
    number = host_adapter_number(mac)
    return f"VMnet{number}" if number is not None else None


def is_of_vmware(mac: str) -> bool:
    """Whether VMware made the card up."""
    return mac.startswith(_OURS)


def is_legal_static(mac: str) -> bool:
    """Whether a .vmx may state it as a static one."""
    return mac.startswith("00:50:56:") and int(mac[9:11], 16) <= 0x3F


def is_guests(mac: str) -> bool:
    """Whether only virtual machines have such a card: a generated or a legal static MAC."""
    return mac.startswith(_GENERATED) or is_legal_static(mac)


def generated_mac(tail: int) -> str:
    """The MAC made of the last three bytes of a UUID, with their offset added."""
    return f"{_GENERATED}{tail >> 16 & 255:02x}:{tail >> 8 & 255:02x}:{tail & 255:02x}"
