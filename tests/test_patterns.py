"""Patterns that compile at first use: all of them are good, and none is compiled before."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from vmnetdoctor.patterns import late

PACKAGE = Path(__file__).parents[1] / "vmnetdoctor"
MODULES = [".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts) for path in sorted(PACKAGE.rglob("*.py"))
           if re.search(r"\blate\(", path.read_text(encoding="utf-8")) and path.name != "patterns.py"]


def held(value: Any) -> list[Any]:
    if isinstance(value, (tuple, list)):
        return [pattern for part in value for pattern in held(part)]
    return [value] if isinstance(value, late) else []


@pytest.mark.parametrize("module", MODULES)
def test_every_pattern_compiles(module: str) -> None:
    found = [pattern for value in vars(import_module(module)).values() for pattern in held(value)]
    assert found
    for pattern in found:
        assert isinstance(pattern.search, type(re.compile("").search))


def test_a_bad_pattern_is_told_at_first_use() -> None:
    bad = late("(")
    with pytest.raises(re.error):
        bad.match("")


def test_flags_and_groups_are_those_of_re() -> None:
    pattern = late(r"VMNET(\d)", re.IGNORECASE)
    found = pattern.fullmatch("vmnet8")
    assert found is not None
    assert (found[1], pattern.groups) == ("8", 1)
