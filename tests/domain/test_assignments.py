"""Who does what in a session: filled seats as the plan has them, standbys last, empty seats not at all."""

from __future__ import annotations

from planner.domain.assignments import Assignment, assignments
from tests import builders as b


def test_filled_seats_then_standbys() -> None:
    scenario = b.scenario(b.activity("a", "ub"), b.activity("b", "mt", own_roles=(b.own_role("flowers"),)))
    made = b.session(
        "s1",
        *("a", "b"),
        seats=[("desk", "ub-2"), ("desk", None), ("flowers", "mt-1", "b"), ("desk", "ub-1")],
        standby=[("desk", "ub-3")],
    )
    (session,) = b.plan(scenario, made).sessions
    assert assignments(session) == (
        Assignment("ub-2", "desk", None, standby=False),
        Assignment("mt-1", "flowers", "b", standby=False),
        Assignment("ub-1", "desk", None, standby=False),
        Assignment("ub-3", "desk", None, standby=True),
    )
