"""A walk around a plan on which halls may be too full for a while, at a price that rises until they are not.

The cheapest move or change of places is made, dearer or not, and not taken back for some steps (tabu search with
strategic oscillation: Glover, 1989). Where that has led nowhere, a hall is closed, another opened, or both.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from planner.solve.effort import Clock
from planner.solve.halls.assign import spent
from planner.solve.halls.location import Location, Whole

DEARER = 0.005
"""How much dearer than the plan before, as a part, one may be to go on from."""

FIRST = 3
"""Of the halls that may open, in the order of what they save, the first are drawn more often the larger this is."""

STRIDE = 40
"""Steps after which halls are closed and opened, where none of them has bettered the best plan."""

AWAY = (4, 12)
"""Steps for which an activity does not come back to a hall: at least, and below."""

PRICE = 1.15
"""Factor of the price of room after a step at which halls are too full; divided by it after one where none is."""

NUMBERS_A_SECOND = 10**9
"""Numbers looked at that count as one second where work is counted instead of time."""

OVERHEAD = 1e-4
"""Seconds that a step counts besides."""

NEVER = 1e18
"""A cost that is none."""

Numbers = npt.NDArray[np.float64]


class Walk:
    """A walk: `best` is the cheapest plan met in which no hall is too full, `least` its cost in VND."""

    def __init__(self, location: Location, where: Whole, seed: int) -> None:
        self.location = location
        self.best, self.least = where.copy(), spent(location, where)
        self._rng = np.random.default_rng(seed)
        self._cost: Numbers = np.where(location.fits, location.cost.astype(float), NEVER)
        self._opening = location.opening.astype(float)
        self._size = location.size.astype(float)
        self._everyone = np.arange(len(where))
        self._price = self.least / max(1.0, float(self._size.sum()))
        self._stays = np.zeros(location.fits.shape, dtype=np.int64)
        self._step = 0
        self._take(where)

    def go(self, clock: Clock, seconds: float, ended: Callable[[], bool]) -> None:
        """Go on until nothing was gained for so many seconds, or something else has ended it."""
        part = clock.part(seconds)
        number = len(self._where)
        while not part.over and not clock.over and not ended():
            before, from_where = self.least, self._where.copy()
            cost = self._worth()
            self._kick()
            left = STRIDE
            while left and not clock.over:
                left = STRIDE if self._turn() else left - 1
            part.charge(STRIDE * (OVERHEAD + 20 * number * (number + len(self._opening)) / NUMBERS_A_SECOND))
            if self.least < before:
                part = clock.part(seconds)
            if self._worth() > cost * (1 + DEARER * self._rng.random()):
                self._take(from_where)

    def _take(self, where: Whole) -> None:
        self._where = where.copy()
        halls = len(self._opening)
        self._over: Numbers = np.bincount(where, self._size, halls) - self.location.room.astype(float)
        self._number = np.bincount(where, minlength=halls)

    def _worth(self) -> float:
        """Return what the plan costs, the price of room that is not there included."""
        spends = self._cost[self._where, self._everyone].sum() + self._opening[self._number > 0].sum()
        return float(spends + self._price * np.maximum(self._over, 0).sum())

    def _turn(self) -> bool:
        """Take one step; tell whether the best plan got better."""
        self._step += 1
        if not self._moved():
            self._swapped()
        if self._over.max() > 0:
            self._price *= PRICE
            return False
        self._price /= PRICE
        cost = spent(self.location, self._where)
        if cost >= self.least:
            return False
        self.best, self.least = self._where.copy(), cost
        return True

    def _moved(self) -> bool:
        """Let one activity go where it saves most; tell whether it does."""
        where, over = self._where, self._over
        too_full = np.maximum(over, 0)
        own = self._cost[where, self._everyone] + self._price * (
            too_full[where] - np.maximum(over[where] - self._size, 0)
        )
        own += np.where(self._number[where] == 1, self._opening[where], 0)
        there = self._cost + self._price * (np.maximum(over[:, None] + self._size, 0) - too_full[:, None])
        there += np.where(self._number == 0, self._opening, 0)[:, None]
        there -= own
        there[self._stays >= self._step] = NEVER
        there[where, self._everyone] = NEVER
        i, j = divmod(int(there.argmin()), len(where))
        if there[i, j] >= 0:
            return False
        self._goes(j, i)
        return True

    def _swapped(self) -> None:
        """Let two activities change places, those that save most by it or lose least."""
        where, size = self._where, self._size
        over = self._over[where][:, None]
        gain = self._cost[where] - self._cost[where, self._everyone]  # activity k in the hall of j, instead of its own
        gain += self._price * (np.maximum(over - size[:, None] + size, 0) - np.maximum(over, 0))
        gain[self._stays[where] >= self._step] = NEVER
        gain = gain + gain.T
        gain[where == where[:, None]] = NEVER
        j, k = divmod(int(gain.argmin()), len(where))
        if gain[j, k] < NEVER / 2:
            one, other = int(where[j]), int(where[k])
            self._goes(j, other)
            self._goes(k, one)

    def _goes(self, j: int, i: int) -> None:
        before = int(self._where[j])
        self._stays[before, j] = self._step + int(self._rng.integers(*AWAY))
        self._where[j] = i
        self._over[before] -= self._size[j]
        self._over[i] += self._size[j]
        self._number[before] -= 1
        self._number[i] += 1

    def _kick(self) -> None:
        """Open a hall, close one, or both."""
        opens, closes = ((True, True), (True, False), (False, True))[int(self._rng.integers(3))]
        shut = np.flatnonzero(self._number == 0)
        where = self._where.copy()
        goes = int(self._rng.choice(np.flatnonzero(self._number)))
        inside = where == goes if closes else np.zeros(len(where), dtype=bool)
        own = self._cost[where, self._everyone]
        if opens and shut.size:
            saves = np.where(inside, own - self._cost[shut], np.maximum(own - self._cost[shut], 0))
            order = shut[np.argsort(self._opening[shut] - saves.sum(axis=1), kind="stable")]
            comes = int(order[int(order.size * self._rng.random() ** FIRST)])
            saved = own - self._cost[comes]
            wanting = np.lexsort((-saved, ~inside))
            wanting = wanting[(inside | (saved > 0))[wanting] & self.location.fits[comes, wanting]]
            room = np.cumsum(self._size[wanting]) <= self.location.room[comes]
            where[wanting[room]] = comes
        if closes:
            others = np.setdiff1d(np.unique(where), [goes])
            rest = np.flatnonzero(where == goes)
            if others.size:
                nearest = others[self._cost[np.ix_(others, rest)].argmin(axis=0)]
                where[rest] = np.where(self.location.fits[nearest, rest], nearest, goes)
        self._take(where)
