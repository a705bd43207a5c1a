"""Judge many random labs by the kernel:  python -m tests.kernel.many --labs 2000 --seed 1 [--jobs 2]

Prints every cell on which the walk and the kernel disagree, and the share of unknown cells; exit code 1 on a disagreement.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vmnetdoctor.model.lab import Lab

ROOT = Path(__file__).resolve().parents[2]


def inside(labs: Iterable[tuple[int | str, int, Lab]]) -> None:
    """Worker: one line of JSON per (name, seed of what no file tells, lab)."""
    from tests.kernel.judge import judge

    for name, seed, lab in labs:
        cells = judge(lab, seed)
        line = {"seed": name, "cells": len(cells), "unknown": [c.missing for c in cells if c.predicted == "unknown"],
                "reachable": sum(c.measured == "reachable" for c in cells), "differ": [c._asdict() for c in cells if c.differs]}
        print(json.dumps(line), flush=True)


def drawn(first: int, count: int, step: int) -> Iterator[tuple[int, int, Lab]]:
    """The random labs of a worker."""
    from tests.kernel.random_labs import random_lab

    return ((seed, seed, random_lab(seed)) for seed in range(first, first + count * step, step))


def fixed() -> Iterator[tuple[str, int, Lab]]:
    """The fixed labs."""
    from tests.kernel.fixed_labs import LABS

    return ((name, number, lab) for number, (name, lab) in enumerate(LABS.items()))


def start(first: int, count: int, step: int) -> subprocess.Popen[str]:
    """A worker in a user and network namespace of its own; everything it makes dies with it."""
    words = ["unshare", "-Urn", sys.executable, "-m", "tests.kernel.many", "--inside", "--seed", str(first), "--labs", str(count),
             "--step", str(step)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def gather(labs: int, seed: int, jobs: int) -> list[dict[str, object]]:
    """The lines of all workers."""
    workers = [start(seed + i, (labs - i + jobs - 1) // jobs, jobs) for i in range(jobs)]
    lines = []
    try:
        for worker in workers:
            assert worker.stdout is not None
            lines += [json.loads(line) for line in worker.stdout]
            if worker.wait() != 0:
                raise RuntimeError(f"worker ended with {worker.returncode}")
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
            if worker.stdout is not None:
                worker.stdout.close()
    return lines


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--step", type=int, default=1, help=argparse.SUPPRESS)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--fixed", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        inside(fixed() if options.fixed else drawn(options.seed, options.labs, options.step))
        return 0
    began = time.monotonic()
    lines = gather(options.labs, options.seed, options.jobs)
    differ = [(line["seed"], cell) for line in lines for cell in line["differ"]]  # type: ignore[attr-defined]
    for seed, cell in differ:
        print(f"seed {seed}: {cell['sender']} -> {cell['target']} {cell['address']} {cell['probe']}: predicted {cell['predicted']}"
              f" ({cell['stop']}), measured {cell['measured']}")
    cells = sum(line["cells"] for line in lines)  # type: ignore[misc]
    unknown = Counter(code for line in lines for code in line["unknown"])  # type: ignore[attr-defined]
    seconds = time.monotonic() - began
    print(f"{len(lines)} labs, {cells} cells, {len(differ)} disagreements in {len({s for s, _ in differ})} labs, "
          f"{sum(unknown.values())} unknown ({100 * sum(unknown.values()) / max(cells, 1):.2f} %): {dict(unknown)}")
    print(f"{len(lines) / seconds:.1f} labs a second")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
