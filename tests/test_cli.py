"""The command line: exit codes, languages, colours, encodings, and what it says when it is used wrongly."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
from click.testing import CliRunner, Result

import vmnetdoctor
from vmnetdoctor import catalog, engine
from vmnetdoctor.cli import VERBS, cli, run
from vmnetdoctor.cli.terminal import color, default_language, width
from vmnetdoctor.collect.gather import Collector

if TYPE_CHECKING:
    from collections.abc import Sequence

VMX = '''config.version = "8"
virtualHW.version = "16"
displayName = "web1"
guestOS = "centos7-64"
ethernet0.present = "TRUE"
ethernet0.connectionType = "nat"
ethernet0.virtualDev = "e1000"
ethernet0.addressType = "generated"
ethernet0.generatedAddress = "00:0c:29:3b:4c:6d"
ethernet0.pciSlotNumber = "33"
'''
IFCFG = "TYPE=Ethernet\nDEVICE=ens33\nONBOOT=yes\nBOOTPROTO=none\nIPADDR=10.0.0.10\nPREFIX=24\nGATEWAY=10.0.0.{}\nDNS1=10.0.0.2\n"
DHCP = """allow unknown-clients;
# Virtual ethernet segment 8
subnet 10.0.0.0 netmask 255.255.255.0 {
range 10.0.0.128 10.0.0.254;
option routers 10.0.0.2;
option domain-name-servers 10.0.0.2;
}
host VMnet8 {
    hardware ethernet 00:50:56:C0:00:08;
    fixed-address 10.0.0.1;
}
# End
"""
NAT = "[host]\nip = 10.0.0.2/24\nhostMAC = 00:50:56:C0:00:08\ndevice = VMnet8\n"


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "VMNETDOCTOR_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")


def lab(folder: Path, gateway: int) -> str:
    """A NAT lab on disk whose guest has 10.0.0.`gateway` as its gateway."""
    for path, text in (("web1/web1.vmx", VMX), ("web1/ifcfg-ens33", IFCFG.format(gateway)), ("host/vmnetdhcp.conf", DHCP),
                       ("host/vmnetnat.conf", NAT)):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return str(folder)


@pytest.fixture
def healthy(tmp_path: Path) -> str:
    return lab(tmp_path / "healthy", 2)


@pytest.fixture
def broken(tmp_path: Path) -> str:
    return lab(tmp_path / "broken", 1)


def invoke(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(cli, arguments, env=environment)


def program(*arguments: str | bytes, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The program as another process would run it."""
    command: Sequence[str | bytes] = [sys.executable, "-m", "vmnetdoctor", *arguments]
    return subprocess.run(command, capture_output=True, env={**os.environ, **environment}, check=False, timeout=60)


def test_healthy_lab_is_one_line_and_exit_code_0(healthy: str) -> None:
    result = invoke("check", healthy)
    assert result.output.startswith("no problem found in 4 files, 1 guest")
    assert result.exit_code == 0


def test_broken_lab_is_exit_code_1_and_the_cause_comes_first(broken: str) -> None:
    result = invoke("check", broken)
    assert "error[VND101 gateway-is-host-adapter]" in result.output
    assert " --> web1/ifcfg-ens33:7:9\n" in result.output
    assert "\x1b" not in result.output
    assert result.exit_code == 1


def test_json_goes_to_standard_output_alone(broken: str) -> None:
    result = invoke("check", broken, "--format", "json")
    assert json.loads(result.stdout)["findings"][0]["name"] == "gateway-is-host-adapter"
    assert result.stderr == ""
    assert result.exit_code == 1


@pytest.mark.parametrize(("level", "counts", "code"), [
    ("error", {"error": 1}, 1), ("error", {"warning": 1}, 0), ("warning", {"warning": 1}, 1), ("warning", {"error": 1}, 1),
    ("warning", {"info": 1}, 0), ("info", {"info": 1}, 1), ("never", {"error": 9}, 0), ("error", {}, 0)])
def test_fail_on(monkeypatch: pytest.MonkeyPatch, healthy: str, level: str, counts: dict[str, int], code: int) -> None:
    monkeypatch.setattr(engine, "check", lambda made: engine.Verdict(made, (), (), (), counts))
    assert invoke("check", healthy, "--fail-on", level).exit_code == code


def test_a_crashed_rule_leaves_no_clean_bill(monkeypatch: pytest.MonkeyPatch, healthy: str) -> None:
    crash = engine.Crash("mac-invalid", "KeyError()", {})
    monkeypatch.setattr(engine, "check", lambda made: engine.Verdict(made, (), (), (crash,), {}))
    assert invoke("check", healthy).exit_code == 3


def test_check_without_path_takes_this_folder(monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    monkeypatch.chdir(broken)
    monkeypatch.setattr(Collector, "is_host", lambda _: False)
    assert invoke("check").exit_code == 1


def test_several_paths_are_one_lab(broken: str) -> None:
    result = invoke("check", f"{broken}/web1", f"{broken}/host", "--format", "json")
    assert json.loads(result.stdout)["findings"][0]["name"] == "gateway-is-host-adapter"


def test_path_given_twice_or_inside_another_is_read_once(healthy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    once = check_json(healthy)
    inner = str(next(Path(healthy).rglob("*.vmx")))
    assert [check_json(healthy, other) for other in (healthy, healthy + "/.", inner)] == [once] * 3
    monkeypatch.chdir(healthy)
    assert check_json(".", inner) == once


def test_absolute_paths_of_one_name_stay_apart(tmp_path: Path) -> None:
    for name, last in (("a", 5), ("b", 6)):
        folder = tmp_path / name / "lab"
        folder.mkdir(parents=True)
        (folder / "x.vmx").write_text(VMX.replace("web1", name).replace("4c:6d", f"4c:0{last}"))
        (folder / "ifcfg-ens33").write_text(IFCFG.replace("10.0.0.10", f"10.0.0.{last}").format(2))
    inputs = json.loads(check_json(str(tmp_path / "a" / "lab"), str(tmp_path / "b" / "lab")))["inputs"]
    assert [(i["path"], i["guest"]) for i in inputs] == [
        ("a/lab/ifcfg-ens33", "a"), ("a/lab/x.vmx", "a"), ("b/lab/ifcfg-ens33", "b"), ("b/lab/x.vmx", "b")]


def test_networks_on_one_subnet_are_no_square_of_findings(tmp_path: Path) -> None:
    rows = [f"answer VNET_{n}_{key} {value}" for n in range(1, 10) for key, value in (
        ("HOSTONLY_SUBNET", "10.0.0.0"), ("HOSTONLY_NETMASK", "255.255.255.0"), ("VIRTUAL_ADAPTER", "yes"), ("DHCP", "no"))]
    (tmp_path / "networking").write_text("\n".join(["VERSION=1,0", *rows, ""]))
    names = [f["name"] for f in json.loads(check_json(str(tmp_path)))["findings"]]
    assert names.count("subnet-overlap") == 8


def check_json(*paths: str) -> str:
    return CliRunner().invoke(cli, ["check", *paths, "--format", "json"]).stdout


@pytest.mark.parametrize("verb", ["check", "show"])
def test_path_that_does_not_exist_is_exit_code_2_with_one_line(verb: str, tmp_path: Path) -> None:
    result = invoke(verb, str(tmp_path / "nowhere"))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == f"vmnetdoctor: no such file or folder: {tmp_path / 'nowhere'}\n"
    assert "找不到" in invoke(verb, str(tmp_path / "nowhere"), "--lang", "zh").stderr


def test_bad_declaration_is_exit_code_2_with_its_place(healthy: str) -> None:
    Path(healthy, "vmnetdoctor.yaml").write_text("host:\n  oss: windows\n", encoding="utf-8")
    result = invoke("check", healthy)
    assert result.exit_code == 2
    assert result.stderr.startswith("vmnetdoctor: vmnetdoctor.yaml:2:3: ")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [("nosuchverb",), ("check", "--fail-on", "nosuch"), ("explain",), ("check", "--nosuch")])
def test_wrong_use_is_exit_code_2(arguments: tuple[str, ...]) -> None:
    assert invoke(*arguments).exit_code == 2


def test_show(healthy: str) -> None:
    assert "    web1 ens33: static 10.0.0.10/24, gateway 10.0.0.2\n" in invoke("show", healthy).output
    assert json.loads(invoke("show", healthy, "--format", "json").stdout)["networks"][-1]["name"] == "VMnet8"


def test_explain_by_name_and_by_code() -> None:
    by_name, by_code = invoke("explain", "gateway-is-host-adapter"), invoke("explain", "vnd101")
    assert by_name.output == by_code.output
    assert by_name.output.startswith("VND101 gateway-is-host-adapter (error)\n")
    assert json.loads(invoke("explain", "VND101", "--format", "json", "--lang", "zh").stdout)["claim"].startswith("NAT")


def test_explain_all_in_every_form() -> None:
    assert invoke("explain", "--all", "--format", "markdown", "--lang", "zh").stdout.startswith("# vmnetdoctor 规则大全")
    assert len(json.loads(invoke("explain", "--all", "--format", "json").stdout)["rules"]) > 50
    assert "VND101 gateway-is-host-adapter" in invoke("explain", "--all").stdout
    assert invoke("explain", "--all", "VND101").exit_code == 2


@pytest.mark.parametrize(("wrong", "hint"), [("gateway-is-host-adaptor", "did you mean gateway-is-host-adapter"), ("VND999", "VND"),
                                             ("zzzz\x1b", "zzzz\\x1b; `vmnetdoctor rules` lists them")])
def test_explain_of_no_rule_names_the_nearest(wrong: str, hint: str) -> None:
    result = invoke("explain", wrong)
    assert result.exit_code == 2
    assert hint in result.stderr
    assert result.stdout == ""


def test_rules() -> None:
    assert {r["name"] for r in json.loads(invoke("rules", "--format", "json").stdout)["rules"]} == set(catalog.files())
    assert "gateway-is-host-adapter" in invoke("rules").output


@pytest.mark.parametrize(("variables", "language"), [
    ({"LANG": "zh_CN.UTF-8"}, "zh"), ({"LANG": "en_US.UTF-8"}, "en"), ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
    ({"LANG": "C", "LC_MESSAGES": "zh_TW"}, "zh"), ({"LANG": "de_DE"}, "en")])
def test_language_follows_the_locale(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert default_language() == language


def test_lang_option_beats_the_locale(healthy: str) -> None:
    assert "没有发现问题" in invoke("check", healthy, LANG="zh_CN.UTF-8").output
    assert "no problem" in invoke("check", healthy, "--lang", "en", LANG="zh_CN.UTF-8").output


@pytest.mark.parametrize(("variables", "terminal", "coloured"), [
    ({}, False, False), ({}, True, True), ({"NO_COLOR": "1"}, True, False), ({"FORCE_COLOR": "1"}, False, True),
    ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False), ({"TERM": "dumb"}, True, False), ({"FORCE_COLOR": "0"}, False, False)])
def test_colour(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], terminal: bool, coloured: bool) -> None:
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
    assert color() is coloured


def test_forced_colour_reaches_the_output(broken: str) -> None:
    assert "\x1b[1;31merror" in CliRunner().invoke(cli, ["check", broken], env={"FORCE_COLOR": "1"}, color=True).output


@pytest.mark.parametrize(("columns", "expected"), [("120", 120), ("", 80), ("x", 80), ("0", 80)])
def test_width(monkeypatch: pytest.MonkeyPatch, columns: str, expected: int) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr(os, "get_terminal_size", _no_terminal)
    assert width() == expected


def _no_terminal(_: Any = None) -> os.terminal_size:
    raise OSError


def test_unexpected_failure_is_exit_code_3_in_one_line(monkeypatch: pytest.MonkeyPatch, healthy: str,
                                                       capsys: pytest.CaptureFixture[str]) -> None:
    def fail(_: object) -> None:
        raise ZeroDivisionError("boom\x1b")

    monkeypatch.setattr(engine, "check", fail)
    assert run(["check", healthy]) == 3
    error = capsys.readouterr().err
    assert error.startswith("vmnetdoctor itself failed: ZeroDivisionError: boom\\x1b\n")
    assert "Traceback" not in error
    monkeypatch.setenv("VMNETDOCTOR_DEBUG", "1")
    assert run(["check", healthy]) == 3
    assert "Traceback" in capsys.readouterr().err


def test_interrupt_is_exit_code_130(monkeypatch: pytest.MonkeyPatch, healthy: str) -> None:
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(engine, "check", interrupt)
    assert run(["check", healthy]) == 130


def test_version_loads_nothing_but_click() -> None:
    probe = "import click, sys; before = set(sys.modules); import vmnetdoctor.cli as c; c.run(['--version']); " \
            "print(sorted(m for m in set(sys.modules) - before if not m.startswith('encodings')))"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, timeout=60)
    version, loaded = done.stdout.splitlines()
    assert version == f"vmnetdoctor, version {vmnetdoctor.__version__}"
    assert set(json.loads(loaded.replace("'", '"'))) - {"locale", "_locale"} == {"vmnetdoctor", "vmnetdoctor.cli"}  # click's gettext


def test_every_verb_has_help_in_both_languages() -> None:
    for verb in VERBS:
        result = invoke(verb, "--help")
        assert result.exit_code == 0
        assert any("\u4e00" <= char <= "\u9fff" for char in result.output)
    assert [name for name in VERBS if name not in invoke("--help").output] == []


@pytest.mark.skipif(sys.platform == "win32", reason="the shell's own pipes and locales are tested on POSIX")
def test_terminal_that_lacks_characters_gets_escapes(healthy: str) -> None:
    done = program("check", healthy, "--lang", "zh", PYTHONIOENCODING="latin-1:strict", PYTHONUTF8="0")
    assert done.returncode == 0
    assert b"\\u6ca1\\u6709" in done.stdout
    as_json = program("rules", "--lang", "zh", "--format", "json", PYTHONIOENCODING="latin-1:strict")
    assert "网关" in as_json.stdout.decode("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="file names are text there")
def test_undecodable_path_is_named_and_no_crash(tmp_path: Path) -> None:
    done = program("check", os.fsencode(tmp_path) + b"/\xff\xfe")
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    done.stderr.decode("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX pipes")
def test_reader_that_has_gone_is_no_failure() -> None:
    script = f'"{sys.executable}" -m vmnetdoctor rules --format json; echo "exit $?" >&2'
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(["sh", "-c", script], stdout=writer, stderr=subprocess.PIPE, check=False, timeout=60)
    finally:
        os.close(writer)
    assert done.stderr == b"exit 0\n"


def test_commands_are_click_commands() -> None:
    context = click.Context(cli)
    assert all(isinstance(cli.get_command(context, verb), click.Command) for verb in VERBS)


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
@pytest.mark.parametrize(("arguments", "code"), [(("check",), 1), (("check", "--format", "json"), 1), (("show",), 0), (("--help",), 0), (("nonsense",), 2)])
def test_reader_that_has_gone_is_no_fault(broken: str, arguments: tuple[str, ...], code: int) -> None:
    for stream in ("stdout", "stderr"):
        reading, writing = os.pipe()
        os.close(reading)
        command = [sys.executable, "-m", "vmnetdoctor", *arguments, *([broken] if arguments[0] in VERBS else [])]
        pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stream: writing}
        ran = subprocess.run(command, check=False, timeout=60, **pipes)
        os.close(writing)
        assert ran.returncode == code
        assert b"Traceback" not in (ran.stdout or b"") + (ran.stderr or b"")


@pytest.mark.skipif(os.name != "posix", reason="a shell's way of closing it")
def test_no_standard_output_at_all(broken: str) -> None:
    ran = subprocess.run(f'"{sys.executable}" -m vmnetdoctor check "{broken}" >&-', shell=True, capture_output=True, check=False, timeout=60)
    assert (ran.returncode, ran.stderr) == (1, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_full_disk_is_said_in_one_line(broken: str) -> None:
    with open("/dev/full", "wb") as full:
        ran = subprocess.run([sys.executable, "-m", "vmnetdoctor", "check", broken], stdout=full, stderr=subprocess.PIPE, check=False, timeout=60)
    assert ran.returncode == 3
    assert ran.stderr == b"vmnetdoctor: the report could not be written: No space left on device\n"
