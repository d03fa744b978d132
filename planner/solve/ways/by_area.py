"""Problems of many areas: what is done in each area, and how long."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from planner.solve.draft import Draft
from planner.solve.effort import Clock
from planner.solve.nearby.improve import improve
from planner.solve.problem import Problem
from planner.solve.regions.areas import Areas
from planner.solve.regions.regional import begun, joined, planned
from planner.solve.staff.staffing import staffed
from planner.solve.standing import Standing
from planner.solve.timetable.crowds import COUNTED
from planner.solve.timetable.reshape import reshape
from planner.solve.ways.counting import backless, chosen, counted, whole_crowds
from planner.solve.ways.offering import offered

ALONE = 0.9
"""Share of the time for what areas would do by themselves, and for staffing that together."""

MONEYED = 3.0
"""Seconds from which on the money of an area is bounded as well."""

EACH = 0.7
"""Share of the time left for bettering areas one by one, before their people are shared out anew."""


def by_area(problem: Problem, standing: Standing, clock: Clock) -> None:
    """Bound area by area, staff their timetables together, then better the plan in rounds for as long as that helps."""

    def bound(part: Problem, own: Standing, clock: Clock) -> tuple[tuple[int, ...], list[tuple[int, int]]]:
        crowds = whole_crowds(part, own)
        backless(part, own, clock, crowds)
        tiers = COUNTED if clock.left() >= MONEYED else COUNTED - {"cost"}
        return chosen(part, own, clock, crowds, (), tiers)[:2]

    def staff(
        last: str,
        part: Problem,
        own: Standing,
        clock: Clock,
        timetable: Sequence[tuple[int, int]],
        hoped: Sequence[int],
    ) -> Draft | None:
        seconds = clock.left() * 0.7
        return staffed(part, timetable, clock, seconds=seconds, floor=own.bound, hoped=hoped, last=last)[0]

    def mend(part: Problem, own: Standing, clock: Clock) -> None:
        counted(part, own, clock, share=1.0)

    def better(part: Problem, own: Standing, clock: Clock) -> None:
        counted(part, own, clock, share=0.7)
        reshape(part, own, clock, partial(offered, part, own, clock), share=0.5)
        improve(part, own, clock, share=1.0)

    areas = Areas(problem)
    aims = begun(areas, standing, clock.part(clock.left() * ALONE), bound, partial(staff, "cost"), mend)
    before = None
    while (best := standing.best) is not None and best is not before and not clock.over and not standing.proven:
        before = best
        part = clock.part(clock.left() * EACH)
        planned(areas, standing, aims, part, better)
        joined(areas, standing, aims, clock.part(clock.left() * 0.5), partial(staff, "people"))
