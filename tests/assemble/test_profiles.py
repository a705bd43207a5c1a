"""Grouping of a guest's files into profiles, and the reader in force for each (guest-ifcfg.md sections 1, 2 and 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vmnetdoctor.assemble.profiles import profiles_of
from vmnetdoctor.assemble.release import release_of
from vmnetdoctor.source import Source

if TYPE_CHECKING:
    from vmnetdoctor.model.guest import Profile

SCRIPTS = "g/etc/sysconfig/network-scripts/"
STATIC = "DEVICE=eth0\nTYPE=Ethernet\nIPADDR=10.0.0.10\nPREFIX=24\n"
KEYFILE = "[connection]\ntype=ethernet\ninterface-name=ens160\n[ipv4]\nmethod=manual\naddress1=10.0.0.5/24\n"


def profiles(files: dict[str, str], release: str = "centos7", service: str | None = None) -> list[Profile]:
    return profiles_of({path: Source(path, text) for path, text in files.items()}, release_of(release), service)


def only(files: dict[str, str], release: str = "centos7", service: str | None = None) -> Profile:
    found = profiles(files, release, service)
    assert len(found) == 1, [p.path for p in found]
    return found[0]


def test_profile_of_an_ifcfg_file() -> None:
    profile = only({SCRIPTS + "ifcfg-eth0": STATIC + "HWADDR=00:0C:29:AA:BB:CC\n"})
    assert (profile.format, profile.device.value, profile.mac.value) == ("ifcfg", "eth0", "00:0c:29:aa:bb:cc")
    assert profile.device.place is not None
    assert profile.device.place.text == "eth0"
    assert list(profile.readings) == ["network-scripts", "networkmanager"]
    assert profile.effective is profile.reading("networkmanager")


def test_profile_of_a_keyfile() -> None:
    profile = only({"g/etc/NetworkManager/system-connections/a.nmconnection": KEYFILE}, "rocky9")
    assert (profile.format, profile.device.value, profile.in_force, profile.readers) == ("keyfile", "ens160", "keyfile", ("keyfile",))
    assert profile.effective is not None
    assert str(profile.effective.addresses[0].value) == "10.0.0.5/24"


def test_device_is_unknown_unless_stated() -> None:
    profile = only({"g/ifcfg-eth0": "TYPE=Ethernet\n"})
    assert (profile.device.value, profile.device.stated) == (None, False)


def test_companions_go_into_the_parent() -> None:
    files = {SCRIPTS + "ifcfg-eth0": STATIC, SCRIPTS + "ifcfg-eth0:1": "DEVICE=eth0:1\nIPADDR=10.0.0.11\n",
             SCRIPTS + "route-eth0": "10.7.0.0/16 via 10.0.0.5\n", SCRIPTS + "keys-eth0": "KEY=x\n", "g/etc/sysconfig/network": "GATEWAY=10.0.0.3\n",
             SCRIPTS + "ifcfg-eth0-range0": "IPADDR_START=10.0.0.20\nIPADDR_END=10.0.0.21\n", SCRIPTS + "ifcfg-lo": "DEVICE=lo\n"}
    profile = only(files)
    scripts, manager = profile.readings.values()
    assert [str(a.value) for a in scripts.addresses] == ["10.0.0.10/24", "10.0.0.20/24", "10.0.0.21/24", "10.0.0.11/24"]
    assert [str(a.value) for a in manager.addresses] == ["10.0.0.10/24", "10.0.0.11/24"]
    assert (len(scripts.routes), len(manager.routes)) == (1, 1)
    assert scripts.gateway.value == manager.gateway.value == 0x0A000003


def test_rule_file_hides_routes_from_networkmanager() -> None:
    profile = only({"g/ifcfg-eth0": STATIC, "g/route-eth0": "10.7.0.0/16 via 10.0.0.5\n", "g/rule-eth0": "from 10.0.0.10 table 5\n"})
    assert [len(r.routes) for r in profile.readings.values()] == [1, 0]


def test_route_file_named_after_the_device() -> None:
    profile = only({"g/ifcfg-lan": STATIC, "g/route-eth0": "10.7.0.0/16 via 10.0.0.5\n"})
    assert len(profile.reading("network-scripts").routes) == 1


def test_files_of_other_interfaces_stay_apart() -> None:
    found = profiles({"g/ifcfg-eth0": STATIC, "g/ifcfg-eth01": STATIC.replace("eth0", "eth01"), "g/ifcfg-eth01:1": "DEVICE=eth01:1\nIPADDR=10.0.0.11\n"})
    assert [(p.path, len(p.reading("networkmanager").addresses)) for p in found] == [("g/ifcfg-eth0", 1), ("g/ifcfg-eth01", 2)]


def test_alias_without_parent_is_an_ordinary_profile_for_networkmanager_only() -> None:
    files = {"g/ifcfg-eth0:1": "TYPE=Ethernet\nIPADDR=10.0.0.11\nPREFIX=24\n"}
    assert only(files).in_force == "networkmanager"
    assert only(files, "centos6").in_force == "none"


@pytest.mark.parametrize(("name", "el6", "el7", "el8"), [
    ("ifcfg-eth0", "network-scripts", "networkmanager", "networkmanager"), ("ifcfg-eth0.bak", "none", "none", "none"),
    ("ifcfg-eth0.BAK", "network-scripts", "none", "none"), ("ifcfg-eth0.rpmsave", "none", "networkmanager", "networkmanager"),
    ("ifcfg-eth0.old", "network-scripts", "networkmanager", "networkmanager"), ("ifcfg-eth0~", "none", "none", "none"),
    ("ifcfg-eth0-backup", "network-scripts", "networkmanager", "networkmanager"), ("ifcfg-eth0.20240101", "network-scripts", "networkmanager", "networkmanager"),
    ("bak-ifcfg-eth0", "none", "none", "none"),
])
def test_names(name: str, el6: str, el7: str, el8: str) -> None:
    assert [only({"g/" + name: STATIC}, word).in_force for word in ("centos6", "centos7", "centos8")] == [el6, el7, el8]


@pytest.mark.parametrize(("release", "service", "extra", "expected"), [
    pytest.param("centos6", None, "", "network-scripts", id="el6"),
    pytest.param("centos7", None, "NM_CONTROLLED=no\n", "network-scripts", id="el7 leaves it to the scripts"),
    pytest.param("centos7", "networkmanager", "NM_CONTROLLED=no\n", "networkmanager", id="el7 without the network service"),
    pytest.param("centos7", "both", "NM_CONTROLLED=off\n", "network-scripts", id="off means something to the scripts"),
    pytest.param("centos6", "both", "NM_CONTROLLED=no\n", "network-scripts", id="el6 with both"),
    pytest.param("centos8", None, "NM_CONTROLLED=no\n", "networkmanager", id="el8 has nobody else"),
    pytest.param("centos10", None, "", "none", id="el10 reads none"),
    pytest.param("centos-64", None, "", None, id="unknown release"),
    pytest.param("other", "network-scripts", "", "network-scripts", id="declared"),
    pytest.param("centos7", "none", "", "none", id="no service"),
])
def test_reader_in_force(release: str, service: str | None, extra: str, expected: str | None) -> None:
    assert only({"g/ifcfg-eth0": STATIC + extra}, release, service).in_force == expected


@pytest.mark.parametrize(("name", "expected"), [("ens160.nmconnection", "keyfile"), ("ens160", "keyfile"), ("ens160.bak", "keyfile"),
                                                ("ens160.backup", "none"), ("ens160~", "none"), (".ens160", "none")])
def test_keyfile_names(name: str, expected: str) -> None:
    assert only({"g/etc/NetworkManager/system-connections/" + name: KEYFILE}, "rocky9").in_force == expected


def test_keyfile_without_networkmanager() -> None:
    assert only({"g/a.nmconnection": KEYFILE}, "centos7", "network-scripts").in_force == "none"


@pytest.mark.parametrize(("extra", "release", "slave"), [("SLAVE=yes\nMASTER=bond0\n", "centos6", True), ("MASTER=bond0\n", "centos6", False),
                                                         ("MASTER=bond0\n", "centos8", True), ("BRIDGE=br0\n", "centos6", True), ("", "centos8", False)])
def test_ports(extra: str, release: str, slave: bool) -> None:
    assert only({"g/ifcfg-eth0": STATIC + extra}, release).slave is slave


def test_order_is_that_of_the_paths() -> None:
    assert [p.path for p in profiles({"g/ifcfg-b": STATIC, "g/ifcfg-a": STATIC, "g/a.nmconnection": KEYFILE})] == ["g/a.nmconnection", "g/ifcfg-a", "g/ifcfg-b"]


WORDS = st.sampled_from(["IPADDR", "IPADDR0", "PREFIX", "NETMASK", "GATEWAY", "DNS1", "BOOTPROTO", "ONBOOT", "DEVICE", "HWADDR", "=", "\n", "\n", "\r\n",
                         "10.0.0.1", "24", "dhcp", "none", "'", '"', "$", "#", " ", "[ipv4]", "[connection]", "address1", "method", "manual", "/", ",", ";",
                         "\ufeff", "（", "\udcff", "default via ", "ADDRESS0", "NETMASK0", "IPV6ADDR", "fd00::1"])


@given(st.lists(WORDS, max_size=40).map("".join), st.sampled_from(["centos6", "rhel7.0", "rhel7.3", "centos8", "centos10", "x"]))
def test_any_text_gives_readings_with_places_in_it(text: str, release: str) -> None:
    names = ("ifcfg-eth0", "ifcfg-eth0:1", "ifcfg-eth0-range1", "route-eth0", "rule6-eth1", "network", "a.nmconnection")
    files = {"g/" + name: Source("g/" + name, text) for name in names}
    for profile in profiles_of(files, release_of(release)):
        for reading in profile.readings.values():
            for remark in reading.remarks:
                for place in (remark.at, *(place for _label, place in remark.also)):
                    assert 0 <= place.start <= place.end <= len(text)
            assert not (reading.rejected and (reading.addresses or reading.gateway.known))


@pytest.mark.parametrize("text", ["X1=1\n" * 10_000, "".join(f"K{n}=1\n" for n in range(10_000)), "IPADDR" * 10_000, "DNS1=1\r\n" * 10_000,
                                  "10.0.0.0/8 via 10.0.0.1\n" * 10_000], ids=["duplicates", "unknown keys", "one word", "crlf", "routes"])
def test_big_junk_is_read(text: str) -> None:
    found = profiles({"g/ifcfg-eth0": STATIC + text, "g/route-eth0": text, "g/a.nmconnection": KEYFILE + text})
    assert [sorted(profile.readings) for profile in found] == [["keyfile"], ["network-scripts", "networkmanager"]]
    remarks = found[1].reading("networkmanager").remarks
    assert sum(m.code == "key-misspelt" for m in remarks) <= 64
