"""An ifcfg file (or sysconfig `network`) under each of its grammars, read only when asked for and shared where they agree.

The grammars themselves are imported on first need: most files are so plain that none is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.formats.assignments import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vmnetdoctor.formats.assignments import Assignments
    from vmnetdoctor.formats.syntax import Problem
    from vmnetdoctor.source import Source


class IfcfgFile:
    """One file under the grammars of its readers; where the file is plain they share one parsed object."""

    __slots__ = ("_plain", "_read", "source")

    def __init__(self, source: Source) -> None:
        self.source = source
        self._plain = plain(source)
        self._read: dict[str, Assignments] = {}

    @property
    def shell(self) -> Assignments:
        """As network-scripts source it (guest-ifcfg.md 3.1), with no variable set before."""
        return self._plain or self._kept("shell")

    def shell_after(self, environment: Mapping[str, str | None]) -> Assignments:
        """The same with variables that are set before: sysconfig `network` is sourced first."""
        if self._plain or ("$" not in self.source.text and "+=" not in self.source.text):
            return self.shell
        from vmnetdoctor.formats import shell
        return shell.parse(self.source, environment)

    @property
    def shvar(self) -> Assignments:
        """As NetworkManager 1.6 and later reads it (guest-ifcfg.md 3.2)."""
        return self._plain or self._kept("shvar")

    @property
    def shvar_old(self) -> Assignments:
        """As NetworkManager 1.0 to 1.4 reads it (guest-ifcfg.md 3.3)."""
        return self._kept("shvar_old")

    @property
    def shvar_oldest(self) -> Assignments:
        """As NetworkManager 0.8.1 and 0.9.9.1 read it: as `shvar_old`, but white space at the end of a value stays."""
        return self._kept("shvar_oldest")

    @property
    def mistakes(self) -> list[Problem]:
        """See `common_mistakes`; a plain file has none."""
        return [] if self._plain else common_mistakes(self.source)

    def _kept(self, grammar: str) -> Assignments:
        found = self._read.get(grammar)
        if found is None:
            found = self._parsed(grammar)
            self._read[grammar] = found
        return found

    def _parsed(self, grammar: str) -> Assignments:
        if self._plain and self.source.text[-1:] in ("\n", ""):
            return self._plain
        from vmnetdoctor.formats import shell, shvar
        if grammar == "shell":
            return shell.parse(self.source)
        if grammar == "shvar":
            return shvar.parse(self.source)
        return shvar.parse(self.source, modern=False, trims=grammar == "shvar_old")


def common_mistakes(source: Source) -> list[Problem]:
    """What a person must be told whoever reads the file: see `mistakes.common_mistakes`."""
    from vmnetdoctor.formats import mistakes
    return mistakes.common_mistakes(source)
