"""Rules about the services, files and devices of the host behind the vmnets (causes.md, Host)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.checks.host.relevance import leases_wanted, occupied, shared_by_host
from vmnetdoctor.checks.outcome import Finding, Outcome, check, places
from vmnetdoctor.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vmnetdoctor.model.facts import Fact
    from vmnetdoctor.model.guest import Adapter, Guest
    from vmnetdoctor.model.host import Network
    from vmnetdoctor.model.lab import Lab
    from vmnetdoctor.model.seen import Seen, SeenFile, SeenFolder
    from vmnetdoctor.source import Place

# where the Windows product keeps its files (vmware-networking.md 3.1)
_WINDOWS_FOLDER = late(r"(?:\\ProgramData|\\Application Data)\\VMware\\?$", re.IGNORECASE)
_WINDOWS_FILES = (("vmnetdhcp.conf", "dhcp"), ("vmnetnat.conf", "nat"))
_DEVICE = late(r"(?:^|/)vmnet(\d{1,3})$")
_WINDOWS_SERVICES = ("VMnetDHCP", "VMware NAT Service")
_START = ("disabled", "manual")


def observed(lab: Lab) -> bool:
    return lab.host.seen is not None


def _shared(lab: Lab) -> list[Network]:
    return [network for network in lab.networks if shared_by_host(network)]


def _by_place(pairs: Iterable[tuple[Network, Fact[bool]]]) -> list[tuple[Place, list[Network]]]:
    """The networks whose service is down, by the line that says so: on Windows one service serves all vmnets (3.4)."""
    found: dict[tuple[str, int], tuple[Place, list[Network]]] = {}
    for network, state in pairs:
        if state.value is False and state.places:
            at = state.places[0]
            found.setdefault((at.source.path, at.start), (at, []))[1].append(network)
    return list(found.values())


def _start_type(lab: Lab, service: str) -> Fact[str] | None:
    """How Windows starts the service, where that keeps it from running."""
    states = lab.host.seen.services.get(service, ()) if lab.host.seen is not None else ()
    return next((state for state in states if state.value in _START), None)


def _stopped(lab: Lab, service: str, at: Place, networks: list[Network], confidence: str) -> Finding:
    start = _start_type(lab, service)
    windows = "windows" if lab.host.os.value != "linux" else "linux"
    case = "disabled" if start is not None and start.value == "disabled" else windows
    return Finding(at, {"vmnets": [network.name for network in networks]}, places("start", start) if start is not None else (),
                   case=case, confidence=confidence, subject={"network": networks[0].name})


@check("lab", when=observed)
def nat_service_stopped(lab: Lab) -> Iterator[Outcome]:
    needed = ((n, n.nat_running) for n in _shared(lab) if n.kind.value == "nat" and n.nat_on.value is not False
              and occupied(lab, n))
    for at, networks in _by_place(needed):
        yield _stopped(lab, "VMware NAT Service", at, networks, "certain")


@check("lab", when=observed)
def dhcp_service_stopped(lab: Lab) -> Iterator[Outcome]:
    served = [n for n in _shared(lab) if n.dhcp_on.value is not False and occupied(lab, n)]
    wanted = {n.name: leases_wanted(lab, n) for n in served if n.dhcp_running.value is False}
    for at, networks in _by_place((n, n.dhcp_running) for n in served if wanted.get(n.name)):
        sure = any(wanted[n.name] == "certain" for n in networks)
        yield _stopped(lab, "VMnetDHCP", at, networks, "certain" if sure else "likely")


@check("lab", when=observed)
def vmnet_services_down(lab: Lab) -> Iterator[Outcome]:
    """Everything is configured and nothing runs: no service, or no adapter and no kernel module, of any vmnet."""
    seen = lab.host.seen
    networks = [n for n in _shared(lab) if occupied(lab, n)]
    if seen is None or not networks:
        return
    facts = _windows_down(lab, seen) if lab.host.os.value == "windows" else _linux_down(lab, seen)
    if facts:
        case = "windows" if lab.host.os.value == "windows" else "linux"
        yield Finding(facts[0].places[0], {"vmnets": [n.name for n in networks]}, places("stopped", *facts[1:]),
                      case=case, subject={"network": networks[0].name})


def _windows_down(lab: Lab, seen: Seen) -> list[Fact[str]]:
    """Both services stopped and, in a whole listing, no adapter of any vmnet."""
    states = [next((s for s in seen.services.get(name, ()) if s.value in ("stopped", "absent") and s.places), None)
              for name in _WINDOWS_SERVICES]
    down = [state for state in states if state is not None]
    cards = any(network.host_card is not None for network in lab.networks)
    return down if len(down) == len(states) and "interfaces" in seen.complete and not cards else []


def _linux_down(lab: Lab, seen: Seen) -> list[Fact[str]]:
    """Every program that `vmware-networks --status` names is stopped, or the kernel has no vmnet module."""
    states = [state for name, facts in seen.services.items() if name.startswith("vmnet-") for state in facts if state.places]
    if len(states) > 1 and all(state.value == "stopped" for state in states):
        return states
    loaded = [module for module in seen.modules if module.places]
    if "modules" in seen.complete and loaded and lab.host.os.value == "linux" and not any(
            module.value in ("vmnet", "vmmon") for module in loaded):
        return loaded[:1]
    return []


@check("lab", when=observed)
def host_files_missing(lab: Lab) -> Iterator[Outcome]:
    """The folder of the product, listed whole, lacks the files that its services read (vmware-networking.md 3.1 and 4)."""
    seen = lab.host.seen
    networks = [n for n in _shared(lab) if occupied(lab, n)]
    given = {item.kind for item in lab.inputs}
    for folder in seen.folders if seen is not None and networks else ():
        if folder.whole and _WINDOWS_FOLDER.search(folder.path) and folder.names:
            missing = _missing(folder, given)
            needed = missing if any(n.kind.value == "nat" for n in networks) else [f for f in missing if f != "vmnetnat.conf"]
            if needed:
                yield Finding(folder.place, {"files": needed, "folder": folder.path, "vmnets": [n.name for n in networks]},
                              subject={"network": networks[0].name})
                return


def _missing(folder: SeenFolder, given: set[str]) -> list[str]:
    there = {str(name.value).lower() for name in folder.names}
    return [name for name, kind in _WINDOWS_FILES if name not in there and kind not in given]


@check("lab", when=observed)
def device_permissions(lab: Lab) -> Iterator[Outcome]:
    """A guest's promiscuous mode needs write access to /dev/vmnetN (vmware-networking.md 2.3)."""
    closed = [file for file in _devices(lab) if _closed(file)]
    if closed:
        wanting = _wants_all_frames(lab)
        first = next((file for file in closed if _network_of(file) in wanting), closed[0])
        wanted = wanting.get(_network_of(first))
        yield Finding(first.place, {"device": first.path, "owner": first.owner, "mode": f"{first.mode & 0o777:04o}",
                                    "guest": wanted[0] if wanted is not None else ""},
                      tuple(("wanted", place) for place in (wanted or ("", ()))[1][:1])
                      + tuple(("other", file.place) for file in closed if file is not first),
                      case="wanted" if wanted is not None else "default",
                      confidence="likely" if wanted is not None else "possible", severity=None if wanted is not None else "info",
                      subject={"network": _network_of(first)})


def _wants_all_frames(lab: Lab) -> dict[str | None, tuple[str, tuple[Place, ...]]]:
    """The vmnets on which a guest needs promiscuous mode, with that guest and what shows it.

    Root's devices are the vendor's default, so without such a guest they are no fault.
    """
    return {adapter.network: (guest.name, evidence) for guest in lab.guests for adapter in guest.plugs
            if (evidence := _promiscuous(guest, adapter)) is not None}


def _promiscuous(guest: Guest, adapter: Adapter) -> tuple[Place, ...] | None:
    """A nested ESXi, an adapter to which it is expressly allowed, a card seen in that mode, or one that is a bridge's port."""
    allowed = adapter.facts.get("nopromisc")
    if allowed is not None and (allowed.value or "").lower() == "false":
        return allowed.places
    if (guest.guest_os.value or "").lower().startswith("vmkernel"):
        return guest.guest_os.places
    cards = guest.seen.interfaces if guest.seen is not None else ()
    card = next((c for c in cards if c.mac.known and c.mac.value == adapter.mac.value), None)
    if card is None:
        return None
    return card.promiscuous.places if card.promiscuous.value else (card.place,) if card.master else None


def _devices(lab: Lab) -> list[SeenFile]:
    """The character devices of vmnets that guests are on."""
    used = {network.name for network in lab.networks if occupied(lab, network)}
    files = lab.host.seen.files if lab.host.seen is not None else ()
    return [f for f in files if f.kind == "c" and _DEVICE.search(f.path) and _network_of(f) in used]


def _network_of(file: SeenFile) -> str:
    found = _DEVICE.search(file.path)
    return f"VMnet{int(found[1])}" if found is not None else ""


def _closed(file: SeenFile) -> bool:
    """Only root may write: a group of its own with the right to write, or an owner other than root, is somebody's cure."""
    by_group = file.mode & 0o020 and file.group != "root"
    return not (file.mode & 0o002 or by_group or (file.mode & 0o200 and file.owner != "root"))
