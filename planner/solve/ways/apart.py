"""Which joint sessions a flow tells apart: sharper, and larger, than with the seats of alike sessions in one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from planner.solve.problem import Problem
from planner.solve.timetable.columns import ANY_TIME
from planner.solve.timetable.flow import Flow

APART = 60_000
"""People's seats up to which joint sessions are told apart."""


def sponsored(problem: Problem) -> set[int] | None:
    """Return the sessions of several sponsors, None where they have more people's seats than `APART`."""
    joint = {c for c, session in enumerate(problem.sessions) if len(session.sponsors) > 1}
    seats = sum(len(problem.sessions[c].starts) * _seats(problem, c) for c in joint)
    return joint if seats <= APART else None


def _seats(problem: Problem, c: int) -> int:
    """Return the crews that may take each kind of seat of a session, added up."""
    return sum(len(problem.crews_of(kind.eligible)) for kind in problem.sessions[c].kinds)


def largest(problem: Problem, pairs: Iterable[tuple[int, int]]) -> set[int]:
    """Return the joint sessions with most seats, as many as have `APART` people's seats between them at all starts."""
    starts = Counter(c for c, _ in pairs)
    found: set[int] = set()
    seats = 0
    for c in sorted(starts, key=lambda c: (-problem.sessions[c].seats, c)):
        seats += starts[c] * _seats(problem, c)
        if seats > APART:
            break
        found.add(c)
    return found


def timeless(problem: Problem, pairs: Iterable[tuple[int, int]], *, apart: bool) -> Flow:
    """Return people as a flow over some joint sessions without their starts; `apart`: the largest told apart."""
    columns = sorted({c for c, _ in pairs})
    told = largest(problem, [(c, ANY_TIME) for c in columns]) if apart else set()
    flow = Flow(problem, columns, calendar=False, apart=told)
    flow.staff_rows()
    return flow
