"""From a finding to its texts."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from handmade import RULE, WHERE, finding_at, gateway_finding, rule

import vmnetdoctor
from vmnetdoctor.model.addr import Interface
from vmnetdoctor.report import phrases, supplies
from vmnetdoctor.report.finding_sentences import template, templates, worded


def message(text: str, language: str = "en", words: dict[str, str] | None = None, **values: object) -> str:
    texts = {"claim": "c", "message": text, "why": "w", "cure": "c", "words": words or {}}
    return worded(finding_at(WHERE, rule("x", texts={language: texts}), values=values), language).message


def test_placeholders_labels_and_fix_title_are_filled() -> None:
    words = worded(gateway_finding(), "en")
    assert words.message == "gateway 10.0.0.1 of web1 is the host's own adapter"
    assert words.fix == "Use the NAT device 10.0.0.2"
    assert words.related == ("the NAT device is here",)


def test_case_picks_the_variant_and_an_unknown_case_the_default() -> None:
    assert "leads nowhere" in worded(gateway_finding(case="unknown"), "en").message
    assert "leads nowhere" not in worded(gateway_finding(case="no such case"), "en").message
    assert worded(gateway_finding(case="unknown"), "zh").message == "web1 的默认网关 10.0.0.1 是主机虚拟网卡"


def test_without_a_fix_title_the_cure_is_taken() -> None:
    words = worded(gateway_finding(), "zh")
    assert words.fix == words.cure


@pytest.mark.parametrize(("value", "seen"), [
    ("eth0\x1b[2J\u202e", "eth0\\x1b[2J\\u202e"), ("\udcff", "\\xff"), ("{gateway}", "{gateway}"), (7, "7"),
    (("a", "b\n"), "a, b\\n"), (Interface(0x0A000001, 24), "10.0.0.1/24"), ("x" * 5000, "x" * 240 + "..."),
    ({"b", "a"}, "a, b"),
])
def test_values_of_the_input_are_harmless(value: object, seen: str) -> None:
    assert message("v={v}", v=value) == f"v={seen}"


def test_words_translate_values_also_inside_lists() -> None:
    words = {"networkmanager": "NetworkManager", "True": "是"}
    assert message("{r}", words=words, r="networkmanager") == "NetworkManager"
    assert message("{r}：{t}", "zh", words, r=("networkmanager", "both"), t=True) == "NetworkManager、both：是"


def test_missing_value_and_stray_brace_do_not_silence_a_finding() -> None:
    assert message("{a} and {b}", a=1) == "1 and <b>"
    assert message("awk '{ print }' {", a=1) == "awk '{ print }' {"


def test_blanks_of_folded_yaml_vanish_between_chinese_characters_only() -> None:
    assert message("网关是 {g}， 不是 IP 地址。 重启", "zh", g="甲 乙") == "网关是甲 乙，不是 IP 地址。重启"


def test_templates_show_placeholders() -> None:
    assert template(RULE, "message", "en") == "gateway {gateway} of {guest} is the host's own adapter"
    assert templates(RULE, "message", "en")[1] == "gateway <gateway> is the host's own adapter, which leads nowhere"


def test_codes_of_missing_facts_are_known_to_the_tables() -> None:
    root = Path(vmnetdoctor.__file__).parent / "checks"
    calls = [node for path in root.rglob("*.py") for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
             if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "CannotTell"]
    codes = [(c.args[0].value, c.args[1].value) for c in calls
             if isinstance(c.args[0], ast.Constant) and isinstance(c.args[1], ast.Constant)]
    assert codes
    assert {m for m, _ in codes} <= set(supplies.MISSING)
    assert {s for _, s in codes} <= set(supplies.SUPPLY)


def test_unknown_code_is_shown_as_it_is() -> None:
    assert supplies.missing("no-such\x1b", "en") == "no-such\\x1b"


@pytest.mark.parametrize("code", list(supplies.BY_HOST))
def test_what_would_tell_is_narrowed_to_a_known_host(code: str) -> None:
    assert set(supplies.BY_HOST[code]) == {"windows", "linux", "macos"}
    every = {supplies.supply(code, "en", system) for system in ("windows", "linux", "macos", None)}
    assert len(every) == 4
    assert supplies.supply(code, "zh", "solaris") == supplies.supply(code, "zh")


def test_phrases_count() -> None:
    assert phrases.say("errors", "en", n=1) == "1 error"
    assert phrases.say("errors", "en", n=0) == "0 errors"
    assert phrases.say("errors", "zh", n=2) == "2 个错误"


def test_phrases_use_the_same_values_in_both_languages() -> None:
    from string import Formatter

    def names(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name} - {"n"}

    for key, (english, chinese) in phrases._PHRASES.items():
        for form in english.split("|"):
            assert names(form) == names(chinese), key
