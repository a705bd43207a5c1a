"""Rules about the host virtual adapters of the vmnets (causes.md, Host)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.checks.host.relevance import occupied, shared_by_host
from vmnetdoctor.checks.outcome import CannotTell, Finding, Outcome, check, places
from vmnetdoctor.model.addr import APIPA, ip_text
from vmnetdoctor.model.lab import once_per_lab

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.checks.subjects import NetworkInLab
    from vmnetdoctor.model.addr import Interface
    from vmnetdoctor.model.facts import Fact
    from vmnetdoctor.model.host import Network
    from vmnetdoctor.model.lab import Lab

ICS = 192 << 24 | 168 << 16 | 137 << 8 | 1      # what Internet Connection Sharing gives the adapter it shares to
_GONE = ("disabled", "absent")


def with_host_adapter(subject: NetworkInLab) -> bool:
    """A NAT or host-only vmnet, on which the host has an adapter of its own (vmware-networking.md 2.2)."""
    return shared_by_host(subject.network)


def _held(network: Network) -> list[Fact[Interface]]:
    card = network.host_card
    return [fact for fact in card.addresses if fact.value is not None] if card is not None else []


def _fits(network: Network, address: int) -> bool:
    return any(subnet.value is not None and subnet.value.holds(address) for subnet in (network.subnet, *network.subnets))


@check("network", when=with_host_adapter)
def host_adapter_mismatch(subject: NetworkInLab) -> Iterator[Outcome]:
    network = subject.network
    held = _held(network)
    if not held:
        if network.host_card is None and network.host_adapter_state.value not in _GONE and occupied(subject.lab, network):
            yield CannotTell("host-addresses", "host-cards")
        return
    if network.subnet.value is None:
        yield CannotTell("subnet", "dhcp-or-nat-file")
        return
    if any(fact.value is not None and _fits(network, fact.value.address) for fact in held):
        return
    automatic = all(fact.value is not None and APIPA.holds(fact.value.address) for fact in held)
    refused = network.dhcp is not None and network.dhcp.broken.known
    if automatic and (refused or network.dhcp_running.value is False):
        return                              # no lease to be had: dhcp-syntax or dhcp-service-stopped tells it
    first = held[0].value
    assert first is not None
    yield Finding(held[0].places[0], {"address": ip_text(first.address), "subnet": str(network.subnet.value),
                                      "right": ip_text(network.subnet.value.base + 1)},
                  places("subnet", network.subnet), case="automatic" if automatic else "default")


@check("network", when=with_host_adapter)
def host_adapter_disabled(subject: NetworkInLab) -> Iterator[Outcome]:
    network, state = subject.network, subject.network.host_adapter_state
    if state.value not in _GONE or not state.places or not occupied(subject.lab, network):
        return
    if _chosen(subject.lab, network):
        yield Finding(state.places[0], case="chosen", severity="info")
        return
    listed = network.host_card is not None
    yield Finding(state.places[0], {}, places("subnet", network.subnet), case="default" if listed else "not-listed")


def _chosen(lab: Lab, network: Network) -> bool:
    """Whether the host's own database says that there is to be no adapter; a capture's listing does not."""
    seen = lab.host.seen
    listing = seen.interfaces[0].place if seen is not None and seen.interfaces else None
    at = network.host_adapter_state.places[0]
    return network.host_card is None and (listing is None or at.source is not listing.source)


@check("network", when=with_host_adapter)
def host_adapter_has_gateway(subject: NetworkInLab) -> Iterator[Outcome]:
    card = subject.network.host_card
    if card is None or not card.gateway.value or not card.gateway.places:
        return
    others = [c for c in subject.lab.host.adapters if not c.is_vmware and c.gateway.value]
    yield Finding(card.gateway.places[0], {"gateway": ip_text(card.gateway.value), "card": card.name},
                  places("other", *(c.gateway for c in others[:1])))


@check("network", when=with_host_adapter)
def ics_conflict(subject: NetworkInLab) -> Iterator[Outcome]:
    network = subject.network
    if subject.lab.host.os.value != "windows" or _fits(network, ICS):
        return
    for fact in _held(network):
        if fact.value is not None and fact.value.address == ICS:
            known = network.subnet.value
            yield Finding(fact.places[0], {"address": ip_text(ICS), "subnet": str(known) if known is not None else "?"},
                          places("subnet", network.subnet), confidence="likely",
                          case="default" if known is not None else "subnet-unknown")


@check("network", when=with_host_adapter)
def configuration_drift(subject: NetworkInLab) -> Iterator[Outcome]:
    """The database (`networking`, vmware-networking.md 5.1) names another subnet than the files generated from it."""
    kinds = _kinds(subject.lab)
    stated = [fact for fact in subject.network.subnets if fact.value is not None and fact.places]
    database = [fact for fact in stated if kinds.get(fact.places[0].source.path) in ("networking", "locations", "registry")]
    generated = [fact for fact in stated if kinds.get(fact.places[0].source.path) in ("dhcp", "nat")]
    other = next((fact for fact in generated if database and fact.value != database[0].value), None)
    if other is None:
        return
    yield Finding(database[0].places[0], {"database": str(database[0].value), "generated": str(other.value)},
                  places("generated", other))


@once_per_lab
def _kinds(lab: Lab) -> dict[str, str]:
    return {item.path: item.kind for item in lab.inputs}
