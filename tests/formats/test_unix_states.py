"""Services, nmcli, vmware-networks, listings, kernel lists and identities as Linux and macOS print them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmnetdoctor.formats import file_listing, kernel_lists, nmcli, os_identity, unit_states, vmware_networks

ENABLED = """\
[root@lab ~]# systemctl is-enabled NetworkManager network firewalld
enabled
Failed to get unit file state for network.service: No such file or directory
masked
[root@lab ~]# systemctl is-active NetworkManager; systemctl is-active systemd-networkd
active
inactive
[root@lab ~]# systemctl is-enabled network
network.service is not a native service, redirecting to systemd-sysv-install.
Executing: /usr/lib/systemd/systemd-sysv-install is-enabled network
disabled
"""
STATUS = """\
● NetworkManager.service - Network Manager
     Loaded: loaded (/usr/lib/systemd/system/NetworkManager.service; disabled; preset: enabled)
     Active: active (running) since Tue 2024-03-05 09:12:01 CST; 1h ago
   Main PID: 812 (NetworkManager)

○ systemd-networkd.service
     Loaded: masked (Reason: Unit systemd-networkd.service is masked.)
     Active: inactive (dead)
Unit wicked.service could not be found.
"""
LISTED = """\
UNIT FILE                     STATE     VENDOR PRESET
crond.service                 enabled   enabled
NetworkManager.service        disabled  enabled
network.service               generated -
sshd.service                  enabled   enabled

4 unit files listed.
"""
CHKCONFIG = "NetworkManager \t0:关闭\t1:关闭\t2:启用\t3:启用\t4:启用\t5:启用\t6:关闭\nnetwork        \t0:关闭\t1:关闭\t2:关闭\t3:关闭\t4:关闭\t5:关闭\t6:关闭\n"
SYSV = "NetworkManager (pid  1722) is running...\ndhcpd is stopped\nnetwork-manager start/running, process 900\n [ + ]  networking\n [ - ]  ifplugd\n"


def states(text: str) -> list[tuple[str, str]]:
    return [(s.unit, s.state) for s in unit_states.read(text).states]


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param(ENABLED, [("NetworkManager", "enabled"), ("network", "absent"), ("firewalld", "masked"), ("NetworkManager", "running"),
                           ("systemd-networkd", "stopped"), ("network", "disabled")], id="asked"),
    pytest.param(STATUS, [("NetworkManager", "disabled"), ("NetworkManager", "running"), ("systemd-networkd", "masked"),
                          ("systemd-networkd", "stopped"), ("wicked", "absent")], id="status"),
    pytest.param(LISTED, [("crond", "enabled"), ("NetworkManager", "disabled"), ("network", "generated"), ("sshd", "enabled")], id="list"),
    pytest.param(CHKCONFIG, [("NetworkManager", "enabled"), ("network", "disabled")], id="chkconfig-zh"),
    pytest.param(SYSV, [("NetworkManager", "running"), ("dhcpd", "stopped"), ("network-manager", "running"), ("networking", "running"),
                        ("ifplugd", "stopped")], id="sysv"),
    pytest.param("  NetworkManager.service  loaded active running Network Manager\n● network.service loaded failed failed LSB: x\n"
                 "  wpa.service not-found inactive dead wpa.service\n",
                 [("NetworkManager", "running"), ("network", "failed"), ("wpa", "absent")], id="list-units"),
    pytest.param(STATUS.replace("●", "鈼?").replace("\n", "\r\n"), [("NetworkManager", "disabled"), ("NetworkManager", "running"),
                 ("systemd-networkd", "masked"), ("systemd-networkd", "stopped"), ("wicked", "absent")], id="mojibake-crlf"),
])
def test_services(text: str, expected: list[tuple[str, str]]) -> None:
    assert unit_states.recognise(text)
    assert states(text)[:len(expected)] == expected


def test_whole_listing_needs_its_footer_and_no_filter() -> None:
    assert unit_states.read(LISTED).whole
    assert not unit_states.read(LISTED[:LISTED.index("4 unit")]).whole
    assert not unit_states.read(LISTED.replace("4 unit", "212 unit")).whole
    assert not unit_states.read("NetworkManager.service enabled\nNetworkManager-wait-online.service enabled\n\n2 unit files listed.\n").whole


DEVICES = {
    "en": "DEVICE  TYPE      STATE                   CONNECTION\nens33   ethernet  connected               Wired connection 1\n"
          "ens37   ethernet  unmanaged               --\nens38   ethernet  unavailable             --\nlo      loopback  connected (externally)  lo\n",
    "zh": "DEVICE  TYPE      STATE   CONNECTION\nens33   ethernet  已连接  Wired connection 1\nens37   ethernet  未托管  --\nens38   ethernet  不可用  --\n",
    "de": "GERÄT  TYP       STATUS           VERBINDUNG\nens33  ethernet  verbunden        Wired connection 1\n"
          "ens37  ethernet  nicht verwaltet  --\nens38  ethernet  nicht verfügbar  --\n",
    "ja": "DEVICE  TYPE      STATE     CONNECTION\nens33   ethernet  接続済み  Wired connection 1\nens37   ethernet  管理無し  --\nens38   ethernet  利用不可  --\n",
    "terse": "ens33:ethernet:connected:Wired connection 1\nens37:ethernet:unmanaged:\nens38:ethernet:unavailable:\n",
    "alone": "ens33: connected to Wired connection 1\n        \"Intel 82545EM\"\n        ethernet (e1000), 00:0C:29:0A:0B:0C, hw, mtu 1500\n"
             "        inet4 10.3.0.7/24\n\nens37: unmanaged\n        ethernet (e1000), 00:0C:29:0A:0B:16, hw, mtu 1500\n\nens38: unavailable\n",
}


@pytest.mark.parametrize("form", DEVICES)
def test_devices(form: str) -> None:
    text = DEVICES[form]
    found = {card.name.text: card for card in nmcli.read(text).cards}
    assert nmcli.recognise(text)
    connection = found["ens33"].connection
    assert connection is not None
    assert (connection.text, text[connection.start:connection.end]) == ("Wired connection 1", "Wired connection 1")
    assert [card.managed and card.managed.value for card in (found["ens33"], found["ens37"], found["ens38"])] == [True, False, True]
    assert [card.up and card.up.value for card in (found["ens33"], found["ens37"], found["ens38"])] == [True, None, False]


def test_connections_and_device_show() -> None:
    text = ("NAME                UUID                                  TYPE      DEVICE\n"
            "Wired connection 1  0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0  ethernet  ens33\nold  11111111-2222-3333-4444-555555555555  ethernet  --\n")
    found = nmcli.read(text)
    assert [(c.name.text, c.device and c.device.text) for c in found.connections] == [("Wired connection 1", "ens33"), ("old", None)]
    show = ("GENERAL.DEVICE:                         ens33\nGENERAL.TYPE:                           ethernet\n"
            "GENERAL.HWADDR:                         00:0C:29:0A:0B:0C\nGENERAL.STATE:                          10 (未托管)\n"
            "IP4.ADDRESS[1]:                         10.3.0.7/24\nIP4.GATEWAY:                            10.3.0.2\nIP4.DNS[1]:  10.3.0.2\n")
    card, = nmcli.read(show).cards
    assert (card.addresses[0].address.text, card.gateway and card.gateway.text, card.managed and card.managed.value) == ("10.3.0.7", "10.3.0.2", False)
    down = nmcli.read("Error: NetworkManager is not running.\n").running
    assert down is not None
    assert not down.value


def test_vmware_networks() -> None:
    text = ("Bridge networking on /dev/vmnet0 is running\nDHCP service on vmnet8 is not running\nNAT service on vmnet8 is running\n"
            "Hostonly virtual adapter on vmnet8 is enabled\nSome/All of the configured services are not running on all the networks\n")
    assert vmware_networks.recognise(text)
    assert [(p.program, p.network, p.runs) for p in vmware_networks.read(text)] == [
        ("vmnet-bridge", "VMnet0", True), ("vmnet-dhcpd", "VMnet8", False), ("vmnet-natd", "VMnet8", True), ("vmnet-netifup", "VMnet8", True)]
    assert vmware_networks.all_running(text) is not None
    assert [p.runs for p in vmware_networks.read("Started NAT service on vmnet8\nFailed to start DHCP service on vmnet8\n")] == [True, False]


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("$ ls -l /dev/vmnet*\ncrw------- 1 root root 119, 0 Mar  5 09:12 /dev/vmnet0\ncrw-rw-rw-. 1 root vm   119, 8 Mar  5  2024 /dev/vmnet8\n",
                 [("/dev/vmnet0", "c", 0o600, "root"), ("/dev/vmnet8", "c", 0o666, "root")], id="devices"),
    pytest.param("/etc/vmware:\n总用量 12\n-rw-r--r-- 1 root root 1203 3月   5 09:12 networking\ndrwxr-xr-x 4 root root 4096 2024-03-05 09:12 vmnet8\n",
                 [("/etc/vmware/networking", "-", 0o644, "root"), ("/etc/vmware/vmnet8", "d", 0o755, "root")], id="folder-zh"),
    pytest.param("$ ls -l \"/Library/Preferences/VMware Fusion\"\nlrwxr-xr-x@ 1 root  wheel  88 Jan 12 20:01 a file -> /b\n",
                 [("a file", "l", 0o755, "root")], id="macos-link"),
])
def test_listings(text: str, expected: list[tuple[str, str, int, str]]) -> None:
    assert file_listing.recognise(text)
    found = [(f.path.rpartition("Fusion\"/")[2], f.kind, f.mode, f.owner) for f in file_listing.read(text)]
    assert found == expected


def test_kernel_lists() -> None:
    lsmod = "Module                  Size  Used by\nvmnet                  65536  13\nvmmon                 155648  0\n"
    found = kernel_lists.modules(lsmod)
    assert ([w.text for w in found.names], found.whole) == (["vmnet", "vmmon"], True)
    assert not kernel_lists.modules("$ lsmod | grep vm\nvmnet                  65536  13\n").whole
    wifi = "lo        no wireless extensions.\n\nwlan0     IEEE 802.11  ESSID:off/any\n          Mode:Managed  Access Point: Not-Associated\n"
    lo, wlan0 = kernel_lists.wireless(wifi)
    assert [c.wireless and c.wireless.value for c in (lo, wlan0)] == [False, True]
    assert wlan0.carrier is not None
    assert not wlan0.carrier.value
    text = "# c\nnet.ipv4.ip_forward = 0\n-net/ipv4/ip_forward=1\n$ cat /proc/sys/net/ipv4/ip_forward\n1\n"
    assert [(s.name, s.value.text) for s in kernel_lists.settings(text)] == [("net.ipv4.ip_forward", v) for v in "011"]
    assert kernel_lists.recognise_modules(lsmod)
    assert kernel_lists.recognise_wireless(wifi)
    assert kernel_lists.recognise_settings(text)


@pytest.mark.parametrize(("text", "release"), [
    ("CentOS release 6.10 (Final)\n", "centos6.10"), ("CentOS Linux release 7.9.2009 (Core)\n", "centos7.9"), ("CentOS Stream release 9\n", "centos9"),
    ("Red Hat Enterprise Linux Server release 6.5 (Santiago)\n", "rhel6.5"), ("Rocky Linux release 9.3 (Blue Onyx)\n", "rocky9.3"),
    ("AlmaLinux release 8.7 (Stone Smilodon)\n", "alma8.7"), ("Oracle Linux Server release 7.9\n", "oracle7.9"), ("Fedora release 39 (x)\n", "fedora39"),
    ('NAME="CentOS Linux"\nVERSION="7 (Core)"\nID="centos"\nID_LIKE="rhel fedora"\nVERSION_ID="7"\nPRETTY_NAME="CentOS Linux 7 (Core)"\n', "centos7"),
    ('PRETTY_NAME="Ubuntu 22.04.3 LTS"\nID=ubuntu\nVERSION_ID="22.04"\n', "ubuntu22.4"), ('ID="rhel"\nVERSION_ID="9.4"\nPRETTY_NAME="x"\n', "rhel9.4"),
    ('PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\n', "debian12"), ('ID=kali\nPRETTY_NAME="Kali GNU/Linux Rolling"\n', "kali"),
    (" Static hostname: a\n  Virtualization: vmware\nOperating System: Rocky Linux 8.9 (Green)\n     CPE OS Name: cpe:/o:rocky:rocky:8:GA\n", "rocky8"),
    ("ProductName:\t\tmacOS\nProductVersion:\t\t13.6.1\nBuildVersion:\t\t22G313\n", "macos13.6.1"),
    ("ProductName:\tMac OS X\nProductVersion:\t10.14.6\nBuildVersion:\t18G103\n", "macos10.14.6"),
])
def test_release(text: str, release: str) -> None:
    assert any((os_identity.recognise_release(text), os_identity.recognise_hostnamectl(text), os_identity.recognise_system(text)))
    found = os_identity.read(text).release
    assert found is not None
    assert found[0] == release
    assert found[1].text == text[found[1].start:found[1].end]


def test_other_identities() -> None:
    ident = os_identity.read("0123456789abcdef0123456789abcdef\n")
    assert ident.machine_id is not None
    asked = os_identity.read("$ cat /etc/machine-id\nfedcba9876543210fedcba9876543210\n$ uname -a\nLinux lab 5.14.0-70.el9.x86_64 #1 SMP x86_64 GNU/Linux\n")
    assert (asked.machine_id and asked.machine_id.text, asked.system and asked.system[0]) == ("fedcba9876543210fedcba9876543210", "linux")
    product = os_identity.read("VMware Workstation 17.0.2 build-21581411\n").product
    assert product is not None
    assert product[0] == "workstation 17.0.2"
    virtual = os_identity.read("   Static hostname: a\n           Chassis: desktop\n  Operating System: Ubuntu 22.04 LTS\n").virtual
    assert virtual is not None
    assert not virtual[0]


ALL = ENABLED + STATUS + LISTED + CHKCONFIG + SYSV + "".join(DEVICES.values())


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(ALL)), st.integers(0, len(ALL)), st.text(max_size=40))
def test_pieces_and_noise(low: int, high: int, noise: str) -> None:
    text = ALL[low:high] + noise + ALL[high:]
    words = [s.word for s in unit_states.read(text).states]
    words += [c.name for c in nmcli.read(text).cards] + [f.word for f in file_listing.read(text)] + [p.word for p in vmware_networks.read(text)]
    words += kernel_lists.modules(text).names + [c.name for c in kernel_lists.wireless(text)] + [s.value for s in kernel_lists.settings(text)]
    identity = os_identity.read(text)
    words += [w for w in (identity.hostname, identity.machine_id) if w is not None]
    assert all(0 <= w.start <= w.end <= len(text) for w in words)
