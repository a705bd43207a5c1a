"""The words of ISC dhcpd 2.0's configuration and the shapes of their values (vmware-networking.md 3.2).

Shape letters: I address or host name, N number, t text (quoted, or one word without dots), s quoted text, f flag, X hexadecimal
bytes or text, D date, H hardware type and address, R range, K allow/deny key; a trailing A allows a comma list.
"""

from __future__ import annotations

PARAMETERS = {
    "default-lease-time": "N", "max-lease-time": "N", "dynamic-bootp-lease-length": "N", "dynamic-bootp-lease-cutoff": "D",
    "timestamp": "D", "boot-unknown-clients": "f", "one-lease-per-client": "f", "get-lease-hostnames": "f",
    "always-reply-rfc1048": "f", "use-host-decl-names": "f", "use-lease-addr-for-default-route": "f", "authoritative": "",
    "not": "a", "next-server": "I", "server-identifier": "I", "filename": "s", "server-name": "s", "hardware": "H",
    "fixed-address": "IA", "range": "R", "allow": "K", "deny": "K",
}
DECLARATIONS = ("subnet", "host", "group", "shared-network", "vendor-class", "user-class")
STATEMENTS = frozenset((*PARAMETERS, *DECLARATIONS, "option"))
ONLY_IN = {"hardware": "host", "fixed-address": "host", "range": "subnet"}
FLAGS = frozenset(("true", "false", "on", "off"))
ALLOW_KEYS = frozenset(("unknown-clients", "bootp", "booting"))
HARDWARE_TYPES = frozenset(("ethernet", "token-ring", "fddi"))

_BY_SHAPE = {
    "I": "subnet-mask swap-server broadcast-address router-solicitation-address dhcp-requested-address dhcp-server-identifier",
    "IA": "routers time-servers ien116-name-servers domain-name-servers log-servers cookie-servers lpr-servers impress-servers"
          " resource-location-servers nis-servers ntp-servers netbios-name-servers netbios-dd-server font-servers"
          " x-display-manager nisplus-servers mobile-ip-home-agent smtp-server pop-server nntp-server www-server finger-server"
          " irc-server streettalk-server streettalk-directory-assistance-server nds-servers",
    "IIA": "policy-filter static-routes",
    "N": "time-offset boot-size max-dgram-reassembly default-ip-ttl path-mtu-aging-timeout interface-mtu arp-cache-timeout"
         " default-tcp-ttl tcp-keepalive-interval netbios-node-type dhcp-lease-time dhcp-option-overload dhcp-message-type"
         " dhcp-max-message-size dhcp-renewal-time dhcp-rebinding-time",
    "NA": "path-mtu-plateau-table dhcp-parameter-request-list",
    "f": "ip-forwarding non-local-source-routing all-subnets-local perform-mask-discovery mask-supplier router-discovery"
         " trailer-encapsulation ieee802-3-encapsulation tcp-keepalive-garbage",
    "t": "merit-dump domain-name root-path extensions-path nis-domain netbios-scope dhcp-message dhcp-class-identifier"
         " nisplus-domain tftp-server-name bootfile-name user-class",
    "X": "host-name vendor-encapsulated-options dhcp-client-identifier nds-tree-name nds-context",
}
OPTIONS: dict[str, str] = {name: shape for shape, names in _BY_SHAPE.items() for name in names.split()}


def option_shape(name: str) -> str | None:
    """Shape of an option's value, or None where ISC 2.0 has no option of that name; `option-N` stands for unnamed codes."""
    shape = OPTIONS.get(name)
    if shape is None and name.startswith("option-"):
        number = name[7:]
        if number.isascii() and number.isdigit() and len(number) <= 3 and 62 <= int(number) <= 254:
            return "X"
    return shape


def nearest(word: str, known: frozenset[str] | dict[str, str]) -> str:
    """The known word most like this one, or an empty text."""
    if len(word) > 40:
        return ""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, sorted(known), 1, 0.75)), "")
