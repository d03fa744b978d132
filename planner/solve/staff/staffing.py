"""Staff for a timetable: places, crews, people."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from planner.solve.draft import Draft
from planner.solve.effort import Clock
from planner.solve.problem import Problem
from planner.solve.staff.clashes import Clashes
from planner.solve.staff.crews import Crews
from planner.solve.staff.rosters import dealt
from planner.solve.staff.venues import housed


def staffed(
    problem: Problem,
    timetable: Sequence[tuple[int, int]],
    clock: Clock,
    *,
    seconds: float,
    floor: Callable[[int, Sequence[int]], int],
    hoped: Sequence[int] = (),
    last: str | None = None,
) -> tuple[Draft | None, bool]:
    """Return a plan for (joint session, start) pairs, the tiers kept one after the other; and whether it is short.

    It is short where the people of a crew cannot take all the duties that their crew was given.

    `floor` bounds a tier given the values of the tiers before: one that reaches its bound is not worked on. `hoped` are
    values of the first tiers to begin at, if they can be had together. Tiers after `last` are left as they come.
    """
    held = housed(problem, timetable, clock, seconds)
    clashes = Clashes(problem, held)
    crews = Crews(problem, held, clashes)
    solution = None
    given: list[int] = []
    for tier, value in zip(problem.names, hoped, strict=False):
        crews.cap(tier, value)
    if hoped:
        solution = crews.least(problem.names[len(hoped)], clock.effort(seconds)).solution
        crews.release()
    for i, tier in enumerate(problem.names):
        answer = crews.least(tier, clock.effort(seconds), solution, floor(i, given))
        if answer.solution is None or answer.value is None:
            break
        solution = answer.solution
        given.append(answer.value)
        crews.cap(tier, answer.value)
        if tier == last:
            break
    if solution is None:
        return None, False
    crewing = crews.crewing(solution)
    draft = dealt(problem, held, clashes, crewing, clock)
    taken = sum(len(h.seats) + len(h.standby) for h in draft.held)
    return draft, taken < sum(crewing.seats.values()) + sum(crewing.standby.values())
