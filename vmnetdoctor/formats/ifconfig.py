"""`ifconfig`: net-tools of Linux in its old form (any language) and its new one, and that of macOS and the BSDs.

The old form is recognised by its blocks (a name in the first column, an indented line with `MTU:`) and by the values, since
its labels are translated.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.formats.card import Card, CardAddress, Said
from vmnetdoctor.formats.terminal import HEAD, MAC, QUAD, command_of, lines

if TYPE_CHECKING:
    from vmnetdoctor.formats.terminal import Line, Word

_NEW_HEAD = re.compile(r"([^\s:<>=]{1,40}(?::\d{1,4})?):\s+flags=([0-9a-fA-F]+)<([A-Z0-9_,]*)(>?)")
_OLD_HEAD = re.compile(r"([^\s<>=]{1,40})[ \t]{1,20}(?=[^\s:]{1,20}[ \t]{0,2}[^\s:]{0,12}[ \t]?[:：])")
_ENCAP = re.compile(r"encap[:：]\s?(\S+(?: \S+)?)", re.I)
_MAC = re.compile(rf"(?<![0-9A-Fa-f:.-])({MAC})(?![0-9A-Fa-f:.-])")
_INET = re.compile(rf"\s+inet\s+({QUAD})(?:\s+-->\s+{QUAD})?(?:\s+netmask\s+(0x[0-9a-fA-F]{{1,8}}|{QUAD}))?")
_ETHER = re.compile(rf"\s+(?:ether|lladdr|address:)\s+({MAC})(?=\s|$)")
_OLD_QUAD = re.compile(rf"[:：][ \t]?({QUAD})(?![\d.])")
_MTU = re.compile(r"\b(?:MTU|mtu)[:：]\s?\d")
_STATUS = re.compile(r"\s+status:\s+(.+?)\s*$")
_MEDIA = re.compile(r"\s+media:\s+(.+?)\s*$")
_MEMBER = re.compile(r"\s+member:\s+([^\s:]{1,40})")
_SSID = re.compile(r"\s+ssid\s+(\S+)")
_BEGINS = re.compile(r"\S+[ \t]*:\s+flags=|\S+\s{2,}\S|\s+\S+[ :]")
_FOUND_NEW = re.compile(r"(?m)^[^\s:<>=]{1,40}(?::\d{1,4})?:[ \t]+flags=[0-9a-fA-F]+<"
                        rf"|^[ \t]+inet[ \t]+{QUAD}(?:[ \t]+-->[ \t]+{QUAD})?[ \t]+netmask[ \t]+(?:0x[0-9a-fA-F]+|{QUAD})")
_FOUND_OLD = re.compile(r"[ \t](?:MTU|mtu)[:：]\s?\d{2,6}(?:[ \t]|$)")
# what is translated of the flags: Spanish (net-tools 1.60)
_UP = ("UP", "ACTIVO")
_RUNNING = ("RUNNING", "FUNCIONANDO")


def recognise(text: str) -> bool:
    """Whether the text holds output of `ifconfig` of any system."""
    return _FOUND_NEW.search(text, 0, HEAD) is not None or _FOUND_OLD.search(text, 0, HEAD) is not None


def read(text: str) -> list[Card]:
    """The cards in the order of their blocks; aliases (`eth0:1`) are added to their card."""
    reader = _Reader()
    for line in lines(text, _BEGINS):
        reader.line(line)
    return [card for card in reader.cards.values() if card.origin or card.addresses]


class _Reader:
    __slots__ = ("cards", "current")

    def __init__(self) -> None:
        self.cards: dict[str, Card] = {}
        self.current: Card | None = None

    def line(self, line: Line) -> None:
        text = line.text
        if not text.strip():
            return
        if not text[0].isspace():
            self._head(line)
        elif self.current is not None:
            if self.current.origin in ("", "ifconfig-old"):
                _old_detail(self.current, line)
            else:
                _new_detail(self.current, line)

    def _head(self, line: Line) -> None:
        new = _NEW_HEAD.match(line.text)
        if new is not None:
            card = self._card(line.group(new, 1), "ifconfig")
            if new[4] and ":" not in new[1]:
                _flags(card, line.group(new, 3), new[3].split(","))
            return
        old = _OLD_HEAD.match(line.text) if command_of(line.text) is None else None
        if old is None:
            self.current = None
            return
        card = self._card(line.group(old, 1), "")        # one block only if a line with MTU follows
        encap, mac = _ENCAP.search(line.text, old.end()), _MAC.search(line.text, old.end())
        if encap is not None:
            card.origin = "ifconfig-old"
            card.type = line.group(encap, 1)
        if mac is not None:
            card.mac = line.group(mac, 1)

    def _card(self, name: Word, origin: str) -> Card:
        base = name.text.rstrip(":").partition(":")[0]
        card = self.cards.get(base)
        if card is None:
            card = self.cards[base] = Card(name._replace(text=base, end=name.start + len(base)), origin)
        card.origin = card.origin or origin
        self.current = card
        return card


def _old_detail(card: Card, line: Line) -> None:
    mtu = _MTU.search(line.text)
    if mtu is not None:
        card.origin = "ifconfig-old"
        word = line.word(*_bare(line.text, 0, mtu.start()))
        up = any(re.search(rf"\b{mark}", word.text) for mark in _UP)
        running = any(mark in word.text for mark in _RUNNING)
        if card.up is None:
            card.up = Said(up and running, word)
            card.carrier = Said(running, word) if up else None
        if "PROMISC" in word.text:
            card.promiscuous = Said(True, word)
        return
    quads = list(_OLD_QUAD.finditer(line.text))
    if quads:
        mask = line.group(quads[-1], 1) if len(quads) > 1 else None
        card.addresses.append(CardAddress(line.group(quads[0], 1), mask))


def _bare(text: str, low: int, high: int) -> tuple[int, int]:
    part = text[low:high]
    left = low + len(part) - len(part.lstrip())
    return left, left + len(part.strip())


def _new_detail(card: Card, line: Line) -> None:
    inet = _INET.match(line.text)
    if inet is not None:
        card.addresses.append(CardAddress(line.group(inet, 1), line.group(inet, 2) if inet[2] else None))
        if inet[2] and inet[2].startswith("0x"):
            card.origin = "ifconfig-bsd"
        return
    ether = _ETHER.match(line.text)
    if ether is not None:
        card.mac = line.group(ether, 1)
        return
    member, ssid = _MEMBER.match(line.text), _SSID.match(line.text)
    if member is not None:
        card.members.append(line.group(member, 1))
    elif ssid is not None:
        card.wireless = Said(True, line.group(ssid, 1))
    else:
        _medium(card, line)


def _medium(card: Card, line: Line) -> None:
    """`media:` and `status:` of macOS and the BSDs."""
    media, status = _MEDIA.match(line.text), _STATUS.match(line.text)
    if media is not None:
        card.origin = "ifconfig-bsd"
        card.type = line.group(media, 1)
        if "802.11" in media[1]:
            card.wireless = Said(True, card.type)
    elif status is not None:
        card.origin = "ifconfig-bsd"
        word = line.group(status, 1)
        active = status[1] in ("active", "associated", "running")
        card.carrier = Said(active, word)
        if not active or card.up is None:
            card.up = Said(active, word)


def _flags(card: Card, word: Word, flags: list[str]) -> None:
    up, running = "UP" in flags, "RUNNING" in flags
    if "PROMISC" in flags:
        card.promiscuous = Said(True, word)
    if "SIMPLEX" in flags or "SMART" in flags:
        card.origin = "ifconfig-bsd"
    card.up = Said(up and running, word)
    if up:
        card.carrier = Said(running, word)
