"""Release words and the reader in force (guest-ifcfg.md section 1)."""

from __future__ import annotations

import pytest

from vmnetdoctor.assemble.release import Release, readers_of, release_of


@pytest.mark.parametrize(("word", "release", "shown"), [
    ("centos7-64", Release("centos", 7), "centos7"),
    ("centos-64", Release("centos"), "centos"),
    ("rhel8-64", Release("rhel", 8), "rhel8"),
    ("rockylinux-64", Release("rocky"), "rocky"),
    ("almalinux-64", Release("alma"), "alma"),
    ("arm-rhel9-64", Release("rhel", 9), "rhel9"),
    ("centos6", Release("centos", 6), "centos6"),
    ("rhel9.4", Release("rhel", 9, 4), "rhel9"),
    ("CentOS 7.9", Release("centos", 7, 9), "centos7"),
    ("rocky9", Release("rocky", 9), "rocky9"),
    ("ubuntu-64", Release("ubuntu"), "ubuntu"),
    ("debian12-64", Release("debian", 12), "debian"),
    ("winxppro", Release("windows"), "windows"),
    ("windows9-64", Release("windows"), "windows"),
    ("other26xlinux", Release(), None),
    ("", Release(), None),
    (None, Release(), None),
])
def test_words(word: str | None, release: Release, shown: str | None) -> None:
    found = release_of(word)
    assert found == release
    assert found.word == shown


@pytest.mark.parametrize(("word", "version"), [
    ("centos6", (0, 8, 1)), ("rhel7.0", (0, 9, 9)), ("rhel7.2", (1, 0)), ("rhel7.3", (1, 4)), ("rhel7.4", (1, 8)), ("centos7", (1, 18)),
    ("rhel8.0", (1, 14)), ("centos8", (1, 40)), ("rhel9.0", (1, 36)), ("rhel9.2", (1, 42)), ("rhel9.4", (1, 46)), ("rocky9", (1, 54)),
    ("centos10", (1, 54)), ("other", (1, 40)),
])
def test_networkmanager_versions(word: str, version: tuple[int, ...]) -> None:
    assert release_of(word).network_manager == version


@pytest.mark.parametrize(("word", "scripts"), [("rhel5", 6), ("centos6", 6), ("centos7", 7), ("centos8", 8), ("rocky9", 8), ("other", 7)])
def test_scripts_generation(word: str, scripts: int) -> None:
    assert release_of(word).scripts == scripts


@pytest.mark.parametrize(("word", "service", "ifcfg", "keyfile", "fallback"), [
    pytest.param("centos6", None, "network-scripts", "none", None, id="el6 minimal has no NetworkManager"),
    pytest.param("centos6", "networkmanager", "networkmanager", "keyfile", None, id="declared outranks the table"),
    pytest.param("centos7", None, "networkmanager", "keyfile", "network-scripts", id="el7 stock runs both"),
    pytest.param("centos7", "both", "networkmanager", "keyfile", "network-scripts", id="el7 both"),
    pytest.param("centos7", "network-scripts", "network-scripts", "none", None, id="el7 without NetworkManager"),
    pytest.param("centos8-64", None, "networkmanager", "keyfile", None, id="el8"),
    pytest.param("rocky9", None, "networkmanager", "keyfile", None, id="el9 still reads ifcfg"),
    pytest.param("rhel10", None, "none", "keyfile", None, id="el10 reads none"),
    pytest.param("rhel10", "networkmanager", "none", "keyfile", None, id="el10 declared"),
    pytest.param("rockylinux-64", None, "networkmanager", "keyfile", None, id="rocky never had network-scripts by default"),
    pytest.param("centos-64", None, None, "keyfile", None, id="open"),
    pytest.param("other", None, None, "keyfile", None, id="unknown"),
    pytest.param("other", "both", "networkmanager", "keyfile", "network-scripts", id="unknown release, known services"),
    pytest.param("centos7", "none", "none", "none", None, id="no service"),
])
def test_readers_in_force(word: str, service: str | None, ifcfg: str | None, keyfile: str, fallback: str | None) -> None:
    assert readers_of(release_of(word), service) == (ifcfg, keyfile, fallback)
