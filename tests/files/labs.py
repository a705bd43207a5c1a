"""A small broken lab, and ways to pack it."""

from __future__ import annotations

import io
import tarfile
import zipfile
from typing import TYPE_CHECKING, Any

from vmnetdoctor import engine
from vmnetdoctor.assemble.lab import assemble
from vmnetdoctor.files import gather

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from vmnetdoctor.assemble.inputs import RawFile

VMX = (b'config.version = "8"\nvirtualHW.version = "16"\ndisplayName = "web1"\nguestOS = "centos7-64"\nethernet0.present = "TRUE"\n'
       b'ethernet0.connectionType = "nat"\nethernet0.virtualDev = "e1000"\nethernet0.addressType = "generated"\n'
       b'ethernet0.generatedAddress = "00:0c:29:3b:4c:6d"\nethernet0.pciSlotNumber = "33"\n')
IFCFG = b"TYPE=Ethernet\nDEVICE=ens33\nONBOOT=yes\nBOOTPROTO=none\nIPADDR=10.0.0.10\nPREFIX=24\nGATEWAY=10.0.0.1\nDNS1=10.0.0.2\n"
NAT = b"[host]\nip = 10.0.0.2/24\nhostMAC = 00:50:56:C0:00:08\ndevice = VMnet8\n"
DHCP = (b"allow unknown-clients;\n# Virtual ethernet segment 8\nsubnet 10.0.0.0 netmask 255.255.255.0 {\nrange 10.0.0.128 10.0.0.254;\n"
        b"option routers 10.0.0.2;\noption domain-name-servers 10.0.0.2;\n}\nhost VMnet8 {\nhardware ethernet 00:50:56:C0:00:08;\n"
        b"fixed-address 10.0.0.1;\n}\n# End\n")
LAB = {"guests/web1/etc/sysconfig/network-scripts/ifcfg-ens33": IFCFG, "guests/web1/web1.vmx": VMX, "host/vmnetdhcp.conf": DHCP,
       "host/vmnetnat.conf": NAT}


def zipped(files: Mapping[Any, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Keys are names, bytes as they shall stand in the archive without the flag for UTF-8, or ZipInfo."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(Unflagged(name) if isinstance(name, bytes) else name, data)
    return raw.getvalue()


class Unflagged(zipfile.ZipInfo):
    """An entry whose name is written in the packer's own code page."""

    def __init__(self, name: bytes) -> None:
        super().__init__(name.decode("cp437"))
        self.bytes = name

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile's own name
        return self.bytes, self.flag_bits


def tarred(files: Iterable[tuple[str | tarfile.TarInfo, bytes]], mode: str = "w:gz", **options: Any) -> bytes:
    """Files are root's and closed to others, as in a guest's own /etc, unless an entry says otherwise."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode=mode, **options) as archive:  # type: ignore[call-overload]
        for name, data in files:
            info = entry(name) if isinstance(name, str) else name
            info.size = len(data) if info.isreg() else 0
            archive.addfile(info, io.BytesIO(data))
    return raw.getvalue()


def entry(name: str, **fields: Any) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.mode = 0o600
    for field, value in fields.items():
        setattr(info, field, value)
    return info


def read(folder: Path, **archives: bytes) -> list[RawFile]:
    """What is read of a folder with these archives in it (`bundle_zip` is bundle.zip)."""
    return list(gather([str(folder)] if folder_with(folder, archives) else []))


def folder_with(folder: Path, archives: Mapping[str, bytes]) -> Path:
    for name, data in archives.items():
        (folder / name.replace("_", ".")).write_bytes(data)
    return folder


def verdict(*paths: Path) -> engine.Verdict:
    return engine.check(assemble(gather([str(path) for path in paths])))


def names(judged: engine.Verdict) -> list[str]:
    return [j.rule.name for j in judged.findings]
