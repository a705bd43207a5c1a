"""Text pasted from a Unix terminal: prompts with their commands, quote marks, and lines that were broken at 80 columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats.syntax import physical_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH = 80
MOST_TEXT = 1_000_000            # a capture is what a person pastes; what lies behind is not looked at
MOST_LINES = 30_000
MOST_LINE = 4096
MOST_PIECES = 8                  # pieces that one broken line may have
HEAD = 65536
QUAD = r"\d{1,3}(?:\.\d{1,3}){3}"
MAC = r"[0-9A-Fa-f]{1,2}(?:[:-][0-9A-Fa-f]{1,2}){5}"
_QUOTED = re.compile(r">(?: ?>){0,5} ?")
_NAMES = ("ip|ifconfig|route|netstat|systemctl|service|chkconfig|nmcli|cat|more|less|head|hostnamectl|hostname|sw_vers|ls|ll"
          "|lsmod|"
          "iwconfig|sysctl|vmware-networks|uname|resolvectl|ping|dhclient|journalctl|lspci|ethtool")
_COMMAND = re.compile(
    r"^[^\n]{0,120}?[$#%>❯➜=+-][ \t]*(?:sudo[ \t]+)?((?:/[\w/-]*/)?(?:" + _NAMES + r")(?:[ \t][^\n]*)?)$")
_BARE = re.compile(r"^(?:sudo[ \t]+)?((?:ip|ifconfig|netstat|systemctl|nmcli|route|service"
                   r"|chkconfig)(?:[ \t]+[\w@.;&/-]+){1,12})[ \t]*$")
_END = re.compile(r"[ \t]*[=<*-]{2,}[ \t]*$")


class Word(NamedTuple):
    """A stretch of the capture: its text (as one piece where a line break cut it) and its span."""

    text: str
    start: int
    end: int


class Line(NamedTuple):
    """One line as the command printed it; `pieces` are (index in `text`, offset in the capture), the first at index 0."""

    text: str
    pieces: tuple[tuple[int, int], ...]

    def at(self, index: int) -> int:
        """Offset in the capture of a character of the line."""
        piece, offset = self.pieces[bisect_right(self.pieces, (index, 1 << 62)) - 1]
        return offset + index - piece

    def word(self, low: int, high: int) -> Word:
        return Word(self.text[low:high], self.at(low), self.at(high - 1) + 1 if high > low else self.at(low))

    def group(self, found: re.Match[str], group: int | str = 0) -> Word:
        """What a group of a match on this line's text holds."""
        return self.word(*found.span(group))

    @property
    def whole(self) -> Word:
        """The line without the blanks around it."""
        bare = self.text.strip()
        low = self.text.find(bare)
        return self.word(low, low + len(bare))


class Section(NamedTuple):
    """What stands behind one prompt; `command` is None for text before the first one."""

    command: Word | None
    start: int
    end: int


def lines(text: str, begins: re.Pattern[str] | None = None, start: int = 0, end: int | None = None) -> Iterator[Line]:
    """The lines of a capture; one of exactly 80 columns is joined with the next unless that one `begins` something itself."""
    held: list[tuple[int, int]] = []
    for low, high in _spans(text, start, end):
        if held and begins is not None and _continues(text, held, (low, high), begins):
            held.append((low, high))
            continue
        if held:
            yield _line(text, held)
        held = [(low, high)] if high - low <= MOST_LINE else []
    if held:
        yield _line(text, held)


def _spans(text: str, start: int, end: int | None) -> Iterator[tuple[int, int]]:
    stop = min(len(text) if end is None else end, start + MOST_TEXT)
    part = text[start:stop] if start or stop < len(text) else text
    for number, (low, high, _) in enumerate(physical_lines(part)):
        if number >= MOST_LINES:
            return
        if part.startswith(">", low):
            quoted = _QUOTED.match(part, low, high)
            low = quoted.end() if quoted else low
        yield start + low, start + high


def unquoted(text: str) -> str:
    """The head of the text without quote marks at the lines' starts: enough to recognise it."""
    head = text[:HEAD]
    if "\n>" not in head and not head.startswith(">"):
        return text
    return "\n".join(_QUOTED.sub("", line, count=1) if line[:1] == ">" else line for line in head.split("\n"))


def _continues(text: str, held: list[tuple[int, int]], span: tuple[int, int], begins: re.Pattern[str]) -> bool:
    low, high = held[-1]
    if not WIDTH - 1 <= high - low <= WIDTH or span[0] == span[1] or len(held) >= MOST_PIECES:
        return False
    following = text[span[0]:min(span[1], span[0] + MOST_LINE)]
    return begins.match(following) is None and command_of(following) is None


def _line(text: str, spans: list[tuple[int, int]]) -> Line:
    if len(spans) == 1:
        return Line(text[spans[0][0]:spans[0][1]], ((0, spans[0][0]),))
    parts, pieces, length = [], [], 0
    for low, high in spans:
        pieces.append((length, low))
        parts.append(text[low:high])
        length += high - low
    return Line("".join(parts), tuple(pieces))


def glued(text: str, start: int = 0) -> Line:
    """The whole text as one line: ends of lines of exactly 80 columns are taken out, others stay."""
    pieces, parts, length, left_out = [(0, start)], [], 0, False
    for low, high, after in physical_lines(text[start:start + MOST_TEXT]):
        if left_out:
            pieces.append((length, start + low))
        left_out = high - low == WIDTH
        parts.append(text[start + low:start + (high if left_out else after)])
        length += len(parts[-1])
    return Line("".join(parts), tuple(pieces))


def command_of(line: str) -> tuple[int, int] | None:
    """Where the command of a line stands that shows one behind a prompt or as a heading; None for other lines."""
    if len(line) > 400:
        return None
    found = _COMMAND.match(line) or _BARE.match(line)
    if found is None:
        return None
    low, high = found.span(1)
    heading = _END.search(line, low, high)
    return (low, heading.start()) if heading else (low, low + len(line[low:high].rstrip()))


def sections(text: str) -> list[Section]:
    """The text parted at its prompts: the answer of each command with the command."""
    found: list[Section] = []
    command, begin = None, 0
    for low, high in _spans(text, 0, None):
        span = command_of(text[low:high]) if high - low <= 400 else None
        if span is not None:
            if command is not None or low > begin:
                found.append(Section(command, begin, low))
            command = Word(text[low + span[0]:low + span[1]], low + span[0], low + span[1])
            begin = high
    found.append(Section(command, begin, min(len(text), MOST_TEXT)))
    return found
