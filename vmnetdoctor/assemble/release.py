"""Operating system release of a guest, and which program reads which of its files (guest-ifcfg.md section 1)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from vmnetdoctor.patterns import late

# guestOS words of a vmx that carry no version in their bare form: "centos-64" is the entry for CentOS 4 to 6 and for
# anything the product did not know, so the number stays open.
_FAMILIES = {
    "centos": "centos", "rhel": "rhel", "redhat": "rhel", "rocky": "rocky", "rockylinux": "rocky", "alma": "alma",
    "almalinux": "alma", "oracle": "oracle", "oraclelinux": "oracle", "ol": "oracle", "fedora": "fedora",
    "ubuntu": "ubuntu", "debian": "debian", "sles": "sles", "suse": "sles", "opensuse": "sles", "win": "windows",
    "windows": "windows", "darwin": "macos", "macos": "macos", "freebsd": "freebsd", "kali": "kali",
    "scientific": "scientific", "arch": "arch", "alpine": "alpine", "photon": "photon",
}
_ENTERPRISE = frozenset({"centos", "rhel", "rocky", "alma", "oracle", "scientific"})
_WORD = late(r"(?:vmware-)?([a-z]+)[ _-]?(?:stream[ _-]?)?(\d{1,4})?(?:\.(\d{1,2}))?(?![\w.])", re.ASCII)
_BITS = late(r"[-_]?(?:64|x86_64|arm64|32)(?:-?bit)?$")
_WINDOWS = late(r"(?:win|windows)", re.ASCII)

# NetworkManager by minor release: the first minor that has it (guest-ifcfg.md section 1; what lies between is known only there).
_NETWORKMANAGER: dict[int, tuple[tuple[int, tuple[int, ...]], ...]] = {
    6: ((0, (0, 8, 1)),),
    7: ((0, (0, 9, 9)), (1, (1, 0)), (3, (1, 4)), (4, (1, 8)), (5, (1, 10)), (6, (1, 12)), (7, (1, 18))),
    8: ((0, (1, 14)), (1, (1, 20)), (2, (1, 22)), (3, (1, 26)), (4, (1, 30)), (5, (1, 32)), (6, (1, 36)), (7, (1, 40))),
    9: ((0, (1, 36)), (1, (1, 40)), (2, (1, 42)), (3, (1, 44)), (4, (1, 46)), (5, (1, 48)), (6, (1, 52)), (7, (1, 54))),
    10: ((0, (1, 52)), (1, (1, 54))),
}
_UNKNOWN_VERSION = (1, 40)       # contract.md: where unknown, 1.34 or later

DEFAULT_SERVICE = {6: "network-scripts", 7: "both", 8: "networkmanager", 9: "networkmanager"}


class Release(NamedTuple):
    """A distribution with its version numbers as far as they are known.  `major` is that of RHEL for its rebuilds."""

    family: str | None = None
    major: int | None = None
    minor: int | None = None

    @property
    def enterprise(self) -> bool:
        """Whether this is RHEL or a rebuild of it."""
        return self.family in _ENTERPRISE

    @property
    def generation(self) -> int | None:
        """The RHEL number whose network tools are in it; None where open."""
        return self.major if self.enterprise else None

    @property
    def scripts(self) -> int:
        """The generation whose network-scripts apply: 6, 7 or 8; 7 where it is open."""
        return min(max(self.generation or 7, 6), 8)

    @property
    def network_manager(self) -> tuple[int, ...]:
        """Version of NetworkManager; the newest of the release where the minor number is open."""
        return _version(self.generation, self.minor)

    @property
    def word(self) -> str | None:
        """The word for the model's `os`: `centos7`, `rocky9`, `ubuntu`; None where nothing is known."""
        if self.family is None:
            return None
        return f"{self.family}{self.major}" if self.enterprise and self.major else self.family


@cache
def _version(generation: int | None, minor: int | None) -> tuple[int, ...]:
    known = _NETWORKMANAGER.get(min(max(generation, 6), 10)) if generation else None
    if known is None:
        return _UNKNOWN_VERSION
    if minor is None:
        return known[-1][1]
    return next((version for first, version in reversed(known) if minor >= first), known[0][1])


UNKNOWN_RELEASE = Release()


@lru_cache(maxsize=256)
def release_of(text: str | None) -> Release:
    """The release that a vmx's guestOS (`centos7-64`, `rockylinux-64`) or a declared word (`centos6`, `rhel9.4`) names."""
    word = _BITS.sub("", (text or "").strip().lower().removeprefix("arm-"))
    if _WINDOWS.match(word):
        return Release("windows")
    found = _WORD.match(word)
    family = _FAMILIES.get(found.group(1)) if found else None
    if found is None or family is None:
        return UNKNOWN_RELEASE
    major, minor = (int(part) if part else None for part in found.groups()[1:])
    if family not in _ENTERPRISE:
        return Release(family, major, minor)
    if major is not None and 60 <= major <= 99:          # "rhel79" and the like: major and minor run together
        major, minor = divmod(major, 10)
    return Release(family, major if major and major <= 20 else None, minor)


class Readers(NamedTuple):
    """The reader in force for ifcfg files and for keyfiles: a reader's name, `none`, or None where it is open.

    `fallback` reads an ifcfg file that the first one leaves alone: EL7's scripts delegate to NetworkManager only files
    that it manages and accepts (guest-ifcfg.md section 1, I7 `ifup`).
    """

    ifcfg: str | None
    keyfile: str | None
    fallback: str | None = None


@lru_cache(maxsize=256)
def readers_of(release: Release, service: str | None = None) -> Readers:
    """Who reads what: the declared or captured service outranks the release's default (guest-ifcfg.md section 1)."""
    generation = release.generation
    chosen = service or (DEFAULT_SERVICE.get(generation) if generation else None)
    if service is None and generation is not None and generation not in DEFAULT_SERVICE:
        chosen = "networkmanager" if generation > 9 else "network-scripts"
    if chosen is None:          # Rocky and Alma began with 8; nobody but NetworkManager reads a keyfile
        return Readers("networkmanager" if release.family in ("rocky", "alma") else None, "keyfile")
    if chosen == "none":
        return Readers("none", "none")
    if chosen == "network-scripts":
        return Readers("network-scripts", "none")
    ifcfg = "none" if generation is not None and generation >= 10 else "networkmanager"
    return Readers(ifcfg, "keyfile", "network-scripts" if chosen == "both" else None)
