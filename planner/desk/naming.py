"""What the ids in some sessions stand for: for those who may see these sessions, and not the scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planner.domain.plan import Session
from planner.domain.scenario import Bloc, Scenario


@dataclass(frozen=True)
class Named:
    """Names by id of what occurs in some sessions, and nothing else. An id without a name stands for itself.

    `scenario` is the scenario's name, `sponsors` has the organisation of each activity. Roles are keyed by the id of
    their function or activity, and by their own.
    """

    scenario: str
    activities: Mapping[str, str]
    sponsors: Mapping[str, str]
    organisations: Mapping[str, str]
    blocs: Mapping[str, Bloc]
    functions: Mapping[str, str]
    places: Mapping[str, str]
    people: Mapping[str, str]
    roles: Mapping[tuple[str, str], str]
    own_roles: Mapping[tuple[str, str], str]

    def activity(self, id: str) -> str:
        """Name an activity."""
        return self.activities.get(id, id)

    def sponsor(self, activity: str) -> str:
        """Return the id of an activity's organisation."""
        return self.sponsors.get(activity, "")

    def organisation(self, id: str) -> str:
        """Name an organisation."""
        return self.organisations.get(id, id)

    def bloc(self, id: str) -> str:
        """Return the bloc of an organisation."""
        return self.blocs.get(id, "")

    def function(self, id: str) -> str:
        """Name a function."""
        return self.functions.get(id, id)

    def place(self, id: str) -> str:
        """Name a place."""
        return self.places.get(id, id)

    def person(self, id: str) -> str:
        """Name a person."""
        return self.people.get(id, id)

    def role(self, role: str, activity: str | None, function: str) -> str:
        """Name a role: of the function where it is shared, else the activity's own."""
        if activity is not None:
            return self.own_roles.get((activity, role), role)
        return self.roles.get((function, role), role)


def named(scenario: Scenario, sessions: Iterable[Session]) -> Named:
    """Return the names of what occurs in sessions of a plan of a scenario."""
    held = tuple(sessions)
    activities = {a for s in held for a in s.activities}
    functions, places = {s.function for s in held}, {s.place for s in held}
    people = {seat.person for s in held for seat in s.seats} | {spare.person for s in held for spare in s.standby}
    sponsors = {a.id: a.organisation for a in scenario.activities if a.id in activities}
    organisations = {*sponsors.values(), *(s.lead for s in held)}
    return Named(
        scenario=scenario.name,
        activities={a.id: a.name for a in scenario.activities if a.id in activities},
        sponsors=sponsors,
        organisations={o.id: o.name for o in scenario.organisations if o.id in organisations},
        blocs={o.id: o.bloc for o in scenario.organisations if o.id in organisations},
        functions={f.id: f.name for f in scenario.functions if f.id in functions},
        places={p.id: p.name for p in scenario.places if p.id in places},
        people={p.id: p.name for p in scenario.people if p.id in people},
        roles={(f.id, r.id): r.name for f in scenario.functions if f.id in functions for r in f.roles},
        own_roles={(a.id, r.id): r.name for a in scenario.activities if a.id in activities for r in a.own_roles},
    )
