"""`ipconfig` in the languages people paste, whole, cut, wrapped and quoted."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmnetdoctor.assemble import seen_ipconfig
from vmnetdoctor.formats import ipconfig, ipconfig_cards
from vmnetdoctor.model.addr import ip_text
from vmnetdoctor.source import Source

ENGLISH = """
Windows IP Configuration

   Host Name . . . . . . . . . . . . : LAB-07
   Primary Dns Suffix  . . . . . . . :
   Node Type . . . . . . . . . . . . : Hybrid
   IP Routing Enabled. . . . . . . . : Yes
   WINS Proxy Enabled. . . . . . . . : No

Ethernet adapter Ethernet 3:

   Connection-specific DNS Suffix  . : lab.example
   Description . . . . . . . . . . . : Intel(R) I210 Gigabit Network Connection
   Physical Address. . . . . . . . . : 3C-FD-FE-10-20-30
   DHCP Enabled. . . . . . . . . . . : No
   Autoconfiguration Enabled . . . . : Yes
   Link-local IPv6 Address . . . . . : fe80::1c2d:3e4f:5061:7283%9(Preferred)
   IPv4 Address. . . . . . . . . . . : 10.8.0.5(Preferred)
   Subnet Mask . . . . . . . . . . . : 255.255.252.0
   IPv4 Address. . . . . . . . . . . : 10.9.0.5(Preferred)
   Subnet Mask . . . . . . . . . . . : 255.255.255.0
   Default Gateway . . . . . . . . . : fe80::1%9
                                       10.8.0.1
                                       10.9.0.1
   DHCPv6 IAID . . . . . . . . . . . : 104594942
   DHCPv6 Client DUID. . . . . . . . : 00-01-00-01-2A-11-22-33-3C-FD-FE-10-20-30
   DNS Servers . . . . . . . . . . . : fec0:0:0:ffff::1%1
                                       10.8.0.53
                                       9.9.9.9
   Primary WINS Server . . . . . . . : 10.8.0.60
   NetBIOS over Tcpip. . . . . . . . : Enabled
"""
CHINESE = """
Windows IP 配置

   主机名  . . . . . . . . . . . . . : KAIFA-PC
   IP 路由已启用 . . . . . . . . . . : 否
   WINS 代理已启用 . . . . . . . . . : 否

无线局域网适配器 WLAN:

   连接特定的 DNS 后缀 . . . . . . . :
   描述. . . . . . . . . . . . . . . : Qualcomm Atheros QCA9377 Wireless Network Adapter
   物理地址. . . . . . . . . . . . . : 70-C9-4E-01-02-03
   DHCP 已启用 . . . . . . . . . . . : 是
   自动配置已启用. . . . . . . . . . : 是
   自动配置 IPv4 地址  . . . . . . . : 169.254.7.8(首选)
   子网掩码  . . . . . . . . . . . . : 255.255.0.0
   默认网关. . . . . . . . . . . . . :
   TCPIP 上的 NetBIOS  . . . . . . . : 已启用

以太网适配器 VMware Network Adapter VMnet8:

   媒体状态  . . . . . . . . . . . . : 媒体已断开连接
   连接特定的 DNS 后缀 . . . . . . . :
   描述. . . . . . . . . . . . . . . : VMware Virtual Ethernet Adapter for VMnet8
   物理地址. . . . . . . . . . . . . : 00-50-56-C0-00-08
   DHCP 已启用 . . . . . . . . . . . : 否
   自动配置已启用. . . . . . . . . . : 是
"""


def block(title: str, lines: str) -> str:
    return f"\nWindows IP\n\n{title}\n\n{lines}"


# per language: the header, the lines of one leased card, and its name
LANGUAGES = {
    "german": ("Drahtlos-LAN-Adapter WLAN 2:", """\
   Verbindungsspezifisches DNS-Suffix: heim.example
   Beschreibung. . . . . . . . . . . : Intel(R) Wi-Fi 6E AX211
   Physische Adresse . . . . . . . . : 02-11-22-33-44-55
   DHCP aktiviert. . . . . . . . . . : Ja
   Autokonfiguration aktiviert . . . : Ja
   Verbindungslokale IPv6-Adresse  . : fe80::9(Bevorzugt)
   IPv4-Adresse  . . . . . . . . . . : 192.0.2.7(Bevorzugt)
   Subnetzmaske  . . . . . . . . . . : 255.255.255.0
   Lease erhalten. . . . . . . . . . : Montag, 3. Juni 2024 08:00:00
   Standardgateway . . . . . . . . . : 192.0.2.1
   DHCP-Server . . . . . . . . . . . : 192.0.2.3
   DNS-Server  . . . . . . . . . . . : 192.0.2.4
   NetBIOS über TCP/IP . . . . . . . : Aktiviert
""", "WLAN 2", "wireless"),
    "french": ("Carte réseau sans fil Wi-Fi :", """\
   Suffixe DNS propre à la connexion. . . :
   Description. . . . . . . . . . . . . . : Intel(R) Wi-Fi 6E AX211
   Adresse physique . . . . . . . . . . . : 02-11-22-33-44-55
   DHCP activé. . . . . . . . . . . . . . : Oui
   Configuration automatique activée. . . : Oui
   Adresse IPv4. . . . . . . . . . . . . .: 192.0.2.7(préféré)
   Masque de sous-réseau. . . . . . . . . : 255.255.255.0
   Passerelle par défaut. . . . . . . . . : 192.0.2.1
   Serveur DHCP . . . . . . . . . . . . . : 192.0.2.3
   Serveurs DNS. . .  . . . . . . . . . . : 192.0.2.4
   NetBIOS sur Tcpip. . . . . . . . . . . : Activé
""", "Wi-Fi", "wireless"),
    "spanish": ("Adaptador de Ethernet Ethernet 4:", """\
   Sufijo DNS específico para la conexión. . :
   Descripción . . . . . . . . . . . . . . . : Killer E3100G 2.5 Gigabit Ethernet Controller
   Dirección física. . . . . . . . . . . . . : 02-11-22-33-44-55
   DHCP habilitado . . . . . . . . . . . . . : sí
   Configuración automática habilitada . . . : sí
   Vínculo: dirección IPv6 local. . . : fe80::9%4(Preferido)
   Dirección IPv4. . . . . . . . . . . . . . : 192.0.2.7(Preferido)
   Máscara de subred . . . . . . . . . . . . : 255.255.255.0
   Puerta de enlace predeterminada . . . . . : 192.0.2.1
   Servidor DHCP . . . . . . . . . . . . . . : 192.0.2.3
   Servidores DNS. . . . . . . . . . . . . . : 192.0.2.4
   NetBIOS sobre TCP/IP. . . . . . . . . . . : habilitado
""", "Ethernet 4", "ethernet"),
    "portuguese": ("Adaptador de Rede sem Fio Wi-Fi 3:", """\
   Sufixo DNS específico de conexão. . . . . . :
   Descrição . . . . . . . . . . . . : Realtek RTL8821CE
   Endereço Físico . . . . . . . . . : 02-11-22-33-44-55
   DHCP Habilitado . . . . . . . . . : Sim
   Configuração Automática Habilitada. . . . . : Sim
   Endereço IPv4. . . . . . . .  . . . . . . . : 192.0.2.7(Preferencial)
   Máscara de Sub-rede . . . . . . . . . . . . : 255.255.255.0
   Gateway Padrão. . . . . . . . . . . . . . . : 192.0.2.1
   Servidor DHCP . . . . . . . . . . . . . . . : 192.0.2.3
   Servidores DNS. . . . . . . . . . . . . . . : 192.0.2.4
   NetBIOS em Tcpip. . . . . . . . . . . . . . : Habilitado
""", "Wi-Fi 3", "wireless"),
    "russian": ("Адаптер беспроводной локальной сети Беспроводная сеть:", """\
   DNS-суффикс подключения . . . . . :
   Описание. . . . . . . . . . . . . : Realtek 8822CE
   Физический адрес. . . . . . . . . : 02-11-22-33-44-55
   DHCP включен. . . . . . . . . . . : Да
   Автонастройка включена. . . . . . : Да
   IPv4-адрес. . . . . . . . . . . . : 192.0.2.7(Основной)
   Маска подсети . . . . . . . . . . : 255.255.255.0
   Основной шлюз. . . . . . . . . : 192.0.2.1
   DHCP-сервер. . . . . . . . . . . : 192.0.2.3
   DNS-серверы. . . . . . . . . . . : 192.0.2.4
   NetBios через TCP/IP. . . . . . . . : Включен
""", "Беспроводная сеть", "wireless"),
    "japanese": ("イーサネット アダプター ローカル エリア接続 2:", """\
   接続固有の DNS サフィックス . . . . .:
   説明. . . . . . . . . . . . . . . . .: Realtek RTL8125BG
   物理アドレス. . . . . . . . . . . . .: 02-11-22-33-44-55
   DHCP 有効 . . . . . . . . . . . . . .: はい
   自動構成有効. . . . . . . . . . . . .: はい
   IPv4 アドレス . . . . . . . . . . . .: 192.0.2.7(優先)
   サブネット マスク . . . . . . . . . .: 255.255.255.0
   デフォルト ゲートウェイ . . . . . . .: 192.0.2.1
   DHCP サーバー . . . . . . . . . . . .: 192.0.2.3
   DNS サーバー. . . . . . . . . . . . .: 192.0.2.4
   NetBIOS over TCP/IP . . . . . . . . .: 有効
""", "ローカル エリア接続 2", "ethernet"),
    "korean": ("무선 LAN 어댑터 Wi-Fi:", """\
   연결별 DNS 접미사. . . . :
   설명. . . . . . . . . . . . : MediaTek MT7921
   물리적 주소 . . . . . . . . : 02-11-22-33-44-55
   DHCP 사용 . . . . . . . . . : 예
   자동 구성 사용. . . . . . . : 예
   IPv4 주소 . . . . . . . . . : 192.0.2.7(기본 설정)
   서브넷 마스크 . . . . . . . : 255.255.255.0
   기본 게이트웨이 . . . . . . : 192.0.2.1
   DHCP 서버 . . . . . . . . . : 192.0.2.3
   DNS 서버. . . . . . . . . . : 192.0.2.4
   Tcpip를 통한 NetBIOS. . . . : 사용
""", "Wi-Fi", "wireless"),
    "taiwan": ("乙太網路卡 乙太網路 2:", """\
   連線特定 DNS 尾碼 . . . . . . . . :
   描述 . . . . . . . . . . . . . . .: ASIX AX88179
   實體位址 . . . . . . . . . . . . .: 02-11-22-33-44-55
   DHCP 已啟用 . . . . . . . . . . . : 是
   自動設定啟用 . . . . . . . . . . .: 是
   IPv4 位址 . . . . . . . . . . . . : 192.0.2.7(偏好選項)
   子網路遮罩 . . . . . . . . . . . .: 255.255.255.0
   預設閘道 . . . . . . . . . . . . .: 192.0.2.1
   DHCP 伺服器 . . . . . . . . . . . : 192.0.2.3
   DNS 伺服器 . . . . . . . . . . . .: 192.0.2.4
   NetBIOS over Tcpip . . . . . . . .: 啟用
""", "乙太網路 2", "ethernet"),
    # a language that no list knows: the values and DHCP, DNS, NetBIOS tell
    "unknown": ("Kortti VMware Network Adapter VMnet9:", """\
   Yyy DNS-zzz . . . . . . . . . . . :
   Kuvaus. . . . . . . . . . . . . . : Some Card
   Fyysinen osoite . . . . . . . . . : 02-11-22-33-44-55
   DHCP xx . . . . . . . . . . . . . : Qqq
   Auto. . . . . . . . . . . . . . . : Qqq
   Osoite IPv4 . . . . . . . . . . . : 192.0.2.7(Xx)
   Peite . . . . . . . . . . . . . . : 255.255.255.0
   Portti. . . . . . . . . . . . . . : 192.0.2.1
   DHCP-zz . . . . . . . . . . . . . : 192.0.2.3
   DNS-zz. . . . . . . . . . . . . . : 192.0.2.4
   NetBIOS zz. . . . . . . . . . . . : Ppp
""", "VMware Network Adapter VMnet9", "vmware"),
}


def show(text: str) -> list[dict[str, Any]]:
    """The cards as plain values; every place holds the text it stands for."""
    found = []
    for card in seen_ipconfig.seen(Source("ipconfig.txt", text)).interfaces:
        stated = [(fact.place, fact.value.address) for fact in card.addresses if fact.value is not None]
        stated += [(fact.place, fact.value) for fact in (card.gateway, *card.dns, card.dhcp_server) if fact.value is not None]
        for place, number in stated:
            assert place is not None
            assert place.text == ip_text(number)
        found.append({
            "name": card.name, "kind": card.kind, "mac": card.mac.value, "addresses": [str(a.value) for a in card.addresses],
            "gateway": card.gateway.value and ip_text(card.gateway.value), "dns": [ip_text(d.value or 0) for d in card.dns],
            "dhcp": card.dhcp.value, "server": card.dhcp_server.value and ip_text(card.dhcp_server.value), "up": card.up.value})
    return found


def test_a_card_with_several_addresses_gateways_and_resolvers() -> None:
    assert show(ENGLISH) == [{
        "name": "Ethernet 3", "kind": "ethernet", "mac": "3c:fd:fe:10:20:30", "addresses": ["10.8.0.5/22", "10.9.0.5/24"],
        "gateway": "10.8.0.1", "dns": ["10.8.0.53", "9.9.9.9"], "dhcp": False, "server": None, "up": True}]


def test_the_machine_forwards_and_has_a_name() -> None:
    seen = seen_ipconfig.seen(Source("ipconfig.txt", ENGLISH))
    assert (seen.forwarding.value, seen.hostname.value, seen.system.value) == (True, "LAB-07", "windows")
    assert seen.complete == {"interfaces"}


def test_self_assigned_address_and_unplugged_card() -> None:
    assert show(CHINESE) == [
        {"name": "WLAN", "kind": "wireless", "mac": "70:c9:4e:01:02:03", "addresses": ["169.254.7.8/16"], "gateway": None,
         "dns": [], "dhcp": True, "server": None, "up": True},
        {"name": "VMware Network Adapter VMnet8", "kind": "vmware", "mac": "00:50:56:c0:00:08", "addresses": [], "gateway": None,
         "dns": [], "dhcp": False, "server": None, "up": False}]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same(language: str) -> None:
    title, lines, name, kind = LANGUAGES[language]
    assert show(block(title, lines)) == [{
        "name": name, "kind": kind, "mac": "02:11:22:33:44:55", "addresses": ["192.0.2.7/24"], "gateway": "192.0.2.1",
        "dns": ["192.0.2.4"], "dhcp": True, "server": "192.0.2.3", "up": True}]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("change", [
    lambda text: text.replace("\n", "\r\n"), lambda text: "\n".join("> " + line for line in text.split("\n")),
    lambda text: "C:\\Users\\me>ipconfig /all\n" + text + "\nC:\\Users\\me>", lambda text: text.replace("\n\n", "\n"),
    lambda text: "\n".join(line.strip() for line in text.split("\n")), lambda text: text.replace("\n", "\n    "),
    lambda text: text.replace("\n", "  \t\n"),
], ids=["crlf", "quoted", "prompts", "no-empty-lines", "no-indent", "indented", "blanks-at-ends"])
def test_pasted_ways(language: str, change: Any) -> None:
    text = block(*LANGUAGES[language][:2])
    assert show(change(text)) == show(text)


PLAIN = """
Windows IP Configuration


Ethernet adapter Ethernet:

   Media State . . . . . . . . . . . : Media disconnected
   Connection-specific DNS Suffix  . :

PPP adapter Work VPN:

   Connection-specific DNS Suffix  . :
   IPv4 Address. . . . . . . . . . . : 172.20.1.9
   Subnet Mask . . . . . . . . . . . : 255.255.255.255
   Default Gateway . . . . . . . . . : 0.0.0.0

Wireless LAN adapter Wi-Fi:

   Connection-specific DNS Suffix  . : home
   IPv4 Address. . . . . . . . . . . : 192.168.7.20
   Subnet Mask . . . . . . . . . . . : 255.255.255.0
   Default Gateway . . . . . . . . . : 192.168.7.1
"""


def test_without_all() -> None:
    cards = show(PLAIN)
    assert [(c["name"], c["kind"], c["addresses"], c["gateway"], c["up"], c["dhcp"]) for c in cards] == [
        ("Ethernet", "ethernet", [], None, False, None), ("Work VPN", "vpn", ["172.20.1.9/32"], None, True, None),
        ("Wi-Fi", "wireless", ["192.168.7.20/24"], "192.168.7.1", True, None)]


KINDS = [
    ("Ethernet adapter VirtualBox Host-Only Network", "VirtualBox Host-Only Ethernet Adapter", "0A-00-27-00-00-0B", "virtualbox"),
    ("Ethernet adapter Ethernet 7", "Oracle card", "0A-00-27-00-00-0B", "virtualbox"),
    ("Ethernet adapter vEthernet (Default Switch)", "Hyper-V Virtual Ethernet Adapter", "00-15-5D-01-02-03", "hyperv"),
    ("Ethernet adapter vEthernet (WSL (Hyper-V firewall))", "Hyper-V Virtual Ethernet Adapter #2", "00-15-5D-01-02-04", "hyperv"),
    ("Ethernet adapter vEthernet (DockerNAT)", "Hyper-V Virtual Ethernet Adapter #3", "00-15-5D-01-02-05", "docker"),
    ("Ethernet adapter Ethernet 5", "TAP-Windows Adapter V9", "00-FF-01-02-03-04", "vpn"),
    ("Unknown adapter wg0", "WireGuard Tunnel", "02-FF-01-02-03-04", "vpn"),
    ("Ethernet adapter Ethernet 6", "Cisco AnyConnect Secure Mobility Client Virtual Miniport Adapter for Windows x64",
     "00-05-9A-3C-7A-00", "vpn"),
    ("Ethernet adapter Bluetooth Network Connection", "Bluetooth Device (Personal Area Network)", "B4-2E-99-01-02-03", "bluetooth"),
    ("以太网适配器 蓝牙网络连接", "Bluetooth Device (Personal Area Network)", "B4-2E-99-01-02-03", "bluetooth"),
    ("Wireless LAN adapter Local Area Connection* 2", "Microsoft Wi-Fi Direct Virtual Adapter", "B6-2E-99-01-02-03", "other"),
    ("Ethernet adapter Npcap Loopback Adapter", "Npcap Loopback Adapter", "02-00-4C-4F-4F-50", "other"),
    ("Ethernet adapter Ethernet0", "vmxnet3 Ethernet Adapter", "00-0C-29-01-02-03", "ethernet"),
    ("Ethernet adapter Local Area Connection", "VMware Accelerated AMD PCNet Adapter", "00-0C-29-01-02-03", "ethernet"),
    ("Ethernet adapter lab net", "VMware Virtual Ethernet Adapter for VMnet3", "00-50-56-C0-00-03", "vmware"),
]


@pytest.mark.parametrize(("title", "description", "mac", "kind"), KINDS, ids=[k[0][-24:] + "-" + k[3] for k in KINDS])
def test_kinds(title: str, description: str, mac: str, kind: str) -> None:
    lines = f"   Description . . . . . . . . . . . : {description}\n   Physical Address. . . . . . . . . : {mac}\n"
    suffix = "   Connection-specific DNS Suffix  . : \n"
    assert [card["kind"] for card in show(block(title + ":", suffix + lines))] == [kind]


def test_lines_broken_at_the_window_width() -> None:
    text = block("Ethernet adapter VMware Network Adapter VMnet8 with a name that the window had to break in\nto two lines:", """\
   Connection-specific DNS Suffix  . :
   Description . . . . . . . . . . . : VMware Virtual Ethernet Adapter for VMnet
8
   Physical Address. . . . . . . . . : 00-50-56-C0-00-08
   IPv4 Address. . . . . . . . . . . :
192.168.79.1(Preferred)
   Subnet Mask . . . . . . . . . . . : 255.255.255.0
   Default Gateway . . . . . . . . . :
""")
    (card,) = seen_ipconfig.seen(Source("x", text)).interfaces
    assert card.name.endswith("had to break into two lines")
    assert card.description == "VMware Virtual Ethernet Adapter for VMnet8"
    assert [str(a.value) for a in card.addresses] == ["192.168.79.1/24"]


def test_a_line_broken_at_a_blank_keeps_it() -> None:
    text = block("Wireless LAN adapter Wi-Fi:", "   Connection-specific DNS Suffix  . :\n   Description . . . . . . . . . . . : "
                 "Qualcomm Atheros QCA9377 Wireless Network \nAdapter\n   Physical Address. . . . . . . . . : 00-50-56-C0-00-08\n")
    (card,) = seen_ipconfig.seen(Source("x", text)).interfaces
    assert card.description == "Qualcomm Atheros QCA9377 Wireless Network Adapter"


@pytest.mark.parametrize("language", ["german", "japanese", "russian", "spanish"])
def test_a_listing_that_is_cut_anywhere_within_a_card_is_not_whole(language: str) -> None:
    text = block(*LANGUAGES[language][:2])
    start = text.index("DHCP")
    end = text.lower().rindex("netbios")
    cut = [seen_ipconfig.seen(Source("x", text[:at])) for at in range(start, end)]
    assert not any(seen.complete for seen in cut)
    assert all(card.name == LANGUAGES[language][2] for seen in cut for card in seen.interfaces)
    assert seen_ipconfig.seen(Source("x", text)).complete == {"interfaces"}
    assert not seen_ipconfig.seen(Source("x", text + "\nEthernet adapter VMware Net")).complete


def test_cut_listings_are_not_whole_but_give_what_they_hold() -> None:
    two = ENGLISH + "\nEthernet adapter Ethernet 9:\n\n   Connection-specific DNS Suffix  . : \n"
    two += "   Physical Address. . . . . . . . . : 3C-FD-FE-10-20-31\n   IPv4 Address. . . . . . . . . . . : 10.70.0.5(Preferred)\n"
    seen = seen_ipconfig.seen(Source("x", two))
    assert [str(a.value) for card in seen.interfaces for a in card.addresses] == ["10.8.0.5/22", "10.9.0.5/24", "10.70.0.5/24"]
    assert not seen.complete
    late = seen_ipconfig.seen(Source("x", ENGLISH[ENGLISH.index("   Physical"):] + PLAIN))
    assert [card.name for card in late.interfaces] == ["Ethernet", "Work VPN", "Wi-Fi"]
    assert not late.complete


def test_other_commands_around_it_are_not_adapters() -> None:
    text = ("C:\\>sc query VMnetDHCP\n\nSERVICE_NAME: VMnetDHCP\n        STATE              : 4  RUNNING\n\nC:\\>ipconfig\n" + PLAIN
            + "\nC:\\>route print\nInterface List\n===\nActive Routes:\n  0.0.0.0  0.0.0.0  192.168.7.1  192.168.7.20  25\nDNS Servers: 1.2.3.4\n")
    assert show(text) == show(PLAIN)
    assert seen_ipconfig.seen(Source("x", text)).complete == {"interfaces"}


NOT_IPCONFIG = [
    "", "ONBOOT=yes\nIPADDR=10.0.0.4\n", "subnet 10.0.0.0 netmask 255.255.255.0 {\n range 10.0.0.3 10.0.0.9;\n}\n",
    "2: ens33: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500\n    inet 10.0.0.4/24 brd 10.0.0.255 scope global ens33\n",
    "SERVICE_NAME: VMnetDHCP\n        STATE              : 4  RUNNING\n", "# ... see the manual . . . for more\nkey = value\n",
]


@pytest.mark.parametrize("text", NOT_IPCONFIG)
def test_other_files_are_not_taken(text: str) -> None:
    assert not ipconfig.recognise(text)


@pytest.mark.parametrize("text", [ENGLISH, CHINESE, PLAIN, *(block(*row[:2]) for row in LANGUAGES.values())])
def test_listings_are_recognised(text: str) -> None:
    assert ipconfig.recognise(text)


PIECES = st.sampled_from([*ENGLISH.split("\n"), *CHINESE.split("\n"), *PLAIN.split("\n"), "C:\\>ipconfig", "x:", ":", ". . . . .", "\t. .:", "："])


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.text(max_size=40), max_size=40))
def test_never_raises_and_places_are_in_the_text(lines: list[str]) -> None:
    source = Source("x", "\n".join(lines))
    ipconfig.recognise(source.text)
    listing = ipconfig.parse(source)
    ipconfig_cards.whole(listing)
    for card in seen_ipconfig.seen(source).interfaces:
        for place in (card.place, *card.mac.places, *(p for a in card.addresses for p in a.places)):
            assert 0 <= place.start <= place.end <= len(source.text)


@pytest.mark.parametrize("junk", [" ." * 500_000, ". . :\n" * 200_000, "a:\n" * 300_000, "1.2.3.4\n" * 200_000, ":" * 1_000_000])
def test_junk_takes_no_time(junk: str) -> None:
    ipconfig.recognise(junk)
    ipconfig_cards.cards(ipconfig.parse(Source("x", junk)))
