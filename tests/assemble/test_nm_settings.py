"""NetworkManager.conf, conf.d and resolved.conf."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmnetdoctor.assemble.nm_settings import NmSettings, nm_settings
from vmnetdoctor.assemble.resolved import local_stub, servers
from vmnetdoctor.formats import nm_conf, systemd_conf
from vmnetdoctor.model.facts import Fact
from vmnetdoctor.model.seen import Seen
from vmnetdoctor.source import Source


def read(*texts: str) -> NmSettings:
    paths = ["etc/NetworkManager/NetworkManager.conf", *(f"etc/NetworkManager/conf.d/{n}.conf" for n in range(len(texts)))]
    return nm_settings([Source(path, text) for path, text in zip(paths, texts, strict=False)])


def test_server_package() -> None:
    found = read("[main]\nplugins=ifcfg-rh, keyfile\nno-auto-default=*\n")
    assert (found.plugins.value, found.auto_dhcp("ens33").value) == (("ifcfg-rh", "keyfile"), False)
    assert found.auto_dhcp("ens33").places[0].text == "*"
    assert found.leaves_alone("ens33").value is None


@pytest.mark.parametrize(("patterns", "device", "mac", "left"), [
    ("ens33", "ens33", None, True), ("interface-name:ens*", "ens33", None, True), ("interface-name:eth*", "ens33", None, None),
    ("mac:00:0C:29:00:00:01", "ens33", "00:0c:29:00:00:01", True), ("00:0c:29:00:00:01", "ens33", "00:0c:29:00:00:01", True),
    ("*,except:interface-name:ens33", "ens33", None, None), ("*,except:type:wifi", "ens33", None, True), ("interface-name:=ens33", "ens33", None, True),
    ("type:ethernet", "ens33", None, True), ("docker0;veth*", "ens33", None, None)])
def test_unmanaged(patterns: str, device: str, mac: str | None, left: bool | None) -> None:
    assert read(f"[keyfile]\nunmanaged-devices={patterns}\n").leaves_alone(device, mac).value is left


def test_device_sections_and_debian() -> None:
    found = read("[main]\nplugins=ifupdown,keyfile\n[ifupdown]\nmanaged=false\n", "[device-lan]\nmatch-device=interface-name:ens3*\nmanaged=0\n")
    assert found.ifupdown_managed.value is False
    assert found.leaves_alone("ens33").places[0].text == "0"
    assert found.leaves_alone("eth0").value is None


def test_later_file_adds_or_replaces() -> None:
    assert read("[keyfile]\nunmanaged-devices=a\n", "[keyfile]\nunmanaged-devices+=b\n").leaves_alone("a").value is True
    assert read("[keyfile]\nunmanaged-devices=a\n", "[keyfile]\nunmanaged-devices=b\n").leaves_alone("a").value is None


def test_recognised_apart_from_connection_profiles() -> None:
    assert nm_conf.recognise("[main]\nplugins=keyfile\n")
    assert nm_conf.recognise("[keyfile]\r\nunmanaged-devices=*\r\n")
    assert not nm_conf.recognise("[connection]\nid=a\ntype=ethernet\n[ipv4]\ndns=10.0.0.2;\nmethod=auto\n")
    assert not nm_conf.recognise("[host]\nip=10.0.0.2/24\n[dns]\npolicy=order\n")


def test_local_stub() -> None:
    off = Source("etc/systemd/resolved.conf", "[Resolve]\n#DNS=\nDNS=10.0.0.2 1.1.1.1\nDNSStubListener=no\n")
    on = Source("etc/systemd/resolved.conf.d/a.conf", "[Resolve]\nDNSStubListener=udp\n")
    assert systemd_conf.recognise_resolved(off.text)
    assert (local_stub([off]).value, local_stub([on, off]).value, local_stub([]).value) == (False, True, None)
    assert [(f.value, f.places[0].text) for f in servers(off)] == [("10.0.0.2", "10.0.0.2"), ("1.1.1.1", "1.1.1.1")]
    stopped = Seen(services={"systemd-resolved": (Fact("stopped", (local_stub([off]).places[0],)),)})
    assert local_stub([], stopped).value is False


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="[main]keyfile\ndevice=*,:;except:-+#managed0 ", max_size=120))
def test_never_raises(text: str) -> None:
    found = read(text, "[keyfile]\nunmanaged-devices+=" + text)
    found.leaves_alone("ens33", "00:0c:29:00:00:01")
    found.auto_dhcp(None)
