"""Plans over HTTP: asked for, read, verified, compared, exported, questioned."""

from __future__ import annotations

import csv
import io
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi import FastAPI

from planner.answers.moves import moves
from planner.desk.asked import Solve
from planner.desk.desk import Desk
from planner.desk.queue import Queue
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.files.table import plain
from planner.verify import verify
from planner.whatif.compare import difference, seats_changed
from tests import builders as b
from tests.api.calling import Caller, refused
from tests.api.world import JOINT, PLAN
from tests.desk.asking import CHIEF, claimed

APART = b.plan(
    JOINT,
    b.session("s1", "a", seats=[("desk", "ub-1")]),
    b.session("s2", "b", seats=[("desk", "mt-1")], place="yard"),
    b.session("s3", "c", seats=[("desk", "ub-2")], start=b.AFTERNOON),
)


def kept(app: FastAPI, call: Caller, plan: Plan, scenario: Scenario | None = None) -> str:
    """Have a plan in the office, of its scenario or of another one; return its id."""
    desk: Desk = app.state.desk
    queue = Queue(desk.store)
    for job in desk.jobs.list(CHIEF, state="queued").items:
        desk.jobs.stop(CHIEF, job.id)
    id = call.world.ids["scenario"]
    if scenario is not None:
        id = desk.scenarios.create(CHIEF, scenario, organisation="ubnd").id
    job = desk.jobs.submit(CHIEF, id, Solve())
    assert claimed(queue).id == job.id
    queue.finish(job.id, "w1", plan=plan)
    return str(desk.jobs.read(CHIEF, job.id).plan)


def test_asked_for(call: Caller) -> None:
    options = {"time_limit_s": 5, "seed": 3, "baseline": False, "version": 1, "base": call.world.ids["plan"]}
    asked = call("POST", "/scenarios/<scenario>/plans", options | {"since": "2026-02-07T08:00"})
    job = asked.json()
    assert (asked.status_code, asked.headers["location"]) == (202, f"/api/v1/jobs/{job['id']}")
    assert (job["kind"], job["state"], job["version"], job["plan"]) == ("solve", "queued", 1, None)
    assert job["asked"] == {"kind": "solve", **{k: v for k, v in options.items() if k != "version"}} | {
        "since": "2026-02-07T08:00"
    }
    assert call("GET", f"/jobs/{job['id']}").json() == job
    assert call("GET", "/jobs?limit=1").json()["items"] == [job]


@pytest.mark.parametrize(
    ("options", "code", "place"),
    [
        ({"time_limit_s": 0}, "invalid", "/body/time_limit_s"),
        ({"time_limit_s": 3601}, "invalid", "/body/time_limit_s"),
        ({"time_limit_s": "Infinity"}, "invalid", "/body/time_limit_s"),
        ({"seed": -1}, "invalid", "/body/seed"),
        ({"deterministic": "yes"}, "invalid", "/body/deterministic"),
        ({"base": "x"}, "invalid", "/body/base"),
        ({"since": "2026-02-07T08:00+07:00"}, "invalid", "/body/since"),
        ({"colour": 1}, "invalid", "/body/colour"),
        ({"version": 0}, "invalid", "/body/version"),
        ({"version": 2}, "missing", ""),
        ({"base": "00000000-0000-0000-0000-000000000000"}, "missing", ""),
    ],
)
def test_what_cannot_be_asked_for(call: Caller, options: dict[str, object], code: str, place: str) -> None:
    problem = refused(call("POST", "/scenarios/<scenario>/plans", options), code)
    assert [fault["pointer"] for fault in problem["faults"]] == ([place] if place else [])


def test_a_key_makes_a_job_once(call: Caller) -> None:
    def ask(n: int) -> str:
        path = ("/scenarios/<scenario>/plans", "/plans/<plan>/questions")[n % 2]
        body = ({"seed": 1}, {"question": {"ask": "gaps"}})[n % 2]
        response = call("POST", path, body, Idempotency_Key=f"k{n % 2}")
        assert response.status_code == 202
        assert response.headers["location"].endswith(response.json()["id"])
        return str(response.json()["id"])

    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(ask, range(8)))
    assert (len(set(made[::2])), len(set(made[1::2])), len(set(made))) == (1, 1, 2)
    refused(call("POST", "/scenarios/<scenario>/plans", {"seed": 2}, Idempotency_Key="k0"), "reused")
    refused(call("POST", "/scenarios/<spare>/plans", {"seed": 1}, Idempotency_Key="k0"), "reused")


def test_nobody_fills_the_queue_alone(call: Caller) -> None:
    found = [call("POST", "/scenarios/<scenario>/plans", {}) for _ in range(21)]
    assert [response.status_code for response in found] == [202] * 20 + [429]
    assert refused(found[-1], "full")["detail"] == "20 jobs wait or run already"
    assert int(found[-1].headers["retry-after"]) > 0
    refused(call("POST", "/scenarios/<scenario>/whatifs", {"generate": ["each_person_absent"]}), "full")
    assert call.as_("planner")("POST", "/scenarios/<scenario>/plans", {}).status_code == 202
    call("POST", f"/jobs/{found[0].json()['id']}/stop")
    assert call("POST", "/scenarios/<scenario>/plans", {}).status_code == 202


def test_read_as_it_was_made(call: Caller) -> None:
    read = call("GET", "/plans/<plan>")
    assert Plan.model_validate_json(read.content) == PLAN
    again = call("GET", "/plans/<plan>", If_None_Match=read.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    assert call("GET", "/plans/<plan>", If_None_Match='"x"').status_code == 200
    summary = call("GET", "/plans/<plan>/summary").json()
    assert {name: summary[name] for name in ("id", "scenario", "version", "status", "job")} == {
        "id": call.world.ids["plan"],
        "scenario": call.world.ids["scenario"],
        "version": 1,
        "status": PLAN.status,
        "job": call.world.ids["job of plan"],
    }
    assert summary["tiers"] == [tier.model_dump(mode="json") for tier in PLAN.tiers]
    ids = [plan["id"] for plan in call("GET", "/scenarios/<scenario>/plans").json()["items"]]
    base = call("GET", "/jobs/<batch>").json()["plan"]
    assert ids == [base, *(call.world.ids[name] for name in ("agreed", "proposed", "plan"))]
    page = call("GET", "/scenarios/<scenario>/plans?limit=2").json()
    rest = call("GET", f"/scenarios/<scenario>/plans?limit=2&cursor={page['next']}").json()
    assert [plan["id"] for plan in (*page["items"], *rest["items"])] == ids


def test_the_verifier_says_the_same(app: FastAPI, call: Caller) -> None:
    good = call("GET", "/plans/<plan>/verification").json()
    assert good == json.loads(verify(JOINT, PLAN).model_dump_json())
    wrong = b.plan(JOINT, b.session("s1", "a", "b", seats=[("desk", "ub-1"), ("desk", "ub-1")]), unheld=("c",))
    report = call("GET", f"/plans/{kept(app, call, wrong)}/verification").json()
    assert report == json.loads(verify(JOINT, wrong).model_dump_json())
    assert report["ok"] is False


def test_the_verifier_takes_the_version_that_the_plan_is_for(call: Caller) -> None:
    before = call("GET", "/plans/<plan>/verification").json()
    call("PATCH", "/scenarios/<scenario>", {"people": []}, If_Match='"1"')
    assert call("GET", "/plans/<plan>/verification").json() == before


def test_how_far_two_plans_lie_apart(app: FastAPI, call: Caller) -> None:
    other = kept(app, call, APART)
    found = call("GET", f"/plans/{other}/comparison?base=<plan>").json()
    wanted = {name: json.loads(shift.model_dump_json()) for name, shift in difference(PLAN, APART).items()}
    assert (found["base"], found["plan"]) == (call.world.ids["plan"], other)
    assert (found["difference"], found["seats_changed"]) == (wanted, seats_changed(PLAN, APART))
    assert found["seats_changed"] > 0
    back = call("GET", f"/plans/<plan>/comparison?base={other}").json()
    assert back["difference"]["staff_sessions"]["value"] == -found["difference"]["staff_sessions"]["value"]
    same = call("GET", "/plans/<plan>/comparison?base=<plan>").json()
    assert (same["seats_changed"], {shift["value"] for shift in same["difference"].values()}) == (0, {0})
    refused(call("GET", "/plans/<plan>/comparison"), "invalid")
    refused(call("GET", "/plans/<plan>/comparison?base=00000000-0000-0000-0000-000000000000"), "missing")


def test_what_is_different_move_by_move(app: FastAPI, call: Caller) -> None:
    other = kept(app, call, APART)
    found = call("GET", f"/plans/{other}/moves?base=<plan>").json()
    assert found == [move.model_dump(mode="json") for move in moves(JOINT, PLAN, APART)]
    assert {move["kind"] for move in found} >= {"parted", "moved"}
    assert call("GET", "/plans/<plan>/moves?base=<plan>").json() == []
    refused(call("GET", f"/plans/<plan>/moves?base={kept(app, call, APART, JOINT)}"), "missing")
    refused(call("GET", "/plans/<plan>/moves"), "invalid")


def table(data: bytes) -> list[list[str]]:
    text = data.decode("utf-8-sig")
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_a_plan_as_a_file(app: FastAPI, call: Caller) -> None:
    """Ids that a spreadsheet would run are text there, and come back as they were."""
    roles = (b.role("=desk", 1, standby=1), b.role("desk", 1))
    of = b.scenario(b.activity("@a", "ub"), functions=(b.function("gift", *roles),))
    plan = b.plan(of, b.session("-1+2", "@a", seats=[("=desk", "ub-1"), ("desk", None)], standby=[("=desk", "ub-2")]))
    id = kept(app, call, plan, of)
    response = call("GET", f"/plans/{id}/export")
    assert Plan.model_validate_json(response.content) == plan
    assert response.headers["content-disposition"] == f'attachment; filename="plan-{id}.json"'
    response = call("GET", f"/plans/{id}/export?to=csv")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["content-disposition"] == f'attachment; filename="plan-{id}.csv"'
    (held,) = plan.sessions
    common = ["'-1+2", held.start.isoformat(), held.end.isoformat(), "hall"]
    assert table(response.content) == [
        ["session", "start", "end", "place", "role", "activity", "person", "standby"],
        [*common, "'=desk", "'@a", "ub-1", ""],
        [*common, "desk", "'@a", "", ""],
        [*common, "'=desk", "'@a", "ub-2", "1"],
    ]
    assert [plain(cell) for cell in table(response.content)[1][4:6]] == ["=desk", "@a"]
    refused(call("GET", f"/plans/{id}/export?to=odt"), "invalid")


def test_questions(call: Caller) -> None:
    asked = call("POST", "/plans/<plan>/questions", {"question": {"ask": "gaps"}, "time_limit_s": 3, "repairs": False})
    assert (asked.status_code, asked.json()["kind"]) == (202, "question")
    refused(call("GET", f"/jobs/{asked.json()['id']}/answer"), "unfit")
    assert call("GET", "/jobs/<question>/answer").json() == {"answers": []}
    refused(call("GET", "/jobs/<batch>/answer"), "missing")
    problem = refused(
        call("POST", "/plans/<plan>/questions", {"question": {"ask": "unheld", "activity": "z"}}), "invalid"
    )
    assert [(fault["found"], bool(fault["allowed_vi"])) for fault in problem["faults"]] == [("z", True)]
    refused(call("POST", "/plans/<plan>/questions", {"question": {"ask": "nothing"}}), "invalid")
