"""A greedy sweep, again and again with other ties, until as few serve as tasks go on at once: no library at all."""

from __future__ import annotations

import random

from planner.bench.peers.protocol import Talk, answer
from planner.bench.peers.sweep import busiest, swept, worth


def work(talk: Talk) -> None:
    """Sweep until the time is over, or no answer can be better."""
    rng = random.Random(talk.seed)  # noqa: S311 - nothing secret
    least = busiest(talk.tasks)
    talk.bound(least)
    best = swept(talk.tasks)
    talk.found(best)
    while talk.seconds > 0 and worth(best) > (0, least):
        other = swept(talk.tasks, rng)
        if worth(other) < worth(best):
            best = other
            talk.found(best)


if __name__ == "__main__":
    answer(work)
