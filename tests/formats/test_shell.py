"""network-scripts' grammar: what bash makes of a sourced file (guest-ifcfg.md 3.1)."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmnetdoctor.formats import shell
from vmnetdoctor.formats.syntax import joined
from vmnetdoctor.source import Source

if TYPE_CHECKING:
    from vmnetdoctor.formats.assignments import Assignments


def read(text: str, **environment: str | None) -> Assignments:
    return shell.parse(Source("ifcfg-eth0", text), environment)


def said(document: Assignments) -> list[tuple[str, str]]:
    return [(p.reason, document.source.text[p.start:p.end]) for p in document.problems]


@pytest.mark.parametrize(("text", "value"), [
    pytest.param("A=eth0", "eth0", id="last-line-without-newline"),
    pytest.param("A=eth0 # c\n", "eth0", id="comment-after-value"),
    pytest.param("A=eth0;\n", "eth0", id="semicolon"),
    pytest.param("A='a'\"b\"c\n", "abc", id="concatenation"),
    pytest.param("A=$'et\\x68'0\n", "eth0", id="ansi-c"),
    pytest.param("A=$'\\344\\275\\240'\n", "你", id="ansi-c-bytes-of-one-character"),
    pytest.param("A=$'\\u4f60\\q\\cA'\n", "你\\q\x01", id="ansi-c-other-escapes"),
    pytest.param("A=$\"x\"\n", "x", id="translated-quote"),
    pytest.param("  A=eth0\n", "eth0", id="indented"),
    pytest.param("export A=eth0\n", "eth0", id="export"),
    pytest.param("export 'A=eth0'\n", "eth0", id="export-quoted-whole"),
    pytest.param("A=et\\\nh0\n", "eth0", id="backslash-newline"),
    pytest.param("A=\"et\\\nh0\"\n", "eth0", id="backslash-newline-in-quotes"),
    pytest.param("A=1#x\n", "1#x", id="hash-in-a-word"),
    pytest.param("A=\n", "", id="empty"),
    pytest.param("A= \n", "", id="empty-and-blank"),
    pytest.param("A=1\nA=2\n", "2", id="last-duplicate-wins"),
    pytest.param("A=1;A=2\n", "2", id="two-on-a-line"),
    pytest.param("B=x A=2\n", "2", id="two-words"),
    pytest.param("B=x\nA=a${B}$B\n", "axx", id="variable-of-the-file"),
    pytest.param("B=x\nA='$B'\n", "$B", id="no-variable-in-single-quotes"),
    pytest.param("B=x\nA=\"$B\\$\\q\"\n", "x$\\q", id="double-quotes"),
    pytest.param("A=x\nA+=y\n", "xy", id="append"),
    pytest.param("A=a\\ b\n", "a b", id="escaped-blank"),
    pytest.param("A=$\n", "$", id="lone-dollar"),
    pytest.param("A=x > /dev/null\n", "x", id="redirection"),
    pytest.param("a=1\n", None, id="lower-case-is-another-variable"),
    pytest.param("#A=1\n", None, id="commented-out"),
    pytest.param("A=1\nunset A\n", None, id="unset"),
    pytest.param("A[0]=1\n", None, id="element-of-an-array"),
])
def test_value(text: str, value: str | None) -> None:
    document = read(text)
    assert document.get("A") == value
    assert ("A" in document) is (value is not None)
    assert joined(document) == text


@pytest.mark.parametrize(("text", "problem", "key"), [
    pytest.param("DEVICE = eth0\nB=1\n", ("blank-before-equals", "DEVICE = eth0"), "DEVICE", id="blanks-around-equals"),
    pytest.param("DEVICE =eth0\nB=1\n", ("blank-before-equals", "DEVICE =eth0"), "DEVICE", id="blank-before-equals"),
    pytest.param("DEVICE= eth0\nB=1\n", ("blank-after-equals", "DEVICE= eth0"), "DEVICE", id="blank-after-equals"),
    pytest.param("A=1 2\nB=1\n", ("trailing-text", "A=1 2"), "A", id="second-word-is-run"),
    pytest.param("A=1 export C=1\nB=1\n", ("trailing-text", "A=1 export C=1"), "A", id="assignment-before-export"),
    pytest.param("A=1 //设备\nB=1\n", ("double-slash-comment", "A=1 //设备"), "A", id="slashes-behind-a-value"),
    pytest.param("A=1 \r\nB=1\n", ("lost-carriage-return", "A=1 \r"), "A", id="blank-then-carriage-return"),
    pytest.param("A=1 & B=1\n", ("runs-in-background", "A=1"), "A", id="background"),
    pytest.param("// c\nB=1\n", ("double-slash-comment", "// c"), None, id="double-slash"),
    pytest.param("A＝1\nB=1\n", ("full-width", "A＝1"), "A", id="full-width-equals"),
    pytest.param("“A”=1\nB=1\n", ("curly-quotes", "“A”=1"), None, id="curly-quotes-around-a-key"),
    pytest.param("IP-ADDR=1\nB=1\n", ("invalid-key", "IP-ADDR=1"), None, id="no-name"),
    pytest.param("foo bar\nB=1\n", ("command-not-found", "foo bar"), None, id="words"),
])
def test_lost_line_leaves_the_rest(text: str, problem: tuple[str, str], key: str | None) -> None:
    document = read(text)
    assert said(document) == [problem]
    assert [p.values.get("key") for p in document.lines_lost] == [key]
    assert key not in document
    assert document.get("B") == "1"


@pytest.mark.parametrize(("text", "place", "lost"), [
    pytest.param("B=1\nA=\"x\nC=1\n", "\"x", "A C", id="double-quote"),
    pytest.param("B=1\nA='x\nC=1\n", "'x", "A C", id="single-quote"),
    pytest.param("B=1\nA=\"x\nC=\"y\"\nD=1\n", "\"x", "A C D", id="noticed-later-at-another-quote"),
    pytest.param("B=1\n# don't\nA=$'x\n", "$'x"[1:], "A", id="ansi-c-quote"),
    pytest.param("B=1\nC=1; A=\"x\n", "\"x", "C", id="takes-its-whole-line"),
])
def test_unterminated_quote_loses_the_rest(text: str, place: str, lost: str) -> None:
    document = read(text)
    assert said(document) == [("unterminated-quote", place)]
    assert document.problems[0].values["lost"] == lost
    assert document.keys() == ["B"]
    assert document.pieces[-1].kind == "unknown"


@pytest.mark.parametrize("text", [
    pytest.param("B=1\nA=1;;\nC=1\n", id="two-semicolons"),
    pytest.param("B=1\n;A=1\nC=1\n", id="leading-semicolon"),
    pytest.param("B=1\nA=x)y\nC=1\n", id="bracket"),
    pytest.param("B=1\nA=x(y)\nC=1\n", id="brackets-in-a-word"),
    pytest.param("B=1\nfi\nC=1\n", id="closing-word"),
    pytest.param("B=1\nif x; then\nC=1\n", id="open-block"),
    pytest.param("B=1\nA=$(x\nC=1\n", id="open-substitution"),
    pytest.param("B=1\nA=1 &&\n", id="operator-at-the-end"),
    pytest.param("B=1\nA=1 >\n", id="redirection-to-nowhere"),
])
def test_syntax_error_loses_the_rest(text: str) -> None:
    document = read(text)
    assert document.keys() == ["B"]
    assert len(document.lines_lost) == 1
    assert document.lost_from == 4


@pytest.mark.parametrize("text", [
    pytest.param("A=$(hostname)\nB=1\n", id="substitution"),
    pytest.param("A=`hostname`\nB=1\n", id="backticks"),
    pytest.param("A=\"x$(echo ')')\"\nB=1\n", id="substitution-in-quotes"),
    pytest.param("A=${X:-1}\nB=1\n", id="default"),
    pytest.param("A=$X\nB=1\n", id="variable-nobody-set"),
    pytest.param("A=~/x\nB=1\n", id="tilde"),
    pytest.param("A=(1 2)\nB=1\n", id="array"),
    pytest.param("if [ -f /x ]; then\nA=1\nfi\nB=1\n", id="if"),
    pytest.param("for i in 1 2; do A=1; done\nB=1\n", id="for"),
    pytest.param("case $x in\n a|b) A=1;;\n (c) A=2;;\nesac\nB=1\n", id="case"),
    pytest.param("f() {\nA=1\n}\nB=1\n", id="function"),
    pytest.param("function f {\nA=1\n}\nB=1\n", id="function-word"),
    pytest.param("( A=1 )\nB=1\n", id="subshell"),
    pytest.param("[ -f /x ] && A=1\nB=1\n", id="and"),
    pytest.param("test x ||\n A=1\nB=1\n", id="or-over-two-lines"),
])
def test_what_needs_a_shell_is_unknown(text: str) -> None:
    document = read(text)
    entry = document.entry("A")
    assert entry is not None
    assert (entry.value, document.get("A")) == (None, None)
    assert {p.reason for p in document.problems} == {"shell-not-evaluated"}
    assert document.get("B") == "1"


def test_real_command_is_no_lost_line() -> None:
    document = read("/sbin/ip link\necho x\nA=1\n")
    assert document.lines_lost == []
    assert [p.reason for p in document.problems] == ["shell-not-evaluated"] * 2


def test_variable_set_before_the_file() -> None:
    assert read("A=$HOSTNAME.x", HOSTNAME="web1").get("A") == "web1.x"
    assert read("A+=2", A="1").get("A") == "12"
    assert read("A=$HOSTNAME", HOSTNAME=None).get("A") is None


def test_carriage_return_stays_in_the_value() -> None:
    document = read("A=eth0\r\nB=\"x\"\r\n\r\n# c\r\nC=1\n")
    assert [document.get(key) for key in "ABC"] == ["eth0\r", "x\r", "1"]
    assert said(document) == [("carriage-return", "\r")] * 2
    assert document.lines_lost == []


def test_byte_order_mark_loses_the_first_line_only() -> None:
    document = shell.parse(Source.decode("x", b"\xef\xbb\xbfA=1\nB=2\n"))
    assert said(document) == [("byte-order-mark", "A=1")]
    assert document.lines_lost[0].values["key"] == "A"
    assert document.keys() == ["B"]


def test_byte_order_mark_before_brackets_loses_all() -> None:
    assert shell.parse(Source.decode("x", b"\xef\xbb\xbf# (c)\nB=2\n")).keys() == []


def test_utf_16_is_no_script() -> None:
    document = shell.parse(Source.decode("x", "A=1\n".encode("utf-16")))
    assert [p.reason for p in document.problems] == ["wide-encoding"]
    assert document.keys() == []


def test_duplicates_and_order() -> None:
    document = read("A=1\nB='2'\nA=3 # c\n")
    assert [e.value for e in document.all("A")] == ["1", "3"]
    assert [[e.value for e in group] for group in document.duplicates()] == [["1", "3"]]
    assert document.keys() == ["A", "B"]


def test_value_swallows_lines() -> None:
    document = read("A=\"x\nB=\"y\nC=1\n")
    assert said(document) == [("unterminated-quote", "\"x")]
    assert document.problems[0].values == {"key": "A", "lost": "B"}
    assert document.get("C") == "1"


@pytest.mark.parametrize(("text", "value"), [
    pytest.param("A=eth0\n", "eth0", id="fast"),
    pytest.param("A=\"eth0\"\n", "eth0", id="fast-quoted"),
    pytest.param("A='et h0' # c\n", "et h0", id="slow-quoted"),
    pytest.param("A=\"a\\\"b\" # c\n", "a\\\"b", id="slow-escaped"),
    pytest.param("A=x'y' # c\n", "x'y'", id="pieces"),
    pytest.param("export \"A=x\"\n", "x", id="quoted-whole"),
])
def test_place_of_value(text: str, value: str) -> None:
    entry = read("# c\n\n" + text).entry("A")
    assert entry is not None
    assert (entry.key_place.text, entry.value_place.text) == ("A", value)


_WORDS = ["KA=", "KB=", "KC=", " ", "\n", "x", "1", "'", '"', "$'", "\\", "\\\n", "#", ";", "\r", "=$KA", '="${KB}"', "é", "\\x41",
          "\\n", "export ", "\t", "KA+=", "=", "\\'", '\\"', "~"]
SCRIPTS = st.lists(st.sampled_from(_WORDS), max_size=30).map("".join)


@given(SCRIPTS | st.text(alphabet="KA=x\n \"'\\$`(){}[];&|<>#ifthen\r\0é", max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_kept_and_places_are_inside(text: str) -> None:
    document = read(text)
    assert joined(document) == text
    for problem in document.problems:
        assert 0 <= problem.start <= problem.end <= len(text)
    for entry in document.entries:
        assert text[entry.key_start:entry.key_end]
        assert entry.key_end <= entry.value_start <= entry.value_end <= len(text)
    assert document.problems == sorted(document.problems, key=lambda p: p.start)


@pytest.mark.parametrize("text", [
    pytest.param("A=$(" * 20000, id="nested-substitution"),
    pytest.param("if " * 20000, id="nested-if"),
    pytest.param("(" * 20000, id="nested-subshell"),
    pytest.param("${" * 20000, id="nested-braces"),
    pytest.param("x y\n" * 20000, id="words"),
    pytest.param("`\\" * 20000, id="backticks"),
    pytest.param(" #\"" * 20000, id="comment"),
    pytest.param("A=\"" + "\\\"" * 20000, id="escapes"),
])
def test_junk_is_read(text: str) -> None:
    assert joined(read(text)) == text


def bash(text: str, path: str) -> dict[str, str]:
    with open(path, "wb") as script:
        script.write(text.encode())
    tail = r'for k in KA KB KC; do [ "${!k+x}" ] && printf "%s=%s\0" $k "${!k}"; done'
    ran = subprocess.run(["bash", "--norc", "-c", f'PATH=/nonexistent; . "$1" >/dev/null 2>&1; {tail}', "x", path],
                         capture_output=True, env={"LC_ALL": "C.UTF-8"}, timeout=20, check=False)
    return dict(item.split("=", 1) for item in ran.stdout.decode("utf-8", "surrogateescape").split("\0") if item)


@pytest.mark.skipif(not shutil.which("bash") or os.name != "posix", reason="no bash here to compare with")
@given(SCRIPTS)
@settings(max_examples=150, deadline=None)
def test_bash_agrees(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """The texts hold assignments, quotes and words that name no command, nothing else, and bash finds no command at all."""
    if text.endswith("\\"):
        return  # whether bash keeps a backslash at the end of a file depends on what stands before
    document = read(text)
    if any(p.reason == "shell-not-evaluated" and "key" not in p.values for p in document.problems):
        return  # a whole word hangs on a variable that nobody set
    unknown = {e.key for e in document.entries if e.value is None}
    ours = {key: document.get(key) for key in document.keys() if key not in unknown}  # noqa: SIM118 - no mapping
    theirs = bash(text, str(tmp_path_factory.getbasetemp() / "script"))
    assert {k: v for k, v in ours.items() if k in ("KA", "KB", "KC")} == {k: v for k, v in theirs.items() if k not in unknown}
