"""Money by the prices of people's time: what the dual of the cheapest staff sees, and seats alone do not."""

from __future__ import annotations

import threading
from typing import Any

from planner.domain.canonical import ordered
from planner.domain.checks import read
from planner.solve.effort import Clock
from planner.solve.problem import Problem
from planner.solve.timetable.crowds import Crowds
from tests.core import Raw


def raw(**changes: Any) -> Raw:
    """Two activities, morning and afternoon, of one sponsor; a volunteer serves for nothing, others for 10 an hour."""
    return {
        "format": "chungtay/1",
        "name": "Wages",
        "start": "2026-02-02",
        "end": "2026-02-08",
        "organisations": [{"id": o, "name": o, "bloc": "mass"} for o in ("host", "guest", "others")],
        "people": [person("volunteer", "others", 0), person("clerk", "host", 10), person("aide", "guest", 10)],
        "places": [{"id": "l", "name": "L", "capacity": 10, "parallel": 9}],
        "groups": [],
        "functions": [{"id": "f", "name": "F", "roles": [{"id": "r", "name": "R", "fixed": 1}]}],
        "activities": [activity("a", "2026-02-02T08:00"), activity("b", "2026-02-02T14:00")],
    } | changes


def person(name: str, organisation: str, cost: int, **limits: Any) -> Raw:
    return {"id": name, "name": name, "organisations": [organisation], "cost_per_hour": cost, **limits}


def activity(name: str, start: str, **changes: Any) -> Raw:
    return {
        "id": name,
        "name": name,
        "organisation": "host",
        "function": "f",
        "serves": [],
        "starts": [start],
        "duration_minutes": 240,
        "merge": "never",
    } | changes


def cost(given: Raw) -> int:
    """Return the proven least cost where everything is held and filled."""
    problem = Problem(ordered(read(given).scenario))
    crowds = Crowds(problem, range(len(problem.sessions)), full=True)
    clock = Clock(60, deterministic=True, workers=1, seed=0, stop=threading.Event())
    for tier in ("unheld", "unfilled"):
        crowds.cap(tier, 0)
    answer = crowds.counted("cost", clock.effort(30))
    assert answer.value == answer.bound is not None
    return answer.bound


def people(**limits: Any) -> list[Raw]:
    return [person("volunteer", "others", 0, **limits), person("clerk", "host", 10), person("aide", "guest", 10)]


def test_who_costs_nothing_serves_as_long_as_a_day_allows() -> None:
    assert cost(raw()) == 0
    assert cost(raw(people=people(max_hours_per_day=7))) == 40


def test_who_costs_nothing_serves_as_long_as_a_week_allows() -> None:
    week = [activity("a", "2026-02-02T08:00"), activity("b", "2026-02-04T08:00"), activity("c", "2026-02-06T08:00")]
    assert cost(raw(activities=week)) == 0
    assert cost(raw(activities=week, people=people(max_hours_per_week=10))) == 40
    assert cost(raw(activities=week, people=people(max_hours_per_week=7))) == 80


def test_who_costs_nothing_serves_as_long_as_their_organisation_allows() -> None:
    organisations = [{"id": o, "name": o, "bloc": "mass"} for o in ("host", "guest")]
    limited = [*organisations, {"id": "others", "name": "Others", "bloc": "mass", "max_hours": 4}]
    assert cost(raw(organisations=limited)) == 40


def test_sponsors_send_somebody_who_is_paid() -> None:
    function = {"id": "f", "name": "F", "roles": [{"id": "r", "name": "R", "fixed": 2}]}
    both = [
        activity("a", "2026-02-02T08:00", merge="any"),
        activity("b", "2026-02-02T08:00", merge="any", organisation="guest"),
    ]
    volunteers = [person(f"v{n}", "others", 0) for n in range(2)]
    given = raw(activities=both, functions=[function], people=[*people(), *volunteers], together=[["a", "b"]])
    assert cost(given | {"representation": False}) == 0
    assert cost(given) == 80  # somebody of the host, and of the guest
    both_at_home = person("both", "host", 15) | {"organisations": ["host", "guest"]}
    assert cost(given | {"people": [*people(), *volunteers, both_at_home]}) == 60


def test_a_session_goes_where_it_costs_least() -> None:
    free = [activity("a", "2026-02-02T08:00"), activity("b", "", starts=["2026-02-02T08:00", "2026-02-03T08:00"])]
    assert cost(raw(activities=free)) == 0
    assert cost(raw(activities=[free[0], activity("b", "2026-02-02T08:00")])) == 40
