"""Groups a guest's profile files with their companions and makes profiles of them (guest-ifcfg.md sections 2, 7 and 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.assemble.readers.parts import Parts, first_line
from vmnetdoctor.assemble.readers.words import nm_boolean, shell_false
from vmnetdoctor.assemble.release import readers_of
from vmnetdoctor.formats import names
from vmnetdoctor.formats.ifcfg import IfcfgFile
from vmnetdoctor.model.addr import mac
from vmnetdoctor.model.facts import UNKNOWN, Fact
from vmnetdoctor.model.guest import Profile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from vmnetdoctor.assemble.release import Readers, Release
    from vmnetdoctor.formats.assignments import Assignments
    from vmnetdoctor.model.guest import Reading
    from vmnetdoctor.source import Source

SCRIPTS, MANAGER = "network-scripts", "networkmanager"
IFCFG_READERS = (SCRIPTS, MANAGER)
KEYFILE_READERS = ("keyfile",)
_SLAVE_KEYS = ("MASTER", "MASTER_UUID", "BRIDGE", "BRIDGE_UUID", "TEAM_MASTER", "TEAM_MASTER_UUID")


def profiles_of(files: Mapping[str, Source], release: Release, service: str | None = None) -> list[Profile]:
    """The profiles of one guest, in the order of their paths; alias files and companions go into their parent's readings.

    `files` are the guest's ifcfg files, aliases, route-X, rule-X, sysconfig `network` and keyfiles by path.
    """
    folder = _Folder(files, release, readers_of(release, service))
    found = []
    for path in sorted(files):
        name = path.rpartition("/")[2]
        kind, _suffix = names.kind_of(name)
        if kind is None and "ifcfg" not in name:
            if name != "network" and _is_keyfile(files[path]):
                found.append(folder.keyfile(path, name))
        elif name != "ifcfg-lo" and (kind in (None, "ifcfg") or folder.orphan(path, name, kind)):
            found.append(folder.ifcfg(path, name))
    return found


def _is_keyfile(source: Source) -> bool:
    return source.path.endswith(".nmconnection") or "[" in source.text


class _Folder:
    """The files of one guest and who reads them."""

    __slots__ = ("by_name", "files", "network", "readers", "release")

    def __init__(self, files: Mapping[str, Source], release: Release, readers: Readers) -> None:
        self.files = files
        self.release = release
        self.readers = readers
        self.by_name: dict[str, list[str]] = {}
        for path in files:
            self.by_name.setdefault(path.rpartition("/")[2], []).append(path)
        network = self.beside("", ("network",))
        self.network = IfcfgFile(network) if network is not None else None

    def beside(self, path: str, wanted: Iterable[str]) -> Source | None:
        """The first file of one of these names: in the same folder, else the guest's only one of that name."""
        prefix = path[:path.rfind("/") + 1]
        for name in wanted:
            if name not in self.by_name:
                continue
            paths = self.by_name[name]
            if prefix + name in paths:
                return self.files[prefix + name]
            if len(paths) == 1 or name == "network":
                return self.files[min(paths)]
        return None

    def orphan(self, path: str, name: str, kind: str | None) -> bool:
        """Whether this is an alias or range file without the ifcfg file it would belong to."""
        if kind not in ("alias", "range"):
            return False
        return self.beside(path, (f"ifcfg-{names.interface_of(name)}",)) is None

    def aliases(self, path: str, name: str) -> tuple[tuple[str, IfcfgFile], ...]:
        """Alias and range files of an ifcfg file, in the order of their names."""
        prefix, suffix = path[:path.rfind("/") + 1], name.removeprefix("ifcfg-")
        if len(self.by_name) < 2:
            return ()
        found = [other for other in self.by_name if other.startswith((f"ifcfg-{suffix}:", f"ifcfg-{suffix}-range"))
                 and names.interface_of(other) == suffix and self._live(other)]
        sources = ((other, self.beside(prefix, (other,))) for other in sorted(found))
        return tuple((other, IfcfgFile(source)) for other, source in sources if source is not None)

    def _live(self, name: str, reader: str | None = None) -> bool:
        if (reader or self.readers.ifcfg) == SCRIPTS:
            return names.is_live(name, f"network-scripts-el{self.release.scripts}")
        return names.is_live(name, "networkmanager" if self.release.network_manager >= (0, 9) else "networkmanager-0.8.1")

    def _takers(self, name: str) -> tuple[str, ...]:
        """The readers that take a file of this name; the scripts start an alias or a range only with its parent."""
        alone = names.kind_of(name)[0] == "ifcfg"
        return tuple(one for one in IFCFG_READERS if self._live(name, one) and (alone or one != SCRIPTS))

    # ifcfg files.

    def ifcfg(self, path: str, name: str) -> Profile:
        """The profile of one ifcfg file; its companions are looked for when a reading is asked for."""
        source = self.files[path]
        main = IfcfgFile(source)
        document = main.shvar if self.readers.ifcfg == MANAGER else main.shell

        def read(reader: str) -> Reading:
            parts = self.parts(path, name, main)
            return _read(reader, parts, self.release)

        profile = Profile(path, "ifcfg", first_line(source), _stated(document, "DEVICE", _same),
                          _stated(document, "HWADDR", mac), read, self._takers(name))
        profile.in_force = self._in_force(profile.readers, document)
        profile.uuid = _stated(document, "UUID", str.lower)
        profile.slave = (document.get("SLAVE") == "yes" and bool(document.get("MASTER"))) or bool(document.get("BRIDGE")) or (
            profile.in_force == MANAGER and any(map(document.get, _SLAVE_KEYS)))
        return profile

    def parts(self, path: str, name: str, main: IfcfgFile) -> Parts:
        """The file with its companions."""
        if len(self.by_name) == 1:
            return Parts(name, main)
        suffix = name.removeprefix("ifcfg-")
        device = main.shell.get("DEVICE") or suffix
        routes = self.beside(path, (f"route-{suffix}", f"route-{device}"))
        rules = self.beside(path, (f"rule-{suffix}", f"rule6-{suffix}")) is not None
        return Parts(name, main, self.aliases(path, name), routes, rules, self.network)

    def _in_force(self, takers: tuple[str, ...], document: Assignments) -> str | None:
        """The reader in force for this file: by its name and, where both run, by what NetworkManager leaves to the scripts."""
        reader = self.readers.ifcfg
        if not takers or (reader in IFCFG_READERS and reader not in takers):
            return "none"
        if self.readers.fallback is None or self.readers.fallback not in takers:
            return reader
        word = document.get("NM_CONTROLLED") or ""
        left = not nm_boolean(word, True, self.release.network_manager) or (word and shell_false(word, self.release.scripts))
        return self.readers.fallback if left else reader

    # Keyfiles.

    def keyfile(self, path: str, name: str) -> Profile:
        """The profile of one keyfile."""
        source = self.files[path]
        from vmnetdoctor.assemble.readers import keyfile
        from vmnetdoctor.formats.keyfile import parse

        document = parse(source)
        profile = Profile(path, "keyfile", first_line(source), keyfile.device_of(document), keyfile.card_of(document),
                          lambda _reader: keyfile.read(document, self.release), KEYFILE_READERS)
        live = names.keyfile_live(name, "/" + path.rpartition("/")[0].lstrip("/"))
        profile.in_force = self.readers.keyfile if live else "none"
        profile.slave = keyfile.is_port(document)
        profile.uuid = keyfile.uuid_of(document)
        return profile


def _read(reader: str, parts: Parts, release: Release) -> Reading:
    """The reader's module is imported when the first file is read by it: most labs have one reader."""
    if reader == SCRIPTS:
        from vmnetdoctor.assemble.readers import network_scripts

        return network_scripts.read(parts, release)
    from vmnetdoctor.assemble.readers import networkmanager

    return networkmanager.read(parts, release)


def _same(text: str) -> str:
    return text


def _stated(document: Assignments, key: str, meaning: Callable[[str], str | None]) -> Fact[str]:
    text = document.get(key)
    entry = document.entry(key) if text else None
    return Fact(meaning(text.strip()), (entry.value_place,)) if entry is not None and text else UNKNOWN
