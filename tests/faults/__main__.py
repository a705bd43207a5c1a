"""`python -m tests.faults --table`: the table of rules and labs, and what is not as it should be."""

from __future__ import annotations

import argparse

from tests.faults.given import healthy
from tests.faults.judge import Outcome, judged
from tests.faults.mutations import mutations

SIGNS = {"first": "+", "later": "2", "folded": "c", "none": "-"}


def _sign(outcome: Outcome | None) -> str:
    if outcome is None:
        return "."
    return SIGNS[outcome.found] if outcome.good or outcome.found != "first" else "u" if outcome.unrelated else "p" if outcome.elsewhere else "x"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--table", action="store_true", help="print the whole table, not only what is wrong")
    parser.add_argument("--rule", help="only mutations whose name begins so")
    parser.add_argument("--turn", type=int, default=0, help="take another guest where several fit: the next, ...")
    asked = parser.parse_args()
    labs = {name: given.turned(asked.turn) for name, given in healthy().items()}
    names = [name for name in sorted(mutations()) if name.startswith(asked.rule or "")]
    rows = {name: [judged(name, given) for given in labs.values()] for name in names}
    if asked.table:
        width = max(map(len, names))
        for number, lab in enumerate(labs):
            print(f"{'':{width}} {'| ' * number}{lab}")
        for name, row in rows.items():
            print(f"{name:{width}} {' '.join(map(_sign, row))}")
        print("+ first  2 found, not first  c a consequence only  - not found  u something unrelated  p elsewhere  x crash  . not applicable\n")
    made = [outcome for row in rows.values() for outcome in row if outcome is not None]
    for outcome in made:
        if not outcome.good:
            print(f"{outcome.lab}: {outcome.mutation}: {outcome.found}, first {outcome.first or '-'}, unrelated {', '.join(outcome.unrelated) or '-'}"
                  f"{', at ' + outcome.elsewhere if outcome.elsewhere else ''} {' '.join(outcome.crashes)}")
    print(f"{len(made)} pairs, {sum(o.good for o in made)} as they should be")


if __name__ == "__main__":
    main()
