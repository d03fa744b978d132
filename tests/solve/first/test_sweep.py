"""A sweep's plan keeps to all rules, and what went short is taken earlier the next time."""

from __future__ import annotations

import pytest
from hypothesis import given

from planner.domain.checks import read
from planner.solve.first.sweep import sweep
from planner.solve.outcome import result
from planner.solve.settings import SolveSettings
from planner.solve.standing import Standing
from planner.verify import verify
from tests import brute, tiny
from tests.core import Raw
from tests.features import FEATURES
from tests.solve.small import activity, clock, person, problem, week

SETTINGS = SolveSettings(time_limit_s=1, workers=1, deterministic=True, baseline=False)


def swept(raw: Raw, seconds: float) -> Standing:
    standing = Standing(problem(raw), lambda: None)
    sweep(standing.problem, standing, clock(), seconds=seconds)
    return standing


@pytest.mark.parametrize("feature", FEATURES)
def test_its_plans_keep_to_all_rules(feature: str) -> None:
    @tiny.every(5, f"sweep {feature}")
    @given(tiny.scenarios(feature))
    def passes(raw: Raw) -> None:
        standing = swept(raw, 1)
        if standing.best is not None:
            plan = result.plan(standing, None, SETTINGS, 0)
            assert verify(standing.problem.scenario, plan).violations == ()

    passes()


def test_most_of_what_can_be_held_is_held() -> None:
    held, asked = 0, 0

    @tiny.every(60, "held by sweeps")
    @given(tiny.scenarios())
    def compare(raw: Raw) -> None:
        nonlocal held, asked
        optimum = brute.best(read(raw).scenario)
        best = swept(raw, 1).best
        if optimum is not None and best is not None:
            asked += 1
            held += best.measured["unheld"] == optimum.measured["unheld"]

    compare()
    assert asked >= 40
    assert held >= 0.8 * asked


TWO = week(
    [activity("a", "02T08:00", "02T10:00", priority=9), activity("b", "02T08:00", priority=1)],
    [person("p")],
)
"""One guide, two activities at two starts: the first could take either, the second only the earlier."""


def test_what_went_short_is_taken_earlier_in_the_next_sweep() -> None:
    first, later = swept(TWO, 0).best, swept(TWO, 10).best
    assert first is not None
    assert later is not None
    assert (first.measured["unheld"], later.measured["unheld"]) == (1, 0)
