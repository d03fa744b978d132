"""Repairs mend what they say, cost what solving says, and come in order: judged by brute force where it can."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import assume, given

from planner.answers.conflicts import Conflict, why_empty, why_infeasible, why_unheld
from planner.answers.remedies import remedies
from planner.answers.repairs import MOVED, Repair, repairs
from planner.domain.checks import read
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.solve.feasible.possible import met
from planner.verify import verify
from planner.whatif.changes import apply
from tests import brute, tiny
from tests.builders import AFTERNOON, MORNING, activity, function, person, plan, role, scenario, session
from tests.core import Raw

ONE_ROLE = role("desk", 1)
ONE_DESK = function("gift", role("desk", 1))


def optimum(of: Scenario) -> Plan:
    """The best plan by brute force, or the statement that there is none."""
    best = brute.best(of)
    if best is not None:
        return best.plan
    return Plan(scenario_sha256="", status="infeasible", tiers=())


def changes(found: Sequence[Repair]) -> list[list[dict[str, Any]]]:
    return [[c.model_dump(mode="json", by_alias=True, exclude_unset=True) for c in r.changes] for r in found]


def asked(of: Scenario, base: Plan) -> tuple[Conflict, tuple[Repair, ...]]:
    found = why_empty(of, base, "s1", "desk", seconds=60)
    return found, repairs(of, base, found, price=optimum)


def test_the_absence_that_empties_a_seat() -> None:
    """She comes for the session, she does not stay away at all, or somebody else is hired; each fills the seat."""
    of = scenario(
        activity("a", starts=(MORNING,)),
        functions=(ONE_DESK,),
        people=(
            person("ub-1", cost_per_hour=5, unavailable=[{"start": "2026-02-02T06:30", "end": "2026-02-02T12:00"}]),
        ),
    )
    _, found = asked(of, plan(of, session("s1", "a", seats=[("desk", None)])))
    assert [(r.mends, r.tiers[1].value) for r in found] == [(True, 0)] * len(found)
    shrunk = {
        "type": "set_person",
        "person": "ub-1",
        "unavailable": [
            {"start": "2026-02-02T06:30", "end": "2026-02-02T07:30"},
            {"start": "2026-02-02T08:30", "end": "2026-02-02T12:00"},
        ],
    }
    dropped = {"type": "set_person", "person": "ub-1", "unavailable": []}
    assert [shrunk] in changes(found)
    assert [dropped] in changes(found)
    hired = next(c for (c, *_) in changes(found) if c["type"] == "add_person")["person"]
    assert (hired["organisations"], hired["cost_per_hour"]) == (["ub"], 5)
    assert found[0].difference["unfilled"].value == -1
    assert found[0].seats_changed == 1


def test_the_skill_goes_to_who_could_use_it_the_free_and_cheap_first() -> None:
    of = scenario(
        activity("a", starts=(MORNING,)),
        activity("b", starts=(MORNING,), function="talk", duration_minutes=60),
        skills=[{"id": "thu", "name": "Thu ngân"}],
        functions=(function("gift", role("desk", 1, skill="thu", blocs=["government"])), function("talk", ONE_ROLE)),
        people=(
            person("ub-1", cost_per_hour=9),
            person("ub-2", cost_per_hour=3),
            person("ub-3", available=[]),
            person("ub-4"),
            person("mt-1"),
        ),
    )
    busy = session("s2", "b", place="yard", seats=[("desk", "ub-4")])
    base = plan(of, session("s1", "a", seats=[("desk", None)]), busy)
    why = why_empty(of, base, "s1", "desk", seconds=60)
    first = [remedy.changes[0] for remedy in remedies(of, base, why)]
    trained = [change.person for change in first if change.type == "set_person" and change.skills]
    assert trained == ["ub-2", "ub-1", "ub-4"]


def test_the_budget_is_raised_to_what_is_needed() -> None:
    of = scenario(
        activity("a", starts=(MORNING,)),
        functions=(function("gift", role("desk", 1), cost_per_session=7),),
        people=(person("ub-1", cost_per_hour=5),),
        budget=11,
    )
    _, found = asked(of, plan(of, session("s1", "a", seats=[("desk", None)])))
    assert changes(found)[0] == [{"type": "set_budget", "budget": 12}]
    assert found[0].en == "Raise the budget to 12 VND."
    assert optimum(apply(of, found[0].changes).scenario).tiers == found[0].tiers


def test_a_gap_that_only_moves_is_told_so() -> None:
    """Whoever is kept out of `a` serves `b` at the same time; allowed in, they leave `b`, which is dearer."""
    of = scenario(
        activity("a", starts=(MORNING,)),
        activity("b", starts=(MORNING,), duration_minutes=120),
        apart=(("a", "b"),),
        functions=(ONE_DESK,),
        people=(person("ub-1", cost_per_hour=5),),
        forbids=[{"person": "ub-1", "activity": "a"}],
    )
    base = plan(
        of, session("s1", "a", seats=[("desk", None)]), session("s2", "b", place="yard", seats=[("desk", "ub-1")])
    )
    _, found = asked(of, base)
    allowed, hired = (next(r for r in found if r.changes[0].type == kind) for kind in ("allow", "add_person"))
    assert (allowed.mends, allowed.notes, allowed.difference["unfilled"].value) == (True, (MOVED,), 0)
    assert (hired.mends, hired.notes, hired.difference["unfilled"].value) == (True, (), -1)
    assert found.index(hired) < found.index(allowed)


def test_a_pin_in_the_way_of_a_pin() -> None:
    of = scenario(
        activity("a", starts=(MORNING,), merge="never"),
        activity("b", starts=(MORNING,), merge="never"),
        functions=(ONE_DESK,),
        people=(person("ub-1"),),
        pins=[
            {"person": "ub-1", "activity": "a", "role": "desk"},
            {"person": "ub-1", "activity": "b", "role": "desk"},
        ],
    )
    why = why_infeasible(of, seconds=60)
    found = repairs(of, None, why, price=optimum)
    assert all(r.mends and r.status == "optimal" and r.difference == {} for r in found)
    assert [{"type": "unpin", "person": "ub-1", "activity": "a", "role": "desk"}] in changes(found)
    assert [{"type": "unpin", "person": "ub-1", "activity": "b", "role": "desk"}] in changes(found)


def test_what_does_not_touch_the_conflict_is_not_priced() -> None:
    """A window widened by two days into her absence of the whole week does not help, and nobody solves for it."""
    of = scenario(
        activity("a", window={"from": "2026-02-04", "to": "2026-02-04"}),
        functions=(ONE_DESK,),
        people=(person("ub-1", unavailable=[{"start": "2026-02-02T00:00", "end": "2026-02-07T00:00"}]),),
    )
    priced: list[Scenario] = []

    def price(changed: Scenario) -> Plan:
        priced.append(changed)
        return optimum(changed)

    base = plan(of, session("s1", "a", start="2026-02-04T07:30", seats=[("desk", None)]))
    why = why_empty(of, base, "s1", "desk", seconds=60)
    found = repairs(of, base, why, price=price)
    assert "/activities/0/window" in [cause.pointer for cause in why.causes]
    assert [c["type"] for (c, *_) in changes(found)].count("set_window") == 0
    assert len(priced) == len(found) == 3


def test_no_more_than_asked_for_are_priced() -> None:
    of = scenario(activity("a", starts=(MORNING,)), functions=(ONE_DESK,), people=(person("ub-1", available=[]),))
    base = plan(of, session("s1", "a", seats=[("desk", None)]))
    why = why_empty(of, base, "s1", "desk", seconds=60)
    assert len(repairs(of, base, why, price=optimum, most=1)) == 1


def test_repairs_solve_where_no_price_is_given() -> None:
    of = scenario(
        activity("a", starts=(MORNING,)),
        activity("b", starts=(AFTERNOON,)),
        functions=(ONE_DESK,),
        people=(person("ub-1", max_hours_per_day=1),),
    )
    base = plan(
        of, session("s1", "a", seats=[("desk", None)]), session("s2", "b", start=AFTERNOON, seats=[("desk", "ub-1")])
    )
    why = why_empty(of, base, "s1", "desk", seconds=60)
    found = repairs(of, base, why, seconds=20)
    assert [{"type": "set_person", "person": "ub-1", "max_hours_per_day": 2}] in changes(found)
    assert all(r.mends and r.plan.status == "optimal" for r in found)


@pytest.mark.parametrize(
    "feature",
    [
        "unavailable", "available", "skill", "blocs", "separate", "forbid", "apart", "together", "never", "closed",
        "capacity", "max_people", "places", "parallel", "day_hours", "week_hours", "organisation_hours", "budget",
        "nominated", "own_nominated", "person_areas", "place_area", "window_blocks", "pin_person", "pin_start",
    ],
)  # fmt: skip
def test_repairs_are_what_brute_force_says(feature: str) -> None:
    """Every repair applies, its plan is the optimum, `mends` is true of it, and they come in order."""

    @tiny.every(4, f"repair {feature}")
    @given(tiny.scenarios(feature))
    def agree(raw: Raw) -> None:
        of = read(raw).scenario
        assume(len(of.activities) <= 3)
        base = optimum(of)
        why = question(of, base)
        if why is None or why.outcome != "conflict":
            return
        found = repairs(of, base, why, price=optimum, most=4)
        ranks = []
        for repair in found:
            changed = apply(of, repair.changes).scenario
            assert brute_tiers(changed) == [tier.value for tier in repair.tiers]
            assert repair.plan.has_sessions_to_check == (repair.status != "infeasible")
            if repair.plan.has_sessions_to_check:
                assert verify(changed, repair.plan).ok
            held = repair.plan.has_sessions_to_check
            assert repair.mends == (held and all(met(repair.plan.sessions, d) for d in why.goal.demands()))
            ranks.append((not repair.mends, [tier.value for tier in repair.tiers], len(repair.changes)))
        assert ranks == sorted(ranks)

    agree()


def question(of: Scenario, base: Plan) -> Conflict | None:
    """The first question that the plan raises, answered."""
    if not base.has_sessions_to_check:
        return why_infeasible(of, seconds=60)
    if base.unheld:
        return why_unheld(of, base, base.unheld[0].activity, seconds=60)
    for held in base.sessions:
        for seat in held.seats:
            if seat.person is None:
                return why_empty(of, base, held.id, seat.role, seat.activity, seconds=60)
    return None


def brute_tiers(of: Scenario) -> list[int | None]:
    best = brute.best(of)
    return [] if best is None else [tier.value for tier in best.plan.tiers]
