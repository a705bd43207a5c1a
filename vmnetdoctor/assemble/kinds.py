"""Recognises input files: by content first, by name second (contract.md, Evidence files).

A name decides only between kinds whose content looks alike (ifcfg, sysconfig network, route files).
"""

from __future__ import annotations

from vmnetdoctor.patterns import late

KINDS = (
    "vmx", "dhcp", "nat", "ifcfg", "route", "rule", "sysconfig-network", "networking", "netmap", "keyfile", "leases",
    "udev-rules", "resolv", "sysctl", "locations", "config", "preferences", "hosts", "guest-dhcp", "vmnetdoctor", "collected",
    "netplan", "ifupdown", "networkd", "resolved", "nm-conf",
    "registry", "ipconfig", "services", "bindings", "windows-routes", "dir", "windows-version",
    "ip-addr", "ip-addr-json", "ifconfig", "ip-route", "ip-route-json", "route-table", "vmware-networks", "nmcli", "systemctl",
    "hostnamectl", "os-release", "system-version", "product-version", "iwconfig", "lsmod", "ls", "machine-id",
    "archive", "folder", "link", "unknown",
)
_NAMED = {"vmnetdhcp.conf": "dhcp", "dhcpd.conf": "dhcp", "vmnetnat.conf": "nat", "nat.conf": "nat", "netmap.conf": "netmap",
          "networking": "networking", "vmnetdoctor.yaml": "vmnetdoctor"}
# where system-config-network of EL 5 and 6 keeps its own copies; ifup reads network-scripts only
_PUT_BY = late(r"(?:^|/)sysconfig/networking/(?:devices|profiles)/")
_APPLE_DOUBLE = b"\0\5\x16\7"    # `._web1.vmx`: what macOS keeps beside a file on foreign disks and in archives
_SHOWS = (b"cat ", b"=====", b"==> ", b"type ", b"more ", b"less ", b"Get-Content ", b"gc ")      # before a file in a transcript
HEAD = 65536                     # bytes looked at; what a file is shows in its first lines
_VMX = late(rb'(?mi)^[ \t]*(config\.version|virtualhw\.version|displayname|guestos|ethernet\d\.\w+)[ \t]*=')
_ENCODING = late(rb"(?mi)^[ \t]*\.encoding[ \t]*=")      # any of the product's dictionaries may begin so
_PREFERENCES = late(rb"(?mi)^[ \t]*pref\.[\w.-]+[ \t]*=")
_NETMAP = late(rb'(?mi)^[ \t]*network\d+\.(name|device)[ \t]*=')
_CONFIG = late(rb"(?mi)^[ \t]*(vmnet\d+\.(Bridged|BridgeInterface|HostOnlyAddress|HostOnlyNetMask|NAT)"
                     rb"|product\.(name|version)|vmware\.fullpath|(installerdefaults|prefvmx)\.\w+)[ \t]*=")
_DHCP = late(rb"(?mi)^[ \t]*(subnet[ \t]+\d|allow[ \t]+unknown-clients|(default|max)-lease-time|host[ \t]+\S+[ \t]*\{)"
                   rb"|# Virtual ethernet segment|VMNET DHCP Configuration")
_LEASES = late(rb"(?m)^[ \t]*lease[ \t]+\d+\.\d+\.\d+\.\d+[ \t]*\{|^[ \t]*hw_address[ \t]*=")
_NAT = late(rb"(?mi)^[ \t]*\[(host|incomingtcp|incomingudp|privilegedtcp|privilegedudp|netbios|dns|tcp|udp)\]")
_NETWORKING = late(rb"(?m)^[ \t]*(VERSION[ \t]*=[ \t]*\d,|answer[ \t]+(VNET_\d|VNL_)"
                         rb"|(add|remove)_(nat_portfwd|dhcp_mac_to_ip|bridge_mapping)[ \t])")
_LOCATIONS = late(rb"(?m)^[ \t]*answer[ \t]+[A-Z]")
_KEYFILE = late(rb"(?m)^[ \t]*\[(connection|ethernet|802-3-ethernet|ipv4)\][ \t]*\r?$")
_UDEV = late(rb'(?m)^[^#\n]*SUBSYSTEM=="net".*NAME="')
_RESOLV = late(rb"(?m)^[ \t]*(nameserver|search|domain|options)[ \t]+\S")
_SYSCTL = late(rb"(?m)^[ \t]*net[./]ipv4[./]\S+[ \t]*=")
_HOSTS = late(rb"(?m)^[ \t]*\d{1,3}(\.\d{1,3}){3}[ \t]+[^\s\d]\S*")
_GUEST_DHCP = late(rb'(?m)"Dhcp4"[ \t\r\n]*:|^[ \t]*dhcp-range[ \t]*=')
_GUEST_DHCPD = late(r"(^|/)etc/(dhcp3?/)?dhcpd\.conf$")    # VMware keeps its own in /etc/vmware/vmnetN/dhcpd
_ASSIGNMENT = late(rb"(?m)^[ \t]*(export[ \t]+)?[A-Za-z_]\w*[ \t]*=")
_ROUTE = late(rb"(?m)^[ \t]*(ADDRESS\d+=|default\b|\d+\.\d+|[0-9a-fA-F:]+/\d+)")
_CONTENT = ((_NETMAP, "netmap"), (_CONFIG, "config"), (_PREFERENCES, "preferences"),
            (_VMX, "vmx"), (_NETWORKING, "networking"), (_LEASES, "leases"), (_KEYFILE, "keyfile"),
            (_NAT, "nat"), (_DHCP, "dhcp"), (_UDEV, "udev-rules"), (_LOCATIONS, "locations"))


def kind_of(path: str, data: bytes) -> str:
    """The kind of one file from its bytes and path; `unknown` where nothing fits or the file is empty."""
    name = path.rsplit("/", 1)[-1]
    if not data.strip() or data.startswith(_APPLE_DOUBLE) or ("/networking/" in path and _PUT_BY.search(path)):
        return "unknown"
    head = _plain(data[:HEAD])
    named = _by_name(name, head)
    return named or _by_content(path, name, head)


def named_kind(path: str) -> str:
    """What the name alone promises; `unknown` where it promises nothing (used for files that cannot be read)."""
    name = path.rsplit("/", 1)[-1]
    lower = name.lower()
    if lower.endswith(".vmx"):
        return "vmx"
    if lower in _NAMED:
        return _NAMED[lower]
    if name.startswith("ifcfg-"):
        return "ifcfg"
    return "keyfile" if lower.endswith(".nmconnection") else "unknown"


def may_be_transcript(path: str, data: bytes) -> bool:
    """Whether the file may be a transcript in which further files are shown: a cheap test that nearly all files fail."""
    return named_kind(path) == "unknown" and (data[:2] in (b"\xff\xfe", b"\xfe\xff") or any(mark in data for mark in _SHOWS))


def _plain(head: bytes) -> bytes:
    """UTF-16 text (PowerShell redirection) brought down to bytes that the patterns can read."""
    for mark, codec in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head[2:].decode(codec, "replace").encode("utf-8", "replace")
    return head.removeprefix(b"\xef\xbb\xbf")


def _by_name(name: str, head: bytes) -> str | None:
    if name == "vmnetdoctor.yaml":
        return "vmnetdoctor"
    if name == "collected.txt" and head.startswith(b"vmnetdoctor collect "):
        return "collected"
    if name.startswith(("ifcfg-", "bak-ifcfg-")):
        return "ifcfg" if _ASSIGNMENT.search(head) or b"=" in head else "unknown"
    if name.startswith(("route-", "route6-")) and _ROUTE.search(head):
        return "route"
    if name.startswith(("rule-", "rule6-")):
        return "rule"
    if name.lower() == "hosts" and _HOSTS.search(head):
        return "hosts"
    if name.endswith(".vmx") and (_VMX.search(head) or _ENCODING.search(head)):
        return "vmx"
    return None


def _by_content(path: str, name: str, head: bytes) -> str:
    if _GUEST_DHCPD.search(path) and _DHCP.search(head):
        return "guest-dhcp"
    for pattern, kind in _CONTENT:
        if pattern.search(head):
            return "locations" if name == "locations" and kind == "networking" else kind
    if name == "network" and _ASSIGNMENT.search(head):
        return "sysconfig-network"
    if name == "resolv.conf" and _RESOLV.search(head):
        return "resolv"
    if _SYSCTL.search(head) and ("sysctl" in path or name.endswith(".conf")):
        return "sysctl"
    if _GUEST_DHCP.search(head):
        return "guest-dhcp"
    promised = named_kind(path)
    return promised if promised in ("dhcp", "nat", "networking", "netmap", "vmx", "keyfile") else "unknown"
