"""A reading while its reader works on it: the same fields, not frozen yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vmnetdoctor.model.facts import UNKNOWN, Fact
from vmnetdoctor.model.guest import Reading

if TYPE_CHECKING:
    from vmnetdoctor.model.addr import Interface
    from vmnetdoctor.model.guest import Remark, Route


class Draft:
    """What `Reading` will hold; see there for the meaning of the fields."""

    __slots__ = ("addresses", "dns", "gateway", "gateway_on_link", "gateway_stated", "ipv6", "lease_dns", "lease_router", "mac",
                 "managed", "method", "metric", "reader", "routes", "starts")

    def __init__(self, reader: str, starts: Fact[bool], method: Fact[str], mac: Fact[str], gateway_stated: Fact[str]) -> None:
        self.reader = reader
        self.starts = starts
        self.method = method
        self.mac = mac
        self.gateway_stated = gateway_stated
        self.addresses: tuple[Fact[Interface], ...] = ()
        self.gateway: Fact[int] = UNKNOWN
        self.gateway_on_link = False
        self.lease_router = True
        self.lease_dns = True
        self.metric: int | None = None
        self.dns: tuple[Fact[str], ...] = ()
        self.routes: tuple[Route, ...] = ()
        self.managed = True
        self.ipv6: dict[str, Any] | None = None

    def finished(self, remarks: list[Remark]) -> Reading:
        """The reading as it stands."""
        return Reading(self.reader, self.starts, self.method, self.addresses, self.gateway, self.gateway_stated,
                       self.gateway_on_link, self.lease_router, self.lease_dns, self.metric, self.dns, self.routes,
                       self.managed, self.mac, self.ipv6, tuple(remarks))

    def rejected(self, remarks: list[Remark]) -> Reading:
        """The reading of a file that the reader does not take at all: only what is written shows."""
        method = Fact("rejected", self.method.places)
        return Reading(self.reader, self.starts, method, gateway_stated=self.gateway_stated, managed=self.managed, mac=self.mac,
                       remarks=tuple(remarks))
