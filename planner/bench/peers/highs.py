"""The same formulation as a mixed-integer program for HiGHS, by its own library, begun with a first answer."""

from __future__ import annotations

import math

import highspy
import numpy as np

from planner.bench.peers.protocol import Talk, Tasks, answer
from planner.bench.peers.sweep import best_swept, busiest, cliques


class _Program:
    """Columns: one a task and somebody able to do it, then one a person who may serve. Rows as lists of entries."""

    def __init__(self, tasks: Tasks) -> None:
        self.tasks = tasks
        self.pairs = [(t, p) for t, able in enumerate(tasks.able) for p in able]
        self.column = {pair: c for c, pair in enumerate(self.pairs)}
        self.width = len(self.pairs) + tasks.people
        self._columns: list[int] = []
        self._values: list[float] = []
        self._starts = [0]
        self._lower: list[float] = []
        self._upper: list[float] = []
        for t, able in enumerate(tasks.able):
            self._row([(self.column[t, p], 1.0) for p in able], 1.0, 1.0)
        mine: list[list[int]] = [[] for _ in range(tasks.people)]
        for t, p in self.pairs:
            mine[p].append(t)
        for p, some in enumerate(mine):
            for clique in cliques(tasks.spans, some):
                self._row(
                    [*((self.column[t, p], 1.0) for t in clique), (self.serves(p), -1.0)], -highspy.kHighsInf, 0.0
                )
        self._row([(self.serves(p), 1.0) for p in range(tasks.people)], busiest(tasks), highspy.kHighsInf)

    def serves(self, p: int) -> int:
        """Return the column of whether a person serves."""
        return len(self.pairs) + p

    def _row(self, entries: list[tuple[int, float]], lower: float, upper: float) -> None:
        self._columns += [column for column, _ in entries]
        self._values += [value for _, value in entries]
        self._starts.append(len(self._columns))
        self._lower.append(lower)
        self._upper.append(upper)

    def lp(self) -> highspy.HighsLp:
        """Return the program as HiGHS takes it."""
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self.width, len(self._lower)
        lp.col_cost_ = np.array([0.0] * len(self.pairs) + [1.0] * self.tasks.people)
        lp.col_lower_, lp.col_upper_ = np.zeros(self.width), np.ones(self.width)
        lp.integrality_ = [highspy.HighsVarType.kInteger] * self.width
        lp.row_lower_, lp.row_upper_ = np.array(self._lower), np.array(self._upper)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.array(self._starts)
        lp.a_matrix_.index_ = np.array(self._columns)
        lp.a_matrix_.value_ = np.array(self._values)
        return lp

    def solution(self, holders: list[int | None]) -> highspy.HighsSolution:
        """Return an answer as HiGHS takes it."""
        values = np.zeros(self.width)
        for t, p in enumerate(holders):
            if p is not None:
                values[[self.column[t, p], self.serves(p)]] = 1.0
        solution = highspy.HighsSolution()
        solution.col_value = values
        return solution

    def holders(self, values: np.ndarray) -> list[int | None]:
        """Return who does each task in a solution of HiGHS."""
        holders: list[int | None] = [None] * len(self.tasks.able)
        for (t, p), value in zip(self.pairs, values, strict=False):
            if value > 0.5:
                holders[t] = p
        return holders


def work(talk: Talk) -> None:
    """Solve the program."""
    first = best_swept(talk)
    if talk.proven:
        return
    program = _Program(talk.tasks)
    solver = highspy.Highs()
    solver.silent()
    solver.passModel(program.lp())
    if None not in first:
        solver.setSolution(program.solution(first))
    solver.setOptionValue("threads", talk.workers)
    solver.setOptionValue("random_seed", talk.seed)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.999)  # the number of people is whole
    solver.setOptionValue("objective_target", float(busiest(talk.tasks)))
    solver.setOptionValue("time_limit", talk.seconds)
    solver.cbMipImprovingSolution += lambda event: talk.found(program.holders(np.array(event.data_out.mip_solution)))
    solver.run()
    info = solver.getInfo()
    if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        talk.found(program.holders(np.array(solver.getSolution().col_value)))
    if math.isfinite(info.mip_dual_bound):
        talk.bound(math.ceil(info.mip_dual_bound - 1e-6))


if __name__ == "__main__":
    answer(work)
