"""Code frames: the line a place is on, and a caret line under exactly its characters."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.report.layout import cell, cells, shown, visible, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vmnetdoctor.source import Place, Source

TAB = 4
_STYLES = {"error": "1;31", "warning": "1;33", "info": "1;36", "bold": "1", "gutter": "1;34", "removed": "31", "added": "32"}


class Paint:
    """Colours a text, or leaves it alone."""

    def __init__(self, color: bool) -> None:
        self.color = color

    def __call__(self, style: str, text: str) -> str:
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.color and text else text


class Note(NamedTuple):
    """A place to show, with what is to be said beside it; the primary one is what the finding is about."""

    place: Place
    label: str = ""
    primary: bool = False


class Row(NamedTuple):
    """A shown stretch of a line: its cells, and where each of its characters starts (one more entry: where the last ends)."""

    text: str
    first: int
    last: int
    starts: tuple[int, ...]

    def caret(self, start: int, end: int) -> tuple[int, int]:
        """(cells before the caret, cells of the caret) for the characters start..end of the line."""
        low, high = (self.starts[min(max(i, self.first), self.last) - self.first] for i in (start, end))
        return low, max(high - low, 1)


def row(line: str, start: int, end: int, width: int) -> Row:
    """The line, or the part around start..end that fits `width` cells, with `...` where it is cut."""
    rendered = _render(line, 0) if len(line) <= 4 * width else None
    if rendered is not None and rendered[1][-1] <= width:
        return Row(rendered[0], 0, len(line), tuple(rendered[1]))
    first, last = _window(line, start, end, width - 6)
    head, tail = ("..." if first else ""), ("..." if last < len(line) else "")
    text, starts = _render(line[first:last], len(head))
    return Row(head + text + tail, first, last, tuple(starts))


def _render(text: str, offset: int) -> tuple[str, list[int]]:
    parts, starts, used = [], [offset], offset
    for char in text:
        part = " " * (TAB - (used - offset) % TAB) if char == "\t" else shown(char)
        parts.append(part)
        used += cells(part)
        starts.append(used)
    return "".join(parts), starts


def _size(char: str) -> int:
    return TAB if char == "\t" else cell(char) if char.isprintable() else cells(shown(char))


def _window(line: str, start: int, end: int, room: int) -> tuple[int, int]:
    """Characters to show: the span's beginning, then some context before it, then what fits after it."""
    first = last = min(start, len(line))
    limit = min(max(end, start + 1), start + 4 * room, len(line))
    used = 0
    while last < limit and used + _size(line[last]) <= room * 2 // 3:
        used += _size(line[last])
        last += 1
    context = used + (room - used) // 2
    while first > 0 and start - first < 4 * room and used + _size(line[first - 1]) <= context:
        first -= 1
        used += _size(line[first])
    while last < len(line) and last - start < 8 * room and used + _size(line[last]) <= room:
        used += _size(line[last])
        last += 1
    return first, last


def frames(notes: Sequence[Note], width: int, paint: Paint, style: str = "error", context: int = 0) -> list[str]:
    """All frames of one finding: the primary place's file first, each other file under its own path.

    `context` lines from the beginning of each file are shown too, noted or not.
    """
    by_source: dict[int, list[Note]] = {}
    for note in notes:
        by_source.setdefault(id(note.place.source), []).append(note)
    gutter = max(len(str(note.place.source.position(note.place.start).line)) for note in notes)
    gutter = max(gutter, *(len(str(_last_context(group[0].place.source, context))) for group in by_source.values()))
    lines: list[str] = []
    for number, group in enumerate(by_source.values()):
        place = group[0].place
        arrow = ":::" if number else "-->"
        lines.append(" " * gutter + paint("gutter", arrow) + " " + where(place))
        if place.source.text:
            lines.append(" " * gutter + " " + paint("gutter", "|"))
            lines.extend(_body(place.source, group, gutter, width, paint, style, context))
    return lines


def where(place: Place) -> str:
    """`path:line:column` of a place; the path alone where the file has no text to point into."""
    path = visible(place.source.path)
    if not place.source.text:
        return path
    line, column = place.source.position(place.start)
    return f"{path}:{line}:{column}"


def _body(source: Source, notes: Iterable[Note], gutter: int, width: int, paint: Paint, style: str,
          context: int) -> Iterator[str]:
    bar = paint("gutter", "|")
    before = 0
    for number, group in _by_line(source, notes, context):
        if before and number > before + 1:
            yield paint("gutter", "." * max(gutter, 3))
        before = number
        low, high = source.line_span(number)
        line = source.text[low:high]
        seen: Row | None = None
        if not group:
            yield _numbered(number, row(line, 0, 0, max(width - gutter - 3, 20)), gutter, paint)
        for note in group:
            start, end = note.place.start - low, min(note.place.end, high) - low
            if seen is None or not seen.first <= start <= seen.last:
                seen = row(line, start, end, max(width - gutter - 3, 20))
                yield _numbered(number, seen, gutter, paint)
            before_caret, size = seen.caret(start, end)
            for text in _marks(note, before_caret, size, width - gutter - 3, paint, style):
                yield f"{' ' * gutter} {bar} {text}"


def _numbered(number: int, seen: Row, gutter: int, paint: Paint) -> str:
    return f"{paint('gutter', f'{number:>{gutter}}')} {paint('gutter', '|')} {seen.text}".rstrip()


def _last_context(source: Source, context: int) -> int:
    """Number of the last line that is shown without a note."""
    last = len(source.starts) - (source.starts[-1] >= len(source.text))
    return min(last, context)


def _by_line(source: Source, notes: Iterable[Note], context: int) -> list[tuple[int, list[Note]]]:
    lines: dict[int, list[Note]] = {number: [] for number in range(1, _last_context(source, context) + 1)}
    for note in notes:
        lines.setdefault(source.position(note.place.start).line, []).append(note)
    return sorted(lines.items())


def _marks(note: Note, before: int, size: int, width: int, paint: Paint, style: str) -> Iterator[str]:
    """The caret line and the label: beside it where it fits, else below."""
    kind = style if note.primary else "gutter"
    mark = paint(kind, ("^" if note.primary else "-") * size)
    if before + size + 1 + cells(note.label) <= width:
        yield " " * before + mark + (" " + paint(kind, note.label) if note.label else "")
        return
    yield " " * before + mark
    indent = before if width - before >= 30 else 0
    for text in wrap(note.label, max(width, 20), " " * indent):
        yield " " * indent + paint(kind, text[indent:])
