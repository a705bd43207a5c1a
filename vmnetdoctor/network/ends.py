"""How a packet's way may end before its target."""

from __future__ import annotations


class Stopped(Exception):  # noqa: N818 - an outcome, no error
    """The packet goes no further; the stop is the last hop of the journey."""


class Undecided(Exception):  # noqa: N818 - an outcome, no error
    """Under this choice nothing more can be said: the other outcome is possible too."""
