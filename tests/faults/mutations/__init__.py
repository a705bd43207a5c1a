"""One mutation for each rule: a function of the rule's name that makes the fault in a lab, or says that it cannot be made there.

A function's name is the rule's, in the rule's area's module; after two underscores follows a word where a rule has several.
"""

from __future__ import annotations

import importlib
import inspect
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.given import Given

    Mutation = Callable[[Given], Given | None]

AREAS = ("adapter", "dhcp", "guest", "host", "lab", "nat", "profile")


def mutations() -> dict[str, Mutation]:
    """Mutations by name: `rule-name` or `rule-name/variant`."""
    found: dict[str, Mutation] = {}
    for area in AREAS:
        module = importlib.import_module(f"tests.faults.mutations.{area}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if not name.startswith("_") and function.__module__ == module.__name__:
                found[name.replace("__", "/").replace("_", "-")] = function
    return found


def rule_of(mutation: str) -> str:
    """The rule that a mutation is for."""
    return mutation.partition("/")[0]
