"""What two rules make of one guest: which is the cause, and that both stand where both must be cured."""

from __future__ import annotations

from vmnetdoctor import catalog, engine
from vmnetdoctor.assemble.inputs import RawFile
from vmnetdoctor.assemble.lab import assemble

TWIN = """.encoding = "UTF-8"
displayName = "web2"
guestOS = "centos7-64"
ethernet0.present = "TRUE"
ethernet0.connectionType = "nat"
ethernet0.virtualDev = "e1000"
ethernet0.addressType = "generated"
ethernet0.generatedAddress = "00:0c:29:3b:4c:6d"
ethernet0.pciSlotNumber = "33"
"""


def found(changes: dict[str, str]) -> list[str]:
    """Names of the findings on top, for the healthy NAT lab with these files changed."""
    return [judged.rule.name for judged in verdict_on(changes).findings]


def loud(changes: dict[str, str]) -> list[str]:
    """The same without notes."""
    return [judged.rule.name for judged in verdict_on(changes).findings if judged.severity != "info"]


def verdict_on(changes: dict[str, str]) -> engine.Verdict:
    files = {**catalog.labs()["nat"], **changes}
    verdict = engine.check(assemble([RawFile(path, text.encode()) for path, text in files.items()]))
    assert not verdict.crashes
    return verdict


def test_one_static_address_twice_is_a_fault_of_its_own_beside_one_mac_twice() -> None:
    names = found({"web2/web2.vmx": TWIN, "web2/ifcfg-ens33": catalog.labs()["nat"]["web1/ifcfg-ens33"]})
    assert {"mac-duplicate", "address-in-use"} <= set(names)


def test_a_failed_service_is_no_conflict_where_every_card_has_its_address() -> None:
    shown = ("1: lo: <LOOPBACK,UP> mtu 65536\n    inet 127.0.0.1/8 scope host lo\n2: ens33: <BROADCAST,UP> mtu 1500\n"
             "    link/ether 00:0c:29:3b:4c:6d brd ff:ff:ff:ff:ff:ff\n    inet 10.0.0.10/24 scope global ens33\n")
    failed = "$ systemctl is-active NetworkManager\nactive\n$ systemctl is-active network\nfailed\n"
    assert "service-conflict" in found({"web1/services.txt": failed})
    assert "service-conflict" not in found({"web1/services.txt": failed, "web1/ip-addr.txt": shown})


def test_a_service_that_failed_over_a_left_over_profile_follows_from_it() -> None:
    names = found({"web1/services.txt": "$ systemctl is-active NetworkManager\nactive\n$ systemctl is-active network\nfailed\n",
                   "web1/ifcfg-ens34": "DEVICE=ens34\nONBOOT=yes\nBOOTPROTO=dhcp\n"})
    assert names == ["profile-without-adapter"]


def test_cards_that_work_although_no_service_is_on_were_started_by_somebody() -> None:
    shown = ("1: lo: <LOOPBACK,UP> mtu 65536\n    inet 127.0.0.1/8 scope host lo\n2: ens33: <BROADCAST,UP> mtu 1500\n"
             "    link/ether 00:0c:29:3b:4c:6d brd ff:ff:ff:ff:ff:ff\n    inet 10.0.0.10/24 scope global ens33\n")
    off = "$ systemctl is-enabled NetworkManager\ndisabled\n$ systemctl is-enabled network\ndisabled\n"
    assert "service-conflict" in found({"web1/services.txt": off})
    assert found({"web1/services.txt": off, "web1/ip-addr.txt": shown}) == []


def test_a_leased_address_is_not_held_against_a_profile_that_asks_for_one() -> None:
    shown = ("2: ens33: <BROADCAST,UP> mtu 1500\n    link/ether 00:0c:29:3b:4c:6d brd ff:ff:ff:ff:ff:ff\n"
             "    inet 10.0.0.130/24 scope global dynamic ens33\n")
    leased = "DEVICE=ens33\nONBOOT=yes\nBOOTPROTO=dhcp\n"
    assert "not-applied" not in found({"web1/ifcfg-ens33": leased, "web1/ip-addr.txt": shown})
    assert "not-applied" in found({"web1/ip-addr.txt": shown})


def test_a_copy_that_only_some_readers_take_is_not_judged_where_the_reader_is_open() -> None:
    vmx = catalog.labs()["nat"]["web1/web1.vmx"].replace("centos7-64", "centos-64")
    stale = "DEVICE=ens33\nONBOOT=yes\nBOOTPROTO=none\nIPADDR=192.168.129.129\nPREFIX=24\nGATEWAY=192.168.129.2\n"
    assert found({"web1/web1.vmx": vmx, "web1/ifcfg-ens33.rpmsave": stale}) == []
    assert found({"web1/web1.vmx": vmx, "web1/ifcfg-ens33.old": stale}) == []
    assert "backup-profile-live" in found({"web1/ifcfg-ens33.rpmsave": stale})
    assert "backup-profile-live" in found({"web1/web1.vmx": vmx, "web1/ifcfg-ens33.save": stale})


def test_a_reservation_may_be_for_a_machine_whose_vmx_is_not_given() -> None:
    dhcp = catalog.labs()["nat"]["host/vmnetdhcp.conf"] + "host db9 {\n    hardware ethernet 00:0c:29:71:22:08;\n    fixed-address 10.0.0.40;\n}\n"
    asking = {"host/vmnetdhcp.conf": dhcp, "web2/web2.vmx": TWIN.replace("3b:4c:6d", "51:9a:c0"),
              "web2/ifcfg-ens33": "DEVICE=ens33\nONBOOT=yes\nBOOTPROTO=dhcp\n"}
    told = loud(asking)
    assert told == ["reservation-mac-unknown"]
    assert "reservation-mac-unknown" not in loud({**asking, "db9/ifcfg-eth0": "DEVICE=eth0\nONBOOT=yes\nBOOTPROTO=dhcp\n"})


EL6 = TWIN.replace("centos7", "centos6").replace("web2", "old1").replace("3b:4c:6d", "51:9a:c0")
WITHOUT_GATEWAY = "DEVICE=eth0\nONBOOT=yes\nBOOTPROTO=none\nIPADDR=10.0.0.30\nPREFIX=24\nDNS1=10.0.0.2\n"


def test_a_gateway_may_stand_in_the_file_of_all_interfaces_that_is_not_given() -> None:
    def sure(changes: dict[str, str]) -> list[str]:
        files = {"old1/old1.vmx": EL6, "old1/ifcfg-eth0": WITHOUT_GATEWAY, **changes}
        return [judged.finding.confidence for judged in verdict_on(files).findings if judged.rule.name == "gateway-missing"]

    assert sure({}) == ["likely"]
    assert sure({"old1/etc/sysconfig/network": "NETWORKING=yes\nHOSTNAME=old1\n"}) == ["certain"]
    assert sure({"old1/routes.txt": "default via 10.0.0.2 dev eth0\n10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.30\n"}) == []
