"""What one simple command of a sourced file does to the variables (guest-ifcfg.md 3.1): it assigns, takes back, or fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats.assignments import keys_from, lost_line
from vmnetdoctor.formats.syntax import Entry

if TYPE_CHECKING:
    import re

    from vmnetdoctor.formats.assignments import Assignments
    from vmnetdoctor.formats.shell_words import Word

DECLARING = frozenset({"export", "declare", "typeset", "readonly"})
_HARMLESS = frozenset({":", "true", "set", "shift", "umask", "\r"})
_LEAVING = frozenset({"exit", "return", "exec"})
# Commands that exist on a guest: what they do cannot be known here, but they are no failed assignments.
_COMMANDS = frozenset({
    ".", "source", "eval", "[", "[[", "test", "echo", "printf", "ip", "ifconfig", "route", "ethtool", "modprobe",
    "sleep", "logger", "cd", "cat", "grep", "sed", "awk", "iwconfig", "brctl", "sysctl", "iptables", "arping", "nmcli",
    "systemctl", "service", "chmod", "touch", "rm", "cp", "mv", "ln", "mkdir", "read", "false",
})


class Setting(NamedTuple):
    """An assignment: key with its place, the value if it is known (`appends`: to what is there then), and its word."""

    key: str
    start: int
    end: int
    value: str | None
    word: Word
    appends: bool
    leading: bool   # it stands before the command's name


class Command(NamedTuple):
    """A simple command: what it assigns, its words, where it ends, and whether it surely runs in this shell."""

    sets: list[Setting]
    words: list[Word]
    end: int
    certain: bool
    background: bool


def quoted_setting(text: str, found: re.Match[str], word: Word) -> Setting:
    """An argument like `"KEY=value"`; where its spelling is odd, the whole word stands for key and value."""
    key, start, end = found.group(1), *word.inner
    value, appends = found.string[found.end():], bool(found.group(2))
    if not text.startswith(found.group(), start):
        return Setting(key, word.start, word.end, value, word._replace(inner=(word.end, word.end)), appends, False)
    inner = (start + found.end(), end)
    return Setting(key, start, start + len(key), value, word._replace(inner=inner), appends, False)


class Variables:
    """The variables of the shell, and the assignments that wait for the end of their command line."""

    def __init__(self, document: Assignments, known: dict[str, str | None]) -> None:
        self.document = document
        self.text = document.source.text
        self.known = known
        self.left = False
        self.pending: list[Entry | str] = []

    def commit(self) -> None:
        """The command line has been read without a syntax error: what it assigns counts."""
        for item in self.pending:
            if isinstance(item, Entry):
                self.document.accept(item)
            else:
                self.document.forget(item)
        self.pending.clear()

    def value(self, key: str, added: str | None, appends: bool) -> str | None:
        """The value that an assignment gives, with `+=` to what was there."""
        if not appends or added is None:
            return added
        prior = self.known.get(key, "")
        return None if prior is None else prior + added

    def run(self, command: Command) -> None:
        """Do what the command does, as far as it can be known."""
        name = command.words[0].value if command.words else ""
        certain = command.certain and not self.left
        if command.background:
            self._lost(command.sets, command.end, "runs-in-background")
            if command.words and command.certain and not command.sets:
                self._not_evaluated(command.words[0].start, command.end)
        elif not command.words:
            self._set_all(command.sets, certain)
        elif name is None:      # if it turns out empty, what stands before holds
            self._set_all(command.sets, False)
            self._not_evaluated(command.words[0].start, command.end)
        elif name in DECLARING:
            self._lost([item for item in command.sets if item.leading], command.end, "trailing-text")
            self._set_all([item for item in command.sets if not item.leading], certain)
        else:
            self._named(name, command)

    def _named(self, name: str, command: Command) -> None:
        if name == "unset":
            for word in command.words[1:]:
                self.pending.append(self.raw(word))
                self.known.pop(self.raw(word), None)
        elif name in _COMMANDS or name in _LEAVING or (name.startswith(("/", "./")) and not name.startswith("//")):
            self.left |= name in _LEAVING
            self._not_evaluated(command.words[0].start, command.end)
        elif command.certain and (command.sets or name not in _HARMLESS):
            self._failed(command)

    def set_plainly(self, found: re.Match[str]) -> None:
        """A line that is nothing but `KEY=value`, matched as (key, quote, text, carriage return)."""
        key, quote, text, mark = found.groups()
        span = found.span(3) if quote and not mark else (found.start(2), found.end(4))
        self.pending.append(Entry(self.document.source, key, text + mark, found.span(1), span))
        self.known[key] = text + mark
        if mark:
            self.document.report("carriage-return", *found.span(4), key=key)

    def raw(self, word: Word) -> str:
        """The word as it is written."""
        return self.text[word.start:word.end]

    def _set_all(self, sets: list[Setting], certain: bool) -> None:
        for item in sets:
            self._set(item, certain)

    def _set(self, item: Setting, certain: bool) -> None:
        word, value = item.word, self.value(item.key, item.value, item.appends)
        if not certain or value is None:
            start, end = word.unknown if word.unknown != (-1, -1) else (item.start, max(word.end, item.end))
            self.document.report("shell-not-evaluated", start, end, key=item.key)
            value = None
        entry = Entry(self.document.source, item.key, value, (item.start, item.end), word.inner)
        self.pending.append(entry)
        self.known[item.key] = value
        self._doubts(item, word, value)

    def _doubts(self, item: Setting, word: Word, value: str | None) -> None:
        if value is not None and value[-1:] == "\r":
            self.document.report("carriage-return", word.end - 1, word.end, key=item.key)
        line = self.text.find("\n", word.start, word.end)
        if line >= 0:
            swallowed = keys_from(self.text, line + 1, word.end)
            reason = "line-continued" if value is None or "\n" not in value else "multi-line-value"
            if swallowed and reason == "multi-line-value":
                reason = "unterminated-quote"
            self.document.report(reason, word.start, max(line, word.start + 1), key=item.key, lost=swallowed)

    def _not_evaluated(self, start: int, end: int) -> None:
        self.document.report("shell-not-evaluated", start, end)

    def _lost(self, sets: list[Setting], end: int, reason: str) -> None:
        for item in sets:
            self.document.report(reason, item.start, end, key=item.key)

    def _failed(self, command: Command) -> None:
        """The words name a command that does not exist; assignments before them held for that command only."""
        first, only = command.words[0], len(command.words) == 1
        if not command.sets:
            reason, values = lost_line(self.text, first.start, command.end)
            reason = "command-not-found" if reason == "no-equals-sign" else reason
            self.document.report(reason, first.start, command.end, **values)
            return
        if only and self.raw(first) == "\r":
            self._lost(command.sets, command.end, "lost-carriage-return")
            return
        for item in command.sets:
            reason = "blank-after-equals" if item.word.start == item.word.end else "trailing-text"
            if self.text.startswith("//", first.start):
                reason = "double-slash-comment"
            self.document.report(reason, item.start, command.end, key=item.key)
