"""Network namespaces held by file descriptors only: a crashed run leaves nothing behind.

To be used inside `unshare -Urn`; whoever enters a namespace here is always the main thread.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import socket
import struct
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_NEWNET = 0x40000000
_GETLINK, _IFNAME = 18, 3
_libc = ctypes.CDLL(None, use_errno=True)


def missing() -> str | None:
    """What keeps kernel labs from running here, or None."""
    for tool in ("unshare", "ip", "nft"):
        if shutil.which(tool) is None:
            return f"{tool} is not installed"
    tried = subprocess.run(["unshare", "-Urn", "sh", "-c", "nft add table ip t && ip link add type veth && ip link add type bridge"],
                           capture_output=True, text=True, check=False)
    return None if tried.returncode == 0 else f"user namespaces are not allowed here: {tried.stderr.strip()}"


def _call(name: str, *arguments: int) -> None:
    if getattr(_libc, name)(*arguments) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")


class Space:
    """One network namespace."""

    def __init__(self, name: str) -> None:
        self.name = name
        here = os.open("/proc/self/ns/net", os.O_RDONLY)
        try:
            _call("unshare", _NEWNET)
            self.fd = os.open("/proc/self/ns/net", os.O_RDONLY)
        finally:
            _call("setns", here, _NEWNET)
            os.close(here)
        self.lines: list[str] = ["link set lo up"]
        self.rules: list[str] = []
        self.sysctls: dict[str, int] = {"all/rp_filter": 0, "default/rp_filter": 0, "all/send_redirects": 0, "default/send_redirects": 0,
                                        "all/accept_redirects": 0, "default/accept_redirects": 0}

    @property
    def path(self) -> str:
        """How `ip link ... netns` finds it."""
        return f"/proc/{os.getpid()}/fd/{self.fd}"

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Run the body inside."""
        here = os.open("/proc/self/ns/net", os.O_RDONLY)
        _call("setns", self.fd, _NEWNET)
        try:
            yield
        finally:
            _call("setns", here, _NEWNET)
            os.close(here)

    def start(self) -> list[tuple[subprocess.Popen[str], str]]:
        """Write the sysctls and start the batches of `ip` and `nft`; refused routes are part of the experiment (-force)."""
        started = []
        with self.entered():
            for name, value in self.sysctls.items():
                Path("/proc/sys/net/ipv4", "ip_forward" if name == "ip_forward" else f"conf/{name}").write_text(str(value))
            for scope in ("all", "default"):
                Path(f"/proc/sys/net/ipv6/conf/{scope}/disable_ipv6").write_text("1")
            started.append(_feed(["ip", "-force", "-batch", "-"], self.lines))
            if self.rules:
                started.append(_feed(["nft", "-f", "-"], self.rules))
        return started

    def settle(self, devices: list[str]) -> None:
        """Ask for each link once: else "carrier on" may be finished up to a second later, and packets are lost (measured.md)."""
        with self.entered(), socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE) as rtnetlink:
            for device in devices:
                name = device.encode() + b"\0"
                attribute = struct.pack("=HH", 4 + len(name), _IFNAME) + name + b"\0" * (-len(name) % 4)
                body = struct.pack("=BxHiII", socket.AF_UNSPEC, 0, 0, 0, 0) + attribute
                rtnetlink.send(struct.pack("=IHHII", 16 + len(body), _GETLINK, 1, 1, 0) + body)
                rtnetlink.recv(65536)

    def close(self) -> None:
        """Let the namespace go; the kernel takes its links with it."""
        os.close(self.fd)


def _feed(words: list[str], lines: list[str]) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    return process, "\n".join(lines) + "\n"


def finish(started: list[tuple[subprocess.Popen[str], str]]) -> None:
    """Feed and await the batches; a failing `nft` is an error of the lab, a refused route is not."""
    for process, text in started:
        assert process.stdin is not None
        process.stdin.write(text)
        process.stdin.close()
    for process, text in started:
        assert process.stderr is not None
        errors = process.stderr.read()
        process.stderr.close()
        code = process.wait()
        if code != 0 and (process.args[0] == "nft" or "veth" in text):  # type: ignore[index]
            raise RuntimeError(f"{process.args!r}: {errors}\n{text}")
