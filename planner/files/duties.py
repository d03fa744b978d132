"""What a plan asks of each person and organisation, by name: the entries of their calendars.

An entry holds names, not ids, and nothing that depends on a language, so that it can be kept and written again as it
was. `keys` says what remains of a duty when its time, place, session or role changes: the activities that it is for.
An activity is held in one session, and nobody has two duties in one session, so a person and an activity together
name at most one duty of any plan. An own role is for its own activity; a shared role and a standby are for all
activities of the session.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from planner.domain.assignments import Assignment, assignments
from planner.domain.indexed import Indexed
from planner.domain.plan import Plan, Session
from planner.domain.scenario import Scenario
from planner.domain.values import Moment

Kind = Literal["person", "organisation", "plan"]

MOST_NAMED: Final = 30
"""People of one role whom an entry names; of the others it gives the number."""


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Held(_Kept):
    """An activity, and the organisation whose it is."""

    name: str
    organisation: str


class Crew(_Kept):
    """The people of a role in a session; `more` of them are not named."""

    role: str
    standby: bool = False
    people: tuple[str, ...]
    more: int = 0


class Entry(_Kept):
    """A session as one person, one organisation (`whose`: the name) or all see it; times are local to `timezone`.

    A person's entry has their `role`, and `activity` where the role is that activity's own. `crews` are the others
    there for a person, their own people for an organisation, all people for a plan; `others` counts who is not among
    them.
    """

    kind: Kind
    whose: str
    start: Moment
    end: Moment
    timezone: str
    place: str
    area: str | None = None
    function: str
    activities: tuple[Held, ...]
    lead: str
    partners: tuple[str, ...] = ()
    role: str | None = None
    standby: bool = False
    activity: str | None = None
    crews: tuple[Crew, ...] = ()
    others: int = 0


@dataclass(frozen=True)
class Wanted:
    """An entry of somebody: a person's, an organisation's (`subject` is the id) or the plan's (an empty one)."""

    subject: str
    keys: tuple[str, ...]
    entry: Entry

    @property
    def kind(self) -> Kind:
        """Whose it is."""
        return self.entry.kind


class Book(Indexed):
    """The entries of a verified plan of a scenario."""

    def __init__(self, scenario: Scenario, plan: Plan) -> None:
        self.scenario, self._plan = scenario, plan

    def whole(self) -> Iterator[Wanted]:
        """Yield an entry for each session."""
        for session in self._plan.sessions:
            crews = self._crews(session, assignments(session))
            yield Wanted("", _keys(session.activities), self._entry(session, "plan", self.scenario.name, crews=crews))

    def of_person(self, person: str) -> Iterator[Wanted]:
        """Yield an entry for each duty of a person."""
        return (wanted for s in self._plan.sessions for wanted in self._people(s, (person,)))

    def of_organisation(self, organisation: str) -> Iterator[Wanted]:
        """Yield an entry for each session that an organisation sponsors or sends somebody to."""
        return (wanted for s in self._plan.sessions for wanted in self._organisations(s, (organisation,)))

    def everybodys(self) -> Iterator[Wanted]:
        """Yield all entries of all people and organisations."""
        for session in self._plan.sessions:
            yield from self._people(session, None)
            yield from self._organisations(session, None)

    def _people(self, session: Session, asked: Iterable[str] | None) -> Iterator[Wanted]:
        duties = assignments(session)
        for duty in duties:
            if asked is not None and duty.person not in asked:
                continue
            own = None if duty.activity is None else self.activities[duty.activity].name
            entry = self._entry(
                session,
                "person",
                self.people[duty.person].name,
                role=self._role(session, duty),
                standby=duty.standby,
                activity=own,
                crews=self._crews(session, (other for other in duties if other.person != duty.person)),
            )
            keys = session.activities if duty.activity is None else (duty.activity,)
            yield Wanted(duty.person, _keys(keys), entry)

    def _organisations(self, session: Session, asked: Iterable[str] | None) -> Iterator[Wanted]:
        duties = assignments(session)
        there: dict[str, list[Assignment]] = {self.activities[a].organisation: [] for a in session.activities}
        for duty in duties:
            for organisation in dict.fromkeys(self.people[duty.person].organisations):
                there.setdefault(organisation, []).append(duty)
        for organisation, own in there.items():
            if asked is None or organisation in asked:
                name, others = self.organisations[organisation].name, len(duties) - len(own)
                entry = self._entry(session, "organisation", name, crews=self._crews(session, own), others=others)
                yield Wanted(organisation, _keys(session.activities), entry)

    def _entry(
        self,
        session: Session,
        kind: Kind,
        whose: str,
        *,
        role: str | None = None,
        standby: bool = False,
        activity: str | None = None,
        crews: tuple[Crew, ...] = (),
        others: int = 0,
    ) -> Entry:
        held = [self.activities[a] for a in session.activities]
        partners = dict.fromkeys(a.organisation for a in held if a.organisation != session.lead)
        return Entry(
            kind=kind,
            whose=whose,
            start=session.start,
            end=session.end,
            timezone=self.scenario.timezone,
            place=self.places[session.place].name,
            area=None if session.area is None else self.areas[session.area].name,
            function=self.functions[session.function].name,
            activities=tuple(Held(name=a.name, organisation=self.organisations[a.organisation].name) for a in held),
            lead=self.organisations[session.lead].name,
            partners=tuple(self.organisations[sponsor].name for sponsor in partners),
            role=role,
            standby=standby,
            activity=activity,
            crews=crews,
            others=others,
        )

    def _crews(self, session: Session, duties: Iterable[Assignment]) -> tuple[Crew, ...]:
        """Return people by role, in the order in which the plan has the roles, standbys last."""
        found: dict[tuple[bool, str], list[str]] = {}
        for duty in duties:
            name = self._role(session, duty)
            found.setdefault((duty.standby, name), []).append(self.people[duty.person].name)
        return tuple(
            Crew(
                role=role,
                standby=standby,
                people=tuple(sorted(people)[:MOST_NAMED]),
                more=max(0, len(people) - MOST_NAMED),
            )
            for (standby, role), people in sorted(found.items(), key=lambda item: item[0][0])
        )

    def _role(self, session: Session, duty: Assignment) -> str:
        """Name a role: of the function where it is shared, else its activity's own."""
        if duty.activity is None:
            return self._shared[session.function, duty.role]
        return self._own[duty.activity, duty.role]

    @cached_property
    def _shared(self) -> dict[tuple[str, str], str]:
        return {(f.id, role.id): role.name for f in self.scenario.functions for role in f.roles}

    @cached_property
    def _own(self) -> dict[tuple[str, str], str]:
        return {(a.id, role.id): role.name for a in self.scenario.activities for role in a.own_roles}


def _keys(activities: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(activities)))
