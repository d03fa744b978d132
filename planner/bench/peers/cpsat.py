"""A plain CP-SAT model: who does which task, one at a time, and who serves at all; with a first answer as a hint."""

from __future__ import annotations

import math

from ortools.sat.python import cp_model

from planner.bench.peers.protocol import PORTFOLIO, Talk, Tasks, answer
from planner.bench.peers.sweep import best_swept, busiest, cliques


class _Model(cp_model.CpModel):
    """`does[t][p]`: person p does task t; `serves[p]`: p does any."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self.serves = [self.new_bool_var("") for _ in range(tasks.people)]
        self.does = [{p: self.new_bool_var("") for p in able} for able in tasks.able]
        for does in self.does:
            self.add_exactly_one(does.values())
        for p, serves in enumerate(self.serves):
            mine = [t for t, able in enumerate(self.does) if p in able]
            for clique in cliques(tasks.spans, mine):
                self.add_at_most_one([*(self.does[t][p] for t in clique), ~serves])
        self.add(sum(self.serves) >= busiest(tasks))
        self.minimize(sum(self.serves))

    def hint(self, holders: list[int | None]) -> None:
        """Begin the search at an answer."""
        for does, holder in zip(self.does, holders, strict=True):
            for p, variable in does.items():
                self.add_hint(variable, p == holder)
        for p, serves in enumerate(self.serves):
            self.add_hint(serves, p in holders)


class _Telling(cp_model.CpSolverSolutionCallback):
    def __init__(self, talk: Talk, model: _Model) -> None:
        super().__init__()
        self._talk, self._model = talk, model

    def on_solution_callback(self) -> None:
        self._talk.found([next(p for p, v in does.items() if self.boolean_value(v)) for does in self._model.does])


def work(talk: Talk) -> None:
    """Solve the model."""
    first = best_swept(talk)
    if talk.proven:
        return
    model = _Model(talk.tasks)
    model.hint(first)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = max(PORTFOLIO, talk.workers)
    solver.parameters.random_seed = talk.seed
    solver.parameters.max_time_in_seconds = talk.seconds
    status = solver.solve(model, _Telling(talk, model))
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.UNKNOWN):
        talk.bound(math.ceil(solver.best_objective_bound - 1e-6))


if __name__ == "__main__":
    answer(work)
