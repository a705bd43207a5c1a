"""What copying does to a capture besides breaking its lines, undone: hard blanks, colours, NULs, line numbers.

Web pages turn blanks into U+00A0 and add marks without width; `ip -c` and `ls --color` print escape sequences; editors,
`cat -n` and `grep -n` number the lines; text that went through two systems ends its lines in CR CR LF.
"""

from __future__ import annotations

import re
from itertools import pairwise

from vmnetdoctor.formats.console import LIMIT
from vmnetdoctor.formats.syntax import physical_lines
from vmnetdoctor.source import Excerpt, Source

_BLANKS = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000"), " ")
_LOST = re.compile("\x1b\\[[0-9;]{0,16}[A-Za-z]|\r+(?=\r\n)|[\u200b-\u200f\u2060\ufeff\0]+")
_SIGN = re.compile("[\u00a0\u2002-\u200f\u202f\u2060\u3000\ufeff\0\x1b]|\r\r\n")
_NUMBER = re.compile(r"[ \t]{0,8}(\d{1,6})(?:[:.|)][ \t]?|[ \t]{1,2}|(?=\r?$|\n))")
_INDEX = re.compile(r"\s*\d{1,6}: \S+(?:: <| +inet)")      # `ip -o` numbers its lines itself
_FEWEST = 4                      # lines that make a numbering


def as_printed(source: Source) -> Source:
    """The text as the command printed it; the source itself where nothing was done to it, else an excerpt of it."""
    gaps = [found.span() for found in _LOST.finditer(source.text, 0, LIMIT)] if _SIGN.search(source.text, 0, LIMIT) else []
    gaps += _numbers(source.text)
    plain = source.text.translate(_BLANKS)
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


def _numbers(text: str) -> list[tuple[int, int]]:
    """Where the numbers of the lines stand; none unless every line has one and each is one more than the one before."""
    if not text[:16].lstrip()[:1].isdigit() or _INDEX.match(text):
        return []
    found = [_NUMBER.match(text, start, stop) for start, stop, _ in physical_lines(text[:LIMIT])]
    numbers = [int(match[1]) for match in found if match is not None]
    if len(numbers) < max(_FEWEST, len(found)) or any(after != before + 1 for before, after in pairwise(numbers)):
        return []
    return [match.span() for match in found if match is not None]
