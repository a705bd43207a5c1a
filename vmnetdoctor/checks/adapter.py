"""Rules about the virtual machine's adapters (causes.md, Virtual machine adapter)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.checks.lookups import cards, forwards_to, nics_by_card, reservations, vmnet_of_bridged
from vmnetdoctor.checks.outcome import CannotTell, Finding, Outcome, check, places, replaced
from vmnetdoctor.checks.syntax_notes import noted
from vmnetdoctor.model.addr import mac as mac_of
from vmnetdoctor.model.macs import generated_mac, is_legal_static
from vmnetdoctor.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.checks.subjects import AdapterInLab, GuestInLab
    from vmnetdoctor.model.guest import Adapter, Guest
    from vmnetdoctor.model.host import Network
    from vmnetdoctor.model.lab import Lab
    from vmnetdoctor.source import Place

_UUID = late(r"[0-9A-Fa-f]{32}")
MODELS = ("vlance", "vmxnet", "vmxnet2", "vmxnet3", "e1000", "e1000e", "flexible")
NEWEST_HARDWARE_NEEDED = {"vmxnet3": 7, "e1000e": 8}      # vmware-networking.md 1.6


def plugged(subject: AdapterInLab) -> bool:
    return bool(subject.adapter.present.value)


def plugged_hosted(subject: AdapterInLab) -> bool:
    """A present adapter of a Workstation, Player or Fusion machine."""
    return bool(subject.adapter.present.value) and not subject.guest.esxi.value


@check("guest")
def adapter_absent(guest: GuestInLab) -> Iterator[Outcome]:
    wanted = [nic for nic in guest.nics if nic.reading.starts.value and not nic.reading.rejected]
    if guest.guest.vmx is not None and guest.guest.place is not None and wanted and not guest.guest.plugs:
        profile = wanted[0].profile
        off = next((a for a in guest.guest.adapters if a.present.places), None)
        yield Finding(off.present.places[0] if off is not None else guest.guest.place,
                      {"profile": profile.path.rpartition("/")[2]}, (("profile", profile.place),),
                      case="switched-off" if off is not None else "default",
                      fix=replaced(off.present.places[0], "TRUE") if off is not None else None)


@check("adapter", when=plugged)
def adapter_disconnected(subject: AdapterInLab) -> Iterator[Outcome]:
    connected = subject.adapter.connected
    if connected.value is False and connected.places:
        yield Finding(connected.places[0], {"index": subject.adapter.index},
                      fix=replaced(connected.places[0], "TRUE"))


@check("adapter", when=plugged_hosted)
def connection_type_missing(subject: AdapterInLab) -> Iterator[Outcome]:
    if not subject.adapter.mode.places:
        yield Finding(subject.adapter.place, {"index": subject.adapter.index})


@check("adapter", when=plugged_hosted)
def connection_type_unknown(subject: AdapterInLab) -> Iterator[Outcome]:
    if subject.adapter.mode.value == "unknown" and subject.adapter.mode.places:
        word = (subject.adapter.facts["connectiontype"].value or "").strip()
        old_name = word.lower() == "monitor_dev"     # listed in old folklore, seen in no file (vmware-networking.md 1.3)
        yield Finding(subject.adapter.mode.places[0], {"index": subject.adapter.index, "word": word},
                      severity="warning" if old_name else None, confidence="likely" if old_name else "certain",
                      case="default" if word else "empty")


@check("adapter", when=plugged_hosted)
def custom_without_vnet(subject: AdapterInLab) -> Iterator[Outcome]:
    adapter = subject.adapter
    if adapter.mode.value == "custom" and adapter.network is None:
        vnet, text = adapter.vnet, _vnet_text(adapter)
        yield Finding(vnet.places[0] if vnet.places else adapter.mode.places[0], {"index": adapter.index, "vnet": text},
                      case="not-a-vmnet" if text else "default")


def _vnet_text(adapter: Adapter) -> str:
    stated = adapter.facts.get("vnet")
    return (stated.value or "").strip() if stated is not None else ""


@check("adapter", when=plugged_hosted)
def vnet_ignored(subject: AdapterInLab) -> Iterator[Outcome]:
    adapter = subject.adapter
    if _vnet_text(adapter) and adapter.mode.value in ("bridged", "nat", "hostonly") and adapter.vnet.value != adapter.network:
        yield Finding(adapter.vnet.places[0], {"index": adapter.index, "vnet": adapter.vnet.value or _vnet_text(adapter),
                                               "mode": adapter.mode.value, "network": adapter.network},
                      places("mode", adapter.mode))


@check("adapter", when=plugged_hosted)
def network_undefined(subject: AdapterInLab) -> Iterator[Outcome]:
    adapter, network = subject.adapter, subject.network
    if network is None or adapter.mode.value == "lansegment":
        return
    if network.defined.value is False:
        known = sorted((n.name for n in subject.lab.networks if n.defined.value), key=lambda name: (len(name), name))
        yield Finding(_plug_place(adapter), {"index": adapter.index, "network": network.name, "defined": known},
                      places("list", network.defined) if network.defined.places else ())
    elif network.defined.value is None and adapter.mode.value == "custom":
        yield CannotTell("vmnets", "netmap-or-networking")


@check("adapter", when=plugged_hosted)
def wrong_network(subject: AdapterInLab) -> Iterator[Outcome]:
    adapter = subject.adapter
    booked = reservations(subject.lab).get(adapter.mac.value or "", [])
    if subject.network is None or any(network is subject.network for network, _ in booked):
        return
    if booked:
        meant, reservation = booked[0]
        yield Finding(_plug_place(adapter), {"index": adapter.index, "network": subject.network.name, "meant": meant.name,
                                             "reservation": reservation.name, "address": reservation.address_text.value or ""},
                      (("reservation", reservation.place),), confidence="likely")
    else:
        yield from _forwarded_elsewhere(subject, subject.network)


def _forwarded_elsewhere(subject: AdapterInLab, network: Network) -> Iterator[Outcome]:
    """A bridged card that kept its NAT address, to which a port forward still leads; on a known LAN the address is the fault."""
    for nic in nics_by_card(subject.lab).get(id(subject.adapter), ()):
        meant, forwards = vmnet_of_bridged(nic), forwards_to(nic)
        if meant is not None and forwards and nic.live:
            yield Finding(_plug_place(subject.adapter),
                          {"index": subject.adapter.index, "network": network.name, "meant": meant.name,
                           "address": str(nic.address.value), "port": forwards[0].port.value, "protocol": forwards[0].protocol},
                          (*places("address", nic.address), ("forward", forwards[0].place)), case="forward", confidence="likely")
            return


def _plug_place(adapter: Adapter) -> Place:
    """Where the vmx says which switch the card is plugged into."""
    at = adapter.vnet if adapter.mode.value == "custom" else adapter.mode
    return at.places[0] if at.places else adapter.place


@check("lab")
def mac_duplicate(lab: Lab) -> Iterator[Outcome]:
    for address, owners in cards(lab).items():
        if len(owners) < 2:
            continue
        by_network: dict[str | int, list[tuple[Guest, Adapter]]] = {}
        for guest, adapter in owners:
            by_network.setdefault(_switch(adapter), []).append((guest, adapter))
        shared = max(by_network.values(), key=len)
        together = len(shared) > 1
        group = shared if together else owners
        last = group[-1]
        switch = _switch(last[1])
        yield Finding(_mac_place(last[1]), {"mac": address, "guests": list(dict.fromkeys(guest.name for guest, _ in group)),
                                            "count": len(group), "network": switch if isinstance(switch, str) else "?"},
                      tuple(("same", _mac_place(adapter)) for _, adapter in group[:-1]),
                      case="default" if together else "different-networks", severity=None if together else "warning",
                      subject={"guest": last[0].name, "adapter": last[1].index,
                               **({"network": last[1].network} if last[1].network is not None else {})})


def _switch(adapter: Adapter) -> str | int:
    """What the adapter is plugged into: a vmnet, a port group of ESXi, or something of its own where it cannot be named."""
    port_group = adapter.facts.get("networkname")
    return adapter.network or (port_group.value if port_group is not None else None) or id(adapter)


def _mac_place(adapter: Adapter) -> Place:
    return adapter.mac.places[0] if adapter.mac.places else adapter.place


@check("adapter", when=plugged)
def mac_out_of_range(subject: AdapterInLab) -> Iterator[Outcome]:
    adapter = subject.adapter
    address = adapter.mac.value
    if adapter.mac_source.value != "static" or address is None or adapter.check_mac.value is False:
        return
    if not is_legal_static(address) and not int(address[:2], 16) & 1:
        esxi = bool(subject.guest.esxi.value)
        yield Finding(_mac_place(adapter), {"mac": address, "index": adapter.index}, case="esxi" if esxi else "default",
                      severity="error" if esxi else None, confidence="certain" if esxi else "likely")


@check("adapter", when=plugged)
def mac_invalid(subject: AdapterInLab) -> Iterator[Outcome]:
    adapter = subject.adapter
    key = "address" if adapter.mac_source.value == "static" else "generatedaddress"     # vCenter writes there too
    stated = adapter.facts.get(key)
    if stated is None or not stated.places:
        if adapter.mac_source.value == "static":
            yield Finding(adapter.mac_source.places[0] if adapter.mac_source.places else adapter.place,
                          {"index": adapter.index, "text": ""}, case="missing")
        return
    address = mac_of((stated.value or "").strip())
    if address is None or int(address[:2], 16) & 1 or address == "00:00:00:00:00:00":
        yield Finding(stated.places[0], {"index": adapter.index, "text": stated.value or ""},
                      case="default" if address is None else "not-unicast")


@check("adapter", when=plugged_hosted)
def mac_not_from_uuid(subject: AdapterInLab) -> Iterator[Outcome]:
    adapter, uuid = subject.adapter, subject.guest.uuid
    offset = adapter.facts.get("generatedaddressoffset")
    if adapter.mac_source.value != "generated" or adapter.mac.value is None or uuid.value is None:
        return
    digits = uuid.value.replace(" ", "").replace("-", "")
    steps = offset.value if offset is not None and offset.value is not None else str(10 * adapter.index)
    if not _UUID.fullmatch(digits) or not (steps.isascii() and steps.isdecimal()) or len(steps) > 6:
        return
    derived = generated_mac(int(digits[-6:], 16) + int(steps))
    if derived != adapter.mac.value:
        yield Finding(_mac_place(adapter), {"mac": adapter.mac.value, "derived": derived, "index": adapter.index},
                      places("uuid", uuid))


@check("adapter", when=plugged)
def adapter_model_unsupported(subject: AdapterInLab) -> Iterator[Outcome]:
    adapter, guest = subject.adapter, subject.guest
    model = adapter.model.value
    values = {"model": model or "?", "index": adapter.index, "hardware": guest.hardware.value or "?", "os": guest.os.value or "?"}
    shown = guest.driverless.get(adapter.index)
    if shown is not None and shown.value is not None and (model is None or model in MODELS):
        yield Finding(adapter.model.places[0] if adapter.model.places else adapter.place, values,
                      tuple(("shown", place) for place in shown.places[:2]), case=shown.value, confidence="likely")
        return
    if model is None or not adapter.model.places:
        return
    if model not in MODELS:
        yield Finding(adapter.model.places[0], values, case="unknown-model")
    elif guest.hardware.value is not None and guest.hardware.value < NEWEST_HARDWARE_NEEDED.get(model, 0):
        yield Finding(adapter.model.places[0], {**values, "needed": NEWEST_HARDWARE_NEEDED[model]}, case="hardware-too-old",
                      also=places("hardware", guest.hardware))
    elif model == "vmxnet" and guest.os.value is not None and guest.os.value[-1:].isdigit():
        yield Finding(adapter.model.places[0], values, case="needs-tools", confidence="likely")


@check("lab")
def vmx_syntax(lab: Lab) -> Iterator[Outcome]:
    for finding in noted(lab, "vmx"):
        reason = finding.values["reason"]
        case = reason if reason in ("too-many-lines", "unknown-charset", "charset-does-not-fit") else finding.case
        yield Finding(finding.at, finding.values, finding.also, case, subject=finding.subject)


@check("lab")
def vmx_duplicate_key(lab: Lab) -> Iterator[Outcome]:
    yield from noted(lab, "vmx-duplicate")


@check("adapter", when=plugged_hosted)
def vmx_keys_contradict(subject: AdapterInLab) -> Iterator[Outcome]:
    adapter = subject.adapter
    segment = adapter.facts.get("pvnid")
    if adapter.mode.value == "lansegment" and adapter.segment.value is None:
        yield Finding(adapter.mode.places[0], {"index": adapter.index, "mode": "pvn"}, case="segment-unnamed")
    elif segment is not None and segment.places and adapter.mode.value not in ("lansegment", None):
        yield Finding(segment.places[0], {"index": adapter.index, "mode": adapter.mode.value}, places("mode", adapter.mode),
                      case="segment-ignored")


@check("guest")
def esxi_file(guest: GuestInLab) -> Iterator[Outcome]:
    esxi = guest.guest.esxi
    if esxi.value and guest.guest.place is not None:
        yield Finding(esxi.places[0] if esxi.places else guest.guest.place, {"sign": esxi.places[0].text if esxi.places else ""})
