"""People counted, not named: a relaxation of the whole problem without a variable for anybody who serves.

What is served at one moment by people of some set cannot take more of them than there are. Where that holds for every
set, the seats of the moment can be dealt out (Hall, 1935). A row is added where a solution breaks it, found as a
minimum cut. Hours are counted in the same way by day and by week, money by the cheapest who are free for each session.

Every plan is a solution. Programs are a fraction of the size of those with people, and bounds come in less than a
second where `flow` takes a minute. It is blind to whom sessions share over time: `flow` is sharper for money.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from ortools.graph.python import max_flow

from planner.grid import SeatKind
from planner.model.joint import JointSession
from planner.solve.effort import Effort
from planner.solve.problem import Problem
from planner.solve.programs.mip import Answer, Program, Sum, Term, Values, ones
from planner.solve.programs.tiered import common_step
from planner.solve.timetable.columns import Columns

COUNTED: Final = frozenset({"unheld", "unfilled", "unbacked", "staff_sessions", "cost"})
"""The tiers that are bounded."""

Crews = frozenset[int]


@dataclass(frozen=True)
class _Wanted:
    """The seats of one kind in a column at a start, for anybody of some crews.

    `pick` says whether it is held, `empty` and `missing` how many seats and standby duties stay open (None: none may,
    or there are none).
    """

    start: int
    end: int
    crews: Crews
    pick: int
    seats: int
    empty: int | None
    standby: int
    missing: int | None
    cheapest: int
    """VND of the seats with those who cost least."""
    dearest: int
    """VND of one of them."""

    def duties(self) -> list[Term]:
        """Return the people who serve or stand by."""
        open_duties = (v for v in (self.empty, self.missing) if v is not None)
        return [(self.seats + self.standby, self.pick), *ones(open_duties, -1)]

    def minutes(self) -> list[Term]:
        """Return the minutes in seats."""
        length = self.end - self.start
        seats = [(float(length * self.seats), self.pick)]
        return seats if self.empty is None else [*seats, (float(-length), self.empty)]


class Crowds(Columns):
    """The relaxation over some columns; see `COUNTED`. `full`: of the plans without an empty seat only.

    `dues` are VND that somebody's seat costs besides, by person and start: money then is no longer that of a plan.
    """

    def __init__(
        self, problem: Problem, columns: Iterable[int], *, full: bool, dues: Mapping[tuple[int, int], int] | None = None
    ) -> None:
        super().__init__(problem, columns, calendar=True)
        self._full = full
        self._dues = dues or {}
        self._money_of_one = {abs(int(vnd)) for vnd, _ in self.prices}
        """What a session, a place or a seat can cost."""
        self._size = [len(crew) for crew in problem.crews]
        self._wanted = [
            self._want(start, pick, session, kind)
            for (c, start), pick in self.pick.items()
            for session in (problem.sessions[c],)
            for kind in session.kinds
        ]
        self._at = {
            moment: [w for w in self._wanted if w.start <= moment < w.end]
            for moment in sorted({w.start for w in self._wanted})
        }
        self._within: dict[tuple[bool, int], list[_Wanted]] = defaultdict(list)
        """By day, and (True) by week."""
        for w in self._wanted:
            self._within[False, self.grid.day(w.start)].append(w)
            self._within[True, self.grid.week(w.start)].append(w)
        self._rows: set[tuple[int, Crews]] = set()
        for moment, there in self._at.items():
            for crews in dict.fromkeys([*(w.crews for w in there), _all(there)]):
                self._count_people(moment, crews)
        self._count_sponsors()
        self._beginning: dict[int, list[_Wanted]] = defaultdict(list)
        for w in self._wanted:
            self._beginning[w.start].append(w)
        self._priced: set[tuple[int, tuple[tuple[int, int], ...]]] = set()
        self._extra = {start: self.program.variable() for start in sorted(self._beginning)}
        """By start, what seats cost beyond those who are cheapest for each session alone."""
        for extra in self._extra.values():
            self.price(1, extra)
        if self.grid.scenario.budget is not None:
            self.program.row(self.prices, high=self.grid.scenario.budget)
        self.balance((), self.program.variable(), {})
        self.count(self._values(), {"cost": common_step(self._money_of_one)}, problem.objective)

    def counted(self, tier: str, effort: Effort, hint: Mapping[int, float] | None = None) -> Answer:
        """Minimise a tier, adding rows as long as a solution breaks some.

        Where time runs out before every set of people is counted, there is a bound only.
        """
        until = effort.clock.left() - effort.allowed
        best = Answer()
        while True:
            answer = self.least(tier, effort, hint=hint)
            if answer.solution is None:
                return Answer(best.value, answer.bound or best.bound, answer.infeasible, best.solution)
            crowded = self._count_more(answer.solution)
            if not crowded:
                best = answer
                if tier != "cost" or not self._count_money(answer.solution, effort):
                    return answer
            effort = effort.clock.effort(effort.clock.left() - until)
            if effort.allowed <= 0:
                return Answer(best.value, answer.bound, solution=best.solution)

    def _want(self, start: int, pick: int, session: JointSession, kind: SeatKind) -> _Wanted:
        m, grid = self.program, self.grid
        end = start + session.minutes
        crews = frozenset(self.problem.crews_of(kind.eligible & grid.free(start, end)))
        empty = None if self._full else m.variable(kind.seats)
        if empty is not None:
            m.row([(1, empty), (-kind.seats, pick)], high=0)
        missing = m.variable(kind.standby) if kind.standby else None
        if missing is not None:
            m.row([(1, missing), (-kind.standby, pick)], high=0)
        prices = sorted(self._seat(q, start, session.minutes) for q in crews for _ in self.problem.crews[q])
        self._money_of_one.update(prices)
        del prices[kind.seats :]
        if prices:
            self.price(sum(prices), pick)
            if empty is not None:
                self.price(-prices[-1], empty)
        return _Wanted(
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

    def _overrun(self, there: list[_Wanted], solution: Values) -> Crews | None:
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

    def _count_money(self, solution: Values, effort: Effort) -> bool:
        """Add rows that a solution breaks: of what those cost who can serve at a start besides one another.

        Whatever prices people of each crew have for being there, a seat costs at least what is least of money and price
        together, less the prices of all people.
        """
        found = False
        for start in self._extra:
            held = [w for w in self._beginning[start] if solution[w.pick] > 0.5]
            prices = self._prices_of(held, solution, effort)
            terms, low = self._money(start, prices)
            if not prices or sum(factor * solution[v] for factor, v in terms) >= low - 0.5:
                continue
            found = True
            for other in self._extra:  # sessions that it would drive elsewhere are dear there as well
                key = (other, tuple(prices.items()))
                if key not in self._priced:
                    self._priced.add(key)
                    terms, low = self._money(other, prices)
                    self.program.row(terms, low=low)
        return found

    def _money(self, start: int, prices: Mapping[int, int]) -> tuple[list[Term], int]:
        """Return a row for a start: its terms, and what they are at least."""
        terms: list[Term] = [(1.0, self._extra[start])]
        for w in self._beginning[start]:
            each = self._each(w, prices)
            waiting = min((prices.get(q, 0) for q in w.crews), default=0) if w.standby else 0
            terms.append((float(w.cheapest - each * w.seats - waiting * w.standby), w.pick))
            if w.empty is not None:
                terms.append((float(each - w.dearest), w.empty))
            if w.missing is not None:
                terms.append((float(waiting), w.missing))
        return terms, -sum(price * self._size[q] for q, price in prices.items())

    def _each(self, w: _Wanted, prices: Mapping[int, int]) -> int:
        """Return what a seat costs at least, with the prices of people."""
        return min((self._seat(q, w.start, w.end - w.start) + prices.get(q, 0) for q in w.crews), default=0)

    def _seat(self, q: int, start: int, minutes: int) -> int:
        """Return what somebody of a crew costs in a seat: at least, where dues differ within the crew."""
        crew = self.problem.crews[q]
        due = min(self._dues.get((p, start), 0) for p in crew) if self._dues else 0
        return self.grid.seat_cost(crew[0], minutes) + due

    def _prices_of(self, held: list[_Wanted], solution: Values, effort: Effort) -> dict[int, int]:
        """Return prices, in whole VND, of people of some crews, at which seats are shared out at least cost."""
        m = Program()
        there: dict[int, list[int]] = defaultdict(list)
        money: list[Term] = []
        for w in held:
            filled = w.seats - (0 if w.empty is None else round(solution[w.empty]))
            standing = w.standby - (0 if w.missing is None else round(solution[w.missing]))
            for number, paid in ((filled, True), (standing, False)):
                taken = []
                for q in sorted(w.crews) if number > 0 else ():
                    taken.append(m.variable(number))
                    there[q].append(taken[-1])
                    if paid:
                        money.append((self._seat(q, w.start, w.end - w.start), taken[-1]))
                m.row(ones(taken), low=number)
        crews = sorted(q for q in there if len(there[q]) > 1)
        rows = [m.row(ones(there[q]), high=self._size[q]) for q in crews]
        found = m.prices(Sum(tuple(money)), rows, effort) if rows else None
        if found is None:
            return {}
        return {q: price for q, price in zip(crews, np.rint(-found).astype(int).tolist(), strict=True) if price > 0}

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
        activities = self.grid.activities
        empty = [w.empty for w in self._wanted if w.empty is not None]
        return {
            "unheld": Sum(tuple((activities[a].priority, u) for a, u in enumerate(self.unheld))),
            "unfilled": Sum(tuple(ones(empty))),
            "unbacked": Sum(tuple(ones(w.missing for w in self._wanted if w.missing is not None))),
            "staff_sessions": Sum((*((w.seats, w.pick) for w in self._wanted), *ones(empty, -1))),
            "cost": Sum(tuple(self.prices)),
            "people": Sum(),
            "peak_minutes": Sum(),
            "changes": Sum(),
        }


def _all(there: Iterable[_Wanted]) -> Crews:
    return frozenset().union(*(w.crews for w in there))
