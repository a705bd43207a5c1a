"""The steps as data: one step for each rule, a command for every system, words in both languages, a fixed order."""

from __future__ import annotations

import string
from typing import Any

import pytest

from vmnetdoctor import catalog, engine
from vmnetdoctor.assemble.inputs import RawFile
from vmnetdoctor.assemble.lab import assemble
from vmnetdoctor.checklist import commands
from vmnetdoctor.checklist.entries import CROSSED, rules_of
from vmnetdoctor.checklist.lists import CLASHES, checklist
from vmnetdoctor.checklist.steps import STEPS, step_of
from vmnetdoctor.report.checklist_otherwise import OTHERWISE
from vmnetdoctor.report.checklist_words import CLAIMS, FRAME, LOOK, TITLES

IDS = [step.id for step in STEPS]


def judged(files: dict[str, str]) -> engine.Verdict:
    return engine.check(assemble([RawFile(path, catalog.unmarked(text)[0].encode()) for path, text in sorted(files.items())]))


@pytest.mark.parametrize("name", list(catalog.files()))
def test_every_rule_belongs_to_exactly_one_step_of_its_layer(name: str) -> None:
    assert [step.id for step in STEPS if name in rules_of(step)] == [step_of(catalog.rule(name)).id]
    assert step_of(catalog.rule(name)).layer == catalog.rule(name).layer


def test_the_steps_go_up_layer_by_layer() -> None:
    assert list(dict.fromkeys(step.layer for step in STEPS)) == list(catalog.LAYERS)
    assert [catalog.LAYERS.index(step.layer) for step in STEPS] == sorted(catalog.LAYERS.index(step.layer) for step in STEPS)


def test_rules_named_by_a_step_exist() -> None:
    assert {name for step in STEPS for name in step.names} <= set(catalog.files())
    assert {name for rows in OTHERWISE.values() for row in rows for name in row.rules} <= set(catalog.files())
    assert set(OTHERWISE) == set(IDS)
    assert set(CLASHES) <= set(catalog.files())


def test_a_clash_is_crossed_for_both_guests() -> None:
    example = next(e for e in catalog.rule("mac-duplicate").examples if len(judged(catalog.example_files(e)).lab.guests) > 1)
    verdict = judged(catalog.example_files(example))
    found = next(f for f in verdict.findings if f.rule.name == "mac-duplicate")
    lists = {name: one for one in checklist(verdict).lists for name in one.guests}
    crossed = [name for name, one in lists.items() if any(found in entry.findings for entry in one.steps)]
    assert len(crossed) == 1 + len(found.finding.also)


@pytest.mark.parametrize("step", STEPS, ids=IDS)
def test_every_step_has_a_command_for_every_system(step: Any) -> None:
    table, systems = (commands.GUEST, commands.GUEST_SYSTEMS) if step.where == "guest" else (commands.HOST, commands.HOST_SYSTEMS)
    assert set(table[step.id]) == set(systems)
    for rows in (commands.HOST.get(step.id), commands.GUEST.get(step.id)):
        assert rows is None or all(rows.values())


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_numbers() -> None:
    assert set(TITLES) == set(IDS)
    for table in (CLAIMS, LOOK, FRAME):
        for key, (english, chinese) in table.items():
            assert placeholders(english) == placeholders(chinese), key
            assert any("\u4e00" <= char <= "\u9fff" for char in chinese) or key == "means", key


EXAMPLES = [pytest.param(name, example, id=f"{name}-{number}")
            for name in catalog.files() for number, example in enumerate(catalog.rule(name).examples)]


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_the_first_crossed_step_is_the_cause_of_check(name: str, example: dict[str, Any]) -> None:
    verdict = judged(catalog.example_files(example))
    loud = [found for found in verdict.findings if found.severity != "info"]
    made = checklist(verdict)
    crossed = [entry for one in made.lists for entry in one.steps if entry.status == CROSSED]
    if loud:
        assert loud[0] in crossed[0].findings
        assert made.start == next(number for number, one in enumerate(made.lists) if crossed[0] in one.steps)
    else:
        assert crossed == []
    placed = {id(found) for one in made.lists for entry in one.steps for found in entry.findings}
    assert {id(found) for found in loud} <= placed
    for one in made.lists:
        order = [STEPS.index(entry.step) for entry in one.steps]
        assert order == sorted(order)


@pytest.mark.parametrize("lab", list(catalog.labs()))
def test_nothing_is_crossed_in_a_healthy_lab(lab: str) -> None:
    statuses = {entry.status for one in checklist(judged(dict(catalog.labs()[lab]))).lists for entry in one.steps}
    assert statuses <= {"ticked", "cannot-tell"}
