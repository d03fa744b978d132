"""Plans: asked for, read, verified anew, compared, questioned, exported."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field, StrictBool

from api import PREFIX, papers
from api.doors import XLSX, After, AnId, Asker, Id, Language, Limit, Line, Once, TheDesk, unchanged
from api.problems import UNCHANGED, Refusal, component, refuses, sends
from api.routes.session import Strict
from planner.answers.moves import Move
from planner.answers.questions.kinds import Question
from planner.desk.asked import Ask, Seconds, Solve, SolveOptions
from planner.desk.jobs import JobInfo
from planner.desk.pages import Page
from planner.desk.plans import Comparison, PlanInfo
from planner.domain.plan import Plan
from planner.domain.report import Report
from planner.files.table import MARK, csv_line

router = APIRouter(prefix=PREFIX, tags=["plans"])

_READ: Final = ("not-signed-in", "missing", "invalid", "too-many")
_ASK: Final = (*_READ, "csrf", "forbidden", "malformed", "reused", "full")


class PlanAsked(SolveOptions):
    """A plan to be made of a scenario, of its newest version unless a number is given.

    `base` is a plan to stay close to; with `since` (local time) what it began before then stays as it was.
    """

    version: int | None = Field(default=None, ge=1, le=10**9)


class QuestionAsked(Strict):
    """A question about a plan; `time_limit_s` for each solve that it takes; `repairs`: also the cheapest repairs."""

    question: Question
    time_limit_s: Seconds = 10.0
    repairs: StrictBool = True


@router.post("/scenarios/{id}/plans", status_code=202, responses=refuses(*_ASK))
def submit(id: Id, body: PlanAsked, who: Asker, desk: TheDesk, once: Once, response: Response) -> JobInfo:
    """Ask for a plan. The job that makes it is in the answer and in Location."""
    asked = Solve.model_validate(body.model_dump(mode="json", exclude_unset=True, exclude={"version"}))
    return queued(response, desk.jobs.submit(who, id, asked, version=body.version, key=once))


@router.get("/scenarios/{id}/plans", responses=refuses(*_READ))
def listed(id: Id, who: Asker, desk: TheDesk, after: After, limit: Limit = 50) -> Page[PlanInfo]:
    """Return the plans of a scenario, the newest first."""
    return desk.plans.list(who, id, after=after, limit=limit)


@router.get(
    "/plans/{id}",
    response_class=Response,
    responses=sends({"application/json": component("Plan")}) | UNCHANGED | refuses(*_READ),
)
def read(id: Id, who: Asker, desk: TheDesk, request: Request) -> Response:
    """Return a plan. While its job runs it is the best so far, and better ones take its place."""
    text = desk.plans.text(who, id)
    headers = {"ETag": f'"{hashlib.sha256(text).hexdigest()[:32]}"', "Cache-Control": "private, no-cache"}
    if unchanged(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(text, media_type="application/json", headers=headers)


@router.get("/plans/{id}/summary", responses=refuses(*_READ))
def summary(id: Id, who: Asker, desk: TheDesk) -> PlanInfo:
    """Return what is known of a plan without reading it: its version, its status, its tiers, its job."""
    return desk.plans.read(who, id)


@router.get("/plans/{id}/verification", responses=refuses(*_READ))
def verification(id: Id, who: Asker, desk: TheDesk) -> Report:
    """Check a plan anew, by the independent verifier, against the version that it was made for."""
    return desk.plans.verify(who, id)


@router.get("/plans/{id}/comparison", responses=refuses(*_READ))
def comparison(
    id: Id, who: Asker, desk: TheDesk, base: Annotated[AnId, Query(description="The plan to compare with")]
) -> Comparison:
    """Return how far a plan lies from another one."""
    return desk.plans.compare(who, id, base)


@router.get("/plans/{id}/moves", responses=refuses(*_READ))
def moves(
    id: Id, who: Asker, desk: TheDesk, base: Annotated[AnId, Query(description="The plan to compare with")]
) -> tuple[Move, ...]:
    """Return all that is different in a plan from another one of its scenario: each move, in order of time."""
    return desk.plans.moves(who, id, base)


@router.post("/plans/{id}/questions", status_code=202, responses=refuses(*_ASK))
def ask(id: Id, body: QuestionAsked, who: Asker, desk: TheDesk, once: Once, response: Response) -> JobInfo:
    """Ask a question about a plan. The job that answers it is in the answer and in Location."""
    given = body.model_dump(mode="json", exclude_unset=True)
    return queued(response, desk.jobs.ask(who, Ask.model_validate({"plan": id, **given}), key=once))


@router.get(
    "/plans/{id}/export",
    response_class=Response,
    responses=sends(
        {
            "application/json": {},
            "text/csv": {"type": "string"},
            XLSX: {"type": "string", "format": "binary"},
            "text/calendar": {"type": "string"},
            **papers.FORMS,
        }
    )
    | refuses(*_READ, "unfit"),
)
def export(
    id: Id,
    who: Asker,
    desk: TheDesk,
    paper: papers.Said,
    to: Annotated[Literal["json", "csv", "xlsx", "ics", "docx", "pdf", "html"], Query()] = "json",
    person: Annotated[Line | None, Query(description="ics: the duties of this person alone")] = None,
    organisation: Annotated[Line | None, Query(description="ics: the sessions of this organisation alone")] = None,
    lang: Language = "vi",
) -> Response:
    """Return a plan as a file: itself (json), a line for each seat (csv), a workbook with its scenario, a calendar.

    Or as the office's paper, the assignment plan (Kế hoạch phân công; docx, pdf, html), verified anew.
    """
    if person is not None and organisation is not None:
        raise Refusal("invalid", "person or organisation, not both", "person hoặc organisation, không cả hai")
    headers = {"Content-Disposition": f'attachment; filename="plan-{id}.{to}"'}
    if to in papers.MEDIA:
        return Response(desk.plans.paper(who, id, to, paper), media_type=papers.MEDIA[to], headers=headers)
    if to == "ics":
        calendar = desk.plans.calendar(who, id, lang=lang, person=person, organisation=organisation)
        return Response(calendar, media_type="text/calendar; charset=utf-8", headers=headers)
    if to == "xlsx":
        return Response(desk.plans.workbook(who, id, lang), media_type=XLSX, headers=headers)
    text = desk.plans.text(who, id)
    if to == "json":
        return Response(text, media_type="application/json", headers=headers)
    return Response("".join(_seats(text)), media_type="text/csv; charset=utf-8", headers=headers)


def queued(response: Response, job: JobInfo) -> JobInfo:
    """Say where a job is to be found."""
    response.headers["Location"] = f"{PREFIX}/jobs/{job.id}"
    return job


def _seats(text: bytes) -> Iterator[str]:
    """Yield the lines of a table of seats."""
    yield MARK
    yield csv_line(("session", "start", "end", "place", "role", "activity", "person", "standby"))
    for session in Plan.model_validate(json.loads(text)).sessions:
        start, end = session.start.isoformat(), session.end.isoformat()
        common = (session.id, start, end, session.place)
        for seat in session.seats:
            activities = seat.activity or " ".join(session.activities)
            yield csv_line((*common, seat.role, activities, seat.person, None))
        for standby in session.standby:
            yield csv_line((*common, standby.role, " ".join(session.activities), standby.person, 1))
