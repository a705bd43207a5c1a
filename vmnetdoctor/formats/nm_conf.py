"""NetworkManager.conf and conf.d: which devices are left alone (NetworkManager.conf(5); guest-ifcfg.md 5d, 7).

The grammar is GKeyFile's, so `formats.keyfile` reads it; `key+=` and `key-=` change what an earlier file said.
"""

from __future__ import annotations

import re

HEAD = 65536
_SECTION = re.compile(r"(?m)^[ \t]*\[(main|keyfile|ifupdown|ifnet|logging|connection|connectivity|global-dns|device|"
                      r"connection-[^\]\r\n]{0,80}|device[^\]\r\n]{0,80})\][ \t]*\r?$")
_KEY = re.compile(r"(?m)^[ \t]*(plugins|no-auto-default|unmanaged-devices|ignore-carrier|managed|dhcp|rc-manager|match-device|"
                  r"systemd-resolved|configure-and-quit|monitor-connection-files|dns|auth-polkit)[ \t]*[+-]?=")
_PROFILE = re.compile(r"(?m)^[ \t]*(?:uuid|type|interface-name|method|address1|addresses1?)[ \t]*=")


def recognise(text: str) -> bool:
    """Whether this is NetworkManager's configuration; a connection profile (which has a type and a method) is none."""
    return (_SECTION.search(text, 0, HEAD) is not None and _KEY.search(text, 0, HEAD) is not None
            and _PROFILE.search(text, 0, HEAD) is None)
