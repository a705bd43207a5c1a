"""`vmnetdoctor trace`: one packet and its answer, hop by hop."""

from __future__ import annotations

import click

from vmnetdoctor.cli.terminal import Refused, color, options, put, put_json, width


@click.command("trace")
@click.argument("paths", nargs=-1, type=click.Path())
@options
@click.option("--from", "sender", required=True, metavar="NAME", help="A guest, `host`, `lan` or `internet`. 发送方。")
@click.option("--to", "target", required=True, metavar="NAME", help="A guest, `host`, `lan` or `internet`. 目标。")
@click.option("--probe", default="ping", show_default=True, metavar="PROBE", help="ping, names, tcp/N or udp/N. 探测方式。")
@click.option("--address", metavar="A.B.C.D", help="Which address of the target. 目标的哪个地址。")
@click.pass_context
def command(ctx: click.Context, paths: tuple[str, ...], form: str, lang: str, sender: str, target: str,  # noqa: PLR0913
            probe: str, address: str | None) -> None:
    """Follow a packet and its answer from one endpoint to another, and say where it stops and why.

    逐跳追踪数据包及其应答，说明停在哪里、为什么。
    """
    from vmnetdoctor.cli import endpoints
    from vmnetdoctor.cli.lab import read
    from vmnetdoctor.network.topology import build

    lab = read(paths, lang)
    topology = build(lab)
