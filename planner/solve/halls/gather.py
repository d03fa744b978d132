"""Which activities meet at which place, where no staff is needed: a proof and a search for plans that help each other.

The proof branches over halls (`tree.py`): what the best plan costs rules branches out. Plans are looked for in the
branches that are open.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from planner.solve.draft import Draft, Held
from planner.solve.effort import Clock
from planner.solve.halls.assign import assigned, settled, spent
from planner.solve.halls.dive import dived, seated
from planner.solve.halls.few import nearby
from planner.solve.halls.location import Location, Whole
from planner.solve.halls.shares import Branch, Relaxed, Shares, climbed
from planner.solve.halls.sifted import Sifted
from planner.solve.halls.tree import Tree
from planner.solve.halls.wander import Walk
from planner.solve.problem import Problem
from planner.solve.standing import Standing

EACH = 6
"""Halls of each activity in the first linear program."""

STEPS = 200
"""Steps towards the bids that the first pairs of the linear program come from."""

AFFORDABLE = 3 * 10**7
"""Most numbers that exact knapsacks may look at in one step."""

WALK = 0.03
"""Share of the time without a gain after which a walk around the best plan ends."""

DIVES = 5
"""Branches that plans are looked for in, one after the other, before a few halls are planned anew."""

AMONG = 20
"""Open branches that these are drawn from, the most hopeful ones."""

AGAIN = 10
"""How often then a few halls are planned anew."""

FEW = 4
"""How many halls are planned anew at first."""

MORE = 1
"""How many more each time that this has led nowhere."""

PROGRAM = 0.05
"""Most of the time that is left, as a part, for one program over a few halls."""

TURN = 0.2
"""Part of the time that is left for each turn of proof and plans where one worker does both."""


class Gathering:
    """One location problem on its way: the best plan (`where`, the hall of each activity) and its bound."""

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
        self._lock = threading.Lock()
        self._opened: set[bytes] = set()

    def offer(self, where: Whole | None) -> bool:
        """Keep a plan if it is the best one; tell whether it was."""
        if where is None:
            return False
        where = settled(self.location, where)
        cost = spent(self.location, where)
        with self._lock:
            if self.where is not None and cost >= self.most:
                return False
            self.where, self.most = where, cost
            return self.standing.offer(self._draft(where))

    def prove(self, cost: int) -> None:
        """Keep a bound of the cost, in VND, of plans that hold all that fits anywhere."""
        if self.tier is not None and cost > self.least:
            self.least = cost
            self.standing.prove(self.tier, min(cost, self.most) + self.location.common, (self.location.lost,))

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
    _sought(work)
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


def _sought(work: Gathering) -> None:
    """Look for a proof and for better plans, side by side where there are two workers, else in turns."""
    if len(work.location.activities) == 0:
        return
    tree, clock = _tree(work), work.clock
    search = _Search(work, tree)
    if clock.workers > 1 and not clock.deterministic:
        with ThreadPoolExecutor(1) as beside:
            proof = beside.submit(tree.grow, clock, 0.0, work.prove)
            search.go(0.0)
            proof.result()
    else:
        while not clock.over and not tree.over and not work.proven:
            tree.grow(clock, (1 - TURN) * clock.left(), work.prove)
            search.go((1 - TURN) * clock.left())
    if tree.over:
        work.prove(tree.bound)


def _tree(work: Gathering) -> Tree:
    """Return the proof at its beginning: bids by a few steps say which pairs the linear program begins with."""
    location, shares = work.location, work.shares
    bids = np.where(location.fits, shares.cost, shares.most).min(axis=0) + 1
    _, found = climbed(shares, bids, work.most, STEPS, work.clock, shown=work.open)
    work.prove(shares.vnd(found.bound))
    near = np.where(location.fits, found.opens[:, None] + found.drop, shares.most * 2)
    pairs = np.zeros(location.fits.shape, dtype=bool)
    np.put_along_axis(pairs, np.argsort(near, axis=0, kind="stable")[:EACH], values=True, axis=0)
    if work.where is not None:
        pairs[work.where, np.arange(len(work.where))] = True
    exact = shares.work() <= AFFORDABLE
    program = Sifted(location, pairs & location.fits, found.wanted > 0, work.most)
    return Tree(location, shares, program, lambda: work.most, work.offer, exact=exact)


class _Search:
    """Better plans: a walk around the best one, dives in open branches, and dives that keep most of its halls."""

    def __init__(self, work: Gathering, tree: Tree) -> None:
        self.work = work
        self.tree = tree
        self._rng = np.random.default_rng(work.clock.seed)
        self._walks = 0
        self._number, self._failed = FEW, 0
        self._branches: list[Branch] = []
        self._turns = 0
        self._seen: set[bytes] = set()

    def go(self, until: float) -> None:
        """Look for plans until so many seconds are left or the best one is proven."""
        self._walked()
        while self.work.clock.left() > until and not self.tree.over and not self.work.proven:
            program = self.tree.spare
            if program is None:
                self._walked()
                continue
            if not self._turns:
                some = self.tree.likely(AMONG)
                self._branches = [some[n] for n in self._rng.permutation(len(some))[:DIVES].tolist()]
            if self._turns < len(self._branches):
                self._dived(program, self._branches[self._turns])
            else:
                self._replanned(program)
            self._turns = (self._turns + 1) % (DIVES + AGAIN)

    def _walked(self) -> None:
        clock = self.work.clock
        if self.work.where is None or len(self.work.location.halls) < 2:
            return
        walk = Walk(self.work.location, self.work.where, clock.seed + self._walks)
        self._walks += 1
        walk.go(clock, WALK * clock.left(), lambda: self.tree.over)
        self.work.offer(walk.best)

    def _dived(self, program: Sifted, branch: Branch) -> bool:
        """Plan in a branch; tell whether that led to a better plan."""
        work, clock = self.work, self.work.clock
        found = dived(program, branch, work.most, self._rng, clock)
        if found is None or (halls := (found.used > 0.5).tobytes()) in self._seen:
            return False
        self._seen.add(halls)
        return work.offer(seated(work.location, work.shares, found, clock.effort(PROGRAM * clock.left())))

    def _replanned(self, program: Sifted) -> None:
        """Plan a few halls of the best plan anew; more of them where that leads nowhere."""
        where = self.work.where
        if where is None:
            return
        better = self._dived(program, nearby(self.work.location, where, self._number, self._rng))
        self._failed = 0 if better else self._failed + 1
        used = len(np.unique(where))
        if self._failed >= used:
            self._failed = 0
            self._number = min(self._number + MORE, used)
