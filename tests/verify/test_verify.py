"""The verifier as a whole: every rule has its pairs, nothing raises, and it is quick."""

from __future__ import annotations

import json
import time
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.rules import FIGURES, RULES, TIERS
from planner.verify import FILE_CHECKS, PLAN_CHECKS, verify
from planner.verify.case import Case
from tests.builders import (
    AFTERNOON,
    MORNING,
    activity,
    edit,
    function,
    group,
    organisation,
    own_role,
    person,
    place,
    plan,
    role,
    scenario,
    session,
)
from tests.verify import (
    test_duties,
    test_figures,
    test_money,
    test_proof,
    test_savings,
    test_seats,
    test_sessions,
    test_wishes,
)
from tests.verify.pairs import Pair, Side

PAIRS: list[Pair] = [
    pair
    for module in (
        test_sessions,
        test_seats,
        test_duties,
        test_wishes,
        test_figures,
        test_money,
        test_proof,
        test_savings,
    )
    for pair in module.PAIRS
]


def test_every_rule_has_a_pair() -> None:
    assert {pair.rule for pair in PAIRS} == {rule.id for rule in RULES + FIGURES}


def test_every_tier_has_a_pair() -> None:
    cases = {pair.case for pair in PAIRS if pair.rule == "tiers"}
    named = {case.removesuffix(" +1").removesuffix(" -1") for case in cases}
    assert {tier.id for tier in TIERS} - named == set()


def test_every_check_fails_for_some_plan() -> None:
    """Each check on its own finds something in a broken plan, and nothing in a legal one."""
    found: Counter[str] = Counter()
    for pair in PAIRS:
        side = pair.broken
        case = Case(side.scenario, side.plan, side.base, side.since)
        found.update(check.__name__ for check in PLAN_CHECKS + FILE_CHECKS if list(check(case)))
    assert set(found) == {check.__name__ for check in PLAN_CHECKS + FILE_CHECKS}


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_sentences_point_into_the_plan(pair: Pair) -> None:
    """Every violation names a place in the plan (a missing thing: its list) and says it in both languages."""
    raw = pair.broken.plan.to_json()
    side = pair.broken
    for violation in verify(side.scenario, side.plan, base=side.base, since=side.since).violations:
        assert resolves(raw, violation.where), violation
        assert violation.vi != violation.en
        assert violation.vi.endswith(".")
        assert violation.en.endswith(".")


def resolves(raw: Any, pointer: str) -> bool:
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    for i, step in enumerate(steps):
        if isinstance(raw, list) and step.isdigit() and int(step) < len(raw):
            raw = raw[int(step)]
        elif isinstance(raw, dict) and step in raw:
            raw = raw[step]
        else:  # an organisation that should pay and is not listed
            return steps[:i] == ["cost_shares"]
    return True


def full() -> Side:
    """A scenario and plan in which every field is used."""
    serves = [{"group": "ngheo"}]
    of = scenario(
        activity("a", serves=serves, area="kp", transport_cost={"hall": 5}, own_roles=[own_role("mc")]),
        activity("b", "mt", area="kp", window={"from": "2026-02-02", "to": "2026-02-03"}, merge=["ub"]),
        activity("c", "pn", area="kp", duration_minutes=100),
        areas=[{"id": "kp", "name": "Khu phố"}],
        organisations=[
            organisation("ub", "government"),
            organisation("mt", "front", max_hours=90),
            organisation("pn"),
        ],
        people=[
            *(person(f"{o}-{i}", cost_per_hour=1.5, areas=["kp"]) for o in ("ub", "mt", "pn") for i in (1, 2)),
            person("pn-3", available=[{"start": MORNING, "end": "2026-02-05T00:00"}]),
        ],
        groups=[group("ngheo", 40)],
        functions=[
            function(
                "gift",
                role("desk", 2, people_per_seat=30, standby=1),
                role("watch"),
                separate=[("desk", "watch")],
            ),
        ],
        travel=[{"from": "hall", "to": "yard", "minutes": 15}],
        together=[("a", "b")],
        apart=[("a", "c")],
        pins=[{"activity": "a", "start": MORNING}, {"person": "ub-1", "activity": "a", "role": "desk"}],
        forbids=[{"person": "ub-2", "activity": "c"}],
        budget=10**6,
    )
    alone = (
        session("x", "a", seats=[("desk", "ub-1"), ("desk", "pn-1"), ("mc", "ub-2", "a")]),
        session("y", "b", place="yard", seats=[("desk", "mt-1"), ("desk", "mt-2")]),
        session("z", "c", start=AFTERNOON, seats=[("desk", "pn-1"), ("desk", None)]),
    )
    free = of.model_copy(update={"together": ()})
    found = plan(
        of,
        session(
            "s",
            "a",
            "b",
            seats=[("desk", "ub-1"), ("desk", "mt-1"), ("mc", "ub-2", "a")],
            standby=[("desk", "pn-3")],
        ),
        session("t", "c", start=AFTERNOON, seats=[("desk", "pn-1"), ("desk", None)]),
        bounds={"cost": 0},
        apart=plan(free, *alone),
    )
    return Side(of, found)


def test_the_full_plan_passes() -> None:
    assert full().broken() == set()


HOSTILE = st.one_of(
    st.none(),
    st.integers(),
    st.sampled_from([0, -1, 10**30, -(10**30), 10**4000]),
    st.text(max_size=3),
    st.sampled_from(["ub-1", "mt-1", "a", "b", "c", "hall", "desk", "kp", "gift", "/", "~0", "\u0000", "1" * 5000]),
    st.sampled_from(["0001-01-01T00:00", "9999-12-31T23:59", MORNING, AFTERNOON]),
    st.sampled_from(["optimal", "feasible", "infeasible", "unknown", "weighted", "changes", "unheld"]),
    st.sampled_from([[], {}, [None], True, 0.5]),
)


def leaves(raw: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value in a JSON document, containers too."""
    inner = raw.items() if isinstance(raw, dict) else enumerate(raw) if isinstance(raw, list) else ()
    return [path, *(leaf for step, value in inner for leaf in leaves(value, (*path, step)))]


@given(st.data())
def test_nothing_raises(data: st.DataObject) -> None:
    """Whatever a plan file holds, the answer is a report that can be written as JSON."""
    side = full()
    raw = json.loads(json.dumps(side.plan.to_json()))
    for _ in range(data.draw(st.integers(1, 4))):
        *steps, last = data.draw(st.sampled_from(leaves(raw)[1:]))
        at = raw
        for step in steps:
            at = at[step]
        action = data.draw(st.sampled_from(["replace", "remove", "repeat"]))
        if action == "remove":
            del at[last]
        elif action == "repeat" and isinstance(at, list):
            at.append(at[last])
        else:
            at[last] = data.draw(HOSTILE)
    try:
        hostile = Plan.model_validate(raw)
    except ValueError:
        return
    report = verify(side.scenario, hostile)
    json.dumps(report.model_dump(mode="json"))
    verify(side.scenario, hostile, base=hostile)
    verify(side.scenario, side.plan, base=hostile)


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_the_ends_of_time(moment: str) -> None:
    side = full()
    assert "start" in Side(side.scenario, edit(side.plan, {"/sessions/0/start": moment})).broken()


def test_a_cluster_is_quick() -> None:
    """400 activities, 1,000 people and 2,400 seats take under a second, also when all of them are wrong."""
    of, found = cluster()
    violations, seconds = timed(of, found)
    assert violations == 0
    assert seconds < 1
    crowded = edit(found, {"/sessions": [{**s, "start": MORNING} for s in found.to_json()["sessions"]]})
    violations, seconds = timed(of, crowded)
    assert violations > 400
    assert seconds < 1


def cluster() -> tuple[Scenario, Plan]:
    people = [person(f"ub-{i}", max_hours_per_day=24) for i in range(1000)]
    days = [f"2026-02-{day:02d}T{clock}" for day in range(2, 9) for clock in ("07:30", "13:30", "20:00")]
    activities = [activity(f"a{i}", starts=days, duration_minutes=120) for i in range(400)]
    of = scenario(
        *activities,
        people=people,
        places=[place(f"p{i}") for i in range(100)],
        functions=[function("gift", role("desk", 6))],
        travel_default_minutes=30,
    )
    drafts = []
    for i in range(400):
        slot, where = divmod(i, 100)
        staff = [people[(where * 6 + k) % 1000].id for k in range(6)]
        drafts.append(
            session(f"s{i}", f"a{i}", start=days[slot], place=f"p{where}", seats=[("desk", p) for p in staff])
        )
    return of, plan(of, *drafts)


def timed(of: Scenario, found: Plan) -> tuple[int, float]:
    start = time.process_time()
    report = verify(of, found)
    return len(report.violations), time.process_time() - start
