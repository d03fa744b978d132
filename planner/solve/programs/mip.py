"""Mixed-integer programs on HiGHS: rows of whole-numbered variables, a value, a solution, a bound to be trusted.

Programs here have up to a million coefficients, so they are gathered in plain lists and handed over in one piece.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import numpy.typing as npt
from ortools.math_opt import model_pb2, sparse_containers_pb2
from ortools.math_opt.python import mathopt as mo

from planner.solve.effort import Effort, run_aside

TOLERANCE = 1e-6
"""How far a floating-point bound, in steps of the objective, may lie above the true one."""

WORK_A_SECOND = 1e7
"""Simplex iterations times rows that count as one second where work is counted instead of time."""

Term = tuple[float, int]
"""A factor and a variable."""

Values = npt.NDArray[np.float64]
"""The value of each variable."""


@dataclass(frozen=True)
class Sum:
    """A linear expression; a variable may occur more than once."""

    terms: tuple[Term, ...] = ()
    constant: float = 0.0

    def of(self, values: Values) -> float:
        """Return the value of the expression."""
        return float(sum(factor * values[v] for factor, v in self.terms) + self.constant)

    def times(self, factor: float) -> Sum:
        """Return the expression times a factor."""
        return Sum(tuple((factor * f, v) for f, v in self.terms), factor * self.constant)

    def plus(self, other: Sum) -> Sum:
        """Return the sum of both."""
        return Sum(self.terms + other.terms, self.constant + other.constant)


def ones(variables: Iterable[int], factor: float = 1.0) -> list[Term]:
    """Return the sum of some variables, each times the same factor."""
    return [(factor, v) for v in variables]


@dataclass(frozen=True)
class Answer:
    """What a program gave. `bound` is in steps and rounded up to a whole one; None where nothing is known.

    `infeasible` is proven; `solution` gives the value of each variable.
    """

    value: int | None = None
    bound: int | None = None
    infeasible: bool = False
    solution: Values | None = None


@dataclass(frozen=True)
class Relaxed:
    """The least value of a program without whole numbers, where it is, and the shadow prices of the rows asked for."""

    value: float
    solution: Values
    prices: Values


class Program:
    """Variables, rows ``low <= sum <= high``, and one objective at a time."""

    def __init__(self) -> None:
        self._highs: list[float] = []
        self._whole: list[bool] = []
        self._row_bounds: list[tuple[float, float]] = []
        self._rows: list[dict[int, float]] = []
        self._matrix: sparse_containers_pb2.SparseDoubleMatrixProto | None = None

    def variable(self, high: float = math.inf, *, whole: bool = False) -> int:
        """Add a variable from 0 to `high`."""
        self._highs.append(high)
        self._whole.append(whole)
        return len(self._highs) - 1

    def row(self, terms: Iterable[Term], *, low: float = -math.inf, high: float = math.inf) -> int:
        """Add a row; return its number."""
        row: dict[int, float] = {}
        for factor, v in terms:
            row[v] = row.get(v, 0.0) + factor
        self._rows.append(row)
        self._matrix = None
        self._row_bounds.append((low, high))
        return len(self._rows) - 1

    @contextmanager
    def extended(self) -> Iterator[None]:
        """Drop the variables and rows that are added inside."""
        variables, rows = len(self._highs), len(self._rows)
        try:
            yield
        finally:
            for listed, size in ((self._highs, variables), (self._whole, variables)):
                del listed[size:]
            del self._rows[rows:], self._row_bounds[rows:]
            self._matrix = None

    def set_high(self, row: int, high: float) -> None:
        """Change the upper end of a row."""
        self._row_bounds[row] = (self._row_bounds[row][0], high)

    def set_factor(self, row: int, variable: int, factor: float) -> None:
        """Change one factor of a row."""
        self._rows[row][variable] = factor
        self._matrix = None

    def lowest(
        self, objective: Sum, effort: Effort, hint: Mapping[int, float] | Values | None = None, gap: float = 0.5
    ) -> Answer:
        """Minimise an objective whose true values are whole numbers; of `hint` the whole-numbered variables count.

        `gap`: how far the solution may lie above the bound.
        """
        model = mo.Model.from_model_proto(self._proto(objective))
        hints = []
        mapped = isinstance(hint, Mapping)
        if hint is not None:
            whole = [
                v for v, is_whole in enumerate(self._whole) if is_whole and (v in hint if mapped else v < len(hint))
            ]
            hints.append(mo.SolutionHint(variable_values={model.get_variable(v): float(hint[v]) for v in whole}))
        parameters = mo.SolveParameters(
            time_limit=None if effort.seconds is None else timedelta(seconds=max(0.01, effort.seconds)),
            node_limit=effort.nodes,
            random_seed=effort.seed,
            relative_gap_tolerance=0.0,
            absolute_gap_tolerance=gap,
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
        effort.charge(result.solve_stats.simplex_iterations * len(self._rows) / WORK_A_SECOND)
        if result.termination.reason == mo.TerminationReason.INFEASIBLE:
            return Answer(infeasible=True)
        bound = result.dual_bound()
        found = result.has_primal_feasible_solution()
        return Answer(
            value=math.ceil(result.primal_bound() - TOLERANCE) if found else None,
            bound=None if not math.isfinite(bound) else rounded_up(bound),
            solution=self._values(result) if found else None,
        )

    def relaxed(self, objective: Sum, effort: Effort, rows: Iterable[int] = ()) -> Relaxed | None:
        """Minimise an objective where no variable need be whole, with the shadow prices of some rows.

        Floating-point numbers that prove nothing by themselves; None where the program is not solved in time.
        """
        model = mo.Model.from_model_proto(self._relaxed(objective))
        limit = None if effort.seconds is None else timedelta(seconds=max(0.01, effort.seconds))
        parameters = mo.SolveParameters(time_limit=limit, random_seed=effort.seed)
        result = run_aside(lambda: mo.solve(model, mo.SolverType.GLOP, params=parameters), effort.stop)
        if result is None or result.termination.reason != mo.TerminationReason.OPTIMAL:
            return None
        effort.charge(result.solve_stats.simplex_iterations * len(self._rows) / WORK_A_SECOND)
        of = {row.id: price for row, price in result.dual_values().items()}
        return Relaxed(result.objective_value(), self._values(result), np.array([of[row] for row in rows]))

    def prices(self, objective: Sum, rows: Iterable[int], effort: Effort) -> Values | None:
        """Return the shadow prices alone; see `relaxed`."""
        found = self.relaxed(objective, effort, rows)
        return None if found is None else found.prices

    def _relaxed(self, objective: Sum) -> model_pb2.ModelProto:
        proto = self._proto(objective)
        proto.variables.integers[:] = [False] * len(self._highs)
        return proto

    def _values(self, result: mo.SolveResult) -> Values:
        values = np.zeros(len(self._highs))
        for variable, x in result.variable_values().items():
            values[variable.id] = x
        return values

    def _proto(self, objective: Sum) -> model_pb2.ModelProto:
        if self._matrix is None:
            self._matrix = sparse_containers_pb2.SparseDoubleMatrixProto()
            for number, row in enumerate(self._rows):
                columns = sorted(row)
                self._matrix.row_ids.extend([number] * len(columns))
                self._matrix.column_ids.extend(columns)
                self._matrix.coefficients.extend([row[v] for v in columns])
        proto = model_pb2.ModelProto(linear_constraint_matrix=self._matrix)
        variables, rows = proto.variables, proto.linear_constraints
        variables.ids.extend(range(len(self._highs)))
        variables.lower_bounds.extend([0.0] * len(self._highs))
        variables.upper_bounds.extend(self._highs)
        variables.integers.extend(self._whole)
        rows.ids.extend(range(len(self._rows)))
        rows.lower_bounds.extend(low for low, _ in self._row_bounds)
        rows.upper_bounds.extend(high for _, high in self._row_bounds)
        total: dict[int, float] = {}
        for factor, v in objective.terms:
            total[v] = total.get(v, 0.0) + factor
        proto.objective.offset = objective.constant
        proto.objective.linear_coefficients.ids.extend(sorted(total))
        proto.objective.linear_coefficients.values.extend([total[v] for v in sorted(total)])
        return proto


def rounded_up(bound: float) -> int:
    """Return the least whole number that a floating-point lower bound proves."""
    return math.ceil(bound - TOLERANCE * max(1.0, abs(bound) / 1000))
