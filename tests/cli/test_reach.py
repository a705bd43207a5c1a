"""`matrix` and `trace` on the command line: exit codes, wrong names, both languages, all samples."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

import vmnetdoctor
from vmnetdoctor.cli import cli, run

SAMPLES = Path(__file__).parents[2] / "samples"
STORIES = sorted(p.name for p in SAMPLES.iterdir() if (p / "lab").is_dir())
GATEWAY = str(SAMPLES / "gateway-host-adapter" / "lab")
HEALTHY = str(SAMPLES / "nat-windows" / "lab")
# words of files and commands that a Chinese text may hold
LATIN = re.compile(r"`[^`]*`|\S*[/:.]\S*|VMware (?:NAT|DHCP) Service|VMnet\d+")


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, env={"COLUMNS": "80", "NO_COLOR": "1", "LANG": "en_US.UTF-8"})


def validated(result: Result, name: str) -> Any:
    made = json.loads(result.stdout)
    schema = json.loads((Path(vmnetdoctor.__file__).parent / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    jsonschema.validate(made, schema, jsonschema.Draft202012Validator)
    return made


@pytest.mark.parametrize("story", STORIES)
def test_matrix_of_every_sample(story: str) -> None:
    place = str(SAMPLES / story / "lab")
    made = validated(invoke("matrix", place, "--format", "json"), "matrix")
    assert {"host", "lan", "internet"} <= {e["name"] for e in made["endpoints"]}
    english, chinese = invoke("matrix", place), invoke("matrix", place, "--lang", "zh")
    assert (english.exit_code, chinese.exit_code) == (0, 0)
    assert english.output.startswith("expected connectivity")
    assert chinese.output.startswith("预期连通性")
    assert not re.search(r"[a-z]{3,} [a-z]{3,}", LATIN.sub("", chinese.output))


@pytest.mark.parametrize("story", STORIES)
def test_trace_agrees_with_the_matrix(story: str) -> None:
    place = str(SAMPLES / story / "lab")
    cells = validated(invoke("matrix", place, "--format", "json"), "matrix")["cells"]
    guests = sorted({c["from"] for c in cells} - {"host", "lan", "internet"})
    for sender, target, probe in [*((g, "internet", "ping") for g in guests), *((g, "internet", "names") for g in guests),
                                  *(("host", g, "ping") for g in guests)]:
        cell = next(c for c in cells if (c["from"], c["to"], c["probe"]) == (sender, target, probe))
        words = ("trace", place, "--from", sender, "--to", target, "--probe", probe)
        result = invoke(*words, "--format", "json")
        made = validated(result, "trace")
        assert result.exit_code == (0 if cell["verdict"] == "reachable" else 1)
        assert [*made["request"], *made["answer"]] == cell.pop("hops")
        assert made["cell"] == cell
        for language in ("en", "zh"):
            assert invoke(*words, "--lang", language).exit_code == result.exit_code


def test_the_cause_and_the_cure_are_named() -> None:
    made = validated(invoke("trace", GATEWAY, "--from", "web1", "--to", "internet", "--format", "json"), "trace")
    assert made["cell"]["because"] == ["gateway-is-host-adapter"]
    assert made["would_work_if"]["findings"] == ["gateway-is-host-adapter"]
    assert [e["text"] for e in made["would_work_if"]["edits"]] == ["10.0.0.2"]
    text = invoke("trace", GATEWAY, "--from", "web1", "--to", "internet").output
    assert "guests/web1/ifcfg-ens33:9 names 10.0.0.1 as its gateway" in " ".join(text.split())


def test_what_no_cure_can_give_is_null() -> None:
    result = invoke("trace", HEALTHY, "--from", "lan", "--to", "web1", "--format", "json")
    assert validated(result, "trace")["would_work_if"] is None
    assert result.exit_code == 1


def test_forward_and_address() -> None:
    assert invoke("trace", HEALTHY, "--from", "lan", "--to", "web1", "--probe", "tcp/8888").exit_code == 0
    assert invoke("trace", HEALTHY, "--from", "lan", "--to", "web1", "--probe", "tcp/80").exit_code == 1
    made = validated(invoke("trace", GATEWAY, "--from", "web1", "--to", "host", "--address", "192.168.83.1", "--format", "json"), "trace")
    assert made["cell"]["address"] == "192.168.83.1"
    elsewhere = invoke("trace", HEALTHY, "--from", "web1", "--to", "host", "--address", "10.0.0.99", "--format", "json")
    assert validated(elsewhere, "trace")["cell"]["verdict"] != "reachable"


def test_filters() -> None:
    made = validated(invoke("matrix", HEALTHY, "--from", "web1", "--to", "internet", "--to", "host", "--format", "json"), "matrix")
    assert {(c["from"], c["to"]) for c in made["cells"]} == {("web1", "internet"), ("web1", "host")}
    assert invoke("matrix", HEALTHY, "--from", "web1", "--to", "web1").output == "nothing to show\n"


@pytest.mark.parametrize(("arguments", "english", "chinese"), [
    (("trace", "--from", "web", "--to", "host"), "no endpoint is named web; did you mean web1?", "没有名为 web 的端点；您是否要找 web1？"),
    (("trace", "--from", "web1", "--to", "internett"), "did you mean internet?", "internet"),
    (("trace", "--from", "zzzzzz", "--to", "host"), "; there are host, lan, internet", "；可用的有 host、lan、internet"),
    (("trace", "--from", "host", "--to", "host"), "host cannot be its own target", "不能都是 host"),
    (("trace", "--from", "web1", "--to", "host", "--probe", "tcp/0"), "tcp/0 is no probe", "tcp/0 不是合法的探测方式"),
    (("trace", "--from", "web1", "--to", "host", "--probe", "tcp/65536"), "is no probe", "不是合法的探测方式"),
    (("trace", "--from", "web1", "--to", "host", "--probe", "names"), "goes to internet", "只能是 internet"),
    (("trace", "--from", "web1", "--to", "host", "--address", "10.0.0.01"), "10.0.0.01 is no IPv4 address", "不是 IPv4 地址"),
    (("matrix", "--from", "WEB1"), "did you mean web1?", "web1"), (("matrix", "--to", "box\x1b"), "box\\x1b", "box\\x1b")])
def test_wrong_use_is_exit_code_2_in_one_line(arguments: tuple[str, ...], english: str, chinese: str) -> None:
    verb, *rest = arguments
    for language, text in (("en", english), ("zh", chinese)):
        result = invoke(verb, HEALTHY, *rest, "--lang", language)
        assert result.exit_code == 2
        assert text in result.stderr
        assert result.stderr.startswith("vmnetdoctor: ")
        assert result.stderr.count("\n") == 1
        assert result.stdout == ""


def test_trace_needs_both_ends() -> None:
    assert invoke("trace", HEALTHY, "--from", "web1").exit_code == 2


VMX = 'displayName = "{}"\nethernet0.present = "TRUE"\nethernet0.connectionType = "nat"\nethernet0.addressType = "generated"\n' \
      'ethernet0.generatedAddress = "00:0c:29:3b:4c:6d"\n'
CONTRADICTIONS = {
    "address twice": {"a/a.vmx": VMX.format("a"), "b/b.vmx": VMX.format("b"), "a/ifcfg-eth0": "DEVICE=eth0\nONBOOT=yes\nIPADDR=10.0.0.2\nPREFIX=24\n",
                      "b/ifcfg-eth0": "DEVICE=eth0\nONBOOT=yes\nIPADDR=10.0.0.2\nPREFIX=24\n", "host/nat.conf": "[host]\nip = 10.0.0.2/24\ndevice = VMnet8\n"},
    "two subnets": {"a/a.vmx": VMX.format("a"), "host/nat.conf": "[host]\nip = 10.0.0.2/24\ndevice = VMnet8\n",
                    "host/vmnetdhcp.conf": "# Virtual ethernet segment 8\nsubnet 10.9.9.0 netmask 255.255.255.0 {\nrange 10.0.0.1 10.9.9.3;\n}\n"},
    "nothing but a name": {"a/a.vmx": 'displayName = "a"\n'},
    "no file": {"a.txt": "?"},
    "hostile": {"a/a.vmx": VMX.format("\u202e{x}|<b>"), "a/ifcfg-eth0": "DEVICE=eth0\nIPADDR=\x00\nGATEWAY=[a|b]\nONBOOT=yes\n"},
}


@pytest.mark.parametrize("story", list(CONTRADICTIONS))
def test_contradictory_facts_are_never_an_exception(story: str, tmp_path: Path) -> None:
    for path, text in CONTRADICTIONS[story].items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    made = validated(invoke("matrix", str(tmp_path), "--format", "json"), "matrix")
    names = [e["name"] for e in made["endpoints"]]
    for language in ("en", "zh"):
        assert run(["matrix", str(tmp_path), "--lang", language]) == 0
        for sender in names:
            for target in names:
                if sender != target:
                    assert run(["trace", str(tmp_path), "--from", sender, "--to", target, "--lang", language]) in (0, 1)
