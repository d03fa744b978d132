"""Fewest people against least cost: every efficient point, each the proven best of its kind."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

from planner.domain.plan import Plan, Tier
from planner.domain.scenario import Scenario, TierName, Weighted
from planner.solve import Known, solve
from planner.solve.settings import SolveSettings


@dataclass(frozen=True)
class Point:
    """People and cost (VND) of a plan that no other beats in both; `proven` where that is so for certain."""

    people: int
    cost: int
    proven: bool
    plan: Plan


def curve(scenario: Scenario, settings: SolveSettings, stop: threading.Event) -> Iterator[Point]:
    """Yield the efficient points from the fewest people to the least cost.

    The tiers before the first of `people` and `cost` in the objective are kept at their best; those after do not
    count. Each next point is the fewest people for less money than the last (the budget), so none is left out; a point
    that is not proven may be beaten by one between it and its neighbours.
    """
    kept: list[TierName] = []
    for tier in scenario.objective:
        if isinstance(tier, Weighted) or tier in ("people", "cost", "changes"):
            break
        kept.append(tier)
    wanted = scenario.model_copy(update={"objective": (*kept, "people", "cost")})
    plan = solve(wanted, settings, stop=stop)
    best = _values(plan)[: len(kept)]
    while plan.has_sessions_to_check and _values(plan)[: len(kept)] == best and not stop.is_set():
        people, cost = plan.tiers[-2:]
        yield Point(people.value or 0, cost.value or 0, cost.proven, plan)
        if not cost.value:
            return
        within = wanted.model_copy(update={"budget": cost.value - 1})
        plan = solve(within, settings, known=Known(plan, _floors(plan.tiers, kept)), stop=stop)


def _floors(tiers: tuple[Tier, ...], kept: list[TierName]) -> tuple[Tier, ...]:
    """Return the bounds that hold under a lower budget too: it takes plans away; `cost` follows people, which grow."""
    return tiers[: len(kept) + 1]


def _values(plan: Plan) -> list[int | None]:
    return [tier.value for tier in plan.tiers]
