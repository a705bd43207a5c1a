"""The `$'...'` quoting that bash and NetworkManager share (guest-ifcfg.md 3.2)."""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|c(.)|(.))", re.S)
_NAMED = {"a": 7, "b": 8, "e": 27, "E": 27, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11, "?": 63, '"': 34, "'": 39, "\\": 92}

ANSI_BODY = re.compile(r"(?:[^'\\]|\\.)*'", re.S)


def ansi_c(body: str, *, control: bool = True) -> str:
    """The text that the body of `$'...'` stands for, cut at a NUL as C strings are; `control`: bash's `\\cX` is known."""

    def meaning(found: re.Match[str]) -> str:
        octal, byte, short, long, ctrl, other = found.groups()
        if octal or byte:
            return _byte(int(octal, 8) & 255 if octal else int(byte, 16))
        if short or long:
            number = int(short or long, 16)
            return chr(number) if number < 0xD800 or 0xDFFF < number < 0x110000 else found.group()
        if ctrl is not None:
            return chr(ord(ctrl.upper()) & 31) if control and ctrl.isascii() else found.group()
        return chr(_NAMED[other]) if other in _NAMED else found.group()

    text = _ESCAPE.sub(meaning, body).partition("\0")[0]
    return text if text.isascii() else joined_bytes(text)


def joined_bytes(text: str) -> str:
    """Text in which bytes given one by one (as surrogates) that form UTF-8 are read as that."""
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # surrogates that stand for no byte
        return text


def _byte(number: int) -> str:
    return chr(number) if number < 128 else chr(0xDC00 + number)
