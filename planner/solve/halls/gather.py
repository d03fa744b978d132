"""Which activities meet at which place, where no staff is needed: from bids to a bound, to few pairs, to a proof.

A linear program over few pairs of a hall and an activity gives bids; these bound the cost of every plan and say
which other pairs may matter. What cannot be part of a plan better than the best one known is dropped for good, so the
program in whole numbers over the rest proves as much as one over all. Before, it is asked about the likeliest pairs
only: that is how good plans are found.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from planner.solve.draft import Draft, Held
from planner.solve.effort import Clock
from planner.solve.halls.assign import assigned, settled, spent
from planner.solve.halls.choosing import Choosing
from planner.solve.halls.few import replanned
from planner.solve.halls.location import Location, Whole
from planner.solve.halls.shares import Flags, Relaxed, Shares, climbed
from planner.solve.halls.wander import Walk
from planner.solve.problem import Problem
from planner.solve.standing import Standing

EACH = 12
"""Halls of each activity in the first linear program."""

ROUNDS = 8
"""Most linear programs, each with the pairs that the one before has shown to matter."""

STEPS = 100
"""Steps towards better bids after a linear program, or for a first one."""

AFFORDABLE = 3 * 10**7
"""Most numbers that exact knapsacks may look at in one step."""

WALK = 0.03
"""Share of the time without a gain after which a walk around the best plan ends."""

REPLANNING = 0.6
"""Most of the time that is left, as a part, for planning a few halls anew, where the likeliest pairs are too many."""

FEW = 6
"""How many halls are planned anew at first."""

MORE = 2
"""How many more each time that this has led nowhere."""

PROGRAM = 0.05
"""Most of the time that is left, as a part, for one program over a few halls."""

AGAIN = 0.03
"""Part of the time that is left up to which steps with exact knapsacks are worth taking for a better plan."""

LIKELY = 6
"""Pairs for each activity in the program that plans are looked for with; twice as many each time that is solved."""


class Gathering:
    """One location problem on its way: the best plan (`where`, the hall of each activity), bids, what came of them."""

    def __init__(self, problem: Problem, location: Location, standing: Standing, clock: Clock) -> None:
        self.problem = problem
        self.location = location
        self.standing = standing
        self.clock = clock
        self.shares = Shares(location)
        self.tier = problem.names.index("cost") if "cost" in problem.names else None
        self.where: Whole | None = None
        self.most = 0
        self.least = 0
        self.bids: Whole = np.where(location.fits, self.shares.cost, self.shares.most).min(axis=0) + 1
        self.found: Relaxed | None = None
        self.walks = 0
        self.stepping = 0.0
        self._opened: set[bytes] = set()

    def offer(self, where: Whole | None) -> bool:
        """Keep a plan if it is the best one; tell whether it was."""
        if where is None:
            return False
        where = settled(self.location, where)
        cost = spent(self.location, where)
        if self.where is not None and cost >= self.most:
            return False
        self.where, self.most = where, cost
        return self.standing.offer(self._draft(where))

    def prove(self, cost: int) -> None:
        """Keep a bound of the cost, in VND, of plans that hold all that fits anywhere."""
        if self.tier is not None and cost > self.least:
            self.least = cost
            self.standing.prove(self.tier, min(cost, self.most) + self.location.common, (self.location.lost,))

    def keep(self, bids: Whole, found: Relaxed) -> None:
        """Keep bids whose bound is the best."""
        if self.found is None or found.bound > self.found.bound:
            self.bids, self.found = bids, found
        self.prove(self.shares.vnd(found.bound))

    def open(self, found: Relaxed) -> None:
        """Offer a plan in the halls that some bids open, unless one was made there before."""
        opened = np.flatnonzero(found.wanted.max(axis=1) > 0.5)
        if opened.tobytes() not in self._opened:
            self._opened.add(opened.tobytes())
            self.offer(assigned(self.location, opened))

    @property
    def proven(self) -> bool:
        """Whether the best plan is proven to be the best."""
        return self.where is not None and (self.least >= self.most or self.tier is None)

    def _draft(self, where: Whole) -> Draft:
        members: dict[int, list[int]] = defaultdict(list)
        for j, i in enumerate(where.tolist()):
            members[i].append(self.location.activities[j])
        start = self.location.start
        held = [
            Held(self.problem.session_of(tuple(sorted(those))), start, self.location.halls[i], ())
            for i, those in members.items()
        ]
        return Draft(self.problem, tuple(sorted(held, key=lambda h: (h.start, h.session))))


def gather(problem: Problem, location: Location, standing: Standing, clock: Clock) -> bool:
    """Plan a location problem; tell whether all that fits anywhere is held: otherwise nothing is known of it."""
    standing.prove(0, location.lost, ())
    work = Gathering(problem, location, standing, clock)
    work.offer(_first(location))
    if work.where is None:
        return False
    _priced(work)
    if not work.proven:
        _chosen(work)
    budget = problem.scenario.budget
    return budget is None or work.most + location.common <= budget


def _first(location: Location) -> Whole | None:
    """Return a plan with few halls, those that offer room at least cost."""
    order = np.argsort((location.opening + 1) / np.maximum(location.room, 0.5), kind="stable")
    enough = int(np.searchsorted(np.cumsum(location.room[order]), location.size.sum())) + 1
    for number in [*range(enough, min(enough + 3, len(order))), (enough + len(order)) // 2, len(order)]:
        where = assigned(location, np.sort(order[:number]))
        if where is not None:
            return where
    return None


def _priced(work: Gathering) -> None:
    """Find bids by linear programs over few pairs and by steps, and plans on the way."""
    location, shares, clock = work.location, work.shares, work.clock
    work.keep(*climbed(shares, work.bids, work.most, STEPS, clock, exact=False, shown=work.open))
    pairs = _near(work)
    for _ in range(ROUNDS):
        until = clock.left() * 0.7
        bids = Choosing(location, pairs).bids(clock.effort(clock.left() - until))
        if bids is None:
            break
        whole = np.maximum(0, np.rint(bids * shares.unit)).astype(np.int64)
        found = shares.relaxed(whole)
        work.keep(whole, found)
        more = location.fits & (found.drop == 0) & ~pairs
        if not more.any() or clock.over:
            break
        pairs |= more
    _opened(work)
    if shares.work() <= AFFORDABLE:
        _stepped(work)


def _walked(work: Gathering) -> bool:
    """Offer what a walk around the best plan meets; tell whether that is better."""
    if work.where is None or len(work.location.halls) < 2:
        return False
    walk = Walk(work.location, work.where, work.clock.seed + work.walks)
    work.walks += 1
    walk.go(work.clock, WALK * work.clock.left())
    return work.offer(walk.best)


def _replanned(work: Gathering) -> None:
    """Plan a few halls of the best plan anew, again and again, for a share of the time."""
    if work.where is None:
        return
    rng, clock = np.random.default_rng(work.clock.seed), work.clock
    until, failed, number = clock.left() * (1 - REPLANNING), 0, FEW
    while clock.left() > until and not work.proven:
        found = replanned(work.location, work.where, number, rng, clock.effort(PROGRAM * clock.left()))
        failed = 0 if work.offer(found) else failed + 1
        used = len(np.unique(work.where))
        if failed >= used:
            failed, number = 0, number + MORE
            if number >= used + MORE:
                return


def _stepped(work: Gathering) -> None:
    before = work.clock.left()
    work.keep(*climbed(work.shares, work.bids, work.most, STEPS, work.clock, exact=True, shown=work.open))
    work.stepping = before - work.clock.left()
    _opened(work)


def _opened(work: Gathering) -> None:
    """Offer plans in the halls that the bids open, and a few more."""
    if work.found is None or work.where is None:
        return
    order = np.argsort(work.found.opens, kind="stable")
    number = int((work.found.wanted.max(axis=1) > 0.5).sum())
    for more in range(3):
        work.offer(assigned(work.location, np.sort(order[: number + more])))


def _near(work: Gathering) -> Flags:
    """Return for each activity a few pairs that cost least, and those of the best plan."""
    location, found = work.location, work.found
    least = found.opens[:, None] + found.drop if found is not None else location.cost
    least = np.where(location.fits, least, work.shares.most * 2)
    some = np.argsort(least, axis=0, kind="stable")[:EACH]
    pairs = np.zeros(location.fits.shape, dtype=bool)
    np.put_along_axis(pairs, some, values=True, axis=0)
    pairs &= location.fits
    if work.where is not None:
        pairs[work.where, np.arange(len(work.where))] = True
    return pairs


def _chosen(work: Gathering) -> None:
    """Ask programs in whole numbers, over the likeliest pairs first, until one over all that matter has answered."""
    clock, shares = work.clock, work.shares
    each, share, stale = LIKELY, 0.15, False
    while not work.proven and not clock.over and work.where is not None and work.found is not None:
        allowed = shares.within(work.found, work.most)
        number = each * len(work.where)
        everything = bool(stale or allowed.sum() <= number)
        pairs = allowed if everything else shares.nearest(work.found, number, allowed)
        pairs = pairs.copy()
        pairs[work.where, np.arange(len(work.where))] = True
        seconds = clock.left() * (1.0 if everything else share)
        answer, where = Choosing(work.location, pairs).best(clock.effort(seconds), work.where)
        before = work.most
        better = work.offer(where)
        if everything and answer.bound is not None:
            work.prove(min(answer.bound, before))
        solved = answer.bound is not None and answer.bound >= work.most
        if everything and not better:
            return
        if not everything and not solved:
            better = _walked(work) or better
        if not everything and not better:
            stale = not solved
            each *= 2
            if stale:
                _replanned(work)
        if better and shares.work() <= AFFORDABLE and work.stepping < AGAIN * clock.left() and not work.proven:
            _stepped(work)
