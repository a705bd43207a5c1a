"""What captures show: the state of a host or guest as its own commands print it, beside what files configure."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from vmnetdoctor.model.facts import UNKNOWN, Fact, record

if TYPE_CHECKING:
    from vmnetdoctor.model.addr import Interface, Subnet
    from vmnetdoctor.source import Place


_SELF_GIVEN = 169 << 8 | 254


@record
class SeenInterface:
    """One network card as a capture shows it.

    `kind` as contract.md names host adapter kinds; `up` is False where the medium is disconnected or the link is down;
    `dhcp` says whether its address is leased; `bridged` whether the VMware Bridge Protocol is bound to it.
    """

    name: str
    place: Place
    kind: str = "other"
    description: str = ""
    mac: Fact[str] = UNKNOWN
    addresses: tuple[Fact[Interface], ...] = ()
    gateway: Fact[int] = UNKNOWN
    dns: tuple[Fact[int], ...] = ()
    dhcp: Fact[bool] = UNKNOWN
    dhcp_server: Fact[int] = UNKNOWN
    up: Fact[bool] = UNKNOWN
    bridged: Fact[bool] = UNKNOWN
    carrier: Fact[bool] = UNKNOWN           # False: no link although the card is switched on (cable, disconnected adapter)
    managed: Fact[bool] = UNKNOWN           # False: NetworkManager leaves the card alone
    connection: Fact[str] = UNKNOWN         # name of the NetworkManager connection that is active on it
    altnames: tuple[str, ...] = ()          # further names of the card (`altname` of ip)
    promiscuous: Fact[bool] = UNKNOWN       # wants frames that are not addressed to it
    master: str = ""                        # the bridge, bond or team it is a port of

    @property
    def holds_address(self) -> bool:
        """Whether it has an IPv4 address other than the 169.254.x.x that a card gives itself."""
        return any(fact.value is not None and fact.value.address >> 16 != _SELF_GIVEN for fact in self.addresses)


@record
class SeenRoute:
    """One line of a routing table; `via` None means on-link."""

    to: Subnet
    via: int | None
    interface: str
    metric: int | None
    place: Place
    scoped: bool = False                    # macOS, flag I: only for sockets that are bound to the interface


@record
class SeenConnection:
    """One NetworkManager connection as `nmcli connection` lists it; `device` is "" where it is not active."""

    name: str
    uuid: str
    type: str
    device: str
    place: Place


@record
class SeenFile:
    """One line of `ls -l`: the file's mode as a number (0o600), its owner and group; `kind` is the letter of its type."""

    path: str
    kind: str
    mode: int
    owner: str
    group: str
    place: Place


@record
class SeenFolder:
    """A folder of a Windows host as `dir` lists it; `whole`: the listing is closed, so what it does not name is not there."""

    path: str
    place: Place
    names: tuple[Fact[str], ...]
    whole: bool


@record
class Seen:
    """All that the captures of one machine show.

    `services` maps a service's usual name (`VMnetDHCP`, `VMware NAT Service`, `NetworkManager`, `network`, ...) to its states
    (`running`, `stopped`, `enabled`, `disabled`, `masked`, `failed`; on Windows also `manual`, `paused` and `absent`).
    `complete` are the kinds of listing that are whole, so that what they do not name is not there (`interfaces`, `routes`,
    `services`, `modules`, `connections`).
    """

    interfaces: tuple[SeenInterface, ...] = ()
    routes: tuple[SeenRoute, ...] = ()
    services: dict[str, tuple[Fact[str], ...]] = field(default_factory=dict)
    resolvers: tuple[Fact[str], ...] = ()
    release: Fact[str] = UNKNOWN
    machine_id: Fact[str] = UNKNOWN
    forwarding: Fact[bool] = UNKNOWN
    system: Fact[str] = UNKNOWN             # linux, macos or windows, where the capture shows it
    virtual: Fact[bool] = UNKNOWN           # whether the machine says that it is a virtual one
    hostname: Fact[str] = UNKNOWN
    product: Fact[str] = UNKNOWN            # VMware product and version of the host, `fusion 12.1.0`
    connections: tuple[SeenConnection, ...] = ()
    modules: tuple[Fact[str], ...] = ()     # kernel modules that are loaded
    files: tuple[SeenFile, ...] = ()
    folders: tuple[SeenFolder, ...] = ()
    complete: frozenset[str] = frozenset()
