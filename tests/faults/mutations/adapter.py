"""Faults of a machine's adapters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.checks.lookups import reservations
from vmnetdoctor.model.addr import ip_text

if TYPE_CHECKING:
    from tests.faults.given import Given
    from vmnetdoctor.model.guest import Adapter, Guest


def adapter_absent(given: Given) -> Given | None:
    found = given.plug(where=lambda guest, _: len(guest.plugs) == 1 and guest.profiles)
    return given.put((found[1].present.place, "FALSE")) if found else None


def adapter_disconnected(given: Given) -> Given | None:
    found = given.plug()
    return given.line(found[1].present.place, f'...\nethernet{found[1].index}.startConnected = "FALSE"') if found else None


def adapter_model_unsupported(given: Given) -> Given | None:
    found = given.plug(where=lambda _, adapter: adapter.model.place)
    return given.put((found[1].model.place, "vmxnet4")) if found else None


def connection_type_missing(given: Given) -> Given | None:
    found = given.plug("bridged")
    return given.line(found[1].mode.place, None) if found else None


def connection_type_unknown(given: Given) -> Given | None:
    found = given.plug("nat", "hostonly", "bridged")
    return given.put((found[1].mode.place, "private")) if found else None


def custom_without_vnet(given: Given) -> Given | None:
    found = given.plug("nat", "hostonly", "bridged")
    return given.put((found[1].mode.place, "custom")) if found else None


def custom_without_vnet__line_lost(given: Given) -> Given | None:
    found = given.plug("custom", where=lambda _, adapter: adapter.vnet.place)
    return given.line(found[1].vnet.place, None) if found else None


def vnet_ignored(given: Given) -> Given | None:
    found = given.plug("nat", "hostonly", "bridged")
    return given.line(found[1].mode.place, f'...\nethernet{found[1].index}.vnet = "VMnet5"') if found else None


def network_undefined(given: Given) -> Given | None:
    found = given.plug("nat", "hostonly", "bridged")
    if not found or not any(n.defined.value and n.defined.places for n in given.lab.networks):
        return None
    adapter = found[1]
    span = adapter.mode.place
    return given.put((span, "custom")).append(found[0].vmx or "", f'ethernet{adapter.index}.vnet = "VMnet7"\n')


def wrong_network(given: Given) -> Given | None:
    booked = reservations(given.lab)
    found = given.plug("nat", "hostonly", where=lambda _, adapter: adapter.mac.value in booked)
    return given.put((found[1].mode.place, "hostonly" if found[1].mode.value == "nat" else "nat")) if found else None


def _twins(given: Given) -> tuple[tuple[Guest, Adapter], tuple[Guest, Adapter]] | None:
    """Two adapters of different guests on one network, whose MAC no other file names."""
    known = {nic.profile.mac.value for nic in given.nics() if nic.profile.mac.value}
    booked = reservations(given.lab)
    free: list[tuple[Guest, Adapter]] = []
    for guest, adapter in given.plugs():
        if (adapter.mac.value in known or adapter.mac.value in booked or guest.seen is not None or guest.udev_names
                or adapter.network is None):
            continue
        twin = next(((g, a) for g, a in free if a.network == adapter.network and g is not guest), None)
        if twin is not None:
            return twin, (guest, adapter)
        free.append((guest, adapter))
    return None


def mac_duplicate(given: Given) -> Given | None:
    pair = _twins(given)
    if pair is None:
        return None
    (one, first), (two, second) = pair
    return given.put((second.mac.place, first.mac.place.text if first.mac.place else ""), (two.uuid.place, one.uuid.value or ""))


def mac_duplicate__different_networks(given: Given) -> Given | None:
    booked = reservations(given.lab)
    plugs = [(g, a) for g, a in given.plugs() if a.mac.value not in booked and g.seen is None and not g.udev_names and len(g.plugs) == 1]
    pair = next((((g, a), (h, b)) for g, a in plugs for h, b in plugs if a.network != b.network), None)
    if pair is None:
        return None
    (one, first), (two, second) = pair
    return given.put((second.mac.place, first.mac.place.text if first.mac.place else ""), (two.uuid.place, one.uuid.value or ""))


def mac_invalid(given: Given) -> Given | None:
    booked = reservations(given.lab)
    found = given.plug(where=lambda guest, adapter: adapter.mac.value not in booked and not guest.udev_names and guest.seen is None)
    return given.put((found[1].mac.place, "00:0c:29:4g:" + found[1].mac.value[12:])) if found and found[1].mac.value else None


def mac_out_of_range(given: Given) -> Given | None:
    found = given.plug(where=lambda _, adapter: adapter.mac_source.value == "generated" and adapter.mac_source.place and adapter.mac.value)
    if not found:
        return None
    guest, adapter = found
    vmx, card = guest.vmx or "", f"ethernet{adapter.index}"
    text = given.key(vmx, f"{card}.addressType", "static").sub(vmx, rf"{card}\.generatedAddress =", f"{card}.address =")
    return text.key(vmx, f"{card}.generatedAddressOffset", None)


def mac_not_from_uuid(given: Given) -> Given | None:
    found = given.plug(where=lambda guest, adapter: adapter.mac_source.value == "generated" and guest.uuid.value)
    if not found or found[0].uuid.value is None:
        return None
    return given.put((found[0].uuid.place, found[0].uuid.value[:-2] + "ff"))


def vmx_duplicate_key(given: Given) -> Given | None:
    found = given.plug("nat", "hostonly", "bridged")
    other = "bridged" if found and found[1].mode.value == "nat" else "nat"
    return given.line(found[1].mode.place, f'ethernet{found[1].index}.connectionType = "{other}"\n...') if found else None


def vmx_keys_contradict(given: Given) -> Given | None:
    found = given.plug("nat", "hostonly", "bridged")
    number = "52 8a 11 02 6f 1c d3 40-9b 7e 25 aa 0c 43 e1 f7"
    return given.line(found[1].mode.place, f'...\nethernet{found[1].index}.pvnID = "{number}"') if found else None


def vmx_keys_contradict__segment_lost(given: Given) -> Given | None:
    found = given.plug("lansegment", where=lambda guest, _: len(guest.plugs) == 1)
    return given.line(found[1].segment.place, None) if found else None


def vmx_syntax(given: Given) -> Given | None:
    found = given.plug()
    return given.append(found[0].vmx or "", 'annotation = "never closed\n') if found else None


def esxi_file(given: Given) -> Given | None:
    targets = {ip_text(f.address.value) for _, f in given.forwards() if f.address.value is not None}
    wanted = {name for wish in given.lab.expectations for name in (wish.sender, wish.target)}
    spare = {nic.guest.name for nic in given.nics() if not nic.dhcp and ip_text(nic.address.value.address if nic.address.value else 0)
             not in targets} - wanted
    found = given.plug("nat", "hostonly", "bridged", where=lambda guest, _: guest.name in spare and len(guest.plugs) == 1)
    if not found:
        return None
    vmx = found[0].vmx or ""
    return given.key(vmx, "virtualHW.productCompatibility", "esx").sub(
        vmx, r'^ethernet0\.connectionType = "\w+"', 'ethernet0.networkName = "VM Network"')
