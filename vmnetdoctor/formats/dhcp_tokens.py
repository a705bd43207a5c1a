"""Tokens of ISC dhcpd 2.0's lexer (conflex.c), which VMware's server is based on (vmware-networking.md 3.2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator

BUFFER = 1500      # conflex.c's token buffer: a longer token is an error
_WIDE = {"；": ";", "，": ",", "、": ",", "。": ".", "．": ".", "：": ":", "｛": "{", "｝": "}"}
_WIDE_QUOTES = "“”„‟＂"
_TOKEN = late(
    r"(?P<blank>[ \t\r\n\f\v]+)"
    r"|(?P<comment>#[^\n]*(?:\n#[^\n]*){0,400})"
    r'|(?P<string>")'
    r"|(?P<word>[A-Za-z][A-Za-z0-9_-]*)"
    r"|(?P<digits>-?[0-9][A-Za-z0-9_-]*)"
    r"|(?P<mark>[;{},.:])"
    rf'|(?P<quoted>[{_WIDE_QUOTES}][^{_WIDE_QUOTES}"\n;；]*[{_WIDE_QUOTES}"]?)'
    rf"|(?P<wide>[{''.join(_WIDE)}])"
    r"|(?P<foreign>/\*|//[^\n]*)"
    r"|(?P<space>[\u3000\u00a0]+)"
    rf"""|(?P<other>[^ \t\r\n\f\v#"A-Za-z0-9;{{}},.:/\u3000\u00a0{''.join(_WIDE)}{_WIDE_QUOTES}-]+|.)""",
    re.DOTALL,
)
_STRING = late(r'"[^"\\]*(?:\\.[^"\\]*){0,1500}"?', re.DOTALL)      # repeats are bounded: each costs memory
_ONE_LINE_STRING = late(r'"[^"\n]*"|"[^"\n;]*')
_MARK = late("[;{}]")
_NUMBER = late(r"-?(?:[0-9]+|0[xX][0-9A-Fa-f]*)", re.ASCII)
_HEX = late(r"[0-9A-Fa-f]+", re.ASCII)


class Token(NamedTuple):
    """Kinds: `n` number, `h` hexadecimal number or name, `w` name, `s` quoted text, `?` anything else, and each of `;{},.:`.

    `fault` is the reason why the lexer itself refuses it; it is then read as what was meant.  Trivia have kinds of two
    letters and more: `blank`, `comment`, `foreign` (a comment of another language), `space` (a blank that is none).
    """

    kind: str
    start: int
    end: int
    fault: str = ""


class Lexer:
    """Splits a text into tokens and trivia without a gap, in linear time.  `position` is where the next token is read."""

    __slots__ = ("_lone_quotes", "_open_comment", "position", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self._lone_quotes = False      # once a quote proved unclosed, texts end with their line: keeps the work linear
        self._open_comment = False

    def __iter__(self) -> Iterator[Token]:
        size, match, text = len(self.text), _TOKEN.match, self.text
        while self.position < size:
            start = self.position
            found = match(text, start)
            if found is None:
                return
            group, end = found.lastgroup, found.end()
            if group == "mark":
                token = Token(text[start], start, end)
            elif group == "blank" or group == "comment":
                token = Token(group, start, end)
            else:
                token = self._token(group or "", start, end)
            self.position = token.end
            yield token

    def skip(self) -> None:
        """Go on at the next `;`, `{` or `}`, whatever stands before it."""
        found = _MARK.search(self.text, self.position)
        self.position = found.start() if found else len(self.text)

    def _token(self, group: str, start: int, end: int) -> Token:
        if group in ("word", "digits"):
            return Token(_word_kind(self.text, start, end, group), start, end, "token-too-long" if end - start > BUFFER else "")
        return self._string(start) if group == "string" else self._oddity(group, start, end)

    def _string(self, start: int) -> Token:
        text, found = self.text, None if self._lone_quotes else _STRING.match(self.text, start)
        if found is not None:
            end = found.end()
            line_end = text.find("\n", start, end)
            closed = end - start > 1 and text[end - 1] == '"' and not _escaped(text, start, end - 1)
            if closed and (line_end < 0 or text.find(";", start, line_end) < 0):
                return Token("s", start, end, "token-too-long" if end - start > BUFFER + 2 else "")
            self._lone_quotes = True
        found = _ONE_LINE_STRING.match(text, start)
        end = found.end() if found else start + 1
        closed = end - start > 1 and text[end - 1] == '"'
        return Token("s", start, end, "" if closed else "unterminated-string")

    def _oddity(self, group: str, start: int, end: int) -> Token:
        if group == "wide":
            return Token(_WIDE[self.text[start]], start, end, "full-width-punctuation")
        if group == "quoted":
            return Token("s", start, end, "full-width-punctuation")
        if group == "foreign":
            return Token("foreign", start, self._foreign_end(start, end), "c-comment")
        if group == "space":
            return Token("space", start, end, "foreign-blank")
        return Token("?", start, end, "" if self.text[start:end].isascii() else "non-ascii")

    def _foreign_end(self, start: int, end: int) -> int:
        if self.text.startswith("//", start):
            return end
        close = -1 if self._open_comment else self.text.find("*/", end)
        self._open_comment = close < 0
        return close + 2 if close >= 0 else end


def _word_kind(text: str, start: int, end: int, group: str) -> str:
    if end - start > BUFFER:
        return "w"
    if group == "digits" and _NUMBER.fullmatch(text, start, end):
        return "n"
    return "h" if _HEX.fullmatch(text, start, end) else "w"


def _escaped(text: str, start: int, quote: int) -> bool:
    at = quote
    while at > start + 1 and text[at - 1] == "\\":
        at -= 1
    return (quote - at) % 2 == 1


def unquoted(text: str) -> str:
    """What is between the quotes of a text token, with backslashes undone."""
    body = text[1:-1] if len(text) > 1 and (text[-1] == '"' or text[-1] in _WIDE_QUOTES) else text[1:]
    return re.sub(r"\\(.)", r"\1", body, flags=re.DOTALL) if "\\" in body else body
