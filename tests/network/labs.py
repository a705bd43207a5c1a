"""Hand-made labs: model records without files, short enough to read in a test."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from zlib import crc32

from vmnetdoctor.model.addr import Interface, Subnet, ip, subnet_of
from vmnetdoctor.model.facts import UNKNOWN, Fact
from vmnetdoctor.model.guest import Adapter, Guest, Profile, Reading, Route
from vmnetdoctor.model.host import Dhcp, Forward, Host, HostAdapter, Nat, Network, Reservation, vmnet_named
from vmnetdoctor.model.lab import Lab
from vmnetdoctor.source import Place, Source

if TYPE_CHECKING:
    from collections.abc import Iterable

MODES = {"VMnet0": "bridged", "VMnet1": "hostonly", "VMnet8": "nat"}


def place(text: str, path: str = "lab") -> Place:
    """A place whose text is `text`."""
    return Place(Source(path, text), 0, len(text))


def fact(value: Any, text: str | None = None) -> Fact[Any]:
    """A stated fact."""
    return Fact(value, (place(str(value) if text is None else text),))


def quad(text: str) -> int:
    """The address of a dotted quad that is known to be one."""
    value = ip(text)
    assert value is not None, text
    return value


def interface(text: str) -> Interface:
    """`a.b.c.d/len`."""
    address, _, prefix = text.partition("/")
    return Interface(quad(address), int(prefix))


def subnet(text: str) -> Subnet:
    """The network that `a.b.c.d/len` lies in."""
    return subnet_of(*interface(text))


def route(text: str) -> Route:
    """`a.b.c.d/len [via gateway] [metric n]`."""
    words = text.split()
    options = dict(zip(words[1::2], words[2::2], strict=True))
    return Route(subnet(words[0]), quad(options["via"]) if "via" in options else None,
                 int(options["metric"]) if "metric" in options else None, place(text))


def reading(addresses: Iterable[str] = (), gateway: str | None = None, dns: Iterable[str] = (), routes: Iterable[str] = (),
            reader: str = "network-scripts", method: str | None = None, starts: bool = True, on_link: bool = False,
            metric: int | None = None, lease_router: bool = True, managed: bool = True) -> Reading:
    """What a reader makes of a profile; a gateway off the subnet counts only where it is `on_link`."""
    held = tuple(fact(interface(a)) for a in addresses)
    return Reading(reader, fact(starts), fact(method or ("static" if held else "dhcp")), held,
                   fact(quad(gateway), gateway) if gateway is not None else UNKNOWN, gateway_on_link=on_link, metric=metric,
                   dns=tuple(fact(d) for d in dns), routes=tuple(route(r) for r in routes), lease_router=lease_router, managed=managed)


def profile(index: int | None, *readings: Reading, in_force: str | None = "") -> Profile:
    """A profile of card `index` with its readings; the first one is in force unless said otherwise."""
    by_name = {r.reader: r for r in readings}
    name = f"ifcfg-eth{index}"
    made = Profile(name, "ifcfg", place(name, name), fact(f"eth{index}"), UNKNOWN, by_name.__getitem__, tuple(by_name))
    made.adapter = index
    made.in_force = readings[0].reader if in_force == "" else in_force
    return made


def card(index: int, network: str, mac: str | None = None, connected: bool = True) -> Adapter:
    """`ethernetN` on a network."""
    return Adapter(index, place(f"ethernet{index}"), fact(True), fact(connected), fact(MODES.get(network, "custom")), network,
                   mac=fact(mac or f"00:0c:29:00:{index:02x}:{hash((index, network)) & 255:02x}") if mac != "" else UNKNOWN)


def guest(name: str, *nics: tuple[str, Reading | Profile | None], macs: dict[int, str] | None = None, os: str = "centos7",
          unplugged: Iterable[int] = (), **more: Any) -> Guest:
    """A guest with one card per (network, reading); None: no profile for that card."""
    cards, profiles = [], []
    number = crc32(name.encode()) & 0xFFFF
    for index, (network, what) in enumerate(nics):
        mac = (macs or {}).get(index, f"00:0c:29:{number >> 8:02x}:{number & 255:02x}:{index:02x}")
        cards.append(card(index, network, mac, index not in unplugged))
        if isinstance(what, Reading):
            profiles.append(profile(index, what))
        elif what is not None:
            profiles.append(what)
    return Guest(name, f"{name}.vmx", place(name), fact("centos7-64"), fact(os), fact("network-scripts"), adapters=tuple(cards),
                 profiles=tuple(profiles), **more)


def nat(name: str = "VMnet8", net: str = "10.0.0.0/24", host: str | None = "10.0.0.1", device: str | None = "10.0.0.2",
        pool: tuple[str, str] | None = None, forwards: Iterable[Forward] = (), reservations: dict[str, str] | None = None,
        **more: Any) -> Network:
    """A NAT network as the editor makes it; `host` None: host adapter disabled."""
    whole = subnet(net)
    made = hostonly(name, net, host, pool, reservations, routers=(device,) if device else (), **more)
    text = Interface(quad(device), whole.prefix) if device else None
    return replace(made, kind=fact("nat"), nat_on=fact(True), forwards=tuple(forwards),
                   nat=Nat(place("nat"), fact(text) if text else UNKNOWN))


def hostonly(name: str = "VMnet1", net: str = "192.168.5.0/24", host: str | None = "192.168.5.1",
             pool: tuple[str, str] | None = None, reservations: dict[str, str] | None = None, routers: Iterable[str] = (),
             **more: Any) -> Network:
    """A host-only network as the editor makes it; `host` None: host adapter disabled."""
    whole = subnet(net)
    half = (whole.broadcast - whole.base + 1) // 2
    ends = (quad(pool[0]), quad(pool[1])) if pool else (whole.base + half, whole.broadcast - 1)
    held = tuple(Reservation(f"r{i}", place(a), fact(m), fact(m), fact(quad(a), a), fact(a), name)
                 for i, (m, a) in enumerate((reservations or {}).items()))
    dhcp = Dhcp(place("dhcp"), fact(whole), (fact(ends),), tuple(fact(quad(r), r) for r in routers),
                tuple(fact(quad(r), r) for r in routers), reservations=held)
    values: dict[str, Any] = {"host_adapter": fact(quad(host), host) if host else UNKNOWN, "dhcp_on": fact(True), "dhcp": dhcp,
                              "host_adapter_state": fact("present" if host else "disabled")}
    return Network(name, fact("hostonly"), fact(whole), **{**values, **more})


def isolated(name: str) -> Network:
    """A vmnet without host adapter, DHCP and NAT."""
    return Network(name, fact("hostonly"), fact(subnet("192.168.77.0/24")), host_adapter_state=fact("absent"), dhcp_on=fact(False))


def segment(name: str = "LAN segment a") -> Network:
    """A LAN segment."""
    return Network(name, fact("lansegment"))


def bridged(name: str = "VMnet0", to: str | None = "automatic") -> Network:
    """A bridged network."""
    return Network(name, fact("bridged"), bridge=fact(to) if to else UNKNOWN)


def forward(port: int, target: str, guest_port: int = 80, protocol: str = "tcp", network: str = "VMnet8") -> Forward:
    """A port forward."""
    return Forward(network, place(f"{port} = {target}:{guest_port}"), protocol, fact(port), fact(quad(target), target), fact(guest_port))


def ethernet(addresses: Iterable[str] = ("192.168.1.100/24",), gateway: str | None = "192.168.1.1", up: bool = True,
             name: str = "Ethernet", kind: str = "ethernet", bridged_by: str | None = None) -> HostAdapter:
    """A card of the host."""
    return HostAdapter(name, kind, tuple(fact(interface(a)) for a in addresses),
                       fact(quad(gateway), gateway) if gateway else Fact(None, (place("gateway"),)), fact(up), bridged_by,
                       vmnet=vmnet_named(name))


def lab(*guests: Guest, networks: Iterable[Network] | None = None, cards: Iterable[HostAdapter] | None = None,
        os: str | None = "windows", **more: Any) -> Lab:
    """A lab: VMnet0, VMnet1 and VMnet8 and a LAN 192.168.1.0/24 unless said otherwise."""
    return Lab(tuple(guests), tuple(networks) if networks is not None else (bridged(), hostonly(), nat()),
               Host(fact(os) if os else UNKNOWN, tuple(cards) if cards is not None else (ethernet(),), files={"nat": place("nat")}, **more))
