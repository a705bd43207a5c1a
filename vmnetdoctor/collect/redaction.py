"""Takes out of the files what is private and not about networking; every other byte stays as it is.

Works line by line on bytes, whatever the charset: no line end, `=` or quote is part of a longer character in the charsets of
these files (vmware-networking.md 1.2).  What was removed is told by the table's own words, with the keys.
"""

from __future__ import annotations

import re

GONE = b"(redacted)"
MOST_KEY = 200                   # of a longer name the beginning decides
_LINE = re.compile(rb"[^\r\n]+")
_EMPTY = (b"", b'""', b"''")
_HOMES = re.compile(rb"(?i)[\\/](users|home|documents and settings)[\\/]")

# what a vmx file, config or config.ini may hold beside the network: (what the manifest calls it, the keys in lower case)
_DICTIONARY = (
    ("notes", re.compile(rb"annotation")),
    ("guestinfo", re.compile(rb"guestinfo\..*")),
    ("remote display", re.compile(rb"remotedisplay\.vnc\.(key|password)")),
    ("encryption", re.compile(rb"encryption\..*|.*(keysafe|datafilekey|encryptionkey).*|vtpm\..*|managedvm\..*")),
    ("serial numbers", re.compile(rb"smbios\..*|(hw|efi)\.serialnumber.*|(board-id|serialnumber|system-id).*|machine\.id")),
    ("license keys", re.compile(rb".*(licen[cs]e|serial)(key|number|_key).*|.*productkey.*")),
    ("shared folders", re.compile(rb"sharedfolder\d+\.(hostpath|guestname)")),
    ("passwords", re.compile(rb".*(passw|passphrase|secret|token|credential|\bpwd\b).*")),
)
_SEGMENT = re.compile(rb"pref\.namedpvns.*|\.encoding|config\.version")

# keys of ifcfg files and keyfiles that hold secrets, also within the transcript of a guest
_PROFILE = re.compile(rb"[\w.-]*(psk|passw|passphrase|secret|private-key|wep-key)[\w.-]*|key_?[1-4]?|leap-username|identity"
                      rb"|anonymous-identity|ieee_8021x_(identity|anon_identity|private_key)[\w.-]*|pin")


def redacted(kind: str, data: bytes) -> tuple[bytes, dict[str, list[str]]]:
    """The file without what is private in a file of that kind, and the keys of what was taken out; "" takes nothing."""
    label = _LABELS.get(kind)
    gone: dict[str, list[str]] = {}
    if label is None:
        return data, gone

    def cleaned(found: re.Match[bytes]) -> bytes:
        name, equals, rest = found[0].partition(b"=")
        key = name.strip(b" \t#>").removeprefix(b"export").strip()[:MOST_KEY]        # also where it is commented out
        value = rest.strip(b" \t")
        what = None if not key or value in _EMPTY else label(key.lower(), value)
        if what is None:
            return found[0]
        gone.setdefault(what, []).append(key.decode("utf-8", "replace"))
        blank = rest[:len(rest) - len(rest.lstrip(b" \t"))]
        return name + equals + blank + (b'"' + GONE + b'"' if value[:1] == b'"' else GONE)

    return _LINE.sub(cleaned, data), gone


def _of_dictionary(key: bytes, value: bytes) -> str | None:
    for what, pattern in _DICTIONARY:
        if pattern.fullmatch(key):
            return what
    # a datastore's path tells that the machine is one of ESXi (vmware-networking.md 1.7)
    return "paths in home folders" if _HOMES.search(value) and b"/vmfs/" not in value else None


def _of_preferences(key: bytes, _: bytes) -> str | None:
    """Of the user's preferences only the names of LAN segments are about networks."""
    return None if _SEGMENT.fullmatch(key) else "preferences"


def _of_profile(key: bytes, _: bytes) -> str | None:
    return "passwords and keys" if _PROFILE.fullmatch(key) else None


_LABELS = {"dictionary": _of_dictionary, "preferences": _of_preferences, "profile": _of_profile}
