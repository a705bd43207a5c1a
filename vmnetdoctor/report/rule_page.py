"""The page of a rule as data, in one language: what the text, Markdown and JSON forms of `explain` all show."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor import catalog
from vmnetdoctor.report.finding_sentences import systems_told, templates
from vmnetdoctor.report.layout import visible
from vmnetdoctor.report.way_drawing import drawing
from vmnetdoctor.source import LINE_END

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.catalog import Rule
    from vmnetdoctor.report.by_system import Way


class Link(NamedTuple):
    """A public document: its title in the page's language, and where it is."""

    title: str
    url: str


class Change(NamedTuple):
    """What the good example does to one file: its path and diff lines that begin with a blank, `-` or `+`; None: taken away."""

    path: str
    lines: tuple[str, ...] | None


class Page(NamedTuple):
    """Everything that the page of a rule says; `bad` is {path: text, its marks as in the rule file}; `by_system`: what
    the cures have each system do its own way.
    """

    rule: Rule
    claim: str
    says: tuple[str, ...]
    symptom: str
    drawing: tuple[str, ...]
    bad: dict[str, str]
    good: tuple[Change, ...]
    why: tuple[str, ...]
    cures: tuple[str, ...]
    by_system: dict[str, list[Way]]
    neighbours: dict[str, str]
    links: tuple[Link, ...]


def page_of(rule: Rule, language: str) -> Page:
    """The page in one language."""
    example = rule.examples[0]
    says, why, cures = (tuple(dict.fromkeys(templates(rule, part, language))) for part in ("message", "why", "cure"))
    return Page(rule, templates(rule, "claim", language)[0], says, _symptom(rule, language), tuple(drawing(rule, language)),
                {path: text for path, text in example["bad"].items() if text is not None}, tuple(_changes(example)), why, cures,
                systems_told(rule, language),
                {name: texts[language] for name, texts in rule.see_also.items()}, tuple(_links(rule, language)))


def _symptom(rule: Rule, language: str) -> str:
    found: str = catalog.pages()["symptoms"].get(rule.layer, {}).get(language, "")
    return found


def _changes(example: dict[str, dict[str, str | None]]) -> Iterator[Change]:
    before = {**catalog.labs().get(str(example.get("lab", "")), {}), **example["bad"]}
    for path, text in example.get("good", {}).items():
        old = before.get(path)
        if text is None:
            yield Change(path, None)
        elif text != old:
            yield Change(path, tuple(_diff(_lines(old or ""), _lines(text))))


def _diff(old: list[str], new: list[str]) -> Iterator[str]:
    for number, line in enumerate(list(unified_diff(old, new, n=1, lineterm=""))[2:]):
        if not line.startswith("@@"):
            yield line
        elif number:
            yield "..."
    if old == new:
        yield from (" " + line for line in new)      # they differ in their line ends or in what cannot be seen


def _lines(text: str) -> list[str]:
    lines = LINE_END.split(catalog.unmarked(text)[0])
    return [visible(line.expandtabs(4)) for line in (lines[:-1] if lines and not lines[-1] else lines)]


def _links(rule: Rule, language: str) -> Iterator[Link]:
    pages = catalog.pages()
    keys = [key for about in (rule.name, rule.layer, rule.area) for key in pages["links_of"].get(about, ())]
    for key in dict.fromkeys(keys):
        link = pages["links"][key]
        yield Link(link[language], link["url"])
