"""`vmnetdoctor check`: what is wrong in a lab, the first cause first."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import click

from vmnetdoctor.cli import FAILED, KEPT
from vmnetdoctor.cli.terminal import color, options, put, put_json, width

if TYPE_CHECKING:
    from vmnetdoctor.model.lab import Lab
    from vmnetdoctor.verdict import Verdict

LEVELS = ("error", "warning", "info")


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path())
@options
@click.option("--fail-on", type=click.Choice([*LEVELS, "never"]), default="error", show_default=True,
              help="Least severity that makes the exit code 1. 退出码为 1 的最低严重程度。")
@click.option("--info", "infos", is_flag=True, help="Show infos in full. 显示全部提示。")
@click.option("--verbose", is_flag=True, help="List all related places and all that could not be checked. 列出全部细节。")
@click.pass_context
def command(ctx: click.Context, paths: tuple[str, ...], form: str, lang: str, fail_on: str, infos: bool, verbose: bool) -> None:
    """Check a lab: folders or files of virtual machines, guests and host.  Without a path: this host, or where it has no VMware
    product this folder.

    检查网络配置；多个路径视为同一个实验环境。不给路径时检查本机（装有 VMware 的主机），否则检查当前文件夹。
    """
    gc.disable()                         # a run makes records by the million and no garbage worth looking for
    from vmnetdoctor import engine

    verdict = engine.check(_lab(paths, lang))
    KEPT.append(verdict)
    if form == "json":
        from vmnetdoctor.report.check_json import check_json

        put_json(check_json(verdict, lang))
    else:
        from vmnetdoctor.report.check_text import check_text

        put(check_text(verdict, lang, width(), color(), infos or fail_on == "info", verbose))
    ctx.exit(exit_code(verdict, fail_on))


def _lab(paths: tuple[str, ...], language: str) -> Lab:
    if paths:
        from vmnetdoctor.cli.lab import read

        return read(paths, language)
    from vmnetdoctor.cli.this_host import read_host_or_folder

    return read_host_or_folder(language)


def exit_code(verdict: Verdict, fail_on: str) -> int:
    """1 with findings at or above the level; else 3 where a rule crashed, since the verdict is then not complete."""
    levels = LEVELS[:LEVELS.index(fail_on) + 1] if fail_on != "never" else ()
    if any(verdict.counts.get(level, 0) for level in levels):
        return 1
    return FAILED if verdict.crashes else 0
