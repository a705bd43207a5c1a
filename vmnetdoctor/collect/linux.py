"""What is wanted of a Linux host (vmware-networking.md 3.1, 3.4, 4, 5.1, 5.2 and 5.4); nothing here needs root."""

from __future__ import annotations

from vmnetdoctor.collect.wanted import Asked, Places, Wanted

_UNITS = ("vmware.service", "vmware-networks.service", "vmware-networks-server.service", "vmware-USBArbitrator.service")

PLACES = Places(
    files=(
        Wanted("/etc/vmware/networking"),
        Wanted("/etc/vmware/netmap.conf"),
        Wanted("/etc/vmware/locations"),
        Wanted("/etc/vmware/config", kind="dictionary"),
        Wanted("/etc/vmware/vmnet*/dhcpd/dhcpd.conf"),
        Wanted("/etc/vmware/vmnet*/dhcpd/dhcpd.leases"),
        Wanted("/etc/vmware/vmnet*/nat/nat.conf"),
        Wanted("~/.vmware/preferences", "host/user", kind="preferences"),
        Wanted("/etc/os-release", vmware=False),
        Wanted("/etc/resolv.conf", vmware=False),
    ),
    commands=(
        Asked("host/ip-addr.txt", (("ip", "addr"),)),
        Asked("host/ip-route.txt", (("ip", "route"),)),
        Asked("host/vmware-networks.txt", (("vmware-networks", "--status"),), failed=True),
        Asked("host/systemctl.txt", (("systemctl", "status", "--no-pager", "--lines=0", *_UNITS),), failed=True),
        Asked("host/devices.txt", (("ls", "-l", "/dev/vmnet*"),)),
        Asked("host/lsmod.txt", (("lsmod",),)),
        Asked("host/sysctl.txt", (("sysctl", "net.ipv4.ip_forward"),)),
        Asked("host/iwconfig.txt", (("iwconfig",),)),
        Asked("host/product.txt", (("vmware", "-v"), ("vmplayer", "-v"))),
    ),
    inventories=("~/.vmware/inventory.vmls", "~/.vmware/preferences"),
    machines=("~/vmware/*/*.vmx",),
    programs=("/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin", "/run/current-system/sw/bin"),
    product="ws", prompt="$ ", newline=b"\n",
)
