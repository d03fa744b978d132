"""Brute force for demands: whether any plan at all holds some activities with their seats filled."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.scenario import Scenario
from planner.solve.feasible.possible import Demand
from tests.contract import Duties, Kind, Rules
from tests.search import Search


class Wanted(Search):
    """The exhaustive search among plans that meet demands; those of several activities leave no seat empty."""

    def __init__(self, scenario: Scenario, demands: Sequence[Demand]) -> None:
        super().__init__(Rules(scenario, None))
        assert all(len(demand.activities) == 1 or not most for demand in demands for _, most in demand.empty)
        self.demands = demands
        self.pinned |= {a for demand in demands for a in demand.activities}

    def any(self) -> bool:
        """Tell whether there is a plan, without looking for the best."""
        seen: set[object] = set()
        for timetable in self.timetables():
            alike = self._alike(timetable.meetings), timetable.cost if self.scenario.budget is not None else 0
            if alike not in seen:
                seen.add(alike)
                self._staff(timetable)
                if self.value is not None:
                    return True
        return False

    def _allowed(self, members: tuple[str, ...], kinds: list[Kind], duties: Duties) -> bool:
        for demand in self.demands:
            if demand.activities.isdisjoint(members):
                continue
            for key, most in demand.empty:
                for k, kind in enumerate(kinds):
                    if (kind.role, kind.activity) == key and not kind.standby and kind.number - duties.count(k) > most:
                        return False
        return super()._allowed(members, kinds, duties)


def can(scenario: Scenario, demands: Sequence[Demand]) -> bool:
    """Tell whether any plan of a tiny scenario meets the demands, by trying all."""
    return Wanted(scenario.model_copy(update={"objective": ("unheld", "unfilled")}), demands).any()
