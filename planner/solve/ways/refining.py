"""Tier after tier proven over all joint sessions with people as a flow, and the plan bettered where it can be."""

from __future__ import annotations

from collections.abc import Sequence

from planner.solve.effort import Clock
from planner.solve.problem import Problem
from planner.solve.standing import Standing
from planner.solve.timetable.flow import Flow
from planner.solve.ways.apart import sponsored
from planner.solve.ways.offering import offered
from planner.solve.ways.tiers import LATE
from planner.solve.ways.timetabling import timetabled


def refined(
    problem: Problem, standing: Standing, clock: Clock, flows: Sequence[Flow], columns: set[int], share: float
) -> None:
    """Prove tier after tier over all joint sessions; where a tier can be better, choose anew.

    A later flow is asked where those before it leave a tier open. Ends at the first tier that is neither proven nor
    bettered in time. `columns` grows by what proves useful.
    """
    i = 0
    for flow in flows:
        flow.release()
    while problem.complete and (best := standing.best) is not None and i < len(problem.names) and not clock.over:
        if any(_bettered(problem, standing, clock, flow, share, i, columns) for flow in flows):
            i = 0
            for flow in flows:
                flow.release()
            continue
        if best.values[i] > standing.bound(i, best.values):
            return
        for flow in flows:
            flow.cap(problem.names[i], best.values[i])
        i += 1


def _bettered(
    problem: Problem, standing: Standing, clock: Clock, flow: Flow, share: float, i: int, columns: set[int]
) -> bool:
    """Bound the i-th tier where it is open; tell whether the answer led to a better plan."""
    best, tier = standing.best, problem.names[i]
    if best is None or clock.over or best.values[i] <= standing.bound(i, best.values):
        return False
    effort = clock.effort(clock.left() * share)
    answer = flow.least(tier, effort, hint=flow.hint(best), reached=best.values[i])
    if answer.bound is not None:
        standing.prove(i, answer.bound, best.values[:i])
    if answer.solution is None or answer.value is None or answer.value >= best.values[i]:
        return False
    timetable = flow.columns_in(answer.solution)
    columns |= {c for c, _ in timetable}
    better = offered(problem, standing, clock, timetable)
    if tier not in LATE and not clock.over:
        better |= timetabled(problem, standing, clock, columns)
    return better


def sharpened(problem: Problem, standing: Standing, clock: Clock, plain: Flow, columns: set[int], share: float) -> None:
    """Refine with whole people, and sponsors present in each session: of all where that stays small, else of some."""
    joint = sponsored(problem)
    apart = columns if joint is None else joint
    whole = Flow(problem, range(len(problem.sessions)), calendar=True, integral=True, apart=apart)
    refined(problem, standing, clock, [whole, plain], columns, share)
