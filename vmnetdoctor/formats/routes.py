"""Companion files of an ifcfg file: `route-X` in both formats, `rule-X`, and the legacy `static-routes` (guest-ifcfg.md 7).

Every line of the old format is what `ip route add` gets; the new one is `ADDRESSn=`, `NETMASKn=`, `GATEWAYn=` and is read
with the grammar of an ifcfg file.  Which of these routes a reader takes is not decided here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats.syntax import Document, Entry, Piece, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vmnetdoctor.formats.assignments import Assignments
    from vmnetdoctor.source import Source

_NEW_STYLE = re.compile(r"^[ \t]*ADDRESS[0-9]+=", re.M)
_NUMBERED = re.compile(r"(ADDRESS|NETMASK|GATEWAY|METRIC|OPTIONS)([0-9]{1,9})\Z")
_FIELD = {"ADDRESS": "to", "NETMASK": "netmask", "GATEWAY": "via", "METRIC": "metric", "OPTIONS": "options"}
_TOKEN = re.compile(r"[^ \t\r\f\v]+")
_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"
# `ip` takes 10/8 for 10.0.0.0/8, and a mask in dots behind the slash.
_PREFIX4 = re.compile(rf"{_OCTET}(?:\.{_OCTET}){{0,3}}(?:/(?:3[0-2]|[12]?[0-9]|{_OCTET}(?:\.{_OCTET}){{3}}))?\Z")
_PREFIX6 = re.compile(r"[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:/(?:12[0-8]|1[01][0-9]|[1-9]?[0-9]))?\Z")
_ADDRESS4 = re.compile(rf"{_OCTET}(?:\.{_OCTET}){{3}}\Z")
_NUMBER = re.compile(r"(?:0[xX][0-9A-Fa-f]+|[0-9]+)\Z")

_TYPES = frozenset({
    "unicast", "local", "broadcast", "multicast", "throw", "unreachable", "prohibit", "blackhole", "nat", "anycast",
})
_FLAGS = frozenset({"onlink", "pervasive", "nexthop", "lock"})
_SAME = {"preference": "metric", "priority": "metric", "pref": "metric", "oif": "dev", "protocol": "proto", "dsfield": "tos"}
_OPTIONS = frozenset({
    "via", "dev", "metric", "table", "src", "scope", "proto", "mtu", "advmss", "window", "rtt", "rttvar", "cwnd", "initcwnd",
    "initrwnd", "tos", "realm", "realms", "weight", "hoplimit", "ssthresh", "reordering", "rto_min", "quickack", "features",
})
_RULE_SAME = {"lookup": "table", "preference": "priority", "pref": "priority", "order": "priority", "dev": "iif",
              "dsfield": "tos", "type": "action"}
_RULE_OPTIONS = frozenset({
    "from", "to", "table", "priority", "iif", "oif", "fwmark", "tos", "action", "realms", "uidrange", "ipproto", "sport", "dport",
    "suppress_prefixlength", "suppress_ifgroup", "goto", "protocol",
})
_RULE_FLAGS = frozenset({"not", "unicast", "blackhole", "unreachable", "prohibit", "throw", "l3mdev"})
_OTHER_COMMAND = frozenset({"ip", "route", "add", "net", "-net", "-host", "any", "host", "/sbin/ip", "/sbin/route"})


class Route:
    """One route or rule: its fields by name (`to`, `via`, `dev`, `metric`, `netmask`, ...), each with its place.

    `index` is n of `ADDRESSn` (None in the old format), `kind` the type word (`unicast` by default), `problems` what is
    wrong with this line; `start` to `end` is its text.
    """

    __slots__ = ("end", "fields", "index", "kind", "problems", "start")

    def __init__(self, start: int, end: int, index: int | None = None) -> None:
        self.start = start
        self.end = end
        self.index = index
        self.kind = "unicast"
        self.fields: dict[str, Entry] = {}
        self.problems: list[Problem] = []

    @property
    def destination(self) -> Entry | None:
        return self.fields.get("to")

    @property
    def via(self) -> Entry | None:
        return self.fields.get("via")

    @property
    def netmask(self) -> Entry | None:
        return self.fields.get("netmask")

    @property
    def dev(self) -> Entry | None:
        return self.fields.get("dev")

    @property
    def metric(self) -> Entry | None:
        return self.fields.get("metric")

    def __repr__(self) -> str:
        return f"<Route {' '.join(f'{k}={e.value}' for k, e in self.fields.items())}>"


class RouteFile(Document):
    """A `route-X`, `rule-X` or `static-routes` file; `style` is `new` (then see `numbered`) or `old` (`routes`)."""

    __slots__ = ("routes", "style")

    def __init__(self, source: Source, style: str) -> None:
        super().__init__(source)
        self.style = style
        self.routes: list[Route] = []

    def _split(self) -> Iterable[Piece]:
        return _pieces(self)


class _Words(NamedTuple):
    """The vocabulary of one kind of line."""

    options: frozenset[str]
    flags: frozenset[str]
    same: dict[str, str]
    is_rule: bool


_ROUTE_WORDS = _Words(_OPTIONS, _FLAGS, _SAME, False)
_RULE_WORDS = _Words(_RULE_OPTIONS, _RULE_FLAGS, _RULE_SAME, True)


def style_of(text: str) -> str:
    """`new` where any line starts with `ADDRESSn=`, else `old` (guest-ifcfg.md 7)."""
    return "new" if _NEW_STYLE.search(text) else "old"


def parse(source: Source) -> RouteFile:
    """Lines `[TYPE] [to] PREFIX [OPTION VALUE]...`; a file in the new style gives no `routes` here but by `numbered`."""
    style = style_of(source.text)
    document = RouteFile(source, style)
    if style == "old":
        _read(document, _ROUTE_WORDS)
    return document


def parse_rules(source: Source) -> RouteFile:
    """Lines of `rule-X`: what `ip rule add` gets."""
    document = RouteFile(source, "old")
    _read(document, _RULE_WORDS)
    return document


def numbered(assignments: Assignments) -> list[Route]:
    """The routes of the new style by rising index; those behind a gap are there too, `leading` cuts them off."""
    found: dict[int, Route] = {}
    for key in assignments.keys():  # noqa: SIM118 - it is no mapping
        match = _NUMBERED.match(key)
        entry = assignments.entry(key)
        if not match or entry is None or str(int(match.group(2))) != match.group(2):
            continue
        route = found.setdefault(int(match.group(2)), Route(entry.key_start, entry.value_end, int(match.group(2))))
        route.start, route.end = min(route.start, entry.key_start), max(route.end, entry.value_end)
        route.fields[_FIELD[match.group(1)]] = entry
    for route in found.values():
        if route.destination is None:
            first = next(iter(route.fields.values()))
            route.problems.append(Problem("destination-missing", first.key_start, first.key_end, {"index": str(route.index)}))
    return [found[index] for index in sorted(found)]


def leading(routes: list[Route]) -> list[Route]:
    """The routes from index 0 up to the first gap, where readers stop (guest-ifcfg.md 7)."""
    kept = []
    for expected, route in enumerate(routes):
        if route.index != expected or route.destination is None:
            break
        kept.append(route)
    return kept


def parse_static_routes(source: Source) -> RouteFile:
    """The legacy `static-routes`: lines `any net N netmask M gw G`, or a device's name for `any`."""
    document = RouteFile(source, "static-routes")
    for start, tokens in _lines(document):
        route = Route(start, tokens[-1].end())
        document.routes.append(route)
        words = [token.group() for token in tokens]
        if words[0] != "any":
            route.fields["dev"] = _field(document, "dev", tokens[0], tokens[0])
        for place in range(1, len(words) - 1, 2):
            name = {"net": "to", "-net": "to", "host": "to", "-host": "to", "gw": "via"}.get(words[place], words[place])
            if name not in ("to", "via", "netmask", "metric", "dev"):
                _complain(document, route, "option-unknown", tokens[place], words[place])
            route.fields.setdefault(name, _field(document, name, tokens[place], tokens[place + 1]))
        if len(words) % 2 == 0:
            _complain(document, route, "option-without-value", tokens[-1], words[-1])
        if route.destination is None:
            _complain(document, route, "destination-missing", tokens[0], words[0])
    return document


def _read(document: RouteFile, words: _Words) -> None:
    for start, tokens in _lines(document):
        route = Route(start, tokens[-1].end())
        document.routes.append(route)
        if tokens[0].group() in _OTHER_COMMAND:
            _complain(document, route, "command-in-file", tokens[0], tokens[0].group())
            continue
        _options(document, route, tokens, words)
        if route.destination is None and not words.is_rule and not route.problems:
            _complain(document, route, "destination-missing", tokens[0], tokens[0].group())


def _lines(document: RouteFile) -> Iterator[tuple[int, list[re.Match[str]]]]:
    """Each line that is neither blank nor a comment, as tokens; carriage returns and a byte order mark are reported."""
    source, start = document.source, 0
    text = source.text
    if source.bom:
        end = text.find("\n")
        document.problems.append(Problem("byte-order-mark", 0, len(text) if end < 0 else end))
    reported = False
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        tokens = list(_TOKEN.finditer(text, start, end))
        if tokens and not tokens[0].group().startswith("#"):
            if text[end - 1] == "\r" and not reported:
                document.problems.append(Problem("carriage-return", end - 1, end))
                reported = True
            yield start, tokens
        start = end + 1


def _options(document: RouteFile, route: Route, tokens: list[re.Match[str]], words: _Words) -> None:
    place = 0
    while place < len(tokens):
        token = tokens[place]
        word = words.same.get(token.group(), token.group())
        place += 1
        if word in words.options or word == "to":
            if place == len(tokens):
                _complain(document, route, "option-without-value", token, word)
                return
            _take(document, route, word, token, tokens[place])
            place += 1
        elif word in _TYPES and (words.is_rule or "to" not in route.fields):
            route.kind = word
        elif word in words.flags:
            route.fields.setdefault(word, _field(document, word, token, token))
        elif words.is_rule or "to" in route.fields:
            reason = "trailing-comment" if word.startswith(("#", "//")) else "option-unknown"
            _complain(document, route, reason, token, word)
            return
        else:
            _take(document, route, "to", token, token)


def _take(document: RouteFile, route: Route, name: str, option: re.Match[str], value: re.Match[str]) -> None:
    if name in route.fields:
        _complain(document, route, "option-repeated", option, name)
        return
    route.fields[name] = _field(document, name, option, value)
    if not _readable(name, value.group()):
        _complain(document, route, "address-unreadable" if name in ("to", "via", "from", "src") else "number-unreadable",
                  value, name)


def _readable(name: str, text: str) -> bool:
    if name in ("to", "from"):
        return text in ("default", "any", "all") or bool(_PREFIX4.match(text) or _PREFIX6.match(text))
    if name in ("via", "src"):
        return bool(_ADDRESS4.match(text) or (_PREFIX6.match(text) and "/" not in text))
    return bool(_NUMBER.match(text)) if name in ("metric", "priority") else True


def _field(document: RouteFile, name: str, option: re.Match[str], value: re.Match[str]) -> Entry:
    return Entry(document.source, name, value.group(), option.span(), value.span())


def _complain(document: RouteFile, route: Route, reason: str, token: re.Match[str], word: str) -> None:
    problem = Problem(reason, token.start(), token.end(), {"word": word})
    route.problems.append(problem)
    document.problems.append(problem)


def _pieces(document: RouteFile) -> Iterator[Piece]:
    """Words of routes that are read, whole lines that are not, comments and what is between."""
    if document.style == "new":
        from vmnetdoctor.formats import shell
        yield from shell.parse(document.source).pieces
        return
    text, offset = document.source.text, 0
    routes = {route.start: route for route in document.routes}
    while offset < len(text):
        end = text.find("\n", offset) + 1 or len(text)
        route = routes.get(offset)
        if route is None:
            bare = text[offset:end].isspace()
            yield Piece("blank" if bare else "comment", offset, end)
        else:
            kind = "unknown" if route.problems else "word"
            yield Piece(kind, offset, route.end)
            if route.end < end:
                yield Piece("mark", route.end, end)
        offset = end
