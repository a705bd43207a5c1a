"""Every word of the checklist (English, Chinese): titles, what should be true, where to look without typing, and the frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vmnetdoctor.report.finding_sentences import Gaps
from vmnetdoctor.report.phrases import phrase, say

if TYPE_CHECKING:
    from collections.abc import Mapping

Words = tuple[str, str]

TITLES: dict[str, Words] = {
    "adapter": ("Network adapter is connected", "网络适配器已连接"),
    "vmnets": ("The host has its virtual networks", "主机上的虚拟网络配置齐全"),
    "plug": ("Adapter is plugged into the right network", "网络适配器接在正确的网络上"),
    "bridge": ("Bridged to the right card of the host", "桥接到主机的正确网卡"),
    "services": ("VMware services run", "VMware 服务正在运行"),
    "interface": ("Interface of the guest is up", "虚拟机内的网卡已启用"),
    "address": ("Address of the guest", "虚拟机的 IP 地址"),
    "dhcp": ("DHCP service of the network", "该网络的 DHCP 服务"),
    "gateway": ("Default gateway of the guest", "虚拟机的默认网关"),
    "nat-device": ("NAT device", "NAT 设备"),
    "host-adapter": ("Host's own card on the network", "主机在该网络上的网卡"),
    "forwards": ("Port forwarding", "端口转发"),
    "resolver": ("DNS server of the guest", "虚拟机的 DNS 服务器"),
    "firewall": ("Firewalls", "防火墙"),
    "request": ("Notes, and what is asked of the network", "其他提示和要求"),
}
CLAIMS: dict[str, Words] = {
    "adapter": ("{guest} has a network adapter that is connected", "{guest} 有一块已连接的网络适配器"),
    "adapter.card": ("ethernet{index} of {guest} is connected", "{guest} 的 ethernet{index} 已连接"),
    "vmnets": ("the host defines {networks}", "主机上定义了 {networks}"),
    "plug": ("ethernet{index} of {guest} is plugged into {network}, {kind}",
             "{guest} 的 ethernet{index} 接在 {network}（{kind}）上"),
    "plug.unknown": ("ethernet{index} of {guest} is plugged into a network that exists",
                     "{guest} 的 ethernet{index} 接在一个存在的网络上"),
    "bridge": ("{network} is bridged to {bridge}, the host's card on the LAN", "{network} 已桥接至主机接局域网的网卡 {bridge}"),
    "bridge.automatic": ("{network} is bridged automatically, to the host's card on the LAN",
                         "{network} 自动桥接，桥接到主机接局域网的网卡"),
    "services.nat": ("the NAT service runs for {network}", "{network} 的 NAT 服务正在运行"),
    "services.dhcp": ("the DHCP service runs for {network}", "{network} 的 DHCP 服务正在运行"),
    "interface": ("{interface} of {guest} is brought up at boot", "{guest} 的网卡 {interface} 开机启用"),
    "interface.starts": ("{interface} of {guest} is brought up at boot (by {reader})",
                         "{guest} 的网卡 {interface} 开机由 {reader} 启用"),
    "interface.seen": ("{interface} of {guest} is up, as its own output shows",
                       "{guest} 的网卡 {interface} 已启用（由其命令输出可见）"),
    "address": ("{guest} has {address}/{prefix}, inside {subnet} of {network}",
                "{guest} 的地址是 {address}/{prefix}，在 {network} 的网段 {subnet} 内"),
    "address.segment": ("{guest} has {address}/{prefix} on {network}", "{guest} 在 {network} 上的地址是 {address}/{prefix}"),
    "address.pool": ("{guest} gets an address of {pool} by DHCP on {network}",
                     "{guest} 在 {network} 上通过 DHCP 得到 {pool} 中的一个地址"),
    "address.reserved": ("{guest} gets {address} by DHCP on {network}", "{guest} 在 {network} 上通过 DHCP 得到 {address}"),
    "address.lease": ("{guest} gets its address by DHCP on {network}", "{guest} 在 {network} 上通过 DHCP 得到地址"),
    "address.seen": ("{guest} has {address}/{prefix}, as its own output shows",
                     "{guest} 的地址是 {address}/{prefix}（由其命令输出可见）"),
    "dhcp": ("the DHCP service of {network} hands out {pool}, inside {subnet}",
             "{network} 的 DHCP 服务分配 {pool}，在网段 {subnet} 内"),
    "gateway.nat": ("the gateway of {guest} is {router}, the NAT device of {network}",
                    "{guest} 的默认网关是 {router}，即 {network} 的 NAT 设备"),
    "gateway.lan": ("the gateway of {guest} is {router}, the router of the LAN",
                    "{guest} 的默认网关是 {router}，即局域网的路由器"),
    "nat-device": ("the NAT device of {network} is {nat}, inside {subnet}",
                   "{network} 的 NAT 设备是 {nat}，在网段 {subnet} 内"),
    "host-adapter": ("the host has {host} on {network}, inside {subnet}",
                     "主机在 {network} 上的地址是 {host}，在网段 {subnet} 内"),
    "host-adapter.none": ("{network} was made without a host adapter: the host is not meant to reach its guests",
                          "{network} 没有连接主机虚拟网卡：主机本来就不能连通其中的虚拟机"),
    "host-adapter.lan": ("the host has {host} on the LAN of {network}", "主机在 {network} 所在局域网上的地址是 {host}"),
    "forwards": ("{protocol} port {port} of the host leads to {target}:{guest_port}",
                 "主机的 {protocol} 端口 {port} 转发到 {target}:{guest_port}"),
    "forwards.none": ("{network} forwards no port: nobody on the LAN can call a guest, which is as NAT is by itself",
                      "{network} 没有端口转发：局域网不能主动访问虚拟机，这是 NAT 模式本来的样子"),
    "forwards.unknown": ("the ports that the LAN needs are forwarded on {network}", "{network} 上已转发局域网需要的端口"),
    "resolver": ("{guest} asks {dns} for names", "{guest} 用 {dns} 解析域名"),
    "resolver.unknown": ("{guest} has a DNS server that answers", "{guest} 有可用的 DNS 服务器"),
    "firewall": ("no firewall of host or guest drops the packets", "主机和虚拟机的防火墙都没有拦截"),
}
LOOK: dict[str, Words] = {
    "adapter": ("VM > Settings > Network Adapter: `Connected` and `Connect at power on` are ticked",
                "虚拟机设置 > 网络适配器：已勾选“已连接”和“启动时连接”"),
    "vmnets": ("Virtual Network Editor: {networks} is in the list", "虚拟网络编辑器：列表中有 {networks}"),
    "plug": ("VM > Settings > Network Adapter: the network connection is {network}, {kind}",
             "虚拟机设置 > 网络适配器：网络连接为 {network}（{kind}）"),
    "bridge": ("Virtual Network Editor > {network}: `Bridged to` names the card with the cable or Wi-Fi that the host uses",
               "虚拟网络编辑器 > {network}：“已桥接至”后面是主机真正在用的有线或无线网卡"),
    "services": ("Windows: services.msc shows VMware NAT Service and VMware DHCP Service as running",
                 "Windows：services.msc 中 VMware NAT Service 和 VMware DHCP Service 服务的状态为正在运行"),
    "dhcp": ("Virtual Network Editor > {network}: the local DHCP service is ticked",
             "虚拟网络编辑器 > {network}：已勾选使用本地 DHCP 服务"),
    "nat-device": ("Virtual Network Editor > {network} > NAT Settings: gateway IP {nat}",
                   "虚拟网络编辑器 > {network} > NAT 设置：网关 IP 为 {nat}"),
    "forwards": ("Virtual Network Editor > {network} > NAT Settings: the list of port forwarding",
                 "虚拟网络编辑器 > {network} > NAT 设置：端口转发列表"),
}
KINDS: dict[str, Words] = {
    "nat": ("NAT", "NAT 模式"), "hostonly": ("host-only", "仅主机模式"), "bridged": ("bridged", "桥接模式"),
    "lansegment": ("a LAN segment", "LAN 区段"), "unknown": ("kind unknown", "未知"),
}
SYSTEMS: dict[str, Words] = {
    "windows": ("Windows", "Windows"), "linux": ("Linux", "Linux"), "macos": ("macOS", "macOS"),
    "el6": ("CentOS 6", "CentOS 6"), "el7": ("CentOS 7 and later", "CentOS 7 及以后"),
}
STATUSES: dict[str, Words] = {
    "ticked": ("right", "正常"), "crossed": ("wrong", "有错"), "cannot-tell": ("cannot tell", "无法判断"),
    "follows": ("follows from another step",
                "由其他步骤引起"), "noted": ("also wrong, but not the first cause", "也有问题，但不是首要原因"),
}
FRAME: dict[str, Words] = {
    "title": ("Checklist: {what}", "故障排查清单：{what}"),
    "alike": ("{guest} and {n} more like it ({names})", "{guest} 以及另外 {n} 台相同的虚拟机（{names}）"),
    "no-guest": ("host, {network}", "主机，{network}"),
    "lab": ("the rest of the lab", "其余部分"),
    "symptom": ("symptom: {text}", "故障现象：{text}"),
    "fails": ("does not work: {paths}", "不通：{paths}"),
    "works": ("works: {paths}", "正常：{paths}"),
    "left-out": ("left out, since they cannot explain it: {names}", "与该现象无关、未列出的步骤：{names}"),
    "left-wrong": ("of these something is wrong at: {names} (see the list without --symptom)",
                   "其中有问题的步骤：{names}（去掉 --symptom 可查看）"),
    "not-offered": ("{path} is a path that this network mode does not offer at all ({kinds}): no fault, choose "
                    "another mode or a port forward",

                    "{path}：这种网络模式（{kinds}）本来就不提供这条通路，不是故障；请换一种模式或使用端口转发"),
    "start": ("start here: step {n}, {title}", "从这里开始：第 {n} 步，{title}"),
    "start-list": ("start here: {what}, step {n}, {title}", "从这里开始：{what}，第 {n} 步，{title}"),
    "all-right": ("every step is right as far as the files show", "就给出的文件来看，每一步都正常"),
    "should": ("should be: ", "应当是："),
    "wrong": ("wrong: ", "有错："),
    "noted": ("also: ", "另外："),
    "remark": ("note: ", "提示："),
    "follows": ("follows from {cause}: ", "由 {cause} 引起："),
    "cure": ("cure: ", "解决方法："),
    "evidence": ("seen in: ", "依据："),
    "settle": ("not known: {missing}; give {supply}, or try:", "尚不清楚：{missing}；请提供{supply}，或自己检查："),
    "try": ("not known: {missing}; try:", "尚不清楚：{missing}；请自己检查："),
    "look": ("look: ", "查看："),
    "type": ("type ({where}): ", "执行（{where}）："),
    "expect": ("expect: ", "应看到："),
    "else": ("if instead: ", "如果看到："),
    "means": (" -> {rules}", " -> {rules}"),
    "where-host": ("host", "主机"),
    "where-guest": ("guest", "虚拟机"),
    "same-step": ("as in step {n} of {what}", "同“{what}”的第 {n} 步"),
    "more-lists": ("{n} more list: name a guest with --guest|{n} more lists: name a guest with --guest",
                   "另有 {n} 份清单：用 --guest 指定虚拟机"),
    "no-symptom": ("no path can be read from the symptom {text}; say for example `guest->host`, `guest->internet`, `name-only`, "

                   "`host->guest`, `lan->guest`, `one-way`, or a sentence that says who cannot reach whom",
                   "看不出故障现象“{text}”指的是哪条通路；可以写 `guest->host`、`guest->internet`、`name-only`、`host->guest`、"
                   "`lan->guest`、`one-way`，或用一句话说明谁连不通谁"),
    "no-guest-named": ("no guest is called {name}", "没有名为 {name} 的虚拟机"),
    "empty": ("nothing here to check: neither a guest nor a virtual network", "没有可检查的内容：既没有虚拟机也没有虚拟网络"),
}
WAYS: dict[str, Words] = {
    "guest": ("guest", "虚拟机"), "host": ("host", "主机"), "lan": ("LAN", "局域网"), "internet": ("Internet", "外网"),
    "peer": ("other guest", "另一台虚拟机"), "gateway": ("gateway", "默认网关"),
    "lease": ("an address by DHCP", "DHCP 分配的地址"), "ping": ("by number", "用 IP 地址"), "names": ("by name", "用域名"),
}


def words(key: str, language: str, **values: Any) -> str:
    """A phrase of the frame."""
    return phrase(FRAME[key], language, values)


def pick(table: Mapping[str, Words], key: str, language: str) -> str:
    """A word of a table; the key itself where it has none."""
    found = table.get(key)
    return key if found is None else found[language == "zh"]


def filled(text: str, values: Mapping[str, Any], language: str) -> str:
    """A claim with its numbers, made harmless; `<name>` where one is not known."""
    from vmnetdoctor.report.layout import visible

    made = Gaps()
    for key, value in values.items():
        shown = say("list", language).join(map(str, value)) if isinstance(value, list) else str(value)
        made[key] = pick(KINDS, shown, language) if key == "kind" else visible(shown[:240])
    return text.format_map(made)
