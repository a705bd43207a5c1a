"""Options of the test run."""

from __future__ import annotations

import pytest  # noqa: TC002 - pytest reads the annotation


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite", action="store_true", help="write the expected output of the samples anew")
