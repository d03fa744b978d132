"""Fewest people for a timetable, then as many seats filled as before: search and proof in turns.

A team of as many as the bound says is tried; where it cannot fill the seats, the bound is sharpened, and where that
fails too, larger teams are tried. What is found goes into the standing as it comes, so it can be ended at any time.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planner.solve.effort import Clock
from planner.solve.problem import Problem
from planner.solve.staff.venues import housed
from planner.solve.standing import Standing
from planner.solve.team.exclusive import Exclusive
from planner.solve.team.fewest import UNIT, Fewest
from planner.solve.team.fits import fits
from planner.solve.team.pool import Pool
from planner.solve.team.seats import NOBODY, Seats, Whole
from planner.solve.team.windows import Windows

FIRST = 0.3
"""Seconds of the first look for a team; each further look takes longer by `LONGER`."""

LONGER = 1.5

WINDOWED = 1.0
"""Seconds of a look from which on it goes on by windows, in as long again, where hours do not bind."""

MANY = 200
"""Seats from which on there are windows: among fewer, who is in the team matters more, and that the pool changes."""

GLANCE = 0.1
"""Seconds without a gain in which it shows whether seats that exclude one another are worth looking for."""

EXCLUDING = 0.5
"""Seconds without a gain after which a look for them ends, where it is."""

BESIDES = (170, 450, 900)
"""How many seats, those hardest to fill, a linear program looks at besides those that exclude one another, in turn."""

CHOICES = 120_000
"""Choices of a person for a seat up to which such a program is solved in some seconds."""

SEARCHED = 2.0
"""Seconds of search in vain, for each program before, that make up for the time of one."""

PRICING = 15.0
"""Most seconds for such a program."""

LARGEST = 5_000
"""Seats up to which each pair of them is looked at."""


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
    bounds.first(clock)
    windows = None if pool.bound_by_hours or len(seats) < MANY else Windows(seats, clock.seed)
    nearly: dict[int, Whole] = {}
    most = len(np.unique(who))
    failed, look, looks = bounds.least - 1, FIRST, 0
    while bounds.least < most and (left := clock.left() - until) > 0 and not clock.over:
        size = bounds.least if failed < bounds.least else failed + (most - failed) // 2
        found = pool.fill(size, clock, min(look, left), nearly.get(size, who) if looks % 2 else None)
        looks += 1
        if windows is not None and look >= WINDOWED and (found == NOBODY).any():
            found = windows.fill(found, size, clock, min(look, clock.left() - until))
            nearly[size] = found
        if (found != NOBODY).all():
            draft = seats.draft(found)
            if not fits(draft):
                return
            standing.offer(draft)
            who, most = found, len(np.unique(found))
            continue
        failed = max(failed, size)
        if size == bounds.least:
            bounds.sharpen(pool, clock, min(left, seconds / 2), searched=look)
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
        self._exclusive: Exclusive | None = None
        self._programs = 0
        self._searched = 0.0
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

    def first(self, clock: Clock) -> None:
        """Count those who serve at the busiest moment; glance at whether skills keep seats apart, too."""
        crowd = self._fewest.crowd()
        self._count(crowd)
        if self._given is None or len(self._fewest.seats) > LARGEST:
            return
        self._exclusive = Exclusive(self._fewest.seats, self._fewest.able, crowd, clock.seed)
        self._exclusive.look(clock, GLANCE)
        if len(self._exclusive.best) > len(crowd):
            self._exclusive.look(clock, EXCLUDING)
            self._count(self._exclusive.best)
            self._searched = SEARCHED

    def sharpen(self, pool: Pool, clock: Clock, seconds: float, *, searched: float) -> None:
        """Look for a better bound once a search of `searched` seconds has been in vain, for at most `seconds`."""
        self._searched += searched
        if self._exclusive is None:
            return
        before = self.least
        self._exclusive.look(clock, min(searched, seconds))
        self._count(self._exclusive.best)
        if self.least > before or self._programs >= len(BESIDES) or self._searched < SEARCHED * (1 + self._programs):
            return
        ours = self._exclusive.best
        others = np.setdiff1d(np.argsort(-pool.price, kind="stable"), ours, assume_unique=True)
        some = np.concatenate([ours, others[: BESIDES[self._programs]]])
        self._programs += 1
        if sum(self._fewest.seats.able[t].size for t in some.tolist()) <= CHOICES:
            self._keep(self._fewest.shadow(some, clock, min(seconds, PRICING)), UNIT)
