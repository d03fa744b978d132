"""The way from a problem to a proven plan, stage by stage."""

from __future__ import annotations

from collections.abc import Sequence

from planner.solve.draft import Draft
from planner.solve.effort import Clock
from planner.solve.exact import everything, search
from planner.solve.flow import Flow
from planner.solve.improve import improve
from planner.solve.problem import Problem
from planner.solve.staffing import staffed
from planner.solve.standing import Standing

LATE = frozenset({"people", "peak_minutes", "weighted"})
"""Tiers that the timetable is not chosen for: who serves decides them."""

SMALL = 4_000
"""Seat choices (person, seat, joint session) up to which the whole problem goes to the exact model at once."""


def pursue(problem: Problem, standing: Standing, clock: Clock) -> None:
    """Better the best draft of `standing` and its bounds until all is proven or the time is over."""
    if sum(len(kind.eligible) * len(s.starts) for s in problem.sessions for kind in s.kinds) <= SMALL:
        _exactly(problem, standing, clock)
        return
    if not problem.grid.pinned:
        standing.offer(Draft(problem, ()))
    horizon = Flow(problem, range(len(problem.sessions)), calendar=False)
    horizon.staff_rows()
    columns = _bounded(problem, standing, horizon, clock, ())
    _timetable(problem, standing, clock, columns, share=0.1)
    if not standing.proven and standing.best is not None:
        _bounded(problem, standing, horizon, clock, standing.best.values)
        _timetable(problem, standing, clock, range(len(problem.sessions)), share=0.25)
        improve(problem, standing, clock)
        _bounded(problem, standing, horizon, clock, standing.best.values)


def _exactly(problem: Problem, standing: Standing, clock: Clock) -> None:
    found = search(problem, everything(problem), clock, seconds=clock.left())
    standing.infeasible = found.infeasible and problem.complete
    standing.offer(found.draft)
    if found.draft is not None and problem.complete:
        for i, bound in enumerate(found.bounds):
            if bound is not None:
                standing.prove(i, bound, found.draft.values)


def _bounded(
    problem: Problem, standing: Standing, horizon: Flow, clock: Clock, values: Sequence[int]
) -> list[int]:
    """Bound every tier with the calendar left out, for plans no worse than `values` on the tiers before.

    Return the joint sessions that the relaxation holds.
    """
    solution = chosen = None
    given: list[int] = []
    known = standing.bounds()
    for i, tier in enumerate(problem.names):
        if clock.over:
            break
        bound = known[i]
        if values and bound is not None and (i == 0 or tuple(given) == tuple(values[:i])) and bound > 0:
            given.append(values[i])
            horizon.cap(tier, values[i])
            continue
        answer = horizon.least(tier, clock.effort(clock.left() * 0.1), solution, floor=0)
        if answer.solution is None or answer.value is None or answer.bound is None:
            break
        solution = answer.solution
        if problem.complete:
            standing.prove(i, answer.bound, tuple(given))
        given.append(max(answer.value, values[i]) if values else answer.value)
        horizon.cap(tier, given[-1])
        if tier not in LATE:
            chosen = solution
    if chosen is None:
        return [c for c, session in enumerate(problem.sessions) if len(session.members) == 1]
    return sorted({c for c, _ in horizon.columns_in(chosen)})


def _timetable(
    problem: Problem, standing: Standing, clock: Clock, columns: Sequence[int], share: float
) -> None:
    """Choose joint sessions among `columns` and their starts so that staff can be found, and find it.

    Where the columns are all there are, the values are bounds.
    """
    flow = Flow(problem, columns, calendar=True)
    whole = problem.complete and len(columns) == len(problem.sessions)
    solution = None
    given: list[int] = []
    for i, tier in enumerate(problem.names):
        if clock.over or (tier in LATE and not whole):
            break
        best = standing.best
        if whole and best is not None and best.values[: i + 1] == standing.bounds()[: i + 1]:
            given.append(best.values[i])
            flow.cap(tier, best.values[i])
            continue
        answer = flow.least(tier, clock.effort(clock.left() * share), solution, standing.bound(i, given))
        if whole and answer.bound is not None:
            standing.prove(i, answer.bound, tuple(given))
        if answer.solution is None or answer.value is None:
            break
        solution = answer.solution
        given.append(answer.value)
        flow.cap(tier, answer.value)
    if solution is not None:
        timetable = flow.columns_in(solution)
        standing.offer(staffed(problem, timetable, clock, seconds=clock.left() * share, floor=standing.bound))
