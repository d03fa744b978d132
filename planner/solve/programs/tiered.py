"""Tiers over one mixed-integer program: minimise one, keep it, go on to the next."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from planner.domain.scenario import Weighted
from planner.solve.effort import Clock, Effort
from planner.solve.problem import Objective
from planner.solve.programs.mip import Answer, Program, Sum, Term, Values, ones
from planner.solve.programs.profiles import profiles

MOST_ASKED = 6
"""How often a program is asked for more sessions of some length."""

MOST_PROFILES = 300
"""Most ways to fill a peak with sessions of certain lengths for which each is looked at."""

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

    def sum_of(self, tier: str) -> Sum:
        """Return what a tier adds up."""
        return self._sums[tier]

    def add_up(self, tiers: Iterable[str]) -> str:
        """Return the name of a tier that adds up others."""
        name = "+".join(tiers)
        total = Sum()
        for tier in name.split("+"):
            total = total.plus(self._sums[tier])
        self._sums[name] = total
        return name

    def balance(
        self, crews: Iterable[tuple[Sequence[Term], int]], peak: int, sessions: Mapping[int, Sequence[int]]
    ) -> None:
        """Tie people and peak together: K of them do at most K times the peak.

        `crews` are, for each crew, its seats (minutes, variable) and the variable that says how many of it serve;
        `sessions` the variables that hold a session, by minutes. A row holds for all people once their number is kept,
        and rows for each crew while a certain peak is tried.
        """
        self._crews = list(crews)
        self._sessions_of = sessions
        self._balance = self.program.row((t for seats, _ in self._crews for t in seats), high=math.inf)
        self._peak = peak

    def least(
        self,
        tier: str,
        effort: Effort,
        solution: Values | None = None,
        floor: int = 0,
        hint: Mapping[int, float] | None = None,
        reached: int | None = None,
        gap: int = 0,
    ) -> Answer:
        """Minimise a tier; `value` and `bound` come back in the tier's unit.

        Where `solution` (of the tiers before) already reaches `floor`, a proven bound, nothing is solved. `hint`
        may give some of the variables. `reached` is a value that is had already: what does not go below it is of no
        interest. `gap` is how far the value may lie above the bound, in the tier's unit.
        """
        step = self._steps.get(tier, 1)
        if tier == "peak_minutes" and self._crews:
            return self._least_peak(effort, solution if hint is None else hint, reached)
        if solution is not None and self.value(tier, solution) <= floor:
            return Answer(value=self.value(tier, solution), bound=floor, solution=solution)
        found = self.program.lowest(
            self._sums[tier].times(1 / step), effort, solution if hint is None else hint, gap / step + 0.5
        )
        return Answer(
            value=None if found.solution is None else self.value(tier, found.solution),
            bound=None if found.bound is None else max(0, found.bound * step),
            infeasible=found.infeasible,
            solution=found.solution,
        )

    def _least_peak(self, effort: Effort, hint: Mapping[int, float] | Values | None, reached: int | None) -> Answer:
        """Try one peak after the other: first the last before `reached`, then from a bound upwards.

        For a given peak what each of a crew can do is in rows. The steps between tries double while they fail and halve
        once one succeeds.
        """
        step = self._steps.get("peak_minutes", 1)
        clock, until = effort.clock, effort.clock.left() - effort.allowed
        best, high, reach = Answer(), None, 1
        there: Mapping[int, int] | None = None
        if reached is not None:
            tried = (reached - 1) // step
            best = self._within_peak(tried * step, None, clock.effort((clock.left() - until) / 2), hint)
            if best.solution is not None:
                there = self._most_sessions(clock, until, best.solution)
            if there is not None:
                best = self._within_peak(tried * step, there, clock.effort((clock.left() - until) / 2), hint)
            if best.infeasible:
                return Answer(bound=(tried + 1) * step)
            high = None if best.solution is None else tried
        total = self._sums["peak_minutes"].times(1 / step)
        plain = self.program.lowest(total, clock.effort(clock.left() - until), hint)
        if plain.solution is None or plain.bound is None:
            return Answer(bound=None if plain.bound is None else plain.bound * step, infeasible=plain.infeasible)
        there = there or self._most_sessions(clock, until, plain.solution)
        low = max(0, plain.bound)
        while (high is None or low < high) and (left := clock.left() - until) > 0:
            tried = low + reach - 1 if high is None else (low + high) // 2
            found = self._within_peak(tried * step, there, clock.effort(left), hint)
            if found.solution is not None:
                best, high = found, tried
            elif found.infeasible:
                low, reach = tried + 1, reach * 2
            else:
                break
        return Answer(value=None if high is None else high * step, bound=low * step, solution=best.solution)

    def _within_peak(
        self, peak: int, sessions: Mapping[int, int] | None, effort: Effort, hint: Mapping[int, float] | Values | None
    ) -> Answer:
        """Look for a solution in which nobody does more than `peak`; `sessions`: how many there are, by length."""
        with self.program.extended():
            self._share(peak, sessions)
            return self.program.lowest(Sum(), effort, hint)

    def _most_sessions(self, clock: Clock, until: float, solution: Values) -> dict[int, int] | None:
        """Return how many sessions of each length can be held at most, with the tiers that are kept; None: unknown.

        Asked is for more of any length than in `solution`, and again for more than in the answer.
        """
        most = self._held(solution)
        for _ in range(MOST_ASKED):
            with self.program.extended():
                more = [self.program.variable(1, whole=True) for _ in most]
                for held, number, v in zip(self._sessions_of.values(), most.values(), more, strict=True):
                    self.program.row([*ones(held), (-number - 1, v)], low=0)
                self.program.row(ones(more), low=1)
                found = self.program.lowest(Sum(), clock.effort((clock.left() - until) / 2))
            if found.solution is None:
                return most if found.infeasible else None
            most = {length: max(n, most[length]) for length, n in self._held(found.solution).items()}
        return None

    def _held(self, solution: Values) -> dict[int, int]:
        return {length: round(sum(solution[v] for v in held)) for length, held in self._sessions_of.items()}

    def _share(self, peak: int, sessions: Mapping[int, int] | None) -> None:
        """Let K of a crew do K times `peak`; where `sessions` is given, and profiles are few, each one of these."""
        m = self.program
        for seats, used in self._crews:
            lengths = sorted({int(minutes) for minutes, _ in seats})
            found = None
            if sessions is not None:
                found = profiles({length: sessions[length] for length in lengths}, peak, most=MOST_PROFILES)
            if found is None:
                m.row([*seats, (-peak, used)], high=0)
                continue
            doing = [m.variable(whole=True) for _ in found]
            m.row([*ones(doing), (-1, used)], high=0)
            for length in lengths:
                room = [(-profile[length], v) for profile, v in zip(found, doing, strict=True) if profile[length]]
                m.row([*ones(v for minutes, v in seats if minutes == length), *room], high=0)

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


def sums(
    *,
    unheld: Sum,
    empty: Iterable[int],
    missing: Iterable[int],
    sits: Iterable[Term],
    prices: Iterable[Term],
    used: Iterable[int] = (),
    peak: Iterable[int] = (),
    changes: Sum | None = None,
) -> dict[str, Sum]:
    """Return what each tier adds up: variables, or terms where these do not count one each.

    A tier that nothing is given for is 0, as if it cost nothing.
    """
    return {
        "unheld": unheld,
        "unfilled": Sum(tuple(ones(empty))),
        "unbacked": Sum(tuple(ones(missing))),
        "staff_sessions": Sum(tuple(sits)),
        "cost": Sum(tuple(prices)),
        "people": Sum(tuple(ones(used))),
        "peak_minutes": Sum(tuple(ones(peak))),
        "changes": changes or Sum(),
    }


def common_step(values: Iterable[int]) -> int:
    """Return the largest whole number that divides all values, 1 where there are none."""
    return max(1, math.gcd(*values))
