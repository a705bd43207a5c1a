"""States of services as Linux prints them: `systemctl` in its forms, `chkconfig --list`, `service X status`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats.terminal import HEAD, lines, sections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.formats.terminal import Line, Section, Word

_UNIT = r"[\w@.\\:-]{1,100}"
_FILE_STATE = ("enabled-runtime|enabled|disabled|masked-runtime|masked|static|generated|indirect|linked-runtime|linked|alias"
               "|transient|"
               "bad")
_LISTED = re.compile(rf"[ \t]*({_UNIT}\.(?:service|socket))\s+({_FILE_STATE})(?:\s+(?:enabled|disabled|ignored|static|masked"
                     rf"|-|–))?\s*$")
_FOOTER = re.compile(r"[ \t]*(\d{1,5})\s+\S")
_LOADED = re.compile(rf"[^\w\s]{{0,3}}\s*({_UNIT}\.(?:service|socket))\s+(loaded|not-found|masked|error|bad-setting)\s+"
                     r"(active|inactive|failed|activating|deactivating|reloading)\s+([\w-]+)")
_STATUS = re.compile(rf"(?:[^\w\s]|[^\x00-\x7f]){{0,4}}[?\s]{{0,3}}({_UNIT}\.(?:service|socket))(?:\s+-\s|\s*$)")
_STATUS_LOADED = re.compile(rf"\s+Loaded:\s+([\w-]+)(?:\s+\([^;)]*(?:;\s+({_FILE_STATE})\b)?)?")
_STATUS_ACTIVE = re.compile(r"\s+Active:\s+(active|inactive|failed|activating|deactivating)\b")
_NOT_FOUND = re.compile(rf"Unit ({_UNIT}) could not be found|Failed to get unit file state for ({_UNIT})\s*:"
                        r"|error reading information on service ([\w@.-]+):|^([\w@.-]+): unrecognized service", re.M)
_ANSWER = re.compile(rf"(?:{_FILE_STATE}|active|inactive|failed|activating|deactivating|unknown|not-found)$")
_LEVELS = re.compile(r"[ \t]*([\w@.-]{1,60})\s+0:(\S+)\s+1:(\S+)\s+2:(\S+)\s+3:(\S+)\s+4:(\S+)\s+5:(\S+)\s+6:(\S+)")
_PIDS = re.compile(r"[ \t]*([\w@.-]{1,60})\s+\(pid\s+[\d\s]{1,200}\)")
_STOPPED = re.compile(r"[ \t]*([\w@.-]{1,60})\s+(is stopped|dead but|已停|已死|est arrêté|ist beendet|は停止)")
_UPSTART = re.compile(r"[ \t]*([\w@.-]{1,60})\s+(start|stop)/(running|waiting)")
_ALL = re.compile(r"[ \t]*\[ ([+-]) \]\s+([\w@.-]{1,60})\s*$")
_ASKED = re.compile(r"(?:^|[/\s])systemctl\s+(?:-\S+\s+){0,4}(is-enabled|is-active|is-failed)\s+(.+)")
_FOUND = re.compile(
    rf"(?m)^[ \t]*{_UNIT}\.(?:service|socket)[ \t]+(?:{_FILE_STATE})(?=\s|$)|^[ \t]+Loaded:[ \t]+[\w-]+"
    rf"|^[ \t]+Active:[ \t]+[a-z]+"
    rf"|\bsystemctl[ \t]+(?:-\S+[ \t]+){{0,4}}is-(?:enabled|active|failed)[ \t]|[ \t]0:\S+[ \t]+1:\S+[ \t]+2:\S+"
    rf"|^[^\w\s]{{0,3}}[ \t]*{_UNIT}\.service[ \t]+(?:loaded|not-found|masked)[ \t]+(?:active|inactive|failed)"
    r"|^[ \t]*[\w@.-]+[ \t]+\(pid[ \t]+\d|^[ \t]*[\w@.-]+[ \t]+(?:is stopped|已停)|^[ \t]*\[ [+-] \][ \t]+\w"
    rf"|^Unit {_UNIT} could not be found|^[ \t]*[\w@.-]+ (?:start/running|stop/waiting)")
MOST_PATTERNS = 3                # a listing with so many different names was not filtered by name
_MEANS = {"active": "running", "inactive": "stopped", "enabled-runtime": "enabled", "masked-runtime": "masked",
          "not-found": "absent",
          "unknown": "stopped"}
_BEGINS = re.compile(rf"\s|[^\w\s]{{0,3}}\s*{_UNIT}\.(?:service|socket|timer|target|mount|path|slice|scope)\b|[\w@.-]+\s+0:")


class UnitState(NamedTuple):
    """A service's state: `running`, `stopped`, `failed`, `enabled`, `disabled`, `masked`, `absent`, or systemd's own word."""

    unit: str
    state: str
    word: Word


class UnitListing(NamedTuple):
    """Everything a capture says of services; `whole` where a listing is there with all its lines.

    What a whole listing does not name is not enabled: it may have been asked for the enabled ones only.
    """

    states: list[UnitState]
    whole: bool


def recognise(text: str) -> bool:
    """Whether the text holds states of services as Linux prints them."""
    return _FOUND.search(text, 0, HEAD) is not None


def read(text: str) -> UnitListing:
    """Every state in the text, in order."""
    found: list[UnitState] = []
    whole = False
    for section in sections(text):
        asked = list(_asked(section))
        if asked:
            found += _answers(text, section, asked)
        reader = _Reader()
        for line in lines(text, _BEGINS, section.start, section.end):
            found += reader.line(line)
        whole |= reader.whole and (section.command is None or "|" not in section.command.text)
    return UnitListing(list(dict.fromkeys(found)), whole)


def _state(unit: str, state: str, word: Word) -> UnitState:
    return UnitState(unit.removesuffix(".service"), _MEANS.get(state, state), word)


def _asked(section: Section) -> Iterator[tuple[str, str]]:
    """(verb, unit) for every unit that the section's command asks about, in order."""
    for part in re.split(r"\s*(?:;|&&|\|\||\|)\s*", section.command.text) if section.command is not None else ():
        found = _ASKED.search(part)
        if found is not None:
            yield from ((found[1], unit) for unit in found[2].split()[:50] if not unit.startswith(("-", "2>", ">")))


def _answers(text: str, section: Section, asked: list[tuple[str, str]]) -> Iterator[UnitState]:
    """`is-enabled` and `is-active` answer each unit with one word on a line of its own, in the order they were asked."""
    waiting = iter(asked)
    for line in lines(text, None, section.start, section.end):
        word = line.whole
        missing = _NOT_FOUND.search(word.text)
        if missing is None and not _ANSWER.match(word.text):
            continue
        question = next(waiting, None)
        if question is None:
            return
        if missing is not None:
            yield _state(question[1], "absent", word)
        elif not (question[0] != "is-enabled" and word.text == "unknown" and len(asked) > 1):
            yield _state(question[1], word.text, word)


class _Reader:
    """Takes lines one by one; `whole` once a listing's footer names as many units as were listed."""

    __slots__ = ("listed", "stems", "unit", "whole")

    def __init__(self) -> None:
        self.unit: str | None = None                # whose `systemctl status` is being read
        self.listed = 0
        self.stems: set[str] = set()                # what the listed units begin with: a pattern leaves one or two
        self.whole = False

    def line(self, line: Line) -> list[UnitState]:
        text = line.text
        if not text.strip():
            return []
        if text[0] in " \t" and self.unit is not None:
            status = self._status(line)
            if status:
                return status
        return self._listing(line) or self._sysv(line) or self._named(line)

    def _status(self, line: Line) -> list[UnitState]:
        unit = self.unit or ""
        loaded = _STATUS_LOADED.match(line.text)
        if loaded is not None:
            if loaded[1] in ("masked", "not-found"):
                return [_state(unit, loaded[1], line.group(loaded, 1))]
            return [_state(unit, loaded[2], line.group(loaded, 2))] if loaded[2] and loaded[2] != "bad" else []
        active = _STATUS_ACTIVE.match(line.text)
        return [_state(unit, active[1], line.group(active, 1))] if active is not None else []

    def _listing(self, line: Line) -> list[UnitState]:
        found = _LISTED.match(line.text)
        if found is not None:
            self.listed += 1
            self.stems.add(found[1][:4].lower())
            return [_state(found[1], found[2], line.group(found, 2))]
        loaded = _LOADED.match(line.text)
        if loaded is not None:
            if loaded[2] in ("not-found", "masked"):
                return [_state(loaded[1], loaded[2], line.group(loaded, 2))]
            return [_state(loaded[1], loaded[3], line.group(loaded, 3))]
        footer = _FOOTER.match(line.text)
        if footer is not None and self.listed:
            self.whole |= int(footer[1]) == self.listed and len(self.stems) >= MOST_PATTERNS
        return []

    def _sysv(self, line: Line) -> list[UnitState]:
        levels = _LEVELS.match(line.text)
        if levels is not None:                       # level 0 is always off, whatever the language calls it
            on = any(levels[level] != levels[2] for level in (5, 7))
            return [_state(levels[1], "enabled" if on else "disabled", line.group(levels, 5))]
        for pattern, state in ((_PIDS, "running"), (_STOPPED, "stopped")):
            found = pattern.match(line.text)
            if found is not None:
                return [_state(found[1], state, line.whole)]
        upstart, listed = _UPSTART.match(line.text), _ALL.match(line.text)
        if upstart is not None:
            return [_state(upstart[1], "running" if upstart[3] == "running" else "stopped", line.group(upstart, 2))]
        return [_state(listed[2], "running" if listed[1] == "+" else "stopped", line.whole)] if listed is not None else []

    def _named(self, line: Line) -> list[UnitState]:
        missing = _NOT_FOUND.search(line.text)
        if missing is not None:
            return [_state(next(filter(None, missing.groups())), "absent", line.whole)]
        head = _STATUS.match(line.text)
        if head is not None:
            self.unit = head[1]
        return []
