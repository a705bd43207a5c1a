"""Equal findings are one finding with a count; what differs stays apart."""

from __future__ import annotations

import json

import pytest

from vmnetdoctor import catalog, engine
from vmnetdoctor.assemble.inputs import RawFile
from vmnetdoctor.assemble.lab import assemble
from vmnetdoctor.report.check_json import check_json
from vmnetdoctor.report.check_text import check_text

PROFILE = "DEVICE=ens33\nONBOOT=yes\nBOOTPROTO=none\nIPADDR=10.0.0.{n}\nPREFIX=24\nGATEWAY={gateway}\nDNS1=10.0.0.2\n"


def lab_of(guests: dict[str, str], nat: str = "") -> engine.Verdict:
    """A NAT lab whose guests have the given gateways."""
    vmx = catalog.labs()["nat"]["web1/web1.vmx"]
    texts = {path: text for path, text in catalog.labs()["nat"].items() if not path.startswith("web1/")}
    for number, (name, gateway) in enumerate(guests.items(), 10):
        mac = f"00:0c:29:00:00:{number:02x}"
        lines = [line for line in vmx.splitlines() if "ddress =" not in line and "displayName" not in line and "uuid" not in line]
        lines += [f'displayName = "{name}"', f'ethernet0.generatedAddress = "{mac}"']
        texts[f"{name}/{name}.vmx"] = "\n".join(lines) + "\n"
        texts[f"{name}/ifcfg-ens33"] = PROFILE.format(n=number, gateway=gateway)
        if "web1/etc/redhat-release" in catalog.labs()["nat"]:
            texts[f"{name}/etc/redhat-release"] = catalog.labs()["nat"]["web1/etc/redhat-release"]
    texts["host/vmnetnat.conf"] += nat
    return engine.check(assemble([RawFile(path, text.encode()) for path, text in sorted(texts.items())]))


@pytest.fixture(scope="module")
def twelve() -> engine.Verdict:
    return lab_of({f"g{i:02}": "10.0.0.1" for i in range(12)})


def test_the_same_fault_in_many_guests_is_one_finding(twelve: engine.Verdict) -> None:
    found = [j for j in twelve.findings if j.rule.name == "gateway-is-host-adapter"]
    assert len(found) == 1
    assert [s["guest"] for s in found[0].subjects] == [f"g{i:02}" for i in range(12)]
    assert {sender for sender, target in found[0].breaks if target == "internet"} == {f"g{i:02}" for i in range(12)}
    assert twelve.counts["error"] == 1
    assert found[0].finding.fix is not None
    assert len({e.place.source.path for e in found[0].finding.fix.edits}) == 12


@pytest.mark.parametrize(("language", "words"), [("en", "(and 11 more guests)"), ("zh", "（另有 11 台虚拟机同样如此）")])
def test_the_message_counts_and_the_text_lists_places(twelve: engine.Verdict, language: str, words: str) -> None:
    text = check_text(twelve, language, 80, False, False)
    assert words in text.replace("\n  ", " ") or words in text.replace("\n  ", "")
    assert "g05 ens33" in text
    assert "g05/ifcfg-ens33:6:9" in text
    assert "g11/ifcfg-ens33" not in text
    assert "g11/ifcfg-ens33:6:9" in check_text(twelve, language, 80, False, False, True)
    made = json.loads(check_json(twelve, language))["findings"][0]
    assert words in made["message"]
    assert len(made["related"]) >= 11
    assert made["subject"] == made["subjects"][0]


def test_another_gateway_is_another_finding() -> None:
    verdict = lab_of({"a": "10.0.0.1", "b": "10.0.0.1", "c": "10.0.0.12"})
    assert next((j.rule.name, len(j.subjects)) for j in verdict.findings) == ("gateway-is-host-adapter", 2)
    assert {j.subject.get("guest") for j in verdict.findings} >= {"a", "c"}


def test_forwards_to_one_address_are_one_finding() -> None:
    verdict = lab_of({"a": "10.0.0.2"}, "[incomingtcp]\n80 = 10.0.0.77:80\n443 = 10.0.0.77:443\n22 = 10.0.0.78:22\n")
    assert [(j.rule.name, max(len(j.members), 1)) for j in verdict.findings] == [
        ("forward-target-unknown", 2), ("forward-target-unknown", 1)]
    assert verdict.findings[0].finding.at.source.path == "host/vmnetnat.conf"


def test_order_of_files_does_not_matter_to_a_group(twelve: engine.Verdict) -> None:
    again = lab_of({f"g{i:02}": "10.0.0.1" for i in range(12)})
    assert check_json(again, "en") == check_json(twelve, "en")
