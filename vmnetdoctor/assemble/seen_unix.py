"""Captures of Linux and macOS to what is seen of the machine; one file may hold several commands' output."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from vmnetdoctor.assemble.seen_cards import seen_cards, seen_routes
from vmnetdoctor.assemble.seen_join import joined
from vmnetdoctor.formats import (
    file_listing,
    ifconfig,
    ip_addr,
    ip_json,
    ip_route,
    kernel_lists,
    nmcli,
    os_identity,
    resolv,
    route_table,
    unit_states,
    vmware_networks,
)
from vmnetdoctor.formats.terminal import HEAD, sections, unquoted
from vmnetdoctor.model.facts import UNKNOWN, Fact
from vmnetdoctor.model.seen import Seen, SeenConnection, SeenFile
from vmnetdoctor.source import Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from vmnetdoctor.formats.card import Card
    from vmnetdoctor.formats.terminal import Word
    from vmnetdoctor.source import Source

_SYSTEMD = ("enabled", "disabled", "static", "masked", "active", "inactive", "failed")
_CUT = re.compile(r"(?:^|\n)\d+:[^\n]*\s*$")    # a card's first line at the very end: the rest was cut off


class Capture(NamedTuple):
    """One kind of capture: its name among the input kinds, how it is recognised, and what is made of it."""

    kind: str
    recognise: Callable[[str], bool]
    read: Callable[[Source], Seen]


def kinds_in(text: str) -> tuple[str, ...]:
    """The kinds of capture that the text holds, the one that says most first; empty where it is none."""
    plain = unquoted(text)
    return tuple(capture.kind for capture in CAPTURES if capture.recognise(plain))


def seen(source: Source) -> Seen:
    """All that the captures in one file show, joined."""
    kinds = kinds_in(source.text)
    return joined(read(source) for read in dict.fromkeys(c.read for c in CAPTURES if c.kind in kinds))


def _ip_addr(source: Source) -> Seen:
    cut = _CUT.search(source.text[-400:]) is not None
    return _of_cards(source, ip_addr.read(source.text), "linux", whole=not cut)


def _ip_json(source: Source) -> Seen:
    return _of_cards(source, ip_json.read(source.text), "linux", whole=source.text.rstrip().endswith("]"))


def _ifconfig(source: Source) -> Seen:
    """Linux lists without `-a` only the cards that are switched on; macOS lists all."""
    cards = ifconfig.read(source.text)
    bsd = any(card.origin == "ifconfig-bsd" for card in cards)
    asked = (s.command.text for s in sections(source.text[:HEAD]) if s.command is not None)
    whole = bsd or any("ifconfig -a" in command for command in asked) or any(c.up is not None and not c.up.value for c in cards)
    mac = any(card.name.text.startswith(("en", "utun", "awdl", "bridge1")) for card in cards)
    return _of_cards(source, cards, "macos" if bsd and mac else "" if bsd else "linux", whole)


def _of_cards(source: Source, cards: list[Card], system: str, whole: bool) -> Seen:
    """Every card is there where the loopback is: it comes first or last, and who asks for one card does not get it."""
    whole = whole and any(card.name.text in ("lo", "lo0") for card in cards)
    found = seen_cards(source, cards)
    return Seen(found, complete=frozenset(("interfaces",)) if whole else frozenset(),
                system=Fact(system, (found[0].place,)) if system and found else UNKNOWN)


def _routes(source: Source) -> Seen:
    routes = seen_routes(source, ip_route.read(source.text))
    return Seen(routes=routes, complete=frozenset(("routes",)), system=Fact("linux", (routes[0].place,))) if routes else Seen()


def _json_routes(source: Source) -> Seen:
    routes = seen_routes(source, ip_json.read_routes(source.text))
    return Seen(routes=routes, complete=frozenset(("routes",)) if routes else frozenset())


def _route_table(source: Source) -> Seen:
    routes = seen_routes(source, route_table.read(source.text))
    if not routes:
        return Seen()
    bsd = route_table.is_bsd(source.text)
    return Seen(routes=routes, complete=frozenset(("routes",)), system=Fact("macos" if bsd else "linux", (routes[0].place,)))


def _units(source: Source) -> Seen:
    listing = unit_states.read(source.text)
    services: dict[str, tuple[Fact[str], ...]] = {}
    for state in listing.states:
        known = services.get(state.unit, ())
        if state.state not in [fact.value for fact in known]:
            services[state.unit] = (*known, _fact(source, state.state, state.word))
    systemd = next((s.word for s in listing.states if s.word.text in _SYSTEMD), None)
    return Seen(services=services, complete=frozenset(("services",)) if listing.whole else frozenset(),
                system=_fact(source, "linux", systemd) if systemd is not None else UNKNOWN)


def _vmware_networks(source: Source) -> Seen:
    """`vmnet-dhcpd VMnet8` and the like: running or stopped; Fusion's `vmnet-cli` says it in the same words (3.4)."""
    system = "macos" if "vmnet-cli" in source.text[:HEAD] else "linux"
    services: dict[str, tuple[Fact[str], ...]] = {}
    for part in vmware_networks.read(source.text):
        services[f"{part.program} {part.network}"] = (_fact(source, "running" if part.runs else "stopped", part.word),)
    first = next(iter(services.values()), None)
    return Seen(services=services, system=Fact(system, first[0].places) if first else UNKNOWN)


def _nmcli(source: Source) -> Seen:
    report = nmcli.read(source.text)
    running = report.running
    state = "running" if running is not None and running.value else "stopped"
    connections = tuple(SeenConnection(c.name.text, c.uuid.text, c.type.text, c.device.text if c.device is not None else "",
                                       Place(source, c.name.start, c.name.end)) for c in report.connections)
    services: dict[str, tuple[Fact[str], ...]] = {}
    if running is None and report.cards:
        services = {"NetworkManager": (_fact(source, "running", report.cards[0].name),)}
    elif running is not None:
        services = {"NetworkManager": (_fact(source, state, running.word),)}
    return Seen(seen_cards(source, report.cards), services=services, connections=connections,
                complete=frozenset(("connections",)) if connections else frozenset())


def _identity(source: Source) -> Seen:
    found = os_identity.read(source.text)
    return Seen(release=_pair(source, found.release), system=_pair(source, found.system), virtual=_pair(source, found.virtual),
                hostname=_word(source, found.hostname), machine_id=_word(source, found.machine_id), product=_pair(source,
                                                                                                                  found.product))


def _listing(source: Source) -> Seen:
    return Seen(files=tuple(SeenFile(f.path, f.kind, f.mode, f.owner, f.group, Place(source, f.word.start, f.word.end))
                            for f in file_listing.read(source.text)))


def _modules(source: Source) -> Seen:
    found = kernel_lists.modules(source.text)
    return Seen(modules=tuple(_fact(source, word.text, word) for word in found.names),
                complete=frozenset(("modules",)) if found.whole else frozenset())


def _wireless(source: Source) -> Seen:
    return Seen(seen_cards(source, kernel_lists.wireless(source.text)))


def _settings(source: Source) -> Seen:
    return Seen(forwarding=forwarding(source))


def forwarding(source: Source) -> Fact[bool]:
    """Whether the kernel forwards IPv4, from sysctl.conf, `sysctl -a` or /proc; the last statement counts."""
    found: Fact[bool] = UNKNOWN
    for setting in kernel_lists.settings(source.text):
        if setting.name in ("net.ipv4.ip_forward", "net.ipv4.conf.all.forwarding") and setting.value.text.isdigit():
            found = Fact(setting.value.text.strip("0") != "", (Place(source, setting.value.start, setting.value.end),))
    return found


def _resolvers(source: Source) -> Seen:
    return Seen(resolvers=tuple(Fact(entry.value, (entry.value_place,)) for entry in resolv.parse(source).nameservers))


def _fact(source: Source, value: str, word: Word) -> Fact[str]:
    return Fact(value, (Place(source, word.start, word.end),))


def _word(source: Source, word: Word | None) -> Fact[str]:
    return _fact(source, word.text, word) if word is not None else UNKNOWN


def _pair(source: Source, pair: tuple[object, Word] | None) -> Fact[Any]:
    return Fact(pair[0], (Place(source, pair[1].start, pair[1].end),)) if pair is not None else UNKNOWN


CAPTURES = (
    Capture("ip-addr", ip_addr.recognise, _ip_addr),
    Capture("ip-addr-json", ip_json.recognise, _ip_json),
    Capture("ifconfig", ifconfig.recognise, _ifconfig),
    Capture("ip-route", ip_route.recognise, _routes),
    Capture("ip-route-json", ip_json.recognise_routes, _json_routes),
    Capture("route-table", route_table.recognise, _route_table),
    Capture("vmware-networks", vmware_networks.recognise, _vmware_networks),
    Capture("nmcli", nmcli.recognise, _nmcli),
    Capture("systemctl", unit_states.recognise, _units),
    Capture("hostnamectl", os_identity.recognise_hostnamectl, _identity),
    Capture("os-release", os_identity.recognise_release, _identity),
    Capture("system-version", os_identity.recognise_system, _identity),
    Capture("product-version", os_identity.recognise_product, _identity),
    Capture("iwconfig", kernel_lists.recognise_wireless, _wireless),
    Capture("lsmod", kernel_lists.recognise_modules, _modules),
    Capture("ls", file_listing.recognise, _listing),
    Capture("sysctl", kernel_lists.recognise_settings, _settings),
    Capture("resolv", resolv.recognise, _resolvers),
    Capture("machine-id", os_identity.recognise_machine_id, _identity),
)
