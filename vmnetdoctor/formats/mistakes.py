"""The slips that people make in ifcfg files, whichever program reads them (guest-ifcfg.md 3)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.formats import shell
from vmnetdoctor.formats.assignments import MOST_PROBLEMS, open_quote
from vmnetdoctor.formats.syntax import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.source import Source

_BLANKS = re.compile(r"[ \t]*(export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)([ \t]*)=([ \t]*)(?=([^\s#;])?)")
_TRAILING = re.compile(r"""(?:[^\s'"\\;]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+[ \t]+(?=[^\s#;])""", re.S)
_KEY = re.compile(r"[ \t\u3000]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*[=\uff1d]")
_CURLY = re.compile("[\u2018\u2019\u201c\u201d]+")
_WIDE = re.compile("[\u3000\u3002\uff01-\uff5e]+")
_NO_BREAK = re.compile("[\xa0\u200b-\u200f\u2060\ufeff]+")
# Values that people write in their own language: there such characters are text, not slips.
_FREE_TEXT = frozenset({"NAME", "ESSID", "DOMAIN", "SEARCH", "DHCP_HOSTNAME", "HOSTNAME"})


def common_mistakes(source: Source) -> list[Problem]:
    """Slips that are worth saying whoever reads the file; `values["harms"]` says which readers they hurt.

    That is `network-scripts`, `networkmanager`, `both` or `none`; `values["key"]` is the key of the line, if any.
    """
    text, start = source.text, 0
    found = list(_file_wide(source))
    while start < len(text) and len(found) < MOST_PROBLEMS:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        found += _in_line(text, start, end)
        start = end + 1
    if any(problem.reason == "unterminated-quote" for problem in found):
        found = _judged_quotes(source, found)
    return sorted(found, key=lambda problem: problem.start)


def _judged_quotes(source: Source, found: list[Problem]) -> list[Problem]:
    """A value of several lines is fine for the shell: then only its first line counts, and only NetworkManager is hurt."""
    read = shell.parse(source)
    if read.lost_from is not None or any(p.reason == "unterminated-quote" for p in read.problems):
        return found
    lines = {source.position(p.start).line for p in read.problems if p.reason == "multi-line-value"}
    kept = [p for p in found if p.reason != "unterminated-quote" or source.position(p.start).line in lines]
    return [p._replace(values=p.values | {"harms": "networkmanager"}) if p.reason == "unterminated-quote" else p for p in kept]


def _file_wide(source: Source) -> Iterator[Problem]:
    text = source.text
    if source.bom and not source.codec.startswith("utf-8"):
        yield Problem("wide-encoding", 0, len(text), {"harms": "both", "codec": source.codec})
    elif source.bom:
        end = text.find("\n")
        key = _KEY.match(text)
        values = {"key": key.group(1)} if key else {}
        yield Problem("byte-order-mark", 0, len(text) if end < 0 else end, {"harms": "both" if key else "none"} | values)
    mark = text.find("\r\n")
    if mark >= 0:
        lines = str(text.count("\r\n"))
        harms = "network-scripts" if re.search(r"^[ \t]*(?:export[ \t]+)?\w+=.*\r$", text, re.M) else "none"
        yield Problem("carriage-return", mark, mark + 1, {"harms": harms, "lines": lines})
    elif "\r" in text and "\n" not in text:
        mark = text.find("\r")
        yield Problem("lone-carriage-return", mark, mark + 1, {"harms": "both", "lines": str(text.count("\r"))})


def _in_line(text: str, start: int, end: int) -> Iterator[Problem]:
    line = text[start:end]
    bare = line.lstrip(" \t\u3000\ufeff")
    if not bare or bare[0] == "#" or bare == "\r":
        return
    key = _KEY.match(line)
    values = {"key": key.group(1)} if key else {}
    if bare.startswith(("//", "\uff0f\uff0f")):
        breaks = open_quote(text, start, end) >= 0 or "(" in line or ")" in line
        harms = "network-scripts" if breaks else "none"
        yield Problem("double-slash-comment", start + len(line) - len(bare), start + len(line.rstrip()), {"harms": harms})
        return
    yield from _blanks(line, start, values)
    if not line.isascii():
        yield from _foreign(line, start, values)
    quote = open_quote(text, start, end)
    if quote >= 0:
        yield Problem("unterminated-quote", quote, start + len(line.rstrip()), {"harms": "both"} | values)


def _blanks(line: str, start: int, values: dict[str, str]) -> Iterator[Problem]:
    """Blanks around `=`, text behind the value, and `export`, which only a shell knows."""
    found = _BLANKS.match(line)
    if not found:
        return
    if found.group(1):
        yield Problem("export-not-read", start + found.start(1), start + found.end(1), {"harms": "networkmanager"} | values)
    if found.group(3):
        yield Problem("blank-before-equals", start + found.start(3), start + found.end(3), {"harms": "both"} | values)
    elif found.group(4) and found.group(5):
        yield Problem("blank-after-equals", start + found.start(4), start + found.end(4), {"harms": "both"} | values)
    elif not found.group(4):
        trailing = _TRAILING.match(line, found.end())
        if trailing:
            reason = "double-slash-comment" if line.startswith("//", trailing.end()) else "trailing-text"
            harms = "networkmanager" if _BLANKS.match(line, trailing.end()) else "both"
            yield Problem(reason, start + trailing.end(), start + len(line.rstrip()), {"harms": harms} | values)


def _foreign(line: str, start: int, values: dict[str, str]) -> Iterator[Problem]:
    """Typographic quotes, full-width forms and invisible characters: every reader takes them as plain text."""
    comment = re.search(r"[ \t]#", line)
    end = comment.start() if comment else len(line)
    free = values.get("key", "") in _FREE_TEXT
    quoted = line.partition("=")[2][:1] in ("'", '"')
    for reason, pattern in (("curly-quotes", _CURLY), ("full-width", _WIDE), ("invisible-character", _NO_BREAK)):
        found = pattern.search(line, 0, end)
        if found and not (free and quoted):
            harms = "none" if free else "both"
            yield Problem(reason, start + found.start(), start + found.end(), {"harms": harms, "text": found.group()} | values)
