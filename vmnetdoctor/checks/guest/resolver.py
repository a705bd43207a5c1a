"""Rules about a guest's resolvers (causes.md, Guest addressing)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.checks.guest.gateway import host_adapter_of
from vmnetdoctor.checks.lookups import OUTSIDE, network_holding
from vmnetdoctor.checks.outcome import CannotTell, Finding, Fix, Outcome, check, line_after, places, replaced
from vmnetdoctor.checks.reader_remarks import remarked
from vmnetdoctor.checks.subjects import names_of
from vmnetdoctor.model.addr import ip, ip_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.checks.subjects import GuestInLab, Nic
    from vmnetdoctor.model.facts import Fact


def with_resolvers(nic: Nic) -> bool:
    return nic.live and nic.network is not None and bool(nic.reading.dns or nic.guest.resolvers)


def _resolvers(nic: Nic) -> list[Fact[str]]:
    """The profile's resolvers and, at the guest's first profile, those that only its resolv.conf names."""
    stated = {fact.value for fact in nic.reading.dns}
    first = nic.guest.profiles[0] is nic.profile
    return [*nic.reading.dns, *(fact for fact in nic.guest.resolvers if first and fact.value not in stated)]


@check("guest")
def dns_missing(guest: GuestInLab) -> Iterator[Outcome]:
    live = [nic for nic in guest.nics if nic.live]
    ways = [nic for nic in live if nic.reading.gateway.value is not None and nic.network is not None
            and nic.network.kind.value in OUTSIDE and not nic.dhcp]
    if not ways or any(nic.dhcp or nic.reading.dns for nic in live) or guest.guest.resolvers:
        return
    nic = ways[0]
    if nic.captured or any(remark.code == "dns-dropped-by-peerdns" for n in live for remark in n.reading.remarks):
        return
    if nic.reading.reader == "network-scripts":     # resolv.conf may have been written by hand: only that file tells
        yield CannotTell("resolvers", "resolv.conf", names_of(nic))
        return
    network = nic.network
    assert network is not None
    device = network.nat_device.value
    yield Finding(nic.profile.device.place or nic.profile.place,
                  {"network": network.name, "right": ip_text(device) if device is not None else "?"},
                  confidence="likely", case="nat" if device is not None else "bridged",
                  subject=names_of(nic), fix=_added(nic, device) if device is not None else None)


def _added(nic: Nic, device: int) -> Fix | None:
    """A line with the NAT device as resolver below the address."""
    last = nic.address.places[-1]
    line = f"DNS1={ip_text(device)}" if nic.profile.format == "ifcfg" else f"dns={ip_text(device)};"
    edit = line_after(last, line) if last.source.path == nic.profile.path else None
    return Fix("unsafe", (edit,)) if edit is not None else None


_STUBS = ("127.0.0.53", "127.0.0.54")        # resolved.conf(5)


@check("guest")
def dns_local_stub_off(guest: GuestInLab) -> Iterator[Outcome]:
    stub = guest.guest.local_stub
    asked = next((fact for fact in guest.guest.resolvers if fact.value in _STUBS), None)
    if stub.value is not False or asked is None:
        return
    others = [fact.value for fact in guest.guest.resolvers if fact.value and not fact.value.startswith("127.")]
    yield Finding(asked.places[0], {"resolver": asked.value, "others": list(others)}, places("stub", stub),
                  case="ignored" if others else stub.reason or "service", severity="info" if others else None)


@check("nic", when=with_resolvers)
def dns_is_host_adapter(nic: Nic) -> Iterator[Outcome]:
    network = nic.network
    assert network is not None
    host, confidence = host_adapter_of(network)
    device = network.nat_device
    if network.kind.value != "nat" or host is None or host == device.value:
        return
    for fact in _resolvers(nic):
        if ip(fact.value or "") == host:
            yield Finding(fact.places[0], {"resolver": ip_text(host), "network": network.name,
                                           "nat_device": ip_text(device.value) if device.value is not None else "?"},
                          places("nat", device), confidence=confidence if nic.sure else "likely",
                          fix=replaced(fact.places[0], ip_text(device.value)) if device.value is not None else None)


@check("nic", when=with_resolvers)
def dns_on_other_network(nic: Nic) -> Iterator[Outcome]:
    mine = {adapter.network for adapter in nic.guest.plugs}
    for fact in _resolvers(nic):
        address = ip(fact.value or "")
        other = network_holding(nic.lab, address) if address is not None else None
        if other is None or address is None or other.name in mine or other.kind.value == "bridged":
            continue
        if address in (other.nat_device.value, other.host_adapter.value):
            yield Finding(fact.places[0], {"resolver": ip_text(address), "other": other.name,
                                           "network": nic.network.name if nic.network is not None else "?"},
                          places("owner", other.nat_device if address == other.nat_device.value else other.host_adapter),
                          confidence=nic.confidence)


def _written_by_hand(nic: Nic) -> bool:
    """A resolv.conf with resolvers was given: PEERDNS=no is then how its author keeps it."""
    return bool(nic.guest.resolvers)


dns_dropped_by_peerdns = remarked("dns-dropped-by-peerdns", silent=_written_by_hand)
