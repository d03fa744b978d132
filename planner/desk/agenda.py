"""What somebody has to do, by name: for their own page, and for that of a person of a plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from planner.desk import consent, scenarios
from planner.desk.naming import Named, named
from planner.desk.rights import Who
from planner.desk.store import Scenario, Store
from planner.domain import plan as domain
from planner.domain.scenario import Scenario as DomainScenario


@dataclass(frozen=True)
class Companion:
    """Somebody else in the same session: `activity` is whose own role it is, None where it is shared."""

    person: str
    role: str
    activity: str | None
    standby: bool


@dataclass(frozen=True)
class Engagement:
    """What one person does in one session, all by name; times are local to the scenario.

    `activity` is the one whose own role it is, None where the role is shared by all `activities`. `sponsors` are those
    of the activities, in their order; `lead` is one of them.
    """

    session: str
    start: datetime
    end: datetime
    place: str
    function: str
    role: str
    activity: str | None
    standby: bool
    activities: tuple[str, ...]
    sponsors: tuple[str, ...]
    lead: str
    companions: tuple[Companion, ...]

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return round((self.end - self.start).total_seconds() / 60)


@dataclass(frozen=True)
class Agenda:
    """What somebody has to do by the plan of a scenario that is in force, in order of time."""

    scenario: str
    name: str
    plan: str
    engagements: tuple[Engagement, ...]


class Agendas:
    """The agendas in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def own(self, who: Who) -> tuple[Agenda, ...]:
        """Return what they themselves have to do, by the plans in force of scenarios not put away, the earliest first.

        Only scenarios of organisations and areas in which they have a role count: ids of people are an office's own.
        Who is in a session with them is named; nothing else of a scenario that they may not read is.
        """
        if who.person is None:
            return ()
        theirs = who.reach("duties", Scenario.organisation, Scenario.area)
        found: list[Agenda] = []
        with self._store.reading() as session:
            for row in session.scalars(select(Scenario).where(Scenario.archived.is_(None), theirs)):
                kept = consent.agreed(session, row.id)
                if kept is None:
                    continue
                plan = domain.Plan.model_validate_json(kept.text)
                duties = engagements(scenarios.parsed(session, row.id, kept.version), plan, who.person)
                if duties:
                    found.append(Agenda(row.id, row.name, kept.id, duties))
        return tuple(sorted(found, key=lambda agenda: (agenda.engagements[0].start, agenda.scenario)))


def engagements(scenario: DomainScenario, plan: domain.Plan, person: str) -> tuple[Engagement, ...]:
    """Return what a person has to do by a plan, in order of time."""
    names = named(scenario, plan.sessions)
    found = [duty for joint in plan.sessions for duty in _of(names, joint, person)]
    return tuple(sorted(found, key=lambda duty: (duty.start, duty.session, duty.role)))


def _of(names: Named, joint: domain.Session, person: str) -> Iterator[Engagement]:
    duties = [(s.person, s.role, s.activity, False) for s in joint.seats if s.person is not None]
    duties += [(s.person, s.role, None, True) for s in joint.standby]
    for holder, role, activity, standby in duties:
        if holder != person:
            continue
        yield Engagement(
            session=joint.id,
            start=joint.start,
            end=joint.end,
            place=names.place(joint.place),
            function=names.function(joint.function),
            role=names.role(role, activity, joint.function),
            activity=None if activity is None else names.activity(activity),
            standby=standby,
            activities=tuple(map(names.activity, joint.activities)),
            sponsors=tuple(names.organisation(names.sponsor(a)) for a in joint.activities),
            lead=names.organisation(joint.lead),
            companions=tuple(
                Companion(
                    names.person(other),
                    names.role(its, own, joint.function),
                    None if own is None else names.activity(own),
                    spare,
                )
                for other, its, own, spare in duties
                if other != person
            ),
        )
