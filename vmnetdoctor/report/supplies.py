"""What a missing fact is called and which file or command would supply it: the codes of `CannotTell`, for people.

A code that is not in these tables is shown as it is.  Commands and file names are those of contract.md (Evidence files).
"""

from __future__ import annotations

from vmnetdoctor.report.layout import visible

# code: what is not known
MISSING: dict[str, tuple[str, str]] = {
    "adapter": ("which adapter of the virtual machine the profile is for", "该网卡配置文件对应哪块网络适配器"),
    "address": ("the address of the guest", "虚拟机的 IP 地址"),
    "bridge": ("which adapter of the host is bridged", "桥接到主机的哪块网卡"),
    "dhcp-service": ("whether a DHCP service serves the network", "该网络是否有 DHCP 服务"),
    "firewall": ("whether a firewall drops the packets", "防火墙是否拦截"),
    "gateway": ("the gateway in use", "正在使用的默认网关"),
    "host-adapter": ("the address of the host adapter of the network", "该网络的主机虚拟网卡地址"),
    "host-addresses": ("addresses of the host", "主机的 IP 地址"),
    "host-os": ("the operating system of the host", "主机的操作系统"),
    "interface-name": ("the name that the interface gets", "网卡实际得到的名称"),
    "lan": ("the subnet and the router of the LAN", "局域网的网段和路由器"),
    "leases": ("the DHCP leases", "DHCP 租约"),
    "linked-files": ("the files that links stand for (links are not followed)", "符号链接所指向的文件（不跟随链接）"),
    "mac": ("the MAC address of the adapter", "网络适配器的 MAC 地址"),
    "nat-device": ("the address of the NAT device", "NAT 设备的地址"),
    "network-kind": ("the kind of the virtual network (NAT, host-only, bridged)", "虚拟网络的类型（NAT、仅主机、桥接）"),
    "os": ("the release of the guest operating system", "客户机操作系统的版本"),
    "product": ("the VMware product and its version", "VMware 产品及其版本"),
    "profiles": ("the guest's interface configuration files", "虚拟机的网卡配置文件"),
    "reader": ("who reads the profile: network-scripts or NetworkManager",
               "由谁读取网卡配置文件：network-scripts 还是 NetworkManager"),
    "reservations": ("which addresses are reserved for which virtual machine", "哪些地址保留给了哪台虚拟机"),
    "resolvers": ("the DNS servers in use", "正在使用的 DNS 服务器"),
    "service": ("which service starts the network of the guest", "虚拟机用哪个服务启动网络"),
    "services": ("whether the VMware services run", "VMware 服务是否正在运行"),
    "subnet": ("the subnet of the network", "该网络的网段"),
    "vmnets": ("the virtual networks that the host defines", "主机上定义的虚拟网络"),
    "vmx": ("the virtual machine's configuration file", "虚拟机配置文件"),
}
# code: what would tell
SUPPLY: dict[str, tuple[str, str]] = {
    "declared": ("a line in vmnetdoctor.yaml", "vmnetdoctor.yaml 中的声明"),
    "dhcp-file": ("the host's vmnetdhcp.conf (Windows), vmnetN/dhcpd/dhcpd.conf (Linux) or vmnetN/dhcpd.conf (macOS)",
                  "主机上的 vmnetdhcp.conf（Windows）、vmnetN/dhcpd/dhcpd.conf（Linux）或 vmnetN/dhcpd.conf（macOS）"),
    "dhcp-or-nat-file": ("the host's vmnetdhcp.conf and vmnetnat.conf (Windows) or dhcpd.conf and nat.conf (Linux, macOS)",
                         "主机上的 vmnetdhcp.conf 和 vmnetnat.conf（Windows）或 dhcpd.conf 和 nat.conf（Linux、macOS）"),
    "host-cards": ("output of `ipconfig /all` (Windows), `ip addr` (Linux) or `ifconfig -a` (macOS) of the host, below host/",
                   "主机上 `ipconfig /all`（Windows）、`ip addr`（Linux）或 `ifconfig -a`（macOS）的输出，放在 host/ 下"),
    "ifcfg": ("the guest's /etc/sysconfig/network-scripts/ifcfg-* files", "虚拟机的 /etc/sysconfig/network-scripts/ifcfg-* 文件"),
    "ip-addr": ("output of `ip addr` in the guest's folder", "虚拟机中 `ip addr` 的输出，放在该虚拟机的文件夹里"),
    "ip-route": ("output of `ip route` in the guest's folder", "虚拟机中 `ip route` 的输出，放在该虚拟机的文件夹里"),
    "leases": ("the host's vmnetdhcp.leases or dhcpd.leases", "主机上的 vmnetdhcp.leases 或 dhcpd.leases"),
    "linked-files": ("the files themselves in place of the links", "用实际文件代替符号链接"),
    "nat-file": ("the host's vmnetnat.conf (Windows), vmnetN/nat/nat.conf (Linux) or vmnetN/nat.conf (macOS)",
                 "主机上的 vmnetnat.conf（Windows）、vmnetN/nat/nat.conf（Linux）或 vmnetN/nat.conf（macOS）"),
    "netmap-or-networking": ("the host's netmap.conf, or its `networking` file (/etc/vmware, /Library/Preferences/VMware Fusion)",
                             "主机上的 netmap.conf 或 `networking` 文件（/etc/vmware、/Library/Preferences/VMware Fusion）"),
    "nmcli": ("output of `nmcli device` in the guest's folder", "虚拟机中 `nmcli device` 的输出，放在该虚拟机的文件夹里"),
    "os-release": ("the guest's /etc/os-release or /etc/redhat-release", "虚拟机的 /etc/os-release 或 /etc/redhat-release"),
    "product": ("the version text of the VMware product", "VMware 产品的版本信息"),
    "resolv.conf": ("the guest's /etc/resolv.conf", "虚拟机的 /etc/resolv.conf"),
    "services": (
        "output of `sc query` (Windows), `vmware-networks --status` (Linux) or `vmnet-cli --status` (macOS) "
        "of the host, below host/",
        "主机上 `sc query`（Windows）、`vmware-networks --status`（Linux）或 `vmnet-cli --status`（macOS）的输出，放在 host/ 下"),
    "systemctl": ("output of `systemctl list-unit-files` in the guest's folder",
                  "虚拟机中 `systemctl list-unit-files` 的输出，放在该虚拟机的文件夹里"),
    "vmx": ("the virtual machine's .vmx file", "虚拟机的 .vmx 文件"),
    "vmx-after-power-on": ("the .vmx once the virtual machine has been powered on (VMware writes the MAC address then)",
                           "开机一次之后的 .vmx 文件（VMware 在首次开机时写入 MAC 地址）"),
}
# code: what would tell on a host whose system is known
BY_HOST: dict[str, dict[str, tuple[str, str]]] = {
    "dhcp-file": {
        "windows": ("the host's C:\\ProgramData\\VMware\\vmnetdhcp.conf", "主机上的 C:\\ProgramData\\VMware\\vmnetdhcp.conf"),
        "linux": ("the host's /etc/vmware/vmnetN/dhcpd/dhcpd.conf", "主机上的 /etc/vmware/vmnetN/dhcpd/dhcpd.conf"),
        "macos": ("the host's /Library/Preferences/VMware Fusion/vmnetN/dhcpd.conf",
                  "主机上的 /Library/Preferences/VMware Fusion/vmnetN/dhcpd.conf")},
    "dhcp-or-nat-file": {
        "windows": ("the host's vmnetdhcp.conf and vmnetnat.conf from C:\\ProgramData\\VMware",
                    "主机上 C:\\ProgramData\\VMware 里的 vmnetdhcp.conf 和 vmnetnat.conf"),
        "linux": ("the host's folder /etc/vmware", "主机上的 /etc/vmware 文件夹"),
        "macos": ("the host's folder /Library/Preferences/VMware Fusion", "主机上的 /Library/Preferences/VMware Fusion 文件夹")},
    "host-cards": {
        "windows": ("output of `ipconfig /all` as host/ipconfig.txt", "`ipconfig /all` 的输出，存为 host/ipconfig.txt"),
        "linux": ("output of `ip addr` of the host as host/ip-addr.txt", "主机上 `ip addr` 的输出，存为 host/ip-addr.txt"),
        "macos": ("output of `ifconfig -a` of the host as host/ifconfig.txt",
                  "主机上 `ifconfig -a` 的输出，存为 host/ifconfig.txt")},
    "nat-file": {
        "windows": ("the host's C:\\ProgramData\\VMware\\vmnetnat.conf", "主机上的 C:\\ProgramData\\VMware\\vmnetnat.conf"),
        "linux": ("the host's /etc/vmware/vmnetN/nat/nat.conf", "主机上的 /etc/vmware/vmnetN/nat/nat.conf"),
        "macos": ("the host's /Library/Preferences/VMware Fusion/vmnetN/nat.conf",
                  "主机上的 /Library/Preferences/VMware Fusion/vmnetN/nat.conf")},
    "netmap-or-networking": {
        "windows": ("the host's C:\\ProgramData\\VMware\\netmap.conf", "主机上的 C:\\ProgramData\\VMware\\netmap.conf"),
        "linux": ("the host's /etc/vmware/netmap.conf or /etc/vmware/networking",
                  "主机上的 /etc/vmware/netmap.conf 或 /etc/vmware/networking"),
        "macos": ("the host's /Library/Preferences/VMware Fusion/networking",
                  "主机上的 /Library/Preferences/VMware Fusion/networking")},
    "services": {
        "windows": ("output of `sc query` of the host as host/services.txt", "主机上 `sc query` 的输出，存为 host/services.txt"),
        "linux": ("output of `vmware-networks --status` of the host as host/vmware-networks.txt",
                  "主机上 `vmware-networks --status` 的输出，存为 host/vmware-networks.txt"),
        "macos": ("output of `vmnet-cli --status` of the host as host/vmnet-cli.txt",
                  "主机上 `vmnet-cli --status` 的输出，存为 host/vmnet-cli.txt")},
}


def missing(code: str, language: str) -> str:
    """What is not known, for people."""
    return _word(MISSING, code, language)


def supply(code: str, language: str, host: str | None = None) -> str:
    """The file or command output that would tell, for people; those of one system alone where the host's is known."""
    known = BY_HOST.get(code, {}).get(host or "")
    return _word(SUPPLY, code, language) if known is None else known[language == "zh"]


def _word(table: dict[str, tuple[str, str]], code: str, language: str) -> str:
    found = table.get(code)
    return visible(code) if found is None else found[language == "zh"]
