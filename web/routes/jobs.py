"""Jobs: watched as they run, stopped, taken up again; the answers to questions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, ClassVar, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, StreamingResponse

from planner.desk.desk import Desk
from planner.desk.jobs import JobInfo
from planner.desk.plans import PlanInfo
from planner.desk.queue import ENDED, News
from planner.desk.scenarios import ScenarioInfo
from web.curve import Progress, progress
from web.doors import Asker, Id, TheDesk, TheLibrary, local
from web.live import LastEvent, live
from web.names import Names
from web.render import Page, fragment, go, render
from web.visit import Visitor

router = APIRouter()

CHUNK: Final = 200


@dataclass(frozen=True)
class JobPage(Page):
    """A job, what it was asked for and how far it is. `answer`: to a question; `names`: what ids stand for.

    `saved` is the version that was saved just now, `back` where taking that back leads to.
    """

    template: ClassVar[str] = "job.html"
    job: JobInfo
    info: ScenarioInfo
    names: Names
    progress: Progress
    plan: PlanInfo | None
    answer: Mapping[str, Any] | None
    is_over: bool
    may_plan: bool
    saved: int
    back: str


@dataclass(frozen=True)
class ProgressPart(Page):
    """What changes on a job's page while it runs."""

    template: ClassVar[str] = "parts/job_progress.html"
    job: JobInfo
    progress: Progress


@router.get("/jobs/{id}")
def show(
    id: Id,
    visit: Asker,
    desk: TheDesk,
    library: TheLibrary,
    saved: Annotated[int, Query(ge=0, le=10**9)] = 0,
    back: Annotated[str, Query(max_length=2000)] = "",
) -> HTMLResponse:
    """Show a job; `saved` is the version that was saved for it just now, `back` where that was done."""
    job = desk.jobs.read(visit.who, id)
    kept = library.scenario(visit.who, job.scenario, job.version)
    may_plan = visit.who.may("plan", kept.info.organisation, kept.info.area)
    is_answered = job.kind == "question" and job.state in ENDED and may_plan
    text = desk.jobs.answer(visit.who, id) if is_answered else None
    page = JobPage(
        job=job,
        info=kept.info,
        names=library.shelf.get("names", kept.digest, lambda: Names(kept.scenario)),
        progress=progress(_news(desk, visit, id)),
        plan=desk.plans.read(visit.who, job.plan) if job.plan is not None else None,
        answer=None if text is None else json.loads(text),
        is_over=job.state in ENDED,
        may_plan=may_plan,
        saved=saved,
        back=local(back, f"/scenarios/{job.scenario}"),
    )
    return render(visit, page)


@router.post("/jobs/{id}/stop")
def stop(id: Id, visit: Asker, request: Request, desk: TheDesk) -> Response:
    """Stop a job; what it has is kept."""
    desk.jobs.stop(visit.who, id)
    return go(request, f"/jobs/{id}")


@router.post("/jobs/{id}/resume")
def resume(id: Id, visit: Asker, request: Request, desk: TheDesk) -> Response:
    """Let a job go on from where it was stopped."""
    desk.jobs.resume(visit.who, id)
    return go(request, f"/jobs/{id}")


@router.get("/jobs/{id}/live")
async def watch(id: Id, visit: Asker, desk: TheDesk, request: Request, last: LastEvent = 0) -> StreamingResponse:
    """Send a job's progress as it comes."""
    return await live(request, desk, visit, id, last, partial(_part, desk, visit))


def _part(desk: Desk, visit: Visitor, job: JobInfo) -> str:
    return fragment(visit, ProgressPart(job, progress(_news(desk, visit, job.id))))


def _news(desk: Desk, visit: Visitor, id: str) -> list[News]:
    found: list[News] = []
    after = 0
    while chunk := desk.jobs.events(visit.who, id, after, CHUNK):
        found += [news for _, news in chunk]
        after = chunk[-1][0]
    return found
