"""Large-neighbourhood search: part of a plan is opened, the rest stays, and the exact model decides the part."""

from __future__ import annotations

import random
from collections.abc import Iterator

from planner.solve.draft import Draft
from planner.solve.effort import Clock
from planner.solve.problem import Problem
from planner.solve.programs.exact import fixed, reopened, restaffed, search
from planner.solve.standing import Standing

SECONDS = 2.0
"""Most seconds for one neighbourhood."""

STALE = 40
"""Neighbourhoods without any gain after which the search ends."""

WIDEST = 5
"""Most sessions opened at once."""


def improve(problem: Problem, standing: Standing, clock: Clock, *, share: float) -> None:
    """Better the best draft for at most `share` of the time left, until it is proven or nothing is gained for long."""
    until = clock.left() * (1 - share)
    rng = random.Random(clock.seed)  # noqa: S311 - a search, not a secret
    gained = 0
    for n, (opened, moving) in enumerate(_neighbourhoods(problem, standing, rng)):
        best = standing.best
        if best is None or standing.proven or clock.left() <= until or n - gained >= STALE:
            return
        choose = reopened if moving else restaffed
        choices = [choose(problem, h) if i in opened else fixed(problem, h) for i, h in enumerate(best.held)]
        floors = standing.bounds()
        found = search(problem, choices, clock, seconds=SECONDS, start=best, floors=floors)
        if standing.offer(found.draft):
            gained = n


def _neighbourhoods(problem: Problem, standing: Standing, rng: random.Random) -> Iterator[tuple[frozenset[int], bool]]:
    """Yield positions of sessions to open, and whether their times and places are opened too."""
    n = 0
    while (best := standing.best) is not None and best.held:
        opened = NEIGHBOURHOODS[n % len(NEIGHBOURHOODS)](problem, best, rng)
        moving = n % 3 == 2
        n += 1
        yield frozenset(rng.sample(opened, WIDEST) if len(opened) > WIDEST else opened), moving


def _gaps(problem: Problem, draft: Draft, rng: random.Random) -> list[int]:
    """Sessions of the day of one that has an empty seat or lacks standby; of any day where none does."""
    short = [
        i
        for i, h in enumerate(draft.held)
        if len(h.seats) < problem.sessions[h.session].seats
        or len(h.standby) < sum(kind.standby for kind in problem.sessions[h.session].kinds)
    ]
    return _around(problem, draft, rng.choice(short)) if short else _day(problem, draft, rng)


def _day(problem: Problem, draft: Draft, rng: random.Random) -> list[int]:
    """Sessions of one day."""
    return _around(problem, draft, rng.randrange(len(draft.held)))


def _around(problem: Problem, draft: Draft, position: int) -> list[int]:
    day = problem.grid.day(draft.held[position].start)
    same = [i for i, h in enumerate(draft.held) if problem.grid.day(h.start) == day and i != position]
    return [position, *same][:WIDEST]


def _idlers(_: Problem, draft: Draft, rng: random.Random) -> list[int]:
    """Sessions of a person or two who serve little: perhaps others can do it."""
    people = sorted(draft.work, key=lambda p: (draft.work[p], rng.random()))[: max(4, len(draft.work) // 3)]
    chosen = set(rng.sample(people, min(2, len(people))))
    return [i for i, h in enumerate(draft.held) if any(p in chosen for _, p in h.seats)]


def _alike(problem: Problem, draft: Draft, rng: random.Random) -> list[int]:
    """Sessions of one function, or any few."""
    function = problem.sessions[rng.choice(draft.held).session].function
    same = [i for i, h in enumerate(draft.held) if problem.sessions[h.session].function == function]
    return same if rng.random() < 0.5 else rng.sample(range(len(draft.held)), min(6, len(draft.held)))


NEIGHBOURHOODS = (_gaps, _idlers, _day, _alike)
