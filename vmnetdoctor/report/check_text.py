"""`vmnetdoctor check` for people: what is wrong, where, why, and how to cure it, the first cause first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vmnetdoctor.report.code_frame import Paint
from vmnetdoctor.report.layout import cut, paragraphs, visible, wrap
from vmnetdoctor.report.phrases import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vmnetdoctor.model.lab import Lab
    from vmnetdoctor.verdict import Judged, Verdict

_MOST_SUPPLIES = 3
_MOST_PLACES = 5
_PROSE = 100                             # cells; longer lines are hard to read on a wide terminal


class View:
    """How a report is to be shown."""

    __slots__ = ("language", "paint", "verbose", "width")

    def __init__(self, language: str, width: int, color: bool, verbose: bool = False) -> None:
        self.language = language
        self.width = max(width, 40)
        self.paint = Paint(color)
        self.verbose = verbose

    @property
    def prose(self) -> int:
        return min(self.width, _PROSE)

    def say(self, key: str, **values: Any) -> str:
        """A phrase in the report's language."""
        return say(key, self.language, **values)


def check_text(verdict: Verdict, language: str, width: int, color: bool, show_infos: bool, verbose: bool = False) -> str:
    """The whole report; one line where nothing is wrong."""
    view = View(language, width, color, verbose)
    known = sum(item.recognised for item in verdict.lab.inputs)
    shown = [j for j in verdict.findings if show_infos or j.severity != "info"]
    hidden = [j for j in verdict.findings if not show_infos and j.severity == "info"]
    if not known and not verdict.findings:
        lines = _nothing(len(verdict.lab.inputs), view)
    elif not shown and not verdict.crashes:
        lines = _healthy(verdict, known, len(hidden), view)
    else:
        lines = [*(_head(verdict, view) if shown else ()), *(line for judged in shown for line in _finding(judged, view))]
        lines += _hidden(hidden, view)
    lines += [line for crash in verdict.crashes for line in _crash(crash.name, crash.error, crash.subject, view)]
    if shown or verbose:
        lines += _unchecked(verdict, view)
    if shown or verdict.crashes:
        lines += _summary(verdict, known, view)
    return "\n".join(lines) + "\n"


def _nothing(files: int, view: View) -> list[str]:
    first = view.say("unrecognised", n=files) if files else view.say("no-files")
    return [*wrap(first, view.prose), *wrap(view.say("please-give"), view.prose)]


def _healthy(verdict: Verdict, known: int, infos: int, view: View) -> list[str]:
    guests = view.say("guests", n=len(verdict.lab.guests))
    files, unseen = view.say("files", n=known), list(_unseen(verdict.lab))
    if unseen:
        more = [view.say("infos-folded", n=infos)] if infos else []
        first = wrap(view.say("not-seen", files=files, guests=guests), view.prose)
        return [*first, *_bullets(map(view.say, unseen), view), *more]
    parts = [view.say("healthy", files=files, guests=guests)]
    if infos:
        parts.append(view.say("infos-folded", n=infos))
    if verdict.not_checked and not view.verbose:
        parts.append(view.say("unchecked-folded", n=len(verdict.not_checked)))
    return wrap(view.say("semicolon").join(parts), view.prose)


def _unseen(lab: Lab) -> Iterator[str]:
    """Phrases for the sides of the network (machine, guest, host) that no file tells anything about."""
    kinds = {item.kind for item in lab.inputs}
    profiles = bool(lab.unmatched) or any(guest.profiles for guest in lab.guests)
    if "vmx" not in kinds:
        yield "give-vmx"
    if not profiles:
        yield "give-profile"
    known = {network.name for network in lab.networks if network.subnet.value is not None}
    plugs = [adapter for guest in lab.guests for adapter in guest.plugs if not guest.esxi.value]
    if not lab.guests or any(adapter.mode.value != "bridged" and adapter.network not in known for adapter in plugs):
        yield "give-host"


def _head(verdict: Verdict, view: View) -> list[str]:
    """The picture of the lab, before anything is said about it."""
    from vmnetdoctor.report.lab_picture import picture

    drawn = picture(verdict.lab, view.language)
    if not drawn:
        return []
    lines = [view.paint("bold", view.say("picture"))]
    for line in drawn:
        indent = "    " if line.startswith(" ") else "  "
        lines += wrap(line.strip(), view.prose, indent, indent + "  ")
    return [*lines, ""]


def _finding(judged: Judged, view: View) -> Iterator[str]:
    """One finding: what, where, why, cure, and what comes of it."""
    from vmnetdoctor.report.code_frame import Note, frames
    from vmnetdoctor.report.finding_sentences import worded

    words, finding = worded(judged, view.language), judged.finding
    yield from _title(judged, words.message, view)
    notes = [Note(finding.at, "", True)]
    notes += [Note(place, label) for (_, place), label in zip(finding.also, words.related, strict=True)]
    most = len(notes) if view.verbose else 7
    yield from frames(notes[:most], view.width, view.paint, judged.severity)
    if len(notes) > most:
        yield "  " + view.say("more-places", n=len(notes) - most)
    yield from _labelled("why", words.why, view)
    yield from _labelled("cure", words.cure, view)
    if finding.fix is not None:
        yield from _diff(judged, view)
    yield from _consequences(judged, view)
    yield from _reach(judged, view)
    yield from _same(judged, view)
    yield ""


def _title(judged: Judged, message: str, view: View) -> list[str]:
    head = f"{view.say(judged.severity)}[{judged.rule.id} {judged.rule.name}]"
    doubt = judged.finding.confidence
    tail = view.say("open") + view.say(doubt) + view.say("close") if doubt in ("likely", "possible") else ""
    first, *rest = wrap(head + view.say("colon") + message + tail, view.prose, "", "  ")
    first = view.paint(judged.severity, head) + view.paint("bold", first.removeprefix(head))
    return [first, *(view.paint("bold", line) for line in rest)]


def _labelled(key: str, text: str, view: View) -> Iterator[str]:
    label = "  " + view.say(key)
    lines = paragraphs(text, view.prose, label, "    ")
    for i, line in enumerate(lines):
        yield "  " + view.paint("bold", label.strip()) + line[len(label.rstrip()):] if i == 0 else line


def _diff(judged: Judged, view: View) -> Iterator[str]:
    from vmnetdoctor.report.fix_diff import hunks

    fix = judged.finding.fix
    assert fix is not None
    room, here = view.width - 6, judged.finding.at.source.path
    first = judged.members[0].finding.fix if judged.members and not view.verbose else None
    for hunk in hunks((first or fix).edits):
        if hunk.source.path != here:
            yield f"    {visible(hunk.source.path)}:{hunk.line}"
        for sign, style, lines in (("-", "removed", hunk.removed), ("+", "added", hunk.added)):
            yield from (view.paint(style, f"    {sign} {cut(visible(line[:4 * room]), room)}".rstrip()) for line in lines[:12])
            if len(lines) > 12:
                yield f"    {sign} {view.say('more-lines', n=len(lines) - 12)}"
    if first is not None:
        yield "    " + view.say("more-changes", n=len(judged.members) - 1)
    if fix.safety == "unsafe":
        yield from wrap(view.say("unsafe"), view.prose, "    ")


def _consequences(judged: Judged, view: View) -> Iterator[str]:
    from vmnetdoctor.report.code_frame import where
    from vmnetdoctor.report.finding_sentences import message

    if judged.consequences:
        yield "  " + view.say("consequences")
    most = len(judged.consequences) if view.verbose or not judged.members else _MOST_PLACES
    for follower in judged.consequences[:most]:
        text = f"{message(follower, view.language)}{view.say('open')}{where(follower.finding.at)}{view.say('close')}"
        yield from wrap(text, view.prose, "    - ")
    if len(judged.consequences) > most:
        yield "    - " + view.say("more", n=len(judged.consequences) - most)


def _reach(judged: Judged, view: View) -> Iterator[str]:
    if judged.breaks:
        pairs = [f"{_endpoint(sender, view)} -> {_endpoint(target, view)}" for sender, target in judged.breaks]
        yield from wrap(_listed(pairs, 6, view), view.prose, "  " + view.say("breaks"), "    ")


def _endpoint(name: str, view: View) -> str:
    return view.say(name) if name in ("host", "lan", "internet") else visible(name)


def _same(judged: Judged, view: View) -> Iterator[str]:
    """The other places of a group: who, and where."""
    from vmnetdoctor.report.code_frame import where

    places = []
    for member in judged.members[1:]:
        names = subject_words(member.subject)
        at = where(member.finding.at)
        places.append(names + view.say("open") + at + view.say("close") if "guest" in member.subject else at)
    if places:
        yield from wrap(_listed(places, _MOST_PLACES, view), view.prose, "  " + view.say("same"), "    ")


def _listed(parts: list[str], most: int, view: View) -> str:
    if view.verbose or len(parts) <= most + 1:
        return view.say("list").join(parts)
    return view.say("list").join([*parts[:most], view.say("more", n=len(parts) - most)])


def subject_words(subject: dict[str, Any]) -> str:
    """`web1 eth0 VMnet8`: the names of what is judged."""
    parts = [str(subject[key]) for key in ("guest", "interface") if subject.get(key) is not None]
    if "adapter" in subject and "interface" not in subject:
        parts.append(f"ethernet{subject['adapter']}")
    if not parts and subject.get("network") is not None:
        parts.append(str(subject["network"]))
    return visible(" ".join(parts))


def _hidden(infos: list[Judged], view: View) -> list[str]:
    """The infos as one line of names."""
    if not infos:
        return []
    counts: dict[str, int] = {}
    for judged in infos:
        counts[judged.rule.name] = counts.get(judged.rule.name, 0) + 1
    names = [name if n == 1 else f"{name} ({n})" for name, n in counts.items()]
    return [*wrap(view.say("hidden-infos", n=len(infos), names=_listed(names, 3, view)), view.prose, "", "  "), ""]


def _unchecked(verdict: Verdict, view: View) -> list[str]:
    """What could not be decided: the distinct files or commands that would settle most, first."""
    if not verdict.not_checked:
        return []
    if view.verbose:
        return [*_unchecked_all(verdict, view), ""]
    counts: dict[str, int] = {}
    for item in verdict.not_checked:
        counts[item.supply] = counts.get(item.supply, 0) + 1
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    from vmnetdoctor.report import supplies

    texts = [supplies.supply(code, view.language, verdict.lab.host.os.value) for code, _ in ranked]
    lines = wrap(view.say("unchecked", n=len(verdict.not_checked)), view.prose)
    most = _MOST_SUPPLIES if len(texts) > _MOST_SUPPLIES + 1 else len(texts)
    more = [view.say("more-supplies", n=len(texts) - most)] if len(texts) > most else []
    return [*lines, *_bullets([*texts[:most], *more], view), ""]


def _unchecked_all(verdict: Verdict, view: View) -> list[str]:
    from vmnetdoctor.report import supplies

    host = verdict.lab.host.os.value
    texts = [view.say("missing", name=item.name, subject=_in_brackets(item.subject, view),
                      missing=supplies.missing(item.missing, view.language),
                      supply=supplies.supply(item.supply, view.language, host))
             for item in verdict.not_checked]
    return [view.say("unchecked-all"), *_bullets(texts, view)]


def _bullets(texts: Iterable[str], view: View) -> list[str]:
    return [line for text in texts for line in wrap(text, view.prose, "  - ")]


def _in_brackets(subject: dict[str, Any], view: View) -> str:
    words = subject_words(subject)
    return view.say("open") + words + view.say("close") if words else ""


def _crash(name: str, error: str, subject: dict[str, Any], view: View) -> list[str]:
    text = view.say("crashed", name=name, error=visible(error[:200]), subject=_in_brackets(subject, view))
    return [*wrap(text, view.prose, "", "  "), ""]


def _summary(verdict: Verdict, known: int, view: View) -> list[str]:
    counts = [view.say(severity + "s", n=verdict.counts.get(severity, 0)) for severity in ("error", "warning", "info")
              if verdict.counts.get(severity, 0) or severity == "error"]
    place = view.say("list").join((view.say("files", n=known), view.say("guests", n=len(verdict.lab.guests))))
    return [view.paint("bold", line) for line in wrap(view.say("list").join(counts) + view.say("in") + place, view.prose)]
