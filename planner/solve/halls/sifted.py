"""The linear program of a location problem over few pairs, with the pairs and rows that its solutions show to matter.

Rows are: an activity goes to one hall, halls have room, no more of an activity goes to a hall than of the hall is used,
halls together have room for all, and what a room allows of whole activities (`cuts.py`). All but the first kind and
the rooms are added as solutions break them; each program begins where the one before ended.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from planner.solve.effort import Clock
from planner.solve.halls.cuts import Cut, cut_of
from planner.solve.halls.location import Flags, Location, Numbers, Whole
from planner.solve.halls.shares import Branch
from planner.solve.programs.growing import Growing, Optimum

ZERO = 1e-6
"""What counts as nothing, of a hall used in part."""

SCALE = 1e5
"""What the best plan costs in the program, so that its numbers are of a good size."""

NEAR = 0.2
"""What a pair costs beyond what it is worth if it is kept in the program made again, in parts of what one costs."""

LOOSE = 0.1
"""Rows or pairs for each activity up to which a solution is good enough to choose halls by."""

TAIL = 5
"""Rows or pairs up to which a solution is good enough to look for rows of rooms."""


@dataclass(frozen=True)
class Fractions:
    """A solution: its cost and bids in VND, the toll of halls, and which part of each hall is used."""

    value: float
    bids: Numbers
    toll: float
    used: Numbers

    @property
    def split(self) -> Whole:
        """The halls that are used in part, nearest to the half first."""
        off = np.abs(self.used - 0.5)
        order = np.argsort(off, kind="stable")
        return order[off[order] < 0.5 - 10 * ZERO].astype(np.int64)


class Sifted:
    """The program. Its costs are in VND times `scale`."""

    def __init__(self, location: Location, pairs: Flags, tight: Flags, most: int) -> None:
        """Begin with some pairs, of which the `tight` have the row of their hall; `most` VND cost a plan at most."""
        self.location = location
        self.scale = SCALE / max(1, most)
        self.cuts: list[Cut] = []
        self._cost = location.cost * self.scale
        p = self.program = Growing()
        self._hall = [p.variable(float(vnd) * self.scale, high=1.0) for vnd in location.opening]
        self._opening = location.opening * self.scale
        self._known = np.zeros(location.fits.shape, dtype=bool)
        self._goes: dict[tuple[int, int], int] = {}
        self._pair: dict[int, tuple[int, int]] = {}
        self._of: list[list[int]] = [[] for _ in location.halls]
        self._row = [p.row(low=1.0, high=1.0) for _ in location.activities]
        self._room = [p.row([(-float(r), v)], high=0.0) for r, v in zip(location.room, self._hall, strict=True)]
        rooms = [(float(r), v) for r, v in zip(location.room, self._hall, strict=True)]
        self._total = p.row(rooms, low=float(location.size.sum()))
        self._number = p.row([(1.0, v) for v in self._hall], low=0.0, high=float(len(self._hall)))
        self._tight: dict[tuple[int, int], int] = {}
        self._cut_rows: list[int] = []
        self._beyond = self._cost  # what a pair costs beyond what it is worth
        self._prices: Mapping[int, float] = {}
        for row in self._row:  # nowhere, dearly: so that the program never lacks a solution
            p.extend(row, 1.0, p.variable(SCALE))
        for i, j in np.argwhere(pairs).tolist():
            self._add(i, j)
        for i, j in np.argwhere(tight & pairs).tolist():
            self._tighten(i, j)
        self.branch = Branch(frozenset(), frozenset(), 0, len(self._hall))

    def again(self, most: int) -> Sifted:
        """Return the same program with what counts at the last solution: it is quicker so."""
        pairs, tight = np.zeros((2, *self.location.fits.shape), dtype=bool)
        for i, j in self._goes:
            pairs[i, j] = self._beyond[i, j] < NEAR * SCALE / len(self._row)
        for (i, j), row in self._tight.items():
            tight[i, j] = row in self._prices
        found = Sifted(self.location, pairs, tight, most)
        for cut, row in zip(self.cuts, self._cut_rows, strict=True):
            if row in self._prices:
                found.keep(cut)
        return found

    def keep(self, cut: Cut) -> None:
        """Add a row of a room."""
        for j in cut.weights:
            if (cut.hall, j) not in self._goes:
                self._add(cut.hall, j)
        terms = [(weight / cut.most, self._goes[cut.hall, j]) for j, weight in cut.weights.items()]
        self.cuts.append(cut)
        self._cut_rows.append(self.program.row([*terms, (-1.0, self._hall[cut.hall])], high=0.0))

    def at(self, branch: Branch) -> None:
        """Turn to a branch."""
        for i, v in enumerate(self._hall):
            before = (i in self.branch.inside, i in self.branch.outside)
            if before != (i in branch.inside, i in branch.outside):
                self.program.limit(v, float(i in branch.inside), float(i not in branch.outside))
        self.program.limit_row(self._number, float(branch.low), float(branch.high))
        self.branch = branch

    def value(self, clock: Clock) -> float | None:
        """Return the cost in VND over the pairs and rows that are there."""
        found = self.program.value(clock.effort(clock.left()))
        return None if found is None else found / self.scale

    def nearly(self, clock: Clock) -> Fractions | None:
        """Return a solution that lacks a few pairs and rows at most; None where there is none in time."""
        while (found := self._solved(clock)) is not None:
            if found[1] <= LOOSE * len(self._row):
                return found[0]
        return None

    def solved(self, clock: Clock, most: int, rounds: int, gain: float) -> Fractions | None:
        """Solve the program with what it lacks added; None where that is not done in time.

        Rows of rooms are looked for so many times, as long as each time gains this part of what is missing to `most`.
        """
        before: float | None = None
        while (found := self._solved(clock)) is not None:
            last, lacking, goes = found
            if lacking > TAIL:
                continue
            missing = most - last.value
            if rounds > 0 and missing > 0 and (before is None or last.value - before >= gain * missing):
                before = last.value
                rounds -= 1
                lacking += self._cut(goes, last.used, clock)
            else:
                rounds = 0
            if not lacking:
                return last
        return None

    def _solved(self, clock: Clock) -> tuple[Fractions, int, list[dict[int, float]]] | None:
        """Return the solution, how many pairs and rows it lacked, now added, and what goes to each hall."""
        found = None if clock.over else self.program.least(clock.effort(clock.left()))
        if found is None:
            return None
        used = np.array([found.at.get(v, 0.0) for v in self._hall])
        bids = np.array([found.prices.get(row, 0.0) for row in self._row])
        toll = found.prices.get(self._number, 0.0)
        fractions = Fractions(found.value / self.scale, bids / self.scale, toll / self.scale, used)
        goes = self._split(found)
        return fractions, self._priced(found, bids) + self._tightened(goes, used), goes

    def _add(self, i: int, j: int) -> None:
        v = self.program.variable(float(self._cost[i, j]))
        self._goes[i, j] = v
        self._known[i, j] = True
        self._pair[v] = i, j
        self._of[i].append(j)
        self.program.extend(self._row[j], 1.0, v)
        self.program.extend(self._room[i], float(self.location.size[j]), v)

    def _tighten(self, i: int, j: int) -> None:
        self._tight[i, j] = self.program.row([(1.0, self._goes[i, j]), (-1.0, self._hall[i])], high=0.0)

    def _split(self, found: Optimum) -> list[dict[int, float]]:
        """Return which part of each activity goes to each hall."""
        goes: list[dict[int, float]] = [{} for _ in self._hall]
        for v, x in found.at.items():
            if x > ZERO and v in self._pair:
                i, j = self._pair[v]
                goes[i][j] = x
        return goes

    def _priced(self, found: Optimum, bids: Numbers) -> int:
        """Add the pairs that are worth more than they cost; return how many."""
        prices = found.prices
        room = np.array([prices.get(row, 0.0) for row in self._room])
        total, toll = prices.get(self._total, 0.0), prices.get(self._number, 0.0)
        beyond = self._cost - bids - room[:, None] * self.location.size
        spare = self._opening + room * self.location.room - total * self.location.room - toll
        for (i, j), row in self._tight.items():
            if row in prices:
                beyond[i, j] -= prices[row]
                spare[i] += prices[row]
        for cut, row in zip(self.cuts, self._cut_rows, strict=True):
            if row in prices:
                beyond[cut.hall, list(cut.weights)] -= prices[row] / cut.most * np.array(list(cut.weights.values()))
                spare[cut.hall] += prices[row]
        self._beyond, self._prices = beyond, prices
        worth = np.where(self.location.fits & ~self._known, np.maximum(-beyond, 0), 0)
        spare[list(self.branch.inside)] = 0.0  # these are used in any case
        wanted = worth.sum(axis=1) > np.maximum(spare, 0) + ZERO  # else it would not pay to use the hall for them
        wanted[list(self.branch.outside)] = False
        new = np.argwhere((worth > ZERO) & wanted[:, None]).tolist()
        for i, j in new:
            self._add(i, j)
            self._tighten(i, j)
        return len(new)

    def _tightened(self, goes: list[dict[int, float]], used: Numbers) -> int:
        new = [
            (i, j)
            for i, those in enumerate(goes)
            for j, x in those.items()
            if x > used[i] + ZERO and (i, j) not in self._tight
        ]
        for i, j in new:
            self._tighten(i, j)
        return len(new)

    def _cut(self, goes: list[dict[int, float]], used: Numbers, clock: Clock) -> int:
        """Add the rows of rooms that the solution breaks; return how many."""
        before = len(self.cuts)
        for i, those in enumerate(goes):
            if used[i] <= 10 * ZERO or clock.over:
                continue
            parts = {j: x / used[i] for j, x in those.items()}
            others = [j for j in self._of[i] if j not in parts]
            room, size = int(self.location.room[i]), self.location.size
            cut = cut_of(i, size, room, parts, others, clock.effort(clock.left()))
            if cut is not None:
                self.keep(cut)
        return len(self.cuts) - before
