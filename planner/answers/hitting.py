"""A smallest choice that has something in common with each of some sets."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import LinearExpr

SECONDS = 2.0
"""Most seconds for one choice."""


def smallest_hitting(sets: Iterable[Collection[int]]) -> frozenset[int] | None:
    """Return a smallest set that meets every one of `sets`; None where an empty one cannot be met or time ran out."""
    cp = cp_model.CpModel()
    chosen: dict[int, cp_model.IntVar] = {}
    for items in sets:
        for item in sorted(items):
            if item not in chosen:
                chosen[item] = cp.new_bool_var("")
        cp.add_bool_or([chosen[item] for item in sorted(items)])
    cp.minimize(LinearExpr.sum(list(chosen.values())))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = SECONDS
    if solver.solve(cp) != cp_model.OPTIMAL:
        return None
    return frozenset(item for item, literal in chosen.items() if solver.boolean_value(literal))
