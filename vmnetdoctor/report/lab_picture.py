"""The lab in words: which networks there are, who is plugged into what, with which address (tutorial-claims.md 13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.model.addr import ip_text
from vmnetdoctor.report.address_plan import serves_dhcp
from vmnetdoctor.report.layout import visible
from vmnetdoctor.report.phrases import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.model.guest import Adapter, Guest, Profile, Reading
    from vmnetdoctor.model.host import Network
    from vmnetdoctor.model.lab import Lab

MOST_GUESTS = 6
_READERS = {"networkmanager": "NetworkManager", "keyfile": "NetworkManager", "networkd": "systemd-networkd"}
_SYSTEMS = {"windows": "Windows", "linux": "Linux", "macos": "macOS", "centos": "CentOS", "rhel": "RHEL", "rocky": "Rocky Linux",
            "alma": "AlmaLinux", "fedora": "Fedora", "ubuntu": "Ubuntu", "debian": "Debian"}


def picture(lab: Lab, language: str, guests: int = MOST_GUESTS) -> list[str]:
    """A few lines: each network that has guests, with at most `guests` of them in all."""
    left = guests
    lines: list[str] = []
    plugs = by_network(lab)
    for network in sorted(lab.networks, key=lambda n: n.name not in plugs):
        here = plugs.pop(network.name, [])
        if not here and lines:
            break
        lines.append(network_line(network, language))
        lines.extend("  " + plug_line(guest, adapter, language) for guest, adapter in here[:left])
        lines += _more(len(here) - left, language)
        left = max(left - len(here), 0)
    for name, here in plugs.items():
        lines.append(visible(name) if name else say("nowhere", language))
        lines.extend("  " + plug_line(guest, adapter, language) for guest, adapter in here[:left])
        lines += _more(len(here) - left, language)
        left = max(left - len(here), 0)
    return lines


def _more(count: int, language: str) -> list[str]:
    return ["  " + say("more-guests", language, n=count)] if count > 0 else []


def by_network(lab: Lab) -> dict[str | None, list[tuple[Guest, Adapter | None]]]:
    """Network name to the adapters that are plugged into it; None for those whose network is not known."""
    plugs: dict[str | None, list[tuple[Guest, Adapter | None]]] = {}
    for guest in lab.guests:
        cards = guest.plugs
        for adapter in cards:
            plugs.setdefault(adapter.network, []).append((guest, adapter))
        if not cards:
            plugs.setdefault(None, []).append((guest, None))
    return plugs


def network_line(network: Network, language: str) -> str:
    """`VMnet8 (NAT, 10.0.0.0/24): host adapter 10.0.0.1, NAT device 10.0.0.2, DHCP ...`."""
    heads = [say("kind-" + _kind(network), language)]
    if network.subnet.value is not None:
        heads.append(str(network.subnet.value))
    comma = say("comma", language)
    line = visible(network.name) + say("open", language) + comma.join(heads) + say("close", language)
    facts = comma.join(_network_facts(network, language))
    return line + (say("colon", language) + facts if facts else "")


def _kind(network: Network) -> str:
    kind = network.kind.value or "unknown"
    return kind if kind in ("nat", "hostonly", "bridged", "lansegment") else "unknown"


def _network_facts(network: Network, language: str) -> Iterator[str]:
    state, host, bridge = network.host_adapter_state.value, network.host_adapter.value, network.bridge.value
    if bridge is not None:
        yield say("bridged-auto", language) if bridge == "automatic" else say("bridged-to", language, name=visible(bridge))
    if state in ("disabled", "absent") and bridge is None:
        yield say("host-" + state, language)
    elif host is not None:
        yield say("host-at", language, address=ip_text(host))
    if network.nat_device.value is not None:
        yield say("nat-at", language, address=ip_text(network.nat_device.value))
    yield from _dhcp_facts(network, language)


def _dhcp_facts(network: Network, language: str) -> Iterator[str]:
    if serves_dhcp(network):
        pools = [fact.value for fact in network.dhcp.ranges if fact.value is not None] if network.dhcp is not None else []
        ranges = say("list", language).join(range_text(pool) for pool in pools)
        yield say("dhcp-at", language, ranges=ranges) if ranges else say("dhcp-some", language)
    elif network.dhcp_on.value is False and network.kind.value != "bridged":      # there the LAN's own DHCP serves
        yield say("dhcp-off", language)


def range_text(pair: tuple[int, int]) -> str:
    """`first-last`, or the one address."""
    first, last = pair
    return ip_text(first) if first == last else f"{ip_text(first)}-{ip_text(last)}"


def plug_line(guest: Guest, adapter: Adapter | None, language: str) -> str:
    """`web1 ens33: static 10.0.0.10/24, gateway 10.0.0.2` for the profiles of that adapter."""
    here = [profile for profile in guest.profiles if adapter is None or profile.adapter == adapter.index]
    read = [profile for profile in here if profile.in_force != "none" or profile.effective is not None]
    states = [profile_words(profile, language) for profile in read or here[:1]]      # copies that nobody reads are no part of it
    if adapter is not None and adapter.connected.value is False:
        states.append(say("unplugged", language))
    if not states:
        lost = adapter is not None and any(profile.adapter is None for profile in guest.profiles)
        phrase = "absent" if adapter is None else "profile-astray" if lost else "no-profile"
        which = f" ethernet{adapter.index}" if adapter is not None and len(guest.adapters) > 1 else ""
        return visible(guest.name) + which + say("colon", language) + say(phrase, language)
    return visible(guest.name) + " " + say("semicolon", language).join(states)


def profile_words(profile: Profile, language: str) -> str:
    """What a profile makes of its interface, in the reading in force (else the first one)."""
    device = visible(profile.device.value or profile.path.rsplit("/", 1)[-1])
    reading = profile.effective
    if reading is not None:
        state = reading_words(reading, language)
    elif profile.in_force == "none":
        state = say("reader-none", language)
    else:
        state = _ways(profile, language)
    return say("reads", language, device=device, state=state)


def _ways(profile: Profile, language: str) -> str:
    """What all readers make of the file, or what each of them does."""
    ways: dict[str, list[str]] = {}
    for reader, reading in profile.readings.items():
        ways.setdefault(reading_words(reading, language), []).append(reader_words(reader, language))
    if len(ways) == 1:
        return next(iter(ways))
    comma, colon = say("list", language), say("colon", language)
    told = say("semicolon", language).join(comma.join(readers) + colon + way for way, readers in ways.items())
    return say("reader-unknown", language) + (say("open", language) + told + say("close", language) if told else "")


def reader_words(reader: str, language: str) -> str:
    """Who reads a profile, by the name people know."""
    return say("reader-capture", language) if reader == "capture" else _READERS.get(reader, visible(reader))


def os_words(code: str) -> str:
    """`CentOS 6` for centos6; what is no code of the model stands as it is (a vmx's guestOS)."""
    system = code.rstrip("0123456789")
    name = _SYSTEMS.get(system)
    return visible(code) if name is None else f"{name} {code[len(system):]}".rstrip()


def reading_words(reading: Reading, language: str) -> str:
    """One reading: how the address comes, the gateway, whether it starts at all."""
    words = [_method_words(reading, language)]
    if reading.gateway.value is not None:
        words.append(say("gateway", language, gateway=ip_text(reading.gateway.value)))
    elif reading.method.value == "static" and reading.addresses:
        words.append(say("no-gateway", language))
    if reading.starts.value is False and reading.method.value != "rejected":
        words.append(say("not-started", language))
    return say("comma", language).join(words)


def _method_words(reading: Reading, language: str) -> str:
    method = reading.method.value
    addresses = say("list", language).join(str(fact.value) for fact in reading.addresses if fact.value is not None)
    if method == "static":
        return say("static", language, addresses=addresses) if addresses else say("static-none", language)
    if method in ("dhcp", "disabled", "link-local", "shared", "rejected"):
        return say(method, language)
    return say("method-unknown", language)
