"""The hops of a walk as sentences that teach how the packet travels, filled with the hop's values and evidence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vmnetdoctor.report import supplies
from vmnetdoctor.report.gap_words import MISSING, SUPPLY
from vmnetdoctor.report.hop_words import STEPS, STOPS
from vmnetdoctor.report.layout import cell, visible
from vmnetdoctor.report.phrases import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vmnetdoctor.network.hops import Hop, Walk
    from vmnetdoctor.source import Place

_LONGEST = 120                           # cells of a name from the input
_CHOICE = re.compile(r"\[([^|\]]*)\|([^\]]*)\]")
_SLOT = re.compile(r"( ?)\{(\w+)\}( ?)")
_NODES = {
    "host": ("the host", "主机"), "lan": ("another machine of the LAN", "局域网中的另一台机器"),
    "internet": ("a machine on the Internet", "外网上的一台机器"), "LAN router": ("the LAN router", "局域网路由器"),
    "LAN": ("the LAN", "局域网"), "WAN": ("the Internet", "外网"),
}
_OF = (
    ("NAT device of ", "the NAT device of {}", "{} 的 NAT 设备"),
    ("router of LAN ", "the router of the LAN of {}", "{} 所在局域网的路由器"),
    ("LAN segment ", "LAN segment {}", "LAN 区段 {}"),
    ("port group of ", "the port group of {}", "{} 的端口组"),
    ("LAN ", "the LAN of {}", "{} 所在的局域网"),
)
_AIMS = {
    "host": ("the host's LAN address", "主机的局域网地址"), "lan": ("the machine on the LAN", "局域网中的那台机器"),
    "internet": ("the Internet", "外网"),
}
# what stands for an address that no file tells
_BLANK = {
    "source": ("its own address", "自己的地址"), "outer": ("the host's own address", "主机自己的地址"),
    "hop": ("that address", "该地址"), "address": ("the target", "目标"), "resolver": ("that address", "该地址"),
}
_BLANK_AT = {
    "translate.lan-router": {"source": ("one on the LAN", "局域网内的地址")},
    "translate.nat-device": {"address": ("the other side", "对方")},
    "restore.router": {"address": ("the machine on the LAN", "局域网内的那台机器")},
    "restore.port-forward": {"address": ("the machine that asked", "发起连接的机器")},
    "route.on-link": {"address": ("its neighbour", "同网段的邻居")},
    "route.on-link.wan": {"address": ("the router's public address", "路由器的公网地址")},
    "forward.on-link": {"address": ("the machine", "那台机器")},
    "deliver.delivered": {"address": ("that address", "该地址"), "source": ("an address no file tells", "文件中没有写明的地址")},
    "answer.answered": {"source": ("the other side", "对方")},
}
_NAMES = ("node", "network", "taker", "target", "sender")


def node_words(name: str, language: str) -> str:
    """A node or switch of the walk for people; a guest's own name stands as it is, harmless."""
    zh = language == "zh"
    if name in _NODES:
        return _NODES[name][zh]
    for head, english, chinese in _OF:
        if name.startswith(head):
            return (chinese if zh else english).format(_short(name[len(head):]))
    return _short(name)


def _short(text: str) -> str:
    return visible(text if len(text) <= _LONGEST else text[:_LONGEST] + "...")


def kind_of_node(name: str) -> str:
    """host, lan, internet, nat, router or guest, from the names that the network package gives its nodes."""
    if name in ("host", "lan", "internet"):
        return name
    if name.startswith("NAT device of "):
        return "nat"
    return "router" if name == "LAN router" or name.startswith("router of ") else "guest"


def place_words(places: Sequence[Place], language: str, most: int = 3) -> str:
    """`path:line` of each place; lines of one file together."""
    lines: dict[str, list[str]] = {}
    for place in places:
        numbers = lines.setdefault(_short(place.source.path), [])
        number = str(place.source.position(place.start).line)
        if place.source.text and number not in numbers:
            numbers.append(number)
    shown = [":".join(filter(None, (path, ",".join(numbers[:most])))) for path, numbers in lines.items()]
    more = [say("more", language, n=len(shown) - most)] if len(shown) > most else []
    return say("list", language).join([*shown[:most], *more])


def told_walk(walked: Walk, language: str) -> list[str]:
    """One sentence for each hop of request and answer, without full stop; neighbours lend each other what only they know."""
    hops, turn = walked.hops, len(walked.request)
    aim = "" if any(hop.code in ("port-forward", "asks") for hop in hops) else walked.target
    return [sentence(hop, language, {**_lent(hops, i), "aim": aim if i < turn else ""}) for i, hop in enumerate(hops)]


def _lent(hops: Sequence[Hop], i: int) -> dict[str, str]:
    """What a translation is turned into is told by the next hop; whether a switch was reached by a bridge, by the one before."""
    hop = hops[i]
    if hop.action == "translate":
        return {"outer": next((h.values["source"] for h in hops[i + 1:i + 3] if "source" in h.values), "")}
    if hop.action == "switch" and i:
        return {"network": hops[i - 1].values.get("network", "")}
    return {}


def sentence(hop: Hop, language: str, lent: Mapping[str, str] | None = None) -> str:
    """What happens at this hop, with its evidence as file:line."""
    values = {**(lent or {}), **hop.values, "node": hop.node}
    key = _key(hop, values)
    text = (STOPS if hop.action == "stop" else STEPS)[key][language == "zh"] if key else _short(hop.code)
    place = place_words(hop.evidence, language)
    told = _filled(_CHOICE.sub(lambda m: m.group(1) if place else m.group(2), text), key, {**values, "place": place}, language)
    if place and "{place}" not in text:
        told += say("open", language) + place + say("close", language)
    return told if text.startswith("{") and _is_own_name(text, values) else told[:1].upper() + told[1:]


def _is_own_name(text: str, values: Mapping[str, str]) -> bool:
    """Whether the sentence begins with a name that somebody gave (it keeps its spelling)."""
    name = values.get(text[1:text.index("}")], "")
    return node_words(name, "en") == _short(name)


def _key(hop: Hop, values: Mapping[str, str]) -> str:
    """The most special entry that fits; "" where a code has no words (a test forbids it)."""
    table, key = (STOPS, hop.code) if hop.action == "stop" else (STEPS, f"{hop.action}.{hop.code}")
    variants = ["wan"] if values.get("network") == "WAN" else []
    variants.append(kind_of_node(hop.node))
    if hop.action == "switch":
        variants = [_switch_kind(hop.node, values.get("network", ""))]
    if values.get("hop") == "":
        variants.append("blank")
    return next((k for k in (*(f"{key}.{v}" for v in variants), key) if k in table), "")


def _switch_kind(switch: str, network: str) -> str:
    if switch == "WAN":
        return "wan"
    if switch.startswith("LAN") and not switch.startswith("LAN segment "):
        return "bridged" if network.startswith("VMnet") else "lan"
    return "vmnet"


def _filled(text: str, key: str, values: Mapping[str, str], language: str) -> str:
    aim = values.get("aim", "")

    def slot(found: re.Match[str]) -> str:
        before, name, after = found.groups()
        text = values.get(name, "")
        aimed = name == "address" and not text and aim and not _seen_from_there(key, aim)
        value = _aimed(aim, language) if aimed else _value(name, text, key, language)
        if language == "zh" and value:       # a blank parts Chinese from Latin text, never Chinese from Chinese
            before = "" if cell(value[0]) == 2 else before
            after = "" if cell(value[-1]) == 2 else after
        return before + value + after

    return _SLOT.sub(slot, text)


def _value(name: str, value: str, key: str, language: str) -> str:
    zh = language == "zh"
    if name == "place":
        return value
    if name in _NAMES:
        return node_words(value, language)
    if not value and name in _BLANK:
        return _blank(name, key)[zh]
    if name in ("source", "address", "hop", "outer") and "-" in value:
        return f"{value} 中的某个地址" if zh else f"an address of {value}"
    return _short(value)


def _seen_from_there(key: str, aim: str) -> bool:
    """Where the target itself is the subject: its name would stand twice."""
    return key.startswith("deliver") or (key == "translate.nat-device" and aim not in ("lan", "internet"))


def stop_words(name: str, language: str) -> str:
    """The node a walk stops at."""
    return _aimed(name, language) if name == "internet" else node_words(name, language)


def _aimed(target: str, language: str) -> str:
    """The target itself where its address is in no file."""
    if target in _AIMS:
        return _AIMS[target][language == "zh"]
    return f"{_short(target)} 的地址" if language == "zh" else f"the address of {_short(target)}"


def _blank(name: str, key: str) -> tuple[str, str]:
    base = ".".join(key.split(".")[:2])
    return _BLANK_AT.get(key, {}).get(name) or _BLANK_AT.get(base, {}).get(name) or _BLANK[name]


def missing_words(walk: Walk, language: str) -> str:
    """What is not known about an unknown verdict, and of whom."""
    code = walk.missing
    text = MISSING[code][language == "zh"] if code in MISSING else supplies.missing(code, language)
    about = walk.values.get("network") or walk.values.get("about", "")
    if not about or about[0] in "('\"" or about.isdecimal() or code == "host-os":
        return text                      # addresses and tuples name the question, not a machine
    return text + say("open", language) + node_words(about, language) + say("close", language)


def supply_words(walk: Walk, language: str, host: str | None = None) -> str:
    """The file or command output that would settle it; `host` is the host's system where it is known."""
    code = walk.supply
    return SUPPLY[code][language == "zh"] if code in SUPPLY else supplies.supply(code, language, host)
