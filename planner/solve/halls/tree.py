"""Branching over which halls are used, and how many: the lowest bound of what is left to look at holds for all.

A part of the tree (`Branch`) is bounded by the linear program, but what counts is the relaxation in whole numbers at
its bids (`shares.py`): nothing is left out because of a floating-point number. Where each hall is used or not, who
goes where is left to a program in whole numbers.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from planner.solve.effort import Clock
from planner.solve.halls.assign import assigned
from planner.solve.halls.choosing import Choosing
from planner.solve.halls.location import LARGEST, Location, Whole
from planner.solve.halls.shares import NUMBERS_A_SECOND, Branch, Relaxed, Shares
from planner.solve.halls.sifted import Fractions, Sifted

TRIED = 6
"""Halls used in part that branching on is tried with at most."""

WORTH = 2000
"""Activities that all programs for trying together have at most, but for the first two halls."""

APART = 0.1
"""How far from whole the number of halls must be to be branched on."""

ROUNDS = 4
"""Times that rows of rooms are looked for in a branch."""

GAIN = 0.1
"""What each time must gain, as a part of what is missing to the best plan."""

ROOT = 5
"""How many times more often at first, and for how many times less."""

SECONDS = 0.03
"""Part of the time left for the program of a branch whose halls are chosen; twice as much where it was not enough."""

KNOWN = 3
"""How often branching on a hall must have been tried so that it can be told what it brings."""


@dataclass(order=True)
class Node:
    """A branch that is to be looked at, those with the lowest `bound` (in parts) first."""

    bound: int
    number: int
    branch: Branch = field(compare=False)
    tries: int = field(compare=False, default=0)


class Tree:
    """What is left to look at. `most()` VND is what the best plan costs, `offer` takes plans.

    `spare` is a program like its own for somebody else's use, once the first one is solved.
    """

    def __init__(
        self,
        location: Location,
        shares: Shares,
        program: Sifted,
        most: Callable[[], int],
        offer: Callable[[Whole | None], bool],
        *,
        exact: bool,
    ) -> None:
        self.location = location
        self.shares = shares
        self.program = program
        self.most = most
        self.offer = offer
        self.exact = exact
        halls = len(location.halls)
        self.spare: Sifted | None = None
        self._open = [Node(-LARGEST, 0, Branch(frozenset(), frozenset(), 0, halls))]
        self._next: Node | None = None
        self._tries = np.zeros((2, halls))  # of using a hall, and of not using it
        self._gains = np.zeros((2, halls))  # in VND, in all, as if it had been used in no part, or whole
        self._lost: list[Node] = []
        self._made = 1

    @property
    def bound(self) -> int:
        """VND that every plan costs at least."""
        nodes = [*self._open, *self._lost, *([self._next] if self._next else [])]
        return min(self.most(), *(self.shares.vnd(node.bound) for node in nodes), LARGEST)

    @property
    def over(self) -> bool:
        """Whether nothing is left to look at."""
        return not self._open and self._next is None

    def grow(self, clock: Clock, until: float, told: Callable[[int], None]) -> None:
        """Look at branches until so many seconds are left or no branch is; `told` hears what plans cost at least."""
        while clock.left() > until and not self.over:
            node = self._next = heapq.heappop(self._open)  # it counts for the bound while it is looked at
            children = self._looked_at(node, clock)
            for child in [node] if children is None else children:
                heapq.heappush(self._open, child)
            self._next = None
            told(self.bound)

    def likely(self, number: int) -> list[Branch]:
        """Return some branches that are open, the most hopeful first. Safe to call from any thread."""
        current = self._next
        nodes = [*self._open, *([current] if current else [])]
        return [node.branch for node in heapq.nsmallest(number, nodes)]

    def _ruled_out(self, bound: int) -> bool:
        return self.shares.vnd(bound) >= self.most()

    def _looked_at(self, node: Node, clock: Clock) -> list[Node] | None:
        """Return what is left of a branch, in parts."""
        location, branch = self.location, node.branch
        if self._ruled_out(node.bound) or not branch.possible(location.room, int(location.size.sum())):
            return []
        self.program.at(branch)
        more = ROOT if node.number == 0 else 1
        found = self.program.solved(clock, self.most(), ROUNDS * more if self.exact else 0, GAIN / more)
        if found is None:
            if not clock.over:
                self._lost.append(node)
            return None if clock.over else []
        relaxed = self._relaxed(found, branch, clock)
        if self.spare is None:
            self.program, self.spare = self.program.again(self.most()), self.program.again(self.most())
        node.bound = max(node.bound, relaxed.bound)
        if self._ruled_out(node.bound):
            return []
        if not found.split.size:
            return self._decided(node, found, relaxed, clock)
        return self._parted(node, found, clock)

    def _parted(self, node: Node, found: Fractions, clock: Clock) -> list[Node] | None:
        """Return the two parts of a branch that promise the highest bounds; None: not in time."""
        branch, number = node.branch, float(found.used.sum())
        pairs: list[tuple[float, int | None, tuple[Branch, Branch]]] = []
        if APART < number % 1 < 1 - APART:
            fewer, more = replace(branch, high=int(number)), replace(branch, low=int(number) + 1)
            pairs.append((math.inf, None, (more, fewer)))
        for i in found.split.tolist():
            inside, outside = replace(branch, inside=branch.inside | {i}), replace(branch, outside=branch.outside | {i})
            pairs.append((self._worth(*self._told(i, found.used[i])), i, (inside, outside)))
        pairs.sort(key=lambda pair: -pair[0])
        best, chosen = -1.0, pairs[0][2]
        for guess, i, pair in pairs[: max(2, min(TRIED, WORTH // len(self.location.activities)))]:
            worth = guess if i is not None and self._tries[:, i].min() >= KNOWN else self._tried(found, i, pair, clock)
            if worth > best:
                best, chosen = worth, pair
        if clock.over:
            return None
        return [self._node(part, node.bound, clock) for part in chosen]

    def _tried(self, found: Fractions, i: int | None, pair: tuple[Branch, Branch], clock: Clock) -> float:
        """Return what branching brings by the linear program; of a hall, remember it."""
        gains = []
        for part in pair:
            self.program.at(part)
            value = self.program.value(clock)
            gains.append(0.0 if value is None else min(max(value, found.value), float(self.most())) - found.value)
        if i is not None:
            self._tries[:, i] += 1
            self._gains[:, i] += np.array(gains) / (1 - found.used[i], found.used[i])
        return self._worth(*gains)

    def _told(self, i: int, used: float) -> tuple[float, float]:
        """Return by how many VND using a hall, or not, is likely to raise the cost, by what was seen elsewhere."""
        mean = self._gains.sum(axis=1) / np.maximum(self._tries.sum(axis=1), 1)
        each = np.where(self._tries[:, i] > 0, self._gains[:, i] / np.maximum(self._tries[:, i], 1), mean)
        return float(each[0] * (1 - used)), float(each[1] * used)

    def _worth(self, first: float, second: float) -> float:
        least = 1e-6 * self.most()
        return max(first, least) * max(second, least)

    def _node(self, branch: Branch, bound: int, clock: Clock) -> Node:
        """Return a part of a branch, bounded as it is."""
        self._made += 1
        self.program.at(branch)
        found = self.program.solved(clock, self.most(), 0, GAIN)
        if found is not None:
            bound = max(bound, self._relaxed(found, branch, clock).bound)
        return Node(bound, self._made, branch)

    def _relaxed(self, found: Fractions, branch: Branch, clock: Clock) -> Relaxed:
        """Return what is proven by the bids of the linear program."""
        bids, toll = np.maximum(0, self.shares.parts(found.bids)), int(self.shares.parts(np.array(found.toll)))
        relaxed = self.shares.relaxed(bids, exact=self.exact, branch=branch, toll=toll)
        clock.charge((self.shares.work() if self.exact else relaxed.drop.size * 20) / NUMBERS_A_SECOND)
        return relaxed

    def _decided(self, node: Node, found: Fractions, relaxed: Relaxed, clock: Clock) -> list[Node] | None:
        """Ask a program in whole numbers who goes where in a branch; return what it leaves open."""
        pairs = self.shares.within(relaxed, self.most())
        opened = np.flatnonzero(found.used > 0.5)
        start = assigned(self.location, opened)
        if start is not None:
            self.offer(start)
            pairs = pairs.copy()
            pairs[start, np.arange(len(start))] = True
        before = self.most()
        program = Choosing(self.location, pairs, node.branch, self.program.cuts)
        effort = clock.effort(clock.left() * min(1.0, SECONDS * 2 ** min(node.tries, 9)))
        answer, where = program.best(effort, start)
        self.offer(where)
        if answer.infeasible:
            return []
        if answer.bound is not None:
            node.bound = max(node.bound, min(answer.bound, before) * self.shares.unit)
        if self._ruled_out(node.bound):
            return []
        node.tries += 1
        return [node]
