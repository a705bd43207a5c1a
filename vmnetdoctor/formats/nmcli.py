"""`nmcli` in its forms: the tables of devices and connections, `device show`, `general`, and the overview it prints alone.

Types of devices and UUIDs are the same in every language; states are words of the language, with a number in `device show`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vmnetdoctor.formats.card import Card, CardAddress, Said
from vmnetdoctor.formats.terminal import HEAD, MAC, QUAD, lines

if TYPE_CHECKING:
    from vmnetdoctor.formats.terminal import Line, Word

_TYPE = (r"(?:ethernet|wifi-p2p|wifi|802-3-ethernet|802-11-wireless|loopback|bridge|tun|bond|team|vlan|dummy|veth|wireguard"
         r"|vxlan|"
         r"macvlan|ip-tunnel|bt|bluetooth|gsm|infiniband|ovs-\w+|iptunnel|generic|unknown|vpn)")
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_DEVICE = re.compile(rf"\s*([^\s:]{{1,40}})\s+({_TYPE})\s+(\S.*?)(?:\s{{2,}}(\S.*?))?\s*$")
_TERSE = re.compile(rf"\s*([^\s:]{{1,40}}):({_TYPE}):([^:]+?)(?::(.*?))?\s*$")
_CONNECTION = re.compile(rf"\s*(\S.*?)\s+({_UUID})\s+([\w-]+)\s+(\S+)\s*$")
_TERSE_CONNECTION = re.compile(rf"\s*([^:]+):({_UUID}):([\w-]+):(\S*)\s*$")
_FIELD = re.compile(r"\s*(GENERAL|IP4|DHCP4|WIRED-PROPERTIES)\.([A-Z]+)(?:\[\d+\])?:\s*(\S.*?)?\s*$")
_ADDRESS = re.compile(rf"(?:ip = )?({QUAD})/(\d{{1,2}})(?:, gw = ({QUAD}))?")
_NUMBERED = re.compile(r"(\d{1,3}) \(")
_ALONE = re.compile(r"([^\s:]{1,40}): (connected|connecting|disconnected|unmanaged|unavailable"
                    r"|unconnected)(?: \(externally\))?(?: to (.+?))?\s*$")
_INET4 = re.compile(rf"\s+inet4 ({QUAD})/(\d{{1,2}})")
_HARDWARE = re.compile(rf"\s+(ethernet|wifi|bridge|tun|loopback|vlan|bond)\b.*?(?:,\s({MAC})\b|$)")
_SERVICE = re.compile(r"(?i)NetworkManager is not running|NetworkManager 未运行|NetworkManager 没有运行"
                      r"|Could not connect: No such file or directory.*NetworkManager|NetworkManager läuft nicht")
_GENERAL = re.compile(r"\s*\S.*?\s{2,}(?:full|limited|portal|none|unknown|完全|受限|完整)\s{2,}\S+\s{2,}\S+")
_GENERAL_HEAD = re.compile(r"(?m)^[ \t]*STATE[ \t]+CONNECTIVITY[ \t]+WIFI-HW|^[ \t]*RUNNING[ \t]+VERSION[ \t]+STATE")
_FOUND = re.compile(rf"(?m)^[ \t]*[^\s:]{{1,40}}[ \t]+{_TYPE}[ \t]{{1,20}}(?:connect|disconnect|un|[^\x00-\x7f]|ver|n[io]"
                    rf"|d[eé]s|conect|getrennt)"
                    rf"|[ \t:]{_UUID}[ \t:]+[\w-]+[ \t:]|^[ \t]*GENERAL\.(?:DEVICE|STATE|TYPE):|^[^\s:]+:{_TYPE}:\w"
                    r"|^[^\s:]{1,40}: (?:connected to |disconnected|unmanaged|unavailable)|^[ \t]*STATE[ \t]+CONNECTIVITY[ \t]"
                    r"|NetworkManager is not running")
_BEGINS = re.compile(rf"\s*[^\s:]{{1,40}}\s+{_TYPE}\s|.{{0,200}}{_UUID}|\s*(?:GENERAL|IP4|IP6|DHCP4|DHCP6|WIRED-PROPERTIES"
                     rf"|CAPABILITIES)\.|\s*DEVICE\s")
# the words for states that differ by language: unmanaged, and no link (`unavailable`); English, Chinese, German, French,
# Spanish, Portuguese, Japanese, Russian, Korean
_UNMANAGED = ("unmanaged", "未托管", "未管理", "未受管", "nicht verwaltet", "non-géré", "non géré", "sin gestión",
              "no gestionado", "não gerenciável", "não gerenciado", "sem gerenciamento", "管理無し", "管理なし", "非管理",
              "не управляется", "без управления", "관리되지")
_UNAVAILABLE = ("unavailable", "不可用", "nicht verfügbar", "indisponible", "no disponible", "indisponível",
                "利用不可", "利用できない",
                "недоступ", "사용할 수 없")
_DISCONNECTED = ("disconnected", "unconnected", "已断开", "断开", "未连接", "连接断开",
                 "getrennt", "nicht verbunden", "déconnecté",
                 "desconectado", "切断", "未接続", "отключ", "연결 안", "끊김")
_CONNECTED = ("connected", "已连接", "连接的",
              "verbunden", "connecté", "conectado", "接続済み", "接続", "подключен", "연결됨")


class Connection(NamedTuple):
    """One connection of `nmcli connection`; `device` is None where it is not active."""

    name: Word
    uuid: Word
    type: Word
    device: Word | None


class Report(NamedTuple):
    """What nmcli says: cards, connections, and whether NetworkManager runs (with the words that say so)."""

    cards: list[Card]
    connections: list[Connection]
    running: Said | None


def recognise(text: str) -> bool:
    """Whether the text holds output of nmcli."""
    return _FOUND.search(text, 0, HEAD) is not None


def read(text: str) -> Report:
    """Everything nmcli printed, whichever of its forms."""
    reader = _Reader()
    general = False
    for line in lines(text, _BEGINS):
        if _SERVICE.search(line.text):
            reader.running = Said(False, line.whole)
        elif general and _GENERAL.match(line.text):
            reader.running = Said(True, line.whole)
        else:
            reader.line(line)
        general = _GENERAL_HEAD.match(line.text) is not None
    return Report(list(reader.cards.values()), reader.connections, reader.running)


class _Reader:
    __slots__ = ("cards", "connections", "current", "running")

    def __init__(self) -> None:
        self.cards: dict[str, Card] = {}
        self.connections: list[Connection] = []
        self.current: Card | None = None
        self.running: Said | None = None

    def card(self, name: Word) -> Card:
        self.current = self.cards.setdefault(name.text, Card(name, "nmcli"))
        return self.current

    def line(self, line: Line) -> None:
        field = _FIELD.match(line.text)
        if field is not None:
            self._field(line, field)
            return
        connection = _CONNECTION.match(line.text) or _TERSE_CONNECTION.match(line.text)
        if connection is not None:
            self._connection(line, connection)
            return
        device = _DEVICE.match(line.text) or _TERSE.match(line.text)
        if device is not None and not line.text[0].isspace():
            self._device(line, device)
            return
        self._alone(line)

    def _device(self, line: Line, found: re.Match[str]) -> None:
        word = line.group(found, 3)
        if not _state_known(word.text):
            return
        card = self.card(line.group(found, 1))
        card.type = line.group(found, 2)
        _state(card, word)
        if found[4] and found[4].strip("-"):
            card.connection = line.group(found, 4)
        self.current = None

    def _connection(self, line: Line, found: re.Match[str]) -> None:
        device = line.group(found, 4) if found[4].strip("-") else None
        self.connections.append(Connection(line.group(found, 1), line.group(found, 2), line.group(found, 3), device))
        if device is not None:
            card = self.card(device)
            card.connection = line.group(found, 1)
            card.type = card.type or line.group(found, 3)
        self.current = None

    def _field(self, line: Line, found: re.Match[str]) -> None:
        section, key = found[1], found[2]
        if not found[3] or found[3] in ("--", "(unknown)"):
            return
        word = line.group(found, 3)
        if (section, key) == ("GENERAL", "DEVICE"):
            self.card(word)
        elif self.current is not None and section == "GENERAL":
            _general(self.current, key, word)
        elif self.current is not None and section == "IP4":
            _ip4(self.current, key, line, found)

    def _alone(self, line: Line) -> None:
        """The overview of plain `nmcli`."""
        head = _ALONE.match(line.text)
        if head is not None:
            card = self.card(line.group(head, 1))
            _state(card, line.group(head, 2))
            card.connection = line.group(head, 3) if head[3] else None
            return
        if self.current is None or not line.text[:1].isspace():
            self.current = self.current if not line.text.strip() else None
            return
        inet, hardware = _INET4.match(line.text), _HARDWARE.match(line.text)
        if inet is not None:
            self.current.addresses.append(CardAddress(line.group(inet, 1), line.group(inet, 2)))
        elif hardware is not None:
            self.current.type = line.group(hardware, 1)
            self.current.mac = line.group(hardware, 2) if hardware[2] else None


def _general(card: Card, key: str, word: Word) -> None:
    if key == "TYPE":
        card.type = word
    elif key == "HWADDR":
        card.mac = word
    elif key == "CONNECTION":
        card.connection = word
    elif key == "STATE":
        _state(card, word)


def _ip4(card: Card, key: str, line: Line, found: re.Match[str]) -> None:
    low = found.start(3)
    if key == "ADDRESS":
        address = _ADDRESS.match(line.text, low)
        if address is not None:
            card.addresses.append(CardAddress(line.group(address, 1), line.group(address, 2)))
            if address[3] and address[3] != "0.0.0.0":
                card.gateway = line.group(address, 3)
    elif key == "GATEWAY":
        card.gateway = line.group(found, 3)
    elif key == "DNS":
        card.dns.append(line.group(found, 3))


def _state_known(text: str) -> bool:
    lower = text.lower()
    return any(word in lower for words in (_UNMANAGED, _UNAVAILABLE, _DISCONNECTED, _CONNECTED, ("connecting", "deactivating"))
               for word in words)


def _state(card: Card, word: Word) -> None:
    """The number where there is one (`10 (unmanaged)`), else the word in the languages we know; the longer words first."""
    number, lower = _NUMBERED.match(word.text), word.text.lower()
    state = int(number[1]) if number is not None else _number(lower)
    if state == 10:
        card.managed = Said(False, word)
    elif state:
        card.managed = Said(True, word)
    if state == 20:
        card.up = card.carrier = Said(False, word)
    elif state == 100:
        card.up = Said(True, word)


def _number(lower: str) -> int:
    for number, words in ((10, _UNMANAGED), (20, _UNAVAILABLE), (30, _DISCONNECTED), (100, _CONNECTED)):
        if any(word in lower for word in words):
            return number
    return 0
