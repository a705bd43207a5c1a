"""What copying does to a capture besides breaking its lines, undone: hard blanks, colours, NULs, line numbers, quote marks.

Web pages turn blanks into U+00A0 and add marks without width; `ip -c` and `ls --color` print escape sequences; editors,
`cat -n` and `grep -n` number the lines; forums indent all of them, mail quotes them or doubles their ends; text that went
through two systems ends its lines in CR CR LF, that of old programs in a lone CR.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from vmnetdoctor.formats.console import LIMIT
from vmnetdoctor.formats.syntax import physical_lines
from vmnetdoctor.source import Excerpt, Source

if TYPE_CHECKING:
    from collections.abc import Sequence

Gap = tuple[int, int]

_BLANKS = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000"), " ")
_LOST = re.compile("\x1b\\[[0-9;]{0,16}[A-Za-z]|\r+(?=\r\n)|[\u200b-\u200f\u2060\ufeff\0]+")
_SIGN = re.compile("[\u00a0\u2002-\u200f\u202f\u2060\u3000\ufeff\0\x1b]|\r\r\n")
_NUMBER = re.compile(r"[ \t]{0,8}(\d{1,6})(?:[:.|)][ \t]?|[ \t]{1,2}|(?=\r?$|\n))")
_INDEX = re.compile(r"\s*\d{1,6}: \S+(?:: <| +inet)")      # `ip -o` numbers its lines itself
_FEWEST = 4                      # lines that make a numbering
_ELISION = re.compile(r"(?im)^[ \t]*(?:[\[(<](?:\.{3,6}|…+|snip|cut|省略|略)[\])>]|\.{3,6}|…+|-+ ?(?:snip|cut|8<) ?-+)[ \t]*"
                      r"(?:\r?\n|\Z)")
_QUOTE = re.compile(r"(?:[ \t]{0,4}>(?: ?>){0,5} ?)")
_INDENT = re.compile(r"[ \t]*")
# lines that commands indent themselves: a text that begins with one has lost its head
_DETAIL = re.compile(r"[ \t]+(?:inet|link/|valid_lft|ether |RX|TX|UP |Loaded:|Active:|nexthop )")


def as_printed(source: Source) -> Source:
    """The text as the command printed it; the source itself where nothing was done to it, else an excerpt of it."""
    gaps = [found.span() for found in _LOST.finditer(source.text, 0, LIMIT)] if _SIGN.search(source.text, 0, LIMIT) else []
    plain = source.text.translate(_BLANKS)
    if "\r" in plain and "\n" not in plain:
        plain = plain.replace("\r", "\n")
    spans = [(start, stop) for start, stop, _ in physical_lines(plain[:LIMIT])]
    gaps += _numbers(plain, spans) or _quotes(plain, spans) or _indent(plain, spans)
    if "\r\r\n" not in plain:
        gaps += _doubled(plain)
    if not gaps and plain == source.text:
        return source
    pieces, parts, at, length = [(0, 0)], [], 0, 0
    for low, high in sorted(gaps):
        if low < at:
            continue
        parts.append(plain[at:low])
        length += low - at
        at = high
        pieces.append((length, at))
    return Excerpt(source.path, "".join((*parts, plain[at:])), source, tuple(pieces))


def parts(source: Source) -> list[Source]:
    """The pieces of a capture between the marks for what was left out (`[...]`, `<snip>`); itself if there are none."""
    cuts = [found.span() for found in _ELISION.finditer(source.text, 0, LIMIT)] if _ELISION.search(source.text, 0, LIMIT) else []
    if not cuts:
        return [source]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(source.text)]
    return [Excerpt(source.path, source.text[start:end], source, ((0, start),)) for start, end in zip(starts, ends, strict=True)]


def _numbers(text: str, spans: Sequence[Gap]) -> list[Gap]:
    """Where the numbers of the lines stand; none unless every line has one and each is one more than the one before."""
    if not text[:16].lstrip()[:1].isdigit() or _INDEX.match(text):
        return []
    found = [_NUMBER.match(text, start, stop) for start, stop in spans]
    numbers = [int(match[1]) for match in found if match is not None]
    if len(numbers) < max(_FEWEST, len(found)) or any(after != before + 1 for before, after in pairwise(numbers)):
        return []
    return [match.span() for match in found if match is not None]


def _quotes(text: str, spans: Sequence[Gap]) -> list[Gap]:
    """The quote marks of a text that is quoted from its first line to its last."""
    if not text.lstrip().startswith(">"):
        return []
    found = [_QUOTE.match(text, start, stop) for start, stop in spans if not text[start:stop].isspace() and stop > start]
    return [match.span() for match in found if match is not None] if all(found) else []


def _indent(text: str, spans: Sequence[Gap]) -> list[Gap]:
    """The blanks that all lines begin with."""
    if not any(start < stop and text[start] in " \t" for start, stop in spans[:3]):
        return []
    filled = [(start, stop) for start, stop in spans if text[start:stop].strip()]
    least = min((found.end() - start for start, stop in filled if (found := _INDENT.match(text, start, stop))), default=0)
    if not least or len(filled) < _FEWEST or _DETAIL.match(text, filled[0][0]):
        return []
    return [(start, start + least) for start, _ in filled]


def _doubled(text: str) -> list[Gap]:
    """The empty lines that stand behind every line."""
    lines = list(physical_lines(text[:LIMIT]))
    filled = sum(1 for start, stop, _ in lines[::2] if text[start:stop].strip())
    if filled < _FEWEST or any(text[start:stop].strip() for start, stop, _ in lines[1::2]):
        return []
    return [(start, end) for start, _, end in lines[1::2]]
