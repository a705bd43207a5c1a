"""What both readers of ifcfg files stumble over in the text itself: lines they lose, keys given twice, keys misspelt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.assemble.readers.keys import misspelt
from vmnetdoctor.formats.assignments import LOSING
from vmnetdoctor.model.guest import Remark
from vmnetdoctor.patterns import late
from vmnetdoctor.source import Place

if TYPE_CHECKING:
    from vmnetdoctor.formats.assignments import Assignments
    from vmnetdoctor.formats.syntax import Entry, Problem

_NUMBER = late(r"[0-9]{1,9}|0[xX][0-9A-Fa-f]{1,8}", re.ASCII)
MOST_SHOWN = 20                  # places shown beside the first one


# Slips that no reader notices: it takes them as text, and what it then says of the value hides the reason.
TYPED = frozenset({"curly-quotes", "full-width", "invisible-character", "lone-carriage-return"})


def oddities(document: Assignments, unknown: set[str], mistakes: list[Problem]) -> list[Remark]:
    """Remarks `profile-syntax`, `duplicate-key` and `key-misspelt` of one file as its reader sees it.

    `mistakes` are those of the file whoever reads it (`IfcfgFile.mistakes`).
    """
    problems = document.problems + _typed(document, mistakes) if mistakes else document.problems
    remarks = _unreadable(document, problems) if problems else []
    remarks += [_duplicate(document, group) for group in document.duplicates()]
    remarks += _size(document) if "MTU" in document else []
    return remarks + misspelt(document, unknown) if unknown else remarks


def _typed(document: Assignments, mistakes: list[Problem]) -> list[Problem]:
    """The slips in lines of which the reader itself has nothing to say."""
    known = {document.source.position(p.start).line for p in document.problems}
    return [p for p in mistakes if p.reason in TYPED and p.values.get("harms") != "none"
            and document.source.position(p.start).line not in known]


def _unreadable(document: Assignments, problems: list[Problem]) -> list[Remark]:
    """One remark for each kind of trouble, since a file with CRLF line ends has it on every line."""
    groups: dict[str, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(problem.reason, []).append(problem)
    return [_syntax(document, reason, group) for reason, group in groups.items()]


def _syntax(document: Assignments, reason: str, group: list[Problem]) -> Remark:
    keys = dict.fromkeys(p.values["key"] for p in group[:MOST_SHOWN] if p.values.get("key"))
    values = {"reason": reason, "count": len(group), "keys": list(keys), "lost": reason in LOSING,
              "lost_keys": group[0].values.get("lost", "")}
    places = [Place(document.source, p.start, p.end) for p in group[:MOST_SHOWN + 1]]
    return Remark("profile-syntax", places[0], tuple(("same", place) for place in places[1:]), values)


def _duplicate(document: Assignments, group: list[Entry]) -> Remark:
    counting = document.entry(group[0].key) or group[-1]
    ignored = [e for e in group if e is not counting] or group[:1]
    values = {"key": counting.key, "value": counting.value or "", "ignored": ignored[0].value or "",
              "differ": any(e.value != counting.value for e in ignored), "counts": "first" if document.first_wins else "last"}
    return Remark("duplicate-key", ignored[0].key_place, (("counts", counting.value_place),), values)


def _size(document: Assignments) -> list[Remark]:
    """An MTU that is no number: both readers go on without it."""
    entry = document.entry("MTU")
    if entry is None or not entry.value or _NUMBER.fullmatch(entry.value.strip()):
        return []
    return [Remark("value-invalid", entry.value_place, (), {"key": "MTU", "value": entry.value, "effect": "default"})]


def unread_numbers(document: Assignments, read: set[str], reader: str) -> list[Remark]:
    """IPADDRn, GATEWAYn and DNSn that hold something but that this reader never gets to (gaps, limits, unknown numbers)."""
    remarks = []
    for key in document.keys():  # noqa: SIM118 - no dict
        if key.startswith(("IPADDR", "GATEWAY", "DNS")) and key not in read and key[-1].isdigit():
            entry = document.entry(key)
            if entry is not None and entry.value:
                values = {"key": key, "value": entry.value, "reader": reader}
                remarks.append(Remark("key-ignored", entry.key_place, (), values))
    return remarks
