"""Faults of the DHCP service of a vmnet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.faults.given import near, text_of

if TYPE_CHECKING:
    from tests.faults.given import Given
    from vmnetdoctor.checks.subjects import Nic
    from vmnetdoctor.model.host import Dhcp, Network, Reservation


def _served(given: Given) -> tuple[Network, Dhcp] | None:
    """A vmnet with a DHCP file, one that a guest asks on if there is any."""
    asked = {nic.network.name for nic in given.nics(static=False) if nic.network is not None}
    networks = sorted(given.networks("nat", "hostonly"), key=lambda n: n.name not in asked)
    return next(((n, n.dhcp) for n in networks if n.dhcp is not None), None)


def _booked(given: Given) -> tuple[Network, Reservation] | None:
    """A reservation of a guest, with its network."""
    return next(((n, r) for n in given.networks("nat", "hostonly") if n.dhcp is not None for r in n.dhcp.reservations), None)


def _is_booked(nic: Nic) -> bool:
    """Whether a reservation names the NIC's card."""
    dhcp = nic.network.dhcp if nic.network is not None else None
    return dhcp is not None and nic.adapter is not None and any(r.mac.value == nic.adapter.mac.value for r in dhcp.reservations)


def _leases_path(network: Network) -> str:
    """Where VMware's DHCP service keeps the leases of that network: beside its configuration."""
    assert network.dhcp is not None
    folder, _, name = network.dhcp.place.source.path.rpartition("/")
    return f"{folder}/{name.replace('.conf', '.leases')}"


def _lease(address: str, mac: str | None, day: int) -> str:
    return (f"lease {address} {{\n\tstarts 1 2024/03/{day:02} 08:00:00;\n\tends 1 2024/03/{day:02} 08:30:00;\n"
            f"\thardware ethernet {mac};\n}}\n")


def _newer_mac(given: Given) -> Given:
    """The same lab on macOS 11 with Fusion 12, whose vmnets are the system's."""
    made = given.sub("host/sw_vers.txt", r"^(ProductVersion:\s*)\S+", r"\g<1>11.0.1")
    return made.add("host/fusion.txt", "VMware Fusion 12.0.0 build-16880131 Release\n")


def _moved(given: Given, old: str, new: str) -> Given:
    """Forwards that went to the old address go to the new one."""
    paths = [p for p in given.files if re.search(r"nat\.conf$|/networking$", p)]
    return given.everywhere(f" {old}:", f" {new}:", paths).everywhere(f" {old} ", f" {new} ", paths)


def broadcast_wrong(given: Given) -> Given | None:
    found = _served(given)
    return given.put((found[1].broadcast.place, near(found[0], 127))) if found else None


def competing_dhcp_servers(given: Given) -> Given | None:
    nic = given.nic("nat", "hostonly", static=True, where=lambda n: n.network and n.network.dhcp_on.value is True)
    if nic is None or not nic.guest.vmx:
        return None
    return given.add(f"{nic.guest.vmx.rpartition('/')[0]}/systemctl-status-dhcpd.txt", """\
● dhcpd.service - DHCPv4 Server Daemon
   Loaded: loaded (/usr/lib/systemd/system/dhcpd.service; enabled; vendor preset: disabled)
   Active: active (running) since Mon 2024-03-04 09:12:40 CST; 3h ago
""")


def dhcp_dns_unreachable(given: Given) -> Given | None:
    network = given.nat()
    return given.put((network.dhcp.dns[0].place, text_of(network.host_adapter))) if network and network.dhcp else None


def dhcp_syntax(given: Given) -> Given | None:
    found = _served(given)
    if not found:
        return None
    return given.sub(found[1].place.source.path, rf"(range {re.escape(near(found[0], 128))} [\d.]+);", r"\1")


def dhcp_syntax__modern_word(given: Given) -> Given | None:
    found = _served(given)
    return given.sub(found[1].place.source.path, r"^allow unknown-clients;", "ddns-update-style none;") if found else None


def lease_moved(given: Given) -> Given | None:
    """A guest's lease has moved on, and a forward leads where it was."""
    nic, found = given.nic("nat", static=False), given.forward()
    if nic is None or nic.adapter is None or found is None or found[0] is not nic.network or _is_booked(nic):
        return None
    network, forward = found
    card, old = nic.adapter.mac.value, near(network, 171)
    made = _moved(given, text_of(forward.address), old) if forward.address.value is not None else given
    return made.add(_leases_path(network), _lease(old, card, 4) + _lease(near(network, 172), card, 11))


def leases_file_not_in_use(given: Given) -> Given | None:
    """The Mac gets a newer system, whose own service hands out the same addresses; VMware's file stays behind."""
    network = given.nat()
    if given.lab.host.os.value != "macos" or network is None:
        return None
    left = given.add(_leases_path(network), _lease(near(network, 140), "00:0c:29:88:41:d6", 4))
    kept = "".join(f"{{\n\tname={r.name}\n\tip_address={text_of(r.address)}\n\thw_address=1,{r.mac.value}\n\tidentifier=1,{r.mac.value}\n}}\n"
                   for n in given.networks("nat", "hostonly") for r in (n.dhcp.reservations if n.dhcp is not None else ()))
    return _newer_mac(left).add("host/dhcpd_leases", kept)


def lease_times_wrong(given: Given) -> Given | None:
    found = _served(given)
    return given.put((found[1].default_lease.place, "86400")) if found else None


def no_dhcp_on_network(given: Given) -> Given | None:
    nic = given.nic("nat", "hostonly", static=False)
    if nic is None or nic.network is None or nic.network.dhcp is None:
        return None
    number = nic.network.name[5:]
    path = nic.network.dhcp.place.source.path
    if any(p.endswith("/networking") for p in given.files):
        switch = next(p for p in given.files if p.endswith("/networking"))
        return given.sub(switch, rf"VNET_{number}_DHCP yes", f"VNET_{number}_DHCP no").remove(path)
    return given.sub(path, rf"^# Virtual ethernet segment {number}\b[\s\S]*?# End\r?\n", "")


def range_covers_infrastructure(given: Given) -> Given | None:
    network = given.nat()
    if network is None:
        return None
    last = near(network, 9)
    path = network.dhcp.place.source.path if network.dhcp else ""
    return given.sub(path, rf"range {re.escape(near(network, 128))} [\d.]+;", f"range {near(network, 2)} {last};")


def range_outside_subnet(given: Given) -> Given | None:
    found = _served(given)
    if not found:
        return None
    return given.sub(found[1].place.source.path, rf"range {re.escape(near(found[0], 128))} [\d.]+;", "range 192.168.222.128 192.168.222.254;")


def range_outside_subnet__reversed(given: Given) -> Given | None:
    found = _served(given)
    if not found:
        return None
    first, last = near(found[0], 128), near(found[0], 254)
    return given.sub(found[1].place.source.path, rf"range {re.escape(first)} {re.escape(last)};", f"range {last} {first};")


def _entry(name: str, mac: str | None, address: str) -> str:
    return f"\nhost {name} {{\n    hardware ethernet {mac};\n    fixed-address {address};\n}}"


def reservation_duplicate(given: Given) -> Given | None:
    found = _booked(given)
    if not found:
        return None
    network, entry = found
    again = _entry("again", entry.mac.value, near(network, 77))
    return given.sub(entry.place.source.path, rf"(host {re.escape(entry.name)} \{{[^}}]*\}})", rf"\1{again}")


def reservation_duplicate__one_address(given: Given) -> Given | None:
    found = _booked(given)
    nic = given.nic(static=False, where=lambda n: found and n.network is found[0] and n.adapter and n.adapter.mac.value != found[1].mac.value)
    if not found or nic is None or nic.adapter is None:
        return None
    entry = found[1]
    again = _entry("again", nic.adapter.mac.value, text_of(entry.address))
    return given.sub(entry.place.source.path, rf"(host {re.escape(entry.name)} \{{[^}}]*\}})", rf"\1{again}")


def reservation_ignored(given: Given) -> Given | None:
    return _newer_mac(given) if given.lab.host.os.value == "macos" and _booked(given) else None


def reservation_in_range(given: Given) -> Given | None:
    found = _booked(given)
    if not found:
        return None
    new = near(found[0], 200)
    return _moved(given.put((found[1].address.place, new)), text_of(found[1].address), new)


def reservation_mac_unknown(given: Given) -> Given | None:
    found = _booked(given)
    return given.put((found[1].mac_text.place, "00:0c:29:de:ad:01")) if found else None


def reservation_mac_unknown__five_bytes(given: Given) -> Given | None:
    found = _booked(given)
    return given.put((found[1].mac_text.place, found[1].mac_text.place.text[:-3])) if found and found[1].mac_text.place else None


def reservation_not_in_leases(given: Given) -> Given | None:
    nic = given.nic("nat", "hostonly", static=False, where=_is_booked)
    if nic is None or nic.network is None:
        return None
    return given.add(_leases_path(nic.network), _lease(near(nic.network, 140), "00:0c:29:88:41:d6", 4))


def reservation_outside_subnet(given: Given) -> Given | None:
    found = _booked(given)
    if not found:
        return None
    old = text_of(found[1].address)
    made = given.put((found[1].address.place, "192.168.222.30"))
    for path in given.files:
        forward = rf"^(\d+ = {re.escape(old)}:\d+|add_nat_portfwd \d+ \w+ \d+ {re.escape(old)} \d+)\r?\n"
        if re.search(rf"(?m){forward}", given.text(path)):
            made = made.sub(path, forward, "", count=0)
    return made


def routers_not_nat_device(given: Given) -> Given | None:
    network = given.nat()
    return given.put((network.dhcp.routers[0].place, text_of(network.host_adapter))) if network and network.dhcp else None


def subnet_overlap(given: Given) -> Given | None:
    """The host-only network is moved onto the NAT network's subnet, by editor and in its guests."""
    one = next((n for n in given.networks("hostonly") if n.subnet.value is not None), None)
    two = given.nat()
    if one is None or two is None or one.dhcp is None:
        return None
    old, new = (near(n, 0).rpartition(".")[0] + "." for n in (one, two))
    return given.everywhere(old, new, list(given.files))
