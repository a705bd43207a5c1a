"""A symptom, by name or in someone's own words, and the paths that it says fail or work."""

from __future__ import annotations

import pytest

from vmnetdoctor.checklist.steps import BY_ID
from vmnetdoctor.checklist.symptoms import NAMED, in_question, needs, read

# text: (what fails, what works)
TEXTS = {
    "cannot ping baidu by name": ("guest>internet/names", ""),
    "I can ping 8.8.8.8 but not google.com": ("guest>internet/names", "guest>internet/ping"),
    "name resolution fails but ping 8.8.8.8 works": ("guest>internet/names", "guest>internet/ping"),
    "Temporary failure in name resolution": ("guest>internet/names", ""),
    "connect: Network is unreachable": ("guest>internet/ping", ""),
    "vm has no internet": ("guest>internet/ping", ""),
    "no internet in the guest": ("guest>internet/ping", ""),
    "yum does not work": ("guest>internet/names", ""),
    "guest cannot ping host": ("guest>host/ping", ""),
    "host cannot ping guest": ("host>guest/ping", ""),
    "cannot ping the guest from the host": ("host>guest/ping", ""),
    "can't ssh from my laptop to the vm": ("host>guest/ping", ""),
    "the guest can ping the host but the host cannot ping the guest": ("host>guest/ping", "guest>host/ping"),
    "host can ping guest, guest cannot ping host": ("guest>host/ping", "host>guest/ping"),
    "browser works but ping to host fails": ("guest>host/ping", "guest>internet/names"),
    "colleague cannot reach my vm": ("lan>guest/ping", ""),
    "the vm cannot reach the lan printer": ("guest>lan/ping", ""),
    "two vms cannot ping each other": ("guest>peer/ping", ""),
    "the VM gets 169.254.7.7": ("guest>lease/ping", ""),
    "能上网但主机ping不通虚拟机": ("host>guest/ping", "guest>internet/ping"),
    "虚拟机ping不通主机": ("guest>host/ping", ""),
    "主机ping不通虚拟机": ("host>guest/ping", ""),
    "虚拟机不能上网": ("guest>internet/ping", ""),
    "能ping通IP但不能解析域名": ("guest>internet/names", "guest>internet/ping"),
    "虚拟机可以ping通8.8.8.8，但是ping不通百度": ("guest>internet/names", "guest>internet/ping"),
    "ping: www.baidu.com: 未知的名称或服务": ("guest>internet/names", ""),
    "虚拟机能ping通主机，主机ping不通虚拟机": ("host>guest/ping", "guest>host/ping"),
    "物理机可以ping虚拟机，虚拟机不能ping物理机": ("guest>host/ping", "host>guest/ping"),
    "局域网其他电脑访问不了虚拟机": ("lan>guest/ping", ""),
    "Xshell连不上虚拟机": ("host>guest/ping", ""),
    "ssh不上": ("host>guest/ping", ""),
    "两台虚拟机互相ping不通": ("guest>peer/ping", ""),
    "虚拟机无法连接外网，也ping不通主机": ("guest>internet/ping guest>host/ping", ""),
    "虚拟机ping不通网关": ("guest>gateway/ping", ""),
    "能ping通网关不能上网": ("guest>internet/ping", "guest>gateway/ping"),
    "没有IP地址": ("guest>lease/ping", ""),
    "guest -> host": ("guest>host/ping", ""),
    "Guest->Internet": ("guest>internet/ping", ""),
}


@pytest.mark.parametrize("text", list(TEXTS))
def test_the_paths_of_a_text(text: str) -> None:
    found = read(text)
    assert found is not None
    told = tuple(" ".join(f"{way.sender}>{way.target}/{way.probe}" for way in ways) for ways in (found.fails, found.works))
    assert told == TEXTS[text]


@pytest.mark.parametrize("text", ["hello", "", "   ", "ping", "?!", "。，"])
def test_a_text_without_a_path_is_none(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize("name", list(NAMED))
def test_a_name_leads_to_steps_that_exist(name: str) -> None:
    found = read(name)
    assert found is not None
    assert in_question(found) - {"request"}
    assert in_question(found) <= set(BY_ID)


# text: steps that must and must not be looked at; what a path needs beneath is proved by another that works
BRANCHES = [
    ("I can ping 8.8.8.8 but not google.com", {"resolver"}, {"gateway", "adapter", "address", "services"}),
    ("cannot ping baidu by name", {"gateway", "resolver", "services"}, {"host-adapter", "forwards", "firewall"}),
    ("能上网但主机ping不通虚拟机", {"host-adapter", "firewall"}, {"gateway", "adapter", "address", "resolver"}),
    ("guest->host", {"address", "host-adapter", "firewall"}, {"gateway", "nat-device", "resolver", "forwards"}),
    ("lan->guest", {"gateway", "nat-device", "forwards", "firewall"}, {"resolver", "host-adapter"}),
    ("one-way", {"firewall"}, {"adapter", "address", "host-adapter"}),
    ("能ping通网关不能上网", {"gateway"}, {"adapter", "services", "nat-device"}),
]


@pytest.mark.parametrize(("text", "wanted", "unwanted"), BRANCHES, ids=[row[0] for row in BRANCHES])
def test_the_branch_of_a_symptom(text: str, wanted: set[str], unwanted: set[str]) -> None:
    found = read(text)
    assert found is not None
    asked = in_question(found)
    assert wanted <= asked
    assert not unwanted & asked


def test_every_path_needs_the_ground() -> None:
    for name in NAMED:
        found = read(name)
        assert found is not None
        assert all({"adapter", "plug", "interface", "address"} <= set(needs(way)) for way in found.fails)
