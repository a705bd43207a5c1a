"""`vmnetdoctor checklist`: what to look at, step by step, from the bottom up."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import click

from vmnetdoctor.cli import KEPT
from vmnetdoctor.cli.terminal import Refused, can_show, color, forms, put, put_json, width

if TYPE_CHECKING:
    from vmnetdoctor.checklist.lists import Checklist
    from vmnetdoctor.checklist.symptoms import Symptom
    from vmnetdoctor.model.lab import Lab


@click.command("checklist")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--guest", metavar="NAME", help="Only the list of this virtual machine. 只列出这台虚拟机的清单。")
@click.option("--symptom", metavar="TEXT", help="What does not work (`guest->host`, or a sentence): only "
              "steps that can explain it. 故障现象，只列出可能的步骤。")
@forms("text", "markdown", "json")
def command(paths: tuple[str, ...], guest: str | None, symptom: str | None, form: str, lang: str) -> None:
    """Print the troubleshooting checklist of a lab: each step from the bottom up, with this lab's own numbers.

    故障排查清单：自下而上的检查步骤，使用本网络自己的数值。
    """
    gc.disable()                         # as in check
    from vmnetdoctor import engine
    from vmnetdoctor.checklist.lists import checklist
    from vmnetdoctor.cli.lab import read

    asked = _symptom(symptom, lang)
    lab = read(paths, lang)
    _known(lab, guest, lang)
    verdict = engine.check(lab)
    KEPT.append(verdict)
    _show(checklist(verdict, guest, asked), form, lang)


def _show(made: Checklist, form: str, lang: str) -> None:
    if form == "json":
        from vmnetdoctor.report.checklist_json import checklist_json

        put_json(checklist_json(made, lang))
    elif form == "markdown":
        from vmnetdoctor.report.checklist_markdown import checklist_markdown

        put(checklist_markdown(made, lang))
    else:
        from vmnetdoctor.report.checklist_text import MARKS, checklist_text

        put(checklist_text(made, lang, width(), color(), not can_show("".join(MARKS.values()))))


def _symptom(text: str | None, lang: str) -> Symptom | None:
    """The symptom asked for; a text that names no path ends the run with exit code 2."""
    if text is None:
        return None
    from vmnetdoctor.checklist import symptoms

    found = symptoms.read(text[:500])
    if found is None:
        from vmnetdoctor.report.checklist_words import words
        from vmnetdoctor.report.layout import visible

        raise Refused(words("no-symptom", lang, text=visible(text[:80])))
    return found


def _known(lab: Lab, guest: str | None, lang: str) -> None:
    names = [one.name for one in lab.guests]
    if guest is None or guest in names:
        return
    from difflib import get_close_matches

    from vmnetdoctor.report.checklist_words import words
    from vmnetdoctor.report.layout import visible
    from vmnetdoctor.report.phrases import say

    near = get_close_matches(guest, names, 3, 0.4)
    hint = say("nearest", lang, names=say("list", lang).join(map(visible, near))) if near else ""
    raise Refused(words("no-guest-named", lang, name=visible(guest[:80])) + hint)
