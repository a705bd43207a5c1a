"""`vmnetdoctor trace` for people: what happens to the packet and its answer, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.model.addr import ip_text
from vmnetdoctor.network.hops import REACHABLE, UNKNOWN, UNREACHABLE
from vmnetdoctor.report.code_frame import Paint
from vmnetdoctor.report.finding_sentences import worded
from vmnetdoctor.report.fix_diff import hunks
from vmnetdoctor.report.hop_sentences import missing_words, stop_words, supply_words, told_walk
from vmnetdoctor.report.layout import cell, cells, cut, paragraphs, visible, wrap
from vmnetdoctor.report.phrases import say
from vmnetdoctor.report.walk_words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vmnetdoctor.network.hops import Walk
    from vmnetdoctor.verdict import Judged

_PROSE = 100
_STYLE = {REACHABLE: "added", UNREACHABLE: "error", UNKNOWN: "warning"}


def trace_text(walked: Walk, language: str, width: int, color: bool, because: Sequence[str] = (),
               cure: Sequence[Judged] | None = None) -> str:
    """The whole report; the verdict comes first, since not everybody reads on."""
    width, paint = min(max(width, 40), _PROSE), Paint(color)
    lines = [paint(_STYLE[walked.verdict], line) for line in wrap(verdict_line(walked, language), width, "", "  ")]
    if walked.verdict == UNKNOWN:
        lines += _open(walked, language, width)
    if because:
        names = say("list", language).join(map(visible, because))
        lines += wrap(words("because", language, names=names), width, "  ", "  ")
    lines += _hops(walked, language, width, paint)
    if cure:
        lines += ["", paint("bold", words("would-work", language)), *_cure(cure, language, width, paint)]
    return "\n".join(lines) + "\n"


def verdict_line(walked: Walk, language: str) -> str:
    """`web1 -> Internet, ping: not reachable (certain); it stops at the host`."""
    doubt = words("trace-certain" if walked.confidence == "certain" else walked.confidence, language)
    node = stop_words(walked.stops_at or "", language)
    return words("trace-" + walked.verdict, language, path=path_words(walked, language), doubt=doubt,
                 node=" " * (node[:1] != "" and cell(node[0]) == 1) + node)


def path_words(walked: Walk, language: str) -> str:
    """`web1 -> host 10.0.0.1, ping`."""
    address = f" {ip_text(walked.address)}" if walked.address is not None else ""
    ends = f"{end_words(walked.sender, language)} -> {end_words(walked.target, language)}{address}"
    return ends + say("comma", language) + visible(walked.probe)


def end_words(name: str, language: str) -> str:
    """An endpoint for people."""
    return say(name, language) if name in ("host", "lan", "internet") else visible(name)


def _open(walked: Walk, language: str, width: int) -> list[str]:
    text = words("missing", language, missing=missing_words(walked, language), supply=supply_words(walked, language))
    return wrap(text, width, "  ", "    ")


def _hops(walked: Walk, language: str, width: int, paint: Paint) -> Iterator[str]:
    """Numbered steps; those of the answer go on counting."""
    told = told_walk(walked, language)
    turn = len(walked.request)
    column, number = len(str(len(told))) + 1, 0
    for start, end, title in ((0, turn, "request"), (turn, len(told), "answer")):
        if start < end:
            yield from ("", paint("bold", words(title, language)))
        for index, text in enumerate(told[start:end], start):
            stopped = walked.hops[index].action == "stop"
            if _belied(walked, index):
                continue
            number += 1
            head = f"{number}.".rjust(column + 1) + " "
            stop = "。" if language == "zh" else "."
            for line in wrap(text + stop, width, head, " " * cells(head)):
                yield paint("error", line) if stopped else line
    if walked.verdict == UNREACHABLE and not walked.answer:
        yield from ("", words("no-answer", language))
    if walked.verdict == UNKNOWN and told:
        yield from ("", words("assumed", language))


def _belied(walked: Walk, index: int) -> bool:
    """Whether the Internet seems to carry a packet that the next step says it drops (a private address)."""
    hop, then = walked.hops[index], walked.hops[index + 1:index + 2]
    return hop.action == "switch" and hop.values.get("network") == "WAN" and any(
        after.action == "stop" and after.code == "does-not-forward" and after.node == "internet" for after in then)


def _cure(cure: Sequence[Judged], language: str, width: int, paint: Paint) -> Iterator[str]:
    """Each finding to cure: what is wrong, what to do, and the change where there is one."""
    for judged in cure:
        texts = worded(judged, language)
        yield from wrap(judged.rule.name + say("colon", language) + texts.message, width, "  ", "    ")
        yield from paragraphs(texts.cure, width, "    ")
        for hunk in hunks(judged.finding.fix.edits) if judged.finding.fix is not None else ():
            yield f"    {visible(hunk.source.path)}:{hunk.line}"
            for sign, style, lines in (("-", "removed", hunk.removed), ("+", "added", hunk.added)):
                yield from (paint(style, cut(f"    {sign} {visible(line[:4 * width])}", width).rstrip()) for line in lines[:12])
