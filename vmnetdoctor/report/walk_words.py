"""The words of `matrix` and `trace` beside the sentences of the hops, in English and Chinese (terms of glossary-zh.md)."""

from __future__ import annotations

from typing import Any

_WORDS: dict[str, tuple[str, str]] = {
    "matrix": ("expected connectivity (row sends, column is reached; firewalls taken as open):",
               "预期连通性（行为发送方，列为目标；防火墙视为放行）："),
    "reachable": ("yes", "通"),
    "unreachable": ("no", "不通"),
    "unknown": ("?", "?"),
    "never": ("-", "-"),
    "self": (".", "."),
    "legend-reachable": ("yes: a packet and its answer get through", "通：数据包和应答都能到达"),
    "legend-unreachable": ("no: lost although this mode offers it (see below)", "不通：该模式本应连通，却不通（见下）"),
    "legend-never": ("-: not reachable, and this mode never offers it", "-：不通，该模式本来就不提供"),
    "legend-unknown": ("?: the files given do not tell", "?：给出的文件不足以判断"),
    "legend-likely": ("~: likely, not certain", "~：很可能，但不确定"),
    "names": ("resolving names (DNS):", "域名解析（DNS）："),
    "forwards": ("port forwards and other ports:", "端口转发及其他端口："),
    "reasons": ("why not:", "不通的原因："),
    "open": ("cannot tell:", "无法判断："),
    "missing": ("missing: {missing}; give {supply}", "缺少：{missing}；请提供：{supply}"),
    "because": ("because of: {names}", "相关检查结果：{names}"),
    "likely": (" (likely, not certain)", "（很可能，但不确定）"),
    "possible": (" (possible, not certain)", "（有可能，但不确定）"),
    "certain": ("", ""),
    "class": ("{name}: {n} guests alike, such as {like}", "{name}：{n} 台情况相同的虚拟机，例如 {like}"),
    "class-name": ("class {n}", "第 {n} 类"),
    "classes": ("classes of guests:", "虚拟机的分类："),
    "nothing": ("nothing to show", "没有可显示的内容"),
    "all-guests": ("all other guests", "其他所有虚拟机"),
    "another": (" (another address)", "（另一个地址）"),
    "more-paths": ("{n} more", "另外 {n} 条"),
    "trace-reachable": ("{path}: reachable{doubt}", "{path}：应当连通{doubt}"),
    "trace-unreachable": ("{path}: not reachable{doubt}; it stops at{node}", "{path}：不应连通{doubt}；停在{node}"),
    "trace-unknown": ("{path}: cannot tell", "{path}：无法判断"),
    "trace-certain": (" (certain)", "（确定）"),
    "request": ("the request:", "请求："),
    "answer": ("the answer:", "应答："),
    "no-answer": ("There is no answer, since the request does not arrive.", "请求没有到达，所以没有应答。"),
    "assumed": ("The way above is the likeliest one.", "以上是最可能的路径。"),
    "would-work": ("what would make it work:", "怎样才能连通："),
    "unknown-endpoint": ("no endpoint is named {name}", "没有名为 {name} 的端点"),
    "endpoints": ("; there are {names}", "；可用的有 {names}"),
    "same-endpoint": ("{name} cannot be its own target", "发送方和目标不能都是 {name}"),
    "bad-probe": ("{name} is no probe; write ping, names, tcp/N or udp/N (N from 1 to 65535)",
                  "{name} 不是合法的探测方式；请写 ping、names、tcp/N 或 udp/N（N 为 1 到 65535）"),
    "bad-address": ("{name} is no IPv4 address", "{name} 不是 IPv4 地址"),
    "names-to": ("the probe names goes to internet, not to {name}", "探测方式 names 的目标只能是 internet，不能是 {name}"),
}


def words(key: str, language: str, **values: Any) -> str:
    """The phrase in that language, with its values filled in."""
    text = _WORDS[key][language == "zh"]
    return text.format(**values) if values else text
