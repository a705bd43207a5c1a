"""Which file names count (guest-ifcfg.md 2 and 8)."""

from __future__ import annotations

import pytest

from vmnetdoctor.formats import names

# Columns: network-scripts of EL6, EL7, EL8; NetworkManager 0.8.1, later; udev's rename helper.
LIVE = [
    ("ifcfg-eth0", "111111"),
    ("ifcfg-ens33.100", "111111"),
    ("ifcfg-lo", "111000"),
    ("ifcfg-eth0~", "000000"),
    ("ifcfg-eth0.bak", "000000"),
    ("ifcfg-eth0.orig", "000001"),
    ("ifcfg-eth0.rpmnew", "000000"),
    ("ifcfg-eth0.rpmsave", "000110"),
    ("ifcfg-eth0.rpmorig", "000110"),
    ("ifcfg-eth0.rpmnew.1", "111110"),
    ("ifcfg-eth0.old", "100111"),
    ("ifcfg-eth0.rej", "111001"),
    ("ifcfg-eth0.augnew", "111101"),
    ("ifcfg-eth0.augtmp", "111101"),
    ("ifcfg-eth0;5f3a09bc", "111001"),
    ("ifcfg-eth0;5f3a09b", "111111"),
    ("ifcfg-eth0.save", "111111"),
    ("ifcfg-eth0.swp", "111111"),
    ("ifcfg-eth0.BAK", "111001"),
    ("ifcfg-eth0.20240101", "111111"),
    ("ifcfg-eth0-backup", "111111"),
    ("ifcfg-eth0-copy", "111111"),
    ("bak-ifcfg-eth0", "000000"),
    ("eth0.cfg", "000000"),
    ("ifcfg-", "000000"),
    ("ifcfg-eth0:1", "111110"),
    ("ifcfg-eth0-range0", "111111"),
]


@pytest.mark.parametrize(("name", "columns"), [pytest.param(*row, id=row[0]) for row in LIVE])
def test_live(name: str, columns: str) -> None:
    assert "".join(str(int(names.is_live(name, reader))) for reader in names.READERS) == columns


def test_unknown_reader() -> None:
    with pytest.raises(ValueError, match="nobody"):
        names.is_live("ifcfg-eth0", "nobody")


@pytest.mark.parametrize(("name", "kind", "interface"), [
    ("ifcfg-eth0", "ifcfg", "eth0"),
    ("ifcfg-eth0:1", "alias", "eth0"),
    ("ifcfg-eth0:1:2", "alias", "eth0:1"),
    ("ifcfg-eth0-range0", "range", "eth0"),
    ("ifcfg-eth0-range", "range", "eth0"),
    ("ifcfg-my office", "ifcfg", "my office"),
    ("route-eth0", "route", "eth0"),
    ("route6-eth0", "route6", "eth0"),
    ("rule-eth0", "rule", "eth0"),
    ("rule6-eth0", "rule6", "eth0"),
    ("keys-eth0", "keys", "eth0"),
    ("ifcfg-", None, None),
    ("network", None, None),
])
def test_interface(name: str, kind: str | None, interface: str | None) -> None:
    assert (names.kind_of(name)[0], names.interface_of(name)) == (kind, interface)


def test_companions() -> None:
    assert names.companions("ifcfg-eth0:1") == ("route-eth0:1", "route6-eth0:1", "rule-eth0:1", "rule6-eth0:1", "keys-eth0:1")
    assert names.companions("network") == ()


@pytest.mark.parametrize(("name", "etc", "run"), [
    ("ens160.nmconnection", True, True),
    ("ens160", True, False),
    ("My net", True, False),
    (".ens160.nmconnection", False, False),
    ("ens160.nmconnection~", False, False),
    ("ens160.backup", False, False),
    ("ens160.A1b2C3", False, False),
    ("ens160.nmconnection.bak", True, False),
    ("ens160.old", True, False),
    ("ca.pem", False, False),
    ("ca.der", False, False),
    ("", False, False),
])
def test_keyfile(name: str, etc: bool, run: bool) -> None:
    assert names.keyfile_live(name) is etc
    assert names.keyfile_live(name, "/run/NetworkManager/system-connections") is run
