"""The things of a scenario by their ids."""

from __future__ import annotations

from functools import cached_property

from planner.domain.scenario import Activity, Area, Function, Organisation, Person, Place, Scenario, Skill


class Indexed:
    """What has a `scenario`, and finds its things by their ids; each list is gone through once, when first asked."""

    scenario: Scenario

    @cached_property
    def activities(self) -> dict[str, Activity]:
        """Activities by id."""
        return {a.id: a for a in self.scenario.activities}

    @cached_property
    def organisations(self) -> dict[str, Organisation]:
        """Organisations by id."""
        return {o.id: o for o in self.scenario.organisations}

    @cached_property
    def people(self) -> dict[str, Person]:
        """People by id."""
        return {p.id: p for p in self.scenario.people}

    @cached_property
    def places(self) -> dict[str, Place]:
        """Places by id."""
        return {p.id: p for p in self.scenario.places}

    @cached_property
    def functions(self) -> dict[str, Function]:
        """Functions by id."""
        return {f.id: f for f in self.scenario.functions}

    @cached_property
    def areas(self) -> dict[str, Area]:
        """Areas by id."""
        return {a.id: a for a in self.scenario.areas}

    @cached_property
    def skills(self) -> dict[str, Skill]:
        """Skills by id."""
        return {s.id: s for s in self.scenario.skills}
