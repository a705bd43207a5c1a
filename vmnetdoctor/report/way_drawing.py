"""Small drawings of the way a packet takes, with a mark where the fault is; from the data of rules/pages.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor import catalog
from vmnetdoctor.report.layout import cells
from vmnetdoctor.report.phrases import say

if TYPE_CHECKING:
    from vmnetdoctor.catalog import Rule

_LINE = "--"
_WIDTH = 76                              # cells of a drawing, which is indented by two


def drawing(rule: Rule, language: str) -> list[str]:
    """Lines of plain ASCII beside the names: the row of nodes, what hangs on one of them, and the mark; [] where none helps."""
    pages = catalog.pages()
    chosen = rule.drawing or pages["drawings"].get(rule.area) or pages["drawings"].get(rule.layer)
    if chosen is None:
        return []
    path, at = pages["paths"][chosen["path"]], chosen["at"]
    names = {node: pages["nodes"][node][language] for node in (*path["row"], *path.get("branches", ()))}
    starts, row = _row([names[node] for node in path["row"]])
    places = dict(zip(path["row"], starts, strict=True))
    lines = [row]
    if at in places:
        lines.insert(0, _mark(places[at], cells(names[at]) + 2, language))
    if "under" in path:
        stem = " " * (places[path["under"]] + 2)
        lines.append(stem + "|")
        for node in path["branches"]:
            here = " <== " + say("fault-here", language) if node == at else ""
            lines.append(f"{stem}+--[{names[node]}]{here}")
    return lines


def _row(names: list[str]) -> tuple[list[int], str]:
    """(cell that each box begins at, the boxes in a row)."""
    starts, row = [], ""
    for name in names:
        row += _LINE if row else ""
        starts.append(cells(row))
        row += f"[{name}]"
    return starts, row


def _mark(start: int, size: int, language: str) -> str:
    """`vvvvv the fault` over a box: the words after the mark, or before it where they would stick out."""
    words = say("fault-here", language)
    if start + size + 1 + cells(words) <= _WIDTH:
        return " " * start + "v" * size + " " + words
    return " " * (start - cells(words) - 1) + words + " " + "v" * size
