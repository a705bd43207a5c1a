"""`check` without a path: this machine if it is a VMware host, else this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vmnetdoctor.cli.lab import read
from vmnetdoctor.cli.terminal import Refused

if TYPE_CHECKING:
    from vmnetdoctor.model.lab import Lab


def read_host_or_folder(language: str) -> Lab:
    """The lab of this host, collected in memory; where there is no VMware product, that of the folder one is in.

    Ends the run with exit code 2 where neither holds anything: somebody forgot to say which folder.
    """
    from vmnetdoctor.assemble.inputs import RawFile
    from vmnetdoctor.assemble.lab import assemble
    from vmnetdoctor.collect.gather import collector_here
    from vmnetdoctor.collect.manifest import ABSENT, left_line
    from vmnetdoctor.collect.words import say

    collector = collector_here(redact=False, tell=lambda line: None)
    if not collector.is_host():
        lab = read([], language)
        if all(file.kind == "unknown" for file in lab.inputs):
            raise Refused(say("no-lab", language))
        return lab
    click.echo(say("checks-host", language), err=True)
    collector.host()
    collector.machines(())
    for left in collector.bundle.left:
        if left.reason not in ABSENT:
            click.echo(left_line(left, language), err=True)
    return assemble(RawFile(file.path, file.data) for file in sorted(collector.bundle.files) if file.data is not None)
