"""Jobs: watched, stopped, taken up again; what-ifs and their rows; answers to questions."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator
from itertools import islice
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event
from pydantic import BaseModel, Field, StrictBool, ValidationError
from starlette.concurrency import run_in_threadpool

from api import PREFIX
from api.doors import After, AnId, Asker, Body, Expected, Id, Limit, Number, Once, TheDesk, is_json
from api.problems import Refusal, component, refuses, sends
from api.routes.plans import queued
from api.routes.session import Strict
from planner.desk.asked import Batch, Seconds
from planner.desk.asked import Id as Uuid
from planner.desk.desk import Desk
from planner.desk.jobs import JobInfo
from planner.desk.pages import Page
from planner.desk.queue import State
from planner.desk.rights import Who
from planner.desk.whatifs import Adopted
from planner.domain.whatif import Case, Family, read_whatif
from planner.files import json as exact
from planner.files.table import MARK, csv_line

router = APIRouter(prefix=PREFIX, tags=["jobs"])

_READ: Final = ("not-signed-in", "missing", "invalid", "too-many")
_ASK: Final = (*_READ, "csrf", "forbidden", "malformed", "too-large", "media-type", "reused", "full")

LOOK_SECONDS: Final = 0.5
"""How often a stream of events looks for news."""

LINES_AT_A_TIME: Final = 200
"""How many lines of a file are sent as one piece."""

PING_SECONDS: Final = 15.0
"""How long a stream may be silent."""

STREAM_SECONDS: Final = 300.0
"""How long a stream lasts; a client comes again by itself, where it may still read."""


_TAKES: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/BatchAsked"}}},
    }
}


_EVENT: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "event": {"enum": ["state", "progress", "row"]},
        "id": {"type": "string", "pattern": "^[0-9]+$"},
        "data": {"type": "string", "description": "JSON"},
        "retry": {"type": "integer"},
    },
}


class BatchOptions(Strict):
    """How a batch is answered: see `BatchAsked`."""

    time_limit_s: Seconds = 30.0
    version: int | None = Field(default=None, ge=1, le=10**9)
    base: Uuid | None = None
    plans: StrictBool = False


class BatchAsked(BatchOptions):
    """A batch of what-ifs about a version of a scenario (the newest unless a number is given).

    `cases` and `generate` are those of a what-if file. `time_limit_s`: seconds for the base and for each case.
    `base` is a plan that the base begins with. `plans`: also keep the plan of each case.
    """

    cases: tuple[Case, ...] = ()
    generate: tuple[Family, ...] = Field(default=(), examples=[["each_person_absent"]])


class NumberedRow(BaseModel):
    """A row of a batch, numbered from 1 in the order in which they came."""

    number: int
    row: dict[str, Any]


@router.post("/scenarios/{id}/whatifs", status_code=202, openapi_extra=_TAKES, responses=refuses(*_ASK))
def submit(id: Id, who: Asker, sent: Body, desk: TheDesk, once: Once, request: Request, response: Response) -> JobInfo:
    """Ask a batch of what-ifs. The job that answers it is in the answer and in Location."""
    is_json(request, "application/json")
    raw = exact.parse(sent)
    if not isinstance(raw, dict):
        raise Refusal("invalid", "an object with cases or generate")
    steps = {name: raw.pop(name) for name in ("cases", "generate") if name in raw}
    whatif = read_whatif({"format": "chungtay-whatif/1", "base": id, **steps})
    try:
        options = BatchOptions.model_validate(raw)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error
    asked = Batch(whatif=whatif, time_limit_s=options.time_limit_s, base=options.base, plans_kept=options.plans)
    return queued(response, desk.jobs.submit(who, id, asked, version=options.version, key=once))


@router.get("/jobs", responses=refuses("not-signed-in", "invalid", "too-many"))
def listed(
    who: Asker,
    desk: TheDesk,
    after: After,
    limit: Limit = 50,
    scenario: Annotated[AnId | None, Query()] = None,
    state: Annotated[State | None, Query()] = None,
) -> Page[JobInfo]:
    """Return jobs about scenarios that one may read, the newest first."""
    return desk.jobs.list(who, scenario=scenario, state=state, after=after, limit=limit)


@router.get("/jobs/{id}", responses=refuses(*_READ))
def read(id: Id, who: Asker, desk: TheDesk) -> JobInfo:
    """Return how far a job is. `plan` is the plan that it makes, the best so far while it runs."""
    return desk.jobs.read(who, id)


@router.post("/jobs/{id}/stop", responses=refuses(*_READ, "csrf", "forbidden"))
def stop(id: Id, who: Asker, desk: TheDesk) -> JobInfo:
    """Stop a job: the best plan so far, and all finished cases, are kept."""
    return desk.jobs.stop(who, id)


@router.post("/jobs/{id}/resume", responses=refuses(*_READ, "csrf", "forbidden", "unfit", "full"))
def resume(id: Id, who: Asker, desk: TheDesk) -> JobInfo:
    """Queue a job again that was stopped or has failed: it goes on from there, finished cases are not done again."""
    return desk.jobs.resume(who, id)


@router.get(
    "/jobs/{id}/answer",
    response_class=Response,
    responses=sends({"application/json": {"type": "object"}}) | refuses(*_READ, "forbidden", "unfit"),
)
def answer(id: Id, who: Asker, desk: TheDesk) -> Response:
    """Return the answer to a question, as `chungtay explain --json` gives it."""
    text = desk.jobs.answer(who, id)
    if text is None:
        raise Refusal("unfit", "there is no answer yet", "chưa có câu trả lời")
    return Response(text, media_type="application/json")


@router.get("/jobs/{id}/rows", responses=refuses(*_READ))
def rows(
    id: Id,
    who: Asker,
    desk: TheDesk,
    limit: Limit = 50,
    cursor: Annotated[int, Query(ge=0, le=10**9, description="`next` of the page before")] = 0,
) -> Page[NumberedRow]:
    """Return finished rows of a batch, in the order in which they came; later rows come after those seen."""
    found = desk.jobs.rows(who, id, cursor, limit)
    items = tuple(NumberedRow(number=number, row=row) for number, row in found)
    return Page(items, str(found[-1][0]) if len(found) == limit else None)


@router.get(
    "/jobs/{id}/rows/{number}/plan",
    response_class=Response,
    responses=sends({"application/json": component("Plan")}) | refuses(*_READ),
)
def row_plan(id: Id, number: Number, who: Asker, desk: TheDesk) -> Response:
    """Return the plan of a row, where plans were asked for."""
    return Response(desk.jobs.row_plan(who, id, number), media_type="application/json")


@router.post(
    "/jobs/{id}/rows/{number}/adopt",
    status_code=202,
    responses=refuses(*_READ, "csrf", "forbidden", "reused", "full", "changed", "precondition"),
)
def adopt(
    id: Id, number: Number, who: Asker, desk: TheDesk, expected: Expected, once: Once, response: Response
) -> Adopted:
    """Take a case up: its changes become a new version, and a plan of that, close to the batch's, is asked for.

    The version's number is the ETag; the job that makes the plan is in the answer and in Location.
    """
    adopted = desk.whatifs.adopt(who, id, number, expected=expected, key=once)
    response.headers["Location"] = f"{PREFIX}/jobs/{adopted.job}"
    response.headers["ETag"] = f'"{adopted.scenario.number}"'
    return adopted


@router.get(
    "/jobs/{id}/export",
    response_class=StreamingResponse,
    responses=sends({"application/json": {}, "text/csv": {"type": "string"}}) | refuses(*_READ),
)
def export(
    id: Id, who: Asker, desk: TheDesk, to: Annotated[Literal["json", "csv"], Query()] = "json"
) -> StreamingResponse:
    """Return all finished rows of a batch as a file, sent as it is read."""
    desk.jobs.rows(who, id, 0, 1)  # what is missing is said before the file begins
    headers = {"Content-Disposition": f'attachment; filename="whatif-{id}.{to}"'}
    if to == "json":
        found = _json(desk.jobs.all_rows(who, id))
        return StreamingResponse(_chunks(found), media_type="application/json", headers=headers)
    return StreamingResponse(_chunks(_csv(desk, who, id)), media_type="text/csv; charset=utf-8", headers=headers)


@router.get(
    "/jobs/{id}/events",
    response_class=StreamingResponse,
    responses=sends(
        {"text/event-stream": _EVENT},
        "Events `state`, `progress` (tier by tier: value, bound, gap) and `row`, numbered by their ids; the stream "
        "ends after the last one; who comes again after that is told by 204 that there is nothing more",
    )
    | {204: {"description": "The job has ended, and all its events were seen"}}
    | refuses(*_READ),
)
async def events(
    id: Id,
    who: Asker,
    desk: TheDesk,
    request: Request,
    last: Annotated[
        int, Header(alias="Last-Event-ID", ge=0, le=10**9, description="The last id seen: only later events come")
    ] = 0,
) -> Response:
    """Return a job's news as they come (server-sent events)."""
    if (await run_in_threadpool(desk.jobs.read, who, id)).is_over_after(last):
        return Response(status_code=204)  # a browser would come again for ever
    headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
    return StreamingResponse(_stream(request, desk, who, id, last), media_type="text/event-stream", headers=headers)


async def _stream(request: Request, desk: Desk, who: Who, id: str, after: int) -> AsyncIterator[bytes]:
    began = spoke = time.monotonic()
    last = after
    yield format_sse_event(retry=2000)
    while time.monotonic() - began < STREAM_SECONDS and not await request.is_disconnected():
        found = await run_in_threadpool(desk.jobs.events, who, id, last)
        for number, news in found:
            yield format_sse_event(data_str=json.dumps(news.data, ensure_ascii=False), event=news.kind, id=str(number))
        if found:
            last, spoke = found[-1][0], time.monotonic()
            continue
        if (await run_in_threadpool(desk.jobs.read, who, id)).is_over_after(last):
            return
        if time.monotonic() - spoke > PING_SECONDS:
            yield format_sse_event(comment="ping")
            spoke = time.monotonic()
        await asyncio.sleep(LOOK_SECONDS)


def _chunks(lines: Iterator[str]) -> Iterator[str]:
    """Yield lines many at a time: each piece that is sent goes through another thread."""
    while chunk := "".join(islice(lines, LINES_AT_A_TIME)):
        yield chunk


def _json(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    yield '{"rows": ['
    for n, row in enumerate(rows):
        yield f"{',' if n else ''}\n{json.dumps(row, ensure_ascii=False)}"
    yield "\n]}\n"


def _csv(desk: Desk, who: Who, id: str) -> Iterator[str]:
    """Yield a line for each row: the case, its status, value and difference of each tier, seats changed, seconds.

    The rows are read twice: a case may have tiers that those before it did not have.
    """
    names: dict[str, None] = {}
    count = 0
    for row in desk.jobs.all_rows(who, id):
        names |= dict.fromkeys(tier["name"] for tier in row.get("tiers", ()))
        count += 1
    yield MARK
    yield csv_line(("case", "status", *names, *(f"{name} +/-" for name in names), "seats_changed", "seconds"))
    for row in islice(desk.jobs.all_rows(who, id), count):
        tiers = {tier["name"]: tier.get("value") for tier in row.get("tiers", ())}
        shifts = {name: shift.get("value") for name, shift in row.get("difference", {}).items()}
        yield csv_line(
            (
                row["case"],
                row["status"],
                *(tiers.get(name) for name in names),
                *(shifts.get(name) for name in names),
                row.get("seats_changed"),
                row.get("seconds"),
            )
        )
