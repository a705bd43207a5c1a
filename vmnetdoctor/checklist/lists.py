"""The whole checklist of a lab: one list for each guest (alike ones share one), and what no guest's list has."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from vmnetdoctor.checklist.entries import CROSSED, NOTED, OPEN, Entry, entries, first
from vmnetdoctor.checklist.subject import Subject, subject_of
from vmnetdoctor.checklist.symptoms import in_question
from vmnetdoctor.model.facts import record
from vmnetdoctor.network.build import build
from vmnetdoctor.network.guest_classes import classes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vmnetdoctor.checklist.symptoms import Symptom, Way
    from vmnetdoctor.network.topology import Topology
    from vmnetdoctor.verdict import Judged, NotChecked, Verdict

CLASHES = ("address-in-use", "duplicate-machine-id", "mac-duplicate")       # faults that two guests have together


@record
class GuestList:
    """The steps for one guest, or for several that are alike: `guests[0]` lends its numbers.

    `start` is the index of the step to begin with; `left_out` are the steps that cannot explain the symptom.
    """

    subject: Subject
    guests: tuple[str, ...]
    steps: tuple[Entry, ...]
    start: int | None
    left_out: tuple[Entry, ...] = ()
    not_offered: tuple[Way, ...] = ()


@record
class Checklist:
    """All lists, the one with the first cause in front; `start` is the index of the list to begin with."""

    lists: tuple[GuestList, ...]
    symptom: Symptom | None
    start: int | None


def checklist(verdict: Verdict, guest: str | None = None, symptom: Symptom | None = None) -> Checklist:
    """The checklist of a lab as `check` judged it, of one guest where it is named."""
    topology = build(verdict.lab)
    table = _Concerns(verdict)
    made = []
    for members in _groups(topology, table, guest):
        subject = subject_of(topology, topology.guests[members[0]])
        made.append(_list(subject, members, table, symptom))
    if guest is None:
        made += _rest(topology, table, symptom, {n.name for one in made for n in one.subject.networks}, bool(made))
    order = {id(judged): number for number, judged in enumerate(verdict.findings)}
    made.sort(key=lambda one: _first_cause(one, order))
    lists = tuple(_shared_once(made))
    return Checklist(lists, symptom, _start(lists))


def _start(lists: Sequence[GuestList]) -> int | None:
    """The first list with a fault; else the first with something that is not known."""
    for status in (CROSSED, OPEN, NOTED):
        for number, one in enumerate(lists):
            if one.start is not None and one.steps[one.start].status == status:
                return number
    return next((number for number, one in enumerate(lists) if one.start is not None), None)


class _Concerns:
    """Which findings and gaps concern whom, looked up by guest and by network."""

    def __init__(self, verdict: Verdict) -> None:
        self.findings = verdict.findings
        self.order = {id(judged): number for number, judged in enumerate(verdict.findings)}
        self.by_guest: dict[str, list[Judged]] = {}
        self.by_network: dict[str, list[Judged]] = {}
        self.everywhere: list[Judged] = []
        self.placed: set[int] = set()
        self.owners = {item.path: item.guest for item in verdict.lab.inputs if item.guest is not None}
        for judged in verdict.findings:
            self._place(judged)
        self.gaps_of: dict[tuple[str, str], list[NotChecked]] = {}
        for gap in verdict.not_checked:
            key = next(((key, gap.subject[key]) for key in ("guest", "network") if gap.subject.get(key)), ("lab", ""))
            self.gaps_of.setdefault(key, []).append(gap)

    def _place(self, judged: Judged) -> None:
        for subject in judged.subjects or (judged.subject,):
            if subject.get("guest") is not None:
                for name in (subject["guest"], *self._partners(judged, subject["guest"])):
                    self._add(self.by_guest, name, judged)
            elif subject.get("network") is not None:
                for name in dict.fromkeys((subject["network"], *_vmnets(judged))):
                    self._add(self.by_network, name, judged)
            else:
                guests = {end for path in judged.breaks for end in path} - {"host", "lan", "internet"}
                for name in sorted(guests):
                    self._add(self.by_guest, name, judged)
                if not guests:
                    self.everywhere.append(judged)

    def _partners(self, judged: Judged, guest: str) -> list[str]:
        """The other guests of a clash: those whose files are its evidence."""
        if judged.rule.name not in CLASHES:
            return []
        shown = {self.owners.get(place.source.path) for _, place in judged.finding.also}
        return sorted(name for name in shown if name is not None and name != guest)

    @staticmethod
    def _add(table: dict[str, list[Judged]], name: str, judged: Judged) -> None:
        listed = table.setdefault(name, [])
        if judged not in listed[-1:]:
            listed.append(judged)

    def of(self, guests: Iterable[str], networks: Iterable[str]) -> list[Judged]:
        """Findings about these, in the order of `check`."""
        found = {id(j): j for name in guests for j in self.by_guest.get(name, ())}
        found.update((id(j), j) for name in networks for j in self.by_network.get(name, ()))
        found.update((id(j), j) for j in self.everywhere)
        self.placed |= set(found)
        return sorted(found.values(), key=lambda j: self.order[id(j)])

    def gaps(self, guest: str | None, networks: Iterable[str]) -> list[NotChecked]:
        keys = [("guest", guest or ""), *(("network", name) for name in networks), ("lab", "")]
        return [gap for key in keys for gap in self.gaps_of.get(key, ())]


def _vmnets(judged: Judged) -> tuple[str, ...]:
    return tuple(judged.finding.values.get("vmnets", ()))


def _groups(topology: Topology, table: _Concerns, guest: str | None) -> list[tuple[str, ...]]:
    """The guests by what their lists would say: same class of the walk, same release, same faults."""
    if guest is not None:
        return [(guest,)]
    groups: dict[object, list[str]] = {}
    for number, group in enumerate(classes(topology)):
        for name in group.members:
            faults = tuple((j.rule.name, j.finding.case) for j in table.by_guest.get(name, ()))
            gaps = tuple((gap.name, gap.missing) for gap in table.gaps_of.get(("guest", name), ()))
            machine = topology.guests[name]
            groups.setdefault((number, faults, gaps, machine.os.value, machine.service.value), []).append(name)
    return [tuple(members) for members in groups.values()]


def _list(subject: Subject, guests: tuple[str, ...], table: _Concerns, symptom: Symptom | None) -> GuestList:
    networks = [network.name for network in subject.networks] or [a.network for a in subject.plugs if a.network is not None]
    findings = table.of(guests[:1], networks)
    made = entries(subject, findings, table.gaps(guests[0] if guests else None, networks))
    left_out: list[Entry] = []
    not_offered: tuple[Way, ...] = ()
    if symptom is not None:
        made, left_out = _cut(made, symptom, guests)
        not_offered = _not_offered(subject, symptom)
    return GuestList(subject, guests, tuple(made), _begin(made, symptom), tuple(left_out), not_offered)


def _begin(made: Sequence[Entry], symptom: Symptom | None) -> int | None:
    found = first(made, (CROSSED,))
    if found is None and symptom is not None:
        found = next((number for number, entry in enumerate(made) if any(_explains(judged) for judged in entry.remarks)), None)
    return found if found is not None else first(made, (OPEN, NOTED))


def _explains(remark: Judged) -> bool:
    """Whether an info says something about a path; those about the machine's file alone do not."""
    return remark.rule.area != "adapter"


def _cut(made: Sequence[Entry], symptom: Symptom, guests: Sequence[str]) -> tuple[list[Entry], list[Entry]]:
    """Keep what can explain the symptom: by the path's needs, or because the experiment says that this fault breaks the path."""
    wanted = in_question(symptom)
    kept: list[Entry] = []
    left: list[Entry] = []
    for entry in made:
        explains = entry.step.id in wanted or any(_breaks(judged, symptom, guests) for judged in entry.findings)
        (kept if explains else left).append(entry)
    return kept, left


def _breaks(judged: Judged, symptom: Symptom, guests: Sequence[str]) -> bool:
    ends = {"guest": set(guests), "host": {"host"}, "lan": {"lan"}, "internet": {"internet"}}
    for way in symptom.fails:
        for sender, target in judged.breaks:
            peer = way.target == "peer" and target not in ("host", "lan", "internet")
            if sender in ends.get(way.sender, ()) and (peer or target in ends.get(way.target, ())):
                return True
    return False


def _not_offered(subject: Subject, symptom: Symptom) -> tuple[Way, ...]:
    """The paths asked for that no network of the guest offers (vmware-networking.md 6, first table)."""
    kinds = subject.kinds
    if subject.guest is None or "unknown" in kinds:
        return ()
    return tuple(way for way in symptom.fails if not _offers(way, kinds, subject))


def _offers(way: Way, kinds: set[str], subject: Subject) -> bool:
    if "internet" in (way.sender, way.target) or (way.sender, way.target) == ("guest", "lan"):
        return bool(kinds & {"nat", "bridged"})
    if (way.sender, way.target) == ("lan", "guest"):
        return "bridged" in kinds or any(network.forwards for network in subject.networks)
    if "host" in (way.sender, way.target):
        return bool(kinds & {"nat", "bridged", "hostonly"})
    return True


def _rest(topology: Topology, table: _Concerns, symptom: Symptom | None, seen: set[str], guests: bool) -> list[GuestList]:
    """Networks that no guest is on, where the lab has no guest or something is wrong with them; then what is left."""
    spare = [n for n in topology.lab.networks if n.name not in seen and (not guests or n.name in table.by_network)]
    made = [_list(Subject(topology, None, (), (network,)), (), table, symptom) for network in spare]
    lost = [judged for judged in table.findings if id(judged) not in table.placed]
    if lost:
        nothing = Subject(topology, None, (), ())
        steps = [entry for entry in entries(nothing, lost, ()) if entry.findings or entry.followers]
        made.append(GuestList(nothing, (), tuple(steps), first(steps, (CROSSED, NOTED))))
    return [one for one in made if one.steps]


def _first_cause(one: GuestList, order: dict[int, int]) -> int:
    ranks = [order[id(j)] for entry in one.steps for j in entry.findings if entry.status == CROSSED]
    return min(ranks, default=len(order))


def _shared_once(lists: Sequence[GuestList]) -> list[GuestList]:
    """Steps about a network are written out in the first list that has them; later lists point there."""
    seen: dict[tuple[Any, ...], int] = {}
    made = []
    for number, one in enumerate(lists):
        networks = tuple(network.name for network in one.subject.networks)
        steps = []
        for entry in one.steps:
            key = (entry.step.id, networks, entry.status, tuple(id(j) for j in entry.findings), _said(entry))
            earlier = seen.setdefault(key, number)
            steps.append(replace(entry, shown_in=earlier) if entry.step.shared and earlier != number else entry)
        made.append(replace(one, steps=tuple(steps)))
    return made


def _said(entry: Entry) -> tuple[Any, ...]:
    """What makes two entries of one network the same: their claims without the guest's own numbers."""
    own = ("guest", "index", "mac", "interface", "address", "prefix", "mask")
    return tuple((claim.code, claim.known, tuple((k, str(v)) for k, v in claim.values.items() if k not in own))
                 for claim in entry.claims)
