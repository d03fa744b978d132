"""The account of what is saved; numbers worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.verify import verify
from tests.builders import AFTERNOON, activity, edit, no_plan, person, place, plan, scenario, session
from tests.verify.pairs import Pair, Side

NUMBERS = ("staff_sessions/value", "cost/value", "people/value", "person_minutes/value", "sessions/value")


def ward(**fields: Any) -> Scenario:
    """Two sponsors with an activity each: apart they take four people, 2 × 100 for the hall; as one, half."""
    people = [person(f"{o}-{i}", cost_per_hour=10) for o in ("ub", "mt") for i in (1, 2)]
    hall = [place("hall", cost_per_session=100)]
    return scenario(activity("a"), activity("b", "mt"), **{"people": people, "places": hall, **fields})


def apart(of: Scenario, *, empty: int = 0, **bounds: int | None) -> Plan:
    """Everything held apart; the last seats may be empty."""
    first = session("s", "a", seats=[("desk", "ub-1"), ("desk", "ub-2")])
    holders: tuple[str | None, ...] = ("mt-1", "mt-2")
    seats = [("desk", p) for p in holders[: 2 - empty]] + [("desk", None)] * empty
    return plan(of, first, session("t", "b", start=AFTERNOON, seats=seats), bounds=bounds)


def joint(of: Scenario, baseline: Plan | None, **bounds: int | None) -> Side:
    """Both as one."""
    seats = [("desk", "ub-1"), ("desk", "mt-1")]
    return Side(of, plan(of, session("s", "a", "b", seats=seats), bounds=bounds, apart=baseline))


def edited(side: Side, changes: dict[str, Any]) -> Side:
    return Side(side.scenario, edit(side.plan, changes), side.base)


def savings() -> list[Pair]:
    of = ward()
    proven, gap = joint(of, apart(of)), joint(of, apart(of, cost=200), cost=90)
    alone, nothing = joint(of, None), _nothing(of)
    account = proven.plan.to_json()["savings"]
    return [
        *(
            Pair(
                "savings",
                f"{name} {by:+}",
                proven,
                edited(proven, {f"/savings/{name}": _at(proven.plan, name) + by}),
            )
            for name in (
                *NUMBERS,
                *(f"{t}/{end}" for t in ("staff_sessions", "cost", "people") for end in ("low", "high")),
            )
            for by in (-1, 1)
        ),
        Pair("savings", "a low end withheld", proven, edited(proven, {"/savings/cost/low": None})),
        Pair("savings", "a high end after a gap", gap, edited(gap, {"/savings/people/high": 2})),
        Pair("savings", "not comparable", proven, edited(proven, {"/savings/comparable": False})),
        Pair("savings", "withheld", proven, edited(proven, {"/savings": None})),
        Pair("savings", "against nothing", alone, edited(alone, {"/savings": account})),
        Pair("savings", "of nothing", nothing, edited(nothing, {"/savings": account})),
        Pair("savings", "more held is no saving", *_fuller(of)),
    ]


def _at(plan: Plan, name: str) -> int:
    found: Any = plan.to_json()["savings"]
    for step in name.split("/"):
        found = found[step]
    assert isinstance(found, int)
    return found


def _nothing(of: Scenario) -> Side:
    """No plan in time, though there is a baseline."""
    base = joint(of, apart(of)).plan.to_json()["baseline"]
    return Side(of, no_plan(of, "unknown", baseline=base))


def _fuller(of: Scenario) -> tuple[Side, Side]:
    """The baseline leaves a seat empty which the plan fills."""
    side = joint(of, apart(of, empty=1))
    return side, edited(side, {"/savings/comparable": True})


def baseline() -> list[Pair]:
    of = ward()
    proven, gap = joint(of, apart(of)), joint(of, apart(of, cost=200, staff_sessions=3))
    weighed = ward(objective=["unheld", "unfilled", {"weighted": {"cost": 1, "people": 50}}])
    scored = joint(weighed, apart(weighed))
    unplanned = _unplanned(of)
    values, tiers = "/baseline/values", "/baseline/tiers"
    worse = {f"{values}/staff_sessions": 5, f"{tiers}/3/value": 5, f"{tiers}/3/bound": 5}
    saved_staff = {"/savings/staff_sessions": {"value": 3, "low": 3, "high": 3}}
    longer = {"/baseline/person_minutes": 241, "/savings/person_minutes/value": 121}
    crowded = {f"{values}/people": 5, f"{tiers}/5/value": 5, f"{tiers}/5/bound": 5}
    saved_people = {"/savings/people": {"value": 3, "low": 3, "high": 3}}
    more = {"/baseline/sessions": 3, "/savings/sessions/value": 2}
    no_values = {values: None, "/savings": None}
    fewer = {"/baseline/sessions": 1, "/savings/sessions/value": 0}
    planned = proven.plan.to_json()["baseline"]
    unfounded = planned | {"status": "unknown"}
    same = Side(of, plan(of, *_drafts(), apart=apart(of)))
    no_score = {f"{tiers}/2": {"name": "weighted"}, "/baseline/status": "feasible"}
    thrice = _weighed({"staff_sessions": 1, "cost": 1, "people": 1})
    off_by_one = {f"{tiers}/2/value": 4 + 240 + 4 + 1, f"{tiers}/2/bound": 4 + 240 + 4 + 1}
    no_sessions = {"/baseline/sessions": None, "/savings": None}
    no_minutes = {"/baseline/person_minutes": None, "/savings": None}
    half = joint(of, plan(of, session("s", "a", seats=[("desk", "ub-1"), ("desk", "ub-2")]), unheld=["b"]))
    more_of_half = {"/baseline/sessions": 2, "/savings/sessions/value": 1}
    return [
        Pair("baseline", "sessions that cannot be", proven, edited(proven, more)),
        Pair("baseline", "seats that cannot be", proven, edited(proven, worse | saved_staff)),
        Pair("baseline", "minutes that cannot be", proven, edited(proven, longer)),
        Pair("baseline", "people that cannot be", proven, edited(proven, crowded | saved_people)),
        Pair(
            "baseline",
            "another value than its tier",
            proven,
            edited(proven, {f"{values}/cost": 241, "/savings/cost/value": 121, "/savings/cost/high": 121}),
        ),
        Pair(
            "baseline",
            "another weighted sum",
            scored,
            edited(scored, {f"{tiers}/2/value": 441, f"{tiers}/2/bound": 441}),
        ),
        Pair("baseline", "bound above its value", gap, edited(gap, {f"{tiers}/4/bound": 1000})),
        Pair("baseline", "proven with a gap", gap, edited(gap, {f"{tiers}/3/proven": True})),
        Pair("baseline", "optimal with a gap", gap, edited(gap, {"/baseline/status": "optimal"})),
        Pair(
            "baseline",
            "a tier missing",
            proven,
            edited(proven, {tiers: proven.plan.to_json()["baseline"]["tiers"][:-1]}),
        ),
        Pair("baseline", "a tier without a value", gap, edited(gap, {f"{tiers}/6/value": None})),
        Pair("baseline", "no values", proven, edited(proven, no_values)),
        Pair(
            "baseline",
            "values of nothing",
            unplanned,
            edited(unplanned, {values: {"staff_sessions": 4, "cost": 240, "people": 4}}),
        ),
        Pair("baseline", "sessions of nothing", unplanned, edited(unplanned, {"/baseline/sessions": 2})),
        Pair("baseline", "tiers of nothing", unplanned, edited(unplanned, {f"{tiers}/0/value": 0})),
        Pair("baseline", "refutes a bound", *_refuted()),
        Pair("baseline", "too few sessions", proven, edited(proven, fewer)),
        Pair("baseline", "no sessions", proven, edited(proven, no_sessions)),
        Pair(
            "baseline",
            "no minutes",
            proven,
            edited(proven, no_minutes),
        ),
        Pair("baseline", "everything of nothing", unplanned, edited(unplanned, {"/baseline": unfounded})),
        Pair("baseline", "a tier missing that could refute", same, edited(same, {tiers: _tiers(same)[:-1]})),
        Pair("baseline", "no weighted sum", scored, edited(scored, no_score)),
        Pair("baseline", "weighted sum of all three", thrice, edited(thrice, off_by_one)),
        Pair("baseline", "sessions of what is not held", half, edited(half, more_of_half)),
    ]


def _drafts() -> tuple[Any, Any]:
    first = session("s", "a", seats=[("desk", "ub-1"), ("desk", "ub-2")])
    return first, session("t", "b", start=AFTERNOON, seats=[("desk", "mt-1"), ("desk", "mt-2")])


def _tiers(side: Side) -> list[Any]:
    found = side.plan.to_json()["baseline"]["tiers"]
    assert isinstance(found, list)
    return found


def _weighed(weights: dict[str, int]) -> Side:
    of = ward(objective=["unheld", "unfilled", {"weighted": weights}])
    return joint(of, apart(of))


def _unplanned(of: Scenario) -> Side:
    """A plan whose baseline was not found in time."""
    tiers = [{"name": name} for name in of.tiers()]
    side = joint(of, None)
    return edited(side, {"/baseline": {"status": "unknown", "tiers": tiers}})


def _refuted() -> tuple[Side, Side]:
    """A plan that leaves seats empty, called the best there is, against a baseline that fills them all."""
    of = ward()
    seats = [("desk", "ub-1"), ("desk", None)], [("desk", "mt-1"), ("desk", "mt-2")]
    drafts = session("s", "a", seats=seats[0]), session("t", "b", start=AFTERNOON, seats=seats[1])
    honest, boast = (plan(of, *drafts, bounds={"unfilled": bound}, apart=apart(of)) for bound in (0, 1))
    return Side(of, honest), Side(of, boast)


PAIRS = [*savings(), *baseline()]


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_pair(pair: Pair) -> None:
    pair.check()


def account(side: Side) -> dict[str, Any]:
    assert side.broken() == set()
    found = side.plan.to_json()["savings"]
    assert isinstance(found, dict)
    return found


def test_savings_by_hand() -> None:
    """Apart 2 × 100 + 4 × 10 = 240 and 4 × 60 minutes; as one 100 + 2 × 10 = 120 and 2 × 60."""
    of = ward()
    assert account(joint(of, apart(of))) == {
        "comparable": True,
        "staff_sessions": {"value": 2, "low": 2, "high": 2},
        "cost": {"value": 120, "low": 120, "high": 120},
        "people": {"value": 2, "low": 2, "high": 2},
        "person_minutes": {"value": 120},
        "sessions": {"value": 1},
    }


def test_ends_come_from_bounds() -> None:
    of = ward()
    found = account(joint(of, apart(of, cost=200), cost=90))
    assert found["cost"] == {"value": 120, "low": 200 - 120, "high": 240 - 90}
    # ``people`` comes after ``cost``, which neither has proven.
    assert found["people"] == {"value": 2, "low": None, "high": None}


@pytest.mark.parametrize(
    ("mine", "theirs", "ends"), [(None, 200, (80, None)), (90, None, (None, 150)), (None, None, (None, None))]
)
def test_no_bound_no_end(mine: int | None, theirs: int | None, ends: tuple[int | None, int | None]) -> None:
    of = ward()
    cost = account(joint(of, apart(of, cost=theirs), cost=mine))["cost"]
    assert (cost["low"], cost["high"]) == ends


@pytest.mark.parametrize("whose", ["plan", "baseline"])
def test_an_earlier_gap_of_either_leaves_no_ends(whose: str) -> None:
    of = ward()
    mine, theirs = ({"staff_sessions": 1}, {}) if whose == "plan" else ({}, {"staff_sessions": 3})
    found = account(joint(of, apart(of, **theirs), **mine))
    assert found["cost"] == {"value": 120, "low": None, "high": None}


def test_a_tier_that_is_not_asked_for_has_no_ends() -> None:
    of = ward(objective=["unheld", "unfilled", "cost", {"weighted": {"people": 1, "staff_sessions": 1}}])
    found = account(joint(of, apart(of)))
    assert found["people"] == {"value": 2, "low": None, "high": None}
    assert found["cost"] == {"value": 120, "low": 120, "high": 120}


def test_holding_less_is_not_saving() -> None:
    of = ward()
    less = plan(
        of,
        session("s", "a", seats=[("desk", "ub-1"), ("desk", "ub-2")]),
        unheld=["b"],
        bounds={"unheld": 0},
        apart=apart(of),
    )
    assert account(Side(of, less))["comparable"] is False


def test_a_baseline_may_be_worse_where_together_is_dropped() -> None:
    """With `together` the plan may hold less than the baseline, which does not have to keep the pair."""
    of = ward(together=[("a", "b")])
    neither = plan(of, unheld=["a", "b"], apart=apart(ward()))
    assert Side(of, neither).broken() == set()


def test_fewer_staff_may_cost_more() -> None:
    """As one they take half the staff and the dear yard: the cost is the least there is with so few."""
    of = ward(places=[place("hall", cost_per_session=100), place("yard", cost_per_session=1000)])
    seats = [("desk", "ub-1"), ("desk", "mt-1")]
    dear = plan(of, session("s", "a", "b", place="yard", seats=seats), apart=apart(of))
    assert account(Side(of, dear))["cost"] == {"value": 240 - 1020, "low": 240 - 1020, "high": 240 - 1020}


def test_a_baseline_may_refute_nothing_that_is_not_claimed() -> None:
    """The plan is the baseline itself, and no bound is claimed for its cost."""
    of = ward()
    assert Side(of, plan(of, *_drafts(), bounds={"cost": None}, apart=apart(of))).broken() == set()


def test_a_weighted_sum_of_what_a_baseline_does_not_state_is_left_alone() -> None:
    assert _weighed({"people": 1, "peak_minutes": 1}).broken() == set()


@pytest.mark.parametrize(
    "objective", [["unheld", "unfilled"], ["unheld", "unfilled", {"weighted": {"changes": 1, "people": 1}}]]
)
def test_a_replan_is_not_held_against_a_baseline_that_starts_anew(objective: Any) -> None:
    """What was decided before can keep a replan from filling a seat that the baseline fills."""
    of = ward(objective=objective)
    seats = [("desk", "ub-1"), ("desk", None)], [("desk", "mt-1"), ("desk", "mt-2")]
    drafts = session("s", "a", seats=seats[0]), session("t", "b", start=AFTERNOON, seats=seats[1])
    before = plan(of, *drafts)
    after = plan(of, *drafts, base=before, apart=apart(of))
    assert Side(of, after, before).broken() == set()
    if "changes" in [tier.name for tier in after.tiers]:
        assert Side(of, after).broken() == set()


def test_sentences_say_what_should_stand_there() -> None:
    of = ward()
    proven, half = joint(of, apart(of)), joint(of, plan(of, _drafts()[0], unheld=["b"]))
    wrong = [
        edited(proven, {"/baseline/sessions": 3, "/savings/sessions/value": 2}),
        edited(half, {"/baseline/sessions": 2, "/savings/sessions/value": 1}),
        edited(proven, {"/savings": None}),
        edited(joint(of, None), {"/savings": proven.plan.to_json()["savings"]}),
    ]
    assert [v.en for side in wrong for v in verify(side.scenario, side.plan).violations] == [
        "Compared with holding apart (/baseline/sessions): 3 stands there, it should be 2.",
        "Compared with holding apart (/baseline/sessions): 2 stands there, it should be ≤ 1.",
        "Compared with holding apart (/savings): null stands there, it should be {…}.",
        "Compared with holding apart (/savings): {…} stands there, it should be null.",
    ]
