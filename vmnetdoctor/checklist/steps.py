"""The steps of the checklist, from the bottom up, and which rules belong to each (a rule's `layer` decides).

Where a layer has several steps, the rule's area tells them apart; what needs no typing comes first within a layer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.model.facts import record

if TYPE_CHECKING:
    from vmnetdoctor.catalog import Rule

KINDS = ("nat", "hostonly", "bridged", "lansegment", "unknown")
OUTWARD = ("nat", "bridged", "unknown")
HOSTED = ("nat", "hostonly", "unknown")     # kinds with a host virtual adapter and VMware's own services


@record
class Step:
    """One step: its layer, where one looks (`guest`, `host`), whether it is about the whole network, and for which kinds.

    `areas` are the rule areas of the layer that belong to this step (none: all that no other step of the layer takes), `names`
    single rules.  `optional`: shown only where something is found or asked.
    """

    id: str
    layer: str
    where: str
    shared: bool
    kinds: tuple[str, ...] = KINDS
    areas: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    optional: bool = False


STEPS = (
    Step("adapter", "link", "host", False),
    Step("vmnets", "link", "host", True, areas=("host",)),
    Step("plug", "switch", "host", False),
    Step("bridge", "switch", "host", True, ("bridged",), names=(
        "bridge-adapter-missing", "bridge-automatic-ambiguous", "bridge-protocol-unbound", "bridge-wrong-adapter")),
    Step("services", "switch", "host", True, HOSTED, areas=("host", "nat", "dhcp")),
    Step("interface", "interface", "guest", False),
    Step("address", "address", "guest", False),
    Step("dhcp", "address", "host", True, HOSTED, areas=("dhcp", "host")),
    Step("gateway", "gateway", "guest", False, OUTWARD),
    Step("nat-device", "gateway", "host", True, ("nat",), areas=("nat", "dhcp", "host")),
    Step("host-adapter", "host", "host", True, ("nat", "hostonly", "bridged", "unknown")),
    Step("forwards", "forward", "host", True, ("nat",)),
    Step("resolver", "names", "guest", False, OUTWARD),
    Step("firewall", "firewall", "host", True),
    Step("request", "note", "host", True, optional=True),
)
BY_ID = {step.id: step for step in STEPS}


def step_of(rule: Rule) -> Step:
    """The one step that a rule belongs to."""
    here = [step for step in STEPS if step.layer == rule.layer]
    named = next((step for step in here if rule.name in step.names), None)
    by_area = next((step for step in here if rule.area in step.areas), None)
    return named or by_area or next(step for step in here if not step.areas and not step.names)
