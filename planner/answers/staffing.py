"""How many staff a ward of so many residents needs: the fewest people with no seat empty, for each population."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.solve import solve
from planner.solve.settings import SolveSettings


@dataclass(frozen=True)
class Need:
    """What a population asks for.

    `people` is how many serve at the fewest, `least` a proven lower bound of it (None: none). `unheld` and `empty` are
    what the present staff cannot do: priority of activities, seats. `sure`: whether all of this is proven.
    """

    population: int
    people: int | None
    least: int | None
    unheld: int | None
    empty: int | None
    sure: bool

    @property
    def enough(self) -> bool:
        """Whether the present staff fills every seat."""
        return self.unheld == 0 and self.empty == 0


def registered(scenario: Scenario) -> int:
    """Return how many people the scenario's groups have."""
    return sum(group.people for group in scenario.groups)


def staffing(
    scenario: Scenario, populations: Sequence[int], settings: SolveSettings, stop: threading.Event
) -> Iterator[Need]:
    """Yield what each population asks for, all groups (and numbers of their own) scaled alike and rounded up."""
    whole = registered(scenario)
    for population in populations:
        if stop.is_set():
            return
        plan = solve(of_population(scenario, Fraction(population, whole or 1)), settings, stop=stop)
        yield _need(population, plan)


def of_population(scenario: Scenario, factor: Fraction) -> Scenario:
    """Return the scenario with its people times `factor`, to be planned for the fewest staff."""

    def scaled(people: int) -> int:
        return -(-people * factor.numerator // factor.denominator)

    groups = tuple(group.model_copy(update={"people": scaled(group.people)}) for group in scenario.groups)
    activities = tuple(
        activity.model_copy(
            update={
                "serves": tuple(
                    serving if serving.people is None else serving.model_copy(update={"people": scaled(serving.people)})
                    for serving in activity.serves
                )
            }
        )
        for activity in scenario.activities
    )
    return scenario.model_copy(
        update={"groups": groups, "activities": activities, "objective": ("unheld", "unfilled", "people")}
    )


def _need(population: int, plan: Plan) -> Need:
    if not plan.has_sessions_to_check:
        return Need(population, None, None, None, None, sure=False)
    unheld, empty, people = plan.tiers
    least = people.bound if unheld.proven and empty.proven else None
    return Need(population, people.value, least, unheld.value, empty.value, sure=people.proven)
