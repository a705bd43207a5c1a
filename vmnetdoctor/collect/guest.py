"""What is asked inside a guest: one line for its shell that prints files and command output as sections of one text.

Each section begins with `===== COMMAND =====`, a file being the output of `cat PATH`; so the readers of captures part the text
as they part what people paste.  The line runs in any POSIX shell, reads only, and leaves out what is not there.
"""

from __future__ import annotations

from typing import NamedTuple

TRANSCRIPT = "transcript.txt"
RELEASES = ("centos6", "centos7", "centos8", "centos9+")

# keys whose values never leave the guest (redaction.py takes them out once more)
_SECRETS = ("[Pp][Ss][Kk]", "[Pp][Aa][Ss][Ss][Ww]", "PASSPHRASE", "[Ss]ecret", "wep-key", "private-key", "identity", "IDENTITY")
_CLEAN = "s/^\\([A-Za-z0-9_.-]*\\(" + "\\|".join(_SECRETS) + "\\)[A-Za-z0-9_.-]* *=\\).*/\\1(redacted)/; " \
         "s/^\\(KEY[1-4]* *=\\).*/\\1(redacted)/"
# s: one command as a section; f: each readable file as one (`test -f` is false for a pattern that fits nothing)
_SHELL = ("export LC_ALL=C PATH=\"$PATH:/usr/sbin:/sbin\"",
          "s() { command -v \"$1\" >/dev/null 2>&1 && { printf '\\n===== %s =====\\n' \"$*\"; \"$@\" 2>&1; }; }",
          f"f() {{ for p in \"$@\"; do [ -f \"$p\" ] && [ -r \"$p\" ] && {{ printf '\\n===== cat %s =====\\n' \"$p\"; "
          f"sed '{_CLEAN}' \"$p\"; }}; done; }}")


class Part(NamedTuple):
    """A command, or with `file` paths and patterns of files; `first` and `last` are the releases it is for."""

    words: str
    file: bool = False
    first: int = 6
    last: int = 99


_SCRIPTS = "/etc/sysconfig/network-scripts"
_NM = "/etc/NetworkManager"
PARTS = (
    Part("/etc/redhat-release /etc/os-release /etc/machine-id", file=True),
    Part("ip addr"),
    Part("ip route"),
    Part("ip rule"),
    Part("/etc/resolv.conf /etc/sysconfig/network", file=True),
    Part(f"{_SCRIPTS}/ifcfg-* {_SCRIPTS}/route-* {_SCRIPTS}/route6-* {_SCRIPTS}/rule-* {_SCRIPTS}/rule6-*", file=True),
    Part("/etc/udev/rules.d/70-persistent-net.rules", file=True, last=7),
    Part(f"{_NM}/NetworkManager.conf {_NM}/conf.d/*.conf", file=True),
    Part(f"{_NM}/system-connections/*", file=True, first=7),
    Part(f"ls -l {_SCRIPTS} {_NM}/system-connections"),
    Part("sysctl net.ipv4.ip_forward"),
    Part("chkconfig --list", last=6),
    Part("service network status", last=6),
    Part("service NetworkManager status", last=6),
    Part("systemctl is-enabled NetworkManager network", first=7),
    Part("systemctl is-active NetworkManager network", first=7),
    Part("nmcli device status", first=7),
    Part("nmcli connection show", first=7),
)


def script(release: int | None = None) -> str:
    """The line for one release of CentOS or RHEL (9 stands for later ones too), or for whichever it is; prints to its output."""
    number = release or 0
    parts = [part for part in PARTS if release is None or part.first <= number <= part.last]
    return "; ".join((*_SHELL, *(f"{'f' if part.file else 's'} {part.words}" for part in parts)))


def command_lines() -> list[tuple[str, str]]:
    """(release, line to paste as root) for each of RELEASES; the text goes to ~/transcript.txt."""
    return [(name, f"( {script(6 + number)} ) > ~/{TRANSCRIPT}; ls -l ~/{TRANSCRIPT}") for number, name in enumerate(RELEASES)]
