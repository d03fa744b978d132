"""Plans: what is saved and how sure it is, the week, people over time, sessions, and changes by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, ClassVar, Final
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse

from planner.desk.asked import Ask
from planner.desk.desk import Desk
from planner.desk.faults import Missing
from planner.desk.plans import PlanInfo
from planner.desk.scenarios import ScenarioInfo
from planner.domain.plan import Plan, Session
from planner.domain.report import Report
from planner.domain.scenario import Activity, Area, Organisation
from web import plan as shown
from web.doors import Asker, Id, TheDesk, TheLibrary, with_query
from web.forms import asked
from web.gaps import KINDS, Gap, answered, gaps
from web.library import KeptPlan
from web.names import Names
from web.render import Page, go, is_htmx, render
from web.seats import Chair, chairs
from web.visit import Visitor

router = APIRouter()

PLACES: Final = 12
"""Places of a week's page."""

PEOPLE: Final = 25
SESSIONS: Final = 25
JOINT: Final = 12
"""Joint sessions of the overview, those of most sponsors first."""


@dataclass(frozen=True)
class PlanBase(Page):
    """What every page of a plan says above."""

    id: str
    info: PlanInfo
    scenario: ScenarioInfo
    plan: Plan
    names: Names
    may_plan: bool


@dataclass(frozen=True)
class PlanPage(PlanBase):
    """A plan at a glance. `exports`: the files that it can be sent as, and where they are."""

    template: ClassVar[str] = "plan.html"
    savings: tuple[shown.Saving, ...]
    joint: tuple[shown.Card, ...]
    joint_more: int
    shares: tuple[shown.Share, ...]
    most_seats: int
    gaps: tuple[Gap, ...]
    unbacked: int
    held: int
    exports: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class GapsPart(PlanBase):
    """What a plan lacks, for htmx, which asks again as long as answers are awaited."""

    template: ClassVar[str] = "parts/gaps.html"
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class WeekPage(PlanBase):
    """A week by place and block; some places at a time."""

    template: ClassVar[str] = "plan_week.html"
    week: shown.Week
    monday: date
    areas: tuple[Area, ...]
    area: str
    places: tuple[shown.PlaceRow, ...]
    number: int
    pages: int


@dataclass(frozen=True)
class PeoplePage(PlanBase):
    """People over time; some at a time. `marks`, `grid`: where each day begins in the drawing."""

    template: ClassVar[str] = "plan_people.html"
    strips: tuple[shown.Strip, ...]
    marks: tuple[tuple[float, date], ...]
    grid: str
    first: date
    before: date | None
    after: date | None
    organisations: tuple[Organisation, ...]
    organisation: str
    wanted: str
    count: int
    number: int
    pages: int
    width: int = shown.STRIP


@dataclass(frozen=True)
class SessionsPage(PlanBase):
    """All sessions in order of time; some at a time."""

    template: ClassVar[str] = "plan_sessions.html"
    cards: tuple[shown.Card, ...]
    count: int
    number: int
    pages: int


@dataclass(frozen=True)
class SessionPage(PlanBase):
    """A session: who does what for which activity."""

    template: ClassVar[str] = "plan_session.html"
    session: Session
    card: shown.Card
    chairs: tuple[Chair, ...]
    activities: tuple[Activity, ...]


@dataclass(frozen=True)
class CrewPart(PlanBase):
    """The seats of a session, for its card in the week."""

    template: ClassVar[str] = "parts/crew.html"
    session: Session
    chairs: tuple[Chair, ...]


@dataclass(frozen=True)
class VerifiedPage(PlanBase):
    """What the independent verifier says of a plan."""

    template: ClassVar[str] = "plan_verified.html"
    report: Report


@dataclass(frozen=True)
class SwapPage(PlanBase):
    """Who could have a seat instead, and at what price. `document` is the answer, None as long as there is none.

    `wanted` is who was dragged onto the seat.
    """

    template: ClassVar[str] = "plan_swap.html"
    session: Session
    job: Any
    role: str
    activity: str | None
    holder: str | None
    wanted: str
    document: Any
    is_over: bool


@router.get("/plans/{id}")
def overview(id: Id, visit: Asker, request: Request, desk: TheDesk, library: TheLibrary) -> HTMLResponse:
    """Show a plan at a glance."""
    kept = library.plan(visit.who, id)
    names, plan = _names(library, kept), kept.plan
    key = f"{kept.digest} {kept.of.digest}"
    joint = library.shelf.get("joint", key, lambda: _joint(names, plan))
    found = library.shelf.get("shares", key, lambda: shown.shares(names, plan))
    page = PlanPage(
        **_base(visit, kept, names),
        savings=shown.savings(plan),
        joint=joint[:JOINT],
        joint_more=max(0, len(joint) - JOINT),
        shares=found,
        most_seats=max((share.seats for share in found), default=0),
        gaps=_gaps(visit, desk, kept),
        unbacked=next((tier.value or 0 for tier in plan.tiers if tier.name == "unbacked"), 0),
        held=len(names.scenario.activities) - len(plan.unheld),
        exports=[(to, address.format(id=id, to=to)) for to, address in request.app.state.exports()],
    )
    return render(visit, page)


@router.get("/plans/{id}/week")
def by_week(
    id: Id,
    visit: Asker,
    library: TheLibrary,
    monday: Annotated[date | None, Query(alias="from")] = None,
    area: Annotated[str, Query(max_length=200)] = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    """Show a week of a plan."""
    kept = library.plan(visit.who, id)
    names = _names(library, kept)
    known = shown.weeks(names.scenario)
    begin = monday if monday in known and monday is not None else _first_week(kept.plan, known)
    key = f"{kept.digest} {kept.of.digest} {begin} {area}"
    week = library.shelf.get("week", key, lambda: shown.week(names, kept.plan, begin, area or None))
    window, number, pages = _window(week.places, page, PLACES)
    context = WeekPage(
        **_base(visit, kept, names),
        week=week,
        monday=begin,
        areas=names.scenario.areas,
        area=area,
        places=tuple(window),
        number=number,
        pages=pages,
    )
    return render(visit, context)


@router.get("/plans/{id}/people")
def by_people(
    id: Id,
    visit: Asker,
    library: TheLibrary,
    first: Annotated[date | None, Query(alias="from")] = None,
    organisation: Annotated[str, Query(max_length=200)] = "",
    q: Annotated[str, Query(max_length=200)] = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    """Show people over time."""
    kept = library.plan(visit.who, id)
    names = _names(library, kept)
    scenario = names.scenario
    everybody = library.shelf.get("people", f"{kept.digest} {kept.of.digest}", lambda: shown.people(names, kept.plan))
    wanted = [
        strip
        for strip in everybody
        if organisation in ("", strip.person.home) and q.casefold().strip() in strip.person.name.casefold()
    ]
    window, number, pages = _window(wanted, page, PEOPLE)
    step = timedelta(days=shown.SHOWN_DAYS)
    begin = first if first is not None and scenario.start <= first <= scenario.end else scenario.start
    marks = tuple((n * shown.STRIP / shown.SHOWN_DAYS, begin + timedelta(days=n)) for n in range(shown.SHOWN_DAYS))
    context = PeoplePage(
        **_base(visit, kept, names),
        strips=shown.drawn(names, kept.plan, window, begin),
        marks=marks,
        grid=" ".join(f"M{x:g} 0V30" for x, _ in marks),
        first=begin,
        before=max(scenario.start, begin - step) if begin > scenario.start else None,
        after=begin + step if begin + step <= scenario.end else None,
        organisations=scenario.organisations,
        organisation=organisation,
        wanted=q,
        count=len(wanted),
        number=number,
        pages=pages,
    )
    return render(visit, context)


@router.get("/plans/{id}/sessions")
def by_sessions(
    id: Id, visit: Asker, library: TheLibrary, page: Annotated[int, Query(ge=1, le=10_000)] = 1
) -> HTMLResponse:
    """Show all sessions."""
    kept = library.plan(visit.who, id)
    names = _names(library, kept)
    ordered = sorted(kept.plan.sessions, key=lambda s: (s.start, names.place(s.place), s.id))
    window, number, pages = _window(ordered, page, SESSIONS)
    context = SessionsPage(
        **_base(visit, kept, names),
        cards=shown.cards(names, window),
        count=len(ordered),
        number=number,
        pages=pages,
    )
    return render(visit, context)


@router.get("/plans/{id}/sessions/{session}")
def one_session(id: Id, session: str, visit: Asker, library: TheLibrary) -> HTMLResponse:
    """Show who does what in a session, and for which activity."""
    kept = library.plan(visit.who, id)
    names = _names(library, kept)
    found = _session(kept, session)
    context = SessionPage(
        **_base(visit, kept, names),
        session=found,
        card=shown.cards(names, (found,))[0],
        chairs=chairs(found, names.scenario),
        activities=tuple(names.activities[a] for a in found.activities if a in names.activities),
    )
    return render(visit, context)


@router.get("/plans/{id}/sessions/{session}/seats")
def crew(id: Id, session: str, visit: Asker, library: TheLibrary) -> HTMLResponse:
    """Show who sits where in a session, as a part of a page."""
    kept = library.plan(visit.who, id)
    names = _names(library, kept)
    found = _session(kept, session)
    return render(visit, CrewPart(**_base(visit, kept, names), session=found, chairs=chairs(found, names.scenario)))


@router.get("/plans/{id}/verification")
def verify(id: Id, visit: Asker, desk: TheDesk, library: TheLibrary) -> HTMLResponse:
    """Check a plan anew, and show what came of it."""
    kept = library.plan(visit.who, id)
    page = VerifiedPage(**_base(visit, kept, _names(library, kept)), report=desk.plans.verify(visit.who, id))
    return render(visit, page)


@router.post("/plans/{id}/proposal")
def propose(id: Id, visit: Asker, request: Request, desk: TheDesk) -> Response:
    """Put a plan to the sponsors of its joint sessions."""
    return go(request, f"/proposals/{desk.consents.propose(visit.who, id).id}")


@router.get("/plans/{id}/gaps")
def show_gaps(id: Id, visit: Asker, desk: TheDesk, library: TheLibrary) -> HTMLResponse:
    """Show what a plan lacks, as a part of its page."""
    kept = library.plan(visit.who, id)
    return render(visit, GapsPart(**_base(visit, kept, _names(library, kept)), gaps=_gaps(visit, desk, kept)))


@router.post("/plans/{id}/gaps")
def ask_gaps(
    id: Id,
    visit: Asker,
    request: Request,
    desk: TheDesk,
    library: TheLibrary,
    number: Annotated[int | None, Form(ge=0, le=10**6)] = None,
) -> Response:
    """Ask why something is missing and what would mend it: of one gap, or of all."""
    missing = gaps(library.plan(visit.who, id).plan)
    if number is not None and number >= len(missing):
        raise Missing("gap", str(number))
    question = {"ask": "gaps"} if number is None else missing[number].question.model_dump(exclude_none=True)
    desk.jobs.ask(visit.who, asked(Ask, {"plan": id, "question": question}))
    if is_htmx(request):
        return show_gaps(id, visit, desk, library)
    return go(request, f"/plans/{id}#gap-{number or 0}")


@router.post("/plans/{id}/sessions/{session}/candidates")
def ask_who_else(
    id: Id,
    session: str,
    visit: Asker,
    request: Request,
    desk: TheDesk,
    role: Annotated[str, Form(max_length=200)],
    activity: Annotated[str, Form(max_length=200)] = "",
    person: Annotated[str, Form(max_length=200)] = "",
    wanted: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Ask who could have a seat instead, and at what price; `wanted` is whose price is looked for."""
    question = {"ask": "who-else", "session": session, "role": role, "person": person or None}
    job = desk.jobs.ask(visit.who, asked(Ask, {"plan": id, "question": question, "time_limit_s": 5.0}))
    query = urlencode({key: value for key, value in (("activity", activity), ("wanted", wanted)) if value})
    return go(request, f"/plans/{id}/swap/{job.id}" + (f"?{query}" if query else ""))


@router.get("/plans/{id}/swap/{job}")
def candidates(
    id: Id,
    job: str,
    visit: Asker,
    desk: TheDesk,
    library: TheLibrary,
    activity: Annotated[str, Query(max_length=200)] = "",
    wanted: Annotated[str, Query(max_length=200)] = "",
) -> HTMLResponse:
    """Show who could have a seat instead: while it is being found out, how far that is."""
    kept = library.plan(visit.who, id)
    found = desk.jobs.read(visit.who, job)
    question = dict(found.asked.get("question", {}))
    if found.asked.get("plan") != id or question.get("ask") != "who-else":
        raise Missing("swap", job)
    text = desk.jobs.answer(visit.who, job)
    context = SwapPage(
        **_base(visit, kept, _names(library, kept)),
        session=_session(kept, question["session"]),
        job=found,
        role=question["role"],
        activity=activity or None,
        holder=question.get("person"),
        wanted=wanted,
        document=None if text is None else json.loads(text),
        is_over=found.state in ("done", "stopped", "failed"),
    )
    return render(visit, context)


@router.post("/plans/{id}/sessions/{session}/swap")
def swap(
    id: Id,
    session: str,
    visit: Asker,
    request: Request,
    desk: TheDesk,
    role: Annotated[str, Form(max_length=200)],
    person: Annotated[str, Form(max_length=200)],
    holder: Annotated[str, Form(max_length=200)] = "",
    activity: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Give a seat to somebody else, and plan the rest anew around that."""
    job = desk.edits.swap(visit.who, id, session, role, activity or None, holder or None, person)
    return go(request, with_query(f"/jobs/{job.id}", saved=job.version, back=f"/plans/{id}"))


@router.post("/plans/{id}/sessions/{session}/pin")
def pin(
    id: Id,
    session: str,
    visit: Asker,
    request: Request,
    desk: TheDesk,
    role: Annotated[str, Form(max_length=200)] = "",
    person: Annotated[str, Form(max_length=200)] = "",
    activity: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Keep a person in a seat, or a session at its time and place, in all plans to come."""
    if person:
        info = desk.edits.pin_person(visit.who, id, session, role, activity or None, person)
    else:
        info = desk.edits.pin_session(visit.who, id, session)
    back = f"/plans/{id}/sessions/{quote(session)}"
    return go(request, with_query(f"/scenarios/{info.id}", saved=info.number, back=back))


def _base(visit: Visitor, kept: KeptPlan, names: Names) -> dict[str, Any]:
    scenario = kept.of.info
    return {
        "id": kept.info.id,
        "info": kept.info,
        "scenario": scenario,
        "plan": kept.plan,
        "names": names,
        "may_plan": visit.who.may("plan", scenario.organisation, scenario.area),
    }


def _gaps(visit: Visitor, desk: Desk, kept: KeptPlan) -> tuple[Gap, ...]:
    """Return what a plan lacks, for those who plan with what is known of that."""
    missing = gaps(kept.plan)
    if not missing or not visit.who.may("plan", kept.of.info.organisation, kept.of.info.area):
        return missing
    return answered(missing, desk.jobs.answers(visit.who, kept.info.id, KINDS))


def _names(library: TheLibrary, kept: KeptPlan) -> Names:
    return library.shelf.get("names", kept.of.digest, lambda: Names(kept.of.scenario))


def _session(kept: KeptPlan, id: str) -> Session:
    """Return a session of a plan, by its id or that of an activity in it."""
    found = next((s for s in kept.plan.sessions if s.id == id), None)
    found = found or next((s for s in kept.plan.sessions if id in s.activities), None)
    if found is None:
        raise Missing("session", id)
    return found


def _joint(names: Names, plan: Plan) -> tuple[shown.Card, ...]:
    found = shown.cards(names, (s for s in plan.sessions if len(s.activities) > 1))
    return tuple(sorted(found, key=lambda card: (-len(card.session.activities), card.session.start)))


def _first_week(plan: Plan, known: Sequence[date]) -> date:
    """Return the first week in which something is held, else the first of all."""
    first = min((s.start.date() for s in plan.sessions), default=known[0])
    return max((monday for monday in known if monday <= first), default=known[0])


def _window(things: Sequence[Any], number: int, size: int) -> tuple[Sequence[Any], int, int]:
    """Return some of many things, the number of their page, and how many pages there are."""
    pages = max(1, -(-len(things) // size))
    number = min(number, pages)
    return things[(number - 1) * size : number * size], number, pages
