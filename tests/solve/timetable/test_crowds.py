"""Counting people: no bound is above what brute force finds, and often it is that."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from planner.solve.problem import Problem
from planner.solve.timetable.crowds import COUNTED, Crowds
from tests import brute, tiny
from tests.core import Raw
from tests.features import FEATURES
from tests.solve.small import activity, clock, hall, person, problem, role, week


def bounds(of: Problem, values: tuple[int, ...], *, full: bool) -> list[int]:
    """Bound each counted tier for plans no worse than `values` on the tiers before."""
    crowds = Crowds(of, range(len(of.sessions)), full=full)
    found = []
    for tier, value in zip(of.names, values, strict=True):
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
        of = problem(raw)
        optimum = brute.best(of.scenario)
        if optimum is None:
            return
        values = tuple(optimum.values.values())
        for full in (False, True) if optimum.measured["unfilled"] == 0 else (False,):
            for tier, bound, value in zip(of.names, bounds(of, values, full=full), values, strict=False):
                assert bound <= value, tier
                reached[tier] = reached.get(tier, 0) + (bound == value)
                reached["all"] = reached.get("all", 0) + 1

    below()


def raw(**changes: Any) -> Raw:
    """Two activities at one moment, each with a seat that only p and q are fit for, and one that p, q and r are."""
    return (
        week(
            [activity(name, "02T08:00") for name in "ab"],
            [
                person(p, skills=skills, cost_per_hour=vnd)
                for p, skills, vnd in (("p", ["k"], 10), ("q", ["k"], 50), ("r", [], 10))
            ],
            skills=[{"id": "k", "name": "K"}],
            places=[hall(parallel=9)],
            functions=[{"id": "f", "name": "F", "roles": [role("expert", skill="k"), role("any")]}],
        )
        | changes
    )


def test_more_seats_than_people_at_a_moment_are_counted_as_empty() -> None:
    assert bounds(problem(raw()), (0, 1, 0, 3, 70, 3, 60), full=False) == [0, 1, 0, 3, 70]


def test_sets_that_overlap_run_short_together() -> None:
    # Two seats for p and q, two for q and r; enough people for all but for these together.
    given = raw(activities=raw()["activities"][:1])
    given["skills"] = [{"id": k, "name": k} for k in ("pq", "qr", "rest")]
    given["people"] = [
        person(p, skills=skills)
        for p, skills in (("p", ["pq"]), ("q", ["pq", "qr"]), ("r", ["qr"]), *((f"s{n}", ["rest"]) for n in range(4)))
    ]
    given["functions"][0]["roles"] = [
        role(skill, seats, skill=skill) for skill, seats in (("pq", 2), ("qr", 2), ("rest", 1))
    ]
    assert bounds(problem(given), (0, 1, 0, 4, 0, 4, 60), full=False) == [0, 1, 0, 4, 0]


def test_the_dear_are_paid_where_the_cheap_are_elsewhere() -> None:
    one = raw()["activities"][:1]
    # Each seat alone costs 10: together they are for p and r.
    assert bounds(problem(raw(activities=one)), (0, 0, 0, 2, 20, 2, 60), full=True) == [0, 0, 0, 2, 20]
    without = [someone for someone in raw()["people"] if someone["id"] != "r"]
    # Without r both want p: what the second costs more shows in prices only.
    given = raw(activities=one, people=without)
    assert bounds(problem(given), (0, 0, 0, 2, 60, 2, 60), full=True) == [0, 0, 0, 2, 60]
