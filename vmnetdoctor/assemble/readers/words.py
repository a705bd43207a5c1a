"""Words that readers take for yes and no, each in its own way (guest-ifcfg.md 3.2, 3.3, 3.5 and 5d)."""

from __future__ import annotations

import re

from vmnetdoctor.patterns import late

_YES = frozenset({"yes", "true", "t", "y"})
_NO = frozenset({"no", "false", "f", "n"})
# What a person means by it, whatever the reader makes of it.
MEANS_NO = _NO | {"0", "off", "none", "nope", "never", "disable", "disabled", "not"}
MEANS_YES = _YES | {"1", "on"}
_ONBOOT_NO = late(r"""^ONBOOT=['"]?[Nn][Oo]""", re.M)


def shell_false(word: str, scripts: int) -> bool:
    """The function `is_false` of network-scripts: `off` counts since EL7."""
    lower = word.lower()
    return lower in _NO or lower == "0" or (lower == "off" and scripts >= 7)


def shell_onboot(text: str, word: str, scripts: int) -> bool:
    """Whether the `network` service starts the file: EL6 and EL7 search its text, EL8 asks for the value (5d)."""
    if scripts >= 8:
        return not shell_false(word, scripts)
    return _ONBOOT_NO.search(text) is None


def nm_boolean(word: str, default: bool, version: tuple[int, ...]) -> bool:
    """NetworkManager's boolean: `on` and `off` are none, 1 and 0 only since 0.9; anything else is the default."""
    lower = word.lower()
    if lower in _YES or (lower == "1" and version >= (0, 9)):
        return True
    if lower in _NO or (lower == "0" and version >= (0, 9)):
        return False
    return default


def is_nm_boolean(word: str, version: tuple[int, ...]) -> bool:
    return nm_boolean(word, True, version) == nm_boolean(word, False, version)


def against_meaning(word: str, starts: bool) -> bool:
    """Whether ONBOOT's word is taken for the opposite of what it says, or is no word for either."""
    lower = word.strip().lower()
    if lower in MEANS_NO:
        return starts
    if lower in MEANS_YES:
        return not starts
    return bool(lower)
