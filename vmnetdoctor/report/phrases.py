"""Every word the program says of its own, in English and Chinese (terms of glossary-zh.md); texts of rules are in `rules/`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

# English forms for one and for many are parted by `|`; the count is `n`.
_PHRASES: dict[str, tuple[str, str]] = {
    "error": ("error", "错误"),
    "warning": ("warning", "警告"),
    "info": ("info", "提示"),
    "likely": ("likely, not certain", "很可能，但不确定"),
    "possible": ("possible, not certain", "有可能，但不确定"),
    "colon": (": ", "："),
    "comma": (", ", "，"),
    "list": (", ", "、"),
    "semicolon": ("; ", "；"),
    "open": (" (", "（"),
    "close": (")", "）"),
    "why": ("why: ", "原因："),
    "cure": ("cure: ", "解决方法："),
    "unsafe": ("look before you apply this change", "修改前请先确认"),
    "consequences": ("what follows from it:", "由此引起的现象："),
    "breaks": ("breaks: ", "因此不通："),
    "same": ("the same in: ", "同样的问题还在："),
    "and-guests": ("and {n} more guest|and {n} more guests", "另有 {n} 台虚拟机同样如此"),
    "and-places": ("and {n} more place|and {n} more places", "另有 {n} 处同样如此"),
    "same-here": ("the same here", "这里同样如此"),
    "more": ("{n} more", "另外 {n} 处"),
    "more-places": ("and {n} more place|and {n} more places", "另有 {n} 处"),
    "errors": ("{n} error|{n} errors", "{n} 个错误"),
    "warnings": ("{n} warning|{n} warnings", "{n} 个警告"),
    "infos": ("{n} info|{n} infos", "{n} 条提示"),
    "files": ("{n} file|{n} files", "{n} 个文件"),
    "guests": ("{n} guest|{n} guests", "{n} 台虚拟机"),
    "in": (" in ", "，共检查 "),
    "healthy": ("no problem found in {files}, {guests}", "{files}、{guests}，没有发现问题"),
    "hidden-infos": ("{n} info not shown: {names} (--info shows it)|{n} infos not shown: {names} (--info shows them)",
                     "有 {n} 条提示未显示：{names}（加 --info 显示）"),
    "not-seen": ("no problem found in {files}, {guests}, but only a part of the network was seen. "
                 "To have the rest checked, also give:",
                 "{files}、{guests}，没有发现问题，但只看到了网络的一部分。要检查其余部分，请补充："),
    "give-vmx": ("the virtual machine's .vmx file (in the machine's folder on the host): it says which network the machine is "
                 "plugged into, and whether the cable is in",
                 "虚拟机配置文件（.vmx，在主机上该虚拟机的文件夹里）：它写明虚拟机接在哪个虚拟网络、网线是否插好"),
    "give-profile": ("the guest's own network files (/etc/sysconfig/network-scripts/ifcfg-* or "
                     "/etc/NetworkManager/system-connections): they hold its address, gateway and DNS",
                     "虚拟机内的网卡配置文件（/etc/sysconfig/network-scripts/ifcfg-* 或 "
                     "/etc/NetworkManager/system-connections）：里面有 IP 地址、网关和 DNS 服务器"),
    "give-host": ("the host's vmnetdhcp.conf and vmnetnat.conf (Windows: C:\\ProgramData\\VMware), or below /etc/vmware (Linux) "
                  "or /Library/Preferences/VMware Fusion (macOS): they say which addresses each virtual network has; "
                  "`vmnetdoctor collect` on the host gathers all that is needed",
                  "主机上的 vmnetdhcp.conf 和 vmnetnat.conf（Windows 在 C:\\ProgramData\\VMware；Linux 在 /etc/vmware 下；"
                  "macOS 在 /Library/Preferences/VMware Fusion 下）：里面有各虚拟网络的网段和地址；"
                  "在主机上运行 `vmnetdoctor collect` 可一次收集所需资料"),
    "infos-folded": ("{n} info (see --info)|{n} infos (see --info)", "{n} 条提示（加 --info 显示）"),
    "unchecked-folded": ("{n} thing could not be checked (see --verbose)|{n} things could not be checked (see --verbose)",
                         "{n} 项无法检查（加 --verbose 显示）"),
    "unchecked": ("could not check {n} thing; to settle it, also give:|could not check {n} things; to settle them, also give:",
                  "有 {n} 项无法检查，请补充以下资料："),
    "unchecked-all": ("could not check:", "无法检查的项目："),
    "missing": ("{name}{subject}: missing {missing}; give {supply}", "{name}{subject}：缺少{missing}；请提供{supply}"),
    "more-supplies": ("{n} more (see --verbose)", "另外 {n} 项（加 --verbose 显示）"),
    "crashed": ("the rule {name} failed{subject}: {error}; the others were run",
                "规则 {name} 运行失败{subject}：{error}；其余规则已执行"),
    "no-files": ("no file found here", "这里没有任何文件"),
    "unrecognised": ("the file given is of no known kind|none of the {n} files given is of a known kind",
                     "给出的 {n} 个文件都无法识别"),
    "please-give": ("Give the .vmx of the virtual machine, the ifcfg files of the guest (/etc/sysconfig/network-scripts), and "
                    "the host's vmnetdhcp.conf and vmnetnat.conf (on Windows in C:\\ProgramData\\VMware, on Linux below "
                    "/etc/vmware).",
                    "请提供虚拟机配置文件（.vmx）、虚拟机内的网卡配置文件 ifcfg-*（/etc/sysconfig/network-scripts），"
                    "以及主机上的 vmnetdhcp.conf 和 vmnetnat.conf"
                    "（Windows 在 C:\\ProgramData\\VMware，Linux 在 /etc/vmware 下）。"),
    "picture": ("the lab:", "网络概况："),
    "more-guests": ("... and {n} more guest|... and {n} more guests", "……另有 {n} 台虚拟机"),
    "more-changes": ("... and {n} more change like it|... and {n} more changes like it", "……另有 {n} 处同样的修改"),
    "more-lines": ("... and {n} more line|... and {n} more lines", "……另有 {n} 行"),
    "kind-nat": ("NAT", "NAT 模式"),
    "kind-hostonly": ("host-only", "仅主机模式"),
    "kind-bridged": ("bridged", "桥接模式"),
    "kind-lansegment": ("LAN segment", "LAN 区段"),
    "kind-unknown": ("kind unknown", "类型未知"),
    "host": ("host", "主机"),
    "lan": ("LAN", "局域网"),
    "internet": ("Internet", "外网"),
    "host-at": ("host adapter {address}", "主机虚拟网卡 {address}"),
    "host-disabled": ("host adapter disabled", "主机虚拟网卡已禁用"),
    "host-absent": ("no host adapter", "没有主机虚拟网卡"),
    "nat-at": ("NAT device {address}", "NAT 设备 {address}"),
    "dhcp-at": ("DHCP {ranges}", "DHCP 地址池 {ranges}"),
    "dhcp-some": ("DHCP on", "DHCP 已启用"),
    "dhcp-off": ("no DHCP", "没有 DHCP"),
    "bridged-to": ("bridged to {name}", "已桥接至 {name}"),
    "bridged-auto": ("bridged automatically", "自动桥接"),
    "nowhere": ("plugged into no known network", "未接入已知网络"),
    "reads": ("{device}: {state}", "{device}：{state}"),
    "static": ("static {addresses}", "静态 IP {addresses}"),
    "static-none": ("static, but no address", "静态 IP，但没有地址"),
    "dhcp": ("address by DHCP", "动态 IP（DHCP 自动获取）"),
    "disabled": ("no IPv4 address", "没有 IPv4 地址"),
    "link-local": ("link-local address", "链路本地地址"),
    "shared": ("shared to others", "共享给其他计算机"),
    "rejected": ("the profile is refused", "配置文件被拒绝"),
    "method-unknown": ("addressing unknown", "地址方式未知"),
    "gateway": ("gateway {gateway}", "网关 {gateway}"),
    "no-gateway": ("no gateway", "无网关"),
    "resolvers": ("DNS {dns}", "DNS 服务器 {dns}"),
    "not-started": ("not started at boot", "开机不启用"),
    "reader": ("read by {reader}", "由 {reader} 读取"),
    "reader-capture": ("a capture", "采集的输出"),
    "reader-none": ("nobody reads it", "没有程序读取"),
    "reader-unknown": ("who reads it is not known", "读取程序未知"),
    "profile-astray": ("no profile fits its card", "没有与网卡相符的网卡配置文件"),
    "no-profile": ("no profile given", "没有给出网卡配置文件"),
    "unplugged": ("adapter not connected", "网络适配器未连接"),
    "absent": ("no network adapter in the machine", "没有网络适配器"),
    "network-heading": ("networks", "虚拟网络"),
    "host-heading": ("host", "主机"),
    "guest-heading": ("guests", "虚拟机"),
    "unmatched-heading": ("profiles of no known virtual machine", "不属于任何已知虚拟机的网卡配置文件"),
    "unplaced-heading": ("files not recognised", "无法识别的文件"),
    "free": ("free for static addresses: {ranges}", "可用作静态 IP：{ranges}"),
    "free-none": ("no address free for static use", "没有可用的静态 IP"),
    "routers": ("lease gives gateway {gateway}", "租约下发的网关 {gateway}"),
    "reserved": ("reserved: {name} {mac} -> {address}", "地址保留：{name} {mac} -> {address}"),
    "forward": ("forward: host port {port}/{protocol} -> {address}:{guest_port}",
                "端口转发：主机端口 {port}/{protocol} -> {address}:{guest_port}"),
    "no-guests": ("no virtual machine found", "没有找到虚拟机"),
    "no-networks": ("no virtual network known", "没有已知的虚拟网络"),
    "os-unknown": ("operating system unknown", "操作系统未知"),
    "mac": ("MAC {mac}", "MAC {mac}"),
    "up": ("up", "已启用"),
    "down": ("down", "未启用"),
    "bridged-by": ("bridged by {name}", "桥接网络 {name}"),
    "explain-claim": ("what should hold", "正确的情形"),
    "explain-symptom": ("how it shows", "常见表现"),
    "explain-drawing": ("where it sits", "问题的位置"),
    "explain-says": ("what the report says", "检查结果的说法"),
    "explain-bad": ("example: wrong", "错误示例"),
    "explain-good": ("example: right", "正确示例"),
    "explain-why": ("what is going on", "原因"),
    "explain-cure": ("how to cure it", "解决方法"),
    "centos": ("CentOS ", "CentOS "),
    "and-later": ("{first} and later", "{first} 及以后"),
    "up-to": ("{first} to {last}", "{first} 至 {last}"),
    "explain-neighbours": ("not to be mistaken for", "容易混淆的问题"),
    "explain-follows": ("mere consequence of, if one of these is found", "若同时发现下列问题，则只是其后果"),
    "explain-links": ("read more", "参考文档"),
    "fault-here": ("the fault", "问题在此"),
    "contents": ("Contents", "目录"),
    "catalogue": ("All rules of vmnetdoctor", "vmnetdoctor 规则大全"),
    "catalogue-made": ("Written by `vmnetdoctor explain --all --format markdown`, from the same data that the program judges by.",
                       "由 `vmnetdoctor explain --all --format markdown --lang zh` 生成，与程序使用同一份数据。"),
    "area-guest": ("Addressing of the guest", "虚拟机的 IP 配置"),
    "area-profile": ("The guest's interface configuration files", "虚拟机的网卡配置文件"),
    "area-adapter": ("Network adapters of the virtual machine", "虚拟机的网络适配器"),
    "area-dhcp": ("The DHCP service of a virtual network", "虚拟网络的 DHCP 服务"),
    "area-nat": ("The NAT service", "NAT 服务"),
    "area-host": ("The host", "主机"),
    "area-lab": ("The whole lab", "整个实验环境"),
    "file-removed": ("(this file is not there)", "（没有这个文件）"),
    "no-rule": ("no rule of the name or code {name}", "没有名称或编号为 {name} 的规则"),
    "nearest": ("; did you mean {names}?", "；您是否要找 {names}？"),
    "rule-or-all": ("give the name or code of one rule, or --all", "请给出一条规则的名称或编号，或者用 --all"),
    "list-rules": ("; `vmnetdoctor rules` lists them", "；用 `vmnetdoctor rules` 可列出全部规则"),
    "not-written": ("the report could not be written: {error}", "无法写出报告：{error}"),
    "failed": ("vmnetdoctor itself failed: {error}", "vmnetdoctor 自身出错：{error}"),
    "report-it": ("This is a fault of the program, not of your lab. Please report it with this line and, if you can, the files; "
                  "VMNETDOCTOR_DEBUG=1 shows where it happened.",
                  "这是程序自身的问题，与您的网络无关。请报告此行内容，如可能请附上相关文件；"
                  "设置 VMNETDOCTOR_DEBUG=1 可显示出错位置。"),
}


def say(key: str, language: str, **values: Any) -> str:
    """The phrase in that language, with its values filled in."""
    return phrase(_PHRASES[key], language, values)


def phrase(words: tuple[str, str], language: str, values: Mapping[str, Any]) -> str:
    """One of (English, Chinese) with its values filled in; forms for one and for many are parted by `|`, the count is `n`."""
    one, _, many = words[language == "zh"].partition("|")
    text = many if many and values.get("n") != 1 else one
    return text.format(**values) if values else text


def known(key: str) -> bool:
    """Whether there is a phrase of that key."""
    return key in _PHRASES
