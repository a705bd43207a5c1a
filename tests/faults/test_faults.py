"""The strongest test of the catalogue: every fault put into every healthy lab where it can be made is found first, and alone."""

from __future__ import annotations

from collections import Counter
from functools import cache
from random import Random

import pytest

from tests.faults import captures
from tests.faults.given import Given, healthy
from tests.faults.judge import both, judged
from tests.faults.mutations import mutations, rule_of
from vmnetdoctor import catalog, engine

LEAST_PAIRS, LEAST_LABS = 300, 2
# Faults that lie between two guests: with a second fault in one of them the first is no more.
PAIRED = {"address-in-use/guest", "mac-duplicate", "mac-duplicate/different-networks"}


@cache
def labs() -> dict[str, Given]:
    return healthy()


def loud(given: Given) -> list[str]:
    verdict = engine.check(given.lab)
    assert not verdict.crashes
    return [judged.rule.name for judged in verdict.findings if judged.severity != "info"]


@pytest.mark.parametrize("lab", list(labs()))
class TestHealthyLab:
    def test_is_silent(self, lab: str) -> None:
        assert loud(labs()[lab]) == []

    @pytest.mark.parametrize("capture", [c.__name__ for made in captures.CAPTURES.values() for c in made])
    def test_is_silent_with_captures_of_its_host(self, lab: str, capture: str) -> None:
        given = labs()[lab]
        fitting = [c for c in captures.CAPTURES.get(given.lab.host.os.value or "", ()) if c.__name__ == capture]
        if not fitting:
            pytest.skip("another kind of host")
        assert loud(fitting[0](given)) == []


@cache
def pairs() -> list[tuple[str, str]]:
    """Every mutation with every lab in which it can be made."""
    return [(name, lab) for name, mutate in mutations().items() for lab, given in labs().items() if mutate(given) is not None]


@pytest.mark.parametrize(("mutation", "lab"), [pytest.param(*pair, id="-in-".join(pair)) for pair in pairs()])
def test_fault_is_found_first_and_alone(mutation: str, lab: str) -> None:
    outcome = judged(mutation, labs()[lab])
    assert outcome is not None
    assert outcome.crashes == ()
    assert outcome.found == "first"
    assert outcome.unrelated == ()
    assert outcome.elsewhere == ""


@pytest.mark.long
@pytest.mark.parametrize("turn", [1, 2, 3])
@pytest.mark.parametrize("mutation", list(mutations()))
def test_fault_of_another_guest_is_found_first_and_alone(mutation: str, turn: int) -> None:
    outcomes = [judged(mutation, given.turned(turn)) for given in labs().values()]
    assert [outcome for outcome in outcomes if outcome is not None and not outcome.good] == []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(20))
def test_two_faults_of_different_guests_are_both_found(seed: int) -> None:
    lot, made, untold = Random(seed), 0, []
    names = [name for name, mutate in mutations().items() if mutate.__module__.endswith((".guest", ".profile", ".adapter")) and name not in PAIRED]
    while made < 50:
        (one, two), given = lot.sample(names, 2), lot.choice(list(labs().values())).turned(lot.randrange(4))
        lost = both(one, two, given)
        made += lost is not None
        if lost:
            untold.append((one, two, given.name, given.turn, lost))
    assert untold == []


def test_every_rule_is_made_in_two_labs_and_all_in_many() -> None:
    counted = Counter(rule for rule, _ in {(rule_of(name), lab) for name, lab in pairs()})
    assert {rule: counted[rule] for rule in catalog.files() if counted[rule] < LEAST_LABS} == {}
    assert set(counted) <= set(catalog.files())
    assert sum(counted.values()) >= LEAST_PAIRS


def test_a_mutation_changes_a_copy() -> None:
    for lab, given in labs().items():
        for mutate in mutations().values():
            mutate(given)
        assert given.files == healthy()[lab].files
