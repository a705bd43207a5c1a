"""The charset of pasted captures: what a console prints depends on the machine's code page (issue 4, encodings people paste).

Windows consoles write cp936, cp932, cp949, cp950, cp850, cp866; editors write cp1252, cp1251 or UTF-8; PowerShell writes UTF-16.
"""

from __future__ import annotations

import codecs
from collections import Counter

from vmnetdoctor.source import Source

_SAMPLE = 1 << 16                # bytes looked at to choose a codec
_BROKEN = "�"
_LATIN = frozenset("àáâãäåçèéêëìíîïñòóôõöøùúûüýßæœÀÁÂÃÄÅÇÈÉÊËÍÎÑÓÔÕÖÜÚº«»°®’–…¿¡")
_WIDE = frozenset("，。、：；！？（）［］「」・ー～“”")
# on equal plausibility the earlier one is taken: Hangul in cp949 also reads as common Chinese characters
_CANDIDATES = ("cp949", "gbk", "cp932", "cp950", "cp1252", "cp850", "cp1251", "cp866")


def decode_capture(path: str, data: bytes) -> Source:
    """Text by byte order mark, NUL bytes (UTF-16), UTF-8, else the most plausible code page; cut files keep what they hold."""
    if data.isascii() and b"\0" not in data[:_SAMPLE]:
        return Source.decode(path, data)
    wide = _utf16(data)
    if wide is not None:
        bom, codec = wide
        return _lenient(path, data[len(bom):], codec, bom)
    if data.startswith(codecs.BOM_UTF8) or _is_utf8(data):
        return Source.decode(path, data)
    return _lenient(path, data, _best(data[:_SAMPLE]), b"")


def _lenient(path: str, body: bytes, codec: str, bom: bytes) -> Source:
    text = body.decode(codec, "replace")
    try:
        exact = text.encode(codec) == body
    except UnicodeError:
        exact = False
    return Source(path, text, codec, bom, exact)


def _utf16(data: bytes) -> tuple[bytes, str] | None:
    """The mark and the codec of UTF-16, also where the mark was lost: then every second byte of the ASCII in it is NUL."""
    for bom, codec in ((codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF16_LE, "utf-16-le"),
                       (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(bom):
            return bom, codec
    head = data[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 5 > len(head) and min(even, odd) * 10 < max(even, odd):
        return b"", "utf-16-le" if odd > even else "utf-16-be"
    return None


def _is_utf8(data: bytes) -> bool:
    """UTF-8, possibly cut in the middle of its last character."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=False)
    except UnicodeDecodeError:
        return False
    return True


def _best(sample: bytes) -> str:
    return max(_CANDIDATES, key=lambda codec: _plausible(sample, codec))


def _plausible(sample: bytes, codec: str) -> float:
    """How much the sample looks like text people write in that code page: common characters count for it, odd ones against."""
    text = sample.decode(codec, "replace")
    score = sum(_worth(char, codec) * count for char, count in Counter(text).items() if char >= "\x7f")
    if codec in ("cp1251", "cp866"):         # a lone Cyrillic letter between Latin ones is a misread accent
        score -= 4 * sum(_between_latin(text, n) for n, char in enumerate(text) if char >= "\x7f")
    return score


def _worth(char: str, codec: str) -> float:
    if char == _BROKEN:
        return -6
    if codec in ("cp1252", "cp850"):
        return 1 if char in _LATIN else -2
    if codec in ("cp1251", "cp866"):
        return 1 if "а" <= char.lower() <= "я" or char in "ёЁ№«»" else -2
    if char in _WIDE:
        return 1
    # a two-byte character stands for two bytes of evidence
    return 2 if _common(char, codec) else -2


def _common(char: str, codec: str) -> bool:
    """Whether a character is of the frequent part of its set: kana, Hangul, level 1 of the Chinese and Japanese sets."""
    if codec == "cp932" and "ぁ" <= char <= "ヶ":
        return True
    plain, first, last = {"gbk": ("gb2312", 0xB0, 0xD7), "cp932": ("shift_jis", 0x88, 0x98),
                          "cp949": ("euc_kr", 0xB0, 0xC8), "cp950": ("big5", 0xA4, 0xC6)}[codec]
    try:
        raw = char.encode(plain)
    except UnicodeEncodeError:
        return False
    return len(raw) == 2 and first <= raw[0] <= last


def _between_latin(text: str, at: int) -> bool:
    return ((at > 0 and text[at - 1].isascii() and text[at - 1].isalpha())
            or (at + 1 < len(text) and text[at + 1].isascii() and text[at + 1].isalpha()))
