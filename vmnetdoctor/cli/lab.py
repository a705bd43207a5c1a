"""Reads the lab that the command line names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.assemble.lab import assemble
from vmnetdoctor.cli.terminal import Refused
from vmnetdoctor.files import InputError, gather

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vmnetdoctor.model.lab import Lab


def read(paths: Sequence[str], language: str) -> Lab:
    """The lab of the paths (default: the folder one is in); a wrong path or declaration ends the run with exit code 2."""
    try:
        return assemble(gather(paths or ["."]))
    except InputError as error:
        raise Refused(error.texts[language]) from error
    except Exception as error:
        refused = _declared(error, language)
        if refused is None:
            raise
        raise refused from error


def _declared(error: Exception, language: str) -> Refused | None:
    """A mistake in vmnetdoctor.yaml as `path:line:column: message`; its module is loaded only where something failed."""
    from vmnetdoctor.formats.declared_error import DeclaredError
    from vmnetdoctor.report.code_frame import where
    from vmnetdoctor.report.layout import visible

    return Refused(f"{where(error.place)}: {visible(error.message(language))}") if isinstance(error, DeclaredError) else None
