"""From a timetable to a plan on offer: staffed, mended where it is short, and with fewer people where that can be."""

from __future__ import annotations

from collections.abc import Sequence

from planner.solve.effort import Clock
from planner.solve.nearby.improve import improve
from planner.solve.problem import Problem
from planner.solve.staff.staffing import staffed
from planner.solve.standing import Standing
from planner.solve.team.teams import with_fewer

FEWER = 1.0
"""Most seconds for dealing out the seats of a timetable anew among fewer people."""


def offered(
    problem: Problem,
    standing: Standing,
    clock: Clock,
    timetable: Sequence[tuple[int, int]],
    share: float = 0.1,
    hoped: Sequence[int] = (),
) -> bool:
    """Find staff for a timetable, first at `hoped` values of the first tiers; tell whether that is a better plan."""
    if clock.over:
        return False
    draft, short = staffed(problem, timetable, clock, seconds=clock.left() * share, floor=standing.bound, hoped=hoped)
    better = standing.offer(draft)
    if better and short:
        improve(problem, standing, clock, share=0.1)
    if better:
        with_fewer(problem, standing, clock, seconds=min(FEWER, clock.left() * 0.05))
    return better
