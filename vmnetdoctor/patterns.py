"""Patterns that are compiled at their first use: a run needs few of them, and compiling all would be a tenth of its start."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    late = re.compile
else:

    class late:  # noqa: N801
        """`re.compile(pattern, flags)`, later: a method is taken from the compiled pattern when it is first asked for.

        Raises `re.error` of a bad pattern at that moment only, hence the test that asks all of them.
        """

        def __init__(self, pattern: str | bytes, flags: int = 0) -> None:
            self._made_of = (pattern, flags)

        def __getattr__(self, name: str) -> Any:
            found = self.__dict__[name] = getattr(re.compile(*self._made_of), name)
            return found
