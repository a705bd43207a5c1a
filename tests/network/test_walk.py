"""The walk against the tables of vmware-networking.md 6 and measured.md (both measured with a kernel)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.network.labs import (
    bridged,
    card,
    ethernet,
    fact,
    forward,
    guest,
    hostonly,
    interface,
    isolated,
    lab,
    nat,
    place,
    profile,
    quad,
    reading,
    segment,
)
from vmnetdoctor.model.facts import UNKNOWN
from vmnetdoctor.model.guest import Guest
from vmnetdoctor.network.topology import build
from vmnetdoctor.network.walk import walk

if TYPE_CHECKING:
    from vmnetdoctor.model.lab import Lab
    from vmnetdoctor.network.hops import Walk

WEB = guest("web", ("VMnet8", reading(["10.0.0.10/24"], "10.0.0.2", ["10.0.0.2"])))
DHCP = guest("dhcp", ("VMnet8", reading()))
ISO = guest("iso", ("VMnet1", reading(["192.168.5.9/24"])))
BOX = guest("box", ("VMnet0", reading(["192.168.1.50/24"], "192.168.1.1", ["192.168.1.1"])))
HEALTHY = lab(WEB, DHCP, ISO, BOX, guest("iso2", ("VMnet1", reading())), guest("box2", ("VMnet0", reading())))


def to(made: Lab, text: str, probe: str = "ping") -> Walk:
    """The walk of `sender -> target [address]`."""
    sender, target, *address = text.replace("->", " ").split()
    return walk(build(made), sender, target, quad(address[0]) if address else None, probe)


def verdicts(made: Lab, *rows: str) -> dict[str, str]:
    return {row: to(made, row).verdict for row in rows}


def all_of(verdict: str, *rows: str) -> dict[str, str]:
    return dict.fromkeys(rows, verdict)


def static(address: str, gateway: str | None = "10.0.0.2", **more: Any) -> Guest:
    """The guest `web` on VMnet8 with another address or gateway."""
    return guest("web", ("VMnet8", reading([address], gateway, ["10.0.0.2"], **more)))


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
    assert "web" in to(made, "host -> web").values["about"]
    assert "twin" in to(made, "host -> web").values["about"]


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
