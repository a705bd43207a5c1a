"""Profiles of guests that are not CentOS: netplan, Debian's interfaces, networkd (guest-ifcfg.md section 9)."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from vmnetdoctor.assemble.readers import ifupdown, netplan, networkd
from vmnetdoctor.assemble.readers.draft import Draft
from vmnetdoctor.assemble.readers.parts import first_line
from vmnetdoctor.formats import ifupdown as ifupdown_format
from vmnetdoctor.formats import netplan as netplan_format
from vmnetdoctor.formats import systemd_conf
from vmnetdoctor.model.facts import UNKNOWN, Fact
from vmnetdoctor.model.guest import Profile, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vmnetdoctor.formats.netplan import Netplan, Value
    from vmnetdoctor.formats.syntax import Entry
    from vmnetdoctor.formats.systemd_conf import SystemdConf
    from vmnetdoctor.source import Source

MOST_PATTERNS = 100                      # of interface names behind `auto`
KINDS = ("netplan", "ifupdown", "networkd")
# of two files of one name the one in the folder that comes first here is read, the other not (netplan(5), systemd.network(5))
_FOLDERS = ("run/", "etc/", "usr/")


def foreign_profiles(files: Iterable[tuple[str, Source]]) -> list[Profile]:
    """The profiles of one guest's files, given as (kind, source); kinds other than `KINDS` are left out."""
    by_kind: dict[str, list[Source]] = {}
    for kind, source in files:
        by_kind.setdefault(kind, []).append(source)
    plans = by_kind.get("netplan", [])
    units = [s for s in by_kind.get("networkd", ()) if not (plans and "netplan" in _name(s.path))]    # netplan's own product
    return [*(_Plan(plans).profiles() if plans else ()), *_stanzas(by_kind.get("ifupdown", ())), *_units(units)]


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _rank(path: str) -> int:
    return next((number for number, folder in enumerate(_FOLDERS) if folder in path), 1)


def _ordered(sources: Iterable[Source]) -> tuple[list[Source], list[Source]]:
    """The files by name, as their readers take them, and those that another file of the same name hides."""
    read: dict[str, Source] = {}
    by_rank = sorted(sources, key=lambda s: (_name(s.path), _rank(s.path), s.path))
    hidden = [source for source in by_rank if read.setdefault(_name(source.path), source) is not source]
    return list(read.values()), hidden


class _Plan:
    """All netplan files of one guest: later files change what earlier ones say, and one error stops them all."""

    __slots__ = ("_readings", "devices", "documents", "hidden")

    def __init__(self, sources: list[Source]) -> None:
        live, hidden = _ordered(s for s in sources if _is_plan(s.path))
        self.hidden = hidden + [s for s in sources if not _is_plan(s.path)]
        self.documents = [netplan_format.parse(source) for source in live]
        self.devices = _devices(self.documents)
        self._readings: dict[str, Reading] | None = None

    def profiles(self) -> list[Profile]:
        made = [self._profile(device) for device in self.devices.values()]
        made += [_refused(document) for document in self.documents if document.refused is not None]
        for source in self.hidden:
            for device in _devices([netplan_format.parse(source)]).values():
                profile = _of_device(device, lambda _reader, device=device: netplan.read(device))   # type: ignore[misc]
                profile.in_force = "none"
                made.append(profile)
        return sorted(made, key=lambda p: (p.path, p.place.start))

    def _profile(self, device: netplan.Device) -> Profile:
        profile = _of_device(device, lambda _reader: self.readings()[device.name])
        profile.in_force = netplan.READER
        profile.slave = device.port
        return profile

    def readings(self) -> dict[str, Reading]:
        """By id; where one is refused the others come to nothing as well."""
        if self._readings is None:
            found = {name: netplan.read(device) for name, device in self.devices.items()}
            if any(d.refused is not None for d in self.documents) or any(r.rejected for r in found.values()):
                found = {name: reading if reading.rejected else _stopped(reading) for name, reading in found.items()}
            self._readings = found
        return self._readings


def _is_plan(path: str) -> bool:
    """Netplan reads `*.yaml` only; a file that was sent under another kind of name is taken as it is."""
    return path.endswith((".yaml", ".txt")) or "netplan/" not in path


def _stopped(reading: Reading) -> Reading:
    draft = Draft(netplan.READER, reading.starts, reading.method, reading.mac, reading.gateway_stated)
    return draft.rejected(list(reading.remarks))


def _refused(document: Netplan) -> Profile:
    profile = Profile(document.source.path, "netplan", first_line(document.source), UNKNOWN, UNKNOWN,
                      lambda _reader: netplan.refused(document), (netplan.READER,))
    profile.in_force = netplan.READER
    return profile


def _of_device(device: netplan.Device, read: Callable[[str], Reading]) -> Profile:
    return Profile(device.place.source.path, "netplan", device.place, netplan.device_of(device), netplan.card_of(device),
                   read, (netplan.READER,))


def _devices(documents: list[Netplan]) -> dict[str, netplan.Device]:
    """Every device of the files with its definitions joined, in the order of their first appearance."""
    joined: dict[str, tuple[str, Value]] = {}
    renderer = "networkd"
    for document in documents:
        word = document.root.text("renderer") if document.root is not None else None
        renderer = word.data if word is not None else renderer
        for section, name, value in document.devices():
            if isinstance(value.data, dict) or value.data is None:
                known = joined.get(name)
                joined[name] = (section, netplan_format.merged(known[1], value) if known is not None else value)
    masters = [value for section, value in joined.values() if section in ("bridges", "bonds")]
    ports = {str(port.data) for value in masters for port in value.items("interfaces")}
    found = {}
    for name, (section, value) in joined.items():
        own = value.text("renderer")
        found[name] = netplan.Device(section, name, value, value.key, own.data if own is not None else renderer, name in ports)
    return found


# Debian's interfaces.


def _stanzas(sources: Iterable[Source]) -> list[Profile]:
    documents = [ifupdown_format.parse(source) for source in sorted(sources, key=lambda s: s.path)]
    main = next((d for d in documents if _name(d.source.path).startswith("interfaces")), None)
    read = [d for d in documents if main is None or d is main or _sourced(main.sources, d.source.path)]
    made = _of_interfaces(read, ifupdown.READER)
    for document in documents:
        if document not in read:
            made += _of_interfaces([document], "none")
    return made


def _sourced(patterns: list[Entry], path: str) -> bool:
    """Whether a `source` line of the main file names this file; only names that lie in interfaces.d are judged."""
    if "interfaces.d/" not in path:
        return True
    name = _name(path)
    for entry in patterns:
        pattern = (entry.value or "").rstrip("/")
        plain = all(c.isalnum() or c in "_-" for c in name)
        if (entry.key == "source-directory" or pattern.endswith("interfaces.d")) and plain and pattern.endswith("interfaces.d"):
            return True
        if entry.key == "source" and fnmatchcase(name, _name(pattern)):
            return True
    return False


def _of_interfaces(documents: list[ifupdown_format.Interfaces], in_force: str) -> list[Profile]:
    by_name: dict[str, list[ifupdown_format.Stanza]] = {}
    for document in documents:
        for stanza in document.stanzas:
            by_name.setdefault((stanza.name.value or "").partition(":")[0], []).append(stanza)
    started = _started(documents)
    ports = set(_ports(by_name))
    made = []
    for name, stanzas in by_name.items():
        if name == "lo" or all(s.family == "inet" and s.method is not None and s.method.value == "loopback" for s in stanzas):
            continue
        named = ifupdown.Named(name, tuple(stanzas), started(name))
        entry = stanzas[0].name
        place = named.place
        profile = Profile(place.source.path, "ifupdown", place, Fact(name, (entry.value_place,)), UNKNOWN,
                          lambda _reader, named=named: ifupdown.read(named), (ifupdown.READER,))   # type: ignore[misc]
        profile.in_force = in_force
        profile.slave = name in ports
        made.append(profile)
    return made


def _started(documents: list[ifupdown_format.Interfaces]) -> Callable[[str], Entry | None]:
    """Finds what starts an interface at boot: `auto eth0`, an alias of it, or a pattern `/eth*`."""
    words: dict[str, Entry] = {}
    patterns: list[tuple[str, Entry]] = []
    for entry in (entry for document in documents for entry in document.auto):
        if entry.key in ("auto", "allow-auto", "allow-hotplug"):
            word = entry.value or ""
            words.setdefault(word.partition(":")[0], entry)
            if word.startswith("/") and len(patterns) < MOST_PATTERNS:
                patterns.append((word.strip("/"), entry))
    return lambda name: words.get(name) or next((entry for pattern, entry in patterns if fnmatchcase(name, pattern)), None)


def _ports(by_name: dict[str, list[ifupdown_format.Stanza]]) -> Iterable[str]:
    for name, stanzas in by_name.items():
        for stanza in stanzas:
            for entry in stanza.options:
                key = entry.key.replace("_", "-")
                if key in ("bridge-ports", "bond-slaves", "slaves"):
                    yield from (word for word in (entry.value or "").split() if word not in ("none", "all", "regex"))
                elif key == "bond-master":
                    yield name


# systemd-networkd.


def _units(sources: Iterable[Source]) -> list[Profile]:
    """In the order of their names; a card belongs to the first file that fits it."""
    live, hidden = _ordered(s for s in sources if ".network.d/" not in s.path)
    made: list[Profile] = []
    before: list[SystemdConf] = []
    for source in live:
        document = systemd_conf.parse(source)
        profile = _unit(document)
        device = profile.device.value
        taken = any(networkd.matches(other, device, profile.mac.value) for other in before) if device is not None else False
        profile.in_force = "none" if taken or not _is_unit(source.path) else networkd.READER
        if profile.in_force != "none":
            before.append(document)
        made.append(profile)
    for source in hidden:
        profile = _unit(systemd_conf.parse(source))
        profile.in_force = "none"
        made.append(profile)
    return made


def _is_unit(path: str) -> bool:
    return path.endswith((".network", ".txt")) or "systemd/network/" not in path


def _unit(document: SystemdConf) -> Profile:
    profile = Profile(document.source.path, "networkd", first_line(document.source), networkd.device_of(document),
                      networkd.card_of(document), lambda _reader: networkd.read(document), (networkd.READER,))
    profile.slave = networkd.is_port(document)
    return profile
