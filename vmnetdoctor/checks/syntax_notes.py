"""Rules about lines that a program cannot read: one finding per file, with the further lines counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.checks.outcome import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.model.lab import Lab, SyntaxNote


def noted(lab: Lab, kind: str, *only: str) -> Iterator[Finding]:
    """A finding at the first note of each file of that kind (only these reasons, if given); `more` counts the others."""
    by_file: dict[str, list[SyntaxNote]] = {}
    for note in lab.syntax:
        if note.kind == kind and (not only or note.reason in only):
            by_file.setdefault(note.place.source.path, []).append(note)
    for notes in by_file.values():
        first = notes[0]
        subject = {key: name for key, name in (("guest", first.guest), ("network", first.network)) if name is not None}
        yield Finding(first.place, {"text": "", "key": "", **first.values, "reason": first.reason, "more": len(notes) - 1},
                      tuple(("further", note.place) for note in notes[1:4]), subject=subject,
                      case="default" if len(notes) == 1 else "several")
