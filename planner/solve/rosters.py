"""From crews to people: the duties of each crew dealt out among its alike people.

One crew has nothing to do with another here, so each is a small problem: as many duties covered as can be, then
few people, then no one with much more than the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import IntVar, LinearExpr, LinearExprT

from planner.solve.clashes import Clashes
from planner.solve.cpsat import run
from planner.solve.crews import Crewing
from planner.solve.draft import Draft, Held
from planner.solve.effort import Clock
from planner.solve.problem import Problem

SECONDS_A_CREW = 0.5
"""Most seconds for dealing out the duties of one crew."""

Wanted = Mapping[tuple[int, int], int]
"""People wanted of one crew, by session (position in the timetable) and seat kind."""


def dealt(
    problem: Problem, timetable: Sequence[Held], clashes: Clashes, crewing: Crewing, clock: Clock
) -> Draft:
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
            sits, stands = _deal(problem, timetable, clashes, crew, sitting, standing, clock)
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


def _deal(
    problem: Problem,
    timetable: Sequence[Held],
    clashes: Clashes,
    crew: Sequence[int],
    sitting: Wanted,
    standing: Wanted,
    clock: Clock,
) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Return who of the crew sits and who stands by, by session."""
    chosen = _first_fit(problem, timetable, clashes, crew, sitting, standing)
    if clock.over:
        return chosen
    cp = cp_model.CpModel()
    short: list[IntVar] = []
    sits, stands = _takes(cp, crew, sitting, short), _takes(cp, crew, standing, short)
    minutes = [problem.sessions[h.session].minutes for h in timetable]
    used = [cp.new_bool_var("") for _ in crew]
    peak = cp.new_int_var(0, sum(minutes), "")
    positions = {*sits, *stands}
    cliques = [*clashes.cliques(positions), *((i,) for i in positions)]
    for n, p in enumerate(crew):
        work = {i: literals[n] for i, literals in sits.items()}
        duties = {i: [taken[i][n] for taken in (sits, stands) if i in taken] for i in positions}
        for clique in cliques:
            cp.add_at_most_one(literal for i in clique for literal in duties[i])
        for literal in work.values():
            cp.add_implication(literal, used[n])
        cp.add(LinearExpr.weighted_sum(list(work.values()), [minutes[i] for i in work]) <= peak)
        _within_hours(cp, problem, timetable, p, work)
        if n:
            cp.add_implication(used[n], used[n - 1])
    seats = {i: sum(n for (j, _), n in sitting.items() if j == i) for i in positions}
    busiest = max(sum(seats[i] for i in clique) for clique in cliques)
    total = sum(minutes[i] * n for i, n in seats.items())
    solver = cp_model.CpSolver()
    for taken, literals in zip(chosen, (sits, stands), strict=True):
        for i, of in literals.items():
            for p, v in zip(crew, of, strict=True):
                cp.add_hint(v, p in taken[i])

    def least(goal: LinearExprT, floor: int) -> int | None:
        """Minimise a goal and keep it there; None where nothing was found in time."""
        cp.add(goal >= floor)
        cp.minimize(goal)
        if run(solver, cp, clock, SECONDS_A_CREW)[0] not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        value = round(solver.objective_value)
        cp.add(goal <= value)
        cp.clear_hints()  # type: ignore[no-untyped-call]
        for taken, literals in zip(chosen, (sits, stands), strict=True):
            for i, of in literals.items():
                taken[i] = [p for p, v in zip(crew, of, strict=True) if solver.boolean_value(v)]
                for v in of:
                    cp.add_hint(v, solver.boolean_value(v))
        return value

    missing = least(LinearExpr.sum(short), 0)
    if missing is not None:
        people = least(LinearExpr.sum(used), max(0, busiest - missing))
        if people and not missing:
            least(peak, -(-total // people))
    return chosen


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
        total: dict[int, int] = defaultdict(int)
        for (i, _), n in wanted.items():
            total[i] += n
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


def _takes(
    cp: cp_model.CpModel, crew: Sequence[int], wanted: Wanted, short: list[IntVar]
) -> dict[int, list[IntVar]]:
    """Return for each session one literal a person: takes one of its duties."""
    total: dict[int, int] = defaultdict(int)
    for (i, _), n in wanted.items():
        total[i] += n
    found = {i: [cp.new_bool_var("") for _ in crew] for i in total}
    for i, literals in found.items():
        short.append(cp.new_int_var(0, total[i], ""))
        cp.add(LinearExpr.sum([*literals, short[-1]]) == total[i])
    return found


def _within_hours(
    cp: cp_model.CpModel, problem: Problem, timetable: Sequence[Held], person: int, work: Mapping[int, IntVar]
) -> None:
    grid = problem.grid
    for period, limit in ((grid.day, grid.day_limit[person]), (grid.week, grid.week_limit[person])):
        within: dict[int, list[int]] = defaultdict(list)
        for i in work:
            within[period(timetable[i].start)].append(i)
        for positions in within.values():
            minutes = [problem.sessions[timetable[i].session].minutes for i in positions]
            if sum(minutes) > limit:
                cp.add(LinearExpr.weighted_sum([work[i] for i in positions], minutes) <= limit)
