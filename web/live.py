"""What happens to a job, sent as it happens: parts of its page as server-sent events, ``over`` after the last one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from typing import Annotated, Final

from fastapi import Header, Request
from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event
from starlette.concurrency import run_in_threadpool

from planner.desk.desk import Desk
from planner.desk.jobs import JobInfo
from planner.desk.queue import ENDED
from web.visit import Visitor

LOOK_SECONDS: Final = 0.7
"""How often a stream looks for news."""

PING_SECONDS: Final = 15.0
STREAM_SECONDS: Final = 300.0
"""How long a stream may be silent, and how long it lasts; a browser comes again by itself."""

LastEvent = Annotated[int, Header(alias="Last-Event-ID", ge=0, le=10**9)]
"""The last event that a browser had before it came again."""


async def live(
    request: Request, desk: Desk, visit: Visitor, id: str, last: int, part: Callable[[JobInfo], str]
) -> StreamingResponse:
    """Send a part of a job's page whenever there is news.

    Raises:
        Missing: there is no such job for them.
    """
    await run_in_threadpool(desk.jobs.read, visit.who, id)
    headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
    events = _events(request, desk, visit, id, last, part)
    return StreamingResponse(events, media_type="text/event-stream", headers=headers)


async def _events(
    request: Request, desk: Desk, visit: Visitor, id: str, last: int, part: Callable[[JobInfo], str]
) -> AsyncIterator[bytes]:
    began = spoke = time.monotonic()
    state = ""
    yield format_sse_event(retry=2000)
    while time.monotonic() - began < STREAM_SECONDS and not await request.is_disconnected():
        job = await run_in_threadpool(desk.jobs.read, visit.who, id)
        if job.state in ENDED:
            yield format_sse_event(data_str="over", event="over", id=str(job.events))
            return
        if job.events > last or job.state != state:
            text = await run_in_threadpool(part, job)
            yield format_sse_event(data_str=text, event="progress", id=str(job.events))
            last, state, spoke = job.events, job.state, time.monotonic()
        elif time.monotonic() - spoke > PING_SECONDS:
            yield format_sse_event(comment="ping")
            spoke = time.monotonic()
        await asyncio.sleep(LOOK_SECONDS)
