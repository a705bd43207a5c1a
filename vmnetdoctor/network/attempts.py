"""A probe is tried under every choice that matters, since a file may be silent where the outcome hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.network.hops import REACHABLE, UNKNOWN, UNREACHABLE
from vmnetdoctor.network.journey import Journey, Stopped, Undecided

if TYPE_CHECKING:
    from collections.abc import Callable

    from vmnetdoctor.network.journey import Question
    from vmnetdoctor.network.topology import Topology

_MOST_RUNS = 32


class Attempt:
    """One run of a probe under one set of choices."""

    def __init__(self, topology: Topology, choices: dict[Question, int]) -> None:
        self.journey = Journey(topology, choices)
        self.verdict = UNREACHABLE
        self.turn: int | None = None       # number of hops that belong to the request

    def run(self, steps: Callable[[Attempt], None]) -> None:
        """Do the steps; being stopped is a verdict."""
        try:
            steps(self)
            self.verdict = REACHABLE
        except Stopped:
            self.verdict = UNREACHABLE
        except Undecided:
            self.verdict = UNKNOWN

    def turn_round(self) -> None:
        """From here on the hops are the answer's."""
        self.turn = len(self.journey.hops)
        self.journey.answering = True


def settle(topology: Topology, steps: Callable[[Attempt], None]) -> tuple[Attempt, Question | None]:
    """The first attempt and, where another choice ends otherwise, the question that matters."""
    first: Attempt | None = None
    waiting: list[dict[Question, int]] = [{}]
    runs = 0
    while waiting and runs < _MOST_RUNS:
        choices = waiting.pop()
        attempt = Attempt(topology, choices)
        attempt.run(steps)
        runs += 1
        if first is None:
            first = attempt
        elif attempt.verdict != first.verdict:
            return first, _last_flip(choices)
        decided: dict[Question, int] = {}
        for question, count in attempt.journey.asked.items():
            if question not in choices:
                waiting += [{**choices, **decided, question: other} for other in range(1, count)]
            decided[question] = choices.get(question, 0)
    assert first is not None
    return first, None


def _last_flip(choices: dict[Question, int]) -> Question:
    """The question flipped last among those that differ from the first attempt."""
    return [q for q, choice in choices.items() if choice][-1]
