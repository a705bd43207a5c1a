"""With `--lang zh` nobody meets an English sentence, a blank between Chinese words, or Western punctuation between them."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from vmnetdoctor import catalog, cli, engine
from vmnetdoctor.assemble.inputs import RawFile
from vmnetdoctor.assemble.lab import assemble
from vmnetdoctor.cli.terminal import language_of
from vmnetdoctor.network.build import build
from vmnetdoctor.network.matrix import matrix
from vmnetdoctor.report.check_text import check_text
from vmnetdoctor.report.explain_text import explain_text, rules_text
from vmnetdoctor.report.lab_picture import os_words
from vmnetdoctor.report.layout import cells
from vmnetdoctor.report.matrix_text import matrix_text
from vmnetdoctor.report.show_text import show_text
from vmnetdoctor.report.supplies import MISSING, SUPPLY
from vmnetdoctor.report.trace_text import trace_text

SENTENCE = re.compile(r"[A-Za-z][A-Za-z'-]*(?:[ ,]+[A-Za-z][A-Za-z'-]*){3,}")
FRAME = re.compile(r"\s*(?:\d+ \||\||[-+] ?\S|-->|:::|\.\.\.)")
# names of products and of Windows' own things, and what programs print; they keep their English
NAMES = ("VMware Network Adapter", "VMware NAT Service", "VMware DHCP Service", "VMware Bridge Protocol", "VMware Workstation Pro",
         "VMware Fusion Pro", "VirtualBox Host-Only Network", "Local Area Connection", "has different MAC address than expected, ignoring",
         "not an allowed static Ethernet address", "does not seem to be present, delaying initialization", "Library/Preferences/VMware Fusion")
C = "\u3400-\u9fff"


def prose(text: str) -> str:
    """The report as running text, without frames, diffs, tables, code and names."""
    lines = [line.strip() for line in text.splitlines() if not FRAME.match(line)]
    joined = "\n".join(lines)
    for low, high in (("`", "`"), ("“", "”"), ('"', '"')):
        joined = re.sub(f"{low}[^{high}\n]*(?:\n[^{high}\n]*){{0,2}}{high}", "x", joined)
    for name in NAMES:
        joined = re.sub(r"\s".join(map(re.escape, name.split())), "x", joined)
    return joined


def english(text: str) -> list[str]:
    return [found.group() for found in SENTENCE.finditer(prose(text))]


def verdict(example: dict[str, object]) -> engine.Verdict:
    files = catalog.example_files(example)
    return engine.check(assemble([RawFile(path, catalog.unmarked(text)[0].encode()) for path, text in sorted(files.items())]))


@pytest.mark.parametrize("name", list(catalog.files()))
def test_reports_about_every_rule_are_chinese(name: str) -> None:
    rule = catalog.rule(name)
    assert english(explain_text(rule, "zh", 80, False).split("错误示例")[0]) == []
    for example in rule.examples[:2]:
        judged = verdict(example)
        text = check_text(judged, "zh", 80, False, True, True)
        assert english(text) == []
        assert re.findall(rf"[{C}] +[{C}]", prose(text)) == []
        assert re.findall(rf"[{C}][,;!?]|[A-Za-z0-9], ?[{C}]", prose(text)) == []
        assert english(show_text(judged.lab, "zh", 80, False)) == []


@pytest.mark.parametrize("name", ["gateway-is-host-adapter", "forward-target-unknown", "bridge-wrong-adapter", "adapter-disconnected"])
def test_matrix_and_trace_are_chinese(name: str) -> None:
    judged = verdict(catalog.rule(name).examples[0])
    topology = build(judged.lab)
    made = matrix(topology, None, None)
    assert english(matrix_text(topology, made, "zh", 80, False)) == []
    for walked in made.cells:
        assert english(trace_text(walked, "zh", 80, False)) == []


def test_what_is_missing_is_chinese() -> None:
    for _, text in (*MISSING.values(), *SUPPLY.values()):
        assert re.search(f"[{C}]", text)
        assert english(text) == []
    assert english(rules_text("zh", 80, False)) == []


@pytest.mark.parametrize("arguments", [("explain", "nosuchrule"), ("explain",), ("check", "/nosuch/folder"), ("trace", "--from", "a", "--to", "b", "tests")])
def test_our_own_refusals_are_chinese(arguments: tuple[str, ...]) -> None:
    result = CliRunner().invoke(cli.cli, [*arguments, "--lang", "zh"])
    assert result.exit_code == 2
    assert re.search(f"[{C}]", result.output)
    assert english(result.output) == []


def test_a_failure_of_the_program_is_told_in_the_language_asked_for(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("vmnetdoctor.cli.lab.gather", lambda paths: 1 // 0)
    assert cli.run(["check", "--lang", "zh", "tests"]) == cli.FAILED
    told = capsys.readouterr().err
    assert told.startswith("vmnetdoctor 自身出错")
    assert max(map(cells, told.splitlines())) <= 80


@pytest.mark.parametrize(("arguments", "language"), [(["--lang", "zh"], "zh"), (["--lang=zh", "x"], "zh"), (["--lang", "fr"], "en"), ([], "en")])
def test_language_of_a_command_line(arguments: list[str], language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "C")
    assert language_of(arguments) == language


@pytest.mark.parametrize(("code", "words"), [("centos6", "CentOS 6"), ("windows", "Windows"), ("macos", "macOS"), ("centos7-64", "centos7-64"),
                                             ("rhel10", "RHEL 10"), ("\x1b", "\\x1b")])
def test_systems_by_their_names(code: str, words: str) -> None:
    assert os_words(code) == words
