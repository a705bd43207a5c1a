"""Made-up files of great length: time grows with the length, and nothing crashes."""

from __future__ import annotations

import itertools
import time
from typing import TYPE_CHECKING

import pytest

from tests.files.labs import DHCP, IFCFG, NAT, VMX
from vmnetdoctor import engine
from vmnetdoctor.assemble.inputs import RawFile
from vmnetdoctor.assemble.lab import assemble
from vmnetdoctor.report.check_json import check_json

if TYPE_CHECKING:
    from collections.abc import Callable

SMALL = 120_000
KEYFILE = "[connection]\nid=a\ntype=ethernet\ninterface-name=ens33\n[ipv4]\nmethod=manual\n"
NETPLAN = "network:\n  version: 2\n  ethernets:\n"


def judged(path: str, data: bytes) -> engine.Verdict:
    base = {"web1/web1.vmx": VMX, "web1/ifcfg-ens33": IFCFG, "host/vmnetdhcp.conf": DHCP, "host/vmnetnat.conf": NAT}
    base[path] = base.get(path, b"") + data if path.startswith(("web1/web1.vmx", "host/")) else data
    verdict = engine.check(assemble([RawFile(name, text) for name, text in base.items()]))
    check_json(verdict, "en")
    assert verdict.crashes == ()
    return verdict


def octets(number: int) -> str:
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def counted(line: Callable[[int], str], head: str = "") -> Callable[[int], bytes]:
    """Numbered lines up to a size."""

    def make(size: int) -> bytes:
        lines, length = [head], 0
        for number in itertools.count():
            if length >= size:
                return "".join(lines).encode()
            lines.append(line(number))
            length += len(lines[-1])
        raise AssertionError

    return make


def repeated(unit: bytes, head: bytes = b"", tail: bytes = b"") -> Callable[[int], bytes]:
    return lambda size: head + unit * (size // len(unit)) + tail


INPUTS: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "blanks": ("web1/notes.txt", repeated(b" ", tail=b"x")),
    "blank lines": ("web1/notes.txt", repeated(b" \n", tail=b"x")),
    "escape sequences": ("web1/notes.txt", repeated(b"\x1b]0;")),
    "vmx entries": ("web1/web1.vmx", counted(lambda n: f'guestinfo.k{n} = "v"\n')),
    "vmx adapters": ("web1/web1.vmx", counted(lambda n: f'ethernet{n}.present = "TRUE"\n')),
    "vmx name": ("web1/web1.vmx", repeated(b"a b", b'displayName = "', b'"\n')),
    "ifcfg addresses": ("web1/ifcfg-ens33", counted(lambda n: f"IPADDR{n}={octets(n)}\nPREFIX{n}=24\n", IFCFG.decode())),
    "ifcfg open quote": ("web1/ifcfg-ens33", repeated(b"a\n", IFCFG + b"A='")),
    "ifcfg blocks": ("web1/ifcfg-ens33", repeated(b"if true; then\n", IFCFG)),
    "ifcfg expansions": ("web1/ifcfg-ens33", repeated(b"${a:-", IFCFG + b"A=")),
    "routes": ("web1/route-ens33", counted(lambda n: f"{octets(n)}/32 via 10.0.0.2\n")),
    "numbered routes": ("web1/route-ens33", counted(lambda n: f"ADDRESS{n}={octets(n)}\nNETMASK{n}=255.255.255.255\nGATEWAY{n}=10.0.0.2\n")),
    "dhcp braces": ("host/vmnetdhcp.conf", repeated(b"group {\n")),
    "dhcp ranges": ("host/vmnetdhcp.conf", counted(lambda n: f"range {octets(n)};\n", "subnet 10.0.0.0 netmask 255.0.0.0 {\n")),
    "forwards": ("host/vmnetnat.conf", counted(lambda n: f"{n} = 10.0.0.10:80\n", "[incomingtcp]\n")),
    "keyfile addresses": ("web1/a.nmconnection", counted(lambda n: f"address{n}={octets(n)}/24\n", KEYFILE)),
    "netplan interfaces": ("web1/01.yaml", counted(lambda n: f"    e{n}: {{dhcp4: true}}\n", NETPLAN)),
    "netplan depth": ("web1/01.yaml", repeated(b"{a: ", NETPLAN.encode() + b"    e: ")),
    "netplan aliases": ("web1/01.yaml", counted(lambda n: f"    f{n}: &a{n + 1} [*a{n}, *a{n}]\n", NETPLAN + "    e: &a0 {addresses: [1.1.1.1/8]}\n")),
    "networkd addresses": ("web1/a.network", counted(lambda n: f"Address={octets(n)}/24\n", "[Match]\nName=ens33\n[Network]\n")),
    "interfaces": ("web1/interfaces", counted(lambda n: f"auto e{n}\niface e{n} inet static\n  address 10.0.0.{n % 250}/24\n")),
    "JSON depth": ("web1/ip.json", repeated(b"[", b'[{"ifname":"lo","addr_info":')),
    "JSON number": ("web1/ip.json", repeated(b"9", b'[{"ifname":"lo","addr_info":[],"ifindex":', b"}]")),
    "udev rules": ("web1/70-persistent-net.rules", repeated(b'SUBSYSTEM=="net" ')),
}


@pytest.mark.parametrize("name", INPUTS)
def test_long_file_is_judged(name: str) -> None:
    path, make = INPUTS[name]
    begin = time.process_time()
    judged(path, make(SMALL))
    assert time.process_time() - begin < 6          # a few tenths; the quadratic ones took longer than this


@pytest.mark.long
@pytest.mark.parametrize("name", INPUTS)
def test_time_grows_with_the_length(name: str) -> None:
    path, make = INPUTS[name]

    def cost(size: int) -> float:
        data, costs = make(size), []
        for _ in range(2):
            begin = time.process_time()
            judged(path, data)
            costs.append(time.process_time() - begin)
        return min(costs)

    once, twice = cost(2 * SMALL), cost(4 * SMALL)
    assert twice < 1 or twice / once < 3


def test_guest_of_more_profiles_than_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    from vmnetdoctor.assemble import guests

    monkeypatch.setattr(guests, "MOST_PROFILES", 10)
    path, make = INPUTS["netplan interfaces"]
    verdict = judged(path, make(600))
    told = [j for j in verdict.findings if j.rule.name == "input-unreadable"]
    assert len(verdict.lab.guests[0].profiles) == 10
    assert [(j.finding.case, j.finding.at.source.path) for j in told] == [("profiles", path)]


def test_long_name_is_cut() -> None:
    verdict = judged("web1/web1.vmx", b'displayName = "' + b"n" * 1000 + b'"\n')
    assert verdict.lab.guests[0].name == "n" * 200
