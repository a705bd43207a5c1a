"""The `networking` database of Linux and macOS hosts, and `locations` of old products (vmware-networking.md 5.1)."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats.syntax import Document, Entry, Piece, Problem, Problems, physical_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vmnetdoctor.source import Source

MOST_PROBLEMS = 20
MOST_LINES = 20_000      # real files have a hundred; the rest of a longer one is not read
HIGHEST_VNET = 255

_WORD = re.compile(r"[^ \t]+")
_ANSWER = re.compile(r"VNET_(\d+)_(\w+)", re.I | re.ASCII)
_NUMBER = re.compile(r"-?\d+", re.ASCII)
# verb: (words it needs, which of them is the vmnet)
_SHAPES: dict[str, tuple[int, int | None]] = {
    "add_nat_portfwd": (5, 0), "remove_nat_portfwd": (3, 0), "add_dhcp_mac_to_ip": (3, 0), "remove_dhcp_mac_to_ip": (2, 0),
    "add_bridge_mapping": (2, 1), "remove_bridge_mapping": (1, None), "add_nat_prefix": (2, 0), "remove_nat_prefix": (2, 0),
}
# What the installer of old products keeps in `locations` beside the answers.
_INSTALLER = ("file", "directory", "remove_file", "remove_directory")


class Word(NamedTuple):
    """One word of a line with its place."""

    text: str
    start: int
    end: int


class Command(NamedTuple):
    """One line that could be read: `vnet` is the vmnet's number (-1: none), `words` what follows the verb."""

    verb: str
    vnet: int | None
    words: tuple[Word, ...]
    start: int
    end: int


class Networking(Document):
    """What is in force after all commands were applied in order.

    `answers` is keyed by (vmnet number, KEY), `settings` by the names without a vmnet.  Of `forwards` for one port all
    differing ones are kept, though only the last counts.  `bridges` maps a host adapter to its line.
    """

    __slots__ = ("_forwards", "answers", "bridges", "prefixes", "reservations", "settings")

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.answers: dict[tuple[int, str], Entry] = {}
        self.settings: dict[str, Entry] = {}
        self.bridges: dict[str, Command] = {}
        self.reservations: dict[tuple[int, str], Command] = {}
        self.prefixes: dict[tuple[int, str], Command] = {}
        self._forwards: dict[tuple[int, str, str], list[Command]] = {}

    @property
    def forwards(self) -> list[Command]:
        """`add_nat_portfwd` lines that no later line removes: words are vmnet, protocol, port, address, guest port."""
        return sorted((c for lines in self._forwards.values() for c in lines), key=lambda c: c.start)

    def answer(self, vnet: int, key: str) -> str | None:
        """Value of `VNET_<vnet>_<key>`, None where it is not answered."""
        entry = self.answers.get((vnet, key))
        return entry.value if entry else None

    def _split(self) -> Iterable[Piece]:
        text = self.source.text
        for start, end, after in physical_lines(text):
            line = _read_line(text, start, end)
            if isinstance(line, Command):
                yield from _command_pieces(line, start, after)
            elif line is None:
                yield Piece("comment" if "#" in text[start:end] else "blank", start, after)
            else:
                yield Piece("unknown", start, after)


def parse(source: Source) -> Networking:
    """One command a line, words parted by blanks, applied in order, later wins (vmware-networking.md 5.1)."""
    document = Networking(source)
    problems = Problems(MOST_PROBLEMS)
    for start, end in problems.lines(source.text, MOST_LINES):
        line = _read_line(source.text, start, end)
        if isinstance(line, Command):
            _apply(document, line)
        elif line is not None:
            problems.add(line)
    document.problems = problems.told()
    return document


def _read_line(text: str, start: int, end: int) -> Command | Problem | None:
    words = [Word(w[0], *w.span()) for w in islice(_WORD.finditer(text, start, end), 7)]
    if not words or words[0].text.startswith("#"):
        return None
    first, *rest = words
    verb = first.text.lower()
    span = (first.start, end)
    if verb in ("answer", "remove_answer"):
        return _read_answer(text, verb, rest, span)
    if verb in _INSTALLER or verb.startswith("version="):
        return Command(verb.partition("=")[0], None, tuple(rest), *span)
    shape = _SHAPES.get(verb)
    if shape is None:
        return Problem("unknown-command", *span, {"command": first.text})
    count, at = shape
    if len(rest) < count:
        return Problem("missing-words", *span, {"command": verb})
    vnet = None if at is None else _vnet(rest[at], lowest=-1 if verb == "add_bridge_mapping" else 0)
    if isinstance(vnet, Problem):
        return vnet
    if verb.endswith("_portfwd") and rest[1].text.lower() not in ("tcp", "udp"):
        return Problem("unknown-protocol", rest[1].start, rest[1].end, {"protocol": rest[1].text})
    return Command(verb, vnet, tuple(rest[:count]), *span)


def _read_answer(text: str, verb: str, rest: list[Word], span: tuple[int, int]) -> Command | Problem:
    """`answer NAME value`: the value may hold blanks, so it is the rest of the line (vmware-networking.md 5.1)."""
    if not rest:
        return Problem("missing-words", *span, {"command": verb})
    name = rest[0]
    vnet = None
    found = _ANSWER.fullmatch(name.text)
    if found:
        number = _vnet(Word(found[1], name.start, name.end))
        if isinstance(number, Problem):
            return number
        vnet = number
    if verb == "remove_answer":
        return Command(verb, vnet, (name,), *span)
    if len(rest) < 2:
        return Problem("no-value", *span, {"name": name.text})
    start, end = rest[1].start, span[1]
    while text[end - 1] in " \t":
        end -= 1
    return Command(verb, vnet, (name, Word(text[start:end], start, end)), *span)


def _vnet(word: Word, lowest: int = 0) -> int | Problem:
    """The number itself, no list index; a vmnet over 255 does not exist (vmware-networking.md 2.1 and 5.1)."""
    if not _NUMBER.fullmatch(word.text):
        return Problem("vnet-not-a-number", word.start, word.end, {"number": word.text})
    digits = word.text.lstrip("-").lstrip("0") or "0"
    number = int(digits) if len(digits) < 5 else HIGHEST_VNET + 1
    number = -number if word.text.startswith("-") else number
    if not lowest <= number <= HIGHEST_VNET:
        return Problem("vnet-out-of-range", word.start, word.end, {"number": word.text[:40]})
    return number


def _apply(document: Networking, line: Command) -> None:
    """Make the change of one line (every `remove_` line undoes its `add_` line)."""
    verb = line.verb
    if verb in ("answer", "remove_answer"):
        _apply_answer(document, line)
    elif verb.endswith("_nat_portfwd"):
        _apply_forward(document, line)
    elif verb.endswith("_dhcp_mac_to_ip"):
        _put(document.reservations, (line.vnet or 0, line.words[1].text.lower().replace("-", ":")), line)
    elif verb.endswith("_bridge_mapping"):
        _put(document.bridges, line.words[0].text, line)
    elif verb.endswith("_nat_prefix"):
        _put(document.prefixes, (line.vnet or 0, line.words[1].text), line)


def _put(table: dict[object, Command] | dict[str, Command] | dict[tuple[int, str], Command], key: object,
         line: Command) -> None:
    entries: dict[object, Command] = table  # type: ignore[assignment]
    entries.pop(key, None)
    if line.verb.startswith("add_"):
        entries[key] = line


def _apply_answer(document: Networking, line: Command) -> None:
    name = line.words[0]
    entry = None
    if line.verb == "answer":
        value = line.words[1]
        entry = Entry(document.source, name.text, value.text, name[1:], value[1:])
    found = _ANSWER.fullmatch(name.text)
    if found and line.vnet is not None:
        key = (line.vnet, found[2].upper())
        document.answers.pop(key, None)
        if entry:
            document.answers[key] = entry
    else:
        document.settings.pop(name.text, None)
        if entry:
            document.settings[name.text] = entry


def _apply_forward(document: Networking, line: Command) -> None:
    key = (line.vnet or 0, line.words[1].text.lower(), line.words[2].text)
    if line.verb.startswith("remove_"):
        document._forwards.pop(key, None)
        return
    lines = document._forwards.setdefault(key, [])
    # The same line twice is one forward.
    if not lines or [w.text for w in lines[-1].words[3:]] != [w.text for w in line.words[3:]]:
        lines.append(line)


def _command_pieces(line: Command, start: int, after: int) -> Iterator[Piece]:
    kinds = ("key", "value") if line.verb == "answer" else ()
    if start < line.start:
        yield Piece("mark", start, line.start)
    at = line.start
    for number, word in enumerate(line.words):
        yield Piece("word" if at == line.start else "mark", at, word.start)
        yield Piece(kinds[number] if kinds else "word", word.start, word.end)
        at = word.end
    if at < after:
        yield Piece("mark" if line.words else "word", at, after)
