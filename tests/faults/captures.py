"""Captures of a healthy host, made to fit a lab: what its commands would print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.model.addr import ip_text

if TYPE_CHECKING:
    from tests.faults.given import Given
    from vmnetdoctor.model.host import Network

IPCONFIG, SERVICES, ADDRESSES, STATUS = "host/ipconfig.txt", "host/services.txt", "host/ip-addr.txt", "host/status.txt"
MODULES, DEVICES = "host/lsmod.txt", "host/ls-dev.txt"
LAN = "192.168.31"


def vmnets(given: Given) -> list[tuple[int, str, Network]]:
    """Number, host address and network of each vmnet that the host has an adapter on."""
    return [(int(n.name[5:]), ip_text(n.host_adapter.value if n.host_adapter.known else n.subnet.value.base + 1), n)  # type: ignore[operator]
            for n in given.networks("nat", "hostonly") if n.subnet.value is not None and n.name.startswith("VMnet")]


def _windows_card(head: str, description: str, mac: str, address: str, gateway: str = "") -> str:
    dhcp = "Yes" if gateway else "No"
    return f"""
Ethernet adapter {head}:

   Connection-specific DNS Suffix  . :
   Description . . . . . . . . . . . : {description}
   Physical Address. . . . . . . . . : {mac}
   DHCP Enabled. . . . . . . . . . . : {dhcp}
   Autoconfiguration Enabled . . . . : Yes
   IPv4 Address. . . . . . . . . . . : {address}(Preferred)
   Subnet Mask . . . . . . . . . . . : 255.255.255.0
   Default Gateway . . . . . . . . . : {gateway}
   NetBIOS over Tcpip. . . . . . . . : Enabled
"""


def ipconfig(given: Given) -> Given:
    """With `ipconfig /all` of the Windows host, unless it is there."""
    if IPCONFIG in given.files:
        return given
    own = next((a for a in given.lab.host.adapters if a.addresses), None)
    address = ip_text(own.addresses[0].value.address) if own and own.addresses[0].value else f"{LAN}.20"
    router = ip_text(own.gateway.value) if own and own.gateway.value else f"{LAN}.1"
    text = "\nWindows IP Configuration\n\n   Host Name . . . . . . . . . . . . : DESK9\n   Node Type . . . . . . . . . . . . : Hybrid\n"
    text += "   IP Routing Enabled. . . . . . . . : No\n   WINS Proxy Enabled. . . . . . . . : No\n"
    text += _windows_card("Ethernet", "Intel(R) Ethernet Controller I225-V", "A8-A1-59-0C-3E-71", address, router)
    for number, held, _ in vmnets(given):
        text += _windows_card(f"VMware Network Adapter VMnet{number}", f"VMware Virtual Ethernet Adapter for VMnet{number}",
                              f"00-50-56-C0-00-{number:02X}", held)
    return given.add(IPCONFIG, text)


def services(given: Given) -> Given:
    """With `sc query` of the services, unless it is there."""
    if SERVICES in given.files:
        return given
    blocks = [f"SERVICE_NAME: {name}\nDISPLAY_NAME: {shown}\n        TYPE               : 10  WIN32_OWN_PROCESS\n"
              "        STATE              : 4  RUNNING\n        WIN32_EXIT_CODE    : 0  (0x0)\n"
              for name, shown in (("VMnetDHCP", "VMware DHCP Service"), ("VMware NAT Service", "VMware NAT Service"))]
    return given.add(SERVICES, "\n".join(blocks))


def addresses(given: Given) -> Given:
    """With `ip addr` of the Linux host, unless it is there."""
    if ADDRESSES in given.files:
        return given
    cards = [("enp4s0", "54:e1:ad:10:22:4f", f"{LAN}.44")]
    cards += [(f"vmnet{number}", f"00:50:56:c0:00:{number:02x}", held) for number, held, _ in vmnets(given)]
    text = ("1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000\n"
            "    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n    inet 127.0.0.1/8 scope host lo\n")
    for index, (name, mac, address) in enumerate(cards, 2):
        text += (f"{index}: {name}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc fq_codel state UP group default qlen 1000\n"
                 f"    link/ether {mac} brd ff:ff:ff:ff:ff:ff\n"
                 f"    inet {address}/24 brd {address.rpartition('.')[0]}.255 scope global {name}\n")
    return given.add(ADDRESSES, text)


def status(given: Given) -> Given:
    """With `vmware-networks --status`, unless it is there."""
    if any(b"the configured services" in data or b"services configured on" in data for data in given.files.values()):
        return given
    lines = ["Bridge networking on /dev/vmnet0 is running"]
    for number, _, network in vmnets(given):
        lines.append(f"DHCP service on vmnet{number} is running")
        lines += [f"NAT service on vmnet{number} is running"] if network.kind.value == "nat" else []
        lines.append(f"Hostonly virtual adapter on vmnet{number} is enabled")
    return given.add(STATUS, "\n".join([*lines, "All the services configured on all the networks are running"]) + "\n")


def modules(given: Given) -> Given:
    """With `lsmod`, unless it is there."""
    text = "Module                  Size  Used by\nxt_conntrack           16384  1\nvmnet                  57344  13\nvmmon                 155648  0\n"
    return given if MODULES in given.files else given.add(MODULES, text)


def devices(given: Given) -> Given:
    """With `ls -l /dev/vmnet*`, unless it is there."""
    numbers = [0, *(number for number, _, _ in vmnets(given))]
    text = "".join(f"crw-rw-rw- 1 root root 119, {number} Mar 27 10:18 /dev/vmnet{number}\n" for number in numbers)
    return given if DEVICES in given.files else given.add(DEVICES, text)


CAPTURES = {"windows": (ipconfig, services), "linux": (addresses, status, modules, devices)}
