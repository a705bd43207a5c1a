"""Blocks of a dhcpd file: which may stand in which, and subnets whose own address is off the mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from vmnetdoctor.formats.dhcp_file import Statement
    from vmnetdoctor.formats.dhcp_values import Value


class Frame:
    """An open block.  `column` is its opener's column where that stands first on its line."""

    __slots__ = ("children", "column", "complained", "declared", "kind", "statement")

    def __init__(self, kind: str, statement: Statement | None, children: list[Statement], column: int | None) -> None:
        self.kind = kind
        self.statement = statement
        self.children = children
        self.column = column
        self.declared = False
        self.complained = False


class Late(NamedTuple):
    """A missing brace whose consequence the server meets further down, at a block less deep than `depth`."""

    values: dict[str, str]
    depth: int


def refused_in(keyword: str, block: str) -> str:
    """Reason why this block may not stand in that one, or nothing (confpars.c, parse_statement)."""
    if block == "host" and keyword in ("host", "group", "subnet", "shared-network"):
        return "nested-host" if keyword == "host" else "not-allowed-here"
    if block == "subnet" and keyword in ("subnet", "shared-network"):
        return "nested-subnet" if keyword == "subnet" else "not-allowed-here"
    return "not-allowed-here" if block == keyword == "shared-network" else ""


def host_bits(subnet: Statement) -> tuple[Value, list[Statement]] | None:
    """The address of a subnet that has host bits set, and its ranges: the server refuses these; without any, it never
    uses the subnet (vmware-networking.md 3.2)."""
    base, mask = (_number(value.text) for value in subnet.values) if len(subnet.values) == 2 else (None, None)
    if base is None or mask is None or base & mask == base:
        return None
    return subnet.values[0], [child for child in subnet.children or () if child.keyword == "range"]


def _number(quad: str) -> int | None:
    parts = quad.split(".")
    if len(parts) != 4 or not all(part.isascii() and part.isdigit() and int(part[:4]) <= 255 for part in parts):
        return None
    return sum(int(part) << shift for part, shift in zip(parts, (24, 16, 8, 0), strict=True))
