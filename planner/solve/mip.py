"""Mixed-integer programs on HiGHS: one call, a value, a solution, and a bound that can be trusted."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from ortools.math_opt.python import mathopt as mo

from planner.solve.effort import Effort, run_aside

TOLERANCE = 1e-6
"""How far a floating-point bound, in steps of the objective, may lie above the true one."""


@dataclass(frozen=True)
class Answer:
    """What a program gave. `bound` is in steps and rounded up to a whole one; None where nothing is known.

    `infeasible` is proven; `solution` gives the value of each variable.
    """

    value: float | None = None
    bound: int | None = None
    infeasible: bool = False
    solution: Mapping[mo.Variable, float] | None = None


def lowest(
    model: mo.Model, objective: mo.LinearTypes, effort: Effort, hint: Mapping[mo.Variable, float] | None = None
) -> Answer:
    """Minimise an objective whose true values are whole numbers."""
    model.minimize(objective)
    hints = [] if hint is None else [mo.SolutionHint(variable_values=dict(hint))]
    parameters = mo.SolveParameters(
        time_limit=None if effort.seconds is None else timedelta(seconds=max(0.01, effort.seconds)),
        node_limit=effort.nodes,
        random_seed=effort.seed,
        relative_gap_tolerance=0.0,
        absolute_gap_tolerance=0.5,
    )
    result = run_aside(
        lambda: mo.solve(
            model,
            mo.SolverType.HIGHS,
            params=parameters,
            model_params=mo.ModelSolveParameters(solution_hints=hints),
        ),
        effort.stop,
    )
    if result is None:
        return Answer()
    effort.charge(result.solve_stats.simplex_iterations * model.get_num_linear_constraints() / 1e7)
    if result.termination.reason == mo.TerminationReason.INFEASIBLE:
        return Answer(infeasible=True)
    bound = result.dual_bound()
    found = result.has_primal_feasible_solution()
    return Answer(
        value=result.primal_bound() if found else None,
        bound=None if not math.isfinite(bound) else rounded_up(bound),
        solution=result.variable_values() if found else None,
    )


def rounded_up(bound: float) -> int:
    """Return the least whole number that a floating-point lower bound proves."""
    return math.ceil(bound - TOLERANCE * max(1.0, abs(bound) / 1000))
