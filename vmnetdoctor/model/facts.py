"""A fact: a value with its origin.  Stated (with places), assumed (with a reason), or unknown (with what would supply it)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import dataclass_transform

    from vmnetdoctor.source import Place

    _R = TypeVar("_R")

    @dataclass_transform(frozen_default=True, field_specifiers=(field,))
    def record(cls: type[_R]) -> type[_R]: ...
else:

    def record(cls: type) -> type:
        """A record: frozen for the type checker, a plain class with slots at run time (frozen ones cost three times as much).

        What `dataclass` generates waits for the first instance: a start makes some sixty of these classes and uses few.
        """
        names = tuple(cls.__annotations__)
        members = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}
        defaults = {name: members.pop(name) for name in names if name in members}
        made = type(cls)(cls.__name__, cls.__bases__, {**members, "__slots__": names, "__repr__": _shown})

        def first(self: object, *args: object, **named: object) -> None:
            slots = {name: vars(made)[name] for name in defaults}
            del made.__init__
            for name, default in defaults.items():
                setattr(made, name, default)
            dataclass(eq=False, repr=False, match_args=False)(made)
            for name, slot in slots.items():
                setattr(made, name, slot)
            made.__init__(self, *args, **named)

        made.__init__ = first
        return made

    def _shown(self: object) -> str:
        names = getattr(self, "__dataclass_fields__", ())
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"


T = TypeVar("T")
U = TypeVar("U")


class Fact(Generic[T]):
    """One value and where it comes from.

    `value` is None where the fact is unknown or stated to be absent; `places` is where it is stated;
    `reason` is a short code: why it is assumed, or what is missing.
    """

    __slots__ = ("places", "reason", "value")

    def __init__(self, value: T | None, places: tuple[Place, ...] = (), reason: str = "") -> None:
        self.value = value
        self.places = places
        self.reason = reason

    @property
    def stated(self) -> bool:
        return bool(self.places)

    @property
    def known(self) -> bool:
        return self.value is not None

    @property
    def place(self) -> Place | None:
        return self.places[0] if self.places else None

    def map(self, function: Callable[[T], U | None]) -> Fact[U]:
        """The fact computed from this one: same origin."""
        return Fact(None if self.value is None else function(self.value), self.places, self.reason)

    def __repr__(self) -> str:
        return f"Fact({self.value!r}, {list(self.places)!r}, {self.reason!r})"


UNKNOWN: Fact[Any] = Fact(None)


def assumed(value: T, reason: str) -> Fact[T]:
    """A value nobody states, with the reason to believe it."""
    return Fact(value, (), reason)


def unknown(reason: str) -> Fact[Any]:
    """No value; `reason` names what is missing."""
    return Fact(None, (), reason)
