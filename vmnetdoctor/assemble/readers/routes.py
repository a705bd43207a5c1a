"""The routes of a route-X file that each reader of ifcfg files installs (guest-ifcfg.md section 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.assemble.readers.addressing import decimal_prefix, trailing_zeros_prefix
from vmnetdoctor.formats import routes as route_file
from vmnetdoctor.formats import shell, shvar
from vmnetdoctor.model.addr import Subnet, ip, ip_text, prefix_of, subnet_of
from vmnetdoctor.model.facts import Fact
from vmnetdoctor.model.guest import Remark, Route
from vmnetdoctor.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.assemble.readers.draft import Draft
    from vmnetdoctor.formats.syntax import Entry
    from vmnetdoctor.source import Source

EVERYWHERE = Subnet(0, 0)
_EVERYWHERE_WORDS = frozenset({"default", "any", "all"})


def shell_routes(source: Source, device: str, reading: Draft, scripts: int, remarks: list[Remark]) -> None:
    """`ip route add` of each line or entry: an off-link next hop is refused, a default route counts (measured.md)."""
    if route_file.style_of(source.text) == "new":
        found = list(_shell_numbered(source, remarks))
    else:
        found = list(_lines(source, device, remarks))
    own = [a.value.subnet for a in reading.addresses if a.value is not None]
    kept = []
    for route, written in found:
        place = route.place
        if place is None:
            continue
        if route.via is not None and reading.method.value == "static" and not _on_link(route.via, own, written):
            remarks.append(_refused(place, "off-link", via=ip_text(route.via)))
        elif route.to.prefix == 0:
            kept += _default(reading, route, place, scripts, remarks)
        else:
            kept.append(route)
    reading.routes += tuple(kept)


def nm_routes(source: Source, reading: Draft, remarks: list[Remark]) -> bool:
    """NetworkManager's routes; whether an entry makes it reject the profile.  A default route is ignored with a warning."""
    refused = False
    if route_file.style_of(source.text) == "new":
        found, refused = _nm_numbered(source, remarks)
    else:
        found = [route for route, _written in _lines(source, "", remarks, exact=False)]
    remarks += [_refused(route.place, "default-ignored") for route in found if route.to.prefix == 0 and route.place is not None]
    reading.routes += tuple(route for route in found if route.to.prefix != 0)
    return refused


def _refused(place: Place, reason: str, **values: object) -> Remark:
    return Remark("route-entry-invalid", place, (), {"reason": reason, **values})


def _on_link(via: int, own: list[Subnet], written: route_file.Route) -> bool:
    return "onlink" in written.fields or any(subnet.holds(via) for subnet in own)


def _default(reading: Draft, route: Route, place: Place, scripts: int, remarks: list[Remark]) -> list[Route]:
    """Put a default route beside GATEWAY's, and give those that do not win but are in the table all the same.

    The lower metric wins; of equal ones EL8 replaces, older ones refuse the second.
    """
    metric, before, old = route.metric or 0, reading.metric or 0, reading.gateway
    if old.value is None:
        leased = reading.method.value == "dhcp" and reading.lease_router
        if leased or route.via is None or any(r.to == EVERYWHERE for r in reading.routes):
            return [route]
    elif metric > before or route.via is None:
        return [route]
    elif metric == before and scripts < 8:
        remarks.append(_refused(place, "second-default"))
        return []
    reading.gateway = Fact(route.via, (place,))
    reading.metric = route.metric
    if not reading.gateway_stated.known and route.via is not None:
        reading.gateway_stated = Fact(ip_text(route.via), (place,))
    return [Route(EVERYWHERE, old.value, before, old.place)] if old.value is not None and metric < before else []


# The old format: lines of `ip route add`.

def _lines(source: Source, device: str, remarks: list[Remark], exact: bool = True) -> Iterator[tuple[Route, route_file.Route]]:
    """The IPv4 routes of the main table; `exact`: an address with host bits is refused, as `ip` does."""
    document = route_file.parse(source)
    for written in document.routes:
        to = written.destination
        if written.problems:
            problem = written.problems[0]
            place = Place(source, problem.start, problem.end)
            remarks.append(_refused(place, problem.reason, **problem.values))
        elif to is not None and ":" not in (to.value or "") and written.kind == "unicast" and "table" not in written.fields:
            if device and written.dev is not None and written.dev.value != device:
                continue                                 # another card's route, wherever it is written
            route = _line(written, to, exact)
            if route is None:
                remarks.append(_refused(to.value_place, "destination-unreadable", value=to.value))
            else:
                yield route, written


def _line(written: route_file.Route, to: Entry, exact: bool) -> Route | None:
    subnet = _destination(to.value or "", exact)
    via = ip(written.via.value or "") if written.via is not None else None
    if subnet is None or (written.via is not None and via is None):
        return None
    place = Place(to.source, written.start, written.end)
    return Route(subnet, via or None, _metric(written.metric), place)


def _metric(entry: Entry | None) -> int | None:
    text = (entry.value or "") if entry is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _destination(text: str, exact: bool) -> Subnet | None:
    """`default`, `a.b.c.d[/len]`, `10/8` or `a.b.c.d/m.m.m.m`."""
    if text in _EVERYWHERE_WORDS:
        return EVERYWHERE
    written, slash, length = text.partition("/")
    octets = written.count(".") + 1
    address = ip(written + ".0" * (4 - octets)) if octets <= 4 else None
    mask = ip(length)
    prefix = prefix_of(mask) if mask is not None else decimal_prefix(length) if slash else octets * 8
    if address is None or prefix is None:
        return None
    subnet = subnet_of(address, prefix)
    return None if exact and subnet.base != address else subnet


# The new format: ADDRESSn, NETMASKn, GATEWAYn.

def _shell_numbered(source: Source, remarks: list[Remark]) -> Iterator[tuple[Route, route_file.Route]]:
    """Without NETMASKn the previous entry's prefix is used; for the first one the command fails (section 7)."""
    routes = route_file.numbered(shell.parse(source))
    kept = route_file.leading(routes)
    _behind_gap(routes, kept, source, remarks)
    previous: int | None = None
    for written in kept:
        to, mask_entry = written.destination, written.netmask
        address, mask = (ip(e.value or "") if e is not None else None for e in (to, mask_entry))
        prefix = prefix_of(mask) if mask is not None else None if mask_entry is not None else previous
        via = ip(written.via.value or "") if written.via is not None else None
        if to is None:
            continue
        if address is None or prefix is None or (written.via is not None and via is None):
            reason = "netmask-missing" if mask_entry is None and address is not None else "unreadable"
            remarks.append(_refused(to.value_place, reason, index=written.index))
            continue
        if mask_entry is None:
            remarks.append(_refused(to.value_place, "netmask-of-previous", index=written.index, prefix=prefix))
        previous = prefix
        subnet = subnet_of(address, prefix)
        if subnet.base != address:
            remarks.append(_refused(to.value_place, "host-bits", index=written.index, right=str(subnet)))
        else:
            yield Route(subnet, via or None, None, to.value_place), written


def _nm_numbered(source: Source, remarks: list[Remark]) -> tuple[list[Route], bool]:
    """A missing or unreadable NETMASKn, ADDRESSn or GATEWAYn makes NetworkManager reject the profile."""
    routes = route_file.numbered(shvar.parse(source))
    kept = route_file.leading(routes)
    _behind_gap(routes, kept, source, remarks)
    found, refused = [], False
    for written in kept:
        to, mask_entry = written.destination, written.netmask
        address, mask = (ip(e.value or "") if e is not None else None for e in (to, mask_entry))
        via = ip(written.via.value or "") if written.via is not None and written.via.value else 0
        if to is None:
            continue
        if address is None or mask is None or via is None:
            reason = "netmask-missing" if mask_entry is None and address is not None else "unreadable"
            remarks.append(_refused(to.value_place, reason, index=written.index, effect="rejected"))
            refused = True
            continue
        found.append(Route(subnet_of(address, trailing_zeros_prefix(mask)), via or None, _metric(written.metric), to.value_place))
    return found, refused


def _behind_gap(routes: list[route_file.Route], kept: list[route_file.Route], source: Source, remarks: list[Remark]) -> None:
    if len(kept) < len(routes):
        lost = routes[len(kept)]
        remarks.append(_refused(Place(source, lost.start, lost.end), "gap", index=lost.index))
