"""resolved.conf: whether systemd-resolved answers at 127.0.0.53 (resolved.conf(5); guest-ifcfg.md section 7)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.formats import systemd_conf
from vmnetdoctor.model.addr import ip
from vmnetdoctor.model.facts import UNKNOWN, Fact
from vmnetdoctor.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vmnetdoctor.model.seen import Seen
    from vmnetdoctor.source import Source

_NO = ("no", "false", "off", "0", "n", "f")
SERVICE = "systemd-resolved"


def local_stub(sources: Iterable[Source], seen: Seen | None = None) -> Fact[bool]:
    """False where DNSStubListener=no, or where the captures show systemd-resolved stopped or masked; its reason says which."""
    found: Fact[bool] = UNKNOWN
    for source in sorted(sources, key=lambda s: (".conf.d/" in s.path, s.path)):
        entry = systemd_conf.parse(source).last("Resolve", "DNSStubListener")
        if entry is not None and entry.value:
            found = Fact(entry.value.lower() not in _NO, (entry.value_place,), "listener")
    states = seen.services.get(SERVICE, ()) if seen is not None else ()
    off = next((state for state in states if state.value in ("stopped", "failed", "masked", "absent")), None)
    return Fact(False, off.places, "service") if off is not None and found.value is not False else found


def servers(source: Source) -> tuple[Fact[str], ...]:
    """DNS= of [Resolve]: the servers resolved asks itself."""
    found = []
    for entry in systemd_conf.parse(source).listed("Resolve", "DNS"):
        for word in re.finditer(r"[^\s#:%]+", entry.value or ""):
            if ip(word.group()) is not None:
                start = entry.value_start + word.start()
                found.append(Fact(word.group(), (Place(entry.source, start, start + len(word.group())),)))
    return tuple(found)
