"""What was collected, for people (`collected.txt`, standard output) and for programs (schema vmnetdoctor/collect/1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vmnetdoctor import __version__
from vmnetdoctor.collect.bundle import MANIFEST
from vmnetdoctor.collect.words import removed_word, say
from vmnetdoctor.report.json_shapes import dumped
from vmnetdoctor.report.layout import visible

if TYPE_CHECKING:
    from vmnetdoctor.collect.bundle import Bundle, Left, Taken

ABSENT = ("not-found", "no-program")         # what most machines lack; everything else deserves a note
MOST_KEYS = 4                                # named in a line for people
MOST_LINES = 12                              # of what was removed, on standard output


def manifest_text(bundle: Bundle, language: str, planned: bool = False) -> str:
    """The whole manifest; its first line tells `check` what the file is, so it is the same in every language."""
    lines = [f"vmnetdoctor collect {__version__} {bundle.date} {bundle.system}", ""]
    taken = [file for file in bundle.files if not (planned and file.command)]
    lines += [say("would-take" if planned else "taken", language), *(_taken(file, language) for file in taken)]
    if bundle.ran:
        lines += ["", say("would-run" if planned else "run", language), *("  " + visible(line) for line in bundle.ran)]
    if bundle.left:
        lines += ["", say("left", language), *(left_line(left, language) for left in bundle.left)]
    return "\n".join([*lines, "", *removed_lines(bundle, language, planned), ""])


def removed_lines(bundle: Bundle, language: str, planned: bool = False) -> list[str]:
    """What was taken out: file, key and count."""
    if not bundle.redacts:
        return [say("kept", language)]
    if not bundle.removed:
        return [say("nothing-removed", language)]
    return [say("would-remove" if planned else "removed", language),
            *(say("removed-one", language, path=visible(item.path), what=removed_word(item.what, language), keys=_keys(item.keys),
                  count=item.times) for item in bundle.removed)]


def _removed_in_short(bundle: Bundle, language: str) -> list[str]:
    """The same, by what it was where the files are many."""
    if len(bundle.removed) <= MOST_LINES or not bundle.redacts:
        return removed_lines(bundle, language)
    found: dict[str, list[int]] = {}
    for item in bundle.removed:
        found.setdefault(item.what, []).append(item.times)
    return [say("removed", language),
            *(say("removed-many", language, what=removed_word(what, language), count=sum(times), manifest=MANIFEST,
                  files=say("files", language, n=len(times))) for what, times in found.items())]


def _keys(keys: list[str]) -> str:
    return visible(", ".join(keys[:MOST_KEYS]) + (", ..." if len(keys) > MOST_KEYS else ""))


def left_line(left: Left, language: str) -> str:
    """What is not in the bundle, and why."""
    return say("left-one", language, origin=visible(left.origin), reason=say(left.reason, language))


def summary_text(bundle: Bundle, language: str, output: str) -> str:
    """What a person is told after the bundle was written."""
    files = say("files", language, n=len(bundle.files))
    lines = [say("written", language, output=visible(output), files=files, guests=say("guests", language, n=len(bundle.guests)))]
    absent = sum(left.reason in ABSENT for left in bundle.left)
    if absent:
        lines.append(say("not-taken-count", language, n=absent, manifest=MANIFEST))
    if not bundle.hosts:
        lines.append(say("no-host", language))
    return "\n".join([*lines, *_removed_in_short(bundle, language), say("next", language, output=visible(output)), ""])


def manifest_json(bundle: Bundle, output: str | None) -> str:
    """`output` is None where nothing was written."""
    made: dict[str, Any] = {
        "schema": "vmnetdoctor/collect/1", "version": __version__, "date": bundle.date, "system": bundle.system, "output": output,
        "vmware_host": bundle.hosts, "guests": bundle.guests,
        "taken": [_entry(file) for file in bundle.files],
        "ran": bundle.ran,
        "left": [{"origin": left.origin, "reason": left.reason} for left in bundle.left],
        "redacted": [item._asdict() for item in bundle.removed] if bundle.redacts else None,
    }
    return dumped(made)


def guest_commands_json(lines: list[tuple[str, str]]) -> str:
    """`collect --guest-commands --format json`."""
    rows = [{"release": release, "command": command} for release, command in lines]
    return dumped({"schema": "vmnetdoctor/guest-commands/1", "commands": rows})


def _entry(file: Taken) -> dict[str, Any]:
    origin = "command" if file.command else "file"
    return {"path": file.path, origin: file.origin, "bytes": None if file.data is None else len(file.data),
            **({"code": file.code} if file.command and file.data is not None else {})}


def _taken(file: Taken, language: str) -> str:
    line = say("from", language, path=visible(file.path), origin=visible(file.origin))
    return line + say("code", language, code=file.code) if file.code else line
