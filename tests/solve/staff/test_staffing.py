"""Staff for a timetable, where the hours of alike people do not add up to those of their crew."""

from __future__ import annotations

import threading

from planner.domain.canonical import ordered
from planner.domain.checks import read
from planner.solve.effort import Clock
from planner.solve.problem import Problem
from planner.solve.staff.staffing import staffed
from tests.core import Raw


def week(*hours: int) -> Raw:
    """A session of one seat on each of some days; three volunteers of ten hours a week, a clerk for 10 VND an hour."""
    return {
        "format": "chungtay/1",
        "name": "Week",
        "start": "2026-02-02",
        "end": "2026-02-08",
        "organisations": [{"id": "o", "name": "O", "bloc": "mass"}],
        "people": [
            *({"id": v, "name": v, "organisations": ["o"], "max_hours_per_week": 10} for v in "uvw"),
            {"id": "clerk", "name": "Clerk", "organisations": ["o"], "cost_per_hour": 10},
        ],
        "places": [{"id": "l", "name": "L", "capacity": 10}],
        "groups": [],
        "functions": [{"id": "f", "name": "F", "roles": [{"id": "r", "name": "R", "fixed": 1}]}],
        "activities": [
            {
                "id": f"a{n}",
                "name": "A",
                "organisation": "o",
                "function": "f",
                "serves": [],
                "starts": [f"2026-02-0{n + 2}T08:00"],
                "duration_minutes": 60 * length,
                "merge": "never",
            }
            for n, length in enumerate(hours)
        ],
    }


def values(raw: Raw) -> dict[str, int]:
    problem = Problem(ordered(read(raw).scenario))
    timetable = [(c, session.starts[0]) for c, session in enumerate(problem.sessions)]
    clock = Clock(60, deterministic=True, workers=1, seed=0, stop=threading.Event())
    draft, short = staffed(problem, timetable, clock, seconds=30, floor=lambda _, __: 0)
    assert draft is not None
    assert not short
    assert draft.problem is problem
    return draft.measured


def test_a_crew_whose_hours_suffice_serves_alone() -> None:
    assert values(week(2, 2, 8, 8, 8))["cost"] == 0


def test_people_who_cannot_take_what_their_crew_could_are_named() -> None:
    found = values(week(2, 3, 8, 8, 8))  # twenty-nine of thirty hours; but nobody has eight and three
    assert (found["unfilled"], found["cost"]) == (0, 30)
