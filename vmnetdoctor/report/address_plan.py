"""The address plan of a network: which addresses nobody has, so that a static one may be chosen among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.model.addr import free_ranges

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.model.guest import Guest, Profile, Reading
    from vmnetdoctor.model.host import Network
    from vmnetdoctor.model.lab import Lab


def static_addresses(lab: Lab) -> dict[str, list[int]]:
    """Network name to the static addresses that guests hold there; where the reader is not known, of every reading."""
    held: dict[str, list[int]] = {}
    for guest in lab.guests:
        for network, profile in plugged(guest):
            if network is not None and not profile.slave:
                held.setdefault(network, []).extend(_addresses(profile))
    return held


def plugged(guest: Guest) -> Iterator[tuple[str | None, Profile]]:
    """Each profile of the guest with the network that its adapter ends on."""
    networks = {adapter.index: adapter.network for adapter in guest.adapters}
    for profile in guest.profiles:
        yield (networks.get(profile.adapter) if profile.adapter is not None else None), profile


def readings(profile: Profile) -> list[Reading]:
    """The reading in force; all of them where it is not known who reads the profile; none where nobody does."""
    if profile.in_force is None:
        return list(profile.readings.values())
    return [profile.effective] if profile.effective is not None else []


def _addresses(profile: Profile) -> Iterator[int]:
    for reading in readings(profile):
        for fact in reading.addresses:
            if fact.value is not None:
                yield fact.value.address


def serves_dhcp(network: Network) -> bool:
    """Whether VMware's DHCP serves the network, as far as files tell."""
    return network.dhcp is not None if network.dhcp_on.value is None else network.dhcp_on.value


def free_static(network: Network, held: list[int]) -> list[tuple[int, int]] | None:
    """Addresses free for static use, or None where the subnet or its other users are not known (vmware-networking.md 2.2).

    With DHCP on, the last address before the broadcast one is the DHCP server's own, whatever the pool says.
    """
    subnet = network.subnet.value
    if subnet is None or network.kind.value == "bridged":
        return None
    first, last = (subnet.base + 1, subnet.broadcast - 1) if subnet.prefix < 31 else (subnet.base, subnet.broadcast)
    taken = [(address, address) for address in held]
    taken += [(fact.value, fact.value) for fact in (network.host_adapter, network.nat_device) if fact.value is not None]
    if serves_dhcp(network):
        taken.append((subnet.broadcast - 1, subnet.broadcast - 1))
        taken.extend(_dhcp_taken(network))
    return free_ranges((first, last), [(low, high) for low, high in taken if high >= first and low <= last])


def _dhcp_taken(network: Network) -> Iterator[tuple[int, int]]:
    if network.dhcp is None:
        return
    for pool in network.dhcp.ranges:
        if pool.value is not None:
            yield min(pool.value), max(pool.value)
    for reservation in network.dhcp.reservations:
        if reservation.address.value is not None:
            yield reservation.address.value, reservation.address.value
