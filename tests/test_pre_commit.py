"""The real pre-commit in a real git repository: passes on a healthy lab, fails on a broken one, skips what is none of ours."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples"

pytest.importorskip("pre_commit", reason="pre-commit is not installed")
if shutil.which("git") is None:
    pytest.skip("git is not installed", allow_module_level=True)


def run(where: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "PRE_COMMIT_HOME": str(where.parent / "cache"),
           "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    return subprocess.run(words, cwd=where, env=env, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)


def git(where: Path, *words: str) -> None:
    done = run(where, "git", "-c", "user.name=t", "-c", "user.email=t@example.invalid", *words)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the hook of this checkout's own .pre-commit-hooks.yaml, run by the installed program."""
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8").replace("language: python", "language: system")
    assert hooks.startswith("- id: vmnetdoctor\n")
    body = "".join(f"      {line}\n" for line in hooks.splitlines())
    where = tmp_path / "repository"
    where.mkdir()
    (where / ".pre-commit-config.yaml").write_text("repos:\n  - repo: local\n    hooks:\n" + body, encoding="utf-8")
    git(where, "init", "-q")
    return where


def hook(where: Path, *files: str) -> subprocess.CompletedProcess[str]:
    git(where, "add", "-A")
    return run(where, sys.executable, "-m", "pre_commit", "run", "vmnetdoctor", *(["--files", *files] if files else ["--all-files"]))


def test_passes_on_a_healthy_lab(repository: Path) -> None:
    shutil.copytree(SAMPLES / "nat-windows" / "lab", repository / "lab")
    done = hook(repository)
    assert done.returncode == 0, done.stdout
    assert "Passed" in done.stdout


def test_fails_on_a_broken_lab_with_the_cause(repository: Path) -> None:
    shutil.copytree(SAMPLES / "gateway-host-adapter" / "lab", repository / "lab")
    done = hook(repository)
    assert done.returncode == 1
    assert "gateway-is-host-adapter" in done.stdout


def test_is_skipped_when_nothing_relevant_changed(repository: Path) -> None:
    shutil.copytree(SAMPLES / "gateway-host-adapter" / "lab", repository / "lab")
    (repository / "notes.txt").write_text("nothing to see\n", encoding="utf-8")
    git(repository, "add", "-A")
    done = hook(repository, "notes.txt")
    assert done.returncode == 0
    assert "no files to check" in done.stdout
