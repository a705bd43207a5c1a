"""Words of `ipconfig` by display language: only a help, the values decide (issue 4).

Rows are English, Chinese (both scripts), Japanese, German, French, Spanish, Portuguese, Russian, Korean, and some neighbours.
"""

from __future__ import annotations

import re

YES = frozenset((
    "yes", "是", "はい", "ja", "oui", "sí", "si", "sim", "да", "예", "sì", "tak", "evet", "ano", "igen", "kyllä", "так",
    "ναι", "da",
))
NO = frozenset((
    "no", "否", "いいえ", "nein", "non", "não", "nao", "нет", "아니요", "아니오", "nee", "nie", "hayır", "ne", "nem", "nej",
    "nei", "ei", "ні", "όχι", "nu",
))
# what stands before the name in an adapter's header; the longest that fits counts
TYPES = tuple(sorted((
    "Ethernet adapter", "Wireless LAN adapter", "Tunnel adapter", "PPP adapter", "Token Ring adapter", "Unknown adapter",
    "Mobile Broadband adapter", "Bluetooth adapter", "Wireless Network adapter",
    "以太网适配器", "以太网卡", "无线局域网适配器", "隧道适配器", "PPP 适配器", "未知适配器", "移动宽带适配器",
    "乙太網路卡", "乙太網路介面卡", "無線區域網路卡", "無線區域網路介面卡", "通道介面卡", "PPP 介面卡", "未知的介面卡",
    "イーサネット アダプター", "イーサネット アダプタ", "ワイヤレス LAN アダプター", "Wireless LAN アダプター",
    "トンネル アダプター",
    "不明なアダプター", "PPP アダプター", "Tunnel アダプター",
    "Ethernet-Adapter", "Drahtlos-LAN-Adapter", "Tunneladapter", "PPP-Adapter", "Unbekannter Adapter", "Mobiler Breitbandadapter",
    "Carte Ethernet", "Carte réseau sans fil", "Carte Tunnel", "Carte PPP", "Carte inconnue", "Carte réseau Ethernet",
    "Carte réseau local sans fil",
    "Adaptador de Ethernet", "Adaptador Ethernet", "Adaptador de LAN inalámbrica", "Adaptador LAN inalámbrico",
    "Adaptador de túnel", "Adaptador PPP", "Adaptador desconocido",
    "Adaptador de Rede sem Fio", "Adaptador de rede local sem fios", "Adaptador de túnel", "Adaptador de Rede Local sem Fio",
    "Adaptador de LAN sem Fio", "Adaptador Ethernet", "Adaptador de Túnel", "Adaptador desconhecido",
    "Адаптер Ethernet", "Адаптер беспроводной локальной сети", "Туннельный адаптер", "Адаптер PPP", "Неизвестный адаптер",
    "Ethernet адаптер",
    "이더넷 어댑터", "무선 LAN 어댑터", "터널 어댑터", "PPP 어댑터", "알 수 없는 어댑터",
    "Scheda Ethernet", "Scheda LAN wireless", "Scheda Tunnel", "Scheda PPP", "Scheda sconosciuta",
    "Karta Ethernet", "Karta bezprzewodowej sieci LAN", "Karta tunelowa", "Ethernet-adapter", "Adapter voor draadloos LAN",
    "Tunnel-adapter", "Ethernet bağdaştırıcısı", "Kablosuz LAN bağdaştırıcısı", "Tünel bağdaştırıcısı",
    "Adaptér sítě Ethernet", "Adaptér bezdrátové sítě LAN", "Trådlöst nätverkskort", "Ethernet-kort", "Ethernet-nätverkskort",
), key=len, reverse=True))
# the last word of a header's type phrase, where the phrase itself is not in the list
TYPE_END = re.compile(
    r"(?i)^.{0,60}?(?:adapter|adaptateur|适配器|網路卡|介面卡|アダプター?|어댑터|адаптер|bağdaştırıcısı|nätverkskort)"
    r"[ \t]+(?=\S)")
DISCONNECTED = re.compile(
    r"(?i)disconnect|unplugged|断开|斷|切断|接続されていません|getrennt|déconnect|deconnect|desconect|отключ|отсоедин|"
    r"끊|disconness|rozłącz|odłącz|verbroken|kesil|odpojen|frånkoppl|ei yhte")
SUBNET_PEER = re.compile(r"(?i)IP(?!v6|x)")      # only labels of addresses hold `IP`; gateways and masks do not
