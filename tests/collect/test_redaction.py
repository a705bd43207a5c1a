"""Private values go, every other byte stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vmnetdoctor.collect.redaction import redacted

GONE = [
    ("dictionary", b'annotation = "a|0Ab"', b'annotation = "(redacted)"', "notes"),
    ("dictionary", b'guestinfo.userdata = "x"  # mine', b'guestinfo.userdata = "(redacted)"', "guestinfo"),
    ("dictionary", b'GuestInfo.X="x"', b'GuestInfo.X="(redacted)"', "guestinfo"),
    ("dictionary", b'RemoteDisplay.vnc.password = "x"', b'RemoteDisplay.vnc.password = "(redacted)"', "remote display"),
    ("dictionary", b'encryption.keySafe = "vmware:key/list/x"', b'encryption.keySafe = "(redacted)"', "encryption"),
    ("dictionary", b"encryption.data = x y z", b"encryption.data = (redacted)", "encryption"),
    ("dictionary", b'SMBIOS.reflectHost = "TRUE"', b'SMBIOS.reflectHost = "(redacted)"', "serial numbers"),
    ("dictionary", b'hw.serialNumber = "x"', b'hw.serialNumber = "(redacted)"', "serial numbers"),
    ("dictionary", b'sharedFolder0.hostPath = "D:\\x"', b'sharedFolder0.hostPath = "(redacted)"', "shared folders"),
    ("dictionary", b'scsi0:0.fileName = "C:\\Users\\jane\\x.vmdk"', b'scsi0:0.fileName = "(redacted)"', "paths in home folders"),
    ("dictionary", b'nvram = "/home/jane/x.nvram"', b'nvram = "(redacted)"', "paths in home folders"),
    ("dictionary", b'#annotation = "x"', b'#annotation = "(redacted)"', "notes"),
    ("dictionary", b'vmx.adminPassword = "x"', b'vmx.adminPassword = "(redacted)"', "passwords"),
    ("preferences", b'pref.trayicon = "x"', b'pref.trayicon = "(redacted)"', "preferences"),
    ("preferences", b'hint.x = "x"', b'hint.x = "(redacted)"', "preferences"),
    ("profile", b"WPA_PSK=x", b"WPA_PSK=(redacted)", "passwords and keys"),
    ("profile", b"export WPA_PSK='x y'", b"export WPA_PSK=(redacted)", "passwords and keys"),
    ("profile", b"KEY1=x", b"KEY1=(redacted)", "passwords and keys"),
    ("profile", b"IEEE_8021X_PASSWORD=x", b"IEEE_8021X_PASSWORD=(redacted)", "passwords and keys"),
    ("profile", b"psk=x", b"psk=(redacted)", "passwords and keys"),
    ("profile", b"private-key-password=x", b"private-key-password=(redacted)", "passwords and keys"),
    ("profile", b"wep-key0=x", b"wep-key0=(redacted)", "passwords and keys"),
]
KEPT = [
    ("dictionary", b'uuid.bios = "56 4d"'), ("dictionary", b'displayName = "x"'), ("dictionary", b'ethernet0.address = "00:50:56:00:00:01"'),
    ("dictionary", b'scsi0:0.fileName = "web1.vmdk"'), ("dictionary", b'ethernet0.networkName = "LAN"'), ("dictionary", b'annotation = ""'),
    ("dictionary", b'scsi0:0.fileName = "/vmfs/volumes/x/home/y.vmdk"'), ("dictionary", b"annotation"),
    ("preferences", b'pref.namedPVNs0.name = "x"'), ("preferences", b'.encoding = "GBK"'),
    ("profile", b"HWADDR=00:0c:29:aa:bb:cc"), ("profile", b"KEY_MGMT=WPA-PSK"), ("profile", b"ONBOOT=yes"), ("profile", b"id=eth0"),
    ("", b'annotation = "x"'),
]


@pytest.mark.parametrize(("kind", "line", "left", "what"), GONE, ids=lambda value: repr(value)[:40])
def test_gone(kind: str, line: bytes, left: bytes, what: str) -> None:
    around = b"before\r\n%s\r\nafter \x81\x7c\xff"
    data, gone = redacted(kind, around % line)
    assert data == around % left
    assert {label: len(keys) for label, keys in gone.items()} == {what: 1}
    assert gone[what][0].encode() in line


@pytest.mark.parametrize(("kind", "line"), KEPT, ids=lambda value: repr(value)[:40])
def test_kept(kind: str, line: bytes) -> None:
    assert redacted(kind, line + b"\n") == (line + b"\n", {})


@given(st.sampled_from(["dictionary", "preferences", "profile"]), st.binary(max_size=200))
def test_lines_without_a_secret_keep_their_bytes(kind: str, data: bytes) -> None:
    cleaned, gone = redacted(kind, data)
    assert cleaned.count(b"\n") == data.count(b"\n")
    assert cleaned.count(b"\r") == data.count(b"\r")
    assert (cleaned == data) or gone


def test_keys() -> None:
    text = b'guestinfo.a = "1"\nGuestInfo.b = "2"\nguestinfo.a = "3"\n'
    assert redacted("dictionary", text)[1] == {"guestinfo": ["guestinfo.a", "GuestInfo.b", "guestinfo.a"]}


def test_name_without_end_takes_no_time() -> None:
    assert redacted("profile", b"psk" * 1_000_000 + b"!=1")[1] == {"passwords and keys": ["psk" * 66 + "ps"]}
