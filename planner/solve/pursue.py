"""The way from a problem to a proven plan, stage by stage."""

from __future__ import annotations

from planner.model.timetable import narrowed
from planner.solve.draft import Draft
from planner.solve.effort import Clock
from planner.solve.exact import Choice, everything, restaffed, search
from planner.solve.flow import Flow
from planner.solve.problem import Problem
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
    columns = _bounded(problem, standing, clock)
    timetable = _timetable(problem, standing, clock, columns)
    if timetable:
        found = search(problem, timetable, clock, seconds=clock.left() * 0.6, floors=standing.bounds())
        standing.offer(found.draft)
    if standing.best is not None and not standing.proven and not clock.over:
        again = [restaffed(problem, h) for h in standing.best.held]
        floors = standing.bounds()
        standing.offer(
            search(problem, again, clock, seconds=clock.left(), start=standing.best, floors=floors).draft
        )


def _exactly(problem: Problem, standing: Standing, clock: Clock) -> None:
    found = search(problem, everything(problem), clock, seconds=clock.left())
    standing.infeasible = found.infeasible and problem.complete
    standing.offer(found.draft)
    if found.draft is not None and problem.complete:
        for i, bound in enumerate(found.bounds):
            if bound is not None:
                standing.prove(i, bound, found.draft.values)


def _bounded(problem: Problem, standing: Standing, clock: Clock) -> list[int]:
    """Bound every tier with the calendar left out; return the joint sessions that the relaxation holds."""
    flow = Flow(problem, range(len(problem.sessions)), calendar=False)
    flow.staff_rows()
    solution = chosen = None
    given: list[int] = []
    for i, tier in enumerate(problem.names):
        if clock.over:
            break
        answer = flow.least(tier, clock.effort(clock.left() * 0.1), solution, floor=0)
        if answer.solution is None or answer.value is None or answer.bound is None:
            break
        solution = answer.solution
        if problem.complete:
            standing.prove(i, answer.bound, tuple(given))
        given.append(answer.value)
        flow.cap(tier, answer.value)
        if tier not in LATE:
            chosen = solution
    if chosen is None:
        return [c for c, session in enumerate(problem.sessions) if len(session.members) == 1]
    return sorted({c for c, _ in flow.columns_in(chosen)})


def _timetable(problem: Problem, standing: Standing, clock: Clock, columns: list[int]) -> list[Choice]:
    """Choose starts for some joint sessions so that staff can be found for them."""
    flow = Flow(problem, columns, calendar=True)
    solution = None
    floors = standing.optimistic()
    for i, tier in enumerate(problem.names):
        if clock.over or tier in LATE:
            break
        answer = flow.least(tier, clock.effort(clock.left() * 0.15), solution, floors[i])
        if answer.solution is None or answer.value is None:
            break
        solution = answer.solution
        flow.cap(tier, answer.value)
    if solution is None:
        return []
    return [Choice(c, narrowed(problem.sessions[c], frozenset({s}))) for c, s in flow.columns_in(solution)]
