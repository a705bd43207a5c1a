"""Guests from their vmx files and the guest files that belong to them."""

from __future__ import annotations

from collections import Counter
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from vmnetdoctor.assemble.declaration import NO_GUEST_DECLARED, DeclaredGuest
from vmnetdoctor.assemble.owners import Dealt, Owners, folder_of, root_of
from vmnetdoctor.assemble.plugs import plug
from vmnetdoctor.assemble.profiles import profiles_of
from vmnetdoctor.assemble.release import readers_of, release_of
from vmnetdoctor.assemble.vmx import guest_parts
from vmnetdoctor.formats import resolv, udev
from vmnetdoctor.model.addr import ip, mac
from vmnetdoctor.model.facts import Fact, assumed, record, unknown
from vmnetdoctor.model.guest import Guest
from vmnetdoctor.model.lab import Unreadable
from vmnetdoctor.source import Place, Source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vmnetdoctor.assemble.intake import Intake
    from vmnetdoctor.assemble.vmx import GuestParts
    from vmnetdoctor.formats.syntax import Entry
    from vmnetdoctor.model.guest import Profile
    from vmnetdoctor.model.seen import Seen

FOREIGN_KINDS = ("netplan", "ifupdown", "networkd", "resolved", "nm-conf")
MOST_PROFILES = 500
MOST_NAME = 200                          # characters of a guest's name
ENDPOINTS = ("host", "lan", "internet")


@record
class GuestSide:
    """The guests, the profiles that belong to none, and which guest each file was given to."""

    guests: tuple[Guest, ...]
    unmatched: tuple[Profile, ...]
    owner: dict[str, str] = field(default_factory=dict)
    host: Seen | None = None


Files = list[tuple[str, Source]]


def guest_side(intake: Intake, declared: Mapping[str, DeclaredGuest], modes: Mapping[str, str] | None,
               segments: Mapping[str, str]) -> GuestSide:
    """Read every vmx and tie the guest files to them (contract.md, Evidence files)."""
    parts = [guest_parts(document, modes, segments) for document in intake.vmx]
    names = _names([d.source.path for d in intake.vmx], parts)
    claims = {n: declared[name].files for n, name in enumerate(names) if name in declared}
    owners = Owners([folder_of(d.source.path) for d in intake.vmx], [p.adapters for p in parts], claims)
    _claim_by_prompt(intake, owners, names)
    owned, left = _deal(intake.guest_files, owners, parts)
    if intake.transcripts:
        from vmnetdoctor.assemble.transcripts import without_doubles

        owned = [without_doubles(files, lambda _: "") for files in owned]
    owner = {d.source.path: name for d, name in zip(intake.vmx, names, strict=True)}
    strange = {root_of(files[0][1].path) for files in left} - {""}
    dealt = _seen(intake, owners, strange)
    host, seen = dealt.host, dealt.guests
    owner.update((path, names[number]) for path, number in dealt.owner.items())
    guests = []
    for number, document in enumerate(intake.vmx):
        given = declared.get(names[number], NO_GUEST_DECLARED)
        made = _guest(names[number], document.source, parts[number], owned[number], given, seen.get(number))
        guests.append(_bounded(made, intake))
        owner.update(((source.whole or source).path, names[number]) for _, source in owned[number])
        if intake.modes or guests[-1].seen is not None:
            from vmnetdoctor.assemble.file_modes import apply_modes

            apply_modes(guests[-1], intake.modes)
    unmatched = tuple(p for files in left for p in _profiles(files, None, None))
    return GuestSide(tuple(guests), (*unmatched, *dealt.strangers), owner, host)


def _bounded(guest: Guest, intake: Intake) -> Guest:
    """A guest with as many profiles as the experiments can bear; what is beyond is told (a made-up file may name thousands)."""
    if len(guest.profiles) <= MOST_PROFILES:
        return guest
    first = guest.profiles[MOST_PROFILES]
    values = {"guest": guest.name, "count": len(guest.profiles), "most": MOST_PROFILES}
    intake.unreadable.append(Unreadable(first.path, first.format, "profiles-many", first.place, values, "profiles"))
    return replace(guest, profiles=guest.profiles[:MOST_PROFILES])


def _claim_by_prompt(intake: Intake, owners: Owners, names: Sequence[str]) -> None:
    """A capture in no guest's folder belongs to the guest whose name stands in its prompts."""
    by_name = {name.lower(): number for number, name in enumerate(names)}
    for path, hosts in intake.prompts.items():
        near = owners.candidates(path)
        found = {by_name[short] for host in hosts if (short := host.partition(".")[0].lower()) in by_name}
        if len(near) != 1 and len(found) == 1 and found <= set(near or found):
            owners.claim(path, found.pop())


def _seen(intake: Intake, owners: Owners, strange: set[str]) -> Dealt:
    if not intake.captures:
        return Dealt()
    from vmnetdoctor.assemble.seen_owners import dealt

    return dealt(intake.captures, owners, strange)


def _names(paths: Sequence[str], parts: Sequence[GuestParts]) -> list[str]:
    """displayName, else the file's stem; the folder in front where two are equal or an endpoint has that name."""
    plain = [(part.name.value or path.rpartition("/")[2].removesuffix(".vmx"))[:MOST_NAME]
             for path, part in zip(paths, parts, strict=True)]
    counts = Counter(plain)
    named = [f"{folder_of(path).rpartition('/')[2] or '.'}/{name}" if counts[name] > 1 or name in ENDPOINTS else name
             for path, name in zip(paths, plain, strict=True)]
    again = Counter(named)
    return [name if again[name] == 1 else path.rpartition(".")[0] for name, path in zip(named, paths, strict=True)]


def _deal(files: Files, owners: Owners, parts: Sequence[GuestParts]) -> tuple[list[Files], list[Files]]:
    """Each guest's files, and what stays open by the folder it came from."""
    owned: list[Files] = [[] for _ in parts]
    groups: dict[tuple[str, tuple[int, ...]], Files] = {}
    for kind, source in files:
        candidates = owners.candidates(source.path)
        if len(candidates) == 1:
            owned[candidates[0]].append((kind, source))
        else:
            groups.setdefault((root_of(source.path), tuple(candidates)), []).append((kind, source))
    left: list[Files] = []
    for (_, near), group in groups.items():
        for bundle in _bundles(group) if near else [group]:
            number = owners.by_card(near, *_marks(bundle)) if near else _far_owner(owners, parts, owned, bundle)
            if number is None:
                left.append(bundle)
            else:
                owned[number].extend(bundle)
    return owned, left


def _far_owner(owners: Owners, parts: Sequence[GuestParts], owned: Sequence[Files], bundle: Files) -> int | None:
    """For files in no machine's folder: who has the card; else, by the slot, the only machine of all.

    Not if that one has files of its own or is no Linux: then the folder holds the files of a machine whose vmx is not given.
    """
    macs, names = _marks(bundle)
    number = owners.by_card(range(len(owned)), macs, set())
    alone = len(parts) == 1 and not owned[0] and not (parts[0].guest_os.value or "").lower().startswith("win")
    return owners.by_slot((0,), names) if number is None and alone else number


def _bundles(group: Files) -> list[Files]:
    """In a folder of several machines each profile is judged alone, with the companions of its interface."""
    by_interface: dict[str, Files] = {}
    for kind, source in group:
        name = source.path.rpartition("/")[2]
        interface = name.partition("-")[2] if kind in ("ifcfg", "route", "rule") else name
        by_interface.setdefault(interface, []).append((kind, source))
    return list(by_interface.values())


def _marks(files: Files) -> tuple[set[str], set[str]]:
    """MACs and interface names that the profiles of these files state."""
    profiles = _profiles(files, None, None)
    return {p.mac.value for p in profiles if p.mac.value}, {p.device.value for p in profiles if p.device.value}


def _profiles(files: Files, os_word: str | None, service: str | None) -> list[Profile]:
    wanted = {source.path: source for kind, source in files if kind in ("ifcfg", "route", "rule", "sysconfig-network", "keyfile")}
    profiles = profiles_of(wanted, release_of(os_word), service) if wanted else []
    if any(kind in FOREIGN_KINDS for kind, _ in files):
        from vmnetdoctor.assemble.foreign_profiles import foreign_profiles

        profiles += foreign_profiles(files)
    return profiles


def _guest(name: str, source: Source, parts: GuestParts, files: Files, declared: DeclaredGuest, seen: Seen | None) -> Guest:
    system = declared.os if declared.os.known else parts.guest_os
    service = declared.service
    if seen is not None:
        from vmnetdoctor.assemble.seen_services import service_in_charge

        system = seen.release if release_of(seen.release.value).word and not declared.os.known else system
        service = service if service.known else service_in_charge(seen, release_of(system.value).generation)
    word = release_of(system.value).word
    os: Fact[str] = Fact(declared.os.value if declared.os.known else word, system.places) if word else unknown("os")
    profiles = _profiles(files, system.value, service.value)
    bindings = _udev(files)
    plug(profiles, parts.adapters, bindings, seen)
    guest = Guest(name, source.path, Place(source, *source.line_span(1)), parts.guest_os, os,
                  service if service.known else _usual_service(word), parts.hardware, parts.uuid, parts.esxi, parts.adapters,
                  tuple(profiles), udev_names=bindings, resolvers=_resolvers(files), seen=seen, dhcp_servers=_served(files))
    return _with_settings(guest, files, seen) if seen is not None or any(k in FOREIGN_KINDS for k, _ in files) else guest


def _with_settings(guest: Guest, files: Files, seen: Seen | None) -> Guest:
    """What captures and further settings tell: forwarding, the local stub, automatic profiles, addresses nobody configures."""
    from vmnetdoctor.assemble.left_alone import left_alone
    from vmnetdoctor.assemble.nm_settings import nm_settings
    from vmnetdoctor.assemble.resolved import local_stub
    from vmnetdoctor.assemble.seen_profiles import observed_profiles
    from vmnetdoctor.assemble.seen_services import failed_service

    settings = nm_settings(source for kind, source in files if kind == "nm-conf")
    free = next((a for a in guest.plugs if a.index not in {p.adapter for p in guest.profiles}), None)
    changes: dict[str, Any] = {}
    if seen is not None:
        from vmnetdoctor.assemble.drivers import driverless

        changes = {"driverless": driverless(guest, seen),
                   "forwarding": seen.forwarding, "failed": failed_service(seen, release_of(guest.os.value).generation),
                   "resolvers": guest.resolvers or seen.resolvers}
    return replace(
        guest, left_alone=left_alone(guest, settings),
        auto_dhcp=settings.auto_dhcp(None, free.mac.value if free is not None else None),
        local_stub=local_stub((source for kind, source in files if kind == "resolved"), seen),
        profiles=(*guest.profiles, *(observed_profiles(guest, seen) if seen is not None else ())), **changes)


def _usual_service(word: str | None) -> Fact[str]:
    usual = readers_of(release_of(word)).ifcfg
    return assumed(usual, "release") if usual is not None else unknown("service")


def _udev(files: Files) -> tuple[tuple[Fact[str], Fact[str]], ...]:
    found = [b for kind, source in files if kind == "udev-rules" for b in udev.parse(source).bindings]
    return tuple((_stated(b.mac).map(mac), _stated(b.name)) for b in found)


def _resolvers(files: Files) -> tuple[Fact[str], ...]:
    return tuple(_stated(entry) for kind, source in files if kind == "resolv" for entry in resolv.parse(source).nameservers)


def _served(files: Files) -> tuple[Fact[int], ...]:
    configured = [source for kind, source in files if kind == "guest-dhcp"]
    if not configured:
        return ()
    from vmnetdoctor.formats import guest_dhcp

    return tuple(_stated(entry).map(ip) for source in configured for entry in guest_dhcp.parse(source))


def _stated(entry: Entry) -> Fact[str]:
    return Fact(entry.value, (entry.value_place,))
