"""Rules about the DHCP service of a vmnet (causes.md, DHCP service of a vmnet)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.checks.lookups import holders, nics_on
from vmnetdoctor.checks.outcome import CannotTell, Finding, Outcome, check, places, replaced
from vmnetdoctor.checks.syntax_notes import noted
from vmnetdoctor.model.addr import ip_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.checks.subjects import NetworkInLab, Nic
    from vmnetdoctor.model.facts import Fact
    from vmnetdoctor.model.host import Dhcp
    from vmnetdoctor.model.lab import Lab

MOST_RANGES = 64        # VMware writes one for each network; hostile files have more


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
                          fix=replaced(router.places[0], ip_text(device.value), "unsafe" if guest else "safe"))


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
                          fix=replaced(server.places[0], ip_text(device.value)))
        elif network.subnet.value is not None and network.subnet.value.holds(server.value):
            yield from _unowned_resolver(subject, server, device)


def _unowned_resolver(subject: NetworkInLab, server: Fact[int], device: Fact[int]) -> Iterator[Outcome]:
    assert server.value is not None
    assert device.value is not None
    if not holders(subject.lab, subject.network.name, server.value):
        yield Finding(server.places[0], {"resolver": ip_text(server.value), "nat_device": ip_text(device.value)},
                      places("nat", device), confidence="likely",
                      fix=replaced(server.places[0], ip_text(device.value), "unsafe"))


@check("network", when=served)
def broadcast_wrong(subject: NetworkInLab) -> Iterator[Outcome]:
    dhcp = _dhcp(subject)
    if dhcp.broadcast.value is None or dhcp.subnet.value is None or dhcp.broadcast.value == dhcp.subnet.value.broadcast:
        return
    right = ip_text(dhcp.subnet.value.broadcast)
    yield Finding(dhcp.broadcast.places[0], {"broadcast": ip_text(dhcp.broadcast.value), "right": right,
                                             "subnet": str(dhcp.subnet.value)},
                  places("subnet", dhcp.subnet), fix=replaced(dhcp.broadcast.places[0], right))


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
