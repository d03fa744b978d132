"""Counting people: no bound is above what brute force finds, and often it is that."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from hypothesis import given

from planner.domain.canonical import ordered
from planner.domain.checks import read
from planner.solve.effort import Clock
from planner.solve.problem import Problem
from planner.solve.timetable.crowds import COUNTED, Crowds
from tests import brute, tiny
from tests.core import Raw
from tests.features import FEATURES


def clock() -> Clock:
    return Clock(60, deterministic=True, workers=1, seed=0, stop=threading.Event())


def bounds(problem: Problem, values: tuple[int, ...], *, full: bool) -> list[int]:
    """Bound each counted tier for plans no worse than `values` on the tiers before."""
    crowds = Crowds(problem, range(len(problem.sessions)), full=full)
    found = []
    for tier, value in zip(problem.names, values, strict=True):
        if tier not in COUNTED:
            break
        answer = crowds.counted(tier, clock().effort(30))
        assert answer.bound is not None, "some plan is no worse"
        found.append(answer.bound)
        crowds.cap(tier, value)
    return found


reached: dict[str, int] = {}


@pytest.mark.parametrize("feature", FEATURES)
def test_no_bound_is_above_the_least(feature: str) -> None:
    @tiny.every(4, f"crowds {feature}")
    @given(tiny.scenarios(feature))
    def below(raw: Raw) -> None:
        problem = Problem(ordered(read(raw).scenario))
        optimum = brute.best(problem.scenario)
        if optimum is None:
            return
        values = tuple(optimum.values.values())
        for full in (False, True) if optimum.measured["unfilled"] == 0 else (False,):
            for tier, bound, value in zip(problem.names, bounds(problem, values, full=full), values, strict=False):
                assert bound <= value, tier
                reached[tier] = reached.get(tier, 0) + (bound == value)
                reached["all"] = reached.get("all", 0) + 1

    below()


def raw(**changes: Any) -> dict[str, Any]:
    """Two activities at one moment, each with a seat that only p and q are fit for, and one that p, q and r are."""
    return {
        "format": "chungtay/1",
        "name": "Crowd",
        "start": "2026-02-02",
        "end": "2026-02-02",
        "organisations": [{"id": "o", "name": "O", "bloc": "mass"}],
        "skills": [{"id": "k", "name": "K"}],
        "people": [
            {"id": p, "name": p, "organisations": ["o"], "skills": skills, "cost_per_hour": cost}
            for p, skills, cost in (("p", ["k"], 10), ("q", ["k"], 50), ("r", [], 10))
        ],
        "places": [{"id": "l", "name": "L", "capacity": 10, "parallel": 9}],
        "groups": [],
        "functions": [
            {
                "id": "f",
                "name": "F",
                "roles": [
                    {"id": "expert", "name": "E", "skill": "k", "fixed": 1},
                    {"id": "any", "name": "A", "fixed": 1},
                ],
            }
        ],
        "activities": [
            {
                "id": name,
                "name": name,
                "organisation": "o",
                "function": "f",
                "serves": [],
                "starts": ["2026-02-02T08:00"],
                "duration_minutes": 60,
                "merge": "never",
            }
            for name in ("a", "b")
        ],
    } | changes


def test_more_seats_than_people_at_a_moment_are_counted_as_empty() -> None:
    problem = Problem(ordered(read(raw()).scenario))
    assert bounds(problem, (0, 1, 0, 3, 70, 3, 60), full=False) == [0, 1, 0, 3, 70]


def test_sets_that_overlap_run_short_together() -> None:
    # Two seats for p and q, two for q and r; enough people for all but for these together.
    given = raw(activities=raw()["activities"][:1])
    given["skills"] = [{"id": k, "name": k} for k in ("pq", "qr", "rest")]
    given["people"] = [
        {"id": p, "name": p, "organisations": ["o"], "skills": skills}
        for p, skills in (("p", ["pq"]), ("q", ["pq", "qr"]), ("r", ["qr"]), *((f"s{n}", ["rest"]) for n in range(4)))
    ]
    given["functions"][0]["roles"] = [
        {"id": skill, "name": skill, "skill": skill, "fixed": seats}
        for skill, seats in (("pq", 2), ("qr", 2), ("rest", 1))
    ]
    problem = Problem(ordered(read(given).scenario))
    assert bounds(problem, (0, 1, 0, 4, 0, 4, 60), full=False) == [0, 1, 0, 4, 0]


def test_the_dear_are_paid_where_the_cheap_are_elsewhere() -> None:
    one = raw()["activities"][:1]
    problem = Problem(ordered(read(raw(activities=one)).scenario))
    # Each seat alone costs 10: together they are for p and r.
    assert bounds(problem, (0, 0, 0, 2, 20, 2, 60), full=True) == [0, 0, 0, 2, 20]
    without = [person for person in raw()["people"] if person["id"] != "r"]
    problem = Problem(ordered(read(raw(activities=one, people=without)).scenario))
    # Without r both want p: what the second costs more shows in prices only.
    assert bounds(problem, (0, 0, 0, 2, 60, 2, 60), full=True) == [0, 0, 0, 2, 60]
