"""The page of a rule and the table of all."""

from __future__ import annotations

from handmade import RULE, rule

from vmnetdoctor import catalog
from vmnetdoctor.report.cells import cells
from vmnetdoctor.report.explain import explain_text, rules_text


def test_page_shows_claim_example_why_and_cure() -> None:
    text = explain_text(RULE, "en", 80, False)
    assert text.startswith("VND101 gateway-is-host-adapter (error)\n")
    assert "example: wrong\n   --> ifcfg-ens33:1:9\n    |\n  1 | GATEWAY=10.0.0.1\n    |         ^^^^^^^^\n" in text
    assert "example: right\n  ifcfg-ens33:\n    GATEWAY=10.0.0.2\n" in text
    assert "  - gateway <gateway> of <guest> is the host's own adapter\n" in text
    assert "⟦" not in text
    assert max(map(cells, text.splitlines())) <= 80


def test_page_in_chinese_with_follows_and_removed_file() -> None:
    changed = rule("x-y", follows=("a-b",), examples=({"name": "n", "bad": {"f": "plain\n"}, "good": {"f": None}},))
    text = explain_text(changed, "zh", 80, False)
    assert "错误示例\n  f:\n    plain\n" in text
    assert "f （没有这个文件）" in text
    assert text.endswith("若同时发现下列问题，则只是其后果\n  a-b\n")


def test_table_lists_every_rule_within_the_width() -> None:
    text = rules_text("zh", 100, False)
    for name in catalog.files():
        assert f" {name} " in text
    assert max(map(cells, text.splitlines())) <= 100
