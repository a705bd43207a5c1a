"""Imports go to a lower level only (the table of layers in README, Architecture)."""

from __future__ import annotations

import ast
import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "vmnetdoctor"
LEVELS = {"source": 0, "patterns": 0, "formats": 1, "model": 2, "assemble": 3, "network": 4, "checks": 5, "catalog": 5, "systems": 6, "verdict": 6, "folding": 6, "engine": 6, "cures": 6, "experiment": 6, "grouping": 6, "checklist": 6,
          "report": 7, "files": 8, "collect": 8, "cli": 8, "__main__": 8, "__init__": 0}
# what a level may not import although it lies below: checks and the walk know no file format
FORBIDDEN = {"network": {"formats", "assemble"}, "checks": {"formats", "assemble"}, "model": {"formats"}, "report": {"formats"}}
# libraries whose import costs start-up time, and the only modules that may import them
DOORS = {"netaddr": {"model/addr.py"}, "yaml": {"catalog.py", "formats/declared_tree.py"},
         "jsonschema": {"catalog.py", "formats/declared_schema.py"}}

MODULES = sorted(PACKAGE.rglob("*.py"))
NAMES = {".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path for path in MODULES}


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> list[tuple[str, bool]]:
    """(module, at module level) of every import, those for the type checker included."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {id(node) for function in ast.walk(tree) if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
              for node in ast.walk(function)}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            of_package = [f"{node.module}.{alias.name}" for alias in node.names]
            found += [(name if name in NAMES else node.module, id(node) not in inside) for name in of_package]
        elif isinstance(node, ast.Import):
            found += [(alias.name, id(node) not in inside) for alias in node.names]
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    mine = room(path)
    for name, _ in imports(path):
        parts = name.split(".")
        if parts[0] != "vmnetdoctor" or len(parts) == 1:
            continue
        theirs = parts[1]
        assert LEVELS[theirs] <= LEVELS[mine], f"{mine} imports {theirs}"
        assert theirs not in FORBIDDEN.get(mine, set()), f"{mine} imports {theirs}"


def test_no_circle_of_imports() -> None:
    """Nor inside a room, by an import inside a function, or for the type checker: a record stands apart from what makes it."""
    graph = {name: {other for other, _ in imports(path) if other in NAMES} for name, path in NAMES.items()}
    TopologicalSorter(graph).prepare()      # its error names the circle


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_heavy_libraries_are_imported_late_and_in_one_place(path: Path) -> None:
    for name, at_top in imports(path):
        library = name.split(".")[0]
        if library in DOORS:
            assert str(path.relative_to(PACKAGE)).replace("\\", "/") in DOORS[library]
            assert not at_top, f"{library} at module level"


def test_checks_hold_no_sentence_for_people() -> None:
    for path in (PACKAGE / "checks").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {id(node.body[0].value) for node in ast.walk(tree)
                if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and isinstance(node.body[0], ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
                assert node.value.count(" ") < 3, f"{path.name}: {node.value!r}"


def test_readme_names_every_room_on_its_level() -> None:
    """The table a newcomer reads is the one that is enforced."""
    table = [line.split("|") for line in (PACKAGE.parent / "README.md").read_text(encoding="utf-8").splitlines()
             if re.match(r"\| \d \| `", line)]
    told = {name.removesuffix("/").removesuffix(".py"): int(level) for _, level, names, *_ in table
            for name in re.findall(r"`([^`]+)`", names)}
    rooms = {room(path) for path in MODULES} - {"__init__", "__main__"}
    assert told == {name: LEVELS[name] for name in rooms}
