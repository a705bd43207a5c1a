"""What another output than the expected one means at each step: which fault, by the names of the rules (English, Chinese).

`{host}` and `{subnet}` are the lab's own, or words for them where they are not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Otherwise(NamedTuple):
    """An output, the rules it points to, and the kinds of network where that can happen (none: all)."""

    english: str
    chinese: str
    rules: tuple[str, ...]
    kinds: tuple[str, ...] = ()

    def text(self, language: str, values: Mapping[str, Any]) -> str:
        """The output, in the lab's own numbers."""
        host, subnet = values.get("host"), values.get("subnet")
        if language == "zh":
            made = {"host": f" {host}" if host else "（通常是 .1）", "subnet": f" {subnet} " if subnet else "该网段"}
            return self.chinese.format_map(made)
        return self.english.format_map({"host": host or "(usually .1)", "subnet": subnet or "the subnet"})


OTHERWISE: dict[str, tuple[Otherwise, ...]] = {
    "adapter": (
        Otherwise('`startConnected = "FALSE"`, or no link (NO-CARRIER)',
                  '`startConnected = "FALSE"`，或网卡无链路（NO-CARRIER）',
                  ("adapter-disconnected",)),
        Otherwise("no adapter at all", "根本没有网络适配器", ("adapter-absent", "adapter-model-unsupported")),
        Otherwise("a MAC address that another virtual machine has too", "MAC 地址与另一台虚拟机相同", ("mac-duplicate",)),
    ),
    "vmnets": (
        Otherwise("a file is missing", "缺少文件", ("host-files-missing",)),
        Otherwise("no vmnet module, no VMware adapter", "没有 vmnet 模块，也没有 VMware 网卡", ("vmnet-services-down",)),
    ),
    "plug": (
        Otherwise("another network than this one", "接的是另一个网络", ("wrong-network",)),
        Otherwise("a VMnet that the host does not have", "主机上没有这个 VMnet", ("network-undefined",)),
        Otherwise("`custom` without `vnet`", "只有 `custom` 而没有 `vnet`", ("custom-without-vnet",)),
    ),
    "bridge": (
        Otherwise("a virtual, VPN or unplugged card", "是虚拟网卡、VPN 网卡或没插网线的网卡", ("bridge-wrong-adapter",)),
        Otherwise("`automatic`, and several cards to choose from",
                  "“自动”，而可选的网卡不止一块", ("bridge-automatic-ambiguous",)),
        Otherwise("the card is not there", "没有这块网卡", ("bridge-adapter-missing",)),
        Otherwise("`False`: the bridge protocol is not bound", "`False`：没有绑定桥接协议", ("bridge-protocol-unbound",)),
    ),
    "services": (
        Otherwise("the NAT service is stopped or not running", "NAT 服务已停止或未运行", ("nat-service-stopped",), ("nat",)),
        Otherwise("the DHCP service is stopped or not running", "DHCP 服务已停止或未运行", ("dhcp-service-stopped",)),
    ),
    "interface": (
        Otherwise("the interface is DOWN or disconnected", "网卡未启用（DOWN 或“已断开”）", ("interface-not-started",)),
        Otherwise("`unmanaged`", "`unmanaged`（未托管）", ("interface-unmanaged",)),
        Otherwise("another interface name", "网卡名称不同", ("device-name-mismatch", "udev-name-moved")),
        Otherwise("an error about the MAC address", "报 MAC 地址不符", ("hwaddr-mismatch",)),
    ),
    "address": (
        Otherwise("169.254.x.x or no address",
                  "169.254.x.x 或没有地址", ("no-dhcp-on-network", "dhcp-service-stopped", "static-without-address"),
                  ("nat", "hostonly", "lansegment", "unknown")),
        Otherwise("169.254.x.x or no address",
                  "169.254.x.x 或没有地址", ("bridge-wrong-adapter", "lan-gives-no-address"), ("bridged",)),
        Otherwise("an address outside {subnet}", "地址不在{subnet}内", ("address-outside-network", "wrong-network")),
        Otherwise("an address that somebody else has", "地址已被别的机器使用", ("address-in-use", "address-in-dhcp-pool")),
        Otherwise("another mask", "子网掩码不同", ("mask-mismatch", "mask-missing")),
    ),
    "dhcp": (
        Otherwise("a range outside {subnet}", "地址池不在{subnet}内", ("range-outside-subnet",)),
        Otherwise("no block for this network", "没有这个网络的段落", ("no-dhcp-on-network",)),
        Otherwise("the service does not start: it cannot read the file", "服务无法启动：读不了这个文件", ("dhcp-syntax",)),
    ),
    "gateway": (
        Otherwise("no default route", "没有默认路由", ("gateway-missing",)),
        Otherwise("the host's own address {host}",
                  "是主机虚拟网卡的地址{host}", ("gateway-is-host-adapter",), ("nat",)),
        Otherwise("an address outside {subnet}", "地址不在{subnet}内", ("gateway-outside-subnet",)),
        Otherwise("two default routes", "有两条默认路由", ("multiple-default-gateways",)),
        Otherwise("the right route, but no answer to ping", "路由正确，但 ping 不通", ("nat-service-stopped",), ("nat",)),
        Otherwise("the right route, but no answer to ping", "路由正确，但 ping 不通", ("bridge-wrong-adapter",), ("bridged",)),
    ),
    "nat-device": (
        Otherwise("the address of the host adapter {host}", "等于主机虚拟网卡的地址{host}", ("nat-device-is-host-adapter",)),
        Otherwise("an address outside {subnet}", "地址不在{subnet}内", ("nat-device-outside-subnet",)),
    ),
    "host-adapter": (
        Otherwise("no such adapter, or disabled",
                  "没有这块网卡，或已禁用", ("host-adapter-disabled",), ("nat", "hostonly", "unknown")),
        Otherwise("an address outside {subnet}, or 169.254.x.x",
                  "地址不在{subnet}内，或为 169.254.x.x", ("host-adapter-mismatch",),
                  ("nat", "hostonly", "unknown")),
        Otherwise("192.168.137.1", "192.168.137.1", ("ics-conflict",), ("nat", "hostonly", "unknown")),
        Otherwise("the host itself has no address there", "主机自己在那里也没有地址", ("lan-gives-no-address",), ("bridged",)),
    ),
    "forwards": (
        Otherwise("nothing listens", "没有程序监听", ("forward-missing", "nat-service-stopped")),
        Otherwise("an address that no guest has", "目标地址不属于任何虚拟机", ("forward-target-unknown",)),
    ),
    "resolver": (
        Otherwise("no nameserver", "没有 nameserver", ("dns-missing", "dns-dropped-by-peerdns")),
        Otherwise("the host's own address {host}",
                  "是主机虚拟网卡的地址{host}", ("dns-is-host-adapter",), ("nat",)),
        Otherwise("the server is right, but no name is found", "服务器正确，但解析不了", ("nat-dns-disabled",), ("nat",)),
        Otherwise("names are found, but ping by number fails too", "能解析，但用 IP 地址也 ping 不通", ("gateway-missing",)),
    ),
    "firewall": (
        Otherwise("the echo rule is off: guest -> host fails, host -> guest works",
                  "回显请求规则未启用：虚拟机 ping 不通主机，反过来能通",
                  ("host-firewall-likely",)),
    ),
    "request": (
        Otherwise("the path is not offered by this mode", "这种模式不提供这条通路", ("mode-cannot-provide",)),
    ),
}


def otherwise(step: str, kinds: set[str]) -> list[Otherwise]:
    """The other outputs of a step that these kinds of network can show."""
    return [row for row in OTHERWISE.get(step, ()) if not row.kinds or kinds & set(row.kinds)]
