"""Linear programs that grow between solves: each begins where the one before ended (dual simplex on GLOP)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from ortools.math_opt.python import mathopt as mo

from planner.solve.effort import Effort, run_aside
from planner.solve.programs.mip import WORK_A_SECOND, Term

CALL = 1e-3
"""Seconds that each call counts besides, where work is counted instead of time."""


@dataclass(frozen=True)
class Optimum:
    """The least value, the variables that are not 0 there, and the prices of rows that have one.

    Floating-point numbers that prove nothing by themselves.
    """

    value: float
    at: Mapping[int, float]
    prices: Mapping[int, float]


class Growing:
    """A linear program of least cost to which variables and rows are added as they are found to matter."""

    def __init__(self) -> None:
        self._model = mo.Model()
        self._variables: list[mo.Variable] = []
        self._rows: list[mo.LinearConstraint] = []
        self._solver: mo.IncrementalSolver | None = None

    def variable(self, cost: float, high: float = math.inf) -> int:
        """Add a variable from 0 to `high`."""
        variable = self._model.add_variable(lb=0.0, ub=high)
        self._model.objective.set_linear_coefficient(variable, cost)
        self._variables.append(variable)
        return len(self._variables) - 1

    def row(self, terms: Iterable[Term] = (), *, low: float = -math.inf, high: float = math.inf) -> int:
        """Add a row ``low <= sum <= high``."""
        self._rows.append(self._model.add_linear_constraint(lb=low, ub=high))
        for factor, v in terms:
            self._rows[-1].set_coefficient(self._variables[v], factor)
        return len(self._rows) - 1

    def extend(self, row: int, factor: float, variable: int) -> None:
        """Add a variable to a row."""
        self._rows[row].set_coefficient(self._variables[variable], factor)

    def limit(self, variable: int, low: float, high: float) -> None:
        """Change the ends of a variable."""
        self._variables[variable].lower_bound, self._variables[variable].upper_bound = low, high

    def limit_row(self, row: int, low: float, high: float) -> None:
        """Change the ends of a row."""
        self._rows[row].lower_bound, self._rows[row].upper_bound = low, high

    def least(self, effort: Effort) -> Optimum | None:
        """Solve the program; None where there is no solution or none in time."""
        result = self._solved(effort, mo.ModelSolveParameters(
            variable_values_filter=mo.VariableFilter(skip_zero_values=True),
            dual_values_filter=mo.LinearConstraintFilter(skip_zero_values=True),
            reduced_costs_filter=mo.VariableFilter(filtered_items=()),
        ))  # fmt: skip
        if result is None:
            return None
        return Optimum(
            result.objective_value(),
            {v.id: x for v, x in result.variable_values().items()},
            {row.id: price for row, price in result.dual_values().items()},
        )

    def value(self, effort: Effort) -> float | None:
        """Return the least value alone, which is quicker."""
        result = self._solved(effort, mo.ModelSolveParameters(
            variable_values_filter=mo.VariableFilter(filtered_items=()),
            dual_values_filter=mo.LinearConstraintFilter(filtered_items=()),
            reduced_costs_filter=mo.VariableFilter(filtered_items=()),
        ))  # fmt: skip
        return None if result is None else result.objective_value()

    def _solved(self, effort: Effort, wanted: mo.ModelSolveParameters) -> mo.SolveResult | None:
        for scaling in (mo.Emphasis.OFF, None):  # not scaled it is twice as quick, and now and then loses its way
            if self._solver is None:
                self._solver = mo.IncrementalSolver(self._model, mo.SolverType.GLOP)
            parameters = mo.SolveParameters(
                time_limit=None if effort.seconds is None else timedelta(seconds=max(0.01, effort.seconds)),
                random_seed=effort.seed,
                lp_algorithm=mo.LPAlgorithm.DUAL_SIMPLEX,
                presolve=mo.Emphasis.OFF,
                scaling=scaling,
            )
            solve = partial(self._solver.solve, params=parameters, model_params=wanted)
            try:
                result = run_aside(solve, effort.stop)
            except (AttributeError, RuntimeError, ValueError):  # the binding stumbles over an error of its own
                self._solver = None
                continue
            if result is None:
                return None
            effort.charge(CALL + result.solve_stats.simplex_iterations * len(self._rows) / WORK_A_SECOND)
            return result if result.termination.reason == mo.TerminationReason.OPTIMAL else None
        return None
