"""Bounds and timetables with people as a flow: first without the calendar, then over few joint sessions with it."""

from __future__ import annotations

from collections.abc import Sequence, Set

from planner.solve.effort import Clock
from planner.solve.problem import Problem
from planner.solve.standing import Standing
from planner.solve.timetable.flow import Flow
from planner.solve.ways.offering import offered
from planner.solve.ways.tiers import GAPS, LATE


def bounded(
    problem: Problem,
    standing: Standing,
    horizon: Flow,
    clock: Clock,
    values: Sequence[int],
    asked: set[tuple[int, ...]],
    *,
    later: Set[str] = frozenset(),
) -> set[int]:
    """Bound every tier with the calendar left out, for plans no worse than `values` on the tiers before.

    Return the joint sessions that the relaxation holds for one tier or another. `asked` remembers for which values
    of the tiers before a tier was bounded.
    """
    horizon.release()
    solution = None
    best = standing.best
    columns = {h.session for h in best.held} if best is not None else set()
    given: list[int] = []
    for i, tier in enumerate(problem.names):
        if clock.over or tier in later:
            break
        if best is not None and (i < standing.settled or (values and tuple(values[:i]) in asked)):
            given.append(best.values[i])
            horizon.cap(tier, best.values[i])
            continue
        answer = horizon.least(tier, clock.effort(clock.left() * (0.25 if values else 0.05)), solution)
        if answer.solution is None or answer.value is None or answer.bound is None:
            break
        solution = answer.solution
        asked.add(tuple(given))
        if problem.complete:
            standing.prove(i, answer.bound, tuple(given))
        given.append(int(values[i] if values else answer.value))
        horizon.cap(tier, given[-1])
        if tier not in LATE:
            columns |= {c for c, _ in horizon.columns_in(solution)}
    return columns


def timetabled(problem: Problem, standing: Standing, clock: Clock, columns: Set[int], share: float = 0.1) -> bool:
    """Choose among few joint sessions, and their starts, so that staff can be found; tell whether a plan got better."""
    flow = _holding(problem, columns, clock, share)
    best, settled = standing.best, standing.settled
    given = list(best.values[:settled]) if best is not None else []
    for tier, value in zip(problem.names, given, strict=False):
        flow.cap(tier, value)
    hint = None if best is None or not best.held else flow.hint(best)
    hopeful = _hopeful(problem, standing, settled)
    solution = None
    if len(hopeful) > 1:
        solution = flow.least(flow.add_up(hopeful), clock.effort(clock.left() * share), hint=hint).solution
    if solution is not None and hint is None:
        offered(problem, standing, clock, flow.columns_in(solution), share)  # something to show, soon
    for i, tier in enumerate(problem.names):
        if clock.over or tier in LATE:
            break
        if i < settled:
            continue
        effort = clock.effort(clock.left() * share)
        answer = flow.least(tier, effort, solution, standing.bound(i, given), hint if solution is None else None)
        if answer.solution is None or answer.value is None:
            break
        solution = answer.solution
        given.append(answer.value)
        flow.cap(tier, answer.value)
    return solution is not None and offered(problem, standing, clock, flow.columns_in(solution), share)


def _hopeful(problem: Problem, standing: Standing, settled: int) -> list[str]:
    """Return the first tiers after the settled ones, as far as all of them may be 0: one program can tell."""
    found: list[str] = []
    for i, tier in enumerate(problem.names):
        if tier not in GAPS or standing.bound(i, [0] * i):
            break
        if i >= settled:
            found.append(tier)
    return found


def _holding(problem: Problem, columns: Set[int], clock: Clock, share: float) -> Flow:
    """Return the flow over some joint sessions, and over the activities alone that these cannot hold."""
    flow = Flow(problem, sorted(columns), calendar=True)
    answer = flow.least("unheld", clock.effort(clock.left() * share))
    if answer.solution is None or not answer.value:
        return flow
    lost = {a for a, v in enumerate(flow.unheld) if answer.solution[v] > 0.5}
    alone = {c for c, session in enumerate(problem.sessions) if len(session.members) == 1}
    extra = {c for c in alone if problem.sessions[c].members[0] in lost} - set(columns)
    return Flow(problem, sorted(columns | extra), calendar=True) if extra else flow
