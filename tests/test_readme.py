"""The two READMEs: what they promise is there, and what they quote is what the program prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from vmnetdoctor import cli

TOP = Path(__file__).parents[1]
READMES = ("README.md", "README.zh.md")


@pytest.mark.parametrize("name", READMES)
def test_every_verb_stands_in_the_table(name: str) -> None:
    text = (TOP / name).read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `vmnetdoctor (\w+)", text, re.M)) == set(cli.VERBS)


@pytest.mark.parametrize("name", READMES)
def test_every_option_that_is_named_exists(name: str) -> None:
    text = (TOP / name).read_text(encoding="utf-8")
    helps = "".join(CliRunner().invoke(cli.cli, [verb, "--help"]).output for verb in cli.VERBS)
    named = {option for line in re.findall(r"vmnetdoctor [^`\n]*|`--[^`]*`", text) for option in re.findall(r"--[a-z][a-z-]+", line)}
    assert named
    assert {option for option in named if option not in helps} == set()


def test_the_quoted_finding_is_the_one_of_the_sample() -> None:
    quoted = re.search(r"```\n(error\[.*?)```", (TOP / "README.md").read_text(encoding="utf-8"), re.S)
    assert quoted is not None
    printed = CliRunner().invoke(cli.cli, ["check", str(TOP / "samples/gateway-host-adapter/lab"), "--lang", "en"]).output
    assert quoted[1] in printed
