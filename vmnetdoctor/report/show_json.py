"""`vmnetdoctor show --format json`: the common model as plain data (vmnetdoctor/model/1; schemas/model.json)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vmnetdoctor.model.addr import ip_text
from vmnetdoctor.report.address_plan import free_static, serves_dhcp, static_addresses
from vmnetdoctor.report.json_shapes import dumped

if TYPE_CHECKING:
    from vmnetdoctor.model.facts import Fact
    from vmnetdoctor.model.guest import Adapter, Guest, Profile, Reading
    from vmnetdoctor.model.host import Forward, Host, HostAdapter, Network
    from vmnetdoctor.model.lab import Lab


def show_json(lab: Lab) -> str:
    """The common model (contract.md, vmnetdoctor/model/1)."""
    return dumped(model_of(lab))


def model_of(lab: Lab) -> dict[str, Any]:
    """Guests, profiles of no known guest, networks and host."""
    held = static_addresses(lab)
    return {
        "schema": "vmnetdoctor/model/1",
        "guests": [_guest(guest) for guest in lab.guests],
        "unmatched_profiles": [_profile(profile) for profile in lab.unmatched if profile.format != "capture"],
        "networks": [_network(network, held.get(network.name, [])) for network in lab.networks],
        "host": _host(lab.host),
    }


def _guest(guest: Guest) -> dict[str, Any]:
    return {"name": guest.name, "vmx": guest.vmx, "guest_os": guest.guest_os.value, "os": guest.os.value,
            "service": guest.service.value,
            "adapters": [_adapter(adapter) for adapter in guest.adapters],
            "profiles": [_profile(profile) for profile in guest.profiles if profile.format != "capture"]}


def _adapter(adapter: Adapter) -> dict[str, Any]:
    return {"index": adapter.index, "present": adapter.present.value, "connected": adapter.connected.value,
            "mode": adapter.mode.value or "unknown", "network": adapter.network, "mac": adapter.mac.value,
            "mac_source": adapter.mac_source.value, "model": adapter.model.value, "slot": adapter.slot.value}


def _profile(profile: Profile) -> dict[str, Any]:
    return {"path": profile.path, "format": profile.format, "device": profile.device.value, "adapter": profile.adapter,
            "readings": {reader: _reading(reading) for reader, reading in profile.readings.items()},
            "in_force": profile.in_force}


def _reading(reading: Reading) -> dict[str, Any]:
    made: dict[str, Any] = {
        "starts": reading.starts.value, "method": reading.method.value,
        "addresses": [str(fact.value) for fact in reading.addresses if fact.value is not None],
        "gateway": _address(reading.gateway), "dns": _known(reading.dns), "gateway_stated": reading.gateway_stated.value,
    }
    if reading.ipv6 is not None:
        made["ipv6"] = reading.ipv6
    return made


def _network(network: Network, held: list[int]) -> dict[str, Any]:
    subnet, free = network.subnet.value, free_static(network, held)
    return {
        "name": network.name, "kind": network.kind.value or "unknown", "subnet": None if subnet is None else str(subnet),
        "host_adapter": _address(network.host_adapter), "host_adapter_state": network.host_adapter_state.value or "unknown",
        "nat_device": _address(network.nat_device), "dhcp": _dhcp(network),
        "forwards": [made for forward in network.forwards if (made := _forward(forward)) is not None],
        "free_static": None if free is None else [_range(pair) for pair in free],
    }


def _dhcp(network: Network) -> dict[str, Any] | None:
    """None where nobody serves or the served addresses are in no file."""
    dhcp = network.dhcp
    if dhcp is None or not serves_dhcp(network):
        return None
    return {
        "ranges": [_range(fact.value) for fact in dhcp.ranges if fact.value is not None],
        "routers": [ip_text(fact.value) for fact in dhcp.routers if fact.value is not None],
        "dns": [ip_text(fact.value) for fact in dhcp.dns if fact.value is not None],
        "reservations": [{"name": r.name, "mac": r.mac.value, "address": _address(r.address)} for r in dhcp.reservations],
    }


def _forward(forward: Forward) -> dict[str, Any] | None:
    """A legal forward; an illegal one forwards nothing and is a finding of `check` instead."""
    port, address, guest_port = forward.port.value, forward.address.value, forward.guest_port.value
    if port is None or address is None or guest_port is None:
        return None
    return {"protocol": forward.protocol, "port": port, "address": ip_text(address), "guest_port": guest_port}


def _host(host: Host) -> dict[str, Any]:
    return {"os": host.os.value, "adapters": [_host_adapter(adapter) for adapter in host.adapters]}


def _host_adapter(adapter: HostAdapter) -> dict[str, Any]:
    return {"name": adapter.name, "addresses": [str(fact.value) for fact in adapter.addresses if fact.value is not None],
            "gateway": _address(adapter.gateway), "up": adapter.up.value, "kind": adapter.kind, "bridged_by": adapter.bridged_by}


def _address(fact: Fact[int]) -> str | None:
    return None if fact.value is None else ip_text(fact.value)


def _known(facts: tuple[Fact[str], ...]) -> list[str]:
    return [fact.value for fact in facts if fact.value is not None]


def _range(pair: tuple[int, int]) -> list[str]:
    return [ip_text(pair[0]), ip_text(pair[1])]
