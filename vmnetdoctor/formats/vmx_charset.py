"""The charset of VMware's dictionary files and their `|XX` escapes (vmware-networking.md 1.1 and 1.2)."""

from __future__ import annotations

import re

from vmnetdoctor.patterns import late
from vmnetdoctor.source import Source

_CHARSET = late(rb'(?:^|[\r\n])[ \t]*\.encoding[ \t]*=[ \t]*"?([^"#\s]*)', re.I)
_ESCAPE = late(rb"\|([0-9A-Fa-f]{2})")

# Python's codecs for the charset names that VMware writes; the Windows code pages are wider than the standards they name.
_CODECS: dict[str, tuple[str, ...]] = {
    "utf-8": ("utf-8",), "utf8": ("utf-8",), "us-ascii": ("ascii",), "ascii": ("ascii",),
    "gbk": ("gbk", "gb18030"), "gb2312": ("gbk", "gb18030"), "gb18030": ("gb18030",), "936": ("gbk", "gb18030"),
    "shift_jis": ("cp932",), "shift-jis": ("cp932",), "sjis": ("cp932",), "932": ("cp932",), "euc-jp": ("euc_jp",),
    "big5": ("cp950", "big5hkscs"), "950": ("cp950", "big5hkscs"), "euc-kr": ("cp949",), "949": ("cp949",),
    "koi8-r": ("koi8_r",), "874": ("cp874",), "macintosh": ("mac_roman",),
    **{f"125{n}": (f"cp125{n}",) for n in range(9)},
    **{f"iso-8859-{n}": (f"iso8859_{n}",) for n in (*range(1, 12), *range(13, 17))},
}


def codecs_of(charset: str) -> tuple[str, ...]:
    """Python codecs to try for a charset name, best first; empty where the name is not known (vmware-networking.md 1.2)."""
    name = charset.strip().lower()
    for prefix in ("windows-", "cp", "ms", "x-", "ibm-"):
        if name.startswith(prefix):
            name = name[len(prefix):]
            break
    return _CODECS.get(name, ())


def decode(path: str, data: bytes) -> Source:
    """The text by byte order mark, else the `.encoding` line, else UTF-8, GBK, Windows-1252 (vmware-networking.md 1.2)."""
    ascii_only = data.isascii()
    if ascii_only and b"|" not in data:
        return Source.decode(path, data)
    named = _CHARSET.findall(data)
    declared = codecs_of(named[-1].decode("ascii", "replace")) if named else ()
    if ascii_only or data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return Source.decode(path, data, declared[0] if declared else None)
    for codec in (*declared, "utf-8", "gbk"):
        try:
            data.decode(codec)
        except UnicodeDecodeError:
            continue
        return Source.decode(path, data, codec)
    return Source(path, data.decode("cp1252", "replace"), "cp1252", exact=False)


def unescape(value: str, codec: str) -> str:
    """`|XX` undone on the bytes, since GBK and Shift_JIS hold 0x7C in second bytes (vmware-networking.md 1.2)."""
    if value.isascii() and "|" not in value:
        return value
    if codec.startswith(("utf-16", "utf-32")):
        codec = "utf-8"
    try:
        raw = value.encode(codec, "surrogateescape")
    except UnicodeEncodeError:
        raw, codec = value.encode("utf-8", "surrogateescape"), "utf-8"
    if b"|" not in raw:
        return value
    raw = _ESCAPE.sub(lambda found: bytes((int(found[1], 16),)), raw)
    try:
        return raw.decode(codec)
    except UnicodeDecodeError:
        return raw.decode(codec, "backslashreplace")
