"""What a plan claims about itself."""

from __future__ import annotations

import pytest

from planner.domain.scenario import Scenario
from planner.verify import verify
from tests.builders import activity, edit, no_plan, plan, scenario, session
from tests.verify.pairs import Pair, Side

SEATS = (("desk", "ub-1"), ("desk", "ub-2"))


def held(of: Scenario | None = None, **bounds: int | None) -> Side:
    of = of or scenario(activity("a"))
    return Side(of, plan(of, session("s", "a", seats=SEATS), bounds=bounds))


def edited(side: Side, changes: dict[str, object]) -> Side:
    return Side(side.scenario, edit(side.plan, changes))


def proof() -> list[Pair]:
    optimal, gap, unbounded = held(), held(cost=-1), held(cost=None)
    people = 5  # the tier after cost
    above = {"/tiers/4/bound": 1, "/tiers/4/proven": False, "/status": "feasible"}
    later = {f"/tiers/{i}/proven": False for i in (5, 6)}
    return [
        Pair("proof", "bound above its value", optimal, edited(optimal, {**above, **later})),
        Pair("proof", "proven with a gap", gap, edited(gap, {"/tiers/4/proven": True})),
        Pair("proof", "proven without a bound", unbounded, edited(unbounded, {"/tiers/4/proven": True})),
        Pair("proof", "proven after a gap", gap, edited(gap, {f"/tiers/{people}/proven": True})),
        Pair("proof", "not called proven", optimal, edited(optimal, {"/tiers/6/proven": False})),
        Pair("proof", "not called proven before others", optimal, edited(optimal, {"/tiers/0/proven": False})),
        Pair(
            "proof",
            "proven without a plan",
            nothing("unknown"),
            edited(nothing("unknown"), {"/tiers/0/proven": True}),
        ),
    ]


PINNED = scenario(activity("a"), pins=[{"activity": "a"}])


def nothing(status: str, of: Scenario = PINNED) -> Side:
    return Side(of, no_plan(of, status))


def status() -> list[Pair]:
    optimal, gap, pinned = held(), held(cost=-1), held(PINNED)
    sessions = pinned.plan.to_json()["sessions"]
    free = scenario(activity("a"))
    return [
        Pair("status", "optimal with a gap", gap, edited(gap, {"/status": "optimal"})),
        Pair("status", "proven throughout", optimal, edited(optimal, {"/status": "feasible"})),
        *(
            Pair(
                "status",
                f"{status} with sessions",
                nothing(status),
                edited(nothing(status), {"/sessions": sessions}),
            )
            for status in ("infeasible", "unknown")
        ),
        Pair("status", "infeasible without pins", nothing("infeasible"), nothing("infeasible", free)),
    ]


def conflict() -> list[Pair]:
    infeasible, unknown, optimal = nothing("infeasible"), nothing("unknown"), held(PINNED)
    found = infeasible.plan.to_json()["conflict"]
    return [
        Pair("conflict", "none", infeasible, edited(infeasible, {"/conflict": []})),
        Pair("conflict", "of what is unknown", unknown, edited(unknown, {"/conflict": found})),
        Pair("conflict", "of a plan", optimal, edited(optimal, {"/conflict": found})),
        Pair("conflict", "no rule", infeasible, edited(infeasible, {"/conflict/0/rule": "cost"})),
        Pair("conflict", "no sentence", infeasible, edited(infeasible, {"/conflict/0/sentence": " "})),
    ]


def scenario_hash() -> list[Pair]:
    of, other = scenario(activity("a")), scenario(activity("a"), name="Phường khác")
    mine, theirs = held(of), held(other)
    return [Pair("hash", "another scenario", mine, Side(of, theirs.plan))]


PAIRS = [*proof(), *status(), *conflict(), *scenario_hash()]


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_pair(pair: Pair) -> None:
    pair.check()


@pytest.mark.parametrize("status", ["infeasible", "unknown"])
def test_no_plan_has_no_values(status: str) -> None:
    of = nothing(status)
    assert of.broken() == set()


def test_sentences_say_which_way_it_is() -> None:
    gap = edited(held(cost=-1), {"/tiers/4/proven": True, "/tiers/0/proven": False})
    infeasible, unknown = nothing("infeasible"), nothing("unknown")
    found = infeasible.plan.to_json()["conflict"]
    silent, chatty = edited(infeasible, {"/conflict": []}), edited(unknown, {"/conflict": found})
    assert [v.en for side in (gap, silent, chatty) for v in verify(side.scenario, side.plan).violations] == [
        "unheld (value 0, bound 0) is proven.",
        "cost (value 0, bound -1) is not proven.",
        "The status is infeasible without a conflict.",
        "The status is unknown but there is a conflict.",
    ]
    assert [v.vi for side in (gap, silent, chatty) for v in verify(side.scenario, side.plan).violations] == [
        "unheld (giá trị 0, cận 0) đã được chứng minh.",
        "cost (giá trị 0, cận -1) chưa được chứng minh.",
        "Trạng thái infeasible mà không nêu xung đột.",
        "Trạng thái unknown mà có xung đột.",
    ]
