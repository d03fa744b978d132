"""Plans: asked for, read, verified anew, compared, questioned, exported."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import Field, StrictBool

from api import PREFIX
from api.doors import XLSX, After, AnId, Asker, Id, Language, Limit, Once, TheDesk, unchanged
from api.problems import UNCHANGED, component, refuses, sends
from api.routes.session import Strict
from planner.answers.questions.kinds import Question
from planner.desk.asked import Ask, Seconds, Solve, SolveOptions
from planner.desk.jobs import JobInfo
from planner.desk.pages import Page
from planner.desk.plans import Comparison, PlanInfo
from planner.domain.plan import Plan
from planner.domain.report import Report
from planner.files import parse_scenario
from planner.files.workbook import workbook

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


@router.post("/plans/{id}/questions", status_code=202, responses=refuses(*_ASK))
def ask(id: Id, body: QuestionAsked, who: Asker, desk: TheDesk, once: Once, response: Response) -> JobInfo:
    """Ask a question about a plan. The job that answers it is in the answer and in Location."""
    given = body.model_dump(mode="json", exclude_unset=True)
    return queued(response, desk.jobs.ask(who, Ask.model_validate({"plan": id, **given}), key=once))


@router.get(
    "/plans/{id}/export",
    response_class=StreamingResponse,
    responses=sends(
        {"application/json": {}, "text/csv": {"type": "string"}, XLSX: {"type": "string", "format": "binary"}}
    )
    | refuses(*_READ),
)
def export(
    id: Id,
    who: Asker,
    desk: TheDesk,
    to: Annotated[Literal["json", "csv", "xlsx"], Query()] = "json",
    lang: Language = "vi",
) -> StreamingResponse:
    """Return a plan as a file: itself (json), a line for each seat (csv), or a workbook with its scenario (xlsx)."""
    text = desk.plans.text(who, id)
    headers = {"Content-Disposition": f'attachment; filename="plan-{id}.{to}"'}
    if to == "json":
        return StreamingResponse(iter([text]), media_type="application/json", headers=headers)
    if to == "xlsx":
        info = desk.plans.read(who, id)
        _, scenario = desk.scenarios.text(who, info.scenario, info.version)
        file = workbook(parse_scenario(scenario).scenario, lang, plan=Plan.model_validate(json.loads(text)))
        return StreamingResponse(iter([file]), media_type=XLSX, headers=headers)
    return StreamingResponse(_seats(text), media_type="text/csv; charset=utf-8", headers=headers)


def queued(response: Response, job: JobInfo) -> JobInfo:
    """Say where a job is to be found."""
    response.headers["Location"] = f"{PREFIX}/jobs/{job.id}"
    return job


def _seats(text: bytes) -> Iterator[str]:
    """Yield the lines of a table of seats. A cell that a spreadsheet would take for a formula gets a quote before."""
    yield "\ufeff"  # spreadsheets take it for UTF-8 then
    yield csv_line("session", "start", "end", "place", "role", "activity", "person", "standby")
    for session in Plan.model_validate(json.loads(text)).sessions:
        start, end = session.start.isoformat(), session.end.isoformat()
        common = (session.id, start, end, session.place)
        for seat in session.seats:
            activities = seat.activity or " ".join(session.activities)
            yield csv_line(*common, seat.role, activities, seat.person or "", "")
        for standby in session.standby:
            yield csv_line(*common, standby.role, " ".join(session.activities), standby.person, "1")


def csv_line(*cells: object) -> str:
    """Return a line of a table."""
    line = io.StringIO()
    texts = map(str, cells)
    csv.writer(line).writerow([f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in texts])
    return line.getvalue()
