"""`ipconfig` and `ipconfig /all` in any display language: structure and values first, labels as a help (issue 4).

A block is a header that ends in a colon and lines `label . . . : value`; DHCP, DNS, WINS and NetBIOS keep their names everywhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats.console import Line, Value, console_lines, stripped
from vmnetdoctor.formats.ipconfig_words import TYPE_END, TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vmnetdoctor.source import Source

_LEADER = re.compile(r"[ \t]*\.(?:[ \t.]{0,120}\.)?[ \t]*[:：]|[ \t]*\.(?:[ \t]*\.){3,90}[ \t]*$")
_SIGN = re.compile(r"\. ?\. {0,2}[:：]")
_EVIDENCE = re.compile(r"(?:\. |\.)[:：][ \t]*(?:\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}|(?:[0-9A-Fa-f]{2}-){5}[0-9A-Fa-f]{2}\b)")
_ADDRESS = re.compile(r"[ \t]*(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]*)(?:%\d{1,5})?[ \t]*"
                      r"(?:[(（][^()（）]{0,40}[)）])?$")
_IPV6 = re.compile(r"[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]*:")
_QUAD = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_MAC = re.compile(r"(?:[0-9A-Fa-f]{2}-){5}[0-9A-Fa-f]{2}")
_MASK = re.compile(r"255\.|0\.0\.0\.0")
_ELISION = re.compile(r"[ \t]*(?:[\[(<]?(?:\.{3,}|…+)[\])>]?|<?(?:snip|cut|省略|略)>?)$", re.I)
_VMNET = re.compile(r"(?i)VMware Network Adapter VMnet\d")


class Key(NamedTuple):
    """One line `label . . . : value` with the lines that continue it."""

    label: str
    values: tuple[Value, ...]

    @property
    def first(self) -> Value:
        return self.values[0]


class Block(NamedTuple):
    """One adapter; `name` is what follows the type of adapter in its header.  `closed` where other text follows it."""

    title: Value
    name: Value
    keys: tuple[Key, ...]
    closed: bool


class Ipconfig(NamedTuple):
    """A listing: the machine's own lines and its adapters.

    `headless` where adapter lines have no header (its top or its middle is cut off); `cut` where it ends within the header of
    a further adapter.
    """

    source: Source
    machine: tuple[Key, ...]
    blocks: tuple[Block, ...]
    headless: bool
    cut: bool


def recognise(text: str) -> bool:
    """At least two dotted lines, one of them with an address or a MAC, or five of them."""
    found = _SIGN.finditer(text)
    if next(found, None) is None or next(found, None) is None:
        return False
    return _EVIDENCE.search(text) is not None or sum(1 for _ in zip(found, range(3), strict=False)) == 3


def parse(source: Source) -> Ipconfig:
    """`header:` then `label . . . : value` lines; a bare address or text continues the line before."""
    reader = _Reader()
    for line in console_lines(source.text):
        reader.feed(line)
    return reader.listing(source)


class _Open:
    """A block while it is read: values as lists, so that later lines can be added."""

    def __init__(self, title: Value) -> None:
        self.title = title
        self.keys: list[tuple[str, list[Value]]] = []
        self.closed = False

    def holds(self, label: str, value: Value) -> bool:
        """Whether the label cannot come again: only addresses do, right after each other or with their masks between."""
        return label in [known for known, _ in self.keys[:-2]] and not _IPV6.match(value.text)


class _Reader:
    """Reads line by line; `pending` is a line that may be the first half of a header that was broken at the window's width."""

    def __init__(self) -> None:
        self.machine = _Open(Value("", 0, 0))
        self.current: _Open | None = self.machine
        self.blocks: list[_Open] = []
        self.pending: Line | None = None
        self.broken = False              # the line before ran to the window's edge
        self.spaced = False              # and had a blank there
        self.last_line = -1
        self.closer = -1                 # the line that ended an adapter's lines
        self.after_blank = True
        self.lost = False                # lines are missing in the middle

    def feed(self, line: Line) -> None:
        if line.prompt:
            self.last_line = line.start
            self.close()
            self.closer = -1
        elif line.blank:
            self.after_blank = True
            self.pending = None
        else:
            self.last_line = line.start
            self.take(line)
            self.after_blank = False
        self.broken = line.full
        self.spaced = line.spaced

    def close(self) -> None:
        if self.current is not None:
            self.current.closed = True
            self.closer = self.last_line
        self.current = None
        self.after_blank = True

    def take(self, line: Line) -> None:
        if _ADDRESS.match(line.text):
            self.add(stripped(line))
            return
        if _ELISION.match(line.text):
            self.current, self.lost = None, True
            return
        leader = _LEADER.search(line.text)
        if leader is not None:
            self.key(line, leader.start(), leader.end())
        elif line.text[-1] in ":：" and "DNS" not in line.text:
            self.header(line)
        elif (line.text[0] in " \t" or "DNS" in line.text) and (":" in line.text or "：" in line.text):
            colon = min(at for at in (line.text.find(":"), line.text.find("：")) if at >= 0)
            self.key(line, colon, colon + 1)
        elif self.after_blank:
            self.foreign(line)
        else:
            self.continued(line)

    def key(self, line: Line, label_end: int, value_start: int) -> None:
        self.pending = None
        label, value = line.text[:label_end].strip(), stripped(line, value_start)
        if self.current is not None and self.current.holds(label, value):
            self.current = None          # the header of a further adapter is missing: whose line this is, nobody can tell
            self.lost = True
        if self.current is not None:
            self.current.keys.append((label, [value]))

    def header(self, line: Line) -> None:
        title = stripped(line, 0, len(line.text) - 1)
        if self.pending is not None and self.broken:
            title = Value(self.pending.text.strip() + (" " if self.spaced else "") + title.text, self.pending.start, title.end)
        self.close()
        self.pending = None
        self.current = _Open(title)
        self.blocks.append(self.current)

    def foreign(self, line: Line) -> None:
        """Text after an empty line: the listing's title, half a header, or another command's output."""
        if self.current is not self.machine or self.machine.keys:
            self.close()
        self.pending = line

    def add(self, value: Value) -> None:
        if self.current is not None and self.current.keys and not (self.after_blank and self.current is self.machine):
            self.current.keys[-1][1].append(value)

    def continued(self, line: Line) -> None:
        """The rest of a value, or of a header, that the window or the mail program broke."""
        if self.current is None or not self.current.keys:
            self.pending = line
            return
        if line.text[0] in " \t" and not self.broken:
            return                       # a label whose line is cut off
        values = self.current.keys[-1][1]
        last, more = values[-1], stripped(line)
        solid = self.broken and not self.spaced and line.text[0] not in " \t"
        glue = "" if solid or not last.text else " "
        values[-1] = Value(last.text + glue + more.text, last.start if last.text else more.start, more.end)

    def listing(self, source: Source) -> Ipconfig:
        # a header without a dotted line is some other command's
        real = [b for b in self.blocks if any(_dotted(source.text, values) for _, values in b.keys)]
        if real and not source.text[:real[0].title.start].strip(" \t") and not _whole_header(real[0].title):
            real, self.lost = real[1:], True         # the text begins within a header
        if real:
            _drop_torn(source.text, real)
        prefixes = _prefixes(b.title.text for b in real)
        blocks = tuple(Block(b.title, _name(b.title, prefixes), _keys(b), b.closed) for b in real)
        machine = _keys(self.machine)
        headless = self.lost or any(_EVIDENCE.search(f".: {k.first.text}") for k in machine)
        return Ipconfig(source, machine, blocks, headless,
                        0 <= self.closer == self.last_line)


def _drop_torn(text: str, blocks: Sequence[_Open]) -> None:
    """Leave out an address that the end of the text may have cut in two.

    Every adapter of `ipconfig /all` ends with another line; without `/all` the last line is the gateway's, which is whole.
    """
    keys = blocks[-1].keys
    values = keys[-1][1]
    if values[-1].end < len(text) or _QUAD.fullmatch(values[-1].text) is None:
        return
    macs = any(_MAC.fullmatch(v[0].text) for block in blocks for _, v in block.keys)
    if macs or any("DHCP" in label for label, _ in keys) or not _MASK.match(keys[-2][1][0].text if len(keys) > 1 else ""):
        values[-1] = Value("", values[-1].start, values[-1].start)


def _keys(block: _Open) -> tuple[Key, ...]:
    return tuple(Key(label, tuple(values)) for label, values in block.keys)


def _dotted(text: str, values: list[Value]) -> bool:
    before = text[max(values[0].start - 8, 0):values[0].start]
    return ("." in before and (":" in before or "：" in before)) or values[0].text == ""


def _prefixes(titles: Iterable[str]) -> tuple[str, ...]:
    """What stands before `VMware Network Adapter VMnetN`, which no language translates, is that language's type phrase."""
    found = {title[:match.start()].strip() for title in titles if (match := _VMNET.search(title))}
    return tuple(sorted(found - {""}, key=len, reverse=True))


def _whole_header(title: Value) -> bool:
    """Whether a header begins with a type of adapter."""
    name = _name(title, ())
    return (name is not title and not name.text.lower().startswith("vmnet")) or (_VMNET.search(title.text, 1) is not None)


def _name(title: Value, prefixes: tuple[str, ...]) -> Value:
    """The name without the type phrase; where the phrase is not known, the whole header."""
    text = title.text
    for prefix in (*TYPES, *prefixes):
        if text[:len(prefix)].lower() == prefix.lower() and text[len(prefix):].strip():
            cut = len(prefix) + len(text[len(prefix):]) - len(text[len(prefix):].lstrip())
            return Value(text[cut:], title.start + cut, title.end)
    found = TYPE_END.match(text)
    return Value(text[found.end():], title.start + found.end(), title.end) if found else title
