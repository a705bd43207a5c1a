"""IPv6 addressing that an ifcfg file states (guest-ifcfg.md section 4: IPV6ADDR, IPV6_DEFAULTGW, DHCPV6C)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vmnetdoctor.assemble.readers.addressing import is_ipv6
from vmnetdoctor.assemble.readers.words import nm_boolean
from vmnetdoctor.model.guest import Remark

if TYPE_CHECKING:
    from collections.abc import Callable

    from vmnetdoctor.assemble.readers.nm_file import NmFile
    from vmnetdoctor.assemble.readers.parts import ShellKeys
    from vmnetdoctor.formats.syntax import Entry

MOST_ADDRESSES = 256
DNS_KEYS = ("DNS1", "DNS2", "DNS3")


def shell_ipv6(keys: ShellKeys, scripts: int, remarks: list[Remark]) -> dict[str, Any] | None:
    """What network-scripts make of it: IPV6INIT is off by default in EL6, on since EL7."""
    word = (keys.get("IPV6INIT") or "").lower()
    on = word == "yes" if scripts == 6 else word not in ("no", "n", "f", "false", "0", "off")
    if not on:
        return {"method": "disabled", "addresses": [], "gateway": None, "dns": []}
    addresses = addresses_of(keys.get, keys.entry, remarks, "no-address")
    method = "dhcp" if keys.get("DHCPV6C") == "yes" else "static" if addresses else "auto"
    servers = [text for text in (keys.get(key) for key in DNS_KEYS) if text and is_ipv6(text)]
    return {"method": method, "addresses": addresses, "gateway": gateway_of(keys.get("IPV6_DEFAULTGW")), "dns": servers}


def addresses_of(get: Callable[[str], str | None], entry: Callable[[str], Entry | None], remarks: list[Remark],
                 effect: str) -> list[str]:
    """IPV6ADDR and IPV6ADDR_SECONDARIES as `address/length`; 64 where no length is written."""
    found = []
    for key in ("IPV6ADDR", "IPV6ADDR_SECONDARIES"):
        for text in (get(key) or "").split()[:MOST_ADDRESSES]:
            address = with_length(text)
            line = entry(key)
            if address is not None:
                found.append(address)
            elif line is not None:
                values = {"key": key, "value": text, "effect": effect}
                remarks.append(Remark("address-invalid", line.value_place, (), values))
    return found


def with_length(text: str) -> str | None:
    """`address/length` of a written IPv6 address, or None where it is none."""
    address, slash, length = text.partition("/")
    if not is_ipv6(address) or (slash and not (length.isascii() and length.isdigit() and int(length[:4]) <= 128)):
        return None
    return f"{address}/{int(length[:4]) if slash else 64}"


def gateway_of(text: str | None) -> str | None:
    """The address of IPV6_DEFAULTGW, which may carry `%device`."""
    address = (text or "").partition("%")[0]
    return address if is_ipv6(address) else None


def nm_ipv6(file: NmFile) -> dict[str, Any]:
    """What NetworkManager makes of it: off unless IPV6INIT; IPV6_AUTOCONF, DHCPV6C and IPV6ADDR choose the method."""
    word, _line = file.network_value("IPV6INIT")
    default = nm_boolean(word or "", False, file.version)
    if not file.boolean("IPV6INIT", default) or (file.version >= (1, 20) and file.boolean("IPV6_DISABLED", False)):
        return {"method": "disabled", "addresses": [], "gateway": None, "dns": []}
    before = len(file.remarks)
    addresses = addresses_of(file.get, file.entry, file.remarks, "rejected")
    file.refused |= len(file.remarks) > before
    automatic = file.boolean("IPV6_AUTOCONF", not file.boolean("IPV6FORWARDING", False))
    leased = file.boolean("DHCPV6C", False)
    method = "auto" if automatic else "dhcp" if leased else "static" if addresses else "link-local"
    servers = [text for text in (file.get(key) for key in DNS_KEYS) if text and is_ipv6(text)]
    gateway = file.get("IPV6_DEFAULTGW") or file.network_value("IPV6_DEFAULTGW")[0]
    return {"method": method, "addresses": addresses, "gateway": gateway_of(gateway) if addresses else None, "dns": servers}
