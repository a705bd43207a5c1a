"""netmap.conf as a list of pairs (vmware-networking.md 5.2)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmnetdoctor.formats import netmap, vmx
from vmnetdoctor.formats.syntax import joined
from vmnetdoctor.source import Source

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus" / "netmap"


def pairs(text: str) -> list[tuple[int, str | None, str | None]]:
    doc = netmap.parse(Source("netmap.conf", text))
    return [(p.number, p.name.value if p.name else None, p.device.value if p.device else None) for p in doc.pairs]


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param('network0.name = "Bridged"\nnetwork0.device = "vmnet0"', [(0, "Bridged", "vmnet0")], id="pair"),
    pytest.param('network2.device = "vmnet8"\nnetwork2.name = "NAT"', [(2, "NAT", "vmnet8")], id="any-order"),
    pytest.param('Network1.Name = "HostOnly"\nNETWORK1.DEVICE = "vmnet1"', [(1, "HostOnly", "vmnet1")], id="any-case"),
    pytest.param('network1.name = "a"\nnetwork1.name = "b"', [(1, "b", None)], id="last-counts-and-half-a-pair"),
    pytest.param('network10.name = "a"\nnetwork9.name = "b"', [(9, "b", None), (10, "a", None)], id="in-order-of-number"),
    pytest.param('# network0.name = "x"\nother = "y"\nnetworkx.name = "z"', [], id="none"),
])
def test_pairs(text: str, expected: list[tuple[int, str | None, str | None]]) -> None:
    assert pairs(text) == expected


def test_problems_are_those_of_the_dictionary() -> None:
    doc = netmap.parse(Source("netmap.conf", "network0.name = a b\n"))
    assert [p.reason for p in doc.problems] == ["blank-without-quotes"]


def test_pairs_are_capped() -> None:
    text = "".join(f"network{n}.name = x\n" for n in range(netmap.MOST_PAIRS + 50))
    assert len(pairs(text)) == netmap.MOST_PAIRS


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(), st.text('network0.ame dvic="\n\r#', max_size=60)))
def test_pieces_cover_the_text(text: str) -> None:
    assert joined(netmap.parse(Source("netmap.conf", text))) == text


@pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus of real files beside the checkout")
def test_real_files_are_known_line_by_line() -> None:
    for path in sorted(CORPUS.iterdir()):
        doc = netmap.parse(vmx.decode(path.name, path.read_bytes()))
        assert joined(doc) == doc.source.text
        assert [p.kind for p in doc.pieces if p.kind == "unknown"] == []
        assert all(p.name and p.device for p in doc.pairs)
