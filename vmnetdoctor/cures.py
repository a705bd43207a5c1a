"""What the lab would be without a finding: the model with that one thing put right, for experiments by the walk.

A cure puts right the layer of its subject that the finding is about (link, switch, interface, address, gateway, names),
so a new rule needs none of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from vmnetdoctor.checks.guest.gateway import router_of
from vmnetdoctor.checks.lookups import free_address, holders, network_holding
from vmnetdoctor.model.addr import Interface, ip_text
from vmnetdoctor.model.facts import UNKNOWN, Fact, assumed
from vmnetdoctor.model.guest import Profile, Reading
from vmnetdoctor.model.host import Dhcp, Nat, Network
from vmnetdoctor.model.macs import generated_mac

if TYPE_CHECKING:
    from vmnetdoctor.model.guest import Adapter, Guest
    from vmnetdoctor.model.lab import Lab
    from vmnetdoctor.verdict import Judged

_CURED = "cured"
_DEFAULT_MODE_NETWORK = "VMnet8"
# what of the host's side a rule's cure puts right: its adapter (or only the gateway of it), the services
_HOST_CURES = {
    "host-adapter-mismatch": ("adapter",), "host-adapter-disabled": ("adapter",), "ics-conflict": ("adapter",),
    "host-adapter-has-gateway": ("gateway",), "nat-service-stopped": ("nat",), "dhcp-service-stopped": ("dhcp",),
    "vmnet-services-down": ("nat", "dhcp", "adapter"), "host-files-missing": ("nat", "dhcp", "adapter"),
}


def cured(lab: Lab, *findings: Judged) -> Lab:
    """A copy of the lab in which these findings are cured as far as the model can show it."""
    for judged in sorted(findings, key=_order):
        for finding in (*judged.consequences, judged):
            lab = _one(lab, finding)
    return replace(lab, index={})


def _order(judged: Judged) -> tuple[int, str]:
    """Networks before the guests on them, and cards before their addresses."""
    layers = ("switch", "link", "interface", "address", "gateway", "names")
    layer = judged.rule.layer
    return ("guest" in judged.subject, str(layers.index(layer) if layer in layers else 9))


def _one(lab: Lab, judged: Judged) -> Lab:
    lab = replace(lab, index={})
    name = judged.subject.get("guest")
    guest = next((g for g in lab.guests if g.name == name), None) if name is not None else None
    if judged.rule.name in _HOST_CURES:
        return _cure_host(lab, judged)
    if guest is None or judged.rule.area in ("dhcp", "nat"):
        return replace(lab, networks=tuple(_healthy(n) if _concerns(judged, n) else n for n in lab.networks))
    changed = _cure_guest(lab, guest, judged)
    return replace(lab, guests=tuple(changed if g is guest else g for g in lab.guests))


def _cure_host(lab: Lab, judged: Judged) -> Lab:
    """What runs, runs again; the host's adapter is back at its usual address (vmware-networking.md 2.2)."""
    named = judged.finding.values.get("vmnets") or [judged.subject.get("network")]
    cures = _HOST_CURES[judged.rule.name]
    networks = tuple(_host_side(n, cures) if n.name in named else n for n in lab.networks)
    adapters = lab.host.adapters
    if "adapter" in cures:
        adapters = tuple(a for a in adapters if a.vmnet not in named)
    elif "gateway" in cures:
        adapters = tuple(replace(a, gateway=UNKNOWN) if a.vmnet in named else a for a in adapters)
    return replace(lab, networks=networks, host=replace(lab.host, adapters=adapters))


def _host_side(network: Network, cures: tuple[str, ...]) -> Network:
    changes: dict[str, Any] = {f"{service}_running": assumed(True, _CURED) for service in ("nat", "dhcp") if service in cures}
    if "adapter" in cures:
        subnet, device = network.subnet.value, network.nat_device.value
        usual = None if subnet is None else subnet.base + (1 if device != subnet.base + 1 else 2)
        changes["host_adapter"] = assumed(usual, _CURED) if usual is not None else UNKNOWN
        changes |= {"host_adapter_state": assumed("present", _CURED), "host_card": None}
    return replace(network, **changes)


def _concerns(judged: Judged, network: Network) -> bool:
    """The finding's own network, and every one that its DHCP file serves if the file is refused as a whole."""
    dhcp = network.dhcp
    refused = dhcp is not None and dhcp.broken.known and dhcp.place.source.path == judged.finding.at.source.path
    return refused or network.name == judged.subject.get("network")


def _healthy(network: Network) -> Network:
    """The network with the services its kind has, what is wrong with them at its usual place (vmware-networking.md 2.2)."""
    subnet = network.subnet.value
    if subnet is None or network.kind.value not in ("nat", "hostonly") or subnet.prefix > 28:
        return network
    nat = network.nat
    routers: tuple[Fact[int], ...] = ()
    if network.kind.value == "nat":
        device = network.nat_device.value
        host = network.host_adapter.value
        if device is None or not subnet.holds(device) or device == host:
            device = subnet.base + (2 if host != subnet.base + 2 else 1)
        fact = assumed(Interface(device, subnet.prefix), _CURED)
        if network.nat is not None:
            nat = Nat(network.nat.place, fact, assumed(True, _CURED), network.nat.nameservers)
        routers = (assumed(device, _CURED),)
    place = network.dhcp.place if network.dhcp is not None else nat.place if nat is not None else None
    if place is None:
        return network
    pool = (subnet.base + (subnet.broadcast - subnet.base + 1) // 2, subnet.broadcast - 1)
    booked = network.dhcp.reservations if network.dhcp is not None else ()
    dhcp = Dhcp(place, assumed(subnet, _CURED), (assumed(pool, _CURED),), routers, routers, reservations=tuple(
        r for r in booked if r.address.value is not None and subnet.holds(r.address.value)))
    return replace(network, nat=nat, dhcp=dhcp, dhcp_on=assumed(True, _CURED))


def _cure_guest(lab: Lab, guest: Guest, judged: Judged) -> Guest:
    layer = judged.rule.layer
    if layer in ("link", "switch"):
        return _cure_adapters(lab, guest, judged)
    if layer == "interface":
        guest = replace(guest, left_alone={}, failed=UNKNOWN)
    elif layer == "names":
        guest = replace(guest, resolvers=(), local_stub=UNKNOWN)
    interface = judged.subject.get("interface")
    named = [p for p in guest.profiles
             if interface in (p.device.value, p.path.rpartition("/")[2].removeprefix("ifcfg-"), None, "")]
    target = next((p for p in named if p.path == judged.finding.at.source.path), named[0] if named else None)
    if target is None:
        return guest
    adapter = _card(guest, target)
    network = lab.network(adapter.network) if adapter is not None else None
    base = target.probable or _refused_keyfile(target) or \
        Reading("networkmanager", assumed(True, _CURED), assumed("dhcp", _CURED))
    reading = _cure_reading(lab, base, layer, judged, network)
    healthy = _profile(target, reading, adapter)
    return replace(guest, profiles=tuple(healthy if p is target else p for p in guest.profiles))


def _refused_keyfile(profile: Profile) -> Reading | None:
    """What a keyfile says that is not loaded for its permissions, or a profile that no service is there to read."""
    read = profile.mode.known or profile.in_force == "none"
    return profile.reading(profile.readers[-1]) if read and profile.readers else None


def _card(guest: Guest, profile: Profile) -> Adapter | None:
    """The adapter the profile configures or, where it fits none, the one that nobody configures."""
    taken = {p.adapter for p in guest.profiles if p is not profile and p.format != "capture"}
    own = next((a for a in guest.adapters if a.index == profile.adapter), None)
    return own or next((a for a in guest.plugs if a.index not in taken), None)


def _profile(profile: Profile, reading: Reading, adapter: Adapter | None) -> Profile:
    made = Profile(profile.path, profile.format, profile.place, profile.device, UNKNOWN, lambda _: reading, (reading.reader,))
    made.adapter = adapter.index if adapter is not None else None
    made.in_force = reading.reader
    return made


def _cure_reading(lab: Lab, reading: Reading, layer: str, judged: Judged, network: Network | None) -> Reading:
    if layer == "interface":
        return _started(lab, reading, network)
    if judged.rule.name == "static-leftovers-under-dhcp":
        return replace(reading, addresses=(), gateway=UNKNOWN, lease_router=True, lease_dns=True, dns=(), remarks=())
    if layer == "address":
        return _addressed(lab, reading, network)
    if layer == "gateway":
        leaves = network is not None and network.kind.value in ("nat", "bridged")
        drops = judged.rule.name in ("multiple-default-gateways", "gateway-on-isolated-network")
        gateway = UNKNOWN if drops or not leaves else router_of(network)
        return replace(reading, gateway=gateway, gateway_on_link=False)
    return replace(reading, dns=_resolver(network), lease_dns=True) if layer == "names" else reading


def _started(lab: Lab, reading: Reading, network: Network | None) -> Reading:
    """Brought up; a profile that was not understood asks for a lease, or is addressed by hand where nobody serves one."""
    started = replace(reading, starts=assumed(True, _CURED), managed=True, remarks=())
    if reading.method.value in ("dhcp", "static") and (reading.addresses or reading.method.value == "dhcp"):
        return started
    if network is not None and (network.dhcp_on.value or network.kind.value == "bridged"):
        return replace(started, method=assumed("dhcp", _CURED))
    return _addressed(lab, replace(started, method=assumed("static", _CURED)), network)


def _addressed(lab: Lab, reading: Reading, network: Network | None) -> Reading:
    """A free address of the network with its own mask, gateway and resolver."""
    subnet = network.subnet.value if network is not None else None
    if network is None or subnet is None:
        return replace(reading, method=assumed("dhcp", _CURED), addresses=(), gateway=UNKNOWN)
    stated = next((f.value for f in reading.addresses if f.value is not None), None)
    taken = (subnet.base, subnet.broadcast, network.nat_device.value, network.host_adapter.value)
    keeps = stated is not None and subnet.holds(stated.address) and stated.address not in taken and len(
        holders(lab, network.name, stated.address)) < 2
    address = stated.address if stated is not None and keeps else free_address(lab, network)
    if address is None:
        return replace(reading, method=assumed("dhcp", _CURED), addresses=(), gateway=UNKNOWN)
    leads = network.kind.value in ("nat", "bridged")
    return replace(reading, method=assumed("static", _CURED), addresses=(assumed(Interface(address, subnet.prefix), _CURED),),
                   gateway=router_of(network) if leads else UNKNOWN, gateway_on_link=False,
                   dns=_resolver(network) if leads else (), remarks=())


def _resolver(network: Network | None) -> tuple[Fact[str], ...]:
    router = router_of(network).value
    return (assumed(ip_text(router), _CURED),) if router is not None else ()


def _cure_adapters(lab: Lab, guest: Guest, judged: Judged) -> Guest:
    index = judged.subject.get("adapter")
    target = next((a for a in guest.adapters if a.index == index), guest.adapters[0] if guest.adapters else None)
    if target is None:
        return guest
    changes: dict[str, Any] = {"present": assumed(True, _CURED), "connected": assumed(True, _CURED)}
    if judged.rule.layer == "switch":
        changes["network"] = judged.finding.values.get("meant") or _meant(lab, guest, target)
    if judged.rule.name in ("mac-duplicate", "mac-invalid", "mac-out-of-range"):
        changes["mac"] = assumed(generated_mac(0xFF0000 | len(guest.name) % 256 << 8 | sum(map(ord, guest.name)) % 256), _CURED)
    healthy = replace(target, **changes)
    profiles = tuple(_tied(p, healthy) for p in guest.profiles)
    return replace(guest, adapters=tuple(healthy if a is target else a for a in guest.adapters), profiles=profiles, driverless={})


def _meant(lab: Lab, guest: Guest, adapter: Adapter) -> str:
    """Where a plug that leads nowhere was to go: the network of the guest's own address, else its own if there is one."""
    readings = [p.probable for p in guest.profiles if p.adapter in (adapter.index, None)]
    stated = (fact.value for reading in readings if reading is not None for fact in reading.addresses)
    homes = (network_holding(lab, held.address) for held in stated if held is not None)
    own = lab.network(adapter.network)
    if own is not None and own.defined.value is not False:
        return own.name
    return next((home.name for home in homes if home is not None), _DEFAULT_MODE_NETWORK)


def _tied(profile: Profile, adapter: Adapter) -> Profile:
    """A profile that fitted no card goes to the cured one."""
    reading = profile.probable
    return _profile(profile, reading, adapter) if profile.adapter is None and reading is not None else profile
