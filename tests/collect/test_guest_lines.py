"""The line for a guest's shell, run by a real shell over a faked tree; and the same through `vmrun`."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from click.testing import CliRunner

import vmnetdoctor
from tests.collect.faked import DATE, Commands, collected, host
from vmnetdoctor import engine
from vmnetdoctor.assemble.inputs import RawFile
from vmnetdoctor.assemble.lab import assemble
from vmnetdoctor.cli import cli
from vmnetdoctor.cli.collect import PASSWORD
from vmnetdoctor.collect import gather
from vmnetdoctor.collect.bundle import Left
from vmnetdoctor.collect.commands import Ran
from vmnetdoctor.collect.gather import Collector
from vmnetdoctor.collect.guest import RELEASES, command_lines, script
from vmnetdoctor.collect.vmrun import Login, ask_guests
from vmnetdoctor.formats.terminal import sections

if TYPE_CHECKING:
    from collections.abc import Mapping

SHELL = shutil.which("sh")
SCRIPTS = "etc/sysconfig/network-scripts"
FILES = {
    "etc/redhat-release": "CentOS Linux release 7.9.2009 (Core)\n",
    "etc/resolv.conf": "nameserver 192.168.79.2\n",
    "etc/sysconfig/network": "NETWORKING=yes",                      # no newline at its end
    f"{SCRIPTS}/ifcfg-ens33": "DEVICE=ens33\nBOOTPROTO=none\nIPADDR=192.168.79.10\nPREFIX=24\n",
    f"{SCRIPTS}/ifcfg-Wired connection 1": "NAME=x\nWPA_PSK=hunter2\nKEY1=hunter2\nKEY_MGMT=WPA-PSK\n",
    f"{SCRIPTS}/keys-ens33": "WPA_PSK=hunter2\n",
    "etc/NetworkManager/system-connections/wifi.nmconnection": "[wifi-security]\nkey-mgmt=wpa-psk\npsk=hunter2\n[802-1x]\npassword = hunter2\n",
    "etc/udev/rules.d/70-persistent-net.rules": 'SUBSYSTEM=="net", ATTR{address}=="00:0c:29:aa:bb:c1", NAME="eth0"\n',
}
TOOLS = ("ip", "nmcli", "systemctl", "chkconfig", "service", "sysctl")
needs_shell = pytest.mark.skipif(SHELL is None, reason="no POSIX shell here")


def transcript(folder: Path, line: str, answers: Mapping[str, str] = MappingProxyType({})) -> str:
    """What the line prints in a guest whose tree lies below the folder; tools without an answer say their own names."""
    for path, text in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    tools = folder / "bin"
    tools.mkdir(parents=True, exist_ok=True)
    for tool in TOOLS:
        said = answers.get(tool, f'echo "{tool} was asked: $*"; echo "complaint of {tool}" >&2; exit 3')
        (tools / tool).write_text(f"#!/bin/sh\n{said}\n")
        (tools / tool).chmod(0o755)
    moved = line.replace(" /etc/", f" {folder}/etc/")
    env = {"PATH": f"{tools}:/usr/bin:/bin", "HOME": str(folder)}
    done = subprocess.run([SHELL or "sh", "-c", moved], env=env, capture_output=True, text=True, timeout=30, check=False)
    assert done.stderr == ""
    return done.stdout.replace(str(folder), "")


@needs_shell
def test_sections_are_those_the_readers_part(tmp_path: Path) -> None:
    text = transcript(tmp_path, script(7))
    parts = {s.command.text: text[s.start:s.end] for s in sections(text) if s.command is not None}
    assert parts[f"cat /{SCRIPTS}/ifcfg-ens33"].strip("\n") == FILES[f"{SCRIPTS}/ifcfg-ens33"].strip("\n")
    assert parts["ip addr"].split("\n")[1:3] == ["ip was asked: addr", "complaint of ip"]
    assert parts["cat /etc/sysconfig/network"].strip() == "NETWORKING=yes"
    assert f"cat /{SCRIPTS}/ifcfg-Wired connection 1" in parts
    assert "systemctl is-enabled NetworkManager network" in parts


@needs_shell
def test_every_file_stands_exactly_between_two_headings(tmp_path: Path) -> None:
    text = transcript(tmp_path, script(7))
    pieces = re.split(r"\n===== (.*) =====\n", text)
    assert pieces[0] == ""
    found = dict(zip(pieces[1::2], pieces[2::2], strict=True))
    for path in ("etc/redhat-release", "etc/sysconfig/network", f"{SCRIPTS}/ifcfg-ens33", "etc/udev/rules.d/70-persistent-net.rules"):
        assert found[f"cat /{path}"] == FILES[path]


@needs_shell
@pytest.mark.parametrize("release", [None, 6, 7, 8, 9])
def test_secrets_stay_in_the_guest(tmp_path: Path, release: int | None) -> None:
    text = transcript(tmp_path, script(release))
    assert "hunter2" not in text
    assert "WPA_PSK=(redacted)\nKEY1=(redacted)\nKEY_MGMT=WPA-PSK\n" in text
    assert release == 6 or "psk=(redacted)" in text


@needs_shell
def test_each_release_is_asked_what_it_has(tmp_path: Path) -> None:
    six, nine = (transcript(tmp_path, script(release)) for release in (6, 9))
    assert "===== chkconfig --list =====" in six
    assert "systemctl" not in six
    assert "70-persistent-net.rules =====" in six
    assert "chkconfig" not in nine
    assert "system-connections/wifi.nmconnection =====" in nine


@needs_shell
def test_pasted_line_makes_one_file_and_shows_it(tmp_path: Path) -> None:
    line = dict(command_lines())["centos8"]
    assert "\n" not in line
    shown = transcript(tmp_path, line)
    assert shown.rstrip().endswith("/transcript.txt")
    assert "===== ip addr =====" in (tmp_path / "transcript.txt").read_text()


IP_ADDR = """1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN qlen 1
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
    inet 127.0.0.1/8 scope host lo
2: ens33: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast state UP qlen 1000
    link/ether 00:0c:29:aa:bb:c1 brd ff:ff:ff:ff:ff:ff
    inet 192.168.79.10/24 brd 192.168.79.255 scope global ens33
"""
ANSWERS = {
    "ip": f"case $1 in addr) cat <<E\n{IP_ADDR}E\n;; route) echo 'default via 192.168.79.1 dev ens33'; "
          "echo '192.168.79.0/24 dev ens33 proto kernel scope link src 192.168.79.10';; esac",
    "systemctl": "case $1 in is-enabled) echo enabled; echo enabled;; *) echo active; echo active;; esac",
    "nmcli": "case $1 in device) echo 'DEVICE  TYPE      STATE      CONNECTION'; echo 'ens33   ethernet  connected  ens33';; esac",
    "sysctl": "echo net.ipv4.ip_forward = 0",
}
PROFILE = "DEVICE=ens33\nONBOOT=yes\nBOOTPROTO=none\nIPADDR=192.168.79.10\nPREFIX=24\nGATEWAY=192.168.79.1\nDNS1=192.168.79.2\n"


@needs_shell
def test_check_reads_the_files_in_the_transcript(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One text beside the vmx is as good as the guest's files: the cause is found and shown in its line of the text."""
    for name in (f"{SCRIPTS}/ifcfg-Wired connection 1", "etc/NetworkManager/system-connections/wifi.nmconnection",
                 "etc/udev/rules.d/70-persistent-net.rules"):
        monkeypatch.delitem(FILES, name)
    monkeypatch.setitem(FILES, f"{SCRIPTS}/ifcfg-ens33", PROFILE)
    text = transcript(tmp_path / "guest", script(7), ANSWERS)
    bundle = collected(host(tmp_path / "host", "linux")[0]).bundle
    files = [(file.path, file.data or b"") for file in bundle.files]
    verdict = engine.check(assemble(RawFile(*file) for file in (*files, ("guests/web1/transcript.txt", text.encode()))))
    first = verdict.findings[0]
    assert first.rule.name == "gateway-is-host-adapter"
    assert first.finding.at.source.path == "guests/web1/transcript.txt"
    assert text.splitlines()[first.finding.at.source.position(first.finding.at.start)[0] - 1] == "GATEWAY=192.168.79.1"
    web1 = next(guest for guest in verdict.lab.guests if guest.name == "web1")
    assert (web1.os.value, web1.service.value, len(web1.profiles)) == ("centos7", "both", 1)


def test_lines_only_read() -> None:
    for _, line in command_lines():
        assert re.findall(r">+ ?(?!&1|/dev/null)\S+", line) == ["> ~/transcript.txt;"]
        assert not re.search(r"\b(rm|mv|cp|tee|sed -i|restart|start|stop|up|down|reload|add|delete|modify)\b", line.replace(" up=", ""))


def test_guest_commands() -> None:
    for language, said in (("en", "as root"), ("zh", "以 root 身份")):
        text = CliRunner().invoke(cli, ["collect", "--guest-commands", "--lang", language]).stdout
        assert said in text
        assert [line[2:] for line in text.splitlines() if line.startswith("# ")] == list(RELEASES)
    made = json.loads(CliRunner().invoke(cli, ["collect", "--guest-commands", "--format", "json"]).stdout)
    schema = json.loads((Path(vmnetdoctor.__file__).parent / "schemas" / "guest-commands.json").read_text(encoding="utf-8"))
    jsonschema.validate(made, schema, jsonschema.Draft202012Validator)
    assert [row["release"] for row in made["commands"]] == list(RELEASES)


class Tools(Commands):
    """`vmrun` with one running machine, whose files are a dictionary."""

    def __init__(self, answers: dict[str, str], text: str = "===== ip addr =====\npassword=hunter2\n", fails: str = "") -> None:
        super().__init__(answers)
        self.text = text
        self.fails = fails
        self.guest: dict[str, str] = {}

    def __call__(self, words: tuple[str, ...], folder: str, seconds: float) -> Ran:
        if words[0] != "vmrun" or "list" in words:
            return super().__call__(words, folder, seconds)
        self.asked.append(words)
        verb = words[7]
        if verb == self.fails:
            return Ran(b"Error: Invalid user name or password for the guest OS\n", 255)
        if verb == "runScriptInGuest":
            path = re.search(r"> (/tmp/vmnetdoctor-\w+\.txt)$", words[-1])
            assert path is not None
            self.guest[path[1]] = self.text
        elif verb == "copyFileFromGuestToHost":
            Path(words[-1]).write_text(self.guest[words[-2]])
        else:
            self.guest.pop(words[-1], None)
        return Ran(b"", 0)


def asked(tmp_path: Path, **given: Any) -> tuple[Collector, Tools]:
    system, commands = host(tmp_path, "linux")
    tools = Tools(commands.answers, **given)
    told: list[str] = []
    object.__setattr__(system, "run", tools)
    collector = Collector(system, DATE, True, told.append)
    ask_guests(collector, collector.machines(()), Login(("root", "s3cret")))
    assert not any("s3cret" in line for line in (*told, *collector.bundle.ran))
    return collector, tools


def test_vmrun_brings_the_transcript_and_cleans_up(tmp_path: Path) -> None:
    collector, tools = asked(tmp_path)
    taken = {file.path: file.data for file in collector.bundle.files}
    assert taken["guests/web1/transcript.txt"] == b"===== ip addr =====\npassword=(redacted)\n"
    assert Left("vmrun: web1-2", "not-running") in collector.bundle.left
    assert tools.guest == {}
    assert [words[7] for words in tools.asked if len(words) > 7] == ["runScriptInGuest", "copyFileFromGuestToHost", "deleteFileInGuest"]


@pytest.mark.parametrize("step", ["runScriptInGuest", "copyFileFromGuestToHost"])
def test_vmrun_that_fails_is_told(tmp_path: Path, step: str) -> None:
    collector, tools = asked(tmp_path, fails=step)
    assert Left("vmrun: web1", "failed") in collector.bundle.left
    assert "guests/web1/transcript.txt" not in {file.path for file in collector.bundle.files}
    assert tools.guest == {}


def test_empty_transcript_is_a_failure(tmp_path: Path) -> None:
    assert Left("vmrun: web1", "failed") in asked(tmp_path, text="\n")[0].bundle.left


@pytest.fixture
def faked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tools:
    system, commands = host(tmp_path / "root", "linux")
    tools = Tools(commands.answers)
    object.__setattr__(system, "run", tools)
    monkeypatch.setattr(gather, "this_system", lambda: system)
    monkeypatch.chdir(tmp_path)
    return tools


def test_verb_with_vmrun_keeps_the_password_to_itself(faked: Tools, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("s3cret\n")
    done = CliRunner().invoke(cli, ["collect", "--output", "lab", "--vmrun", "--guest-user", "root", "--guest-password-file", "password"])
    assert done.exit_code == 0
    assert "s3cret" not in done.output
    files = [path for path in (tmp_path / "lab").rglob("*") if path.is_file()]
    assert tmp_path / "lab/guests/web1/transcript.txt" in files
    assert [path for path in files if b"s3cret" in path.read_bytes()] == []
    assert any(words[3:7] == ("-gu", "root", "-gp", "s3cret") for words in faked.asked)


def test_verb_with_vmrun_takes_the_password_from_the_environment(faked: Tools) -> None:
    words = ["collect", "--output", "lab", "--vmrun", "--guest-user", "root"]
    assert CliRunner().invoke(cli, words, env={PASSWORD: "s3cret"}).exit_code == 0
    without = CliRunner().invoke(cli, words, env={PASSWORD: ""})
    assert (without.exit_code, without.stdout) == (2, "")
    assert PASSWORD in without.stderr


def test_verb_without_vmrun_says_so(faked: Tools) -> None:
    del faked.answers["vmrun -T ws list"]
    done = CliRunner().invoke(cli, ["collect", "--output", "lab", "--vmrun", "--guest-user", "root"], env={PASSWORD: "s3cret", "LANG": "C"})
    assert done.exit_code == 0
    assert "vmrun is not installed" in done.stderr


def test_password_file_that_cannot_be_read(faked: Tools) -> None:
    done = CliRunner().invoke(cli, ["collect", "--vmrun", "--guest-user", "root", "--guest-password-file", "nowhere"])
    assert done.exit_code == 2
    assert done.stderr.startswith("vmnetdoctor: nowhere cannot be read: ")


def test_dry_run_with_vmrun_asks_nothing(faked: Tools) -> None:
    done = CliRunner().invoke(cli, ["collect", "--dry-run", "--vmrun", "--guest-user", "root"], env={PASSWORD: "s3cret"})
    assert done.exit_code == 0
    assert faked.asked == []
    assert "vmrun -T ws list" in done.stdout


def test_login_does_not_show_itself() -> None:
    assert "s3cret" not in repr(Login(("root", "s3cret")))
