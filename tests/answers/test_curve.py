"""The trade-off curve has exactly the efficient points among all plans that there are."""

from __future__ import annotations

import threading
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from planner.answers.curve import curve
from planner.domain.scenario import Scenario
from planner.solve.settings import SolveSettings
from tests import tiny
from tests.builders import activity, person, place, scenario

SETTINGS = SolveSettings(time_limit_s=60, workers=1, deterministic=True, baseline=False)


def points(ward: Scenario) -> list[tuple[int, int, bool]]:
    return [(point.people, point.cost, point.proven) for point in curve(ward, SETTINGS, threading.Event())]


def efficient(ward: Scenario) -> list[tuple[int, int]]:
    """People and cost of the staffings that fill most seats, without those that another beats."""
    able = [
        [None, *(p for p in ward.people if not any(a.start <= start < a.end for a in p.unavailable))]
        for start in (a.starts[0] for a in ward.activities if a.starts)
    ]
    found = []
    for staff in product(*able):
        serving = [p for p in staff if p is not None]
        cost = sum(int(p.cost_per_hour) for p in serving)
        found.append((len(staff) - len(serving), len({p.id for p in serving}), cost))
    best = min(empty for empty, _, _ in found)
    pairs = {(people, cost) for empty, people, cost in found if empty == best}
    return sorted((p, c) for p, c in pairs if not any(q <= p and d <= c and (q, d) != (p, c) for q, d in pairs))


AWAY: tuple[list[dict[str, str]], ...] = (
    [],
    [{"start": "2026-02-02T00:00", "end": "2026-02-02T12:00"}],
    [{"start": "2026-02-02T12:00", "end": "2026-02-03T00:00"}],
)
LEAD = ({"id": "lead", "name": "Phụ trách", "seats": 1},)
NO_ROLES = ({"id": "gift", "name": "Quà"},)
TIERS = ("unheld", "unfilled", "cost", "people")


@st.composite
def wards(draw: st.DrawFn) -> Scenario:
    """Three people of other prices, each away in the morning, in the afternoon or not; one seat in either."""
    people = tuple(
        person(f"ub-{i}", cost_per_hour=draw(st.integers(0, 9)), unavailable=draw(st.sampled_from(AWAY)))
        for i in range(3)
    )
    morning = activity("a", starts=["2026-02-02T07:30"], own_roles=LEAD)
    afternoon = activity("b", starts=["2026-02-02T13:30"], own_roles=LEAD)
    return scenario(morning, afternoon, people=people, functions=NO_ROLES, places=(place("hall"),), objective=TIERS)


def test_all_efficient_points_and_no_other() -> None:
    several = 0

    @tiny.every(60, "curve")
    @given(wards())
    def agree(ward: Scenario) -> None:
        nonlocal several
        expected = efficient(ward)
        assert points(ward) == [(people, cost, True) for people, cost in expected]
        several += len(expected) > 1

    agree()
    assert several >= 3


def test_a_dear_one_who_can_do_all_and_two_cheap_ones() -> None:
    ward = scenario(
        activity("a", starts=["2026-02-02T07:30"], own_roles=LEAD),
        activity("b", starts=["2026-02-02T13:30"], own_roles=LEAD),
        people=(
            person("ub-1", cost_per_hour=100),
            person("ub-2", cost_per_hour=10, unavailable=AWAY[1]),
            person("ub-3", cost_per_hour=10, unavailable=AWAY[2]),
        ),
        functions=NO_ROLES,
        objective=TIERS,
    )
    assert points(ward) == [(1, 200, True), (2, 20, True)]
