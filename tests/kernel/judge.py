"""Predicted against measured, cell by cell.  To be run inside `unshare -Urn` (see `many.py`)."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, NamedTuple

from tests.kernel.echo import Echo, Probe
from tests.kernel.wiring import wire
from vmnetdoctor.model.addr import ip_text
from vmnetdoctor.network.build import build
from vmnetdoctor.network.walk import walk

if TYPE_CHECKING:
    from tests.kernel.wiring import Wired
    from vmnetdoctor.model.lab import Lab
    from vmnetdoctor.network.hops import Walk
    from vmnetdoctor.network.topology import Topology

_OUTSIDE = ("host", "lan", "internet")
_QUIET = 0.03
_PATIENCE = 0.15


class Cell(NamedTuple):
    """One cell with both opinions."""

    sender: str
    target: str
    address: str
    probe: str
    predicted: str
    measured: str
    missing: str
    stop: str

    @property
    def differs(self) -> bool:
        return self.predicted not in ("unknown", self.measured)


def judge(lab: Lab, seed: int) -> list[Cell]:
    """Build the lab in the kernel, probe every cell, and put both opinions side by side."""
    topology = build(lab)
    wired = wire(lab, Random(seed))
    try:
        wired.start()
        asked = _cells(lab, topology, wired)
        answers = _measure(wired, asked)
        return [_cell(walked, probe, answers.get(probe)) for probe, walked in asked]
    finally:
        wired.close()


def _cells(lab: Lab, topology: Topology, wired: Wired) -> list[tuple[Probe, Walk]]:
    """Every ordered pair of endpoints with each address of the target, and the forwards from outside."""
    names = [*_OUTSIDE, *(g.name for g in lab.guests)]
    own = {n: _addresses(topology, n) for n in names}
    cells = []
    for target in names:
        real = wired.addresses.get(target, [])
        for address in real:
            predicted = _as_predicted(topology, target, address, wired, own[target])
            cells += [(Probe(s, address), walk(topology, s, target, predicted)) for s in names if s != target]
    entry = next(c for c in lab.host.adapters if c.kind in ("ethernet", "wireless")).addresses[0].value
    for network in lab.networks:
        for forward in network.forwards:
            for guest in lab.guests:
                for sender in ("lan", "host"):
                    walked = walk(topology, sender, guest.name, None, f"{forward.protocol}/{forward.port.value}")
                    if entry is not None and forward.port.value is not None and any(h.code == "port-forward" for h in walked.hops):
                        cells.append((Probe(sender, entry.address, forward.port.value), walked))
    return cells


def _addresses(topology: Topology, name: str) -> dict[str, list[int]]:
    """Addresses by card, invented ones included."""
    own: dict[str, list[int]] = {}
    for stack in topology.endpoints[name].stacks:
        for port in stack.ports:
            own.setdefault(port.name, []).extend(a.value for a in port.addresses)
    return own


def _as_predicted(topology: Topology, target: str, address: int, wired: Wired, own: dict[str, list[int]]) -> int | None:
    """The address under which the walk knows this one: a lease by lot stands for the one the walk took from the range."""
    if target in ("lan", "internet"):
        return None
    leased = wired.leases.get(address)
    if leased is not None:
        known = [a for a in own.get(f"ethernet{leased[1]}", []) if a in topology.ranges]
        return known[0] if known else address
    return address


def _measure(wired: Wired, asked: list[tuple[Probe, Walk]]) -> dict[Probe, str]:
    echo = Echo({n: s for n, s in wired.spaces.items() if n not in ("router",)})
    try:
        probes = list(dict.fromkeys(probe for probe, _ in asked))
        echo.send(probes)
        echo.wait(_QUIET)
        late = _late(echo, asked)
        if late:
            echo.send(late)
            echo.wait(_PATIENCE)
        for probe in _late(echo, asked):       # alone and from a fresh start: a question that another probe asked in vain blocks
            wired.forget()                     # an address for seconds (reverse path filter of the asked)
            echo.send([probe])
            echo.wait(_PATIENCE)
        return echo.answers
    finally:
        echo.close()


def _late(echo: Echo, asked: list[tuple[Probe, Walk]]) -> list[Probe]:
    """What was predicted to answer and has not: only silence needs no second look."""
    return list(dict.fromkeys(p for p, w in asked if w.verdict == "reachable" and echo.answers.get(p) != w.target))


def _cell(walked: Walk, probe: Probe, answered: str | None) -> Cell:
    measured = "reachable" if answered == walked.target else "unreachable"
    stop = f"{walked.stop.node}: {walked.stop.code}" if walked.stop is not None else ""
    return Cell(walked.sender, walked.target, ip_text(probe.address), walked.probe, walked.verdict, measured, walked.missing, stop)
