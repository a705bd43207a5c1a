"""NAT file to NAT service and forwards (vmware-networking.md 4)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmnetdoctor.assemble.nat import NatParts, nat_parts
from vmnetdoctor.formats import nat
from vmnetdoctor.model.addr import ip_text
from vmnetdoctor.source import Source


def parts(text: str, folder: str | None = None) -> NatParts:
    return nat_parts(nat.parse(Source("nat.conf", text)), folder)


@pytest.mark.parametrize(("lines", "device", "reason"), [
    pytest.param("ip = 10.0.0.2/24", "10.0.0.2/24", "", id="windows"),
    pytest.param("ip = 10.0.0.2\nnetmask = 255.255.254.0", "10.0.0.2/23", "", id="linux"),
    pytest.param("ip = 10.0.0.2/16\nnetmask = 255.255.255.0", "10.0.0.2/16", "", id="slash-wins"),
    pytest.param("ip = 10.0.0.2", "10.0.0.2/24", "default-prefix", id="no-mask"),
    pytest.param("ip = 10.0.0.2\nnetmask = 255.0.255.0", "10.0.0.2/24", "bad-netmask", id="bad-mask"),
    pytest.param("ip = 10.0.0.2/40", "10.0.0.2/24", "bad-netmask", id="bad-prefix"),
    pytest.param("ip = 10.0.0.300/24", "None", "bad-address", id="bad-address"),
    pytest.param("activeFTP = 1", "None", "ip", id="no-address"),
])
def test_device(lines: str, device: str, reason: str) -> None:
    found = parts(f"[host]\n{lines}\n")
    assert (str(found.nat.device.value), found.nat.device.reason) == (device, reason)
    assert found.subnet.known == found.nat.device.known
    assert found.nat.device_text.stated == ("ip" in lines)


@pytest.mark.parametrize(("lines", "folder", "network", "named"), [
    pytest.param("device = VMnet8", None, "VMnet8", "VMnet8", id="windows"),
    pytest.param("device = /dev/vmnet3", None, "VMnet3", "VMnet3", id="linux"),
    pytest.param("hostMAC = 00:50:56:C0:00:0A", None, "VMnet10", "VMnet10", id="MAC-in-hexadecimal"),
    pytest.param("device = nonsense\nhostMAC = 00:50:56:C0:00:08", None, "VMnet8", "VMnet8", id="bad-device"),
    pytest.param("hostMAC = 00:0c:29:00:00:08", None, "VMnet8", None, id="MAC-of-somebody-else"),
    pytest.param("device = vmnet8", "VMnet2", "VMnet2", "VMnet8", id="folder-counts"),
    pytest.param("", None, "VMnet8", None, id="default"),
])
def test_network(lines: str, folder: str | None, network: str, named: str | None) -> None:
    found = parts(f"[host]\n{lines}\n", folder)
    assert (found.network.value, found.named.value) == (network, named)


def test_resolvers_and_switches() -> None:
    found = parts("[host]\nallowAnyOUI = 0\nhostIp = 10.0.0.1\n[dns]\nautodetect = 0\nnameserver2 = 9.9.9.9\nnameserver1 =\n")
    assert (found.nat.any_oui.value, found.nat.dns_autodetect.value) == (False, False)
    assert [f.value for f in found.nat.nameservers] == ["9.9.9.9"]
    assert found.nat.dns_section.stated
    assert found.host_adapter.value == 0x0A000001
    quiet = parts("[host]\n")
    assert (quiet.nat.any_oui.value, quiet.nat.dns_autodetect.value, quiet.nat.dns_section.stated) == (True, True, False)


@pytest.mark.parametrize(("line", "port", "address", "guest_port"), [
    pytest.param("8888 = 10.0.0.131:80", 8888, "10.0.0.131", 80, id="legal"),
    pytest.param("8888=10.0.0.131 : 80 # web", 8888, "10.0.0.131", 80, id="blanks-and-comment"),
    pytest.param("2222 = :22", 2222, None, 22, id="empty-target"),
    pytest.param("2222 =", 2222, None, None, id="nothing"),
    pytest.param("0 = 10.0.0.131:80", None, "10.0.0.131", 80, id="port-0"),
    pytest.param("65536 = 10.0.0.131:65536", None, "10.0.0.131", None, id="port-65536"),
    pytest.param("XXXX = 172.16.40.x:22", None, None, 22, id="placeholders"),
    pytest.param("22 = 10.0.0.131", 22, "10.0.0.131", None, id="no-guest-port"),
    pytest.param("22 = 10.0.0.131:22:23", 22, "10.0.0.131", None, id="two-colons"),
])
def test_forward(line: str, port: int | None, address: str | None, guest_port: int | None) -> None:
    (forward,) = parts(f"[incomingtcp]\n#1 = 2:3\n{line}\n[incomingudp]\n").forwards
    target = None if forward.address.value is None else ip_text(forward.address.value)
    assert (forward.port.value, target, forward.guest_port.value) == (port, address, guest_port)
    assert (forward.network, forward.protocol, forward.port_text.value) == ("VMnet8", "tcp", line.split("=")[0].strip())
    assert all(f.stated for f in (forward.port, forward.address, forward.guest_port, forward.port_text, forward.target_text))


def test_places_of_a_forward() -> None:
    (forward,) = parts("[incomingUDP]\n53 = 10.0.0.131:5353\n").forwards
    assert forward.protocol == "udp"
    assert [f.places[0].text for f in (forward.port, forward.address, forward.guest_port, forward.target_text)] == [
        "53", "10.0.0.131", "5353", "10.0.0.131:5353"]
    assert forward.place.text == "53 = 10.0.0.131:5353"


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["ip", "netmask", "device", "hostMAC", "hostIp", "autodetect", "nameserver1", "8080"]),
                          st.text("10.2/:VMnet é", max_size=14))))
def test_any_file_can_be_assembled(lines: list[tuple[str, str]]) -> None:
    body = "".join(f"{key} = {value}\n" for key, value in lines)
    found = parts(f"[host]\n{body}[dns]\n{body}[incomingtcp]\n{body}")
    for forward in found.forwards:
        assert forward.port_text.value == forward.port_text.places[0].text
