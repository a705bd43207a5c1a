"""Rules about a guest's gateways and routes (causes.md, Guest addressing)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.checks.lookups import ISOLATED, OUTSIDE, has_default_route, holders, unread_adapters
from vmnetdoctor.checks.outcome import Finding, Fix, Outcome, check, line_after, places, replaced
from vmnetdoctor.checks.subjects import names_of
from vmnetdoctor.model.addr import ip, ip_text
from vmnetdoctor.model.facts import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.checks.subjects import GuestInLab, Nic
    from vmnetdoctor.model.facts import Fact
    from vmnetdoctor.model.host import Network


def with_gateway(nic: Nic) -> bool:
    """A live static NIC whose profile states a gateway that is an address."""
    return (nic.live and not nic.dhcp and nic.reading.gateway_stated.value is not None and nic.address.value is not None
            and ip(nic.reading.gateway_stated.value) is not None)


def with_gateway_on_network(nic: Nic) -> bool:
    return nic.network is not None and with_gateway(nic)


def _gateway(nic: Nic) -> tuple[int, Fact[str]]:
    stated = nic.reading.gateway_stated
    address = ip(stated.value or "")
    assert address is not None
    return address, stated


def router_of(network: Network | None) -> Fact[int]:
    """Who leads outside: the NAT device, or the LAN's router where the network is bridged."""
    if network is None:
        return UNKNOWN
    return network.nat_device if network.kind.value == "nat" else network.router


def host_adapter_of(network: Network) -> tuple[int | None, str]:
    """The host adapter's address and the confidence in it: where no file says, a vmnet's first (vmware-networking.md 2.2)."""
    if network.host_adapter.value is not None:
        return network.host_adapter.value, "certain"
    if network.subnet.value is not None and network.host_adapter_state.value != "absent":
        return network.subnet.value.base + 1, "likely"
    return None, "likely"


@check("nic", when=with_gateway_on_network)
def gateway_is_host_adapter(nic: Nic) -> Iterator[Outcome]:
    network = nic.network
    assert network is not None
    gateway, stated = _gateway(nic)
    device = network.nat_device.value
    host, confidence = host_adapter_of(network)
    if network.kind.value != "nat" or gateway != host or gateway == device:
        return
    if confidence != "certain" and holders(nic.lab, network.name, gateway):
        return          # a guest has it, and no file says that the host does
    fix = None
    if device is not None and stated.places:
        fix = replaced(stated.places[0], ip_text(device))
    yield Finding(stated.places[0], {"gateway": ip_text(gateway), "network": network.name,
                                     "nat_device": ip_text(device) if device is not None else "?"},
                  places("nat", network.nat_device) + places("host", network.host_adapter), fix=fix,
                  case="default" if device is not None else "device-unknown",
                  confidence=confidence if nic.sure else "likely")


@check("nic", when=with_gateway)
def gateway_outside_subnet(nic: Nic) -> Iterator[Outcome]:
    gateway, stated = _gateway(nic)
    address = nic.address.value
    if address is None or any(f.value is not None and f.value.subnet.holds(gateway) for f in nic.reading.addresses):
        return
    device = router_of(nic.network).value
    fits = device is not None and address.subnet.holds(device)
    yield Finding(stated.places[0], {"gateway": ip_text(gateway), "address": str(address), "subnet": str(address.subnet),
                                     "right": ip_text(device) if fits and device is not None else "?"},
                  places("address", nic.address), confidence=nic.confidence,
                  case="on-link" if nic.reading.gateway_on_link else "dropped",
                  fix=replaced(stated.places[0], ip_text(device)) if fits and device is not None else None)


@check("nic", when=with_gateway_on_network)
def gateway_unknown_router(nic: Nic) -> Iterator[Outcome]:
    network = nic.network
    assert network is not None
    gateway, stated = _gateway(nic)
    router = router_of(network)
    if router.value is None or network.kind.value in ISOLATED or gateway in (router.value, host_adapter_of(network)[0]):
        return
    address = nic.address.value
    own = address is not None and gateway == address.address
    if own or address is None or not address.subnet.holds(gateway) or holders(nic.lab, network.name, gateway):
        return
    unread = network.name in unread_adapters(nic.lab)       # a router guest may sit there
    yield Finding(stated.places[0], {"gateway": ip_text(gateway), "network": network.name, "router": ip_text(router.value)},
                  places("router", router), confidence="possible" if unread else "likely",
                  case="nat" if network.kind.value == "nat" else "bridged",
                  fix=replaced(stated.places[0], ip_text(router.value), "unsafe"))


@check("nic", when=with_gateway)
def gateway_own_address(nic: Nic) -> Iterator[Outcome]:
    gateway, stated = _gateway(nic)
    own = next((f for f in nic.reading.addresses if f.value is not None and f.value.address == gateway), None)
    if own is not None:
        device = router_of(nic.network).value
        router = device if device != gateway else None
        yield Finding(stated.places[0], {"gateway": ip_text(gateway), "right": ip_text(router) if router is not None else "?"},
                      places("address", own)[:1], confidence=nic.confidence,
                      case="default" if router is not None else "router-unknown",
                      fix=replaced(stated.places[0], ip_text(router)) if router is not None else None)


@check("nic", when=with_gateway_on_network)
def gateway_on_isolated_network(nic: Nic) -> Iterator[Outcome]:
    network = nic.network
    assert network is not None
    gateway, stated = _gateway(nic)
    if network.kind.value not in ISOLATED or nic.reading.gateway.value != gateway or holders(nic.lab, network.name, gateway):
        return
    only = len(nic.guest.plugs) == 1
    yield Finding(stated.places[0], {"gateway": ip_text(gateway), "network": network.name}, confidence=nic.confidence,
                  severity="info" if only else None, case="only" if only else "default")


def _meant_for_outside(guest: GuestInLab) -> list[Nic]:
    return [nic for nic in guest.nics if nic.live and nic.network is not None and nic.network.kind.value in OUTSIDE]


def _routes_seen(nic: Nic) -> bool:
    seen = nic.guest.seen
    return seen is not None and (seen.system.value == "windows" or "routes" in seen.complete)


@check("guest", when=_meant_for_outside)
def gateway_missing(guest: GuestInLab) -> Iterator[Outcome]:
    if any(has_default_route(nic) for nic in guest.nics) or _default_shown(guest):
        return
    for nic in _meant_for_outside(guest):
        reading, network = nic.reading, nic.network
        assert network is not None
        if nic.captured and not _routes_seen(nic):
            continue
        if reading.addresses and not nic.dhcp and not any(route.to.prefix == 0 for route in reading.routes):
            router = router_of(network)
            stated = reading.gateway_stated
            yield Finding(stated.places[0] if stated.places else nic.address.places[0],
                          {"address": str(nic.address.value), "network": network.name, "reader": reading.reader,
                           "stated": stated.value or "", "router": ip_text(router.value) if router.value is not None else "?"},
                          places("router", router), case="dropped" if stated.value is not None else "default",
                          subject=names_of(nic), fix=_added(nic, router.value) if stated.value is None else None,
                          confidence="certain" if nic.sure and (stated.known or _nowhere_else(nic)) else "likely")
            return


def _default_shown(guest: GuestInLab) -> bool:
    """Whether captured routes hold a default one, whoever set it."""
    seen = guest.guest.seen
    return seen is not None and any(route.to.prefix == 0 for route in seen.routes)


def _nowhere_else(nic: Nic) -> bool:
    """Whether no file that is not given may hold the gateway: network-scripts take it from /etc/sysconfig/network as well."""
    given = any(item.kind == "sysconfig-network" and item.guest == nic.guest.name for item in nic.lab.inputs)
    return given or nic.captured or nic.reading.reader != "network-scripts"


def _added(nic: Nic, router: int | None) -> Fix | None:
    """A line with the gateway below the address, where the reader would take it (NetworkManager: beside a plain IPADDR)."""
    last = nic.address.places[-1]
    beginning = last.source.text[last.source.starts[last.source.position(nic.address.places[0].start).line - 1]:last.start]
    address, ifcfg = nic.address.value, nic.profile.format == "ifcfg"
    if router is None or address is None or not address.subnet.holds(router) or last.source.path != nic.profile.path:
        return None
    if ifcfg and not beginning.startswith("IPADDR="):
        return None
    edit = line_after(last, f"{'GATEWAY' if ifcfg else 'gateway'}={ip_text(router)}")
    return Fix("unsafe", (edit,)) if edit is not None else None


def _name(nic: Nic) -> str:
    return str(names_of(nic)["interface"])


def _last_default(routed: list[Nic]) -> Nic:
    """Whose default route holds under network-scripts: the lowest METRIC, of equal ones the last started (guest-ifcfg.md 5)."""
    return min(sorted(routed, key=_start_order, reverse=True), key=lambda nic: nic.reading.metric or 0)


def _start_order(nic: Nic) -> tuple[str, int]:
    """Where `network` starts it: name as text, then number (guest-ifcfg.md 2)."""
    name = _name(nic)
    stem = name.rstrip("0123456789")
    return stem, int(name[len(stem):][:9] or 0)


@check("guest")
def multiple_default_gateways(guest: GuestInLab) -> Iterator[Outcome]:
    routed = [nic for nic in guest.nics if has_default_route(nic)]
    if len({nic.profile.adapter for nic in routed}) < 2:
        return
    stated = [nic for nic in routed if nic.reading.gateway.value is not None]
    if not stated:
        return      # two leases: both readers choose by metric and keep working
    last = stated[-1]
    others = tuple(("other", nic.profile.place if nic.reading.gateway.place is None else nic.reading.gateway.place)
                   for nic in routed if nic is not last)
    yield Finding(last.reading.gateway.place or last.profile.place,
                  {"interfaces": [_name(nic) for nic in routed], "reader": last.reading.reader,
                   "winner": _name(_last_default(routed))},
                  others, case=last.reading.reader, confidence=last.confidence)
