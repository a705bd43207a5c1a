"""One guest (or the host alone) as the checklist walks it: its cards, interfaces and networks, and the numbers of its texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vmnetdoctor.checks.subjects import nics_of
from vmnetdoctor.model.addr import ip_text, mask_of
from vmnetdoctor.model.facts import record

if TYPE_CHECKING:
    from vmnetdoctor.checks.subjects import Nic
    from vmnetdoctor.model.guest import Adapter, Guest
    from vmnetdoctor.model.host import Network
    from vmnetdoctor.model.lab import Lab
    from vmnetdoctor.network.node import Port, Stack
    from vmnetdoctor.network.topology import Topology

KINDS = ("nat", "hostonly", "bridged", "lansegment")
_EL = ("centos", "rhel", "rocky", "alma", "oracle")


@record
class Subject:
    """A guest with what it is plugged into; `guest` is None for networks of the host that no guest uses."""

    topology: Topology
    guest: Guest | None
    nics: tuple[Nic, ...]
    networks: tuple[Network, ...]

    @property
    def lab(self) -> Lab:
        return self.topology.lab

    @property
    def plugs(self) -> tuple[Adapter, ...]:
        return self.guest.plugs if self.guest is not None else ()

    @property
    def kinds(self) -> set[str]:
        """Kinds of its networks; `unknown` where an adapter ends nowhere that is known, or where there is none."""
        names = [a.network for a in self.plugs] or [n.name for n in self.networks]
        return {kind_of(self.topology, name) for name in names} or {"unknown"}

    @property
    def live(self) -> tuple[Nic, ...]:
        """The interfaces that come up; where none does, all of them, since that is what has to be cured."""
        return tuple(nic for nic in self.nics if nic.live) or self.nics

    @property
    def stack(self) -> Stack | None:
        """Addresses, routes and resolvers as the packet walk has them, leases included."""
        return self.topology.endpoints[self.guest.name].stacks[0] if self.guest is not None else None

    def port(self, nic: Nic) -> Port | None:
        """The interface of the walk that this one became; None where it does not come up."""
        ports = self.stack.ports if self.stack is not None else ()
        here = [p for p in ports if nic.network is not None and p.network == nic.network.name]
        return next((p for p in here if p.name == nic.profile.device.value), here[0] if here else None)


def subject_of(topology: Topology, guest: Guest) -> Subject:
    """The guest as a subject, with each network it is plugged into once."""
    names = dict.fromkeys(adapter.network for adapter in guest.plugs if adapter.network is not None)
    networks = tuple(topology.networks[name] for name in names if name in topology.networks)
    return Subject(topology, guest, nics_of(topology.lab, guest), networks)


def kind_of(topology: Topology, name: str | None) -> str:
    """`nat`, `hostonly`, `bridged`, `lansegment` or `unknown`."""
    kind = topology.kind_of(name) if name is not None else "unknown"
    return kind if kind in KINDS else "unknown"


def system_of(guest: Guest | None) -> str:
    """Whose commands the guest understands: `windows`, `el6`, `el7` (CentOS 7 and later), or `linux`."""
    name = ((guest.os.value or guest.guest_os.value or "") if guest is not None else "").lower()
    if name.startswith("win"):
        return "windows"
    family = next((family for family in _EL if name.startswith(family)), None)
    if family is None:
        return "linux"
    digits = "".join(char for char in name.removeprefix(family).partition("-")[0] if char.isdigit())
    return "el6" if digits in ("5", "6") else "el7" if digits else "linux"


def host_systems(lab: Lab) -> tuple[str, ...]:
    """The host's system, or all of them where it is not known."""
    known = lab.host.os.value
    return (known,) if known in ("windows", "linux", "macos") else ("windows", "linux", "macos")


def numbers(subject: Subject, network: Network | None = None, nic: Nic | None = None,
            adapter: Adapter | None = None) -> dict[str, Any]:
    """The values that the texts of a step may use, as far as they are known."""
    nic = nic or next((nic for nic in subject.live if network is None or nic.network is network), None)
    network = network or (nic.network if nic is not None else None) or next(iter(subject.networks), None)
    adapter = adapter or (nic.adapter if nic is not None else None) or next(iter(subject.plugs), None)
    made: dict[str, Any] = {"guest": subject.guest.name if subject.guest is not None else None}
    if network is not None:
        made.update(of_network(subject.topology, network))
    if adapter is not None:
        made.update(index=adapter.index, mac=adapter.mac.value)
        made.setdefault("network", adapter.network)
    if nic is not None:
        made.update(_of_nic(subject, nic))
    return {key: value for key, value in made.items() if value not in (None, [])}


def _of_nic(subject: Subject, nic: Nic) -> dict[str, Any]:
    port = subject.port(nic)
    made: dict[str, Any] = {"interface": nic.profile.device.value or nic.profile.path.rsplit("/", 1)[-1].removeprefix("ifcfg-")}
    stated = nic.address.value
    found = next(((a.value, a.prefix) for a in port.addresses), None) if port is not None else stated
    if found is not None and found[0] not in subject.topology.invented:
        made.update(address=ip_text(found[0]), prefix=found[1], mask=ip_text(mask_of(found[1])))
    return made


def of_network(topology: Topology, network: Network) -> dict[str, Any]:
    """The numbers of a network."""
    subnet, kind = network.subnet.value, kind_of(topology, network.name)
    number = network.name.removeprefix("VMnet") if network.name.startswith("VMnet") else None
    pools = [fact.value for fact in network.dhcp.ranges if fact.value is not None] if network.dhcp is not None else []
    made: dict[str, Any] = {
        "network": network.name, "kind": kind, "subnet": subnet, "number": number, "bridge": network.bridge.value,
        "nat": _text(network.nat_device.value), "host": _text(network.host_adapter.value),
        "router": _text(network.nat_device.value if kind == "nat" else network.router.value),
        "pool": [f"{ip_text(low)}-{ip_text(high)}" for low, high in pools]}
    if subnet is not None:
        made.update(netmask=ip_text(mask_of(subnet.prefix)), base=ip_text(subnet.base))
    return made


def _text(address: int | None) -> str | None:
    return None if address is None else ip_text(address)
