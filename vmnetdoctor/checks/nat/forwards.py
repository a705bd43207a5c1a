"""Rules about the port forwards of a NAT network (causes.md, NAT service)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.checks.lookups import holders, nics_on, reserved_addresses, stated_owners, strangers, unread_adapters
from vmnetdoctor.checks.moved_leases import moved
from vmnetdoctor.checks.outcome import CannotTell, Finding, Outcome, check, places
from vmnetdoctor.checks.subjects import all_nics
from vmnetdoctor.model.addr import ip_text
from vmnetdoctor.model.lab import once_per_lab

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.checks.subjects import ForwardInLab, Nic
    from vmnetdoctor.model.host import Dhcp, Forward
    from vmnetdoctor.model.lab import Expectation, Lab

MOST_RANGES = 64        # VMware writes one for each network; hostile files have more


@check("forward")
def forward_invalid(subject: ForwardInLab) -> Iterator[Outcome]:
    forward = subject.forward
    values = {"port": forward.port_text.value or "", "target": forward.target_text.value or "", "protocol": forward.protocol}
    for case, part in (("port", forward.port), ("address", forward.address), ("guest-port", forward.guest_port)):
        if part.value is None:
            yield Finding(part.places[0] if part.places else forward.place, values, case=case)
            return


def legal(subject: ForwardInLab) -> bool:
    forward = subject.forward
    return forward.port.value is not None and forward.address.value is not None and forward.guest_port.value is not None


def _values(forward: Forward) -> dict[str, object]:
    return {"protocol": forward.protocol, "port": forward.port.value, "guest_port": forward.guest_port.value,
            "address": ip_text(forward.address.value or 0)}


@check("lab")
def forward_duplicate_port(lab: Lab) -> Iterator[Outcome]:
    seen: dict[tuple[str, int], Forward] = {}
    for network in lab.networks:
        for forward in network.forwards:
            if forward.port.value is None:
                continue
            first = seen.setdefault((forward.protocol, forward.port.value), forward)
            if first is not forward:
                yield Finding(forward.place, {**_values(forward), "target": forward.target_text.value or "",
                                              "first": first.target_text.value or ""},
                              (("other", first.place),), subject={"network": network.name})


@check("forward", when=legal)
def forward_target_outside(subject: ForwardInLab) -> Iterator[Outcome]:
    forward, network = subject.forward, subject.network
    address, subnet = forward.address.value, network.subnet.value
    assert address is not None
    at = forward.address.places[0] if forward.address.places else forward.place
    values = {**_values(forward), "subnet": str(subnet) if subnet is not None else "?", "owner": ""}
    if subnet is None:
        return
    if not subnet.holds(address):
        yield Finding(at, values, places("subnet", network.subnet))
    elif address in (subnet.base, subnet.broadcast):
        yield Finding(at, {**values, "owner": "network" if address == subnet.base else "broadcast"},
                      case="infrastructure")
    elif address in (network.nat_device.value, network.host_adapter.value):
        owner = network.nat_device if address == network.nat_device.value else network.host_adapter
        role = "nat-device" if address == network.nat_device.value else "host-adapter"
        yield Finding(at, {**values, "owner": role}, places("owner", owner), case="infrastructure")


def _good_target(subject: ForwardInLab) -> bool:
    network, address = subject.network, subject.forward.address.value
    subnet = network.subnet.value
    return (legal(subject) and subnet is not None and address is not None and subnet.holds(address)
            and address not in (subnet.base, subnet.broadcast, network.nat_device.value, network.host_adapter.value))


def _reserved(subject: ForwardInLab) -> bool:
    return subject.forward.address.value in reserved_addresses(subject.lab)


@once_per_lab
def _dynamic_guests(lab: Lab, network: str) -> list[Nic]:
    return [nic for nic in nics_on(lab, network) if nic.dhcp]


@once_per_lab
def _static_addresses(lab: Lab, network: str) -> list[str]:
    return sorted({ip_text(f.value.address) for n in nics_on(lab, network) for f in n.reading.addresses if f.value is not None})


def _leased(subject: ForwardInLab) -> bool | None:
    """Whether a lease holds the target; None where no leases are given."""
    dhcp = subject.network.dhcp
    if dhcp is None or not dhcp.leases:
        return None
    held = _leased_addresses(subject.lab, subject.network.name)
    return subject.forward.address.value in held or (False if _leases_whole(subject, dhcp) else None)


@once_per_lab
def _leased_addresses(lab: Lab, network: str) -> set[int | None]:
    of = lab.network(network)
    return {lease.address.value for lease in of.dhcp.leases} if of is not None and of.dhcp is not None else set()


def _leases_whole(subject: ForwardInLab, dhcp: Dhcp) -> bool:
    """Whether the leases are the server's own, or every guest that asks has shown its own."""
    files = {item.path for item in subject.lab.inputs if item.kind == "leases"}
    shown = {lease.mac.value for lease in dhcp.leases}
    return any(lease.place.source.path in files for lease in dhcp.leases) or all(
        nic.adapter is not None and nic.adapter.mac.value in shown for nic in _dynamic_guests(subject.lab, subject.network.name))


def _in_pool(subject: ForwardInLab) -> bool:
    address = subject.forward.address.value
    dhcp = subject.network.dhcp
    return dhcp is not None and any(p.value is not None and address is not None and p.value[0] <= address <= p.value[1]
                                    for p in dhcp.ranges[:MOST_RANGES])


def _unread_guests(subject: ForwardInLab) -> bool:
    """Guests on the network whose addressing no file tells: one of them may own the target."""
    return subject.network.name in unread_adapters(subject.lab)


@check("forward", when=_good_target)
def forward_target_unknown(subject: ForwardInLab) -> Iterator[Outcome]:
    forward, network = subject.forward, subject.network
    if stated_owners(subject.lab, network.name, forward.address.value or 0) or _reserved(subject) or not subject.lab.guests:
        return
    if forward.address.value in strangers(subject.lab).addresses:
        return      # guest-unmatched tells whose vmx is missing
    if network.dhcp is None and _dynamic_guests(subject.lab, subject.network.name):
        if network.dhcp_on.value is not False:      # else no-dhcp-on-network tells why nobody has it
            yield CannotTell("reservations", "dhcp-file")
        return
    unleased = _in_pool(subject) and _leased(subject) is False
    if _unread_guests(subject) and not unleased:
        return
    if _in_pool(subject) and not unleased and (_dynamic_guests(subject.lab, subject.network.name) or _leased(subject)):
        return      # a lease may own it: forward-target-dynamic
    at = forward.address.places[0] if forward.address.places else forward.place
    owner = _owner_elsewhere(subject)
    if owner is not None:
        yield Finding(at, {**_values(forward), "guest": owner.guest.name},
                      places("owner", *owner.reading.addresses[:1]),
                      case="not-connected", confidence="likely", subject={"guest": owner.guest.name})
        return
    owners, astray = _static_addresses(subject.lab, subject.network.name), _astray(subject)
    yield Finding(at, {**_values(forward), "owners": owners[:6]}, confidence="likely",
                  case="default" if owners else "nobody",
                  subject={"guest": astray.guest.name} if astray is not None else {})


def _astray(subject: ForwardInLab) -> Nic | None:
    """A guest on the network without the address its files try to give it, or with one that cannot be meant.

    It may be the one that the forward is for.
    """
    return next((nic for nic in nics_on(subject.lab, subject.network.name)
                 if (nic.reading.remarks and not nic.reading.addresses)
                 or any(f.value is not None and _unmeant(subject, nic, f.value.address) for f in nic.reading.addresses)), None)


def _unmeant(subject: ForwardInLab, nic: Nic, address: int) -> bool:
    network, subnet = subject.network, subject.network.subnet.value
    if nic.dhcp or subnet is None:
        return False
    held = holders(subject.lab, network.name, address)
    taken = (network.nat_device.value, network.host_adapter.value, subnet.base, subnet.broadcast)
    return address in taken or not subnet.holds(address) or (bool(held) and held[0][0].guest is not nic.guest)


def _owner_elsewhere(subject: ForwardInLab) -> Nic | None:
    """A guest whose profile states the target's address, though it is not up on this network."""
    return _nics_by_address(subject.lab).get(subject.forward.address.value or 0)


@once_per_lab
def _nics_by_address(lab: Lab) -> dict[int, Nic]:
    table: dict[int, Nic] = {}
    for nic in all_nics(lab):
        for fact in nic.reading.addresses:
            if fact.value is not None:
                table.setdefault(fact.value.address, nic)
    return table


@check("forward", when=_good_target)
def forward_target_dynamic(subject: ForwardInLab) -> Iterator[Outcome]:
    forward, network = subject.forward, subject.network
    if stated_owners(subject.lab, network.name, forward.address.value or 0) or _reserved(subject) or not _in_pool(subject):
        return
    if moved(subject.lab, network, forward.address.value or 0) is not None:
        return      # it is nobody's of today: lease-moved
    guests, leased = _dynamic_guests(subject.lab, subject.network.name), _leased(subject)
    if leased or (leased is None and (guests or _unread_guests(subject))):
        yield Finding(forward.address.places[0] if forward.address.places else forward.place,
                      {**_values(forward), "guests": [nic.guest.name for nic in guests[:6]] or "?"},
                      confidence="likely")


@check("lab")
def forward_target_wrong(lab: Lab) -> Iterator[Outcome]:
    for network in lab.networks:
        by_target: dict[tuple[str, int | None, int | None], list[Forward]] = {}
        for forward in network.forwards:
            if forward.address.value is not None and forward.guest_port.value is not None:
                by_target.setdefault((forward.protocol, forward.address.value, forward.guest_port.value), []).append(forward)
        for twins in by_target.values():
            odd = [f for f in twins if f.port.value is not None and f.port.value < 1024 and f.port.value != f.guest_port.value]
            if len(twins) > 1 and odd and any(f.port.value == f.guest_port.value for f in twins):
                yield Finding(odd[0].place, {**_values(odd[0])}, tuple(("other", f.place) for f in twins if f is not odd[0]),
                              subject={"network": network.name}, confidence="possible", severity="info")


def _forward_for(lab: Lab, wish: Expectation) -> bool:
    protocol, _, port = wish.probe.partition("/")
    return any(f.protocol == protocol and str(f.port.value) == port for n in lab.networks for f in n.forwards)


@check("lab")
def forward_missing(lab: Lab) -> Iterator[Outcome]:
    for wish in lab.expectations:
        if wish.sender != "lan" or wish.verdict != "reachable" or "/" not in wish.probe or _forward_for(lab, wish):
            continue
        guest = next((g for g in lab.guests if g.name == wish.target), None)
        networks = [lab.network(a.network) for a in guest.plugs] if guest is not None else []
        nat = next((n for n in networks if n is not None and n.kind.value == "nat"), None)
        if nat is None or any(n is not None and n.kind.value == "bridged" for n in networks):
            continue
        protocol, _, port = wish.probe.partition("/")
        yield Finding(wish.place, {"target": wish.target, "protocol": protocol, "port": port, "network": nat.name},
                      (("nat", nat.nat.place),) if nat.nat is not None else (),
                      subject={"guest": wish.target, "network": nat.name})
