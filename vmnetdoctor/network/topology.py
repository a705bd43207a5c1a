"""The lab as a network: its nodes, switches and LANs, what DHCP hands out, and the names that a probe may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.network.node import Node, Switch

if TYPE_CHECKING:
    from vmnetdoctor.model.guest import Guest
    from vmnetdoctor.model.host import Forward, HostAdapter, Network
    from vmnetdoctor.model.lab import Lab
    from vmnetdoctor.network.dhcp import Lease, Pool
    from vmnetdoctor.network.lan import Lan
    from vmnetdoctor.network.node import Port, Stack, Trouble

HOST, LAN, INTERNET = "host", "lan", "internet"
OUTSIDE = (HOST, LAN, INTERNET)
INTERNET_ADDRESS = 0xCB00710A                          # 203.0.113.10
_USUAL_KINDS = {"VMnet0": "bridged", "VMnet1": "hostonly", "VMnet8": "nat"}


class Topology:
    """The lab as a network of nodes.  `endpoints` are what a probe may start from or end at, by name."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.switches: dict[str, Switch] = {}
        self.host = Node(HOST, HOST, forwards=lab.host.forwarding.value is True, weak=_is_weak(lab.host.os.value))
        self.lan = Node(LAN, LAN)
        self.internet = Node(INTERNET, INTERNET)
        self.host_files = bool(lab.host.files) or any(n.defined.value is not None for n in lab.networks)
        self.dhcp_files = "dhcp" in lab.host.files or any(n.dhcp is not None for n in lab.networks)
        self.devices: dict[str, Node] = {}                    # NAT devices by vmnet
        self.networks: dict[str, Network] = {n.name: n for n in lab.networks}
        self.plugged: dict[str, str] = {}                     # vmnet -> the switch it really is (bridged ones: a LAN)
        self.lans: list[Lan] = []
        self.pools: dict[str, Pool] = {}                      # what DHCP hands out, by vmnet
        self.leased: dict[tuple[str, str], Lease | Trouble] = {}      # by guest and card
        self.ranges: dict[int, tuple[int, int]] = {}          # an address that stands for any of a DHCP range
        self.invented: set[int] = set()                       # addresses that stand for ones no file tells
        self.forwards: dict[tuple[str, int], list[Forward]] = {}
        self.guests: dict[str, Guest] = {g.name: g for g in lab.guests}
        self.endpoints: dict[str, Node] = {HOST: self.host, LAN: self.lan, INTERNET: self.internet}

    @property
    def real_cards(self) -> list[HostAdapter]:
        """The host's cards that are not VMware's own."""
        return [card for card in self.lab.host.adapters if not card.is_vmware]

    def kind_of(self, name: str) -> str:
        """bridged, nat, hostonly, lansegment, undefined (no host file names it) or unknown (vmware-networking.md 2.1)."""
        network = self.networks.get(name)
        stated = network.kind.value if network is not None else None
        if stated not in (None, "unknown"):
            return str(stated)
        if name.startswith("LAN segment"):
            return "lansegment"
        if name == "VMnet0":
            return "bridged"
        if network.defined.value is False if network is not None else self.host_files:
            return "undefined"
        return _USUAL_KINDS.get(name, "unknown")

    def offers_host_adapter(self, name: str) -> bool:
        """A network made without host adapter offers none; a disabled one is a loss."""
        stated = self.networks.get(name)
        return stated is None or stated.host_adapter_state.value != "absent"

    def switch(self, name: str) -> Switch:
        """The switch of that name, made on first use."""
        found = self.switches.get(name)
        if found is None:
            found = self.switches[name] = Switch(name)
        return found

    def announce(self, port: Port, stack: Stack) -> None:
        """Let the switch know who answers for the port's addresses there."""
        holders = self.switch(port.switch).holders
        for address in port.addresses:
            holders.setdefault(address.value, []).append((port, stack, True))

    def announce_all(self, node: Node) -> None:
        """The same for every port of a node; a weak one also answers at one port for addresses of another (arp_ignore 0)."""
        for stack in node.stacks:
            for port in stack.ports:
                self.announce(port, stack)
            if node.weak is not False and len(stack.ports) > 1:
                for port in stack.ports:
                    mine = {a.value for a in port.addresses}
                    for value in stack.addresses:
                        if value not in mine:
                            self.switch(port.switch).holders.setdefault(value, []).append((port, stack, False))

    def addresses(self, name: str) -> list[int]:
        """The addresses an endpoint is known to have (of a guest: under the first reading), without invented ones."""
        node = self.endpoints[name]
        seen = [a.value for port in node.stacks[0].ports for a in port.addresses if a.value not in self.invented]
        return list(dict.fromkeys(seen))

    def nearest(self, name: str) -> list[str]:
        """The endpoint names closest to one that does not exist."""
        from difflib import get_close_matches

        close = get_close_matches(name, self.endpoints, 3, 0.4)
        lower = {n.lower(): n for n in self.endpoints}
        return close or [lower[n] for n in get_close_matches(name.lower(), lower, 3, 0.4)]


def _is_weak(os: str | None) -> bool | None:
    """Windows accepts a packet only at the port that holds its address, Linux and macOS at any (measured.md)."""
    return None if os is None else os != "windows"
