"""The parts of a cure that each system has its own way for: `{restart-nat}` in a rule's text becomes what and how.

Known system: `restart the NAT service: ...`; else every way behind the name of its system.  The names are those of
rules/by-system.yaml and of a rule's own `by_system`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor import catalog
from vmnetdoctor.patterns import late
from vmnetdoctor.report.phrases import say
from vmnetdoctor.systems import FORMATS, HOSTS, RELEASES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.catalog import Rule
    from vmnetdoctor.systems import Pair, Systems

NAMED = late(r"(?<!\{)\{([a-z0-9]+(?:-[a-z0-9]+)+)\}(?=(\.(?:\s|$)|。|\s*$)?)")       # a name has a hyphen, a value's has none
_LABELS = {"windows": "Windows", "linux": "Linux", "macos": "Fusion", "ifupdown": "Debian"}


class Way(NamedTuple):
    """How it is done on some systems; their names, ready to be shown."""

    label: str
    text: str


class BySystem(NamedTuple):
    """Something that each system has its own way for: what is done or where, and the ways (none: nothing more to say)."""

    what: str
    ways: dict[str, str]


def named(rule: Rule, text: str, language: str) -> Iterator[BySystem]:
    """What the text refers to."""
    for found in NAMED.finditer(text):
        yield _entry(rule, found[1], language)


def expanded(rule: Rule, text: str, language: str, systems: Systems) -> str:
    """The text with what holds for these systems."""
    return NAMED.sub(lambda found: _shown(_entry(rule, found[1], language), language, systems, found[2] is not None), text)


def bare(rule: Rule, text: str, language: str) -> str:
    """The text with what is to be done, without how."""
    return NAMED.sub(lambda found: _entry(rule, found[1], language).what, text)


def ways(entry: BySystem, language: str, systems: Systems) -> list[Way]:
    """The ways that may be needed, in a fixed order of the systems; the label is empty where only one can be."""
    host = any(key in HOSTS for key in entry.ways)
    keys = [_of_host(entry, name) for name in systems.hosts] if host else [_of_guest(entry, pair) for pair in systems.guests]
    texts = {entry.ways[key] if key else "" for key in keys}
    if len(texts) < 2:
        return [Way("", text) for text in texts if text]
    by_text: dict[str, list[str]] = {}
    for key in (key for key in (*HOSTS, *RELEASES, *FORMATS) if key in keys and entry.ways[key]):
        by_text.setdefault(entry.ways[key], []).append(key)
    first = next((key for key in RELEASES if key in keys and entry.ways[key]), None)
    return [Way(say("list", language).join((say("centos", language) if key == first else "") + _label(key, entry, language)
                                           for key in sharing), text) for text, sharing in by_text.items()]


def _of_host(entry: BySystem, name: str) -> str:
    return name if name in entry.ways else ""


def _of_guest(entry: BySystem, pair: Pair) -> str:
    """The key for a profile's format, else that of the guest's release or the nearest before it."""
    release, form = pair
    if form in entry.ways:
        return form
    until = RELEASES[:RELEASES.index(release) + 1] if release else ()
    return next((key for key in reversed(until) if key in entry.ways), "")


def _label(key: str, entry: BySystem, language: str) -> str:
    """`Windows`; `7`, `6 to 8` or `9 and later`, as far as the way of a release goes."""
    if key not in RELEASES:
        return _LABELS.get(key, key)
    first, after = int(key[2:]), [name for name in RELEASES[RELEASES.index(key) + 1:] if name in entry.ways]
    if not after:
        return say("and-later", language, first=first)
    last = int(after[0][2:]) - 1
    return str(first) if last == first else say("up-to", language, first=first, last=last)


def _shown(entry: BySystem, language: str, systems: Systems, ends: bool) -> str:
    """`what: way` at the end of a sentence, where the system is known, else `what (Windows: way; Linux: way)`."""
    told = ways(entry, language, systems)
    if not told:
        return entry.what
    if ends and not told[0].label:
        return entry.what + say("colon", language) + told[0].text
    colon = say("colon", language)
    listed = [way.label + colon + way.text if way.label else way.text for way in told]
    return entry.what + say("open", language) + say("semicolon", language).join(listed) + say("close", language)


def _entry(rule: Rule, name: str, language: str) -> BySystem:
    """The rule's own entry of that name, else the shared one; what the languages have in common stands beside them."""
    raw = rule.by_system.get(name) or catalog.by_system()[name]
    told = {**{key: text for key, text in raw.items() if isinstance(text, str)}, **raw[language]}
    return BySystem(told.pop("what").strip(), {key: text.strip() for key, text in told.items()})
