"""The table as a whole: endpoints, cells, classes, and what the modes offer but a lab has lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.network.labs import bridged, fact, forward, guest, hostonly, lab, nat, place, quad, reading
from vmnetdoctor.model.lab import Expectation
from vmnetdoctor.network.build import build
from vmnetdoctor.network.guest_classes import classes
from vmnetdoctor.network.losses import losses
from vmnetdoctor.network.matrix import matrix

if TYPE_CHECKING:
    from vmnetdoctor.model.guest import Guest

WEB = guest("web", ("VMnet8", reading(["10.0.0.10/24"], "10.0.0.2", ["10.0.0.2"])))
BAD = guest("bad", ("VMnet8", reading(["10.0.0.11/24"], "10.0.0.1", ["10.0.0.2"])))
DHCP = guest("dhcp", ("VMnet8", reading()))
BOX = guest("box", ("VMnet0", reading(["192.168.1.50/24"], "192.168.1.1", ["192.168.1.1"])))


def test_endpoints_and_cells_follow_the_contract() -> None:
    table = matrix(build(lab(WEB, DHCP, networks=[bridged(), nat(forwards=[forward(8888, "10.0.0.10")])])))
    by_name = {e.name: e for e in table.endpoints}
    assert list(by_name) == ["web", "dhcp", "host", "lan", "internet"]
    assert by_name["web"].addresses == (quad("10.0.0.10"),)
    assert (by_name["dhcp"].addresses, by_name["dhcp"].address_range) == ((), (quad("10.0.0.128"), quad("10.0.0.253")))
    assert set(by_name["host"].addresses) == {quad("10.0.0.1"), quad("192.168.1.100")}
    cells = {(c.sender, c.target, c.probe, c.address): c.verdict for c in table.cells}
    assert len(cells) == len(table.cells), "no cell twice"
    assert cells["web", "dhcp", "ping", None] == "reachable"
    assert cells["web", "host", "ping", quad("10.0.0.1")] == "reachable"
    assert cells["web", "internet", "names", None] == "reachable"
    assert cells["lan", "web", "tcp/8888", None] == "reachable"
    assert cells["host", "web", "tcp/8888", None] == "reachable"
    assert cells["lan", "web", "ping", quad("10.0.0.10")] == "unreachable"
    assert {c[:2] for c in cells} >= {(a, b) for a in by_name for b in by_name if a != b}


def test_declared_expectations_have_their_cell() -> None:
    wish = Expectation("lan", "web", "tcp/22", "reachable", None, place("x"))
    nobody = Expectation("nobody", "web", "tcp/1", "reachable", None, place("x"))
    table = matrix(build(replace(lab(WEB), expectations=(wish, nobody))))
    assert [c.verdict for c in table.cells if c.probe == "tcp/22"] == ["unreachable"]


def test_picked_rows_only() -> None:
    table = matrix(build(lab(WEB, DHCP)), senders=["web"], targets=["internet"])
    assert {(c.sender, c.target) for c in table.cells} == {("web", "internet")}


def _many(count: int) -> list[Guest]:
    return [guest(f"g{i}", ("VMnet8", reading([f"10.0.{i // 200}.{i % 200 + 10}/16"], "10.0.255.2", ["10.0.255.2"]))) for i in range(count)]


_WIDE = nat(net="10.0.0.0/16", host="10.0.255.1", device="10.0.255.2")


def test_above_fifty_guests_the_matrix_holds_classes() -> None:
    odd = guest("odd", ("VMnet8", reading(["10.0.200.1/16"], "10.0.255.1")))
    table = matrix(build(lab(*_many(60), odd, networks=[_WIDE])))
    assert [(c.name, c.like, len(c.members)) for c in table.classes] == [("class 1", "g0", 60), ("odd", "odd", 1)]
    assert {c.sender for c in table.cells} == {"g0", "odd", "host", "lan", "internet"}
    assert not matrix(build(lab(*_many(50), networks=[_WIDE]))).classes


def test_guests_that_differ_are_no_class() -> None:
    twin = guest("twin", ("VMnet8", reading(["10.0.0.10/24"], "10.0.0.2", ["10.0.0.2"])))
    alike = guest("alike", ("VMnet8", reading(["10.0.0.12/24"], "10.0.0.2", ["10.0.0.2"])))
    other = guest("other", ("VMnet8", reading(["10.0.0.13/24"], "10.0.0.2", ["10.0.0.2"])))
    groups = classes(build(lab(WEB, twin, alike, other, BAD, DHCP)))
    assert [g.members for g in groups] == [("web", "twin"), ("alike", "other"), ("bad",), ("dhcp",)]


def test_a_healthy_lab_has_lost_nothing() -> None:
    iso = guest("iso", ("VMnet1", reading(["192.168.5.9/24"])))
    made = lab(WEB, DHCP, BOX, iso, networks=[bridged(), hostonly(), nat(forwards=[forward(80, "10.0.0.10")])])
    assert losses(build(made)) == []


def test_losses_name_what_the_mode_offers_and_no_more() -> None:
    lost = losses(build(lab(WEB, BAD, BOX)))
    assert {(x.path.sender, x.path.target, x.path.probe) for x in lost} == {("bad", "lan", "ping"), ("bad", "internet", "ping")}
    assert {x.walk.stops_at for x in lost} == {"host"}


def test_losses_of_an_unplugged_guest_and_a_disabled_host_adapter() -> None:
    dark = guest("dark", ("VMnet8", reading(["10.0.0.12/24"], "10.0.0.2", ["10.0.0.2"])), unplugged=[0])
    lost = losses(build(lab(WEB, dark)))
    assert {x.path.target for x in lost if x.path.sender == "dark"} == {"host", "lan", "internet", "web"}
    lost = losses(build(lab(WEB, networks=[nat(host=None)])))
    assert {(x.path.sender, x.path.target) for x in lost} == {("web", "host"), ("host", "web")}


def test_one_walk_per_class_and_path() -> None:
    odd = guest("odd", ("VMnet8", reading(["10.0.200.1/16"], "10.0.255.1")))
    lost = losses(build(lab(*_many(300), odd, networks=[_WIDE], forwarding=fact(False))))
    assert {x.of.like for x in lost} == {"odd"}
