"""Rules whose whole judgement a reader has already made: each remark of that name in the reading is a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vmnetdoctor.checks.outcome import CHECKS, Check, Finding, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vmnetdoctor.checks.outcome import Fix
    from vmnetdoctor.checks.subjects import Nic


def has_remarks(nic: Nic) -> bool:
    """Guard shared by these rules, so that a clean reading costs one test for all of them."""
    return bool(nic.reading.remarks)


def remarked(code: str, severity: Callable[[Nic, Any], str | None] | None = None,
             silent: Callable[[Nic], bool] | None = None, by: str = "case",
             fix: Callable[[Any], Fix | None] | None = None) -> Callable[[Nic], Iterator[Outcome]]:
    """The rule of that name: one finding per remark of the reading with that code.

    `severity` may change the rule's usual one; `silent` says where the remark is true but harmless.
    A remark's value `case` picks the variant of the texts, else its value of the name `by`, else the reader.
    `fix` makes the edits that cure it.
    """

    def rule(nic: Nic) -> Iterator[Outcome]:
        for remark in nic.reading.remarks:
            if remark.code == code and not (silent is not None and silent(nic)):
                values = {"reader": nic.reading.reader, **remark.values}
                case = str(values.pop("case", values.get(by, nic.reading.reader)))
                yield Finding(remark.at, values, remark.also, case=case,
                              confidence=nic.confidence, severity=severity(nic, remark) if severity is not None else None,
                              fix=fix(remark) if fix is not None else None)

    CHECKS[code] = Check(code, "nic", rule, has_remarks)
    return rule
