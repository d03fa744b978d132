"""Two plans compared: tiers with what encloses their difference, and seats that changed hands."""

from __future__ import annotations

from typing import Any

import pytest

from planner.domain.plan import Plan
from planner.domain.whatif import Shift
from planner.whatif import difference, seats_changed
from tests.builders import session

Figures = tuple[int | None, int | None]
"""Value and bound."""


def of_tiers(**tiers: Figures) -> Plan:
    found: list[dict[str, Any]] = []
    for name, (value, bound) in tiers.items():
        proven = value is not None and value == bound and all(tier["proven"] for tier in found)
        found.append({"name": name, "value": value, "bound": bound, "proven": proven})
    return Plan.model_validate({"scenario_sha256": "0", "status": "feasible", "tiers": found})


def test_proven_tiers_differ_by_just_that() -> None:
    found = difference(of_tiers(unheld=(1, 1), cost=(90, 90)), of_tiers(unheld=(3, 3), cost=(70, 70)))
    assert found == {"unheld": Shift(value=2, low=2, high=2), "cost": Shift(value=-20, low=-20, high=-20)}


def test_gaps_of_both_plans_enclose_the_difference() -> None:
    found = difference(of_tiers(unheld=(0, 0), cost=(100, 80)), of_tiers(unheld=(0, 0), cost=(110, 95)))
    assert found["cost"] == Shift(value=10, low=95 - 100, high=110 - 80)


@pytest.mark.parametrize(
    ("base", "plan"),
    [
        (of_tiers(unfilled=(2, 1), cost=(9, 9)), of_tiers(unfilled=(2, 2), cost=(7, 7))),
        (of_tiers(unfilled=(2, 2), cost=(9, 9)), of_tiers(unfilled=(2, 1), cost=(7, 7))),
    ],
)
def test_after_an_unproven_tier_nothing_encloses(base: Plan, plan: Plan) -> None:
    found = difference(base, plan)
    assert found["unfilled"] == Shift(
        value=0, low=-1 if plan.tiers[0].bound == 1 else 0, high=1 if base.tiers[0].bound == 1 else 0
    )
    assert found["cost"] == Shift(value=-2)


def test_a_bound_that_is_missing() -> None:
    base, plan = of_tiers(cost=(9, None)), of_tiers(cost=(7, 6))
    assert difference(base, plan) == {"cost": Shift(value=-2, low=6 - 9, high=None)}
    assert difference(plan, base) == {"cost": Shift(value=2, low=None, high=9 - 6)}


def test_only_tiers_with_a_value_in_both_in_the_order_of_the_plan() -> None:
    base = of_tiers(unheld=(0, 0), cost=(5, 5), people=(3, 3), peak_minutes=(None, None))
    plan = of_tiers(people=(2, 2), changes=(1, 1), cost=(6, 6), peak_minutes=(60, 60))
    assert list(difference(base, plan)) == ["people", "cost"]
    assert difference(base, of_tiers(unheld=(None, None))) == {}


def of_sessions(*sessions: dict[str, Any]) -> Plan:
    plain = {"function": "gift", "end": "2026-02-02T08:30", "attendance": 0, "lead": "ub", "cost": 0}
    listed = [plain | one for one in sessions]
    return Plan.model_validate({"scenario_sha256": "0", "status": "feasible", "sessions": listed})


APART = of_sessions(
    session("1", "a", seats=[("desk", "an"), ("desk", "binh"), ("guide", "chi", "a")]),
    session("2", "b", seats=[("desk", "dung"), ("desk", None)]),
)

JOINT = of_sessions(session("1", "a", "b", seats=[("desk", "an"), ("desk", "dung"), ("guide", "chi", "a")]))

COUNTED = {
    "the same": (APART, APART, 0),
    "joined with their holders, one spared": (APART, JOINT, 1),
    "parted again": (JOINT, APART, 1),
    "nobody": (APART, of_sessions(), 4),
    "a handover": (
        JOINT,
        of_sessions(session("1", "a", "b", seats=[("desk", "an"), ("desk", "em"), ("guide", "chi", "a")])),
        2,
    ),
    "two change roles": (
        JOINT,
        of_sessions(session("1", "a", "b", seats=[("desk", "an"), ("desk", "chi"), ("guide", "dung", "a")])),
        4,
    ),
    "an own role of another member": (
        JOINT,
        of_sessions(session("1", "a", "b", seats=[("desk", "an"), ("desk", "dung"), ("guide", "chi", "b")])),
        2,
    ),
    "a shared role is no own one": (
        of_sessions(session("1", "a", seats=[("desk", "an")])),
        of_sessions(session("1", "a", seats=[("desk", "an", "a")])),
        2,
    ),
    "moved with everybody": (
        JOINT,
        of_sessions(
            session(
                *("9", "b", "a"),
                start="2026-02-02T13:30",
                place="yard",
                seats=[("guide", "chi", "a"), ("desk", "dung"), ("desk", "an")],
            )
        ),
        0,
    ),
    "an empty seat, a standby": (
        JOINT,
        of_sessions(
            session(
                *("1", "a", "b"),
                seats=[("desk", "an"), ("desk", None), ("guide", "chi", "a")],
                standby=[("desk", "dung")],
            )
        ),
        1,
    ),
    "held twice instead of once": (
        of_sessions(session("1", "a", "b", seats=[("desk", "an")])),
        of_sessions(session("1", "a", seats=[("desk", "an")]), session("2", "b", seats=[("desk", "an")])),
        0,
    ),
}


@pytest.mark.parametrize(("base", "plan", "number"), [pytest.param(*case, id=name) for name, case in COUNTED.items()])
def test_seats_that_changed_hands(base: Plan, plan: Plan, number: int) -> None:
    assert seats_changed(base, plan) == number
    assert seats_changed(plan, base) == number
