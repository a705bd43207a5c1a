"""Rules about a guest's addresses and masks (causes.md, Guest addressing)."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from vmnetdoctor.checks.lookups import holders, network_holding, reserved_for
from vmnetdoctor.checks.outcome import CannotTell, Finding, Fix, Outcome, check, places
from vmnetdoctor.checks.remarks import remarked
from vmnetdoctor.model.addr import ip_text
from vmnetdoctor.source import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.checks.subjects import GuestInLab, Nic
    from vmnetdoctor.model.addr import Interface, Subnet
    from vmnetdoctor.model.facts import Fact


def addressed(nic: Nic) -> bool:
    """A live NIC with a static address on a switch we know."""
    return nic.live and nic.network is not None and bool(nic.reading.addresses)


def on_known_subnet(nic: Nic) -> bool:
    return addressed(nic) and nic.network is not None and nic.network.subnet.value is not None


def _inside(nic: Nic, subnet: Subnet) -> list[Fact[Interface]]:
    return [fact for fact in nic.reading.addresses if fact.value is not None and subnet.holds(fact.value.address)]


@check("nic", when=addressed)
def address_outside_network(nic: Nic) -> Iterator[Outcome]:
    assert nic.network is not None
    subnet, fact = nic.network.subnet, nic.address
    if subnet.value is None:
        if nic.network.kind.value in ("nat", "hostonly"):
            yield CannotTell("subnet", "dhcp-or-nat-file")
        return
    if fact.value is None or _inside(nic, subnet.value):
        return
    other = network_holding(nic.lab, fact.value.address)
    yield Finding(
        fact.places[0], {"address": str(fact.value), "subnet": str(subnet.value), "network": nic.network.name,
                         "other": other.name if other is not None else ""},
        places("network", subnet), confidence=nic.confidence,
        case="bridged" if nic.network.kind.value == "bridged" else "other-network" if other is not None else "default")


@check("nic", when=on_known_subnet)
def address_in_dhcp_pool(nic: Nic) -> Iterator[Outcome]:
    dhcp = nic.network.dhcp if nic.network is not None else None
    mac = nic.adapter.mac.value if nic.adapter is not None else None
    for fact in nic.reading.addresses if dhcp is not None else ():
        pool = next((r for r in dhcp.ranges if r.value is not None and fact.value is not None  # type: ignore[union-attr]
                     and r.value[0] <= fact.value.address <= r.value[1]), None)
        if pool is not None and pool.value is not None and fact.value is not None and not reserved_for(
                nic.lab, mac, fact.value.address):
            yield Finding(fact.places[0], {"address": ip_text(fact.value.address), "first": ip_text(pool.value[0]),
                                           "last": ip_text(pool.value[1])},
                          places("pool", pool), confidence=nic.confidence)


@check("nic", when=addressed)
def address_in_use(nic: Nic) -> Iterator[Outcome]:
    network = nic.network
    assert network is not None
    for fact in nic.reading.addresses:
        if fact.value is None:
            continue
        address = fact.value.address
        for role, owner in (("nat-device", network.nat_device), ("host-adapter", network.host_adapter)):
            if owner.value == address:
                yield Finding(fact.places[0], {"address": ip_text(address), "owner": role, "network": network.name},
                              places("owner", owner), case="infrastructure", confidence=nic.confidence)
        first, first_fact = next(iter(holders(nic.lab, network.name, address)), (nic, fact))
        if first.guest is not nic.guest:
            yield Finding(fact.places[0], {"address": ip_text(address), "owner": first.guest.name, "network": network.name},
                          places("owner", first_fact), case="guest", confidence=nic.confidence)


@check("nic", when=addressed)
def address_is_network_or_broadcast(nic: Nic) -> Iterator[Outcome]:
    for fact in nic.reading.addresses:
        if fact.value is None or fact.value.prefix > 30:
            continue
        subnet = fact.value.subnet
        if fact.value.address in (subnet.base, subnet.broadcast):
            which = "network" if fact.value.address == subnet.base else "broadcast"
            yield Finding(fact.places[0], {"address": ip_text(fact.value.address), "subnet": str(subnet), "which": which},
                          confidence=nic.confidence)


@check("nic", when=on_known_subnet)
def mask_mismatch(nic: Nic) -> Iterator[Outcome]:
    assert nic.network is not None
    subnet = nic.network.subnet
    said = {remark.code for remark in nic.reading.remarks}
    for fact in _inside(nic, subnet.value) if subnet.value is not None and not said & {"mask-missing", "mask-invalid"} else ():
        if fact.value is not None and subnet.value is not None and fact.value.prefix not in (subnet.value.prefix, 32):
            at = fact.places[-1]
            yield Finding(at, {"address": ip_text(fact.value.address), "prefix": fact.value.prefix, "right": subnet.value.prefix,
                               "network": nic.network.name, "subnet": str(subnet.value)},
                          places("network", subnet), confidence=nic.confidence, fix=_mask_fix(at.text, fact, subnet.value),
                          case="narrow" if fact.value.prefix > subnet.value.prefix else "wide")


def _mask_fix(text: str, fact: Fact[Interface], subnet: Subnet) -> Fix | None:
    if text.isdigit():
        return Fix("safe", (Edit(fact.places[-1], str(subnet.prefix)),))
    return Fix("safe", (Edit(fact.places[-1], ip_text(subnet.mask)),)) if text.count(".") == 3 and len(fact.places) > 1 else None


@check("guest")
def two_interfaces_one_subnet(guest: GuestInLab) -> Iterator[Outcome]:
    placed = [(nic, subnet) for nic in guest.nics if nic.live for subnet in _subnets(nic)]
    for (one, first), (two, second) in combinations(placed, 2):
        if one.profile.adapter != two.profile.adapter and first.overlaps(second):
            yield Finding(two.profile.place, {"one": _name(one), "two": _name(two), "subnet": str(second)},
                          (("other", one.profile.place),), subject={"interface": _name(two)},
                          confidence="certain" if one.sure and two.sure else "likely")
            return


def _subnets(nic: Nic) -> list[Subnet]:
    stated = [fact.value.subnet for fact in nic.reading.addresses if fact.value is not None]
    if nic.dhcp and nic.network is not None and nic.network.subnet.value is not None:
        stated.append(nic.network.subnet.value)
    return stated


def _name(nic: Nic) -> str:
    return nic.profile.device.value or nic.profile.path.rpartition("/")[2]


address_invalid = remarked("address-invalid")
mask_missing = remarked("mask-missing")
mask_invalid = remarked("mask-invalid")
prefix_netmask_disagree = remarked("prefix-netmask-disagree")
network_key_wrong = remarked("network-key-wrong")
static_leftovers_under_dhcp = remarked("static-leftovers-under-dhcp")
route_entry_invalid = remarked("route-entry-invalid")
