"""The healthy lab that the tests of the walk change, and how they ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.network.labs import guest, lab, quad, reading
from vmnetdoctor.network.build import build
from vmnetdoctor.network.walk import walk

if TYPE_CHECKING:
    from vmnetdoctor.model.guest import Guest
    from vmnetdoctor.model.lab import Lab
    from vmnetdoctor.network.hops import Walk

WEB = guest("web", ("VMnet8", reading(["10.0.0.10/24"], "10.0.0.2", ["10.0.0.2"])))
DHCP = guest("dhcp", ("VMnet8", reading()))
ISO = guest("iso", ("VMnet1", reading(["192.168.5.9/24"])))
BOX = guest("box", ("VMnet0", reading(["192.168.1.50/24"], "192.168.1.1", ["192.168.1.1"])))
HEALTHY = lab(WEB, DHCP, ISO, BOX, guest("iso2", ("VMnet1", reading())), guest("box2", ("VMnet0", reading())))


def to(made: Lab, text: str, probe: str = "ping") -> Walk:
    """The walk of `sender -> target [address]`."""
    sender, target, *address = text.replace("->", " ").split()
    return walk(build(made), sender, target, quad(address[0]) if address else None, probe)


def verdicts(made: Lab, *rows: str) -> dict[str, str]:
    return {row: to(made, row).verdict for row in rows}


def all_of(verdict: str, *rows: str) -> dict[str, str]:
    return dict.fromkeys(rows, verdict)


def static(address: str, gateway: str | None = "10.0.0.2", **more: Any) -> Guest:
    """The guest `web` on VMnet8 with another address or gateway."""
    return guest("web", ("VMnet8", reading([address], gateway, ["10.0.0.2"], **more)))
