"""A fix as a small diff: the lines it takes away and those it puts there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.source import LINE_END

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vmnetdoctor.source import Edit, Source


class Hunk(NamedTuple):
    """Neighbouring lines of one file, before and after; `line` is the number of the first that differs."""

    source: Source
    line: int
    removed: tuple[str, ...]
    added: tuple[str, ...]


def hunks(edits: Sequence[Edit]) -> Iterator[Hunk]:
    """The edits as changed lines, in the order of files and lines."""
    by_source: dict[int, list[Edit]] = {}
    for edit in edits:
        by_source.setdefault(id(edit.place.source), []).append(edit)
    for group in by_source.values():
        for first, last, together in _neighbours(sorted(group, key=lambda e: (e.place.start, e.place.end))):
            yield _hunk(together, first, last)


def _neighbours(edits: Sequence[Edit]) -> Iterator[tuple[int, int, list[Edit]]]:
    """(first line, last line, edits) of runs of edits on the same or adjoining lines."""
    run: list[Edit] = []
    first = last = 0
    for edit in edits:
        source = edit.place.source
        start, end = source.position(edit.place.start).line, source.position(edit.place.end).line
        if run and start > last + 1:
            yield first, last, run
            run = []
        if not run:
            first = last = start
        run.append(edit)
        last = max(last, end)
    if run:
        yield first, last, run


def _hunk(edits: Sequence[Edit], first: int, last: int) -> Hunk:
    source = edits[0].place.source
    start = source.starts[first - 1]
    end = source.starts[last] if last < len(source.starts) else len(source.text)
    parts: list[str] = []
    at = start
    for edit in edits:
        if edit.place.start >= at:
            parts += (source.text[at:edit.place.start], edit.text)
            at = edit.place.end
    parts.append(source.text[at:end])
    old, new = _lines(source.text[start:end]), _lines("".join(parts))
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    tail = 0
    while tail < min(len(old), len(new)) - same and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return Hunk(source, first + same, tuple(old[same:len(old) - tail]), tuple(new[same:len(new) - tail]))


def _lines(text: str) -> list[str]:
    lines = LINE_END.split(text)
    return lines[:-1] if lines and not lines[-1] else lines
