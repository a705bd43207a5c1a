"""Rules about a guest's addresses and masks (causes.md, Guest addressing)."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from vmnetdoctor.checks.guest.gateway import router_of
from vmnetdoctor.checks.lookups import forwards_to, free_address, holders, network_holding, reserved_for, vmnet_of_bridged
from vmnetdoctor.checks.outcome import CannotTell, Finding, Fix, Outcome, check, places, replaced
from vmnetdoctor.checks.reader_remarks import remarked
from vmnetdoctor.checks.subjects import names_of
from vmnetdoctor.model.addr import ip, ip_text
from vmnetdoctor.model.facts import assumed
from vmnetdoctor.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.checks.subjects import GuestInLab, Nic
    from vmnetdoctor.model.addr import Interface, Subnet
    from vmnetdoctor.model.facts import Fact
    from vmnetdoctor.model.guest import Remark
    from vmnetdoctor.model.host import Network
    from vmnetdoctor.model.lab import Lab

MOST_SUBNETS = 500                       # of one guest that are compared with each other


def addressed(nic: Nic) -> bool:
    """A live NIC with a static address on a switch we know."""
    return nic.live and nic.network is not None and bool(nic.reading.addresses)


def on_known_subnet(nic: Nic) -> bool:
    return addressed(nic) and nic.network is not None and nic.network.subnet.value is not None


def _free(nic: Nic) -> str:
    """A free address of the NIC's network as text, `?` where none can be named."""
    free = free_address(nic.lab, nic.network) if nic.network is not None else None
    return ip_text(free) if free is not None else "?"


def _readdress(nic: Nic, fact: Fact[Interface]) -> Fix | None:
    """The free address in place of this one, where the text is the bare address."""
    free = free_address(nic.lab, nic.network) if nic.network is not None else None
    if free is None or fact.value is None or fact.places[0].text != ip_text(fact.value.address):
        return None
    subnet = fact.value._replace(address=free).subnet
    return replaced(fact.places[0], ip_text(free), "unsafe") if free not in (subnet.base, subnet.broadcast) else None


def _inside(nic: Nic, subnet: Subnet) -> list[Fact[Interface]]:
    return [fact for fact in nic.reading.addresses if fact.value is not None and subnet.holds(fact.value.address)]


@check("nic", when=addressed)
def address_outside_network(nic: Nic) -> Iterator[Outcome]:
    assert nic.network is not None
    subnet, fact = nic.network.subnet, nic.address
    if subnet.value is None:
        yield from _on_unknown_subnet(nic, nic.network)
        return
    if nic.dhcp or fact.value is None or _inside(nic, subnet.value) or _in_nat_file(nic.network, fact.value.address):
        return      # beside a lease it is a left-over (static-leftovers-under-dhcp)
    other = network_holding(nic.lab, fact.value.address)
    bridged = "bridged-other" if other is not None else "bridged"
    yield Finding(
        fact.places[0], {"address": str(fact.value), "subnet": str(subnet.value), "network": nic.network.name,
                         "other": other.name if other is not None else "", "free": _free(nic)},
        (*places("network", subnet), *_forwarded(nic)),
        confidence="likely" if _doubtful(nic.network, fact.value.address) else nic.confidence,
        case=bridged if nic.network.kind.value == "bridged" else "other-network" if other is not None else "default")


def _on_unknown_subnet(nic: Nic, network: Network) -> Iterator[Outcome]:
    """What can be said all the same: a subnet of the host's own vmnets is not the LAN's.

    Where a forward leads to the address, wrong-network tells that: the plug may be what is wrong.
    """
    if network.kind.value in ("nat", "hostonly"):
        yield CannotTell("subnet", "dhcp-or-nat-file")
    other = vmnet_of_bridged(nic)
    if other is not None and not forwards_to(nic):
        yield Finding(nic.address.places[0], {"address": str(nic.address.value), "subnet": "", "network": network.name,
                                              "other": other.name, "free": "?"},
                      places("network", other.subnet), case="lan-unknown", severity="warning", confidence="likely")


def _forwarded(nic: Nic) -> tuple[tuple[str, Place], ...]:
    return tuple(("forward", forward.place) for forward in forwards_to(nic)[:1])


def _in_nat_file(network: Network, address: int) -> bool:
    """The NAT file's subnet holds it though the DHCP file's does not: nat-device-outside-subnet tells that."""
    device = network.nat.device.value if network.nat is not None else None
    return device is not None and device.subnet.holds(address)


def _doubtful(network: Network, address: int) -> bool:
    """Some file states a subnet for the network that would fit."""
    return any(fact.value is not None and fact.value.holds(address) for fact in network.subnets)


@check("nic", when=on_known_subnet)
def address_in_dhcp_pool(nic: Nic) -> Iterator[Outcome]:
    dhcp = nic.network.dhcp if nic.network is not None else None
    if nic.reading.leased:
        return
    mac = nic.adapter.mac.value if nic.adapter is not None else None
    for fact in nic.reading.addresses if dhcp is not None else ():
        pool = next((r for r in dhcp.ranges if r.value is not None and fact.value is not None  # type: ignore[union-attr]
                     and r.value[0] <= fact.value.address <= r.value[1]), None)
        if pool is not None and pool.value is not None and fact.value is not None and not reserved_for(
                nic.lab, mac, fact.value.address):
            yield Finding(fact.places[0], {"address": ip_text(fact.value.address), "first": ip_text(pool.value[0]),
                                           "last": ip_text(pool.value[1]), "free": _free(nic)},
                          places("pool", pool), confidence=nic.confidence, fix=_readdress(nic, fact))


@check("nic", when=addressed)
def address_in_use(nic: Nic) -> Iterator[Outcome]:
    network = nic.network
    assert network is not None
    for fact in nic.reading.addresses:
        if fact.value is None:
            continue
        address = fact.value.address
        for role, owner in _infrastructure(nic.lab, network):
            if owner.value == address:
                sure = role != "dhcp-server"
                yield Finding(fact.places[0], {"address": ip_text(address), "owner": role, "network": network.name,
                                               "free": _free(nic)},
                              places("owner", owner), case="infrastructure", confidence=nic.confidence if sure else "likely",
                              severity=None if sure else "warning", fix=_readdress(nic, fact))
                break
        first, first_fact = next(iter(holders(nic.lab, network.name, address)), (nic, fact))
        if first.guest is not nic.guest and not (nic.reading.leased and first.reading.leased):
            yield Finding(fact.places[0], {"address": ip_text(address), "owner": first.guest.name, "network": network.name,
                                           "free": _free(nic)},
                          places("owner", first_fact)[:1], case="guest", confidence=nic.confidence, fix=_readdress(nic, fact))


def _infrastructure(lab: Lab, network: Network) -> Iterator[tuple[str, Fact[int]]]:
    """Who holds an address of the network by its office; VMware's DHCP server the last but one (vmware-networking.md 2.2)."""
    yield "nat-device", network.nat_device
    yield "host-adapter", network.host_adapter
    yield "lan-router", network.router
    for card in lab.host.adapters if network.kind.value == "bridged" else ():
        if card.bridged_by == network.name or card.name == network.bridge.value:
            yield from (("host-card", fact.map(lambda i: i.address)) for fact in card.addresses)
    subnet = network.subnet.value
    if network.dhcp is not None and subnet is not None and subnet.prefix < 30:
        yield "dhcp-server", assumed(subnet.broadcast - 1, "dhcp-server")


@check("nic", when=addressed)
def address_is_network_or_broadcast(nic: Nic) -> Iterator[Outcome]:
    for fact in nic.reading.addresses:
        if fact.value is None or fact.value.prefix > 30:
            continue
        subnet = fact.value.subnet
        if fact.value.address in (subnet.base, subnet.broadcast):
            which = "network" if fact.value.address == subnet.base else "broadcast"
            yield Finding(fact.places[0], {"address": ip_text(fact.value.address), "subnet": str(subnet), "which": which,
                                           "free": _free(nic)},
                          confidence=nic.confidence, fix=_readdress(nic, fact))


@check("nic", when=on_known_subnet)
def mask_mismatch(nic: Nic) -> Iterator[Outcome]:
    assert nic.network is not None
    subnet = nic.network.subnet
    said = {remark.code for remark in nic.reading.remarks}
    for fact in _inside(nic, subnet.value) if subnet.value is not None and not said & {"mask-missing", "mask-invalid"} else ():
        if fact.value is not None and subnet.value is not None and fact.value.prefix not in (subnet.value.prefix, 32):
            at, outside = fact.places[-1], _left_out(nic, fact.value.subnet)
            wide = fact.value.prefix < subnet.value.prefix
            lost = "on-link" if nic.reading.gateway_on_link else "default"
            yield Finding(at, {"address": ip_text(fact.value.address), "prefix": fact.value.prefix, "right": subnet.value.prefix,
                               "network": nic.network.name, "subnet": str(subnet.value), "own": str(fact.value.subnet),
                               "outside": outside},
                          places("network", subnet), confidence=nic.confidence, fix=_mask_fix(at.text, fact, subnet.value),
                          case="wide" if wide else lost if outside else "narrow")


def _left_out(nic: Nic, own: Subnet) -> list[str]:
    """Router and host of the network as far as they lie outside the guest's own subnet (measured.md, mask too short)."""
    assert nic.network is not None
    needed = dict.fromkeys((router_of(nic.network).value, nic.network.host_adapter.value,
                            ip(nic.reading.gateway_stated.value or "")))
    return [ip_text(address) for address in needed if address is not None and not own.holds(address)]


def _mask_fix(text: str, fact: Fact[Interface], subnet: Subnet) -> Fix | None:
    at = fact.places[-1]
    if text.isdigit():
        return replaced(at, str(subnet.prefix))
    address, slash, rest = text.partition("/")
    length = len(rest) - len(rest.lstrip("0123456789"))
    if slash and length and fact.value is not None and address == ip_text(fact.value.address):  # keyfile: a.b.c.d/len[,gateway]
        start = at.start + len(address) + 1
        return replaced(Place(at.source, start, start + length), str(subnet.prefix))
    return replaced(at, ip_text(subnet.mask)) if text.count(".") == 3 and len(fact.places) > 1 else None


@check("guest")
def two_interfaces_one_subnet(guest: GuestInLab) -> Iterator[Outcome]:
    placed = [(nic, subnet) for nic in guest.nics if nic.live for subnet in _subnets(nic)]
    for (one, first), (two, second) in combinations(placed[:MOST_SUBNETS], 2):
        if one.profile.adapter != two.profile.adapter and first.overlaps(second):
            yield Finding(_stated_at(two), {"one": _name(one), "two": _name(two), "subnet": str(second),
                                           "interfaces": [_name(one), _name(two)]},
                          (("other", _stated_at(one)),), subject=names_of(two),
                          confidence="certain" if one.sure and two.sure else "likely")
            return


def _stated_at(nic: Nic) -> Place:
    return nic.address.place or nic.profile.device.place or nic.profile.place


def _subnets(nic: Nic) -> list[Subnet]:
    stated = [fact.value.subnet for fact in nic.reading.addresses if fact.value is not None]
    if nic.dhcp and nic.network is not None and nic.network.subnet.value is not None:
        stated.append(nic.network.subnet.value)
    return stated


def _name(nic: Nic) -> str:
    return nic.profile.device.value or nic.profile.path.rpartition("/")[2]


def _right_anyway(nic: Nic, remark: Remark) -> str | None:
    """The assumed mask is the network's own: nothing breaks."""
    subnet = nic.network.subnet.value if nic.network is not None else None
    return "info" if subnet is not None and subnet.prefix == remark.values.get("prefix") else None


address_invalid = remarked("address-invalid")
mask_missing = remarked("mask-missing", severity=_right_anyway)
mask_invalid = remarked("mask-invalid")
prefix_netmask_disagree = remarked("prefix-netmask-disagree")
network_key_wrong = remarked("network-key-wrong", by="effect")
static_leftovers_under_dhcp = remarked("static-leftovers-under-dhcp", by="effect")
route_entry_invalid = remarked("route-entry-invalid", by="reason")
