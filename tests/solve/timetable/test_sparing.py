"""Joint sessions that plans with few seats can contain: none is left out that one of them contains."""

from __future__ import annotations

import pytest
from hypothesis import given

from planner.solve.timetable.sparing import sparing
from tests import brute, tiny
from tests.core import Raw
from tests.features import FEATURES
from tests.solve.small import activity, hall, person, problem, role, week


@pytest.mark.parametrize("feature", FEATURES)
def test_the_best_plan_is_among_them(feature: str) -> None:
    @tiny.every(4, f"sparing {feature}")
    @given(tiny.scenarios(feature))
    def kept(raw: Raw) -> None:
        whole = problem(raw)
        optimum = brute.best(whole.scenario)
        if optimum is None or optimum.measured["unheld"]:
            return
        of, grid = optimum.measured, whole.grid
        pairs = sparing(whole, of["staff_sessions"] + of["unfilled"], of["unfilled"] + of["unbacked"])
        found = {(whole.sessions[c].members, start) for c, start in pairs}
        for session in optimum.plan.sessions:
            members = tuple(sorted(grid.activity_index[a] for a in session.activities))
            assert (members, grid.minute(session.start)) in found

    kept()


def ward(fit: int, seats: int = 2) -> Raw:
    """Three activities of one sponsor at one of two moments, any of which may meet; so many people are fit."""
    return week(
        [activity(name, "02T08:00", "02T14:00", serves=[{"group": name}], merge="any") for name in "abc"],
        [person(f"p{n}") for n in range(fit)],
        places=[hall(capacity=100, parallel=9)],
        groups=[{"id": g, "name": g, "people": 10} for g in "abc"],
        functions=[{"id": "f", "name": "F", "roles": [role("r", seats, people_per_seat=10)]}],
    )


def sets(raw: Raw, seats: int, missing: int = 0) -> set[tuple[int, ...]]:
    of = problem(raw)
    return {of.sessions[c].members for c, _ in sparing(of, seats, missing)}


def test_what_needs_more_seats_is_left_out() -> None:
    # Alone an activity needs two seats, with another two, all three together three.
    assert sets(ward(9), 3) == {(0, 1, 2)}
    every = {(0,), (1,), (2,), (0, 1), (0, 2), (1, 2)}
    assert sets(ward(9), 4) == every | {(0, 1, 2)}
    assert sets(ward(9), 2) == set()


def test_what_nobody_can_staff_is_left_out() -> None:
    assert sets(ward(2), 4) == {(0,), (1,), (2,), (0, 1), (0, 2), (1, 2)}
    assert sets(ward(2), 4, missing=1) == sets(ward(9), 4)
