"""The declaration's statements as facts of the host, the guests and the wishes (contract.md, Evidence files)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.assemble.declaration import Declaration, DeclaredGuest
from vmnetdoctor.assemble.owners import folder_of
from vmnetdoctor.formats import declared as declared_file
from vmnetdoctor.model.addr import Interface, ip
from vmnetdoctor.model.facts import UNKNOWN, Fact
from vmnetdoctor.model.host import HostAdapter, vmnet_named
from vmnetdoctor.model.lab import Expectation

if TYPE_CHECKING:
    from vmnetdoctor.formats.declared import Declared, DeclaredAdapter, GuestEntry, Stated
    from vmnetdoctor.source import Source

# what an adapter's name gives away where its kind is not declared; a card without a telling name is taken as wired
_KINDS = (
    ("vmware", re.compile(r"vmware|\bvmnet\d", re.IGNORECASE)),
    ("virtualbox", re.compile(r"virtualbox|\bvboxnet", re.IGNORECASE)),
    ("hyperv", re.compile(r"vethernet|hyper-v", re.IGNORECASE)),
    ("docker", re.compile(r"docker|\bbr-[0-9a-f]{12}\b", re.IGNORECASE)),
    ("bluetooth", re.compile(r"bluetooth|蓝牙", re.IGNORECASE)),
    ("vpn", re.compile(r"\bvpn|\btap|\btun\d|wireguard|\bwg\d|\bppp\d|\butun\d", re.IGNORECASE)),
    ("wireless", re.compile(r"wi-?fi|wlan|wireless|\bwlp?\d|无线|無線|ワイヤレス", re.IGNORECASE)),
)


def declaration(source: Source) -> Declaration:
    """The declaration in a file.  Raises DeclaredError where it is not what it must be."""
    folder = folder_of(source.path)
    return declared_facts(declared_file.parse(source), folder + "/" if folder else "")


def declared_facts(declared: Declared, folder: str = "") -> Declaration:
    """Declared values as facts, each with its place; paths of files are below `folder`."""
    bridged = {item.value: name for name, item in declared.bridges.items()}
    return Declaration(
        _fact(declared.host_os), tuple(_adapter(card, bridged.get(card.name.value)) for card in declared.adapters),
        {name: _fact(item) for name, item in declared.bridges.items()},
        {name: _guest(entry, folder) for name, entry in declared.guests.items()},
        tuple(Expectation(w.sender.value, w.target.value, w.probe, w.verdict, w.address.value if w.address else None, w.place)
              for w in declared.expect),
        tuple(_fact(item) for item in declared.ignore), {name: _fact(item) for name, item in declared.severity.items()})


def _fact(item: Stated | None) -> Fact[str]:
    return Fact(item.value, (item.place,)) if item is not None else UNKNOWN


def _guest(entry: GuestEntry, folder: str) -> DeclaredGuest:
    return DeclaredGuest(tuple(folder + path.value for path in entry.files), _fact(entry.os).map(str.lower), _fact(entry.service))


def _adapter(card: DeclaredAdapter, bridged_by: str | None) -> HostAdapter:
    kind = card.kind.value if card.kind is not None else kind_of_name(card.name.value)
    addresses = tuple(_fact(item).map(_interface) for item in card.addresses if ":" not in item.value)
    up: Fact[bool] = Fact(card.up[0], (card.up[1],)) if card.up is not None else UNKNOWN
    return HostAdapter(card.name.value, kind, addresses, _fact(card.gateway).map(ip), up, bridged_by, card.name.place,
                       vmnet_named(card.name.value))


def kind_of_name(name: str) -> str:
    """Kind of a host adapter as its name shows it."""
    return next((kind for kind, pattern in _KINDS if pattern.search(name)), "ethernet")


def _interface(text: str) -> Interface | None:
    address, _, prefix = text.partition("/")
    number = ip(address)
    return Interface(number, int(prefix)) if number is not None else None
