"""`vmnetdoctor trace`: one packet and its answer, hop by hop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vmnetdoctor.cli.terminal import color, options, put, put_json, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vmnetdoctor.model.lab import Lab
    from vmnetdoctor.network.hops import Walk
    from vmnetdoctor.network.topology import Topology
    from vmnetdoctor.verdict import Judged


@click.command("trace")
@click.argument("paths", nargs=-1, type=click.Path())
@options
@click.option("--from", "sender", required=True, metavar="NAME", help="A guest, `host`, `lan` or `internet`. 发送方。")
@click.option("--to", "target", required=True, metavar="NAME", help="A guest, `host`, `lan` or `internet`. 目标。")
@click.option("--probe", default="ping", show_default=True, metavar="PROBE", help="ping, names, tcp/N or udp/N. 探测方式。")
@click.option("--address", metavar="A.B.C.D", help="Which address of the target. 目标的哪个地址。")
@click.pass_context
def command(ctx: click.Context, paths: tuple[str, ...], form: str, lang: str, sender: str, target: str,
            probe: str, address: str | None) -> None:
    """Follow a packet and its answer from one endpoint to another, and say where it stops and why.

    逐跳追踪数据包及其应答，说明停在哪里、为什么。
    """
    from vmnetdoctor.cli import endpoints
    from vmnetdoctor.cli.lab import read
    from vmnetdoctor.network.build import build

    lab = read(paths, lang)
    topology = build(lab)
    endpoints.pair(topology, sender, target, lang)
    endpoints.check_probe(probe, target, lang)
    walked = walk_of(topology, sender, target, endpoints.address(address, lang), probe)
    names, cure = _experiment(lab, walked) if walked.verdict != "reachable" else ([], None)
    if form == "json":
        from vmnetdoctor.network.matrix import endpoint
        from vmnetdoctor.report.walk_json import trace_json

        put_json(trace_json(walked, endpoint(topology, target).address_range, lang, names, cure))
    else:
        from vmnetdoctor.report.trace_text import trace_text

        put(trace_text(walked, lang, width(), color(), names, cure))
    ctx.exit(0 if walked.verdict == "reachable" else 1)


def walk_of(topology: Topology, sender: str, target: str, address: int | None, probe: str) -> Walk:
    """The cell of the matrix that people mean: a ping without address goes to the one both ends share."""
    from vmnetdoctor.network.matrix import cell
    from vmnetdoctor.network.probe_ping import meant_address

    ends = topology.endpoints
    if address is None and probe == "ping" and ends[target].kind in ("guest", "host"):
        address = meant_address(topology, ends[sender], ends[target])
    return cell(topology, sender, target, address, probe)


def _experiment(lab: Lab, walked: Walk) -> tuple[list[str], Sequence[Judged] | None]:
    """The findings that break this path, and the smallest cure that mends it (DESIGN.md decision 4)."""
    from vmnetdoctor import engine, experiment

    findings = engine.check(lab).findings
    names = experiment.because(findings).get((walked.sender, walked.target), [])
    return names, experiment.smallest_cure(lab, findings, walked.sender, walked.target, walked.probe, walked.address)
