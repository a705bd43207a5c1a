"""`vmnetdoctor explain`: what one rule means."""

from __future__ import annotations

import click

from vmnetdoctor import catalog
from vmnetdoctor.cli.terminal import Refused, color, forms, put, put_json, width


@click.command("explain")
@click.argument("rule", required=False)
@click.option("--all", "every", is_flag=True, help="All rules: with --format markdown, the manual. 全部规则。")
@forms("text", "json", "markdown")
def command(rule: str | None, every: bool, form: str, lang: str) -> None:
    """Explain a rule, by name or code: what is going on, an example, how to cure it.

    解释一条规则（名称或编号）。
    """
    if every == (rule is not None):
        raise Refused(_say("rule-or-all", lang))
    found = None if rule is None else _rule(rule, lang)
    if form == "json":
        from vmnetdoctor.report.explain_json import catalogue_json, explain_json

        put_json(catalogue_json(lang) if found is None else explain_json(found, lang))
    elif form == "markdown":
        from vmnetdoctor.report.explain_markdown import catalogue_markdown, page_markdown

        put_json(catalogue_markdown(lang) if found is None else page_markdown(found, lang))
    else:
        from vmnetdoctor.report.explain_text import catalogue_text, explain_text

        put(catalogue_text(lang, width(), color()) if found is None else explain_text(found, lang, width(), color()))


def _rule(text: str, language: str) -> catalog.Rule:
    name = catalog.find(text)
    if name is None:
        raise Refused(_unknown(text, language))
    return catalog.rule(name)


def _say(key: str, language: str) -> str:
    from vmnetdoctor.report.phrases import say

    return say(key, language)


def _unknown(rule: str, language: str) -> str:
    from vmnetdoctor.report.layout import visible
    from vmnetdoctor.report.phrases import say

    near = catalog.nearest(rule)
    hint = say("nearest", language, names=say("list", language).join(near)) if near else say("list-rules", language)
    return say("no-rule", language, name=visible(rule[:80])) + hint
