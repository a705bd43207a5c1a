"""Which system the host runs, as far as the names and places of files prove it."""

from __future__ import annotations

import pytest

from vmnetdoctor.assemble.inputs import RawFile
from vmnetdoctor.assemble.lab import assemble

NAT = "[host]\nip = 10.0.0.2\nnetmask = 255.255.255.0\n"
LEASES = "lease 10.0.0.128 {\n\thardware ethernet 00:0c:29:aa:bb:cc;\n}\n"
VMX = '.encoding = "UTF-8"\nconfig.version = "8"\nethernet0.present = "TRUE"\nethernet0.connectionType = "nat"\n'
IPCONFIG = ("Windows IP Configuration\r\n\r\nEthernet adapter Ethernet:\r\n\r\n   Physical Address. . . . : 00-11-22-33-44-55\r\n"
            "   IPv4 Address. . . . . . : 192.168.1.100(Preferred)\r\n   Subnet Mask . . . . . . : 255.255.255.0\r\n")


@pytest.mark.parametrize(("files", "system"), [
    pytest.param({"ProgramData/VMware/vmnetnat.conf": NAT}, "windows", id="windows-file-name"),
    pytest.param({"etc/vmware/vmnet8/nat/nat.conf": NAT}, "linux", id="linux-folder"),
    pytest.param({"Library/Preferences/VMware Fusion/vmnet8/nat.conf": NAT}, "macos", id="fusion-folder"),
    pytest.param({"leases/vmnet-dhcpd-vmnet8.leases": LEASES}, "macos", id="fusion-leases-name"),
    pytest.param({"vms/web.vmwarevm/web.vmx": VMX, "fusion/vmnet8/nat.conf": NAT}, "macos", id="fusion-bundle"),
    pytest.param({"vms/web.vmwarevm/web.vmx": VMX, "etc/vmware/vmnet8/nat/nat.conf": NAT}, "linux", id="bundle-copied-to-linux"),
    pytest.param({"vms/web.vmwarevm/web.vmx": VMX, "host/ipconfig.txt": IPCONFIG}, "windows", id="bundle-copied-to-windows"),
    pytest.param({"vms/web.vmwarevm/web.vmx": VMX, "vmnetdoctor.yaml": "host: {os: linux}\n"}, "linux", id="declared"),
    pytest.param({"vms/web.vmwarevm.old/web.vmx": VMX, "host/vmnet8/nat.conf": NAT}, None, id="nothing-proves-it"),
    pytest.param({"fusion/web/web.vmx": VMX, "fusion/vmnet8/nat.conf": NAT}, None, id="a-folder-that-somebody-named"),
])
def test_system_of_the_host(files: dict[str, str], system: str | None) -> None:
    lab = assemble([RawFile(path, text.encode()) for path, text in sorted(files.items())])
    assert lab.host.os.value == system
    assert bool(lab.host.os.places) == (system is not None)
