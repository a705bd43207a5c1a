"""What a symptom can come from: which steps a path needs, and free text (English, Chinese) read as paths that work or fail.

The steps in question are those that the failing paths need, without those that a working path has proved
(vmware-networking.md 6: what each mode offers).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.model.facts import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Way(NamedTuple):
    """A path in general: `guest`, `host`, `lan`, `internet`, `peer` (another guest), `gateway` or `lease`, and what is tried."""

    sender: str
    target: str
    probe: str = "ping"


@record
class Symptom:
    """What was asked: the text, and the paths that fail and that work."""

    text: str
    fails: tuple[Way, ...]
    works: tuple[Way, ...] = ()


BY_NUMBER, BY_NAME = Way("guest", "internet"), Way("guest", "internet", "names")
TO_HOST, FROM_HOST = Way("guest", "host"), Way("host", "guest")
FROM_LAN, TO_LAN, PEERS = Way("lan", "guest"), Way("guest", "lan"), Way("guest", "peer")
TO_GATEWAY, NO_ADDRESS = Way("guest", "gateway"), Way("guest", "lease")
NAMED: dict[str, tuple[tuple[Way, ...], tuple[Way, ...]]] = {
    "guest->host": ((TO_HOST,), ()),
    "host->guest": ((FROM_HOST,), ()),
    "guest->internet": ((BY_NUMBER,), ()),
    "guest->internet-by-name": ((BY_NAME,), ()),
    "name-only": ((BY_NAME,), (BY_NUMBER,)),
    "guest->lan": ((TO_LAN,), ()),
    "lan->guest": ((FROM_LAN,), ()),
    "guest->guest": ((PEERS,), ()),
    "guest->gateway": ((TO_GATEWAY,), ()),
    "no-address": ((NO_ADDRESS,), ()),
    "one-way": ((FROM_HOST,), (TO_HOST,)),
}

_GROUND = ("adapter", "vmnets", "plug", "bridge", "interface", "address", "dhcp")
_OUT = (*_GROUND, "services", "gateway", "nat-device")
_NEEDS: dict[Way, tuple[str, ...]] = {
    TO_HOST: (*_GROUND, "services", "host-adapter", "firewall"),
    FROM_HOST: (*_GROUND, "services", "host-adapter", "firewall"),
    BY_NUMBER: _OUT,
    BY_NAME: (*_OUT, "resolver"),
    TO_LAN: _OUT,
    FROM_LAN: (*_OUT, "forwards", "firewall"),
    PEERS: (*_GROUND, "firewall"),
    TO_GATEWAY: _OUT,
    NO_ADDRESS: (*_GROUND, "services"),
}
# a firewall judges each direction by itself; a gateway that answers need not be the one that the guest uses
_ALWAYS_OPEN = ("firewall",)
_UNPROVED = {TO_GATEWAY: ("firewall", "gateway")}


def needs(way: Way) -> tuple[str, ...]:
    """Ids of the steps that the path can stop at."""
    return _NEEDS[way]


def in_question(symptom: Symptom) -> set[str]:
    """Ids of the steps that can explain the symptom; `request` asks whether the mode offers the path at all."""
    proved = {step for way in symptom.works for step in needs(way) if step not in _UNPROVED.get(way, _ALWAYS_OPEN)}
    return {step for way in symptom.fails for step in needs(way) if step not in proved} | {"request"}


_NOT = re.compile(r"不[了通到上能动]|连不|上不|无法|不能|没法|没有|失败|断|超时|"
                  r"\b(?:can ?no?t|can't|cannot|could ?n[o']t|unable|no|not|fails?|failed|never|does ?n[o']t|do ?n[o']t|"
                  r"timed? ?out|unreachable|without|dead|broken|down|lost|refused)\b", re.I)
_CAN = re.compile(r"可以|(?<!不)能|正常|没问题|通了|\b(?:can|could|works?|working|ok|fine|able|reach(?:es)?)\b", re.I)
_CLAUSE = re.compile(r"[，,；;。！!？?\n]|但是|可是|然而|不过|而且|并且|却|但|"
                     r"\b(?:but|although|though|yet|however|while|and yet)\b|"
                     r"(?<!\w)and (?=(?:can|cannot|the|host|lan|guest|vm|i|it)\b)", re.I)
_NAME = re.compile(r"域名|解析|dns|\bnames?\b|resol|网址|hostname|unknown host|未知的名称", re.I)
_NUMBER = re.compile(r"(?<![a-z])ip(?![a-z])|by number|\bnumbers?\b|8\.8\.8\.8|1\.1\.1\.1|114\.114|\d+\.\d+\.\d+\.\d+", re.I)
_SITE = re.compile(r"baidu|百度|google|\bwww\.|\.com\b|\.org\b|\.net\b|\b(?:curl|yum|dnf|wget)\b|browser|website|"
                   r"网站|网页|浏览", re.I)
_PUBLIC = re.compile(r"(?<![\d.])(?!10\.|127\.|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01]))\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")
_GATEWAY = re.compile(r"网关|\bgateway\b|nat device", re.I)
_LEASE = re.compile(r"(?:没有?|无|不到|获取).{0,4}(?:ip|地址)|169\.254|\bno (?:ip|ipv4|address|lease)\b|dhcp", re.I)
_OUTSIDE = re.compile(r"外网|上网|互联网|因特网|公网|联网|没网|没有网|断网|无网络|"
                      r"no network|network is unreachable|internet|outside|\bonline\b|\bweb\b|\bsurf", re.I)
_LAN = re.compile(r"局域网|内网|同事|其他电脑|其他机器|别的电脑|另一台电脑|别的机器|手机|"
                  r"\blan\b|colleague|another (?:pc|computer|machine)|other (?:pcs?|computers?|machines?)|\bphone\b|"
                  r"from outside|printer", re.I)
_HOST = re.compile(r"主机|宿主机|物理机|本机|真机|windows|xshell|putty|crt|"
                   r"\bhost\b|physical machine|\bmy (?:pc|laptop|mac|computer)\b", re.I)
_GUEST = re.compile(r"虚拟机|客户机|centos|linux|rhel|rocky|alma|ubuntu|\bguests?\b|\bvms?\b|virtual machine", re.I)
_WORDS = (("host", _HOST), ("guest", _GUEST), ("lan", _LAN))
_PEER = re.compile(r"虚拟机(?:之间|互|间)|两台虚拟机|互相|互通|"
                   r"(?:between|other|another|second|two) (?:guests?|vms?|virtual machines?)|"
                   r"vm to vm|guest to guest|each other", re.I)
_LOGIN = re.compile(r"ssh|xshell|putty|crt|登录|远程|连接虚拟机|访问虚拟机", re.I)


def read(text: str) -> Symptom | None:
    """The symptom of a text: a name of `NAMED`, `A->B`, or a sentence; None where no path can be read from it."""
    plain = " ".join(text.split())
    named = NAMED.get(plain.lower().replace(" ", ""))
    if named is not None:
        return Symptom(plain, *named)
    fails: dict[Way, None] = {}
    works: dict[Way, None] = {}
    named_only: dict[Way, None] = {}         # an error message, say: it names what fails without a no
    subject = ""
    for clause in _clauses(plain):
        way, subject = _way(clause, subject)
        if way is not None and _NOT.search(clause):
            fails[way] = None
        elif way is not None:
            (works if _CAN.search(clause) else named_only)[way] = None
    return _symptom(plain, fails or named_only, works)


def _symptom(text: str, fails: dict[Way, None], works: dict[Way, None]) -> Symptom | None:
    proved = tuple(way for way in works if way not in fails)
    return Symptom(text, tuple(fails), proved) if fails else None


def _clauses(text: str) -> Iterator[str]:
    """The parts of the text that say one thing each; `能……不能……` without a comma are two."""
    for part in _CLAUSE.split(text):
        refused = _NOT.search(part)
        start = _verb(part, refused.start()) if refused is not None else 0
        cuts = (part[:start], part[start:]) if start and _CAN.search(part[:start]) else (part,)
        yield from (cut.strip() for cut in cuts if cut.strip())


def _verb(text: str, refused: int) -> int:
    """Where the refused verb begins: `ping不通` says no behind its verb."""
    found = re.search(r"[a-z]+\s*$", text[:refused], re.I)
    return found.start() if found is not None and text[refused:refused + 1] == "不" else refused


def _way(clause: str, subject: str) -> tuple[Way | None, str]:
    """The path that a clause is about, and who acts in it (the next clause may leave that out)."""
    for pattern, way in ((_PEER, PEERS), (_GATEWAY, TO_GATEWAY), (_LEASE, NO_ADDRESS)):
        if pattern.search(clause):
            return way, "guest"
    sender, target = _ends(clause, subject)
    if target == "internet":
        by_name = _NAME.search(clause) or (_SITE.search(clause) and not _NUMBER.search(clause))
        return (BY_NAME if by_name else BY_NUMBER), "guest"
    asked = Way(sender, target)
    return (asked if asked in _NEEDS else None), sender


def _ends(clause: str, subject: str) -> tuple[str, str]:
    found = _named(clause)
    if any(pattern.search(clause) for pattern in (_OUTSIDE, _SITE, _NAME, _PUBLIC)):
        return "guest", "internet"
    if len(found) >= 2:
        return found[0], found[1]
    if not found and _LOGIN.search(clause):
        return "host", "guest"
    if not found:
        return ("guest", "internet") if _NUMBER.search(clause) and subject != "host" else ("", "")
    return _completed(found[0], clause, subject)


def _completed(one: str, clause: str, subject: str) -> tuple[str, str]:
    """A clause names one end: the other is who acted before or, of a log-in, whoever sits outside."""
    if one == "guest":
        return (subject if subject in ("host", "lan") else "host"), "guest"
    if _LOGIN.search(clause):
        return one, "guest"
    starts = re.match(r"(?:from |the |我的|在)*", clause, re.I)
    lead = clause[starts.end() if starts else 0:][:12]
    acts = _named(lead) == [one] and not re.match(r"(?:\w+ )?(?:ping|reach|连)", lead, re.I)
    return (one, "guest") if acts and subject != "guest" else ("guest", one)


def _named(text: str) -> list[str]:
    """The ends that a text names, in its order."""
    places = sorted((found.start(), end) for end, word in _WORDS if (found := word.search(text)))
    return _english_order(text, [end for _, end in places])


def _english_order(text: str, ends: list[str]) -> list[str]:
    """`ping the guest from the host` names the sender last."""
    turned = re.search(r"\bfrom (?:the |my |a |another )?(\S+)", text, re.I)
    if turned and len(ends) == 2 and text.lower().rfind("from") > 0 and not re.match(r"from\b", text, re.I):
        after = [end for end in ends if end in _plain_named(turned.group(0))]
        if after == [ends[1]]:
            return [ends[1], ends[0]]
    return ends


def _plain_named(text: str) -> Iterable[str]:
    return [end for end, word in _WORDS if word.search(text)]
