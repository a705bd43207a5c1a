"""The guest's side of the model: adapters, profiles and what each reader makes of them."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from vmnetdoctor.model.facts import UNKNOWN, Fact, record

if TYPE_CHECKING:
    from collections.abc import Callable

    from vmnetdoctor.model.addr import Interface, Subnet
    from vmnetdoctor.model.seen import Seen, SeenInterface
    from vmnetdoctor.source import Place

READERS = ("network-scripts", "networkmanager", "keyfile", "netplan", "networkd", "ifupdown")


@record
class Remark:
    """Something a reader stumbles over: a rule name of causes.md or a finer code, the places, and the message's values."""

    code: str
    at: Place
    also: tuple[tuple[str, Place], ...] = ()
    values: dict[str, Any] = field(default_factory=dict)


@record
class Route:
    """A route that a profile installs: `via` None means on-link."""

    to: Subnet
    via: int | None
    metric: int | None
    place: Place | None = None


@record
class Reading:
    """What one reader makes of one profile.

    `method`: dhcp, static, disabled, link-local, shared, rejected.  `addresses` are the static ones that take effect
    (with dhcp: beside the lease).  `gateway` is the default gateway that really takes effect (None: dropped or none);
    `gateway_stated` is the one written down, in whichever file.  `lease_router` says whether a lease's router would be used.
    `lease_dns` says the same of its resolvers.  Source: guest-ifcfg.md sections 3-5 and 8.
    """

    reader: str
    starts: Fact[bool]
    method: Fact[str]
    addresses: tuple[Fact[Interface], ...] = ()
    gateway: Fact[int] = UNKNOWN
    gateway_stated: Fact[str] = UNKNOWN
    gateway_on_link: bool = False   # gateway off the subnet, reached by a host route (guest-ifcfg.md 5b)
    lease_router: bool = True
    lease_dns: bool = True
    metric: int | None = None
    dns: tuple[Fact[str], ...] = ()
    routes: tuple[Route, ...] = ()
    managed: bool = True                   # False: this reader leaves the device alone (NM_CONTROLLED=no)
    mac: Fact[str] = UNKNOWN               # the card this reader binds the profile to
    ipv6: dict[str, Any] | None = None
    remarks: tuple[Remark, ...] = ()
    leased: bool = False                   # a captured address that came by DHCP

    @property
    def rejected(self) -> bool:
        return self.method.value == "rejected"


class Profile:
    """One interface profile of a guest: an ifcfg file or a keyfile, with one reading per reader.

    `read` makes a reading on first use, since most checks need only the one in force.  `readers` are those that take a file
    of this name for a profile (guest-ifcfg.md 2).
    """

    __slots__ = ("_read", "_readings", "adapter", "device", "format", "in_force", "mac", "mode", "path", "place", "readers",
                 "slave", "uuid")

    def __init__(self, path: str, format: str, place: Place, device: Fact[str], mac: Fact[str],  # noqa: A002
                 read: Callable[[str], Reading], readers: tuple[str, ...]) -> None:
        self.path = path
        self.format = format
        self.place = place
        self.device = device
        self.mac = mac
        self.readers = readers
        self.adapter: int | None = None
        self.in_force: str | None = None        # a reader's name, "none" (nobody reads it), or None (unknown)
        self.mode: Fact[int] = UNKNOWN          # permission bits, where an archive or `ls -l` states them
        self.slave: bool = False                # port of a bond, team or bridge: its own addressing does not count
        self.uuid: Fact[str] = UNKNOWN          # NetworkManager's identity of the profile, in lower case, where it is stated
        self._read = read
        self._readings: dict[str, Reading] = {}

    def reading(self, reader: str) -> Reading:
        """What `reader` makes of this profile."""
        found = self._readings.get(reader)
        if found is None:
            found = self._readings[reader] = self._read(reader)
        return found

    @property
    def readings(self) -> dict[str, Reading]:
        return {reader: self.reading(reader) for reader in self.readers}

    @property
    def effective(self) -> Reading | None:
        """The reading in force; None where nobody reads the file or it is not known who does."""
        return self.reading(self.in_force) if self.in_force is not None and self.in_force in self.readers else None

    @property
    def probable(self) -> Reading | None:
        """The reading in force or, where it is not known who reads the file, the likelier one; None if nobody reads it.

        `ethN` is how EL6 and its network-scripts name a card, every other name comes from later releases (guest-ifcfg.md 1, 6).
        A copy whose name only one of two readers takes (`.rpmsave`, `.old`) has none: perhaps nobody reads it.
        """
        if self.in_force is not None:
            return self.effective
        if self.format == "ifcfg" and len(self.readers) < 2:
            return None
        old = (self.device.value or self.path.rpartition("ifcfg-")[2]).startswith("eth")
        return self.reading(self.readers[0] if old else self.readers[-1]) if self.readers else None


@record
class Adapter:
    """`ethernetN` of a vmx.  `network` is the switch it ends on (None: cannot be named)."""

    index: int
    place: Place
    present: Fact[bool]
    connected: Fact[bool]
    mode: Fact[str]
    network: str | None
    vnet: Fact[str] = UNKNOWN
    mac: Fact[str] = UNKNOWN
    mac_source: Fact[str] = UNKNOWN
    model: Fact[str] = UNKNOWN
    slot: Fact[int] = UNKNOWN
    segment: Fact[str] = UNKNOWN
    check_mac: Fact[bool] = UNKNOWN
    facts: dict[str, Fact[str]] = field(default_factory=dict)   # raw keys that rules want, by lower-case name


@record
class Guest:
    """One virtual machine with what configures it."""

    name: str
    vmx: str | None
    place: Place | None
    guest_os: Fact[str]
    os: Fact[str]
    service: Fact[str]
    hardware: Fact[int] = UNKNOWN
    uuid: Fact[str] = UNKNOWN
    esxi: Fact[bool] = UNKNOWN
    adapters: tuple[Adapter, ...] = ()
    profiles: tuple[Profile, ...] = ()
    forwarding: Fact[bool] = UNKNOWN
    auto_dhcp: Fact[bool] = UNKNOWN            # NetworkManager makes a DHCP profile where none fits (no-auto-default: False)
    resolvers: tuple[Fact[str], ...] = ()      # nameservers of a resolv.conf that was given
    local_stub: Fact[bool] = UNKNOWN           # False: nothing answers at 127.0.0.53 (DNSStubListener=no, resolved off)
    seen: Seen | None = None                   # what captures of the guest show
    left_alone: dict[str, Fact[bool]] = field(default_factory=dict)    # interfaces that NetworkManager is told or seen to leave
    dhcp_servers: tuple[Fact[int], ...] = ()   # networks (one address of each) that its own DHCP server is configured for
    udev_names: tuple[tuple[Fact[str], Fact[str]], ...] = ()      # (MAC, name) of 70-persistent-net.rules
    driverless: dict[int, Fact[str]] = field(default_factory=dict)  # adapters that captures show without a working driver
    failed: Fact[str] = UNKNOWN                # service that failed: `network` while NetworkManager is on, or `NetworkManager`

    plugs: tuple[Adapter, ...] = field(init=False)     # the adapters that are really in the machine; every rule asks for them

    def __post_init__(self) -> None:
        object.__setattr__(self, "plugs", tuple([a for a in self.adapters if a.present.value]))

    def shown(self, device: str | None) -> SeenInterface | None:
        """The card of that name as a capture shows it."""
        cards = self.seen.interfaces if self.seen is not None and device is not None else ()
        return next((card for card in cards if device == card.name or device in card.altnames), None)

    def unattended(self, profile: Profile, reading: Reading) -> Fact[bool]:
        """True where NetworkManager, which reads the profile, leaves its card alone and nothing else starts it.

        A card that a capture shows with an address was started by somebody (contract.md, evidence beats tables).
        """
        told = self.left_alone.get(profile.device.value or "", UNKNOWN)
        if not told.value or reading.reader not in ("networkmanager", "keyfile") or self.service.value in (
                "both", "network-scripts"):
            return UNKNOWN
        card = self.shown(profile.device.value)
        return UNKNOWN if card is not None and card.holds_address else told

    def held_up(self, profile: Profile) -> Fact[bool]:
        """True where a failed network service left the profile's card without address, as captures show."""
        card = self.shown(profile.device.value)
        if not self.failed.known or card is None or card.holds_address:
            return UNKNOWN
        return Fact(True, (*self.failed.places, card.place))
