"""What a capture says about one network card, whichever command printed it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from vmnetdoctor.formats.terminal import Word


class CardAddress(NamedTuple):
    """An IPv4 address with its prefix length as printed: a number (`24`), a quad or a hexadecimal mask; None where cut off."""

    address: Word
    mask: Word | None


class Said(NamedTuple):
    """Yes or no, and the word that says so."""

    value: bool
    word: Word


class Card:
    """One network card of a capture; what the command does not print is None or empty."""

    __slots__ = ("addresses", "altnames", "carrier", "connection", "dhcp", "dns", "gateway", "mac", "managed", "master",
                 "members", "name", "origin", "promiscuous", "type", "up", "wireless")

    def __init__(self, name: Word, origin: str) -> None:
        self.name = name
        self.origin = origin                    # the command: ip, ifconfig, ifconfig-bsd, nmcli, iwconfig
        self.type: Word | None = None           # the link type in the command's own word
        self.mac: Word | None = None
        self.addresses: list[CardAddress] = []
        self.gateway: Word | None = None
        self.dns: list[Word] = []
        self.up: Said | None = None
        self.carrier: Said | None = None
        self.dhcp: Said | None = None
        self.managed: Said | None = None
        self.promiscuous: Said | None = None
        self.wireless: Said | None = None
        self.connection: Word | None = None
        self.master: Word | None = None
        self.members: list[Word] = []
        self.altnames: list[Word] = []

    def __repr__(self) -> str:
        return f"<{self.name.text} {[a.address.text for a in self.addresses]}>"


class RouteLine(NamedTuple):
    """One route as printed.  `mask` is None for a host or where `to` holds the prefix; `via` None means on-link.

    `metric` is None where none is printed; `scoped` marks macOS's routes for sockets bound to the interface (flag I).
    """

    to: Word
    mask: Word | None
    via: Word | None
    interface: Word | None
    metric: int | None
    scoped: bool
    start: int
    end: int
