"""A lab in an archive is the lab in a folder; what is hostile is bounded, told, and harms nobody."""

from __future__ import annotations

import io
import os
import struct
import tarfile
import tracemalloc
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from tests.files.labs import IFCFG, LAB, NAT, VMX, entry, names, read, tarred, verdict, zipped
from vmnetdoctor.files import gather, limits

if TYPE_CHECKING:
    from pathlib import Path

INNER = {f"lab/{name}": data for name, data in LAB.items()}
PACKED = {
    "bundle.zip": zipped(LAB),
    "stored.zip": zipped(LAB, zipfile.ZIP_STORED),
    "one-folder.zip": zipped(INNER),
    "bundle.tar": tarred(LAB.items(), "w"),
    "bundle.tar.gz": tarred(LAB.items()),
    "bundle.tgz": tarred(LAB.items(), "w:gz"),
    "bundle.tar.bz2": tarred(LAB.items(), "w:bz2"),
    "bundle.tar.xz": tarred(LAB.items(), "w:xz"),
    "absolute.tar": tarred([(f"/srv/{name}", data) for name, data in LAB.items()], "w"),
    "pax.tar.gz": tarred(LAB.items(), format=tarfile.PAX_FORMAT, pax_headers={"comment": "x"}),
    "drives.zip": zipped({"C:\\lab\\" + name.replace("/", "\\"): data for name, data in LAB.items()}),
    "outer.zip": zipped({"sent/bundle.tgz": tarred(LAB.items())}),
}


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    for name, data in LAB.items():
        (tmp_path / "unpacked" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "unpacked" / name).write_bytes(data)
    return tmp_path / "unpacked"


def shape(path: Path) -> Any:
    judged = verdict(path)
    inputs = {(i.path.rpartition("/")[2], i.kind, i.guest) for i in judged.lab.inputs}
    return inputs, [(j.rule.name, j.severity, j.finding.at.source.path.rpartition("/")[2], j.breaks) for j in judged.findings]


@pytest.mark.parametrize("name", PACKED)
@pytest.mark.parametrize("in_folder", [False, True], ids=["given", "found"])
def test_archive_is_judged_as_the_folder(unpacked: Path, tmp_path: Path, name: str, in_folder: bool) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(PACKED[name])
    assert shape(tmp_path / "in" / name if not in_folder else tmp_path / "in") == shape(unpacked)


def test_paths_begin_with_the_archive(unpacked: Path, tmp_path: Path) -> None:
    (tmp_path / "top" / "sub").mkdir(parents=True)
    (tmp_path / "top" / "sub" / "bundle.zip").write_bytes(zipped(LAB))
    expected = [i.path for i in verdict(unpacked).lab.inputs]
    assert [i.path for i in verdict(tmp_path / "top").lab.inputs] == [f"sub/bundle.zip/{name}" for name in expected]
    assert [i.path for i in verdict(tmp_path / "top" / "sub" / "bundle.zip").lab.inputs] == [f"bundle.zip/{name}" for name in expected]


def test_archive_given_by_name_needs_no_suffix(tmp_path: Path) -> None:
    (tmp_path / "download").write_bytes(PACKED["bundle.tgz"])
    assert names(verdict(tmp_path / "download")) == ["gateway-is-host-adapter"]


def test_archive_of_a_guest_beside_its_vmx(tmp_path: Path) -> None:
    (tmp_path / "web1.vmx").write_bytes(VMX)
    (tmp_path / "etc.tgz").write_bytes(tarred([("etc/sysconfig/network-scripts/ifcfg-ens33", IFCFG)]))
    judged = verdict(tmp_path)
    assert {i.path: i.guest for i in judged.lab.inputs}["etc.tgz/etc/sysconfig/network-scripts/ifcfg-ens33"] == "web1"


def test_what_lies_unpacked_beside_the_archive_is_read_once(unpacked: Path) -> None:
    (unpacked / "guests.zip").write_bytes(zipped({n: b"old " + d for n, d in LAB.items() if n.startswith("guests")}))
    (unpacked / "again.tgz").write_bytes(tarred((n.removeprefix("host/"), d) for n, d in LAB.items() if n.startswith("host/")))
    (unpacked / "again").mkdir()
    for name in ("vmnetdhcp.conf", "vmnetnat.conf"):
        (unpacked / "host" / name).rename(unpacked / "again" / name)
    assert len(verdict(unpacked).lab.inputs) == len(LAB)


def test_backup_in_the_folder_of_a_guest(tmp_path: Path) -> None:
    (tmp_path / "web1.vmx").write_bytes(VMX)
    (tmp_path / "ifcfg-ens33").write_bytes(IFCFG)
    (tmp_path / "backup-2020.tgz").write_bytes(tarred([("etc/sysconfig/network-scripts/ifcfg-ens33", b"# old\n" + IFCFG), ("etc/hosts", b"x")]))
    assert [i.path for i in verdict(tmp_path).lab.inputs] == ["backup-2020.tgz/etc/hosts", "ifcfg-ens33", "web1.vmx"]


def test_the_same_archive_twice_is_read_once(tmp_path: Path) -> None:
    for name in ("bundle (1).zip", "bundle.zip"):
        (tmp_path / name).write_bytes(zipped(LAB))
    (tmp_path / "sub").mkdir()
    judged = verdict(tmp_path)
    assert names(judged) == ["gateway-is-host-adapter"]
    assert [(i.path, i.kind) for i in judged.lab.inputs if i.kind == "archive"] == [("bundle.zip", "archive")]


@pytest.mark.parametrize("top", ["", "lab/"], ids=["top", "one-folder"])
def test_declaration_in_an_archive_counts_at_its_top(tmp_path: Path, top: str) -> None:
    files = {**LAB, "vmnetdoctor.yaml": b"guests: {web1: {files: [other], os: centos6}}\nhost: {os: linux}\n"}
    files["other/ifcfg-ens33"] = files.pop("guests/web1/etc/sysconfig/network-scripts/ifcfg-ens33")
    (tmp_path / "bundle.zip").write_bytes(zipped({top + name: data for name, data in files.items()}))
    lab = verdict(tmp_path / "bundle.zip").lab
    assert (lab.host.os.value, lab.guests[0].os.value) == ("linux", "centos6")
    assert [p.path for p in lab.guests[0].profiles] == [f"bundle.zip/{top}other/ifcfg-ens33"]


def test_declaration_deeper_down_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "bundle.zip").write_bytes(zipped({**LAB, "old/vmnetdoctor.yaml": b"host: {os: linux}\n"}))
    assert verdict(tmp_path / "bundle.zip").lab.host.os.value != "linux"


@pytest.mark.parametrize("name", ["empty.zip", "empty.tar", "empty.tgz"])
def test_empty_archive_is_an_empty_folder(tmp_path: Path, name: str) -> None:
    made = {"empty.zip": zipped({}), "empty.tar": tarred([], "w"), "empty.tgz": tarred([])}
    (tmp_path / name).write_bytes(made[name])
    judged = verdict(tmp_path / name)
    assert judged.findings == ()
    assert judged.lab.inputs == ()


class TestNames:
    @pytest.mark.parametrize("codec", ["gbk", "utf-8"])
    def test_names_without_the_flag_for_utf_8(self, tmp_path: Path, codec: str) -> None:
        files = read(tmp_path, b_zip=zipped({"实验室/网卡/web1.vmx".encode(codec): VMX}))
        assert [f.path for f in files] == ["b.zip/实验室/网卡/web1.vmx"]

    def test_western_names_stay(self, tmp_path: Path) -> None:
        assert [f.path for f in read(tmp_path, b_zip=zipped({"Büro/a.vmx".encode("cp437"): VMX}))] == ["b.zip/Büro/a.vmx"]

    @pytest.mark.parametrize(("name", "shown"), [(b"\xca\xb5\xd1\xe9/a.vmx", "实验/a.vmx"), (b"x\xff/a.vmx", "x\\xff/a.vmx")])
    def test_tar(self, tmp_path: Path, name: bytes, shown: str) -> None:
        made = tarred([(entry(name.decode("utf-8", "surrogateescape")), VMX)], format=tarfile.GNU_FORMAT, encoding="utf-8",
                      errors="surrogateescape")
        assert [f.path for f in read(tmp_path, b_tgz=made)] == [f"b.tgz/{shown}"]

    def test_what_macos_and_git_add_is_left_out(self, tmp_path: Path) -> None:
        added = {"__MACOSX/guests/web1/._web1.vmx": b"\0\5\x16\7rest", "guests/web1/._web1.vmx": b"\0\5\x16\7rest", ".git/web1.vmx": VMX}
        (tmp_path / "b.zip").write_bytes(zipped({**LAB, **added}))
        judged = verdict(tmp_path / "b.zip")
        assert len(judged.lab.guests) == 1
        assert len(judged.lab.inputs) == len(LAB) + 1


HOSTILE_PATHS = ["../../escaped.vmx", "/../escaped.vmx", "ok/../../x.vmx", "ok/../x.vmx", "..\\..\\x.vmx", "C:..\\x.vmx", "..", "a/" * 70 + "x.vmx", "x" * 2000]


@pytest.mark.parametrize("pack", ["zip", "tgz"])
@pytest.mark.parametrize("name", HOSTILE_PATHS)
def test_hostile_path_is_told_and_not_used(tmp_path: Path, pack: str, name: str) -> None:
    made = zipped({name: VMX, **LAB}) if pack == "zip" else tarred([(name.replace("\\", "/"), VMX), *LAB.items()])
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / f"b.{pack}").write_bytes(made)
    judged = verdict(tmp_path / "in")
    assert names(judged) == ["gateway-is-host-adapter", "input-unreadable"]
    assert judged.findings[1].finding.values["reason"] in ("member-path", "member-deep")
    assert judged.findings[1].finding.values["count"] == 1
    assert all(i.path.startswith(f"b.{pack}/") for i in judged.lab.inputs)
    assert [p.name for p in tmp_path.rglob("*")] == ["in", f"b.{pack}"]


def test_links_and_devices(tmp_path: Path) -> None:
    special = [(entry("etc/passwd.vmx", type=tarfile.SYMTYPE, linkname="/etc/passwd"), b""),
               (entry("hard.vmx", type=tarfile.LNKTYPE, linkname="../../etc/passwd"), b""),
               (entry("console.vmx", type=tarfile.CHRTYPE, devmajor=5, devminor=1), b""), (entry("pipe.vmx", type=tarfile.FIFOTYPE), b"")]
    link = zipfile.ZipInfo("link.vmx")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    made = read(tmp_path, a_tgz=tarred([*special, ("web1.vmx", VMX)]), b_zip=zipped({link: b"/etc/passwd"}))
    assert [(f.path, f.kind, f.data) for f in made] == [
        ("a.tgz/etc/passwd.vmx", "link", None), ("a.tgz/hard.vmx", "link", None), ("a.tgz/web1.vmx", "", VMX), ("b.zip/link.vmx", "link", None)]


def test_hard_link_is_the_file_it_stands_for(tmp_path: Path) -> None:
    """system-config-network of CentOS 6 keeps an ifcfg file under two names, and only the other one is read."""
    copy, live = (f"etc/sysconfig/{folder}/ifcfg-ens33" for folder in ("networking/devices", "network-scripts"))
    (tmp_path / "b.tgz").write_bytes(tarred([("web1.vmx", VMX), (copy, IFCFG), (entry(live, type=tarfile.LNKTYPE, linkname=copy), b"")]))
    judged = verdict(tmp_path)
    assert {i.path: i.kind for i in judged.lab.inputs} == {"b.tgz/web1.vmx": "vmx", f"b.tgz/{copy}": "unknown", f"b.tgz/{live}": "ifcfg"}
    assert [p.path for p in judged.lab.guests[0].profiles] == [f"b.tgz/{live}"]


def refusals(folder: Path, **archives: bytes) -> list[tuple[str, str, str, int]]:
    return [(f.path, f.reason, f.case, f.members) for f in read(folder, **archives) if f.reason]


def lying(size: int, data: bytes) -> bytes:
    """A zip whose headers state another unpacked size than there is."""
    made = zipped({"a.vmx": data})
    return made.replace(struct.pack("<L", len(data)), struct.pack("<L", size))


def encrypted() -> bytes:
    """Flags say that everything is encrypted."""
    made = bytearray(zipped(LAB))
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = made.find(mark)
        while at >= 0:
            made[at + offset] |= 1
            at = made.find(mark, at + 1)
    return bytes(made)


def damaged_member() -> bytes:
    made = bytearray(zipped(LAB, zipfile.ZIP_STORED))
    made[made.find(b"ONBOOT")] ^= 1
    return bytes(made)


def twice() -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("a/web1.vmx", VMX)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a/web1.vmx", VMX.replace(b"web1", b"web2"))
    return raw.getvalue()


class TestRefused:
    def test_encrypted(self, tmp_path: Path) -> None:
        assert refusals(tmp_path, b_zip=encrypted()) == [("b.zip", "archive-encrypted", "member", len(LAB))]

    def test_packed_otherwise(self, tmp_path: Path) -> None:
        assert refusals(tmp_path, b_zip=zipped(LAB, zipfile.ZIP_BZIP2)) == [("b.zip", "archive-method", "member", len(LAB))]

    @pytest.mark.parametrize("head", [b"Rar!\x1a\x07\x01\0", b"7z\xbc\xaf\x27\x1c\0\4"])
    def test_other_packers(self, tmp_path: Path, head: bytes) -> None:
        (tmp_path / "lab.rar").write_bytes(head + bytes(100))
        judged = verdict(tmp_path / "lab.rar")
        assert [(j.rule.name, j.severity, j.finding.case) for j in judged.findings] == [("input-unreadable", "error", "archive")]

    def test_one_damaged_member(self, tmp_path: Path) -> None:
        assert refusals(tmp_path, b_zip=damaged_member()) == [("b.zip", "member-damaged", "member", 1)]

    @pytest.mark.parametrize("size", [1, 5_000_000])
    def test_size_that_is_not_true(self, tmp_path: Path, size: int) -> None:
        assert refusals(tmp_path, b_zip=lying(size, VMX)) == [("b.zip", "member-damaged", "member", 1)]

    def test_same_path_twice(self, tmp_path: Path) -> None:
        made = read(tmp_path, a_zip=twice(), b_tgz=tarred([("web1.vmx", VMX), ("web1.vmx", b"x")]))
        assert [f.data for f in made] == [VMX, None, VMX, None]
        assert {f.reason for f in made} == {"", "member-twice"}

    @pytest.mark.parametrize("cut", [60, 300])
    @pytest.mark.parametrize("name", ["bundle.zip", "bundle.tar", "bundle.tar.gz", "bundle.tar.bz2", "bundle.tar.xz"])
    def test_cut_off(self, tmp_path: Path, name: str, cut: int) -> None:
        whole = PACKED[name].rstrip(b"\0") if name == "bundle.tar" else PACKED[name]
        told = refusals(tmp_path, **{name.replace(".", "_"): whole[:-cut]})
        assert told
        assert {(path, reason) for path, reason, _, _ in told} == {(name, "archive-damaged")}

    @pytest.mark.parametrize("data", [b"", b"<html>", b"PK\3\4" + bytes(100), b"\x1f\x8b" + bytes(50), b"BZh9" + bytes(50), b"\xfd7zXZ\0" + bytes(50)])
    @pytest.mark.parametrize("suffix", ["zip", "tgz", "tar", "txz"])
    def test_no_archive(self, tmp_path: Path, data: bytes, suffix: str) -> None:
        (tmp_path / f"x.{suffix}").write_bytes(data)
        found, given = verdict(tmp_path), verdict(tmp_path / f"x.{suffix}")
        assert [(j.rule.name, j.severity) for j in found.findings] == [("input-unreadable", "warning")]
        assert [(j.rule.name, j.severity) for j in given.findings] == [("input-unreadable", "error")]

    def test_archives_in_archives_in_archives(self, tmp_path: Path) -> None:
        inner = zipped({"c.zip": zipped(LAB)})
        assert refusals(tmp_path, a_zip=zipped({"b.zip": inner})) == [("a.zip/b.zip/c.zip", "archive-nested", "default", 0)]


class TestBounds:
    def test_bomb(self, tmp_path: Path) -> None:
        raw = io.BytesIO()
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(4):
                archive.writestr(f"{number}.vmx", bytes(limits.MAX_BYTES))
        assert refusals(tmp_path, b_zip=raw.getvalue()) == [("b.zip", "archive-swells", "partial", 0)]

    def test_bomb_in_one_tar_member_that_is_skipped(self, tmp_path: Path) -> None:
        made = tarred([("disk.vmdk", bytes(limits.RATIO_FREE + 1)), *LAB.items()])
        assert refusals(tmp_path, b_tgz=made) == [("b.tgz/disk.vmdk", "too-large", "default", 0), ("b.tgz", "archive-swells", "partial", 0)]

    def test_disk_in_a_plain_tar_or_zip_is_passed_over(self, tmp_path: Path) -> None:
        disk = [("web1/disk.vmdk", bytes(limits.MAX_BYTES + 1)), *LAB.items()]
        read_files = read(tmp_path, a_tar=tarred(disk, "w"), b_zip=zipped(dict(disk), zipfile.ZIP_STORED))
        assert [f.path for f in read_files if f.reason] == ["a.tar/web1/disk.vmdk", "b.zip/web1/disk.vmdk"]
        assert len(read_files) == 2 * len(disk)

    def test_all_archives_share_one_allowance(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits.Allowance, "__init__", lambda self: setattr(self, "left", 100_000))
        noise = os.urandom(60_000)
        assert refusals(tmp_path, a_zip=zipped({"n": noise}), b_zip=zipped({"x": b"", "y": noise})) == [("b.zip", "archive-budget", "partial", 0)]

    @pytest.mark.parametrize("pack", ["zip", "tgz"])
    def test_number_of_files(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: str) -> None:
        monkeypatch.setattr(limits, "MEMBERS", 20)
        files = {f"{n:03}/ifcfg-ens33": IFCFG for n in range(30)}
        made = read(tmp_path, **{f"b_{pack}": zipped(files) if pack == "zip" else tarred(files.items())})
        assert len(made) == 21
        assert (made[-1].reason, made[-1].case) == ("archive-many", "partial")

    def test_table_of_contents_that_would_fill_the_memory(self, tmp_path: Path) -> None:
        raw = io.BytesIO()
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED) as archive:
            for number in range(20_000):
                archive.writestr(f"{number:0200}", b"")
        assert refusals(tmp_path, b_zip=raw.getvalue()) == [("b.zip", "archive-many", "default", 0)]

    @pytest.mark.parametrize("kind", [b"x", b"L", b"S"])
    def test_headers_that_would_fill_the_memory(self, tmp_path: Path, kind: bytes) -> None:
        info = tarfile.TarInfo("a.vmx")
        info.type, info.size = kind, 8_000_000
        head = bytearray(info.tobuf(tarfile.GNU_FORMAT))
        if kind == b"S":
            head[482] = 1                # more blocks of the sparse map follow
            head[148:156] = b"%06o\0 " % (256 + sum(head[:148]) + sum(head[156:512]))
        raw = io.BytesIO()
        with tarfile.open(fileobj=raw, mode="w:gz") as archive:
            archive.fileobj.write(bytes(head) + (b"1" * 511 + b"\1") * 16_000)
        tracemalloc.start()
        told = refusals(tmp_path, b_tgz=raw.getvalue())
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert told == [("b.tgz", "archive-damaged", "default", 0)]
        assert peak < 6_000_000

    def test_headers_that_lead_from_one_to_the_next(self, tmp_path: Path) -> None:
        info = tarfile.TarInfo("././@LongLink")
        info.type, info.size = b"L", 0
        assert refusals(tmp_path, b_tar=info.tobuf(tarfile.GNU_FORMAT) * 5000)[0][1] == "archive-damaged"

    def test_memory_is_that_of_one_file(self, tmp_path: Path) -> None:
        files = {f"{n}.bin": os.urandom(1 << 20) for n in range(24)}
        (tmp_path / "b.zip").write_bytes(zipped(files, zipfile.ZIP_STORED))
        (tmp_path / "c.tar").write_bytes(tarred(files.items(), "w"))
        files.clear()
        tracemalloc.start()
        assert sum(len(f.data or b"") for f in gather([str(tmp_path)])) == 48 << 20
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 8 << 20


KEYFILE = b"[connection]\nid=ens33\ntype=ethernet\ninterface-name=ens33\n[ipv4]\nmethod=auto\n"
KEYFILE_PATH = "etc/NetworkManager/system-connections/ens33.nmconnection"


def keyfile_lab(bits: int, pack: str = "tgz", **fields: Any) -> bytes:
    vmx = VMX.replace(b"centos7", b"rockylinux")
    if pack == "tgz":
        return tarred([("web1.vmx", vmx), ("vmnetnat.conf", NAT), (entry(KEYFILE_PATH, mode=bits, **fields), KEYFILE)])
    info = zipfile.ZipInfo(KEYFILE_PATH)
    info.create_system, info.external_attr = 3, bits << 16
    if "uid" in fields:
        info.extra = struct.pack("<HHBBIBI", 0x7875, 11, 1, 4, fields["uid"], 4, 0)
    return zipped({"web1.vmx": vmx, "vmnetnat.conf": NAT, info: KEYFILE})


class TestModes:
    @pytest.mark.parametrize(("pack", "bits", "fields", "confidence"), [
        ("tgz", 0o644, {}, "certain"), ("tgz", 0o640, {"uname": "root"}, "certain"), ("zip", 0o100644, {}, "likely"), ("zip", 0o100644, {"uid": 0}, "certain")])
    def test_keyfile_open_to_others_is_not_loaded(self, tmp_path: Path, pack: str, bits: int, fields: dict[str, Any], confidence: str) -> None:
        (tmp_path / f"b.{pack}").write_bytes(keyfile_lab(bits, pack, **fields))
        judged = verdict(tmp_path / f"b.{pack}")
        assert names(judged)[0] == "profile-unreadable"
        assert judged.findings[0].finding.confidence == confidence
        assert judged.findings[0].finding.values["mode"] == f"{bits & 0o777:04o}"
        assert judged.lab.guests[0].profiles[0].in_force == "none"

    @pytest.mark.parametrize(("pack", "bits", "fields"), [
        ("tgz", 0o600, {}), ("tgz", 0o400, {}), ("tgz", 0o644, {"uid": 1000}), ("zip", 0o100600, {}), ("zip", 0o100644, {"uid": 1000}), ("zip", 0, {})])
    def test_a_closed_one_and_a_copy_are_silent(self, tmp_path: Path, pack: str, bits: int, fields: dict[str, Any]) -> None:
        (tmp_path / f"b.{pack}").write_bytes(keyfile_lab(bits, pack, **fields))
        assert "profile-unreadable" not in names(verdict(tmp_path / f"b.{pack}"))

    def test_git_makes_modes_up(self, tmp_path: Path) -> None:
        made = tarred([("web1.vmx", VMX), (entry(KEYFILE_PATH, mode=0o664), KEYFILE)], format=tarfile.PAX_FORMAT, pax_headers={"comment": "a" * 40})
        (tmp_path / "b.tgz").write_bytes(made)
        assert "profile-unreadable" not in names(verdict(tmp_path / "b.tgz"))

    def test_modes_of_the_folder_checked_say_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "web1.vmx").write_bytes(VMX)
        (tmp_path / "ens33.nmconnection").write_bytes(KEYFILE)
        (tmp_path / "ens33.nmconnection").chmod(0o644)
        assert "profile-unreadable" not in names(verdict(tmp_path))
