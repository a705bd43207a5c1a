"""What is collected from faked hosts of the three systems, and that `check` understands all of it."""

from __future__ import annotations

import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.collect.faked import HOSTS, SECRET, collected, host
from vmnetdoctor import engine
from vmnetdoctor.assemble.inputs import RawFile
from vmnetdoctor.assemble.lab import assemble
from vmnetdoctor.collect.bundle import MANIFEST, Bundle, Left, Removed, Taken, write
from vmnetdoctor.collect.commands import Ran
from vmnetdoctor.collect.machines import NoMachineError, folder_names, listed
from vmnetdoctor.collect.manifest import manifest_text, summary_text
from vmnetdoctor.collect.system import TABLES
from vmnetdoctor.files import gather

PLATFORMS = list(HOSTS)
KINDS = {
    "windows": {"collected", "vmx", "dhcp", "nat", "netmap", "leases", "preferences", "ipconfig", "windows-routes", "services", "bindings",
                "registry", "dir", "windows-version"},
    "linux": {"collected", "vmx", "dhcp", "nat", "networking", "leases", "config", "preferences", "resolv", "os-release", "ip-addr",
              "ip-route", "vmware-networks", "systemctl", "ls", "lsmod", "sysctl", "product-version"},
    "macos": {"collected", "vmx", "dhcp", "nat", "networking", "leases", "preferences", "resolv", "ifconfig", "route-table",
              "system-version", "product-version", "vmware-networks"},
}


def contents(bundle: Bundle) -> dict[str, bytes]:
    made = {MANIFEST: manifest_text(bundle, "en").encode()}
    made.update((file.path, file.data) for file in bundle.files if file.data is not None)
    return made


@pytest.mark.parametrize("platform", PLATFORMS)
def test_check_understands_every_file(tmp_path: Path, platform: str) -> None:
    bundle = collected(host(tmp_path, platform)[0]).bundle
    assert bundle.hosts
    lab = assemble(RawFile(path, data) for path, data in contents(bundle).items())
    assert {file.kind for file in lab.inputs} == KINDS[platform]
    assert lab.host.os.value == platform
    assert {guest.adapters[0].network for guest in lab.guests} == {"VMnet8"}
    nat = next(network for network in lab.networks if network.name == "VMnet8")
    assert (nat.kind.value, str(nat.subnet.value)) == ("nat", "192.168.79.0/24")
    assert any("192.168.1.100/24" in map(str, (fact.value for fact in card.addresses)) for card in lab.host.adapters)
    assert engine.check(lab).counts.get("error", 0) == 0


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_bundle_is_the_same_lab_as_folder_zip_and_in_memory(tmp_path: Path, platform: str) -> None:
    files = contents(collected(host(tmp_path / "host", platform)[0]).bundle)
    write(files.items(), str(tmp_path / "lab"))
    write(files.items(), str(tmp_path / "lab.zip"))
    folder = {file.path: file.data for file in gather([str(tmp_path / "lab")])}
    archive = {file.path.removeprefix("lab.zip/"): file.data for file in gather([str(tmp_path / "lab.zip")]) if file.kind != "archive"}
    assert folder == archive == files
    with zipfile.ZipFile(tmp_path / "lab.zip") as zipped:
        assert {entry.external_attr >> 16 for entry in zipped.infolist()} == {0o600}
    if os.name == "posix":
        assert (tmp_path / "lab.zip").stat().st_mode & 0o077 == 0
        assert (tmp_path / "lab" / MANIFEST).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("platform", PLATFORMS)
def test_private_values_stay_behind_and_are_told(tmp_path: Path, platform: str) -> None:
    bundle = collected(host(tmp_path, platform)[0]).bundle
    assert [path for path, data in contents(bundle).items() if SECRET.encode() in data or b"jane" in data] == []
    told = {(item.path, item.what): item.times for item in bundle.removed}
    assert told["guests/web1/web1.vmx", "notes"] == 1
    assert told["guests/web1/web1.vmx", "guestinfo"] == 1
    assert told["host/user/preferences" + (".ini" if platform == "windows" else ""), "preferences"] >= 2
    assert "guests/web1/web1.vmx: notes: annotation (1)" in manifest_text(bundle, "en")
    assert "备注" in manifest_text(bundle, "zh")


@pytest.mark.parametrize("platform", PLATFORMS)
def test_without_redaction_the_bytes_are_the_files(tmp_path: Path, platform: str) -> None:
    system, _ = host(tmp_path, platform)
    for file in collected(system, redact=False).bundle.files:
        if not file.command:
            path = file.origin.replace("~", "C:/Users/jane" if platform == "windows" else system.home)
            assert Path(system.real(path)).read_bytes() == file.data


@pytest.mark.parametrize("platform", PLATFORMS)
def test_nothing_is_run_but_the_table(tmp_path: Path, platform: str) -> None:
    system, commands = host(tmp_path, platform)
    collected(system)
    table = [command[:2] for asked in system.places.commands for command in asked.commands]
    assert {words[:2] for words in commands.asked} - {("vmrun", "-T")} == set(table)


def test_no_table_asks_for_a_change_or_for_administrator_rights() -> None:
    words = {word.lower() for places in TABLES.values() for asked in places.commands for command in asked.commands for word in command}
    assert not words & {"sudo", "runas", "start", "stop", "restart", "--start", "--stop", "--configure", "add", "delete", "import", "set", "-w"}


def test_machines_come_from_inventory_recent_list_running_ones_and_usual_folders(tmp_path: Path) -> None:
    windows = collected(host(tmp_path / "w", "windows")[0]).bundle
    assert windows.guests == ["web1", "web2"]
    assert Left("C:/VMs/gone/gone.vmx", "not-found") in windows.left
    linux = collected(host(tmp_path / "l", "linux")[0]).bundle
    assert [(file.path, file.origin) for file in linux.files if file.path.startswith("guests/")] == [
        ("guests/web1/web1.vmx", "~/vmware/web1/web1.vmx"), ("guests/web1-2/web1.vmx", "~/vmware/other/web1.vmx")]


def test_machines_given_are_the_only_ones(tmp_path: Path) -> None:
    system, _ = host(tmp_path, "linux")
    assert collected(system, machines=("/home/jane/vmware/other",)).bundle.guests == ["web1"]
    assert collected(system, machines=("/home/jane/vmware/other/web1.vmx", "/home/jane/vmware/other/")).bundle.guests == ["web1"]
    for missing in ("/home/jane", "/nowhere", "/home/jane/vmware/gone.vmx"):
        with pytest.raises(NoMachineError, match=missing):
            collected(system, machines=(missing,))


@pytest.mark.parametrize(("paths", "names"), [
    (["/a/web.vmx", "/b/web.vmx", "/c/WEB.vmx"], ["web", "web-2", "WEB-3"]),
    (["/a/..vmx", "/a/con.vmx", "/a/a:b\x1b.vmx", "/a/\udcff.vmx"], ["vm", "_con", "a_b_", "_"]),
    (["/a/网站.vmx"], ["网站"])])
def test_folders_of_the_bundle_are_names_on_every_system(paths: list[str], names: list[str]) -> None:
    assert folder_names(paths) == names


def test_inventory_of_a_chinese_windows() -> None:
    inventory = '.encoding = "GBK"\r\nvmlist1.config = "D:\\虚拟机\\网站.vmx"\r\nvmlist1.DisplayName = "网站"\r\n'
    assert listed(inventory.encode("gbk")) == ["D:\\虚拟机\\网站.vmx"]


def test_windows_xp_keeps_the_files_elsewhere(tmp_path: Path) -> None:
    system, _ = host(tmp_path, "windows")
    old = tmp_path / "Documents and Settings/All Users/Application Data"
    old.mkdir(parents=True)
    (tmp_path / "ProgramData/VMware").rename(old / "VMware")
    xp = replace(system, environment={"ALLUSERSPROFILE": "C:\\Documents and Settings\\All Users", "APPDATA": "C:\\none"})
    assert {file.path for file in collected(xp).bundle.files} >= {"host/ProgramData/VMware/vmnetdhcp.conf", "host/ProgramData/VMware/vmnetnat.conf"}


def test_a_command_that_fails_is_told_and_leaves_no_file(tmp_path: Path) -> None:
    system, _ = host(tmp_path, "linux")
    answers = {"ip": Ran(b"Object unknown\n", 1), "lsmod": Ran(b"half", None, "timeout"), "vmware-networks": Ran(b"must be root\n", 1)}
    bundle = collected(replace(system, run=lambda words, *_: answers.get(words[0], Ran(trouble="no-program")))).bundle
    assert {Left("ip addr", "failed"), Left("lsmod", "timeout"), Left("iwconfig", "no-program")} <= set(bundle.left)
    # what this one says with an exit code of its own is an answer
    assert [(f.path, f.data, f.code) for f in bundle.files if f.command] == [
        ("host/vmware-networks.txt", b"$ vmware-networks --status\nmust be root\n", 1)]
    assert "(exit code 1)" in manifest_text(bundle, "en")


def test_what_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    system, _ = host(tmp_path, "linux")
    open_as_root, listdir = os.open, os.listdir

    def refuse(path: str, *rest: int) -> int:
        if str(path).endswith("/networking"):
            raise PermissionError(13, "Permission denied")
        return open_as_root(path, *rest)

    def refuse_listing(path: str) -> list[str]:
        if str(path).endswith("/etc/vmware"):
            raise PermissionError(13, "Permission denied")
        return listdir(path)

    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(os, "listdir", refuse_listing)
    bundle = collected(system).bundle
    assert {Left("/etc/vmware/networking", "denied"), Left("/etc/vmware", "denied")} <= set(bundle.left)
    assert "/etc/vmware/networking: this user may not read it" in manifest_text(bundle, "en")


def test_pipes_and_huge_files_are_left(tmp_path: Path) -> None:
    system, _ = host(tmp_path, "linux")
    (tmp_path / "etc/vmware/networking").write_bytes(b"#" * (16 * 1024 * 1024 + 1))
    if hasattr(os, "mkfifo"):
        (tmp_path / "etc/resolv.conf").unlink()
        os.mkfifo(tmp_path / "etc/resolv.conf")
        assert Left("/etc/resolv.conf", "not-a-file") in collected(system).bundle.left
    assert Left("/etc/vmware/networking", "too-large") in collected(system).bundle.left


def test_without_running_the_commands_are_only_named(tmp_path: Path) -> None:
    system, _ = host(tmp_path, "linux")
    bundle = collected(replace(system, run=lambda *_: Ran(trouble="not-run"))).bundle
    assert all(file.data is None for file in bundle.files if file.command)
    text = manifest_text(bundle, "en", planned=True)
    assert "would be run:\n  ip addr\n" in text
    assert "host/ip-addr.txt" not in text
    assert "guests/web1/web1.vmx: notes: annotation (1)" in text


def test_force_makes_room_for_what_it_writes_and_keeps_what_people_added(tmp_path: Path) -> None:
    lab = tmp_path / "lab"
    write([(MANIFEST, b"vmnetdoctor collect"), ("host/old.txt", b"x"), ("guests/gone/gone.vmx", b"x")], str(lab))
    (lab / "guests/gone/transcript.txt").write_text("mine")
    write([(MANIFEST, b"vmnetdoctor collect"), ("host/new.txt", b"y")], str(lab))
    left = sorted(str(p.relative_to(lab)).replace(os.sep, "/") for p in lab.rglob("*") if p.is_file())
    assert left == [MANIFEST, "guests/gone/transcript.txt", "host/new.txt"]


def test_an_interrupted_zip_leaves_the_old_one(tmp_path: Path) -> None:
    output = tmp_path / "lab.zip"
    write([("host/a", b"old")], str(output))

    def broken() -> object:
        yield "host/a", b"new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(broken(), str(output))                          # type: ignore[arg-type]
    assert [p.name for p in tmp_path.iterdir()] == ["lab.zip"]
    with zipfile.ZipFile(output) as archive:
        assert archive.read("host/a") == b"old"


def test_manifest_shows_control_characters() -> None:
    bundle = Bundle("linux", "2026-01-02T03:04:05Z", [Taken("guests/a/a.vmx", "~/\x1b[2J.vmx", b"")])
    assert "\x1b" not in manifest_text(bundle, "en")
    assert "\\x1b[2J" in manifest_text(bundle, "en")



@pytest.mark.parametrize(("language", "said"), [("en", "  notes: 20 in 20 files (listed in collected.txt)"),
                                                ("zh", "  备注：20 个文件中共 20 处（见 collected.txt）")])
def test_many_removals_are_told_in_short(language: str, said: str) -> None:
    bundle = Bundle("linux", "2026-01-02T03:04:05Z", removed=[Removed(f"guests/w{n}/w.vmx", "notes", ["annotation"], 1) for n in range(20)])
    assert said in summary_text(bundle, language, "lab.zip").splitlines()
    assert manifest_text(bundle, language).count("annotation") == 20


def test_a_service_that_is_not_installed_is_known_by_the_question(tmp_path: Path) -> None:
    """`sc` does not name the service that it misses: the prompt above its answer does."""
    system, commands = host(tmp_path, "windows")
    missing = Ran(b"[SC] EnumQueryServicesStatus:OpenService FAILED 1060:\r\n\r\nThe specified service does not exist.\r\n", 1060)

    def run(words: tuple[str, ...], folder: str, seconds: float) -> Ran:
        return missing if words[0] == "sc" and words[2] == "VMware NAT Service" else commands(words, folder, seconds)

    lab = assemble(RawFile(path, data) for path, data in contents(collected(replace(system, run=run)).bundle).items())
    assert lab.host.seen is not None
    states = {name: [fact.value for fact in facts] for name, facts in lab.host.seen.services.items()}
    assert states["VMware NAT Service"] == ["absent"]
    assert states["VMnetDHCP"] == ["running", "enabled"]
