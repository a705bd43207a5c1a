"""The whole lab: guests, networks, host, and what could not be tied to any of them."""

from __future__ import annotations

from dataclasses import field
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from vmnetdoctor.model.facts import record

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Concatenate, ParamSpec

    from vmnetdoctor.model.guest import Guest, Profile
    from vmnetdoctor.model.host import Host, Network
    from vmnetdoctor.source import Place

    P = ParamSpec("P")

T = TypeVar("T")


@record
class Input:
    """One file that was given: its kind (`unknown` where not recognised) and the guest it belongs to."""

    path: str
    kind: str
    guest: str | None = None

    @property
    def recognised(self) -> bool:
        """Whether it is a file that takes part in the judgement."""
        return self.kind not in ("unknown", "archive", "folder", "link")


@record
class Unreadable:
    """A file of a kind we know that could not be used, with a reason code and the values of its message.

    `case`: of an archive, `member` (some of its files), `partial` (the rest of it), else all of it.  `asked`: the user named it.
    """

    path: str
    kind: str
    reason: str
    place: Place
    values: dict[str, Any] = field(default_factory=dict)
    case: str = "default"
    asked: bool = False


@record
class SyntaxNote:
    """A line that the real program cannot read, of the file kind given, for the guest or network given."""

    kind: str
    reason: str
    place: Place
    values: dict[str, str] = field(default_factory=dict)
    guest: str | None = None
    network: str | None = None


@record
class Expectation:
    """A wish of `vmnetdoctor.yaml`: who must (or must not) reach whom."""

    sender: str
    target: str
    probe: str
    verdict: str
    address: str | None
    place: Place


@record
class Lab:
    """Everything known, ready to be judged."""

    guests: tuple[Guest, ...]
    networks: tuple[Network, ...]
    host: Host
    inputs: tuple[Input, ...] = ()
    unmatched: tuple[Profile, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    syntax: tuple[SyntaxNote, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    index: dict[object, Any] = field(default_factory=dict)   # look-ups that checks build once and share

    def network(self, name: str | None) -> Network | None:
        """The network of that name, or None."""
        by_name = self.index.get("networks")
        if by_name is None:
            by_name = self.index["networks"] = {n.name: n for n in self.networks}
        return by_name.get(name)


def once_per_lab(make: Callable[Concatenate[Lab, P], T]) -> Callable[Concatenate[Lab, P], T]:
    """Makes a function of a lab (and a name) keep its answers with the lab, so that thousands of findings ask for nothing."""
    @wraps(make)
    def kept(lab: Lab, /, *more: P.args, **named: P.kwargs) -> T:
        key = (make, *more, *named.values())
        if key not in lab.index:
            lab.index[key] = make(lab, *more, **named)
        found: T = lab.index[key]
        return found

    return kept
