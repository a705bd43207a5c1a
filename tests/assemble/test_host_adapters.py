"""Which vmnet a card of the host stands on: its owner may have renamed it."""

from __future__ import annotations

import pytest

from vmnetdoctor.assemble.declaration_file import declaration
from vmnetdoctor.assemble.seen_host import host_adapters
from vmnetdoctor.model.facts import Fact
from vmnetdoctor.model.seen import Seen, SeenInterface
from vmnetdoctor.source import Place, Source

TEXT = Source("ipconfig.txt", "card")
CARDS = [
    ("VMware Network Adapter VMnet8", "VMware Virtual Ethernet Adapter for VMnet8", "00:50:56:c0:00:08", "vmware", "VMnet8"),
    ("lab net", "VMware Virtual Ethernet Adapter for VMnet3", "00:50:56:c0:00:03", "vmware", "VMnet3"),
    ("lab net", "VMware Virtual Ethernet Adapter #2", "00:50:56:c0:00:0b", "vmware", "VMnet11"),
    ("虚拟网卡VMnet1", "", None, "vmware", "VMnet1"),
    ("vmnet8", "", None, "vmware", "VMnet8"),
    ("Ethernet", "Realtek PCIe GbE Family Controller", "3c:7c:3f:10:20:30", "ethernet", None),
    ("notvmnet8", "", None, "ethernet", None),
    ("bridge100", "", None, "vmware", None),
]


@pytest.mark.parametrize(("name", "description", "mac", "kind", "vmnet"), CARDS, ids=[f"{c[0]}-{c[4]}" for c in CARDS])
def test_vmnet_of_a_captured_card(name: str, description: str, mac: str | None, kind: str, vmnet: str | None) -> None:
    place = Place(TEXT, 0, 4)
    shown = SeenInterface(name, place, kind, description, Fact(mac, (place,) if mac else ()))
    (card,) = host_adapters(Seen((shown,)))
    assert (card.vmnet, card.is_vmware, card.is_physical) == (vmnet, kind == "vmware", kind == "ethernet")


def test_vmnet_of_a_declared_card() -> None:
    made = declaration(Source("vmnetdoctor.yaml", "host:\n  adapters:\n    - {name: VMware Network Adapter VMnet8}\n    - {name: Ethernet}\n"))
    assert [(card.name, card.vmnet) for card in made.adapters] == [("VMware Network Adapter VMnet8", "VMnet8"), ("Ethernet", None)]
