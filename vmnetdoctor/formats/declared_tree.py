"""YAML text to plain data with the place of every key and value, within limits; never constructs objects."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from vmnetdoctor.formats.declared_error import DeclaredError
from vmnetdoctor.source import Place

if TYPE_CHECKING:
    from vmnetdoctor.source import Source

MAX_TEXT = 2_000_000
MAX_DEPTH = 32
MAX_VALUES = 200_000
MAX_VALUE = 4096
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SCALARS = frozenset(f"tag:yaml.org,2002:{name}" for name in (
    "str", "int", "float", "bool", "null", "timestamp", "merge", "value"))
_TRUE = frozenset(("yes", "true", "on"))

Path = tuple["str | int", ...]


class Tree:
    """The data, and by path the spans of key and value."""

    __slots__ = ("data", "keys", "source", "values")

    def __init__(self, source: Source) -> None:
        self.source = source
        self.data: Any = {}
        self.keys: dict[Path, tuple[int, int]] = {}
        self.values: dict[Path, tuple[int, int]] = {(): (0, 0)}

    def value_place(self, path: Path) -> Place:
        return Place(self.source, *self.values.get(path, (0, 0)))

    def key_place(self, path: Path) -> Place:
        """Place of a key; of the value where it has no key (an item of a list)."""
        span = self.keys.get(path)
        return Place(self.source, *span) if span is not None else self.value_place(path)


def read_tree(source: Source, unique: bool = True) -> Tree:
    """The single YAML document of a source; an empty one is an empty mapping.  Without `unique` the last of equal keys counts."""
    import yaml

    text = source.text
    if len(text) > MAX_TEXT:
        raise DeclaredError(Place(source, 0, 0), "too-large", {"limit": str(MAX_TEXT)})
    forbidden = _FORBIDDEN.search(text)
    if forbidden is not None:
        raise DeclaredError(Place(source, *forbidden.span()), "character")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _measure(source, yaml.parse(text, loader))
        root = yaml.compose(text, loader)
    except yaml.YAMLError as error:
        raise _syntax(source, error) from None
    tree = Tree(source)
    if root is not None and root.tag != "tag:yaml.org,2002:null":
        tree.data = _Converter(tree, unique).convert(root, ())
    return tree


def _measure(source: Source, events: Any) -> None:
    """Refuse deep nesting and floods before anything recursive sees them."""
    depth = 0
    for count, event in enumerate(events):
        name = type(event).__name__
        if name.endswith("StartEvent") and name[0] in "SM" and not name.startswith("Stream"):
            depth += 1
            if depth > MAX_DEPTH:
                raise DeclaredError(_mark(source, event.start_mark.index), "too-deep", {"limit": str(MAX_DEPTH)})
        elif name in ("SequenceEndEvent", "MappingEndEvent"):
            depth -= 1
        if count > MAX_VALUES:
            raise DeclaredError(_mark(source, event.start_mark.index), "too-many", {"limit": str(MAX_VALUES)})


def _mark(source: Source, index: int) -> Place:
    start = min(index, len(source.text))
    return Place(source, start, min(start + 1, len(source.text)))


def _syntax(source: Source, error: Exception) -> DeclaredError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    index = min(mark.index, len(source.text)) if mark is not None else 0
    line = source.line_span(source.position(index).line)
    shown = source.text[line.start:line.end]
    indent = len(shown) - len(shown.lstrip(" \t"))
    if "\t" in shown[:indent] and index <= line.start + indent:
        at = line.start + shown.index("\t")
        return DeclaredError(Place(source, at, at + 1), "tab")
    problem = str(getattr(error, "problem", None) or "unreadable")
    if "nesting depth" in problem:                       # libyaml's own limit, met while it looks ahead
        return DeclaredError(_mark(source, index), "too-deep", {"limit": str(MAX_DEPTH)})
    return DeclaredError(_mark(source, index), "yaml-syntax", {"problem": problem})


class _Converter:
    """Turns nodes into data.  Recursion is bounded by MAX_DEPTH; a node behind several aliases counts each time."""

    def __init__(self, tree: Tree, unique: bool = True) -> None:
        self.tree = tree
        self.source = tree.source
        self.unique = unique
        self.count = 0

    def convert(self, node: Any, path: Path) -> Any:
        span = (node.start_mark.index, node.end_mark.index)
        self.tree.values[path] = span
        self.count += 1
        if self.count > MAX_VALUES:
            raise DeclaredError(_mark(self.source, span[0]), "too-many", {"limit": str(MAX_VALUES)})
        if len(path) > MAX_DEPTH:
            raise DeclaredError(_mark(self.source, span[0]), "too-deep", {"limit": str(MAX_DEPTH)})
        if isinstance(node.value, str):
            return self.scalar(node, span)
        if node.tag not in ("tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"):
            raise DeclaredError(_mark(self.source, span[0]), "tag", {"tag": node.tag[:80]})
        if node.tag.endswith(":seq"):
            return [self.convert(item, (*path, i)) for i, item in enumerate(node.value)]
        return self.mapping(node, path)

    def mapping(self, node: Any, path: Path) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            span = (key_node.start_mark.index, key_node.end_mark.index)
            if not isinstance(key_node.value, str):
                raise DeclaredError(_mark(self.source, span[0]), "key-not-text")
            key = key_node.value                        # a guest may be called 007 or yes: keys are always text
            self.long(key, span)
            if key in data and self.unique:
                raise DeclaredError(Place(self.source, *span), "duplicate-key", {"key": key})
            self.tree.keys[(*path, key)] = span
            data[key] = self.convert(value_node, (*path, key))
        return data

    def scalar(self, node: Any, span: tuple[int, int]) -> Any:
        self.long(node.value, span)
        if node.tag not in _SCALARS:
            raise DeclaredError(Place(self.source, *span), "tag", {"tag": node.tag[:80]})
        kind = node.tag.rpartition(":")[2]
        if kind == "bool":
            return node.value.lower() in _TRUE
        if kind == "null":
            return None
        return _Number(node.value) if kind in ("int", "float") else node.value

    def long(self, text: str, span: tuple[int, int]) -> None:
        if len(text) > MAX_VALUE:
            raise DeclaredError(Place(self.source, *span), "value-too-long", {"limit": str(MAX_VALUE)})


class _Number(float):
    """A YAML number: nothing in a declaration is one, so only its being one matters."""

    def __new__(cls, text: str) -> _Number:
        made = super().__new__(cls, 0.0)
        made.text = text
        return made

    text: str

    def __repr__(self) -> str:
        return self.text
