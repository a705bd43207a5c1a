"""Services, bindings, routes, folders, versions and the registry of a Windows machine, as its commands print them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmnetdoctor.assemble import seen_registry, seen_windows
from vmnetdoctor.assemble.seen_join import joined
from vmnetdoctor.formats import bindings, dirlist, registry, winroutes, winservices, winversion
from vmnetdoctor.formats.text_guess import decode_capture
from vmnetdoctor.source import Source

SC = """C:\\Windows\\system32>sc query VMnetDHCP

SERVICE_NAME: VMnetDHCP
        TYPE               : 10  WIN32_OWN_PROCESS
        STATE              : 1  STOPPED
        WIN32_EXIT_CODE    : 1077  (0x435)

C:\\Windows\\system32>sc qc "VMware NAT Service"
[SC] QueryServiceConfig SUCCESS

SERVICE_NAME: VMware NAT Service
        TYPE               : 10  WIN32_OWN_PROCESS
        START_TYPE         : 4   DISABLED
        BINARY_PATH_NAME   : C:\\Windows\\SysWOW64\\vmnat.exe
        DISPLAY_NAME       : VMware NAT Service

C:\\Windows\\system32>sc query VMAuthdService
[SC] EnumQueryServicesStatus:OpenService FAILED 1060:

The specified service does not exist as an installed service.
"""
SPANISH_SC = """NOMBRE_SERVICIO: VMnetDHCP
NOMBRE_MOSTRAR : VMware DHCP Service
        TIPO               : 10  WIN32_OWN_PROCESS
        ESTADO             : 4  RUNNING
                                (STOPPABLE, NOT_PAUSABLE, ACCEPTS_SHUTDOWN)
NOMBRE_SERVICIO: VMware NAT Service
        TIPO               : 10  WIN32_OWN_PROCESS
        ESTADO             : 1  STOPPED
"""
TABLE = """PS C:\\Users\\me> Get-Service *vm*

Status   Name               DisplayName
------   ----               -----------
Stopped  VMAuthdService     VMware Authorization Service
Running  VMnetDHCP          VMware DHCP Service
Running  VMware NAT Service VMware NAT Service
"""
SELECTED = """
Name               Status  StartType
----               ------  ---------
VMnetDHCP         Stopped   Disabled
VMware NAT Service Running Automatic
"""
CUT_NAMES = """
Status   Name          DisplayName
------   ----          -----------
Stopped  VMware NAT... VMware NAT Service
"""
LIST = """

Name                : VMware NAT Service
DisplayName         : VMware NAT Service
Status              : Stopped
DependentServices   : {}
StartType           : Manual

Name                : VMnetDHCP
DisplayName         : VMware DHCP Service
Status              : Running
StartType           : Automatic
"""
NET_START = {
    "english": ("These Windows services are started:", "The command completed successfully."),
    "chinese": ("已经启动以下 Windows 服务:", "命令成功完成。"),
    "japanese": ("以下の Windows サービスが開始されています:", "コマンドは正常に終了しました。"),
    "german": ("Folgende Windows-Dienste sind gestartet:", "Der Befehl wurde erfolgreich ausgeführt."),
    "french": ("Les services Windows suivants ont démarré :", "La commande s’est terminée correctement."),
    "spanish": ("Se han iniciado estos servicios de Windows:", "Se ha completado el comando correctamente."),
    "portuguese": ("Estes serviços do Windows foram iniciados:", "Comando concluído com êxito."),
    "russian": ("Запущены следующие службы Windows:", "Команда выполнена успешно."),
    "korean": ("다음 Windows 서비스가 시작되었습니다.", "명령을 잘 실행했습니다."),
}
STATES = [
    (SC, {"VMnetDHCP": ["stopped"], "VMware NAT Service": ["disabled"], "VMAuthdService": ["absent"]}),
    (SPANISH_SC, {"VMnetDHCP": ["running"], "VMware NAT Service": ["stopped"]}),
    (TABLE, {"VMAuthdService": ["stopped"], "VMnetDHCP": ["running"], "VMware NAT Service": ["running"]}),
    (SELECTED, {"VMnetDHCP": ["stopped", "disabled"], "VMware NAT Service": ["running", "enabled"]}),
    (CUT_NAMES, {"VMware NAT Service": ["stopped"]}),
    (LIST, {"VMware NAT Service": ["stopped", "manual"], "VMnetDHCP": ["running", "enabled"]}),
    ("   VMware DHCP Service\n   VMware NAT Service\n", {"VMnetDHCP": ["running"], "VMware NAT Service": ["running"]}),
]


def services(text: str) -> dict[str, list[Any]]:
    return {name: [fact.value for fact in facts] for name, facts in seen_windows.seen(Source("s.txt", text)).services.items()}


@pytest.mark.parametrize(("text", "states"), STATES, ids=["sc", "sc-es", "table", "selected", "cut", "list", "findstr"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_services(text: str, states: dict[str, list[str]], end: str) -> None:
    assert services(text.replace("\n", end)) == states


def test_a_state_stands_where_its_line_is() -> None:
    (fact,) = seen_windows.seen(Source("s.txt", SC)).services["VMnetDHCP"]
    assert fact.place is not None
    assert fact.place.text == "STATE              : 1  STOPPED"


@pytest.mark.parametrize("language", NET_START)
def test_a_list_of_running_services_tells_by_what_it_leaves_out(language: str) -> None:
    head, foot = NET_START[language]
    names = ["Base Filtering Engine", "DHCP Client", "VMware Authorization Service", "VMware NAT Service", "Workstation"]
    text = f"{head}\n\n" + "".join(f"   {name}\n" for name in names)
    for whole in (text + f"\n{foot}\n", text):
        found = services(whole)
        assert (found["VMware NAT Service"], found["VMnetDHCP"], found["VMAuthdService"]) == (["running"], ["stopped"], ["running"])
        assert found["DHCP Client"] == ["running"]
    cut = f"{head}\n\n" + "".join(f"   {name}\n" for name in names[:3])
    assert "VMnetDHCP" not in services(cut)


BINDING_TABLE = """PS C:\\> Get-NetAdapterBinding -ComponentID vmware_bridge

Name                           DisplayName                                        ComponentID          Enabled
----                           -----------                                        -----------          -------
以太网                            VMware Bridge Protocol                             vmware_bridge        True
Wi-Fi 2                        VMware Bridge Protocol                             vmware_bridge        False
VMware Network Adapter VMne... VMware Bridge Protocol                             vmware_bridge        False
"""
BINDING_ALL = """
Name     DisplayName                            ComponentID   Enabled
----     -----------                            -----------   -------
Ethernet Client for Microsoft Networks          ms_msclient      True
Ethernet VMware Bridge Protocol                 vmware_bridge   False
"""
BINDING_LIST = """
Name        : Local Area Connection* 2
DisplayName : VMware Bridge Protocol
ComponentID : vmware_bridge
Enabled     : True

Name        : Ethernet
DisplayName : File and Printer Sharing
ComponentID : ms_server
Enabled     : False
"""
BINDING_SHORT = """
Name       DisplayName            Enabled
----       -----------            -------
Ethernet 2 VMware Bridge Protocol    True
"""


@pytest.mark.parametrize(("text", "bound"), [
    (BINDING_TABLE, [("以太网", True), ("Wi-Fi 2", False), ("VMware Network Adapter VMne...", False)]),
    (BINDING_ALL, [("Ethernet", False)]),
    (BINDING_LIST, [("Local Area Connection* 2", True)]),
    (BINDING_SHORT, [("Ethernet 2", True)]),
], ids=["table", "all", "list", "short"])
def test_bridge_bindings(text: str, bound: list[tuple[str, bool]]) -> None:
    source = Source("b.txt", text)
    assert bindings.recognise(text)
    assert [(b.card.text, b.enabled) for b in bindings.parse(source) if b.bridge] == bound
    for binding in bindings.parse(source):
        assert text[binding.card.start:binding.card.end] == binding.card.text


def test_a_binding_joins_the_card_of_ipconfig() -> None:
    text = """PS C:\\> ipconfig

Windows IP Configuration

Ethernet adapter VMware Network Adapter VMnet1:

   Connection-specific DNS Suffix  . :
   IPv4 Address. . . . . . . . . . . : 192.168.40.1
   Subnet Mask . . . . . . . . . . . : 255.255.255.0
   Default Gateway . . . . . . . . . :

Wireless LAN adapter Wi-Fi 2:

   Media State . . . . . . . . . . . : Media disconnected
   Connection-specific DNS Suffix  . :
""" + BINDING_TABLE
    seen = seen_windows.seen(Source("all.txt", text))
    assert seen_windows.kinds_in(text) == ("ipconfig", "bindings")
    assert [(c.name, c.kind, c.bridged.value, len(c.addresses), c.up.value) for c in seen.interfaces] == [
        ("VMware Network Adapter VMnet1", "vmware", False, 1, True), ("Wi-Fi 2", "wireless", False, 0, False),
        ("以太网", "ethernet", True, 0, None)]


ROUTES = """===========================================================================
Interface List
 12...3c fd fe 10 20 30 ......Intel(R) I210 Gigabit Network Connection
===========================================================================

IPv4 Route Table
===========================================================================
Active Routes:
Network Destination        Netmask          Gateway       Interface  Metric
          0.0.0.0          0.0.0.0       10.20.0.1       10.20.0.9     25
        10.20.0.0    255.255.255.0         {link}       10.20.0.9    281
     192.168.79.0    255.255.255.0       10.99.0.1       10.99.0.7      5
        127.0.0.0        255.0.0.0         {link}       127.0.0.1    331
===========================================================================
Persistent Routes:
  Network Address          Netmask  Gateway Address  Metric
        10.77.0.0      255.255.0.0       10.20.0.2       1
===========================================================================
"""


@pytest.mark.parametrize("link", ["On-link", "在链路上", "リンク上", "Auf Verbindung", "Conectado", "En vínculo", "연결됨"])
def test_routes_in_any_language(link: str) -> None:
    text = ROUTES.replace("{link}", link)
    seen = seen_windows.seen(Source("r.txt", text))
    assert [(str(r.to), r.via is None, r.interface, r.metric) for r in seen.routes] == [
        ("0.0.0.0/0", False, "10.20.0.9", 25), ("10.20.0.0/24", True, "10.20.0.9", 281),
        ("192.168.79.0/24", False, "10.99.0.7", 5), ("127.0.0.0/8", True, "127.0.0.1", 331)]
    assert seen.routes[0].place.text.startswith("0.0.0.0          0.0.0.0")
    assert "routes" in seen.complete
    assert "routes" not in seen_windows.seen(Source("r.txt", text[:text.index("    127.0.0.0")])).complete


def test_old_windows_names_its_own_address_as_the_gateway() -> None:
    row = "      192.168.1.0    255.255.255.0     192.168.1.5     192.168.1.5       20\n"
    (route,) = seen_windows.seen(Source("r.txt", row)).routes
    assert (str(route.to), route.via) == ("192.168.1.0/24", None)


def test_routes_are_named_by_the_card() -> None:
    card = ("Windows IP Configuration\n\nEthernet adapter Uplink:\n\n   Connection-specific DNS Suffix  . :\n"
            "   IPv4 Address. . . . . . . . . . . : 10.20.0.9\n   Subnet Mask . . . . . . . . . . . : 255.255.255.0\n\n")
    for parts in ([card + ROUTES], [card, ROUTES], [ROUTES, card]):
        seen = joined(seen_windows.seen(Source(f"{n}.txt", part)) for n, part in enumerate(parts))
        assert [route.interface for route in seen.routes][:2] == ["Uplink", "Uplink"]


HEADS = [" Directory of C:\\ProgramData\\VMware", " C:\\ProgramData\\VMware 的目录", " C:\\ProgramData\\VMware のディレクトリ",
         " Verzeichnis von C:\\ProgramData\\VMware", " Répertoire de C:\\ProgramData\\VMware", " Directorio de C:\\ProgramData\\VMware",
         " Pasta de C:\\ProgramData\\VMware", " Содержимое папки C:\\ProgramData\\VMware", " C:\\ProgramData\\VMware 디렉터리"]
ROWS = ["03/27/2021  10:18 AM    <DIR>          .\n03/27/2021  10:18 AM    <DIR>          VMware Workstation\n03/27/2021  10:17 AM             1,147 netmap.conf\n",
        "2021/03/27  10:18    <DIR>          .\n2021/03/27  10:18    <DIR>          VMware Workstation\n2021/03/27  10:17             1,147 netmap.conf\n",
        "27.03.2021  10:18    <DIR>          .\n27.03.2021  10:18    <DIR>          VMware Workstation\n27.03.2021  10:17             1.147 netmap.conf\n",
        "2021-03-27  오전 10:18    <DIR>          .\n2021-03-27  오전 10:18    <DIR>          VMware Workstation\n2021-03-27  오전 10:17             1,147 netmap.conf\n"]


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("rows", ROWS, ids=["us", "zh", "de", "ko"])
def test_folders(head: str, rows: str) -> None:
    text = f" Volume in drive C is SYSTEM\n\n{head}\n\n{rows}"
    foot = "               1 File(s)          1,147 bytes\n               2 Dir(s)  83,210,514,432 bytes free\n"
    assert dirlist.recognise(text)
    for end, whole in ((foot, True), ("", False)):
        (folder,) = dirlist.parse(Source("d.txt", text + end))
        assert (folder.path.text, folder.whole) == ("C:\\ProgramData\\VMware", whole)
        assert [(item.name.text, item.size, item.folder) for item in folder.items] == [
            ("VMware Workstation", None, True), ("netmap.conf", 1147, False)]


def test_folder_of_powershell() -> None:
    text = """
    Directory: C:\\ProgramData\\VMware


Mode                 LastWriteTime         Length Name
----                 -------------         ------ ----
d-----         3/27/2021  10:18 AM                VMware Workstation
-a----         3/27/2021  10:17 AM           1147 netmap.conf
"""
    (folder,) = seen_windows.seen(Source("d.txt", text)).folders
    assert (folder.path, [name.value for name in folder.names]) == ("C:\\ProgramData\\VMware", ["VMware Workstation", "netmap.conf"])


@pytest.mark.parametrize(("text", "release", "virtual"), [
    ("\nMicrosoft Windows [Version 10.0.22631.4037]\n", "Windows 10.0.22631.4037", None),
    ("Microsoft Windows [版本 6.1.7601]\n", "Windows 6.1.7601", None),
    ("Microsoft Windows XP [Version 5.1.2600]\n", "Windows XP 5.1.2600", None),
    ("Host Name:                 A\nOS Name:                   Microsoft Windows 10 Pro\nOS Version:                10.0.19045 N/A Build 19045\n"
     "System Manufacturer:       VMware, Inc.\nSystem Model:              VMware Virtual Platform\n", "Windows 10 Pro 10.0.19045", True),
    ("主机名:           A\nOS 名称:          Microsoft Windows 10 专业版\nOS 版本:          10.0.19045 暂缺 Build 19045\n", "Windows 10 专业版 10.0.19045", None),
], ids=["ver", "ver-zh", "xp", "systeminfo-guest", "systeminfo-zh"])
def test_release(text: str, release: str, virtual: bool | None) -> None:
    seen = seen_windows.seen(Source("v.txt", text))
    assert (seen.release.value, seen.virtual.value) == (release, virtual)


EXPORT = """Windows Registry Editor Version 5.00

[HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\VMware, Inc.\\VMnetLib\\VMnetConfig]

[HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\VMware, Inc.\\VMnetLib\\VMnetConfig\\vmnet0]
"HostInterface"="{8A1B2C3D-0000-4444-8888-0123456789AB}"

[HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\VMware, Inc.\\VMnetLib\\VMnetConfig\\vmnet1]
"IPSubnetAddress"="192.168.40.0"

[HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\VMware, Inc.\\VMnetLib\\VMnetConfig\\vmnet1\\Adapter]
"UseAdapter"=dword:00000000

[HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\VMware, Inc.\\VMnetLib\\VMnetConfig\\vmnet8]
"IPSubnetAddress"="172.16.9.0"
"IPSubnetMask"="255.255.254.0"

[HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\VMware, Inc.\\VMnetLib\\VMnetConfig\\vmnet8\\Adapter]
"UseAdapter"=dword:00000001

[HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\VMware, Inc.\\VMnetLib\\VMnetConfig\\vmnet8\\DHCP]
"UseDHCP"=dword:00000001

[HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\VMware, Inc.\\VMnetLib\\VMnetConfig\\vmnet8\\DHCP\\FixedIPtoMac]
"00:0C:29:01:02:03"="172.16.9.20"

[HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\VMware, Inc.\\VMnetLib\\VMnetConfig\\vmnet8\\NAT]
"UseNAT"=dword:00000001

[HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\VMware, Inc.\\VMnetLib\\VMnetConfig\\vmnet8\\NAT\\TCPForward]
"2222"="172.16.9.20:22"
"2222Description"="ssh \\"lab\\""

[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\VMnetDHCP]
"Start"=dword:00000004
"""


def test_registry_export() -> None:
    source = decode_capture("vmnetlib.reg", EXPORT.replace("\n", "\r\n").encode("utf-16"))
    assert seen_windows.kinds_in(source.text) == ("registry",)
    parts = seen_registry.registry_parts(source)
    assert list(parts.vnets) == ["VMnet0", "VMnet1", "VMnet8"]
    bridge, host_only, nat = parts.vnets.values()
    assert (bridge.kind.value, bridge.bridge.value) == ("bridged", "{8A1B2C3D-0000-4444-8888-0123456789AB}")
    assert (host_only.kind.value, str(host_only.subnet.value), host_only.subnet.reason) == ("hostonly", "192.168.40.0/24", "default-prefix")
    assert (host_only.host_adapter_state.value, host_only.dhcp_on.value) == ("absent", None)
    assert (nat.kind.value, str(nat.subnet.value), nat.dhcp_on.value, nat.nat_on.value) == ("nat", "172.16.8.0/23", True, True)
    assert nat.host_adapter_state.value == "present"
    (forward,) = nat.forwards
    assert (forward.protocol, forward.port.value, forward.guest_port.value, forward.place.text) == ("tcp", 2222, 22, '2222"="172.16.9.20:22')
    (booked,) = nat.reservations
    assert (booked.mac.value, booked.address.value) == ("00:0c:29:01:02:03", forward.address.value)
    assert parts.complete.known
    assert {name: fact.value for name, fact in parts.services.items()} == {"VMnetDHCP": "disabled"}
    assert seen_windows.seen(source).services["VMnetDHCP"][0].value == "disabled"


def test_reg_query() -> None:
    text = """C:\\>reg query "HKLM\\SOFTWARE\\WOW6432Node\\VMware, Inc.\\VMnetLib\\VMnetConfig" /s

HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\VMware, Inc.\\VMnetLib\\VMnetConfig\\vmnet8
    IPSubnetAddress    REG_SZ    10.44.0.0
    IPSubnetMask    REG_SZ    255.255.255.0

HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\VMware, Inc.\\VMnetLib\\VMnetConfig\\vmnet8\\NAT
    UseNAT    REG_DWORD    0x0
"""
    assert "registry" in seen_windows.kinds_in(text)
    (vnet,) = seen_registry.registry_parts(Source("q.txt", text)).vnets.values()
    assert (vnet.name, str(vnet.subnet.value), vnet.nat_on.value, vnet.kind.value) == ("VMnet8", "10.44.0.0/24", False, "hostonly")


OTHERS = [
    "", "ONBOOT=yes\nNAME=ens33\nDEVICE=ens33\n", "config.version = \"8\"\nethernet0.present = \"TRUE\"\n", "[host]\nip = 10.0.0.2/24\n",
    "subnet 10.0.0.0 netmask 255.255.255.0 {\n\trange 10.0.0.128 10.0.0.254;\n}\n",
    "Destination     Gateway         Genmask         Flags Metric Ref    Use Iface\n0.0.0.0         192.168.0.1     0.0.0.0         UG    100    0        0 eth0\n",
    "● network.service - LSB: Bring up/down networking\n   Active: active (exited) since\n", "   Server\nx\n"[3:],
    "total 12\ndrwxr-xr-x 2 root root 4096 Mar  1 10:00 vmnet8\n-rw-r--r-- 1 root root 500 Mar  1 10:00 networking\n",
]


@pytest.mark.parametrize("text", OTHERS)
def test_other_files_are_not_taken(text: str) -> None:
    assert seen_windows.kinds_in(text) == ()


SAMPLES = (SC, SPANISH_SC, TABLE, SELECTED, LIST, BINDING_TABLE, BINDING_LIST, ROUTES, EXPORT, *ROWS, *HEADS)
LINES = st.sampled_from([line for sample in SAMPLES for line in sample.split("\n")])


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES | st.text(max_size=40), max_size=40))
def test_never_raises_and_places_are_in_the_text(lines: list[str]) -> None:
    source = Source("x", "\n".join(lines))
    seen = seen_windows.seen(source)
    parts = seen_registry.registry_parts(source)
    winversion.parse(source)
    places = [fact.place for facts in seen.services.values() for fact in facts]
    places += [card.place for card in seen.interfaces] + [route.place for route in seen.routes]
    places += [name.place for folder in seen.folders for name in folder.names]
    places += [forward.place for vnet in parts.vnets.values() for forward in vnet.forwards]
    for place in places:
        assert place is not None
        assert 0 <= place.start <= place.end <= len(source.text)


@pytest.mark.parametrize("junk", ["- " * 500_000, "1.1.1.1 " * 120_000, "a : 4 RUN\n" * 90_000, "Name : x\n" * 100_000, "   x\n" * 200_000,
                                  '"' * 900_000, "[HKEY_" * 150_000, "x \\" * 300_000, "1/1/2020 10:10 " * 60_000, ": Windows " * 90_000])
def test_junk_takes_no_time(junk: str) -> None:
    source = Source("x", junk)
    seen_windows.kinds_in(junk)
    for read in (winservices.parse, bindings.parse, winroutes.parse, dirlist.parse, registry.parse, winversion.parse):
        read(source)
