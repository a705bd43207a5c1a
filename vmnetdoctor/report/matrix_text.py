"""`vmnetdoctor matrix` for people: who reaches whom, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.model.addr import ip_text
from vmnetdoctor.network.hops import UNKNOWN, UNREACHABLE
from vmnetdoctor.network.offers import offered
from vmnetdoctor.report.code_frame import Paint
from vmnetdoctor.report.hop_sentences import missing_words, sentence, supply_words
from vmnetdoctor.report.layout import cells, cut, visible, wrap
from vmnetdoctor.report.phrases import say
from vmnetdoctor.report.trace_text import end_words
from vmnetdoctor.report.walk_words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vmnetdoctor.network.hops import Walk
    from vmnetdoctor.network.matrix import Matrix
    from vmnetdoctor.network.topology import Topology
    from vmnetdoctor.report.walk_json import Because

_LONGEST_NAME = 24
_MOST_PATHS = 8
_NOBODYS = -1                            # stands for an address that is in no file
_ORDER = ("reachable", "unreachable", "unknown", "never")
_STYLE = {"reachable": "added", "unreachable": "error", "unknown": "warning"}


class Mark(NamedTuple):
    """What a field of the table shows: a key of the words, and whether it is only likely."""

    key: str
    likely: bool = False


class Page:
    """What the parts of the report share."""

    def __init__(self, topology: Topology, made: Matrix, language: str, width: int, color: bool, because: Because | None) -> None:
        self.topology = topology
        self.cells = made.cells
        self.classes = made.classes
        self.language = language
        self.width = max(width, 40)
        self.prose = min(self.width, 100)
        self.paint = Paint(color)
        self.because = because or {}
        self.labels = {e.name: end_words(e.name, language) for e in made.endpoints}
        for number, group in enumerate(made.classes, 1):
            if len(group.members) > 1:
                self.labels[group.like] = words("class-name", language, n=number)
        self.used: set[str] = set()
        first: dict[tuple[str, str], Walk] = {}
        for walked in made.cells:
            if walked.probe == "ping":
                first.setdefault((walked.sender, walked.target), walked)
        self.first = first                         # the cell that people mean, by pair
        self.meant = set(map(id, first.values()))

    def say(self, key: str, **values: object) -> str:
        return words(key, self.language, **values)

    def label(self, name: str) -> str:
        return cut(self.labels.get(name, visible(name)), _LONGEST_NAME)

    def mark(self, walked: Walk) -> Mark:
        """The field for a cell; what the mode never offers is no loss."""
        key = walked.verdict
        if key == UNREACHABLE and not self.offers(walked):
            key = "never"
        likely = walked.confidence == "likely" and key != "never"
        self.used |= {key} | ({"likely"} if likely else set())
        return Mark(key, likely)

    def offers(self, walked: Walk) -> bool:
        if walked.probe not in ("ping", "names"):
            return True
        other = walked.address is None and walked.probe == "ping" and id(walked) not in self.meant
        return offered(self.topology, walked.sender, walked.target, _NOBODYS if other else walked.address)

    def shown(self, mark: Mark) -> str:
        return self.say(mark.key) + ("~" if mark.likely else "")

    def coloured(self, mark: Mark, text: str) -> str:
        return self.paint(_STYLE[mark.key], text) if mark.key in _STYLE else text


def matrix_text(topology: Topology, made: Matrix, language: str, width: int, color: bool, because: Because | None = None) -> str:
    """The whole report."""
    page = Page(topology, made, language, width, color, because)
    meant = page.first
    table = list(_table(page, {pair: page.mark(walked) for pair, walked in meant.items()})) if meant else []
    heading = [page.paint("bold", line) for line in wrap(page.say("matrix"), page.prose)]
    parts = [[*heading, *table, *_legend(page)]] if meant else []
    parts += [_classes(page), _names(page), _others(page), _reasons(page), _open(page)]
    lines = [line for part in parts if part for line in ("", *part)][1:]
    return "\n".join(lines or [page.say("nothing")]) + "\n"


def _table(page: Page, marks: dict[tuple[str, str], Mark]) -> Iterator[str]:
    """The table with names above the columns, else with numbers, else as a list."""
    rows, columns = list(dict.fromkeys(a for a, _ in marks)), list(dict.fromkeys(b for _, b in marks))
    columns = [n for n in page.labels if n in columns]
    heads = [page.label(name) for name in columns]
    fields = {name: max(cells(page.shown(marks[row, name])) for row in rows if (row, name) in marks) for name in columns}
    sizes = [max(cells(head), fields[name]) for name, head in zip(columns, heads, strict=True)]
    labels = [page.label(r) for r in rows]
    if _size(labels, sizes) <= page.width:
        yield from _grid(page, rows, labels, columns, heads, sizes, marks)
        return
    everyone = [n for n in page.labels if n in rows or n in columns]
    numbers = {name: str(i) for i, name in enumerate(everyone, 1)}
    heads, deep = [numbers[name] for name in columns], len(str(len(everyone)))
    sizes = [max(cells(head), fields[name]) for name, head in zip(columns, heads, strict=True)]
    labels = [f"{numbers[r]:>{deep}} {page.label(r)}" for r in rows]
    if set(columns) <= set(rows) and _size(labels, sizes) <= page.width:
        yield from _grid(page, rows, labels, columns, heads, sizes, marks)
        return
    yield from _as_list(page, rows, columns, marks)


def _size(labels: list[str], sizes: list[int]) -> int:
    return max(map(cells, labels)) + 2 + sum(size + 2 for size in sizes)


def _grid(page: Page, rows: list[str], labels: list[str], columns: list[str], heads: list[str], sizes: list[int],
          marks: dict[tuple[str, str], Mark]) -> Iterator[str]:
    first = max(map(cells, labels))
    yield ("  " + " " * first + "".join("  " + _padded(head, size) for head, size in zip(heads, sizes, strict=True))).rstrip()
    for row, label in zip(rows, labels, strict=True):
        line = "  " + _padded(label, first)
        for name, size in zip(columns, sizes, strict=True):
            mark = marks.get((row, name), Mark("self"))
            text = page.shown(mark)
            line += "  " + page.coloured(mark, text) + " " * (size - cells(text))
        yield line.rstrip()


def _padded(text: str, size: int) -> str:
    return text + " " * (size - cells(text))


def _as_list(page: Page, rows: list[str], columns: list[str], marks: dict[tuple[str, str], Mark]) -> Iterator[str]:
    """`web1, web2 -> yes: all other guests, host; no: LAN`; senders of one line are those that every guest treats alike."""
    lines: dict[str, list[str]] = {}
    for row in rows:
        lines.setdefault(_row_words(page, row, columns, marks), []).append(page.label(row))
    for text, senders in lines.items():
        head = say("list", page.language).join(senders)
        yield from wrap(f"{head} -> {text}", page.prose, "  ", "    ")


def _row_words(page: Page, row: str, columns: list[str], marks: dict[tuple[str, str], Mark]) -> str:
    groups: dict[Mark, list[str]] = {}
    for name in columns:
        mark = marks.get((row, name))
        if mark is not None:
            groups.setdefault(mark, []).append(name)
    guests = sum(name in page.topology.guests and name != row for name in columns)
    colon, comma = say("colon", page.language), say("list", page.language)
    texts = []
    for mark in sorted(groups, key=lambda m: (_ORDER.index(m.key), m.likely)):
        names = groups[mark]
        inside = [n for n in names if n in page.topology.guests]
        whole = [page.say("all-guests")] if len(inside) == guests and guests > 2 else list(map(page.label, inside))
        outside = [page.label(n) for n in names if n not in page.topology.guests]
        texts.append(page.shown(mark) + colon + comma.join([*whole, *outside]))
    return say("semicolon", page.language).join(texts)


def _legend(page: Page) -> Iterator[str]:
    keys = [key for key in ("reachable", "unreachable", "never", "unknown", "likely") if key in page.used]
    yield from ("", *(line for key in keys for line in wrap(page.say("legend-" + key), page.prose, "  ")))


def _classes(page: Page) -> list[str]:
    big = [(page.labels[c.like], c) for c in page.classes if len(c.members) > 1]
    texts = [page.say("class", name=name, n=len(c.members), like=visible(c.like)) for name, c in big]
    return [page.say("classes"), *(line for text in texts for line in wrap(text, page.prose, "  "))] if texts else []


def _names(page: Page) -> list[str]:
    """Who can resolve names, by verdict."""
    groups: dict[str, list[str]] = {}
    for walked in page.cells:
        if walked.probe == "names":
            groups.setdefault(page.shown(page.mark(walked)), []).append(page.label(walked.sender))
    colon, comma = say("colon", page.language), say("list", page.language)
    lines = [line for mark, names in groups.items() for line in wrap(mark + colon + comma.join(names), page.prose, "  ")]
    return [page.paint("bold", page.say("names")), *lines] if lines else []


def _others(page: Page) -> list[str]:
    """Forwards and what expectations name."""
    lines = []
    for walked in page.cells:
        if walked.probe not in ("ping", "names"):
            text = _path(page, walked) + say("colon", page.language) + page.shown(page.mark(walked))
            lines += wrap(text, page.prose, "  ", "    ")
    return [page.paint("bold", page.say("forwards")), *lines] if lines else []


def _path(page: Page, walked: Walk) -> str:
    """`web1 -> host 192.168.1.100`."""
    address = f" {ip_text(walked.address)}" if walked.address is not None else ""
    probe = "" if walked.probe == "ping" else f" {visible(walked.probe)}"
    return f"{page.label(walked.sender)} -> {page.label(walked.target)}{address}{probe}"


def _reasons(page: Page) -> list[str]:
    """Why offered paths are lost: one sentence for all that stop at the same place for the same reason."""
    groups: dict[object, list[Walk]] = {}
    for walked in page.cells:
        if walked.verdict == UNREACHABLE and walked.stop is not None and page.offers(walked):
            stop = walked.stop
            facts = tuple((p.source.path, p.start) for p in stop.evidence)
            same = tuple((k, v) for k, v in stop.values.items() if k not in ("address", "source"))
            key = (stop.node, stop.code, same, facts, bool(walked.answer))
            groups.setdefault(key, []).append(walked)
    lines = [page.paint("bold", page.say("reasons"))]
    for group in groups.values():
        lines += wrap(_paths(page, group), page.prose, "  ", "    ")
        lines += wrap(_reason(page, group), page.prose, "    ")
        names = list(dict.fromkeys(n for w in group for n in page.because.get((w.sender, w.target), ())))
        if names:
            lines += wrap(page.say("because", names=say("list", page.language).join(names)), page.prose, "    ")
    return lines if groups else []


def _reason(page: Page, group: list[Walk]) -> str:
    """The sentence of the stop; a value that differs within the group is left out of it."""
    from dataclasses import replace

    first = group[0].stop
    assert first is not None
    values = {key: value if all(w.stop is not None and w.stop.values.get(key) == value for w in group) else ""
              for key, value in first.values.items()}
    doubt = {w.confidence for w in group}
    return sentence(replace(first, values=values), page.language) + (page.say("likely") if doubt == {"likely"} else "")


def _paths(page: Page, group: Iterable[Walk]) -> str:
    """`web1 -> LAN, Internet; web2 -> LAN`; an address stands where it is not the one people mean."""
    by_sender: dict[str, list[str]] = {}
    for walked in group:
        address = "" if id(walked) in page.meant or walked.probe != "ping" else _which(page, walked)
        probe = "" if walked.probe == "ping" else f" {visible(walked.probe)}"
        by_sender.setdefault(walked.sender, []).append(page.label(walked.target) + address + probe)
    by_targets: dict[str, list[str]] = {}
    for sender, targets in by_sender.items():
        by_targets.setdefault(_listed(page, targets), []).append(page.label(sender))
    texts = [f"{_listed(page, senders)} -> {targets}" for targets, senders in by_targets.items()]
    return say("semicolon", page.language).join(texts)


def _which(page: Page, walked: Walk) -> str:
    return f" {ip_text(walked.address)}" if walked.address is not None else page.say("another")


def _listed(page: Page, names: list[str]) -> str:
    unique = list(dict.fromkeys(names))
    more = [page.say("more-paths", n=len(unique) - _MOST_PATHS)] if len(unique) > _MOST_PATHS + 1 else []
    return say("list", page.language).join([*(unique[:_MOST_PATHS] if more else unique), *more])


def _open(page: Page) -> list[str]:
    """What is not known, and what would tell."""
    groups: dict[tuple[str, str], list[Walk]] = {}
    for walked in page.cells:
        if walked.verdict == UNKNOWN:
            key = (missing_words(walked, page.language), supply_words(walked, page.language, page.topology.lab.host.os.value))
            groups.setdefault(key, []).append(walked)
    lines = [page.paint("bold", page.say("open"))]
    for (missing, supply), group in groups.items():
        lines += wrap(_paths(page, group), page.prose, "  ", "    ")
        lines += wrap(page.say("missing", missing=missing, supply=supply), page.prose, "    ")
    return lines if groups else []


