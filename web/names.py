"""What the ids of a scenario stand for. An id that it does not have stands for itself."""

from __future__ import annotations

from functools import cached_property

from planner.domain.indexed import Indexed
from planner.domain.scenario import Block, Organisation, Scenario
from planner.files.scenario import given
from web import rows


class Names(Indexed):
    """The things of a scenario by their ids."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    @cached_property
    def lists(self) -> rows.Names:
        """The same by list, as tables and forms take them."""
        return rows.Names(given(self.scenario))

    def activity(self, id: str) -> str:
        """Name an activity."""
        return self.activities[id].name if id in self.activities else id

    def organisation(self, id: str) -> str:
        """Name an organisation."""
        return self.organisations[id].name if id in self.organisations else id

    def skill(self, id: str) -> str:
        """Name a skill."""
        return self.skills[id].name if id in self.skills else id

    def person(self, id: str) -> str:
        """Name a person."""
        return self.people[id].name if id in self.people else id

    def place(self, id: str) -> str:
        """Name a place."""
        return self.places[id].name if id in self.places else id

    def function(self, id: str) -> str:
        """Name a function."""
        return self.functions[id].name if id in self.functions else id

    def sponsors(self, activities: tuple[str, ...]) -> tuple[Organisation, ...]:
        """Return the sponsors of some activities, each once, in the order of the scenario."""
        theirs = {self.activities[id].organisation for id in activities if id in self.activities}
        return tuple(o for o in self.scenario.organisations if o.id in theirs)

    def home(self, person: str) -> Organisation | None:
        """Return whose a person is first."""
        return self.organisations.get(self.people[person].home) if person in self.people else None

    def role(self, role: str, activity: str | None, function: str) -> str:
        """Name a role: an activity's own, or one of a function."""
        own = self.activities[activity].own_roles if activity is not None and activity in self.activities else ()
        shared = self.functions[function].roles if function in self.functions else ()
        names = {r.id: r.name for r in shared} | {r.id: r.name for r in own}
        return names.get(role, role)

    def block_at(self, minute: int) -> Block | None:
        """Return the block that a minute after midnight is in."""
        return next((b for b in self.scenario.blocks if b.start <= minute < b.end), None)
