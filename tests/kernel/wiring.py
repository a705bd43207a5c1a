"""A lab in namespaces: a bridge per switch, a namespace per machine, configured with `ip` as the readings say.

Nothing of `vmnetdoctor.network` is used here: this is the judge's own idea of a VMware host (measured.md).
What no file tells (host system, reader, lease, order, source of a forward) is drawn by lot.
"""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from tests.kernel.namespaces import Space, finish
from vmnetdoctor.model.addr import Interface, Subnet, ip_text

if TYPE_CHECKING:
    from random import Random

    from vmnetdoctor.model.guest import Adapter, Guest, Profile, Reading
    from vmnetdoctor.model.host import Network
    from vmnetdoctor.model.lab import Lab

INTERNET = "203.0.113.10"
MANAGERS = ("networkmanager", "keyfile")


class Wired:
    """A lab that runs: namespaces by endpoint, and the addresses each got."""

    def __init__(self, lab: Lab, lot: Random) -> None:
        self.lab = lab
        self.lot = lot
        self.switchboard = Space("switches")
        self.spaces: dict[str, Space] = {}
        self.addresses: dict[str, list[int]] = {}
        self.leases: dict[int, tuple[str, int]] = {}       # leased address -> (guest, card)
        self.switches: dict[str, str] = {}
        self.links = 0
        self.windows = lab.host.os.value == "windows" if lab.host.os.value else lot.random() < 0.5
        self.kept = lot.random() < 0.5                     # a forward keeps the client's address
        self.taken = _stated(lab)

    def space(self, name: str) -> Space:
        """The namespace of a machine, made on first use."""
        if name not in self.spaces:
            self.spaces[name] = Space(name)
            self.addresses.setdefault(name, [])
        return self.spaces[name]

    def bridge(self, switch: str) -> str:
        """The bridge of a switch."""
        if switch not in self.switches:
            self.switches[switch] = f"br{len(self.switches)}"
            self.switchboard.lines += [f"link add {self.switches[switch]} type bridge", f"link set {self.switches[switch]} up"]
        return self.switches[switch]

    def plug(self, name: str, device: str, switch: str, mac: str | None = None) -> None:
        """A cable from a machine to a switch."""
        space = self.space(name)
        self.links += 1
        end, own = f"p{self.links}", f" address {mac}" if mac else ""
        self.switchboard.lines += [f"link add {end} type veth peer name {device}{own} netns {space.path}",
                                   f"link set {end} master {self.bridge(switch)} up"]
        space.lines.append(f"link set {device} up")

    def cable(self, one: str, device: str, other: str, other_device: str) -> None:
        """A cable between two machines."""
        self.links += 1
        self.switchboard.lines.append(f"link add {device} netns {self.space(one).path} type veth peer name {other_device} "
                                      f"netns {self.space(other).path}")
        self.space(one).lines.append(f"link set {device} up")
        self.space(other).lines.append(f"link set {other_device} up")

    def hold(self, name: str, device: str, interface: Interface, counted: bool = True) -> None:
        """Give a machine an address."""
        broadcast = ip_text(interface.subnet.broadcast)
        self.space(name).lines.append(f"addr add {interface} broadcast {broadcast} dev {device}")
        if counted and interface.address not in self.addresses[name]:
            self.addresses[name].append(interface.address)

    def start(self) -> None:
        """Build it: links first, then every machine at once."""
        spaces = (*self.spaces.values(), self.switchboard)
        finish(self.switchboard.start())
        finish([batch for space in self.spaces.values() for batch in space.start()])
        for space in spaces:
            space.settle([line.split()[2] for line in space.lines if line.startswith("link set ")])

    def forget(self) -> None:
        """Empty every machine's table of neighbours."""
        for space in self.spaces.values():
            with space.entered():
                subprocess.run(["ip", "neigh", "flush", "all"], check=False, capture_output=True)

    def close(self) -> None:
        """Drop every namespace."""
        for space in (self.switchboard, *self.spaces.values()):
            space.close()


def _stated(lab: Lab) -> set[int]:
    """Every address that stands in the lab: leases and the LAN peer keep clear of them."""
    taken = {a.value.address for g in lab.guests for p in g.profiles for r in p.readings.values() for a in r.addresses if a.value}
    for reading in (r for g in lab.guests for p in g.profiles for r in p.readings.values()):
        taken |= {reading.gateway.value or 0} | {r.via for r in reading.routes if r.via is not None}
    taken |= {n.host_adapter.value for n in lab.networks if n.host_adapter.value}
    taken |= {n.nat_device.value for n in lab.networks if n.nat_device.value}
    taken |= {r.address.value for n in lab.networks if n.dhcp for r in n.dhcp.reservations if r.address.value}
    for card in lab.host.adapters:
        taken |= {a.value.address for a in card.addresses if a.value} | ({card.gateway.value} if card.gateway.value else set())
    return taken


def wire(lab: Lab, lot: Random) -> Wired:
    """Lay every cable of the lab and configure every machine; `start` makes it real."""
    wired = Wired(lab, lot)
    _outside(wired)
    vmnets = [n for n in lab.networks if n.kind.value in ("nat", "hostonly")]
    lot.shuffle(vmnets)
    for network in vmnets:
        if network.host_adapter_state.value == "present" and network.host_adapter.value and network.subnet.value:
            wired.plug("host", network.name.lower(), network.name)
            wired.hold("host", network.name.lower(), Interface(network.host_adapter.value, network.subnet.value.prefix))
    for number, network in enumerate(vmnets):
        if network.nat is not None and network.nat_running.value is not False:
            _nat_device(wired, network, number)
    _host_rules(wired)
    for guest in lab.guests:
        _guest(wired, guest)
    return wired


def _outside(wired: Wired) -> None:
    """The Internet, the LAN router, another machine of the LAN, and the host's LAN card."""
    card = next(c for c in wired.lab.host.adapters if c.kind in ("ethernet", "wireless"))
    own, gateway = card.addresses[0].value, card.gateway.value
    assert own is not None
    lan = own.subnet
    wired.plug("internet", "wan", "WAN")
    wired.hold("internet", "wan", Interface(_quad(INTERNET), 24))
    if gateway is not None:
        wired.plug("router", "lan", "LAN")
        wired.plug("router", "wan", "WAN")
        wired.hold("router", "lan", Interface(gateway, lan.prefix))
        wired.hold("router", "wan", Interface(_quad("203.0.113.1"), 24))
        router = wired.space("router")
        router.lines.append(f"route add default via {INTERNET} dev wan")
        router.sysctls.update({"ip_forward": 1, "all/arp_ignore": 1})
        router.rules.append('table ip t { chain post { type nat hook postrouting priority 100; oifname "wan" masquerade; }\n}')
    peer = _free(wired, lan)
    wired.plug("lan", "lan", "LAN")
    wired.hold("lan", "lan", Interface(peer, lan.prefix))
    if gateway is not None:
        wired.space("lan").lines.append(f"route add default via {ip_text(gateway)} dev lan onlink")
    if card.up.value is not False:
        wired.plug("host", "lan", "LAN")
        wired.hold("host", "lan", own)
        if gateway is not None:
            wired.space("host").lines.append(f"route add default via {ip_text(gateway)} dev lan onlink")


def _quad(text: str) -> int:
    a, b, c, d = (int(x) for x in text.split("."))
    return a << 24 | b << 16 | c << 8 | d


def _free(wired: Wired, subnet: Subnet) -> int:
    """Any address of the subnet that nobody has."""
    places = range(subnet.base + 1, subnet.broadcast)
    for _ in range(1000):
        value = places[wired.lot.randrange(len(places))]
        if value not in wired.taken:
            wired.taken.add(value)
            return value
    raise LookupError("subnet full")


def _nat_device(wired: Wired, network: Network, number: int) -> None:
    """The NAT service: an own machine on the switch, with a cable to the host and translation on it (measured.md)."""
    assert network.nat is not None and network.nat.device.value is not None  # noqa: PT018
    name, cable = f"nat {network.name}", f"tr{number}"
    wired.plug(name, "inner", network.name)
    wired.hold(name, "inner", network.nat.device.value)
    wired.cable(name, "outer", "host", cable)
    wired.hold(name, "outer", Interface(_quad(f"198.18.{number}.2"), 30), counted=False)
    wired.hold("host", cable, Interface(_quad(f"198.18.{number}.1"), 30), counted=False)
    space, host = wired.space(name), wired.space("host")
    space.lines.append(f"route add default via 198.18.{number}.1 dev outer")
    space.sysctls.update({"ip_forward": 1, "all/arp_ignore": 1})
    inward = []
    back = "" if wired.kept else 'oifname "inner" ct status dnat masquerade;'
    for forward in network.forwards:
        assert forward.address.value is not None
        inward.append(f'iifname "outer" {forward.protocol} dport {forward.port.value} dnat to '
                      f"{ip_text(forward.address.value)}:{forward.guest_port.value};")
    space.rules.append("table ip t { chain pre { type nat hook prerouting priority -100; " + " ".join(inward) + " }\n"
                       f'chain post {{ type nat hook postrouting priority 100; oifname "outer" masquerade; {back} }}\n}}')
    for forward in network.forwards:
        for chain in ("pre", "out"):
            host.rules.append(f"add rule ip f {chain} fib daddr type local {forward.protocol} dport {forward.port.value} "
                              f"dnat to 198.18.{number}.2")


def _host_rules(wired: Wired) -> None:
    """The host's own stack sends for the NAT devices; it forwards nothing else unless a file says so, and Windows is strong."""
    host = wired.space("host")
    host.sysctls["ip_forward"] = 1
    rest = "accept" if wired.lab.host.forwarding.value else "drop"
    head = [
        "table ip f {",
        "chain pre { type nat hook prerouting priority -100; }",
        "chain out { type nat hook output priority -100; }",
        'chain post { type nat hook postrouting priority 100; ip saddr 198.18.0.0/16 oifname != "tr*" masquerade; }',
        f'chain through {{ type filter hook forward priority 0; iifname "tr*" accept; oifname "tr*" accept; {rest}; }}',
    ]
    if wired.windows:
        host.sysctls["all/arp_ignore"] = 1
        head.append('chain strong { type filter hook prerouting priority -150; iifname != { "lo", "tr*" } fib daddr type local '
                    "fib daddr . iif type != { local, broadcast, multicast } drop; }")
    host.rules = [*head, "}", *host.rules]


def _guest(wired: Wired, guest: Guest) -> None:
    space = wired.space(guest.name)
    if guest.forwarding.value:
        space.sysctls["ip_forward"] = 1
    check = wired.lot.choice((0, 1))
    space.sysctls.update({"all/rp_filter": check, "default/rp_filter": check})
    open_readers = sorted({r for p in guest.profiles if p.in_force is None for r in p.readers})
    reader = wired.lot.choice(open_readers) if open_readers else None
    for adapter in guest.adapters:
        if not adapter.present.value or adapter.connected.value is False or adapter.network is None:
            continue
        profile = next((p for p in guest.profiles if p.adapter == adapter.index), None)
        _card(wired, guest, adapter, profile, reader)


def _card(wired: Wired, guest: Guest, adapter: Adapter, profile: Profile | None, reader: str | None) -> None:
    """Bring a card up as its reading says."""
    reading = None
    if profile is not None:
        reading = profile.effective or (profile.reading(reader) if reader in profile.readers and reader else None)
    if reading is None or not reading.starts.value or not reading.managed or reading.method.value not in ("static", "dhcp"):
        return
    network = next((n for n in wired.lab.networks if n.name == adapter.network), None)
    bridging = network is not None and network.kind.value == "bridged"
    lease = _lease(wired, guest, adapter, network, bridging) if reading.method.value == "dhcp" else None
    held = ([lease[0]] if lease else []) + [a.value for a in reading.addresses if a.value]
    if not held:
        return
    device = f"eth{adapter.index}"
    wired.plug(guest.name, device, "LAN" if bridging else str(adapter.network), adapter.mac.value)
    for interface in held:
        wired.hold(guest.name, device, interface)
    _routes(wired.space(guest.name), device, reading, lease[1] if lease else None, held)


def _routes(space: Space, device: str, reading: Reading, router: int | None, held: list[Interface]) -> None:
    """Default route and extra routes, with the commands that the readers use (guest-ifcfg.md 5)."""
    manager = reading.reader in MANAGERS
    metric = reading.metric if reading.metric is not None else 100 if manager else 0
    while manager and any(line.startswith("route replace default") and line.endswith(f" metric {metric}") for line in space.lines):
        metric += 1
    gateway = reading.gateway.value
    if gateway is None and reading.lease_router:
        gateway = router
    if gateway is not None:
        if (reading.gateway_on_link or manager) and not any(i.subnet.holds(gateway) for i in held):
            space.lines.append(f"route add {ip_text(gateway)} dev {device} metric {metric}")
        space.lines.append(f"route replace default via {ip_text(gateway)} dev {device} metric {metric}")
    for route in reading.routes:
        via = f"via {ip_text(route.via)} " if route.via is not None else ""
        own = route.metric if route.metric is not None else metric
        space.lines.append(f"route add {route.to} {via}dev {device} metric {own}")


def _lease(wired: Wired, guest: Guest, adapter: Adapter, network: Network | None, bridging: bool) -> tuple[Interface, int | None] | None:
    """What a DHCP server on that network hands out: an address by lot from its range, or the reserved one."""
    if bridging:
        card = next(c for c in wired.lab.host.adapters if c.kind in ("ethernet", "wireless"))
        own = card.addresses[0].value
        assert own is not None
        value = _free(wired, own.subnet)
        wired.leases[value] = (guest.name, adapter.index)
        return Interface(value, own.prefix), card.gateway.value
    if network is None or network.dhcp is None or network.dhcp_on.value is False or network.dhcp_running.value is False:
        return None
    dhcp, subnet = network.dhcp, network.dhcp.subnet.value
    assert subnet is not None
    router = dhcp.routers[0].value if dhcp.routers else None
    for held in dhcp.reservations:
        if held.mac.value == adapter.mac.value and held.address.value is not None and subnet.holds(held.address.value):
            return Interface(held.address.value, subnet.prefix), router
    low, high = dhcp.ranges[0].value or (0, -1)
    free = [v for v in range(low, high + 1) if v not in wired.taken and subnet.base < v < subnet.broadcast - 1]
    if not free:
        return None
    value = wired.lot.choice(free)
    wired.taken.add(value)
    wired.leases[value] = (guest.name, adapter.index)
    return Interface(value, subnet.prefix), router
