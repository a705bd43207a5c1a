"""The report of `check` and `show` for people."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from handmade import IFCFG, WHERE, finding_at, gateway_finding, guest, lab, place, rule, verdict

from vmnetdoctor.checks.outcome import Fix
from vmnetdoctor.model.lab import Input, Lab
from vmnetdoctor.report.check_text import check_text
from vmnetdoctor.report.layout import cells
from vmnetdoctor.report.show_text import show_text
from vmnetdoctor.source import Edit, Place, Source
from vmnetdoctor.verdict import Crash, NotChecked, Verdict

MISSING = (NotChecked("address-outside-network", "subnet", "dhcp-or-nat-file", {"network": "VMnet8"}),
           NotChecked("mac-duplicate", "mac", "vmx-after-power-on", {"guest": "web1", "interface": "eth0"}),
           NotChecked("mac-invalid", "mac", "vmx-after-power-on", {"guest": "web2"}))


def report(of: Verdict, language: str = "en", width: int = 80, color: bool = False, infos: bool = False, verbose: bool = False) -> str:
    return check_text(of, language, width, color, infos, verbose)


def test_a_finding_tells_what_where_why_and_cure_in_this_order() -> None:
    assert report(verdict(gateway_finding())) == """\
the lab:
  VMnet8 (NAT, 10.0.0.0/24): host adapter 10.0.0.1, NAT device 10.0.0.2, DHCP
    10.0.0.128-10.0.0.254
    web1 ens33: static 10.0.0.10/24, gateway 10.0.0.1

error[VND101 gateway-is-host-adapter]: gateway 10.0.0.1 of web1 is the host's
  own adapter
 --> guests/web1/ifcfg-ens33:6:9
  |
6 | GATEWAY=10.0.0.1
  |         ^^^^^^^^
 ::: host/vmnetnat.conf:2:6
  |
2 | ip = 10.0.0.2/24
  |      -------- the NAT device is here
  why: The way out of a NAT network is the NAT device; the host adapter is only
    the host's own plug in the virtual switch, so packets sent there stop at the
    host.
  cure: Write GATEWAY=10.0.0.2 and run `systemctl restart network` in the guest.
    - GATEWAY=10.0.0.1
    + GATEWAY=10.0.0.2
  breaks: web1 -> Internet

1 error in 3 files, 1 guest
"""


def test_chinese_report() -> None:
    text = report(verdict(gateway_finding()), "zh")
    assert "错误[VND101 gateway-is-host-adapter]：web1 的默认网关 10.0.0.1 是主机虚拟网卡\n" in text
    assert "  原因：NAT 网络的出口是 NAT 设备；" in text
    assert "  解决方法：写 GATEWAY=10.0.0.2" in text
    assert "  因此不通：web1 -> 外网\n" in text
    assert text.endswith("\n1 个错误，共检查 3 个文件、1 台虚拟机\n")


def many() -> Verdict:
    long_line = Source("guests/网络/ifcfg-ens33", "IPADDR=" + "１" * 200 + "\n")
    judged = gateway_finding(confidence="likely")
    judged.consequences = tuple(finding_at(judged.finding.at, rule("dns-missing")) for _ in range(2))
    judged.members = tuple(gateway_finding(confidence="likely") for _ in range(40))
    for i, member in enumerate(judged.members):
        member.subject = {"guest": f"web{i}", "interface": "ens33"}
    judged.subjects = tuple(member.subject for member in judged.members)
    judged.breaks = tuple((f"web{i}", "internet") for i in range(40))
    infos = tuple(finding_at(WHERE, rule(name)) for name in ("esxi-file", "vnet-ignored", "bridge-over-wifi", "esxi-file", "a-b", "c-d"))
    return verdict(judged, finding_at(place(long_line, "１" * 200), rule("mask-invalid", severity="error")), *infos,
                   missing=MISSING, crashes=(Crash("mac-invalid", "KeyError('" + "y" * 300 + "')", {"guest": "w" * 90}),),
                   of=lab(*(guest(f"web{i}") for i in range(40))))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_every_line_fits_the_terminal(language: str, width: int) -> None:
    text = report(many(), language, width, infos=True, verbose=True) + report(many(), language, width)
    assert [line for line in text.splitlines() if cells(line) > width] == []


def test_long_lists_are_cut_unless_asked() -> None:
    short, full = report(many()), report(many(), verbose=True)
    assert "the same in: web1 ens33 (guests/web1/ifcfg-ens33:6:9)," in " ".join(short.split())
    assert "34 more" in short
    assert "web39 ens33" not in short
    assert "web39 ens33" in full
    assert "... and 34 more guests" in short


def test_doubt_is_said() -> None:
    assert "(likely, not certain)" in report(verdict(gateway_finding(confidence="likely")))
    assert "（有可能，但不确定）" in report(verdict(gateway_finding(confidence="possible")), "zh")
    assert "certain" not in report(verdict(gateway_finding()))


def test_infos_are_one_line_unless_asked() -> None:
    infos = tuple(finding_at(WHERE, rule(name)) for name in ("esxi-file", "vnet-ignored", "esxi-file"))
    text = report(verdict(gateway_finding(), *infos))
    assert "\n3 infos not shown: esxi-file (2), vnet-ignored (--info shows them)\n" in text
    assert text.count("esxi-file") == 1
    asked = report(verdict(gateway_finding(), *infos), infos=True)
    assert asked.count("info[VND900 esxi-file]") == 2
    assert "not shown" not in asked


def test_a_healthy_lab_is_one_line() -> None:
    assert report(verdict()) == "no problem found in 3 files, 1 guest\n"
    assert report(verdict(), "zh") == "3 个文件、1 台虚拟机，没有发现问题\n"
    assert report(verdict(finding_at(WHERE, rule("esxi-file")), missing=MISSING[:1]), width=200).splitlines() == [
        "no problem found in 3 files, 1 guest; 1 info (see --info); 1 thing could not be checked (see", "--verbose)"]


@pytest.mark.parametrize(("inputs", "first"), [((), "no file found here"), ((Input("a.txt", "unknown"),), "the file given is of no known kind"),
                                              ((Input("a", "unknown"), Input("b", "unknown")), "none of the 2 files given is of a known kind")])
def test_nothing_recognised_says_what_to_give(inputs: tuple[Input, ...], first: str) -> None:
    empty = Lab((), (), lab().host, inputs)
    text = report(verdict(of=empty))
    assert text.splitlines()[0] == first
    assert "vmnetdhcp.conf" in text
    assert "no problem" not in text


def test_what_could_not_be_checked_is_summed_up_by_what_to_give() -> None:
    text = report(verdict(gateway_finding(), missing=MISSING))
    assert "could not check 3 things; to settle them, also give:\n  - the .vmx once" in text
    assert text.count("the .vmx once") == 1
    full = report(verdict(gateway_finding(), missing=MISSING), verbose=True)
    assert "mac-duplicate (web1 eth0): missing the MAC address of the adapter;" in full


def test_crashed_rule_is_reported() -> None:
    text = report(verdict(crashes=(Crash("mac-invalid", "KeyError('\x1b')", {"guest": "web1"}),)))
    assert text == "the rule mac-invalid failed (web1): KeyError('\\x1b'); the others were run\n\n0 errors in 3 files, 1 guest\n"


def test_colour_only_when_asked() -> None:
    plain, coloured = report(many()), report(many(), color=True)
    assert "\x1b" not in plain
    assert "\x1b[1;31merror[VND101 gateway-is-host-adapter]\x1b[0m" in coloured
    import re

    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain


def test_hostile_names_and_lines_cannot_steer_the_terminal() -> None:
    source = Source("guests/\x1b]0;x\x07/ifcfg", "GATEWAY=\x1b[2J10.0.0.1\n")
    judged = finding_at(place(source, "10.0.0.1"), rule("x-y", severity="error"), also=(("lab\x1b", Place(source, 0, 3)),),
                        fix=Fix("unsafe", (Edit(place(source, "10.0.0.1"), "\x1b]"),)))
    judged.subject, judged.breaks = {"guest": "\x1b[31m"}, (("\x1b", "host"),)
    other = finding_at(judged.finding.at, rule("x-y", severity="error"))
    other.subject = {"guest": "\x9b"}
    judged.members = (judged, other)
    unmatched = guest("evil\x1b[0m\u202e")
    text = report(verdict(judged, of=lab(unmatched, inputs=(Input("\x1b", "vmx"),))), verbose=True)
    text += show_text(lab(unmatched, inputs=(Input("\x1b\udcff", "unknown"),)), "en", 80, False)
    assert all(char.isprintable() or char == "\n" for char in text)
    text.encode("utf-8")


@pytest.mark.parametrize(("edits", "diff"), [
    ([("PREFIX=24\n", "")], ["- PREFIX=24"]),
    ([("24", "16"), ("10.0.0.1\n", "10.0.0.2\n")], ["- PREFIX=24", "- GATEWAY=10.0.0.1", "+ PREFIX=16", "+ GATEWAY=10.0.0.2"]),
    ([("ens33", "eth0"), ("24", "16")], ["- DEVICE=ens33", "+ DEVICE=eth0", "- PREFIX=24", "+ PREFIX=16"]),
    ([("", "DNS1=10.0.0.2\n")], ["+ DNS1=10.0.0.2"]),
])
def test_fix_is_a_small_diff(edits: list[tuple[str, str]], diff: list[str]) -> None:
    source = Source("guests/web1/ifcfg-ens33", IFCFG)
    end = Place(source, len(IFCFG), len(IFCFG))
    made = tuple(Edit(place(source, old) if old else end, new) for old, new in edits)
    text = report(verdict(gateway_finding(at=place(source, "ens33"), also=(), fix=Fix("safe", made))))
    assert [line[4:] for line in text.splitlines() if line.startswith(("    - ", "    + "))] == diff


def test_unsafe_fix_and_other_file_are_announced() -> None:
    other = Source("host/vmnetnat.conf", "a = 1\nip = 10.0.0.2\n")
    text = report(verdict(gateway_finding(fix=Fix("unsafe", (Edit(place(other, "10.0.0.2"), "10.0.0.3"),)))))
    assert "    host/vmnetnat.conf:2\n    - ip = 10.0.0.2\n    + ip = 10.0.0.3\n    look before you apply this change\n" in text


def test_show_says_who_is_plugged_into_what() -> None:
    text = show_text(lab(), "en", 100, False)
    assert "  VMnet8 (NAT, 10.0.0.0/24): host adapter 10.0.0.1, NAT device 10.0.0.2," in text
    assert "    web1 ens33: static 10.0.0.10/24, gateway 10.0.0.1\n" in text
    assert "    free for static addresses: 10.0.0.3-10.0.0.9, 10.0.0.11-10.0.0.19, 10.0.0.21-10.0.0.127\n" in text
    assert "    forward: host port 8888/tcp -> 10.0.0.131:80\n" in text
    assert "  Wi-Fi: 192.168.1.100/24, gateway 192.168.1.1, up, bridged by VMnet0\n" in text
    assert "files not recognised\n  readme.txt\n" in text


def changed(**changes: Any) -> Lab:
    """The lab with another state of its profile or adapter."""
    made = guest()
    for name in changes.keys() & {"in_force"}:
        setattr(made.profiles[0], name, changes.pop(name))
    return lab(replace(made, **changes))    # made anew: which profile goes with which adapter is worked out at birth


@pytest.mark.parametrize(("changes", "words"), [
    ({"in_force": "none"}, "web1 ens33: nobody reads it"),
    ({"in_force": None}, "web1 ens33: static 10.0.0.10/24, gateway 10.0.0.1"),
    ({"profiles": ()}, "web1: no profile given"),
    ({"adapters": ()}, "plugged into no known network\n    web1 ens33"),
])
def test_picture_of_unusual_guests(changes: dict[str, Any], words: str) -> None:
    assert words in report(verdict(gateway_finding(), of=changed(**changes)))
