"""What copying does to a text besides breaking lines is undone, and every place lies in what was given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vmnetdoctor.formats.pasted import as_printed, parts
from vmnetdoctor.source import Place, Source


@pytest.mark.parametrize(("text", "printed"), [
    ("a\u00a0b\u3000c", "a b c"),
    ("\x1b[01;34metc\x1b[0m x", "etc x"),
    ("a\r\r\nb", "a\r\nb"),
    ("a\u200bb\ufeff\0\0", "ab"),
    ("1  a\n2  b\n3\n4    c\n", "a\nb\n\n  c\n"),
    ("   7\ta\n   8\tb\n   9\tc\n  10\t\n", "a\nb\nc\n\n"),
    ("a\rb\r", "a\nb\n"),
    ("> a\n>\n> > b\n", "a\n\nb\n"),
    ("  a\n\n    b\n  c\n   d", "a\n\n  b\nc\n d"),
    ("a\n\nb\n\nc\n\nd\n", "a\nb\nc\nd\n"),
    ("1:a\n2:b\n3:\n4:  c", "a\nb\n\n c"),
])
def test_undone(text: str, printed: str) -> None:
    assert as_printed(Source("x", text)).text == printed


@pytest.mark.parametrize("text", [
    "plain\ntext\n", "    inet 10.0.0.1/8\n       valid_lft\n    inet6\n       x\n", "a\n> b\n", "a\n\nb\n\nc\n\nd\ne\n",
    "1 a\n2 b\n3 c\n", "1 a\n2 b\nc\n3 d\n4 e\n", "1 a\n2 b\n2 c\n3 d\n",
    "1: lo    inet 127.0.0.1/8 scope host lo\n2: a    inet 10.0.0.1/8\n3: b    inet 10.1.0.1/8\n4: c    inet 10.2.0.1/8\n",
    "1: lo: <UP> x\n2: a: <UP> x\n3: b: <UP> x\n4: c: <UP> x\n",
])
def test_left_alone(text: str) -> None:
    source = Source("x", text)
    assert as_printed(source) is source


@given(st.lists(st.sampled_from(["ab", "\u00a0", "\x1b[1m", "\r\r\n", "\n", "\u200b", "\0", " ", "\r\n", "1 ", "9"]), max_size=30))
def test_places_hold_what_was_read(parts: list[str]) -> None:
    source = Source("x", "".join(parts))
    plain = as_printed(source)
    for at, char in enumerate(plain.text):
        place = Place(plain, at, at + 1)
        assert place.source is source
        assert place.text in (char, "\u00a0", "\r")


def test_what_was_left_out_parts_a_capture() -> None:
    source = Source("x", "a\n[...]\nb\n<snip>\nc")
    pieces = parts(source)
    assert [piece.text for piece in pieces] == ["a\n", "b\n", "c"]
    assert [(Place(p, 0, 1).text, Place(p, 0, 1).source) for p in pieces] == [("a", source), ("b", source), ("c", source)]
    plain = Source("x", "no... marks\n")
    assert parts(plain) == [plain]
