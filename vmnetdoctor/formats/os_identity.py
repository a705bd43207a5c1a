"""Which system this is: os-release, redhat-release, `hostnamectl`, `sw_vers`, `uname -a`, machine-id, VMware's version text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats.terminal import HEAD, lines, sections

if TYPE_CHECKING:
    from vmnetdoctor.formats.terminal import Line, Word

_ASSIGNED = re.compile(r"""[ \t]*(ID|VERSION_ID|PRETTY_NAME|NAME|VERSION|CPE_NAME)=(?:"([^"\n]*)"?|'([^'\n]*)'?|(\S*))""")
_OS_RELEASE = re.compile(r"(?m)^[ \t]*(?:VERSION_ID|PRETTY_NAME|CPE_NAME|ID_LIKE|VERSION_CODENAME)=")
_RELEASE_LINE = re.compile(r"[ \t]*((?:CentOS|Red Hat|Rocky|AlmaLinux|Oracle|Fedora|Scientific"
                           r"|Enterprise Linux)[\w ]{0,40} release \d[\w. ()-]*)")
_RELEASE_FOUND = re.compile(r"(?m)^[ \t]*(?:CentOS|Red Hat|Rocky|AlmaLinux|Oracle|Fedora|Scientific"
                            r"|Enterprise Linux)[\w ]{0,40} release \d")
_LABEL = re.compile(r"[ \t]*(Static hostname|Operating System|CPE OS Name|Virtualization|Chassis|Machine ID"
                    r"|Kernel)[ \t]*:[ \t]*(\S.*?)[ \t]*$")
_HOSTNAMECTL = re.compile(r"(?m)^[ \t]*(?:Static hostname|Operating System|CPE OS Name|Virtualization|Machine ID):[ \t]*\S")
_SW_VERS = re.compile(r"[ \t]*(ProductName|ProductVersion|BuildVersion):[ \t]*(\S.*?)[ \t]*$")
_SW_FOUND = re.compile(r"(?m)^[ \t]*ProductVersion:[ \t]*\d")
_UNAME = re.compile(r"[ \t]*(Linux|Darwin) \S+ \d+\.\d+")
_UNAME_FOUND = re.compile(r"(?m)^[ \t]*(?:Linux|Darwin) \S+ \d+\.\d+\S* .*(?:x86_64|i[3-6]86|arm64|aarch64)")
_MACHINE_ID = re.compile(r"\s*([0-9a-f]{32})\s*$")
_PRODUCT = re.compile(r"VMware (Fusion|Workstation|Player|Server)(?: Pro| Player"
                      r"| Professional)?[ \t]+(\d{1,5}(?:\.\d{1,3}){0,3}(?:H\d)?)"
                      r"(?:[ \t]+build-(\d+))?")
_PRODUCT_FOUND = re.compile(r"VMware (?:Fusion|Workstation|Player|Server)[ \w]{0,20}[ \t]\d[\w.]*[ \t]+build-\d")
_CPE = re.compile(r"cpe:[/\d.:]+o:(\w+):([\w-]+):(\d{1,2}(?:\.\d{1,2})?)")
_CPE_FAMILIES = {"centos": "centos", "redhat": "rhel", "rocky": "rocky", "almalinux": "alma", "oracle": "oracle",
                 "fedoraproject": "fedora",
                 "canonical": "ubuntu", "debian": "debian"}
_IDS = {"rhel": "rhel", "ol": "oracle", "almalinux": "alma", "sles": "sles", "opensuse-leap": "opensuse",
        "scientific": "scientific"}
# how a distribution calls itself, the longer names first
_NAMES = (("red hat enterprise linux", "rhel"), ("centos", "centos"), ("rocky", "rocky"), ("almalinux", "alma"),
          ("oracle linux", "oracle"),
          ("enterprise linux enterprise linux", "oracle"), ("scientific", "scientific"), ("fedora", "fedora"), ("ubuntu",
                                                                                                                "ubuntu"),
          ("debian", "debian"), ("kali", "kali"), ("photon", "photon"), ("suse", "sles"), ("alpine", "alpine"), ("arch linux",
                                                                                                                 "arch"))
_VERSION = re.compile(r"(?<![\w.])(\d{1,2})(?:\.(\d{1,2}))?(?=[.\s(]|$)")


class Identity(NamedTuple):
    """What a capture says of the system; `release` is a word such as `centos7.9` and where it stands."""

    release: tuple[str, Word] | None
    system: tuple[str, Word] | None
    virtual: tuple[bool, Word] | None
    hostname: Word | None
    machine_id: Word | None
    product: tuple[str, Word] | None


def recognise_release(text: str) -> bool:
    """Whether the text holds os-release or redhat-release."""
    return _OS_RELEASE.search(text, 0, HEAD) is not None or _RELEASE_FOUND.search(text, 0, HEAD) is not None


def recognise_hostnamectl(text: str) -> bool:
    return _HOSTNAMECTL.search(text, 0, HEAD) is not None


def recognise_system(text: str) -> bool:
    """Whether the text holds `sw_vers` or `uname -a`."""
    return _SW_FOUND.search(text, 0, HEAD) is not None or _UNAME_FOUND.search(text, 0, HEAD) is not None


def recognise_product(text: str) -> bool:
    """Whether the text holds the version text of a VMware product."""
    return _PRODUCT_FOUND.search(text, 0, HEAD) is not None


def recognise_machine_id(text: str) -> bool:
    """Whether the text is a machine-id, or shows one behind `cat /etc/machine-id`."""
    return (len(text) < 64 and _MACHINE_ID.match(text) is not None) or "/machine-id" in text[:HEAD]


def read(text: str) -> Identity:
    """Everything the text says of the system."""
    reader = _Reader()
    for section in sections(text):
        asked = section.command.text if section.command is not None else ""
        reader.machine_id_follows = "/machine-id" in asked or (section.command is None and len(text) < 64)
        for line in lines(text, None, section.start, section.end):
            reader.line(line)
    return reader.identity()


def release_word(name: str) -> str | None:
    """`centos7.9` of "CentOS Linux release 7.9.2009 (Core)", `ubuntu20.4` of "Ubuntu 20.04.3 LTS"; None for no name we know."""
    lower = name.lower()
    family = next((word for stem, word in _NAMES if stem in lower), None)
    if family is None:
        return None
    found = _VERSION.search(name)
    return f"{family}{_number(found)}" if found else family


def _number(found: re.Match[str]) -> str:
    return found[1] if found[2] is None else f"{found[1]}.{int(found[2])}"


class _Reader:
    __slots__ = ("assigned", "hostname", "labels", "machine_id", "machine_id_follows", "named", "product", "software", "system")

    def __init__(self) -> None:
        self.assigned: dict[str, Word] = {}
        self.labels: dict[str, Word] = {}
        self.software: dict[str, Word] = {}
        self.named: Word | None = None
        self.system: tuple[str, Word] | None = None
        self.product: tuple[str, Word] | None = None
        self.hostname: Word | None = None
        self.machine_id: Word | None = None
        self.machine_id_follows = False

    def line(self, line: Line) -> None:
        for pattern, into in ((_ASSIGNED, self.assigned), (_LABEL, self.labels), (_SW_VERS, self.software)):
            found = pattern.match(line.text)
            if found is not None:
                group = next(g for g in (2, 3, 4) if g <= (found.lastindex or 0) and found[g] is not None)
                into.setdefault(found[1], line.group(found, group))
                return
        release, uname, product = _RELEASE_LINE.match(line.text), _UNAME.match(line.text), _PRODUCT.search(line.text)
        if release is not None:
            self.named = line.group(release, 1)
        elif uname is not None:
            self.system = ("linux" if uname[1] == "Linux" else "macos", line.group(uname, 1))
        elif product is not None:
            self.product = (f"{product[1].lower()} {product[2]}", line.group(product))
        elif self.machine_id_follows and (mark := _MACHINE_ID.match(line.text)) is not None:
            self.machine_id = line.group(mark, 1)

    def identity(self) -> Identity:
        release = self._release()
        virtual = None
        if "Virtualization" in self.labels or "Chassis" in self.labels:
            word = self.labels.get("Virtualization") or self.labels["Chassis"]
            virtual = ("Virtualization" in self.labels or word.text.startswith("vm"), word)
        return Identity(release, self._system(release), virtual, self.labels.get("Static hostname"),
                        self.labels.get("Machine ID") or self.machine_id, self.product)

    def _system(self, release: tuple[str, Word] | None) -> tuple[str, Word] | None:
        version = self.software.get("ProductVersion")
        if version is not None:
            return "macos", version
        return self.system or (("linux", release[1]) if release is not None and not release[0].startswith("macos") else None)

    def _release(self) -> tuple[str, Word] | None:
        """The exact name first: redhat-release names the minor number, os-release of CentOS does not."""
        version = self.software.get("ProductVersion")
        if version is not None:
            return f"macos{version.text}", version
        cpe = _of_cpe(self.labels.get("CPE OS Name") or self.assigned.get("CPE_NAME"))
        words = (self.named, self.labels.get("Operating System"), self.assigned.get("PRETTY_NAME"), self.assigned.get("NAME"))
        named = [(word, item) for item in words if item is not None and (word := release_word(item.text))]
        identified = self._of_id()
        found = ([(named[0][0], named[0][1])] if self.named is not None and named else []) + identified + cpe + named
        return found[0] if found else None

    def _of_id(self) -> list[tuple[str, Word]]:
        name, version = self.assigned.get("ID"), self.assigned.get("VERSION_ID")
        if name is None or not re.fullmatch(r"[a-z][a-z0-9_-]{0,30}", name.text):
            return []
        found = _VERSION.match(version.text) if version is not None else None
        family = _IDS.get(name.text, name.text)
        return [(f"{family}{_number(found)}", version)] if found and version is not None else [(family, name)]


def _of_cpe(word: Word | None) -> list[tuple[str, Word]]:
    found = _CPE.search(word.text) if word is not None else None
    family = _CPE_FAMILIES.get(found[1]) if found else None
    return [(f"{family}{found[3]}", word)] if found and family and word is not None else []
