"""Probes that name who answered: a UDP echo in every machine, all probes of a lab in flight at once."""

from __future__ import annotations

import selectors
import socket
import struct
import time
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.model.addr import ip_text

if TYPE_CHECKING:
    from tests.kernel.namespaces import Space

ECHO_PORT = 7777
_PKTINFO = 8           # IP_PKTINFO, which the socket module does not name everywhere


class Probe(NamedTuple):
    """A datagram from a machine to an address and port."""

    sender: str
    address: int
    port: int = ECHO_PORT


class Echo:
    """The echo of every machine and the probing sockets, all in one event loop."""

    def __init__(self, spaces: dict[str, Space]) -> None:
        self.loop = selectors.DefaultSelector()
        self.senders: dict[str, socket.socket] = {}
        self.answers: dict[Probe, str] = {}
        self.sent: list[Probe] = []
        for name, space in spaces.items():
            with space.entered():
                server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            server.setsockopt(socket.IPPROTO_IP, _PKTINFO, 1)
            server.bind(("0.0.0.0", ECHO_PORT))
            for opened in (server, sender):
                opened.setblocking(False)
            self.senders[name] = sender
            self.loop.register(server, selectors.EVENT_READ, (name, True))
            self.loop.register(sender, selectors.EVENT_READ, (name, False))

    def close(self) -> None:
        """Close every socket."""
        for key in list(self.loop.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]
        self.loop.close()

    def send(self, probes: list[Probe]) -> None:
        """Send each probe; one that the machine itself refuses to send (no route) stays unanswered."""
        for probe in probes:
            self.sent.append(probe)
            try:
                self.senders[probe.sender].sendto(struct.pack("!I", len(self.sent) - 1), (ip_text(probe.address), probe.port))
            except OSError:
                continue
            self._serve(0)

    def wait(self, quiet: float) -> None:
        """Serve until nothing has happened for `quiet` seconds."""
        last = time.monotonic()
        while time.monotonic() - last < quiet:
            if self._serve(quiet / 4):
                last = time.monotonic()

    def _serve(self, patience: float) -> int:
        events = self.loop.select(patience)
        for key, _ in events:
            name, serves = key.data
            (self._reply if serves else self._note)(name, key.fileobj)  # type: ignore[arg-type]
        return len(events)

    def _reply(self, name: str, server: socket.socket) -> None:
        """Send the number and the machine's name back, from the address that was asked."""
        try:
            data, extra, _, client = server.recvmsg(64, 256)
            asked = next(value[8:12] for level, kind, value in extra if (level, kind) == (socket.IPPROTO_IP, _PKTINFO))
            info = struct.pack("=I4s4s", 0, asked, b"\0\0\0\0")
            server.sendmsg([data[:4] + name.encode()], [(socket.IPPROTO_IP, _PKTINFO, info)], 0, client)
        except OSError:
            return

    def _note(self, name: str, sender: socket.socket) -> None:
        """Count an answer only if it comes from the address and port that were asked."""
        try:
            data, (address, port) = sender.recvfrom(256)
        except OSError:
            return
        probe = self.sent[struct.unpack("!I", data[:4])[0]]
        if (probe.sender, ip_text(probe.address), probe.port) == (name, address, port):
            self.answers[probe] = data[4:].decode()
