"""Registry exports (`.reg`) and `reg query` output: keys with their values (vmware-networking.md 5.3).

`[HKEY_...\\key]` lines, then `"name"="text"` or `"name"=dword:0000001f`; `reg query` prints `name  REG_SZ  text`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats.console import LIMIT, Value
from vmnetdoctor.formats.syntax import physical_lines

if TYPE_CHECKING:
    from vmnetdoctor.source import Source

_KEY = re.compile(r"[ \t]*\[(?P<deleted>-?)(?P<key>HKEY_[^\r\n]{1,400}?)\][ \t]*$|[ \t]*(?P<query>HKEY_[^\r\n]{1,400}?)[ \t]*$")
_NAME = r'[ \t]*"(?P<name>(?:[^"\\\r\n]|\\.){0,300})"[ \t]*=[ \t]*'
_TEXT = re.compile(_NAME + r'"(?P<value>(?:[^"\\\r\n]|\\.){0,2000})"[ \t]*$')
_DWORD = re.compile(_NAME + r"dword:(?P<value>[0-9A-Fa-f]{1,8})[ \t]*$")
_QUERY = re.compile(r"[ \t]+(?P<name>\S.{0,299}?)(?: {2,}|\t+)REG_(?P<type>SZ|EXPAND_SZ|DWORD)(?: {2,}|\t+| *$)"
                    r"(?P<value>[^\r\n]*?)[ \t]*$")
_ESCAPE = re.compile(r"\\(.)")
_EXPORT = re.compile(r"\ufeff?\s{0,20}(?:Windows Registry Editor Version|REGEDIT4)\b")
_RECOGNISE = re.compile(r"(?m)^\ufeff?[ \t]*(?:Windows Registry Editor Version|REGEDIT4)\b|"
                        r"^[ \t]*\[?HKEY_LOCAL_MACHINE\\[^\r\n]*\]?[ \t]*\r?$")


class Entry(NamedTuple):
    """One named value of a key: a text or a number."""

    name: Value
    value: Value
    number: int | None


class Key(NamedTuple):
    """One key with its path's parts in lower case; `path` as written."""

    path: Value
    parts: tuple[str, ...]
    entries: tuple[Entry, ...]


class Registry(NamedTuple):
    """The keys of an export in order; keys that the file deletes (`[-HKEY_...]`) are left out."""

    source: Source
    keys: tuple[Key, ...]


def is_export(text: str) -> bool:
    """Whether a file is a registry export as `regedit` writes it, and nothing else."""
    return _EXPORT.match(text) is not None


def recognise(text: str) -> bool:
    """The export's first line, or a line that is a key of the local machine."""
    return _RECOGNISE.search(text) is not None


def parse(source: Source) -> Registry:
    """Key lines, and value lines below them; other kinds of value (`hex:`) are not needed."""
    keys: list[tuple[Value, list[Entry]]] = []
    entries: list[Entry] | None = None
    for start, end, _ in physical_lines(source.text[:LIMIT]):
        line = source.text[start:min(end, start + 3000)]
        key = _KEY.match(line)
        if key is not None:
            entries = None if key["deleted"] else []
            if entries is not None:
                group = "key" if key["key"] else "query"
                keys.append((_value(key, group, start), entries))
        elif entries is not None:
            entry = _entry(line, start)
            if entry is not None:
                entries.append(entry)
    return Registry(source, tuple(Key(path, tuple(path.text.lower().split("\\")), tuple(found)) for path, found in keys))


def _entry(line: str, start: int) -> Entry | None:
    text = _TEXT.match(line)
    if text is not None:
        name, value = _value(text, "name", start), _value(text, "value", start)
        return Entry(_plain(name), _plain(value), None)
    number = _DWORD.match(line)
    if number is not None:
        return Entry(_plain(_value(number, "name", start)), _value(number, "value", start), int(number["value"], 16))
    query = _QUERY.match(line)
    if query is None:
        return None
    value = _value(query, "value", start)
    digits = value.text.lower().removeprefix("0x")
    is_number = query["type"] == "DWORD" and re.fullmatch(r"[0-9a-f]{1,8}", digits) is not None
    return Entry(_value(query, "name", start), value, int(digits, 16) if is_number else None)


def _value(found: re.Match[str], group: str, offset: int) -> Value:
    return Value(found[group], offset + found.start(group), offset + found.end(group))


def _plain(value: Value) -> Value:
    return value._replace(text=_ESCAPE.sub(r"\1", value.text)) if "\\" in value.text else value
