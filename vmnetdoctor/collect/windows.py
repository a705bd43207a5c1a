"""What is wanted of a Windows host (vmware-networking.md 3.1, 3.4, 4, 5.3 and 5.4); nothing here needs administrator rights."""

from __future__ import annotations

from vmnetdoctor.collect.wanted import Asked, Places, Wanted

_DATA = "host/ProgramData/VMware"
_OLD = "{ALLUSERSPROFILE}/Application Data/VMware"            # Windows XP and Server 2003
_NAMES = ("vmnetdhcp.conf", "vmnetnat.conf", "netmap.conf", "vmnetdhcp.leases")
_STARTED = ("VMnetDHCP", "VMware NAT Service", "VMAuthdService")
_SERVICES = (*_STARTED, "VMnetBridge", "VMnetAdapter", "VMnetuserif")
_VMNETLIB = ("HKLM\\SOFTWARE\\WOW6432Node\\VMware, Inc.\\VMnetLib", "HKLM\\SOFTWARE\\VMware, Inc.\\VMnetLib",
             "HKLM\\SYSTEM\\CurrentControlSet\\Services\\VMnetBridge\\Parameters",
             "HKLM\\SYSTEM\\CurrentControlSet\\Services\\VMnetDHCP\\Parameters")
# a list, since the columns of a table are cut at the width of the window
_BINDINGS = "Get-NetAdapterBinding -ComponentID vmware_bridge | Format-List Name,DisplayName,ComponentID,Enabled"

PLACES = Places(
    files=(
        *(Wanted("{ProgramData}/VMware/" + name, _DATA, f"{_OLD}/{name}") for name in _NAMES),
        Wanted("{ProgramData}/VMware/VMware Workstation/config.ini", _DATA, "{ProgramData}/VMware/VMware Player/config.ini",
               kind="dictionary"),
        Wanted("{APPDATA}/VMware/preferences.ini", "host/user", kind="preferences"),
    ),
    commands=(
        Asked("host/ipconfig.txt", (("ipconfig", "/all"),)),
        Asked("host/routes.txt", (("route", "print", "-4"),)),
        Asked("host/services.txt", (*(("sc", "query", name) for name in _SERVICES), *(("sc", "qc", name) for name in _STARTED)),
              failed=True),
        Asked("host/bindings.txt", (("powershell", "-NoProfile", "-NonInteractive", "-Command", _BINDINGS),), seconds=60),
        # `reg query` prints what `reg export` writes, without a file on the machine
        Asked("host/registry.txt", tuple(("reg", "query", key, "/s") for key in _VMNETLIB)),
        Asked("host/dir.txt", (("cmd", "/d", "/c", "dir"),), within="{ProgramData}/VMware"),
        Asked("host/version.txt", (("cmd", "/d", "/c", "ver"),)),
    ),
    inventories=("{APPDATA}/VMware/inventory.vmls", "{APPDATA}/VMware/preferences.ini"),
    machines=("{USERPROFILE}/Documents/Virtual Machines/*/*.vmx", "{USERPROFILE}/My Documents/My Virtual Machines/*/*.vmx"),
    programs=("{SystemRoot}/System32", "{SystemRoot}/System32/WindowsPowerShell/v1.0",
              "{ProgramFiles(x86)}/VMware/VMware Workstation", "{ProgramFiles}/VMware/VMware Workstation",
              "{ProgramFiles(x86)}/VMware/VMware Player", "{ProgramFiles}/VMware/VMware Player",
              "{ProgramFiles(x86)}/VMware/VMware VIX", "{ProgramFiles}/VMware/VMware VIX"),
    product="ws", prompt="C:\\>", newline=b"\r\n",
)
