"""Checks a declaration against `schemas/declared.json` and names the first mistake with its place and a near miss."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from vmnetdoctor.formats.declared_error import DeclaredError

if TYPE_CHECKING:
    from vmnetdoctor.formats.declared_tree import Path, Tree

EXAMPLES = {
    "addresses": "192.168.1.100/24", "gateway": "192.168.1.1", "address": "192.168.1.100", "os": "centos7",
    "probe": "ping, tcp/80", "bridges": "VMnet0", "ignore": "gateway-missing", "severity": "gateway-missing",
}


def validate(tree: Tree) -> None:
    """Raise DeclaredError for the mistake that comes first in the text."""
    found = [(_rank(tree, error), error) for error in _validator().iter_errors(tree.data)]
    if found:
        raise _error(tree, min(found, key=lambda ranked: ranked[0])[1])


def _rank(tree: Tree, error: Any) -> int:
    """Offset of a mistake; a key is missed at the end of its mapping, so a misspelt one is named instead."""
    span = tree.values.get(tuple(error.absolute_path), (0, 0))
    return span[1] if error.validator == "required" else _error(tree, error).place.start


@cache
def _validator() -> Any:
    import json
    from pathlib import Path as File

    from jsonschema import Draft202012Validator

    text = (File(__file__).parent.parent / "schemas" / "declared.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def _error(tree: Tree, error: Any) -> DeclaredError:
    path: Path = tuple(error.absolute_path)
    key = next((str(step) for step in reversed(path) if isinstance(step, str)), "vmnetdoctor.yaml")
    if error.validator == "additionalProperties":
        return _unknown_key(tree, path, error)
    if error.validator == "required":
        missing = next(name for name in error.validator_value if name not in error.instance)
        return DeclaredError(tree.key_place(path), "key-missing", {"key": missing})
    if error.validator == "type":
        return DeclaredError(tree.value_place(path), "wrong-type", {"key": key, "expected": str(error.validator_value)})
    if error.validator == "enum":
        return _not_one_of(tree, path, key, error)
    value = str(error.instance)[:80]
    in_name = "propertyNames" in error.absolute_schema_path
    place = tree.key_place((*path, error.instance)) if in_name else tree.value_place(path)
    return DeclaredError(place, "malformed", {"key": key, "value": value, "example": EXAMPLES.get(key, "a name")})


def _unknown_key(tree: Tree, path: Path, error: Any) -> DeclaredError:
    known = sorted(error.schema["properties"])
    key = next(name for name in error.instance if name not in error.schema["properties"])
    near = _near(key, known)
    values = {"key": key[:80], "known": ", ".join(known), "near": near}
    return DeclaredError(tree.key_place((*path, key)), "unknown-key-near" if near else "unknown-key", values)


def _not_one_of(tree: Tree, path: Path, key: str, error: Any) -> DeclaredError:
    known = [str(word) for word in error.validator_value]
    value = str(error.instance)[:80]
    near = _near(value, known)
    values = {"key": key, "value": value, "known": ", ".join(known), "near": near}
    return DeclaredError(tree.value_place(path), "not-one-of-near" if near else "not-one-of", values)


def _near(word: str, known: list[str]) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(word[:40].lower(), known, 1, 0.6)), "")
