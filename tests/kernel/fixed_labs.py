"""One lab for every mode and every mistake of measured.md."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.network.labs import (
    bridged,
    ethernet,
    fact,
    forward,
    guest,
    hostonly,
    isolated,
    lab,
    nat,
    reading,
    segment,
)

if TYPE_CHECKING:
    from vmnetdoctor.model.guest import Guest
    from vmnetdoctor.model.lab import Lab

_DHCP = guest("dhcp", ("VMnet8", reading()))
_ISO = guest("iso", ("VMnet1", reading(["192.168.5.9/24"])))
_BOX = guest("box", ("VMnet0", reading(["192.168.1.50/24"], "192.168.1.1")))
_REST = (_DHCP, _ISO, _BOX)


def _web(address: str = "10.0.0.10/24", gateway: str | None = "10.0.0.2", **more: Any) -> Guest:
    return guest("web", ("VMnet8", reading([address], gateway, **more)))


def _both(first: tuple[str, Any], second: tuple[str, Any], **more: Any) -> Guest:
    return guest("web", first, second, **more)


def _forwarding(*guests: Guest) -> Lab:
    return lab(*guests, networks=[bridged(), hostonly(), nat(forwards=[forward(8000, "10.0.0.10", 7777, "udp")])])


_CARD = ("VMnet8", reading(["10.0.0.10/24"], "10.0.0.2"))
_LAN_CARD = ("VMnet0", reading(["192.168.1.51/24"], "192.168.1.1"))
_ROUTER = _both(("VMnet8", reading(["10.0.0.5/24"], "10.0.0.2")), ("VMnet1", reading(["192.168.5.254/24"])), forwarding=fact(True))

LABS: dict[str, Lab] = {
    "healthy on windows": _forwarding(_web(), *_REST),
    "healthy on linux": lab(_web(), *_REST, os="linux"),
    "dynamic bridged": lab(guest("web", ("VMnet0", reading())), *_REST),
    "host adapter disabled": lab(_web(), *_REST, networks=[bridged(), hostonly(), nat(host=None)]),
    "gateway is host adapter, strong host": lab(_web(gateway="10.0.0.1"), *_REST),
    "gateway is host adapter, weak host": lab(_web(gateway="10.0.0.1"), *_REST, os="linux"),
    "gateway is host adapter, host forwards": lab(_web(gateway="10.0.0.1"), *_REST, os="linux", forwarding=fact(True)),
    "no gateway, with a forward": _forwarding(_web(gateway=None), *_REST),
    "gateway off the subnet": lab(_web(gateway="192.168.1.1"), *_REST),
    "gateway off the subnet, on-link": lab(_web(gateway="192.168.1.1", reader="networkmanager", on_link=True), *_REST),
    "mask too short": lab(_web("10.0.0.200/25"), *_REST),
    "mask much too short": lab(_web("10.0.0.20/28"), *_REST),
    "mask too short, on-link": lab(_web("10.0.0.200/25", reader="networkmanager", on_link=True), *_REST),
    "mask too wide": lab(_web("10.0.0.10/8"), *_REST),
    "static in the lan but on VMnet8": lab(_web("192.168.1.60/24", "192.168.1.1"), *_REST),
    "static in VMnet8 but bridged": lab(guest("web", ("VMnet0", reading(["10.0.0.10/24"], "10.0.0.2"))), *_REST),
    "NAT subnet is the LAN's": lab(_web("192.168.1.10/24", "192.168.1.2"), _ISO, _BOX, networks=[
        bridged(), hostonly(), nat(net="192.168.1.0/24", host="192.168.1.3", device="192.168.1.2")]),
    "two vmnets of one subnet": lab(_web(), guest("iso", ("VMnet1", reading(["10.0.0.20/24"]))), networks=[
        bridged(), hostonly(net="10.0.0.0/24", host="10.0.0.1"), nat(host="10.0.0.3")]),
    "NAT device moved": lab(_web(), *_REST, networks=[bridged(), hostonly(), nat(device="10.0.0.9")]),
    "NAT service stopped": lab(_web(), *_REST, networks=[bridged(), hostonly(), replace(nat(), nat_running=fact(False))]),
    "LAN card of the host down": lab(_web(), *_REST, cards=[ethernet(up=False)]),
    "two cards, default by the LAN": _forwarding(_both(("VMnet8", reading(["10.0.0.10/24"])), _LAN_CARD), *_REST),
    "two cards, two defaults": lab(_both(_CARD, _LAN_CARD), *_REST),
    "two cards, metrics": lab(_both(("VMnet8", reading(["10.0.0.10/24"], "10.0.0.2", metric=50)), _LAN_CARD), *_REST, os="linux"),
    "two cards of one subnet": lab(_both(_CARD, ("VMnet8", reading(["10.0.0.11/24"]))), *_REST),
    "gateway is the own address": lab(_web(gateway="10.0.0.10"), *_REST, os="linux"),
    "gateway is another guest": lab(_web(gateway="10.0.0.77"), guest("other", ("VMnet8", reading(["10.0.0.77/24"], "10.0.0.2"))), *_REST),
    "router guest with a route file": lab(replace(_ROUTER, name="edge"), *_REST, guest("in", ("VMnet1", reading(
        ["192.168.5.7/24"], "192.168.5.254"))), _web(routes=["192.168.5.0/24 via 10.0.0.5"])),
    "left-over gateway under dhcp": lab(guest("web", ("VMnet0", reading((), "10.0.0.2", lease_router=False))), *_REST),
    "duplicate address": lab(_web(), guest("twin", ("VMnet8", reading(["10.0.0.10/24"], "10.0.0.2"))), *_REST),
    "address of the host adapter": lab(_web("10.0.0.1/24"), *_REST),
    "address of the NAT device": lab(_web("10.0.0.2/24", None), *_REST),
    "broadcast address": lab(_web("10.0.0.255/24"), *_REST),
    "not started, unplugged": lab(_web(starts=False), guest("dark", _CARD, unplugged=[0]), *_REST),
    "lan segment": lab(guest("a", ("LAN segment x", reading(["10.5.0.1/24"]))), guest("b", ("LAN segment x", reading(["10.5.0.2/24"]))),
                       guest("c", ("LAN segment y", reading(["10.5.0.3/24"]))), guest("d", ("LAN segment x", reading())), _BOX,
                       networks=[bridged(), hostonly(), nat(), segment("LAN segment x"), segment("LAN segment y")]),
    "custom without host adapter": lab(guest("a", ("VMnet3", reading(["192.168.77.1/24"]))), guest("b", ("VMnet3", reading(
        ["192.168.77.2/24"]))), *_REST, networks=[bridged(), hostonly(), nat(), isolated("VMnet3")]),
}
