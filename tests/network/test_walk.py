"""The walk against the tables of vmware-networking.md 6 and measured.md (both measured with a kernel)."""

from __future__ import annotations

import pytest

from tests.network.healthy import BOX, DHCP, HEALTHY, ISO, WEB, all_of, static, to, verdicts
from tests.network.labs import (
    bridged,
    ethernet,
    fact,
    forward,
    guest,
    hostonly,
    isolated,
    lab,
    nat,
    reading,
    segment,
)

REACHABLE = ("web -> host", "host -> web", "web -> dhcp", "dhcp -> web", "web -> lan", "web -> internet", "web -> iso", "web -> box",
             "web -> host 192.168.1.100", "dhcp -> internet", "iso -> host", "host -> iso", "iso -> iso2", "box -> host",
             "host -> box", "box -> lan", "lan -> box", "box -> internet", "box -> box2", "box2 -> internet", "lan -> box2",
             "host -> internet", "lan -> internet", "lan -> host")
UNREACHABLE = ("lan -> web", "internet -> web", "box -> web", "iso -> web", "iso -> internet", "iso -> lan", "lan -> iso", "box -> iso",
               "internet -> box", "internet -> host", "iso -> host 192.168.1.100", "lan -> host 10.0.0.1", "iso -> box")


@pytest.mark.parametrize("row", REACHABLE)
def test_what_healthy_modes_offer(row: str) -> None:
    assert to(HEALTHY, row).verdict == "reachable"


@pytest.mark.parametrize("row", UNREACHABLE)
def test_what_healthy_modes_never_offer(row: str) -> None:
    assert to(HEALTHY, row).verdict == "unreachable"


@pytest.mark.parametrize("name", ["web", "dhcp", "box", "box2", "host", "lan"])
def test_names_resolve_in_healthy_labs(name: str) -> None:
    assert to(HEALTHY, f"{name} -> internet", "names").verdict == "reachable"


def test_nat_guest_to_hostonly_guest_is_only_likely() -> None:
    assert to(HEALTHY, "web -> iso").confidence == "likely"
    assert to(HEALTHY, "web -> box").confidence == "certain"


def test_hops_of_nat_tell_the_story_with_evidence() -> None:
    walked = to(HEALTHY, "web -> internet")
    assert [(h.node, h.action) for h in walked.request] == [
        ("web", "route"), ("VMnet8", "switch"), ("NAT device of VMnet8", "translate"), ("host", "route"), ("LAN", "switch"),
        ("LAN router", "translate"), ("LAN router", "forward"), ("WAN", "switch"), ("internet", "deliver")]
    assert walked.request[0].evidence[0].text == "10.0.0.2"
    assert [h.action for h in walked.answer if h.action == "restore"] == ["restore", "restore"]
    assert walked.answer[-1].node == "web"


def test_host_adapter_disabled() -> None:
    made = lab(WEB, DHCP, networks=[bridged(), hostonly(), nat(host=None)])
    rows = ("web -> internet", "web -> lan", "web -> dhcp", "web -> host 192.168.1.100")
    assert verdicts(made, *rows) == all_of("reachable", *rows)
    assert to(made, "host -> web").verdict == "unreachable"


@pytest.mark.parametrize(("os", "other"), [("windows", "unreachable"), ("linux", "reachable"), ("macos", "reachable"), (None, "unknown")])
def test_gateway_is_host_adapter(os: str | None, other: str) -> None:
    made = lab(static("10.0.0.10/24", "10.0.0.1"), DHCP, os=os)
    assert verdicts(made, "web -> host", "host -> web", "web -> dhcp") == all_of("reachable", "web -> host", "host -> web", "web -> dhcp")
    assert verdicts(made, "web -> internet", "web -> lan") == all_of("unreachable", "web -> internet", "web -> lan")
    assert to(made, "web -> host 192.168.1.100").verdict == other
    assert to(made, "web -> internet").stops_at == "host"


def test_gateway_is_host_adapter_and_the_host_forwards() -> None:
    made = lab(static("10.0.0.10/24", "10.0.0.1"), forwarding=fact(True), os="linux")
    assert verdicts(made, "web -> internet", "web -> lan") == all_of("unreachable", "web -> internet", "web -> lan")
    assert to(made, "web -> lan").answer, "the request arrives, the answer is lost"


@pytest.mark.parametrize("gateway", [None, "192.168.1.1"])
def test_no_gateway_or_one_off_the_subnet(gateway: str | None) -> None:
    made = lab(static("10.0.0.10/24", gateway), DHCP, networks=[bridged(), hostonly(), nat(forwards=[forward(80, "10.0.0.10")])])
    assert verdicts(made, "web -> host", "web -> dhcp") == all_of("reachable", "web -> host", "web -> dhcp")
    lost = ("web -> internet", "web -> lan", "web -> host 192.168.1.100")
    assert verdicts(made, *lost) == all_of("unreachable", *lost)
    forwarded = to(made, "lan -> web", "tcp/80")
    assert (forwarded.verdict, forwarded.missing) == ("unknown", "forward-source")


def test_gateway_off_the_subnet_under_network_manager_works_where_it_answers() -> None:
    made = lab(static("10.0.0.130/25", reader="networkmanager", on_link=True), networks=[bridged(), hostonly(), nat()])
    assert to(made, "web -> internet").verdict == "reachable"
    far = lab(static("10.0.0.10/24", "192.168.1.1", reader="networkmanager", on_link=True))
    assert to(far, "web -> internet").stop.code == "no-arp-answer"  # type: ignore[union-attr]


@pytest.mark.parametrize("prefix", [25, 28])
def test_mask_too_short(prefix: int) -> None:
    made = lab(static(f"10.0.0.200/{prefix}"), guest("near", ("VMnet8", reading(["10.0.0.201/24"], "10.0.0.2"))))
    assert to(made, "web -> near").verdict == "reachable"
    lost = ("web -> host", "host -> web", "web -> internet")
    assert verdicts(made, *lost) == all_of("unreachable", *lost)


def test_mask_too_wide_costs_only_what_lies_inside() -> None:
    made = lab(static("10.0.0.10/8"), networks=[bridged(), hostonly(net="10.9.9.0/24", host="10.9.9.1"), nat()])
    assert verdicts(made, "web -> internet", "web -> host") == all_of("reachable", "web -> internet", "web -> host")
    assert to(made, "web -> host 10.9.9.1").verdict == "unreachable"


def test_static_in_the_lan_but_on_vmnet8() -> None:
    made = lab(static("192.168.1.60/24", "192.168.1.1"), guest("same", ("VMnet8", reading(["192.168.1.61/24"], "192.168.1.1"))), DHCP)
    assert to(made, "web -> same").verdict == "reachable"
    lost = ("web -> host", "host -> web", "web -> internet", "web -> lan", "web -> dhcp", "dhcp -> web", "lan -> web")
    assert verdicts(made, *lost) == all_of("unreachable", *lost)


def test_static_in_vmnet8_but_bridged() -> None:
    made = lab(guest("web", ("VMnet0", reading(["10.0.0.10/24"], "10.0.0.2"))), DHCP)
    lost = ("web -> host", "host -> web", "web -> internet", "web -> lan", "lan -> web", "web -> dhcp")
    assert verdicts(made, *lost) == all_of("unreachable", *lost)


def test_nat_subnet_equals_lan_subnet() -> None:
    made = lab(static("192.168.1.10/24", "192.168.1.2"), networks=[nat(net="192.168.1.0/24", host="192.168.1.3", device="192.168.1.2")])
    assert to(made, "web -> internet").verdict == "reachable"
    assert verdicts(made, "web -> lan", "host -> web") == all_of("unreachable", "web -> lan", "host -> web")


def test_two_vmnets_of_one_subnet_leave_the_host_undecided() -> None:
    made = lab(WEB, guest("iso", ("VMnet1", reading(["10.0.0.20/24"]))),
               networks=[hostonly(net="10.0.0.0/24", host="10.0.0.1"), nat(host="10.0.0.3")])
    for row in ("host -> web", "host -> iso"):
        assert (to(made, row).verdict, to(made, row).missing) == ("unknown", "route-order")
    assert to(made, "web -> internet").verdict == "reachable"


def test_nat_device_moved() -> None:
    made = lab(WEB, DHCP, networks=[nat(device="10.0.0.9", forwards=[forward(80, "10.0.0.10")])])
    assert to(made, "web -> internet").stop.values["hop"] == "10.0.0.2"  # type: ignore[union-attr]
    assert verdicts(made, "web -> host", "web -> dhcp") == all_of("reachable", "web -> host", "web -> dhcp")
    assert to(made, "dhcp -> internet").verdict == "reachable"


def test_lan_card_of_the_host_down() -> None:
    made = lab(WEB, ISO, BOX, cards=[ethernet(up=False)])
    assert verdicts(made, "web -> host", "web -> iso", "box -> lan", "box -> internet") == all_of(
        "reachable", "web -> host", "web -> iso", "box -> lan", "box -> internet")
    assert verdicts(made, "web -> internet", "box -> host") == all_of("unreachable", "web -> internet", "box -> host")


def test_two_cards_default_by_the_lan_card() -> None:
    both = guest("web", ("VMnet8", reading(["10.0.0.10/24"])), ("VMnet0", reading(["192.168.1.51/24"], "192.168.1.1")))
    made = lab(both, networks=[bridged(), nat(forwards=[forward(80, "10.0.0.10")])])
    assert to(made, "web -> internet").verdict == "reachable"
    assert (to(made, "lan -> web", "tcp/80").verdict, to(made, "lan -> web", "tcp/80").missing) == ("unknown", "forward-source")
    assert to(made, "lan -> web 192.168.1.51").verdict == "reachable"
    assert to(made, "lan -> web 10.0.0.10").verdict == "unreachable"


def test_gateway_is_the_own_address() -> None:
    made = lab(static("10.0.0.10/24", "10.0.0.10"), DHCP, os="linux")
    assert to(made, "web -> internet").verdict == "unreachable"
    assert to(made, "web -> host 192.168.1.100").verdict == "reachable", "a weak host answers for it on that link"
    assert to(lab(static("10.0.0.10/24", "10.0.0.10")), "web -> host 192.168.1.100").verdict == "unreachable"


@pytest.mark.parametrize(("first", "second", "verdict"), [(None, None, "unreachable"), (50, 100, "reachable"), (100, 50, "unreachable")])
def test_two_default_routes(first: int | None, second: int | None, verdict: str) -> None:
    both = guest("web", ("VMnet8", reading(["10.0.0.10/24"], "10.0.0.2", metric=first)),
                 ("VMnet1", reading(["192.168.5.9/24"], "192.168.5.1", metric=second)))
    assert to(lab(both), "web -> internet").verdict == verdict


def test_network_manager_prefers_the_first_card() -> None:
    both = guest("web", ("VMnet8", reading(["10.0.0.10/24"], "10.0.0.2", reader="networkmanager")),
                 ("VMnet1", reading(["192.168.5.9/24"], "192.168.5.1", reader="networkmanager")))
    assert to(lab(both), "web -> internet").verdict == "reachable"


def test_lan_segment() -> None:
    made = lab(guest("a", ("LAN segment x", reading(["10.5.0.1/24"]))), guest("b", ("LAN segment x", reading(["10.5.0.2/24"]))),
               guest("c", ("LAN segment y", reading(["10.5.0.3/24"]))), guest("d", ("LAN segment x", reading())),
               networks=[segment("LAN segment x"), segment("LAN segment y")])
    assert to(made, "a -> b").verdict == "reachable"
    lost = ("a -> c", "a -> host", "host -> a", "a -> internet", "a -> d", "lan -> a")
    assert verdicts(made, *lost) == all_of("unreachable", *lost)
    assert to(made, "a -> d").stop.code == "no-dhcp"  # type: ignore[union-attr]


def test_custom_without_host_adapter() -> None:
    made = lab(guest("a", ("VMnet3", reading(["192.168.77.1/24"]))), guest("b", ("VMnet3", reading(["192.168.77.2/24"]))),
               networks=[isolated("VMnet3")])
    assert to(made, "a -> b").verdict == "reachable"
    assert verdicts(made, "a -> host", "host -> a", "a -> internet") == all_of("unreachable", "a -> host", "host -> a", "a -> internet")
