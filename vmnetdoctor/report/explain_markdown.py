"""`vmnetdoctor explain --format markdown`: the pages of the rules; the manual is this output, never written a second time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor import catalog
from vmnetdoctor.catalog import all_rules
from vmnetdoctor.report.layout import cells
from vmnetdoctor.report.phrases import say
from vmnetdoctor.report.rule_page import page_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from vmnetdoctor.catalog import Rule
    from vmnetdoctor.report.rule_page import Page


def page_markdown(rule: Rule, language: str) -> str:
    """The page of one rule."""
    return "\n".join(_page(rule, language, "#")) + "\n"


def catalogue_markdown(language: str) -> str:
    """All pages by area, after a table of contents."""
    rules = all_rules()
    areas = list(dict.fromkeys(rule.area for rule in rules))
    lines = [f"# {say('catalogue', language)}", "", say("catalogue-made", language), "", f"## {say('contents', language)}", ""]
    for area in areas:
        lines.append(f"- {say('area-' + area, language)}")
        lines += [f"  - [{rule.id} {rule.name}](#{_anchor(rule)})" for rule in rules if rule.area == area]
    for area in areas:
        lines += ["", f"## {say('area-' + area, language)}"]
        for rule in rules:
            if rule.area == area:
                lines += ["", *_page(rule, language, "###")]
    return "\n".join(lines) + "\n"


def _anchor(rule: Rule) -> str:
    return f"{rule.id.lower()}-{rule.name}"


def _page(rule: Rule, language: str, head: str) -> Iterator[str]:
    """Markdown lines: a heading with the anchor that GitHub and others make of it."""
    page = page_of(rule, language)
    yield f"{head} {rule.id} {rule.name}"
    yield ""
    yield f"*{say(rule.severity, language)}* {_plain(page.claim)}"
    for key, body in _sections(page, language, _link if head != "#" else str):
        if body:
            yield from ("", f"**{say('explain-' + key, language)}**", "", *body)


def _sections(page: Page, language: str, link: Callable[[str], str]) -> Iterator[tuple[str, list[str]]]:
    colon = say("colon", language)
    head = "`{}`" + colon.rstrip()
    yield "symptom", [_plain(page.symptom)] if page.symptom else []
    yield "drawing", _fenced("text", page.drawing)
    yield "why", _texts(page.why)
    yield "says", ["- " + _plain(text) for text in page.says]
    yield "bad", [line for path, text in page.bad.items() for line in (head.format(path), "", *_file(text), "")][:-1]
    changes = [line for change in page.good
               for line in (head.format(change.path), "", *_change(change.lines, language), "")]
    yield "good", changes[:-1]
    yield "cure", [*_texts(page.cures), *_by_system(page, colon)]
    yield "neighbours", [f"- {link(name)}{colon}{_plain(why)}" for name, why in page.neighbours.items()]
    yield "follows", [say("list", language).join(map(link, page.rule.follows))] if page.rule.follows else []
    yield "links", [f"- [{link.title}]({link.url})" for link in page.links]


def _link(name: str) -> str:
    rule = catalog.rule(name)
    return f"[{name}](#{_anchor(rule)})"


def _texts(texts: Sequence[str]) -> list[str]:
    if len(texts) == 1:
        return [_plain(line) if line[:1] != " " else "    " + line.strip() for line in texts[0].split("\n")]
    return ["- " + "\n  ".join(_plain(line.strip()) for line in text.split("\n")) for text in texts]


def _by_system(page: Page, colon: str) -> Iterator[str]:
    for what, ways in page.by_system.items():
        yield from ("", _plain(what) + colon.rstrip(), "")
        yield from (f"- {way.label + colon if way.label else ''}{_plain(way.text)}" for way in ways)


def _change(lines: Sequence[str] | None, language: str) -> list[str]:
    return [say("file-removed", language)] if lines is None else _fenced("diff", lines)


def _file(text: str) -> list[str]:
    """The file of the bad example; a line of carets stands below each mark, as in the report."""
    lines = []
    for line in text.rstrip("\n").split("\n"):
        plain, spans = catalog.unmarked(line)
        lines.append(plain.rstrip("\r"))
        lines += [" " * cells(plain[:start]) + "^" * max(cells(plain[start:end]), 1) for start, end in spans]
    return _fenced("text", lines)


def _fenced(kind: str, lines: Sequence[str]) -> list[str]:
    fence = "````" if any("```" in line for line in lines) else "```"
    return [fence + kind, *lines, fence] if lines else []


def _plain(text: str) -> str:
    """Prose whose `<name>` placeholders and stars Markdown must not take for its own; stretches in backquotes stay."""
    parts = text.split("`")
    for i in range(0, len(parts), 2):
        for char in "\\*_<[":
            parts[i] = parts[i].replace(char, "\\" + char)
    return "`".join(parts)
