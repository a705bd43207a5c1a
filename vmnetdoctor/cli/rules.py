"""`vmnetdoctor rules`: every rule there is."""

from __future__ import annotations

import click

from vmnetdoctor.cli.terminal import color, options, put, put_json, width


@click.command("rules")
@options
def command(form: str, lang: str) -> None:
    """List all rules with what they make sure of.

    列出全部规则。
    """
    if form == "json":
        from vmnetdoctor.report.explain_json import rules_json

        put_json(rules_json(lang))
    else:
        from vmnetdoctor.report.explain_text import rules_text

        put(rules_text(lang, width(), color()))
