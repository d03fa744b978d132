"""Tiers over one mixed-integer program: minimise one, keep it, go on to the next."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from planner.domain.scenario import Weighted
from planner.solve.effort import Effort
from planner.solve.mip import Answer, Program, Sum, Values
from planner.solve.problem import Objective

SLACK = 1e-3
"""How far, in steps of a tier, a solution's value may lie above a whole number and still count as it."""


class Tiers:
    """A program with the values of its tiers."""

    def __init__(self) -> None:
        self.program = Program()
        self._sums: dict[str, Sum] = {}
        self._steps: dict[str, int] = {}
        self._caps: dict[str, int] = {}

    def count(self, sums: Mapping[str, Sum], steps: Mapping[str, int], objective: Iterable[Objective]) -> None:
        """Say what each tier adds up, and the whole number that divides every value it can take (1 if not said)."""
        self._sums = dict(sums)
        self._steps = dict(steps)
        for tier in objective:
            if isinstance(tier, Weighted):
                total = Sum()
                for name, weight in tier.weighted.items():
                    total = total.plus(sums[name].times(weight))
                self._sums["weighted"] = total

    def add_up(self, tiers: Iterable[str]) -> str:
        """Return the name of a tier that adds up others."""
        name = "+".join(tiers)
        total = Sum()
        for tier in name.split("+"):
            total = total.plus(self._sums[tier])
        self._sums[name] = total
        return name

    def balance(self, crews: Iterable[tuple[Sum, int]], peak: int) -> None:
        """Tie people and peak together: K of them do at most K times the peak.

        `crews` are the minutes of each crew and the variable that says how many of it serve. A row holds for all
        people once their number is kept, and one for each crew while a certain peak is tried.
        """
        listed = list(crews)
        self._balance = self.program.row((t for minutes, _ in listed for t in minutes.terms), high=math.inf)
        self._shares = [(self.program.row(minutes.terms, high=math.inf), used) for minutes, used in listed]
        self._peak = peak

    def least(
        self,
        tier: str,
        effort: Effort,
        solution: Values | None = None,
        floor: int = 0,
        hint: Mapping[int, float] | None = None,
    ) -> Answer:
        """Minimise a tier; `value` and `bound` come back in the tier's unit.

        Where `solution` (of the tiers before) already reaches `floor`, a proven bound, nothing is solved. `hint`
        may give some of the variables.
        """
        step = self._steps.get(tier, 1)
        if tier == "peak_minutes" and self._shares:
            return self._least_peak(effort, solution if hint is None else hint)
        if solution is not None and self.value(tier, solution) <= floor:
            return Answer(value=self.value(tier, solution), bound=floor, solution=solution)
        found = self.program.lowest(self._sums[tier].times(1 / step), effort, solution if hint is None else hint)
        return Answer(
            value=None if found.solution is None else self.value(tier, found.solution),
            bound=None if found.bound is None else max(0, found.bound * step),
            infeasible=found.infeasible,
            solution=found.solution,
        )

    def _least_peak(self, effort: Effort, hint: Mapping[int, float] | Values | None) -> Answer:
        """Try one peak after the other, from a bound upwards: for a given peak what K of a crew can do is a row.

        The steps between tries double while they fail and halve once one succeeds.
        """
        step = self._steps.get("peak_minutes", 1)
        until = effort.clock.left() - effort.allowed
        total = self._sums["peak_minutes"].times(1 / step)
        best = self.program.lowest(total, effort, hint)
        if best.solution is None or best.bound is None:
            return Answer(bound=None if best.bound is None else best.bound * step, infeasible=best.infeasible)
        low, high, reach = max(0, best.bound), None, 1
        best = Answer()
        while high is None or low < high:
            tried = low + reach - 1 if high is None else (low + high) // 2
            left = effort.clock.left() - until
            if left <= 0:
                break
            self._share(tried * step)
            found = self.program.lowest(Sum(), effort.clock.effort(left), hint)
            if found.solution is not None:
                best, high = found, tried
            elif found.infeasible:
                low, reach = tried + 1, reach * 2
            else:
                break
        self._share(None)
        return Answer(value=None if high is None else high * step, bound=low * step, solution=best.solution)

    def _share(self, peak: int | None) -> None:
        """Let K of a crew do at most K times `peak` minutes; None: as much as they can."""
        for row, used in self._shares:
            self.program.set_high(row, math.inf if peak is None else 0.0)
            self.program.set_factor(row, used, -float(peak or 0))

    def value(self, tier: str, solution: Values) -> int:
        """Return a tier's value in a solution, rounded up to a value that a plan can take."""
        step = self._steps.get(tier, 1)
        return math.ceil(self._sums[tier].of(solution) / step - SLACK) * step

    def cap(self, tier: str, value: int) -> None:
        """Keep a tier at `value` or below from now on; a later call replaces it."""
        step = self._steps.get(tier, 1)
        scaled = self._sums[tier].times(1 / step)
        if tier not in self._caps:
            self._caps[tier] = self.program.row(scaled.terms)
        self.program.set_high(self._caps[tier], value // step + SLACK - scaled.constant)
        if tier == "people":
            self.program.set_high(self._balance, 0.0)
            self.program.set_factor(self._balance, self._peak, -float(value))

    def release(self) -> None:
        """Keep no tier any more."""
        for row in (*self._caps.values(), self._balance):
            self.program.set_high(row, math.inf)


def common_step(values: Iterable[int]) -> int:
    """Return the largest whole number that divides all values, 1 where there are none."""
    return max(1, math.gcd(*values))
