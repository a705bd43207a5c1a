"""`vmnetdoctor collect`, and `check` without a path, on hosts that are faked and on the machine the tests run on."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

import vmnetdoctor
from tests.collect.faked import HOSTS, SECRET, collected, host
from vmnetdoctor.cli import cli
from vmnetdoctor.collect import gather
from vmnetdoctor.collect.bundle import write
from vmnetdoctor.collect.system import System, this_system

IFCFG = "TYPE=Ethernet\nDEVICE=ens33\nONBOOT=yes\nBOOTPROTO=none\nIPADDR=192.168.79.10\nPREFIX=24\nGATEWAY=192.168.79.{}\nDNS1=192.168.79.2\n"


def invoke(*words: str, **environment: str) -> Result:
    return CliRunner().invoke(cli, words, env={"LANG": "en_US.UTF-8", "LC_ALL": "", **environment})


def validated(text: str, name: str) -> dict[str, Any]:
    schema = json.loads((Path(vmnetdoctor.__file__).parent / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    made: dict[str, Any] = json.loads(text)
    jsonschema.validate(made, schema, jsonschema.Draft202012Validator)
    return made


@pytest.fixture(params=list(HOSTS))
def faked(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> System:
    """A faked host of each system, with an empty folder as the current one."""
    system, _ = host(tmp_path / "root", request.param)
    monkeypatch.setattr(gather, "this_system", lambda: system)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return system


@pytest.fixture
def no_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without VMware, with an empty folder as the current one."""
    (tmp_path / "root").mkdir()
    monkeypatch.setattr(gather, "this_system", lambda: System("linux", {"HOME": "/home/jane"}, this_system().run, str(tmp_path / "root")))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


@pytest.mark.parametrize("output", ["lab", "lab.zip"])
def test_what_is_collected_is_checked(faked: System, output: str) -> None:
    done = invoke("collect", "--output", output)
    assert done.exit_code == 0
    assert done.stdout.startswith(f"{output}: ")
    assert "2 virtual machines" in done.stdout
    assert "guests/web1/web1.vmx: notes: annotation (1)" in done.stdout
    assert f"`vmnetdoctor check {output}`" in done.stdout
    assert SECRET not in done.output
    checked = invoke("check", output, "--format", "json")
    assert checked.exit_code == 0
    inputs = json.loads(checked.stdout)["inputs"]
    assert sorted({file["guest"] for file in inputs if file["guest"]})[0] == "web1" or faked.platform == "windows"
    assert [file["path"] for file in inputs if file["kind"] == "unknown"] == []


def test_folder_and_zip_give_the_same_findings(faked: System) -> None:
    for output in ("lab", "lab.zip"):
        assert invoke("collect", "--output", output).exit_code == 0
    folder, archive = (json.loads(invoke("check", path, "--format", "json").stdout) for path in ("lab", "lab.zip"))
    assert json.dumps(archive["findings"]).replace("lab.zip/", "") == json.dumps(folder["findings"])
    assert archive["summary"] == folder["summary"]


def test_json(faked: System) -> None:
    made = validated(invoke("collect", "--output", "lab", "--format", "json").stdout, "collect")
    assert (made["system"], made["output"], made["vmware_host"]) == (faked.platform, "lab", True)
    assert {"path": "guests/web1/web1.vmx", "what": "notes", "keys": ["annotation"], "times": 1} in made["redacted"]
    kept = validated(invoke("collect", "--output", "lab", "--force", "--no-redact", "--format", "json").stdout, "collect")
    assert kept["redacted"] is None
    assert SECRET in Path("lab/guests/web1/web1.vmx").read_text(encoding="latin-1")


def test_dry_run_writes_and_runs_nothing(faked: System) -> None:
    done = invoke("collect", "--dry-run", "--lang", "zh")
    assert done.exit_code == 0
    assert "将会收集：" in done.stdout
    assert "将会运行：" in done.stdout
    assert list(Path().iterdir()) == []
    assert faked.run.asked == []                      # type: ignore[attr-defined]
    made = validated(invoke("collect", "--dry-run", "--format", "json").stdout, "collect")
    assert made["output"] is None
    assert {entry["bytes"] for entry in made["taken"] if "command" in entry} == {None}


def test_progress_and_trouble_go_to_standard_error(faked: System) -> None:
    done = invoke("collect", "--format", "json")
    json.loads(done.stdout)
    assert "web1.vmx" in done.stderr


@pytest.mark.parametrize("output", ["lab", "lab.zip"])
def test_nothing_is_overwritten_unasked(faked: System, output: str) -> None:
    assert invoke("collect", "--output", output).exit_code == 0
    again = invoke("collect", "--output", output)
    assert (again.exit_code, again.stdout) == (2, "")
    assert "--force" in again.stderr
    assert "--force" in invoke("collect", "--output", output, "--lang", "zh").stderr
    assert invoke("collect", "--output", output, "--force").exit_code == 0


def test_machine_given_that_is_none(faked: System) -> None:
    done = invoke("collect", "--vm", "nowhere.vmx")
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (2, "vmnetdoctor: no .vmx file: nowhere.vmx")
    assert list(Path().iterdir()) == []


def test_output_that_cannot_be_written(faked: System) -> None:
    done = invoke("collect", "--output", "no/such/folder/lab.zip")
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1].startswith("vmnetdoctor: no/such/folder/lab.zip cannot be written: ")


def test_check_without_a_path_checks_this_host(faked: System) -> None:
    done = invoke("check", "--format", "json")
    assert done.exit_code == 0
    assert "checking this host" in done.stderr
    made = json.loads(done.stdout)
    assert {file["kind"] for file in made["inputs"]} >= {"vmx", "dhcp", "nat", "leases"}
    assert invoke("collect", "--output", "lab").exit_code == 0
    assert json.loads(invoke("check", "lab", "--format", "json").stdout)["findings"] == made["findings"]


def test_check_without_a_path_finds_what_is_wrong_on_this_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    system, _ = host(tmp_path / "root", "linux")
    nat = tmp_path / "root/etc/vmware/vmnet8/nat/nat.conf"
    nat.write_text(nat.read_text().replace("192.168.79.2", "192.168.80.2"))
    monkeypatch.setattr(gather, "this_system", lambda: system)
    done = invoke("check", "--format", "json")
    assert done.exit_code == 1
    assert "host/etc/vmware/vmnet8/nat/nat.conf" in {f["location"]["path"] for f in json.loads(done.stdout)["findings"]}


def test_check_without_a_path_and_without_vmware_takes_this_folder(no_host: Path) -> None:
    bundle = collected(host(no_host.parent / "other", "linux")[0]).bundle
    write([*((file.path, file.data or b"") for file in bundle.files), ("guests/web1/ifcfg-ens33", IFCFG.format(1).encode())], str(no_host))
    done = invoke("check", "--format", "json")
    assert (done.exit_code, done.stderr) == (1, "")
    assert json.loads(done.stdout)["findings"][0]["name"] == "gateway-is-host-adapter"


@pytest.mark.parametrize(("language", "said"), [("en", "no VMware product"), ("zh", "没有 VMware 产品")])
def test_check_without_a_path_where_there_is_nothing_is_wrong_use(no_host: Path, language: str, said: str) -> None:
    (no_host / "notes.txt").write_text("hello\n")
    done = invoke("check", "--lang", language)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert "vmnetdoctor collect" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="the commands are those of Linux and macOS")
def test_end_to_end_on_this_machine(tmp_path: Path) -> None:
    vmx = tmp_path / "web1" / "web1.vmx"
    vmx.parent.mkdir()
    vmx.write_text(f'displayName = "web1"\nguestOS = "centos7-64"\nannotation = "{SECRET}"\n')
    done = invoke("collect", "--output", str(tmp_path / "lab.zip"), "--vm", str(vmx.parent), "--format", "json")
    assert done.exit_code == 0
    made = validated(done.stdout, "collect")
    assert made["guests"] == ["web1"]
    checked = json.loads(invoke("check", str(tmp_path / "lab.zip"), "--format", "json").stdout)
    assert {file["kind"] for file in checked["inputs"]} >= {"collected", "vmx"}
    assert "lab.zip/guests/web1/web1.vmx" in {file["path"] for file in checked["inputs"]}
