"""`vmnetdhcp.conf` / `dhcpd.conf` in the grammar of ISC dhcpd 2.0 (vmware-networking.md 3.1 and 3.2).

    file = { statement };  statement = keyword values ";"  |  head "{" { statement } "}"
Every problem here makes the server refuse the whole file; the reader goes on past it to tell as much as it can.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.formats.dhcp_file import DhcpFile, Segment
from vmnetdoctor.formats.dhcp_reader import Reader
from vmnetdoctor.formats.dhcp_tokens import Lexer
from vmnetdoctor.formats.syntax import Problem
from vmnetdoctor.patterns import late
from vmnetdoctor.source import Span

if TYPE_CHECKING:
    from vmnetdoctor.source import Source

_SEGMENT = late(r"#+[ \t]*Virtual ethernet segment[ \t]+(\d{1,9})\b", re.IGNORECASE | re.ASCII)
_SEGMENT_END = late(r"#+[ \t]*End[ \t\r]*$", re.IGNORECASE | re.ASCII | re.MULTILINE)
_MANAGED = late(r'#+[^\n\r"]*\b(Start|End) of "DO NOT MODIFY SECTION"', re.IGNORECASE | re.ASCII)
_TELLING = late(r"segment|End|section|operating", re.IGNORECASE)
_COMMENT = late(r"#[^\n]*")
_HEADER = late(r"operating on (?:/dev/)?(vmnet\d{1,9})\b", re.IGNORECASE | re.ASCII)


def _read_comments(document: DhcpFile, start: int, end: int) -> None:
    text = document.source.text
    if text.find("\r", start, end) >= 0 or _TELLING.search(text, start, end):
        for line in _COMMENT.finditer(text, start, end):
            _read_comment(document, *line.span())


def _read_comment(document: DhcpFile, start: int, end: int) -> None:
    text = document.source.text
    lone = text.find("\r", start, end - 1 if text.startswith("\r\n", end - 1) else end)
    if lone >= 0 and document.swallowed is None and text[lone:end].strip():
        document.swallowed = Span(lone + 1, end)
    if end - start > 400 and lone < 0:
        return
    found = _SEGMENT.match(text, start, end)
    if found:
        _close_segment(document, start)
        document.segments.append(Segment(int(found[1]), Span(*found.span()), start, len(text)))
    elif document.segments and _SEGMENT_END.match(text, start, end):
        _close_segment(document, end)
    elif document.header is None and document.managed is None and (header := _HEADER.search(text, start, end)):
        document.header = Span(*header.span(1))
    elif found := _MANAGED.match(text, start, end):
        _mark_managed(document, found[1].lower() == "start", start, end)


def _close_segment(document: DhcpFile, at: int) -> None:
    if document.segments and document.segments[-1].end == len(document.source.text):
        document.segments[-1] = document.segments[-1]._replace(end=at)


def _mark_managed(document: DhcpFile, opens: bool, start: int, end: int) -> None:
    if opens and document.managed is None:
        document.managed = Span(start, len(document.source.text))
    elif not opens and document.managed is not None and document.managed.end == len(document.source.text):
        document.managed = Span(document.managed.start, end)


def parse(source: Source) -> DhcpFile:
    """Read a DHCP configuration; never raises on bad text."""
    document = DhcpFile(source)
    if source.bom:
        document.problems.append(Problem("bom", 0, min(1, len(source.text)), {"encoding": source.codec, "line": "1"}))
    reader = Reader(document)
    lexer = Lexer(source.text)
    for token in lexer:
        if token.kind == "comment":
            _read_comments(document, token.start, token.end)
        elif token.kind != "blank":
            reader.take(token)
            if reader.overlong:
                lexer.skip()
            if reader.exhausted:
                document.unread.append(Span(token.end, len(source.text)))
                document.notes.append(Problem("too-long", token.start, token.end))
                break
    reader.finish()
    document.problems.sort(key=lambda problem: problem.start)
    return document
