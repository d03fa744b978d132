"""Meeting without staff at least cost: what is found is the best there is, and no bound is above it."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.bench.sscflp import Facilities, instance
from planner.domain.canonical import ordered
from planner.domain.checks import read
from planner.domain.scenario import Scenario
from planner.solve import solve
from planner.solve.halls.gather import gather
from planner.solve.halls.location import Location, location_of
from planner.solve.halls.shares import Shares
from planner.solve.problem import Problem
from planner.solve.settings import SolveSettings
from planner.solve.standing import Standing
from planner.verify import verify
from tests import tiny
from tests.core import Draw
from tests.solve.small import clock

SETTINGS = SolveSettings(time_limit_s=20, workers=1, deterministic=True, baseline=False)


def numbers(low: int, high: int, size: int) -> st.SearchStrategy[list[Decimal]]:
    return st.lists(st.integers(low, high).map(Decimal), min_size=size, max_size=size)


@st.composite
def facilities(draw: Draw) -> Facilities:
    n, m = draw(st.integers(1, 3)), draw(st.integers(1, 5))
    return Facilities(
        capacities=draw(numbers(3, 14, n)),
        fixed=draw(numbers(0, 30, n)),
        demands=draw(numbers(1, 6, m)),
        costs=draw(st.lists(numbers(0, 20, m), min_size=n, max_size=n)),
    )


def least(of: Facilities) -> tuple[int, tuple[int, ...]] | None:
    """Try everything."""
    best = None
    for where in product(range(len(of.fixed)), repeat=len(of.demands)):
        load = [sum(d for d, i in zip(of.demands, where, strict=True) if i == at) for at in range(len(of.fixed))]
        if all(one <= room for one, room in zip(load, of.capacities, strict=True)):
            cost = sum(of.fixed[i] for i in set(where)) + sum(of.costs[i][j] for j, i in enumerate(where))
            if best is None or cost < best[0]:
                best = int(cost), where
    return best


def located(scenario: Scenario) -> tuple[Problem, Location | None]:
    """Return a problem too large to list, and its location form."""
    problem = Problem(ordered(scenario), limit=1)
    return problem, location_of(problem)


def test_the_cheapest_is_found_and_proven() -> None:
    full = 0

    @tiny.every(60, "cheapest")
    @given(facilities())
    def agree(of: Facilities) -> None:
        nonlocal full
        best, scenario = least(of), instance("tiny", of).scenario
        problem, location = located(scenario)
        if problem.complete or location is None or max(of.demands) > max(of.capacities):
            return
        standing = Standing(problem, lambda: None)
        held = gather(problem, location, standing, clock())
        if best is None:
            assert not held
            return
        if held:
            full += 1
            assert standing.best is not None
            assert standing.best.values == standing.bounds() == (0, 0, best[0])

    agree()
    assert full >= 20


def test_the_whole_way_agrees_and_the_verifier_with_it() -> None:
    of = Facilities(
        capacities=[Decimal(n) for n in (12, 10, 9)],
        fixed=[Decimal(n) for n in (20, 11, 9)],
        demands=[Decimal(1 + j % 4) for j in range(9)],
        costs=[[Decimal((7 * i + 5 * j) % 11) for j in range(9)] for i in range(3)],
    )
    scenario = instance("small", of).scenario
    plan = solve(scenario, SETTINGS)
    best = least(of)
    assert best is not None
    assert [(t.value, t.bound, t.proven) for t in plan.tiers] == [(0, 0, True), (0, 0, True), (best[0], best[0], True)]
    assert verify(scenario, plan).ok


def test_no_bids_bound_above_the_cheapest_and_no_pair_of_it_is_dropped() -> None:
    @tiny.every(80, "bids")
    @given(facilities(), st.lists(st.integers(0, 40_000), min_size=5, max_size=5), st.booleans())
    def below(of: Facilities, bids: list[int], exact: bool) -> None:
        best = least(of)
        _, location = located(instance("tiny", of).scenario)
        if best is None or location is None:
            return
        shares = Shares(location)
        cost, where = best
        found = shares.relaxed(np.array(bids[: len(where)], dtype=np.int64), exact=exact)
        assert max(found.bound, found.base) <= cost * shares.unit
        kept = shares.within(found, cost + 1)
        assert all(kept[location.halls.index(i), j] for j, i in enumerate(where))

    below()


def test_counted_work_ends_and_gives_the_same_again() -> None:
    rng = np.random.default_rng(5)
    of = Facilities(
        capacities=[Decimal(60)] * 10,
        fixed=[Decimal(n) for n in rng.integers(60, 120, 10).tolist()],
        demands=[Decimal(n) for n in rng.integers(3, 12, 40).tolist()],
        costs=[[Decimal(n) for n in row] for row in rng.integers(0, 60, (10, 40)).tolist()],
    )
    problem, location = located(instance("made up", of).scenario)
    assert location is not None
    found = []
    for _ in range(2):
        standing = Standing(problem, lambda: None)
        spell = clock(0.1)
        assert gather(problem, location, standing, spell)
        assert standing.best is not None
        found.append((standing.best.values, standing.best.held, standing.bounds()))
    assert found[0] == found[1]


PLAIN: dict[str, Any] = instance(
    "plain", Facilities([Decimal(9)] * 2, [Decimal(5)] * 2, [Decimal(2)] * 4, [[Decimal(1)] * 4] * 2)
).scenario.model_dump(mode="json", by_alias=True, exclude_none=True)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(
            {"functions": [{"id": "f", "name": "F", "roles": [{"id": "r", "name": "R", "fixed": 1}]}]}, id="r"
        ),
        pytest.param({"apart": [["c0", "c1"]]}, id="apart"),
        pytest.param({"together": [["c0", "c1"]]}, id="together"),
        pytest.param({"activities": [a | {"serves": [{"group": "c0"}]} for a in PLAIN["activities"]]}, id="same group"),
        pytest.param(
            {"activities": [a | {"duration_minutes": 30 + 5 * n} for n, a in enumerate(PLAIN["activities"])]}, id="long"
        ),
        pytest.param({"objective": ["unheld", "unfilled", {"weighted": {"cost": 1}}]}, id="weighted"),
    ],
)
def test_another_form_is_not_taken_for_it(changed: dict[str, Any]) -> None:
    assert located(read(PLAIN).scenario)[1] is not None
    assert located(read(PLAIN | changed).scenario)[1] is None


def test_a_budget_that_the_cheapest_passes_is_left_to_others() -> None:
    for budget, held in ((10**6, True), (1, False)):
        problem, location = located(read(PLAIN | {"budget": budget}).scenario)
        assert location is not None
        assert gather(problem, location, Standing(problem, lambda: None), clock()) is held
