"""What sessions cost and who pays; numbers worked out by hand."""

from __future__ import annotations

import pytest

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.verify.money import apportion
from tests.builders import (
    AFTERNOON,
    Seat,
    activity,
    edit,
    function,
    group,
    own_role,
    person,
    place,
    plan,
    role,
    scenario,
    session,
)
from tests.verify.pairs import Pair, Side


def fair(**fields: object) -> tuple[Scenario, Plan]:
    """A fair of three sponsors who bring 50, 30 and 20 people and share what is not their own."""
    of = scenario(
        activity("a", "ub", serves=[{"group": "ngheo"}], transport_cost={"hall": 70}, own_roles=[own_role("mc")]),
        activity("b", "mt", serves=[{"group": "gia"}]),
        activity("c", "pn", serves=[{"group": "ccb"}], transport_cost={"hall": 5, "yard": 9}),
        groups=[group("ngheo", 50), group("gia", 30), group("ccb", 20)],
        people=[
            person("ub-1", cost_per_hour=60),
            person("mt-1", cost_per_hour=40),
            person("pn-1"),
            person("ub-2", cost_per_hour=8),
        ],
        places=[place("hall", cost_per_session=500)],
        functions=[function("gift", role("desk", 3), cost_per_session=200, cost_per_person=2)],
        **fields,
    )
    seats: list[Seat] = [("desk", "ub-1"), ("desk", "mt-1"), ("desk", "pn-1"), ("mc", "ub-2", "a")]
    return of, plan(of, session("s", "a", "b", "c", seats=seats))


def pairs() -> list[Pair]:
    of, found = fair()
    right = Side(of, found)
    exact, short = fair(budget=1083), fair(budget=1082)
    swapped = {"/cost_shares/ub": found.cost_shares["ub"] - 1, "/cost_shares/mt": found.cost_shares["mt"] + 1}
    nobody = scenario(activity("a", priority=2))
    nothing = plan(nobody, unheld=["a"])
    return [
        *(Pair("cost", f"{by:+}", right, Side(of, edit(found, {"/sessions/0/cost": 1083 + by}))) for by in (-1, 1)),
        *(
            Pair("cost-shares", f"{o} {by:+}", right, Side(of, edit(found, {f"/cost_shares/{o}": value + by})))
            for o, value in found.cost_shares.items()
            for by in (-1, 1)
        ),
        Pair("cost-shares", "the sum alone is not enough", right, Side(of, edit(found, swapped))),
        Pair("cost-shares", "none", right, Side(of, edit(found, {"/cost_shares": {}}))),
        Pair(
            "cost-shares",
            "for nothing",
            Side(nobody, edit(nothing, {"/cost_shares/ub": 0})),
            Side(nobody, edit(nothing, {"/cost_shares/ub": 1})),
        ),
        Pair("budget", "a đồng over", Side(*exact), Side(*short)),
        Pair("budget", "none", right, Side(*fair(budget=0))),
    ]


PAIRS = pairs()


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_pair(pair: Pair) -> None:
    pair.check()


def test_cost_and_shares_by_hand() -> None:
    _, found = fair()
    # Shared: hall 500, holding 200, 100 visitors at 2, the desk's 60 + 40 + 0.
    # Own: transport 70 and 5, the mc's 8.
    shared, own = 500 + 200 + 200 + 100, {"ub": 70 + 8, "mt": 0, "pn": 5}
    assert found.sessions[0].cost == shared + sum(own.values()) == 1083
    assert found.cost_shares == {"ub": 500 + own["ub"], "mt": 300 + own["mt"], "pn": 200 + own["pn"]}


def test_shares_add_up_over_sessions() -> None:
    of = scenario(
        activity("a", "ub"),
        activity("b", "mt"),
        activity("c", "ub"),
        places=[place("hall", cost_per_session=101)],
    )
    seats = [("desk", "ub-1"), ("desk", "mt-1")]
    later = session("t", "c", start=AFTERNOON, seats=[("desk", "ub-1"), ("desk", "ub-2")])
    found = plan(of, session("s", "a", "b", seats=seats), later)
    # Nobody is served: 101 in equal parts is 50 each, the odd đồng goes to ``mt``, the first by id.
    assert found.cost_shares == {"ub": 50 + 101, "mt": 51}


@pytest.mark.parametrize(
    ("per_hour", "minutes", "cost"),
    [
        (1, 30, 1),
        (1, 29, 0),
        (1, 90, 2),
        (0.5, 60, 1),
        (0.49, 60, 0),
        (1.1, 600, 11),
        (33.3, 100, 56),
        (10**9, 1, 16666667),
    ],
)
def test_a_seat_costs_to_the_nearest_dong(per_hour: float, minutes: int, cost: int) -> None:
    of = scenario(
        activity("a", duration_minutes=minutes),
        people=[person("ub-1", cost_per_hour=per_hour, max_hours_per_day=24)],
        functions=[function("gift", role("desk", 1))],
    )
    found = plan(of, session("s", "a", seats=[("desk", "ub-1")]))
    assert found.sessions[0].cost == cost
    assert Side(of, found).broken() == set()


@pytest.mark.parametrize(
    ("amount", "weights", "split"),
    [
        (100, {"b": 1, "a": 1, "c": 1}, {"a": 34, "b": 33, "c": 33}),  # one left, all remainders equal: by id
        (101, {"b": 1, "a": 1, "c": 1}, {"a": 34, "b": 34, "c": 33}),
        (10, {"a": 1, "b": 5}, {"a": 2, "b": 8}),  # 1.67 and 8.33: the larger remainder
        (10, {"a": 5, "b": 1}, {"a": 8, "b": 2}),
        (7, {"a": 0, "b": 0}, {"a": 4, "b": 3}),  # nobody brings anybody: equal parts
        (7, {"a": 0, "b": 3}, {"a": 0, "b": 7}),
        (0, {"a": 2, "b": 3}, {"a": 0, "b": 0}),
        (10**24 + 1, {"a": 1, "b": 1}, {"a": 5 * 10**23 + 1, "b": 5 * 10**23}),
    ],
)
def test_largest_remainder(amount: int, weights: dict[str, int], split: dict[str, int]) -> None:
    assert apportion(amount, weights) == split
    assert sum(split.values()) == amount
