"""Faults of a guest's profiles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.model.addr import ip_text

if TYPE_CHECKING:
    from tests.faults.given import Given
    from vmnetdoctor.checks.subjects import Nic

IFCFG = ("ifcfg",)
STRANGER = "00:0c:29:77:13:9e"


def _single(nic: Nic) -> bool:
    return len(nic.guest.plugs) == 1 and nic.guest.seen is None


def _manager(nic: Nic) -> bool:
    return nic.reading.reader == "networkmanager" and _single(nic)


def _scripts(nic: Nic) -> bool:
    return nic.reading.reader == "network-scripts" and _single(nic)


def interface_not_started(given: Given) -> Given | None:
    nic = given.nic(formats=("ifcfg", "keyfile"), where=_single)
    if nic is None:
        return None
    if nic.profile.format == "keyfile":
        return given.sub(nic.profile.path, r"^(interface-name=.*)$", r"\1\nautoconnect=false")
    return given.sub(nic.profile.path, r"^ONBOOT=yes", "ONBOOT=no")


def interface_not_started__keyfile(given: Given) -> Given | None:
    nic = given.nic(formats=("keyfile",), where=_single)
    return given.sub(nic.profile.path, r"^(interface-name=.*)$", r"\1\nautoconnect=false") if nic else None


def onboot_word_ignored(given: Given) -> Given | None:
    nic = given.nic(formats=IFCFG, where=_manager)
    return given.sub(nic.profile.path, r"^ONBOOT=yes", "ONBOOT=off") if nic else None


def bootproto_unknown(given: Given) -> Given | None:
    nic = given.nic(formats=IFCFG, static=False, where=_manager)
    return given.sub(nic.profile.path, r"^BOOTPROTO=dhcp", "BOOTPROTO=dhpc") if nic else None


def bootproto_unknown__capitals(given: Given) -> Given | None:
    nic = given.nic(formats=IFCFG, static=False, where=_scripts)
    return given.sub(nic.profile.path, r"^BOOTPROTO=dhcp", "BOOTPROTO=DHCP") if nic else None


def bootproto_unknown__keyfile(given: Given) -> Given | None:
    nic = given.nic(formats=("keyfile",))
    return given.sub(nic.profile.path, r"^(\[ipv4\]\nmethod=)\w+", r"\1dhcp") if nic else None


def static_without_address(given: Given) -> Given | None:
    nic = given.nic(formats=IFCFG, static=False, where=_single)
    return given.sub(nic.profile.path, r"^BOOTPROTO=dhcp", "BOOTPROTO=static") if nic else None


def static_without_address__line_lost(given: Given) -> Given | None:
    nic = given.nic(formats=IFCFG, static=True, where=_single)
    return given.sub(nic.profile.path, r"^IPADDR=.*\n", "") if nic else None


def key_misspelt(given: Given) -> Given | None:
    nic = given.nic("nat", "bridged", static=True, formats=IFCFG, where=lambda n: _single(n) and n.reading.gateway.known)
    return given.sub(nic.profile.path, r"^GATEWAY=", "GETWAY=") if nic else None


def key_misspelt__mask(given: Given) -> Given | None:
    nic = given.nic(static=True, formats=IFCFG, where=lambda n: _single(n) and n.address.places[-1].text.startswith("255"))
    return given.sub(nic.profile.path, r"^NETMASK=", "NETMARSK=") if nic else None


def key_misspelt__address(given: Given) -> Given | None:
    nic = given.nic(static=True, formats=IFCFG, where=_single)
    return given.sub(nic.profile.path, r"^IPADDR=", "IPADRR=") if nic else None


def value_invalid(given: Given) -> Given | None:
    nic = given.nic(formats=IFCFG, where=lambda n: _single(n) and not n.profile.mac.known)
    return given.append(nic.profile.path, f"HWADDR={(nic.adapter.mac.value or '')[:-1]}o\n") if nic and nic.adapter else None


def value_invalid__mtu(given: Given) -> Given | None:
    nic = given.nic(formats=IFCFG, where=_single)
    return given.append(nic.profile.path, "MTU=fifteen\n") if nic else None


def profile_syntax(given: Given) -> Given | None:
    """The gateway's line, or the method's, with a blank before the equals sign."""
    nic = given.nic(formats=IFCFG, where=_single)
    if nic is None:
        return None
    key = "GATEWAY" if nic.reading.gateway.known else "BOOTPROTO"
    return given.sub(nic.profile.path, rf"^{key}=", f"{key} = ")


def profile_syntax__windows_line_ends(given: Given) -> Given | None:
    nic = given.nic(formats=IFCFG, where=_scripts)
    return given.sub(nic.profile.path, r"\n", "\r\n", count=0) if nic else None


def profile_syntax__full_width(given: Given) -> Given | None:
    nic = given.nic("nat", "bridged", "hostonly", static=True, formats=IFCFG, where=_single)
    if nic is None:
        return None
    place = nic.address.places[0]
    return given.put((place, place.text.replace(".", "\u3002", 1)))


def profile_syntax__curly_quotes(given: Given) -> Given | None:
    nic = given.nic(static=True, formats=IFCFG, where=_single)
    return given.put((nic.address.places[0], f"\u201c{nic.address.places[0].text}\u201d")) if nic else None


def duplicate_key(given: Given) -> Given | None:
    nic = given.nic("nat", "bridged", static=True, formats=IFCFG, where=lambda n: _single(n) and n.reading.gateway.known)
    return given.sub(nic.profile.path, r"^(GATEWAY=.*)$", r"GATEWAY=192.168.222.1\n\1") if nic else None


def device_name_mismatch(given: Given) -> Given | None:
    """The adapter's model was changed, and with it the slot and the name."""
    nic = given.nic(formats=("ifcfg", "keyfile"), where=lambda n: _single(n) and n.adapter and n.adapter.slot.known and n.profile.device.value != "eth0")
    if nic is None or nic.adapter is None:
        return None
    return given.put((nic.adapter.slot.place, "192" if nic.adapter.slot.value != 192 else "160"))


def device_key_missing(given: Given) -> Given | None:
    nic = given.nic(formats=IFCFG, where=lambda n: _single(n) and not n.profile.mac.known)
    return given.sub(nic.profile.path, r"^DEVICE=.*\n", "").sub(nic.profile.path, r"^TYPE=.*\n", "") if nic else None


def hwaddr_mismatch(given: Given) -> Given | None:
    nic = given.nic(formats=IFCFG, where=lambda n: _single(n))
    if nic is None:
        return None
    if nic.profile.mac.place is not None:
        return given.put((nic.profile.mac.place, STRANGER.upper()))
    return given.append(nic.profile.path, f"HWADDR={STRANGER}\n")


def hwaddr_mismatch__keyfile(given: Given) -> Given | None:
    nic = given.nic(formats=("keyfile",), where=_single)
    return given.sub(nic.profile.path, r"^\[ethernet\]", f"[ethernet]\nmac-address={STRANGER}") if nic else None


def hwaddr_mismatch__copied(given: Given) -> Given | None:
    """The machine was copied: new MAC in the vmx, the old one in profile and udev rules."""
    nic = given.nic(formats=IFCFG, where=lambda n: _single(n) and n.profile.mac.known and n.guest.udev_names)
    if nic is None or nic.adapter is None or nic.guest.uuid.value is None:
        return None
    rules = nic.guest.udev_names[0][0].places[0].source.path
    line = f'\nSUBSYSTEM=="net", ACTION=="add", DRIVERS=="?*", ATTR{{address}}=="{STRANGER}", ATTR{{type}}=="1", KERNEL=="eth*", NAME="eth1"\n'
    uuid = nic.guest.uuid.value[:-8] + STRANGER[9:].replace(":", " ")
    return given.put((nic.adapter.mac.place, STRANGER), (nic.guest.uuid.place, uuid)).append(rules, line)


def udev_name_moved(given: Given) -> Given | None:
    nic = given.nic(formats=IFCFG, where=lambda n: not n.profile.mac.known and n.guest.udev_names)
    if nic is None:
        return None
    address, name = nic.guest.udev_names[0]
    own = address.places[0].text
    other = f'SUBSYSTEM=="net", ACTION=="add", DRIVERS=="?*", ATTR{{address}}=="{STRANGER}", ATTR{{type}}=="1", KERNEL=="eth*", NAME="{name.value}"'
    mine = other.replace(STRANGER, own).replace(f'NAME="{name.value}"', 'NAME="eth1"')
    return given.line(name.place, f"{other}\n\n{mine}")


def profile_without_adapter(given: Given) -> Given | None:
    nic = given.nic(formats=IFCFG, where=lambda n: _single(n) and n.profile.device.value != "eth0")
    if nic is None:
        return None
    folder = nic.profile.path.rpartition("/")[0]
    return given.add(f"{folder}/ifcfg-ens37", "TYPE=Ethernet\nDEVICE=ens37\nONBOOT=yes\nBOOTPROTO=dhcp\n")


def adapter_without_profile(given: Given) -> Given | None:
    nic = given.nic(formats=("ifcfg", "keyfile"), where=_single)
    if nic is None or nic.adapter is None or nic.network is None or nic.network.kind.value not in ("nat", "hostonly", "bridged"):
        return None
    mac = nic.adapter.mac.value or ""
    keys = {"present": "TRUE", "connectionType": nic.adapter.mode.value or "nat", "virtualDev": nic.adapter.model.value or "e1000",
            "addressType": "generated", "generatedAddress": f"{mac[:15]}{(int(mac[15:], 16) + 10) % 256:02x}", "generatedAddressOffset": "10",
            "pciSlotNumber": str((nic.adapter.slot.value or 33) + (1 if (nic.adapter.slot.value or 33) < 100 else 32))}
    return given.append(nic.guest.vmx or "", "".join(f'ethernet1.{key} = "{value}"\n' for key, value in keys.items()))


def duplicate_profile(given: Given) -> Given | None:
    nic = given.nic(formats=IFCFG, where=_single)
    if nic is None:
        return None
    folder = nic.profile.path.rpartition("/")[0]
    text = re.sub(r"(?m)^(NAME|UUID)=.*\n", "", given.text(nic.profile.path))
    return given.add(f"{folder}/ifcfg-office", text)


def interface_unmanaged(given: Given) -> Given | None:
    nic = given.nic(formats=IFCFG, where=lambda n: _manager(n) and (n.guest.os.value or "").endswith("8"))
    return given.append(nic.profile.path, "NM_CONTROLLED=no\n") if nic else None


def profile_unreadable(given: Given) -> Given | None:
    """An ifcfg file on release 10."""
    nic = given.nic("nat", "hostonly", "bridged", formats=("keyfile",), where=_single)
    if nic is None:
        return None
    folder = (nic.guest.vmx or "").rpartition("/")[0]
    release = f"{folder}/os-release"
    device = nic.profile.device.value
    made = given.remove(nic.profile.path).add(release, 'NAME="Rocky Linux"\nID="rocky"\nID_LIKE="rhel centos fedora"\nVERSION_ID="10.0"\n')
    return made.add(f"{folder}/etc/sysconfig/network-scripts/ifcfg-{device}", f"TYPE=Ethernet\nDEVICE={device}\nONBOOT=yes\nBOOTPROTO=dhcp\n")


def backup_profile_live(given: Given) -> Given | None:
    nic = given.nic(formats=IFCFG, where=_single)
    if nic is None:
        return None
    return given.add(nic.profile.path + ".save", given.text(nic.profile.path))


def _seven(nic: Nic) -> bool:
    return _single(nic) and (nic.guest.os.value or "").endswith("7")


def service_conflict(given: Given) -> Given | None:
    """Both services are off."""
    nic = given.nic(formats=IFCFG, where=_seven)
    text = "UNIT FILE                                   STATE\n" + "".join(f"{unit + '.service':<43} {state}\n" for unit, state in (
        ("NetworkManager-dispatcher", "disabled"), ("NetworkManager", "disabled"), ("network", "disabled"), ("sshd", "enabled")))
    return given.add((nic.guest.vmx or "").rpartition("/")[0] + "/unit-files.txt", text) if nic else None


def service_conflict__failed(given: Given) -> Given | None:
    """The network service failed, and the card has no address."""
    nic = given.nic(formats=IFCFG, where=_seven)
    if nic is None or nic.adapter is None:
        return None
    folder = (nic.guest.vmx or "").rpartition("/")[0]
    shown = ("1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000\n"
             "    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n    inet 127.0.0.1/8 scope host lo\n"
             f"2: {nic.profile.device.value}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast state UP group default qlen 1000\n"
             f"    link/ether {nic.adapter.mac.value} brd ff:ff:ff:ff:ff:ff\n")
    units = "# systemctl is-active NetworkManager\nactive\n# systemctl is-active network\nfailed\n"
    return given.add(f"{folder}/ip-addr.txt", shown).add(f"{folder}/systemctl.txt", units.replace("# ", "[root@guest ~]# "))


def not_applied(given: Given) -> Given | None:
    """The file was edited, and the card still holds the address of before."""
    nic = given.nic(static=True, formats=("ifcfg", "keyfile"), where=lambda n: _single(n) and n.adapter and n.address.value)
    if nic is None or nic.adapter is None or nic.address.value is None:
        return None
    before = ip_text(nic.address.value.subnet.base + 79)
    shown = (f"2: {nic.profile.device.value}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast state UP group default qlen 1000\n"
             f"    link/ether {nic.adapter.mac.value} brd ff:ff:ff:ff:ff:ff\n"
             f"    inet {before}/24 brd {ip_text(nic.address.value.subnet.broadcast)} scope global {nic.profile.device.value}\n")
    return given.add((nic.guest.vmx or "").rpartition("/")[0] + "/ip-addr.txt", shown)


def duplicate_machine_id(given: Given) -> Given | None:
    """Two clones that ask for an address, with one machine id."""
    asking = [n for n in given.nics("nat", "hostonly", "bridged", static=False) if n.guest.seen is None]
    pair = next(((a, b) for number, b in enumerate(asking) for a in asking[:number] if a.network is b.network and a.guest is not b.guest), None)
    made = given
    for nic in pair or ():
        made = made.add((nic.guest.vmx or "").rpartition("/")[0] + "/etc/machine-id", "3f1b8c52a9d74e0c8b6605d2e4f7a913\n")
    return made if pair else None
