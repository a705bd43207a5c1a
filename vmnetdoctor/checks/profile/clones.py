"""Rules about clones that a DHCP server cannot tell apart (guest-ifcfg.md 6; vmware-networking.md 3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.checks.lookups import cards
from vmnetdoctor.checks.outcome import Finding, Outcome, check
from vmnetdoctor.checks.subjects import all_nics
from vmnetdoctor.model.addr import ip_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.checks.subjects import Nic
    from vmnetdoctor.model.facts import Fact
    from vmnetdoctor.model.lab import Lab

_FROM_MACHINE_ID = ("networkd", "netplan")      # these derive the client id from it; NetworkManager may be told to


class Shared(NamedTuple):
    """One address that went to several cards: the address, their MACs, and the facts that show it."""

    address: str
    macs: frozenset[str]
    facts: tuple[Fact[str], ...]
    recorded: bool              # a leases file shows it with one client id; else two captures show one leased address


@check("lab")
def duplicate_machine_id(lab: Lab) -> Iterator[Outcome]:
    asking = [nic for nic in all_nics(lab) if nic.live and nic.network is not None and (nic.dhcp or nic.reading.leased)]
    shared = [*_recorded(lab), *_captured(lab)]
    told: set[str] = set()
    for nics in _twins(asking):
        macs = {nic.adapter.mac.value for nic in nics if nic.adapter is not None}
        proof = next((s for s in shared if len(macs & s.macs) > 1), None)
        told |= {mac for mac in macs if mac is not None}
        yield _same_id(nics, proof)
    for proof in shared:
        if not proof.macs & told:
            told |= proof.macs
            owners = [cards(lab)[mac][0] for mac in sorted(proof.macs)]
            guest, adapter = owners[-1]
            yield Finding(proof.facts[0].places[0], {"address": proof.address, "guests": [g.name for g, _ in owners], "id": ""},
                          tuple(("lease", fact.places[0]) for fact in proof.facts[1:3]), case="lease",
                          confidence="certain" if proof.recorded else "likely",
                          subject={"guest": guest.name, "network": adapter.network})


def _same_id(nics: list[Nic], proof: Shared | None) -> Finding:
    last = nics[-1]
    derived = sum(nic.reading.reader in _FROM_MACHINE_ID for nic in nics) > 1
    ids = [nic.guest.seen.machine_id for nic in nics if nic.guest.seen is not None]
    return Finding(ids[-1].places[0], {"guests": [nic.guest.name for nic in nics], "id": ids[-1].value,
                                       "address": proof.address if proof is not None else ""},
                   (*(("same", fact.places[0]) for fact in ids[:-1][:3]),
                    *(("lease", fact.places[0]) for fact in (proof.facts[:2] if proof is not None else ()))),
                   case="default" if proof is None else "proven",
                   confidence="certain" if proof is not None else "likely" if derived else "possible",
                   subject={"guest": last.guest.name, "network": last.network.name if last.network is not None else None})


def _twins(asking: list[Nic]) -> list[list[Nic]]:
    """Cards of different guests on one network whose machines have one id, one card of each guest."""
    groups: dict[tuple[str, str], dict[str, Nic]] = {}
    for nic in asking:
        ident = nic.guest.seen.machine_id if nic.guest.seen is not None else None
        if ident is not None and ident.value and ident.places and nic.network is not None:
            groups.setdefault((nic.network.name, ident.value.lower()), {}).setdefault(nic.guest.name, nic)
    return [list(group.values()) for group in groups.values() if len(group) > 1]


def _recorded(lab: Lab) -> list[Shared]:
    """Leases whose client id other cards of the lab have used for the same address."""
    found = []
    for lease in lab.host.leases:
        facts = [fact for fact in (lease.mac, *lease.rivals) if fact.value in cards(lab) and fact.places]
        macs = frozenset(fact.value for fact in facts if fact.value is not None)
        if lease.rivals and len(macs) > 1 and lease.address.value is not None:
            found.append(Shared(ip_text(lease.address.value), macs, tuple(facts), recorded=True))
    return found


def _captured(lab: Lab) -> list[Shared]:
    """Leased addresses that the captures of two guests show on cards of different MACs."""
    holders: dict[tuple[str | None, int], dict[str, Fact[str]]] = {}
    for guest in lab.guests:
        plugs = {a.mac.value: a.network for a in guest.plugs}
        for card in guest.seen.interfaces if guest.seen is not None else ():
            if card.dhcp.value is not True or card.mac.value not in plugs or not card.holds_address:
                continue
            for held in card.addresses:
                if held.value is not None and card.mac.value is not None:
                    key = (plugs[card.mac.value], held.value.address)
                    holders.setdefault(key, {})[card.mac.value] = held.map(str)
    return [Shared(ip_text(address), frozenset(macs), tuple(macs.values()), recorded=False)
            for (_, address), macs in holders.items() if len(macs) > 1]
