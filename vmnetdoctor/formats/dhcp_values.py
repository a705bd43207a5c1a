"""Reads the values of one dhcpd statement by the shape of its keyword, as ISC 2.0's parse.c and confpars.c do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats.dhcp_tokens import unquoted
from vmnetdoctor.formats.dhcp_words import ALLOW_KEYS, FLAGS, HARDWARE_TYPES, STATEMENTS
from vmnetdoctor.patterns import late

if TYPE_CHECKING:
    from collections.abc import Callable

    from vmnetdoctor.formats.dhcp_tokens import Token

HARDWARE_BYTES = 16
_DASHED = late(r"[0-9A-Fa-f]{1,2}(-[0-9A-Fa-f]{1,2})+", re.ASCII)
_QUAD_IN_JUNK = late(r"(?<![0-9.])[0-9]{1,9}(?:\.[0-9]{1,9}){3}(?![0-9.])", re.ASCII)


class Value(NamedTuple):
    """One value of a statement: its text as the server understands it (without quotes), and where it stands."""

    text: str
    start: int
    end: int


class Fault(NamedTuple):
    """Why a value is refused, and the stretch to edit."""

    reason: str
    start: int
    end: int


class Words:
    """The tokens of one statement with the text they come from.  `before` is the end of the token ahead of them."""

    __slots__ = ("before", "text", "tokens")

    def __init__(self, text: str, tokens: list[Token], before: int) -> None:
        self.text = text
        self.tokens = tokens
        self.before = before

    def kind(self, i: int) -> str:
        return self.tokens[i].kind if i < len(self.tokens) else ""

    def word(self, i: int) -> str:
        """The token in lower case."""
        return self.text[self.tokens[i].start:self.tokens[i].end].lower()

    def end_before(self, i: int) -> int:
        """Where the token ahead of token `i` ends."""
        return self.tokens[i - 1].end if i else self.before

    def fresh(self, i: int) -> bool:
        """Whether the token is the first of its line."""
        start, end = self.end_before(i), self.tokens[i].start
        return start == 0 or self.text.find("\n", start, end) >= 0 or self.text.find("\r", start, end) >= 0

    def starts_statement(self, i: int) -> bool:
        """Whether a known statement seems to begin at this token."""
        return self.kind(i) == "w" and self.word(i) in STATEMENTS

    def stretch(self, i: int) -> int:
        """Index after the tokens that stand together with token `i` without a gap."""
        i += 1
        while i < len(self.tokens) and self.tokens[i].start == self.tokens[i - 1].end and self.tokens[i].kind != ",":
            i += 1
        return i

    def value(self, i: int, j: int) -> Value:
        """The tokens from `i` up to `j` as one value, blanks inside left out."""
        start, end = self.tokens[i].start, self.tokens[j - 1].end
        if j - i == 1 and self.kind(i) == "s":
            return Value(unquoted(self.text[start:end]), start, end)
        return Value("".join(self.text[t.start:t.end] for t in self.tokens[i:j]), start, end)

    def fault(self, reason: str, i: int, values: list[Value]) -> tuple[int, Fault]:
        """Refuse the stretch at token `i`; the value it was meant to be is kept all the same."""
        if i >= len(self.tokens) or (i and self.fresh(i) and self.starts_statement(i)):
            start, end = self.tokens[i - 1].start if i else self.before, self.end_before(i)
            return i, Fault("value-missing", start, end)
        j = self.stretch(i)
        value = self.value(i, j)
        values.append(value)
        return j, Fault(reason, value.start, value.end)


Read = tuple[int, "Fault | None"]


def quad(words: Words, i: int, values: list[Value]) -> Read:
    """`n.n.n.n`; numbers over 255 pass, as in the server (vmware-networking.md 3.2)."""
    good = all(words.kind(i + k) == ("n" if k % 2 == 0 else ".") for k in range(7))
    if not good:
        return words.fault("address-malformed", i, values)
    j = i + 7
    value = words.value(i, j)
    runs_on = j < len(words.tokens) and words.tokens[j].start == value.end and words.kind(j) != ","
    if runs_on or "-" in value.text:
        return words.fault("address-malformed", i, values)
    values.append(value)
    return j, None


def name(words: Words, i: int, values: list[Value]) -> Read:
    """A host name: words or numbers with dots between them."""
    j = i
    while words.kind(j) in ("w", "h", "n"):
        j += 1
        if words.kind(j) != ".":
            values.append(words.value(i, j))
            return j, None
        j += 1
    return words.fault("host-name", i, values)


def _address(words: Words, i: int, values: list[Value]) -> Read:
    if words.kind(i) in ("w", "h") and not (words.fresh(i) and words.starts_statement(i)):
        return name(words, i, values)
    return quad(words, i, values)


def _one(kinds: str, reason: str) -> Callable[[Words, int, list[Value]], Read]:
    def read(words: Words, i: int, values: list[Value]) -> Read:
        missing = words.kind(i) == "w" and words.fresh(i) and words.starts_statement(i)
        if missing or words.kind(i) not in kinds or not words.kind(i):
            return words.fault(reason, i, values)
        values.append(words.value(i, i + 1))
        return i + 1, None

    return read


def _text(words: Words, i: int, values: list[Value]) -> Read:
    missing = words.kind(i) == "w" and words.fresh(i) and words.starts_statement(i)
    j = words.stretch(i) if i < len(words.tokens) else i
    if missing or j == i or (words.kind(i) in ("w", "h", "s") and j == i + 1):
        if missing or j == i:
            return words.fault("value-missing", i, values)
        values.append(words.value(i, j))
        return j, None
    return words.fault("text-malformed" if words.kind(i) == "n" and j == i + 1 else "unquoted-domain", i, values)


def _flag(words: Words, i: int, values: list[Value]) -> Read:
    if words.kind(i) in ("w", "h") and words.word(i) in FLAGS:
        values.append(words.value(i, i + 1))
        return i + 1, None
    return words.fault("flag-malformed", i, values)


def _allow(words: Words, i: int, values: list[Value]) -> Read:
    if words.kind(i) == "w" and words.word(i) in ALLOW_KEYS:
        values.append(words.value(i, i + 1))
        return i + 1, None
    return words.fault("allow-key-unknown", i, values)


def _authoritative(words: Words, i: int, values: list[Value]) -> Read:
    if words.kind(i) == "w" and words.word(i) == "authoritative":
        return i + 1, None
    return words.fault("value-malformed", i, values)


def _date(words: Words, i: int, values: list[Value]) -> Read:
    """`W YYYY/MM/DD HH:MM:SS`, taken as it stands: nothing here depends on it."""
    j = i
    while words.kind(j) in ("n", "?", ":", "w") and not (words.fresh(j) and words.starts_statement(j)):
        j += 1
    if j == i:
        return words.fault("value-malformed", i, values)
    values.append(words.value(i, j))
    return j, None


def _bytes_or_text(words: Words, i: int, values: list[Value]) -> Read:
    """Hexadecimal bytes or text; a bare word passes too, since builds differ on `option host-name`."""
    if words.kind(i) in ("n", "h") and words.kind(i + 1) == ":":
        j = _hexadecimal(words, i)
        values.append(words.value(i, j))
        return j, None
    return _text(words, i, values) if words.kind(i) != "n" else _one("n", "")(words, i, values)


def _hexadecimal(words: Words, i: int) -> int:
    while words.kind(i) in ("n", "h"):
        i += 1
        if words.kind(i) != ":" or words.kind(i + 1) not in ("n", "h"):
            break
        i += 1
    return i


def _hardware(words: Words, i: int, values: list[Value]) -> Read:
    """`ethernet` and bytes in hexadecimal; any number of bytes up to 16 passes (vmware-networking.md 3.2)."""
    if words.kind(i) != "w" or words.word(i) not in HARDWARE_TYPES:
        return words.fault("hardware-type", i, values)
    values.append(words.value(i, i + 1))
    i += 1
    j = _hexadecimal(words, i)
    if j == i or (j < len(words.tokens) and words.tokens[j].start == words.tokens[j - 1].end):
        text = words.value(i, words.stretch(i)).text if i < len(words.tokens) else ""
        return words.fault("mac-with-dashes" if _DASHED.fullmatch(text) else "mac-malformed", i, values)
    if (j - i + 1) // 2 > HARDWARE_BYTES:
        return words.fault("mac-too-long", i, values)
    values.append(words.value(i, j))
    return j, None


def _range(words: Words, i: int, values: list[Value]) -> Read:
    """`[dynamic-bootp] low [high]`."""
    if words.kind(i) == "w" and words.word(i) == "dynamic-bootp":
        i += 1
    j, fault = quad(words, i, values)
    if fault is None and j < len(words.tokens) and not words.starts_statement(j) and words.kind(j) == "n":
        j, fault = quad(words, j, values)
    dash = fault or (j < len(words.tokens) and words.kind(j) == "?")
    if not dash or (fault and fault.reason == "value-missing"):
        return j, fault
    start, end = words.tokens[i].start, words.tokens[words.stretch(j) - 1 if j < len(words.tokens) else -1].end
    if fault is not None and "-" not in words.text[start:fault.end]:
        return j, fault
    return _dashed_range(words, i, j, values, (start, end))


def _dashed_range(words: Words, i: int, j: int, values: list[Value], span: tuple[int, int]) -> Read:
    start, end = span
    while j < len(words.tokens) and words.kind(j) in ("n", ".", "?", "h") and not words.fresh(j):
        end = words.tokens[j].end
        j += 1
    text = words.text[start:end].replace("-", " ").replace("~", " ")
    values[:] = [Value(m.group(), start + m.start(), start + m.end()) for m in _QUAD_IN_JUNK.finditer(text)][:2]
    return j, Fault("range-dash", start, end)


_SHAPES: dict[str, Callable[[Words, int, list[Value]], Read]] = {
    "I": _address, "N": _one("n", "number-malformed"), "s": _one("s", "text-unquoted"), "t": _text, "f": _flag,
    "X": _bytes_or_text, "D": _date, "H": _hardware, "R": _range, "K": _allow, "a": _authoritative,
}


def read_values(words: Words, i: int, shape: str) -> tuple[list[Value], int, Fault | None]:
    """The values from token `i` on, the index after them, and the first fault (values are read on past it)."""
    values: list[Value] = []
    first: Fault | None = None
    many = shape.endswith("A")
    letters = shape.rstrip("A")
    while True:
        for letter in letters:
            i, fault = _SHAPES[letter](words, i, values)
            first = first or fault
            if fault is not None and fault.reason == "value-missing":
                return values, i, first
        if not many or i >= len(words.tokens):
            return values, i, first
        if words.kind(i) == ",":
            i += 1
        elif words.kind(i) in ("n", "h") or (words.kind(i) == "w" and not words.fresh(i) and not words.starts_statement(i)):
            first = first or Fault("options-without-comma", words.tokens[i].start, words.tokens[words.stretch(i) - 1].end)
        else:
            return values, i, first
