"""What should be true at each step in this lab: a code for the text, its numbers, and whether the files show it.

A claim is `known` where every fact behind it is there; else `missing` and `supply` are codes of report/supplies.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vmnetdoctor.checklist.subject import kind_of, numbers
from vmnetdoctor.model.addr import ip_text
from vmnetdoctor.model.facts import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vmnetdoctor.checklist.subject import Subject
    from vmnetdoctor.checks.subjects import Nic
    from vmnetdoctor.model.facts import Fact
    from vmnetdoctor.model.host import Network
    from vmnetdoctor.source import Place

READERS = {"networkmanager": "NetworkManager", "keyfile": "NetworkManager", "networkd": "systemd-networkd"}


@record
class Claim:
    """One concrete statement; `places` are its evidence."""

    code: str
    values: dict[str, Any]
    known: bool
    places: tuple[Place, ...] = ()
    missing: str = ""
    supply: str = ""
    network: str | None = None


def claims_of(step: str, subject: Subject) -> list[Claim]:
    """The claims of a step for this subject; none where the step has nothing to say about it."""
    return list(_MAKERS[step](subject)) if step in _MAKERS else []


def _open(code: str, values: dict[str, Any], missing: str, supply: str, network: str | None = None) -> Claim:
    return Claim(code, values, False, (), missing, supply, network)


def _evidence(*facts: Fact[Any]) -> tuple[Place, ...]:
    return tuple(fact.places[0] for fact in facts if fact.places)


def _adapter(subject: Subject) -> Iterator[Claim]:
    guest = subject.guest
    if guest is not None and (guest.vmx is None or not guest.adapters):
        yield _open("adapter", {"guest": guest.name}, "vmx", "vmx")
    for adapter in subject.plugs:
        shown = _evidence(adapter.connected) or _evidence(adapter.present) or (adapter.place,)
        values = numbers(subject, subject.topology.networks.get(adapter.network or ""), adapter=adapter)
        yield Claim("adapter.card", values, adapter.connected.value is not False, shown)


def _vmnets(subject: Subject) -> Iterator[Claim]:
    names = [n.name for n in subject.networks if not n.name.startswith("LAN segment")]
    if names:
        facts = [n.defined for n in subject.networks if n.defined.value]
        shown = _evidence(*facts) or tuple(subject.lab.host.files.values())[:1]
        values = {"networks": names}
        if facts or subject.lab.host.files:
            yield Claim("vmnets", values, True, shown)
        else:
            yield _open("vmnets", values, "vmnets", "dhcp-or-nat-file")


def _plug(subject: Subject) -> Iterator[Claim]:
    for adapter in subject.plugs:
        kind = kind_of(subject.topology, adapter.network)
        values = {**numbers(subject, subject.topology.networks.get(adapter.network or ""), adapter=adapter), "kind": kind}
        if adapter.network is None or kind == "unknown":
            yield _open("plug.unknown" if adapter.network is None else "plug", values, "network-kind", "netmap-or-networking")
        else:
            shown = _evidence(adapter.vnet) if adapter.mode.value == "custom" else ()
            yield Claim("plug", values, True, shown or _evidence(adapter.mode) or (adapter.place,))


def _bridge(subject: Subject) -> Iterator[Claim]:
    for network in _of_kind(subject, "bridged"):
        values, card = numbers(subject, network), network.bridge
        if card.value is None or card.value == "automatic":
            yield _open("bridge.automatic", values, "bridge", "host-cards", network.name)
        else:
            yield Claim("bridge", values, True, _evidence(card), network=network.name)


def _services(subject: Subject) -> Iterator[Claim]:
    for network in _of_kind(subject, "nat"):
        yield _running("services.nat", subject, network, network.nat_running)
    for network in _of_kind(subject, "nat", "hostonly"):
        if network.dhcp_on.value is not False and any(nic.dhcp and nic.network is network for nic in subject.live):
            yield _running("services.dhcp", subject, network, network.dhcp_running)


def _running(code: str, subject: Subject, network: Network, state: Fact[bool]) -> Claim:
    values = numbers(subject, network)
    if state.value is None:
        return _open(code, values, "services", "services", network.name)
    return Claim(code, values, state.value, _evidence(state), network=network.name)


def _interface(subject: Subject) -> Iterator[Claim]:
    guest = subject.guest
    if guest is not None and not subject.nics:
        unmatched = guest.profiles
        yield _open("interface", numbers(subject), "reader" if unmatched else "profiles", "os-release" if unmatched else "ifcfg")
    for nic in subject.live:
        values = {**numbers(subject, nic=nic), "reader": READERS.get(nic.reading.reader, nic.reading.reader)}
        shown = _evidence(nic.reading.starts) or (nic.profile.place,)
        if nic.captured:
            yield Claim("interface.seen", values, nic.live, shown)
        elif not nic.sure and _readers_differ(nic):
            yield _open("interface", values, "reader", "os-release")
        else:
            yield Claim("interface.starts", values, nic.live, shown)


def _readers_differ(nic: Nic) -> bool:
    """Whether it matters who reads the profile: one would start it and another not."""
    return len({(r.starts.value, r.rejected, r.managed) for r in nic.profile.readings.values()}) > 1


def _address(subject: Subject) -> Iterator[Claim]:
    for nic in subject.live:
        values, network = numbers(subject, nic=nic), nic.network
        name = network.name if network is not None else None
        if nic.dhcp or nic.captured:
            yield _leased(subject, nic, values)
        elif nic.address.value is not None:
            subnet = network.subnet if network is not None else None
            if name is not None and kind_of(subject.topology, name) == "lansegment":
                yield Claim("address.segment", values, True, _evidence(nic.address))
            elif subnet is None or subnet.value is None:
                bridged = kind_of(subject.topology, name) == "bridged"
                yield _open("address", values, "lan" if bridged else "subnet", "host-cards" if bridged else "dhcp-or-nat-file")
            else:
                held = subnet.value.holds(nic.address.value.address)
                yield Claim("address", values, held, _evidence(nic.address, subnet))


def _leased(subject: Subject, nic: Nic, values: dict[str, Any]) -> Claim:
    """A dynamic address: known where a capture shows it, or a reservation fixes it, or the pool is in a file."""
    port = subject.port(nic)
    first = port.addresses[0] if port is not None and port.addresses else None
    if nic.captured and nic.address.value is not None:
        return Claim("address.seen", values, True, _evidence(nic.address))
    if first is not None and first.origin in ("reserved", "lease"):
        return Claim("address.reserved", values, True, first.evidence[:1])
    if first is not None and first.origin == "range" and "pool" in values:
        return Claim("address.pool", values, True, first.evidence[:1])
    return _open("address.lease", values, "address", "ip-addr")


def _dhcp(subject: Subject) -> Iterator[Claim]:
    for network in _of_kind(subject, "nat", "hostonly"):
        asked = subject.guest is None or any(nic.dhcp and nic.network is network for nic in subject.live)
        values = numbers(subject, network)
        if network.dhcp is not None and network.dhcp_on.value is not False:
            pools = _evidence(*network.dhcp.ranges)
            yield Claim("dhcp", values, bool(pools), pools or (network.dhcp.place,), "dhcp-service", "dhcp-file", network.name)
        elif asked:
            yield _open("dhcp", values, "dhcp-service", "dhcp-file", network.name)


def _gateway(subject: Subject) -> Iterator[Claim]:
    """The one default gateway of the guest: as the walk has it, against the router that its network really has."""
    stack = subject.stack
    outward = [n for n in subject.networks if kind_of(subject.topology, n.name) in ("nat", "bridged")]
    if stack is None or not outward:
        return
    rows = [row for row in stack.table if row.prefix == 0 and row.via is not None and row.base == 0]
    best = min(rows, key=lambda row: row.metric, default=None)
    network = next((n for n in outward if best is not None and n.name == best.port.network), outward[0])
    nic = next((nic for nic in subject.live if nic.network is network), None)
    kind = kind_of(subject.topology, network.name)
    values, router = numbers(subject, network, nic), network.nat_device if kind == "nat" else network.router
    code = "gateway.nat" if kind == "nat" else "gateway.lan"
    if router.value is None:
        yield _open(code, values, *(("nat-device", "nat-file") if kind == "nat" else ("lan", "host-cards")))
    elif best is None or best.via in subject.topology.invented:
        yield _open(code, values, "gateway", "ip-route")
    else:
        shown = (*best.evidence[:1], *_evidence(router))
        yield Claim(code, values, best.via == router.value, shown, "gateway", "ip-route")


def _nat_device(subject: Subject) -> Iterator[Claim]:
    for network in _of_kind(subject, "nat"):
        values, device = numbers(subject, network), network.nat_device
        if device.value is None:
            yield _open("nat-device", values, "nat-device", "nat-file", network.name)
        else:
            yield Claim("nat-device", values, True, _evidence(device), network=network.name)


def _host_adapter(subject: Subject) -> Iterator[Claim]:
    for network in _of_kind(subject, "nat", "hostonly"):
        values, card = numbers(subject, network), network.host_card
        held = next((a for a in card.addresses if a.value is not None), None) if card is not None else None
        if held is not None and held.value is not None:
            values["host"] = values.get("host") or ip_text(held.value.address)
            inside = network.subnet.value is None or network.subnet.value.holds(held.value.address)
            yield Claim("host-adapter", values, inside, _evidence(held), "host-addresses", "host-cards", network.name)
        elif network.host_adapter_state.value == "absent" and network.host_adapter_state.stated:
            yield Claim("host-adapter.none", values, True, _evidence(network.host_adapter_state), network=network.name)
        else:
            yield _open("host-adapter", values, "host-addresses", "host-cards", network.name)
    for network in _of_kind(subject, "bridged"):
        yield _host_on_lan(subject, network)


def _host_on_lan(subject: Subject, network: Network) -> Claim:
    """A bridged guest meets the host at the host's own address on that LAN."""
    subnet, values = network.subnet.value, numbers(subject, network)
    facts = [a for card in subject.lab.host.adapters for a in card.addresses if a.value is not None]
    held = next((a for a in facts if subnet is not None and a.value is not None and subnet.holds(a.value.address)), None)
    if held is None or held.value is None:
        return _open("host-adapter.lan", values, "host-addresses", "host-cards", network.name)
    values["host"] = ip_text(held.value.address)
    return Claim("host-adapter.lan", values, True, _evidence(held), network=network.name)


def _forwards(subject: Subject) -> Iterator[Claim]:
    for network in _of_kind(subject, "nat"):
        base = numbers(subject, network)
        for forward in network.forwards:
            if forward.port.value is not None and forward.address.value is not None:
                values = {**base, "protocol": forward.protocol, "port": forward.port.value,
                          "target": ip_text(forward.address.value), "guest_port": forward.guest_port.value}
                yield Claim("forwards", values, True, _evidence(forward.port) or (forward.place,), network=network.name)
        if network.nat is None:
            yield _open("forwards.unknown", base, "nat-device", "nat-file", network.name)
        elif not network.forwards:
            yield Claim("forwards.none", base, True, (network.nat.place,), network=network.name)


def _resolver(subject: Subject) -> Iterator[Claim]:
    stack = subject.stack
    if stack is None or subject.guest is None:
        return
    values = numbers(subject)
    if stack.resolvers:
        values["dns"] = [resolver.text for resolver in stack.resolvers]
        yield Claim("resolver", values, True, tuple(r.evidence[0] for r in stack.resolvers if r.evidence)[:2])
    else:
        yield _open("resolver.unknown", values, "resolvers", "resolv.conf")


def _firewall(subject: Subject) -> Iterator[Claim]:
    """No file shows it: firewalls are taken as open (contract.md), so this stays to be tried."""
    yield _open("firewall", numbers(subject), "firewall", "")


def _of_kind(subject: Subject, *kinds: str) -> list[Network]:
    return [n for n in subject.networks if kind_of(subject.topology, n.name) in kinds]


_MAKERS: dict[str, Callable[[Subject], Iterator[Claim]]] = {
    "adapter": _adapter, "vmnets": _vmnets, "plug": _plug, "bridge": _bridge, "services": _services, "interface": _interface,
    "address": _address, "dhcp": _dhcp, "gateway": _gateway, "nat-device": _nat_device, "host-adapter": _host_adapter,
    "forwards": _forwards, "resolver": _resolver, "firewall": _firewall,
}


