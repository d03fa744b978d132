"""The solver and brute force find the same optimum, tier by tier, on hundreds of tiny scenarios."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.domain.checks import read
from planner.domain.plan import Plan, Tier
from planner.domain.scenario import Scenario
from planner.solve import solve
from planner.solve.settings import SolveSettings
from planner.verify import verify
from tests import brute, tiny
from tests.core import Raw
from tests.features import FEATURES

SETTINGS = SolveSettings(time_limit_s=60, workers=1, deterministic=True)
EXAMPLES = 7
"""Scenarios for each feature."""


@pytest.mark.parametrize("feature", FEATURES)
def test_solver_and_brute_force_agree(feature: str) -> None:
    @tiny.every(EXAMPLES, feature)
    @given(tiny.scenarios(feature))
    def agree(raw: Raw) -> None:
        scenario = read(raw).scenario
        plan = solve(scenario, SETTINGS)
        assert_optimal(scenario, plan, brute.best(scenario))
        apart = [activity | {"merge": "never"} for activity in raw["activities"]]
        baseline = brute.best(read(raw | {"activities": apart, "together": []}).scenario)
        if plan.status == "infeasible" or baseline is None:
            assert plan.savings is None
        else:
            assert plan.baseline is not None
            assert plan.baseline.status == "optimal"
            assert plan.baseline.tiers == proven(baseline)
            assert plan.savings is not None

    agree()


def test_solver_and_brute_force_agree_when_replanning() -> None:
    changed = 0

    @tiny.every(12 * EXAMPLES, "replanning")
    @given(tiny.replans())
    def agree(replan: tuple[Raw, Raw]) -> None:
        nonlocal changed
        before, after = (read(raw).scenario for raw in replan)
        base = brute.best(before)
        assume(base is not None)
        assert base is not None
        expected = brute.best(after, base.plan)
        assert_optimal(after, solve(after, SETTINGS, base=base.plan), expected, base.plan)
        changed += expected is not None and expected.measured["changes"] > 0

    agree()
    assert changed >= EXAMPLES


def test_the_order_of_lists_changes_nothing() -> None:
    @tiny.every(4 * EXAMPLES, "order")
    @given(tiny.scenarios(), st.integers(0, 2**32))
    def agree(raw: Raw, number: int) -> None:
        one = solve(read(raw).scenario, SETTINGS).to_json()
        other = solve(read(shuffled(raw, random.Random(number))).scenario, SETTINGS).to_json()
        assert one | {"seconds": 0} == other | {"seconds": 0}

    agree()


def assert_optimal(scenario: Scenario, plan: Plan, expected: brute.Optimum | None, base: Plan | None = None) -> None:
    """Fail unless the solver proves what brute force finds, and the verifier passes its plan."""
    assert plan.status == ("infeasible" if expected is None else "optimal")
    if expected is not None:
        assert plan.tiers == proven(expected)
    report = verify(scenario, plan, base=base)
    assert report.ok, report.violations


def proven(optimum: brute.Optimum) -> tuple[Tier, ...]:
    """Return the tiers that a solver should report."""
    return tuple(Tier(name=name, value=v, bound=v, proven=True) for name, v in optimum.values.items())


def shuffled(value: Any, rng: random.Random, field: str = "") -> Any:
    """Return the scenario with everything in another order whose order means nothing."""
    if isinstance(value, dict):
        names = rng.sample(sorted(value), len(value))
        return {name: shuffled(value[name], rng, name) for name in names}
    if isinstance(value, list):
        # A person's home comes first; the objective is an order.
        ordered = field == "objective" or (field == "organisations" and isinstance(value[0], str))
        items = [shuffled(item, rng) for item in value]
        return items if ordered else rng.sample(items, len(items))
    return value
