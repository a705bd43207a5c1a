"""`vmnetdoctor matrix`: who can reach whom."""

from __future__ import annotations

import click

from vmnetdoctor.cli.terminal import color, options, put, put_json, width


@click.command("matrix")
@click.argument("paths", nargs=-1, type=click.Path())
@options
@click.option("--from", "senders", multiple=True, metavar="NAME",
              help="Only what this endpoint sends (may be repeated). 只看该发送方。")
@click.option("--to", "targets", multiple=True, metavar="NAME",
              help="Only what goes to this endpoint (may be repeated). 只看该目标。")
def command(paths: tuple[str, ...], form: str, lang: str, senders: tuple[str, ...], targets: tuple[str, ...]) -> None:
    """Show the expected connectivity: every guest, `host`, `lan` and `internet`, and why something does not get through.

    预期连通性：谁能连通谁，不通的原因。
    """
    from vmnetdoctor.cli.endpoints import endpoint
    from vmnetdoctor.cli.lab import read
    from vmnetdoctor.network.build import build
    from vmnetdoctor.network.matrix import matrix

    lab = read(paths, lang)
    topology = build(lab)
    picked = [{endpoint(topology, name, lang) for name in names} or None for names in (senders, targets)]
    made = matrix(topology, *picked)
    because = {}
    if any(walked.verdict != "reachable" for walked in made.cells):
        from vmnetdoctor import engine, experiment

        because = experiment.because(engine.check(lab).findings)
    if form == "json":
        from vmnetdoctor.report.walk_json import matrix_json

        put_json(matrix_json(made, lang, because))
    else:
        from vmnetdoctor.report.matrix_text import matrix_text

        put(matrix_text(topology, made, lang, width(), color(), because))
