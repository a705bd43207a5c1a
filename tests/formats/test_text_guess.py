"""Code pages of pasted captures are told by what their text looks like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vmnetdoctor.formats.text_guess import decode_capture

CHINESE = "以太网适配器 本地连接:\r\n\r\n   媒体状态  . . . . . . . . . . . . : 媒体已断开连接\r\n   子网掩码  . . . : 255.255.255.0\r\n"
TAIWAN = "乙太網路卡 乙太網路:\r\n\r\n   媒體狀態 . . . . . . . . . . . . .: 媒體已中斷連線\r\n   子網路遮罩 . . . . : 255.255.255.0\r\n"
JAPANESE = "イーサネット アダプター ローカル エリア接続:\r\n\r\n   メディアの状態. . . . . . . . . . . .: メディアは接続されていません\r\n"
KOREAN = "이더넷 어댑터 이더넷:\r\n\r\n   미디어 상태 . . . . . . . . . . . : 미디어 연결 끊김\r\n   서브넷 마스크 . . : 255.255.255.0\r\n"
RUSSIAN = "Адаптер Ethernet Ethernet:\r\n\r\n   Состояние среды. . . . . . . . : Среда передачи недоступна.\r\n   Основной шлюз. : 10.1.1.1\r\n"
GERMAN = "Ethernet-Adapter Büro:\r\n\r\n   Lease läuft ab. . . . . . . . . . : Dienstag, 5. März 2024\r\n   NetBIOS über TCP/IP . . : Aktiviert\r\n"
FRENCH = "Carte Ethernet Ethernet :\r\n\r\n   Passerelle par défaut. . . : 10.1.1.1\r\n   Bail expirant. . : mardi 6 août 2024, dédié à la chaîne\r\n"
PORTUGUESE = "Configuração de IP do Windows\r\n\r\n   Endereço Físico . . . . : 00-0C-29-01-02-03\r\n   DHCP Habilitado . . : não\r\n"
SPANISH = "Configuración IP de Windows\r\n\r\n   Máscara de subred . . . . . : 255.255.255.0\r\n   DHCP habilitado . . : sí\r\n   Español: año\r\n"

PAGES = [
    (CHINESE, "gbk"), (TAIWAN, "cp950"), (JAPANESE, "cp932"), (KOREAN, "cp949"), (RUSSIAN, "cp866"), (RUSSIAN, "cp1251"),
    (GERMAN, "cp850"), (GERMAN, "cp1252"), (FRENCH, "cp850"), (FRENCH, "cp1252"), (PORTUGUESE, "cp850"), (PORTUGUESE, "cp1252"),
    (SPANISH, "cp850"), (SPANISH, "cp1252"), (CHINESE, "utf-8"), (JAPANESE, "utf-8-sig"), (KOREAN, "utf-16"), (RUSSIAN, "utf-16-le"),
    (GERMAN, "utf-16-be"),
]


@pytest.mark.parametrize(("text", "codec"), PAGES, ids=[f"{codec}-{text[:6].strip()}" for text, codec in PAGES])
def test_the_text_comes_back(text: str, codec: str) -> None:
    source = decode_capture("ipconfig.txt", text.encode(codec))
    assert source.text == text
    assert source.exact
    assert source.encode() == text.encode(codec)


@pytest.mark.parametrize(("text", "codec"), [(CHINESE, "utf-8"), (CHINESE, "utf-16"), (KOREAN, "utf-16")])
def test_a_file_cut_within_a_character_keeps_what_it_holds(text: str, codec: str) -> None:
    source = decode_capture("ipconfig.txt", text.encode(codec)[:41])
    assert source.text[:8] == text[:8]


def test_plain_ascii_is_left_alone() -> None:
    source = decode_capture("services.txt", b"SERVICE_NAME: VMnetDHCP\r\n")
    assert (source.text, source.codec, source.exact) == ("SERVICE_NAME: VMnetDHCP\r\n", "utf-8", True)


@given(st.binary(max_size=300))
def test_any_bytes_give_a_text(data: bytes) -> None:
    source = decode_capture("x", data)
    if source.exact:
        assert source.encode() == data
