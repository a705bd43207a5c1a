"""What `networking`, `locations` and the old `config` say of each vmnet (vmware-networking.md 5.1, 5.4)."""

from __future__ import annotations

import pytest

from vmnetdoctor.assemble.networking import VnetAnswers, config_vnets, excluded_adapters, vnets
from vmnetdoctor.formats import networking, vmx
from vmnetdoctor.model.addr import ip, ip_text
from vmnetdoctor.source import Source


def of(text: str) -> dict[str, VnetAnswers]:
    return vnets(networking.parse(Source("networking", text)))


def answers(number: int, **values: str) -> str:
    return "".join(f"answer VNET_{number}_{key} {value}\n" for key, value in values.items())


@pytest.mark.parametrize(("text", "kind"), [
    pytest.param(answers(8, VIRTUAL_ADAPTER="yes", NAT="yes"), "nat", id="nat"),
    pytest.param(answers(8, VIRTUAL_ADAPTER="yes", NAT="no"), "hostonly", id="NAT-no"),
    pytest.param(answers(8, VIRTUAL_ADAPTER="yes"), "hostonly", id="NAT-absent"),
    pytest.param(answers(8, VIRTUAL_ADAPTER="no", NAT="yes"), "nat", id="nat-without-host-adapter"),
    pytest.param(answers(8, VIRTUAL_ADAPTER="no", HOSTONLY_SUBNET="10.0.0.0"), "hostonly", id="subnet-without-host-adapter"),
    pytest.param(answers(8, VIRTUAL_ADAPTER="no"), "unknown", id="isolated-or-bridged"),
    pytest.param("add_bridge_mapping eth1 8\n", "bridged", id="mapped"),
    pytest.param("answer VNL_DEFAULT_BRIDGE_VNET 8\n", "bridged", id="default-bridge"),
    pytest.param(answers(8, INTERFACE="eth1"), "bridged", id="interface-of-old-products"),
])
def test_kind(text: str, kind: str) -> None:
    assert (of(text)["VMnet8"].kind.value or "unknown") == kind


@pytest.mark.parametrize(("text", "bridge", "stated"), [
    pytest.param("VERSION=1,0\n", "automatic", False, id="unlisted"),
    pytest.param("add_bridge_mapping wlp3s0 0\nanswer VNL_DEFAULT_BRIDGE_VNET -1\n", "wlp3s0", True, id="mapped"),
    pytest.param("answer VNL_DEFAULT_BRIDGE_VNET -1\n", None, False, id="automatic-off"),
    pytest.param("answer VNL_DEFAULT_BRIDGE_VNET 0\n", "automatic", True, id="automatic-stated"),
    pytest.param("answer VNL_DEFAULT_BRIDGE_VNET 2\n", None, False, id="another-one-bridges"),
])
def test_bridge_of_vmnet0(text: str, bridge: str | None, stated: bool) -> None:
    vnet = of(text)["VMnet0"]
    assert (vnet.bridge.value, vnet.bridge.stated, vnet.kind.value) == (bridge, stated, "bridged")


@pytest.mark.parametrize(("values", "subnet", "places"), [
    pytest.param({"HOSTONLY_SUBNET": "10.0.0.0", "HOSTONLY_NETMASK": "255.255.0.0"}, "10.0.0.0/16", 2, id="subnet-and-mask"),
    pytest.param({"HOSTONLY_SUBNET": "10.0.0.0"}, "10.0.0.0/24", 1, id="no-mask"),
    pytest.param({"HOSTONLY_SUBNET": "192.168.300.0", "HOSTONLY_NETMASK": "255.255.255.0"}, "None", 2, id="no-address"),
    pytest.param({"HOSTONLY_SUBNET": "10.0.0.0", "HOSTONLY_NETMASK": "255.0.255.0"}, "None", 2, id="no-mask-at-all"),
    pytest.param({"HOSTONLY_HOSTADDR": "10.0.0.1", "HOSTONLY_NETMASK": "255.255.255.0"}, "10.0.0.0/24", 2, id="old-products"),
])
def test_subnet(values: dict[str, str], subnet: str, places: int) -> None:
    fact = of(answers(1, **values))["VMnet1"].subnet
    assert (str(fact.value), len(fact.places)) == (subnet, places)


@pytest.mark.parametrize(("values", "address", "stated", "state"), [
    pytest.param({"VIRTUAL_ADAPTER": "yes", "HOSTONLY_SUBNET": "10.0.0.0"}, "10.0.0.1", False, "present",
                 id="first-of-the-subnet"),
    pytest.param({"VIRTUAL_ADAPTER": "yes", "VIRTUAL_ADAPTER_ADDR": "10.0.0.9"}, "10.0.0.9", True, "present", id="stated"),
    pytest.param({"VIRTUAL_ADAPTER": "no", "HOSTONLY_SUBNET": "10.0.0.0"}, None, False, "absent", id="none"),
    pytest.param({"HOSTONLY_HOSTADDR": "10.0.0.7"}, "10.0.0.7", True, None, id="old-products"),
])
def test_host_adapter(values: dict[str, str], address: str | None, stated: bool, state: str | None) -> None:
    vnet = of(answers(1, **values))["VMnet1"]
    value = vnet.host_adapter.value
    assert (value if value is None else ip_text(value), vnet.host_adapter.stated) == (address, stated)
    assert vnet.host_adapter_state.value == state


def test_services_forwards_and_reservations() -> None:
    vnet = of(answers(8, DHCP="no", NAT="yes", DISPLAY_NAME="my lab") + "add_nat_portfwd 8 TCP 2222 10.0.0.9 22 ssh\n"
              "add_nat_portfwd 8 udp 0 10.0.0.x 70000\nadd_dhcp_mac_to_ip 8 00-0C-29-AA-BB-CC 10.0.0.20\n")["VMnet8"]
    assert (vnet.dhcp_on.value, vnet.nat_on.value, vnet.display_name.value) == (False, True, "my lab")
    good, bad = vnet.forwards
    assert (good.protocol, good.port.value, good.address.value, good.guest_port.value) == ("tcp", 2222, ip("10.0.0.9"), 22)
    assert (good.place.text, good.address.places[0].text) == ("add_nat_portfwd 8 TCP 2222 10.0.0.9 22", "10.0.0.9")
    assert (bad.port.value, bad.address.value, bad.guest_port.value, bad.target_text.value) == (None, None, None, "10.0.0.x 70000")
    (reservation,) = vnet.reservations
    assert (reservation.mac.value, reservation.address.value, reservation.segment) == ("00:0c:29:aa:bb:cc", ip("10.0.0.20"), "VMnet8")


def test_excluded_adapters() -> None:
    doc = networking.parse(Source("networking", "add_bridge_mapping enp4s0f2 -1\nadd_bridge_mapping wlp3s0 0\n"))
    assert [f.value for f in excluded_adapters(doc)] == ["enp4s0f2"]
    assert list(vnets(doc)) == ["VMnet0"]


def test_config_of_old_products() -> None:
    found = config_vnets(vmx.parse(Source("config", (
        'vmnet0.Bridged = "YES"\nvmnet0.BridgeInterface = "eth0"\nvmnet1.HostOnlyAddress = "172.16.9.1"\n'
        'vmnet1.HostOnlyNetMask = "255.255.255.0"\nvmnet8.NAT = "YES"\nvmnet8.HostOnlyAddress = "10.0.0.1"\nvmnet999.NAT = "YES"\n'))))
    assert {name: (v.kind.value, str(v.subnet.value), v.bridge.value) for name, v in found.items()} == {
        "VMnet0": ("bridged", "None", "eth0"), "VMnet1": ("hostonly", "172.16.9.0/24", None), "VMnet8": ("nat", "10.0.0.0/24", None)}
