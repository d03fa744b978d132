"""The way that wards take, tried on scenarios so small that brute force knows the answer."""

from __future__ import annotations

import pytest
from hypothesis import given

from planner.domain.checks import read
from planner.solve import solve, stages
from planner.solve.settings import SolveSettings
from planner.verify import verify
from tests import brute, tiny
from tests.core import Raw
from tests.features import FEATURES

SETTINGS = SolveSettings(time_limit_s=5, workers=1, baseline=False)
EXAMPLES = 3
"""Scenarios for each feature."""


@pytest.fixture(autouse=True)
def _nothing_is_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "SMALL", -1)


@pytest.mark.parametrize("feature", FEATURES)
def test_bounds_hold_and_proofs_are_true(feature: str) -> None:
    @tiny.every(EXAMPLES, f"stages {feature}")
    @given(tiny.scenarios(feature))
    def agree(raw: Raw) -> None:
        scenario = read(raw).scenario
        optimum = brute.best(scenario)
        plan = solve(scenario, SETTINGS)
        assert verify(scenario, plan).ok
        if optimum is None:
            assert plan.status == "infeasible"
            return
        best = tuple(optimum.values.values())
        values = tuple(tier.value for tier in plan.tiers)
        bounds = tuple(tier.bound for tier in plan.tiers)
        assert None not in values
        assert values >= best
        for i, bound in enumerate(bounds):
            assert values[:i] != best[:i] or bound is None or bound <= best[i]
        if plan.status == "optimal":
            assert values == best

    agree()
