"""What is wanted of a macOS host with Fusion (vmware-networking.md 3.1, 3.4, 4, 5.1 and 5.4); nothing here needs root."""

from __future__ import annotations

from vmnetdoctor.collect.wanted import Asked, Places, Wanted

_FUSION = "/Library/Preferences/VMware Fusion"

PLACES = Places(
    files=(
        Wanted(f"{_FUSION}/networking"),
        Wanted(f"{_FUSION}/netmap.conf"),
        Wanted(f"{_FUSION}/locations"),
        Wanted(f"{_FUSION}/config", kind="dictionary"),
        Wanted(f"{_FUSION}/vmnet*/dhcpd.conf"),
        Wanted(f"{_FUSION}/vmnet*/nat.conf"),
        Wanted("/var/db/vmware/vmnet-dhcpd-vmnet*.leases"),
        Wanted("/var/db/dhcpd_leases", vmware=False),             # Apple's, used by Fusion 12 on macOS 11
        Wanted("~/Library/Preferences/VMware Fusion/preferences", "host/user", kind="preferences"),
        Wanted("/etc/resolv.conf", vmware=False),
    ),
    commands=(
        Asked("host/ifconfig.txt", (("ifconfig", "-a"),)),
        Asked("host/netstat.txt", (("netstat", "-rn"),)),
        Asked("host/sw_vers.txt", (("sw_vers",),)),
        Asked("host/vmnet-cli.txt", (("vmnet-cli", "--status"),), failed=True),
        Asked("host/product.txt", (("vmware-vmx", "-v"),)),
    ),
    inventories=("~/Library/Application Support/VMware Fusion/vmInventory", "~/Library/Preferences/VMware Fusion/preferences"),
    machines=("~/Virtual Machines*/*.vmwarevm/*.vmx", "~/Documents/Virtual Machines*/*.vmwarevm/*.vmx"),
    programs=("/sbin", "/usr/sbin", "/usr/bin", "/bin", "/Applications/VMware Fusion.app/Contents/Public",
              "/Applications/VMware Fusion.app/Contents/Library"),
    product="fusion", prompt="$ ", newline=b"\n",
)
