"""The kind of a network card (contract.md, Names), as its MAC, its name and its description give it away.

A card that nothing gives away is taken as wired.
"""

from __future__ import annotations

import re

from vmnetdoctor.model.macs import host_adapter_number
from vmnetdoctor.patterns import late

WIRED = "ethernet"
_VIRTUALBOX = "0a:00:27:"              # vmware-networking.md 2.3
# names of Linux (systemd.net-naming-scheme(7) and drivers' own) and macOS
_UNIX = (
    ("vmware", late(r"vmnet\d+$|vmenet\d+$")),
    ("virtualbox", late(r"vboxnet\d+$")),
    ("docker", late(r"docker\d|docker_gwbridge$|br-[0-9a-f]{12}$|veth|cni\d|flannel|cali[0-9a-f]|podman\d")),
    ("vpn", late(r"(tun|tap|ppp|utun|wg|ipsec|zt|tailscale|nordlynx|vpn|gpd|cscotun|ham|proton)[\w]*$")),
    ("bluetooth", late(r"(bnep|pan)\d+$")),
    ("wireless", late(r"(wl|wlan|ath|ra|wifi|rausb)\w*$")),
    ("other", late(r"(lo\d*|virbr|vnet|br|bond|team|dummy|ifb|gif|stf|sit|gre|ip6?tnl|p2p0$|awdl|llw|anpi|ap|bridge|fw"
                   r"|vmbr|lxc|lxd|nlmon|ip6gre|erspan|gretap)[\w-]*$")),
)
# names and descriptions, which Windows does not translate for virtual cards; the first that fits counts
_WINDOWS = (
    ("vmware", late(r"(?i)VMware Network Adapter VMnet|VMware Virtual Ethernet Adapter\b")),
    ("virtualbox", late(r"(?i)VirtualBox")),
    ("docker", late(r"(?i)docker")),
    ("hyperv", late(r"(?i)vEthernet|Hyper-V|\bWSL\b")),
    ("vpn", late(
        r"(?i)\bTAP[- ]?(?:Win|Adapter)|\bTAP\d|TAP-|OpenVPN|WireGuard|Wintun|AnyConnect|Juniper|Pulse Secure|Fortinet|"
        r"FortiClient|SonicWALL|"
        r"Check Point|PANGP|GlobalProtect|ZeroTier|Tailscale|Hamachi|VPN|Sangfor|EasyConnect|NordLynx|Cisco Systems|SoftEther|"
        r"Array Networks|Citrix|F5 Networks|WAN Miniport|^PPP\b|Zscaler|Mullvad")),
    ("bluetooth", late(r"(?i)bluetooth|蓝牙|藍牙|藍芽|블루투스")),
    ("other", late(
        r"(?i)isatap|teredo|6to4|tunnel|隧道|通道|トンネル|túnel|туннель|터널|loopback|环回|Wi-?Fi Direct|Hosted Network|"
        r"Virtual WiFi Miniport|IP-HTTPS|1394|Mobile Broadband|WWAN|\* ?\d{1,3}$")),     # `* 1`: Windows' own virtual cards
    ("wireless", late(
        r"(?i)wi-?fi|wireless|wlan|802\.11|无线|無線|ワイヤレス|drahtlos|sans fil|inal[áa]mbric|sem fio|беспроводн|무선|draadlo|"
        r"bezprzewod|kablosuz|bezdrát|trådlös|centrino|airport")),
)
# what people call a card whose kind they do not declare
_DECLARED = (
    ("vmware", late(r"vmware|\bvmnet\d", re.IGNORECASE)),
    ("virtualbox", late(r"virtualbox|\bvboxnet", re.IGNORECASE)),
    ("hyperv", late(r"vethernet|hyper-v", re.IGNORECASE)),
    ("docker", late(r"docker|\bbr-[0-9a-f]{12}\b", re.IGNORECASE)),
    ("bluetooth", late(r"bluetooth|蓝牙", re.IGNORECASE)),
    ("vpn", late(r"\bvpn|\btap|\btun\d|wireguard|\bwg\d|\bppp\d|\butun\d", re.IGNORECASE)),
    ("wireless", late(r"wi-?fi|wlan|wireless|\bwlp?\d|无线|無線|ワイヤレス", re.IGNORECASE)),
)


def unix_kind(name: str, mac: str | None = None) -> str:
    """The kind of a card of Linux or macOS."""
    return _by_mac(mac) or next((kind for kind, pattern in _UNIX if pattern.match(name)), WIRED)


def windows_kind(title: str, description: str, mac: str | None) -> str:
    """The kind of a card of Windows."""
    by_name = (kind for kind, pattern in _WINDOWS if pattern.search(title) or pattern.search(description))
    return _by_mac(mac) or next(by_name, WIRED)


def declared_kind(name: str) -> str:
    """The kind of a card of any system that people name in their own way."""
    return next((kind for kind, pattern in _DECLARED if pattern.search(name)), WIRED)


def _by_mac(mac: str | None) -> str | None:
    if host_adapter_number(mac) is not None:
        return "vmware"
    return "virtualbox" if mac is not None and mac.startswith(_VIRTUALBOX) else None
