"""NetworkManager keyfiles: GKeyFile's grammar (guest-ifcfg.md 8), checked against GLib itself where it is installed."""

from __future__ import annotations

import ctypes
import ctypes.util
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmnetdoctor.formats import keyfile
from vmnetdoctor.formats.syntax import joined
from vmnetdoctor.source import Source

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus" / "other"
GLIB = ctypes.util.find_library("glib-2.0")


def read(text: str) -> keyfile.Keyfile:
    return keyfile.parse(Source("ens160.nmconnection", text))


@pytest.mark.parametrize(("line", "value"), [
    pytest.param("k=v", "v", id="plain"),
    pytest.param("k = v", "v", id="blanks-around-equals"),
    pytest.param("  k\t=\tv", "v", id="indented"),
    pytest.param("k=v  ", "v  ", id="trailing-blanks-stay"),
    pytest.param("k=v # c", "v # c", id="no-comment-behind-a-value"),
    pytest.param("k=\"v\"", "\"v\"", id="quotes-are-text"),
    pytest.param("k=a=b", "a=b", id="first-equals-sign"),
    pytest.param("k=\\sa\\n\\t\\r\\\\", " a\n\t\r\\", id="escapes"),
    pytest.param("k=", "", id="empty"),
    pytest.param("k=1\nk=2", "2", id="last-duplicate"),
    pytest.param("k=1\n[t]\nk=2\n[s]\nj=1", "1", id="section-goes-on"),
    pytest.param("k=1\r", "1", id="crlf"),
    pytest.param("K=1", None, id="case-counts"),
    pytest.param("#k=1", None, id="comment"),
])
def test_value(line: str, value: str | None) -> None:
    document = read(f"[s]\n{line}\n")
    assert document.get("s", "k") == value
    assert (document.problems, document.refused) == ([], None)


@pytest.mark.parametrize(("text", "reason", "place"), [
    pytest.param("k=1\n[s]\n", "before-first-section", "k=1", id="before-a-section"),
    pytest.param("[s]\nword\n", "no-equals-sign", "word", id="no-equals-sign"),
    pytest.param("[s]\n// c\n", "comment-unreadable", "// c", id="double-slash"),
    pytest.param("[s]\n; c\n", "comment-unreadable", "; c", id="semicolon"),
    pytest.param("[s]\n=1\n", "invalid-key", "=1", id="no-key"),
    pytest.param("[s]\nk]=1\n", "invalid-key", "k]=1", id="bracket-in-key"),
    pytest.param("[s\n", "section-unreadable", "[s", id="half-a-header"),
    pytest.param("[s] # c\n", "section-unreadable", "[s] # c", id="comment-behind-a-header"),
    pytest.param("[]\n", "section-unreadable", "[]", id="no-name"),
])
def test_bad_line_makes_glib_refuse_the_file(text: str, reason: str, place: str) -> None:
    document = read(f"{text}[t]\nk=2\n")
    assert [(p.reason, document.source.text[p.start:p.end]) for p in document.problems] == [(reason, place)]
    assert document.refused == document.problems[0]
    assert document.get("t", "k") == "2"


def test_byte_order_mark_makes_glib_refuse_the_file() -> None:
    document = keyfile.parse(Source.decode("x", b"\xef\xbb\xbf[s]\nk=1\n"))
    assert document.refused == document.problems[0]
    assert document.problems[0].reason == "byte-order-mark"


def test_odd_escape_and_translated_key_are_no_reason_to_refuse() -> None:
    document = read("[s]\nk=a\\q\nj=a\\;b\nk[de]=2\n")
    assert [(p.reason, document.source.text[p.start:p.end]) for p in document.problems] == [
        ("invalid-escape", "\\q"), ("translated-key", "k[de]=2")]
    assert document.refused is None
    assert document.get("s", "k") == "a\\q"


def test_sections_entries_and_duplicates() -> None:
    document = read("[b]\nx=1\n[a]\ny=1\n[b]\nx=2\nz=3\n")
    assert document.sections == ["b", "a"]
    assert [(e.key, e.value) for e in document.section("b")] == [("x", "1"), ("x", "2"), ("z", "3")]
    assert [[e.value for e in group] for group in document.duplicates()] == [["1", "2"]]
    entry = document.entry("b", "x")
    assert entry is not None
    assert (entry.value_place.text, entry.value_start) == ("2", 22)
    assert document.section("c") == []
    assert document.entry("c", "x") is None


@pytest.mark.parametrize(("value", "separators", "expected"), [
    pytest.param("a;b;", ";", ["a", "b"], id="end-mark"),
    pytest.param("a; b", ";", ["a", "b"], id="blank"),
    pytest.param("a;;b", ";", ["a", "", "b"], id="empty-one"),
    pytest.param("a\\;b;c", ";", ["a;b", "c"], id="escaped"),
    pytest.param("1.1.1.1/24,1.1.1.2", ";,/", ["1.1.1.1", "24", "1.1.1.2"], id="other-separators"),
    pytest.param("", ";", [], id="empty"),
])
def test_items(value: str, separators: str, expected: list[str]) -> None:
    document = read(f"[s]\nk={value}\n")
    entry = document.entry("s", "k")
    assert entry is not None
    items = document.items(entry, separators)
    assert [item.text for item in items] == expected
    for item in items:
        assert document.source.text[item.start:item.end].replace("\\", "") == item.text


def test_pieces() -> None:
    text = "# c\n\n[s]\nk = v\nbad\n"
    assert [(p.kind, text[p.start:p.end]) for p in read(text).pieces] == [
        ("comment", "# c"), ("mark", "\n\n"), ("section", "[s]"), ("mark", "\n"), ("key", "k"), ("mark", " = "), ("value", "v"),
        ("mark", "\n"), ("unknown", "bad"), ("mark", "\n")]


def glib_values(data: bytes) -> dict[str, dict[str, bytes]] | None:
    """What GLib reads, None where it refuses."""
    glib = ctypes.CDLL(GLIB)
    glib.g_key_file_new.restype = ctypes.c_void_p
    glib.g_key_file_get_groups.restype = glib.g_key_file_get_keys.restype = ctypes.POINTER(ctypes.c_char_p)
    glib.g_key_file_get_value.restype = ctypes.c_char_p
    file = ctypes.c_void_p(glib.g_key_file_new())
    if not glib.g_key_file_load_from_data(file, data, ctypes.c_size_t(len(data)), 0, None):
        return None
    found: dict[str, dict[str, bytes]] = {}
    for group in listed(glib.g_key_file_get_groups(file, None)):
        keys = listed(glib.g_key_file_get_keys(file, group, None, None))
        found[group.decode()] = {key.decode(): glib.g_key_file_get_value(file, group, key, None) for key in keys}
    glib.g_key_file_free(file)
    return found


def listed(array: object) -> list[bytes]:
    names: list[bytes] = []
    while array and array[len(names)]:  # type: ignore[index]
        names.append(array[len(names)])  # type: ignore[index]
    return names


_WORDS = st.sampled_from(["[a]", "[b]", "x", "y", "=", "\n", "\n", " ", "#", ";", "\\s", "\\", "\r\n", "\t", "[", "]", "é", "x=1", "y = 2"])
TEXTS = st.tuples(st.sampled_from(["", "[a]\n"]), st.lists(_WORDS, max_size=14).map("".join)).map("".join)


@pytest.mark.skipif(GLIB is None, reason="no GLib here to compare with")
@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_glib_agrees(text: str) -> None:
    document = read(text)
    theirs = glib_values(text.encode())
    assert (document.refused is not None) is (theirs is None)
    if theirs is not None:
        ours = {name: {e.key: text[e.value_start:e.value_end].encode() for e in document.section(name)} for name in document.sections}
        assert ours == theirs


@given(TEXTS | st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_text_is_kept_and_places_are_inside(text: str) -> None:
    document = read(text)
    assert joined(document) == text
    assert all(0 <= p.start <= p.end <= len(text) for p in document.problems)
    for name in document.sections:
        for entry in document.section(name):
            assert text[entry.key_start:entry.key_end] == entry.key
            items = document.items(entry)
            assert all(entry.value_start <= i.start <= i.end <= entry.value_end for i in items)


def test_corpus_is_understood() -> None:
    if not CORPUS.is_dir():
        pytest.skip("the corpus is not here")
    paths = sorted(CORPUS.glob("*.nmconnection"))
    assert len(paths) > 20
    for path in paths:
        document = keyfile.parse(Source.decode(path.name, path.read_bytes()))
        assert joined(document) == document.source.text
        assert document.problems == []
        assert document.sections
