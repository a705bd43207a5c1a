"""Permissions of profiles: what an archive or `ls -l` states of them, and the keyfiles that NetworkManager therefore refuses.

It loads a keyfile only if the file is root's and closed to everybody else, mode & 0077 = 0 (guest-ifcfg.md section 8).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.model.facts import UNKNOWN, Fact, assumed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vmnetdoctor.assemble.inputs import Mode
    from vmnetdoctor.model.guest import Guest, Profile
    from vmnetdoctor.model.seen import SeenFile

_OTHERS = 0o077
_FOLDER = "/etc/NetworkManager/system-connections"


def apply_modes(guest: Guest, archived: Mapping[str, Mode]) -> None:
    """Note each keyfile's mode, `ls -l` before the archive; one that is open to others is read by nobody."""
    listed = {file.path.rpartition("/")[2]: file for file in guest.seen.files if _is_connection(file)} if guest.seen else {}
    for profile in guest.profiles:
        if profile.format == "keyfile":
            profile.mode = _mode(profile, listed.get(profile.path.rpartition("/")[2]), archived.get(profile.path))
            if (profile.mode.value or 0) & _OTHERS:
                profile.in_force = "none"


def _is_connection(file: SeenFile) -> bool:
    folder = file.path.rpartition("/")[0]
    here = folder == _FOLDER or (not folder and file.path.endswith(".nmconnection"))
    return here and file.kind == "-" and file.owner == "root"


def _mode(profile: Profile, listed: SeenFile | None, archived: Mode | None) -> Fact[int]:
    """An archive that does not say whose the file is may have been made from a copy: then its mode is only likely."""
    if listed is not None:
        return Fact(listed.mode, (listed.place,))
    if archived is None:
        return UNKNOWN
    return Fact(archived.bits, (profile.place,)) if archived.owned else assumed(archived.bits, "archive")
