"""NetworkManager's own reading of ifcfg files and sysconfig `network`: shvar, guest-ifcfg.md 3.2 and 3.3.

Lines end at LF only.  Since 1.6 a value is decoded with a subset of bash's quoting, before only quotes around the whole
value are known.  Nothing is ever expanded.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats.assignments import Assignments, lost_line, plain
from vmnetdoctor.formats.quoting import ANSI_BODY, ansi_c
from vmnetdoctor.formats.syntax import Entry

if TYPE_CHECKING:
    from vmnetdoctor.source import Source

_MODERN_LINE = re.compile(r"[ \t\r\f]*([A-Za-z_][A-Za-z0-9_]*)=")
_OLD_LINE = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=")
_NOTHING = re.compile(r"[ \t\r\f]*(?:#|$)")
_EXPORT = re.compile(r"[ \t]*export[ \t]")
_SPACE = " \t\r\f"
_RUN = re.compile(r"""[^ \t\r\f;\\'"$`|&()<>]+""")
_TAIL = re.compile(r"[ \t\r\f]*(?:;[ \t\r\f]*)?(?:#.*)?\Z", re.S)
_IN_DOUBLE = re.compile(r'[^"\\$`]+')
_OPERATORS = frozenset("|&()<>")
# The double-quoted text that NetworkManager before 1.6 wrote itself: read back its way, not bash's.
_OLD_WRITTEN = re.compile(r"""\A"(?:[^"'\\$~`]|\\["'\\$~`])*"\Z""")
_SURROGATE = re.compile("[\ud800-\udfff]")


def parse(source: Source, modern: bool = True, *, trims: bool = True) -> Assignments:
    """The assignments as NetworkManager 1.6 and later reads them, or (`modern` False) an older one.

    `trims` False, for old readers only: 0.8.1 and 0.9.9.1, which keep white space (so CR) at the end of a value.
    An invalid value is an entry of value None, and `get` gives the empty string that NetworkManager makes of it.
    """
    ended = source.text[-1:] in ("\n", "")
    found = plain(source) if modern or ended else None
    if found is not None:
        return found
    document = Assignments(source, first_wins=not modern, unreadable="")
    if source.bom and not source.codec.startswith("utf-8"):
        document.lost_from = 0
        document.report("wide-encoding", 0, len(source.text), codec=source.codec)
        return document
    _Lines(document, modern, trims).read()
    return document


class _Lines:
    """The lines of one file, one after the other."""

    def __init__(self, document: Assignments, modern: bool, trims: bool) -> None:
        self.document = document
        self.text = document.source.text
        self.modern = modern
        self.trims = trims
        self.key = _MODERN_LINE if modern else _OLD_LINE

    def read(self) -> None:
        start, size = 0, len(self.text)
        while start < size:
            end = self.text.find("\n", start)
            if end < 0:
                end = size
                if not self.modern and not _NOTHING.match(self.text, start):
                    self._lost("last-line-without-newline", start, end)
                    return
            self._line(start, end)
            start = end + 1

    def _line(self, start: int, end: int) -> None:
        found = self.key.match(self.text, start, end)
        if start == 0 and self.document.source.bom:
            self._lost("byte-order-mark", start, end)
        elif found:
            self._assignment(found, end)
        elif not _NOTHING.match(self.text, start, end):
            self._lost(self._why(start, end), start, end)

    def _why(self, start: int, end: int) -> str:
        if _EXPORT.match(self.text, start, end):
            return "export-not-read"
        if not self.modern and _MODERN_LINE.match(self.text, start, end):
            return "indented"
        return ""

    def _lost(self, reason: str, start: int, end: int) -> None:
        while end > start and self.text[end - 1] in _SPACE:
            end -= 1
        general, values = lost_line(self.text, start, end)
        self.document.report(reason or general, start, end, **values)

    def _assignment(self, found: re.Match[str], end: int) -> None:
        start = found.end()
        raw = self.text[start:end].partition("\0")[0]
        if self.modern:
            read = decoded(raw)
            if read.value is not None and _SURROGATE.search(read.value):
                read = Decoded(None, "not-utf8", read.start, read.start, read.end)
        else:
            read = old_decoded(raw.rstrip(_SPACE) if self.trims else raw)
        span = (start + read.start, start + read.end)
        self.document.accept(Entry(self.document.source, found.group(1), read.value, found.span(1), span))
        if read.reason:
            stop = max(start + len(raw.rstrip(_SPACE)), start + read.at + 1)
            self.document.report(read.reason, start + read.at, stop, key=found.group(1))


class Decoded(NamedTuple):
    """What the text after `KEY=` means: value (None: bad quoting), reason code of a problem, and offsets into that text.

    `at` is where the problem is, `start` to `end` where the value stands (inside one pair of quotes, else the whole word).
    """

    value: str | None
    reason: str
    at: int
    start: int
    end: int


def decoded(raw: str) -> Decoded:
    """The text after `KEY=` as read since 1.6 (guest-ifcfg.md 3.2)."""
    parts: list[str] = []
    offset, kept, first = 0, -1, 0
    while offset < len(raw):
        char = raw[offset]
        reason = "shell-operator" if char in _OPERATORS else ""
        if char in _SPACE or char == ";":
            if _TAIL.match(raw, offset):
                break
            slashes = raw[offset:].lstrip(_SPACE).startswith("//")
            reason = "double-slash-comment" if slashes else "trailing-text" if offset else "blank-after-equals"
        elif char in "$`" and kept < 0 and not raw.startswith("$'", offset):
            kept = offset
        if not reason:
            piece, offset, reason = _piece(raw, offset)
            parts.append(piece)
            first = first or offset
        if reason:
            return Decoded(None, reason, offset, 0, len(raw.rstrip(_SPACE)))
    inset = 1 if first == offset and raw[:1] in ("'", '"') else 0
    return Decoded("".join(parts), "expansion-kept-literally" if kept >= 0 else "", kept, inset, offset - inset)


def _piece(raw: str, start: int) -> tuple[str, int, str]:
    """One piece of a word: its text, where it ends (or where the fault is), and a reason code."""
    char = raw[start]
    if char == "\\":
        last = start + 1 == len(raw)
        return ("", start, "trailing-backslash") if last else (raw[start + 1], start + 2, "")
    if char == "'":
        end = raw.find("'", start + 1)
        return (raw[start + 1:end], end + 1, "") if end > 0 else ("", start, "unterminated-quote")
    if char == '"':
        return _double_quoted(raw, start)
    if raw.startswith("$'", start):
        body = ANSI_BODY.match(raw, start + 2)
        if not body:
            return "", start, "unterminated-quote"
        return ansi_c(raw[start + 2:body.end() - 1], control=False), body.end(), ""
    run = _RUN.match(raw, start)
    return (run.group(), run.end(), "") if run else (char, start + 1, "")


def _double_quoted(raw: str, start: int) -> tuple[str, int, str]:
    parts: list[str] = []
    offset, size = start + 1, len(raw)
    dropped = "$`\"\\'~" if start == 0 and _OLD_WRITTEN.match(raw) else '$`"\\'
    while offset < size and raw[offset] != '"':
        char = raw[offset]
        if char in "$`":
            return "", offset, "shell-not-evaluated"
        if char == "\\":
            if offset + 1 >= size:
                return "", start, "unterminated-quote"
            parts.append(raw[offset + 1] if raw[offset + 1] in dropped else raw[offset:offset + 2])
            offset += 2
            continue
        run = _IN_DOUBLE.match(raw, offset)
        assert run
        parts.append(run.group())
        offset = run.end()
    return ("".join(parts), offset + 1, "") if offset < size else ("", start, "unterminated-quote")


def old_decoded(raw: str) -> Decoded:
    """The text after `KEY=` as read before 1.6: quotes around all of it go, then each backslash (guest-ifcfg.md 3.3)."""
    inset = 1 if len(raw) > 1 and raw[0] in "'\"" and raw[0] == raw[-1] else 0
    value = re.sub(r"\\(.?)", r"\1", raw[inset:len(raw) - inset], flags=re.S)
    reason = ""
    if raw.endswith("\r"):
        reason = "carriage-return"
    elif not inset and raw[:1] in ("'", '"'):
        reason = "quotes-kept"
    elif not inset and re.search(r"[ \t]#", raw):
        reason = "comment-kept"
    return Decoded(value, reason, len(raw) - 1 if reason == "carriage-return" else 0, inset, len(raw) - inset)
