"""Captures of a Windows machine to what they show: one file may hold several commands' outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.assemble import seen_ipconfig
from vmnetdoctor.assemble.card_kinds import windows_kind
from vmnetdoctor.assemble.seen_registry import registry_parts
from vmnetdoctor.formats import bindings, dirlist, ipconfig, registry, winroutes, winservices, winversion
from vmnetdoctor.formats.console import LIMIT
from vmnetdoctor.model.addr import ip, prefix_of, subnet_of
from vmnetdoctor.model.facts import UNKNOWN, Fact
from vmnetdoctor.model.seen import Seen, SeenFolder, SeenInterface, SeenRoute
from vmnetdoctor.source import Place, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vmnetdoctor.formats.console import Value
    from vmnetdoctor.formats.winroutes import WindowsRoute

# the services that a list of running ones speaks about by their absence (vmware-networking.md 3.4)
NETWORK_SERVICES = ("VMnetDHCP", "VMware NAT Service", "VMAuthdService")
KINDS = ("registry", "ipconfig", "services", "bindings", "windows-routes", "dir", "windows-version")
_RECOGNISERS: dict[str, Callable[[str], bool]] = {
    "registry": registry.recognise, "ipconfig": ipconfig.recognise, "services": winservices.recognise,
    "bindings": bindings.recognise, "windows-routes": winroutes.recognise, "dir": dirlist.recognise,
    "windows-version": winversion.recognise,
}


def kinds_in(text: str) -> tuple[str, ...]:
    """The kinds of Windows capture that a text holds, the most telling first; an export file stands alone."""
    if registry.is_export(text):
        return ("registry",)
    text = text[:LIMIT]
    return tuple(kind for kind in KINDS if _RECOGNISERS[kind](text))


def seen(source: Source) -> Seen:
    """All that one file of captures shows; what a registry export says of the vmnets is read by `seen_registry`."""
    kinds = kinds_in(source.text)
    base = seen_ipconfig.seen(source) if "ipconfig" in kinds else Seen()
    bound = _bound(source) if "bindings" in kinds else ()
    version = _version(source) if "windows-version" in kinds else (UNKNOWN, UNKNOWN)
    services = _services(source, kinds)
    routes, all_routes = _routes(source) if "windows-routes" in kinds else ((), False)
    interfaces = merged((*base.interfaces, *bound))
    complete = {*base.complete, *(("routes",) if all_routes else ())}
    told = Fact("windows", (Place(source, *source.line_span(1)),)) if kinds else UNKNOWN
    return Seen(
        interfaces, routes, services, release=version[0], forwarding=base.forwarding,
        system=base.system if base.system.known else told, virtual=version[1], hostname=base.hostname,
        folders=_folders(source) if "dir" in kinds else (), complete=frozenset(complete))


def merged(cards: Iterable[SeenInterface]) -> tuple[SeenInterface, ...]:
    """Cards of one name made one; the later capture fills in what the earlier did not show and replaces its addresses."""
    found: list[SeenInterface] = []
    at: dict[str, int] = {}
    for card in cards:
        number = at.get(card.name.lower())
        if number is None and card.name.endswith(("...", "…")):
            number = next((n for n, old in enumerate(found) if bindings.same_card(card.name, old.name)), None)
        if number is None:
            at[card.name.lower()] = len(found)
            found.append(card)
        else:
            found[number] = _filled(found[number], card)
    return tuple(found)


def _filled(old: SeenInterface, new: SeenInterface) -> SeenInterface:
    """A card that shows only its binding keeps all the rest of the older one."""
    bridged = new.bridged if new.bridged.known else old.bridged
    newer = new if new.addresses or new.mac.known or new.up.known else old
    return SeenInterface(old.name, old.place, newer.kind, newer.description, newer.mac, newer.addresses, newer.gateway, newer.dns,
                         newer.dhcp, newer.dhcp_server, newer.up, bridged)


def _bound(source: Source) -> tuple[SeenInterface, ...]:
    return tuple(
        SeenInterface(b.card.text, _place(source, b.card), windows_kind(b.card.text, "", None),
                      bridged=Fact(b.enabled, (_place(source, b.at),)))
        for b in bindings.parse(source) if b.bridge)


def _services(source: Source, kinds: tuple[str, ...]) -> dict[str, tuple[Fact[str], ...]]:
    """States by service; what a whole `net start` list does not name is stopped (it may also not be installed)."""
    states: dict[str, list[Fact[str]]] = {}
    if "registry" in kinds:
        states.update((name, [fact]) for name, fact in registry_parts(source).services.items())
    if "services" not in kinds:
        return {name: tuple(facts) for name, facts in states.items()}
    listing = winservices.parse(source)
    for state in listing.states:
        facts = states.setdefault(state.service, [])
        if all(fact.value != state.state for fact in facts):
            facts.append(Fact(state.state, (_place(source, state.at),)))
    for head in listing.running[:1]:
        for service in NETWORK_SERVICES:
            if service not in states:
                states[service] = [Fact("stopped", (_place(source, head),), "not-listed")]
    return {name: tuple(facts) for name, facts in states.items()}


def _routes(source: Source) -> tuple[tuple[SeenRoute, ...], bool]:
    listing = winroutes.parse(source)
    found = (_route(source, row) for row in listing.routes)
    return tuple(route for route in found if route is not None), listing.whole


def _route(source: Source, row: WindowsRoute) -> SeenRoute | None:
    """Old releases write the card's own address as the gateway of what is on the link."""
    base, mask, own = ip(row.network.text), ip(row.mask.text), row.interface.text
    prefix = prefix_of(mask) if mask is not None else None
    if base is None or prefix is None:
        return None
    on_link = row.gateway is None or row.gateway.text in (own, "127.0.0.1")
    return SeenRoute(subnet_of(base, prefix), None if on_link or row.gateway is None else ip(row.gateway.text), own,
                     int(row.metric.text), Place(source, row.network.start, row.metric.end))


def _version(source: Source) -> tuple[Fact[str], Fact[bool]]:
    version = winversion.parse(source)
    release: Fact[str] = UNKNOWN
    if version.name is not None:
        name = version.name.text[version.name.text.find("Windows"):].partition("[")[0].strip()
        build = version.build.text.split()[0] if version.build is not None else ""
        release = Fact(f"{name} {build}".strip(), (_place(source, version.name),))
    return release, UNKNOWN if version.guest is None else Fact(True, (_place(source, version.guest),))


def _folders(source: Source) -> tuple[SeenFolder, ...]:
    return tuple(
        SeenFolder(folder.path.text, _place(source, folder.path),
                   tuple(Fact(item.name.text, (_place(source, item.name),)) for item in folder.items), folder.whole)
        for folder in dirlist.parse(source))


def _place(source: Source, value: Value) -> Place:
    return Place(source, value.start, value.end)
