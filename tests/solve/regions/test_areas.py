"""Areas as problems of their own: what is in them, what others leave, and bounds that add up."""

from __future__ import annotations

import pytest
from hypothesis import given

from planner.domain.checks import read
from planner.solve import solve, stages
from planner.solve.draft import Draft
from planner.solve.effort import Clock
from planner.solve.first.sweep import sweep
from planner.solve.problem import Problem
from planner.solve.regions.areas import Areas
from planner.solve.regions.regional import Timetable, begun
from planner.solve.settings import SolveSettings
from planner.solve.standing import Standing
from planner.verify import verify
from scenarios.build import sizes
from tests import brute, tiny
from tests.core import Raw
from tests.solve import small

SETTINGS = SolveSettings(time_limit_s=4, workers=1, baseline=False)


def test_bounds_of_areas_hold_for_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "SMALL", -1)
    monkeypatch.setattr(stages, "LARGE", -1)
    several = 0

    @tiny.every(25, "areas")
    @given(tiny.scenarios("areas"))
    def agree(raw: Raw) -> None:
        nonlocal several
        scenario = read(raw).scenario
        optimum = brute.best(scenario)
        plan = solve(scenario, SETTINGS)
        assert verify(scenario, plan).ok
        if optimum is None or plan.status == "unknown":
            return
        several += len({activity.area for activity in scenario.activities}) > 1
        best = tuple(optimum.values.values())
        values = tuple(tier.value for tier in plan.tiers)
        assert None not in values
        assert values >= best
        for i, tier in enumerate(plan.tiers):
            assert values[:i] != best[:i] or tier.bound is None or tier.bound <= best[i]

    agree()
    assert several >= 8


def two_wards() -> tuple[Areas, Draft]:
    """Two wards that share people, and the plan of a sweep."""
    problem = small.problem(sizes.scenario("2", 1))
    standing = Standing(problem, lambda: None)
    sweep(problem, standing, small.clock(), seconds=1)
    assert standing.best is not None
    return Areas(problem), standing.best


def test_an_area_comes_back_as_it_was() -> None:
    areas, best = two_wards()
    problem = areas.problem
    assert len(areas.names) == 2
    for area in areas.names:
        part = areas.alone(area)
        assert {a.area for a in part.scenario.activities} == {area}
        own = areas.within(part, areas.held(best, (area,)))
        assert own is not None
        assert areas.with_part(best, (area,), own) == best
        assert len(part.scenario.people) < len(problem.scenario.people)


def test_what_others_use_is_taken() -> None:
    areas, best = two_wards()
    problem = areas.problem
    first, second = areas.names
    elsewhere = {p for h in areas.held(best, (second,)) for _, p in (*h.seats, *h.standby)}
    part, alone = areas.beside((first,), best), areas.alone(first)
    busy = [p for p in sorted(elsewhere) if problem.grid.people[p].id in part.grid.person_index]
    assert busy, "some people serve in both"
    for p in busy:
        name = problem.grid.people[p].id
        now, before = (x.grid.people[x.grid.person_index[name]] for x in (part, alone))
        assert len(now.unavailable) > len(before.unavailable)
        assert now.max_hours_per_week <= before.max_hours_per_week
    nothing = Draft(problem, areas.held(best, (first,)))
    assert areas.beside((first,), nothing).scenario == alone.scenario


def test_bounds_add_up_for_plans_that_are_at_the_bounds_before() -> None:
    problem = small.problem(sizes.scenario("2", 1))

    def added(given: tuple[int, ...], *, areas: int = 2) -> Standing:
        clock = small.clock()
        bounded = 0

        def bound(_: Problem, own: Standing, __: Clock) -> tuple[tuple[int, ...], Timetable]:
            nonlocal bounded
            own.prove(1, 2, (0,))
            own.prove(2, 5, given[:2])
            own.prove(3, 7, given)
            own.prove(3, 6, given[:2])
            bounded += 1
            if bounded == areas:
                clock.stop.set()
            return given, ()

        standing = Standing(problem, lambda: None)
        begun(Areas(problem), standing, clock, bound, lambda *_: None, lambda *_: None)
        return standing

    tight, loose, half = added((0, 2, 5)), added((0, 3, 5)), added((0, 2, 5), areas=1)
    assert [tight.bound(i, (0, 4, 10)) for i in range(4)] == [0, 4, 10, 14]
    assert tight.bound(3, (0, 4, 11)) == 12, "whoever stands by"
    assert tight.bound(2, (0, 5)) == 0, "two areas could share what is worse before"
    assert [loose.bound(i, (0, 6, 10)) for i in range(4)] == [0, 4, 0, 0]
    assert loose.bound(2, (0, 4)) == 10
    assert [half.bound(i, (0, 2, 5)) for i in range(4)] == [0, 2, 5, 7], "as if the other took nothing"
    assert half.bound(3, (0, 4, 5)) == 0


def test_what_belongs_together_across_areas_is_held_in_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "SMALL", -1)
    monkeypatch.setattr(stages, "LARGE", -1)
    given = sizes.scenario("2", 1)
    one = given["activities"][0]
    other = next(a for a in given["activities"] if a["area"] != one["area"] and a["function"] == one["function"])
    given["together"] = [[one["id"], other["id"]]]
    scenario = read(given).scenario
    plan = solve(scenario, SolveSettings(time_limit_s=8, workers=1, baseline=False))
    assert verify(scenario, plan).ok
    assert {unheld.activity for unheld in plan.unheld} == {one["id"], other["id"]}
    tier = plan.tiers[0]
    assert (tier.name, tier.bound) == ("unheld", tier.value)
