"""Bounds for a location problem: activities bid for halls, and each hall takes the bids that suit it best.

Lagrangian relaxation of the rule that each activity goes to one hall; halls have room for all together. For any bids in
whole numbers, the bids less what each hall can gain on them bound the cost of every plan. What a hall gains at most is
a knapsack: bounded by a price for room, or solved exactly. All of it is counted in whole numbers, so that a bound is a
proof.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from planner.solve.effort import Clock
from planner.solve.halls.location import LARGEST, Flags, Location, Numbers, Whole

PATIENCE = 8
"""Steps without a better bound after which steps get shorter."""

SHOWN = 5
"""Steps after which halls may be chosen anew as the bids have them."""

NUMBERS_A_SECOND = 10**8
"""Numbers looked at that count as one second where work is counted instead of time."""

FINEST = 1000
"""Most parts of a VND in which bids are counted."""


@dataclass(frozen=True)
class Branch:
    """The plans that use the halls `inside` and not those `outside`, from `low` to `high` halls in all."""

    inside: frozenset[int]
    outside: frozenset[int]
    low: int
    high: int

    def possible(self, room: Whole, need: int) -> bool:
        """Tell whether so many of these halls can have room for all."""
        if len(self.inside) > self.high or len(room) - len(self.outside) < self.low:
            return False
        others = [r for i, r in enumerate(room.tolist()) if i not in self.inside and i not in self.outside]
        most = sorted(others, reverse=True)[: self.high - len(self.inside)]
        return bool(sum(most) + room[list(self.inside)].sum() >= need)


@dataclass(frozen=True)
class Relaxed:
    """What came of some bids: `bound` in parts of a VND, and `wanted[i, j]`, the part of activity j that hall i takes.

    A plan that uses hall i costs `opens[i]` more than `base` at least, one that brings activity j there `drop[i, j]`
    more than that.
    """

    bound: int
    base: int
    wanted: Numbers
    opens: Whole
    drop: Whole


class Shares:
    """The relaxation of one location problem. `unit` parts are a VND, no bid needs more than `dearest` parts."""

    def __init__(self, location: Location) -> None:
        self.location = location
        dearest = int(max(location.cost.max(), location.opening.max(), 1))
        spare = LARGEST // (dearest * int(max(location.size.max(), 1)) * len(location.activities))
        self.unit = max(1, min(FINEST, spare // (8 * len(location.activities))))
        self.dearest = 2 * dearest * self.unit
        self.cost = location.cost * self.unit
        self.opening = location.opening * self.unit
        self.most = int((np.where(location.fits, self.cost, 0) + self.opening[:, None]).max()) + 1
        self._weight = np.maximum(location.size.astype(float), 1e-9)

    def relaxed(self, bids: Whole, *, exact: bool = False, branch: Branch | None = None, toll: int = 0) -> Relaxed:
        """Return what halls want at some bids (whole numbers, in parts).

        It holds for the plans of a branch, by default for all. `toll` is what each hall is paid for being used where
        there are to be more, or pays where there are to be fewer.
        """
        location = self.location
        branch = branch or Branch(frozenset(), frozenset(), 0, len(self.opening))
        gain = np.where(location.fits, bids - self.cost, -1)
        order = np.argsort(-(gain / self._weight), axis=1, kind="stable")
        size = np.where(np.take_along_axis(gain, order, axis=1) > 0, location.size[order], 0)
        before = np.cumsum(size, axis=1) - size
        part = np.clip((location.room[:, None] - before) / np.maximum(size, 1), 0.0, 1.0)
        part[np.take_along_axis(gain, order, axis=1) <= 0] = 0.0
        wanted = np.zeros(gain.shape)
        np.put_along_axis(wanted, order, part, axis=1)
        price, per = self._prices(gain, order, part)
        above = gain * per[:, None] - price[:, None] * location.size  # gain beyond what the room costs, times `per`
        full = (price * location.room + np.maximum(above, 0).sum(axis=1)) // per
        drop = -((np.minimum(above, 0)) // per[:, None]) - 1
        opening, outside = self.opening - toll, np.array(sorted(branch.outside), dtype=np.int64)
        forced = np.isin(np.arange(len(opening)), list(branch.inside))
        best = full.copy()
        if exact:
            for i in np.flatnonzero((opening - full < 0) | forced | (wanted.max(axis=1) > 0)):
                if i not in branch.outside:
                    best[i], wanted[i] = self._packed(int(i), gain[i])
        net = opening - best
        base = int(bids.sum()) + toll * (branch.low if toll > 0 else branch.high) + int(net[forced].sum())
        need = max(0, int(location.size.sum() - location.room[forced].sum()))
        free = np.setdiff1d(np.flatnonzero(~forced), outside)
        part_used, dear, per_room = self._covered(net[free], location.room[free], need)
        after = net * per_room - dear * location.room  # what a hall costs beyond the price of its room
        after[outside] = 0
        bound = base + (int(np.minimum(after[free], 0).sum()) + dear * need) // per_room
        counted = np.where(forced, net * per_room, dear * location.room + np.minimum(after, 0))
        opens = ((opening - full) * per_room - counted) // per_room
        opens[outside] = LARGEST
        used = forced.astype(float)
        used[free] = part_used
        least = bound
        if exact:
            covered, whole = self._cover(net[free], location.room[free], need)
            least = max(bound, base + covered)
            used[free] = whole
        return Relaxed(least, bound, wanted * used[:, None], opens, np.maximum(drop, 0))

    def _cover(self, net: Whole, room: Whole, need: int) -> tuple[int, Numbers]:
        """Return the least that whole halls with room for so many can cost together, and which they are: a knapsack."""
        best = np.full(need + 1, LARGEST, dtype=np.int64)
        best[0] = 0
        takes = np.zeros((len(net), need + 1), dtype=bool)
        for i, width in enumerate(np.minimum(room, need).tolist()):
            with_it = np.concatenate([np.full(width, best[0]), best[: need + 1 - width]]) + net[i]
            takes[i] = with_it < best
            best = np.minimum(best, with_it)
        used = np.zeros(len(net))
        at = need
        for i in range(len(net) - 1, -1, -1):
            if takes[i, at]:
                used[i] = 1.0
                at = max(0, at - int(room[i]))
        return int(best[need]), used

    def _covered(self, net: Whole, room: Whole, need: int) -> tuple[Numbers, int, int]:
        """Return which halls are used, in part, so that there is room for all, and the price of room as a fraction.

        All that gain are used; where these have too little room the others follow, the cheapest room first.
        """
        order = np.argsort(net / np.maximum(room, 1e-9), kind="stable")
        before = np.cumsum(room[order]) - room[order]
        used = np.zeros(len(net))
        used[order] = np.where(net[order] < 0, 1.0, np.clip((need - before) / np.maximum(room[order], 1), 0.0, 1.0))
        paid = np.flatnonzero((used > 0) & (net > 0) & (room > 0))
        if not paid.size:
            return used, 0, 1
        last = paid[np.argmax(net[paid] / room[paid])]
        return used, int(net[last]), int(room[last])

    def _prices(self, gain: Whole, order: Whole, part: Numbers) -> tuple[Whole, Whole]:
        """Return for each hall a price of room as a fraction: the gain and size of what it takes last, in part."""
        split = (part < 1.0) & (np.take_along_axis(gain, order, axis=1) > 0)
        first = np.argmax(split, axis=1)
        rows = np.arange(len(order))
        last = order[rows, first]
        some = split[rows, first] & (self.location.size[last] > 0)
        price = np.where(some, gain[rows, last], 0)
        per = np.where(some, self.location.size[last], 1)
        return price, per

    def _packed(self, i: int, gain: Whole) -> tuple[int, Numbers]:
        """Return the most that a hall gains with whole activities, and which: a knapsack, by room."""
        items = np.flatnonzero(gain > 0)
        room = int(self.location.room[i])
        best = np.zeros(room + 1, dtype=np.int64)
        takes = np.zeros((len(items), room + 1), dtype=bool)
        size = self.location.size
        for n, j in enumerate(items):
            w = int(size[j])
            if w > room:
                continue
            with_it = best[: room + 1 - w] + gain[j]
            takes[n, w:] = with_it > best[w:]
            best[w:] = np.maximum(best[w:], with_it)
        wanted = np.zeros(len(gain))
        at = room
        for n in range(len(items) - 1, -1, -1):
            if takes[n, at]:
                wanted[items[n]] = 1.0
                at -= int(size[items[n]])
        return int(best[room]), wanted

    def work(self) -> int:
        """Return about how many numbers exact knapsacks look at."""
        rooms = int(self.location.room.sum())
        return rooms * max(1, len(self.location.activities) // 4) + int(self.location.size.sum()) * len(self.opening)

    def within(self, found: Relaxed, most: int) -> Flags:
        """Tell which pairs a plan of less than `most` VND can have, as far as this shows."""
        least = found.base + found.opens[:, None] + found.drop
        return self.location.fits & (least < most * self.unit)

    def parts(self, vnd: Numbers) -> Whole:
        """Return amounts in whole parts, none so large that sums could overflow."""
        return np.rint(np.clip(vnd * self.unit, -self.dearest, self.dearest)).astype(np.int64)

    def vnd(self, bound: int) -> int:
        """Return a bound in whole VND."""
        return -(-bound // self.unit)


def climbed(
    shares: Shares,
    bids: Whole,
    most: int,
    steps: int,
    clock: Clock,
    shown: Callable[[Relaxed], None] | None = None,
) -> tuple[Whole, Relaxed]:
    """Return bids, and what came of them, with a better bound: subgradient steps, shorter where they fail.

    `most` is the cost of a plan that is known, in VND. `shown` is called with what comes of every `SHOWN`th step.
    """
    aim, factor, failed = most * shares.unit, 0.5, 0
    top, best = bids, shares.relaxed(bids)
    found = best
    for n in range(steps):
        if shown is not None and n % SHOWN == 0:
            shown(found)
        short = 1.0 - found.wanted.sum(axis=0)
        length = float(short @ short)
        if length < 1e-9 or factor < 1e-3 or best.bound >= aim or clock.over:
            break
        step = factor * max(aim - found.bound, 1) / length
        bids = np.maximum(0, np.rint(bids + step * short)).astype(np.int64)
        found = shares.relaxed(bids)
        clock.charge(found.drop.size * 20 / NUMBERS_A_SECOND)
        if found.bound > best.bound:
            top, best, failed = bids, found, 0
        else:
            failed += 1
        if failed >= PATIENCE:
            factor, failed, bids, found = factor / 2, 0, top, best
    return top, best
