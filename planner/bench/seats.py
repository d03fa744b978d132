"""The seats of generated wards as tasks at fixed times: what peers that know neither halls nor consent can do too."""

from __future__ import annotations

import random

from planner.bench import smptsp
from planner.bench.scale import scenario as generated
from planner.domain.baseline import baseline_of
from planner.domain.canonical import ordered
from planner.domain.checks import read as checked
from planner.domain.scenario import Scenario
from planner.solve.problem import Problem


def scenario(size: str, seed: int) -> Scenario:
    """Return a scenario of the staffing form: every activity of the generated one alone, at one of its starts.

    A seat is a task for those who qualify and are there. Seats that nobody is left for are dropped, so that all can
    be filled.
    """
    problem = Problem(ordered(baseline_of(generated(size, seed))))
    rng = random.Random(f"seats-{size}-{seed}")  # noqa: S311 - nothing secret
    tasks: list[tuple[int, int]] = []
    skilled: list[list[int]] = [[] for _ in problem.grid.people]
    taken: list[list[tuple[int, int]]] = [[] for _ in problem.grid.people]
    for session in problem.sessions:
        start = rng.choice(session.starts)
        end = start + session.minutes
        there = problem.grid.free(start, end)
        for kind in (each for each in session.kinds for _ in range(each.seats)):
            able = sorted(kind.eligible & there)
            left = [p for p in able if all(e <= start or end <= s for s, e in taken[p])]
            if left:
                taken[rng.choice(left)].append((start, end))
                for p in able:
                    skilled[p].append(len(tasks))
                tasks.append((start, end))
    return checked(smptsp.scenario(f"{size}-{seed}", tasks, skilled)).scenario
