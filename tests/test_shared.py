"""Real files and rebuilt help-desk cases, where that folder lies beside the checkout; visibly skipped elsewhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from vmnetdoctor import engine
from vmnetdoctor.assemble.lab import assemble
from vmnetdoctor.files import gather

SHARED = Path(__file__).parents[2] / "shared"
CONFIG = {"vmx", "ifcfg", "vmnetdhcp", "vmnetnat", "networking", "netmap", "nmconnection", "sysconfig-network", "vmnetdoctor.yaml",
          "network", "expectation", "yaml", "dhcpd", "nat"}

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the folder with real files is not beside this checkout")


def expectations() -> list[Any]:
    found = sorted(SHARED.glob("cases/*/expect.yaml"))
    return [pytest.param(path.parent, yaml.safe_load(path.read_text(encoding="utf-8")), id=path.parent.name) for path in found]


def loud(folder: Path) -> list[str]:
    verdict = engine.check(assemble(gather([str(folder / "input")])))
    assert verdict.crashes == ()
    return [j.rule.name for j in verdict.findings if j.severity != "info"]


def config_only(expect: dict[str, Any]) -> bool:
    return all(name.removesuffix(".conf") in CONFIG for name in expect.get("inputs_needed") or ())


@pytest.mark.parametrize(("folder", "expect"), [c for c in expectations() if config_only(c.values[1])])
def test_the_cause_comes_first_where_configuration_shows_it(folder: Path, expect: dict[str, Any]) -> None:
    found = loud(folder)
    if expect["causes"]:
        assert found[0] in expect["causes"]
    assert set(found) <= {*expect["causes"], *expect["also"], "expectation-unmet"}


@pytest.mark.parametrize(("folder", "expect"), expectations())
def test_nothing_false_is_said(folder: Path, expect: dict[str, Any]) -> None:
    assert set(loud(folder)) <= {*expect["causes"], *expect["also"], "expectation-unmet"}


@pytest.mark.parametrize("path", sorted(p for p in SHARED.glob("corpus/*/*") if p.is_file()), ids=lambda p: f"{p.parent.name}-{p.name}")
def test_no_real_file_crashes_a_rule(path: Path) -> None:
    assert engine.check(assemble(gather([str(path)]))).crashes == ()


@pytest.mark.long
def test_real_files_are_read_as_upstream_reads_them() -> None:
    program = f"{sys.executable} -m vmnetdoctor"
    ran = subprocess.run([sys.executable, str(SHARED / "tools" / "corpus.py"), "--vmnetdoctor", program, "--files", str(SHARED / "corpus"),
                          "--expected", str(SHARED / "corpus" / "expected")], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-3000:]
