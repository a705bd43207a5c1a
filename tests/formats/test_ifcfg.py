"""One ifcfg file under several grammars: the shared fast reading, and the slips that people make."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmnetdoctor.formats import assignments, routes, shell, shvar
from vmnetdoctor.formats.ifcfg import IfcfgFile, common_mistakes
from vmnetdoctor.formats.syntax import joined
from vmnetdoctor.source import Source

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus" / "ifcfg"
USUAL = """# written by hand
TYPE="Ethernet"
BOOTPROTO=static
NAME='ens 33'

DEVICE=ens33
IPADDR=192.168.8.10
DNS1=
"""


def facts(document: assignments.Assignments) -> tuple[object, ...]:
    entries = [(e.key, e.value, e.key_start, e.key_end, e.value_start, e.value_end) for e in document.entries]
    return entries, document.keys(), [p.reason for p in document.problems], document.duplicates()


def test_plain_file_is_read_once_for_all() -> None:
    file = IfcfgFile(Source("ifcfg-ens33", USUAL))
    assert file.shell is file.shvar is file.shvar_old is file.shvar_oldest is file.shell_after({"X": "1"})
    assert file.mistakes == []
    assert [(e.key, e.value, e.value_place.text) for e in file.shell.entries] == [
        ("TYPE", "Ethernet", "Ethernet"), ("BOOTPROTO", "static", "static"), ("NAME", "ens 33", "ens 33"),
        ("DEVICE", "ens33", "ens33"), ("IPADDR", "192.168.8.10", "192.168.8.10"), ("DNS1", "", "DNS1")]
    assert (file.shell.get("NAME"), file.shell.get("DNS1"), file.shell.get("DNS2")) == ("ens 33", "", None)
    assert repr(file.shell.entry("IPADDR")) == "<IPADDR='192.168.8.10'>"
    assert file.shell.entry("ADDR") is None
    assert ("NAME" in file.shell, "name" in file.shell) == (True, False)


def test_pieces_of_a_plain_file() -> None:
    document = IfcfgFile(Source("ifcfg-ens33", "# c\n\nA=\"x\"\n")).shell
    assert [(p.kind, document.source.text[p.start:p.end]) for p in document.pieces] == [
        ("comment", "# c"), ("mark", "\n\n"), ("key", "A"), ("mark", "=\""), ("value", "x"), ("mark", "\"\n")]


def test_last_line_without_newline_parts_the_old_reader() -> None:
    file = IfcfgFile(Source("ifcfg-ens33", "A=1\nB=2"))
    assert file.shell is file.shvar
    assert file.shell.keys() == ["A", "B"]
    assert file.shvar_old.keys() == ["A"]
    assert file.shvar_old is file.shvar_old


@pytest.mark.parametrize(("text", "shell_value", "new", "old", "oldest"), [
    pytest.param("A=1\nA=2\n", "2", "2", "1", "1", id="duplicate"),
    pytest.param("A=dhcp\r\n", "dhcp\r", "dhcp", "dhcp", "dhcp\r", id="crlf"),
    pytest.param("A='x' # c\n", "x", "x", "'x' # c", "'x' # c", id="comment"),
    pytest.param("export A=x\n", "x", None, None, None, id="export"),
    pytest.param(" A=x\n", "x", "x", None, None, id="indented"),
    pytest.param("B=y\nA=$B\n", "y", "$B", "$B", "$B", id="variable"),
    pytest.param("A=x y\n", None, "", "x y", "x y", id="second-word"),
    pytest.param("A=\"x\n", None, "", "\"x", "\"x", id="open-quote"),
    pytest.param("A=x \n", "x", "x", "x", "x ", id="trailing-blank"),
])
def test_grammars_differ(text: str, shell_value: str | None, new: str | None, old: str | None, oldest: str | None) -> None:
    file = IfcfgFile(Source("ifcfg-eth0", text))
    read = [d.get("A") for d in (file.shell, file.shvar, file.shvar_old, file.shvar_oldest)]
    assert read == [shell_value, new, old, oldest]


def test_variables_of_the_network_file() -> None:
    file = IfcfgFile(Source("ifcfg-eth0", "A=$HOSTNAME\n"))
    assert (file.shell.get("A"), file.shell_after({"HOSTNAME": "web1"}).get("A")) == (None, "web1")


LINES = st.sampled_from([
    "A=1", "B=\"x y\"", "C='it'", "D=", "E=\"\"", "F=a,b/c:d@e%f+g-h", "# c", "", "A=2", " G=1", "H=1 ", "I=é", "J=\"$A\"", "K=\"x\\n\"",
    "L=1 # c", "M=a\tb", "N='\"'", "O=\"'\"", "P=\"#\"", "Q=#", "#", "R=1\r", "S=~", "T=a=b", "export U=1", "V= 1", "W =1", "X=x;", "9=1",
])


@given(st.lists(LINES, max_size=8), st.sampled_from(["", "\n"]))
@settings(max_examples=400, deadline=None)
def test_fast_and_slow_agree(lines: list[str], end: str) -> None:
    source = Source("ifcfg-eth0", "\n".join(lines) + end)
    fast = assignments.plain(source)
    slow = Source("ifcfg-eth0", source.text + ("" if source.text[-1:] in ("\n", "") else "\n") + "Z=1;\n")
    if fast is None:
        return
    texts = [shell.parse(slow), shvar.parse(slow)]
    if end:
        texts += [shvar.parse(Source("", slow.text + "Z=1;"), False), shvar.parse(Source("", slow.text + "Z=1;"), False, trims=False)]
    for document in texts:
        entries, keys, problems, duplicates = facts(document)
        assert (entries[:-1], keys[:-1], problems[:0], duplicates) == facts(fast)  # type: ignore[index]
        assert all(fast.get(key) == document.get(key) for key in fast.keys())  # noqa: SIM118 - no mapping
    for entry in fast.entries:
        assert repr(fast.entry(entry.key)) == repr(entry)
        assert fast.all(entry.key) == [entry]


@given(st.text(alphabet="AB=x1.\n\r\t\"'#;é $", max_size=40))
@settings(max_examples=300, deadline=None)
def test_fast_reading_is_never_taken_for_what_the_grammars_see_differently(text: str) -> None:
    source = Source("ifcfg-eth0", text)
    fast = assignments.plain(source)
    if fast is not None:
        assert fast.problems == []
        assert joined(fast) == text
        again = Source("ifcfg-eth0", "\n" + text + "\nQ=1;")
        for slow in (shell.parse(again), shvar.parse(again)):
            assert [(e.key, e.value) for e in slow.entries] == [(e.key, e.value) for e in fast.entries] + [("Q", "1")]


def mistakes(text: str) -> list[tuple[str, str, str]]:
    source = Source("ifcfg-eth0", text)
    return [(p.reason, text[p.start:p.end], p.values["harms"]) for p in common_mistakes(source)]


@pytest.mark.parametrize(("line", "expected"), [
    pytest.param("A = 1", [("blank-before-equals", " ", "both")], id="blanks-around-equals"),
    pytest.param("A= 1", [("blank-after-equals", " ", "both")], id="blank-after-equals"),
    pytest.param("A= # c", [], id="blank-then-comment"),
    pytest.param("A= ", [], id="blank-at-the-end"),
    pytest.param("A=1 2", [("trailing-text", "2", "both")], id="second-word"),
    pytest.param("A=1 B=2", [("trailing-text", "B=2", "networkmanager")], id="second-assignment"),
    pytest.param("A=1 //设备名", [("double-slash-comment", "//设备名", "both")], id="slashes-behind-a-value"),
    pytest.param("// c", [("double-slash-comment", "// c", "none")], id="double-slash"),
    pytest.param("// don't", [("double-slash-comment", "// don't", "network-scripts")], id="double-slash-with-quote"),
    pytest.param("／／ c", [("double-slash-comment", "／／ c", "none")], id="full-width-slashes"),
    pytest.param("A＝1", [("full-width", "＝", "both")], id="full-width-equals"),
    pytest.param("　A=1", [("full-width", "　", "both")], id="ideographic-space"),
    pytest.param("A=192。168.8.1", [("full-width", "。", "both")], id="full-stop"),
    pytest.param("A=１９2.1", [("full-width", "１９", "both")], id="full-width-digits"),
    pytest.param("A=00：0c", [("full-width", "：", "both")], id="full-width-colon"),
    pytest.param("A=“x”", [("curly-quotes", "“", "both")], id="curly-quotes"),
    pytest.param("NAME=“x”", [("curly-quotes", "“", "none")], id="curly-quotes-in-a-label"),
    pytest.param("NAME=\"有线：一\"", [], id="label-in-quotes"),
    pytest.param("A=1 # 注：“x”", [], id="comment"),
    pytest.param("# 注：“x” don't", [], id="comment-line"),
    pytest.param("A=\xa01", [("invisible-character", "\xa0", "both")], id="no-break-space"),
    pytest.param("A=\"x", [("unterminated-quote", "\"x", "both")], id="open-quote"),
    pytest.param("A=it's", [("unterminated-quote", "'s", "both")], id="apostrophe"),
    pytest.param("A=\"it's\"", [], id="apostrophe-in-quotes"),
    pytest.param("A=$'it\\'s'", [], id="escaped-apostrophe"),
    pytest.param("export A=1", [("export-not-read", "export ", "networkmanager")], id="export"),
])
def test_mistake(line: str, expected: list[tuple[str, str, str]]) -> None:
    assert mistakes(f"B=1\n{line}\n") == expected


def test_mistakes_name_their_key() -> None:
    found = common_mistakes(Source("ifcfg-eth0", "IPADDR = 1\nexport GATEWAY= 2\n"))
    assert [p.values["key"] for p in found] == ["IPADDR", "GATEWAY", "GATEWAY"]


def test_crlf_hurts_where_there_are_values() -> None:
    assert mistakes("A=1\r\nB=2\r\n") == [("carriage-return", "\r", "network-scripts")]
    assert mistakes("# c\r\n\r\nA=1\n") == [("carriage-return", "\r", "none")]
    assert common_mistakes(Source("", "A=1\r\nB=2\r\n"))[0].values["lines"] == "2"
    assert mistakes("A=1\rB=2")[0] == ("lone-carriage-return", "\r", "both")


def test_value_of_several_lines_hurts_networkmanager_only() -> None:
    assert mistakes("A=\"x\ny\"\nB=1\n") == [("unterminated-quote", "\"x", "networkmanager")]
    assert mistakes("A=\"x\nB=\"y\n") == [("unterminated-quote", "\"x", "both"), ("unterminated-quote", "\"y", "both")]


@pytest.mark.parametrize(("data", "reason", "harms"), [
    pytest.param(b"\xef\xbb\xbfA=1\nB=2\n", "byte-order-mark", "both", id="mark"),
    pytest.param(b"\xef\xbb\xbf# c\nB=2\n", "byte-order-mark", "none", id="mark-before-a-comment"),
    pytest.param("A=1\n".encode("utf-16"), "wide-encoding", "both", id="utf-16"),
])
def test_byte_order_mark(data: bytes, reason: str, harms: str) -> None:
    file = IfcfgFile(Source.decode("ifcfg-eth0", data))
    assert [(p.reason, p.values["harms"]) for p in file.mistakes] == [(reason, harms)]


@given(st.text(alphabet="A=x \n\r\t\"'#;/＝：“”。　é\xa0$\\export", max_size=60))
@settings(max_examples=300, deadline=None)
def test_mistakes_are_inside_and_in_order(text: str) -> None:
    found = common_mistakes(Source("ifcfg-eth0", text))
    assert all(0 <= p.start < p.end <= len(text) for p in found)
    assert found == sorted(found, key=lambda p: p.start)
    assert {p.values["harms"] for p in found} <= {"network-scripts", "networkmanager", "both", "none"}


def test_corpus_is_understood() -> None:
    if not CORPUS.is_dir():
        pytest.skip("the corpus is not here")
    lines = unknown = plain = 0
    for path in sorted(CORPUS.iterdir()):
        file = IfcfgFile(Source.decode(path.name, path.read_bytes()))
        plain += file.shell is file.shvar
        old_routes = "route" in path.name and routes.style_of(file.source.text) == "old"
        documents = [routes.parse(file.source)] if old_routes else [file.shell, file.shvar, file.shvar_old, file.shvar_oldest]
        for document in documents:
            assert joined(document) == file.source.text
            lines += sum(1 for line in file.source.text.split("\n") if line.strip())
            unknown += sum(1 for p in document.pieces if p.kind == "unknown")
        assert all(0 <= p.start <= p.end <= len(file.source.text) for p in file.mistakes)
    assert lines > 1000
    assert unknown <= lines * 0.05
    assert plain > 90
