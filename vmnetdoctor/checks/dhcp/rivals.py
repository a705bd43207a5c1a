"""The rule about a second DHCP server on one network (causes.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.checks.lookups import holders
from vmnetdoctor.checks.outcome import Finding, Outcome, check, places
from vmnetdoctor.checks.subjects import all_nics
from vmnetdoctor.model.addr import ip_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.model.facts import Fact
    from vmnetdoctor.model.guest import Guest
    from vmnetdoctor.model.host import Network
    from vmnetdoctor.model.lab import Lab
    from vmnetdoctor.model.seen import SeenInterface

# units that serve DHCP wherever they run; dnsmasq does so only where its configuration says it
_UNITS = ("dhcpd", "kea-dhcp4", "kea-dhcp4-server", "isc-dhcp-server", "isc-dhcp-server4", "udhcpd")
_DOWN = ("stopped", "disabled", "masked", "failed", "absent")
_ICS = 192 << 24 | 168 << 16 | 137 << 8 | 1


class Server(NamedTuple):
    """What shows that a guest serves DHCP, on which networks (an address of each; none: not told), and how sure it is."""

    evidence: Fact[str] | Fact[int]
    networks: tuple[Fact[int], ...]
    confidence: str


@check("lab")
def competing_dhcp_servers(lab: Lab) -> Iterator[Outcome]:
    told = set()
    for guest in lab.guests:
        server = _server(guest)
        for network, case in _contested(lab, guest, server) if server is not None else ():
            assert server is not None
            told.add(network.name)
            inside = [fact for fact in server.networks if _holds(network, fact.value)]
            yield Finding(server.evidence.places[0], {"guest": guest.name, "other": _other(lab, network)},
                          places("config", *(f for f in inside if f is not server.evidence)) + places("vmware", network.dhcp_on),
                          case, server.confidence, subject={"guest": guest.name, "network": network.name})
    for network, owner, card in _clients(lab):
        if network.name not in told and _strange(lab, network, card):
            told.add(network.name)
            yield _stranger(lab, network, owner, card)


def _server(guest: Guest) -> Server | None:
    states = {name: guest.seen.services.get(name, ()) for name in (*_UNITS, "dnsmasq")} if guest.seen is not None else {}
    down = False
    for unit, facts in states.items():
        if unit == "dnsmasq" and not guest.dhcp_servers:
            continue
        on = [f for f in facts if f.value in ("running", "enabled") and f.places]
        stopped = any(f.value in ("stopped", "failed", "masked") for f in facts)
        if on and not stopped:
            running = next((f for f in on if f.value == "running"), None)
            return Server(running or on[0], guest.dhcp_servers, "certain" if running is not None else "likely")
        down = down or any(f.value in _DOWN for f in facts)
    if guest.dhcp_servers and not down:
        return Server(guest.dhcp_servers[0], guest.dhcp_servers, "possible")
    return None


def _contested(lab: Lab, guest: Guest, server: Server) -> Iterator[tuple[Network, str]]:
    """The guest's networks on which somebody else serves too; where no configuration tells, those it has a static address on."""
    named = {adapter.network for adapter in guest.plugs if adapter.connected.value is not False}
    fixed = {n.network.name for n in all_nics(lab) if n.guest is guest and n.live and n.network is not None
             and n.reading.addresses and not n.reading.leased}
    for network in lab.networks:
        told = any(_holds(network, fact.value) for fact in server.networks)
        if network.name in named and (told or (not server.networks and network.name in fixed)):
            case = _served(lab, guest, network)
            if case is not None:
                yield network, case


def _served(lab: Lab, guest: Guest, network: Network) -> str | None:
    if network.kind.value == "bridged":
        return "lan" if _lan_server(lab, guest, network) is not None else None
    dhcp = network.dhcp
    serves = network.dhcp_on.value is True and network.dhcp_running.value is not False
    return "default" if serves and not (dhcp is not None and dhcp.broken.known) else None


def _lan_server(lab: Lab, guest: Guest, network: Network) -> int | None:
    """The LAN's own server, from which the host has its address."""
    mine = {fact.value.address for n in all_nics(lab) if n.guest is guest
            for fact in n.reading.addresses if fact.value is not None}
    shown = lab.host.seen.interfaces if lab.host.seen is not None else ()
    return next((c.dhcp_server.value for c in shown if c.dhcp_server.value is not None and c.dhcp_server.value not in mine
                 and any(_holds(network, a.value.address if a.value is not None else None) for a in c.addresses)), None)


def _other(lab: Lab, network: Network) -> str:
    """The other server's address, where one is known."""
    if network.kind.value != "bridged":
        subnet = network.subnet.value
        return ip_text(subnet.broadcast - 1) if subnet is not None else "?"
    shown = lab.host.seen.interfaces if lab.host.seen is not None else ()
    return next((ip_text(c.dhcp_server.value) for c in shown if c.dhcp_server.value is not None
                 and any(_holds(network, a.value.address if a.value is not None else None) for a in c.addresses)), "?")


def _holds(network: Network, address: int | None) -> bool:
    return network.subnet.value is not None and address is not None and network.subnet.value.holds(address)


def _clients(lab: Lab) -> Iterator[tuple[Network, str, SeenInterface]]:
    """Cards on vmnets that captures show with a lease: the host's own and the guests'."""
    for network in lab.networks:
        if network.host_card is not None:
            yield network, "host", network.host_card
    for guest in lab.guests:
        plugs = {a.mac.value: lab.network(a.network) for a in guest.plugs if a.mac.known}
        for card in guest.seen.interfaces if guest.seen is not None else ():
            network_of = plugs.get(card.mac.value)
            if network_of is not None:
                yield network_of, guest.name, card


def _strange(lab: Lab, network: Network, card: SeenInterface) -> bool:
    """A lease from another server than VMware's, which has the last address but one (vmware-networking.md 2.2)."""
    server, subnet = card.dhcp_server.value, network.subnet.value
    serves = network.kind.value in ("nat", "hostonly") and network.dhcp_on.value is True
    if server is None or subnet is None or not serves or lab.host.os.value == "macos":
        return False
    return server == _ICS or (subnet.holds(server) and server != subnet.broadcast - 1)


def _stranger(lab: Lab, network: Network, owner: str, card: SeenInterface) -> Finding:
    server = card.dhcp_server.value or 0
    guests = [nic.guest.name for nic, _ in holders(lab, network.name, server)]
    case = "stranger-guest" if guests else "stranger-ics" if server == _ICS else "stranger"
    return Finding(card.dhcp_server.places[0], {"guest": guests[0] if guests else "", "owner": owner, "server": ip_text(server),
                                                "other": _other(lab, network)},
                   places("vmware", network.dhcp_on), case, "likely",
                   subject={"network": network.name, **({"guest": guests[0]} if guests else {})})
