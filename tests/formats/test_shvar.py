"""NetworkManager's grammar of ifcfg files, newer and older (guest-ifcfg.md 3.2, 3.3)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmnetdoctor.formats import shvar
from vmnetdoctor.formats.syntax import joined
from vmnetdoctor.source import Source

if TYPE_CHECKING:
    from vmnetdoctor.formats.assignments import Assignments

ORACLE = Path(__file__).parents[2].parent / "shared" / "corpus" / "expected" / "networkmanager-ifcfg-quoting.json"


def read(text: str, modern: bool = True, trims: bool = True) -> Assignments:
    return shvar.parse(Source("ifcfg-eth0", text), modern, trims=trims)


def said(document: Assignments) -> list[tuple[str, str]]:
    return [(p.reason, document.source.text[p.start:p.end]) for p in document.problems]


@pytest.mark.parametrize(("raw", "value"), [
    pytest.param("eth0", "eth0", id="plain"),
    pytest.param("", "", id="empty"),
    pytest.param(" \t", "", id="blank"),
    pytest.param("'a'\"b\"c", "abc", id="pieces"),
    pytest.param("a\\ b", "a b", id="escaped"),
    pytest.param("\"a\\$\\`\\\"\\\\\\q\"", "a$`\"\\\\q", id="escapes-in-double-quotes"),
    pytest.param("$'\\x41\\101\\u4f60\\U00004f60\\t\\?\\cA'", "AA你你\t?\\cA", id="ansi-c"),
    pytest.param("$'a\\0b'c", "ac", id="ansi-c-nul"),
    pytest.param("a # c", "a", id="comment"),
    pytest.param("a;", "a", id="one-semicolon"),
    pytest.param("a ; # c", "a", id="semicolon-and-comment"),
    pytest.param("a#b", "a#b", id="hash-in-a-word"),
    pytest.param("a\r", "a", id="carriage-return"),
    pytest.param("'a' \r", "a", id="quoted-carriage-return"),
    pytest.param("$X`y`", "$X`y`", id="never-expanded"),
    pytest.param("\"\\~\"", "~", id="as-old-versions-wrote-it"),
    pytest.param("x\"\\~\"", "x\\~", id="as-old-versions-never-wrote-it"),
    pytest.param("“x”", "“x”", id="curly-quotes-are-text"),
])
def test_value(raw: str, value: str) -> None:
    document = read(f" A={raw}\nB=1")
    assert document.get("A") == value
    assert document.get("B") == "1"


@pytest.mark.parametrize(("raw", "reason", "place"), [
    pytest.param("a b", "trailing-text", " b", id="second-word"),
    pytest.param("a; b", "trailing-text", "; b", id="text-after-semicolon"),
    pytest.param("a;;", "trailing-text", ";;", id="two-semicolons"),
    pytest.param(" b", "blank-after-equals", " b", id="blank-after-equals"),
    pytest.param("a //c", "double-slash-comment", " //c", id="slashes"),
    pytest.param("\"a", "unterminated-quote", "\"a", id="double-quote"),
    pytest.param("x'a", "unterminated-quote", "'a", id="single-quote"),
    pytest.param("$'a\\'", "unterminated-quote", "$'a\\'", id="ansi-c-quote"),
    pytest.param("\"a\\", "unterminated-quote", "\"a\\", id="backslash-in-quote"),
    pytest.param("a\\", "trailing-backslash", "\\", id="trailing-backslash"),
    pytest.param("a|b", "shell-operator", "|b", id="pipe"),
    pytest.param("(a)", "shell-operator", "(a)", id="brackets"),
    pytest.param("a>b", "shell-operator", ">b", id="redirection"),
    pytest.param("a&", "shell-operator", "&", id="ampersand"),
    pytest.param("\"$X\"", "shell-not-evaluated", "$X\"", id="dollar-in-double-quotes"),
    pytest.param("\"`x`\"", "shell-not-evaluated", "`x`\"", id="backtick-in-double-quotes"),
    pytest.param("\udce4", "not-utf8", "\udce4", id="undecodable-byte"),
])
def test_invalid_value_is_empty_but_present(raw: str, reason: str, place: str) -> None:
    document = read(f"A={raw}\nB=1\n")
    assert said(document) == [(reason, place)]
    assert document.problems[0].values == {"key": "A"}
    assert "A" in document
    assert [e.value for e in document.all("A")] == [None]
    assert (document.get("A"), document.get("B"), document.get("C")) == ("", "1", None)


@pytest.mark.parametrize(("line", "reason", "key"), [
    pytest.param("A =1", "blank-before-equals", "A", id="blank-before-equals"),
    pytest.param("export A=1", "export-not-read", "A", id="export"),
    pytest.param("// A", "double-slash-comment", None, id="double-slash"),
    pytest.param("A＝1", "full-width", "A", id="full-width"),
    pytest.param("　A=1", "full-width", None, id="ideographic-space"),
    pytest.param("“A”=1", "curly-quotes", None, id="curly-quotes"),
    pytest.param("A-B=1", "invalid-key", None, id="bad-key"),
    pytest.param("words", "no-equals-sign", None, id="no-equals-sign"),
])
@pytest.mark.parametrize("modern", [pytest.param(True, id="modern"), pytest.param(False, id="old")])
def test_ignored_line(line: str, reason: str, key: str | None, modern: bool) -> None:
    document = read(f"{line}\nB=1\n", modern)
    assert said(document) == [(reason, line)]
    assert [p.values.get("key") for p in document.lines_lost] == [key]
    assert document.keys() == ["B"]


def test_backslash_does_not_continue() -> None:
    document = read("A=a\\\nB=1\n")
    assert (document.get("A"), document.get("B")) == ("", "1")


@pytest.mark.parametrize("modern", [pytest.param(True, id="modern"), pytest.param(False, id="old")])
def test_byte_order_mark(modern: bool) -> None:
    document = shvar.parse(Source.decode("x", b"\xef\xbb\xbfA=1\nB=2\n"), modern)
    assert said(document) == [("byte-order-mark", "A=1")]
    assert document.keys() == ["B"]
    document = shvar.parse(Source.decode("x", "A=1\n".encode("utf-16")), modern)
    assert [p.reason for p in document.problems] == ["wide-encoding"]
    assert document.keys() == []


def test_duplicate_last_counts_first_before_1_6() -> None:
    assert read("A=1\nA=2\n").get("A") == "2"
    assert read("A=1\nA=2\n", modern=False).get("A") == "1"
    assert [e.value for e in read("A=1\nA=2\n", modern=False).duplicates()[0]] == ["1", "2"]


def test_crlf_is_fine_since_1_6() -> None:
    document = read("A=1\r\nB=\"x\"\r\n\r\n#c\r\n")
    assert [(e.value, e.value_place.text) for e in document.entries] == [("1", "1"), ("x", "x")]
    assert document.problems == []


@pytest.mark.parametrize(("raw", "value"), [
    pytest.param("dhcp", "dhcp", id="plain"),
    pytest.param("\"dhcp\"", "dhcp", id="double-quoted"),
    pytest.param("'dhcp'", "dhcp", id="single-quoted"),
    pytest.param("\"dhcp\" # c", "\"dhcp\" # c", id="comment-after-quotes-stays"),
    pytest.param("dhcp # c", "dhcp # c", id="comment-stays"),
    pytest.param("a\\ b\\\\", "a b\\", id="backslashes-drop"),
    pytest.param("\"a\\\"b\"", "a\"b", id="backslashes-drop-in-quotes"),
    pytest.param("a'b'", "a'b'", id="inner-quotes-stay"),
    pytest.param("\"a", "\"a", id="half-a-quote-stays"),
    pytest.param("$'a'", "$'a'", id="no-ansi-c"),
    pytest.param("a b", "a b", id="blank-inside"),
    pytest.param("a ", "a", id="trailing-blank"),
    pytest.param("a\r", "a", id="carriage-return"),
    pytest.param("'a'\r", "a", id="quoted-carriage-return"),
])
def test_old_value(raw: str, value: str) -> None:
    assert read(f"A={raw}\n", modern=False).get("A") == value


@pytest.mark.parametrize(("raw", "value"), [
    pytest.param("dhcp\r", "dhcp\r", id="carriage-return-stays"),
    pytest.param("'dhcp'\r", "'dhcp'\r", id="so-quotes-do-not-enclose"),
    pytest.param("dhcp ", "dhcp ", id="blank-stays"),
])
def test_oldest_value(raw: str, value: str) -> None:
    assert read(f"A={raw}\n", modern=False, trims=False).get("A") == value


def test_old_line_must_start_with_its_key() -> None:
    document = read(" A=1\nB=1\n", modern=False)
    assert said(document) == [("indented", " A=1")]
    assert document.keys() == ["B"]


def test_old_drops_a_last_line_without_newline() -> None:
    document = read("A=1\nB=1", modern=False)
    assert said(document) == [("last-line-without-newline", "B=1")]
    assert document.keys() == ["A"]
    assert read("A=1\nB=1").keys() == ["A", "B"]


def test_networkmanagers_own_quoting_cases() -> None:
    if not ORACLE.exists():
        pytest.skip("the corpus is not here")
    cases = json.loads(ORACLE.read_text())["cases"]
    assert len(cases) > 30
    wrong = {c["raw"]: (read(f"A={c['raw']}\n").all("A")[0].value, c["value"]) for c in cases}
    assert {raw: pair for raw, pair in wrong.items() if pair[0] != pair[1]} == {}


@given(st.text(max_size=12))
def test_any_value_survives_single_quotes(value: str) -> None:
    quoted = "'" + value.replace("'", "'\\''") + "'"
    if "\n" not in value and "\0" not in value:
        assert read(f"A={quoted}\n").get("A") == value


_ALPHABET = "AB=x \n\r\t\"'\\$`;#|~é\0\udce4＝"


@given(st.text(alphabet=_ALPHABET, max_size=60), st.booleans(), st.booleans())
@settings(max_examples=300)
def test_any_text_is_kept_and_places_are_inside(text: str, modern: bool, trims: bool) -> None:
    document = read(text, modern, trims)
    assert joined(document) == text
    for problem in document.problems:
        assert 0 <= problem.start < problem.end <= len(text)
    for entry in document.entries:
        assert text[entry.key_start:entry.key_end] == entry.key
        assert entry.key_end < entry.value_start <= entry.value_end <= len(text)
        if entry.value and "\\" not in entry.value_place.text:
            assert entry.value_place.text.strip("'\"") != "" or "'" in entry.value or '"' in entry.value


@pytest.mark.parametrize("text", [
    pytest.param("A=\"" + "\\~" * 20000, id="old-escapes"),
    pytest.param("A=" + "$'\\" * 20000, id="ansi-c"),
    pytest.param("A=x" + " " * 20000 + "y", id="blanks"),
    pytest.param("A" * 20000, id="key"),
    pytest.param("A=" + "''" * 20000, id="quotes"),
])
def test_junk_is_read(text: str) -> None:
    assert joined(read(text)) == text
    assert joined(read(text + "\n", modern=False)) == text + "\n"
