"""Code frames: the caret stands under exactly the characters of the place."""

from __future__ import annotations

import time

import pytest
from handmade import place
from hypothesis import given
from hypothesis import strategies as st

from vmnetdoctor.report.code_frame import Note, Paint, frames, row
from vmnetdoctor.report.layout import cells, visible
from vmnetdoctor.source import Place, Source

PLAIN = Paint(False)


def shown(text: str, target: str, width: int = 80, label: str = "") -> list[str]:
    return frames([Note(place(Source("a/ifcfg", text), target), label, True)], width, PLAIN)


def under_caret(lines: list[str]) -> str:
    """What the caret line points at, by cells."""
    code, caret = lines[-2], lines[-1]
    start, size = cells(caret[:caret.index("^")]), caret.count("^")
    left, text = 0, ""
    for char in code:
        if start <= left < start + size:
            text += char
        left += cells(char)
    return text


@pytest.mark.parametrize(("text", "target", "pointed"), [
    ("GATEWAY=10.0.0.1", "10.0.0.1", "10.0.0.1"),
    ("# 网关地址 GATEWAY=10.0.0.1", "10.0.0.1", "10.0.0.1"),
    ("IPADDR=１０.0.0.1 # x", "１０", "１０"),
    ("\tBOOTPROTO\t=\tstatic", "static", "static"),
    ("e\u0301te\u0301=yes", "yes", "yes"),
    ("KEY=\x1b[31mred", "red", "red"),
    ("KEY=\x1b[31mred", "\x1b", "\\x1b"),
    ("\ufeffDEVICE=eth0", "\ufeff", "\\ufeff"),
    ("a\u200b=\udcb0x", "x", "x"),
])
def test_caret_is_under_the_place(text: str, target: str, pointed: str) -> None:
    assert under_caret(shown(text, target)) == pointed


@given(st.text(st.characters(codec=None, exclude_characters="\r\n"), min_size=1, max_size=300), st.data(), st.integers(30, 100))
def test_any_line_fits_and_the_caret_begins_at_its_character(text: str, data: st.DataObject, width: int) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start, len(text)))
    made = row(text, start, end, width)
    before, size = made.caret(start, end)
    assert cells(made.text) <= width
    assert size >= 1
    assert made.first <= start <= made.last
    if text[start] != "\t" and cells(visible(text[start])):
        left = 0
        rest = made.text
        while left < before:
            left += cells(rest[0])
            rest = rest[1:]
        rest = rest.lstrip("".join(c for c in rest if not cells(c)))
        assert rest.startswith(visible(text[start]))


def test_long_line_is_cut_around_the_place() -> None:
    lines = shown("x = " + "a" * 500 + " TARGET " + "b" * 500, "TARGET", 60)
    assert under_caret(lines) == "TARGET"
    assert lines[-2].startswith("1 | ...aaa")
    assert lines[-2].endswith("bbb...")
    assert len(lines[-2]) <= 60


def test_a_place_longer_than_the_line_is_marked_as_far_as_it_is_shown() -> None:
    lines = shown("K=" + "v" * 300, "v" * 300, 50)
    assert len(lines[-1]) <= 50
    assert set(under_caret(lines)) <= {"v", "."}


def test_huge_line_takes_no_time() -> None:
    text = "k=" + "\u0301a" * 4_000_000
    began = time.perf_counter()
    lines = shown(text + "END", "END")
    assert time.perf_counter() - began < 10
    assert sum(map(len, lines)) < 3000


def test_empty_place_gets_one_caret_and_place_over_lines_ends_with_its_line() -> None:
    source = Source("f", "one\ntwo\n")
    assert frames([Note(Place(source, 3, 3), "", True)], 80, PLAIN)[-1] == "  |    ^"
    assert frames([Note(Place(source, 1, 6), "", True)], 80, PLAIN)[-1] == "  |  ^^"


def test_places_of_one_file_share_a_frame_and_other_files_get_their_own() -> None:
    one, other = Source("guest/ifcfg", "A=1\nB=2\nC=3\nD=4\n"), Source("host/nat.conf", "\n" * 99 + "ip = 1\n")
    notes = [Note(place(one, "4"), "", True), Note(place(other, "1"), "the NAT device"), Note(place(one, "1"), "also here")]
    assert frames(notes, 80, PLAIN) == [
        "   --> guest/ifcfg:4:3",
        "    |",
        "  1 | A=1",
        "    |   - also here",
        "...",
        "  4 | D=4",
        "    |   ^",
        "   ::: host/nat.conf:100:6",
        "    |",
        "100 | ip = 1",
        "    |      - the NAT device",
    ]


def test_two_places_on_one_line_are_marked_one_below_the_other() -> None:
    source = Source("f", "range 10.0.0.9 10.0.0.1;\n")
    notes = [Note(place(source, "10.0.0.9"), "first", True), Note(place(source, "10.0.0.1"), "last")]
    assert frames(notes, 80, PLAIN)[2:] == [
        "1 | range 10.0.0.9 10.0.0.1;", "  |       ^^^^^^^^ first", "  |                -------- last"]


def test_label_without_room_goes_below() -> None:
    lines = shown("x" * 30 + "TARGET", "TARGET", 46, "this label is too long for the rest")
    assert lines[-2].endswith("^^^^^^")
    assert lines[-1] == "  | this label is too long for the rest"


def test_file_without_text_is_named_only() -> None:
    assert frames([Note(Place(Source("big.vmx", ""), 0, 0), "", True)], 80, PLAIN) == [" --> big.vmx"]
