"""Rebuilt help-desk cases, where that folder lies beside the checkout: the first crossed step lies in the cause's layer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from vmnetdoctor import catalog, engine
from vmnetdoctor.assemble.lab import assemble
from vmnetdoctor.checklist.entries import CROSSED
from vmnetdoctor.checklist.lists import checklist
from vmnetdoctor.files import gather

SHARED = Path(__file__).parents[3] / "shared"

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the folder with real files is not beside this checkout")


def cases() -> list[Any]:
    found = sorted(SHARED.glob("cases/*/expect.yaml"))
    return [pytest.param(path.parent, yaml.safe_load(path.read_text(encoding="utf-8")), id=path.parent.name) for path in found]


@pytest.mark.parametrize(("folder", "expect"), cases())
def test_the_first_crossed_step_is_the_cause_s(folder: Path, expect: dict[str, Any]) -> None:
    verdict = engine.check(assemble(gather([str(folder / "input")])))
    crossed = [entry for one in checklist(verdict).lists for entry in one.steps if entry.status == CROSSED]
    layers = {catalog.rule(name).layer for name in expect["causes"] if name in catalog.files()}
    if any(found.rule.name in expect["causes"] and found.severity != "info" for found in verdict.findings):
        assert crossed[0].step.layer in layers
    elif not expect["causes"]:
        assert {found.rule.name for entry in crossed for found in entry.findings} <= {*expect["also"], "expectation-unmet"}
