"""The rule catalogue: `rules/<area>/<name>.yaml`, read only for rules that fired or are asked for."""

from __future__ import annotations

from dataclasses import field
from functools import cache
from typing import TYPE_CHECKING, Any

from vmnetdoctor.model.facts import record

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = ("en", "zh")
LAYERS = ("link", "switch", "interface", "address", "gateway", "host", "forward", "names", "firewall", "note")
SEVERITIES = ("error", "warning", "info")


class CatalogError(Exception):
    """A rule file that does not hold what the catalogue promises; the text begins with file:line:column."""


@record
class Rule:
    """One rule as its YAML file has it; `texts` is {language: {claim, message, why, cure, ...}}.

    `drawing` is {path, at} of rules/pages.yaml; `see_also` is {rule not to be mistaken for this one: {language: why}};
    `by_system` has the rule's own entries beside those of rules/by-system.yaml.
    """

    id: str
    name: str
    area: str
    severity: str
    layer: str
    since: str
    fix: str
    follows: tuple[str, ...]
    texts: dict[str, dict[str, Any]]
    examples: tuple[dict[str, Any], ...]
    drawing: dict[str, str] = field(default_factory=dict)
    see_also: dict[str, dict[str, str]] = field(default_factory=dict)
    by_system: dict[str, dict[str, Any]] = field(default_factory=dict)


def folder() -> Path:
    """Where the rule files are: inside an installed package, else beside it (source checkout, editable install)."""
    from pathlib import Path  # costs a start-up that reads no rule several milliseconds

    package = Path(__file__).parent
    inside = package / "rules"
    return inside if inside.is_dir() else package.parent / "rules"


@cache
def files() -> dict[str, Path]:
    """Rule name to file, by area and name."""
    return {path.stem: path for path in sorted(folder().glob("*/*.yaml"))}


@cache
def rule(name: str) -> Rule:
    """The rule of that name; KeyError if there is none, CatalogError if its file is not readable."""
    path = files()[name]
    raw = _yaml(path)
    return Rule(raw["id"], raw["name"], path.parent.name, raw["severity"], raw["layer"], raw["since"], raw["fix"],
                tuple(raw.get("follows", ())), {language: raw[language] for language in LANGUAGES}, tuple(raw["examples"]),
                raw.get("drawing", {}), raw.get("see_also", {}), raw.get("by_system", {}))


def all_rules() -> list[Rule]:
    """Every rule, by code."""
    return sorted(map(rule, files()), key=lambda each: each.id)


def _yaml(path: Path) -> dict[str, Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        with path.open(encoding="utf-8") as file:
            loaded = yaml.load(file, loader)  # a safe loader either way
    except yaml.YAMLError as error:
        raise CatalogError(f"{path}: {error}") from error
    if not isinstance(loaded, dict):
        raise CatalogError(f"{path}:1:1: a rule file holds one mapping")
    return loaded


def validate(path: Path, part: str = "") -> None:
    """Raise CatalogError with file:line:column where the file does not fit schemas/rule.json, or that definition of it."""
    import json
    from pathlib import Path

    import jsonschema
    import yaml

    schema = json.loads((Path(__file__).parent / "schemas" / "rule.json").read_text(encoding="utf-8"))
    if part:
        schema = {"$ref": f"#/$defs/{part}", "$defs": schema["$defs"]}
    error = next(iter(sorted(jsonschema.Draft202012Validator(schema).iter_errors(_yaml(path)), key=str)), None)
    if error is not None:
        node = yaml.compose(path.read_text(encoding="utf-8"), yaml.SafeLoader)
        line, column = _position(node, list(error.absolute_path))
        raise CatalogError(f"{path}:{line}:{column}: {error.message}")


def _position(node: Any, steps: list[str | int]) -> tuple[int, int]:
    for step in steps:
        if isinstance(step, int):
            node = node.value[step]
        else:
            node = next((value for key, value in node.value if key.value == step), node)
    return node.start_mark.line + 1, node.start_mark.column + 1


def find(text: str) -> str | None:
    """The rule's name for a name or a code, whatever its case."""
    wanted = text.strip().lower()
    if wanted in files():
        return wanted
    return next((name for name in files() if rule(name).id.lower() == wanted), None)


def nearest(text: str) -> list[str]:
    """Up to three names or codes that look like `text`."""
    from difflib import get_close_matches

    wanted = text.strip().lower()
    known = [*files(), *(rule(name).id.lower() for name in files())] if wanted.startswith("vnd") else list(files())
    close = get_close_matches(wanted, known, 3, 0.5) or [name for name in known if wanted and wanted in name][:3]
    return [name.upper() if name.startswith("vnd") else name for name in close]


@cache
def labs() -> dict[str, dict[str, str]]:
    """The healthy labs of rules/labs.yaml that examples start from: {name: {path: text}}."""
    return _yaml(folder() / "labs.yaml")


@cache
def pages() -> dict[str, Any]:
    """What the pages of all rules share (rules/pages.yaml): drawings, symptoms and links."""
    return _yaml(folder() / "pages.yaml")


@cache
def by_system() -> dict[str, dict[str, Any]]:
    """What cures share and each system has its own way for (rules/by-system.yaml): {name: {system: text, language: {...}}}."""
    return _yaml(folder() / "by-system.yaml")


def example_files(example: dict[str, Any], good: bool = False) -> dict[str, str]:
    """The files of an example: its lab's, changed by `bad` and, if asked for, by `good`; a null takes a file away."""
    changed = example.get("good", {}) if good else {}
    merged: dict[str, str | None] = {**labs().get(example.get("lab", ""), {}), **example["bad"], **changed}
    return {path: text for path, text in merged.items() if text is not None}


BRACKETS = "⟦⟧"


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """An example's text without its brackets, and the (start, end) offsets that stood between them."""
    spans, plain, start = [], [], -1
    length = 0
    for char in text:
        if char == BRACKETS[0]:
            start = length
        elif char == BRACKETS[1]:
            spans.append((start, length))
        else:
            plain.append(char)
            length += 1
    return "".join(plain), spans
