"""Windows service listings: `sc query`, `sc qc`, `Get-Service` (table or list) and `net start` (vmware-networking.md 3.4).

State words of `sc` and PowerShell are English in every display language; `net start` names what runs, and nothing else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats.console import Value, console_lines, property_blocks, stripped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.formats.console import Line
    from vmnetdoctor.source import Source

# display name (never translated) to service name, in the spelling of vmware-networking.md 3.4
DISPLAY = {
    "VMware DHCP Service": "VMnetDHCP", "VMware NAT Service": "VMware NAT Service",
    "VMware Authorization Service": "VMAuthdService", "VMware USB Arbitration Service": "VMUSBArbService",
    "VMware Workstation Server": "VMwareHostd", "VMware Bridge Protocol": "VMnetBridge",
    "VMware Virtual Ethernet Adapter Driver": "VMnetAdapter", "VMware Network Application Interface": "VMnetuserif",
    "VMware Autostart Service": "VmwareAutostartService",
}
_BY_LOWER = {name.lower(): name for name in (*DISPLAY.values(), "vmx86", "hcmon")} | {k.lower(): v for k, v in DISPLAY.items()}
_CODES = {
    "STOPPED": "stopped", "START_PENDING": "running", "STOP_PENDING": "stopped", "RUNNING": "running", "PAUSED": "paused",
    "AUTO_START": "enabled", "DEMAND_START": "manual", "DISABLED": "disabled", "BOOT_START": "enabled", "SYSTEM_START": "enabled",
}
_WORDS = {"running": "running", "stopped": "stopped", "startpending": "running", "stoppending": "stopped", "paused": "paused",
          "automatic": "enabled", "auto": "enabled", "automaticdelayedstart": "enabled",
          "manual": "manual", "disabled": "disabled"}
_SC = re.compile(r"[ \t]*[^:：\r\n]{1,40}[:：][ \t]*\d[ \t]+(STOPPED|START_PENDING|STOP_PENDING|RUNNING|PAUSED|AUTO_START|"
                 r"DEMAND_START|DISABLED|BOOT_START|SYSTEM_START)\b")
_SC_TYPE = re.compile(r"[ \t]*[^:：\r\n]{1,40}[:：][ \t]*[0-9a-fA-F]{1,3}[ \t]+(?:WIN32|KERNEL_DRIVER|FILE_SYSTEM|USER_|ERROR)")
_NAME_LINE = re.compile(r"(?!\[SC\])[^\s:：\[][^:：]{0,60}[:：][ \t]*(?=\S)")
_FAILED = re.compile(r"\[SC\].{0,80}?\b1060\b")
_PROPERTY = re.compile(r"(?i)[ \t]*(Name|DisplayName|Status|StartType|StartMode|State)[ \t]*:[ \t]*(?=\S)")
_HEADS = re.compile(r"(?i)\b(status|state)\b.*\bname\b|\bname\b.*\b(status|state|starttype|startmode)\b")
_NET_HEAD = re.compile(r"\S[^:：\r\n]{0,50}Windows[^:：\r\n]{0,50}[:：.。][ \t]*$|"
                       r"\S.{0,60}Windows.{0,40}(?:시작되었습니다|시작됨)")
_NET_NAME = re.compile(r"(?: {3}|\t)(\S[^\r\n]{1,90})$")
_RECOGNISE = re.compile(
    r"(?m)^[^:：\r\n]{1,40}[:：][ \t]*\d[ \t]+(?:STOPPED|RUNNING|AUTO_START|DEMAND_START|DISABLED)\b"
    r"|^[> \t]*(?:Status|Name|State|StartType|DisplayName)\b[^\r\n]*\r?\n[> \t]*-{2,}[ -]*\r?\n[^\r\n]*\b(?:Running|Stopped)\b"
    r"|^[> \t]*Status[ \t]*:[ \t]*(?:Running|Stopped)\b"
    r"|^(?: {3}|\t)(?:VMware [A-Z]\w+ Service|Windows Event Log|DHCP Client|Server|Workstation)[ \t]*\r?$"
    r"|^(?:Running|Stopped)[ \t]+VM\w+")


class State(NamedTuple):
    """What one line says of one service."""

    service: str
    state: str
    at: Value


class Services(NamedTuple):
    """The states in the order of the text; `running` are the places of `net start` lists that are whole."""

    source: Source
    states: tuple[State, ...]
    running: tuple[Value, ...]


def recognise(text: str) -> bool:
    """A service state in the words of `sc` or PowerShell, or a list that `net start` prints."""
    return _RECOGNISE.search(text) is not None


def usual_name(text: str) -> str:
    """The service's name for a name in any case, or for a display name; others as they stand."""
    return _BY_LOWER.get(text.strip().lower(), text.strip())


def parse(source: Source) -> Services:
    """Every listing of the text, whatever stands between them."""
    lines = list(console_lines(source.text))
    running, whole = _net_start(lines)
    states = [*_sc(lines), *_tables(lines), *_lists(lines), *running]
    states.sort(key=lambda state: state.at.start)
    return Services(source, tuple(states), whole)


def _sc(lines: list[Line]) -> Iterator[State]:
    """Blocks of `sc`: a line with the name, then coded lines `label : number WORD`; 1060 means that there is no such service."""
    name, asked, coded = "", "", False
    for line in lines:
        found = _SC.match(line.text)
        if found is not None:
            coded = True
            if name:
                yield State(name, _CODES[found[1]], stripped(line))
        elif _FAILED.match(line.text):
            if asked:
                yield State(usual_name(asked), "absent", stripped(line))
        elif line.prompt:
            asked, name = _asked(line.text), ""
        elif not _SC_TYPE.match(line.text) and (label := _NAME_LINE.match(line.text)):
            # the display name follows the name, which counts
            name = name if name and not coded else usual_name(line.text[label.end():])
            coded = False
        elif line.blank:
            name = ""


def _asked(command: str) -> str:
    found = re.match(r'(?i)sc(?:\.exe)?[ \t]+(?:query|queryex|qc)[ \t]+"?([^"|>]{1,60}?)"?[ \t]*$', command)
    return found[1] if found else ""


def _tables(lines: list[Line]) -> Iterator[State]:
    """PowerShell tables: a line of dashes under the column names gives the columns; the words of a row are read by them."""
    for n in range(1, len(lines)):
        rule = lines[n].text
        if "--" in rule and not rule.strip(" \t-") and _HEADS.search(lines[n - 1].text):
            starts = [m.start() for m in re.finditer(r"-+", rule)]
            names = [lines[n - 1].text[a:b].strip().lower() for a, b in zip(starts, [*starts[1:], None], strict=False)]
            for row in lines[n + 1:]:
                if row.blank or row.prompt:
                    break
                yield from _row(row, starts, names)


def _row(row: Line, starts: list[int], names: list[str]) -> Iterator[State]:
    cuts = [_word_start(row.text, start) for start in starts]
    cells = {name: stripped(row, a, b) for name, a, b in zip(names, cuts, [*cuts[1:], None], strict=False)}
    name = cells.get("name") or cells.get("displayname")
    if name is None or not name.text:
        return
    service = _known_in(row.text) if name.text.endswith(("...", "…")) else usual_name(name.text)
    for column in ("status", "state", "starttype", "startmode"):
        cell = cells.get(column)
        state = _WORDS.get(cell.text.lower()) if cell else None
        if cell and state and service:
            yield State(service, state, cell)


def _word_start(text: str, at: int) -> int:
    """Columns of numbers and states are set to the right: their words reach out over the left end of the dashes."""
    while 0 < at < len(text) and text[at - 1] not in " \t" and text[at] not in " \t":
        at -= 1
    return at


def _known_in(text: str) -> str | None:
    """The service of a row whose name is cut: its display name tells."""
    return next((name for display, name in DISPLAY.items() if display.lower() in text.lower()), None)


def _lists(lines: list[Line]) -> Iterator[State]:
    """`Get-Service | Format-List`: `Property : value` lines, blocks divided by empty lines."""
    for block in property_blocks(lines, _PROPERTY):
        name = block.get("name") or block.get("displayname")
        for key in ("status", "state", "starttype", "startmode"):
            if name is not None and key in block and (state := _WORDS.get(block[key].text.lower())):
                yield State(usual_name(name.text), state, block[key])


def _net_start(lines: list[Line]) -> tuple[list[State], tuple[Value, ...]]:
    """Names of running services, three blanks in; the list is whole where a closing line or names past VMware's follow."""
    states: list[State] = []
    whole: list[Value] = []
    head: Line | None = None
    names: list[str] = []
    for line in lines:
        name = _NET_NAME.fullmatch(line.text)
        if line.blank:
            continue
        if name is not None and ": " not in line.text and " . " not in line.text:
            names.append(name[1])
            if head is not None or name[1] in DISPLAY:
                states.append(State(usual_name(name[1]), "running", stripped(line)))
            continue
        if head is not None and len(names) > 2:
            whole.append(stripped(head))
        head, names = (line if not line.prompt and _NET_HEAD.match(line.text) else None), []
    if head is not None and len(names) > 2 and any(name.lower() > "vmware z" for name in names):
        whole.append(stripped(head))
    return states, tuple(whole)
