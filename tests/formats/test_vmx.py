"""VMware's dictionary grammar, row by row (vmware-networking.md 1.1 and 1.2), and the agreement of both readers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmnetdoctor.formats import vmx
from vmnetdoctor.formats.syntax import joined
from vmnetdoctor.source import Source

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus" / "vmx"


def read(text: str) -> vmx.Dictionary:
    return vmx.parse(Source("a.vmx", text))


VALUES = [
    pytest.param('k = "v"', "v", id="quoted"),
    pytest.param('k="v"', "v", id="no-blanks"),
    pytest.param('\tk\t=\t"v"\t', "v", id="tabs"),
    pytest.param('k = "v" # note', "v", id="comment-after-value"),
    pytest.param('k = "v"# note', "v", id="comment-without-blank"),
    pytest.param("k = v", "v", id="unquoted"),
    pytest.param('k = v"', 'v"', id="stray-quote-stays"),
    pytest.param('k = "a#b"', "a#b", id="hash-inside-quotes"),
    pytest.param("k = a#b", "a", id="hash-ends-unquoted-value"),
    pytest.param("k =", "", id="empty"),
    pytest.param("k = # c", "", id="empty-with-comment"),
    pytest.param('k = ""', "", id="empty-quotes"),
    pytest.param("k = 'v'", "'v'", id="single-quotes-stay"),
    pytest.param('k = "a|22b"', 'a"b', id="escaped-quote"),
    pytest.param('k = "a|7Cb"', "a|b", id="escaped-pipe"),
    pytest.param('k = "a|7c22"', "a|22", id="escape-is-not-undone-twice"),
    pytest.param('k = "a|0Ab"', "a\nb", id="escaped-newline"),
    pytest.param('k = "a|23b"', "a#b", id="escaped-hash"),
    pytest.param('k = "a|zz|"', "a|zz|", id="pipe-without-digits-stays"),
    pytest.param('k = "C:\\dir"', "C:\\dir", id="backslash-is-plain"),
]


@pytest.mark.parametrize("prefix", ["", "ethernet0."], ids=["other-name", "name-of-an-adapter"])
@pytest.mark.parametrize(("line", "value"), VALUES)
def test_value(line: str, value: str, prefix: str) -> None:
    doc = read(line.replace("k", prefix + "k", 1))
    assert doc.get(prefix + "K") == value
    assert doc.problems == []


@pytest.mark.parametrize(("line", "reason"), [
    pytest.param("k = a b", "blank-without-quotes", id="blank-without-quotes"),
    pytest.param('k = "v', "no-closing-quote", id="no-closing-quote"),
    pytest.param('k = "v"x', "text-after-quote", id="text-after-quote"),
    pytest.param('k = "say \\"hi\\""', "backslash-before-quote", id="backslash-is-no-escape"),
    pytest.param("k", "no-equals-sign", id="name-alone"),
    pytest.param("k # = v", "blank-in-name", id="comment-before-equals-sign"),
    pytest.param('= "v"', "no-name", id="no-name"),
    pytest.param('a b = "v"', "blank-in-name", id="blank-in-name"),
    pytest.param('k == "v"', "second-equals-sign", id="two-equals-signs"),
    pytest.param("k = = v", "second-equals-sign", id="two-equals-signs-apart"),
])
def test_malformed_line(line: str, reason: str) -> None:
    doc = read(f'displayName = "x"\n  {line}\nguestOS = "centos7-64"\n')
    assert [(p.reason, doc.source.text[p.start:p.end]) for p in doc.problems] == [(reason, line)]
    assert doc.get("k") is None
    assert (doc.get("displayname"), doc.get("GUESTOS")) == ("x", "centos7-64")


@pytest.mark.parametrize("line", ["", "   ", "# note", "  # k = v", "#!/usr/bin/vmware", '#ethernet1.present = "TRUE"'])
def test_line_that_is_no_entry(line: str) -> None:
    doc = read(f'{line}\nguestOS = "x"')
    assert doc.problems == []
    assert [e.key for e in doc.entries()] == ["guestOS"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_line_ends(end: str) -> None:
    doc = read(f'a = "1"{end}ethernet0.present = "TRUE"{end}')
    assert (doc.get("a"), doc.get("Ethernet0.Present"), doc.problems) == ("1", "TRUE", [])


def test_byte_order_mark_is_skipped_at_the_start_only() -> None:
    assert vmx.parse(vmx.decode("a", b'\xef\xbb\xbfguestOS = "x"')).get("guestos") == "x"
    assert vmx.parse(vmx.decode("a", b'\xef\xbb\xbf\xef\xbb\xbfguestOS = "x"')).get("guestos") is None


def test_last_of_equal_names_counts_whatever_their_case() -> None:
    doc = read('ethernet0.present = "TRUE"\nguestOS = "a"\nEthernet0.Present = "FALSE"\nguestos = "a"\n')
    assert doc.get("ethernet0.present") == "FALSE"
    assert [(name, [(e.key, e.value) for e in lines]) for name, lines in doc.duplicates] == [
        ("ethernet0.present", [("ethernet0.present", "TRUE"), ("Ethernet0.Present", "FALSE")])]
    assert [name for name, _ in doc.repeated] == ["ethernet0.present", "guestos"]
    entry = doc.entry("ETHERNET0.PRESENT")
    assert entry is not None
    assert doc.source.position(entry.key_start) == (3, 1)


@pytest.mark.parametrize("text", ['x = "1"\n\tguestOS =  "centos" # c\n', "x = 1\n\tguestOS =  centos # c\n"],
                         ids=["plain-reader", "exact-reader"])
def test_spans_of_an_entry(text: str) -> None:
    entry = read(text).entry("guestos")
    assert entry is not None
    assert (entry.key_place.text, entry.value_place.text) == ("guestOS", "centos")


def test_place_is_found_on_first_use() -> None:
    doc = read('a = "1"\nguestOS = "centos"\n')
    assert (vmx.ValuePlace(doc, "guestos").text, vmx.KeyPlace(doc, "guestos").text) == ("centos", "guestOS")
    place = vmx.ValuePlace(doc, "not.there")
    assert (place.start, place.end) == (0, 0)


@pytest.mark.parametrize(("data", "name", "codec"), [
    pytest.param('.encoding = "GBK"\r\ndisplayName = "授权"\r\n'.encode("gbk"), "授权", "gbk", id="GBK"),
    pytest.param('displayName = "リナ"\n.encoding = "Shift_JIS"\n'.encode("cp932"), "リナ", "cp932", id="Shift_JIS"),
    pytest.param('.encoding = "windows-1252"\ndisplayName = "Übung"\n'.encode("cp1252"), "Übung", "cp1252", id="windows-1252"),
    pytest.param('.encoding = "windows-1251"\ndisplayName = "Сеть"\n'.encode("cp1251"), "Сеть", "cp1251", id="windows-1251"),
    pytest.param('.encoding = "Big5"\ndisplayName = "網路"\n'.encode("big5"), "網路", "cp950", id="Big5"),
    pytest.param('.encoding = "UTF-8"\ndisplayName = "网"\n'.encode(), "网", "utf-8", id="UTF-8"),
    pytest.param(b'.encoding = "GBK"\ndisplayName = "a|B0|A1"\n', "a啊", "gbk", id="escaped-bytes-of-an-ASCII-file"),
    pytest.param(b'.encoding = "GBK"\ndisplayName = "\x83|7C"\n', b"\x83\x7c".decode("gbk"), "gbk",
                 id="GBK-second-byte-is-a-pipe"),
    pytest.param(b'.encoding = "Shift_JIS"\ndisplayName = "\x83|7C"\n', "ポ", "cp932", id="Shift_JIS-second-byte-is-a-pipe"),
])
def test_charset(data: bytes, name: str, codec: str) -> None:
    source = vmx.decode("a.vmx", data)
    doc = vmx.parse(source)
    assert (doc.get("displayName"), source.codec, doc.problems) == (name, codec, [])
    assert source.encode() == data


@pytest.mark.parametrize(("data", "name", "reason"), [
    pytest.param('.encoding = "klingon"\ndisplayName = "网"\n'.encode(), "网", "unknown-charset", id="unknown-but-UTF-8"),
    pytest.param('.encoding = "klingon"\ndisplayName = "网络"\n'.encode("gbk"), "网络", "unknown-charset", id="unknown-but-GBK"),
    pytest.param('.encoding = "UTF-8"\ndisplayName = "网络"\n'.encode("gbk"), "网络", "charset-does-not-fit", id="GBK-called-UTF-8"),
    pytest.param(b'.encoding = "UTF-8"\ndisplayName = "\xff"\n', "ÿ", "charset-does-not-fit", id="neither"),
    pytest.param('\ufeff.encoding = "GBK"\ndisplayName = "网"\n'.encode(), "网", "charset-does-not-fit", id="mark-against-line"),
])
def test_charset_that_does_not_fit(data: bytes, name: str, reason: str) -> None:
    doc = vmx.parse(vmx.decode("a.vmx", data))
    assert doc.get("displayName") == name
    assert [p.reason for p in doc.problems] == [reason]


def test_no_codec_that_runs_or_swells_is_ever_used() -> None:
    for charset in ("unicode_escape", "zip", "idna", "rot13", "hex"):
        doc = vmx.parse(vmx.decode("a", f'.encoding = "{charset}"\ndisplayName = "网"\n'.encode()))
        assert [p.reason for p in doc.problems] == ["unknown-charset"]


def test_lines_are_capped() -> None:
    doc = read("guestOS = x\n" * vmx.MOST_LINES + "displayName = y\n")
    assert [p.reason for p in doc.problems] == ["too-many-lines"]
    assert (doc.get("guestos"), doc.get("displayname")) == ("x", None)


def test_problems_are_capped() -> None:
    doc = read("junk\n" * 1000)
    assert len(doc.problems) == vmx.MOST_PROBLEMS + 1
    assert (doc.problems[-1].reason, doc.problems[-1].values) == ("more", {"count": str(1000 - vmx.MOST_PROBLEMS)})


@pytest.mark.parametrize("text", [
    pytest.param(" " * 2_000_000 + "x", id="blanks"),
    pytest.param("k" * 2_000_000, id="one-long-name"),
    pytest.param('"' * 2_000_000, id="quotes"),
    pytest.param("k = " * 500_000, id="equals-signs"),
    pytest.param("\r" * 300_000, id="line-ends"),
    pytest.param('ethernet0.present = "' * 100_000, id="names-in-a-value"),
])
def test_junk_takes_linear_time(text: str) -> None:
    doc = read(text)
    assert joined(doc) == text
    assert doc.get("ethernet0.present") is None


LINES = st.lists(st.one_of(
    st.sampled_from([p.values[0] for p in VALUES]),
    st.sampled_from(["k", "", ' = ""', "# c", "  ", "a b = c", '= "v"', "k = a b", 'k == "v"', '.encoding = "GBK"', "k = |41",
                     '\ufeffk="v"']),
    st.builds('{}{} = "{}"'.format, st.sampled_from(["ethernet0.", "Ethernet0.", "x", "uuid.", "\u212a"]),
              st.sampled_from(["present", "Present", "vnet", "bios"]), st.text('aé|4"#1\u0085 ', max_size=6)),
    st.text('ek.0=" #\t|\\\u2028', max_size=12)), max_size=8)
TEXTS = st.builds(lambda lines, end, last: end.join(lines) + last, LINES, st.sampled_from(["\n", "\r\n", "\r"]),
                  st.sampled_from(["", "\n", "\r", "\r\n"]))


@settings(max_examples=400, deadline=None)
@given(st.one_of(TEXTS, st.text()))
def test_pieces_cover_the_text_and_spans_lie_in_it(text: str) -> None:
    doc = read(text)
    assert joined(doc) == text
    for entry in doc.entries():
        assert 0 <= entry.key_start < entry.key_end <= entry.value_start <= entry.value_end <= len(text)
        assert text[entry.key_start:entry.key_end] == entry.key
    for problem in doc.problems:
        assert 0 <= problem.start <= problem.end <= len(text)


@settings(max_examples=600, deadline=None)
@given(TEXTS)
def test_plain_reader_agrees_with_the_exact_one(text: str) -> None:
    source = Source("a.vmx", text)
    plain, exact = vmx.Dictionary(source), vmx.Dictionary(source)
    vmx._read_exactly(exact)
    if vmx._read_plainly(plain):
        assert plain.values == exact.values
        assert (exact.problems, exact.repeated) == ([], [])
        for name in exact.values:
            one, other = plain.entry(name), exact.entry(name)
            assert one is not None
            assert other is not None
            assert (one.key_place.text, one.value, one.key_start, one.value_start, one.value_end) == (
                other.key_place.text, other.value, other.key_start, other.value_start, other.value_end)


@given(st.lists(st.tuples(st.sampled_from(["ethernet0.present", "guestOS", "other"]), st.text("ab é", max_size=5)),
                unique_by=lambda pair: pair[0]))
def test_plain_reader_takes_what_vmware_writes(pairs: list[tuple[str, str]]) -> None:
    text = "".join(f'{name} = "{value}"\n' for name, value in pairs)
    assert vmx._read_plainly(vmx.Dictionary(Source("a.vmx", text)))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_can_be_read(data: bytes) -> None:
    for prefix in (b"", b'.encoding = "GBK"\n', b'.encoding = "Shift_JIS"\n'):
        doc = vmx.parse(vmx.decode("a.vmx", prefix + data))
        assert joined(doc) == doc.source.text
        if doc.source.exact:
            assert doc.source.encode() == prefix + data


@pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus of real files beside the checkout")
def test_real_files_are_known_line_by_line() -> None:
    lines = unknown = 0
    for path in sorted(CORPUS.iterdir()):
        doc = vmx.parse(vmx.decode(path.name, path.read_bytes()))
        assert joined(doc) == doc.source.text
        lines += sum(piece.kind in ("key", "comment") for piece in doc.pieces)
        unknown += sum(piece.kind == "unknown" for piece in doc.pieces)
    assert lines > 1000
    assert unknown <= 0.05 * lines
