"""A lab given as files, with verbs that change them: each verb returns a changed copy."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from vmnetdoctor.assemble.inputs import RawFile
from vmnetdoctor.assemble.lab import assemble
from vmnetdoctor.checks.subjects import all_nics
from vmnetdoctor.model.addr import ip_text
from vmnetdoctor.source import Place, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vmnetdoctor.checks.subjects import Nic
    from vmnetdoctor.model.facts import Fact
    from vmnetdoctor.model.guest import Adapter, Guest
    from vmnetdoctor.model.host import Forward, Network
    from vmnetdoctor.model.lab import Lab

T = TypeVar("T")
LABS = Path(__file__).parent / "labs"


class UnfitError(Exception):
    """A file does not hold the text that a mutation changes; raised by `Given.sub`."""


def healthy() -> dict[str, Given]:
    """The healthy labs by name: the folders of tests/faults/labs."""
    return {folder.name: Given(folder.name, {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()})
        for folder in sorted(LABS.iterdir())}


class Given:
    """Files by path, and the model made of them, by which mutations find the line to change."""

    def __init__(self, name: str, files: dict[str, bytes], turn: int = 0) -> None:
        self.name = name
        self.files = files
        self.turn = turn        # which guest is taken where several fit: the first, the next, ...

    @cached_property
    def lab(self) -> Lab:
        """The model of these files."""
        return assemble([RawFile(path, data) for path, data in sorted(self.files.items())])

    def turned(self, turn: int) -> Given:
        """The same lab, in which mutations take another guest."""
        return Given(self.name, self.files, turn)

    # verbs

    def _with(self, files: dict[str, bytes]) -> Given:
        return Given(self.name, files, self.turn)

    def add(self, path: str, text: str, codec: str = "utf-8") -> Given:
        """With a file more, or with another text in it."""
        return self._with({**self.files, path: text.encode(codec)})

    def remove(self, path: str) -> Given:
        """Without that file."""
        return self._with({p: data for p, data in self.files.items() if p != path})

    def rename(self, path: str, new: str) -> Given:
        """The file under another name in the same folder."""
        where = path.rpartition("/")[0]
        made = {p: data for p, data in self.files.items() if p != path}
        return self._with({**made, f"{where}/{new}".lstrip("/"): self.files[path]})

    def put(self, *edits: tuple[Place | None, str]) -> Given:
        """Other text at places of this lab's own model."""
        files = dict(self.files)
        for place, text in sorted(edits, key=lambda e: -(e[0].start if e[0] is not None else 0)):
            assert place is not None
            path = place.source.path
            current = Source.decode(path, files[path], place.source.codec)
            files[path] = current.encode(current.text[:place.start] + text + current.text[place.end:])
        return self._with(files)

    def line(self, place: Place | None, text: str | None) -> Given:
        """The whole line of a place as `text`; None takes it away; `...` in the text stands for the old line."""
        assert place is not None
        source = place.source
        number = source.position(place.start).line
        span = source.line_span(number)
        if text is None:
            end = source.starts[number] if number < len(source.starts) else len(source.text)
            return self.put((Place(source, span.start, end), ""))
        text = text.replace("...", source.text[span.start:span.end]).replace("\n", source.line_end())
        return self.put((Place(source, span.start, span.end), text))

    def sub(self, path: str, pattern: str, new: str, count: int = 1) -> Given:
        """The file with what the pattern finds replaced; it must find something."""
        text = self.text(path)
        changed, done = re.subn(pattern, new, text, count=count, flags=re.MULTILINE)
        if not done:
            raise UnfitError(f"{self.name}: {pattern!r} not in {path}")
        return self._with({**self.files, path: changed.encode("utf-8", "surrogateescape")})

    def everywhere(self, old: str, new: str, paths: list[str]) -> Given:
        """One text for another in these files."""
        files = {**self.files, **{p: self.files[p].replace(old.encode(), new.encode()) for p in paths}}
        return self._with(files)

    def append(self, path: str, text: str) -> Given:
        """Lines at the end of the file, with its own line ends."""
        old = self.text(path)
        ends = "\r\n" if "\r\n" in old else "\n"
        glue = "" if old.endswith("\n") or not old else ends
        return self._with({**self.files, path: (old + glue + text.replace("\n", ends)).encode("utf-8", "surrogateescape")})

    def text(self, path: str) -> str:
        return self.files[path].decode("utf-8", "surrogateescape")

    def changed(self, other: Given) -> set[str]:
        """Paths that differ."""
        return {p for p in {*self.files, *other.files} if self.files.get(p) != other.files.get(p)}

    # where to change

    def nics(self, *kinds: str, formats: tuple[str, ...] = ("ifcfg", "keyfile", "netplan", "networkd", "ifupdown"),
             static: bool | None = None, where: Callable[[Nic], object] = bool) -> Iterator[Nic]:
        """Live NICs on networks of these kinds (none named: any), those that no forward points at first."""
        targets = {forward.address.value for _, forward in self.forwards()}
        found = [nic for nic in all_nics(self.lab) if nic.live and nic.profile.format in formats
                 and (not kinds or (nic.network is not None and nic.network.kind.value in kinds))
                 and (static is None or (nic.reading.method.value == "static" and bool(nic.reading.addresses) if static else nic.dhcp))
                 and (not kinds or not nic.guest.esxi.value) and where(nic)]
        yield from _rotated(sorted(found, key=lambda n: n.address.value is not None and n.address.value.address in targets), self.turn)

    def nic(self, *kinds: str, **more: object) -> Nic | None:
        """The first such NIC."""
        return next(self.nics(*kinds, **more), None)  # type: ignore[arg-type]

    def plugs(self, *modes: str, where: Callable[[Guest, Adapter], object] = lambda _g, _a: True) -> Iterator[tuple[Guest, Adapter]]:
        """Present adapters, with their guests; of hosted machines only where a mode is asked for."""
        yield from _rotated([(guest, adapter) for guest in self.lab.guests for adapter in guest.plugs if not (modes and guest.esxi.value)
                             and (not modes or adapter.mode.value in modes) and where(guest, adapter)], self.turn)

    def plug(self, *modes: str, **more: object) -> tuple[Guest, Adapter] | None:
        """The first such adapter."""
        return next(self.plugs(*modes, **more), None)  # type: ignore[arg-type]

    def networks(self, *kinds: str) -> list[Network]:
        """Networks that host files define."""
        return [n for n in self.lab.networks if n.kind.value in kinds and n.defined.value is not False]

    def nat(self) -> Network | None:
        """The NAT network, where its DHCP and NAT files are given."""
        return next((n for n in self.networks("nat") if n.dhcp is not None and n.nat is not None), None)

    def forwards(self) -> list[tuple[Network, Forward]]:
        return [(n, f) for n in self.lab.networks for f in n.forwards]

    def forward(self) -> tuple[Network, Forward] | None:
        """A forward of the NAT file that ends at a guest."""
        return next(((n, f) for n, f in self.forwards() if n.nat is not None and f.place.source is n.nat.place.source), None)

    def key(self, vmx: str, key: str, value: str | None) -> Given:
        """A key of a vmx with another value, added where it is missing; None takes its line away."""
        name = re.escape(key)
        if not re.search(rf"(?mi)^{name} = ", self.text(vmx)):
            return self.append(vmx, f'{key} = "{value}"\n')
        if value is None:
            return self.sub(vmx, rf"(?i)^{name} = [^\n]*\n", "")
        return self.sub(vmx, rf'(?i)^({name} = )"[^"\n]*"', rf'\g<1>"{value}"')


def _rotated(found: list[T], turn: int) -> list[T]:
    """The list from its `turn`-th member on, then the ones before."""
    start = turn % len(found) if found else 0
    return found[start:] + found[:start]


def near(network: Network | None, offset: int) -> str:
    """The address so far above the network's own."""
    assert network is not None
    assert network.subnet.value is not None
    return ip_text(network.subnet.value.base + offset)


def text_of(fact: Fact[int]) -> str:
    """An address as text."""
    assert fact.value is not None
    return ip_text(fact.value)
