"""Consent over HTTP: proposed, agreed to, refused, and what a refusal costs."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from fastapi import FastAPI

from planner.desk.queue import Queue
from planner.desk.work import Means
from planner.desk.worker import Worker
from planner.engine import Here
from planner.files import parse_scenario
from tests.api.calling import Caller, refused
from tests.desk.asking import claimed


def said(call: Caller, organisation: str, answer: str, reason: str = "", session: str = "s1") -> Any:
    body = {"session": session, "organisation": organisation, "answer": answer, "reason": reason}
    return call("POST", "/proposals/<proposal>/answers", body)


def test_proposed(call: Caller) -> None:
    made = call.as_("planner")("POST", "/plans/<plan>/proposal")
    proposal = made.json()
    assert (made.status_code, made.headers["location"]) == (201, f"/api/v1/proposals/{proposal['id']}")
    assert (proposal["plan"], proposal["state"]) == (call.world.ids["plan"], "open")
    assert [(s["session"], s["organisation"], s["answer"]) for s in proposal["said"]] == [
        ("s1", "mt", None),
        ("s1", "ub", None),
    ]
    assert call("GET", f"/proposals/{proposal['id']}").json() == proposal
    assert call("GET", "/proposals?limit=1").json()["items"] == [proposal]
    problem = refused(call("POST", "/plans/<plan>/proposal"), "unfit")
    assert [fault["code"] for fault in problem["faults"]] == ["proposed"]


def test_a_key_proposes_once(call: Caller) -> None:
    first = call("POST", "/plans/<plan>/proposal", Idempotency_Key="k")
    again = call("POST", "/plans/<plan>/proposal", Idempotency_Key="k")
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    refused(call("POST", "/plans/<proposed>/proposal", Idempotency_Key="k"), "reused")


def test_all_agree(call: Caller) -> None:
    front = call.as_("consenter")
    (theirs,) = front("GET", "/proposals").json()["items"][-1:]
    assert [[seat["person"] for seat in session["seats"]] for session in theirs["sessions"]] == [["mt-1"]]
    first = said(front, "mt", "accept")
    assert (first.status_code, first.json()["state"]) == (200, "open")
    refused(said(front, "ub", "accept"), "missing")  # nobody speaks for others, or learns of them
    last = said(call, "ub", "accept")
    assert last.json()["state"] == "agreed"
    assert {(s["organisation"], s["answer"]) for s in last.json()["said"]} == {("mt", "accept"), ("ub", "accept")}
    assert said(call, "ub", "accept").json() == last.json()  # said twice is said once
    assert [fault["code"] for fault in refused(said(call, "ub", "refuse", "bận"), "unfit")["faults"]] == ["answered"]


def test_what_is_agreed_is_somebodys_duty(call: Caller) -> None:
    duties = call.as_("staff")("GET", "/duties").json()
    assert [(duty["plan"], duty["session"], duty["role"]) for duty in duties] == [
        (call.world.ids["agreed"], "s1", "desk")
    ]
    of = call("GET", "/scenarios/<scenario>/duties?person=ub-1").json()
    assert [duty["session"] for duty in of] == ["s1", "s2"]
    assert call("GET", "/scenarios/<scenario>/duties?person=nobody").json() == []
    assert call("GET", "/duties").json() == []


def test_a_refusal_is_written_and_planned_anew(app: FastAPI, call: Caller) -> None:
    front = call.as_("consenter")
    for reason in ("", " \n "):
        assert [f["code"] for f in refused(said(front, "mt", "refuse", reason), "unfit")["faults"]] == ["no-reason"]
    refused(said(front, "mt", "refuse", "x" * 2001), "invalid")
    refused(said(front, "mt", "perhaps"), "invalid")
    answered = said(front, "mt", "refuse", "Ngày đó có đại hội").json()
    assert (answered["state"], answered["said"][0]["reason"]) == ("refused", "Ngày đó có đại hội")
    newest = call("GET", "/scenarios/<scenario>")
    assert newest.headers["etag"] == '"2"'
    assert [a.merge for a in parse_scenario(newest.content).scenario.activities] == ["any", (), "any"]
    (version, _) = call("GET", "/scenarios/<scenario>/versions").json()["items"]
    assert (version["note"], version["author"]) == ("mt: Ngày đó có đại hội", call.world.ids["planner"])
    call("POST", "/jobs/<queued>/stop")
    job = call("GET", f"/jobs/{answered['said'][0]['job']}").json()
    assert (job["state"], job["version"], job["asked"]) == (
        "queued",
        2,
        {"kind": "solve", "base": call.world.ids["proposed"]},
    )
    assert claimed(Queue(app.state.desk.store)).id == job["id"]
    actions = [entry["action"] for entry in call("GET", "/audit?limit=6").json()["items"]]
    assert {"consent.refuse", "scenario.save", "solve.submit"} <= set(actions)
    assert said(front, "mt", "refuse", "Ngày đó có đại hội").json() == answered  # sent twice, done once
    assert call("GET", "/scenarios/<scenario>").headers["etag"] == '"2"'


@pytest.mark.parametrize(("session", "organisation"), [("s2", "ub"), ("s9", "mt"), ("s1", "pn"), ("s1", "*")])
def test_nothing_is_asked_there(call: Caller, session: str, organisation: str) -> None:
    refused(said(call, organisation, "accept", session=session), "missing")
    body = {"session": session, "organisation": organisation}
    refused(call("POST", "/proposals/<proposal>/prices", body), "missing")


def test_what_a_refusal_costs(app: FastAPI, call: Caller) -> None:
    """Asked by the sponsor, worked out by a worker, and read by the sponsor: one more pair of seats."""
    call("POST", "/jobs/<queued>/stop")
    front = call.as_("consenter")
    asked = front("POST", "/proposals/<proposal>/prices", {"session": "s1", "organisation": "mt"})
    job = asked.json()["id"]
    assert (asked.status_code, asked.headers["location"]) == (202, f"/api/v1/jobs/{job}")
    worker = Worker(Queue(app.state.desk.store), Means(1, Here()), "w1")
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        events = front("GET", f"/jobs/{job}/events").text  # up to its end
    finally:
        worker.leave()
        thread.join()
    assert "event: row" in events
    assert front("GET", f"/jobs/{job}").json()["state"] == "done"
    (item,) = front("GET", f"/jobs/{job}/rows").json()["items"]
    assert (item["row"]["case"], item["row"]["status"]) == ("refuses: mt", "optimal")
    assert set(item["row"]["difference"]) == {tier["name"] for tier in item["row"]["tiers"]}
    assert "refuses: mt" in front("GET", f"/jobs/{job}/export?to=csv").text
    for who in ("other consenter", "staff", "other viewer"):
        refused(call.as_(who)("GET", f"/jobs/{job}"), "missing")
    assert call("GET", "/scenarios/<scenario>").headers["etag"] == '"1"'  # a question changes nothing


def test_the_trail_is_whole(app: FastAPI, call: Caller) -> None:
    said(call, "ub", "accept")
    seen: list[int] = []
    path = "/audit?limit=7"
    while True:
        page = call("GET", path).json()
        seen += [entry["number"] for entry in page["items"]]
        if page["next"] is None:
            break
        path = f"/audit?limit=7&cursor={page['next']}"
    chain = call("GET", "/audit/verification").json()
    assert seen == list(range(chain["rows"], 0, -1))
    assert (chain["broken"], chain["digest"]) == (None, call("GET", "/audit?limit=1").json()["items"][0]["digest"])
    about = call("GET", f"/audit?subject=plan/{call.world.ids['proposed']}").json()["items"]
    assert [entry["action"] for entry in about] == ["consent.accept", "plan.propose"]
    with app.state.desk.store.writing() as session:
        session.connection().exec_driver_sql("UPDATE audit SET actor = 'x' WHERE number = 5")
    assert call("GET", "/audit/verification").json()["broken"] == 5
