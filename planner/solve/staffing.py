"""Staff for a timetable: places, crews, people."""

from __future__ import annotations

from collections.abc import Sequence

from planner.solve.clashes import Clashes
from planner.solve.crews import Crews
from planner.solve.draft import Draft
from planner.solve.effort import Clock
from planner.solve.problem import Problem
from planner.solve.rosters import dealt
from planner.solve.venues import housed


def staffed(
    problem: Problem,
    timetable: Sequence[tuple[int, int]],
    clock: Clock,
    *,
    seconds: float,
    floors: Sequence[int | None],
) -> Draft | None:
    """Return a plan for (joint session, start) pairs, the tiers kept one after the other.

    `floors` are values below which no plan goes: a tier that reaches its own is not worked on.
    """
    held = housed(problem, timetable, clock, seconds)
    clashes = Clashes(problem, held)
    crews = Crews(problem, held, clashes)
    solution = None
    for tier, floor in zip(problem.names, floors, strict=True):
        answer = crews.least(tier, clock.effort(seconds), solution, floor)
        if answer.solution is None or answer.value is None:
            break
        solution = answer.solution
        crews.cap(tier, answer.value)
    return None if solution is None else dealt(problem, held, clashes, crews.crewing(solution), clock)
