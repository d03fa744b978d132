"""What somebody has to do by the plans in force: by id for programs, by name for their own page and a plan's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.desk import consent, scenarios
from planner.desk.naming import Named, named
from planner.desk.rights import Who
from planner.desk.store import Plan, Scenario, Store
from planner.domain import plan as domain
from planner.domain.assignments import Assignment, assignments
from planner.domain.plan import Output
from planner.domain.scenario import Scenario as DomainScenario
from planner.domain.values import Moment


class Duty(Output):
    """What one person does in one session of a plan that is in force; `role` as standby where `standby`.

    `activity` is whose own role it is, absent where the role is shared by all `activities` of the session.
    """

    scenario: str
    plan: str
    session: str
    activities: tuple[str, ...]
    start: Moment
    end: Moment
    place: str
    role: str
    activity: str | None = None
    standby: bool = False


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
        with self._store.reading() as session:
            found = [
                Agenda(row.id, row.name, kept.id, duties)
                for row, kept, plan, person in _in_force(session, who)
                if (duties := engagements(scenarios.parsed(session, row.id, kept.version), plan, person))
            ]
        return tuple(sorted(found, key=lambda agenda: (agenda.engagements[0].start, agenda.scenario)))

    def duties(self, who: Who) -> tuple[Duty, ...]:
        """Return the same by id, in order of time."""
        with self._store.reading() as session:
            found = [_duties(kept, plan, person) for _, kept, plan, person in _in_force(session, who)]
        return tuple(sorted(chain.from_iterable(found), key=_in_order))

    def duties_of(self, who: Who, scenario: str, person: str) -> tuple[Duty, ...]:
        """Return what somebody has to do by the plan of a scenario that is in force.

        Raises:
            Missing, Forbidden: there is no such scenario for them, or only without what is personal.
        """
        with self._store.reading() as session:
            row = scenarios.readable(session, who, scenario)
            if person != who.person:
                who.needs("open", row.organisation, row.area, "scenario", scenario)
            kept = consent.agreed(session, scenario)
            found = () if kept is None else _duties(kept, _parsed(kept), person)
        return tuple(sorted(found, key=_in_order))


def engagements(scenario: DomainScenario, plan: domain.Plan, person: str) -> tuple[Engagement, ...]:
    """Return what a person has to do by a plan, in order of time."""
    names = named(scenario, plan.sessions)
    found = [_engagement(names, joint, its) for joint, its in _assigned(plan, person)]
    return tuple(sorted(found, key=_in_order))


def _in_force(session: Session, who: Who) -> Iterator[tuple[Scenario, Plan, domain.Plan, str]]:
    """Yield scenarios within their reach with the plan in force, and who in it they are."""
    if who.person is None:
        return
    theirs = who.reach("duties", Scenario.organisation, Scenario.area)
    for row in session.scalars(select(Scenario).where(Scenario.archived.is_(None), theirs)):
        kept = consent.agreed(session, row.id)
        if kept is not None:
            yield row, kept, _parsed(kept), who.person


def _parsed(kept: Plan) -> domain.Plan:
    return domain.Plan.model_validate_json(kept.text)


def _in_order(duty: Duty | Engagement) -> tuple[datetime, str, str]:
    return duty.start, duty.session, duty.role


def _assigned(plan: domain.Plan, person: str) -> Iterator[tuple[domain.Session, Assignment]]:
    return ((joint, its) for joint in plan.sessions for its in assignments(joint) if its.person == person)


def _duties(kept: Plan, plan: domain.Plan, person: str) -> Iterator[Duty]:
    for joint, its in _assigned(plan, person):
        yield Duty(
            scenario=kept.scenario,
            plan=kept.id,
            session=joint.id,
            activities=joint.activities,
            start=joint.start,
            end=joint.end,
            place=joint.place,
            role=its.role,
            activity=its.activity,
            standby=its.standby,
        )


def _engagement(names: Named, joint: domain.Session, its: Assignment) -> Engagement:
    return Engagement(
        session=joint.id,
        start=joint.start,
        end=joint.end,
        place=names.place(joint.place),
        function=names.function(joint.function),
        role=names.role(its.role, its.activity, joint.function),
        activity=None if its.activity is None else names.activity(its.activity),
        standby=its.standby,
        activities=tuple(map(names.activity, joint.activities)),
        sponsors=tuple(names.organisation(names.sponsor(a)) for a in joint.activities),
        lead=names.organisation(joint.lead),
        companions=tuple(
            Companion(
                names.person(other.person),
                names.role(other.role, other.activity, joint.function),
                None if other.activity is None else names.activity(other.activity),
                other.standby,
            )
            for other in assignments(joint)
            if other.person != its.person
        ),
    )
