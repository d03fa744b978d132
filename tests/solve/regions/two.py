"""Two areas with a hall and an activity each, and what is held there."""

from __future__ import annotations

from typing import Any

from planner.domain.canonical import ordered
from planner.domain.scenario import Scenario
from planner.solve.draft import Held
from planner.solve.effort import Clock
from planner.solve.problem import Problem
from tests.builders import activity, function, place, role, scenario
from tests.solve.small import clock

FOUR_HOURS = 240


def two_areas(*people: Any, minutes: int = FOUR_HOURS, **when: Any) -> Scenario:
    """Return one activity with one seat in each of two areas."""
    return scenario(
        *(activity(f"{area}1", area=area, duration_minutes=minutes, **when) for area in "ab"),
        areas=({"id": "a", "name": "A"}, {"id": "b", "name": "B"}),
        people=people,
        places=(place("hall-a", area="a"), place("hall-b", area="b")),
        functions=(function("gift", role("desk", 1)),),
    )


def problem_of(wanted: Scenario) -> tuple[Problem, Clock]:
    return Problem(ordered(wanted)), clock(20, deterministic=False)


def held(problem: Problem, name: str, start: str, who: str | None, hall: str | None = None) -> Held:
    """Return an activity alone, at a start, with somebody in its seat."""
    grid = problem.grid
    a = grid.activity_index[name]
    seats = () if who is None else ((0, grid.person_index[who]),)
    from_midnight = 24 * 60 * (int(start[8:10]) - 2) + 60 * int(start[11:13]) + int(start[14:16])
    return Held(problem.session_of((a,)), from_midnight, grid.place_index[hall or f"hall-{name[0]}"], seats)
