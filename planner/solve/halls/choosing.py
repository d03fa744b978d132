"""Halls and who goes where as a program, over some pairs of a hall and an activity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from planner.solve.effort import Effort
from planner.solve.halls.cuts import Cut
from planner.solve.halls.location import Flags, Location, Whole
from planner.solve.halls.shares import Branch
from planner.solve.programs.mip import Answer, Program, Sum, ones
from planner.solve.programs.tiered import common_step


class Choosing:
    """The program over `pairs[i, j]`, of the plans of a branch; `cuts` are rows that hold for every plan."""

    def __init__(
        self, location: Location, pairs: Flags, branch: Branch | None = None, cuts: Iterable[Cut] = ()
    ) -> None:
        self.location = location
        m = self.program = Program()
        self.opens = {int(i): m.variable(1, whole=True) for i in np.flatnonzero(pairs.any(axis=1))}
        self.goes: dict[tuple[int, int], int] = {}
        of: dict[int, list[int]] = defaultdict(list)
        for i, j in np.argwhere(pairs).tolist():
            self.goes[i, j] = m.variable(1, whole=True)
            of[j].append(self.goes[i, j])
            m.row([(1, self.goes[i, j]), (-1, self.opens[i])], high=0)
        self.rows = [m.row(ones(of[j]), low=1, high=1) for j in range(len(location.activities))]
        theirs: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for (i, j), v in self.goes.items():
            theirs[i].append((float(location.size[j]), v))
        for i, terms in theirs.items():
            m.row([*terms, (-float(location.room[i]), self.opens[i])], high=0)
        total = float(location.size.sum())
        m.row([(float(location.room[i]), v) for i, v in self.opens.items()], low=total)
        if branch is not None:
            for i in branch.inside:
                m.row([(1, self.opens[i])] if i in self.opens else [], low=1)
            m.row(ones(self.opens.values()), low=branch.low, high=branch.high)
        for cut in cuts:
            terms = [(float(weight), self.goes[cut.hall, j]) for j, weight in cut.weights.items() if pairs[cut.hall, j]]
            if terms:
                m.row([*terms, (-float(cut.most), self.opens[cut.hall])], high=0)
        prices = [(int(location.opening[i]), v) for i, v in self.opens.items()]
        prices += [(int(location.cost[i, j]), v) for (i, j), v in self.goes.items()]
        self.step = common_step(vnd for vnd, _ in prices)
        self._total = Sum(tuple((vnd / self.step, v) for vnd, v in prices if vnd))

    def best(self, effort: Effort, start: Whole | None) -> tuple[Answer, Whole | None]:
        """Return what is proven, in VND, and the hall of each activity in the best plan found, beginning at one."""
        found = self.program.lowest(self._total, effort, None if start is None else self._hint(start))
        bound = None if found.bound is None else found.bound * self.step
        if found.solution is None:
            return Answer(bound=bound, infeasible=found.infeasible), None
        where = np.full(len(self.rows), -1, dtype=np.int64)
        for (i, j), v in self.goes.items():
            if found.solution[v] > 0.5:
                where[j] = i
        return Answer(bound=bound), where

    def _hint(self, start: Whole) -> dict[int, float]:
        used = set(start.tolist())
        found = {v: float(i in used) for i, v in self.opens.items()}
        return found | {v: float(start[j] == i) for (i, j), v in self.goes.items()}
