"""The walk over facts of guests, services and readers: stopped, duplicate, contradictory, unknown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.network.healthy import BOX, DHCP, HEALTHY, WEB, all_of, static, to, verdicts
from tests.network.labs import (
    bridged,
    card,
    ethernet,
    fact,
    forward,
    guest,
    interface,
    lab,
    nat,
    place,
    profile,
    quad,
    reading,
)
from vmnetdoctor.model.facts import UNKNOWN
from vmnetdoctor.model.guest import Guest
from vmnetdoctor.network.build import build
from vmnetdoctor.network.walk import walk

if TYPE_CHECKING:
    from vmnetdoctor.model.lab import Lab


@pytest.mark.parametrize(("change", "code"), [
    ({"starts": False}, "interface-not-started"), ({"managed": False}, "interface-unmanaged"), ({"method": "rejected"}, "profile-rejected"),
])
def test_profiles_that_bring_nothing(change: dict[str, Any], code: str) -> None:
    walked = to(lab(static("10.0.0.10/24", **change)), "web -> host")
    assert (walked.verdict, walked.stops_at, walked.stop.code) == ("unreachable", "web", code)  # type: ignore[union-attr]


def test_adapter_disconnected_stops_both_ways() -> None:
    made = lab(guest("web", ("VMnet8", reading(["10.0.0.10/24"], "10.0.0.2")), unplugged=[0]))
    for row in ("web -> internet", "host -> web"):
        assert (to(made, row).stops_at, to(made, row).stop.code) == ("web", "adapter-disconnected")  # type: ignore[union-attr]


def test_services_stopped() -> None:
    made = lab(WEB, DHCP, networks=[replace(nat(), nat_running=fact(False), dhcp_running=fact(False))])
    assert to(made, "web -> host").verdict == "reachable"
    assert to(made, "web -> internet").verdict == "unreachable"
    assert to(made, "dhcp -> host").stop.code == "dhcp-stopped"  # type: ignore[union-attr]


def test_duplicate_address_is_a_contradiction_not_a_crash() -> None:
    made = lab(WEB, guest("twin", ("VMnet8", reading(["10.0.0.10/24"], "10.0.0.2"))))
    assert (to(made, "host -> web").verdict, to(made, "host -> web").missing) == ("unknown", "duplicate-address")
    assert to(made, "web -> twin").verdict == "unreachable"
    assert to(made, "host -> web").values == {"network": "VMnet8", "about": "10.0.0.10", "nodes": "web, twin"}


def test_equal_macs_cannot_reach_each_other() -> None:
    mac = {0: "00:0c:29:11:22:33"}
    made = lab(guest("a", ("VMnet1", reading(["192.168.5.8/24"])), macs=mac), guest("b", ("VMnet1", reading(["192.168.5.9/24"])), macs=mac))
    walked = to(made, "a -> b")
    assert (walked.verdict, walked.confidence, walked.stop.code) == ("unreachable", "likely", "mac-duplicate")  # type: ignore[union-attr]
    assert to(made, "host -> a").verdict == "reachable"


def test_forward_works_from_lan_and_host_and_names_its_guest() -> None:
    made = lab(WEB, DHCP, networks=[bridged(), nat(forwards=[forward(8888, "10.0.0.10", 80)])])
    assert to(made, "lan -> web", "tcp/8888").verdict == "reachable"
    assert to(made, "host -> web", "tcp/8888").verdict == "reachable"
    assert to(made, "lan -> dhcp", "tcp/8888").stop.code == "other-machine"  # type: ignore[union-attr]
    assert to(made, "lan -> web", "tcp/80").verdict == "unreachable", "no forward listens: the path to the guest itself"
    assert to(made, "host -> web", "tcp/80").verdict == "reachable"
    assert to(made, "lan -> web", "udp/8888").verdict == "unreachable"


def test_two_forwards_of_one_port_contradict_each_other() -> None:
    made = lab(WEB, static("10.0.0.11/24"), networks=[nat(forwards=[forward(80, "10.0.0.10"), forward(80, "10.0.0.11")])])
    assert to(made, "lan -> web", "tcp/80").missing == "forward-duplicate"


def test_reader_not_known_and_readings_differ() -> None:
    both = profile(0, reading(["10.0.0.10/24"], "10.0.0.2"), reading(reader="networkmanager", starts=False), in_force=None)
    made = lab(guest("web", ("VMnet8", both)))
    assert (to(made, "web -> internet").verdict, to(made, "web -> internet").missing) == ("unknown", "reader")
    same = profile(0, reading(["10.0.0.10/24"], "10.0.0.2"), reading(["10.0.0.10/24"], "10.0.0.2", reader="networkmanager"), in_force=None)
    assert to(lab(guest("web", ("VMnet8", same))), "web -> internet").verdict == "reachable"


def test_left_over_gateway_under_dhcp_kills_the_default_route() -> None:
    made = lab(guest("web", ("VMnet0", reading((), "10.0.0.2", lease_router=False))))
    assert to(made, "web -> lan").verdict == "reachable"
    assert to(made, "web -> internet").stop.code == "no-route"  # type: ignore[union-attr]


def test_reservation_gives_the_address() -> None:
    made = lab(guest("web", ("VMnet8", reading()), macs={0: "00:0c:29:aa:bb:cc"}),
               networks=[nat(reservations={"00:0c:29:aa:bb:cc": "10.0.0.20"})])
    assert build(made).addresses("web") == [quad("10.0.0.20")]
    assert to(made, "host -> web 10.0.0.20").verdict == "reachable"


def test_route_file_leads_to_a_router_guest() -> None:
    edge = guest("edge", ("VMnet8", reading(["10.0.0.5/24"], "10.0.0.2")), ("VMnet1", reading(["192.168.5.254/24"])), forwarding=fact(True))
    inside = guest("inside", ("VMnet1", reading(["192.168.5.9/24"], "192.168.5.254")))
    web = guest("web", ("VMnet8", reading(["10.0.0.10/24"], "10.0.0.2", routes=["192.168.5.0/24 via 10.0.0.5"])))
    made = lab(edge, inside, web)
    assert verdicts(made, "web -> inside", "inside -> web") == all_of("reachable", "web -> inside", "inside -> web")
    assert to(made, "inside -> internet").missing == "answer-through-nat", "the device knows no way back to VMnet1 but the host's"
    still = lab(replace(edge, forwarding=UNKNOWN), inside, web)
    assert to(still, "inside -> web").stop.code == "does-not-forward"  # type: ignore[union-attr]


def test_dns_of_the_wrong_machine() -> None:
    for resolver, verdict in (("10.0.0.2", "reachable"), ("8.8.8.8", "reachable"), ("192.168.1.1", "reachable"), ("10.0.0.1", "unreachable"),
                              ("fe80::1", "unreachable"), ("192.168.5.2", "unreachable")):
        made = lab(guest("web", ("VMnet8", reading(["10.0.0.10/24"], "10.0.0.2", [resolver]))))
        assert (resolver, to(made, "web -> internet", "names").verdict) == (resolver, verdict)


def test_without_resolver_no_name_resolves() -> None:
    made = lab(guest("web", ("VMnet8", reading(["10.0.0.10/24"], "10.0.0.2"))))
    assert to(made, "web -> internet", "names").stop.code == "no-resolver"  # type: ignore[union-attr]


@pytest.mark.parametrize(("os", "verdict"), [("windows", "unreachable"), ("linux", "reachable"), (None, "unknown")])
def test_dns_proxy_switched_off_counts_on_windows_only(os: str | None, verdict: str) -> None:
    network = nat()
    assert network.nat is not None
    made = lab(WEB, networks=[replace(network, nat=replace(network.nat, dns_autodetect=fact(False)))], os=os)
    assert to(made, "web -> internet", "names").verdict == verdict


def _without_host_files(made: Lab) -> Lab:
    return replace(made, host=replace(made.host, files={}))


def test_nothing_known_of_the_host_leaves_nat_healthy() -> None:
    made = _without_host_files(lab(DHCP, guest("box", ("VMnet0", reading())), networks=[], cards=[], os=None))
    assert verdicts(made, "dhcp -> internet", "dhcp -> host", "host -> dhcp", "box -> internet", "lan -> box", "box -> host") == all_of(
        "reachable", "dhcp -> internet", "dhcp -> host", "host -> dhcp", "box -> internet", "lan -> box", "box -> host")
    unknown = _without_host_files(lab(WEB, networks=[], cards=[]))
    assert (to(unknown, "web -> internet").verdict, to(unknown, "web -> internet").missing) == ("unknown", "subnet")
    assert to(unknown, "lan -> web").verdict == "unreachable", "no NAT network offers that"


def test_bridge_on_another_card_than_the_lan() -> None:
    cards = [ethernet(), ethernet(["192.168.56.1/24"], None, name="VirtualBox Host-Only", kind="virtualbox")]
    made = lab(BOX, networks=[bridged(to="VirtualBox Host-Only")], cards=cards)
    assert verdicts(made, "box -> internet", "box -> lan", "host -> box") == all_of(
        "unreachable", "box -> internet", "box -> lan", "host -> box")
    assert to(lab(BOX, networks=[bridged(to="Ethernet")], cards=cards), "box -> internet").verdict == "reachable"


def test_automatic_bridging_with_two_candidates_is_undecided() -> None:
    cards = [ethernet(), ethernet(["10.1.1.5/24"], "10.1.1.1", name="Wi-Fi", kind="wireless")]
    assert to(lab(BOX, cards=cards), "box -> internet").verdict == "unknown"
    assert to(lab(BOX, cards=cards), "box -> internet").missing == "bridge"


def test_esxi_guest_is_judged_only_by_what_it_decides_itself() -> None:
    esxi = replace(WEB, esxi=fact(True))
    assert (to(lab(esxi), "web -> internet").verdict, to(lab(esxi), "web -> internet").missing) == ("unknown", "esxi")
    off = replace(guest("web", ("VMnet8", reading(["10.0.0.10/24"], starts=False))), esxi=fact(True))
    assert to(lab(off), "web -> internet").verdict == "unreachable"


def test_unknown_names_are_errors_with_close_ones() -> None:
    topology = build(HEALTHY)
    with pytest.raises(LookupError):
        walk(topology, "wev", "internet")
    with pytest.raises(LookupError):
        walk(topology, "web", "internet", None, "tcp/0")
    assert topology.nearest("WEV")[0] == "web"
    assert topology.nearest("hots")[0] == "host"


def test_contradictory_labs_never_raise() -> None:
    zero = interface("0.0.0.0/0")
    odd = Guest("odd", None, None, UNKNOWN, UNKNOWN, UNKNOWN, adapters=(card(0, "VMnet8", ""), card(0, "VMnet8"), card(1, "")))
    made = lab(odd, replace(WEB, name="host2"), guest("z", ("VMnet8", reading(["0.0.0.0/0"], "255.255.255.255"))),
               networks=[replace(nat(), subnet=fact(zero.subnet)), bridged(to="nowhere"), nat("VMnet1", "10.0.0.0/32", None, "10.0.0.0")],
               cards=[ethernet(["1.2.3.4/31"], "1.2.3.4"), ethernet([], None, name="x", kind="vpn")])
    topology = build(made)
    for sender in topology.endpoints:
        for target in topology.endpoints:
            if sender != target:
                assert walk(topology, sender, target).verdict in ("reachable", "unreachable", "unknown")
    assert place("x").text == "x"
