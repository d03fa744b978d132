"""How many people the seats of a timetable need at least: bounds in whole numbers.

Give every seat a weight. Nobody can take more than the heaviest of the sets of seats that they may have and that
do not overlap; so the weight of all seats is at most what the people who serve can take together. In whole numbers
this proves a bound for any weights, wherever they come from, also from a floating-point program.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from planner.solve.effort import Clock
from planner.solve.programs.mip import Program, Sum, ones
from planner.solve.team.seats import Seats, Whole

UNIT = 10**6
"""The weight that a person is to take at most: weights of a linear program are rounded to parts of it."""


class Fewest:
    """Bounds for plans that fill all these seats."""

    def __init__(self, seats: Seats) -> None:
        self.seats = seats
        self.able = np.zeros((len(seats), seats.people), dtype=bool)
        for t, able in enumerate(seats.able):
            self.able[t, able] = True

    def proven(self, weights: Whole, unit: int) -> int:
        """Return how many people are needed, as weights of 0 or more prove it; exact whatever they are.

        Each takes at most `unit` and what their heaviest schedule is above it: so the weight of all seats is at most
        a unit for each who serves, and the excess of all people. It is also at most the heaviest for each who serves.
        """
        some = np.flatnonzero(weights > 0)
        if not some.size:
            return 0
        filled = int(weights.sum())
        heaviest = self._heaviest(weights, some)
        excess = int(np.maximum(heaviest - unit, 0).sum())
        return max(0, -(-(filled - excess) // unit), -(-filled // max(1, int(heaviest.max(initial=0)))))

    def _heaviest(self, weights: Whole, some: Whole) -> Whole:
        """Return for each person the weight of the heaviest schedule: weighted interval scheduling, for all at once."""
        order = some[np.argsort(self.seats.end[some], kind="stable")]
        ends = self.seats.end[order]
        before = np.searchsorted(ends, self.seats.begin[order], side="right")
        best = np.zeros((len(order) + 1, self.seats.people), dtype=np.int64)
        for n, t in enumerate(order):
            np.maximum(best[n], best[before[n]] + np.where(self.able[t], weights[t], 0), out=best[n + 1])
        found: Whole = best[-1]
        return found

    def crowd(self) -> Whole:
        """Return the seats of the moment at which most are taken: no two of them are for one person."""
        starts = np.unique(self.seats.begin)
        present = np.searchsorted(np.sort(self.seats.begin), starts, side="right")
        gone = np.searchsorted(np.sort(self.seats.end), starts, side="right")
        moment = starts[np.argmax(present - gone)]
        return np.flatnonzero((self.seats.begin <= moment) & (moment < self.seats.end))

    def shadow(self, some: Whole, clock: Clock, seconds: float) -> Whole:
        """Return weights for all seats, of `UNIT` a person: shadow prices of a linear program over some of them.

        In it each of these seats is shared out among those fit for it, and nobody does more at a moment than the part
        of them that serves. Zero for all where it is not solved in time.
        """
        m = Program()
        used: dict[int, int] = {}
        shares: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        rows = []
        for t in some.tolist():
            terms = []
            for p in self.seats.able[t].tolist():
                v = m.variable()
                terms.append(v)
                shares[p].append((int(self.seats.begin[t]), int(self.seats.end[t]), v))
            rows.append(m.row(ones(terms), low=1))
        for p, spans in shares.items():
            used[p] = m.variable(1)
            for together in crowds(spans):
                m.row([*ones(together), (-1, used[p])], high=0)
        prices = m.prices(Sum(tuple(ones(used.values()))), rows, clock.effort(seconds))
        weights = np.zeros(len(self.seats), dtype=np.int64)
        if prices is not None:
            weights[some] = np.floor(np.maximum(prices, 0) * UNIT + 0.5).astype(np.int64)
        return weights


def crowds(spans: list[tuple[int, int, int]]) -> list[list[int]]:
    """Return the sets of spans that run at one moment, without those that lie in another."""
    found: list[list[int]] = []
    running: list[tuple[int, int, int]] = []
    grown = False
    for start, end, v in sorted(spans):
        still = [span for span in running if span[1] > start]
        if len(still) < len(running) and grown:
            found.append([w for _, _, w in running])
        running = [*still, (start, end, v)]
        grown = True
    return [*found, [w for _, _, w in running]]
