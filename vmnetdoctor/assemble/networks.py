"""Joins what the host's files say about each vmnet into one network record.

Running services read dhcpd.conf and nat.conf, so these outrank `networking`, from which they are generated
(vmware-networking.md 5.1); names and kinds come from whatever states them.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from vmnetdoctor.model.addr import APIPA
from vmnetdoctor.model.facts import UNKNOWN, Fact, assumed, record, unknown
from vmnetdoctor.model.host import Dhcp, Network

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vmnetdoctor.assemble.dhcp import DhcpSegment
    from vmnetdoctor.assemble.nat import NatParts
    from vmnetdoctor.assemble.netmap import NameMap
    from vmnetdoctor.assemble.networking import VnetAnswers
    from vmnetdoctor.model.addr import Subnet
    from vmnetdoctor.model.host import Forward, HostAdapter, HostName, LeaseSource, Reservation
    from vmnetdoctor.model.seen import Seen, SeenInterface
    from vmnetdoctor.source import Place

DEFAULT_KINDS = {"VMnet0": "bridged", "VMnet1": "hostonly", "VMnet8": "nat"}     # vmware-networking.md 2.1


@record
class HostFiles:
    """What was read on the host's side; `complete` are files that list every vmnet (netmap.conf, `networking`).

    `dhcp_file` is the one DHCP file of a Windows host, which serves every vmnet it does.
    """

    segments: list[DhcpSegment] = field(default_factory=list)
    nats: list[NatParts] = field(default_factory=list)
    answers: dict[str, VnetAnswers] = field(default_factory=dict)
    names: list[NameMap] = field(default_factory=list)
    segment_names: dict[str, str] = field(default_factory=dict)
    complete: list[Place] = field(default_factory=list)
    dhcp_file: list[Place] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)          # the host's captures, joined
    leases: list[Reservation] = field(default_factory=list)
    bridges: dict[str, Fact[str]] = field(default_factory=dict)
    adapters: list[HostAdapter] = field(default_factory=list)
    resolvers: list[Fact[tuple[str, ...]]] = field(default_factory=list)
    lease_files: list[LeaseSource] = field(default_factory=list)
    named: list[HostName] = field(default_factory=list)     # lines of `hosts` files


def networks_of(files: HostFiles, used: Iterable[str]) -> tuple[Network, ...]:
    """Every network that a file names or an adapter ends on, VMnets by number first, then LAN segments."""
    named = _named_segments(files)
    nats: dict[str, NatParts] = {}
    for parts in files.nats:
        nats.setdefault(parts.network.value or "", parts)
    names = {*named, *nats, *files.answers, *files.bridges, *used, *(name for m in files.names for name in m.names)}
    return tuple(_Joined(files, name, named.get(name, []), nats.get(name)).network()
                 for name in sorted(names - {""}, key=_order))


def _not_listed(seen: Seen) -> Fact[str] | None:
    """A whole listing of the host's cards without this one: Windows leaves disabled cards out, Linux has none then.

    macOS 11 and later show other names for them (vmware-networking.md 7), so there nothing follows.
    """
    place = seen.interfaces[0].place if seen.interfaces else None
    if place is None or seen.system.value == "macos":
        return None
    return Fact("disabled" if seen.system.value == "windows" else "absent", (place,))


def _lan_of(card: HostAdapter) -> Fact[Subnet]:
    """The LAN that the bridged card is on; a self-given 169.254.x.x tells nothing of it."""
    held = next((a for a in card.addresses if a.value is not None and not APIPA.holds(a.value.address)), UNKNOWN)
    return held.map(lambda i: i.subnet)


def _order(name: str) -> tuple[bool, int, str]:
    number = name.removeprefix("VMnet")
    return (not number.isdigit(), int(number) if number.isdigit() else 0, name)


def _named_segments(files: HostFiles) -> dict[str, list[DhcpSegment]]:
    """Segments by vmnet; one without a name is the NAT file's with that subnet, else by what it hands out (3.1)."""
    named: dict[str, list[DhcpSegment]] = {}
    for segment in files.segments:
        if segment.network.value is not None:
            named.setdefault(segment.network.value, []).append(segment)
    for segment in files.segments:
        if segment.network.value is None:
            subnet = segment.dhcp.subnet.value
            twin = next((p.network.value for p in files.nats if subnet is not None and p.subnet.value == subnet), None)
            name = twin or ("VMnet8" if segment.dhcp.routers else "VMnet1")
            named.setdefault(name, []).append(segment)
    return named


class _Joined:
    """All that is known about one vmnet."""

    def __init__(self, files: HostFiles, name: str, segments: list[DhcpSegment], nat: NatParts | None) -> None:
        self.files = files
        self.name = name
        self.segments = segments
        self.nat = nat
        self.answers = files.answers.get(name)
        self.dhcp = segments[0].dhcp if segments else None

    def network(self) -> Network:
        kind = self.kind()
        bridge = self.bridge() if kind.value == "bridged" else UNKNOWN
        card = self.bridged_card(bridge)
        subnets = self.subnets()
        subnet = subnets[0] if subnets else UNKNOWN
        router: Fact[int] = UNKNOWN
        if kind.value == "bridged":
            subnet = _lan_of(card) if card is not None else UNKNOWN
            router = card.gateway if card is not None else UNKNOWN
        dhcp_on = self.dhcp_on(kind)
        return Network(
            self.name, kind, subnet, self.host_adapter(), self.host_adapter_state(), dhcp_on,
            self.nat_on(), self.service(subnet, dhcp_on), self.nat.nat if self.nat is not None else None, self.forwards(),
            self.defined(), tuple(subnets), bridge=bridge, router=router, **self.running(), host_card=self.card())

    def kind(self) -> Fact[str]:
        if self.name.startswith("LAN segment"):
            return assumed("lansegment", "lan-segment")
        stated = [self.answers.kind] if self.answers is not None else []
        stated += [m.kinds[self.name] for m in self.files.names if self.name in m.kinds]
        found = next((fact for fact in stated if fact.stated), None)
        if found is not None:
            return found
        if self.name in self.files.bridges:
            return Fact("bridged", self.files.bridges[self.name].places)
        if self.nat is not None:
            return Fact("nat", (self.nat.nat.place,))
        if self.dhcp is not None:
            routers = self.dhcp.routers
            return Fact("nat", routers[0].places) if routers else Fact("hostonly", (self.dhcp.place,))
        return assumed(DEFAULT_KINDS[self.name], "default-name") if self.name in DEFAULT_KINDS else unknown("kind")

    def subnets(self) -> list[Fact[Subnet]]:
        stated = [segment.dhcp.subnet for segment in self.segments]
        if self.nat is not None:
            stated.append(self.nat.subnet)
        if self.answers is not None:
            stated.append(self.answers.subnet)
        return [fact for fact in stated if fact.value is not None]

    def card(self) -> SeenInterface | None:
        """The host virtual adapter as the host's captures show it."""
        if not self.files.seen:
            return None
        from vmnetdoctor.assemble.seen_host import host_cards

        return host_cards(self.files.seen[0]).get(self.name)

    def running(self) -> dict[str, Fact[bool]]:
        """What the host's captures say of the services."""
        if not self.files.seen:
            return {}
        from vmnetdoctor.assemble.seen_host import running

        seen = self.files.seen[0]
        return {"nat_running": running(seen, "VMware NAT Service", "vmnet-natd", self.name),
                "dhcp_running": running(seen, "VMnetDHCP", "vmnet-dhcpd", self.name)}

    def host_adapter(self) -> Fact[int]:
        card = self.card()
        if card is not None and card.addresses:
            return card.addresses[0].map(lambda i: i.address)
        stated = [segment.host_adapter for segment in self.segments]
        if self.nat is not None:
            stated.append(self.nat.host_adapter)
        if self.answers is not None:
            stated.append(self.answers.host_adapter)
        taken = self.nat.nat.device.value if self.nat is not None else None
        return next((fact for fact in stated if fact.value is not None and (
            fact.stated or taken is None or fact.value != taken.address)), UNKNOWN)

    def host_adapter_state(self) -> Fact[str]:
        card = self.card()
        if card is not None:
            return Fact("disabled" if card.up.value is False and not card.addresses else "present", (card.place,))
        if self.answers is not None and self.answers.host_adapter_state.value == "absent":
            return self.answers.host_adapter_state
        if self.files.seen and "interfaces" in self.files.seen[0].complete:
            missing = _not_listed(self.files.seen[0])
            if missing is not None:
                return missing
        return self.answers.host_adapter_state if self.answers is not None and self.answers.host_adapter_state.known \
            else assumed("unknown", "no-capture")

    def dhcp_on(self, kind: Fact[str]) -> Fact[bool]:
        """Whether VMware's DHCP serves this network: its answer, else whether the DHCP file has a segment for it."""
        if kind.value == "bridged":
            return assumed(False, "bridged")
        if kind.value == "lansegment":
            return assumed(False, "lan-segment")
        if self.answers is not None and self.answers.dhcp_on.known:
            return self.answers.dhcp_on
        if self.dhcp is not None:
            return Fact(True, (self.dhcp.place,))
        if self.answers is not None and self.answers.place is not None:
            return Fact(False, (self.answers.place,))
        defined = self.defined()
        if defined.value is False:
            return defined
        return Fact(False, tuple(self.files.dhcp_file[:1])) if self.files.dhcp_file else unknown("dhcp-file")

    def nat_on(self) -> Fact[bool]:
        if self.answers is not None and self.answers.nat_on.known:
            return self.answers.nat_on
        return Fact(True, (self.nat.nat.place,)) if self.nat is not None else unknown("nat-file")

    def service(self, subnet: Fact[Subnet], on: Fact[bool]) -> Dhcp | None:
        """The DHCP service with the reservations of every file; None where it does not serve this network."""
        if on.value is not True:
            return None
        booked = self.reservations()
        if self.dhcp is None:
            place = self.answers.place if self.answers is not None else None
            return Dhcp(place, subnet, reservations=booked) if place is not None and booked else None
        d = self.dhcp
        inside = d.subnet.value
        leases = tuple(lease for lease in self.files.leases
                       if inside is not None and lease.address.value is not None and inside.holds(lease.address.value))
        return Dhcp(d.place, d.subnet, d.ranges, d.routers, d.dns, d.broadcast, d.default_lease, d.max_lease, booked, d.broken,
                    leases)

    def reservations(self) -> tuple[Reservation, ...]:
        found = [r for segment in self.segments for r in segment.dhcp.reservations]
        known = {(r.mac.value, r.address.value) for r in found}
        further = self.answers.reservations if self.answers is not None else ()
        return (*found, *(r for r in further if (r.mac.value, r.address.value) not in known))

    def forwards(self) -> tuple[Forward, ...]:
        """The NAT file's forwards, and those of `networking` whose host port the NAT file does not have."""
        found = list(self.nat.forwards) if self.nat is not None else []
        known = {(f.protocol, f.port.value) for f in found}
        further = self.answers.forwards if self.answers is not None else ()
        return (*found, *(f for f in further if (f.protocol, f.port.value) not in known))

    def defined(self) -> Fact[bool]:
        named = [m.names[self.name] for m in self.files.names if self.name in m.names]
        if named:
            return Fact(True, named[0].places)
        if self.answers is not None and self.answers.place is not None:
            return Fact(True, (self.answers.place,))
        if self.dhcp is not None or self.nat is not None or self.name in ("VMnet0", *self.files.bridges):
            return assumed(True, "served")
        if self.files.complete and not self.name.startswith("LAN segment"):
            return Fact(False, (self.files.complete[0],))
        return unknown("netmap")

    def bridge(self) -> Fact[str]:
        declared = self.files.bridges.get(self.name)
        if declared is not None:
            return self.by_name(declared)
        if self.answers is not None and self.answers.bridge.known:
            return self.by_name(self.answers.bridge)
        named = (m.bridges[self.name] for m in self.files.names if self.name in m.bridges)
        return self.by_name(next(named, assumed("automatic", "default-bridge")))

    def by_name(self, bridge: Fact[str]) -> Fact[str]:
        """A card under its connection's name: the editor and the registry call it by its description."""
        shown = self.files.seen[0].interfaces if self.files.seen else ()
        wanted = (bridge.value or "").lower()
        card = next((c for c in shown if c.description and c.description.lower() == wanted), None)
        return Fact(card.name, bridge.places, bridge.reason) if card is not None else bridge

    def bridged_card(self, bridge: Fact[str]) -> HostAdapter | None:
        """The host adapter that the bridge uses; with automatic bridging only where a single one can be meant."""
        adapters = self.files.adapters
        if bridge.value == "automatic":
            fit = [a for a in adapters if a.is_physical and a.up.value is not False and a.addresses]
            return fit[0] if len(fit) == 1 else None
        return next((a for a in adapters if a.name == bridge.value), None)
