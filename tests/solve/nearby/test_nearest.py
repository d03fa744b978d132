"""Of equally good plans with one timetable the one in which most people keep their seats: as brute force has it."""

from __future__ import annotations

from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from planner.domain.checks import read
from planner.domain.plan import Plan
from planner.solve import Known, solve
from planner.solve.settings import SolveSettings
from planner.whatif.compare import seats_changed
from tests import brute, tiny
from tests.builders import AFTERNOON, MORNING, activity, function, person, plan, role, scenario, session
from tests.contract import Rules
from tests.core import Raw

SETTINGS = SolveSettings(time_limit_s=60, workers=1, deterministic=True, baseline=False)


def timetable(of: Plan) -> list[tuple[tuple[str, ...], str, str]]:
    return sorted((tuple(sorted(s.activities)), str(s.start), s.place) for s in of.sessions)


def test_nobody_is_moved_without_need() -> None:
    seen = {"plans": 0, "moved": 0, "stayed": 0}

    @tiny.every(25, "nearest")
    @given(tiny.smallest(), st.randoms(use_true_random=False))
    def agree(raw: Raw, pick: Random) -> None:
        ward = read(raw).scenario
        rules = Rules(ward, None)
        assume(brute.number_of_plans(rules) <= 500)
        plans = [plan for plan, _ in brute.verified_plans(rules)]
        assume(plans)
        best = min([tier.value for tier in p.tiers] for p in plans)
        neighbour = pick.choice([p for p in plans if pick.random() < 0.5 or [t.value for t in p.tiers] == best])
        found = solve(ward, SETTINGS, known=Known(neighbour))
        values = [tier.value for tier in found.tiers]
        equal = [p for p in plans if timetable(p) == timetable(found) and [t.value for t in p.tiers] == values]
        fewest = min(seats_changed(neighbour, p) for p in equal)
        assert seats_changed(neighbour, found) == fewest
        seen["plans"] += len(equal) > 1
        seen["moved" if fewest else "stayed"] += 1

    agree()
    assert min(seen.values()) >= 5, seen


def test_alike_people_change_places_across_sessions() -> None:
    ward = scenario(
        activity("a", starts=[MORNING], places=["hall"]),
        activity("b", starts=[AFTERNOON], places=["hall"]),
        functions=(function("gift", role("desk", 2)),),
        people=tuple(person(f"ub-{n}") for n in range(1, 9)),
        objective=["unheld", "unfilled", "staff_sessions", "cost"],
    )
    before = plan(
        ward,
        session("s1", "a", start=MORNING, seats=[("desk", "ub-7"), ("desk", "ub-8")]),
        session("s2", "b", start=AFTERNOON, seats=[("desk", "ub-6"), ("desk", "ub-7")]),
    )
    found = solve(ward, SETTINGS, known=Known(before))
    assert seats_changed(before, found) == 0
