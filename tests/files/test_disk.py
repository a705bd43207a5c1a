"""Folders and files of the disk: what is not read is listed or told, and the paths of reports can always be printed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.files.labs import IFCFG, LAB, VMX, names, verdict
from vmnetdoctor.files import InputError, disk, gather

if TYPE_CHECKING:
    from pathlib import Path

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX files")


def write(top: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_bytes(data)
    return top


@posix
def test_links_are_listed_and_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "in", {"web1.vmx": VMX, "readme": b"text"})
    write(tmp_path / "out", {"ifcfg-ens33": IFCFG})
    (tmp_path / "in" / "ifcfg-ens33").symlink_to(tmp_path / "out" / "ifcfg-ens33")
    (tmp_path / "in" / "more").symlink_to(tmp_path / "out")
    judged = verdict(tmp_path / "in")
    assert {i.path: i.kind for i in judged.lab.inputs} == {"web1.vmx": "vmx", "readme": "unknown", "ifcfg-ens33": "link", "more": "link"}
    assert "input-unreadable" not in names(judged)
    assert [n.missing for n in judged.not_checked if n.name == "input-unreadable"] == ["linked-files"]


@posix
def test_links_that_promise_nothing_are_no_open_question(tmp_path: Path) -> None:
    write(tmp_path, {"web1.vmx": VMX})
    (tmp_path / "latest").symlink_to("web1.vmx")
    assert [n for n in verdict(tmp_path).not_checked if n.name == "input-unreadable"] == []


@posix
def test_link_given_by_name_is_followed(tmp_path: Path) -> None:
    write(tmp_path, {"a/web1.vmx": VMX})
    (tmp_path / "link.vmx").symlink_to("a/web1.vmx")
    assert [i.kind for i in verdict(tmp_path / "link.vmx").lab.inputs] == ["vmx"]


@posix
@pytest.mark.parametrize("what", ["missing", "dangling", "pipe", "/dev/null"])
def test_what_is_no_file_is_refused(tmp_path: Path, what: str) -> None:
    (tmp_path / "dangling").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError) as caught:
        list(gather([str(tmp_path / what)]))
    assert what in caught.value.texts["en"]
    assert what in caught.value.texts["zh"]


@posix
def test_a_pipe_in_a_folder_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ifcfg-pipe")
    assert [(j.rule.name, j.finding.values["reason"]) for j in verdict(tmp_path).findings] == [("input-unreadable", "irregular")]


@pytest.mark.parametrize("name", ["web1.vmx", "ifcfg-eth0", "vmnetdhcp.conf", "vmnetnat.conf", "eth0.nmconnection"])
def test_empty_file_of_a_known_name_is_told(tmp_path: Path, name: str) -> None:
    judged = verdict(write(tmp_path, {name: b"\n", "notes.txt": b""}))
    assert [(j.rule.name, j.finding.case, j.finding.at.source.path) for j in judged.findings] == [("input-unreadable", "empty", name)]


def test_number_of_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "MAX_FILES", 5)
    write(tmp_path, {f"{n}/ifcfg-eth0": IFCFG for n in range(8)})
    made = list(gather([str(tmp_path)]))
    assert len(made) == 6
    assert (made[-1].kind, made[-1].reason, made[-1].case) == ("folder", "folder-many", "partial")


def test_folders_too_deep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "MAX_DEPTH", 2)
    judged = verdict(write(tmp_path, {"a/b/web1.vmx": VMX, "a/b/c/d/web2.vmx": VMX}))
    assert [i.path for i in judged.lab.inputs] == ["a/b/web1.vmx", "a/b/c"]
    assert [j.finding.at.source.path for j in judged.findings if j.rule.name == "input-unreadable"] == ["a/b/c"]


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may read everything")
def test_folder_that_may_not_be_read(tmp_path: Path) -> None:
    write(tmp_path, {"closed/web1.vmx": VMX})
    (tmp_path / "closed").chmod(0)
    try:
        assert names(verdict(tmp_path)) == ["input-unreadable"]
    finally:
        (tmp_path / "closed").chmod(0o700)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
class TestNamesThatAreNotUtf8:
    def test_escaped_once_everywhere(self, tmp_path: Path) -> None:
        folder = os.path.join(os.fsencode(tmp_path), b"\xb0\xae")
        os.mkdir(folder)
        for name, data in ((b"web1.vmx", VMX), (b"ifcfg-\xff", IFCFG.replace(b"ens33", b'"ens33'))):
            with open(os.path.join(folder, name), "wb") as file:
                file.write(data)
        run = subprocess.run([sys.executable, "-m", "vmnetdoctor", "check", str(tmp_path), "--format", "json"], capture_output=True, check=False)
        report = json.loads(run.stdout.decode("utf-8"))
        assert [i["path"] for i in report["inputs"]] == ["\\xb0\\xae/ifcfg-\\xff", "\\xb0\\xae/web1.vmx"]
        text = subprocess.run([sys.executable, "-m", "vmnetdoctor", "check", str(tmp_path)], capture_output=True, check=False)
        assert b" \\xb0\\xae/ifcfg-\\xff:2:" in text.stdout

    def test_missing_one(self, tmp_path: Path) -> None:
        with pytest.raises(InputError) as caught:
            list(gather([str(tmp_path) + "/x\udcff\x1b"]))
        assert caught.value.texts["en"].endswith("/x\\xff\\x1b")


def test_several_paths_keep_their_archives_apart(tmp_path: Path) -> None:
    from tests.files.labs import zipped

    write(tmp_path, {"a.zip": zipped({k: v for k, v in LAB.items() if k.startswith("guests")}),
                     "h/host.zip": zipped({k: v for k, v in LAB.items() if k.startswith("host")})})
    judged = verdict(tmp_path / "a.zip", tmp_path / "h")
    assert names(judged) == ["gateway-is-host-adapter"]
    assert {i.path for i in judged.lab.inputs} == {f"{'a.zip' if k.startswith('guests') else 'h/host.zip'}/{k}" for k in LAB}
