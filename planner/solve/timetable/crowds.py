"""People counted, not named: a relaxation of the whole problem without a variable for anybody who serves.

What is served at one moment by people of some set cannot take more of them than there are. Where that holds for every
set, the seats of the moment can be dealt out (Hall, 1935). A row is added where a solution breaks it, found as a
minimum cut. Hours are counted in the same way by day and by week, money by the cheapest who are free for each session.

Every plan is a solution. Programs are a fraction of the size of those with people, and bounds come in less than a
second where `flow` takes a minute. It is blind to whom sessions share over time: `flow` is sharper for money.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from ortools.graph.python import max_flow

from planner.grid import SeatKind
from planner.model.joint import JointSession
from planner.solve.effort import Effort
from planner.solve.problem import Problem
from planner.solve.programs.mip import Answer, Sum, Values, ones
from planner.solve.programs.tiered import common_step, sums
from planner.solve.timetable.columns import Columns
from planner.solve.timetable.payroll import Crews, Wanted
from planner.solve.timetable.wages import Wages

COUNTED: Final = frozenset({"unheld", "unfilled", "unbacked", "staff_sessions", "cost"})
"""The tiers that are bounded."""

COARSE = 0.2
"""How exactly the program of money is solved as long as rows are added: in the gap to the best solution."""

MOST_PRICED = 12
"""How often rows of money are added before sessions are whole."""


class Crowds(Columns):
    """The relaxation over some columns; see `COUNTED`. `full`: of the plans without an empty seat only.

    `fixed`: (column, start) pairs besides, as in `Columns`.
    """

    def __init__(
        self, problem: Problem, columns: Iterable[int], *, full: bool, fixed: Iterable[tuple[int, int]] = ()
    ) -> None:
        super().__init__(problem, columns, calendar=True, fixed=fixed)
        self._full = full
        self._money_of_one = {abs(int(vnd)) for vnd, _ in self.prices}
        """What a session, a place or a seat can cost."""
        self._size = [len(crew) for crew in problem.crews]
        wanted = {
            (c, start): [self._want(start, pick, problem.sessions[c], kind) for kind in problem.sessions[c].kinds]
            for (c, start), pick in self.pick.items()
        }
        self._wanted = [w for kinds in wanted.values() for w in kinds]
        self._at = {
            moment: [w for w in self._wanted if w.start <= moment < w.end]
            for moment in sorted({w.start for w in self._wanted})
        }
        self._within: dict[tuple[bool, int], list[Wanted]] = defaultdict(list)
        """By day, and (True) by week."""
        for w in self._wanted:
            self._within[False, self.grid.day(w.start)].append(w)
            self._within[True, self.grid.week(w.start)].append(w)
        self._rows: set[tuple[int, Crews]] = set()
        for moment, there in self._at.items():
            for crews in dict.fromkeys([*(w.crews for w in there), _all(there)]):
                self._count_people(moment, crews)
        self._count_sponsors()
        self._kinds = {at: kinds for at, kinds in wanted.items() if kinds}
        self.wages = Wages(problem, self.program, self._kinds.items(), self._serving())
        self.price(1, self.wages.extra)
        if self.grid.scenario.budget is not None:
            self.program.row(self.prices, high=self.grid.scenario.budget)
        self.balance((), self.program.variable(), {})
        self.count(self._values(), {"cost": common_step(self._money_of_one)}, problem.objective)

    def _serving(self) -> Sequence[int]:
        """Return the variables that say how many of each crew serve, where there are any."""
        return ()

    def counted(
        self, tier: str, effort: Effort, hint: Mapping[int, float] | None = None, floor: int | None = None
    ) -> Answer:
        """Minimise a tier, adding rows as long as a solution breaks some. `floor` is a bound that is known.

        Where time runs out before every set of people is counted, there is a bound only. With money the solution is the
        one found whose staff costs least.
        """
        until = effort.clock.left() - effort.allowed

        def left() -> Effort:
            return effort.clock.effort(effort.clock.left() - until)

        core = self._price(left) if tier == "cost" else None
        best, bound = Answer(), floor
        while left().allowed > 0:
            wide = 0 if best.value is None or bound is None else int((best.value - bound) * COARSE)
            answer = self.least(tier, left(), best.solution, -1, hint if best.solution is None else None, gap=wide)
            bound = max((b for b in (bound, answer.bound) if b is not None), default=None)
            if answer.solution is None:
                return Answer(best.value, bound, answer.infeasible and best.value is None, best.solution)
            if self._count_more(answer.solution):
                continue
            if tier != "cost":
                return answer
            extra, broken = self.wages.add(answer.solution, left, core)
            if extra is None:
                break
            whole = answer.solution.copy()
            whole[self.wages.extra] = max(extra, 0.0)
            value = self.value(tier, whole)
            if best.value is None or value < best.value:
                best = Answer(value, bound, solution=whole)
            if (not broken and not wide) or (bound is not None and best.value is not None and best.value <= bound):
                break
        return Answer(best.value, bound, solution=best.solution)

    def _price(self, left: Callable[[], Effort]) -> Values | None:
        """Add the rows of money that fractions of sessions break: quicker than with whole ones; return the last."""
        last = None
        for _ in range(MOST_PRICED):
            found = self.program.relaxed(self.sum_of("cost"), left()) if left().allowed > 0 else None
            if found is None:
                break
            last = found.solution
            if not self.wages.add(found.solution, left)[1]:
                break
        return last

    def _want(self, start: int, pick: int, session: JointSession, kind: SeatKind) -> Wanted:
        m, grid = self.program, self.grid
        end = start + session.minutes
        crews = frozenset(self.problem.crews_of(kind.eligible & grid.free(start, end)))
        empty = None if self._full else m.variable(kind.seats)
        if empty is not None:
            m.row([(1, empty), (-kind.seats, pick)], high=0)
        missing = m.variable(kind.standby) if kind.standby else None
        if missing is not None:
            m.row([(1, missing), (-kind.standby, pick)], high=0)
        prices = sorted(
            vnd
            for q in crews
            for vnd in [grid.seat_cost(self.problem.crews[q][0], session.minutes)] * min(self._size[q], kind.seats)
        )
        self._money_of_one.update(prices)
        del prices[kind.seats :]
        if prices:
            self.price(sum(prices), pick)
            if empty is not None:
                self.price(-prices[-1], empty)
        return Wanted(
            start, end, crews, pick, kind.seats, empty, kind.standby, missing, sum(prices), max(prices, default=0)
        )

    def _count_people(self, moment: int, crews: Crews) -> bool:
        """Let those of some crews who serve at a moment be no more than there are; tell whether that is new."""
        if (moment, crews) in self._rows:
            return False
        self._rows.add((moment, crews))
        those = [w for w in self._at[moment] if w.crews <= crews]
        people = sum(self._size[q] for q in crews)
        if sum(w.seats + w.standby for w in those) > people:
            self.program.row((term for w in those for term in w.duties()), high=people)
        return True

    def _count_more(self, solution: Values) -> bool:
        """Add rows that a solution breaks, for all moments; tell whether there were any."""
        found = self._count_hours(solution)
        for there in self._at.values():
            crews = self._overrun(there, solution)
            if crews is not None:
                for moment in self._at:
                    found |= self._count_people(moment, crews)
        return found

    def _overrun(self, there: list[Wanted], solution: Values) -> Crews | None:
        """Return crews of whom more are needed at one moment than there are, None where all can be served."""
        needs = [(w, round(sum(factor * solution[v] for factor, v in w.duties()))) for w in there]
        needs = [(w, need) for w, need in needs if need > 0]
        crews = sorted(_all([w for w, _ in needs]))
        node = {q: n for n, q in enumerate(crews, 2 + len(needs))}
        flow = max_flow.SimpleMaxFlow()
        for n, (w, need) in enumerate(needs, 2):
            flow.add_arc_with_capacity(0, n, need)
            for q in sorted(w.crews):
                flow.add_arc_with_capacity(n, node[q], need)
        for q in crews:
            flow.add_arc_with_capacity(node[q], 1, self._size[q])
        if not needs:
            return None
        flow.solve(0, 1)
        if not crews or flow.optimal_flow() == sum(need for _, need in needs):
            return None
        side = set(flow.get_source_side_min_cut())
        return frozenset(q for q in crews if node[q] in side)

    def _count_hours(self, solution: Values) -> bool:
        """Add rows that a solution breaks: of the minutes of a day or a week that people of a set may do together."""
        found = False
        for (weekly, _), there in self._within.items():
            limits = self.grid.week_limit if weekly else self.grid.day_limit
            held = [
                (w, sum(factor * solution[v] for factor, v in w.minutes())) for w in there if solution[w.pick] > 0.5
            ]
            for crews in dict.fromkeys([*(w.crews for w, _ in held), _all(w for w, _ in held)]):
                most = sum(self._size[q] * limits[self.problem.crews[q][0]] for q in crews)
                if sum(minutes for w, minutes in held if w.crews <= crews) > most + 0.5:
                    self.program.row((t for w in there if w.crews <= crews for t in w.minutes()), high=most)
                    found = True
        return found

    def _count_sponsors(self) -> None:
        """Let sponsors have no more joint sessions at a moment than people."""
        grid = self.grid
        if not grid.scenario.representation:
            return
        for moment in self._at:
            present: dict[str, list[int]] = defaultdict(list)
            for (c, start), pick in self.pick.items():
                session = self.problem.sessions[c]
                if len(session.sponsors) > 1 and start <= moment < start + session.minutes:
                    for sponsor in session.sponsors:
                        present[sponsor].append(pick)
            for sponsor, picks in present.items():
                if len(picks) > len(grid.members_of[sponsor]):
                    self.program.row(ones(picks), high=len(grid.members_of[sponsor]))

    def _values(self) -> dict[str, Sum]:
        """Return the tiers; those that are not counted are 0, as if they cost nothing."""
        empty = [w.empty for w in self._wanted if w.empty is not None]
        return sums(
            unheld=self.unheld_sum(),
            empty=empty,
            missing=(w.missing for w in self._wanted if w.missing is not None),
            sits=(*((w.seats, w.pick) for w in self._wanted), *ones(empty, -1)),
            prices=self.prices,
        )


def _all(there: Iterable[Wanted]) -> Crews:
    return frozenset().union(*(w.crews for w in there))
