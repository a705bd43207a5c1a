"""Look-ups over the lab that several rules share: who holds an address, who is on a network, what is reserved for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.checks.subjects import all_nics
from vmnetdoctor.model.lab import once_per_lab

if TYPE_CHECKING:
    from vmnetdoctor.checks.subjects import Nic
    from vmnetdoctor.model.addr import Interface, Subnet
    from vmnetdoctor.model.facts import Fact
    from vmnetdoctor.model.guest import Adapter, Guest
    from vmnetdoctor.model.host import Forward, Network, Reservation
    from vmnetdoctor.model.lab import Lab

_MOST_TRIED = 512                      # addresses looked at before giving up, so that thousands of findings stay cheap
ISOLATED = ("hostonly", "lansegment")
OUTSIDE = ("nat", "bridged")           # kinds of network whose guests are meant to reach the outside


def holders(lab: Lab, network: str, address: int) -> list[tuple[Nic, Fact[Interface]]]:
    """NICs with that static address on that network, with the fact that states it."""
    return _holders(lab).get((network, address), [])


@once_per_lab
def _holders(lab: Lab) -> dict[tuple[str, int], list[tuple[Nic, Fact[Interface]]]]:
    table: dict[tuple[str, int], list[tuple[Nic, Fact[Interface]]]] = {}
    for nic in all_nics(lab):
        if nic.live and nic.network is not None:
            for fact in nic.reading.addresses:
                if fact.value is not None:
                    table.setdefault((nic.network.name, fact.value.address), []).append((nic, fact))
    return table


def stated_owners(lab: Lab, network: str, address: int) -> bool:
    """Whether any profile gives this address to a NIC on that network, be it up or not."""
    return (network, address) in _stated(lab)


@once_per_lab
def _stated(lab: Lab) -> set[tuple[str, int]]:
    return {(nic.network.name, fact.value.address) for nic in all_nics(lab) if nic.network is not None
            for fact in nic.reading.addresses if fact.value is not None}


class Strangers(NamedTuple):
    """What files of machines without a vmx state: addresses as integers, MACs as text."""

    addresses: set[int]
    macs: set[str]


@once_per_lab
def strangers(lab: Lab) -> Strangers:
    """Addresses and cards of machines whose vmx is not given: rules about owners must not call these unknown."""
    readings = [reading for profile in lab.unmatched for reading in profile.readings.values()]
    return Strangers({held.value.address for reading in readings for held in reading.addresses if held.value is not None},
                     {profile.mac.value for profile in lab.unmatched if profile.mac.value is not None})


def nics_on(lab: Lab, network: str) -> list[Nic]:
    """The live NICs on that network."""
    return _nics_by_network(lab).get(network, [])


@once_per_lab
def _nics_by_network(lab: Lab) -> dict[str, list[Nic]]:
    table: dict[str, list[Nic]] = {}
    for nic in all_nics(lab):
        if nic.live and nic.network is not None:
            table.setdefault(nic.network.name, []).append(nic)
    return table


@once_per_lab
def guests_by_network(lab: Lab) -> dict[str | None, list[str]]:
    """Names of the guests by the networks they are plugged into."""
    found: dict[str | None, list[str]] = {}
    for guest in lab.guests:
        for adapter in guest.plugs:
            found.setdefault(adapter.network, []).append(guest.name)
    return found


@once_per_lab
def unread_adapters(lab: Lab) -> set[str | None]:
    """Networks with a present adapter that no live profile configures: whoever sits there may hold any address."""
    read = {id(nic.adapter) for nic in all_nics(lab) if nic.live}
    return {a.network for guest in lab.guests for a in guest.plugs if id(a) not in read}


@once_per_lab
def cards(lab: Lab) -> dict[str, list[tuple[Guest, Adapter]]]:
    """MAC to the present adapters that have it."""
    table: dict[str, list[tuple[Guest, Adapter]]] = {}
    for guest in lab.guests:
        for adapter in guest.adapters:
            if adapter.present.value and adapter.mac.value is not None:
                table.setdefault(adapter.mac.value, []).append((guest, adapter))
    return table


@once_per_lab
def reservations(lab: Lab) -> dict[str, list[tuple[Network, Reservation]]]:
    """MAC to the reservations written for it."""
    table: dict[str, list[tuple[Network, Reservation]]] = {}
    for network in lab.networks:
        for reservation in network.dhcp.reservations if network.dhcp is not None else ():
            if reservation.mac.value is not None:
                table.setdefault(reservation.mac.value, []).append((network, reservation))
    return table


@once_per_lab
def reserved_addresses(lab: Lab) -> set[int | None]:
    """Every address that a reservation gives to somebody."""
    return {r.address.value for n in lab.networks if n.dhcp is not None for r in n.dhcp.reservations}


def reserved_for(lab: Lab, mac: str | None, address: int) -> bool:
    """Whether a reservation gives this address to this card."""
    return mac is not None and any(r.address.value == address for _, r in reservations(lab).get(mac, ()))


def network_holding(lab: Lab, address: int) -> Network | None:
    """The network whose subnet holds the address."""
    return next((network for subnet, network in _subnets(lab) if subnet.holds(address)), None)


@once_per_lab
def _subnets(lab: Lab) -> list[tuple[Subnet, Network]]:
    return [(n.subnet.value, n) for n in lab.networks if n.subnet.value is not None]


def forwards_to(nic: Nic) -> list[Forward]:
    """The port forwards that lead to the NIC's first static address on the network that this one is of."""
    table = _forwards_by_target(nic.lab)
    home = network_holding(nic.lab, nic.address.value.address) if table and nic.address.value is not None else None
    return table.get((home.name, nic.address.value.address), []) if home is not None and nic.address.value is not None else []


@once_per_lab
def _forwards_by_target(lab: Lab) -> dict[tuple[str, int], list[Forward]]:
    table: dict[tuple[str, int], list[Forward]] = {}
    for network in lab.networks:
        for forward in network.forwards:
            if forward.address.value is not None and forward.port.value is not None:
                table.setdefault((network.name, forward.address.value), []).append(forward)
    return table


@once_per_lab
def nics_by_card(lab: Lab) -> dict[int, list[Nic]]:
    """The NICs of each adapter, by its identity."""
    table: dict[int, list[Nic]] = {}
    for nic in all_nics(lab):
        table.setdefault(id(nic.adapter), []).append(nic)
    return table


def vmnet_of_bridged(nic: Nic) -> Network | None:
    """The host's own vmnet that a bridged NIC has its static address from, where no file tells the subnet of the LAN.

    A card of the host on the same subnet would be such a LAN: then nothing is said here.
    """
    held, network = nic.address.value, nic.network
    if held is None or network is None or nic.dhcp or network.kind.value != "bridged" or network.subnet.value is not None:
        return None
    home = network_holding(nic.lab, held.address)
    real = (fact.value for card in nic.lab.host.adapters if not card.is_vmware for fact in card.addresses)
    closed = home is not None and home.kind.value in ("nat", "hostonly")
    return home if closed and not any(own is not None and own.subnet.holds(held.address) for own in real) else None


def free_address(lab: Lab, network: Network) -> int | None:
    """An address for a static guest that no file gives away (vmware-networking.md 2.2: .3 and up); None if none is near."""
    subnet = network.subnet.value
    if subnet is None or subnet.prefix > 29 or network.kind.value == "bridged":
        return None
    dhcp = network.dhcp
    pools = [r.value for r in dhcp.ranges if r.value is not None] if dhcp is not None else []
    taken = {network.nat_device.value, network.host_adapter.value}
    taken.update(r.address.value for r in (dhcp.reservations if dhcp is not None else ()))
    address = subnet.base + 3
    for _ in range(_MOST_TRIED):
        pool = next((p for p in pools if p[0] <= address <= p[1]), None)
        if address >= subnet.broadcast - 1:
            return None
        if pool is None and address not in taken and not holders(lab, network.name, address):
            return address
        address = address + 1 if pool is None else pool[1] + 1
    return None


def has_default_route(nic: Nic) -> bool:
    """Whether this NIC brings a default route: its own gateway, or a lease's on a network that hands one out."""
    if not nic.live:
        return False
    if nic.reading.gateway.value is not None:
        return True
    leased = nic.dhcp and nic.reading.lease_router and nic.network is not None
    return bool(leased) and nic.network is not None and (
        nic.network.kind.value == "bridged" or (nic.network.dhcp is not None and bool(nic.network.dhcp.routers)))
