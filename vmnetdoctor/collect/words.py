"""What `collect` says, in English and Chinese."""

from __future__ import annotations

from typing import Any

from vmnetdoctor.report.phrases import phrase

# English forms for one and for many are parted by `|`; the count is `n`.
_WORDS: dict[str, tuple[str, str]] = {
    "written": ("{output}: {files}, {guests}", "{output}：{files}，{guests}"),
    "files": ("{n} file|{n} files", "{n} 个文件"),
    "guests": ("{n} virtual machine|{n} virtual machines", "{n} 台虚拟机"),
    "next": ("Check it with `vmnetdoctor check {output}`. What is set inside the virtual machines is not in it: "
             "`vmnetdoctor collect --guest-commands` says how to get it, and its text goes to guests/<name>/.",
             "用 `vmnetdoctor check {output}` 检查。其中不含虚拟机内部的配置：`vmnetdoctor collect --guest-commands` "
             "会列出获取方法，得到的文本请放入 guests/<名称>/。"),
    "no-host": ("No VMware file was found on this machine: it may not be the host.",
                "在本机没有找到任何 VMware 文件，本机可能不是主机。"),
    "taken": ("taken:", "已收集："),
    "would-take": ("would be taken:", "将会收集："),
    "would-run": ("would be run:", "将会运行："),
    "from": ("  {path}  <- {origin}", "  {path}  <- {origin}"),
    "code": (" (exit code {code})", "（退出码 {code}）"),
    "run": ("run:", "已运行的命令："),
    "left": ("not taken:", "未收集："),
    "left-one": ("  {origin}: {reason}", "  {origin}：{reason}"),
    "removed": ("private values replaced by \"(redacted)\" (--no-redact keeps them):",
                "隐私内容已替换为“(redacted)”（加 --no-redact 可保留）："),
    "would-remove": ("private values that would be replaced by \"(redacted)\" (--no-redact keeps them):",
                     "将会替换为“(redacted)”的隐私内容（加 --no-redact 可保留）："),
    "removed-one": ("  {path}: {what}: {keys} ({count})", "  {path}：{what}：{keys}（{count} 处）"),
    "removed-many": ("  {what}: {count} in {files} (listed in {manifest})", "  {what}：{files}中共 {count} 处（见 {manifest}）"),
    "nothing-removed": ("nothing private was found and removed", "没有发现需要去除的隐私内容"),
    "kept": ("nothing was removed (--no-redact): look before you pass it on",
             "没有去除任何内容（使用了 --no-redact）：转交他人之前请先查看"),
    "not-taken-count": ("{n} usual place holds nothing (see {manifest})|{n} usual places hold nothing (see {manifest})",
                        "另有 {n} 个常见位置没有内容（见 {manifest}）"),
    "not-found": ("not found", "没有找到"),
    "denied": ("this user may not read it", "当前用户无权读取"),
    "too-large": ("too large", "文件过大"),
    "not-a-file": ("not a regular file", "不是普通文件"),
    "no-program": ("there is no such program", "没有这个程序"),
    "timeout": ("no answer in time", "超时无响应"),
    "failed": ("the command failed", "命令执行失败"),
    "not-running": ("the virtual machine is not running", "虚拟机没有运行"),
    "exists": ("{output} is there already (--force writes over it)", "{output} 已经存在（加 --force 可覆盖）"),
    "no-machine": ("no .vmx file: {path}", "没有找到 .vmx 文件：{path}"),
    "unwritable": ("{output} cannot be written: {error}", "无法写入 {output}：{error}"),
    "no-login": ("--vmrun needs --guest-user and a password: --guest-password-file FILE, or the variable {variable}",
                 "--vmrun 需要 --guest-user 和密码：用 --guest-password-file FILE 给出，或设置环境变量 {variable}"),
    "no-vmrun": ("vmrun is not installed here: the virtual machines were not asked",
                 "本机没有安装 vmrun，因此没有从虚拟机内部收集"),
    "unreadable": ("{path} cannot be read: {error}", "无法读取 {path}：{error}"),
    "guest-commands": ("Inside the virtual machine paste the line for its release as root. It only reads. It makes one file, "
                       "~/transcript.txt; put that into guests/<name>/ of what was collected, beside the .vmx.",
                       "在虚拟机中以 root 身份粘贴与系统版本对应的一行命令。它只读取信息，并生成一个文件 ~/transcript.txt；"
                       "请把该文件放到所收集内容的 guests/<名称>/ 中，与 .vmx 放在一起。"),
    "checks-host": ("checking this host; `vmnetdoctor check .` checks this folder",
                    "正在检查本机；要检查当前文件夹，请用 `vmnetdoctor check .`"),
    "no-lab": ("there is no VMware product on this machine and no file of a lab in this folder; give the folder: "
               "vmnetdoctor check FOLDER (on the VMware host, `vmnetdoctor collect` makes one)",
               "本机没有 VMware 产品，当前文件夹中也没有可检查的文件；请给出文件夹：vmnetdoctor check 文件夹"
               "（可在装有 VMware 的主机上用 `vmnetdoctor collect` 生成）"),
}
_WHAT = {
    "notes": "备注", "guestinfo": "传给虚拟机的数据", "remote display": "远程显示的密码", "encryption": "加密信息",
    "shared folders": "共享文件夹", "serial numbers": "序列号", "license keys": "许可证密钥", "passwords": "密码",
    "paths in home folders": "用户目录中的路径", "preferences": "与网络无关的首选项", "passwords and keys": "密码和密钥",
}


def say(key: str, language: str, **values: Any) -> str:
    """The phrase in that language, with its values filled in; a key that is no phrase is the system's own words."""
    return phrase(_WORDS[key], language, values) if key in _WORDS else key


def removed_word(what: str, language: str) -> str:
    """What was taken out of a file, for people."""
    return _WHAT.get(what, what) if language == "zh" else what
