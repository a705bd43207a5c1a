"""The NAT file's grammar (vmware-networking.md 4)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmnetdoctor.formats import nat
from vmnetdoctor.formats.syntax import joined
from vmnetdoctor.source import Source

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus" / "nat"


def read(text: str) -> nat.NatFile:
    return nat.parse(Source("nat.conf", text))


@pytest.mark.parametrize(("text", "value"), [
    pytest.param("[s]\nk = v", "v", id="plain"),
    pytest.param("[s]\n\tk=v \n", "v", id="blanks"),
    pytest.param("[S]\nK = v", "v", id="any-case"),
    pytest.param("[ s ] # c\nk = v", "v", id="blanks-in-header"),
    pytest.param("[s]\nk = a = b", "a = b", id="cut-at-the-first-equals-sign"),
    pytest.param("[s]\nk = v # note", "v", id="comment-after-value"),
    pytest.param("[s]\nk = v#w", "v#w", id="hash-inside-a-word"),
    pytest.param("[s]\nk = # note", "", id="only-a-comment"),
    pytest.param("[s]\nk =", "", id="empty"),
    pytest.param("[s]\nk = 1\nk = 2", "2", id="last-counts"),
    pytest.param("[s]\nk = 1\n[t]\nk = 2\n[S]\nk = 3", "3", id="section-goes-on"),
    pytest.param("[s]\n#k = v", None, id="commented-out"),
    pytest.param("[t]\nk = v", None, id="other-section"),
])
def test_value(text: str, value: str | None) -> None:
    doc = read(text)
    assert doc.get("s", "k") == value
    assert doc.problems == []


@pytest.mark.parametrize(("line", "reason"), [
    pytest.param("word", "no-equals-sign", id="no-equals-sign"),
    pytest.param("= 1", "no-key", id="no-key"),
    pytest.param("[privileged", "unclosed-section", id="half-a-header"),
    pytest.param("[udp] x", "text-after-section", id="text-after-header"),
])
def test_bad_line_is_one_problem_and_the_rest_counts(line: str, reason: str) -> None:
    doc = read(f"[host]\nip = 10.0.0.2/24\n {line}\ndevice = VMnet8\n")
    assert [(p.reason, doc.source.text[p.start:p.end]) for p in doc.problems] == [(reason, line)]
    assert (doc.get("host", "ip"), doc.get("HOST", "device")) == ("10.0.0.2/24", "VMnet8")


def test_key_before_a_section_is_dropped() -> None:
    doc = read("ip = 10.0.0.2\n[host]\n")
    assert [(p.reason, p.values) for p in doc.problems] == [("key-before-section", {"name": "ip"})]
    assert doc.get("host", "ip") is None


def test_damaged_file_gives_a_capped_number_of_problems() -> None:
    doc = read("[host]\n" + "stale line\n" * 3000)
    assert len(doc.problems) == nat.MOST_PROBLEMS + 1
    assert (doc.problems[-1].reason, doc.problems[-1].values) == ("more", {"count": str(3000 - nat.MOST_PROBLEMS)})


def test_lines_are_capped() -> None:
    doc = read("[incomingtcp]\n" + "1=2\n" * nat.MOST_LINES)
    assert len(doc.sections["incomingtcp"]) == nat.MOST_LINES - 1
    (problem,) = doc.problems
    assert (problem.reason, doc.source.text[problem.start:problem.end]) == ("too-many-lines", "1=2\n")


def test_spans() -> None:
    doc = read("[host]\r\n  ip =  10.0.0.2/24 # gateway\r\n")
    entry = doc.entry("host", "IP")
    assert entry is not None
    assert (entry.key_place.text, entry.value_place.text) == ("ip", "10.0.0.2/24")
    assert doc.place(doc.headers["host"]).text == "host"
    assert [p.kind for p in doc.pieces] == ["section", "mark", "key", "mark", "value", "mark"]


@pytest.mark.parametrize("text", ["[" * 2_000_000, "#" * 2_000_000, "[s]\nk=" + "#" * 2_000_000, " " * 2_000_000 + "=",
                                  "\r" * 200_000],
                         ids=["brackets", "hashes", "hashes-in-a-value", "blanks", "line-ends"])
def test_junk_takes_linear_time(text: str) -> None:
    assert joined(read(text)) == text


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.text(), st.lists(st.one_of(
    st.sampled_from(["[host]", "[dns", "] x", "ip = 1.2.3.4", "8080=1.2.3.4:80 # c", "=", "# c", ";c", "  ", "k ="]),
    st.text("[]=#; \tk1", max_size=10)), max_size=10).map("\r\n".join)))
def test_pieces_cover_the_text_and_spans_lie_in_it(text: str) -> None:
    doc = read(text)
    assert joined(doc) == text
    for entries in doc.sections.values():
        for entry in entries:
            assert 0 <= entry.key_start < entry.key_end < entry.value_start + 1 <= entry.value_end + 1 <= len(text) + 1
    unknown = {text.count("\n", 0, p.start) for p in doc.pieces if p.kind == "unknown"}
    if len(doc.problems) <= nat.MOST_PROBLEMS and "\r" not in text.replace("\r\n", ""):
        assert unknown == {text.count("\n", 0, p.start) for p in doc.problems}


@pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus of real files beside the checkout")
def test_real_files_are_known_line_by_line() -> None:
    lines = unknown = 0
    for path in sorted(CORPUS.glob("*.conf")):
        doc = nat.parse(Source.decode(path.name, path.read_bytes()))
        assert joined(doc) == doc.source.text
        lines += sum(piece.kind in ("key", "comment", "section") for piece in doc.pieces)
        unknown += sum(piece.kind == "unknown" for piece in doc.pieces)
    assert lines > 100
    assert unknown <= 0.05 * lines
