"""IPADDRn, PREFIXn, NETMASKn and GATEWAYn of one file and of its aliases, as NetworkManager's ifcfg-rh plugin takes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.assemble.readers.addressing import (
    SUFFIXES,
    assumed_prefix,
    decimal_prefix,
    disagreement,
    trailing_zeros_prefix,
    with_prefix,
)
from vmnetdoctor.assemble.readers.parts import at, nm_document
from vmnetdoctor.model.addr import ip, prefix_of
from vmnetdoctor.model.facts import UNKNOWN, Fact
from vmnetdoctor.model.guest import Remark
from vmnetdoctor.patterns import late

if TYPE_CHECKING:
    from vmnetdoctor.assemble.readers.draft import Draft
    from vmnetdoctor.assemble.readers.nm_file import NmFile
    from vmnetdoctor.formats.assignments import Assignments
    from vmnetdoctor.formats.syntax import Entry
    from vmnetdoctor.model.addr import Interface

_LABEL = late(r"[A-Za-z0-9_]*", re.ASCII)
_OLD_SUFFIXES = ("", *SUFFIXES[3:])          # 0.8.1 knows IPADDR, then IPADDR2, IPADDR3


def read(file: NmFile, reading: Draft) -> None:
    """The addresses with the gaps the plugin allows, and the first GATEWAY that stands with an address of its number."""
    found: list[Fact[Interface]] = []
    suffixes, optional = (SUFFIXES, 2) if file.version >= (0, 9) else (_OLD_SUFFIXES, 0)
    for index, suffix in enumerate(suffixes):
        text = file.get("IPADDR" + suffix)
        if not text:
            if index > optional:
                break
            continue
        address = _address(file, suffix, text)
        _gateway(file, suffix, reading)
        if address is not None:
            found.append(address)
        if reading.method.value == "shared":
            break
    reading.addresses = tuple(found)


def _gateway(file: NmFile, suffix: str, reading: Draft) -> None:
    text = file.get("GATEWAY" + suffix)
    if not text or reading.gateway.known:
        return
    entry, address = file.entry("GATEWAY" + suffix), ip(text)
    if entry is None or address is None:
        file.refuse("address-invalid", entry)
        return
    reading.gateway = Fact(address, (entry.value_place,))


def _address(file: NmFile, suffix: str, text: str) -> Fact[Interface] | None:
    entry, address = file.entry("IPADDR" + suffix), ip(text)
    if entry is None or address is None:
        file.refuse("address-invalid", entry)
        return None
    prefix_text, mask_text = file.get("PREFIX" + suffix), file.get("NETMASK" + suffix)
    marked = None
    if prefix_text:
        marked = file.entry("PREFIX" + suffix)
        prefix = decimal_prefix(prefix_text)
        if prefix is not None and mask_text:
            apart = disagreement(prefix, mask_text, marked, file.entry("NETMASK" + suffix))
            file.remarks += [apart] if apart else []
    elif mask_text:
        marked = file.entry("NETMASK" + suffix)
        prefix = _of_mask(file, mask_text, marked)
    else:
        prefix = assumed_prefix(address, entry, file.remarks)
    if prefix is None:
        file.refuse("mask-invalid", marked, address=text)
        return None
    return with_prefix(address, prefix, entry, marked)


def _of_mask(file: NmFile, text: str, entry: Entry | None) -> int | None:
    """The prefix of a mask; one that is not contiguous is taken without a word: 32 minus its trailing zero bits."""
    mask = ip(text)
    if mask is None:
        return None
    prefix = trailing_zeros_prefix(mask)
    if prefix_of(mask) is None:
        file.remark("mask-invalid", entry, effect="read-as", prefix=prefix)
    return prefix


def aliases(file: NmFile, reading: Draft) -> Fact[int]:
    """Add the addresses of ifcfg-X:N files; the gateway of the first that has one (Alias files: inherited from the parent)."""
    gateway: Fact[int] = UNKNOWN
    parent = next((a for a in reading.addresses if a.value is not None), None)
    for name, alias in file.parts.aliases:
        if "-range" in name and ":" not in name:
            continue
        document = nm_document(alias, file.version)
        fault = _fault(document, name.removeprefix("ifcfg-"))
        added = None if fault else _alias_address(document, parent, file.remarks)
        if added is None or added.value is None:
            values = {"reason": fault or "address", "key": "DEVICE" if fault else "IPADDR", "file": name}
            place = at(document.entry("DEVICE" if fault else "IPADDR"), document.source)
            file.remarks.append(Remark("alias-ignored", place, (), values))
            continue
        reading.addresses += (added,)
        entry = document.entry("GATEWAY")
        if entry is not None and not gateway.known:
            gateway = Fact(ip(entry.value or ""), (entry.value_place,))
        if reading.method.value == "disabled":
            reading.method = Fact("static", added.places)
    return gateway


def _fault(document: Assignments, name: str) -> str:
    device = document.get("DEVICE")
    if not device:
        return "device-missing"
    if device != name:
        return "device-differs"
    return "" if _LABEL.fullmatch(device.rpartition(":")[2]) else "label"


def _alias_address(document: Assignments, parent: Fact[Interface] | None, remarks: list[Remark]) -> Fact[Interface] | None:
    """Address and prefix of the alias; either is the parent's where the alias has none."""
    keys = ("IPADDR", "PREFIX", "NETMASK")
    entry, prefix_entry, mask_entry = (document.entry(key) if document.get(key) else None for key in keys)
    base = parent.value if parent is not None else None
    address = ip(entry.value or "") if entry is not None else base.address if base is not None else None
    if address is None:
        return None
    prefix: int | None
    if prefix_entry is not None:
        prefix = decimal_prefix(prefix_entry.value or "")
    elif mask_entry is not None:
        mask = ip(mask_entry.value or "")
        prefix = None if mask is None else trailing_zeros_prefix(mask)
    elif base is not None and parent is not None:
        return Fact(base._replace(address=address), (*((entry.value_place,) if entry else ()), *parent.places[-1:]))
    else:
        prefix = assumed_prefix(address, entry, remarks) if entry is not None else None
    return None if prefix is None else with_prefix(address, prefix, entry, prefix_entry or mask_entry)
