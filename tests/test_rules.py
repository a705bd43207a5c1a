"""Every example of every rule is a test: bad gives this rule at the marked places and nothing unlisted, good gives nothing."""

from __future__ import annotations

import re
import string
from typing import Any

import pytest

from vmnetdoctor import catalog, engine
from vmnetdoctor.assemble.inputs import RawFile
from vmnetdoctor.assemble.lab import assemble
from vmnetdoctor.grouping import alone
from vmnetdoctor.report.finding_sentences import templates, worded


def lab_of(files: dict[str, str]) -> tuple[engine.Verdict, set[tuple[str, int, int]]]:
    """The verdict on an example's files, and the places its brackets mark."""
    raw, marked = [], set()
    for path, text in sorted(files.items()):
        plain, spans = catalog.unmarked(text)
        raw.append(RawFile(path, plain.encode("utf-8")))
        marked |= {(path, *span) for span in spans}
    return engine.check(assemble(raw)), marked


def examples() -> list[Any]:
    return [pytest.param(name, number, id=f"{catalog.rule(name).id}-{name}-{number}")
            for name in catalog.files() for number in range(len(catalog.rule(name).examples))]


def everything(verdict: engine.Verdict) -> list[engine.Judged]:
    return [j for top in alone(verdict.findings) for j in (top, *top.consequences)]


@pytest.mark.parametrize(("name", "number"), examples())
def test_bad_example_gives_the_rule_where_it_is_marked(name: str, number: int) -> None:
    example = catalog.rule(name).examples[number]
    verdict, marked = lab_of(catalog.example_files(example))
    assert not verdict.crashes
    mine = [j for j in everything(verdict) if j.rule.name == name]
    assert len(mine) == example.get("times", 1)
    assert marked == {(j.finding.at.source.path, j.finding.at.start, j.finding.at.end) for j in mine}
    listed = {name, *example.get("also", ())}
    assert {j.rule.name for j in verdict.findings if j.severity != "info"} <= listed
    if catalog.rule(name).severity != "info":
        assert verdict.findings[0].rule.name in listed or mine[0] not in alone(verdict.findings)


@pytest.mark.parametrize(("name", "number"), examples())
def test_good_example_is_silent(name: str, number: int) -> None:
    example = catalog.rule(name).examples[number]
    if "good" not in example:
        pytest.skip("no good twin: another example of this rule has one")
    verdict, _ = lab_of(catalog.example_files(example, good=True))
    assert not verdict.crashes
    assert [j.rule.name for j in verdict.findings if j.severity != "info" or j.rule.name == name] == []


@pytest.mark.parametrize(("name", "number"), examples())
def test_safe_fix_turns_bad_into_good(name: str, number: int) -> None:
    rule = catalog.rule(name)
    example = rule.examples[number]
    verdict, _ = lab_of(catalog.example_files(example))
    fixes = [j.finding.fix for j in everything(verdict) if j.rule.name == name and j.finding.fix is not None]
    assert not fixes or rule.fix != "none"
    if not fixes or "good" not in example:
        return
    texts = {path: catalog.unmarked(text)[0] for path, text in catalog.example_files(example).items()}
    for edit in sorted((e for fix in fixes for e in fix.edits), key=lambda e: -e.place.start):
        path = edit.place.source.path
        texts[path] = texts[path][:edit.place.start] + edit.text + texts[path][edit.place.end:]
    again, _ = lab_of(dict(texts))
    assert name not in {j.rule.name for j in everything(again)}


@pytest.mark.parametrize(("name", "number"), examples())
@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_texts_are_filled(name: str, number: int, language: str) -> None:
    verdict, _ = lab_of(catalog.example_files(catalog.rule(name).examples[number]))
    for judged in everything(verdict):
        words = worded(judged, language)
        for part in ("message", "why", "cure"):
            variants = judged.rule.texts[language][part]
            assert isinstance(variants, str) or judged.finding.case in variants or "default" in variants, part
        for text in (words.message, words.why, words.cure, *words.related):
            assert text.strip()
            assert not re.search(r"\{\w*\}", text)


def placeholders(texts: Any) -> set[str]:
    flat = [texts] if isinstance(texts, str) else list(texts.values())
    return {field for text in flat for _, field, _, _ in string.Formatter().parse(text) if field}


@pytest.mark.parametrize("name", list(catalog.files()))
class TestCatalogue:
    def test_file_fits_the_schema(self, name: str) -> None:
        catalog.validate(catalog.files()[name])

    def test_stem_is_the_name_and_the_function(self, name: str) -> None:
        assert catalog.rule(name).name == name
        assert name in engine.checks()

    def test_both_languages_say_the_same_things(self, name: str) -> None:
        en, zh = (catalog.rule(name).texts[language] for language in catalog.LANGUAGES)
        assert set(en) == set(zh)
        for key in ("message", "why", "cure"):
            assert isinstance(en[key], str) == isinstance(zh[key], str)
            if not isinstance(en[key], str):
                assert set(en[key]) == set(zh[key])
        assert placeholders(en["message"]) == placeholders(zh["message"])
        assert set(en.get("labels", {})) == set(zh.get("labels", {}))
        assert set(en.get("words", {})) == set(zh.get("words", {}))

    def test_chinese_is_chinese(self, name: str) -> None:
        rule = catalog.rule(name)
        for key in ("claim", "message", "why", "cure"):
            for text in templates(rule, key, "zh"):
                assert re.search(r"[\u4e00-\u9fff]", text)

    def test_has_a_good_example(self, name: str) -> None:
        assert any("good" in example for example in catalog.rule(name).examples)

    def test_follows_names_rules(self, name: str) -> None:
        assert set(catalog.rule(name).follows) <= set(engine.checks())


@pytest.mark.parametrize("name", list(catalog.labs()))
def test_the_labs_that_examples_start_from_are_healthy(name: str) -> None:
    verdict, _ = lab_of(catalog.labs()[name])
    assert verdict.findings == ()


def test_every_function_has_its_file() -> None:
    assert set(engine.checks()) == set(catalog.files())


def test_ids_are_unique() -> None:
    ids = [catalog.rule(name).id for name in catalog.files()]
    assert len(ids) == len(set(ids))


def test_codes_lie_in_the_block_of_their_area() -> None:
    blocks = {"guest": "1", "profile": "2", "adapter": "3", "dhcp": "4", "nat": "5", "host": "6", "lab": "7"}
    assert [name for name in catalog.files() if catalog.rule(name).id[3] != blocks[catalog.rule(name).area]] == []
