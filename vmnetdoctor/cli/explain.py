"""`vmnetdoctor explain`: what one rule means."""

from __future__ import annotations

import click

from vmnetdoctor import catalog
from vmnetdoctor.cli.terminal import Refused, color, options, put, put_json, width


@click.command("explain")
@click.argument("rule")
@options
def command(rule: str, form: str, lang: str) -> None:
    """Explain a rule, by name or code: why it matters, how to cure it, an example.

    解释一条规则（名称或编号）。
    """
    name = catalog.find(rule)
    if name is None:
        raise Refused(_unknown(rule, lang))
    found = catalog.rule(name)
    if form == "json":
        from vmnetdoctor.report.machine import explain_json

        put_json(explain_json(found, lang))
    else:
        from vmnetdoctor.report.explain import explain_text

        put(explain_text(found, lang, width(), color()))


def _unknown(rule: str, language: str) -> str:
    from vmnetdoctor.report.cells import visible
    from vmnetdoctor.report.phrases import say

    near = catalog.nearest(rule)
    hint = say("nearest", language, names=say("list", language).join(near)) if near else say("list-rules", language)
    return say("no-rule", language, name=visible(rule[:80])) + hint
