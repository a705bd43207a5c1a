"""The declaration's statements as facts of the host, the guests and the wishes (contract.md, Evidence files)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.assemble.card_kinds import declared_kind
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
    kind = card.kind.value if card.kind is not None else declared_kind(card.name.value)
    addresses = tuple(_fact(item).map(_interface) for item in card.addresses if ":" not in item.value)
    up: Fact[bool] = Fact(card.up[0], (card.up[1],)) if card.up is not None else UNKNOWN
    return HostAdapter(card.name.value, kind, addresses, _fact(card.gateway).map(ip), up, bridged_by, card.name.place,
                       vmnet_named(card.name.value))


def _interface(text: str) -> Interface | None:
    address, _, prefix = text.partition("/")
    number = ip(address)
    return Interface(number, int(prefix)) if number is not None else None
