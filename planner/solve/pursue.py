"""The way from a problem to a proven plan, stage by stage."""

from __future__ import annotations

from collections.abc import Sequence, Set
from functools import partial

from planner.solve.draft import Draft
from planner.solve.effort import Clock
from planner.solve.exact import everything, search
from planner.solve.flow import Flow
from planner.solve.improve import improve
from planner.solve.problem import Problem
from planner.solve.reshape import reshape
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
    before = clock.left()
    columns = _bounded(problem, standing, horizon, clock, ())
    for_bounds = 2 * (before - clock.left())
    clock.limit -= for_bounds
    _timetable(problem, standing, clock, columns)
    for integral in (False, True):
        reshape(problem, standing, clock, partial(_staffed, problem, standing, clock), share=0.4)
        _refined(problem, standing, clock, columns, integral=integral)
        improve(problem, standing, clock, share=0.5)
    clock.limit += for_bounds
    if standing.best is not None and not standing.proven:
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
) -> set[int]:
    """Bound every tier with the calendar left out, for plans no worse than `values` on the tiers before.

    Return the joint sessions that the relaxation holds for one tier or another.
    """
    solution = None
    columns: set[int] = set()
    given: list[int] = []
    for i, tier in enumerate(problem.names):
        if clock.over:
            break
        if values and standing.bound(i, values) in range(1, values[i] + 1):
            given.append(values[i])
            horizon.cap(tier, values[i])
            continue
        answer = horizon.least(tier, clock.effort(clock.left() * 0.2), solution)
        if answer.solution is None or answer.value is None or answer.bound is None:
            break
        solution = answer.solution
        if problem.complete:
            standing.prove(i, answer.bound, tuple(given))
        given.append(values[i] if values else answer.value)
        horizon.cap(tier, given[-1])
        if tier not in LATE:
            columns |= {c for c, _ in horizon.columns_in(solution)}
    return columns


def _timetable(problem: Problem, standing: Standing, clock: Clock, columns: Set[int]) -> bool:
    """Choose among few joint sessions, and their starts, so that staff can be found; tell whether a plan got better."""
    flow = Flow(problem, sorted(columns), calendar=True)
    solution = None
    given: list[int] = []
    for i, tier in enumerate(problem.names):
        if clock.over or tier in LATE:
            break
        answer = flow.least(tier, clock.effort(clock.left() * 0.1), solution, standing.bound(i, given))
        if answer.solution is None or answer.value is None:
            break
        solution = answer.solution
        given.append(answer.value)
        flow.cap(tier, answer.value)
    return solution is not None and _staffed(problem, standing, clock, flow.columns_in(solution))


def _staffed(problem: Problem, standing: Standing, clock: Clock, timetable: Sequence[tuple[int, int]]) -> bool:
    """Find staff for a timetable; tell whether that is a better plan."""
    if clock.over:
        return False
    draft, short = staffed(problem, timetable, clock, seconds=clock.left() * 0.05, floor=standing.bound)
    better = standing.offer(draft)
    if better and short:
        improve(problem, standing, clock, share=0.1)
    return better


def _refined(problem: Problem, standing: Standing, clock: Clock, columns: set[int], *, integral: bool) -> None:
    """Prove tier after tier over all joint sessions; where a tier can be better, choose anew.

    Ends at the first tier that is neither proven nor bettered in time. `columns` grows by what proves useful.
    """
    if not problem.complete or standing.best is None or standing.proven or clock.over:
        return
    flow = Flow(problem, range(len(problem.sessions)), calendar=True, integral=integral)
    i = 0
    while (best := standing.best) is not None and i < len(problem.names) and not clock.over:
        tier = problem.names[i]
        if best.values[i] > standing.bound(i, best.values):
            answer = flow.least(tier, clock.effort(clock.left() * 0.4), None, 0, flow.hint(best))
            if answer.bound is not None:
                standing.prove(i, answer.bound, best.values[:i])
            if answer.solution is not None and answer.value is not None and answer.value < best.values[i]:
                timetable = flow.columns_in(answer.solution)
                columns |= {c for c, _ in timetable}
                better = _staffed(problem, standing, clock, timetable)
                if tier not in LATE and not clock.over:
                    better |= _timetable(problem, standing, clock, columns)
                if not better:
                    return
                i = 0
                continue
            if best.values[i] > standing.bound(i, best.values):
                return
        flow.cap(tier, best.values[i])
        i += 1
