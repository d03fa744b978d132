"""A plan read with the names of its scenario, clean and in the order of the calendar."""

from __future__ import annotations

from functools import cached_property

from planner.domain.plan import Plan, Seat, Session
from planner.domain.scenario import BLOCS, Scenario
from planner.files.paper import said


class Names:
    """Scenario and plan side by side. The plan must have passed the verifier: every id is looked up."""

    def __init__(self, scenario: Scenario, plan: Plan) -> None:
        self.scenario, self.plan = scenario, plan
        self.activities = {a.id: a for a in scenario.activities}
        self.functions = {f.id: f for f in scenario.functions}
        self.people = {p.id: p for p in scenario.people}
        self._organisations = {o.id: said.clean(o.name) for o in scenario.organisations}
        self._blocs = {o.id: o.bloc for o in scenario.organisations}
        self._places = {p.id: said.clean(p.name) for p in scenario.places}
        self._areas = {a.id: said.clean(a.name) for a in scenario.areas}

    @cached_property
    def sessions(self) -> tuple[Session, ...]:
        """The sessions as a calendar has them."""
        return tuple(sorted(self.plan.sessions, key=lambda s: (s.start, s.end, s.place, s.id)))

    @cached_property
    def number_of(self) -> dict[str, int]:
        """The number by which the paper calls each session, from 1."""
        return {session.id: number for number, session in enumerate(self.sessions, 1)}

    def rank(self, organisation: str) -> tuple[int, tuple[str, str], str]:
        """Return what organisations are sorted by: their blocs in the order in which they lead, then their names."""
        bloc = BLOCS.index(self._blocs[organisation])
        return bloc, said.alphabetical(self._organisations[organisation]), organisation

    def organisation(self, id: str) -> str:
        """Name an organisation."""
        return self._organisations[id]

    def activity(self, id: str) -> str:
        """Name an activity."""
        return said.clean(self.activities[id].name)

    def sponsor(self, activity: str) -> str:
        """Name the organisation whose activity it is."""
        return self._organisations[self.activities[activity].organisation]

    def sponsors(self, session: Session) -> tuple[str, ...]:
        """Return ids of those who hold the session, its lead first, the others by name."""
        all_of_them = {self.activities[a].organisation for a in session.activities} - {session.lead}
        return (session.lead, *sorted(all_of_them, key=self.rank))

    def where(self, session: Session) -> str:
        """Name the place of a session, with its area where it has one."""
        place = self._places[session.place]
        return place if session.area is None else f"{place} ({self._areas[session.area]})"

    def function(self, session: Session) -> str:
        """Name what a session is for."""
        return said.clean(self.functions[session.function].name)

    def person(self, id: str) -> str:
        """Name a person."""
        return said.clean(self.people[id].name)

    def home_id(self, person: str) -> str:
        """Return the organisation that a person comes from."""
        return self.people[person].home

    def home(self, person: str) -> str:
        """Name the organisation that a person comes from."""
        return self._organisations[self.home_id(person)]

    def role(self, session: Session, seat: Seat) -> str:
        """Name the role of a seat."""
        if seat.activity is None:
            return self.shared_role(session, seat.role)
        return next(said.clean(r.name) for r in self.activities[seat.activity].own_roles if r.id == seat.role)

    def shared_role(self, session: Session, role: str) -> str:
        """Name a role of a session's function."""
        return next(said.clean(r.name) for r in self.functions[session.function].roles if r.id == role)

    def purpose(self, session: Session, activity: str | None) -> str:
        """Say for which activity of a session a duty is."""
        if activity is not None:
            return self.activity(activity)
        return "Chung cả buổi" if len(session.activities) > 1 else self.activity(session.activities[0])
