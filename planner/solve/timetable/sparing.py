"""Which joint sessions a plan can contain that holds everything with few seats, few of them open.

Activities of one function and area meet with one another only, so the fewest seats for them, with any one of their
joint sessions or without, are those of a shortest path over sets of activities held so far. What is beyond the seats
that the others leave is in no such plan. Few ways to meet are left where seats are at their least.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ortools.graph.python import max_flow

from planner.solve.problem import Problem

MOST_SETS = 20_000
"""Most sets of activities of one function and area that are looked at; where there are more, nothing is left out."""


def sparing(problem: Problem, seats: int, missing: int) -> list[tuple[int, int]]:
    """Return the (joint session, start) pairs of plans that hold everything with at most so many seats.

    `missing` is how many seats and standby duties may stay open in all.
    """
    starts = {
        c: [s for s in session.starts if _can_be_staffed(problem, c, s, missing)]
        for c, session in enumerate(problem.sessions)
    }
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    members: dict[tuple[str, str], set[int]] = defaultdict(set)
    for a, activity in enumerate(problem.grid.activities):
        members[activity.function, activity.area or ""].add(a)
    for c, session in enumerate(problem.sessions):
        if starts[c]:
            alike[session.function, session.area or ""].append(c)
    least = [_fewest(problem, alike[key], sorted(there)) for key, there in sorted(members.items())]
    if any(not fewest for fewest in least):
        return []
    spare = seats - sum(min(fewest.values()) for fewest in least)
    return [
        (c, s)
        for fewest in least
        for c, n in sorted(fewest.items())
        if n - min(fewest.values()) <= spare
        for s in starts[c]
    ]


def _can_be_staffed(problem: Problem, c: int, start: int, missing: int) -> bool:
    """Tell whether there are people for all duties of a session but a few if nothing else is held."""
    session = problem.sessions[c]
    there = problem.grid.free(start, start + session.minutes)
    flow, wanted = max_flow.SimpleMaxFlow(), 0
    crews: set[int] = set()
    first = 2 + len(session.kinds)
    for n, kind in enumerate(session.kinds, 2):
        duties = kind.seats + kind.standby
        wanted += duties
        able = problem.crews_of(kind.eligible & there)
        crews.update(able)
        flow.add_arc_with_capacity(0, n, duties)
        for q in able:
            flow.add_arc_with_capacity(n, first + q, duties)
    for q in sorted(crews):
        flow.add_arc_with_capacity(first + q, 1, len(problem.crews[q]))
    if wanted <= missing or not crews:
        return wanted <= missing
    flow.solve(0, 1)
    return bool(flow.optimal_flow() >= wanted - missing)


def _fewest(problem: Problem, columns: Iterable[int], activities: Sequence[int]) -> Mapping[int, int]:
    """Return for each joint session the fewest seats with which it and the other activities can be held.

    Nothing where they cannot all be held; 0 for each where there are too many sets to be looked at.
    """
    bit = {a: 1 << n for n, a in enumerate(activities)}
    by_first: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    columns = list(columns)
    for c in columns:
        held = sum(bit[a] for a in problem.sessions[c].members)
        by_first[held & -held].append((held, problem.sessions[c].seats, c))
    everything = (1 << len(activities)) - 1
    steps: list[tuple[int, int, int, int]] = []
    known, left = {0}, [0]
    while left:
        held = left.pop()
        for more, seats, c in by_first[~held & (held + 1)]:  # what holds the first activity that is missing
            if held & more:
                continue
            steps.append((held, held | more, seats, c))
            if held | more not in known:
                known.add(held | more)
                left.append(held | more)
        if len(known) > MOST_SETS:
            return dict.fromkeys(columns, 0)
    return _along(steps, everything)


def _along(steps: list[tuple[int, int, int, int]], everything: int) -> Mapping[int, int]:
    """Return for each session the least sum of seats over the ways from nothing to everything that hold it."""
    steps.sort(key=lambda step: step[0].bit_count())
    before, after = {0: 0}, {everything: 0}
    for held, more, seats, _ in steps:
        before[more] = min(before.get(more, before[held] + seats), before[held] + seats)
    for held, more, seats, _ in reversed(steps):
        if more in after:
            after[held] = min(after.get(held, after[more] + seats), after[more] + seats)
    fewest: dict[int, int] = {}
    for held, more, seats, c in steps:
        if more in after:
            through = before[held] + seats + after[more]
            fewest[c] = min(fewest.get(c, through), through)
    return fewest
