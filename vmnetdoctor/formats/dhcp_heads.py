"""Heads of dhcpd blocks: what stands between `subnet`, `host`, `group` ... and the opening brace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.formats.dhcp_values import Fault, name, quad

if TYPE_CHECKING:
    from vmnetdoctor.formats.dhcp_values import Value, Words


def read_head(words: Words, i: int, keyword: str) -> tuple[list[Value], int, Fault | None]:
    """Values of the head that begins at token `i`, the index behind it, and why it is refused."""
    values: list[Value] = []
    if keyword == "group":
        return _rest(words, i, i + 1, values, "unexpected-text")
    if keyword == "subnet":
        return _subnet(words, i, values)
    if keyword == "host":
        return _host(words, i, values)
    j = i + 1
    if words.kind(j) == "s" or (keyword == "shared-network" and words.kind(j) in ("w", "h", "n")):
        if words.kind(j) == "s":
            values.append(words.value(j, j + 1))
            return _rest(words, i, j + 1, values, "unexpected-text")
        j, fault = name(words, j, values)
        return (values, j, fault) if fault else _rest(words, i, j, values, "host-name")
    j, fault = words.fault("text-unquoted", j, values)
    return values, j, fault


def _subnet(words: Words, i: int, values: list[Value]) -> tuple[list[Value], int, Fault | None]:
    """`subnet ADDRESS netmask MASK`."""
    slash = words.stretch(i + 1) if i + 1 < len(words.tokens) else i + 1
    fault: Fault | None
    j, fault = quad(words, i + 1, values)
    if fault is not None and "/" in words.text[fault.start:fault.end] and fault.reason != "value-missing":
        fault = Fault("cidr-subnet", fault.start, fault.end)
    elif fault is None and slash == j and words.kind(j) == "?" and words.word(j) == "/":
        fault = Fault("cidr-subnet", words.tokens[i + 1].start, words.tokens[words.stretch(j) - 1].end)
    if words.kind(j) == "w" and words.word(j) == "netmask":
        j, mask_fault = quad(words, j + 1, values)
        fault = fault or mask_fault
    elif fault is None:
        fault = Fault("netmask-missing", words.tokens[j - 1].end, words.tokens[j - 1].end)
    return _rest(words, i, j, values, "unexpected-text", fault)


def _host(words: Words, i: int, values: list[Value]) -> tuple[list[Value], int, Fault | None]:
    """`host NAME`: letters, digits, `-`, `_` and dots (vmware-networking.md 3.2)."""
    j, fault = i + 1, None
    stop = j
    while stop < len(words.tokens) and not (words.fresh(stop) and words.starts_statement(stop)):
        stop += 1
    if stop == j:
        return values, j, Fault("host-name", words.tokens[i].start, words.tokens[i].end)
    if words.kind(j) in ("w", "h", "n"):
        j, fault = name(words, j, values)
    if not fault and j == stop:
        return values, j, None
    whole = words.value(i + 1, stop)
    text = words.text[whole.start:whole.end] if stop > i + 2 else whole.text
    values[:] = [whole._replace(text=text)]
    return values, stop, Fault("host-name", whole.start, whole.end)


def _rest(words: Words, i: int, j: int, values: list[Value], reason: str,
          fault: Fault | None = None) -> tuple[list[Value], int, Fault | None]:
    """Refuse what stands between a complete head and its brace; a statement on a new line is left alone."""
    stop = j
    while stop < len(words.tokens) and not (words.fresh(stop) and words.starts_statement(stop)):
        stop += 1
    if stop > j and fault is None:
        fault = Fault(reason, words.tokens[j].start, words.tokens[stop - 1].end)
    return values, stop, fault
