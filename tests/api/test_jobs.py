"""Jobs over HTTP: batches and their rows as files, news as they come, stopped and taken up again."""

from __future__ import annotations

import csv
import io
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPResponse
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

import scenarios
from planner.desk.desk import Desk
from planner.desk.queue import News, Queue
from planner.desk.work import Means
from planner.desk.worker import Worker
from planner.domain.plan import Plan
from planner.domain.whatif import Row, Shift
from planner.engine import Here
from planner.files import read_scenario
from planner.files.json_text import json_text
from planner.files.scenario import given
from planner.verify import verify
from tests.api.calling import V1, Caller, refused
from tests.api.serving import served
from tests.api.world import JOINT, PLAN
from tests.desk.asking import claimed

EARLY = read_scenario(scenarios.path("dien-hong-tet")).scenario  # a plan at once, better ones for many seconds


# -- batches ----------------------------------------------------------------------------------------------------


def batch(app: FastAPI, call: Caller, rows: list[Row]) -> str:
    """Have a batch with these rows in the office; return its id."""
    desk: Desk = app.state.desk
    queue = Queue(desk.store)
    call("POST", "/jobs/<queued>/stop")
    job = str(call("POST", "/scenarios/<scenario>/whatifs", {"generate": ["each_person_absent"]}).json()["id"])
    assert claimed(queue).id == job
    queue.add_rows(job, "w1", rows, plans=False)
    return job


def table(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_asked_for(call: Caller) -> None:
    cases = [{"name": "ít hơn", "changes": [{"type": "set_turnout", "turnout": 0.5}]}]
    asked = call(
        "POST",
        "/scenarios/<scenario>/whatifs",
        {"cases": cases, "generate": ["each_person_absent"], "time_limit_s": 2, "version": 1, "plans": True},
    )
    job = asked.json()
    assert (asked.status_code, asked.headers["location"]) == (202, f"/api/v1/jobs/{job['id']}")
    assert (job["kind"], job["state"], job["asked"]["time_limit_s"]) == ("whatif", "queued", 2.0)
    assert (job["asked"]["whatif"]["cases"], job["asked"]["plans_kept"]) == (cases, True)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"cases": [{"name": "x", "changes": [{"type": "fly"}]}]}, "/cases/0/changes/0"),
        ({"generate": ["each_moon"]}, "/generate/0"),
        ({"generate": [{"one_more": {"skills": ["nothing"]}}]}, "/generate/0/one_more/skills/0"),
        ({"generate": ["each_person_absent"], "colour": 1}, "/colour"),
        ({"generate": ["each_person_absent"], "time_limit_s": 0}, "/time_limit_s"),
    ],
)
def test_what_cannot_be_asked_for(call: Caller, body: dict[str, Any], place: str) -> None:
    problem = refused(call("POST", "/scenarios/<scenario>/whatifs", body), "invalid")
    assert [fault["pointer"][: len(place)] for fault in problem["faults"]] == [place]


def test_rows_in_pages_while_more_come(app: FastAPI, call: Caller) -> None:
    job = batch(app, call, [Row(case=f"c{n}", status="optimal") for n in range(5)])
    queue = Queue(app.state.desk.store)
    seen: list[tuple[int, str]] = []
    cursor: str | None = "0"
    while cursor is not None:
        page = call("GET", f"/jobs/{job}/rows?limit=2&cursor={cursor}").json()
        seen += [(item["number"], item["row"]["case"]) for item in page["items"]]
        cursor = page["next"]
        if len(seen) == 4:
            queue.add_rows(job, "w1", [Row(case="late", status="error")], plans=False)
    last = seen[-1][0]
    later = call("GET", f"/jobs/{job}/rows?cursor={last}").json()
    assert seen + [(i["number"], i["row"]["case"]) for i in later["items"]] == [
        *((n + 1, f"c{n}") for n in range(5)),
        (6, "late"),
    ]


def test_a_batch_as_a_table(app: FastAPI, call: Caller) -> None:
    """Numbers stay numbers, also below zero; names that a spreadsheet would run are text; no tier is lost."""
    tier = {"name": "cost", "value": 5, "bound": 4, "proven": False}
    more = {"name": "changes", "value": 0, "bound": 0, "proven": True}
    rows = [
        Row(case="sai", status="error"),
        Row.model_validate({"case": "=1+1", "status": "feasible", "tiers": [tier], "seats_changed": 2, "seconds": 0.5})
        .model_copy(update={"difference": {"cost": Shift(value=-3, low=None, high=None)}}),
        Row.model_validate({"case": 'a "b", c\n@d', "status": "optimal", "tiers": [tier, more]}),
    ]  # fmt: skip
    job = batch(app, call, rows)
    response = call("GET", f"/jobs/{job}/export?to=csv")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["content-disposition"] == f'attachment; filename="whatif-{job}.csv"'
    heading, *found = table(response.content)
    assert heading == ["case", "status", "cost", "changes", "cost +/-", "changes +/-", "seats_changed", "seconds"]
    assert [row[:7] for row in found] == [
        ["sai", "error", "", "", "", "", ""],
        ["'=1+1", "feasible", "5", "", "-3", "", "2"],
        ['a "b", c\n@d', "optimal", "5", "0", "", "", ""],
    ]
    assert found[1][7] == "0.5"
    response = call("GET", f"/jobs/{job}/export?to=json")
    assert response.headers["content-type"] == "application/json"
    wanted = [json.loads(row.model_dump_json(exclude={"plan"}, exclude_none=True)) for row in rows]
    assert response.json() == {"rows": wanted}


def test_a_batch_without_rows_is_a_table_too(app: FastAPI, call: Caller) -> None:
    job = batch(app, call, [])
    assert call("GET", f"/jobs/{job}/export").json() == {"rows": []}
    assert table(call("GET", f"/jobs/{job}/export?to=csv").content) == [["case", "status", "seats_changed", "seconds"]]
    for path in (f"/jobs/{call.world.ids['question']}/export", "/jobs/00000000-0000-0000-0000-000000000000/export"):
        refused(call("GET", path), "missing")


def test_a_long_batch_is_sent_as_it_is_read(app: FastAPI, call: Caller) -> None:
    job = batch(app, call, [Row(case=f"c{n}", status="optimal") for n in range(650)])
    names = [row["case"] for row in call("GET", f"/jobs/{job}/export").json()["rows"]]
    assert names == [f"c{n}" for n in range(650)]
    assert [row[0] for row in table(call("GET", f"/jobs/{job}/export?to=csv").content)[1:]] == names


def test_plans_of_rows(call: Caller) -> None:
    assert Plan.model_validate_json(call("GET", "/jobs/<batch>/rows/1/plan").content) == PLAN
    refused(call("GET", "/jobs/<batch>/rows/4/plan"), "missing")
    refused(call("GET", "/jobs/<question>/rows/1/plan"), "missing")
    refused(call("GET", "/jobs/<question>/rows"), "missing")


# -- lists, stop and resume -------------------------------------------------------------------------------------


def test_lists(call: Caller) -> None:
    jobs = call("GET", "/jobs").json()["items"]
    assert len(jobs) == 7
    assert [job["created"] for job in jobs] == sorted((job["created"] for job in jobs), reverse=True)
    for state, count in (("queued", 1), ("stopped", 1), ("done", 5), ("failed", 0)):
        assert len(call("GET", f"/jobs?state={state}").json()["items"]) == count
    assert call("GET", "/jobs?scenario=<spare>").json() == {"items": [], "next": None}
    assert len(call("GET", "/jobs?scenario=<scenario>").json()["items"]) == 7
    refused(call("GET", "/jobs?state=lost"), "invalid")


def test_stopped_and_taken_up_again(app: FastAPI, call: Caller) -> None:
    queue = Queue(app.state.desk.store)
    stopped = call("POST", "/jobs/<queued>/stop").json()
    assert (stopped["state"], stopped["stopping"]) == ("stopped", False)
    assert call("POST", "/jobs/<queued>/stop").json() == stopped
    assert queue.claim("w1") is None
    assert call("POST", "/jobs/<queued>/resume").json()["state"] == "queued"
    task = claimed(queue)
    assert task.id == call.world.ids["queued"]
    queue.beat(task.id, "w1", best=PLAN)
    running = call("POST", "/jobs/<queued>/stop").json()
    assert (running["state"], running["stopping"], running["plan"] is None) == ("running", True, False)
    refused(call("POST", "/jobs/<queued>/resume"), "unfit")
    queue.finish(task.id, "w1")
    ended = call("GET", "/jobs/<queued>").json()
    assert (ended["state"], ended["plan"]) == ("stopped", running["plan"])
    assert Plan.model_validate_json(call("GET", f"/plans/{ended['plan']}").content) == PLAN
    done = refused(call("POST", "/jobs/<batch>/resume"), "unfit")
    assert (done["faults"][0]["code"], bool(done["detail_vi"])) == ("not-stopped", True)


# -- news as they come ------------------------------------------------------------------------------------------


class Event(NamedTuple):
    id: int
    kind: str
    data: Any


def events(text: str) -> list[Event]:
    """What a browser makes of a stream."""
    found = []
    for block in text.replace("\r\n", "\n").split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if "data" in fields:
            found.append(Event(int(fields["id"]), fields["event"], json.loads(fields["data"])))
    return found


def test_all_news_of_a_job_that_is_over(call: Caller) -> None:
    response = call("GET", "/jobs/<batch>/events")
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-cache"
    found = events(response.text)
    assert [event.id for event in found] == [1, 2, 3, 4, 5, 6]
    assert [(event.kind, event.data.get("state", event.data.get("case"))) for event in found] == [
        ("state", "queued"),
        ("state", "running"),
        ("row", "=c0"),
        ("row", "=c1"),
        ("row", "=c2"),
        ("state", "done"),
    ]
    for last in range(7):
        again = call("GET", "/jobs/<batch>/events", Last_Event_ID=str(last))
        assert (again.status_code, events(again.text)) == (200 if last < 6 else 204, found[last:])
    assert call("GET", "/jobs/<batch>/events", Last_Event_ID="99").status_code == 204  # a browser comes no more
    for wrong in ("-1", "x", "1.5"):
        refused(call("GET", "/jobs/<batch>/events", Last_Event_ID=wrong), "invalid")


@contextmanager
def stream(address: str, call: Caller, job: str, last: int = 0) -> Iterator[HTTPResponse]:
    where = urlsplit(address)
    with closing(HTTPConnection(str(where.hostname), where.port, timeout=60)) as connection:
        headers = call.world.headers(call.who) | ({"Last-Event-ID": str(last)} if last else {})
        connection.request("GET", f"{V1}/jobs/{job}/events", headers=headers)
        response = connection.getresponse()
        assert response.status == 200
        yield response


def listened(response: HTTPResponse) -> Iterator[Event]:
    """Yield events as they come, up to the end of the stream."""
    block = ""
    while line := response.readline().decode():
        block += line
        if not line.strip():
            yield from events(block)
            block = ""


@pytest.fixture
def address(app: FastAPI, client: TestClient) -> Iterator[str]:
    """The address of a copy of the office that is really served."""
    assert client.app is app
    with served(app) as found:
        yield found


def test_news_come_at_once_and_end_with_the_job(app: FastAPI, call: Caller, address: str) -> None:
    queue = Queue(app.state.desk.store)
    job = call.world.ids["queued"]
    with stream(address, call, job) as response:
        coming = listened(response)
        assert next(coming) == (1, "state", {"state": "queued"})
        claimed(queue)
        assert next(coming) == (2, "state", {"state": "running"})
        queue.beat(job, "w1", news=[News("progress", {"tier": "cost", "tên": "Tết\nhai dòng"})])
        began = time.monotonic()
        assert next(coming) == (3, "progress", {"tier": "cost", "tên": "Tết\nhai dòng"})
        assert time.monotonic() - began < 3
        queue.finish(job, "w1", plan=PLAN)
        plan = call("GET", f"/jobs/{job}").json()["plan"]
        assert list(coming) == [(4, "state", {"state": "done", "plan": plan})]
    with stream(address, call, job, last=2) as response:
        assert [event.id for event in listened(response)] == [3, 4]


@pytest.fixture
def working(app: FastAPI, client: TestClient) -> Iterator[Callable[[], None]]:
    """Starts a worker of the office, which leaves in the end."""
    assert client.app is app
    worker = Worker(Queue(app.state.desk.store), Means(1, Here()), "w1")
    thread = threading.Thread(target=worker.run)
    yield thread.start
    worker.leave()
    thread.join()


def test_live_while_a_worker_plans(call: Caller, address: str, working: Callable[[], None]) -> None:
    """A real plan: what was told of it is in order, complete, and the plan is what the planner makes and verifies."""
    call("POST", "/jobs/<queued>/stop")
    job = call("POST", "/scenarios/<scenario>/plans", {"time_limit_s": 20}).json()["id"]
    with stream(address, call, job) as response:
        coming = listened(response)
        first = next(coming)
        working()
        found = [first, *coming]
    states = [event.data["state"] for event in found if event.kind == "state"]
    assert ([event.id for event in found], states) == (list(range(1, len(found) + 1)), ["queued", "running", "done"])
    plan = found[-1].data["plan"]
    made = Plan.model_validate_json(call("GET", f"/plans/{plan}").content)
    assert (made.status, verify(JOINT, made).ok) == ("optimal", True)
    assert call("GET", f"/plans/{plan}/verification").json()["ok"] is True
    for last in (1, len(found) - 1):
        with stream(address, call, job, last) as response:
            assert list(listened(response)) == found[last:]


def test_a_stop_keeps_the_best_and_more_may_be_asked(call: Caller, address: str, working: Callable[[], None]) -> None:
    """A real ward, stopped as soon as there is a plan; taken up again it is no worse."""
    call("POST", "/jobs/<queued>/stop")
    ward = call("POST", "/scenarios?organisation=ubnd", json_text(given(EARLY)).encode()).json()["id"]
    job = call("POST", f"/scenarios/{ward}/plans", {"time_limit_s": 300, "baseline": False}).json()["id"]
    working()

    def told(last: int) -> tuple[list[Event], dict[str, Any]]:
        with stream(address, call, job, last) as response:
            found = []
            for event in listened(response):
                found.append(event)
                if event.kind == "progress" and call("GET", f"/jobs/{job}").json()["plan"] is not None:
                    call("POST", f"/jobs/{job}/stop")
        return found, call("GET", f"/jobs/{job}").json()

    first, stopped = told(0)
    assert (stopped["state"], stopped["error"]) == ("stopped", None)
    before = Plan.model_validate_json(call("GET", f"/plans/{stopped['plan']}").content)
    assert verify(EARLY, before).ok
    progress = next(event.data for event in first if event.kind == "progress")
    assert {"of", "tier", "tiers", "seconds"} <= set(progress)
    call("POST", f"/jobs/{job}/resume")
    second, again = told(first[-1].id)
    assert second[0][:2] == (first[-1].id + 1, "state")
    assert (again["state"], again["plan"]) == ("stopped", stopped["plan"])
    after = Plan.model_validate_json(call("GET", f"/plans/{again['plan']}").content)
    assert [tier.value for tier in after.tiers] <= [tier.value for tier in before.tiers]


def test_a_case_is_taken_up(call: Caller) -> None:
    path = "/jobs/<batch>/rows/2/adopt"
    taken = call("POST", path, If_Match='"1"', Idempotency_Key="k")
    found = taken.json()
    assert (taken.status_code, taken.headers["etag"], found["scenario"]["note"]) == (202, '"2"', "+ =c1")
    assert taken.headers["location"] == f"/api/v1/jobs/{found['job']}"
    assert call("GET", "/scenarios/<scenario>").json()["turnout"] == 3
    job = call("GET", f"/jobs/{found['job']}").json()
    assert (job["kind"], job["version"], job["state"]) == ("solve", 2, "queued")
    assert job["asked"]["base"] == call("GET", "/jobs/<batch>").json()["plan"]
    call("PATCH", "/scenarios/<scenario>", {"turnout": 2}, If_Match='"2"')
    assert call("POST", path, If_Match='"1"', Idempotency_Key="k").json() == found | {
        "scenario": found["scenario"] | {"newest": 3}
    }
    refused(call("POST", "/jobs/<batch>/rows/1/adopt", If_Match='"3"', Idempotency_Key="k"), "reused")
    refused(call("POST", path), "precondition")
    refused(call("POST", path, If_Match='"1"'), "changed")
    refused(call("POST", "/jobs/<batch>/rows/9/adopt", If_Match='"3"'), "missing")
    refused(call("POST", "/jobs/<question>/rows/1/adopt", If_Match='"3"'), "missing")
    assert call("GET", "/scenarios/<scenario>").headers["etag"] == '"3"'
