"""From a judged finding to its texts in one language: the right case, placeholders filled, input made harmless."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from vmnetdoctor.network.hops import Walk
from vmnetdoctor.patterns import late
from vmnetdoctor.report.by_system import Way, bare, expanded, named, ways
from vmnetdoctor.report.layout import visible
from vmnetdoctor.report.phrases import say
from vmnetdoctor.systems import EVERY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vmnetdoctor.catalog import Rule
    from vmnetdoctor.verdict import Judged

_LONGEST = 240                           # a value of the input may be megabytes long
_CJK = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_STOPS = "，。；：、（）！？“”《》"
_SEAMS = "\ue000\ue001"                  # stand round a value while a text is filled; input has none, for they do not print
_NO_SEAMS = dict.fromkeys(map(ord, _SEAMS))
_SEAM_BEFORE = late(rf"(?<=[{_CJK}]) (?={_SEAMS[0]}[{_CJK}])")
_SEAM_AFTER = late(rf"(?<=[{_CJK}]{_SEAMS[1]}) (?=[{_CJK}])")


class Worded(NamedTuple):
    """The texts of one finding; `related` labels stand in the order of the finding's related places."""

    message: str
    why: str
    cure: str
    fix: str
    related: tuple[str, ...]


class Gaps(dict[str, Any]):
    """Values of a template; a name that has none is shown as `<name>`."""

    def __missing__(self, key: str) -> str:
        return f"<{key}>"


def worded(judged: Judged, language: str) -> Worded:
    """All texts of the finding."""
    finding, texts = judged.finding, judged.rule.texts[language]
    values = _gaps(judged, texts.get("words", {}), language)
    template_of_cure = expanded(judged.rule, _variant(texts["cure"], finding.case), language, judged.systems)
    cure = _text(template_of_cure, finding.case, values, language)
    labels = texts.get("labels", {})
    return Worded(
        message(judged, language),
        _text(texts["why"], finding.case, values, language),
        cure,
        _text(texts["fix"], finding.case, values, language) if "fix" in texts else cure,
        tuple(_text(labels.get(label) or visible(label), finding.case, values, language) for label, _ in finding.also),
    )


def message(judged: Judged, language: str) -> str:
    """The finding's message alone."""
    texts = judged.rule.texts[language]
    values = _gaps(judged, texts.get("words", {}), language)
    return _text(texts["message"], judged.finding.case, values, language) + _others(judged, language)


def _others(judged: Judged, language: str) -> str:
    """` (and 11 more guests)` where the finding stands for equal ones."""
    if not judged.members:
        return ""
    guests = {member.subject.get("guest") for member in judged.members}
    key = "and-guests" if len(guests) == len(judged.members) else "and-places"
    return say("open", language) + say(key, language, n=len(judged.members) - 1) + say("close", language)


def template(rule: Rule, part: str, language: str) -> str:
    """A rule's text in its usual case and for every system, placeholders shown as they are."""
    return _tidy(expanded(rule, _variant(rule.texts[language][part], "default"), language, EVERY), language)


def templates(rule: Rule, part: str, language: str) -> list[str]:
    """A rule's text in every case, placeholders shown as `<name>`; what each system has its own way for is only named."""
    return [_filled(_tidy(bare(rule, variant, language), language), Gaps()) for variant in _variants(rule, part, language)]


def systems_told(rule: Rule, language: str) -> dict[str, list[Way]]:
    """What each system has its own way for in the cures of the rule, and every way; placeholders shown as `<name>`."""
    entries = (entry for variant in _variants(rule, "cure", language) for entry in named(rule, variant, language))
    return {_filled(entry.what, Gaps()): [Way(way.label, _filled(way.text, Gaps())) for way in ways(entry, language, EVERY)]
            for entry in entries}


def _variants(rule: Rule, part: str, language: str) -> list[str]:
    text = rule.texts[language][part]
    return [text] if isinstance(text, str) else list(text.values())


def _variant(text: str | dict[str, str], case: str) -> str:
    if isinstance(text, str):
        return text
    return text.get(case) or text.get("default") or next(iter(text.values()))


def _text(text: str | dict[str, str], case: str, values: Gaps, language: str) -> str:
    filled = _filled(_tidy(_variant(text, case), language), values)
    if language == "zh":
        filled = _SEAM_BEFORE.sub("", _SEAM_AFTER.sub("", filled))
    return filled.translate(_NO_SEAMS)


def _tidy(text: str, language: str) -> str:
    """Without the blanks that YAML's folding leaves between Chinese characters and beside full-width punctuation."""
    text = text.strip()
    if language != "zh":
        return text
    return re.sub(rf"(?<=[{_CJK}]) (?=[{_CJK}])|(?<=[{_STOPS}]) | (?=[{_STOPS}])", "", text)


def _filled(text: str, values: Gaps) -> str:
    try:
        return text.format_map(values)
    except (ValueError, AttributeError, IndexError, KeyError, TypeError):
        return text                      # a stray brace in a rule's text is no reason to fall silent


def _gaps(judged: Judged, words: Mapping[str, str], language: str) -> Gaps:
    """The finding's values over the names of its subject (guest, interface, network, adapter) and the number of its vmnet."""
    values = {**_values(judged.subject, {}, language), **_values(judged.finding.values, words, language)}
    number = str(judged.finding.values.get("network", judged.subject.get("network", ""))).lower().removeprefix("vmnet")
    return Gaps({"vmnet": f"vmnet{number}", "vmnet_number": number, **values} if number.isdecimal() else values)


def _values(values: Mapping[str, Any], words: Mapping[str, str], language: str) -> Gaps:
    comma = "、" if language == "zh" else ", "
    return Gaps((name, _seamed(_value(value, words, comma))) for name, value in values.items())


def _seamed(value: Any) -> Any:
    """A text between seams, so that a Chinese name gets no blanks round it in a Chinese sentence and keeps its own."""
    return value if not isinstance(value, str) else _SEAMS[0] + value + _SEAMS[1]


def _walk(walked: Walk, language: str) -> str:
    """A short trace: where it stops or, for a path that works, its way there."""
    from vmnetdoctor.report.hop_sentences import told_walk

    told = told_walk(walked, language)
    way = told[-1:] if walked.stop is not None else told[:len(walked.request)]
    return ("；" if language == "zh" else "; ").join(sentence[:1].lower() + sentence[1:] for sentence in way)


def _value(value: Any, words: Mapping[str, str], comma: str) -> Any:
    if isinstance(value, Walk):
        return _walk(value, "zh" if comma == "、" else "en")
    if isinstance(value, (list, tuple, set, frozenset)) and not hasattr(value, "_fields"):
        parts = sorted(value, key=str) if isinstance(value, (set, frozenset)) else value
        return comma.join(str(_value(part, words, comma)) for part in parts)
    text = str(value)
    if text in words:
        return words[text]
    if isinstance(value, int) and not isinstance(value, bool):
        return value                     # keeps number formats of a text working
    return visible(text if len(text) <= _LONGEST else text[:_LONGEST] + "...")
