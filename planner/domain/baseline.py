"""The scenario that savings are measured against: the same, with every activity held apart."""

from __future__ import annotations

from planner.domain.scenario import Scenario


def baseline_of(scenario: Scenario) -> Scenario:
    """Return the scenario with every `merge` read as "never" and `together` dropped."""
    apart = tuple(a.model_copy(update={"merge": "never"}) for a in scenario.activities)
    return scenario.model_copy(update={"activities": apart, "together": ()})
