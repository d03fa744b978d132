"""Tiers over one mixed-integer program: minimise one, keep it, go on to the next."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from ortools.math_opt.python import mathopt as mo

from planner.solve.effort import Effort
from planner.solve.mip import Answer, lowest

SLACK = 1e-3
"""How far, in steps of a tier, a solution's value may lie above a whole number and still count as it."""


class Tiers:
    """Values of the tiers in a program.

    `terms` adds up each tier; `steps` are whole numbers that divide every value the tier can take, so that bounds
    round up to the next multiple. `minutes` (all seat minutes) and `peak` tie peak and people together once the
    number of people is kept: K people do at most K times the peak.
    """

    def __init__(
        self,
        model: mo.Model,
        terms: Mapping[str, mo.LinearTypes],
        steps: Mapping[str, int],
        minutes: mo.LinearTypes,
        peak: mo.Variable,
    ) -> None:
        self.model = model
        self.terms = {name: mo.as_flat_linear_expression(term) for name, term in terms.items()}
        self.steps = {name: steps.get(name, 1) for name in terms}
        self._minutes = minutes
        self._peak = peak
        self._caps: dict[str, mo.LinearConstraint] = {}

    def least(
        self,
        tier: str,
        effort: Effort,
        solution: Mapping[mo.Variable, float] | None = None,
        floor: int = 0,
        hint: Mapping[mo.Variable, float] | None = None,
    ) -> Answer:
        """Minimise a tier; `value` and `bound` come back in the tier's unit.

        Where `solution` (of the tiers before) already reaches `floor`, a proven bound, nothing is solved. `hint`
        may give some of the variables.
        """
        step = self.steps[tier]
        if solution is not None and self.value(tier, solution) <= floor:
            return Answer(value=self.value(tier, solution), bound=floor, solution=solution)
        found = lowest(self.model, self.terms[tier] * (1 / step), effort, hint or solution)
        return Answer(
            value=None if found.solution is None else self.value(tier, found.solution),
            bound=None if found.bound is None else max(0, int(found.bound) * step),
            infeasible=found.infeasible,
            solution=found.solution,
        )

    def value(self, tier: str, solution: Mapping[mo.Variable, float]) -> int:
        """Return a tier's value in a solution, rounded up to a value that a plan can take."""
        step = self.steps[tier]
        return math.ceil(self.terms[tier].evaluate(solution) / step - SLACK) * step

    def cap(self, tier: str, value: int) -> None:
        """Keep a tier at `value` or below from now on; a later call replaces it."""
        step = self.steps[tier]
        if tier not in self._caps:
            self._caps[tier] = self.model.add_linear_constraint(self.terms[tier] * (1 / step) <= 0)
            if tier == "people":
                self._balance = self.model.add_linear_constraint(self._minutes <= 0)
        self._caps[tier].upper_bound = value // step + SLACK - self.terms[tier].offset / step
        if tier == "people":
            self._balance.set_coefficient(self._peak, -float(value))


def common_step(values: Iterable[int]) -> int:
    """Return the largest whole number that divides all values, 1 where there are none."""
    return max(1, math.gcd(*values))
