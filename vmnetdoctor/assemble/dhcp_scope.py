"""Options and parameters in force at each block of a dhcpd file: the nearest scope wins, the last of a scope (ISC 2.0)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.model.addr import ip
from vmnetdoctor.model.facts import UNKNOWN, Fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.formats.dhcp_file import DhcpFile, Statement
    from vmnetdoctor.formats.dhcp_values import Value

_WANTED = frozenset(("routers", "domain-name-servers", "broadcast-address", "default-lease-time", "max-lease-time"))


class Scope:
    """The statements in force, by option or parameter name."""

    __slots__ = ("document", "known")

    def __init__(self, document: DhcpFile, known: dict[str, Statement]) -> None:
        self.document = document
        self.known = known

    def addresses(self, option: str) -> tuple[Fact[int], ...]:
        """All addresses of an option; a value that is no address has no number but keeps its place."""
        statement = self.known.get(option)
        return tuple(address_of(self.document, v) for v in statement.values) if statement is not None else ()

    def number(self, name: str) -> Fact[int]:
        statement = self.known.get(name)
        if statement is None or not statement.values:
            return UNKNOWN
        text, place = statement.values[0].text, self.document.value_place(statement.values[0])
        sign = -1 if text.startswith("-") else 1
        digits = text.removeprefix("-")
        legal = digits.isascii() and digits.isdigit() and len(digits) <= 18
        return Fact(sign * int(digits) if legal else None, (place,), "" if legal else "number-invalid")


def address_of(document: DhcpFile, value: Value) -> Fact[int]:
    """The address a value states, with its place; no number where it is a name or not legal."""
    number = ip(value.text)
    return Fact(number, (document.value_place(value),), "address-invalid" if number is None else "")


def scopes_of(document: DhcpFile) -> Iterator[tuple[Statement, Scope]]:
    """Every block in text order, with what is in force inside it."""
    root = _with(document.statements, {})
    stack = [(iter(document.statements), root)]
    while stack:
        statement = next(stack[-1][0], None)
        if statement is None:
            stack.pop()
        elif statement.children is not None:
            known = _with(statement.children, stack[-1][1])
            yield statement, Scope(document, known)
            stack.append((iter(statement.children), known))


def _with(children: list[Statement], outer: dict[str, Statement]) -> dict[str, Statement]:
    own = {name: child for child in children if (name := child.name or child.keyword) in _WANTED and child.children is None}
    return {**outer, **own} if own else outer
