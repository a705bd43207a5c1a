"""A probe to a port: through a forward of the NAT device where one listens on the host, else the path to the guest itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.model.addr import ip_text
from vmnetdoctor.network.attempts import Attempt, settle
from vmnetdoctor.network.conclusion import conclude
from vmnetdoctor.network.hops import Walk
from vmnetdoctor.network.journey import Undecided
from vmnetdoctor.network.packet import carry
from vmnetdoctor.network.probe_ping import answer, check_ends, ping_steps, walk_ping

if TYPE_CHECKING:
    from collections.abc import Callable

    from vmnetdoctor.model.host import Forward
    from vmnetdoctor.network.node import Node
    from vmnetdoctor.network.topology import Topology


def walk_port(topology: Topology, sender: str, target: str, address: int | None, protocol: str, port: int) -> Walk:
    """`tcp/N`, `udp/N`: from `lan` or `host` to the host's LAN address at N where a forward listens (contract.md, matrix)."""
    probe = f"{protocol}/{port}"
    end = topology.endpoints[target]
    forwards = topology.forwards.get((protocol, port), []) if sender in ("lan", "host") and end.kind == "guest" else []
    if not forwards or address is not None:
        return walk_ping(topology, sender, target, address, probe)
    attempt, flip = settle(topology, _steps(topology, topology.endpoints[sender], end, forwards))
    return conclude(topology, Walk(sender, target, address, probe, attempt.verdict), attempt, flip)


def _host_entry(topology: Topology) -> int | None:
    """The host's address that machines of its LAN know: where forwards listen."""
    ports = (p for p in topology.host.stacks[0].ports if p.switch == topology.lans[0].switch)
    return next((p.addresses[0].value for p in ports), None)


def _steps(topology: Topology, sender: Node, target: Node, forwards: list[Forward]) -> Callable[[Attempt], None]:
    def steps(attempt: Attempt) -> None:
        journey = attempt.journey
        check_ends(journey, sender, target)
        entry = _host_entry(topology)
        if entry is None:
            raise journey.stop("host", "no-address")
        arrival = carry(journey, sender, None, entry)
        if arrival.node is not topology.host:
            raise journey.stop(arrival.node.name, "other-machine", (), address=journey.text(entry), target="host")
        client = journey.source
        probe = f"{forwards[0].protocol}/{forwards[0].port.value}"
        forward = forwards[journey.choose("forward-duplicate", probe, len(forwards)) if _differ(forwards) else 0]
        seen = _hand_in(attempt, forward, client, target)
        attempt.turn_round()
        _hand_back(attempt, forward, target, seen, client)
        if topology.host is sender:
            journey.note(sender.name, "answer", "answered", source=journey.text(entry))
            return
        journey.intercept, journey.source = None, client
        answer(journey, topology.host, entry, sender)

    return steps


def _differ(forwards: list[Forward]) -> bool:
    return len({(f.network, f.address.value, f.guest_port.value) for f in forwards}) > 1


def _hand_in(attempt: Attempt, forward: Forward, client: int, target: Node) -> int:
    """The NAT device sends to the guest, as itself or keeping the client's address: no file tells which (measured.md)."""
    journey = attempt.journey
    device = journey.topology.devices[forward.network]
    stack = device.stacks[0]
    own = stack.ports[0].addresses[0].value
    goal = forward.address.value
    assert goal is not None
    values = {"port": str(forward.port.value), "address": ip_text(goal), "guest_port": str(forward.guest_port.value)}
    journey.note(device.name, "translate", "port-forward", (forward.place,), **values)
    if not stack.matches(goal):      # a proxy may still reach it through the host: no file and no manual tells
        _past_the_vmnet(attempt, forward, target, goal)
        raise journey.stop(device.name, "forward-target-outside", forward.address.places or (forward.place,), **values)
    source = client if journey.choose("forward-source", forward.network, 2) == 1 else own
    arrival = carry(journey, device, source, goal)
    if arrival.node is not target:
        raise journey.stop(arrival.node.name, "other-machine", (forward.place,), address=ip_text(goal), target=target.name)
    journey.note(target.name, "deliver", "delivered", source=journey.text(source), address=ip_text(goal))
    return source


def _hand_back(attempt: Attempt, forward: Forward, target: Node, seen: int, client: int) -> None:
    """The guest's answer must come back through the NAT device, or nobody puts the host's address back in."""
    journey = attempt.journey
    device = journey.topology.devices[forward.network]
    goal = forward.address.value
    assert goal is not None
    journey.intercept = device
    arrival = carry(journey, target, goal, seen)
    if arrival.node is not device:
        raise journey.stop(arrival.node.name, "answer-past-device", (forward.place,), address=journey.text(seen))
    inside = device.stacks[0].matches(client)      # a packet filter would look for the client on the vmnet, a proxy would not
    if inside and journey.choose("forward-client", forward.network, 2) == 1:
        raise Undecided
    journey.note(device.name, "restore", "port-forward", (forward.place,), address=journey.text(client))


def _past_the_vmnet(attempt: Attempt, forward: Forward, target: Node, goal: int) -> None:
    """A target off the vmnet that the host itself reaches: undecided, else it is lost anyway."""
    journey = attempt.journey
    if goal in journey.stack(target).addresses and journey.choose("forward-outside", forward.network, 2) == 1:
        ping_steps(journey.topology, journey.topology.host, target, goal)(attempt)
        raise Undecided
