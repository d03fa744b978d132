"""Scenarios: the list with which everything begins, uploads with their faults, a scenario's page, asking for a plan."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Final

from fastapi import APIRouter, Form, Query, Request, Response, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse

import scenarios
from planner.desk.asked import Solve
from planner.desk.faults import Missing
from planner.desk.jobs import JobInfo
from planner.desk.pages import Cursor as After
from planner.desk.pages import Page as PageOf
from planner.desk.plans import PlanInfo
from planner.desk.rights import ALL, GIVES
from planner.desk.scenarios import ScenarioInfo
from planner.domain.checks.notices import notices
from planner.domain.faults import InputError, Notice
from planner.domain.scenario import Bloc, Organisation, Scenario
from web.doors import UNDONE, Asker, Cursor, Id, Number, TheDesk, TheLibrary, local, with_query
from web.forms import asked
from web.render import Page, go, render
from web.uploads import READERS, Refused, parse, sample
from web.visit import Visitor

router = APIRouter()

A_PAGE: Final = 20
FEW: Final = 8
"""Versions, plans and jobs that a scenario's page shows of each."""

SECONDS: Final = (30, 60, 120, 300, 900, 3600)
"""Time limits that are offered."""


@dataclass(frozen=True)
class Sample:
    """A shipped scenario that can be tried."""

    id: str
    name: str
    start: date
    end: date
    activities: int
    people: int
    places: int


@dataclass(frozen=True)
class ScenariosPage(Page):
    """The scenarios that somebody may read, the newest first. `owners`: whose a new one can be."""

    template: ClassVar[str] = "scenarios.html"
    scenarios: tuple[ScenarioInfo, ...]
    next: str | None
    is_first: bool
    samples: tuple[Sample, ...]
    owners: tuple[str, ...]
    can_plan: bool
    suffixes: tuple[str, ...] = tuple(READERS)
    refused: Refused | None = None


@dataclass(frozen=True)
class Sponsor:
    """What an organisation brings."""

    organisation: Organisation
    activities: int
    people: int


@dataclass(frozen=True)
class ScenarioPage(Page):
    """A version of a scenario: what is in it, and what was made of it.

    `saved` is the version that was saved just now, `back` where taking that back leads to.
    """

    template: ClassVar[str] = "scenario.html"
    info: ScenarioInfo
    scenario: Scenario
    blocs: tuple[tuple[Bloc, tuple[Sponsor, ...]], ...]
    warnings: tuple[Notice, ...]
    versions: PageOf[ScenarioInfo]
    plans: PageOf[PlanInfo]
    jobs: PageOf[JobInfo]
    can_plan: bool
    beneficiaries: int
    days: int
    times: tuple[int, ...] = SECONDS
    suffixes: tuple[str, ...] = tuple(READERS)
    refused: Refused | None = None
    saved: int = 0
    back: str = ""


@router.get("/")
def first(visit: Asker) -> RedirectResponse:
    """Lead to where somebody's work is."""
    if visit.may("read"):
        return RedirectResponse("/scenarios", 303)
    return RedirectResponse("/proposals" if visit.may("consent") else "/duties", 303)


@router.get("/scenarios")
def listed(visit: Asker, desk: TheDesk, library: TheLibrary, after: Cursor = None) -> HTMLResponse:
    """Show the list."""
    return render(visit, _list(visit, desk, library, after))


@router.post("/scenarios")
def create(
    visit: Asker,
    request: Request,
    desk: TheDesk,
    library: TheLibrary,
    file: UploadFile | None = None,
    shipped: Annotated[str, Form()] = "",
    owner: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Keep a scenario from a file, or one that is shipped; faults are shown where it was sent from."""
    name = (file.filename or "") if file is not None else ""
    data = file.file.read() if file is not None else b""
    try:
        scenario = _shipped(shipped) if shipped else parse(name, data).scenario
    except InputError as error:
        return render(visit, _list(visit, desk, library, None, Refused.of(name, data, error.faults)), 422)
    made = desk.scenarios.create(
        visit.who, scenario, organisation=owner or _owner(visit, scenario), note=shipped or name
    )
    return go(request, f"/scenarios/{made.id}")


@router.get("/scenarios/{id}")
def newest(
    id: Id,
    visit: Asker,
    desk: TheDesk,
    library: TheLibrary,
    saved: Annotated[int, Query(ge=0, le=10**9)] = 0,
    back: Annotated[str, Query(max_length=2000)] = "",
) -> HTMLResponse:
    """Show a scenario as it is now; `saved` is the version that was saved just now, `back` where that was done."""
    return render(visit, _page(visit, desk, library, id, None, saved=saved, back=local(back, f"/scenarios/{id}")))


@router.get("/scenarios/{id}/versions/{number}")
def version(id: Id, number: Number, visit: Asker, desk: TheDesk, library: TheLibrary) -> HTMLResponse:
    """Show a scenario as it was."""
    return render(visit, _page(visit, desk, library, id, number))


@router.get("/scenarios/{id}/versions/{number}/file")
def file(id: Id, number: Number, visit: Asker, desk: TheDesk) -> Response:
    """Send a version as a file."""
    _, text = desk.scenarios.text(visit.who, id, number)
    headers = {"Content-Disposition": f'attachment; filename="scenario-{id[:8]}-{number}.json"'}
    return Response(text, media_type="application/json", headers=headers)


@router.post("/scenarios/{id}")
def replace(
    id: Id,
    visit: Asker,
    request: Request,
    desk: TheDesk,
    library: TheLibrary,
    file: UploadFile,
    expected: Annotated[int, Form(ge=1, le=10**9)],
) -> Response:
    """Keep a file as a new version."""
    name, data = file.filename or "", file.file.read()
    try:
        scenario = parse(name, data).scenario
    except InputError as error:
        return render(visit, _page(visit, desk, library, id, None, Refused.of(name, data, error.faults)), 422)
    info = desk.scenarios.save(visit.who, id, scenario, expected=expected, note=name)
    return go(
        request, with_query(f"/scenarios/{id}", saved=info.number) if info.number > expected else f"/scenarios/{id}"
    )


@router.post("/scenarios/{id}/restore")
def restore(
    id: Id,
    visit: Asker,
    request: Request,
    desk: TheDesk,
    number: Annotated[int, Form(ge=1, le=10**9)],
    expected: Annotated[int, Form(ge=1, le=10**9)],
    back: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Go back: keep an older version as the newest one; nothing is lost by that. `back` is a page to be led to."""
    info = desk.scenarios.restore(visit.who, id, number, expected=expected)
    if back:
        return go(request, with_query(local(back), **{UNDONE: 1}))
    return go(request, with_query(f"/scenarios/{id}", saved=info.number))


@router.post("/scenarios/{id}/archive")
def archive(
    id: Id, visit: Asker, request: Request, desk: TheDesk, expected: Annotated[int, Form(ge=1, le=10**9)]
) -> Response:
    """Put a scenario away."""
    desk.scenarios.archive(visit.who, id, expected=expected)
    return go(request, "/scenarios")


@router.post("/scenarios/{id}/plans")
def solve(
    id: Id,
    visit: Asker,
    request: Request,
    desk: TheDesk,
    version: Annotated[int, Form(ge=1, le=10**9)],
    seconds: Annotated[float, Form(gt=0, le=3600, allow_inf_nan=False)] = 60,
    baseline: Annotated[bool, Form()] = False,
    deterministic: Annotated[bool, Form()] = False,
    base: Annotated[str, Form(max_length=36)] = "",
    since: Annotated[str, Form(max_length=16)] = "",
) -> Response:
    """Ask for a plan, and go where it is made."""
    fields = {
        "time_limit_s": seconds,
        "baseline": baseline,
        "deterministic": deterministic,
        "base": base or None,
        "since": (since or None) if base else None,
    }
    job = desk.jobs.submit(visit.who, id, asked(Solve, fields), version=version)
    return go(request, f"/jobs/{job.id}")


def _list(
    visit: Visitor,
    desk: TheDesk,
    library: TheLibrary,
    after: str | None,
    refused: Refused | None = None,
) -> ScenariosPage:
    found = desk.scenarios.list(visit.who, after=cursor(after), limit=A_PAGE)
    can_plan = visit.may("plan")
    samples = library.shelf.get("samples", "", lambda: tuple(map(_sample, scenarios.names())))
    return ScenariosPage(
        scenarios=found.items,
        next=found.next,
        is_first=after is None,
        samples=samples if can_plan else (),
        owners=_owners(visit),
        can_plan=can_plan,
        refused=refused,
    )


def cursor(text: str | None) -> After | None:
    """Read where a page of a list begins; what is none of ours is the beginning."""
    try:
        return After.of(text) if text else None
    except ValueError:
        return None


def _sample(name: str) -> Sample:
    s = sample(name)
    return Sample(name, s.name, s.start, s.end, len(s.activities), len(s.people), len(s.places))


def _shipped(name: str) -> Scenario:
    try:
        return sample(name)
    except KeyError as error:
        raise Missing("sample", name) from error


def _owners(visit: Visitor) -> tuple[str, ...]:
    """Return the organisations whose scenarios they make, none where they make everybody's."""
    theirs = {post.organisation for post in visit.who.roles if "plan" in GIVES[post.role]}
    return () if ALL in theirs else tuple(sorted(theirs))


def _owner(visit: Visitor, scenario: Scenario) -> str:
    """Return whose a new scenario is where nobody says: theirs, else that of the first to lead in it."""
    if owners := _owners(visit):
        return owners[0]
    first = next((o for o in scenario.organisations if o.bloc == "government"), None)
    return (first or next(iter(scenario.organisations), None) or Organisation(id="office", name="", bloc="front")).id


def _page(
    visit: Visitor,
    desk: TheDesk,
    library: TheLibrary,
    id: str,
    number: int | None,
    refused: Refused | None = None,
    *,
    saved: int = 0,
    back: str = "",
) -> ScenarioPage:
    kept = library.scenario(visit.who, id, number)
    info, scenario = kept.info, kept.scenario
    can_plan = visit.who.may("plan", info.organisation, info.area)
    return ScenarioPage(
        info=info,
        scenario=scenario,
        blocs=library.shelf.get("blocs", kept.digest, lambda: _blocs(scenario)),
        warnings=library.shelf.get("notices", kept.digest, lambda: tuple(notices(scenario))) if can_plan else (),
        versions=desk.scenarios.versions(visit.who, id, limit=FEW),
        plans=desk.plans.list(visit.who, id, limit=FEW),
        jobs=desk.jobs.list(visit.who, scenario=id, limit=FEW),
        can_plan=can_plan and not info.archived,
        beneficiaries=sum(group.people for group in scenario.groups),
        days=(scenario.end - scenario.start).days + 1,
        refused=refused,
        saved=saved,
        back=back,
    )


def _blocs(scenario: Scenario) -> tuple[tuple[Bloc, tuple[Sponsor, ...]], ...]:
    activities = Counter(a.organisation for a in scenario.activities)
    people = Counter(p.home for p in scenario.people)
    found: dict[Bloc, list[Sponsor]] = {}
    for organisation in scenario.organisations:
        sponsor = Sponsor(organisation, activities[organisation.id], people[organisation.id])
        found.setdefault(organisation.bloc, []).append(sponsor)
    order: tuple[Bloc, ...] = ("government", "front", "mass", "community", "partner")
    return tuple((bloc, tuple(found[bloc])) for bloc in order if bloc in found)
