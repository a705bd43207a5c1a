"""One word of a shell script: quoting, and the variables that can be filled in without running anything.

What would need a running shell (`$(...)`, backticks, `${X:-y}`, a variable nobody has set) makes the word's text unknown.
guest-ifcfg.md 3.1; checked against bash 5.2.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats.quoting import ANSI_BODY, ansi_c, joined_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

_RUN = re.compile(r"""[^ \t\n;&|<>()'"\\$`\0]+""")
_RUN_IN_DOUBLE = re.compile(r'[^"\\$`\0]+')
_NAME = re.compile(r"\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)\})")
_SPECIAL = re.compile(r"\$[0-9#?*@!$-]")
_NEST = re.compile(r"""\\.|'[^']*'|[(){}`"]""", re.S)
_TILDE = re.compile(r"(?:\A|:)~")


class Unterminated(Exception):  # noqa: N818 - a finding about the text, never seen outside `formats`
    """The text ends inside a quote or bracket that opened at `start`."""

    def __init__(self, start: int) -> None:
        super().__init__(start)
        self.start = start


class Word(NamedTuple):
    """A word: where it stands, where its text stands without a pair of quotes around all of it, the text or None.

    `unknown` is where it needs a running shell (-1, -1: nowhere).
    """

    start: int
    end: int
    inner: tuple[int, int]
    value: str | None
    unknown: tuple[int, int]


class WordScanner:
    """Reads words of one text; `variables` holds what is set so far (None: set, but unknown)."""

    def __init__(self, text: str, variables: Mapping[str, str | None]) -> None:
        self.text = text
        self.variables = variables
        self._parts: list[str] = []
        self._unknown = (-1, -1)

    def word(self, start: int, *, assigned: bool = False) -> Word:
        """The word that starts here, perhaps empty; a tilde counts as in a value if `assigned`."""
        self._parts, self._unknown = [], (-1, -1)
        offset, first = start, 0
        while offset < len(self.text):
            step = self._piece(offset)
            if step == offset:
                break
            offset = step
            first = first or offset
        raw = self.text[start:offset]
        if assigned and "~" in raw and _TILDE.search(raw):
            self._unknown = (start, offset)
        inset = 1 if raw[:1] in ("'", '"') and first == offset else 0
        value = "".join(self._parts)
        if not value.isascii():
            value = joined_bytes(value)
        known = self._unknown == (-1, -1)
        return Word(start, offset, (start + inset, offset - inset), value if known else None, self._unknown)

    def _piece(self, start: int) -> int:
        run = _RUN.match(self.text, start)
        if run:
            self._parts.append(run.group())
            return run.end()
        char = self.text[start]
        if char == "\\":
            return self._backslash(start)
        if char == "'":
            return self._single(start)
        if char == '"':
            return self._double(start)
        if char == "$":
            return self._dollar_outside(start)
        if char == "`":
            return self._command(start)
        return start + 1 if char == "\0" else start

    def _backslash(self, start: int) -> int:
        following = self.text[start + 1:start + 2]
        if following != "\n":
            self._parts.append(following or "\\")
        return min(start + 2, len(self.text))

    def _single(self, start: int) -> int:
        end = self.text.find("'", start + 1)
        if end < 0:
            raise Unterminated(start)
        self._parts.append(self.text[start + 1:end])
        return end + 1

    def _double(self, start: int) -> int:
        text, offset = self.text, start + 1
        while offset < len(text):
            run = _RUN_IN_DOUBLE.match(text, offset)
            if run:
                self._parts.append(run.group())
                offset = run.end()
                continue
            char = text[offset]
            if char == '"':
                return offset + 1
            offset = self._special_in_double(char, offset)
        raise Unterminated(start)

    def _special_in_double(self, char: str, offset: int) -> int:
        if char == "$":
            return self._dollar(offset)
        if char == "`":
            return self._command(offset)
        if char == "\0":
            return offset + 1
        following = self.text[offset + 1:offset + 2]
        if following != "\n":
            self._parts.append(following if following in '$`"\\' else "\\" + following)
        return offset + 2

    def _dollar_outside(self, start: int) -> int:
        following = self.text[start + 1:start + 2]
        if following == '"':
            return self._double(start + 1)
        if following == "'":
            body = ANSI_BODY.match(self.text, start + 2)
            if not body:
                raise Unterminated(start)
            self._parts.append(ansi_c(self.text[start + 2:body.end() - 1]))
            return body.end()
        return self._dollar(start)

    def _dollar(self, start: int) -> int:
        named = _NAME.match(self.text, start)
        if named:
            value = self.variables.get(named.group(1) or named.group(2))
            if value is None:
                self._unknown = named.span()
            else:
                self._parts.append(value)
            return named.end()
        following = self.text[start + 1:start + 2]
        if following in ("{", "("):
            end = self.nested(start + 1)
        else:
            special = _SPECIAL.match(self.text, start)
            if not special:
                self._parts.append("$")
                return start + 1
            end = special.end()
        self._unknown = (start, end)
        return end

    def _command(self, start: int) -> int:
        end = start + 1
        while True:
            end = self.text.find("`", end)
            if end < 0:
                raise Unterminated(start)
            if self.text[end - 1] != "\\":
                self._unknown = (start, end + 1)
                return end + 1
            end += 1

    def nested(self, start: int) -> int:
        """The end of the bracket that opens here; quotes and brackets inside are skipped with a stack, never by recursion."""
        closing = {"(": ")", "{": "}"}
        stack: list[str] = []
        offset = start
        while True:
            found = _NEST.search(self.text, offset)
            if not found:
                raise Unterminated(start)
            token, offset = found.group(), found.end()
            if stack and token == stack[-1]:
                stack.pop()
                if not stack:
                    return offset
            elif token in closing:
                stack.append(closing[token])
            elif token in '"`':
                stack.append(token)
