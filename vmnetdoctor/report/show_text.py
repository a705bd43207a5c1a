"""`vmnetdoctor show` for people: the whole lab in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.model.addr import ip_text
from vmnetdoctor.report.address_plan import free_static, static_addresses
from vmnetdoctor.report.code_frame import Paint
from vmnetdoctor.report.lab_picture import by_network, network_line, os_words, plug_line, profile_words, range_text, reader_words
from vmnetdoctor.report.layout import visible, wrap
from vmnetdoctor.report.phrases import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.model.guest import Adapter, Guest
    from vmnetdoctor.model.host import Host, Network
    from vmnetdoctor.model.lab import Lab


def show_text(lab: Lab, language: str, width: int, color: bool) -> str:
    """Networks with who is plugged into them, guests, host, and what belongs to nothing."""
    paint = Paint(color)
    sections = (("network-heading", _networks(lab, language)), ("guest-heading", _guests(lab, language)),
                ("host-heading", _host(lab.host, language)), ("unmatched-heading", _unmatched(lab, language)),
                ("unplaced-heading", _unknown_files(lab)))
    lines: list[str] = []
    for heading, body in sections:
        wrapped = [part for line in body for part in _folded(line, width)]
        if wrapped:
            lines += ([""] if lines else []) + [paint("bold", say(heading, language)), *wrapped]
    return "\n".join(lines) + "\n"


def _folded(line: str, width: int) -> list[str]:
    indent = len(line) - len(line.lstrip(" "))
    return wrap(line.strip(), width, " " * indent, " " * (indent + 2))


def _networks(lab: Lab, language: str) -> Iterator[str]:
    held, plugs = static_addresses(lab), by_network(lab)
    if not lab.networks:
        yield "  " + say("no-networks", language)
    for network in lab.networks:
        yield "  " + network_line(network, language)
        for guest, adapter in plugs.get(network.name, ()):
            yield "    " + plug_line(guest, adapter, language)
        yield from ("    " + line for line in _services(network, held.get(network.name, []), language))


def _services(network: Network, held: list[int], language: str) -> Iterator[str]:
    if network.dhcp is not None:
        routers = say("list", language).join(ip_text(r.value) for r in network.dhcp.routers if r.value is not None)
        if routers:
            yield say("routers", language, gateway=routers)
        for kept in network.dhcp.reservations:
            if kept.address.value is not None:
                yield say("reserved", language, name=visible(kept.name), mac=kept.mac.value or "?",
                          address=ip_text(kept.address.value))
    for forward in network.forwards:
        if forward.port.value is not None and forward.address.value is not None and forward.guest_port.value is not None:
            yield say("forward", language, protocol=forward.protocol, port=forward.port.value,
                      address=ip_text(forward.address.value), guest_port=forward.guest_port.value)
    free = free_static(network, held)
    if free is not None:
        ranges = say("list", language).join(range_text(pair) for pair in free[:8]) + (" ..." if len(free) > 8 else "")
        yield say("free", language, ranges=ranges) if free else say("free-none", language)


def _guests(lab: Lab, language: str) -> Iterator[str]:
    if not lab.guests:
        yield "  " + say("no-guests", language)
    for guest in lab.guests:
        known = os_words(guest.os.value or guest.guest_os.value or say("os-unknown", language))
        path = say("comma", language) + visible(guest.vmx) if guest.vmx else ""
        yield f"  {visible(guest.name)}{say('open', language)}{known}{path}{say('close', language)}"
        yield from ("    " + _adapter(adapter, language) for adapter in guest.adapters)
        yield from ("    " + line for line in _profiles(guest, language))


def _adapter(adapter: Adapter, language: str) -> str:
    facts = [visible(adapter.network) if adapter.network is not None else say("nowhere", language)]
    if adapter.mac.value is not None:
        facts.append(say("mac", language, mac=visible(adapter.mac.value)))
    if not adapter.present.value:
        facts = [say("absent", language)]
    elif adapter.connected.value is False:
        facts.append(say("unplugged", language))
    return f"ethernet{adapter.index}{say('colon', language)}{say('comma', language).join(facts)}"


def _profiles(guest: Guest, language: str) -> Iterator[str]:
    for profile in guest.profiles:
        reader = profile.in_force
        by = "" if reader is None or reader == "none" else (
            say("comma", language) + say("reader", language, reader=reader_words(reader, language)))
        on = f" -> ethernet{profile.adapter}" if profile.adapter is not None else ""
        yield f"{visible(profile.path)}{on}{say('colon', language)}{profile_words(profile, language)}{by}"


def _host(host: Host, language: str) -> Iterator[str]:
    if host.os.value is not None:
        yield "  " + os_words(host.os.value)
    for adapter in host.adapters:
        facts = [str(fact.value) for fact in adapter.addresses if fact.value is not None]
        if adapter.gateway.value is not None:
            facts.append(say("gateway", language, gateway=ip_text(adapter.gateway.value)))
        if adapter.up.value is not None:
            facts.append(say("up" if adapter.up.value else "down", language))
        if adapter.bridged_by is not None:
            facts.append(say("bridged-by", language, name=visible(adapter.bridged_by)))
        yield f"  {visible(adapter.name)}{say('colon', language)}{say('comma', language).join(facts)}"


def _unmatched(lab: Lab, language: str) -> Iterator[str]:
    for profile in lab.unmatched:
        yield f"  {visible(profile.path)}{say('colon', language)}{profile_words(profile, language)}"


def _unknown_files(lab: Lab) -> Iterator[str]:
    unknown = [item.path for item in lab.inputs if not item.recognised]
    yield from ("  " + visible(path) for path in unknown[:20])
    if len(unknown) > 20:
        yield f"  ... (+{len(unknown) - 20})"
