"""An ifcfg file (or sysconfig `network`) under each of its grammars, read only when asked for and shared where they agree.

Also what a person has to be told about such a file whoever reads it (guest-ifcfg.md 3).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.formats import shell, shvar
from vmnetdoctor.formats.assignments import MOST_PROBLEMS, open_quote, plain
from vmnetdoctor.formats.syntax import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vmnetdoctor.formats.assignments import Assignments
    from vmnetdoctor.source import Source

_BLANKS = re.compile(r"[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)([ \t]*)=([ \t]*)(?=([^\s#;])?)")
_KEY = re.compile(r"[ \t\u3000]*([A-Za-z_][A-Za-z0-9_]*)[ \t]*[=\uff1d]")
_CURLY = re.compile("[\u2018\u2019\u201c\u201d]+")
_WIDE = re.compile("[\u3000\u3002\uff01-\uff5e]+")
_NO_BREAK = re.compile("[\xa0\u200b-\u200f\u2060\ufeff]+")
_DIGITS = re.compile("[\uff10-\uff19\uff0e\u3002]")
# Values that people write in their own language: there such characters are text, not slips.
_FREE_TEXT = frozenset({"NAME", "ESSID", "DOMAIN", "SEARCH", "DHCP_HOSTNAME", "HOSTNAME"})


class IfcfgFile:
    """One file under the grammars of its readers; where the file is plain they share one parsed object."""

    __slots__ = ("_plain", "_read", "source")

    def __init__(self, source: Source) -> None:
        self.source = source
        self._plain = plain(source)
        self._read: dict[str, Assignments] = {}

    @property
    def shell(self) -> Assignments:
        """As network-scripts source it (guest-ifcfg.md 3.1), with no variable set before."""
        return self._plain or self._kept("shell")

    def shell_after(self, environment: Mapping[str, str | None]) -> Assignments:
        """The same with variables that are set before: sysconfig `network` is sourced first."""
        if self._plain or ("$" not in self.source.text and "+=" not in self.source.text):
            return self.shell
        return shell.parse(self.source, environment)

    @property
    def shvar(self) -> Assignments:
        """As NetworkManager 1.6 and later reads it (guest-ifcfg.md 3.2)."""
        return self._plain or self._kept("shvar")

    @property
    def shvar_old(self) -> Assignments:
        """As NetworkManager 1.0 to 1.4 reads it (guest-ifcfg.md 3.3)."""
        return self._kept("shvar_old")

    @property
    def shvar_oldest(self) -> Assignments:
        """As NetworkManager 0.8.1 and 0.9.9.1 read it: as `shvar_old`, but white space at the end of a value stays."""
        return self._kept("shvar_oldest")

    @property
    def mistakes(self) -> list[Problem]:
        """See `common_mistakes`; a plain file has none."""
        return [] if self._plain else common_mistakes(self.source)

    def _kept(self, grammar: str) -> Assignments:
        found = self._read.get(grammar)
        if found is None:
            found = self._parsed(grammar)
            self._read[grammar] = found
        return found

    def _parsed(self, grammar: str) -> Assignments:
        if grammar == "shell":
            return shell.parse(self.source)
        if grammar == "shvar":
            return shvar.parse(self.source)
        if self._plain and self.source.text[-1:] in ("\n", ""):
            return self._plain
        return shvar.parse(self.source, modern=False, trims=grammar == "shvar_old")


def common_mistakes(source: Source) -> list[Problem]:
    """Slips that are worth saying whoever reads the file; `values["harms"]` says which readers they hurt.

    That is `network-scripts`, `networkmanager`, `both` or `none`; `values["key"]` is the key of the line, if any.
    """
    found = list(_file_wide(source))
    text, start = source.text, 0
    while start < len(text) and len(found) < MOST_PROBLEMS:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        found += _in_line(text, start, end)
        start = end + 1
    return sorted(found, key=lambda problem: problem.start)


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
        harms = "network-scripts" if re.search(r"^[ \t]*(?:export )?\w+=.*\r$", text, re.M) else "none"
        yield Problem("carriage-return", mark, mark + 1, {"harms": harms, "lines": lines})


def _in_line(text: str, start: int, end: int) -> Iterator[Problem]:
    line = text[start:end]
    bare = line.lstrip(" \t\u3000\ufeff")
    if not bare or bare[0] == "#" or bare == "\r":
        return
    key = _KEY.match(line)
    values = {"key": key.group(1)} if key else {}
    if bare.startswith(("//", "\uff0f\uff0f")):
        yield Problem("double-slash-comment", start + len(line) - len(bare), start + len(line.rstrip()), {"harms": "none"})
        return
    yield from _blanks(line, start, values)
    if not line.isascii():
        yield from _foreign(line, start, values)
    quote = open_quote(text, start, end)
    if quote >= 0:
        yield Problem("unterminated-quote", quote, start + len(line.rstrip()), {"harms": "both"} | values)


def _blanks(line: str, start: int, values: dict[str, str]) -> Iterator[Problem]:
    found = _BLANKS.match(line)
    if found and found.group(2):
        yield Problem("blank-before-equals", start + found.start(2), start + found.end(2), {"harms": "both"} | values)
    elif found and found.group(3) and found.group(4):
        yield Problem("blank-after-equals", start + found.start(3), start + found.end(3), {"harms": "both"} | values)


def _foreign(line: str, start: int, values: dict[str, str]) -> Iterator[Problem]:
    """Typographic quotes, full-width forms and invisible characters: in keys and technical values all readers take them as text."""
    comment = re.search(r"[ \t]#", line)
    end = comment.start() if comment else len(line)
    free = values.get("key", "") in _FREE_TEXT
    quoted = line.partition("=")[2][:1] in ("'", '"')
    for reason, pattern in (("curly-quotes", _CURLY), ("full-width", _WIDE), ("invisible-character", _NO_BREAK)):
        found = pattern.search(line, 0, end)
        if found and not (free and quoted):
            harms = "none" if free else "both"
            yield Problem(reason, start + found.start(), start + found.end(), {"harms": harms, "text": found.group()} | values)
