"""What a walk leaves behind: hops as records for a text template, and the verdict.  No sentence stands here."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from vmnetdoctor.model.facts import record

if TYPE_CHECKING:
    from vmnetdoctor.network.node import Evidence

REACHABLE, UNREACHABLE, UNKNOWN = "reachable", "unreachable", "unknown"


@record
class Hop:
    """One step of a packet: the node (or switch) it happens at, what is done, a code for the text, its values and evidence.

    Actions: send, route, switch, forward, translate, restore, deliver, answer, resolve, stop.
    """

    node: str
    action: str
    code: str
    values: dict[str, str] = field(default_factory=dict)
    evidence: Evidence = ()


@record
class Walk:
    """The verdict on one probe with the hops of its request and answer.

    `stops_at` and `stop` name the node and the last hop of an unreachable walk; `missing` and `supply` are codes of the
    fact that would settle an unknown one, `values` what the texts of `missing` name.
    """

    sender: str
    target: str
    address: int | None
    probe: str
    verdict: str
    confidence: str = "certain"
    request: tuple[Hop, ...] = ()
    answer: tuple[Hop, ...] = ()
    stops_at: str | None = None
    stop: Hop | None = None
    missing: str = ""
    supply: str = ""
    values: dict[str, str] = field(default_factory=dict)

    @property
    def hops(self) -> tuple[Hop, ...]:
        return (*self.request, *self.answer)
