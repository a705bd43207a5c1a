"""`ipconfig /all` of one machine in the display languages of Windows: the labels by language, and the machine they show."""

from __future__ import annotations

from typing import Any, NamedTuple


class Words(NamedTuple):
    """One display language: titles, types of adapter (with `{}` for the name), labels, and values."""

    width: int
    title: str
    host: str
    ethernet: str
    wireless: str
    suffix: str
    description: str
    mac: str
    dhcp: str
    auto: str
    local6: str
    ipv4: str
    autoconf: str
    mask: str
    obtained: str
    expires: str
    gateway: str
    server: str
    iaid: str
    duid: str
    dns: str
    netbios: str
    state: str
    gone: str
    yes: str
    no: str
    preferred: str
    on: str
    date: str
    bluetooth: str
    lan: str


LANGUAGES: dict[str, Words] = {
    "english": Words(
        34, "Windows IP Configuration", "Host Name", "Ethernet adapter {}:", "Wireless LAN adapter {}:",
        "Connection-specific DNS Suffix", "Description", "Physical Address", "DHCP Enabled", "Autoconfiguration Enabled",
        "Link-local IPv6 Address", "IPv4 Address", "Autoconfiguration IPv4 Address", "Subnet Mask", "Lease Obtained",
        "Lease Expires", "Default Gateway", "DHCP Server", "DHCPv6 IAID", "DHCPv6 Client DUID", "DNS Servers",
        "NetBIOS over Tcpip", "Media State", "Media disconnected", "Yes", "No", "(Preferred)", "Enabled",
        "Monday, June 3, 2024 8:00:00 AM", "Bluetooth Network Connection", "Local Area Connection"),
    "chinese": Words(
        34, "Windows IP 配置", "主机名", "以太网适配器 {}:", "无线局域网适配器 {}:", "连接特定的 DNS 后缀", "描述", "物理地址",
        "DHCP 已启用", "自动配置已启用", "本地链接 IPv6 地址", "IPv4 地址", "自动配置 IPv4 地址", "子网掩码", "获得租约的时间",
        "租约过期的时间", "默认网关", "DHCP 服务器", "DHCPv6 IAID", "DHCPv6 客户端 DUID", "DNS 服务器", "TCPIP 上的 NetBIOS",
        "媒体状态", "媒体已断开连接", "是", "否", "(首选)", "已启用", "2024年6月3日 8:00:00", "蓝牙网络连接", "本地连接"),
    "taiwan": Words(
        34, "Windows IP 設定", "主機名稱", "乙太網路卡 {}:", "無線區域網路介面卡 {}:", "連線特定 DNS 尾碼", "描述", "實體位址",
        "DHCP 已啟用", "自動設定啟用", "連結-本機 IPv6 位址", "IPv4 位址", "自動設定 IPv4 位址", "子網路遮罩", "租用取得",
        "租用到期", "預設閘道", "DHCP 伺服器", "DHCPv6 IAID", "DHCPv6 用戶端 DUID", "DNS 伺服器", "NetBIOS over Tcpip",
        "媒體狀態", "媒體已中斷連線", "是", "否", "(偏好選項)", "啟用", "2024年6月3日 上午 08:00:00", "藍牙網路連線", "區域連線"),
    "japanese": Words(
        36, "Windows IP 構成", "ホスト名", "イーサネット アダプター {}:", "Wireless LAN adapter {}:", "接続固有の DNS サフィックス", "説明",
        "物理アドレス", "DHCP 有効", "自動構成有効", "リンクローカル IPv6 アドレス", "IPv4 アドレス", "自動構成 IPv4 アドレス",
        "サブネット マスク", "リース取得", "リースの有効期限", "デフォルト ゲートウェイ", "DHCP サーバー", "DHCPv6 IAID",
        "DHCPv6 クライアント DUID", "DNS サーバー", "NetBIOS over TCP/IP", "メディアの状態", "メディアは接続されていません", "はい",
        "いいえ", "(優先)", "有効", "2024年6月3日 8:00:00", "Bluetooth ネットワーク接続", "ローカル エリア接続"),
    "german": Words(
        34, "Windows-IP-Konfiguration", "Hostname", "Ethernet-Adapter {}:", "Drahtlos-LAN-Adapter {}:",
        "Verbindungsspezifisches DNS-Suffix", "Beschreibung", "Physische Adresse", "DHCP aktiviert",
        "Autokonfiguration aktiviert", "Verbindungslokale IPv6-Adresse", "IPv4-Adresse", "IPv4-Adresse (Auto. Konfiguration)",
        "Subnetzmaske", "Lease erhalten", "Lease läuft ab", "Standardgateway", "DHCP-Server", "DHCPv6-IAID",
        "DHCPv6-Client-DUID", "DNS-Server", "NetBIOS über TCP/IP", "Medienstatus", "Medium getrennt", "Ja", "Nein",
        "(Bevorzugt)", "Aktiviert", "Montag, 3. Juni 2024 08:00:00", "Bluetooth-Netzwerkverbindung", "LAN-Verbindung"),
    "french": Words(
        40, "Configuration IP de Windows", "Nom de l'hôte", "Carte Ethernet {} :", "Carte réseau sans fil {} :",
        "Suffixe DNS propre à la connexion", "Description", "Adresse physique", "DHCP activé",
        "Configuration automatique activée", "Adresse IPv6 de liaison locale", "Adresse IPv4",
        "Adresse d'autoconfiguration IPv4", "Masque de sous-réseau", "Bail obtenu", "Bail expirant", "Passerelle par défaut",
        "Serveur DHCP", "IAID DHCPv6", "DUID de client DHCPv6", "Serveurs DNS", "NetBIOS sur Tcpip", "Statut du média",
        "Média déconnecté", "Oui", "Non", "(préféré)", "Activé", "lundi 3 juin 2024 08:00:00", "Connexion réseau Bluetooth",
        "Connexion au réseau local"),
    "spanish": Words(
        42, "Configuración IP de Windows", "Nombre de host", "Adaptador de Ethernet {}:", "Adaptador de LAN inalámbrica {}:",
        "Sufijo DNS específico para la conexión", "Descripción", "Dirección física", "DHCP habilitado",
        "Configuración automática habilitada", "Vínculo: dirección IPv6 local", "Dirección IPv4",
        "Dirección IPv4 de configuración automática", "Máscara de subred", "Concesión obtenida", "La concesión expira",
        "Puerta de enlace predeterminada", "Servidor DHCP", "IAID DHCPv6", "DUID de cliente DHCPv6", "Servidores DNS",
        "NetBIOS sobre TCP/IP", "Estado de los medios", "medios desconectados", "sí", "no", "(Preferido)", "habilitado",
        "lunes, 3 de junio de 2024 8:00:00", "Conexión de red Bluetooth", "Conexión de área local"),
    "portuguese-br": Words(
        42, "Configuração de IP do Windows", "Nome do host", "Adaptador Ethernet {}:", "Adaptador de Rede sem Fio {}:",
        "Sufixo DNS específico de conexão", "Descrição", "Endereço Físico", "DHCP Habilitado",
        "Configuração Automática Habilitada", "Endereço IPv6 de link local", "Endereço IPv4",
        "Endereço IPv4 de Configuração Automática", "Máscara de Sub-rede", "Concessão Obtida", "Concessão Expira",
        "Gateway Padrão", "Servidor DHCP", "IAID de DHCPv6", "DUID de Cliente DHCPv6", "Servidores DNS", "NetBIOS em Tcpip",
        "Estado da mídia", "mídia desconectada", "Sim", "Não", "(Preferencial)", "Habilitado",
        "segunda-feira, 3 de junho de 2024 08:00:00", "Conexão de Rede Bluetooth", "Conexão Local"),
    "portuguese-pt": Words(
        42, "Configuração IP do Windows", "Nome do anfitrião", "Adaptador Ethernet {}:", "Adaptador de rede local sem fios {}:",
        "Sufixo DNS específico da ligação", "Descrição", "Endereço físico", "DHCP ativado", "Autoconfiguração ativada",
        "Endereço IPv6 de local de ligação", "Endereço IPv4", "Endereço IPv4 de autoconfiguração", "Máscara de sub-rede",
        "Concessão obtida", "Concessão expira", "Gateway predefinido", "Servidor DHCP", "IAID DHCPv6",
        "DUID de cliente DHCPv6", "Servidores DNS", "NetBIOS por Tcpip", "Estado do suporte", "Suporte desligado", "Sim",
        "Não", "(Preferido)", "Ativado", "3 de junho de 2024 08:00:00", "Ligação de Rede Bluetooth", "Ligação de área local"),
    "russian": Words(
        34, "Настройка протокола IP для Windows", "Имя компьютера", "Адаптер Ethernet {}:",
        "Адаптер беспроводной локальной сети {}:", "DNS-суффикс подключения", "Описание", "Физический адрес", "DHCP включен",
        "Автонастройка включена", "Локальный IPv6-адрес канала", "IPv4-адрес", "Автонастройка IPv4-адреса", "Маска подсети",
        "Аренда получена", "Срок аренды истекает", "Основной шлюз", "DHCP-сервер", "IAID DHCPv6", "DUID клиента DHCPv6",
        "DNS-серверы", "NetBios через TCP/IP", "Состояние среды", "Среда передачи недоступна.", "Да", "Нет", "(Основной)",
        "Включен", "3 июня 2024 г. 8:00:00", "Сетевое подключение Bluetooth", "Подключение по локальной сети"),
    "korean": Words(
        28, "Windows IP 구성", "호스트 이름", "이더넷 어댑터 {}:", "무선 LAN 어댑터 {}:", "연결별 DNS 접미사", "설명", "물리적 주소",
        "DHCP 사용", "자동 구성 사용", "링크-로컬 IPv6 주소", "IPv4 주소", "자동 구성 IPv4 주소", "서브넷 마스크", "임대 시작 날짜",
        "임대 만료 날짜", "기본 게이트웨이", "DHCP 서버", "DHCPv6 IAID", "DHCPv6 클라이언트 DUID", "DNS 서버",
        "Tcpip를 통한 NetBIOS", "미디어 상태", "미디어 연결 끊김", "예", "아니요", "(기본 설정)", "사용",
        "2024년 6월 3일 월요일 오전 8:00:00", "Bluetooth 네트워크 연결", "로컬 영역 연결"),
    "italian": Words(
        34, "Configurazione IP di Windows", "Nome host", "Scheda Ethernet {}:", "Scheda LAN wireless {}:",
        "Suffisso DNS specifico per connessione", "Descrizione", "Indirizzo fisico", "DHCP abilitato",
        "Configurazione automatica abilitata", "Indirizzo IPv6 locale rispetto al collegamento", "Indirizzo IPv4",
        "Indirizzo IPv4 configurazione automatica", "Subnet mask", "Lease ottenuto", "Scadenza lease", "Gateway predefinito",
        "Server DHCP", "IAID DHCPv6", "DUID Client DHCPv6", "Server DNS", "NetBIOS su TCP/IP", "Stato supporto",
        "Supporto disconnesso", "Sì", "No", "(Preferenziale)", "Attivato", "lunedì 3 giugno 2024 08:00:00",
        "Connessione di rete Bluetooth", "Connessione alla rete locale (LAN)"),
    "polish": Words(
        34, "Konfiguracja IP systemu Windows", "Nazwa hosta", "Karta Ethernet {}:", "Karta bezprzewodowej sieci LAN {}:",
        "Sufiks DNS konkretnego połączenia", "Opis", "Adres fizyczny", "DHCP włączone", "Autokonfiguracja włączona",
        "Adres IPv6 połączenia lokalnego", "Adres IPv4", "Autokonfiguracja adresu IPv4", "Maska podsieci", "Dzierżawa uzyskana",
        "Dzierżawa wygasa", "Brama domyślna", "Serwer DHCP", "Identyfikator IAID DHCPv6", "Identyfikator DUID klienta DHCPv6",
        "Serwery DNS", "NetBIOS przez Tcpip", "Stan nośnika", "Nośnik odłączony", "Tak", "Nie", "(Preferowane)", "Włączony",
        "poniedziałek, 3 czerwca 2024 08:00:00", "Połączenie sieciowe Bluetooth", "Połączenie lokalne"),
    "turkish": Words(
        34, "Windows IP Yapılandırması", "Ana Bilgisayar Adı", "Ethernet bağdaştırıcısı {}:",
        "Kablosuz LAN bağdaştırıcısı {}:", "Bağlantıya özgü DNS Soneki", "Açıklama", "Fiziksel Adres", "DHCP Etkin",
        "Otomatik Yapılandırma Etkin", "Bağlantı Yerel IPv6 Adresi", "IPv4 Adresi", "Otomatik Yapılandırma IPv4 Adresi",
        "Alt Ağ Maskesi", "Kira Alındı", "Kira Bitişi", "Varsayılan Ağ Geçidi", "DHCP Sunucusu", "DHCPv6 IAID",
        "DHCPv6 İstemci DUID", "DNS Sunucuları", "Tcpip üzerinden NetBIOS", "Medya Durumu", "Medya Bağlantısı kesildi", "Evet",
        "Hayır", "(Tercih Edilen)", "Etkin", "3 Haziran 2024 Pazartesi 08:00:00", "Bluetooth Ağ Bağlantısı", "Yerel Ağ Bağlantısı"),
}
OEM = {"chinese": "gbk", "taiwan": "cp950", "japanese": "cp932", "german": "cp850", "french": "cp850", "spanish": "cp850",
       "portuguese-br": "cp850", "portuguese-pt": "cp850", "russian": "cp866", "korean": "cp949", "italian": "cp850"}
ANSI = {"german": "cp1252", "french": "cp1252", "spanish": "cp1252", "portuguese-br": "cp1252", "portuguese-pt": "cp1252",
        "russian": "cp1251", "italian": "cp1252"}


class Shown(NamedTuple):
    """One adapter as it is shown."""

    name: str
    description: str
    mac: str
    kind: str
    dhcp: bool = False
    addresses: tuple[tuple[str, int], ...] = ()
    gateways: tuple[str, ...] = ()
    dns: tuple[str, ...] = ()
    server: str = ""
    wireless: bool = False
    gone: bool = False
    self_assigned: bool = False


def machine(words: Words) -> tuple[Shown, ...]:
    return (
        Shown("Ethernet", "Realtek PCIe GbE Family Controller", "3C-7C-3F-10-20-30", "ethernet",
              addresses=(("10.20.30.40", 24), ("10.20.40.9", 23)), gateways=("10.20.30.1", "10.20.40.1"),
              dns=("10.20.30.53", "9.9.9.9")),
        Shown("Wi-Fi", "Intel(R) Wi-Fi 6E AX211 160MHz", "70-1A-B8-01-02-03", "wireless", True, (("192.168.178.121", 24),),
              ("fe80::1%12", "192.168.178.254"), ("fd00::2e91:abff:fe12:3456", "192.168.178.253"), "192.168.178.252", True),
        Shown("VMware Network Adapter VMnet1", "VMware Virtual Ethernet Adapter for VMnet1", "00-50-56-C0-00-01", "vmware",
              addresses=(("192.168.128.1", 24),)),
        Shown("VMware Network Adapter VMnet8", "VMware Virtual Ethernet Adapter for VMnet8", "00-50-56-C0-00-08", "vmware",
              addresses=(("192.168.200.1", 24),)),
        Shown("VirtualBox Host-Only Network", "VirtualBox Host-Only Ethernet Adapter", "0A-00-27-00-00-0B", "virtualbox",
              addresses=(("192.168.56.1", 24),)),
        Shown("vEthernet (Default Switch)", "Hyper-V Virtual Ethernet Adapter", "00-15-5D-01-02-03", "hyperv",
              addresses=(("172.28.16.1", 20),)),
        Shown("OpenVPN", "TAP-Windows Adapter V9", "00-FF-A1-B2-C3-D4", "vpn", True, (("10.8.0.6", 30),), server="10.8.0.5"),
        Shown(words.bluetooth, "Bluetooth Device (Personal Area Network)", "70-1A-B8-01-02-07", "bluetooth", True, gone=True),
        Shown(f"{words.lan}* 1", "Microsoft Wi-Fi Direct Virtual Adapter", "72-1A-B8-01-02-03", "other", True, wireless=True, gone=True),
        Shown(f"{words.lan} 2", "ASIX USB to Gigabit Ethernet Family Adapter", "00-0E-C6-11-22-33", "ethernet", True, (("169.254.77.8", 16),),
              self_assigned=True),
        Shown("Ethernet 3", "Intel(R) I210 Gigabit Network Connection", "A0-36-9F-44-55-66", "ethernet", gone=True),
    )


def mask_of(prefix: int) -> str:
    number = (0xFFFFFFFF << (32 - prefix)) & 0xFFFFFFFF
    return ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))


def listing(words: Words) -> str:
    """What `ipconfig /all` prints on that machine in that language."""
    lines = ["", words.title, "", _line(words, words.host, "LAB-PC"), ""]
    for shown in machine(words):
        lines += [(words.wireless if shown.wireless else words.ethernet).format(shown.name), "", *_adapter(words, shown), ""]
    return "\n".join(lines)


def _line(words: Words, label: str, value: str) -> str:
    room = words.width - len(label)
    leader = (" " if room % 2 else "") + ". " * max(room // 2, 1)
    return f"   {label}{leader}: {value}".rstrip() if value else f"   {label}{leader}:"


def _many(words: Words, label: str, values: tuple[str, ...]) -> list[str]:
    indent = " " * (words.width + 5)
    return [_line(words, label, value) if not n else indent + value for n, value in enumerate(values)] or [_line(words, label, "")]


def _adapter(words: Words, shown: Shown) -> list[str]:
    w = words
    lines = [_line(w, w.state, w.gone)] if shown.gone else []
    lines += [_line(w, w.suffix, ""), _line(w, w.description, shown.description), _line(w, w.mac, shown.mac),
              _line(w, w.dhcp, w.yes if shown.dhcp else w.no), _line(w, w.auto, w.yes)]
    if shown.gone:
        return lines
    lines.append(_line(w, w.local6, f"fe80::a1b2:c3d4:e5f6:{len(shown.name):x}%12{w.preferred}"))
    for address, prefix in shown.addresses:
        lines += [_line(w, w.autoconf if shown.self_assigned else w.ipv4, address + w.preferred), _line(w, w.mask, mask_of(prefix))]
    if shown.server:
        lines += [_line(w, w.obtained, w.date), _line(w, w.expires, w.date)]
    lines += _many(w, w.gateway, shown.gateways)
    if shown.server:
        lines.append(_line(w, w.server, shown.server))
    lines += [_line(w, w.iaid, "104594942"), _line(w, w.duid, "00-01-00-01-2A-11-22-33-3C-7C-3F-10-20-30")]
    if shown.dns:
        lines += _many(w, w.dns, shown.dns)
    return [*lines, _line(w, w.netbios, w.on)]


def facts(words: Words) -> set[tuple[Any, ...]]:
    """What a reader must find: one tuple for each fact, the adapter's name first."""
    found: set[tuple[Any, ...]] = set()
    for shown in machine(words):
        found |= {(shown.name, "kind", shown.kind), (shown.name, "mac", shown.mac.replace("-", ":").lower()), (shown.name, "dhcp", shown.dhcp),
                  (shown.name, "up", not shown.gone)}
        found |= {(shown.name, "address", address) for address, _ in shown.addresses}
        found |= {(shown.name, "prefix", address, prefix) for address, prefix in shown.addresses}
        found |= {(shown.name, "dns", server) for server in shown.dns if ":" not in server}
        found |= {(shown.name, "gateway", router) for router in [g for g in shown.gateways if ":" not in g][:1]}
        if shown.server:
            found.add((shown.name, "server", shown.server))
    return found
