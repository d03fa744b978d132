"""Jobs: watched as they run, stopped, taken up again; the answers to questions."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import HTMLResponse, StreamingResponse
from fastapi.sse import format_sse_event
from starlette.concurrency import run_in_threadpool

from planner.desk.desk import Desk
from planner.desk.jobs import JobInfo
from planner.desk.plans import PlanInfo
from planner.desk.queue import ENDED, News
from planner.desk.scenarios import ScenarioInfo
from web.curve import Progress, progress
from web.doors import Asker, Id, TheDesk, TheLibrary, local
from web.names import Names
from web.render import Page, fragment, go, render
from web.visit import Visitor

router = APIRouter()

LOOK_SECONDS: Final = 0.7
"""How often a stream looks for news."""

PING_SECONDS: Final = 15.0
STREAM_SECONDS: Final = 300.0
"""How long a stream may be silent, and how long it lasts; a browser comes again by itself."""

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
async def live(
    id: Id,
    visit: Asker,
    desk: TheDesk,
    request: Request,
    last: Annotated[int, Header(alias="Last-Event-ID", ge=0, le=10**9)] = 0,
) -> StreamingResponse:
    """Send a job's progress as it comes, as parts of its page; ``over`` after the last one."""
    await run_in_threadpool(desk.jobs.read, visit.who, id)
    headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
    return StreamingResponse(_stream(request, desk, visit, id, last), media_type="text/event-stream", headers=headers)


async def _stream(request: Request, desk: Desk, visit: Visitor, id: str, last: int) -> AsyncIterator[bytes]:
    began = spoke = time.monotonic()
    state = ""
    yield format_sse_event(retry=2000)
    while time.monotonic() - began < STREAM_SECONDS and not await request.is_disconnected():
        job = await run_in_threadpool(desk.jobs.read, visit.who, id)
        if job.state in ENDED:
            yield format_sse_event(data_str="over", event="over", id=str(job.events))
            return
        if job.events > last or job.state != state:
            part = await run_in_threadpool(_part, desk, visit, job)
            yield format_sse_event(data_str=part, event="progress", id=str(job.events))
            last, state, spoke = job.events, job.state, time.monotonic()
        elif time.monotonic() - spoke > PING_SECONDS:
            yield format_sse_event(comment="ping")
            spoke = time.monotonic()
        await asyncio.sleep(LOOK_SECONDS)


def _part(desk: Desk, visit: Visitor, job: JobInfo) -> str:
    return fragment(visit, ProgressPart(job, progress(_news(desk, visit, job.id))))


def _news(desk: Desk, visit: Visitor, id: str) -> list[News]:
    found: list[News] = []
    after = 0
    while chunk := desk.jobs.events(visit.who, id, after, CHUNK):
        found += [news for _, news in chunk]
        after = chunk[-1][0]
    return found
