"""Faults of a guest's addressing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.faults.given import near, text_of
from vmnetdoctor.checks.guest.gateway import router_of
from vmnetdoctor.model.addr import Subnet, ip_text

if TYPE_CHECKING:
    from tests.faults.given import Given
    from vmnetdoctor.checks.subjects import Nic
    from vmnetdoctor.model.facts import Fact


def _own(nic: Nic) -> str:
    assert nic.address.value is not None
    return ip_text(nic.address.value.address)


def _followed(given: Given, nic: Nic, new: str) -> Given:
    """The guest at another address, and forwards that went to it go there too."""
    place, old = nic.address.places[0], _own(nic)
    made = given.put((place, place.text.replace(old, new)))
    for path in made.files:
        if path.endswith("nat.conf"):
            made = made.everywhere(f" = {old}:", f" = {new}:", [path])
        elif path.endswith("/networking"):
            made = made.everywhere(f" {old} ", f" {new} ", [path])
    return made


def _masked(given: Given, nic: Nic, prefix: int) -> Given:
    """Another prefix or mask, in the form in which it stands."""
    place = nic.address.places[-1]
    if place.text.isdigit():
        return given.put((place, str(prefix)))
    if "/" in place.text:
        return given.put((place, re.sub(r"/\d+", f"/{prefix}", place.text, count=1)))
    return given.put((place, ip_text(Subnet(0, prefix).mask)))


def _gateway(given: Given, address: str | None, nic: Nic | None) -> Given | None:
    stated = nic.reading.gateway_stated.place if nic is not None else None
    return given.put((stated, address)) if stated is not None and address is not None else None


def _routed(nic: Nic) -> bool:
    return nic.reading.gateway_stated.place is not None and nic.reading.gateway_stated.place.source.path == nic.profile.path


def _known(nic: Nic) -> bool:
    return nic.network is not None and nic.network.subnet.value is not None


def _leads(nic: Nic) -> bool:
    return _routed(nic) and _known(nic) and len(nic.guest.plugs) == 1


def gateway_is_host_adapter(given: Given) -> Given | None:
    nic = given.nic("nat", static=True, where=_routed)
    return _gateway(given, text_of(nic.network.host_adapter), nic) if nic and nic.network else None


def gateway_outside_subnet(given: Given) -> Given | None:
    return _gateway(given, "192.168.222.1", given.nic("nat", "bridged", static=True, where=_routed))


def gateway_own_address(given: Given) -> Given | None:
    nic = given.nic("nat", "bridged", static=True, where=_routed)
    return _gateway(given, _own(nic), nic) if nic else None


def gateway_unknown_router(given: Given) -> Given | None:
    nic = given.nic("nat", "bridged", static=True, where=lambda n: _routed(n) and _known(n) and router_of(n.network).value is not None)
    return _gateway(given, near(nic.network, 98), nic) if nic else None


def gateway_missing(given: Given) -> Given | None:
    nic = given.nic("nat", "bridged", static=True, where=lambda n: _leads(n) and not (n.guest.seen and n.guest.seen.routes))
    place = nic.reading.gateway_stated.place if nic else None
    if nic is None or place is None:
        return None
    if nic.profile.format == "netplan":     # with its `to: default`
        return given.sub(nic.profile.path, r"^ +routes:\n +- to: default\n +via: .*\n", "")
    line = place.source.line_span(place.source.position(place.start).line)
    text = place.source.text[line.start:line.end]
    if "," in text:     # address1=a.b.c.d/len,gateway
        return given.line(place, text.rpartition(",")[0])
    return given.line(place, None)


def gateway_on_isolated_network(given: Given) -> Given | None:
    nic = given.nic("hostonly", static=True, formats=("ifcfg",), where=_known)
    if nic is None:
        return None
    made = given.append(nic.profile.path, f"GATEWAY={near(nic.network, 1)}\n")
    return made.sub(nic.profile.path, r"^DEFROUTE=no\n", "") if "DEFROUTE=no" in made.text(nic.profile.path) else made


def multiple_default_gateways(given: Given) -> Given | None:
    """A second card on the host's LAN with a gateway of its own."""
    nic = given.nic("nat", static=True, formats=("ifcfg",), where=_leads)
    if nic is None or nic.guest.seen:
        return None
    lan = next((a.addresses[0].value for a in given.lab.host.adapters if a.kind == "ethernet" and a.addresses), None)
    net = ip_text(lan.subnet.base).rpartition(".")[0] if lan is not None else "192.168.99"
    mac = nic.guest.plugs[0].mac.value or ""
    second = f"{mac[:15]}{(int(mac[15:], 16) + 10) % 256:02x}"
    slot = nic.guest.plugs[0].slot.value or 33
    device = f"ens{slot + (1 if slot < 100 else 32)}" if nic.profile.device.value != "eth0" else "eth1"
    keys = {"present": "TRUE", "connectionType": "bridged", "virtualDev": nic.guest.plugs[0].model.value or "e1000", "addressType": "generated",
            "generatedAddress": second, "generatedAddressOffset": "10", "pciSlotNumber": str(slot + (1 if slot < 100 else 32))}
    made = given.append(nic.guest.vmx or "", "".join(f'ethernet1.{key} = "{value}"\n' for key, value in keys.items()))
    folder = nic.profile.path.rpartition("/")[0]
    text = f"TYPE=Ethernet\nDEVICE={device}\nONBOOT=yes\nBOOTPROTO=none\nIPADDR={net}.60\nPREFIX=24\nGATEWAY={net}.1\n"
    made = made.add(f"{folder}/ifcfg-{device}", text)
    rules = next((p for p in made.files if p.startswith((nic.guest.vmx or "").rpartition("/")[0]) and p.endswith("-net.rules")), None)
    line = (f'SUBSYSTEM=="net", ACTION=="add", DRIVERS=="?*", ATTR{{address}}=="{second}", ATTR{{type}}=="1", KERNEL=="eth*", NAME="eth1"\n')
    return made.append(rules, line) if rules else made


def address_outside_network(given: Given) -> Given | None:
    nic = given.nic("nat", "hostonly", "bridged", static=True, where=lambda n: _known(n) and n.guest.seen is None)
    if nic is None:
        return None
    place = nic.address.places[0]
    return given.put((place, place.text.replace(_own(nic), "192.168.222.10")))


def address_outside_network__old_subnet(given: Given) -> Given | None:
    """The whole profile is left over from another subnet."""
    nic = given.nic("nat", "bridged", static=True, where=lambda n: _leads(n) and n.guest.seen is None)
    return given.everywhere(near(nic.network, 0).rpartition(".")[0] + ".", "192.168.222.", [nic.profile.path]) if nic else None


def address_in_dhcp_pool(given: Given) -> Given | None:
    nic = given.nic("nat", "hostonly", static=True, where=lambda n: _known(n) and n.network and n.network.dhcp and n.guest.seen is None)
    return _followed(given, nic, near(nic.network, 150)) if nic else None


def address_in_use(given: Given) -> Given | None:
    nic = given.nic("nat", "hostonly", static=True, where=lambda n: _known(n) and n.network and n.network.host_adapter.value)
    if nic is None or nic.network is None:
        return None
    place = nic.address.places[0]
    return given.put((place, place.text.replace(_own(nic), text_of(nic.network.host_adapter))))


def address_in_use__guest(given: Given) -> Given | None:
    nics = [n for n in given.nics(static=True, where=_known) if n.guest.seen is None]
    pair = next(((a, b) for number, a in enumerate(nics) for b in nics[:number] if a.network is b.network and a.guest is not b.guest), None)
    if pair is None:
        return None
    place = pair[1].address.places[0]
    return given.put((place, place.text.replace(_own(pair[1]), _own(pair[0]))))


def address_is_network_or_broadcast(given: Given) -> Given | None:
    nic = given.nic("nat", "hostonly", "bridged", static=True, where=_known)
    if nic is None:
        return None
    place = nic.address.places[0]
    return given.put((place, place.text.replace(_own(nic), near(nic.network, 255))))


def address_invalid(given: Given) -> Given | None:
    nic = given.nic(static=True)
    if nic is None:
        return None
    place = nic.address.places[0]
    return given.put((place, place.text.replace(_own(nic), _own(nic).rpartition(".")[0] + ".333")))


def address_invalid__length_behind(given: Given) -> Given | None:
    nic = given.nic(static=True, formats=("ifcfg",))
    return given.put((nic.address.places[0], _own(nic) + "/24")) if nic else None


def address_invalid__gateway(given: Given) -> Given | None:
    nic = given.nic("nat", "bridged", static=True, formats=("ifcfg", "keyfile"), where=_leads)
    return _gateway(given, "10.0.0.2x", nic)


def mask_mismatch(given: Given) -> Given | None:
    nic = given.nic("nat", "hostonly", "bridged", static=True, where=_known)
    return _masked(given, nic, 16) if nic else None


def mask_mismatch__narrow(given: Given) -> Given | None:
    nic = given.nic("nat", "bridged", static=True, where=_leads)
    return _masked(given, nic, 30) if nic else None


def mask_missing(given: Given) -> Given | None:
    nic = given.nic("nat", "hostonly", static=True, where=lambda n: _known(n) and not _own(n).startswith("192."))
    if nic is None:
        return None
    place = nic.address.places[-1]
    if nic.profile.format == "ifcfg":
        return given.line(place, None)
    return None


def mask_invalid(given: Given) -> Given | None:
    nic = given.nic(static=True, formats=("ifcfg",))
    if nic is None:
        return None
    place = nic.address.places[-1]
    return given.put((place, "33" if place.text.isdigit() else "255.255.300.0"))


def mask_invalid__gap(given: Given) -> Given | None:
    nic = given.nic(static=True, formats=("ifcfg",))
    return given.line(nic.address.places[-1], "NETMASK=255.255.0.255") if nic else None


def prefix_netmask_disagree(given: Given) -> Given | None:
    nic = given.nic(static=True, formats=("ifcfg",))
    if nic is None:
        return None
    place = nic.address.places[-1]
    return given.line(place, "...\nNETMASK=255.255.0.0" if place.text.isdigit() else "...\nPREFIX=24".replace("24", "16"))


def network_key_wrong(given: Given) -> Given | None:
    nic = given.nic(static=True, formats=("ifcfg",))
    return given.append(nic.profile.path, "NETWORK=192.168.222.0\n") if nic else None


def route_entry_invalid(given: Given) -> Given | None:
    nic = given.nic("nat", "hostonly", "bridged", static=True, formats=("ifcfg",))
    if nic is None:
        return None
    folder = nic.profile.path.rpartition("/")[0]
    return given.add(f"{folder}/route-{nic.profile.device.value}", "ADDRESS0=10.77.0.0\nGATEWAY0=" + near(nic.network, 1) + "\n")


def dns_missing(given: Given) -> Given | None:
    nic = given.nic("nat", "bridged", static=True, where=lambda n: n.reading.dns and n.reading.reader != "network-scripts"
                    and not n.guest.resolvers and len(n.guest.plugs) == 1)
    if nic is None:
        return None
    if nic.profile.format == "netplan":
        return given.sub(nic.profile.path, r"^ +nameservers:\n +addresses: .*\n", "")
    return given.sub(nic.profile.path, r"(?i)^ *(dns\d?|dns-nameservers)[ =].*\n", "", count=0)


def _resolver(given: Given, nic: Nic | None, fact: Fact[int] | None) -> Given | None:
    return given.put((nic.reading.dns[0].place, text_of(fact))) if nic is not None and fact is not None and fact.known else None


def dns_is_host_adapter(given: Given) -> Given | None:
    nic = given.nic("nat", static=True, where=lambda n: n.reading.dns)
    return _resolver(given, nic, nic.network.host_adapter if nic and nic.network else None)


def dns_on_other_network(given: Given) -> Given | None:
    nic = given.nic("nat", "bridged", static=True, where=lambda n: n.reading.dns)
    mine = {a.network for a in nic.guest.plugs} if nic else set()
    other = next((n for n in given.networks("nat", "hostonly") if n.name not in mine and (n.nat_device.known or n.host_adapter.known)), None)
    if other is None:
        return None
    return _resolver(given, nic, other.nat_device if other.nat_device.known else other.host_adapter)


def dns_dropped_by_peerdns(given: Given) -> Given | None:
    nic = given.nic("nat", "bridged", static=True, formats=("ifcfg",), where=lambda n: n.reading.reader == "network-scripts" and n.reading.dns)
    return given.append(nic.profile.path, "PEERDNS=no\n") if nic else None


def static_leftovers_under_dhcp(given: Given) -> Given | None:
    nic = given.nic("nat", "bridged", "hostonly", static=True, formats=("ifcfg",),
                    where=lambda n: _known(n) and n.guest.seen is None and n.network and (n.network.kind.value == "bridged" or n.network.dhcp))
    return given.sub(nic.profile.path, r"^BOOTPROTO=\w+", "BOOTPROTO=dhcp") if nic else None


def two_interfaces_one_subnet(given: Given) -> Given | None:
    """A second card on the same vmnet."""
    nic = given.nic("nat", "hostonly", static=True, formats=("ifcfg",), where=lambda n: _known(n) and len(n.guest.plugs) == 1 and n.guest.seen is None
                    and n.profile.device.value != "eth0")
    if nic is None:
        return None
    mac = nic.guest.plugs[0].mac.value or ""
    slot = nic.guest.plugs[0].slot.value or 33
    slot += 1 if slot < 100 else 32
    second = f"{mac[:15]}{(int(mac[15:], 16) + 10) % 256:02x}"
    keys = {"present": "TRUE", "connectionType": nic.guest.plugs[0].mode.value or "nat", "virtualDev": nic.guest.plugs[0].model.value or "e1000",
            "addressType": "generated", "generatedAddress": second, "generatedAddressOffset": "10", "pciSlotNumber": str(slot)}
    made = given.append(nic.guest.vmx or "", "".join(f'ethernet1.{key} = "{value}"\n' for key, value in keys.items()))
    folder = nic.profile.path.rpartition("/")[0]
    return made.add(f"{folder}/ifcfg-ens{slot}", f"TYPE=Ethernet\nDEVICE=ens{slot}\nONBOOT=yes\nBOOTPROTO=none\nIPADDR={near(nic.network, 77)}\nPREFIX=24\n")


def dns_local_stub_off(given: Given) -> Given | None:
    nic = given.nic("nat", "bridged", formats=("ifcfg", "keyfile"), where=lambda n: not n.guest.resolvers)
    if nic is None:
        return None
    folder = (nic.guest.vmx or "").rpartition("/")[0]
    made = given.add(f"{folder}/resolved.conf", "[Resolve]\nDNSStubListener=no\n")
    return made.add(f"{folder}/resolv.conf", "nameserver 127.0.0.53\noptions edns0\n")
