"""JSON as commands print it, with the place of every value; a text that is cut off gives what it holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vmnetdoctor.formats.terminal import Line, Word

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.S)
MOST_DEPTH = 40
MOST_TOKENS = 400_000
_NAMES = {"true": True, "false": False, "null": None}


class Node:
    """One value: `data` is text, number, truth value, None, a list of nodes or a dict of nodes by key."""

    __slots__ = ("data", "word")

    def __init__(self, data: Any, word: Word) -> None:
        self.data = data
        self.word = word

    def get(self, key: str) -> Node | None:
        return self.data.get(key) if isinstance(self.data, dict) else None

    def text(self, key: str) -> Node | None:
        """The member of that name if it is text that is not empty."""
        found = self.get(key)
        return found if found is not None and isinstance(found.data, str) and found.data else None

    def items(self, key: str | None = None) -> list[Node]:
        """The elements of this list, or of the member of that name."""
        node = self if key is None else self.get(key)
        return node.data if node is not None and isinstance(node.data, list) else []


def arrays(line: Line) -> list[Node]:
    """Every outermost array of objects in the text."""
    found, start, tokens = [], 0, 0
    opening = re.compile(r"\[\s*\{")
    while tokens < MOST_TOKENS:
        begin = opening.search(line.text, start)
        if begin is None:
            break
        builder = _Builder(line)
        start = begin.start()
        for token in _TOKEN.finditer(line.text, start):
            tokens += 1
            start = token.end()
            if not builder.take(token) or tokens > MOST_TOKENS:
                break
        else:
            start = len(line.text)
        if builder.root is not None:
            found.append(builder.root)
        start = max(start, begin.end())
    return found


class _Builder:
    __slots__ = ("key", "line", "root", "stack")

    def __init__(self, line: Line) -> None:
        self.line = line
        self.root: Node | None = None
        self.stack: list[Node] = []
        self.key: str | None = None

    def take(self, token: re.Match[str]) -> bool:
        """Add one token; False where the array is complete or this is no JSON any more."""
        text = token.group()
        if text in ("]", "}"):
            self.stack.pop()
            self.key = None
            return bool(self.stack)
        if text in (",", ":"):
            self.key = None if text == "," else self.key
            return True
        if text in ("[", "{"):
            node = Node([] if text == "[" else {}, self.line.group(token))
            return self._put(node) and self._open(node)
        inside = self.stack[-1].data
        if isinstance(inside, dict) and self.key is None:
            self.key = _string(text)
            return text[0] == '"'
        low, high = token.span()
        if text[0] == '"':
            return self._put(Node(_string(text), self.line.word(low + 1, high - 1)))
        return self._put(Node(_number(text), self.line.word(low, high)))

    def _open(self, node: Node) -> bool:
        self.stack.append(node)
        self.key = None
        return len(self.stack) <= MOST_DEPTH

    def _put(self, node: Node) -> bool:
        if not self.stack:
            self.root = node
            return True
        inside = self.stack[-1].data
        if isinstance(inside, list):
            inside.append(node)
        elif self.key is not None:
            inside[self.key] = node
            self.key = None
        return True


def _string(token: str) -> str:
    body = token.strip('"').replace("\r", "").replace("\n", "")
    if "\\" not in body:
        return body
    from json import loads

    try:
        return str(loads(f'"{body}"', strict=False))
    except ValueError:
        return body


def _number(text: str) -> Any:
    if text in _NAMES:
        return _NAMES[text]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else text
