"""The baseline: the same scenario, everything held apart."""

from __future__ import annotations

import scenarios
from planner.domain.baseline import baseline_of
from planner.files import read_scenario


def test_merging_is_off_and_all_else_as_it_was() -> None:
    scenario = read_scenario(scenarios.path("dien-hong-tet")).scenario
    assert scenario.together
    apart = baseline_of(scenario)
    assert apart.together == ()
    assert {activity.merge for activity in apart.activities} == {"never"}
    again = tuple(
        a.model_copy(update={"merge": b.merge}) for a, b in zip(apart.activities, scenario.activities, strict=True)
    )
    assert apart.model_copy(update={"activities": again, "together": scenario.together}) == scenario
