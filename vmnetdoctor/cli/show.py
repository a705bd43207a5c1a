"""`vmnetdoctor show`: the lab as it was understood."""

from __future__ import annotations

import gc

import click

from vmnetdoctor.cli.terminal import color, options, put, put_json, width


@click.command("show")
@click.argument("paths", nargs=-1, type=click.Path())
@options
def command(paths: tuple[str, ...], form: str, lang: str) -> None:
    """Show the lab: networks, who is plugged into what, with which address.

    显示网络概况：有哪些虚拟网络，谁接在哪里，用什么地址。
    """
    gc.disable()                         # as in check
    from vmnetdoctor.cli.lab import read

    lab = read(paths, lang)
    if form == "json":
        from vmnetdoctor.report.show_json import show_json

        put_json(show_json(lab))
    else:
        from vmnetdoctor.report.show_text import show_text

        put(show_text(lab, lang, width(), color()))
