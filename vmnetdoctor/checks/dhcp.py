"""Rules about the DHCP service of a vmnet (causes.md, DHCP service of a vmnet)."""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING

from vmnetdoctor.checks.lookups import cards, holders, nics_on, once, reservations, strangers
from vmnetdoctor.checks.notes import noted
from vmnetdoctor.checks.outcome import CannotTell, Finding, Fix, Outcome, check, places
from vmnetdoctor.model.addr import ip_text
from vmnetdoctor.source import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.checks.subjects import NetworkInLab, Nic, ReservationInLab
    from vmnetdoctor.model.addr import Subnet
    from vmnetdoctor.model.facts import Fact
    from vmnetdoctor.model.host import Dhcp, Network, Reservation
    from vmnetdoctor.model.lab import Lab

MOST_RANGES = 64        # VMware writes one for each network; hostile files have more
MOST_NETWORKS = 256     # as many as a host can have (vmware-networking.md 2.1)


def asks_dhcp(nic: Nic) -> bool:
    return nic.live and nic.dhcp and nic.network is not None


@check("nic", when=asks_dhcp)
def no_dhcp_on_network(nic: Nic) -> Iterator[Outcome]:
    network = nic.network
    assert network is not None
    if network.kind.value == "bridged" or network.dhcp_on.value is True:
        return
    method = nic.reading.method
    at = method.places[0] if method.places else nic.profile.place
    values = {"network": network.name, "interface": nic.profile.device.value or "?"}
    if network.kind.value == "lansegment":
        if not _other_server(nic):
            yield Finding(at, values, case="segment", confidence="likely")
    elif network.dhcp_on.value is False:
        other = _other_server(nic)       # a guest may serve instead of VMware
        yield Finding(at, values, places("service", network.dhcp_on), confidence="possible" if other else nic.confidence,
                      severity="warning" if other else None)
    elif network.defined.value is not False:
        yield CannotTell("dhcp-service", "dhcp-file", {"network": network.name})


def _other_server(nic: Nic) -> bool:
    """A guest on the same segment that might serve DHCP: one with a static address there."""
    return nic.network is not None and any(n.reading.addresses for n in nics_on(nic.lab, nic.network.name))


@check("lab")
def dhcp_syntax(lab: Lab) -> Iterator[Outcome]:
    stopped: dict[str, list[str]] = {}
    for network in lab.networks:
        if network.dhcp is not None and network.dhcp.broken.value is not None:
            stopped.setdefault(network.dhcp.place.source.path, []).append(network.name)
    for finding in noted(lab, "dhcp"):
        segments = stopped.get(finding.at.source.path, [])
        subject = {"network": segments[0]} if len(segments) == 1 else finding.subject
        case = f"{finding.values['reason']}-near" if finding.values.get("near") else finding.values["reason"]
        yield Finding(finding.at, {**finding.values, "segments": segments or "?"}, finding.also, case, subject=subject)


def served(subject: NetworkInLab) -> bool:
    return subject.network.dhcp is not None


def _dhcp(subject: NetworkInLab) -> Dhcp:
    assert subject.network.dhcp is not None
    return subject.network.dhcp


@check("network", when=served)
def range_outside_subnet(subject: NetworkInLab) -> Iterator[Outcome]:
    dhcp = _dhcp(subject)
    for pool in dhcp.ranges:
        if pool.value is None or dhcp.subnet.value is None:
            continue
        first, last = pool.value
        values = {"first": ip_text(first), "last": ip_text(last), "subnet": str(dhcp.subnet.value)}
        if not (dhcp.subnet.value.holds(first) and dhcp.subnet.value.holds(last)):
            yield Finding(pool.places[0], values, places("subnet", dhcp.subnet))
        elif first > last:
            yield Finding(pool.places[0], values, case="reversed", severity="warning")


@check("network", when=served)
def range_covers_infrastructure(subject: NetworkInLab) -> Iterator[Outcome]:
    network = subject.network
    for pool in _dhcp(subject).ranges:
        for role, owner in (("nat-device", network.nat_device), ("host-adapter", network.host_adapter)):
            if pool.value is not None and owner.value is not None and pool.value[0] <= owner.value <= pool.value[1]:
                yield Finding(pool.places[0], {"first": ip_text(pool.value[0]), "last": ip_text(pool.value[1]), "owner": role,
                                               "address": ip_text(owner.value)}, places("owner", owner))


@check("network", when=served)
def routers_not_nat_device(subject: NetworkInLab) -> Iterator[Outcome]:
    network, device = subject.network, subject.network.nat_device
    if network.kind.value != "nat" or device.value is None:
        return
    for router in _dhcp(subject).routers:
        if router.value is not None and router.value != device.value:
            guest = bool(holders(subject.lab, network.name, router.value))      # may be a router of the user's own
            yield Finding(router.places[0], {"router": ip_text(router.value), "nat_device": ip_text(device.value)},
                          places("nat", device), severity="warning" if guest else None,
                          confidence="possible" if guest else "certain", case="guest" if guest else "default",
                          fix=Fix("unsafe" if guest else "safe", (Edit(router.places[0], ip_text(device.value)),)))


@check("network", when=served)
def dhcp_dns_unreachable(subject: NetworkInLab) -> Iterator[Outcome]:
    network, device = subject.network, subject.network.nat_device
    if network.kind.value != "nat" or device.value is None:
        return
    for server in _dhcp(subject).dns:
        if server.value is None or server.value == device.value:
            continue
        if server.value == network.host_adapter.value:
            yield Finding(server.places[0], {"resolver": ip_text(server.value), "nat_device": ip_text(device.value)},
                          places("nat", device), case="host-adapter",
                          fix=Fix("safe", (Edit(server.places[0], ip_text(device.value)),)))
        elif network.subnet.value is not None and network.subnet.value.holds(server.value):
            yield from _unowned_resolver(subject, server, device)


def _unowned_resolver(subject: NetworkInLab, server: Fact[int], device: Fact[int]) -> Iterator[Outcome]:
    assert server.value is not None
    assert device.value is not None
    if not holders(subject.lab, subject.network.name, server.value):
        yield Finding(server.places[0], {"resolver": ip_text(server.value), "nat_device": ip_text(device.value)},
                      places("nat", device), confidence="likely",
                      fix=Fix("unsafe", (Edit(server.places[0], ip_text(device.value)),)))


@check("network", when=served)
def broadcast_wrong(subject: NetworkInLab) -> Iterator[Outcome]:
    dhcp = _dhcp(subject)
    if dhcp.broadcast.value is None or dhcp.subnet.value is None or dhcp.broadcast.value == dhcp.subnet.value.broadcast:
        return
    right = ip_text(dhcp.subnet.value.broadcast)
    yield Finding(dhcp.broadcast.places[0], {"broadcast": ip_text(dhcp.broadcast.value), "right": right,
                                             "subnet": str(dhcp.subnet.value)},
                  places("subnet", dhcp.subnet), fix=Fix("safe", (Edit(dhcp.broadcast.places[0], right),)))


@check("lab")
def lease_times_wrong(lab: Lab) -> Iterator[Outcome]:
    told = set()        # the times usually stand once, for every segment of the file
    for network in lab.networks:
        for finding in _lease_times(network.dhcp, network.name) if network.dhcp is not None else ():
            at = (finding.at.source.path, finding.at.start)
            if at not in told:
                told.add(at)
                yield finding


def _lease_times(dhcp: Dhcp, network: str) -> Iterator[Finding]:
    default, most = dhcp.default_lease, dhcp.max_lease
    for fact in (default, most):
        if fact.value is not None and fact.value <= 0 and fact.places:
            yield Finding(fact.places[0], {"seconds": fact.value, "max": ""}, case="not-positive", subject={"network": network})
            return
    if default.value is not None and most.value is not None and default.value > most.value and default.places:
        yield Finding(default.places[0], {"seconds": default.value, "max": most.value}, places("max", most),
                      subject={"network": network})


@check("reservation")
def reservation_outside_subnet(subject: ReservationInLab) -> Iterator[Outcome]:
    reservation, network = subject.reservation, subject.network
    subnet = network.dhcp.subnet if network.dhcp is not None else network.subnet
    address = reservation.address
    if address.value is None or subnet.value is None or subnet.value.holds(address.value):
        return
    yield Finding(address.places[0], {"name": reservation.name, "address": ip_text(address.value), "subnet": str(subnet.value)},
                  places("subnet", subnet))


@check("reservation")
def reservation_in_range(subject: ReservationInLab) -> Iterator[Outcome]:
    address = subject.reservation.address
    for pool in subject.network.dhcp.ranges[:MOST_RANGES] if subject.network.dhcp is not None else ():
        if address.value is not None and pool.value is not None and pool.value[0] <= address.value <= pool.value[1]:
            yield Finding(address.places[0], {"name": subject.reservation.name, "address": ip_text(address.value),
                                              "first": ip_text(pool.value[0]), "last": ip_text(pool.value[1])},
                          places("pool", pool))


@check("network", when=served)
def reservation_duplicate(subject: NetworkInLab) -> Iterator[Outcome]:
    by_address: dict[int, Reservation] = {}
    by_mac: dict[str, Reservation] = {}
    for reservation in _dhcp(subject).reservations:
        address, mac = reservation.address, reservation.mac
        first = by_address.setdefault(address.value, reservation) if address.value is not None else reservation
        if first is not reservation and first.mac.value != mac.value:
            yield Finding(address.places[0], {"address": ip_text(address.value or 0), "one": first.name, "two": reservation.name,
                                              "mac": ""}, places("other", first.address))
            continue
        same = by_mac.setdefault(mac.value, reservation) if mac.value is not None else reservation
        if same is not reservation:
            yield Finding(mac.places[0], {"mac": mac.value, "one": same.name, "two": reservation.name, "address": ""},
                          places("other", same.mac), case="one-mac")


@check("reservation")
def reservation_mac_unknown(subject: ReservationInLab) -> Iterator[Outcome]:
    mac, text = subject.reservation.mac, subject.reservation.mac_text
    dhcp = subject.network.dhcp
    if mac.value is None and text.places and dhcp is not None and dhcp.broken.value is None:     # else dhcp-syntax tells more
        yield Finding(text.places[0], {"name": subject.reservation.name, "mac": text.value or ""}, case="never-matches")
    elif mac.value is not None and mac.value not in cards(subject.lab) and subject.lab.guests:
        if mac.value in strangers(subject.lab).macs:
            return          # guest-unmatched tells whose vmx is missing
        if once(subject.lab, "unborn", lambda: any(a.mac.value is None for guest in subject.lab.guests for a in guest.plugs)):
            yield CannotTell("mac", "vmx-after-power-on")
            return
        yield from _stray_reservation(subject)


def _stray_reservation(subject: ReservationInLab) -> Iterator[Outcome]:
    """Nobody has the card: a hint only, unless a guest here asks for an address and the reservation bears its name."""
    reservation, name = subject.reservation, subject.network.name
    asking = once(subject.lab, f"asking {name}", lambda: _asking(subject.lab, name))
    meant = asking.get(reservation.name.lower())
    values = {"name": reservation.name, "mac": reservation.mac.value, "has": ""}
    if meant is not None and meant.adapter is not None:
        yield Finding(reservation.mac.places[0], {**values, "has": meant.adapter.mac.value}, places("card", meant.adapter.mac),
                      case="other-card", confidence="likely")
    else:
        yield Finding(reservation.mac.places[0], values, confidence="possible", severity=None if asking else "info")


def _asking(lab: Lab, network: str) -> dict[str, Nic]:
    """Guests on the network, by name in lower case, that ask for an address and have no reservation."""
    booked = reservations(lab)
    return {nic.guest.name.lower(): nic for nic in nics_on(lab, network)
            if nic.dhcp and nic.adapter is not None and nic.adapter.mac.value not in booked}


@check("lab")
def subnet_overlap(lab: Lab) -> Iterator[Outcome]:
    vmnets = [n for n in lab.networks if n.subnet.value is not None and n.kind.value != "lansegment"][:MOST_NETWORKS]
    for number, two in enumerate(vmnets):
        others = (one for one in vmnets[:number]           # two cards may well be on one LAN
                  if one.kind.value != "bridged" or two.kind.value != "bridged")
        clashes = (clash for one in others for clash in _overlap(one.name, one.subnet, two))
        yield from islice(clashes, 1)      # its first clash tells all: n networks on one subnet are no n * n faults
    lans = {n.subnet.places for n in vmnets if n.kind.value == "bridged"}
    for card in lab.host.adapters:
        addresses = [a for a in card.addresses if a.places not in lans] if card.kind != "vmware" else []
        for address, two in product(addresses, (n for n in vmnets if n.kind.value != "bridged")):
            yield from _overlap(card.name, address.map(lambda i: i.subnet), two)


def _overlap(one: str, subnet: Fact[Subnet], two: Network) -> Iterator[Outcome]:
    first, second = subnet.value, two.subnet.value
    if first is not None and second is not None and first.overlaps(second) and two.subnet.places:
        yield Finding(two.subnet.places[0], {"one": one, "two": two.name, "first": str(first), "second": str(second)},
                      places("other", subnet), subject={"network": two.name})


