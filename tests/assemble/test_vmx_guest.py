"""What a vmx makes of its guest: adapters, MACs, networks, ESXi (vmware-networking.md 1.3, 1.4, 1.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmnetdoctor.assemble.vmx import GuestParts, guest_parts, vmnet_name
from vmnetdoctor.formats import vmx
from vmnetdoctor.source import Source

if TYPE_CHECKING:
    from vmnetdoctor.model.facts import Fact
    from vmnetdoctor.model.guest import Adapter


def guest(text: str, **networks: str) -> GuestParts:
    return guest_parts(vmx.parse(Source("a.vmx", text)), networks or None)


def adapter(*lines: str) -> Adapter:
    text = "\n".join(("ethernet0.present = TRUE", *(f"ethernet0.{line}" for line in lines)))
    (only,) = guest(text).adapters
    return only


def test_guest_facts() -> None:
    parts = guest('displayName = "web1"\nguestOS = "centos7-64"\nvirtualHW.version = "16"\nuuid.bios = "56 4d"\n')
    assert (parts.name.value, parts.guest_os.value, parts.hardware.value, parts.uuid.value) == ("web1", "centos7-64", 16, "56 4d")
    assert [p.text for p in (*parts.name.places, *parts.hardware.places)] == ["web1", "16"]
    assert (parts.esxi.value, parts.adapters) == (False, ())


def test_facts_that_the_file_does_not_state() -> None:
    parts = guest('displayName = ""\n')
    assert (parts.name.value, parts.name.stated) == (None, True)
    assert (parts.guest_os.value, parts.guest_os.stated, parts.guest_os.reason) == (None, False, "guestos")


@pytest.mark.parametrize(("lines", "mode", "network"), [
    pytest.param((), "bridged", "VMnet0", id="missing-is-bridged"),
    pytest.param(('connectionType = "bridged"',), "bridged", "VMnet0", id="bridged"),
    pytest.param(('connectionType = "NAT"',), "nat", "VMnet8", id="any-case"),
    pytest.param(('connectionType = "hostonly"',), "hostonly", "VMnet1", id="hostonly"),
    pytest.param(('connectionType = "nat"', 'vnet = "VMnet3"'), "nat", "VMnet8", id="stale-vnet"),
    pytest.param(('connectionType = "custom"', 'vnet = "VMnet3"'), "custom", "VMnet3", id="custom-windows"),
    pytest.param(('connectionType = "custom"', 'vnet = "/dev/vmnet8"'), "custom", "VMnet8", id="custom-linux"),
    pytest.param(('connectionType = "custom"', 'vnet = "vmnet10"'), "custom", "VMnet10", id="custom-macos"),
    pytest.param(('connectionType = "custom"',), "custom", None, id="custom-without-vnet"),
    pytest.param(('connectionType = "custom"', 'vnet = "eth0"'), "custom", None, id="custom-with-no-vmnet"),
    pytest.param(('connectionType = "pvn"', 'pvnID = "52 F4 2f-67"'), "lansegment", "LAN segment 52 f4 2f-67", id="LAN-segment"),
    pytest.param(('connectionType = "pvn"',), "lansegment", None, id="LAN-segment-without-ID"),
    pytest.param(('connectionType = "monitor_dev"',), "unknown", None, id="unknown-word"),
])
def test_mode_and_network(lines: tuple[str, ...], mode: str, network: str | None) -> None:
    card = adapter(*lines)
    assert (card.mode.value, card.network) == (mode, network)
    assert card.mode.stated == any(line.startswith("connectionType") for line in lines)


def test_name_map_of_the_host_is_used() -> None:
    (card,) = guest('ethernet0.present = "TRUE"\nethernet0.connectionType = "nat"\n', nat="VMnet5").adapters
    assert card.network == "VMnet5"


@pytest.mark.parametrize(("lines", "mac", "source"), [
    pytest.param(('addressType = "generated"', 'generatedAddress = "00:0C:29:3B:4C:6D"'), "00:0c:29:3b:4c:6d", "generated",
                 id="generated"),
    pytest.param(('generatedAddress = "00:0c:29:3b:4c:6d"',), "00:0c:29:3b:4c:6d", "generated", id="missing-type-is-generated"),
    pytest.param(('addressType = "generated"', 'address = "00:50:56:00:00:01"'), None, "generated",
                 id="generated-never-powered-on"),
    pytest.param(('addressType = "static"', 'address = "00:50:56:00:00:01"', 'generatedAddress = "00:0c:29:00:00:01"'),
                 "00:50:56:00:00:01", "static", id="static"),
    pytest.param(('address = "00:50:56:00:00:01"',), "00:50:56:00:00:01", "static", id="address-without-type"),
    pytest.param(('addressType = "static"',), None, "static", id="static-without-address"),
    pytest.param(('addressType = "vpx"', 'generatedAddress = "00:50:56:87:65:43"'), "00:50:56:87:65:43", "vpx", id="vpx"),
    pytest.param(('addressType = "vpx"', 'address = "00:50:56:87:65:43"'), "00:50:56:87:65:43", "vpx", id="vpx-in-address"),
    pytest.param(('addressType = "static"', 'address = "00:50:56:00:00"'), None, "static", id="five-bytes"),
    pytest.param(('addressType = "random"',), None, None, id="unknown-type"),
])
def test_mac(lines: tuple[str, ...], mac: str | None, source: str | None) -> None:
    card = adapter(*lines)
    assert (card.mac.value, card.mac_source.value) == (mac, source)


def test_mac_that_is_no_mac_keeps_its_place() -> None:
    card = adapter('addressType = "static"', 'address = "00:50:56:XX"')
    assert (card.mac.value, [p.text for p in card.mac.places]) == (None, ["00:50:56:XX"])
    assert card.facts["address"].value == "00:50:56:XX"


@pytest.mark.parametrize(("line", "field", "value", "stated"), [
    pytest.param("x = 1", "connected", True, False, id="connected-by-default"),
    pytest.param("startConnected = FALSE", "connected", False, True, id="not-connected"),
    pytest.param("startConnected = maybe", "connected", None, True, id="no-boolean"),
    pytest.param("checkMACAddress = FALSE", "check_mac", False, True, id="unchecked"),
    pytest.param("x = 1", "check_mac", True, False, id="checked-by-default"),
    pytest.param("virtualDev = VMXNET3", "model", "vmxnet3", True, id="model-in-lower-case"),
    pytest.param("x = 1", "model", None, False, id="model-is-not-guessed"),
    pytest.param("pciSlotNumber = 1184", "slot", 1184, True, id="slot"),
    pytest.param("pciSlotNumber = -1", "slot", None, True, id="slot-not-yet-assigned"),
    pytest.param("x = 1", "slot", None, False, id="no-slot"),
])
def test_field(line: str, field: str, value: object, stated: bool) -> None:
    fact = getattr(adapter(line), field)
    assert (fact.value, fact.stated) == (value, stated)


def test_vmxnet_with_features_is_vmxnet2() -> None:
    assert adapter("virtualDev = vmxnet").model.value == "vmxnet"
    assert adapter("virtualDev = vmxnet", "features = 15").model.value == "vmxnet2"


def test_adapters_that_are_not_present_are_listed() -> None:
    parts = guest("ethernet2.present = TRUE\nethernet1.present = FALSE\nethernet1.vnet = VMnet2\nethernet0.virtualDev = e1000\n"
                  "ethernet10.present = TRUE\nethernet.x = 1\nethernetx = 1\n")
    assert [(a.index, a.present.value, a.present.stated) for a in parts.adapters] == [
        (0, False, False), (1, False, True), (2, True, True)]


@pytest.mark.parametrize(("text", "esxi"), [
    pytest.param("ethernet0.networkName = x\nethernet0.addressType = vpx\nethernet0.connectionType = nat", True, id="two-signs"),
    pytest.param("ethernet0.networkName = x", True, id="one-sign-without-connection-type"),
    pytest.param("ethernet0.networkName = x\nethernet0.connectionType = nat", False, id="one-sign"),
    pytest.param("ethernet0.connectionType = nat\nvc.uuid = 52\nscsi0:0.fileName = /vmfs/volumes/x.vmdk", True,
                 id="uuid-and-path"),
    pytest.param("ethernet0.connectionType = nat\nvc.uuid =\nvirtualHW.productCompatibility = hosted", False, id="no-sign"),
    pytest.param("virtualHW.productCompatibility = esx", True, id="product"),
    pytest.param("ethernet0.networkName = x\nethernet1.networkName = y\nethernet1.connectionType = nat", False,
                 id="one-sign-twice"),
    pytest.param("ethernet0.present = TRUE", False, id="nothing"),
])
def test_esxi(text: str, esxi: bool) -> None:
    parts = guest(text)
    assert parts.esxi.value is esxi
    assert parts.esxi.stated is esxi
    assert all(a.network is None for a in parts.adapters) or not esxi


def test_places_are_exact() -> None:
    text = '.encoding = "UTF-8"\r\nEthernet0.Present = "TRUE"\r\nethernet0.connectionType = "nat" # x\r\n'
    (card,) = guest(text).adapters
    (place,) = card.mode.places
    assert (place.text, place.source.position(place.start)) == ("nat", (3, 29))
    assert card.place.text == "Ethernet0.Present"
    assert card.facts["connectiontype"].map(str.upper).places == (place,)


@pytest.mark.parametrize(("text", "name"), [("VMnet8", "VMnet8"), ("/dev/vmnet08", "VMnet8"), ("VMNET0", "VMnet0"),
                                            ("vmnet", None), ("vmnet" + "9" * 5000, None), ("dev/vmnet1", None), ("vmnet1x", None)])
def test_vmnet_name(text: str, name: str | None) -> None:
    assert vmnet_name(text) == name


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(
    st.sampled_from(["present", "connectionType", "vnet", "pvnID", "addressType", "address", "generatedAddress", "virtualDev",
                     "pciSlotNumber", "features", "startConnected", "dvs.x", "networkName", ""]),
    st.one_of(st.text('aé|4#"-09:', max_size=8), st.sampled_from(["TRUE", "nat", "custom", "pvn", "static", "9" * 5000])))))
def test_any_adapter_lines_can_be_assembled(lines: list[tuple[str, str]]) -> None:
    parts = guest("\n".join(f'ethernet0.{key} = "{value}"' for key, value in lines))
    for card in parts.adapters:
        facts: list[Fact[Any]] = [card.present, card.mode, card.vnet, card.mac, card.model, card.slot, card.segment]
        for fact in (*facts, *card.facts.values()):
            for place in fact.places:
                assert 0 <= place.start <= place.end <= len(place.source.text)
