"""Builds the statements of a dhcpd file from its tokens, without recursion, and says what ISC 2.0 refuses (3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.formats.dhcp_file import Statement
from vmnetdoctor.formats.dhcp_heads import read_head
from vmnetdoctor.formats.dhcp_scope import Frame, Late, host_bits, refused_in
from vmnetdoctor.formats.dhcp_tokens import Lexer, Token
from vmnetdoctor.formats.dhcp_values import Fault, Words, read_values
from vmnetdoctor.formats.dhcp_words import DECLARATIONS, ONLY_IN, OPTIONS, PARAMETERS, STATEMENTS, nearest, option_shape
from vmnetdoctor.formats.syntax import Problem
from vmnetdoctor.source import Span

if TYPE_CHECKING:
    from vmnetdoctor.formats.dhcp_file import DhcpFile

MAX_PROBLEMS = 1000        # more than that is not a configuration; the first one counts
MAX_SUGGESTIONS = 20
MAX_WORDS = 4096           # of one statement
MAX_STATEMENTS = 200_000


class Reader:
    """Takes tokens one by one; `finish` closes the file."""

    __slots__ = (
        "_after_brace", "_buffer", "_count", "_document", "_end", "_late", "_opened", "_stack", "_suggested", "_text",
        "_unclosed",
    )

    def __init__(self, document: DhcpFile) -> None:
        self._document = document
        self._text = document.source.text
        self._stack = [Frame("file", None, document.statements, None)]
        self._buffer: list[Token] = []
        self._end = 0              # end of the last token before the buffer
        self._opened = False       # whether the brace that ends the buffer has opened its block
        self._after_brace = False
        self._count = 0
        self._suggested = 0
        self._unclosed: int | None = None
        self._late: Late | None = None

    def take(self, token: Token) -> None:
        if token.fault:
            self._problem(token.fault, token.start, token.end, text=self._text[token.start:token.end][:40])
        if token.kind in ("foreign", "space"):
            if token.kind == "foreign":
                self._document.unread.append(Span(token.start, token.end))
        elif token.kind in (";", "{", "}"):
            self._terminate(token)
        else:
            self._buffer.append(token)

    @property
    def overlong(self) -> bool:
        """Whether the statement being read is longer than any real one."""
        return len(self._buffer) >= MAX_WORDS

    @property
    def exhausted(self) -> bool:
        """Whether reading on tells nothing more: this is no configuration."""
        return len(self._document.problems) >= MAX_PROBLEMS or self._count >= MAX_STATEMENTS

    def finish(self) -> None:
        if self._buffer:
            self._statements(Token("", len(self._text), len(self._text)))
        if len(self._stack) > 1:
            frame = self._stack[-1]
            line = str(self._document.source.position(len(self._text)).line)
            self._problem("missing-brace", self._end, self._end, line=line, block=frame.kind)
            for open_frame in self._stack[1:]:
                if open_frame.statement is not None:
                    open_frame.statement.end = self._end
        if self._late is not None:
            self._late.values["line"] = str(self._document.source.position(len(self._text)).line)

    def _problem(self, reason: str, start: int, end: int, **values: str) -> dict[str, str]:
        if len(self._document.problems) < MAX_PROBLEMS:
            if "line" not in values:
                values["line"] = self._line(start)
            self._document.problems.append(Problem(reason, start, end, values))
        return values

    def _line(self, offset: int) -> str:
        return str(self._document.source.position(offset).line)

    def _terminate(self, mark: Token) -> None:
        if self._buffer:
            self._statements(mark)
        elif mark.kind == ";":
            self._problem("semicolon-after-brace" if self._after_brace else "stray-semicolon", mark.start, mark.end)
        elif mark.kind == "{":
            self._problem("stray-opening-brace", mark.start, mark.end)
            self._open("unknown", None, None)
        if mark.kind == "}":
            self._close(mark)
        self._end = mark.end
        self._count += 1
        self._after_brace = mark.kind == "}"
        self._buffer = []

    def _statements(self, mark: Token) -> None:
        """Read the buffered tokens up to `mark`: one statement, or several where semicolons are missing."""
        words = Words(self._text, self._buffer, self._end)
        i = 0
        self._opened = False
        while i < len(words.tokens):
            i = self._statement(words, i, mark)
        self._end = words.tokens[-1].end
        if mark.kind == "{" and not self._opened:
            self._problem("stray-opening-brace", mark.start, mark.end)
            self._open("unknown", None, None)

    def _statement(self, words: Words, i: int, mark: Token) -> int:
        keyword = words.word(i)
        if words.kind(i) == "w" and keyword in DECLARATIONS:
            return self._declaration(words, i, mark, keyword)
        if words.kind(i) == "w" and keyword == "option":
            return self._option(words, i, mark)
        if words.kind(i) == "w" and keyword in PARAMETERS:
            return self._simple(words, i, i + 1, mark, keyword, PARAMETERS[keyword])
        return self._unknown(words, i, mark)

    def _unknown(self, words: Words, i: int, mark: Token) -> int:
        token = words.tokens[i]
        word = self._text[token.start:min(token.end, token.start + 80)]
        if not token.fault:
            self._problem("unknown-statement", token.start, token.end, text=word, near=self._near(word, STATEMENTS))
        return self._skip(words, i, i + 1, mark)

    def _near(self, word: str, known: frozenset[str] | dict[str, str]) -> str:
        self._suggested += 1
        return nearest(word.lower(), known) if self._suggested <= MAX_SUGGESTIONS else ""

    def _skip(self, words: Words, first: int, i: int, mark: Token) -> int:
        """Leave tokens unread up to the next line that begins a known statement."""
        while i < len(words.tokens) and not (words.starts_statement(i) and words.fresh(i)):
            i += 1
        self._document.unread.append(Span(words.tokens[first].start, words.tokens[i - 1].end))
        if i == len(words.tokens) and mark.kind == "{":
            self._open("unknown", None, None)
            self._opened = True
        return i

    def _option(self, words: Words, i: int, mark: Token) -> int:
        j = i + 1
        if words.kind(j) not in ("w", "h") or (words.fresh(j) and words.starts_statement(j)):
            _, fault = words.fault("unknown-option", j, [])
            self._fault(fault, words.word(i), mark)
            return self._skip(words, i, j, mark)
        name, end = words.word(j), words.tokens[j].end
        shape = option_shape(name)
        if shape is None:
            self._problem("unknown-option", words.tokens[j].start, end, text=name[:80], near=self._near(name, OPTIONS))
            return self._skip(words, i, j + 1, mark)
        return self._simple(words, i, j + 1, mark, "option", shape, name)

    def _simple(self, words: Words, i: int, j: int, mark: Token, keyword: str, shape: str, name: str = "") -> int:
        frame = self._stack[-1]
        statement = Statement(keyword, words.tokens[i].start, words.tokens[j - 1].end, frame.statement)
        statement.name = name
        frame.children.append(statement)
        self._check_scope(frame, statement)
        fault: Fault | None = None
        if shape:
            statement.values, j, fault = read_values(words, j, shape)
        if fault is not None:
            self._fault(fault, name or keyword, mark)
        statement.end = words.tokens[j - 1].end
        if j < len(words.tokens):
            return self._leftover(words, j, mark, name or keyword, fault)
        if mark.kind == ";":
            statement.end = mark.end
        elif fault is None and mark.kind != "{":
            self._problem("missing-semicolon", statement.end, statement.end, line=self._line(mark.start), text=name or keyword)
        return j

    def _fault(self, fault: Fault | None, key: str, mark: Token) -> None:
        if fault is not None:
            text = self._text[fault.start:min(fault.end, fault.start + 80)]
            self._problem(fault.reason, fault.start, fault.end, text=text, key=key)

    def _leftover(self, words: Words, j: int, mark: Token, key: str, fault: Fault | None) -> int:
        """Tokens behind a complete statement: the next one, where only the semicolon is missing, or junk."""
        if words.starts_statement(j) or (words.fresh(j) and words.kind(j) == "w"):
            if fault is None:
                at = words.end_before(j)
                self._problem("missing-semicolon", at, at, line=self._line(words.tokens[j].start), text=key)
            return j
        if fault is None and not words.tokens[j].fault:
            end = words.tokens[words.stretch(j) - 1].end
            text = self._text[words.tokens[j].start:min(end, words.tokens[j].start + 80)]
            self._problem("unexpected-text", words.tokens[j].start, end, text=text, key=key)
        return self._skip(words, j, j + 1, mark)

    def _check_scope(self, frame: Frame, statement: Statement) -> None:
        needed = ONLY_IN.get(statement.keyword)
        if self._late is not None and len(self._stack) <= self._late.depth:
            self._settle(statement.start)
        if frame.kind == "unknown":
            return
        if needed and frame.kind != needed:
            self._problem("not-allowed-here", statement.start, statement.key_end, text=statement.keyword, block=needed)
        elif frame.declared and not frame.complained and statement.keyword != "range":
            frame.complained = True
            text = statement.name or statement.keyword
            self._problem("parameter-after-declaration", statement.start, statement.key_end, text=text)

    def _settle(self, offset: int) -> None:
        if self._late is not None:
            self._late.values["line"] = self._line(offset)
            self._late = None

    def _declaration(self, words: Words, i: int, mark: Token, keyword: str) -> int:
        self._close_by_layout(words, i, keyword)
        frame = self._stack[-1]
        statement = Statement(keyword, words.tokens[i].start, words.tokens[i].end, frame.statement)
        values, j, fault = read_head(words, i, keyword)
        statement.values = values
        statement.end = statement.head_end
        statement.children = []
        frame.children.append(statement)
        frame.declared = True
        if fault is not None:
            self._fault(fault, keyword, mark)
        column = self._column(words, i)
        if j == len(words.tokens) and mark.kind == "{":
            self._open(keyword, statement, column)
            self._opened = True
            return j
        if fault is None:
            at = words.tokens[j - 1].end
            line = self._line(words.tokens[j].start if j < len(words.tokens) else mark.start)
            self._problem("missing-opening-brace", at, at, line=line, block=keyword)
        if j < len(words.tokens):
            self._open(keyword, statement, column)
        return j

    def _column(self, words: Words, i: int) -> int | None:
        if not words.fresh(i):
            return None
        start, low = words.tokens[i].start, words.end_before(i)
        line = max(self._text.rfind("\n", low, start), self._text.rfind("\r", low, start))
        return start - 1 - (line if line >= 0 else low - 1)

    def _close_by_layout(self, words: Words, i: int, keyword: str) -> None:
        """Where the file has too few `}` and a block begins no further right than the open one, that one ends here."""
        column = self._column(words, i) if len(self._stack) > 1 else None
        while len(self._stack) > 1:
            frame = self._stack[-1]
            refused = refused_in(keyword, frame.kind)
            aligned = column is not None and frame.column is not None and column <= frame.column and frame.kind != "unknown"
            if not (refused or aligned):
                break
            if not self._lacks_brace():
                if refused:
                    start, end = words.tokens[i].start, words.tokens[i].end
                    self._problem(refused, start, end, text=keyword, block=frame.kind)
                break
            at = words.end_before(i)
            values = self._problem("missing-brace", at, at, line=self._line(words.tokens[i].start), block=frame.kind)
            if not refused and self._late is None:
                self._late = Late(values, len(self._stack) - 1)
            self._pop(at)
        if self._late is not None and keyword in ("subnet", "shared-network"):
            self._settle(words.tokens[i].start)

    def _lacks_brace(self) -> bool:
        if self._unclosed is None:
            kinds = [token.kind for token in Lexer(self._text) if token.kind in ("{", "}")]
            self._unclosed = kinds.count("{") - kinds.count("}")
        if self._unclosed <= 0:
            return False
        self._unclosed -= 1
        return True

    def _open(self, kind: str, statement: Statement | None, column: int | None) -> None:
        children = statement.children if statement is not None and statement.children is not None else []
        self._stack.append(Frame(kind, statement, children, column))

    def _close(self, mark: Token) -> None:
        if len(self._stack) == 1:
            self._problem("extra-brace", mark.start, mark.end)
        else:
            self._pop(mark.end)

    def _pop(self, end: int) -> None:
        frame = self._stack.pop()
        if frame.statement is not None:
            frame.statement.end = end
            if frame.kind == "subnet" and (unused := host_bits(frame.statement)):
                value, ranges = unused
                if ranges:
                    self._problem("subnet-host-bits", value.start, value.end, text=value.text, line=self._line(ranges[0].start))
                else:
                    self._document.notes.append(Problem("subnet-never-used", value.start, value.end, {"text": value.text}))
