"""The whole plan costs at most the budget."""

from planner.model.tiers import cost
from planner.model.timetable import Model


def add(model: Model) -> None:
    """Bound the cost."""
    if model.grid.scenario.budget is not None:
        model.cp.add(cost(model) <= model.grid.scenario.budget)
