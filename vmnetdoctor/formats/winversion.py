"""`ver` and `systeminfo`: the release of Windows, and whether the machine is itself a virtual one of VMware."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats.console import LIMIT, Value

if TYPE_CHECKING:
    from vmnetdoctor.source import Source

_VER = re.compile(r"Microsoft Windows(?: XP| 2000| NT)? \[[^\]\r\n\d]{1,20}(\d{1,2}\.\d[\d.]{0,20})\]")
_NAME = re.compile(r"(?m)^[^:：\r\n]{2,40}[:：][ \t]+"
                   r"((?:Microsoft|Майкрософт)[ \t]?(?:\(R\)|®)?[ \t]Windows[^\r\n]{0,60}?)[ \t]*\r?$")
_BUILD = re.compile(r"(?m)^[^:：\r\n]{2,40}[:：][ \t]+"
                    r"(\d{1,2}\.\d{1,2}\.\d{3,6}\b[^\r\n]{0,60}\b(?:Build|Сборка|빌드|ビルド)[ \t]\d+)")
_GUEST = re.compile(r"(?m)[:：][ \t]+(VMware Virtual Platform|VMware\d{1,2},1|VMware, Inc\.(?=[ \t]*\r?$))")


class WindowsVersion(NamedTuple):
    """`name` as printed (`Microsoft Windows 10 Pro`, or the words of `ver`), `build` the numbers, `guest` VMware as the maker."""

    name: Value | None
    build: Value | None
    guest: Value | None


def recognise(text: str) -> bool:
    return _VER.search(text) is not None or (_NAME.search(text) is not None and _BUILD.search(text) is not None)


def parse(source: Source) -> WindowsVersion:
    text = source.text[:LIMIT]
    ver, name, build = _VER.search(text), _NAME.search(text), _BUILD.search(text)
    return WindowsVersion(_value(name, 1) or _value(ver, 0), _value(build, 1) or _value(ver, 1), _value(_GUEST.search(text), 1))


def _value(found: re.Match[str] | None, group: int) -> Value | None:
    return Value(found[group], *found.span(group)) if found else None
