"""The keys that ifcfg files may hold, and which one a misspelt key was meant to be (guest-ifcfg.md section 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.model.guest import Remark
from vmnetdoctor.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vmnetdoctor.formats.assignments import Assignments

# Keys on whose spelling connectivity hangs: a misspelt key is compared with these.
VITAL = (
    "DEVICE", "TYPE", "HWADDR", "MACADDR", "ONBOOT", "BOOTPROTO", "IPADDR", "PREFIX", "NETMASK", "GATEWAY", "NETWORK",
    "BROADCAST", "DNS1", "DNS2", "DEFROUTE", "PEERDNS", "PEERROUTES", "NM_CONTROLLED", "GATEWAYDEV", "METRIC", "DOMAIN",
    "MASTER", "SLAVE", "BRIDGE", "UUID", "NAME", "BONDING_OPTS", "IPV6ADDR", "IPV6INIT", "IPV6_DEFAULTGW",
)
_OTHERS_TEXT = """
ACCEPT_ALL_MAC_ADDRESSES ACD_TIMEOUT ARP ARPCHECK ARPING_WAIT ARPUPDATE AUTOCONNECT AUTOCONNECT_PRIORITY AUTOCONNECT_RETRIES
AUTOCONNECT_SLAVES BONDING_MASTER BONDING_SLAVE BOOTP BRIDGE_MACADDR BRIDGE_PORT_VLANS BRIDGE_UUID BRIDGE_VLANS BRIDGING_OPTS
BROWSER_ONLY CHANNEL CHECK_LINK_DOWN CLONENUM_START CONNECTED_MODE CONNECTION_METERED CTCPROT DCB DEFTYPE DEFABORTMESS DELAY
DEVICETYPE DEVTIMEOUT DHCLIENTARGS DHCLIENT_IGNORE_GATEWAY DHCPRELEASE DHCPV6C DHCPV6C_OPTIONS DHCPV6_DUID DHCPV6_HOSTNAME
DHCPV6_HOSTNAME_FLAGS DHCPV6_IAID DHCPV6_SEND_HOSTNAME DHCP_CLIENT_ID DHCP_FQDN DHCP_HOSTNAME DHCP_HOSTNAME_FLAGS DHCP_IAID
DHCP_SEND_HOSTNAME DHCP_TIMEOUT DYNCONFIG DOMAINNAME DSCP_MODE ESSID ETHTOOL_OPTS ETHTOOL_WAKE_ON_LAN
ETHTOOL_WAKE_ON_LAN_PASSWORD FREQ GVRP HOSTNAME HOTPLUG HWADDR_BLACKLIST INTERNAL_DEVICE IPADDR_START IPADDR_END IPTUNNEL
IPV4_DHCP_TIMEOUT IPV4_DNS_PRIORITY IPV4_FAILURE_FATAL IPV4_LINK_LOCAL IPV4_REQUIRED_TIMEOUT IPV4_ROUTE_METRIC
IPV4_ROUTE_TABLE IPV6ADDR_SECONDARIES IPV6FORWARDING IPV6TO4INIT IPV6TO4_IPV4ADDR IPV6TO4_MTU IPV6TO4_RELAY IPV6TO4_ROUTING
IPV6_AUTOCONF IPV6_ADDR_GEN_MODE IPV6_DEFAULTDEV IPV6_DEFROUTE IPV6_DHCP_TIMEOUT IPV6_DISABLED IPV6_DNS_PRIORITY IPV6_DOMAIN
IPV6_FAILURE_FATAL IPV6_FORCE_ACCEPT_RA IPV6_MTU IPV6_PEERDNS IPV6_PEERROUTES IPV6_PRIVACY IPV6_PRIVACY_PREFER_PUBLIC_IP
IPV6_RADVD_PIDFILE IPV6_RADVD_TRIGGER_ACTION IPV6_RA_TIMEOUT IPV6_RES_OPTIONS IPV6_ROUTER IPV6_ROUTE_METRIC IPV6_ROUTE_TABLE
IPV6_SET_SYSCTLS IPV6_TOKEN IPV6_TUNNEL_NAME IPVLAN KEY KEY_MGMT LINKDELAY LINKSTATUS LLDP LLMNR MACSEC MACVLAN_PARENT
MASTER_UUID MDNS METERED MODE MTU MUD_URL MULTI_CONNECT MULTICAST MVRP MY_INNER_IPADDR MY_OUTER_IPADDR NETTYPE NICKNAME
NM_ENABLED NOZEROCONF NO_ALIASROUTING ONPARENT ONHOTPLUG OPTIONS OVSBOOTPROTO OVSDHCPINTERFACES OVSINTF OVS_BRIDGE OVS_EXTRA
OVS_OPTIONS PEER_INNER_IPADDR PEER_OUTER_IPADDR PEERNTP PERSISTENT_DHCLIENT PERSIST PHYSDEV PKEY PKEY_ID PORTNAME PRIO PRIVACY
PROXY_METHOD PROXY_AUTO_CONFIG_URL PROXY_PAC_SCRIPT PVID RATE REORDER_HDR RES_OPTIONS SCOPE SEARCH SECONDARIES SECURITYMODE
SENS SRCADDR SRIOV_AUTOPROBE_DRIVERS SRIOV_TOTAL_VFS STABLE_ID STP SUBCHANNELS TAP_GID TEAM_CONFIG TEAM_MASTER
TEAM_MASTER_UUID TEAM_PORT_CONFIG TTL TUNNEL USERCTL USERS VID VLAN VLAN_EGRESS_PRIORITY_MAP VLAN_FLAGS VLAN_ID
VLAN_INGRESS_PRIORITY_MAP VLAN_NAME_TYPE VLAN_PROTOCOL WAIT_DEVICE_TIMEOUT WAIT_FOR_CARRIER WINDOW WIRELESS_ENC_KEY WIREGUARD
ZONE NETWORKING NETWORKWAIT NETWORKDELAY NISDOMAIN VLAN_BRIDGES FORWARD_IPV4 NTPSERVERARGS SLAVE_UUID VRF BOND_PRIMARY
"""
_OTHERS = _OTHERS_TEXT.split()
# What a plain file holds: one set difference settles it without looking at numbers.
KNOWN = frozenset(VITAL) | frozenset(_OTHERS)
NUMBERED = frozenset({
    "IPADDR", "PREFIX", "NETMASK", "GATEWAY", "BROADCAST", "NETWORK", "ARPCHECK", "METRIC", "DNS", "ADDRESS", "OPTIONS",
    "QDISC", "FILTER", "ROUTING_RULE_", "ROUTING_RULE6_", "BONDING_SLAVE", "KEY", "KEY_PASSPHRASE", "KEY_TYPE", "SCOPE",
    "SRCADDR", "SRIOV_VF",
})
_FAMILIES = (
    "NM_USER_", "IEEE_8021X_", "DCB_", "WPA_", "TEAM_", "BOND_", "OVS_", "ETHTOOL_", "VPN_", "IPV4_", "IPV6_", "KEY_",
    "SRIOV_", "DHCP", "PPP", "_", "CIPHER_", "BRIDGE_",
)
# Other programs' names for the same thing: too far off for a count of letters.
_NAMES = {
    "IPADDR": "IPADDRESS IP_ADDR IP_ADDRESS IP IPV4ADDR ADDRESS ADDR",
    "NETMASK": "MASK SUBNETMASK SUBMASK SUBNET_MASK NET_MASK",
    "GATEWAY": "GW DEFAULTGATEWAY DEFAULT_GATEWAY",
    "DNS1": "DNS DNS0 NAMESERVER NAMESERVERS NAMESERVER1 DNSSERVER",
    "HWADDR": "MAC MACADDRESS",
    "BOOTPROTO": "BOOTPROTOCOL BOOTPROTP",
    "ONBOOT": "ON_BOOT",
    "DEVICE": "INTERFACE",
}
_MEANT = {other: key for key, others in _NAMES.items() for other in others.split()}
_NUMBER = late(r"[0-9]+\Z")
MOST_CHECKED = 64                # unknown keys of one file that are compared with the known ones


def strange(keys: Iterable[str]) -> set[str]:
    """The keys that a plain file does not hold; empty for nearly every file."""
    return set(keys) - KNOWN


def misspelt(document: Assignments, unknown: set[str]) -> list[Remark]:
    """A `key-misspelt` remark for each unknown key that is close to a known one, in text order."""
    remarks = []
    for key in [k for k in document.keys() if k in unknown][:MOST_CHECKED]:  # noqa: SIM118 - no dict
        target = meant(key)
        entry = document.entry(key) if target else None
        if target and entry is not None:
            values = {"key": key, "meant": target, "value": entry.value or "", "meant_present": target in document}
            remarks.append(Remark("key-misspelt", entry.key_place, (), values))
    return remarks


def meant(key: str) -> str | None:
    """The known key that this unknown one was most likely meant to be; None where it is near none or legal after all."""
    if key in KNOWN or len(key) > 24:
        return None
    stem = _NUMBER.sub("", key)
    upper = key.upper()
    if upper in _MEANT:
        return _MEANT[upper]
    if stem != key and (stem in NUMBERED or stem in KNOWN):
        number = key[len(stem):]
        return stem + str(int(number)) if number[0] == "0" and len(number) > 1 and number.isascii() else None
    if upper != key and (upper in KNOWN or _NUMBER.sub("", upper) in NUMBERED):
        return upper
    if key.startswith(_FAMILIES):
        return None
    return _nearest(upper)


def _nearest(word: str) -> str | None:
    """The vital key at the smallest distance: one slip in short words, two in words of six letters and more."""
    best, least = None, 3
    for key in VITAL:
        allowed = 1 if min(len(key), len(word)) < 6 else 2
        if abs(len(key) - len(word)) <= allowed:
            distance = slips(word, key)
            if distance <= allowed and distance < least:
                best, least = key, distance
    return best


def slips(word: str, key: str) -> int:
    """How many letters are wrong, missing, too many or swapped with their neighbour (restricted Damerau-Levenshtein)."""
    before: list[int] = []
    row = list(range(len(key) + 1))
    for i, letter in enumerate(word, 1):
        older, before, row = before, row, [i]
        for j, other in enumerate(key, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == key[j - 2] and word[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]
