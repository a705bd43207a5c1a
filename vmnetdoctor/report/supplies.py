"""What a missing fact is called and which file or command would supply it: the codes of `CannotTell`, for people.

A code that is not in these tables is shown as it is.  Commands and file names are those of contract.md (Evidence files).
"""

from __future__ import annotations

from vmnetdoctor.report.cells import visible

# code: what is not known
MISSING: dict[str, tuple[str, str]] = {
    "address": ("the address of the guest", "虚拟机的 IP 地址"),
    "adapter": ("which adapter of the virtual machine the profile is for", "该网卡配置文件对应哪块网络适配器"),
    "bridge": ("which adapter of the host is bridged", "桥接到主机的哪块网卡"),
    "dhcp": ("whether VMware's DHCP serves the network", "该网络是否由 VMware DHCP 服务分配地址"),
    "dns": ("the DNS servers in use", "正在使用的 DNS 服务器"),
    "gateway": ("the gateway in use", "正在使用的默认网关"),
    "guest": ("the virtual machine the files belong to", "这些文件属于哪台虚拟机"),
    "host-adapter": ("the address of the host adapter of the network", "该网络的主机虚拟网卡地址"),
    "host-addresses": ("addresses of the host", "主机的 IP 地址"),
    "host-os": ("the operating system of the host", "主机的操作系统"),
    "interface-name": ("the name that the interface gets", "网卡实际得到的名称"),
    "lan": ("the subnet and the router of the LAN", "局域网的网段和路由器"),
    "leases": ("the DHCP leases", "DHCP 租约"),
    "mac": ("the MAC address of the adapter", "网络适配器的 MAC 地址"),
    "nat": ("whether the NAT service serves the network", "该网络是否由 NAT 服务转发"),
    "nat-device": ("the address of the NAT device", "NAT 设备的地址"),
    "network": ("the virtual network the adapter is plugged into", "网络适配器接入的虚拟网络"),
    "networks": ("the virtual networks that the host defines", "主机上定义的虚拟网络"),
    "network-kind": ("the kind of the virtual network (NAT, host-only, bridged)", "虚拟网络的类型（NAT、仅主机、桥接）"),
    "os": ("the release of the guest operating system", "客户机操作系统的版本"),
    "product": ("the VMware product and its version", "VMware 产品及其版本"),
    "profile": ("the guest's interface configuration file", "虚拟机的网卡配置文件"),
    "profiles": ("the guest's interface configuration files", "虚拟机的网卡配置文件"),
    "reader": ("who reads the profile: network-scripts or NetworkManager", "由谁读取网卡配置文件：network-scripts 还是 NetworkManager"),
    "service": ("which service starts the network of the guest", "虚拟机用哪个服务启动网络"),
    "services": ("whether the VMware services run", "VMware 服务是否正在运行"),
    "subnet": ("the subnet of the network", "该网络的网段"),
    "vmx": ("the virtual machine's configuration file", "虚拟机配置文件"),
}
# code: what would tell
SUPPLY: dict[str, tuple[str, str]] = {
    "declared": ("a line in vmnetdoctor.yaml", "vmnetdoctor.yaml 中的声明"),
    "dhcp": ("the host's vmnetdhcp.conf (Windows) or vmnetN/dhcpd/dhcpd.conf (Linux, macOS)",
             "主机上的 vmnetdhcp.conf（Windows）或 vmnetN/dhcpd/dhcpd.conf（Linux、macOS）"),
    "hostnamectl": ("output of `hostnamectl` in the guest's folder", "虚拟机中 `hostnamectl` 的输出，放在该虚拟机的文件夹里"),
    "ifcfg": ("the guest's /etc/sysconfig/network-scripts/ifcfg-* files", "虚拟机的 /etc/sysconfig/network-scripts/ifcfg-* 文件"),
    "ifconfig": ("output of `ifconfig` of the host as host/ifconfig.txt", "主机上 `ifconfig` 的输出，存为 host/ifconfig.txt"),
    "ip-addr": ("output of `ip addr` in the guest's folder", "虚拟机中 `ip addr` 的输出，放在该虚拟机的文件夹里"),
    "ip-route": ("output of `ip route` in the guest's folder", "虚拟机中 `ip route` 的输出，放在该虚拟机的文件夹里"),
    "ipconfig": ("output of `ipconfig /all` as host/ipconfig.txt", "`ipconfig /all` 的输出，存为 host/ipconfig.txt"),
    "host-ip-addr": ("output of `ip addr` of the host as host/ip-addr.txt", "主机上 `ip addr` 的输出，存为 host/ip-addr.txt"),
    "keyfile": ("the guest's /etc/NetworkManager/system-connections/*.nmconnection files",
                "虚拟机的 /etc/NetworkManager/system-connections/*.nmconnection 文件"),
    "leases": ("the host's vmnetdhcp.leases or dhcpd.leases", "主机上的 vmnetdhcp.leases 或 dhcpd.leases"),
    "nat": ("the host's vmnetnat.conf (Windows) or vmnetN/nat/nat.conf (Linux, macOS)",
            "主机上的 vmnetnat.conf（Windows）或 vmnetN/nat/nat.conf（Linux、macOS）"),
    "netmap": ("the host's netmap.conf", "主机上的 netmap.conf"),
    "networking": ("the host's `networking` file (/etc/vmware on Linux, /Library/Preferences/VMware Fusion on macOS)",
                   "主机上的 `networking` 文件（Linux 在 /etc/vmware，macOS 在 /Library/Preferences/VMware Fusion）"),
    "nmcli": ("output of `nmcli device` in the guest's folder", "虚拟机中 `nmcli device` 的输出，放在该虚拟机的文件夹里"),
    "os-release": ("the guest's /etc/os-release or /etc/redhat-release", "虚拟机的 /etc/os-release 或 /etc/redhat-release"),
    "product": ("the version text of the VMware product", "VMware 产品的版本信息"),
    "services": ("output of `sc query` of the host as host/services.txt", "主机上 `sc query` 的输出，存为 host/services.txt"),
    "sysconfig-network": ("the guest's /etc/sysconfig/network", "虚拟机的 /etc/sysconfig/network"),
    "systemctl": ("output of `systemctl list-unit-files` in the guest's folder",
                  "虚拟机中 `systemctl list-unit-files` 的输出，放在该虚拟机的文件夹里"),
    "udev-rules": ("the guest's /etc/udev/rules.d/70-persistent-net.rules", "虚拟机的 /etc/udev/rules.d/70-persistent-net.rules"),
    "vmnetdoctor": ("a line in vmnetdoctor.yaml", "vmnetdoctor.yaml 中的声明"),
    "vmx": ("the virtual machine's .vmx file", "虚拟机的 .vmx 文件"),
}


def missing(code: str, language: str) -> str:
    """What is not known, for people."""
    return _word(MISSING, code, language)


def supply(code: str, language: str) -> str:
    """The file or command output that would tell, for people."""
    return _word(SUPPLY, code, language)


def _word(table: dict[str, tuple[str, str]], code: str, language: str) -> str:
    found = table.get(code)
    return visible(code) if found is None else found[language == "zh"]
