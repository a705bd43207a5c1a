"""Labs from a seed: every mode, and the mistakes of measured.md in random company."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any

from tests.network import labs
from vmnetdoctor.model.addr import Subnet, ip_text

if TYPE_CHECKING:
    from vmnetdoctor.model.guest import Guest, Reading
    from vmnetdoctor.model.host import Network
    from vmnetdoctor.model.lab import Lab

_NETS = ("10.0.0.0/24", "192.168.5.0/24", "172.16.100.0/24", "10.20.0.0/16", "192.168.80.0/25", "192.168.1.0/24", "172.31.0.0/22")
_LANS = ("192.168.1.0/24", "192.168.0.0/23", "10.11.60.0/24", "172.20.35.0/26")


class Maker:
    """Draws one lab."""

    def __init__(self, seed: int) -> None:
        self.lot = Random(seed)
        self.used: dict[str, set[int]] = {}
        self.lan = labs.subnet(self.lot.choice(_LANS))
        self.router = self.lan.base + 1
        self.networks: dict[str, Network] = {}
        self.subnets: dict[str, Subnet] = {}

    def chance(self, share: float) -> bool:
        return self.lot.random() < share

    def lab(self) -> Lab:
        """The lab of this seed."""
        self._draw_networks()
        names = [*self.networks, "LAN segment a"]
        guests = [self._guest(f"g{i}", names) for i in range(self.lot.randint(2, 5))]
        self._draw_forwards(guests)
        own = ip_text(self.lan.base + 20) + f"/{self.lan.prefix}"
        card = labs.ethernet([own], ip_text(self.router), up=not self.chance(0.06))
        more: dict[str, Any] = {"forwarding": labs.fact(True)} if self.chance(0.08) else {}
        return labs.lab(*guests, networks=[*self.networks.values(), labs.segment()], cards=[card],
                        os=self.lot.choice(("windows", "windows", "linux", "macos", *((None,) if self.chance(0.2) else ()))), **more)

    def _draw_networks(self) -> None:
        nets = list(_NETS)
        self.lot.shuffle(nets)
        overlap = self.chance(0.06)
        self.networks["VMnet0"] = labs.bridged()
        self.subnets["VMnet0"] = self.lan
        for name in ("VMnet8", "VMnet1", "VMnet2")[: self.lot.randint(1, 3)]:
            text = nets[0] if overlap else nets.pop()
            while not overlap and labs.subnet(text).overlaps(self.lan) and not self.chance(0.15):
                text = nets.pop()
            self.subnets[name] = labs.subnet(text)
            is_nat = name == "VMnet8" or (name == "VMnet2" and self.chance(0.3))
            self.networks[name] = self._nat(name, text) if is_nat else self._hostonly(name, text)

    def _nat(self, name: str, text: str) -> Network:
        base = labs.subnet(text).base
        device = ip_text(base + (9 if self.chance(0.1) else 2))
        made = labs.nat(name, text, None if self.chance(0.1) else ip_text(base + 1), device)
        return replace(made, nat_running=labs.fact(False)) if self.chance(0.04) else made

    def _hostonly(self, name: str, text: str) -> Network:
        base = labs.subnet(text).base
        made = labs.hostonly(name, text, None if self.chance(0.1) else ip_text(base + 1))
        return replace(made, dhcp_on=labs.fact(False)) if self.chance(0.1) else made

    def _guest(self, name: str, networks: list[str]) -> Guest:
        count = 1 if self.chance(0.7) else 2
        nics: list[tuple[str, Any]] = []
        for index in range(count):
            other = [n for n in networks if n not in [used for used, _ in nics]]
            nics.append(self._nic(index, self.lot.choice(networks if self.chance(0.15) or not other else other)))
        unplugged = (0,) if self.chance(0.04) else ()
        more: dict[str, Any] = {"forwarding": labs.fact(True)} if self.chance(0.06) else {}
        return labs.guest(name, *nics, unplugged=unplugged, **more)

    def _nic(self, index: int, network: str) -> tuple[str, Any]:
        first = self._reading(network, "network-scripts" if self.chance(0.6) else "networkmanager")
        if self.chance(0.01):
            other = self._reading(network, "keyfile")
            made = labs.profile(index, first, other, in_force=None)
            return network, made
        return network, first

    def _reading(self, network: str, reader: str) -> Reading:
        manager = reader != "network-scripts"
        if self.chance(0.3):
            return self._dynamic(network, reader, manager)
        where = network if not self.chance(0.08) else self.lot.choice(list(self.networks))
        subnet = self.subnets.get(where, Subnet(0xC0A86400, 24))
        address = self._address(where, subnet)
        prefix = self._prefix(subnet.prefix)
        gateway = self._gateway(network, subnet, address)
        routes = self._routes(subnet) if self.chance(0.1) else []
        return labs.reading([f"{ip_text(address)}/{prefix}"], gateway, routes=routes, reader=reader, on_link=manager,
                            starts=not self.chance(0.03), metric=self.lot.choice((None, None, None, 50)))

    def _dynamic(self, network: str, reader: str, manager: bool) -> Reading:
        if self.chance(0.2):       # left-over GATEWAY under DHCP (guest-ifcfg.md 5a)
            subnet = self.subnets.get(self.lot.choice(list(self.subnets)))
            assert subnet is not None
            return labs.reading((), ip_text(subnet.base + self.lot.choice((1, 2))), reader=reader, lease_router=False, on_link=manager)
        return labs.reading((), reader=reader, starts=not self.chance(0.03))

    def _address(self, network: str, subnet: Subnet) -> int:
        used = self.used.setdefault(network, set())
        if used and self.chance(0.025):
            return self.lot.choice(sorted(used))
        top = min(60, (subnet.broadcast - subnet.base) // 2 - 1)
        value = subnet.base + self.lot.randint(10, top)
        while value in used or value == self.lan.base + 20:
            value = subnet.base + self.lot.randint(10, top)
        if self.chance(0.01):
            value = subnet.broadcast
        used.add(value)
        return value

    def _prefix(self, prefix: int) -> int:
        if self.chance(0.88):
            return prefix
        return self.lot.choice((8, 16, 24, 25, 27, 28, 30))

    def _gateway(self, network: str, subnet: Subnet, address: int) -> str | None:
        device = self.networks[network].nat_device.value if network in self.networks else None
        right = self.router if network == "VMnet0" else device
        draw = self.lot.random()
        if draw < 0.68:
            return ip_text(right) if right is not None else None
        if draw < 0.76:
            return ip_text(subnet.base + 1)
        if draw < 0.80:
            return ip_text(address)
        if draw < 0.86:
            return ip_text(self.lot.choice(list(self.subnets.values())).base + self.lot.choice((1, 2)))
        used = sorted(self.used.get(network, {address}))
        return ip_text(self.lot.choice(used)) if draw < 0.90 else None

    def _routes(self, subnet: Subnet) -> list[str]:
        target = self.lot.choice([*self.subnets.values(), Subnet(0xCB007100, 24)])
        via = subnet.base + self.lot.choice((1, 2, 9, 11))
        metric = f" metric {self.lot.choice((1, 50, 200))}" if self.chance(0.3) else ""
        return [f"{target}{metric}" if self.chance(0.2) else f"{target} via {ip_text(via)}{metric}"]

    def _draw_forwards(self, guests: list[Guest]) -> None:
        nats = [n for n in self.networks.values() if n.nat is not None]
        for number, guest in enumerate(guests):
            for network in nats:
                plugs = [a.index for a in guest.adapters if a.network == network.name or self.chance(0.03)]
                held = [a.value.address for p in guest.profiles if p.adapter in plugs
                        for a in p.reading(p.readers[0]).addresses if a.value]
                if held and self.chance(0.3):
                    goal = ip_text(held[0])
                    made = labs.forward(8000 + number, goal, 7777, "udp", network.name)
                    current = self.networks[network.name]
                    self.networks[network.name] = replace(current, forwards=(*current.forwards, made))


def random_lab(seed: int) -> Lab:
    """The lab of that seed; the same on every machine."""
    return Maker(seed).lab()
