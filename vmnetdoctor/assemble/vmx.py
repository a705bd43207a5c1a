"""A `.vmx` dictionary to what the model's guest needs: name, system, UUID, signs of ESXi, adapters (vmware-networking.md 1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

from vmnetdoctor.formats.vmx import KeyPlace, ValuePlace
from vmnetdoctor.model.addr import mac
from vmnetdoctor.model.facts import UNKNOWN, Fact, assumed, record, unknown
from vmnetdoctor.model.guest import Adapter
from vmnetdoctor.patterns import late
from vmnetdoctor.source import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vmnetdoctor.formats.vmx import Dictionary

T = TypeVar("T")

DEFAULT_NETWORKS: dict[str, str] = {"bridged": "VMnet0", "nat": "VMnet8", "hostonly": "VMnet1"}   # 1.3, 2.1
_MODES = {"bridged": "bridged", "nat": "nat", "hostonly": "hostonly", "custom": "custom", "pvn": "lansegment"}
_SWITCHES = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_VNET = late(r"(?:/dev/)?vmnet0*(\d{1,4})", re.I | re.ASCII)

_NOT_PRESENT: Fact[bool] = assumed(False, "missing-present")
_CONNECTED: Fact[bool] = assumed(True, "missing-start-connected")
_CHECKED: Fact[bool] = assumed(True, "missing-check-mac")
_BRIDGED: Fact[str] = assumed("bridged", "missing-connection-type")
_ESXI_MODE: Fact[str] = assumed("unknown", "esxi")
_GENERATED: Fact[str] = assumed("generated", "missing-address-type")
_STATIC: Fact[str] = assumed("static", "missing-address-type")
_HOSTED: Fact[bool] = assumed(False, "no-sign-of-esxi")


class KeyFact(Fact[T]):
    """A fact stated by one line of a dictionary; its place is made when somebody asks (most are never asked)."""

    __slots__ = ("_dictionary", "_name")

    def __init__(self, dictionary: Dictionary, name: str, value: T | None, reason: str = "") -> None:
        self.value = value
        self.reason = reason
        self._dictionary = dictionary
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        # Reached only while the slot `places` is still empty.
        if attribute != "places":
            raise AttributeError(attribute)
        self.places = (ValuePlace(self._dictionary, self._name),)
        return self.places


@record
class GuestParts:
    """What a vmx says of its machine; texts stand as the file writes them."""

    name: Fact[str]
    guest_os: Fact[str]
    hardware: Fact[int]
    uuid: Fact[str]
    esxi: Fact[bool]
    adapters: tuple[Adapter, ...]


def guest_parts(doc: Dictionary, mode_networks: Mapping[str, str] | None = None,
                segments: Mapping[str, str] | None = None) -> GuestParts:
    """The machine of a vmx; the host's own maps: from mode to vmnet (vmware-networking.md 5.2), from segment to name (5.4)."""
    keys: dict[int, dict[str, str]] = {}
    for key, value in doc.values.items():
        if key.startswith("ethernet"):
            # The usual spelling is cut by position, since this runs for every key of every guest.
            index, tail = key[8:9], key[10:]
            if index.isdecimal() and index.isascii() and tail and key[9] == ".":
                keys.setdefault(int(index), {})[tail] = value
    esxi = _esxi(doc, keys)
    networks = {**(mode_networks if mode_networks is not None else DEFAULT_NETWORKS), **(segments or {})}
    return GuestParts(
        _text(doc, "displayname"), _text(doc, "guestos"), _number(doc, "virtualhw.version"), _text(doc, "uuid.bios"), esxi,
        tuple(_adapter(doc, index, keys[index], bool(esxi.value), networks) for index in sorted(keys)))


def vmnet_name(text: str) -> str | None:
    """`VMnet<N>` of a switch's name in any spelling, `/dev/` allowed (vmware-networking.md 1.3)."""
    found = _VNET.fullmatch(text.strip())
    return f"VMnet{found[1]}" if found else None


def segment_id(text: str) -> str:
    """A LAN segment's ID in the one spelling that IDs are compared in."""
    return " ".join(text.lower().split())


def _text(doc: Dictionary, name: str) -> Fact[str]:
    value = doc.values.get(name)
    return unknown(name) if value is None else KeyFact(doc, name, value.strip() or None)


def _number(doc: Dictionary, name: str) -> Fact[int]:
    value = doc.values.get(name)
    return unknown(name) if value is None else KeyFact(doc, name, _integer(value))


def _integer(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _adapter(doc: Dictionary, index: int, keys: dict[str, str], esxi: bool, networks: Mapping[str, str]) -> Adapter:
    prefix = f"ethernet{index}."
    facts: dict[str, Fact[str]] = {tail: KeyFact(doc, prefix + tail, value) for tail, value in keys.items()}
    mode = _mode(facts, esxi)
    vnet = _vnet(facts)
    segment = _segment(facts) if mode.value == "lansegment" else UNKNOWN
    source = _mac_source(facts)
    return Adapter(
        index=index, place=KeyPlace(doc, prefix + ("present" if "present" in keys else next(iter(keys)))),
        present=_switch(facts, "present", _NOT_PRESENT), connected=_switch(facts, "startconnected", _CONNECTED),
        mode=mode, network=None if esxi else _network(mode.value, vnet, segment, networks), vnet=vnet,
        mac=_mac(facts, source.value), mac_source=source, model=_model(facts), slot=_slot(facts), segment=segment,
        check_mac=_switch(facts, "checkmacaddress", _CHECKED), facts=facts)


def _switch(facts: dict[str, Fact[str]], name: str, default: Fact[bool]) -> Fact[bool]:
    """TRUE or FALSE in any case; a word that is neither leaves the value open (vmware-networking.md 1.1)."""
    stated = facts.get(name)
    return default if stated is None else _as(stated, _SWITCHES.get((stated.value or "").strip().lower()))


def _as(stated: Fact[str], value: T | None) -> Fact[T]:
    """The same line read as another value."""
    assert isinstance(stated, KeyFact)
    return KeyFact(stated._dictionary, stated._name, value)


def _mode(facts: dict[str, Fact[str]], esxi: bool) -> Fact[str]:
    stated = facts.get("connectiontype")
    if stated is None:
        return _ESXI_MODE if esxi else _BRIDGED
    word = _MODES.get((stated.value or "").strip().lower(), "unknown")
    return stated if word == stated.value else _as(stated, word)


def _vnet(facts: dict[str, Fact[str]]) -> Fact[str]:
    stated = facts.get("vnet")
    if stated is None:
        return UNKNOWN
    return _as(stated, vmnet_name(stated.value or ""))


def _segment(facts: dict[str, Fact[str]]) -> Fact[str]:
    stated = facts.get("pvnid")
    return unknown("pvnid") if stated is None else _as(stated, segment_id(stated.value or "") or None)


def _network(mode: str | None, vnet: Fact[str], segment: Fact[str], networks: Mapping[str, str]) -> str | None:
    """The switch an adapter ends on: a stale `vnet` beside another mode does not count (vmware-networking.md 1.3)."""
    if mode == "custom":
        return vnet.value
    if mode == "lansegment":
        return f"LAN segment {networks.get(segment.value, segment.value)}" if segment.value else None
    return networks.get(mode or "")


def _mac_source(facts: dict[str, Fact[str]]) -> Fact[str]:
    stated = facts.get("addresstype")
    if stated is None:
        # Old guides set only `address`, which old products took (vmware-networking.md 1.3).
        return _STATIC if "address" in facts and "generatedaddress" not in facts else _GENERATED
    word = (stated.value or "").strip().lower()
    if word == stated.value and word in ("generated", "static", "vpx"):
        return stated
    return _as(stated, word if word in ("generated", "static", "vpx") else None)


def _mac(facts: dict[str, Fact[str]], source: str | None) -> Fact[str]:
    """`address` of a static card, `generatedAddress` of the others; vCenter writes the latter, too (libvirt's vmx reader)."""
    stated = facts.get("address" if source == "static" else "generatedaddress")
    if stated is None and source != "generated":
        stated = facts.get("address")
    if stated is None:
        return unknown("never-powered-on" if source == "generated" else "address")
    text = stated.value or ""
    address = mac(text.strip())
    return stated if address == text else _as(stated, address)


def _model(facts: dict[str, Fact[str]]) -> Fact[str]:
    """`virtualDev` in lower case; vmxnet with features 15 is vmxnet2 (vmware-networking.md 1.3)."""
    stated = facts.get("virtualdev")
    if stated is None:
        return unknown("virtualdev")
    word = (stated.value or "").strip().lower()
    if word == "vmxnet" and "features" in facts and (facts["features"].value or "").strip() == "15":
        word = "vmxnet2"
    return stated if word == stated.value and word else _as(stated, word or None)


def _slot(facts: dict[str, Fact[str]]) -> Fact[int]:
    stated = facts.get("pcislotnumber")
    return unknown("pcislotnumber") if stated is None else _as(stated, _integer(stated.value or ""))


def _esxi(doc: Dictionary, adapters: dict[int, dict[str, str]]) -> Fact[bool]:
    """Two signs, or one in a file without any `connectionType` (vmware-networking.md 1.7)."""
    signs: list[Place] = []
    if doc.values.get("virtualhw.productcompatibility", "hosted").strip().lower() not in ("", "hosted"):
        signs.append(ValuePlace(doc, "virtualhw.productcompatibility"))
    if doc.values.get("vc.uuid", "").strip():
        signs.append(ValuePlace(doc, "vc.uuid"))
    signs += _adapter_signs(doc, adapters)
    at = doc.source.text.find("/vmfs/")
    if at >= 0:
        signs.append(Place(doc.source, at, at + 6))
    if len(signs) > 1 or (signs and not any("connectiontype" in keys for keys in adapters.values())):
        return Fact(True, tuple(signs))
    return _HOSTED


def _adapter_signs(doc: Dictionary, adapters: dict[int, dict[str, str]]) -> list[Place]:
    """At most one sign for port groups and one for addresses that vCenter gave."""
    port_group = vcenter = None
    for index, keys in adapters.items():
        if port_group is None:
            name = "networkname" if "networkname" in keys else next((k for k in keys if k.startswith("dvs.")), None)
            port_group = name and ValuePlace(doc, f"ethernet{index}.{name}")
        if vcenter is None and keys.get("addresstype", "").strip().lower() == "vpx":
            vcenter = ValuePlace(doc, f"ethernet{index}.addresstype")
    return [place for place in (port_group, vcenter) if place]
