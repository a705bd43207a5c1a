"""Whole labs with expected output: `samples/<story>/lab` against expected.en.txt, expected.zh.txt and expected.json.

`pytest tests/test_samples.py --rewrite` writes the expectations anew; the review reads the diff.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from vmnetdoctor import __version__
from vmnetdoctor.cli import cli

SAMPLES = Path(__file__).parents[1] / "samples"
STORIES = sorted(p.name for p in SAMPLES.iterdir() if p.is_dir())
FORMS = {"expected.en.txt": ("--lang", "en"), "expected.zh.txt": ("--lang", "zh"), "expected.json": ("--lang", "en", "--format", "json")}


@pytest.mark.parametrize("form", list(FORMS))
@pytest.mark.parametrize("story", STORIES)
def test_output_is_as_the_story_says(story: str, form: str, request: pytest.FixtureRequest) -> None:
    ran = CliRunner().invoke(cli, ["check", str(SAMPLES / story / "lab"), *FORMS[form]], env={"COLUMNS": "100", "NO_COLOR": "1"})
    assert ran.exit_code in (0, 1), ran.output
    got = ran.stdout.replace(__version__, "VERSION")
    if form.endswith(".json"):
        got = json.dumps(json.loads(got), ensure_ascii=False, indent=1) + "\n"
    expected = SAMPLES / story / form
    if request.config.getoption("--rewrite"):
        expected.write_text(got, encoding="utf-8", newline="\n")
    assert got == expected.read_text(encoding="utf-8")


def test_there_are_samples_of_both_kinds() -> None:
    codes = {story: CliRunner().invoke(cli, ["check", str(SAMPLES / story / "lab")]).exit_code for story in STORIES}
    assert len(STORIES) >= 6
    assert codes["nat-windows"] == 0
    assert codes["gateway-host-adapter"] == 1
