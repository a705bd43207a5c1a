"""The page of a rule and the table of all."""

from __future__ import annotations

import re

import pytest
from handmade import RULE, rule

from vmnetdoctor import catalog
from vmnetdoctor.catalog import all_rules
from vmnetdoctor.report.explain_markdown import catalogue_markdown, page_markdown
from vmnetdoctor.report.explain_text import catalogue_text, explain_text, rules_text
from vmnetdoctor.report.layout import cells
from vmnetdoctor.report.way_drawing import drawing


def test_page_shows_claim_example_why_and_cure() -> None:
    text = explain_text(RULE, "en", 80, False)
    assert text.startswith("VND101 gateway-is-host-adapter (error)\n")
    assert "example: wrong\n   --> ifcfg-ens33:1:9\n    |\n  1 | GATEWAY=10.0.0.1\n    |         ^^^^^^^^\n" in text
    assert "example: right\n  ifcfg-ens33:\n    -GATEWAY=10.0.0.1\n    +GATEWAY=10.0.0.2\n" in text
    assert "  - gateway <gateway> of <guest> is the host's own adapter\n" in text
    assert "⟦" not in text
    assert max(cells(line) for line in text.splitlines() if "https:" not in line) <= 80


def test_page_in_chinese_with_follows_and_removed_file() -> None:
    changed = rule("x-y", follows=("a-b",), examples=({"name": "n", "bad": {"f": "plain\n"}, "good": {"f": None}},))
    text = explain_text(changed, "zh", 80, False)
    assert "错误示例\n  f:\n    plain\n" in text
    assert "f （没有这个文件）" in text
    assert "若同时发现下列问题，则只是其后果\n  a-b\n" in text


def test_table_lists_every_rule_within_the_width() -> None:
    text = rules_text("zh", 100, False)
    for name in catalog.files():
        assert f" {name} " in text
    assert max(map(cells, text.splitlines())) <= 100


@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_pages_of_all_rules_fit_a_terminal(language: str) -> None:
    lines = catalogue_text(language, 80, False).splitlines()
    assert [line for line in lines if cells(line) > 80 and "https:" not in line and "`" not in line] == []
    assert [line for line in lines if line != line.rstrip()] == []


@pytest.mark.parametrize("language", catalog.LANGUAGES)
@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_the_drawing_marks_one_place(rule: catalog.Rule, language: str) -> None:
    lines = drawing(rule, language)
    assert (rule.layer == "note" and not rule.drawing and rule.area != "dhcp") or lines
    marks = [line for line in lines if "<==" in line or re.search(r"vv", line)]
    assert len(marks) == bool(lines)
    assert max(map(cells, lines), default=0) <= 76


def test_the_mark_stands_over_its_box() -> None:
    picked = rule("x", drawing={"path": "bridged", "at": "uplink"})
    mark, row = drawing(picked, "zh")
    start = mark.index("v")
    box = next(m for m in re.finditer(r"\[[^\]]*\]", row) if "物理网卡" in m.group())
    assert cells(row[:box.start()]) == start
    assert mark.count("v") == cells(box.group())


def test_neighbours_and_drawings_name_what_exists() -> None:
    pages = catalog.pages()
    for known in all_rules():
        assert set(known.see_also) <= set(catalog.files()) - {known.name}
        if known.drawing:
            path = pages["paths"][known.drawing["path"]]
            assert known.drawing["at"] in (*path["row"], *path.get("branches", ()))
    assert {key for keys in pages["links_of"].values() for key in keys} == set(pages["links"])


@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_the_manual_links_every_section_once(language: str) -> None:
    text = catalogue_markdown(language)
    heads = [line.removeprefix("### ").lower().replace(" ", "-") for line in text.splitlines() if line.startswith("### ")]
    assert heads == [f"{r.id.lower()}-{r.name}" for r in all_rules()]
    assert set(re.findall(r"\]\(#([^)]*)\)", text)) == set(heads)
    assert text.count("```") % 2 == 0


def test_a_page_in_markdown_shows_the_mark_and_the_diff() -> None:
    text = page_markdown(RULE, "en")
    assert "GATEWAY=10.0.0.1\n        ^^^^^^^^\n" in text
    assert "```diff\n-GATEWAY=10.0.0.1\n+GATEWAY=10.0.0.2\n```" in text
    assert "gateway \\<gateway>" in text
