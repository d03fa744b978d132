"""Seats no two of which one person can have: each of them needs somebody of its own.

They are a clique of the graph in which two seats are joined where their times overlap or nobody is fit for both. A
large one is looked for by adding seats, by swapping one against another, and with a random seat where that has led
nowhere for a while. (After Pullan and Hoos, 2006: dynamic local search for the maximum clique.)
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from planner.solve.effort import Clock
from planner.solve.team.seats import Seats, Whole

STEPS_A_SECOND = 40_000
"""Steps that count as one second where work is counted instead of time."""

BATCH = 200
"""Steps between looks at the clock."""

STALLED = 2_000
"""Steps without a larger set after which a random seat joins."""

AWAY: Final = (2, 4)
"""Steps for which a seat that was swapped out stays out: at least, and up to how many more by chance."""

CHOSEN = 1e6
"""Added to what joining would cost a seat that is in the set already."""

NOISE = 1 << 16
"""How many random numbers, used again and again, break ties."""


class Exclusive:
    """The largest set of such seats found so far (`best`), to begin with those of `crowd`; `look` goes on looking."""

    def __init__(self, seats: Seats, able: npt.NDArray[np.bool_], crowd: Whole, seed: int) -> None:
        fit = able.astype(np.float32)
        begin, end = seats.begin, seats.end
        joined = (begin[:, None] < end[None, :]) & (begin[None, :] < end[:, None]) | (fit @ fit.T == 0)
        self._against = (~joined).astype(np.int8)
        np.fill_diagonal(self._against, 0)
        self._rng = np.random.default_rng(seed)
        self._ties = self._rng.random(NOISE + len(seats)) / 2
        self._cost = np.zeros(len(seats))
        """How many of the set each seat would drive out, and `CHOSEN` where it is one of them."""
        self._chosen = np.zeros(len(seats), dtype=bool)
        self._away = np.zeros(len(seats), dtype=np.int64)
        self._step = self._last = 0
        self._size = 0
        for t in crowd.tolist():
            self._join(t)
        self.best: Whole = crowd

    def look(self, clock: Clock, seconds: float) -> None:
        """Go on until nothing larger was found for so many seconds."""
        part = clock.part(seconds)
        while not part.over and not clock.over:
            before = len(self.best)
            for n in self._rng.integers(NOISE, size=BATCH).tolist():
                self._turn(n)
            part.charge(BATCH / STEPS_A_SECOND)
            if len(self.best) > before:
                part = clock.part(seconds)

    def _turn(self, n: int) -> None:
        self._step += 1
        cost = self._cost + self._ties[n : n + len(self._cost)]
        cost[self._away >= self._step] += CHOSEN
        joins = int(cost.argmin())
        if cost[joins] >= 2 or self._step - self._last > STALLED:
            joins = n % len(cost)
            self._last = self._step
            if self._chosen[joins]:
                return
        if self._cost[joins]:
            for t in np.flatnonzero(self._chosen & (self._against[joins] > 0)).tolist():
                self._leave(t)
                self._away[t] = self._step + AWAY[0] + (n + t) % AWAY[1]
        self._join(joins)
        if self._size > len(self.best):
            self.best = np.flatnonzero(self._chosen)
            self._last = self._step

    def _join(self, t: int) -> None:
        self._chosen[t] = True
        self._cost += self._against[t]
        self._cost[t] += CHOSEN
        self._size += 1

    def _leave(self, t: int) -> None:
        self._chosen[t] = False
        self._cost -= self._against[t]
        self._cost[t] -= CHOSEN
        self._size -= 1
