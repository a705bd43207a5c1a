"""`vmnetdoctor collect`: everything `check` needs of a host, in one folder or zip file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from vmnetdoctor.cli.terminal import Refused, options, put, put_json

if TYPE_CHECKING:
    from vmnetdoctor.collect.bundle import Bundle
    from vmnetdoctor.collect.gather import Collector
    from vmnetdoctor.collect.vmrun import Login

PASSWORD = "VMNETDOCTOR_GUEST_PASSWORD"      # the variable that holds it, not a password


@click.command("collect")
@options
@click.option("--output", default="lab.zip", show_default=True, metavar="PATH",
              help="Folder to make, or zip file if it ends in .zip. 输出文件夹，或以 .zip 结尾的压缩文件。")
@click.option("--force", is_flag=True, help="Write over what is there. 覆盖已有的输出。")
@click.option("--vm", "machines", multiple=True, metavar="PATH",
              help="Only this virtual machine: its .vmx or folder (repeatable). 只收集指定的虚拟机，可重复给出。")
@click.option("--dry-run", is_flag=True, help="List what would be taken and run; do neither. 只列出将要收集和运行的内容。")
@click.option("--no-redact", "--keep-all", "keep", is_flag=True,
              help="Keep passwords, annotations and the like. 保留密码、备注等隐私内容。")
@click.option("--guest-commands", is_flag=True, help="Print the line to paste into a guest. 列出在虚拟机中执行的命令。")
@click.option("--vmrun", "ask", is_flag=True,
              help="Also ask inside running guests, through VMware Tools. 通过 VMware Tools 从运行中的虚拟机内部收集。")
@click.option("--guest-user", metavar="NAME", help="Account in the guests. 虚拟机中的用户名。")
@click.option("--guest-password-file", type=click.Path(), metavar="FILE",
              help=f"File whose first line is its password (or the variable {PASSWORD}). 首行为密码的文件。")
def command(**given: Any) -> None:
    """Gather what `check` needs from this host: VMware's files, the .vmx files, output of commands that only read.

    在主机上收集 `check` 所需的资料：VMware 的配置文件、虚拟机配置文件和只读命令的输出。
    """
    if given["guest_commands"]:
        _print_guest_commands(given["form"], given["lang"])
        return
    login = _login(given) if given["ask"] else None
    if not given["dry_run"] and not given["force"]:
        _refuse_existing(given["output"], given["lang"])
    bundle = _gathered(given, login)
    if not given["dry_run"]:
        _write(bundle, given["output"], given["lang"])
    _print(bundle, given)


def _print_guest_commands(form: str, language: str) -> None:
    from vmnetdoctor.collect.guest import command_lines
    from vmnetdoctor.collect.manifest import guest_commands_json
    from vmnetdoctor.collect.words import say

    if form == "json":
        put_json(guest_commands_json(command_lines()))
        return
    put(say("guest-commands", language) + "\n" + "".join(f"\n# {release}\n{line}\n" for release, line in command_lines()))


def _refuse_existing(output: str, language: str) -> None:
    """An empty folder is as good as none."""
    from vmnetdoctor.collect.words import say
    from vmnetdoctor.report.layout import visible

    if os.path.lexists(output) and (not os.path.isdir(output) or os.listdir(output)):
        raise Refused(say("exists", language, output=visible(output)))


def _login(given: dict[str, Any]) -> Login:
    """User and password for the guests; the password comes from a file or the environment, never from the command line."""
    from vmnetdoctor.collect.vmrun import Login
    from vmnetdoctor.collect.words import say
    from vmnetdoctor.report.layout import visible

    password = os.environ.get(PASSWORD, "")
    path = given["guest_password_file"]
    if path is not None:
        try:
            with open(path, encoding="utf-8") as file:
                password = file.readline(4096).rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or type(error).__name__
            raise Refused(say("unreadable", given["lang"], path=visible(path), error=why)) from error
    if not given["guest_user"] or not password:
        raise Refused(say("no-login", given["lang"], variable=PASSWORD))
    return Login((given["guest_user"], password))


def _gathered(given: dict[str, Any], login: Login | None) -> Bundle:
    from vmnetdoctor.collect.gather import collector_here
    from vmnetdoctor.collect.machines import NoMachineError
    from vmnetdoctor.collect.words import say
    from vmnetdoctor.report.layout import visible

    collector = collector_here(not given["keep"], _tell, run=not given["dry_run"])
    collector.host()
    try:
        machines = collector.machines(given["machines"])
    except NoMachineError as error:
        raise Refused(say("no-machine", given["lang"], path=visible(str(error)))) from error
    if login is not None:
        _ask_guests(collector, machines, login, given["lang"])
    return collector.bundle


def _ask_guests(collector: Collector, machines: dict[str, str], login: Login, language: str) -> None:
    from vmnetdoctor.collect.vmrun import ask_guests
    from vmnetdoctor.collect.words import say

    if not ask_guests(collector, machines, login):
        click.echo(say("no-vmrun", language), err=True)


def _tell(line: str) -> None:
    from vmnetdoctor.report.layout import visible

    click.echo("  " + visible(line), err=True)


def _write(bundle: Bundle, output: str, language: str) -> None:
    from vmnetdoctor.collect.bundle import MANIFEST, write
    from vmnetdoctor.collect.manifest import manifest_text
    from vmnetdoctor.collect.words import say
    from vmnetdoctor.report.layout import visible

    manifest = manifest_text(bundle, language).encode("utf-8")
    files = [(file.path, file.data) for file in bundle.files if file.data is not None]
    try:
        write([(MANIFEST, manifest), *files], output)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise Refused(say("unwritable", language, output=visible(output), error=why)) from error


def _print(bundle: Bundle, given: dict[str, Any]) -> None:
    """The report to standard output; what went wrong also to standard error."""
    from vmnetdoctor.collect.manifest import ABSENT, left_line, manifest_json, manifest_text, summary_text

    language, output = given["lang"], given["output"]
    if not given["dry_run"]:
        for left in bundle.left:
            if left.reason not in ABSENT:
                click.echo(left_line(left, language), err=True)
    if given["form"] == "json":
        put_json(manifest_json(bundle, None if given["dry_run"] else output))
    else:
        put(manifest_text(bundle, language, planned=True) if given["dry_run"] else summary_text(bundle, language, output))
