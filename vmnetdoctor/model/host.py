"""The host's side of the model: virtual networks with their DHCP and NAT services, and the host's own adapters."""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING

from vmnetdoctor.model.facts import UNKNOWN, Fact, record
from vmnetdoctor.patterns import late

if TYPE_CHECKING:
    from vmnetdoctor.model.addr import Interface, Subnet
    from vmnetdoctor.model.seen import Seen, SeenInterface
    from vmnetdoctor.source import Place

_VMNET = late(r"(?<![A-Za-z0-9_])vmnet(\d{1,3})\s*$", re.IGNORECASE)


def vmnet_named(text: str) -> str | None:
    """`VMnet8` of a card that is called `VMware Network Adapter VMnet8` or `vmnet8`; None for any other."""
    found = _VMNET.search(text)
    return f"VMnet{int(found[1])}" if found is not None else None


@record
class Reservation:
    """A `host` block: this MAC is to get this address.  `segment` is the vmnet it is written for, if that shows."""

    name: str
    place: Place
    mac: Fact[str]
    mac_text: Fact[str]
    address: Fact[int]
    address_text: Fact[str]
    segment: str | None = None
    rivals: tuple[Fact[str], ...] = ()      # leases: other cards that held the address with the same client id
    before: tuple[Reservation, ...] = ()    # leases: the last one of the address that another card had


@record
class Dhcp:
    """DHCP service of one network: what it hands out.  Pairs are (first, last) addresses."""

    place: Place
    subnet: Fact[Subnet]
    ranges: tuple[Fact[tuple[int, int]], ...] = ()
    routers: tuple[Fact[int], ...] = ()
    dns: tuple[Fact[int], ...] = ()
    broadcast: Fact[int] = UNKNOWN
    default_lease: Fact[int] = UNKNOWN
    max_lease: Fact[int] = UNKNOWN
    reservations: tuple[Reservation, ...] = ()
    broken: Fact[str] = UNKNOWN            # reason of the first syntax error: the service then refuses the whole file
    leases: tuple[Reservation, ...] = ()   # what it handed out, from a leases file or a capture


@record
class Forward:
    """A port forward of a NAT network: host port to guest address and port.  Texts where a value is not legal."""

    network: str
    place: Place
    protocol: str
    port: Fact[int]
    address: Fact[int]
    guest_port: Fact[int]
    port_text: Fact[str] = UNKNOWN
    target_text: Fact[str] = UNKNOWN


@record
class Nat:
    """NAT service of one network."""

    place: Place
    device: Fact[Interface]                # address and prefix; the prefix may be assumed
    dns_autodetect: Fact[bool] = UNKNOWN
    nameservers: tuple[Fact[str], ...] = ()
    dns_section: Fact[str] = UNKNOWN       # place of `[dns]`, where the file has one
    any_oui: Fact[bool] = UNKNOWN
    device_text: Fact[str] = UNKNOWN


@record
class Network:
    """One virtual switch, `VMnetN` or a LAN segment.

    `dhcp_on`, `nat_on`: whether the service is configured for it (unknown where no file tells).
    """

    name: str
    kind: Fact[str]
    subnet: Fact[Subnet] = UNKNOWN
    host_adapter: Fact[int] = UNKNOWN
    host_adapter_state: Fact[str] = UNKNOWN
    dhcp_on: Fact[bool] = UNKNOWN
    nat_on: Fact[bool] = UNKNOWN
    dhcp: Dhcp | None = None
    nat: Nat | None = None
    forwards: tuple[Forward, ...] = ()
    defined: Fact[bool] = UNKNOWN          # whether a host file names it; unknown where no host file was given
    subnets: tuple[Fact[Subnet], ...] = ()  # every subnet that a file states for it (they may disagree)
    router: Fact[int] = UNKNOWN            # bridged networks: the LAN's router, as the bridged host adapter knows it
    bridge: Fact[str] = UNKNOWN            # bridged networks: name of the host adapter, or `automatic`
    nat_running: Fact[bool] = UNKNOWN      # unknown is taken as running
    dhcp_running: Fact[bool] = UNKNOWN
    host_card: SeenInterface | None = None         # the host virtual adapter as a capture shows it

    @property
    def nat_device(self) -> Fact[int]:
        return self.nat.device.map(lambda i: i.address) if self.nat is not None else UNKNOWN


@record
class LeaseSource:
    """A leases file that was given: its first line, and whether it is Apple's (`/var/db/dhcpd_leases`)."""

    place: Place
    apple: bool


@record
class HostName:
    """An address with its names, from a `hosts` file of the host or a guest."""

    address: Fact[int]
    names: tuple[str, ...]


@record
class HostAdapter:
    """A network card of the host, real or virtual.  `vmnet`: the one it is the host's virtual adapter on."""

    name: str
    kind: str
    addresses: tuple[Fact[Interface], ...] = ()
    gateway: Fact[int] = UNKNOWN
    up: Fact[bool] = UNKNOWN
    bridged_by: str | None = None
    place: Place | None = None
    vmnet: str | None = None

    @property
    def is_physical(self) -> bool:
        """Whether a LAN may lie behind it."""
        return self.kind in ("ethernet", "wireless")

    @property
    def is_vmware(self) -> bool:
        """Whether VMware made it: such a card leads to no LAN."""
        return self.kind == "vmware" or self.vmnet is not None


@record
class Host:
    """The machine that runs the virtual ones."""

    os: Fact[str] = UNKNOWN
    adapters: tuple[HostAdapter, ...] = ()
    product: Fact[str] = UNKNOWN
    forwarding: Fact[bool] = UNKNOWN       # routes between its networks (without translation)
    resolvers: Fact[tuple[str, ...]] = UNKNOWN    # its own nameservers; an empty tuple: it has none
    seen: Seen | None = None               # what captures of the host show
    leases: tuple[Reservation, ...] = ()   # all leases of all files and captures, the latest last
    lease_files: tuple[LeaseSource, ...] = ()
    apple_vmnet: Fact[bool] = UNKNOWN      # a Mac whose vmnets are Apple's (vmware-networking.md 7)
    names: tuple[HostName, ...] = ()
    files: dict[str, Place] = field(default_factory=dict)    # kinds of host files given, each with one place
