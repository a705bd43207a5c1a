"""What one simple command of a sourced file does to the variables (guest-ifcfg.md 3.1): it assigns, takes back, or fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats.assignments import keys_from, lost_line
from vmnetdoctor.formats.syntax import Entry

if TYPE_CHECKING:
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
    """An assignment: key with its place, the value if it is known, and the word that gives it."""

    key: str
    start: int
    end: int
    value: str | None
    word: Word


class Command(NamedTuple):
    """A simple command: what it assigns, its words, where it ends, and whether it surely runs in this shell."""

    sets: list[Setting]
    words: list[Word]
    end: int
    certain: bool
    background: bool


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
        name = self.raw(command.words[0]) if command.words else ""
        certain = command.certain and not self.left
        if command.background:
            self._lost(command, "runs-in-background")
        elif not command.words or name in DECLARING:
            for item in command.sets:
                self._set(item, certain)
        elif name == "unset":
            self.pending.extend(self.raw(word) for word in command.words[1:])
            for word in command.words[1:]:
                self.known.pop(self.raw(word), None)
        elif name in _LEAVING:
            self.left = True
            self._not_evaluated(command.words[0].start, command.end)
        elif name in _COMMANDS or (name.startswith(("/", "./")) and not name.startswith("//")):
            self._not_evaluated(command.words[0].start, command.end)
        elif command.certain and (command.sets or name not in _HARMLESS):
            self._failed(command)

    def raw(self, word: Word) -> str:
        """The word as it is written."""
        return self.text[word.start:word.end]

    def _set(self, item: Setting, certain: bool) -> None:
        word, value = item.word, item.value
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

    def _lost(self, command: Command, reason: str) -> None:
        for item in command.sets:
            self.document.report(reason, item.start, command.end, key=item.key)
        if not command.sets and command.words and command.certain:
            self._not_evaluated(command.words[0].start, command.end)

    def _failed(self, command: Command) -> None:
        """The words name a command that does not exist; assignments before them held for that command only."""
        first, only = command.words[0], len(command.words) == 1
        if not command.sets:
            reason, values = lost_line(self.text, first.start, command.end)
            reason = "command-not-found" if reason == "no-equals-sign" else reason
            self.document.report(reason, first.start, command.end, **values)
            return
        if only and self.raw(first) == "\r":
            self._lost(command, "lost-carriage-return")
            return
        for item in command.sets:
            empty = item.word.start == item.word.end
            self.document.report("blank-after-equals" if empty else "trailing-text", item.start, command.end, key=item.key)
