"""What an undecided walk misses and which file would settle it (English, Chinese); other codes are in `supplies`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vmnetdoctor.report.hop_words import Words

MISSING: dict[str, Words] = {
    "answer-through-nat": ("whether the NAT device lets such an answer pass", "NAT 设备是否放行这样的应答"),
    "bridge-automatic": ("which adapter of the host is bridged", "桥接到主机的哪块网卡"),
    "broadcast-source": (
        "whether a machine accepts a sender with a broadcast address",
        "机器是否接受源地址为广播地址的数据包"),
    "duplicate-address": ("which of the machines with the same address answers", "地址相同的几台机器中由哪一台应答"),
    "esxi": ("the networks of the ESXi host", "ESXi 主机的网络"),
    "forward-client": (
        "whether the NAT device would look for the client on its own network",
        "NAT 设备是否会在自己的网络上寻找客户端"),
    "forward-duplicate": ("which of the forwards of that port is in use", "该端口的几条端口转发中哪一条生效"),
    "forward-outside": (
        "whether the NAT service forwards to an address outside its network",
        "NAT 服务是否转发到其网络之外的地址"),
    "forward-source": (
        "which sender the guest sees on a forwarded port: the client or the NAT device",
        "经端口转发后虚拟机看到的源地址：是客户端还是 NAT 设备"),
    "lease-address": ("which address of the DHCP range the guest got", "虚拟机得到了 DHCP 地址池中的哪个地址"),
    "method": ("how the interface gets its address", "网卡如何取得地址"),
    "method-unknown": ("how the interface gets its address", "网卡如何取得地址"),
    "network-address": (
        "whether the system accepts the network's own address for a machine",
        "系统是否接受把网段本身的地址用作主机地址"),
    "network-kind": ("the kind of the virtual network (NAT, host-only, bridged)", "虚拟网络的类型（NAT、仅主机、桥接）"),
    "no-dhcp": ("whether a DHCP service serves the network", "该网络是否有 DHCP 服务"),
    "own-gateway": ("what the system does with a gateway that is its own address", "默认网关等于自己的地址时系统如何处理"),
    "pool-exhausted": ("whether the guest still got an address from the DHCP pool", "虚拟机是否仍从 DHCP 地址池得到了地址"),
    "reverse-path": (
        "whether the system checks the way back of packets (rp_filter)",
        "系统是否检查数据包的返回路径（rp_filter）"),
    "route-order": ("which of two equal routes the host uses", "主机在两条相同的路由中使用哪一条"),
    "subnet-unknown": ("the subnet of the network", "该网络的网段"),
    "switch-open": ("what the virtual network is connected to", "虚拟网络接到哪里"),
    "which-card": ("which of its cards the system answers from", "系统从哪块网卡应答"),
}

SUPPLY: dict[str, Words] = {
    "esxi": (
        "the ESXi host's own network settings, which this program does not read",
        "ESXi 主机自身的网络设置（本程序不读取）"),
    "host-routes": (
        "output of `route print` or `ip route` of the host, below host/",
        "主机上 `route print` 或 `ip route` 的输出，放在 host/ 下"),
    "none": ("a try on the real machines: no file tells", "在实际机器上试一次：没有文件记载"),
    "sysctl": ("the guest's /etc/sysctl.conf", "虚拟机的 /etc/sysctl.conf"),
}
