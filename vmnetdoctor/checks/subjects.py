"""What rules judge: the lab, a network, a guest, and a guest's NIC as one thing (profile, adapter, network, reading)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vmnetdoctor.model.facts import UNKNOWN, record
from vmnetdoctor.model.lab import once_per_lab

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vmnetdoctor.model.addr import Interface
    from vmnetdoctor.model.facts import Fact
    from vmnetdoctor.model.guest import Adapter, Guest, Profile, Reading
    from vmnetdoctor.model.host import Forward, Network, Reservation
    from vmnetdoctor.model.lab import Lab


@record
class Nic:
    """A profile, the adapter it configures, the network that is plugged into, and what the reader makes of the profile.

    `sure` is False where it is not known who reads the file: then `reading` is the likelier one.
    """

    lab: Lab
    guest: Guest
    profile: Profile
    reading: Reading
    adapter: Adapter | None
    network: Network | None
    live: bool      # brought up at boot, on a NIC that the machine has
    sure: bool

    @property
    def captured(self) -> bool:
        """Not a file's profile but the state that a capture shows."""
        return self.profile.format == "capture"

    @property
    def dhcp(self) -> bool:
        return self.reading.method.value == "dhcp"

    @property
    def address(self) -> Fact[Interface]:
        """The first static address."""
        return self.reading.addresses[0] if self.reading.addresses else UNKNOWN

    @property
    def confidence(self) -> str:
        return "certain" if self.sure else "likely"


@record
class GuestInLab:
    """A guest together with its lab and NICs."""

    lab: Lab
    guest: Guest
    nics: tuple[Nic, ...]


@record
class AdapterInLab:
    """An adapter together with its guest and network."""

    lab: Lab
    guest: Guest
    adapter: Adapter
    network: Network | None


@record
class ProfileInLab:
    """A profile together with the guest it belongs to (None: belongs to no known one)."""

    lab: Lab
    guest: Guest | None
    profile: Profile


@record
class NetworkInLab:
    """A network of the lab."""

    lab: Lab
    network: Network


@record
class ForwardInLab:
    """A port forward and the network whose NAT device makes it."""

    lab: Lab
    network: Network
    forward: Forward


@record
class ReservationInLab:
    """A DHCP reservation and the network it is written for."""

    lab: Lab
    network: Network
    reservation: Reservation


def nics_of(lab: Lab, guest: Guest) -> tuple[Nic, ...]:
    """The guest's profiles that a known reader reads, each with its adapter and network."""
    by_index = {adapter.index: adapter for adapter in guest.adapters}
    made = []
    for profile in guest.profiles:
        reading = profile.probable
        if reading is None or profile.slave:
            continue
        adapter = by_index.get(profile.adapter) if profile.adapter is not None else None
        network = lab.network(adapter.network) if adapter is not None else None
        live = (adapter is not None and bool(adapter.present.value) and bool(reading.starts.value) and reading.managed
                and not reading.rejected and not guest.unattended(profile, reading).value)
        made.append(Nic(lab, guest, profile, reading, adapter, network, live, profile.in_force is not None))
    return tuple(made)


def all_nics(lab: Lab) -> list[Nic]:
    """Every NIC of the lab."""
    return [nic for subject in guests_of(lab) for nic in subject.nics]


@once_per_lab
def guests_of(lab: Lab) -> list[GuestInLab]:
    """Every guest as a subject."""
    return [GuestInLab(lab, guest, nics_of(lab, guest)) for guest in lab.guests]


def subjects_of(lab: Lab, kind: str) -> Iterator[Any]:
    """All subjects of one kind, in the order of the lab."""
    return _SUBJECTS[kind](lab)


def _adapters(lab: Lab) -> Iterator[AdapterInLab]:
    for guest in lab.guests:
        for adapter in guest.adapters:
            yield AdapterInLab(lab, guest, adapter, lab.network(adapter.network))


def _profiles(lab: Lab) -> Iterator[ProfileInLab]:
    for guest in lab.guests:
        for profile in guest.profiles:
            yield ProfileInLab(lab, guest, profile)
    for profile in lab.unmatched:
        yield ProfileInLab(lab, None, profile)


def _forwards(lab: Lab) -> Iterator[ForwardInLab]:
    for network in lab.networks:
        for forward in network.forwards:
            yield ForwardInLab(lab, network, forward)


def _reservations(lab: Lab) -> Iterator[ReservationInLab]:
    for network in lab.networks:
        for reservation in network.dhcp.reservations if network.dhcp is not None else ():
            yield ReservationInLab(lab, network, reservation)


_SUBJECTS: dict[str, Callable[[Lab], Iterator[Any]]] = {
    "lab": lambda lab: iter((lab,)),
    "network": lambda lab: (NetworkInLab(lab, network) for network in lab.networks),
    "guest": lambda lab: iter(guests_of(lab)),
    "adapter": _adapters,
    "profile": _profiles,
    "nic": lambda lab: iter(all_nics(lab)),
    "forward": _forwards,
    "reservation": _reservations,
}


def names_of(subject: Any) -> dict[str, Any]:
    """The subject's names for the report: guest, adapter, interface, network, as far as it has them."""
    guest, adapter = getattr(subject, "guest", None), getattr(subject, "adapter", None)
    profile, network = getattr(subject, "profile", None), getattr(subject, "network", None)
    made: dict[str, Any] = {}
    if guest is not None:
        made["guest"] = guest.name
    if adapter is not None:
        made["adapter"] = adapter.index
    elif profile is not None and profile.adapter is not None:
        made["adapter"] = profile.adapter
    if profile is not None:
        made["interface"] = profile.device.value or profile.path.rsplit("/", 1)[-1].removeprefix("ifcfg-")
    if network is not None and not callable(network):       # of a lab it is the look-up
        made["network"] = network.name
    return made
