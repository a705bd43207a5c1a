"""Faults of the NAT service and its port forwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.faults.given import near, text_of
from tests.faults.wishes import wishing
from vmnetdoctor.model.addr import ip_text

if TYPE_CHECKING:
    from tests.faults.given import Given
    from vmnetdoctor.model.host import Network


def _forwarded(given: Given, network: Network | None, line: str) -> Given | None:
    """A line more in [incomingtcp]."""
    if network is None or network.nat is None:
        return None
    return given.sub(network.nat.place.source.path, r"^(\[incomingtcp\])(\r?\n)", rf"\1\g<2>{line}\g<2>")


def _guest_address(given: Given) -> str | None:
    nic = given.nic("nat", static=True)
    return ip_text(nic.address.value.address) if nic is not None and nic.address.value is not None else None


def forward_duplicate_port(given: Given) -> Given | None:
    found = given.forward()
    return given.line(found[1].place, f"...\n{found[1].port.value} = {text_of(found[1].address)}:8443") if found else None


def forward_invalid(given: Given) -> Given | None:
    return _forwarded(given, given.nat(), "3322 = :22")


def forward_invalid__port(given: Given) -> Given | None:
    target = _guest_address(given)
    return _forwarded(given, given.nat(), f"70000 = {target}:22") if target else None


def forward_missing(given: Given) -> Given | None:
    nic = given.nic("nat", static=True, where=lambda n: len(n.guest.plugs) == 1)
    return wishing(given, "lan", nic.guest.name, "tcp/9443") if nic else None


def forward_target_dynamic(given: Given) -> Given | None:
    network = given.nat()
    if network is None or given.nic("nat", static=False) is None:
        return None
    leases = network.dhcp.leases if network.dhcp else ()
    return _forwarded(given, network, f"3322 = {text_of(leases[0].address) if leases else near(network, 140)}:22")


def forward_target_outside(given: Given) -> Given | None:
    return _forwarded(given, given.nat(), "3322 = 192.168.222.10:22")


def forward_target_outside__nat_device(given: Given) -> Given | None:
    network = given.nat()
    return _forwarded(given, network, f"3322 = {text_of(network.nat_device)}:22") if network else None


def forward_target_unknown(given: Given) -> Given | None:
    network = given.nat()
    on = any(nic.network is network for nic in given.nics()) if network else False
    return _forwarded(given, network, f"3322 = {near(network, 99)}:22") if on else None


def forward_target_wrong(given: Given) -> Given | None:
    target = _guest_address(given)
    return _forwarded(given, given.nat(), f"81 = {target}:81\n444 = {target}:81") if target else None


def nat_device_is_host_adapter(given: Given) -> Given | None:
    network = given.nat()
    if network is None or network.nat is None:
        return None
    return given.sub(network.nat.place.source.path, rf"^ip = {text_of(network.nat_device)}", f"ip = {text_of(network.host_adapter)}")


def nat_device_outside_subnet(given: Given) -> Given | None:
    network = given.nat()
    if network is None or network.nat is None:
        return None
    return given.sub(network.nat.place.source.path, rf"^ip = {text_of(network.nat_device)}", "ip = 192.168.222.2")


def nat_dns_disabled(given: Given) -> Given | None:
    network = given.nat()
    place = network.nat.dns_autodetect.place if network is not None and network.nat is not None else None
    return given.put((place, "0")) if place else None


def nat_dns_section_ignored(given: Given) -> Given | None:
    network = given.nat()
    if network is None or network.nat is None or given.lab.host.os.value not in ("linux", "macos"):
        return None
    return given.append(network.nat.place.source.path, "\n[dns]\nautodetect = 0\nnameserver1 = 223.5.5.5\n")


def nat_multiple_networks(given: Given) -> Given | None:
    if given.nat() is None or given.lab.host.os.value != "windows":
        return None
    return given.add("host/vmnet5/vmnetnat.conf", "[host]\nip = 172.29.5.2/24\nhostMAC = 00:50:56:C0:00:05\ndevice = VMnet5\n[incomingtcp]\n")


def nat_syntax(given: Given) -> Given | None:
    target = _guest_address(given)
    return _forwarded(given, given.nat(), f"3322 : {target}:22") if target else None
