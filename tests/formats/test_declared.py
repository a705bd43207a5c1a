"""The declaration file: what it states, and where a mistake in it is."""

from __future__ import annotations

import re

import pytest

from vmnetdoctor.formats.declared import Declared, parse
from vmnetdoctor.formats.declared_error import MESSAGES, TYPES, DeclaredError
from vmnetdoctor.source import Source

FULL = """host:
  os: windows
  adapters: [{name: Wi-Fi, kind: wireless, addresses: [192.168.1.100/24, 'fe80::1/64'], gateway: 192.168.1.1, up: true}]
bridges: {vmnet0: Wi-Fi, VMnet2: automatic}
guests:
  web1: {files: [guests/web1], os: centos6, service: network-scripts}
  007: {os: rhel9.2}
  考勤系统: {os: windows}
expect: [{from: web1, to: internet, verdict: reachable}, {from: lan, to: web1, probe: tcp/8888, address: 10.0.0.5, verdict: unreachable}]
rules: {ignore: [VND102], severity: {gateway-missing: info}}
"""


def read(text: str) -> Declared:
    return parse(Source("vmnetdoctor.yaml", text))


def test_everything_is_stated_with_its_place() -> None:
    declared = read(FULL)
    assert declared.host_os is not None
    assert declared.host_os.place.text == "windows"
    card = declared.adapters[0]
    assert [a.place.text for a in card.addresses] == ["192.168.1.100/24", "'fe80::1/64'"]
    assert card.up is not None
    assert card.up[0] is True
    assert {name: item.value for name, item in declared.bridges.items()} == {"VMnet0": "Wi-Fi", "VMnet2": "automatic"}
    assert list(declared.guests) == ["web1", "007", "考勤系统"]
    assert declared.guests["web1"].files[0].value == "guests/web1"
    assert [(w.sender.value, w.probe, w.verdict) for w in declared.expect] == [
        ("web1", "ping", "reachable"), ("lan", "tcp/8888", "unreachable")]
    assert declared.ignore[0].value == "VND102"
    assert declared.severity["gateway-missing"].value == "info"


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "guests: {}\n"], ids=["empty", "comment", "document start", "empty mapping"])
def test_nothing_declared(text: str) -> None:
    declared = read(text)
    assert (declared.host_os, declared.adapters, declared.guests) == (None, (), {})


@pytest.mark.parametrize("word", [
    "centos6", "centos10", "rhel7", "rhel9.4", "rocky9", "alma8", "oraclelinux8", "fedora", "ubuntu", "ubuntu22.04", "debian", "windows",
    "macos", "CentOS7", "centos-stream-9"])
def test_systems(word: str) -> None:
    entry = read(f"guests: {{a: {{os: {word}}}}}").guests["a"]
    assert entry.os is not None
    assert entry.os.value == word


BOMB = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + "".join(f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 12))
MISTAKES = {
    "unknown key": ("host:\n  oss: windows\n", "unknown-key-near", 2, 3),
    "unknown key far off": ("colour: red\n", "unknown-key", 1, 1),
    "unknown system": ("guests:\n  a: {os: solaris}\n", "malformed", 2, 11),
    "unknown host system": ("host: {os: windwos}", "not-one-of-near", 1, 12),
    "verdict": ("expect:\n- {from: a, to: b, verdict: ok}", "not-one-of", 2, 29),
    "verdict missing": ("expect:\n- {from: a, to: b}", "key-missing", 2, 3),
    "probe": ("expect:\n- {from: a, to: b, probe: tcp/65536, verdict: reachable}", "malformed", 2, 27),
    "address without prefix": ("host: {adapters: [{name: a, addresses: [10.0.0.1]}]}", "malformed", 1, 41),
    "octet": ("host: {adapters: [{name: a, gateway: 10.0.0.256}]}", "malformed", 1, 38),
    "prefix": ("host: {adapters: [{name: a, addresses: [10.0.0.1/33]}]}", "malformed", 1, 41),
    "bridge name": ("bridges: {eth0: x}", "malformed", 1, 11),
    "files not a list": ("guests: {a: {files: x}}", "wrong-type", 1, 21),
    "number for text": ("bridges: {VMnet0: 5}", "wrong-type", 1, 19),
    "list at the top": ("- a", "wrong-type", 1, 1),
    "null": ("guests:\n  a:\n", "wrong-type", 2, 5),
    "duplicate key": ("host: {os: linux}\nhost: {os: linux}", "duplicate-key", 2, 1),
    "first mistake in text order": ("zzz: 1\nhost: {os: x}\n", "unknown-key", 1, 1),
    "tab": ("host:\n\tos: windows\n", "tab", 2, 1),
    "syntax": ("a: b: c", "yaml-syntax", 1, 5),
    "two documents": ("---\n{}\n---\n{}\n", "yaml-syntax", 3, 1),
    "python tag": ("!!python/object/apply:os.system ['id']", "tag", 1, 1),
    "python name": ("host: !!python/name:os.system x", "tag", 1, 7),
    "key of a list": ("? [a]\n: b", "key-not-text", 1, 3),
    "control character": ("host: \0", "character", 1, 7),
    "undecodable byte": ("host: \udc80", "character", 1, 7),
    "alias to itself": ("a: &a [*a]", "too-deep", 1, 4),
    "alias bomb": (BOMB, "too-many", 1, 26),
    "deep map": ("{a: " * 20_000, "too-deep", 1, 129),
    "deep block": ("- " * 20_000, "too-deep", 1, 65),
    "huge scalar": ("host: " + "y" * 1_000_000, "value-too-long", 1, 7),
    "huge file": ("#" * 2_000_001, "too-large", 1, 1),
    "severity": ("rules: {severity: {gateway-missing: fatal}}", "not-one-of", 1, 37),
}


@pytest.mark.parametrize(("text", "code", "line", "column"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes(text: str, code: str, line: int, column: int) -> None:
    with pytest.raises(DeclaredError) as caught:
        read(text)
    error = caught.value
    assert (error.code, *error.place.source.position(error.place.start)) == (code, line, column)
    assert f":{line}:{column}: " in str(error)
    assert error.message("zh") != error.message("en")


def test_deep_list_does_not_overflow() -> None:
    with pytest.raises(DeclaredError) as caught:
        read("[" * 20_000)
    assert caught.value.code == "too-deep"


def test_near_miss_is_named() -> None:
    with pytest.raises(DeclaredError, match="did you mean `verdict`"):
        read("expect: [{from: a, to: b, verdct: reachable}]")


def test_every_message_in_both_languages_with_the_same_values() -> None:
    for code, texts in MESSAGES.items():
        names = {language: set(re.findall(r"\{(\w+)\}", text)) for language, text in texts.items()}
        assert names["en"] == names["zh"], code
    assert TYPES["en"].keys() == TYPES["zh"].keys()
