"""What somebody has to do: one's own duties, a person of a plan, an organisation of a plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal, TypeAlias
from urllib.parse import quote

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from planner.desk.addresses import LONGEST
from planner.desk.agenda import Agenda, Engagement, engagements
from planner.desk.desk import Desk
from planner.desk.faults import Missing
from planner.desk.feeds import LinkInfo
from planner.desk.mailbox import Mailbox
from planner.desk.plans import PlanInfo
from planner.desk.reminders import Reminder
from planner.desk.rights import ALL
from planner.desk.scenarios import ScenarioInfo
from planner.desk.settings import Settings
from planner.domain.plan import Plan, Session
from planner.domain.scenario import Activity, Organisation, Person
from web.doors import Asker, Id, TheDesk, TheLibrary, TheSettings
from web.library import KeptPlan
from web.names import Names
from web.render import Page, render
from web.visit import Visitor

router = APIRouter()

Named = Annotated[str, Query(alias="id", max_length=1000)]
Done: TypeAlias = Literal["", "mail", "revoked"]


@dataclass(frozen=True)
class Day:
    """What is to be done on a day."""

    day: date
    duties: tuple[Engagement, ...]


@dataclass(frozen=True)
class MyAgenda:
    """What is to be done by the plan in force of a scenario."""

    agenda: Agenda
    days: tuple[Day, ...]
    minutes: int


@dataclass(frozen=True)
class Due:
    """Something that is due soon, and the page where it is done ("" where that is no page)."""

    reminder: Reminder
    path: str


@dataclass(frozen=True)
class Links:
    """Links to calendars: those that hold; `organisations` whose a new one may be; the `address` of one just made."""

    held: tuple[LinkInfo, ...]
    organisations: tuple[str, ...]
    address: str = ""
    fault: str = ""

    @property
    def subscribe(self) -> str:
        """The address as calendar programs answer to it."""
        return f"webcal://{self.address.partition('://')[2]}"


@dataclass(frozen=True)
class Mail:
    """Where reminders go; `is_sent`: whether the office has a mail server."""

    box: Mailbox
    is_sent: bool
    fault: str = ""
    longest: int = LONGEST


@dataclass(frozen=True)
class DutiesPage(Page):
    """One's own duties. `has_person`: whether an admin has said who in the scenarios they are.

    `done`: what was just changed.
    """

    template: ClassVar[str] = "duties.html"
    has_person: bool
    agendas: tuple[MyAgenda, ...]
    due: tuple[Due, ...]
    links: Links
    mail: Mail
    done: Done = ""

    @property
    def is_open(self) -> bool:
        """Whether there is news of calendars or mail."""
        return bool(self.done or self.links.address or self.links.fault or self.mail.fault)


@dataclass(frozen=True)
class PersonPage(Page):
    """A person by a plan: `is_open`, where their hours, pay and leave may be shown."""

    template: ClassVar[str] = "person.html"
    info: PlanInfo
    scenario: ScenarioInfo
    person: Person
    names: Names
    days: tuple[Day, ...]
    minutes: int
    cost: int
    most_minutes: int
    is_open: bool


@dataclass(frozen=True)
class Load:
    """What a person of an organisation has to do by a plan."""

    person: Person
    is_home: bool
    sessions: int
    minutes: int


@dataclass(frozen=True)
class Sponsored:
    """An activity of an organisation, and the session in which it is held."""

    activity: Activity
    session: Session | None


@dataclass(frozen=True)
class OrganisationPage(Page):
    """An organisation by a plan: its people, its activities, its share of the cost."""

    template: ClassVar[str] = "organisation.html"
    info: PlanInfo
    scenario: ScenarioInfo
    organisation: Organisation
    names: Names
    loads: tuple[Load, ...]
    activities: tuple[Sponsored, ...]
    share: int
    total: int
    minutes: int
    seats: int


@router.get("/duties")
def mine(visit: Asker, desk: TheDesk, settings: TheSettings, done: Done = "") -> HTMLResponse:
    """Show what the reader has to do."""
    return render(visit, my_duties(visit, desk, settings, done=done))


def my_duties(
    visit: Visitor,
    desk: Desk,
    settings: Settings,
    *,
    done: Done = "",
    address: str = "",
    link_fault: str = "",
    typed: Mailbox | None = None,
    mail_fault: str = "",
) -> DutiesPage:
    """Return the reader's own page; `address`: of a link just made, `typed`: a mailbox that was not taken."""
    who = visit.who
    agendas = tuple(MyAgenda(a, _days(a.engagements), _minutes(a.engagements)) for a in desk.agendas.own(who))
    held = tuple(link for link in desk.feeds.list(who) if link.revoked is None)
    posts = (*who.with_right("read"), *who.with_right("consent"))
    organisations = tuple(sorted({post.organisation for post in posts} - {ALL}))
    return DutiesPage(
        has_person=who.person is not None,
        agendas=agendas,
        due=tuple(Due(item, path_of(item)) for item in desk.reminders.own(who).items),
        links=Links(held, organisations, address, link_fault),
        mail=Mail(typed or desk.mailboxes.read(who), settings.smtp_host is not None, mail_fault),
        done=done,
    )


def path_of(reminder: Reminder) -> str:
    """Return the page where something that is due is done, "" where that is no page."""
    match reminder:
        case Reminder(kind="answer", proposal=str(id), session=str(joint)):
            return f"/proposals/{id}#{quote(joint)}"
        case Reminder(kind="propose", plan=str(id)):
            return f"/plans/{id}"
        case Reminder(kind="failed", job=str(id)):
            return f"/jobs/{id}"
    return ""


@router.get("/plans/{id}/person")
def person(id: Id, visit: Asker, library: TheLibrary, name: Named) -> HTMLResponse:
    """Show what a person has to do by a plan."""
    kept = library.plan(visit.who, id)
    scenario, names = kept.of.info, _names(library, kept)
    if name not in names.people:
        raise Missing("person", name)
    if name != visit.who.person:
        visit.who.needs("open", scenario.organisation, scenario.area, "person", name)
    who = names.people[name]
    found = engagements(kept.of.scenario, kept.plan, name)
    minutes = _minutes(found)
    page = PersonPage(
        info=kept.info,
        scenario=scenario,
        person=who,
        names=names,
        days=_days(found),
        minutes=minutes,
        cost=round(who.cost_per_hour * minutes / 60),
        most_minutes=max((_minutes(day.duties) for day in _days(found)), default=0),
        is_open=visit.who.may("open", scenario.organisation, scenario.area),
    )
    return render(visit, page)


@router.get("/plans/{id}/organisation")
def organisation(id: Id, visit: Asker, library: TheLibrary, name: Named) -> HTMLResponse:
    """Show what an organisation does and pays by a plan."""
    kept = library.plan(visit.who, id)
    names = _names(library, kept)
    if name not in names.organisations:
        raise Missing("organisation", name)
    loads = tuple(_loads(names, kept.plan, name))
    page = OrganisationPage(
        info=kept.info,
        scenario=kept.of.info,
        organisation=names.organisations[name],
        names=names,
        loads=loads,
        activities=tuple(_sponsored(names, kept.plan, name)),
        share=kept.plan.cost_shares.get(name, 0),
        total=sum(kept.plan.cost_shares.values()),
        minutes=sum(load.minutes for load in loads if load.is_home),
        seats=sum(load.sessions for load in loads if load.is_home),
    )
    return render(visit, page)


def _names(library: TheLibrary, kept: KeptPlan) -> Names:
    return library.shelf.get("names", kept.of.digest, lambda: Names(kept.of.scenario))


def _days(duties: Iterable[Engagement]) -> tuple[Day, ...]:
    by_day: dict[date, list[Engagement]] = {}
    for duty in duties:
        by_day.setdefault(duty.start.date(), []).append(duty)
    return tuple(Day(day, tuple(found)) for day, found in sorted(by_day.items()))


def _minutes(duties: Iterable[Engagement]) -> int:
    """Return the minutes in seats; standing by takes none."""
    return sum(duty.minutes for duty in duties if not duty.standby)


def _loads(names: Names, plan: Plan, organisation: str) -> list[Load]:
    """Return the people of an organisation, the busiest first."""
    sessions: dict[str, int] = {}
    minutes: dict[str, int] = {}
    for s in plan.sessions:
        for seat in s.seats:
            if seat.person is not None:
                sessions[seat.person] = sessions.get(seat.person, 0) + 1
                length = round((s.end - s.start).total_seconds() / 60)
                minutes[seat.person] = minutes.get(seat.person, 0) + length
    theirs = [p for p in names.scenario.people if organisation in p.organisations]
    found = [Load(p, p.home == organisation, sessions.get(p.id, 0), minutes.get(p.id, 0)) for p in theirs]
    return sorted(found, key=lambda load: (-load.minutes, load.person.name, load.person.id))


def _sponsored(names: Names, plan: Plan, organisation: str) -> list[Sponsored]:
    """Return the activities of an organisation, in order of time, those not held last."""
    held = {activity: s for s in plan.sessions for activity in s.activities}
    theirs = [Sponsored(a, held.get(a.id)) for a in names.scenario.activities if a.organisation == organisation]
    never = max((s.end for s in plan.sessions), default=None)
    return sorted(theirs, key=lambda x: (x.session is None, x.session.start if x.session else never, x.activity.id))
