"""What all reports for programs share: how they are written, the same input giving the same bytes, and places in a file."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vmnetdoctor.source import Edit, Place

_HIDDEN = "\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff"


def dumped(report: dict[str, Any]) -> str:
    """JSON text that every encoding of Unicode can hold: what does not print (and lone surrogates) stands as an escape.

    A line for each field and each item of its list: json's own indenting runs in Python and costs as much as the check.
    """
    encode = json.JSONEncoder(ensure_ascii=False).encode
    fields = []
    for key, value in report.items():
        listed = isinstance(value, list) and value
        shown = "[\n  " + ",\n  ".join(map(encode, value)) + "\n ]" if listed else encode(value)
        fields.append(f" {encode(key)}: {shown}")
    text = "{\n" + ",\n".join(fields) + "\n}"
    if not text.isascii():
        text = re.sub(f"[{_HIDDEN}]", lambda found: f"\\u{ord(found.group()):04x}", text)
    return text + "\n"


def location(place: Place) -> dict[str, Any]:
    """A place as contract.md has it."""
    source = place.source
    line, column = source.position(place.start)
    end_line, end_column = source.position(place.end)
    return {"path": source.path, "line": line, "column": column, "end_line": end_line, "end_column": end_column}


def edit_shape(edit: Edit) -> dict[str, Any]:
    """One edit as contract.md has it (fix)."""
    return {**location(edit.place), "text": edit.text}
