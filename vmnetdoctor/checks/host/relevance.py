"""Which vmnets matter to the lab at hand: rules about the host stay silent about those that nobody is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.checks.lookups import nics_on, unread_adapters
from vmnetdoctor.model.lab import once_per_lab

if TYPE_CHECKING:
    from vmnetdoctor.model.host import Network
    from vmnetdoctor.model.lab import Lab


def shared_by_host(network: Network) -> bool:
    """A NAT or host-only vmnet that the host defines, as far as is known."""
    return network.kind.value in ("nat", "hostonly") and network.defined.value is not False


def occupied(lab: Lab, network: Network) -> bool:
    """Whether a guest is plugged into it; without any guest the files are about the host alone, and every vmnet counts."""
    return not lab.guests or network.name in _occupied(lab)


@once_per_lab
def _occupied(lab: Lab) -> set[str | None]:
    return {adapter.network for guest in lab.guests for adapter in guest.plugs if not guest.esxi.value}


def leases_wanted(lab: Lab, network: Network) -> str | None:
    """How sure it is that somebody on it asks for a lease: certain, likely, or None."""
    if any(nic.dhcp or nic.reading.method.value == "link-local" for nic in nics_on(lab, network.name)):
        return "certain"
    if network.host_card is not None and network.host_card.dhcp.value and network.dhcp_on.value:
        return "certain"
    return "likely" if network.name in unread_adapters(lab) or not lab.guests else None
