"""What NetworkManager.conf and conf.d say: plugins, devices left alone, automatic profiles (NetworkManager.conf(5))."""

from __future__ import annotations

import re
from dataclasses import field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from vmnetdoctor.formats import keyfile
from vmnetdoctor.model.addr import mac
from vmnetdoctor.model.facts import UNKNOWN, Fact, record
from vmnetdoctor.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vmnetdoctor.formats.keyfile import Item, Keyfile
    from vmnetdoctor.formats.syntax import Entry
    from vmnetdoctor.source import Source

Patterns = tuple[Fact[str], ...]
_FOLDERS = ("usr/lib/", "run/", "etc/")          # the later folder's file hides an earlier one of the same name
_TRUE, _FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


@record
class NmSettings:
    """`plugins` in order (UNKNOWN: the built-in list).  `unmanaged` and `no_auto_default` are device patterns as written.

    `ifupdown_managed`: False (also where it is not stated) leaves the interfaces of Debian's file alone.
    `unmanaged_sections` are [device] sections with managed=0: their match-device patterns with the place of `managed`.
    """

    plugins: Fact[tuple[str, ...]] = UNKNOWN
    unmanaged: Patterns = ()
    no_auto_default: Patterns = ()
    ifupdown_managed: Fact[bool] = UNKNOWN
    unmanaged_sections: tuple[tuple[tuple[str, ...], Place], ...] = field(default_factory=tuple)

    def leaves_alone(self, device: str | None, address: str | None = None, kind: str = "ethernet") -> Fact[bool]:
        """Whether NetworkManager is told to leave that card alone: True with the places that say so, else UNKNOWN."""
        hit = _matching(self.unmanaged, device, address, kind)
        if hit is not None:
            return Fact(True, hit.places)
        for patterns, place in self.unmanaged_sections:
            if _matches(patterns, device, address, kind):
                return Fact(True, (place,))
        return UNKNOWN

    def auto_dhcp(self, device: str | None, address: str | None = None) -> Fact[bool]:
        """Whether NetworkManager makes a DHCP profile of its own for that card: False where no-auto-default names it."""
        hit = _matching(self.no_auto_default, device, address, "ethernet")
        return Fact(False, hit.places) if hit is not None else UNKNOWN


def nm_settings(sources: Iterable[Source]) -> NmSettings:
    """All files together: NetworkManager.conf first, then conf.d by name; a later file wins, `+=` adds to what was said."""
    plugins: Fact[tuple[str, ...]] = UNKNOWN
    ifupdown: Fact[bool] = UNKNOWN
    unmanaged: Patterns = ()
    automatic: Patterns = ()
    devices: list[tuple[tuple[str, ...], Place]] = []
    for source in _in_order(sources):
        document = keyfile.parse(source)
        plugins = _plugins(document) or plugins
        unmanaged = _patterns(document, "keyfile", "unmanaged-devices", unmanaged)
        automatic = _patterns(document, "main", "no-auto-default", automatic)
        managed = document.entry("ifupdown", "managed")
        if managed is not None:
            ifupdown = Fact((managed.value or "").strip().lower() in _TRUE, (managed.value_place,))
        devices += _sections(document)
    return NmSettings(plugins, unmanaged, automatic, ifupdown, tuple(devices))


def _in_order(sources: Iterable[Source]) -> list[Source]:
    by_name: dict[tuple[bool, str], Source] = {}
    for source in sorted(sources, key=lambda s: (_rank(s.path), s.path)):
        name = source.path.rpartition("/")[2]
        by_name[(name != "NetworkManager.conf", name)] = source
    return [by_name[key] for key in sorted(by_name)]


def _rank(path: str) -> int:
    return next((number for number, folder in enumerate(_FOLDERS) if folder in path), len(_FOLDERS))


def _plugins(document: Keyfile) -> Fact[tuple[str, ...]] | None:
    entry = document.entry("main", "plugins")
    if entry is None:
        return None
    words = tuple(word for word in re.split(r"[,; \t]+", entry.value or "") if word)
    return Fact(words, (entry.value_place,))


def _patterns(document: Keyfile, section: str, key: str, before: Patterns) -> Patterns:
    """`key=` replaces, `key+=` adds, `key-=` takes away."""
    for entry in document.section(section):
        if entry.key == key:
            before = tuple(_facts(document, entry))
        elif entry.key == key + "+":
            before += tuple(_facts(document, entry))
        elif entry.key == key + "-":
            gone = {fact.value for fact in _facts(document, entry)}
            before = tuple(fact for fact in before if fact.value not in gone)
    return before


def _facts(document: Keyfile, entry: Entry) -> Iterator[Fact[str]]:
    for item in _items(document, entry):
        if item.text:
            yield Fact(item.text, (Place(document.source, item.start, item.end),))


def _items(document: Keyfile, entry: Entry) -> list[Item]:
    return document.items(entry, ";,")


def _sections(document: Keyfile) -> Iterator[tuple[tuple[str, ...], Place]]:
    for name in document.sections:
        managed = document.entry(name, "managed") if name.startswith("device") else None
        if managed is not None and (managed.value or "").strip().lower() in _FALSE:
            match = document.entry(name, "match-device")
            patterns = tuple(item.text for item in _items(document, match)) if match is not None else ("*",)
            yield patterns, managed.value_place


def _matching(patterns: Patterns, device: str | None, address: str | None, kind: str) -> Fact[str] | None:
    texts = [fact.value or "" for fact in patterns]
    if not _matches(texts, device, address, kind):
        return None
    return next(fact for fact in reversed(patterns) if _one(fact.value or "", device, address, kind))


def _matches(patterns: Iterable[str], device: str | None, address: str | None, kind: str) -> bool:
    """A device fits where a pattern names it and no `except:` takes it out; a list of exceptions only names all others."""
    plain = [pattern for pattern in patterns if pattern]
    exceptions = [pattern.removeprefix("except:") for pattern in plain if pattern.startswith("except:")]
    named = [pattern for pattern in plain if not pattern.startswith("except:")]
    if any(_one(pattern, device, address, kind) for pattern in exceptions):
        return False
    return any(_one(pattern, device, address, kind) for pattern in named) or (not named and bool(exceptions))


def _one(pattern: str, device: str | None, address: str | None, kind: str) -> bool:
    tag, colon, rest = pattern.partition(":")
    if pattern == "*":
        return True
    if tag == "interface-name" and colon:
        exact = rest.startswith("=")
        return device is not None and (device == rest[1:] if exact else fnmatchcase(device, rest.removeprefix("~")))
    if tag == "mac" and colon:
        return address is not None and mac(rest) == address
    if tag == "type" and colon:
        return rest in (kind, "802-3-ethernet" if kind == "ethernet" else kind)
    if colon and mac(pattern) is not None:
        return mac(pattern) == address
    return not colon and device is not None and fnmatchcase(device, pattern)
