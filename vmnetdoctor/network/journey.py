"""What a packet has with it on its way: its addresses, the hops so far, and the questions that no file answers.

Where a step depends on something no file tells, the journey asks: it takes the choice it was given (0 by default) and
remembers the question, so that `settle` can try the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.model.addr import ip_text
from vmnetdoctor.network.hops import Hop

if TYPE_CHECKING:
    from vmnetdoctor.network.node import Evidence, Node, Port, Row, Stack
    from vmnetdoctor.network.topology import Topology

_MOST_HOPS = 24
Question = tuple[str, object]


class Stopped(Exception):  # noqa: N818 - an outcome, no error
    """The packet goes no further; the stop is the last hop of the journey."""


class Undecided(Exception):  # noqa: N818 - an outcome, no error
    """Under this choice nothing more can be said: the other outcome is possible too."""


class Translation(NamedTuple):
    """A node that put its own address in place of the sender's."""

    at: Node
    inner: int
    outer: int


class Arrival(NamedTuple):
    """Where a packet ended: the node, and the port it came in by (None: it never left the node)."""

    node: Node
    port: Port | None


class Taker(NamedTuple):
    """A port that answers for an address, with the stack it belongs to."""

    port: Port
    stack: Stack


class Journey:
    """A packet on its way; `hops` grows, `asked` collects the questions met with the number of choices of each."""

    def __init__(self, topology: Topology, choices: dict[Question, int]) -> None:
        self.topology = topology
        self.choices = choices
        self.asked: dict[Question, int] = {}
        self.hops: list[Hop] = []
        self.likely = False
        self.translations: list[Translation] = []
        self.met: dict[tuple[int, int], Taker] = {}      # (port, address): a neighbour it has learnt from a question
        self.passed: dict[int, list[tuple[Stack, list[Row]]]] = {}      # rows an address of a range has taken so far
        self.answering = False
        self.intercept: Node | None = None        # takes in whatever passes it (a NAT device that keeps the client's address)
        self.source = 0
        self.destination = 0
        self.budget = _MOST_HOPS
        self.sender_mac: str | None = None      # of the card that put the packet on the switch it is on

    def choose(self, code: str, about: object, count: int) -> int:
        """The choice for an open question; the first one met is explored by the caller."""
        key = (code, about)
        self.asked[key] = count
        return self.choices.get(key, 0)

    def text(self, address: int) -> str:
        """An address for a text; an invented one is left empty."""
        if address in self.topology.invented:
            span = self.topology.ranges.get(address)
            return f"{ip_text(span[0])}-{ip_text(span[1])}" if span is not None else ""
        return ip_text(address)

    def note(self, node: str, action: str, code: str, evidence: Evidence = (), **values: str) -> None:
        """Add a hop."""
        self.hops.append(Hop(node, action, code, values, evidence))

    def stop(self, node: str, code: str, evidence: Evidence = (), **values: str) -> Stopped:
        """Add the hop the packet stops at; to be raised."""
        self.note(node, "stop", code, evidence, **values)
        return Stopped(code)

    def stack(self, node: Node) -> Stack:
        """The stack of a node under the reader taken to be in force."""
        if len(node.stacks) == 1:
            return node.stacks[0]
        return node.stacks[self.choose("reader", node.name, len(node.stacks))]

    def leave_as(self, value: int) -> None:
        """The address chosen by the node that sends; the last translation learns its outer side."""
        self.source = value
        if self.translations and self.translations[-1].outer < 0:
            self.translations[-1] = self.translations[-1]._replace(outer=value)
