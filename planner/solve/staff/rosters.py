"""From crews to people: the duties of each crew dealt out among its alike people.

One crew has nothing to do with another here, so each is a small problem: as many duties covered as can be, then
few people, then no one with much more than the others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import IntVar, LinearExpr, LinearExprT

from planner.solve.draft import Draft, Held
from planner.solve.effort import Clock
from planner.solve.problem import Problem
from planner.solve.programs.cpsat import run
from planner.solve.staff.clashes import Clashes
from planner.solve.staff.crews import Crewing

SECONDS_A_CREW = 0.5
"""Most seconds for dealing out the duties of one crew."""

Wanted = Mapping[tuple[int, int], int]
"""People wanted of one crew, by session (position in the timetable) and seat kind."""


def dealt(problem: Problem, timetable: Sequence[Held], clashes: Clashes, crewing: Crewing, clock: Clock) -> Draft:
    """Return the plan that a crewing gives; a duty that nobody of its crew can take stays open."""
    seats: dict[int, list[tuple[int, int]]] = defaultdict(list)
    standby: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for q, crew in enumerate(problem.crews):
        sitting = {(i, k): n for (i, k, r), n in crewing.seats.items() if r == q}
        standing = {(i, k): n for (i, k, r), n in crewing.standby.items() if r == q}
        if not sitting and not standing:
            continue
        if len(crew) == 1:
            sits = {i: [crew[0]] for i, _ in sitting}
            stands = {i: [crew[0]] for i, _ in standing}
        else:
            deal = _Deal(problem, timetable, clashes, crew, sitting, standing)
            deal.improve(clock)
            sits, stands = deal.chosen
        for wanted, people, taken in ((sitting, sits, seats), (standing, stands, standby)):
            for (i, k), n in wanted.items():
                taken[i] += [(k, p) for p in people[i][:n]]
                del people[i][:n]
    return Draft(
        problem,
        tuple(
            replace(timetable[i], seats=tuple(sorted(seats[i])), standby=tuple(sorted(standby[i])))
            for i in crewing.held
        ),
    )


class _Deal:
    """The duties of one crew as a program; `chosen` holds who sits and who stands by, by session."""

    def __init__(
        self,
        problem: Problem,
        timetable: Sequence[Held],
        clashes: Clashes,
        crew: Sequence[int],
        sitting: Wanted,
        standing: Wanted,
    ) -> None:
        self.problem, self.timetable, self.crew = problem, timetable, crew
        self.chosen = _first_fit(problem, timetable, clashes, crew, sitting, standing)
        self.cp = cp_model.CpModel()
        self.short: list[IntVar] = []
        self.takes = self._takes(sitting), self._takes(standing)
        self.minutes = [problem.sessions[h.session].minutes for h in timetable]
        self.used = [self.cp.new_bool_var("") for _ in crew]
        self.peak = self.cp.new_int_var(0, sum(self.minutes), "")
        positions = {*self.takes[0], *self.takes[1]}
        cliques = [*clashes.cliques(positions), *((i,) for i in positions)]
        for n in range(len(crew)):
            self._person(n, positions, cliques)
        seats = _by_session(sitting)
        self.busiest = max(sum(seats[i] for i in clique) for clique in cliques)
        self.total = sum(self.minutes[i] * n for i, n in seats.items())

    def _takes(self, wanted: Wanted) -> dict[int, list[IntVar]]:
        """Return for each session one literal a person: takes one of its duties."""
        total = _by_session(wanted)
        found = {i: [self.cp.new_bool_var("") for _ in self.crew] for i in total}
        for i, literals in found.items():
            self.short.append(self.cp.new_int_var(0, total[i], ""))
            self.cp.add(LinearExpr.sum([*literals, self.short[-1]]) == total[i])
        return found

    def _person(self, n: int, positions: set[int], cliques: list[tuple[int, ...]]) -> None:
        cp, (sits, stands) = self.cp, self.takes
        work = {i: literals[n] for i, literals in sits.items()}
        duties = {i: [taken[i][n] for taken in (sits, stands) if i in taken] for i in positions}
        for clique in cliques:
            cp.add_at_most_one(literal for i in clique for literal in duties[i])
        for literal in work.values():
            cp.add_implication(literal, self.used[n])
        cp.add(LinearExpr.weighted_sum(list(work.values()), [self.minutes[i] for i in work]) <= self.peak)
        if n:
            cp.add_implication(self.used[n], self.used[n - 1])
        grid, person = self.problem.grid, self.crew[n]
        for period, limit in ((grid.day, grid.day_limit[person]), (grid.week, grid.week_limit[person])):
            within: dict[int, list[int]] = defaultdict(list)
            for i in work:
                within[period(self.timetable[i].start)].append(i)
            for there in within.values():
                minutes = [self.minutes[i] for i in there]
                if sum(minutes) > limit:
                    cp.add(LinearExpr.weighted_sum([work[i] for i in there], minutes) <= limit)

    def improve(self, clock: Clock) -> None:
        """Cover as much as can be, then with few people, then evenly."""
        missing = self._least(LinearExpr.sum(self.short), 0, clock)
        if missing is not None:
            people = self._least(LinearExpr.sum(self.used), max(0, self.busiest - missing), clock)
            if people and not missing:
                self._least(self.peak, -(-self.total // people), clock)

    def _least(self, goal: LinearExprT, floor: int, clock: Clock) -> int | None:
        """Minimise a goal and keep it there; None where nothing was found in time."""
        if clock.over:
            return None
        self.cp.clear_hints()  # type: ignore[no-untyped-call]
        for taken, literals in zip(self.chosen, self.takes, strict=True):
            for i, of in literals.items():
                for p, v in zip(self.crew, of, strict=True):
                    self.cp.add_hint(v, p in taken[i])
        self.cp.add(goal >= floor)
        self.cp.minimize(goal)
        solver = cp_model.CpSolver()
        if run(solver, self.cp, clock, SECONDS_A_CREW)[0] not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        for taken, literals in zip(self.chosen, self.takes, strict=True):
            for i, of in literals.items():
                taken[i] = [p for p, v in zip(self.crew, of, strict=True) if solver.boolean_value(v)]
        value = round(solver.objective_value)
        self.cp.add(goal <= value)
        return value


def _by_session(wanted: Wanted) -> Counter[int]:
    """Return how many people are wanted in each session."""
    total: Counter[int] = Counter()
    for (i, _), n in wanted.items():
        total[i] += n
    return total


def _first_fit(
    problem: Problem,
    timetable: Sequence[Held],
    clashes: Clashes,
    crew: Sequence[int],
    sitting: Wanted,
    standing: Wanted,
) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Deal out duties in the order of time, each to who serves already and has served least."""
    grid = problem.grid
    chosen: tuple[dict[int, list[int]], dict[int, list[int]]] = {}, {}
    duties: dict[int, list[int]] = {p: [] for p in crew}
    done: dict[tuple[int, str, int], int] = defaultdict(int)
    work = dict.fromkeys(crew, 0)
    for taken, wanted, seated in ((chosen[0], sitting, True), (chosen[1], standing, False)):
        total = _by_session(wanted)
        for i in sorted(total, key=lambda i: (timetable[i].start, i)):
            start, minutes = timetable[i].start, problem.sessions[timetable[i].session].minutes
            day, week = grid.day(start), grid.week(start)
            able = [
                p
                for p in crew
                if i not in duties[p]
                and not any(clashes(i, j) for j in duties[p])
                and (
                    not seated
                    or (
                        done[p, "day", day] + minutes <= grid.day_limit[p]
                        and done[p, "week", week] + minutes <= grid.week_limit[p]
                    )
                )
            ]
            taken[i] = sorted(able, key=lambda p: (not work[p], work[p], p))[: total[i]]
            for p in taken[i]:
                duties[p].append(i)
                if seated:
                    work[p] += minutes
                    done[p, "day", day] += minutes
                    done[p, "week", week] += minutes
    return chosen
