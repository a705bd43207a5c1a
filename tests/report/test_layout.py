"""Display width, escapes and wrapping."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vmnetdoctor.report.layout import cells, cut, paragraphs, visible, wrap

ANY = st.text(st.characters(codec=None), max_size=80)


@pytest.mark.parametrize(("text", "seen"), [
    ("plain 中文　\u00a0", "plain 中文　\u00a0"),
    ("\x1b[31m", "\\x1b[31m"),
    ("a\tb\r\n", "a\\tb\\r\\n"),
    ("\x9b2J", "\\x9b2J"),
    ("a\u202eb\u2066", "a\\u202eb\\u2066"),
    ("\udcb0\ud800", "\\xb0\\ud800"),
    ("\ufeffKEY\u200b", "\\ufeffKEY\\u200b"),
    ("\U000e0001", "\\U000e0001"),
])
def test_what_steers_a_terminal_or_hides_is_shown(text: str, seen: str) -> None:
    assert visible(text) == seen


@given(ANY)
def test_visible_text_holds_only_what_prints_and_can_be_encoded(text: str) -> None:
    seen = visible(text)
    assert seen.replace("\u00a0", "").isprintable() or all(c.isprintable() or c.isspace() for c in seen)
    seen.encode("utf-8")
    assert visible(seen) == seen


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("网关", 4), ("é", 1), ("e\u0301", 1), ("１", 2), ("ｱ", 1), ("😀", 2)])
def test_cells(text: str, width: int) -> None:
    assert cells(text) == width


def test_cut_counts_cells() -> None:
    assert cut("网关地址不对", 12) == "网关地址不对"
    assert cut("网关地址不对", 11) == "网关地址..."


def test_wrap_hangs_the_indent() -> None:
    assert wrap("one two three four", 13, "why: ") == ["why: one two", "     three", "     four"]


def test_wrap_breaks_between_chinese_but_not_before_closing_punctuation() -> None:
    lines = wrap("网关网关网关网关网关，这是说明（见下文）。", 20)
    assert lines == ["网关网关网关网关网", "关，这是说明（见下", "文）。"]
    assert not any(line[0] in "，。）" or line[-1] == "（" for line in lines)


def test_wrap_keeps_a_command_in_backquotes_on_one_line() -> None:
    lines = wrap("then run `systemctl restart network` now", 30)
    assert lines == ["then run", "`systemctl restart network`", "now"]


def test_wrap_cuts_a_word_no_line_can_hold() -> None:
    assert wrap("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


@given(ANY, st.integers(12, 60))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    text = visible(text)
    lines = wrap(text, width, "- ")
    assert all(cells(line) <= width for line in lines)
    assert "".join("".join(line[2:] for line in lines).split()) == "".join(text.split())


def test_paragraphs_keep_indented_commands() -> None:
    assert paragraphs("Run this:\n\n  nmcli con up ens33\n\nand look\nagain.", 40, "cure: ", "  ") == [
        "cure: Run this:", "    nmcli con up ens33", "  and look again."]
