"""Solving real wards: verified plans, bounds that never cross values, stops, progress, one worker's determinism."""

from __future__ import annotations

import random
import threading
from typing import Any

import pytest

import scenarios
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.files import read_scenario
from planner.solve import solve
from planner.solve.settings import Progress, SolveSettings
from planner.verify import verify

WARD = "cau-ong-lanh-health"


def shipped(name: str) -> Scenario:
    return read_scenario(scenarios.path(name)).scenario


def assert_sound(scenario: Scenario, plan: Plan) -> None:
    """Fail unless the verifier passes the plan and no bound lies above its value where all before is proven."""
    report = verify(scenario, plan)
    assert report.ok, report.violations
    for tier in plan.tiers:
        assert tier.value is not None
        assert tier.bound is not None
        assert tier.bound <= tier.value
        if not tier.proven:
            break


@pytest.mark.parametrize("name", [name for name in scenarios.names() if not name.startswith("cluster")])
def test_every_ward_gets_a_verified_plan_and_bounds(name: str) -> None:
    scenario = shipped(name)
    stop, ready = threading.Event(), set[str]()

    def watch(news: Progress) -> None:
        if news.tiers[0].value == 0:
            ready.add(news.of)
        if ready == {"plan", "baseline"}:
            stop.set()

    plan = solve(scenario, SolveSettings(time_limit_s=240), on_progress=watch, stop=stop)
    assert plan.status in ("optimal", "feasible")
    assert plan.unheld == ()
    assert plan.baseline is not None
    assert plan.savings is not None
    assert_sound(scenario, plan)


def test_one_worker_gives_the_same_plan_whatever_the_order_of_lists() -> None:
    scenario = shipped(WARD)
    settings = SolveSettings(time_limit_s=3, workers=1, deterministic=True, baseline=False)
    first, second = (solve(s, settings).to_json() | {"seconds": 0} for s in (scenario, shuffled(scenario)))
    assert first == second


def shuffled(scenario: Scenario) -> Scenario:
    rng = random.Random(7)
    lists = ("activities", "people", "places", "groups", "functions", "organisations", "skills", "travel", "apart")
    return scenario.model_copy(
        update={n: tuple(rng.sample(getattr(scenario, n), len(getattr(scenario, n)))) for n in lists}
    )


@pytest.mark.parametrize("after", [1, 3])
def test_a_stop_after_the_first_plan_returns_a_verified_plan(after: int) -> None:
    scenario = shipped(WARD)
    stop = threading.Event()
    seen: list[Progress] = []

    def watch(news: Progress) -> None:
        if news.of == "plan" and news.tiers[0].value is not None:
            seen.append(news)
            if len(seen) == after:
                stop.set()

    plan = solve(scenario, SolveSettings(time_limit_s=60), on_progress=watch, stop=stop)
    assert len(seen) >= after
    assert plan.seconds < 30
    assert_sound(scenario, plan)


def test_a_stop_before_it_begins_ends_at_once() -> None:
    scenario = shipped(WARD)
    stop = threading.Event()
    stop.set()
    plan = solve(scenario, SolveSettings(time_limit_s=60), stop=stop)
    assert plan.seconds < 20
    assert plan.status in ("feasible", "unknown")
    assert verify(scenario, plan).ok


def test_progress_gets_better_and_ends_at_the_plan() -> None:
    scenario = shipped(WARD)
    seen: dict[str, list[Any]] = {"plan": [], "baseline": []}
    plan = solve(scenario, SolveSettings(time_limit_s=5), on_progress=lambda news: seen[news.of].append(news))
    values = [tuple(tier.value for tier in news.tiers) for news in seen["plan"] if news.tiers[0].value is not None]
    assert values == sorted(values, reverse=True)
    assert values[-1] == tuple(tier.value for tier in plan.tiers)
    assert plan.baseline is not None
    assert seen["baseline"][-1].tiers == plan.baseline.tiers


def test_what_fails_inside_is_raised_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("planner.solve.pursue", broken)
    with pytest.raises(ZeroDivisionError):
        solve(shipped(WARD), SolveSettings(time_limit_s=5))
