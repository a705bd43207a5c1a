"""Faults of the host, most of them shown by a capture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.faults import captures
from tests.faults.given import text_of

if TYPE_CHECKING:
    from tests.faults.given import Given
    from vmnetdoctor.model.host import Network


def _system(given: Given, name: str) -> bool:
    return given.lab.host.os.value == name and bool(given.networks("nat", "hostonly")) and given.nic() is not None


def _used(given: Given, *kinds: str) -> Network | None:
    """A vmnet with a host adapter that a guest is on."""
    return next((nic.network for nic in given.nics(*(kinds or ("nat", "hostonly"))) if nic.network in [n for _, _, n in captures.vmnets(given)]), None)


def _number(network: Network) -> int:
    return int(network.name[5:])


def _shown(given: Given, network: Network) -> tuple[Given, str, str]:
    """The lab with a capture of the host's addresses, its path and the address of the network's adapter."""
    windows = given.lab.host.os.value == "windows"
    made = captures.ipconfig(given) if windows else captures.addresses(given)
    address = next(held for number, held, _ in captures.vmnets(given) if number == _number(network))
    return made, captures.IPCONFIG if windows else captures.ADDRESSES, address


def host_adapter_mismatch(given: Given) -> Given | None:
    network = _used(given)
    if network is None or given.lab.host.os.value not in ("windows", "linux"):
        return None
    made, path, address = _shown(given, network)
    return made.sub(path, re.escape(address) + r"(?=[(/])", "192.168.222.1")


def host_adapter_disabled(given: Given) -> Given | None:
    network = _used(given)
    if network is None or not _system(given, "windows"):
        return None
    made, path, _ = _shown(given, network)
    return made.sub(path, rf"^[^\n]*VMware Network Adapter VMnet{_number(network)}:\r?\n\r?\n(   .*\n)+(\r?\n)?", "")


def host_adapter_has_gateway(given: Given) -> Given | None:
    network = _used(given, "nat")
    if network is None or not _system(given, "windows"):
        return None
    made, path, address = _shown(given, network)
    return made.sub(path, rf"({re.escape(address)}\((?:.*\n){{2}}[^\n:]*:) *(?=\r?$)", rf"\1 {text_of(network.nat_device)}")


def ics_conflict(given: Given) -> Given | None:
    network = _used(given)
    if network is None or not _system(given, "windows"):
        return None
    made, path, address = _shown(given, network)
    return made.sub(path, re.escape(address) + r"(?=\()", "192.168.137.1")


def nat_service_stopped(given: Given) -> Given | None:
    network = _used(given, "nat")
    if network is None:
        return None
    if _system(given, "windows"):
        return captures.services(given).sub(captures.SERVICES, r"(VMware NAT Service\r?\n[^\n]*\n *STATE +: )4  RUNNING", r"\g<1>1  STOPPED")
    return _down(given, f"NAT service on vmnet{_number(network)} is running") if _system(given, "linux") else None


def dhcp_service_stopped(given: Given) -> Given | None:
    nic = given.nic("nat", "hostonly", static=False)
    if nic is None or nic.network is None:
        return None
    if _system(given, "windows"):
        return captures.services(given).sub(captures.SERVICES, r"(VMware DHCP Service\r?\n[^\n]*\n *STATE +: )4  RUNNING", r"\g<1>1  STOPPED")
    return _down(given, f"DHCP service on vmnet{_number(nic.network)} is running") if _system(given, "linux") else None


def _down(given: Given, line: str) -> Given:
    made = captures.status(given)
    path = next(p for p in made.files if line in made.text(p))
    return made.sub(path, line, line.replace("is running", "is not running")).sub(
        path, "All the services configured on all the networks are running", "Some/All of the configured services are not running on all the networks")


def vmnet_services_down(given: Given) -> Given | None:
    if _used(given) is None:
        return None
    if _system(given, "windows"):
        made = captures.ipconfig(captures.services(given)).sub(captures.SERVICES, "4  RUNNING", "1  STOPPED", count=0)
        return made.sub(captures.IPCONFIG, r"^[^\n]*VMware Network Adapter VMnet\d+:\r?\n\r?\n(   .*\n)+(\r?\n)?", "", count=0)
    if not _system(given, "linux"):
        return None
    made = captures.addresses(captures.status(given))
    path = next(p for p in made.files if "networks are running" in made.text(p))
    made = made.sub(path, "is running", "is not running", count=0).sub(path, "is enabled", "is disabled", count=0).sub(
        path, "All the services.*", "Some/All of the configured services are not running on all the networks")
    return made.sub(captures.ADDRESSES, r"^\d+: vmnet\d+:.*\n(    .*\n)*", "", count=0)


def vmnet_services_down__module(given: Given) -> Given | None:
    if _used(given) is None or not _system(given, "linux"):
        return None
    made = captures.addresses(captures.modules(given)).sub(captures.MODULES, r"^vm(net|mon).*\n", "", count=0)
    made = made.remove(next((p for p in made.files if "networks are running" in made.text(p)), ""))
    return made.sub(captures.ADDRESSES, r"^\d+: vmnet\d+:.*\n(    .*\n)*", "", count=0)


def host_files_missing(given: Given) -> Given | None:
    """The folder holds netmap.conf only, and ipconfig still shows the adapters."""
    network = _used(given)
    if network is None or not _system(given, "windows"):
        return None
    made = captures.ipconfig(given)
    for path in [p for p in made.files if re.search(r"vmnet(dhcp|nat)\.conf$", p)]:
        made = made.remove(path)
    listing = (" Volume in drive C has no label.\n Volume Serial Number is 5C2A-11F0\n\n Directory of C:\\ProgramData\\VMware\n\n"
               "05/14/2021  09:12 AM    <DIR>          .\n05/14/2021  09:12 AM    <DIR>          ..\n"
               "05/14/2021  09:12 AM               331 netmap.conf\n               1 File(s)            331 bytes\n"
               "               2 Dir(s)  88,120,320,000 bytes free\n")
    names = (("Bridged", 0), ("HostOnly", 1), ("NAT", 8))
    netmap = "".join(f'network{i}.name = "{name}"\nnetwork{i}.device = "vmnet{number}"\n' for i, (name, number) in enumerate(names))
    return made.add("host/dir.txt", listing).add("ProgramData/VMware/netmap.conf", netmap)


def configuration_drift(given: Given) -> Given | None:
    path = next((p for p in given.files if p.endswith("/networking")), None)
    network = _used(given, "nat")
    if path is None or network is None or network.subnet.value is None:
        return None
    return given.sub(path, rf"(VNET_{_number(network)}_HOSTONLY_SUBNET) [\d.]+", r"\1 172.31.222.0")


def device_permissions(given: Given) -> Given | None:
    if not _system(given, "linux") or _used(given) is None:
        return None
    return captures.devices(given).sub(captures.DEVICES, "^crw-rw-rw-", "crw-------", count=0)


def host_firewall_likely(given: Given) -> Given | None:
    if not _system(given, "windows") or captures.IPCONFIG in given.files:
        return None
    return captures.ipconfig(given)


def _bridge(given: Given) -> Network | None:
    return next((n.network for n in given.nics("bridged") if n.network and n.network.bridge.place), None)


def bridge_adapter_missing(given: Given) -> Given | None:
    network = _bridge(given)
    return given.put((network.bridge.place, "enp9s9")) if network else None


def bridge_wrong_adapter(given: Given) -> Given | None:
    """Bridged to VirtualBox's adapter."""
    network = _bridge(given)
    if network is None:
        return None
    name = "VirtualBox Host-Only Network" if given.lab.host.os.value == "windows" else "vboxnet0"
    made = given.put((network.bridge.place, name))
    if captures.IPCONFIG in made.files:
        text = (f"\nEthernet adapter {name}:\n\n   Description . . . . . . . . . . . : VirtualBox Host-Only Ethernet Adapter\n"
                "   Physical Address. . . . . . . . . : 0A-00-27-00-00-0D\n   DHCP Enabled. . . . . . . . . . . : No\n"
                "   IPv4 Address. . . . . . . . . . . : 192.168.56.1(Preferred)\n   Subnet Mask . . . . . . . . . . . : 255.255.255.0\n"
                "   Default Gateway . . . . . . . . . :\n")
        return made.append(captures.IPCONFIG, text)
    if captures.ADDRESSES in made.files:
        return made.append(captures.ADDRESSES, f"9: {name}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc fq_codel state UP group default qlen 1000\n"
                           f"    link/ether 0a:00:27:00:00:00 brd ff:ff:ff:ff:ff:ff\n    inet 192.168.56.1/24 brd 192.168.56.255 scope global {name}\n")
    return _declared(made, f"{{name: {name}, kind: virtualbox, addresses: [192.168.56.1/24], up: true}}")


def _declared(given: Given, adapter: str) -> Given | None:
    """One more adapter of the host in vmnetdoctor.yaml."""
    path = "vmnetdoctor.yaml"
    if "adapters: [" not in given.text(path):
        return None
    return given.sub(path, r"adapters: \[(\{.*?\})\]$", rf"adapters: [\1, {adapter}]")


def bridge_automatic_ambiguous(given: Given) -> Given | None:
    network = _bridge(given)
    if network is None or (given.nic("bridged", static=False) is None and given.lab.host.os.value != "windows"):
        return None
    made = given.sub(network.bridge.place.source.path, r"^add_bridge_mapping .*\n", "answer VNL_DEFAULT_BRIDGE_VNET 0\n") if "networking" in (
        network.bridge.place.source.path if network.bridge.place else "") else given.put((network.bridge.place, "automatic"))
    second = "192.168.77.9"
    if captures.IPCONFIG in made.files:
        return made.append(captures.IPCONFIG, "\nEthernet adapter Ethernet 2:\n\n   Description . . . . . . . . . . . : Intel(R) I210 Gigabit Network Connection\n"
                           "   Physical Address. . . . . . . . . : A0-36-9F-10-22-33\n   DHCP Enabled. . . . . . . . . . . : Yes\n"
                           f"   IPv4 Address. . . . . . . . . . . : {second}(Preferred)\n   Subnet Mask . . . . . . . . . . . : 255.255.255.0\n"
                           "   Default Gateway . . . . . . . . . :\n")
    if captures.ADDRESSES in made.files:
        return made.append(captures.ADDRESSES, "9: enp5s0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc fq_codel state UP group default qlen 1000\n"
                           f"    link/ether a0:36:9f:10:22:33 brd ff:ff:ff:ff:ff:ff\n    inet {second}/24 brd 192.168.77.255 scope global enp5s0\n")
    return _declared(made, f"{{name: Ethernet 2, kind: ethernet, addresses: [{second}/24], up: true}}")


def bridge_over_wifi(given: Given) -> Given | None:
    network = _bridge(given)
    if network is None:
        return None
    if captures.IPCONFIG in given.files:
        return given.sub(captures.IPCONFIG, "^Ethernet adapter Ethernet:", "Wireless LAN adapter Ethernet:")
    if captures.ADDRESSES in given.files:
        wireless = "wlp2s0"
        return given.put((network.bridge.place, wireless)).everywhere("enp3s0", wireless, [p for p in given.files if p.startswith("host/")])
    return given.sub("vmnetdoctor.yaml", "kind: ethernet", "kind: wireless")


def bridge_protocol_unbound(given: Given) -> Given | None:
    network = _bridge(given)
    if network is None or given.lab.host.os.value != "windows":
        return None
    text = ("Name                           DisplayName                                        ComponentID          Enabled\n"
            "----                           -----------                                        -----------          -------\n"
            f"{network.bridge.value:<30} VMware Bridge Protocol                             vmware_bridge        False\n")
    return given.add("host/bindings.txt", text)


def lan_gives_no_address(given: Given) -> Given | None:
    """The host has but an address that it gave itself."""
    if given.nic("bridged", static=False) is None or captures.IPCONFIG not in given.files:
        return None
    card = r"(DHCP Enabled.*: Yes\r?\n.*\r?\n.*: )[\d.]+(\(Preferred\)\r?\n.*: )[\d.]+(\r?\n.*: )[\d.]+"
    return given.sub(captures.IPCONFIG, card, r"\g<1>169.254.80.17\g<2>255.255.0.0\3")
