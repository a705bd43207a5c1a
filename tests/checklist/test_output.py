"""`vmnetdoctor checklist` on whole labs: golden texts, the schema, what a terminal can show, hostile names.

`pytest tests/checklist/test_output.py --rewrite` writes the expected output anew; the review reads the diff.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

import vmnetdoctor
from vmnetdoctor import __version__, catalog
from vmnetdoctor.cli import cli
from vmnetdoctor.report.checklist_markdown import code, escaped
from vmnetdoctor.report.layout import cells

SAMPLES = Path(__file__).parents[2] / "samples"
EXPECTED = Path(__file__).parent / "expected"
STORIES = sorted(p.name for p in SAMPLES.iterdir() if (p / "lab").is_dir())
GOLDEN = {"gateway-host-adapter": (), "nat-windows": (), "stale-forward": ("--symptom", "lan->guest"),
          "bridged-leftovers": ("--symptom", "能上网但主机ping不通虚拟机")}
FORMS = {"en.txt": ("--lang", "en"), "zh.txt": ("--lang", "zh"), "md": ("--lang", "en", "--format", "markdown"),
         "json": ("--lang", "en", "--format", "json")}


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["checklist", *arguments], env={"COLUMNS": "80", "LANG": "en_US.UTF-8"})


def lab(story: str) -> str:
    return str(SAMPLES / story / "lab")


def validated(text: str) -> Any:
    made = json.loads(text)
    schema = json.loads((Path(vmnetdoctor.__file__).parent / "schemas" / "checklist.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(made, schema, jsonschema.Draft202012Validator)
    return made


@pytest.mark.parametrize("form", list(FORMS))
@pytest.mark.parametrize("story", list(GOLDEN))
def test_the_checklist_of_a_sample(story: str, form: str, request: pytest.FixtureRequest) -> None:
    ran = invoke(lab(story), *FORMS[form], *GOLDEN[story])
    assert ran.exit_code == 0, ran.output
    got = ran.stdout.replace(__version__, "VERSION")
    if form == "json":
        got = json.dumps(validated(got), ensure_ascii=False, indent=1) + "\n"
    expected = EXPECTED / f"{story}.{form}"
    if request.config.getoption("--rewrite"):
        expected.write_text(got, encoding="utf-8", newline="\n")
    assert got == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("story", STORIES)
def test_lines_are_short_numbered_and_plain_in_a_pipe(story: str, language: str) -> None:
    ran = invoke(lab(story), "--lang", language)
    assert ran.exit_code == 0
    assert "\x1b" not in ran.stdout
    assert max(cells(line) for line in ran.stdout.splitlines()) <= 80
    made = validated(invoke(lab(story), "--lang", language, "--format", "json").stdout)
    for one in made["lists"]:
        assert [step["number"] for step in one["steps"]] == list(range(1, len(one["steps"]) + 1))


def test_a_host_only_guest_has_no_gateway_step(tmp_path: Path) -> None:
    steps = steps_of(tmp_path, "hostonly")
    assert "host-adapter" in steps
    assert not {"gateway", "nat-device", "forwards", "resolver", "bridge"} & set(steps)


def test_a_bridged_guest_has_the_bridge_and_no_vmware_services(tmp_path: Path) -> None:
    steps = steps_of(tmp_path, "bridged")
    assert {"bridge", "gateway", "resolver"} <= set(steps)
    assert not {"services", "dhcp", "nat-device", "forwards"} & set(steps)


def steps_of(folder: Path, lab: str) -> list[str]:
    write(folder, lab)
    return [step["step"] for step in validated(invoke(str(folder), "--format", "json").stdout)["lists"][0]["steps"]]


def write(folder: Path, lab: str = "nat") -> None:
    for path, text in catalog.labs()[lab].items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def test_what_the_mode_never_offers_is_said(tmp_path: Path) -> None:
    write(tmp_path, "hostonly")
    ran = invoke(str(tmp_path), "--lang", "en", "--symptom", "guest->internet")
    assert "does not offer at all (host-only)" in " ".join(ran.stdout.split())
    made = validated(invoke(str(tmp_path), "--format", "json", "--symptom", "guest->internet").stdout)
    assert made["lists"][0]["not_offered"] == [{"from": "guest", "to": "internet", "probe": "ping"}]


def test_other_outputs_come_in_the_lab_s_own_numbers() -> None:
    made = validated(invoke(lab("gateway-host-adapter"), "--lang", "en", "--format", "json").stdout)
    gateway = next(step for step in made["lists"][0]["steps"] if step["step"] == "gateway")
    outputs = {row["output"]: row["rules"] for row in gateway["otherwise"]}
    assert outputs["the host's own address 10.0.0.1"] == ["gateway-is-host-adapter"]
    assert outputs["an address outside 10.0.0.0/24"] == ["gateway-outside-subnet"]


def test_a_fault_that_breaks_the_path_stays_whatever_the_branch() -> None:
    made = validated(invoke(lab("gateway-host-adapter"), "--format", "json", "--symptom", "name-only").stdout)
    kept = {step["step"]: step["status"] for step in made["lists"][0]["steps"]}
    assert kept["gateway"] == "crossed"
    assert "resolver" in kept


def test_a_step_of_a_network_is_written_once(tmp_path: Path) -> None:
    write(tmp_path)
    second = tmp_path / "web2"
    second.mkdir()
    vmx = (tmp_path / "web1" / "web1.vmx").read_text(encoding="utf-8").replace("web1", "web2").replace("3b:4c:6d", "3b:4c:6e")
    (second / "web2.vmx").write_text(vmx, encoding="utf-8")
    made = validated(invoke(str(tmp_path), "--format", "json").stdout)
    assert [one["guests"] for one in made["lists"]] in ([["web1"], ["web2"]], [["web2"], ["web1"]])
    first, other = ({step["step"]: step["shown_in"] for step in one["steps"]} for one in made["lists"])
    assert set(first.values()) == {None}
    assert other["vmnets"] == other["nat-device"] == 1
    assert other["adapter"] is None
    assert "as in step" in invoke(str(tmp_path), "--lang", "en").stdout


def test_one_guest_alone() -> None:
    made = validated(invoke(lab("gateway-host-adapter"), "--guest", "web1", "--format", "json").stdout)
    assert [one["guests"] for one in made["lists"]] == [["web1"]]
    assert made["start"]["step"] == "gateway"


@pytest.mark.parametrize(("arguments", "said"), [
    (("--guest", "wbe1"), "web1"), (("--symptom", "hello"), "guest->host"), (("--symptom", "hello", "--lang", "zh"), "故障现象")])
def test_what_cannot_be_asked_is_wrong_use(arguments: tuple[str, ...], said: str) -> None:
    ran = invoke(lab("gateway-host-adapter"), *arguments)
    assert ran.exit_code == 2
    assert ran.stdout == ""
    assert said in ran.stderr


def test_a_folder_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    assert invoke(str(tmp_path / "none")).exit_code == 2


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    ran = invoke(str(tmp_path), "--lang", "en")
    assert ran.exit_code == 0
    assert "nothing here to check" in ran.stdout
    assert validated(invoke(str(tmp_path), "--format", "json").stdout)["lists"] == []


def test_marks_that_the_terminal_lacks_are_spelt_in_ascii() -> None:
    ran = CliRunner(charset="ascii").invoke(cli, ["checklist", lab("gateway-host-adapter"), "--lang", "en"])
    assert " X Default gateway" in ran.stdout
    assert " ok Network adapter" in ran.stdout


def test_no_name_of_a_file_gets_into_a_command(tmp_path: Path) -> None:
    write(tmp_path)
    vmx = tmp_path / "web1" / "web1.vmx"
    vmx.rename(vmx.with_name("a$(reboot)`id`;b.vmx"))
    profile = tmp_path / "web1" / "ifcfg-ens33"
    profile.write_text(profile.read_text(encoding="utf-8").replace("DEVICE=ens33", 'DEVICE="e;reboot"'), encoding="utf-8")
    made = validated(invoke(str(tmp_path), "--format", "json").stdout)
    typed = [command["command"] for one in made["lists"] for step in one["steps"] for command in step["commands"]]
    assert typed
    assert not [text for text in typed if "reboot" in text or ";" in text]


def test_what_comes_from_files_makes_no_markdown() -> None:
    assert escaped("a *b* [x](y) `c *d*` <i>") == r"a \*b\* \[x\](y) `c *d*` \<i\>"
    assert code("a`b") == "`` a`b ``"
