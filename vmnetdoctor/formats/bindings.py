"""`Get-NetAdapterBinding`: which network card the VMware Bridge Protocol is bound to (vmware-networking.md 2.3)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats.console import Value, console_lines, property_blocks, stripped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.formats.console import Line
    from vmnetdoctor.source import Source

_ROW = re.compile(r"(?i)(?P<before>.*?\S)[ \t]+(?P<component>[a-z][a-z0-9]*_\w+|vmnetbridge)[ \t]+(?P<enabled>True|False)[ \t]*$")
_SHORT = re.compile(r"(?i)(?P<before>.*?VMware Bridge Protocol)[ \t]+(?P<enabled>True|False)[ \t]*$")
_DISPLAY = re.compile(r"(?i)[ \t]+VMware Bridge Proto\S*(?: \S+)?$|[ \t]{2,}\S.*$")
_PROPERTY = re.compile(r"(?i)[ \t]*(Name|InterfaceAlias|DisplayName|ComponentID|Enabled)[ \t]*:[ \t]*(?=\S)")
_RECOGNISE = re.compile(r"(?im)\b(?:vmware_bridge|VMware Bridge Protocol)\b[^\r\n]{0,80}\b(?:True|False)\b|"
                        r"^[> \t]*ComponentID[ \t]*:[ \t]*\w+|\bms_(?:tcpip|server|msclient)\b[^\r\n]{0,60}\b(?:True|False)\b")
_BRIDGE = ("vmware_bridge", "vmnetbridge")


class Binding(NamedTuple):
    """One protocol on one card; `card` may be cut by the table's width, then it ends in dots."""

    card: Value
    component: str
    enabled: bool
    at: Value

    @property
    def bridge(self) -> bool:
        return self.component.lower() in _BRIDGE


def recognise(text: str) -> bool:
    return _RECOGNISE.search(text) is not None


def parse(source: Source) -> tuple[Binding, ...]:
    """Rows `name  display name  component  True|False`, or blocks of `Property : value`."""
    lines = list(console_lines(source.text))
    of_blocks = (binding for block in property_blocks(lines, _PROPERTY) for binding in _block(block))
    return tuple(sorted((*_rows(lines), *of_blocks), key=lambda binding: binding.at.start))


def same_card(name: str, full: str) -> bool:
    """Whether a name of a table, which may be cut by its width, is that of a card."""
    for dots in ("...", "…"):
        if name.endswith(dots):
            return full.lower().startswith(name[:-len(dots)].rstrip().lower())
    return name.lower() == full.lower()


def _rows(lines: list[Line]) -> Iterator[Binding]:
    for line in lines:
        found = _ROW.match(line.text) or _SHORT.match(line.text)
        if found is None or " : " in line.text:
            continue
        component = found.groupdict().get("component") or "vmware_bridge"
        before = found["before"]
        cut = _DISPLAY.search(before)
        name = stripped(line, 0, cut.start() if cut else len(before))
        if name.text:
            at = stripped(line, found.start("enabled"), found.end("enabled"))
            yield Binding(name, component, at.text.lower() == "true", at)


def _block(block: dict[str, Value]) -> Iterator[Binding]:
    name = block.get("name") or block.get("interfacealias")
    enabled, component, display = block.get("enabled"), block.get("componentid"), block.get("displayname")
    if component is not None:
        what = component.text
    else:
        what = "vmware_bridge" if display is not None and display.text.lower() == "vmware bridge protocol" else ""
    if name is not None and enabled is not None and what and enabled.text.lower() in ("true", "false"):
        yield Binding(name, what, enabled.text.lower() == "true", enabled)
