"""network-scripts' reading of ifcfg files and sysconfig `network`: they are sourced by bash (guest-ifcfg.md 3.1).

No shell is ever run.  Assignments, quoting, `export`, `unset`, comments and set variables are followed; what only a running
shell can know gives an entry without value and a problem `shell-not-evaluated`.  Bash reads a file command line by command
line: a syntax error loses everything from that line on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.formats.assignments import Assignments, keys_from, lost_line, open_quote, plain
from vmnetdoctor.formats.shell_commands import DECLARING, Command, Setting, Variables, quoted_setting
from vmnetdoctor.formats.shell_words import Unterminated, Word, WordScanner

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vmnetdoctor.source import Source

_BLANK = re.compile(r"(?:[ \t\0]|\\\n)+")
_ASSIGNED = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(\+?)=")
# Most lines even of an odd file: nothing but one assignment.
_SIMPLE = re.compile(r"""([A-Za-z_][A-Za-z0-9_]*)=(["']?)([A-Za-z0-9_.:/,@%+-]*)\2(\r?)(?=\n)""")
_OPERATOR = re.compile(r"&&|\|\||;;&?|;&|\|&|&>>?|<<<|<<-?|>>|<>|[<>]&|>\||[;&|<>]")
_CASE_END = (";;", ";&", ";;&")
_OPENING = {"if": "fi", "while": "done", "until": "done", "for": "done", "select": "done", "case": "esac", "{": "}"}
_BETWEEN = frozenset({"then", "else", "elif", "do"})
_CLOSING = frozenset(_OPENING.values())
_PREFIXES = frozenset({"function", "!", "time"})
_KEYWORD_STARTS = frozenset(word[0] for word in (*_OPENING, *_BETWEEN, *_CLOSING, *_PREFIXES))
_JOINING = frozenset({"&&", "||", "|", "|&"})
_EMPTY_BRACKETS = re.compile(r"\([ \t]*\)")


def parse(source: Source, environment: Mapping[str, str | None] | None = None) -> Assignments:
    """The assignments that bash makes when it sources the file; `environment`: variables that are set before."""
    found = plain(source)
    if found is not None:
        return found
    document = Assignments(source)
    if source.bom and not source.codec.startswith("utf-8"):
        document.lost_from = 0
        document.report("wide-encoding", 0, len(source.text), codec=source.codec)
        return document
    _Script(document, dict(environment or {})).read()
    document.problems.sort(key=lambda problem: problem.start)
    return document


class _SyntaxError(Exception):
    """Bash stops reading here; the arguments are reason and offset of the problem that is reported."""


class _Script:
    """The commands of one file, one after the other."""

    def __init__(self, document: Assignments, known: dict[str, str | None]) -> None:
        self.document = document
        self.text = document.source.text
        self.variables = Variables(document, known)
        self.words = WordScanner(self.text, known)
        self.offset = 0
        self.unit = 0                           # where the command line starts that bash is reading
        self.open: list[tuple[str, int]] = []   # what would close each open compound command, and where it opened
        self.joined = False                     # an operator stands before: the next command may run or not

    def read(self) -> None:
        try:
            if self.document.source.bom:
                self._marked_word()
            while self.offset < len(self.text):
                self._step()
            self._end()
        except Unterminated as error:
            self._stopped("unterminated-quote", self._culprit(error.start))
        except _SyntaxError as error:
            self._stopped(*error.args)

    def _end(self) -> None:
        if self.open:
            raise _SyntaxError("unterminated-block", self.open[0][1])
        if self.joined:
            raise _SyntaxError("syntax-error", len(self.text) - 1)
        self.variables.commit()

    def _stopped(self, reason: str, start: int) -> None:
        document, lost = self.document, keys_from(self.text, self.unit, len(self.text))
        document.problems = [p for p in document.problems if p.start < self.unit]
        document.lost_from = self.unit
        line, end = self.text.rfind("\n", 0, start) + 1, self._line_end(start)
        document.report(reason, start, max(end, start + 1), lost=lost, **lost_line(self.text, line, end)[1])

    def _culprit(self, start: int) -> int:
        """The first quote of the lost lines that its own line does not close: bash only notices at the end of the file."""
        line = self.unit
        while line < len(self.text):
            end = self._line_end(line)
            found = open_quote(self.text, line, end)
            if found >= 0:
                return found
            line = end + 1
        return start

    def _line_end(self, start: int) -> int:
        end = self.text.find("\n", start)
        return len(self.text) if end < 0 else end

    def _marked_word(self) -> None:
        """The byte order mark glues itself to the first word, which so names a command that does not exist."""
        self.offset = self.words.word(0).end
        end = self._line_end(0)
        self.document.report("byte-order-mark", 0, end, **lost_line(self.text, 0, end)[1])
        self._command(failed=True)

    def _step(self) -> None:
        blank = _BLANK.match(self.text, self.offset)
        char = self.text[self.offset]
        if blank:
            self.offset = blank.end()
        elif char == "\n":
            self.offset += 1
            if not self.open and not self.joined:
                self.variables.commit()
                self.unit = self.offset
        elif char == "#":
            self.offset = self._line_end(self.offset)
        elif char == "(":
            self._opens(")")
            self.offset += 1
        elif char == ")":
            self._closes_bracket()
        elif char in ";&|":
            self._case_end()
        else:
            simple = None if self.joined or self.open or self.variables.left else _SIMPLE.match(self.text, self.offset)
            if simple:
                self.offset = simple.end()
                self.variables.set_plainly(simple)
            else:
                self._command()

    def _opens(self, closing: str) -> None:
        if not self.open:
            self.document.report("shell-not-evaluated", self.offset, self._line_end(self.offset))
        self.open.append((closing, self.offset))
        self.joined = False

    def _closes_bracket(self) -> None:
        closing = self.open[-1][0] if self.open else ""
        if closing == ")":
            self.open.pop()
        elif closing != "esac":     # there it ends a pattern
            raise _SyntaxError("syntax-error", self.offset)
        self.offset += 1
        self._operator()

    def _case_end(self) -> None:
        found = _OPERATOR.match(self.text, self.offset)
        if not (self.open and self.open[-1][0] == "esac" and found and found.group() in _CASE_END):
            raise _SyntaxError("syntax-error", self.offset)
        self.offset = found.end()

    def _command(self, failed: bool = False) -> None:
        """One simple command: assignments, then words, up to an operator or the end of the line."""
        sets: list[Setting] = []
        words: list[Word] = []
        before: dict[str, str | None] = {}
        while self.offset < len(self.text):
            blank = _BLANK.match(self.text, self.offset)
            char = self.text[self.offset]
            if blank:
                self.offset = blank.end()
            elif char in "<>" or self.text.startswith("&>", self.offset):
                self._redirected()
            elif char in "\n;&|()#":
                break
            elif failed or words or not self._keyword(bool(sets)):
                self._word(sets, words, before, failed)
            else:
                return
        self._ended(failed, sets, words, before)

    def _word(self, sets: list[Setting], words: list[Word], before: dict[str, str | None], failed: bool) -> None:
        """`KEY=value` before the command's name, or as an argument of `export` and its like, is an assignment."""
        found = None if failed else _ASSIGNED.match(self.text, self.offset)
        declares = bool(words) and words[0].value in DECLARING
        if not found or (words and not declares):
            self.variables.known.update(before)     # the words are expanded before the assignments are made
            word = self.words.word(self.offset)
            self.offset = word.end
            quoted = _ASSIGNED.match(word.value or "") if declares else None
            if quoted:
                sets.append(quoted_setting(self.text, quoted, word))
            else:
                words.append(word)
                if declares and word.value is None:
                    self.document.report("shell-not-evaluated", word.start, word.end)
            return
        key, word = found.group(1), self._value(found.end())
        if words:
            sets.append(Setting(key, *found.span(1), word.value, word, bool(found.group(2)), False))
        else:
            value = self.variables.value(key, word.value, bool(found.group(2)))
            sets.append(Setting(key, *found.span(1), value, word, False, True))
            before.setdefault(key, self.variables.known.get(key, ""))
            self.variables.known[key] = value

    def _value(self, start: int) -> Word:
        word = self.words.word(start, assigned=True)
        self.offset = word.end
        if word.start < word.end or not self.text.startswith("(", word.end):
            return word
        self.offset = self.words.nested(word.end)
        span = (start, self.offset)
        return Word(*span, span, None, span)

    def _redirected(self) -> None:
        found = _OPERATOR.match(self.text, self.offset)
        start, self.offset = self.offset, found.end() if found else self.offset + 1
        blank = _BLANK.match(self.text, self.offset)
        word = self.words.word(blank.end() if blank else self.offset)
        if word.start == word.end:
            raise _SyntaxError("syntax-error", start)
        self.offset = word.end
        self.document.report("shell-not-evaluated", start, word.end)
        # The lines of a here-document are no commands.
        self.variables.left |= self.text.startswith("<<", start)

    def _keyword(self, after_assignment: bool) -> bool:
        """Whether a word stands here that only opens, parts or closes a compound command; it is then read."""
        if after_assignment or self.text[self.offset] not in _KEYWORD_STARTS:
            return False
        raw = self.variables.raw(self.words.word(self.offset))
        if raw in _OPENING:
            self._opens(_OPENING[raw])
        elif raw in _CLOSING or raw in _BETWEEN:
            if not self.open or (raw in _CLOSING and self.open.pop()[0] != raw):
                raise _SyntaxError("syntax-error", self.offset)
        elif raw not in _PREFIXES:
            return False
        self.offset += len(raw)
        if raw in ("for", "select", "case"):
            self._skip_words(len(self.text))
        elif raw == "function":
            self._skip_words(1)
        if raw in _CLOSING:
            self._operator()
        return True

    def _skip_words(self, most: int) -> None:
        """Pass over what stands behind `for`, `case` or `function`."""
        while most and self.offset < len(self.text):
            blank = _BLANK.match(self.text, self.offset)
            if blank:
                self.offset = blank.end()
                continue
            end = self.words.word(self.offset).end
            if end == self.offset:
                break
            self.offset = end
            most -= 1
        if most:
            self._operator()

    def _ended(self, failed: bool, sets: list[Setting], words: list[Word], before: dict[str, str | None]) -> None:
        if self.text.startswith("(", self.offset):
            brackets = _EMPTY_BRACKETS.match(self.text, self.offset)
            if failed or sets or len(words) != 1 or not brackets:
                raise _SyntaxError("syntax-error", self.offset)
            self.offset = brackets.end()
            return
        end = max([word.end for word in words[-1:]] + [item.word.end for item in sets[-1:]], default=self.offset)
        certain = not self.open and not self.joined
        background = self._operator() in ("&", "|", "|&")
        if background:
            self.variables.known.update(before)
        if not failed:
            self.variables.run(Command(sets, words, end, certain, background))

    def _operator(self) -> str:
        """What joins the command before to the next one; read, unless it ends a branch of `case`."""
        while self.offset < len(self.text):
            blank = _BLANK.match(self.text, self.offset)
            if blank:
                self.offset = blank.end()
            elif self.text[self.offset] in "<>":
                self._redirected()
            else:
                break
        found = _OPERATOR.match(self.text, self.offset)
        operator = found.group() if found else ""
        self.joined = operator in _JOINING
        if found and operator not in _CASE_END:
            self.offset = found.end()
        return operator
