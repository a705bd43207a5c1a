"""`ip addr`, `ip link`, `ip -o addr` and `ip -br addr` of Linux (iproute2 2.6 to 6)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.formats.card import Card, CardAddress, Said
from vmnetdoctor.formats.terminal import HEAD, MAC, QUAD, lines

if TYPE_CHECKING:
    from vmnetdoctor.formats.terminal import Line, Word

_HEAD = re.compile(r"\s*\d{1,6}:\s+([^\s:@<>]{1,40})(?:@[^\s:<>]{1,40})?:\s+<([A-Z0-9_,-]*)(>?)")
_ONE_LINE = re.compile(r"\s*\d{1,6}:\s+([^\s:@<>]{1,40})(?:@[^\s:<>]{1,40})?\s+(?=inet6?\s)")
_BRIEF = re.compile(r"([^\s:@<>]{1,40})(?:@[^\s:<>]{1,40})?\s+(UP|DOWN|UNKNOWN|LOWERLAYERDOWN|DORMANT)(?=\s|$)")
_BRIEF_TAIL = re.compile(rf"\s+{MAC}\s+<([A-Z0-9_,-]+)>|\s+(?:{QUAD}/\d|[0-9a-fA-F:]+/\d)|\s*$")
_LINK = re.compile(rf"\blink/(\S+)(?:\s+({MAC}))?")
_INET = re.compile(rf"(?:^|\s)inet\s+({QUAD})(?:\s+peer\s+{QUAD})?(?:/(\d{{1,2}}))?(?=[\s\\/]|$)")
_INET6 = re.compile(r"(?:^|\s)inet6\s")
_DYNAMIC = re.compile(r"\bdynamic\b")
_BRIEF_FLAGS = re.compile(rf"\s+({MAC})\s+<([A-Z0-9_,-]+)>")
_BRIEF_INET = re.compile(rf"\s({QUAD})(?:\s+peer\s+{QUAD})?/(\d{{1,2}})(?=\s|$)")
_LIFETIME = re.compile(r"\bvalid_lft\s+(forever|\d+sec)")
_FLAGS = "secondary|dynamic|noprefixroute|deprecated|tentative|mngtmpaddr|temporary"
_LABEL = re.compile(rf"\bscope\s+\w+(?:\s+(?:{_FLAGS}))*\s+(?!(?:{_FLAGS})\b)"
                    r"([^\s:\\]{1,40})(?::\S+)?(?=\s*(?:\\|$))")
_WORDS = re.compile(r"\b(?:(state)\s+([A-Z]+)|(master)\s+(\S+)|(altname)\s+(\S+))")
_BEGINS = re.compile(r"\s*\d{1,6}:\s+\S|\s+(?:link/|inet6?\s|altname\s|valid_lft\s|RX:|TX:)")
_FOUND = re.compile(rf"(?m)^[ \t]*\d{{1,6}}:[ \t]+[^\s:]+:[ \t]+<[A-Z_,-]+|^[ \t]+inet[ \t]+{QUAD}/\d+[ \t]+(?:brd|scope|peer)\b"
                    rf"|^[ \t]*\d{{1,6}}:[ \t]+\S+[ \t]+inet6?[ \t]+\S+/\d|^\S+[ \t]+(?:UP|DOWN|UNKNOWN)[ \t]+(?:{QUAD}/\d"
                    rf"|{MAC}[ \t]+<)")
_UNINDENTED = re.compile(r"link/|inet6?\s|valid_lft\s|altname\s")      # web pages drop the blanks before a line
_DOWN = ("DOWN", "LOWERLAYERDOWN", "DORMANT", "NOTPRESENT")


def recognise(text: str) -> bool:
    """Whether the text holds output of `ip addr` or `ip link`."""
    return _FOUND.search(text, 0, HEAD) is not None


def read(text: str) -> list[Card]:
    """The cards in the order of their first line."""
    reader = _Reader()
    for line in lines(text, _BEGINS):
        reader.line(line)
    return list(reader.cards.values())


class _Reader:
    __slots__ = ("cards", "current", "torn", "version4")

    def __init__(self) -> None:
        self.cards: dict[str, Card] = {}
        self.current: Card | None = None
        self.torn = False                           # lines of the card are missing: another address may be leased
        self.version4 = False                       # whether the last address line was one of IPv4

    def line(self, line: Line) -> None:
        head = _HEAD.match(line.text)
        if head is not None:
            self._head(line, head)
            return
        one = _ONE_LINE.match(line.text)
        if one is not None:
            self._card(line.group(one, 1))
        brief = None if one is not None or line.text[:1].isspace() else _BRIEF.match(line.text)
        if brief is not None and _BRIEF_TAIL.match(line.text, brief.end()):
            self._brief(line, brief)
        elif one is not None or line.text[:1].isspace() or _UNINDENTED.match(line.text):
            self._detail(line)
        elif line.text:
            self.current = None                     # another command's output: its lines belong to no card

    def _card(self, name: Word) -> Card:
        self.current = self.cards.setdefault(name.text, Card(name, "ip"))
        self.version4 = self.torn = False
        return self.current

    def _head(self, line: Line, found: re.Match[str]) -> None:
        card = self._card(line.group(found, 1))
        if found[3]:
            flags_of(card, line.group(found, 2), found[2].split(","))
        self._words(card, line, found.end())

    def _words(self, card: Card, line: Line, start: int) -> None:
        for found in _WORDS.finditer(line.text, start):
            if found[1] and found[2] in _DOWN and (card.up is None or card.up.value):
                card.up = Said(False, line.group(found, 2))
            elif found[3]:
                card.master = line.group(found, 4)
            elif found[5]:
                card.altnames.append(line.group(found, 6))

    def _detail(self, line: Line) -> None:
        link = _LINK.search(line.text) if self.current is not None else None
        if link is not None and self.current is not None:
            self.current.type = line.group(link, 1)
            self.current.mac = line.group(link, 2) if link[2] else self.current.mac
        inet = _INET.search(line.text)
        if inet is not None:
            self._address(line, inet)
        self.version4 = inet is not None or (self.version4 and _INET6.search(line.text) is None)
        if self.current is not None:
            self._words(self.current, line, 0)
            lifetime = _LIFETIME.search(line.text)
            if lifetime and self.version4 and self.current.dhcp is None and not (self.torn and lifetime[1] == "forever"):
                self.current.dhcp = Said(lifetime[1] != "forever", line.group(lifetime, 1))

    def _address(self, line: Line, found: re.Match[str]) -> None:
        label = _LABEL.search(line.text, found.end())
        if self.current is None and label is not None:     # the first half of the capture is missing
            self._card(line.group(label, 1))
            self.torn = True
        if self.current is None:
            return
        self.current.addresses.append(CardAddress(line.group(found, 1), line.group(found, 2) if found[2] else None))
        dynamic = _DYNAMIC.search(line.text, found.end())
        if dynamic is not None:
            self.current.dhcp = Said(True, line.group(dynamic))

    def _brief(self, line: Line, found: re.Match[str]) -> None:
        card = self._card(line.group(found, 1))
        if found[2] != "UNKNOWN":
            card.up = Said(found[2] == "UP", line.group(found, 2))
        flags = _BRIEF_FLAGS.match(line.text, found.end())
        if flags is not None:
            card.mac = line.group(flags, 1)
            flags_of(card, line.group(flags, 2), flags[2].split(","))
        for inet in _BRIEF_INET.finditer(line.text, found.end()):
            card.addresses.append(CardAddress(line.group(inet, 1), line.group(inet, 2)))
        self.current = None


def flags_of(card: Card, word: Word, flags: list[str]) -> None:
    """Up is what carries packets: switched on and with a link."""
    if "PROMISC" in flags:
        card.promiscuous = Said(True, word)
    if "NO-CARRIER" in flags:
        card.carrier = card.up = Said(False, word)
    elif "UP" not in flags:
        card.up = Said(False, word)
    else:
        card.up = Said(True, word)
        if "LOWER_UP" in flags:
            card.carrier = card.up
