"""Who knows his system reads its commands alone; who does not, and the page of a rule, get those of every system."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from handmade import WHERE, finding_at, rule

from vmnetdoctor import catalog, engine
from vmnetdoctor.assemble.inputs import RawFile
from vmnetdoctor.assemble.lab import assemble
from vmnetdoctor.grouping import alone
from vmnetdoctor.report.by_system import NAMED
from vmnetdoctor.report.check_json import check_json
from vmnetdoctor.report.explain_markdown import page_markdown
from vmnetdoctor.report.explain_text import explain_text
from vmnetdoctor.report.finding_sentences import template, worded
from vmnetdoctor.systems import EVERY, EVERY_GUEST, HOSTS, Systems, systems_of, together

if TYPE_CHECKING:
    from pathlib import Path

_WINDOWS = r"\bnet (?:stop|start)\b|\bsc config\b|ProgramData|vmnetdhcp\.conf|vmnetnat\.conf|Virtual Network Editor|虚拟网络编辑器|Windows"
_LINUX = r"vmware-net(?:works|cfg)|/etc/vmware|Linux"
_MACOS = r"vmnet-cli|Library/|Fusion|macOS"
STRANGE = {"windows": f"{_LINUX}|{_MACOS}", "linux": f"{_WINDOWS}|{_MACOS}", "macos": f"{_WINDOWS}|{_LINUX}"}
RESTART = {"el6": "service network restart", "el7": "systemctl restart network", "el8": "nmcli connection reload"}


def verdict(files: dict[str, str]) -> engine.Verdict:
    return engine.check(assemble([RawFile(path, catalog.unmarked(text)[0].encode()) for path, text in sorted(files.items())]))


def told(example: dict[str, Any]) -> list[engine.Judged]:
    return [j for top in alone(verdict(catalog.example_files(example)).findings) for j in (top, *top.consequences)]


def cures(judged: engine.Judged) -> list[str]:
    return [worded(judged, language).cure for language in catalog.LANGUAGES]


@pytest.mark.parametrize("name", list(catalog.files()))
def test_cures_name_no_other_system_than_the_reader_s(name: str) -> None:
    for example in catalog.rule(name).examples:
        for judged in told(example):
            for text in cures(judged):
                assert not re.search(r"<[a-z_]+>", text), text
                if len(judged.systems.hosts) == 1:
                    assert not re.search(STRANGE[judged.systems.hosts[0]], text), text
                releases = {release for release, _ in judged.systems.guests}
                if len(releases) == 1:
                    mine = min(releases.pop(), "el8") or "none"
                    assert not any(command in text for release, command in RESTART.items() if release != mine), text
                    assert not re.search(r"CentOS [^:：。.]{1,12}[:：]", text), text


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("name", list(catalog.files()))
def test_cures_that_differ_by_host_are_narrowed_on_each(name: str, host: str) -> None:
    """Also where no example of the rule has such a host."""
    found = catalog.rule(name)
    for case in (found.texts["en"]["cure"] if isinstance(found.texts["en"]["cure"], dict) else ["default"]):
        made = finding_at(WHERE, found, case=case, values={})
        every, narrowed = cures(made), cures(replace(made, systems=Systems((host,), EVERY_GUEST)))
        assert every == narrowed or not any(re.search(STRANGE[host], text) for text in narrowed), narrowed


def references(texts: Any) -> list[set[str]]:
    return [set(re.findall(r"\{([a-z0-9]+-[a-z0-9-]+)\}", text)) for text in ([texts] if isinstance(texts, str) else texts.values())]


@pytest.mark.parametrize("name", list(catalog.files()))
def test_both_languages_refer_to_the_same_entries_and_only_in_cures(name: str) -> None:
    found = catalog.rule(name)
    en, zh = (references(found.texts[language]["cure"]) for language in catalog.LANGUAGES)
    assert en == zh
    assert set().union(*en) - set(found.by_system) <= set(catalog.by_system())
    assert set(found.by_system) <= set().union(*en)
    others = [text for texts in found.texts.values() for key, text in texts.items() if key != "cure"]
    assert not any(NAMED.search(str(text)) for text in others)


def test_no_shared_entry_is_idle() -> None:
    used: set[str] = set()
    for name in catalog.files():
        used.update(*references(catalog.rule(name).texts["en"]["cure"]))
    assert set(catalog.by_system()) <= used


def test_entries_have_the_same_systems_and_values_in_both_languages() -> None:
    entries = list(catalog.by_system().values())
    entries += [entry for name in catalog.files() for entry in catalog.rule(name).by_system.values()]
    for entry in entries:
        assert set(entry["en"]) == set(entry["zh"])
        assert not set(entry) & (set(entry["en"]))
        for key, text in entry["en"].items():
            assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", entry["zh"][key]))


def test_the_shared_file_fits_the_schema() -> None:
    catalog.validate(catalog.folder() / "by-system.yaml", "by_system")


@pytest.mark.parametrize(("text", "at"), [
    pytest.param("a-b:\n  solaris: x\n  en: {what: a}\n  zh: {what: b}\n", "2:3", id="unknown-system"),
    pytest.param("a-b:\n  en: {what: a, solaris: x}\n  zh: {what: b}\n", "2:3", id="unknown-system-in-a-language"),
    pytest.param("a-b:\n  windows: x\n  el7: y\n  en: {what: a}\n  zh: {what: b}\n", "2:3", id="host-and-guest-mixed"),
    pytest.param("a-b:\n  windows: x\n  en: {what: a}\n", "2:3", id="language-missing"),
    pytest.param("a-b:\n  windows: x\n  en: {windows: a}\n  zh: {what: b}\n", "2:3", id="nothing-said-to-be-done"),
    pytest.param("restart:\n  en: {what: a}\n  zh: {what: b}\n", "1:1", id="name-that-a-value-could-have"),
])
def test_the_schema_refuses(text: str, at: str, tmp_path: Path) -> None:
    path = tmp_path / "by-system.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(catalog.CatalogError, match=rf"by-system\.yaml:{at}: "):
        catalog.validate(path, "by_system")


def test_the_schema_refuses_an_unknown_system_in_a_rule(tmp_path: Path) -> None:
    source = next(catalog.files()[name] for name in catalog.files() if catalog.rule(name).by_system)
    path = tmp_path / source.name
    text = source.read_text(encoding="utf-8")
    path.write_text(re.sub(r"^    windows: ", "    solaris: ", text, count=1, flags=re.M), encoding="utf-8")
    with pytest.raises(catalog.CatalogError):
        catalog.validate(path)
    path.write_text(text, encoding="utf-8")
    catalog.validate(path)


OWN = {
    "set-it": {"linux": "`B {g}`", "en": {"what": "set it", "windows": "A"}, "zh": {"what": "设置它", "windows": "甲"}},
    "go-on": {"el6": "six", "el7": "seven", "netplan": "plan", "en": {"what": "go on", "el9": "nine"}, "zh": {"what": "继续", "el9": "九"}},
    "only-here": {"windows": "A", "en": {"what": "do it"}, "zh": {"what": "做吧"}},
    "in-file": {"ifcfg": "`X=`", "keyfile": "`x=`", "en": {"what": "write it"}, "zh": {"what": "写上"}},
    "old-only": {"el7": "", "en": {"what": "look", "el6": "there"}, "zh": {"what": "看", "el6": "那里"}},
}
ONE = (("el7", "ifcfg"),)


def cure(text: str, language: str = "en", hosts: tuple[str, ...] = HOSTS, guests: tuple[tuple[str, str], ...] = EVERY_GUEST) -> str:
    texts = {"claim": "c", "message": "m", "why": "w", "cure": text}
    made = finding_at(WHERE, rule("x", texts={language: texts}, by_system=OWN), values={"g": 7})
    made.systems = Systems(hosts, guests)
    return worded(made, language).cure


@pytest.mark.parametrize(("text", "shown", "systems"), [
    pytest.param("Now {set-it}.", "Now set it: A.", {"hosts": ("windows",)}, id="colon-at-the-end-of-a-sentence"),
    pytest.param("Now {set-it} and go.", "Now set it (`B 7`) and go.", {"hosts": ("linux",)}, id="brackets-inside"),
    pytest.param("Now {set-it}.", "Now set it (Windows: A; Linux: `B 7`).", {}, id="unknown-host"),
    pytest.param("Now {set-it}.", "Now set it.", {"hosts": ("macos",)}, id="a-system-without-a-way"),
    pytest.param("{only-here}", "do it (Windows: A)", {}, id="a-way-on-one-system-alone"),
    pytest.param("{go-on}.", "go on (CentOS 6: six; 7 to 8: seven; 9 and later: nine; netplan: plan).", {}, id="unknown-guest"),
    pytest.param("{go-on}.", "go on: seven.", {"guests": (("el8", "keyfile"),)}, id="the-nearest-release-before"),
    pytest.param("{go-on}.", "go on: plan.", {"guests": (("", "netplan"),)}, id="format-of-a-profile"),
    pytest.param("{go-on}.", "go on.", {"guests": ()}, id="a-guest-of-another-kind"),
    pytest.param("{go-on}.", "go on (CentOS 7 to 8: seven; 9 and later: nine).", {"guests": (("el8", "ifcfg"), ("el9", "ifcfg"))}, id="two"),
    pytest.param("{in-file}.", "write it: `X=`.", {"guests": ONE}, id="ifcfg"),
    pytest.param("{old-only}.", "look.", {"guests": ONE}, id="no-more-to-say"),
    pytest.param("{old-only}.", "look (CentOS 6: there).", {}, id="more-to-say-on-one-release"),
    pytest.param("awk '{{a-b}}' {g}", "awk '{a-b}' 7", {}, id="braces-of-a-command"),
])
def test_what_is_shown(text: str, shown: str, systems: dict[str, Any]) -> None:
    assert cure(text, **systems) == shown


def test_chinese_has_its_own_signs_and_no_blanks() -> None:
    assert cure("然后 {set-it}。", "zh") == "然后设置它（Windows：甲；Linux：`B 7`）。"
    assert cure("先 {set-it} 再说。", "zh", ("windows",)) == "先设置它（甲）再说。"
    assert cure("{go-on}。", "zh") == "继续（CentOS 6：six；7 至 8：seven；9 及以后：九；netplan：plan）。"


def test_the_page_has_a_line_for_each_system() -> None:
    lines = [line.strip() for line in explain_text(catalog.rule("reservation-in-range"), "en", 100, False).splitlines()]
    assert [line[2:].split(":")[0] for line in lines if "--stop" in line or "net stop" in line] == ["Windows", "Linux", "Fusion"]
    page = page_markdown(catalog.rule("dhcp-syntax"), "zh")
    assert page.count("vmware-networks --stop") == 1
    assert "\n- Windows：" in page
    assert "Fusion" in template(catalog.rule("reservation-in-range"), "cure", "en")


def test_a_mac_is_asked_for_what_a_mac_prints() -> None:
    """A lab of a Fusion bundle, with no capture of the host's cards."""
    dhcpd = "subnet 10.0.0.0 netmask 255.255.255.0 {\n\trange 10.0.0.128 10.0.0.254;\n}\n"
    files = {"vms/web.vmwarevm/web.vmx": VMX.replace("{os}", "centos7-64"), "fusion/vmnet8/dhcpd.conf": dhcpd}
    supplies = {item["supply"] for item in json.loads(check_json(verdict(files), "en"))["not_checked"]}
    assert "output of `ifconfig -a` of the host as host/ifconfig.txt" in supplies
    assert not any(re.search(STRANGE["macos"], text) or "ipconfig" in text for text in supplies)


VMX = 'displayName = "web"\nguestOS = "{os}"\nethernet0.present = "TRUE"\nethernet0.connectionType = "nat"\n'
IFCFG = "DEVICE=ens33\nBOOTPROTO=none\nONBOOT=yes\nIPADDR=10.0.0.10\nPREFIX=24\n"
KEYFILE = "[connection]\nid=a\ntype=ethernet\ninterface-name=ens33\n[ipv4]\nmethod=manual\naddress1=10.0.0.10/24\n"
NETPLAN = "network:\n  version: 2\n  ethernets:\n    ens33: {dhcp4: true}\n"
SCRIPTS = "guests: {web: {files: [web], service: network-scripts}}\n"


@pytest.mark.parametrize(("os", "files", "pairs"), [
    pytest.param("centos6-64", {"web/ifcfg-ens33": IFCFG}, {("el6", "ifcfg")}, id="el6"),
    pytest.param("centos7-64", {"web/ifcfg-ens33": IFCFG}, {("el7", "ifcfg")}, id="el7"),
    pytest.param("rhel9-64", {"web/ifcfg-ens33": IFCFG}, {("el9", "ifcfg")}, id="el9"),
    pytest.param("centos8-64", {"web/ifcfg-ens33": IFCFG, "vmnetdoctor.yaml": SCRIPTS}, {("el7", "ifcfg")}, id="el8-with-scripts"),
    pytest.param("centos7-64", {"web/a.nmconnection": KEYFILE}, {("el8", "keyfile")}, id="a-keyfile-is-networkmanager-s"),
    pytest.param("centos7-64", {}, {("el7", "ifcfg"), ("el7", "keyfile")}, id="no-profile"),
    pytest.param("ubuntu-64", {"web/50-init.yaml": NETPLAN}, {("", "netplan")}, id="netplan"),
    pytest.param("windows9-64", {}, set(), id="a-windows-guest"),
    pytest.param("rockylinux-64", {"web/ifcfg-ens33": IFCFG}, {(name, "ifcfg") for name in ("el8", "el9", "el10")}, id="rocky-began-with-8"),
    pytest.param("centos-64", {"web/ifcfg-ens33": IFCFG}, {(f"el{n}", "ifcfg") for n in range(6, 11)}, id="a-word-without-a-number"),
    pytest.param("other", {}, set(EVERY_GUEST), id="unknown"),
])
def test_systems_of_a_guest(os: str, files: dict[str, str], pairs: set[tuple[str, str]]) -> None:
    texts = {"web/web.vmx": VMX.replace("{os}", os), **files}
    lab = assemble([RawFile(path, text.encode()) for path, text in sorted(texts.items())])
    found = systems_of(lab, {"guest": lab.guests[0].name, "interface": "ens33"})
    assert set(found.guests) == pairs
    assert found.hosts == HOSTS


def test_equal_findings_of_two_releases_show_both() -> None:
    assert together((Systems(("linux",), ONE), Systems(("linux",), (("el6", "ifcfg"),)))) == Systems(("linux",), (*ONE, ("el6", "ifcfg")))
    assert together((EVERY, EVERY)) == EVERY
