"""What vmnetdoctor.yaml adds to the files, as facts; the file itself is read in declaration_file.py, only where there is one."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from vmnetdoctor.model.facts import UNKNOWN, Fact, record

if TYPE_CHECKING:
    from vmnetdoctor.model.host import HostAdapter
    from vmnetdoctor.model.lab import Expectation


@record
class DeclaredGuest:
    """What is declared of one guest: files or folders that are its own, its system, and the service that reads its profiles."""

    files: tuple[str, ...] = ()
    os: Fact[str] = UNKNOWN
    service: Fact[str] = UNKNOWN


@record
class Declaration:
    """The whole declaration; `ignore` and `severity` are settings of the rules."""

    os: Fact[str] = UNKNOWN
    adapters: tuple[HostAdapter, ...] = ()
    bridges: dict[str, Fact[str]] = field(default_factory=dict)
    guests: dict[str, DeclaredGuest] = field(default_factory=dict)
    expectations: tuple[Expectation, ...] = ()
    ignore: tuple[Fact[str], ...] = ()
    severity: dict[str, Fact[str]] = field(default_factory=dict)


NOTHING_DECLARED = Declaration()
NO_GUEST_DECLARED = DeclaredGuest()
