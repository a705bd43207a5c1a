"""Expectations put into a lab's vmnetdoctor.yaml."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.faults.given import Given

DECLARATION = "vmnetdoctor.yaml"


def wishing(given: Given, sender: str, target: str, probe: str = "ping", verdict: str = "reachable") -> Given:
    """With an expectation more."""
    names = ", ".join(f"{key}: {json.dumps(name, ensure_ascii=False)}" for key, name in (("from", sender), ("to", target)))
    wish = f"- {{{names}, probe: {probe}, verdict: {verdict}}}\n"
    text = given.text(DECLARATION) if DECLARATION in given.files else ""
    if "expect:\n" in text:
        return given.append(DECLARATION, "  " + wish)
    return given.add(DECLARATION, f"{text}expect:\n  {wish}")
