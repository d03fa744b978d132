"""Fewest people for a timetable, then as many seats filled as before: search and proof in turns.

A team of as many as the bound says is tried; where it cannot fill the seats, the bound is sharpened, and where that
fails too, larger teams are tried. What is found goes into the standing as it comes, so it can be ended at any time.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planner.solve.effort import Clock
from planner.solve.fewest import UNIT, Fewest
from planner.solve.fits import fits
from planner.solve.pool import Pool
from planner.solve.problem import Problem
from planner.solve.seats import NOBODY, Seats, Whole
from planner.solve.standing import Standing
from planner.solve.venues import housed

FIRST = 0.6
"""Seconds of the first look for a team; each further look takes longer by `LONGER`."""

LONGER = 1.5

EXCLUDING = 0.7
"""Seconds to look for seats that exclude one another."""

HARDEST = (300, 600, 1200)
"""How many seats, those hardest to fill, a linear program for a bound looks at, one after the other."""

PRICING = 12.0
"""Most seconds for such a program."""


def is_fixed(problem: Problem) -> bool:
    """Whether nothing but places and people is open: each activity in one joint session at most, at one start."""
    members = [a for session in problem.sessions for a in session.members]
    return (
        problem.complete
        and len(members) == len(set(members))
        and all(len(session.starts) == 1 for session in problem.sessions)
    )


def staff_fixed(problem: Problem, standing: Standing, clock: Clock, *, seconds: float) -> None:
    """Staff the only timetable that there is, in about so many seconds, and bound the tiers that follow from it.

    Bounds hold for all plans that hold what can be held and leave no more seats empty: the sessions are the same in
    all of these, so are their seats.
    """
    timetable = [(c, session.starts[0]) for c, session in enumerate(problem.sessions)]
    held = housed(problem, timetable, clock, seconds)
    if len(held) < len(timetable):
        return
    seats = Seats(problem, held)
    until = clock.left() - seconds
    lost = sum(
        activity.priority
        for a, activity in enumerate(problem.grid.activities)
        if all(a not in session.members for session in problem.sessions)
    )
    standing.prove(0, lost, ())
    if not len(seats):
        return
    pool = Pool(seats, clock.seed)
    who = pool.few()
    if (who == NOBODY).any():
        who = pool.fill(seats.people, clock, (clock.left() - until) / 4)
    if (who == NOBODY).any():
        return
    draft = seats.draft(who)
    if not fits(draft):
        return
    standing.offer(draft)
    _follows(problem, standing, seats, (lost, 0))
    if "people" in problem.names:
        fewer(problem, standing, clock, seats, pool, who, seconds=clock.left() - until, given=(lost, 0))


def _follows(problem: Problem, standing: Standing, seats: Seats, given: tuple[int, int]) -> None:
    """Bound person-sessions and money where every seat is filled."""
    if "staff_sessions" in problem.names:
        standing.prove(problem.names.index("staff_sessions"), len(seats), given)
    if "cost" in problem.names:
        sessions = [problem.sessions[h.session] for h in seats.held]
        least = sum(session.fixed_cost + min(session.place_costs) for session in sessions)
        for able, minutes in zip(seats.able, seats.minutes, strict=True):
            least += min((problem.grid.seat_cost(int(p), int(minutes)) for p in able), default=0)
        standing.prove(problem.names.index("cost"), least, given)


def with_fewer(problem: Problem, standing: Standing, clock: Clock, *, seconds: float) -> None:
    """Offer the best draft with its seats dealt out anew among fewer people, none dearer where cost comes first."""
    best = standing.best
    if best is None or "people" not in problem.names:
        return
    tier = problem.names.index("people")
    if best.values[tier] <= standing.bound(tier, best.values):
        return
    seats, who = Seats(problem, best.held).held_in(best, thrifty="cost" in problem.names[:tier])
    fewer(problem, standing, clock, seats, Pool(seats, clock.seed), who, seconds=seconds)


def fewer(
    problem: Problem,
    standing: Standing,
    clock: Clock,
    seats: Seats,
    pool: Pool,
    who: Whole,
    *,
    seconds: float,
    given: Sequence[int] | None = None,
) -> None:
    """Offer plans with fewer people than `who`, until it is proven that there are none, or for so many seconds.

    `given` are values of the first tiers for which the seats are the same in every plan: then bounds are offered, too.
    """
    until = clock.left() - seconds
    bounds = _Bounds(standing, seats, problem.names.index("people"), given)
    bounds.crowd()
    most = len(np.unique(who))
    failed, look, looks = bounds.least - 1, FIRST, 0
    while bounds.least < most and (left := clock.left() - until) > 0 and not clock.over:
        size = bounds.least if failed < bounds.least else failed + (most - failed) // 2
        found = pool.fill(size, clock, min(look, left), who if looks % 2 else None)
        looks += 1
        if (found != NOBODY).all():
            draft = seats.draft(found)
            if not fits(draft):
                return
            standing.offer(draft)
            who, most = found, len(np.unique(found))
            continue
        failed = max(failed, size)
        if size == bounds.least:
            bounds.sharpen(pool, clock, min(left, seconds / 2), last=failed == most - 1)
        if failed >= most - 1:
            look *= LONGER
            failed = bounds.least - 1 if bounds.least == most - 1 else most - 2


class _Bounds:
    """Bounds for the people of fixed seats, from the quickest to the slowest."""

    def __init__(self, standing: Standing, seats: Seats, tier: int, given: Sequence[int] | None) -> None:
        self._standing = standing
        self._tier = tier
        self._given = given
        self._fewest = Fewest(seats)
        self._exclusive: Whole | None = None
        self._programs = 0
        self.least = 0

    def _keep(self, weights: Whole, unit: int) -> None:
        bound = self._fewest.proven(weights, unit)
        if bound > self.least:
            self.least = bound
            if self._given is not None:
                self._standing.prove(self._tier, bound, tuple(self._given))

    def _count(self, chosen: Whole) -> None:
        weights = np.zeros(len(self._fewest.seats), dtype=np.int64)
        weights[chosen] = 1
        self._keep(weights, 1)

    def crowd(self) -> None:
        """Count those who have to serve at the busiest moment."""
        self._count(self._fewest.crowd())

    def sharpen(self, pool: Pool, clock: Clock, seconds: float, *, last: bool) -> None:
        """Take quick ways to a better bound; slow ones where only they are left (`last`)."""
        before = self.least
        if self._exclusive is None:
            self._exclusive = self._fewest.exclusive(clock, min(seconds, EXCLUDING), clock.seed)
            self._count(self._exclusive)
        if self._programs >= len(HARDEST) or self.least > before or (self._programs and not last):
            return
        number = HARDEST[self._programs]
        hardest = np.argsort(-pool.price, kind="stable")
        some = np.concatenate([self._exclusive, np.setdiff1d(hardest, self._exclusive, assume_unique=True)])
        self._keep(self._fewest.shadow(some[:number], clock, min(seconds, PRICING)), UNIT)
        # A program over more seats is seldom worth its time where one over the hardest says no more than counting.
        self._programs = self._programs + 1 if self.least > before else len(HARDEST)
