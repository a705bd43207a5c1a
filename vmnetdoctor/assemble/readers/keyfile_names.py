"""Section and key names of keyfiles that matter to connectivity, and slips in them (guest-ifcfg.md section 8)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.assemble.readers.keys import MOST_CHECKED, slips
from vmnetdoctor.model.guest import Remark

if TYPE_CHECKING:
    from vmnetdoctor.formats.keyfile import Keyfile

_IP_TEXT = """
address addresses dad-timeout dhcp-client-id dhcp-fqdn dhcp-hostname dhcp-hostname-flags dhcp-iaid dhcp-reject-servers dhcp-
send-hostname dhcp-timeout dhcp-vendor-class-identifier dns dns-options dns-priority dns-search gateway ignore-auto-dns
ignore-auto-routes link-local may-fail method never-default replace-local-rule required-timeout route route-metric route-table
routes routing-rule addr-gen-mode dhcp-duid ip6-privacy mtu ra-timeout token auto-route-ext-gw dhcp-dscp dhcp-send-release
forwarding shared-dhcp-range shared-dhcp-lease-time temp-preferred-lifetime temp-valid-lifetime dhcp-pd-hint dhcp-ipv6-only-
preferred routed-dns
"""
_IP = frozenset(_IP_TEXT.split())
_CONNECTION_TEXT = """
auth-retries autoconnect autoconnect-ports autoconnect-priority autoconnect-retries autoconnect-slaves controller dns-over-tls
down-on-poweroff gateway-ping-timeout id interface-name ip-ping-addresses ip-ping-timeout lldp llmnr master mdns metered
mptcp-flags mud-url multi-connect permissions port-type read-only secondaries slave-type stable-id timestamp type uuid wait-
activation-delay wait-device-timeout zone dnssec ip-ping-addresses-require-all
"""
_CONNECTION = frozenset(_CONNECTION_TEXT.split())
_ETHERNET_TEXT = """
accept-all-mac-addresses assigned-mac-address auto-negotiate cloned-mac-address duplex generate-mac-address-mask mac-address
mac-address-blacklist mac-address-denylist mtu port s390-nettype s390-options s390-subchannels speed wake-on-lan wake-on-lan-
password
"""
_ETHERNET = frozenset(_ETHERNET_TEXT.split())
_KNOWN = {"connection": _CONNECTION, "ethernet": _ETHERNET, "802-3-ethernet": _ETHERNET, "ipv4": _IP, "ipv6": _IP}
# What ifcfg files call the same thing, by section.
_MEANT = {"ipaddr": "address1", "ip": "address1", "netmask": "address1", "prefix": "address1", "dns1": "dns", "dns2": "dns",
          "dns-server": "dns", "nameservers": "dns", "gw": "gateway", "bootproto": "method", "device": "interface-name",
          "onboot": "autoconnect", "hwaddr": "mac-address", "interface": "interface-name", "ifname": "interface-name"}
_NUMBER = re.compile(r"(?:address|addresses|route|routes|routing-rule)[0-9]+(?:_options)?|routes?_options|s390-.*")


def misspelt(document: Keyfile) -> list[Remark]:
    """A `key-misspelt` remark for each unknown key of the sections that carry addressing; the reader drops such keys silently."""
    remarks: list[Remark] = []
    checked = 0
    for section, known in _KNOWN.items():
        for entry in document.section(section):
            if entry.key in known or _NUMBER.fullmatch(entry.key):
                continue
            checked += 1
            target = _meant(entry.key, known) if checked <= MOST_CHECKED else None
            if target:
                values = {"key": entry.key, "meant": target, "value": entry.value or "", "section": section,
                          "meant_present": document.get(section, target) is not None}
                remarks.append(Remark("key-misspelt", entry.key_place, (), values))
    return remarks


def _meant(key: str, known: frozenset[str]) -> str | None:
    lower = key.lower().replace("_", "-")
    if lower in known or _NUMBER.fullmatch(lower):
        return lower
    if lower in _MEANT:
        return _MEANT[lower]
    near = [(slips(lower, word), word) for word in sorted(known) if abs(len(word) - len(lower)) <= 2 and len(lower) <= 32]
    distance, word = min(near, default=(9, ""))
    return word if distance <= (1 if len(lower) < 6 else 2) else None
