"""Names of switches and LAN segments (vmware-networking.md 5.2, 5.4)."""

from __future__ import annotations

import pytest

from vmnetdoctor.assemble.inputs import RawFile
from vmnetdoctor.assemble.lab import assemble
from vmnetdoctor.assemble.netmap import name_map, segment_names
from vmnetdoctor.formats import netmap, vmx
from vmnetdoctor.source import Source

DEFAULT = {"bridged": "VMnet0", "nat": "VMnet8", "hostonly": "VMnet1"}


@pytest.mark.parametrize(("pairs", "modes", "kinds"), [
    pytest.param([], {}, {}, id="empty-keeps-the-default"),
    pytest.param([("NAT", "vmnet8")], {}, {"VMnet8": "nat"}, id="usual"),
    pytest.param([("Bridged", "vmnet0"), ("HostOnly", "vmnet1"), ("nat", "VMnet5")], {"nat": "VMnet5"},
                 {"VMnet0": "bridged", "VMnet1": "hostonly", "VMnet5": "nat"}, id="index-is-not-the-number"),
    pytest.param([("Host-only", "vmnet2")], {"hostonly": "VMnet2"}, {"VMnet2": "hostonly"}, id="spelling"),
    pytest.param([("Bridged [eth1]", "vmnet2")], {}, {"VMnet2": "bridged"}, id="bridged-to-an-adapter"),
    pytest.param([("VMnet3", "vmnet3")], {}, {}, id="own-name"),
    pytest.param([("NAT", "eth0")], {}, {}, id="no-vmnet"),
])
def test_name_map(pairs: list[tuple[str, str]], modes: dict[str, str], kinds: dict[str, str]) -> None:
    text = "".join(f'network{n}.name = "{name}"\nnetwork{n}.device = "{device}"\n' for n, (name, device) in enumerate(pairs))
    found = name_map(netmap.parse(Source("netmap.conf", text)))
    assert found.modes == {**DEFAULT, **modes}
    assert {name: fact.value for name, fact in found.kinds.items()} == kinds
    assert all(len(fact.places) == 2 for fact in found.kinds.values())


def test_bridge_in_a_name() -> None:
    found = name_map(netmap.parse(Source("n", 'network3.name = "Bridged [eth1]"\nnetwork3.device = "vmnet2"\n')))
    assert found.bridges["VMnet2"].value == "eth1"
    assert found.names["VMnet2"].value == "Bridged [eth1]"


def test_names_of_lan_segments() -> None:
    found = segment_names(vmx.parse(Source("preferences.ini", (
        'pref.namedPVNs.count = "2"\npref.namedPVNs0.name = "lab A"\npref.namedPVNs0.pvnID = "52 F4-67"\n'
        'pref.namedPVNs1.pvnID = "00 01"\n'))))
    assert {key: fact.value for key, fact in found.items()} == {"52 f4-67": "lab A"}
    assert [p.text for p in found["52 f4-67"].places] == ["lab A", "52 F4-67"]


@pytest.mark.parametrize(("names", "network"), [
    (("lab A", "lab B"), "LAN segment lab A"), (("twice", "twice"), "LAN segment 52 f4-67"), (("", "lab B"), "LAN segment 52 f4-67")])
def test_network_of_a_segment_has_its_name(names: tuple[str, str], network: str) -> None:
    preferences = "".join(f'pref.namedPVNs{n}.name = "{name}"\npref.namedPVNs{n}.pvnID = "52 F4-6{7 + n}"\n' for n, name in enumerate(names))
    machine = 'ethernet0.present = "TRUE"\nethernet0.connectionType = "pvn"\nethernet0.pvnID = "52 f4-67"\n'
    lab = assemble([RawFile("a/a.vmx", machine.encode()), RawFile("host/preferences.ini", preferences.encode())])
    assert lab.guests[0].adapters[0].network == network
    assert network in {made.name for made in lab.networks}
    assert [file.kind for file in lab.inputs] == ["vmx", "preferences"]


@pytest.mark.parametrize("text", ['.encoding = "UTF-8"\npref.x = "y"\n', '.encoding = "GBK"\nproduct.name = "VMware Workstation"\n'])
def test_other_dictionaries_of_the_product_are_no_machines(text: str) -> None:
    assert assemble([RawFile("host/preferences", text.encode())]).guests == ()
