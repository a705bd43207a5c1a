"""Rules about the NAT service of a vmnet (causes.md, NAT service)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.checks.outcome import Finding, Outcome, check, places, replaced
from vmnetdoctor.checks.syntax_notes import noted
from vmnetdoctor.model.addr import ip_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmnetdoctor.checks.subjects import NetworkInLab
    from vmnetdoctor.model.host import Nat
    from vmnetdoctor.model.lab import Lab


def translated(subject: NetworkInLab) -> bool:
    return subject.network.nat is not None


def _nat(subject: NetworkInLab) -> Nat:
    assert subject.network.nat is not None
    return subject.network.nat


@check("network", when=translated)
def nat_device_outside_subnet(subject: NetworkInLab) -> Iterator[Outcome]:
    device = _nat(subject).device
    subnet = next((s for s in subject.network.subnets if s.places[:1] != device.places[:1]), None)
    if device.value is None or subnet is None or subnet.value is None or not device.places:
        return
    values = {"device": ip_text(device.value.address), "prefix": device.value.prefix, "subnet": str(subnet.value)}
    if not subnet.value.holds(device.value.address):
        yield Finding(device.places[0], values, places("subnet", subnet))
    elif device.value.prefix != subnet.value.prefix and not device.reason:
        yield Finding(device.places[-1], values, places("subnet", subnet), case="mask")


@check("network", when=translated)
def nat_device_is_host_adapter(subject: NetworkInLab) -> Iterator[Outcome]:
    device, host = _nat(subject).device, subject.network.host_adapter
    if device.value is not None and host.value == device.value.address and device.places:
        yield Finding(device.places[0], {"device": ip_text(device.value.address)}, places("host", host))


@check("lab")
def nat_syntax(lab: Lab) -> Iterator[Outcome]:
    for finding in noted(lab, "nat"):
        case = "too-many-lines" if finding.values["reason"] == "too-many-lines" else finding.case
        yield Finding(finding.at, finding.values, finding.also, case, subject=finding.subject)


@check("network", when=translated)
def nat_dns_disabled(subject: NetworkInLab) -> Iterator[Outcome]:
    nat = _nat(subject)
    if nat.dns_autodetect.value is False and not nat.nameservers and nat.dns_autodetect.places \
            and subject.lab.host.os.value not in ("linux", "macos"):
        yield Finding(nat.dns_autodetect.places[0],
                      {"device": ip_text(nat.device.value.address) if nat.device.value is not None else "?"},
                      fix=replaced(nat.dns_autodetect.places[0], "1"))
        return
    resolvers = subject.lab.host.resolvers
    if resolvers.value == () and resolvers.places and (not nat.nameservers or subject.lab.host.os.value in ("linux", "macos")):
        yield Finding(resolvers.places[0], {"device": ip_text(nat.device.value.address) if nat.device.value is not None else "?"},
                      case="host-has-none", confidence="likely")


@check("network", when=translated)
def nat_dns_section_ignored(subject: NetworkInLab) -> Iterator[Outcome]:
    nat = _nat(subject)
    if nat.dns_section.places and subject.lab.host.os.value in ("linux", "macos") and (
            nat.nameservers or nat.dns_autodetect.value is False):
        yield Finding(nat.dns_section.places[0], {"os": subject.lab.host.os.value})


@check("lab")
def nat_multiple_networks(lab: Lab) -> Iterator[Outcome]:
    nats = [n for n in lab.networks if n.nat is not None and n.nat_on.value is not False]
    nats.sort(key=lambda n: n.name != "VMnet8")
    if lab.host.os.value == "windows" and len(nats) > 1 and nats[1].nat is not None and nats[0].nat is not None:
        yield Finding(nats[1].nat.place, {"networks": [n.name for n in nats]}, (("other", nats[0].nat.place),),
                      subject={"network": nats[1].name})
