"""Transcripts: what was captured and the files that were printed in them, with places in the transcript."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmnetdoctor.assemble.inputs import RawFile
from vmnetdoctor.assemble.lab import assemble
from vmnetdoctor.formats import transcript
from vmnetdoctor.source import Excerpt, Place, Source

if TYPE_CHECKING:
    from vmnetdoctor.model.lab import Lab

VMX = """.encoding = "UTF-8"
config.version = "8"
virtualHW.version = "14"
displayName = "{name}"
guestOS = "centos7-64"
ethernet0.present = "TRUE"
ethernet0.connectionType = "nat"
ethernet0.virtualDev = "e1000"
ethernet0.generatedAddress = "00:0c:29:aa:bb:0{n}"
ethernet0.pciSlotNumber = "33"
"""
IFCFG = "TYPE=Ethernet\nBOOTPROTO=static\nNAME=ens33\nDEVICE=ens33\nONBOOT=no\nIPADDR=10.1.2.3\nPREFIX=24\n"
CARDS = """\
1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
    inet 127.0.0.1/8 scope host lo
       valid_lft forever preferred_lft forever
2: ens33: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast state UP group default qlen 1000
    link/ether 00:0c:29:aa:bb:01 brd ff:ff:ff:ff:ff:ff
"""
FOLDER = "/etc/sysconfig/network-scripts"
SECTIONS = f"""===== cat /etc/redhat-release =====
CentOS Linux release 7.9.2009 (Core)

===== ip addr =====
{CARDS}
===== cat {FOLDER}/ifcfg-ens33 =====
{IFCFG}
===== cat {FOLDER}/route-ens33 =====
cat: {FOLDER}/route-ens33: No such file or directory

===== cat /etc/sysconfig/network =====
GATEWAY=10.1.2.2
"""
PLAIN_HEADINGS = SECTIONS.replace("===== cat /etc", "===== /etc")
PROMPTS = f"""[root@web1 ~]# cat /etc/redhat-release
CentOS Linux release 7.9.2009 (Core)
[root@web1 ~]# cd {FOLDER}
[root@web1 network-scripts]# ls
ifcfg-ens33  ifcfg-lo
[root@web1 network-scripts]# cat ifcfg-ens33
{IFCFG}[root@web1 network-scripts]# ip addr
{CARDS}[root@web1 network-scripts]# cat /etc/sysconfig/network
GATEWAY=10.1.2.2
[root@web1 network-scripts]#
"""
ROOT = PROMPTS.replace("[root@web1 ~]#", "#").replace("[root@web1 network-scripts]#", "#")
USER = PROMPTS.replace("[root@web1 ~]#", "user@web1:~$ sudo").replace("[root@web1 network-scripts]#", "user@web1:/etc/x$ sudo")
TAILS = SECTIONS.replace(f"===== cat {FOLDER}/ifcfg-ens33 =====", f"==> {FOLDER}/ifcfg-ens33 <==").replace(
    "===== cat /etc/sysconfig/network =====", "==> /etc/sysconfig/network <==")
WAYS = {"sections": SECTIONS, "plain-headings": PLAIN_HEADINGS, "prompts": PROMPTS, "root": ROOT, "user": USER, "tails": TAILS}


def lab(*files: tuple[str, str | bytes]) -> Lab:
    return assemble([RawFile(path, data if isinstance(data, bytes) else data.encode()) for path, data in files])


def two(*files: tuple[str, str | bytes]) -> Lab:
    """Two guests, web1 and web2, each in its folder."""
    return lab(("web1/web1.vmx", VMX.format(name="web1", n=1)), ("web2/web2.vmx", VMX.format(name="web2", n=2)), *files)


def mailed(text: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("damage", [str, lambda t: t.replace("\n", "\r\n"), mailed, lambda t: "```\n" + t + "```\n"],
                         ids=["plain", "crlf", "mailed", "fenced"])
def test_a_transcript_gives_state_and_files(way: str, damage: object) -> None:
    text = damage(WAYS[way])  # type: ignore[operator]
    guests = two(("web1/session.txt", text)).guests
    web1 = guests[0]
    (profile,) = web1.profiles
    reading = profile.reading("network-scripts")
    assert web1.os.value == "centos7"
    assert web1.seen is not None
    assert [card.name for card in web1.seen.interfaces] == ["lo", "ens33"]
    assert reading.starts.value is False
    place = reading.starts.places[0]
    assert place.source.path == "web1/session.txt"
    assert place.text == "no"
    line = place.source.line_span(place.source.position(place.start).line)
    assert place.source.text[line.start:line.end].endswith("ONBOOT=no")
    assert [str(address.value) for address in reading.addresses] == ["10.1.2.3/24"]
    assert reading.gateway_stated.value == "10.1.2.2"
    assert not guests[1].profiles


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-be"])
def test_encodings(codec: str) -> None:
    data = ("\ufeff" + PROMPTS).encode(codec) if codec == "utf-16-be" else PROMPTS.encode(codec)
    assert len(two(("web1/session.txt", data)).guests[0].profiles) == 1


def test_the_file_itself_counts_before_the_transcript() -> None:
    for path in ("web1/ifcfg-ens33", "web1/etc/sysconfig/network-scripts/ifcfg-ens33"):
        (profile,) = two((path, IFCFG.replace("10.1.2.3", "10.1.2.9")), ("web1/session.txt", SECTIONS)).guests[0].profiles
        assert profile.path == path
    alone = lab(("ifcfg-ens33", IFCFG), ("session.txt", SECTIONS))
    assert [p.path for p in alone.unmatched if p.format == "ifcfg"] == ["ifcfg-ens33"]


def test_a_file_printed_twice_holds_what_was_printed_last() -> None:
    again = PROMPTS + "[root@web1 network-scripts]# cat ifcfg-ens33\n" + IFCFG.replace("ONBOOT=no", "ONBOOT=yes")
    (profile,) = two(("web1/session.txt", again)).guests[0].profiles
    assert profile.reading("network-scripts").starts.value is True


def test_the_prompt_names_the_guest() -> None:
    guests = two(("paste.txt", PROMPTS.replace("@web1", "@web2"))).guests
    assert [len(guest.profiles) for guest in guests] == [0, 1]
    assert guests[1].seen is not None
    other = two(("paste.txt", PROMPTS.replace("00:0c:29:aa:bb:01", "00:0c:29:dd:dd:dd").replace("@web1", "@db7")))
    assert [len(guest.profiles) for guest in other.guests] == [0, 0]


def test_the_folder_counts_before_the_prompt() -> None:
    guests = two(("web1/session.txt", PROMPTS.replace("@web1", "@web2"))).guests
    assert [len(guest.profiles) for guest in guests] == [1, 0]


NAT = "[host]\r\nip = 192.168.77.2/24\r\ndevice = vmnet8\r\n\r\n[incomingtcp]\r\n"
NETWORKING = "VERSION=1,0\nanswer VNET_8_DHCP yes\nanswer VNET_8_HOSTONLY_NETMASK 255.255.255.0\n" \
             "answer VNET_8_HOSTONLY_SUBNET 192.168.77.0\nanswer VNET_8_NAT yes\nanswer VNET_8_VIRTUAL_ADAPTER yes\n"


@pytest.mark.parametrize("text", [
    "C:\\ProgramData\\VMware>type vmnetnat.conf\r\n" + NAT + "\r\nC:\\ProgramData\\VMware>",
    'C:\\Users\\me>type "C:\\ProgramData\\VMware\\vmnetnat.conf"\r\n' + NAT + "\r\nC:\\Users\\me>",
    "PS C:\\Users\\me> Get-Content C:\\ProgramData\\VMware\\vmnetnat.conf\r\n" + NAT + "PS C:\\Users\\me>",
    "me@host:~$ cat /etc/vmware/networking\n" + NETWORKING + "me@host:~$ \n",
    "===== /etc/vmware/networking =====\n" + NETWORKING,
])
def test_files_of_the_host(text: str) -> None:
    (network,) = [n for n in lab(("host/session.txt", text)).networks if n.name == "VMnet8"]
    assert network.kind.value == "nat"
    assert str(network.subnet.value) == "192.168.77.0/24"
    assert network.subnet.places[0].source.path == "host/session.txt"


@pytest.mark.parametrize("text", [
    "# cat /etc/sysconfig/network shows the gateway\nnet.ipv4.ip_forward = 1\n",
    "[root@web1 ~]# cat /etc/sysconfig/network-scripts/ifcfg-*\n" + IFCFG,
    "[root@web1 ~]# cat ifcfg-ens33 route-ens33\n" + IFCFG,
    "[root@web1 ~]# cat ../../ifcfg-ens33\n" + IFCFG,
    f"===== cat {FOLDER}/ifcfg-ens33 =====\ncat: {FOLDER}/ifcfg-ens33: Permission denied\n",
    "C:\\>type vmnetnat.conf\r\nThe system cannot find the file specified.\r\nC:\\>",
    "To see it, use cat /etc/sysconfig/network and read on.\n",
])
def test_no_file_is_made_up(text: str) -> None:
    made = lab(("notes.txt", text))
    assert not made.unmatched
    assert not made.networks
    assert not made.unreadable


def test_lines_that_cannot_be_read_are_noted_in_the_transcript() -> None:
    text = "===== cat /etc/vmware/networking =====\n" + NETWORKING + "what is this\n"
    (note,) = lab(("host/session.txt", text)).syntax
    assert (note.place.source.path, note.place.text) == ("host/session.txt", "what is this")


def test_places_of_an_excerpt_lie_in_the_whole() -> None:
    whole = Source("t", "> a=1\n> b=2\n")
    part = Excerpt("t/x", "a=1\nb=2\n", whole, ((0, 2), (4, 8)))
    assert [(p.source, p.text) for p in (Place(part, 0, 3), Place(part, 4, 7), Place(part, 6, 7))] == [
        (whole, "a=1"), (whole, "b=2"), (whole, "2")]
    assert Place(part, 0, 7).text == "a=1\n> b=2"
    assert (Place(part, 0, 0).start, Place(part, 8, 8).start) == (2, 12)


def test_places_of_a_machine_printed_in_a_post_lie_in_the_post() -> None:
    post = "no network, help\n\n[root@web1 ~]# cat /vms/web1/web1.vmx\n" + VMX.format(name="web1", n=1)
    (guest,) = lab(("post.txt", post)).guests
    (adapter,) = guest.adapters
    places = [adapter.place, adapter.mode.place, adapter.mac.place]
    assert [(p.source.path, p.source.position(p.start).line, p.text) for p in places if p is not None] == [
        ("post.txt", 9, "ethernet0.present"), ("post.txt", 10, "nat"), ("post.txt", 12, "00:0c:29:aa:bb:01")]


LINES = st.sampled_from([line for text in WAYS.values() for line in text.split("\n")] + ["> x", "C:\\>type a\\b.conf", "==> x <=="])


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES | st.text(max_size=30), max_size=40))
def test_any_text_gives_files_whose_places_hold_their_text(lines: list[str]) -> None:
    text = "\n".join(lines)
    whole = Source("t", text)
    for shown in transcript.files(text):
        part = Excerpt(shown.path, shown.text, whole, shown.pieces)
        for number in range(1, len(part.starts) + 1):
            span = part.line_span(number)
            assert Place(part, *span).text == part.text[span.start:span.end]
    transcript.hosts(text)


@pytest.mark.parametrize("junk", ["=" * 900_000, "> " * 400_000, "#" * 900_000, "[a@" * 300_000, "===== x\n" * 100_000, "$ cat \n" * 100_000,
                                  "C:\\" * 300_000, "a@b:" * 200_000, "==> " * 200_000])
def test_junk_takes_no_time(junk: str) -> None:
    transcript.files(junk)
    transcript.hosts(junk)
