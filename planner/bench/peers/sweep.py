"""Tasks over time: which go on at once, and who takes them in one sweep."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Final

from planner.bench.peers.protocol import Talk, Tasks

Span = tuple[int, int]

FIRST: Final = 0.05
"""Part of the time in which those who do more than sweep look for a first answer."""


def cliques(spans: Sequence[Span], some: Sequence[int]) -> list[list[int]]:
    """Return the largest sets of these tasks that go on at one moment: they hold every pair that overlaps."""
    found: list[list[int]] = []
    going: list[int] = []
    grown = False
    for task in sorted(some, key=lambda t: spans[t]):
        start = spans[task][0]
        left = [t for t in going if spans[t][1] > start]
        if grown and len(left) < len(going):
            found.append(going)
        going = [*left, task]
        grown = True
    return [*found, going] if going else found


def busiest(tasks: Tasks) -> int:
    """Return the most tasks that go on at once: as many people are needed."""
    return max(map(len, cliques(tasks.spans, range(len(tasks.spans)))), default=0)


def swept(tasks: Tasks, rng: random.Random | None = None) -> list[int | None]:
    """Give each task, in the order of their starts, to somebody who is free.

    Of those who serve already, who has been free for the shortest time; else whoever can do most. At one start the
    task that fewest can do comes first. With `rng` all of this is blurred, so that sweeps differ.
    """
    reach = [0] * tasks.people
    for able in tasks.able:
        for p in able:
            reach[p] += 1
    blur = [1.0] * tasks.people if rng is None else [rng.uniform(0.7, 1.3) for _ in range(tasks.people)]
    free_from: list[int | None] = [None] * tasks.people
    holders: list[int | None] = [None] * len(tasks.spans)
    noise = [0.0] * len(tasks.spans) if rng is None else [rng.random() for _ in tasks.spans]
    for t in sorted(range(len(tasks.spans)), key=lambda t: (tasks.spans[t][0], len(tasks.able[t]) * (1 + noise[t]))):
        start, end = tasks.spans[t]
        serving = [p for p in tasks.able[t] if (since := free_from[p]) is not None and since <= start]
        fresh = [p for p in tasks.able[t] if free_from[p] is None]
        if serving:
            holders[t] = min(serving, key=lambda p: (start - (free_from[p] or 0) + 1) * blur[p])
        elif fresh:
            holders[t] = max(fresh, key=lambda p: reach[p] * blur[p])
        if (holder := holders[t]) is not None:
            free_from[holder] = end
    return holders


def worth(holders: Sequence[int | None]) -> tuple[int, int]:
    """Return how many tasks nobody does, then how many people serve: less is better."""
    return sum(h is None for h in holders), len({h for h in holders if h is not None})


def best_swept(talk: Talk, share: float = FIRST) -> list[int | None]:
    """Sweep again and again for a part of the time, or until no answer can be better; tell of each that is."""
    rng = random.Random(talk.seed)  # noqa: S311 - nothing secret
    end = talk.seconds * (1 - share)
    least = busiest(talk.tasks)
    talk.bound(least)
    best = swept(talk.tasks)
    talk.found(best)
    while talk.seconds > end and worth(best) > (0, least):
        other = swept(talk.tasks, rng)
        if worth(other) < worth(best):
            best = other
            talk.found(best)
    return best
