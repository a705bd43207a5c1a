"""Faked hosts of the three systems: a tree of files and what their commands print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.collect.commands import Ran
from vmnetdoctor.collect.gather import Collector
from vmnetdoctor.collect.system import System

if TYPE_CHECKING:
    from pathlib import Path

DATE = "2026-01-02T03:04:05Z"
SECRET = "hunter2"

VMX = '''.encoding = "{encoding}"
config.version = "8"
virtualHW.version = "16"
displayName = "{name}"
annotation = "do not forget: {secret}"
guestinfo.rootpw = "{secret}"
RemoteDisplay.vnc.key = "{secret}"
guestOS = "centos7-64"
uuid.bios = "56 4d 11 22 33 44 55 66-77 88 99 aa bb {last}"
ide1:0.fileName = "{home}/isos/{secret}.iso"
sharedFolder0.hostPath = "{home}/{secret}"
ethernet0.present = "TRUE"
ethernet0.connectionType = "nat"
ethernet0.virtualDev = "e1000"
ethernet0.addressType = "generated"
ethernet0.generatedAddress = "00:0c:29:{last_mac}"
ethernet0.generatedAddressOffset = "0"
ethernet0.pciSlotNumber = "33"
'''
DHCP = """# Virtual ethernet segment 8
# Added at 01/02/20 03:04:05
subnet 192.168.79.0 netmask 255.255.255.0 {
range 192.168.79.128 192.168.79.254;            # default allows up to 125 VM's
option broadcast-address 192.168.79.255;
option domain-name-servers 192.168.79.2;
option domain-name "localdomain";
default-lease-time 1800;
max-lease-time 7200;
option routers 192.168.79.2;
}
host VMnet8 {
    hardware ethernet 00:50:56:C0:00:08;
    fixed-address 192.168.79.1;
    option domain-name-servers 0.0.0.0;
    option domain-name "";
    option routers 0.0.0.0;
}
# End
"""
NAT = "[host]\nip = 192.168.79.2{slash}\n{mask}device = {device}\nactiveFTP = 1\nallowAnyOUI = 1\n[udp]\ntimeout = 60\n[incomingtcp]\n"
LEASES = """lease 192.168.79.128 {
\tstarts 5 2026/01/02 01:00:00;
\tends 5 2026/01/02 01:30:00;
\thardware ethernet 00:0c:29:aa:bb:c1;
\tclient-hostname "web1";
}
"""
NETWORKING = """VERSION=1,0
answer VNET_8_DHCP yes
answer VNET_8_HOSTONLY_NETMASK 255.255.255.0
answer VNET_8_HOSTONLY_SUBNET 192.168.79.0
answer VNET_8_NAT yes
answer VNET_8_VIRTUAL_ADAPTER yes
"""
PREFERENCES = '''.encoding = "UTF-8"
pref.keyboardAndMouse.vmHotKey.enabled = "FALSE"
pref.namedPVNs.count = "1"
pref.namedPVNs0.name = "lab segment"
pref.namedPVNs0.pvnID = "52 f4 2f 14 12 bf e9 e0-67 af 6b 46 37 65 0a b0"
pref.mruVM0.filename = "{recent}"
pref.ws.session.window0.tab0.file = "{home}/{secret}.vmx"
'''
CONFIG = '''.encoding = "UTF-8"
product.name = "VMware Workstation"
product.version = "17.5.0"
vmware.fullpath = "/usr/bin/vmware"
installerDefaults.licenseKey = "{secret}"
'''
RESOLV = "nameserver 192.168.1.1\n"

IPCONFIG = """
Windows IP Configuration

   Host Name . . . . . . . . . . . . : DESK
   Primary Dns Suffix  . . . . . . . :
   IP Routing Enabled. . . . . . . . : No

Ethernet adapter VMware Network Adapter VMnet8:

   Connection-specific DNS Suffix  . :
   Description . . . . . . . . . . . : VMware Virtual Ethernet Adapter for VMnet8
   Physical Address. . . . . . . . . : 00-50-56-C0-00-08
   DHCP Enabled. . . . . . . . . . . : No
   IPv4 Address. . . . . . . . . . . : 192.168.79.1(Preferred)
   Subnet Mask . . . . . . . . . . . : 255.255.255.0
   Default Gateway . . . . . . . . . :

Wireless LAN adapter Wi-Fi:

   Description . . . . . . . . . . . : Intel(R) Wi-Fi 6 AX201
   Physical Address. . . . . . . . . : 8C-8C-AA-00-11-22
   DHCP Enabled. . . . . . . . . . . : Yes
   IPv4 Address. . . . . . . . . . . : 192.168.1.100(Preferred)
   Subnet Mask . . . . . . . . . . . : 255.255.255.0
   Default Gateway . . . . . . . . . : 192.168.1.1
   DNS Servers . . . . . . . . . . . : 192.168.1.1
"""
ROUTES = """===========================================================================
IPv4 Route Table
===========================================================================
Active Routes:
Network Destination        Netmask          Gateway       Interface  Metric
          0.0.0.0          0.0.0.0      192.168.1.1    192.168.1.100     35
     192.168.1.0    255.255.255.0         On-link     192.168.1.100    291
     192.168.79.0    255.255.255.0         On-link      192.168.79.1    291
===========================================================================
Persistent Routes:
  None
"""
SC = "\nSERVICE_NAME: {name}\n        TYPE               : 10  WIN32_OWN_PROCESS\n        STATE              : 4  RUNNING\n" \
     "                                (STOPPABLE, NOT_PAUSABLE, ACCEPTS_SHUTDOWN)\n"
QC = "[SC] QueryServiceConfig SUCCESS\n\nSERVICE_NAME: {name}\n        TYPE               : 10  WIN32_OWN_PROCESS\n" \
     "        START_TYPE         : 2   AUTO_START\n"
BINDINGS = "\n\nName        : Wi-Fi\nDisplayName : VMware Bridge Protocol\nComponentID : vmware_bridge\nEnabled     : True\n\n\n"
REGISTRY = "\nHKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\VMware, Inc.\\VMnetLib\\VMnetConfig\n\n" \
    "HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\VMware, Inc.\\VMnetLib\\VMnetConfig\\vmnet8\n" \
    "    IPSubnetAddress    REG_SZ    192.168.79.0\n    IPSubnetMask    REG_SZ    255.255.255.0\n\n" \
    "HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\VMware, Inc.\\VMnetLib\\VMnetConfig\\vmnet8\\NAT\n    UseNAT    REG_DWORD    0x1\n\n"
DIR = " Volume in drive C has no label.\n Volume Serial Number is 1234-ABCD\n\n Directory of C:\\ProgramData\\VMware\n\n" \
    "02/01/2026  03:04    <DIR>          .\n02/01/2026  03:04             1,234 vmnetdhcp.conf\n" \
    "02/01/2026  03:04               567 vmnetnat.conf\n               2 File(s)          1,801 bytes\n"

IP_ADDR = """1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
    inet 127.0.0.1/8 scope host lo
       valid_lft forever preferred_lft forever
2: enp3s0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc fq_codel state UP group default qlen 1000
    link/ether 8c:8c:aa:00:11:22 brd ff:ff:ff:ff:ff:ff
    inet 192.168.1.100/24 brd 192.168.1.255 scope global dynamic enp3s0
       valid_lft 80000sec preferred_lft 80000sec
3: vmnet8: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc fq_codel state UNKNOWN group default qlen 1000
    link/ether 00:50:56:c0:00:08 brd ff:ff:ff:ff:ff:ff
    inet 192.168.79.1/24 brd 192.168.79.255 scope global vmnet8
       valid_lft forever preferred_lft forever
"""
IP_ROUTE = "default via 192.168.1.1 dev enp3s0 proto dhcp metric 100\n192.168.1.0/24 dev enp3s0 proto kernel scope link src 192.168.1.100\n" \
    "192.168.79.0/24 dev vmnet8 proto kernel scope link src 192.168.79.1\n"
VMWARE_NETWORKS = "Bridge networking on vmnet0 is running\nDHCP service on vmnet8 is running\nNAT service on vmnet8 is running\n" \
    "Hostonly virtual adapter on vmnet8 is enabled\nAll the services configured on all the networks are running\n"
SYSTEMCTL = "* vmware.service - LSB: VMware services\n   Loaded: loaded (/etc/init.d/vmware; generated)\n" \
    "   Active: active (running) since Fri 2026-01-02 01:00:00 UTC; 2h ago\n"
DEVICES = "crw------- 1 root root 119, 0 Jan  2 01:00 /dev/vmnet0\ncrw------- 1 root root 119, 8 Jan  2 01:00 /dev/vmnet8\n"
LSMOD = "Module                  Size  Used by\nvmnet                  77824  13\nvmmon                 196608  0\n"

IFCONFIG = """lo0: flags=8049<UP,LOOPBACK,RUNNING,MULTICAST> mtu 16384
\tinet 127.0.0.1 netmask 0xff000000
en0: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500
\tether 8c:8c:aa:00:11:22
\tinet 192.168.1.100 netmask 0xffffff00 broadcast 192.168.1.255
\tstatus: active
vmnet8: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500
\tether 00:50:56:c0:00:08
\tinet 192.168.79.1 netmask 0xffffff00 broadcast 192.168.79.255
"""
NETSTAT = """Routing tables

Internet:
Destination        Gateway            Flags        Netif Expire
default            192.168.1.1        UGSc           en0
127                127.0.0.1          UCS            lo0
192.168.1          link#4             UCS            en0      !
192.168.79         link#15            UC          vmnet8      !
"""
SW_VERS = "ProductName:\tMac OS X\nProductVersion:\t10.15.7\nBuildVersion:\t19H2\n"

ENVIRONMENTS = {
    "windows": {"ProgramData": "C:\\ProgramData", "ALLUSERSPROFILE": "C:\\ProgramData", "APPDATA": "C:\\Users\\jane\\AppData\\Roaming",
                "USERPROFILE": "C:\\Users\\jane", "SystemRoot": "C:\\Windows"},
    "linux": {"HOME": "/home/jane"},
    "macos": {"HOME": "/Users/jane"},
}


def machine(name: str, last: str, home: str, encoding: str = "UTF-8") -> str:
    """The vmx file of a guest on VMnet8 with things in it that are nobody's business."""
    return VMX.format(name=name, last=last, last_mac=f"aa:bb:{last}", home=home, secret=SECRET, encoding=encoding)


def _windows() -> tuple[dict[str, str | bytes], dict[str, str]]:
    data, roaming = "ProgramData/VMware/", "Users/jane/AppData/Roaming/VMware/"
    vms = "C:\\VMs\\"
    files: dict[str, str | bytes] = {
        data + "vmnetdhcp.conf": DHCP.replace("\n", "\r\n"),
        data + "vmnetnat.conf": NAT.format(slash="/24", mask="hostMAC = 00:50:56:C0:00:08\n", device="VMnet8"),
        data + "vmnetdhcp.leases": LEASES,
        data + "netmap.conf": 'network0.name = "Bridged"\nnetwork0.device = "vmnet0"\nnetwork1.name = "NAT"\nnetwork1.device = "vmnet8"\n',
        roaming + "preferences.ini": PREFERENCES.format(recent=vms + "web2\\web2.vmx", home="C:/Users/jane", secret=SECRET),
        roaming + "inventory.vmls": f'.encoding = "UTF-8"\nvmlist1.config = "{vms}web1\\web1.vmx"\nvmlist1.DisplayName = "web1"\n'
                                    f'vmlist2.config = "{vms}gone\\gone.vmx"\nvmlist3.config = "folder1"\n',
        "VMs/web1/web1.vmx": machine("网站", "c1", "C:/Users/jane", "GBK").encode("gbk"),
        "VMs/web2/web2.vmx": machine("web2", "c2", "C:/Users/jane"),
    }
    commands = {"ipconfig /all": IPCONFIG, "route print -4": ROUTES, "cmd /d /c ver": "\nMicrosoft Windows [Version 10.0.19045.3803]\n",
                "cmd /d /c dir": DIR, "powershell": BINDINGS,
                "reg query HKLM\\SOFTWARE\\WOW6432Node\\VMware, Inc.\\VMnetLib /s": REGISTRY,
                "vmrun -T ws list": "Total running VMs: 1\nC:\\VMs\\web1\\web1.vmx\n"}
    for name in ("VMnetDHCP", "VMware NAT Service", "VMAuthdService", "VMnetBridge", "VMnetAdapter", "VMnetuserif"):
        commands[f"sc query {name}"] = SC.format(name=name)
        commands[f"sc qc {name}"] = QC.format(name=name)
    return files, {command: text.replace("\n", "\r\n") for command, text in commands.items()}


def _linux() -> tuple[dict[str, str | bytes], dict[str, str]]:
    files: dict[str, str | bytes] = {
        "etc/vmware/networking": NETWORKING, "etc/vmware/config": CONFIG.format(secret=SECRET),
        "etc/vmware/vmnet8/dhcpd/dhcpd.conf": DHCP, "etc/vmware/vmnet8/dhcpd/dhcpd.leases": LEASES,
        "etc/vmware/vmnet8/nat/nat.conf": NAT.format(slash="", mask="netmask = 255.255.255.0\n", device="/dev/vmnet8"),
        "etc/resolv.conf": RESOLV, "etc/os-release": 'ID=fedora\nVERSION_ID=41\nPRETTY_NAME="Fedora Linux 41"\n',
        "dev/vmnet0": "", "dev/vmnet8": "",
        "home/jane/.vmware/preferences": PREFERENCES.format(recent="", home="/home/jane", secret=SECRET),
        "home/jane/.vmware/inventory.vmls": 'vmlist1.config = "/home/jane/vmware/web1/web1.vmx"\n',
        "home/jane/vmware/web1/web1.vmx": machine("web1", "c1", "/home/jane"),
        "home/jane/vmware/other/web1.vmx": machine("web2", "c2", "/home/jane"),
    }
    return files, {
        "ip addr": IP_ADDR, "ip route": IP_ROUTE, "vmware-networks --status": VMWARE_NETWORKS, "systemctl status": SYSTEMCTL,
        "ls -l /dev/vmnet0 /dev/vmnet8": DEVICES, "lsmod": LSMOD, "sysctl net.ipv4.ip_forward": "net.ipv4.ip_forward = 0\n",
        "vmware -v": "VMware Workstation 17.5.0 build-22583795\n",
        "vmrun -T ws list": "Total running VMs: 1\n/home/jane/vmware/web1/web1.vmx\n"}


def _macos() -> tuple[dict[str, str | bytes], dict[str, str]]:
    fusion = "Library/Preferences/VMware Fusion/"
    support = "Users/jane/Library/Application Support/VMware Fusion/"
    files: dict[str, str | bytes] = {
        fusion + "networking": NETWORKING, fusion + "vmnet8/dhcpd.conf": DHCP,
        fusion + "vmnet8/nat.conf": NAT.format(slash="", mask="netmask = 255.255.255.0\n", device="vmnet8"),
        "var/db/vmware/vmnet-dhcpd-vmnet8.leases": LEASES, "etc/resolv.conf": RESOLV,
        f"Users/jane/{fusion}preferences": PREFERENCES.format(recent="", home="/Users/jane", secret=SECRET),
        support + "vmInventory": 'vmlist1.config = "/Users/jane/Virtual Machines.localized/web1.vmwarevm/web1.vmx"\n',
        "Users/jane/Virtual Machines.localized/web1.vmwarevm/web1.vmx": machine("web1", "c1", "/Users/jane"),
        "Users/jane/Virtual Machines.localized/web2.vmwarevm/web2.vmx": machine("web2", "c2", "/Users/jane"),
    }
    return files, {
        "ifconfig -a": IFCONFIG, "netstat -rn": NETSTAT, "sw_vers": SW_VERS,
        "vmnet-cli --status": VMWARE_NETWORKS.partition("\n")[2],
        "vmware-vmx -v": "VMware Fusion Information:\nVMware Fusion 11.5.7 build-17130923 Release\n"}


HOSTS = {"windows": _windows, "linux": _linux, "macos": _macos}


class Commands:
    """Answers for command lines by their beginnings; `asked` are all that were run."""

    def __init__(self, answers: dict[str, str]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, ...]] = []

    def __call__(self, words: tuple[str, ...], folder: str, seconds: float) -> Ran:
        self.asked.append(words)
        line = " ".join(words)
        for begins, text in self.answers.items():
            if line.startswith(begins):
                return Ran(text.encode(), 0)
        return Ran(trouble="no-program")


def host(folder: Path, platform: str) -> tuple[System, Commands]:
    """The host of that system with its files below the folder."""
    files, answers = HOSTS[platform]()
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text if isinstance(text, bytes) else text.encode())
    commands = Commands(answers)
    return System(platform, ENVIRONMENTS[platform], commands, str(folder)), commands


def collected(system: System, redact: bool = True, machines: tuple[str, ...] = ()) -> Collector:
    """The collector once it has taken everything."""
    collector = Collector(system, DATE, redact, lambda line: None)
    collector.host()
    collector.machines(machines)
    return collector
