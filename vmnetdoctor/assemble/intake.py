"""The files of a lab, sorted by the side they belong to (guests, host, declaration), and what could not be used of them."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from vmnetdoctor.model.facts import record
from vmnetdoctor.model.lab import SyntaxNote
from vmnetdoctor.source import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vmnetdoctor.assemble.captures import Capture
    from vmnetdoctor.assemble.inputs import Mode
    from vmnetdoctor.formats.syntax import Document
    from vmnetdoctor.formats.vmx import Dictionary
    from vmnetdoctor.model.lab import Unreadable
    from vmnetdoctor.source import Source


@record
class Intake:
    """The files by side: `vmx` dictionaries, guest files and host files as (kind, source), and what is to be reported."""

    vmx: list[Dictionary] = field(default_factory=list)
    guest_files: list[tuple[str, Source]] = field(default_factory=list)
    host_files: list[tuple[str, Source]] = field(default_factory=list)
    captures: list[Capture] = field(default_factory=list)
    declaration: list[Source] = field(default_factory=list)
    kinds: list[tuple[str, str]] = field(default_factory=list)      # (path, kind) of every input, in order
    unreadable: list[Unreadable] = field(default_factory=list)
    syntax: list[SyntaxNote] = field(default_factory=list)
    transcripts: list[str] = field(default_factory=list)            # paths of those that show files
    prompts: dict[str, Sequence[str]] = field(default_factory=dict)  # host names in a capture's prompts, by path
    modes: dict[str, Mode] = field(default_factory=dict)            # of guest files, where an archive states them

    def note(self, kind: str, document: Document, guest: str | None = None, network: str | None = None) -> None:
        """Keep a document's problems for the rules about unreadable lines."""
        for problem in document.problems:
            place = Place(document.source, problem.start, problem.end)
            self.syntax.append(SyntaxNote(kind, problem.reason, place, dict(problem.values), guest, network))
