"""The queue on both databases: each job is claimed once, none is lost with its worker, organisations take turns."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from planner.desk import audit
from planner.desk.asked import Ask, Batch, Solve
from planner.desk.desk import Desk
from planner.desk.faults import Forbidden, Full, Lost, Missing, Unfit
from planner.desk.jobs import MOST_WAITING
from planner.desk.once import Key
from planner.desk.queue import LEASE, MOST_ATTEMPTS, News, Queue, Task
from planner.desk.rights import ALL
from planner.desk.store import Plan, Store
from planner.domain.faults import InputError
from planner.domain.whatif import Row, WhatIf
from tests.desk.asking import CHIEF, LAN, MAI, PLAN, VIEWER, WARD, WORSE, claimed, planned, somebody

NOW = datetime(2026, 2, 3, 7, 30, tzinfo=UTC)

Submit = Callable[..., str]


@pytest.fixture
def ask(desk: Desk) -> Submit:
    """Submit a job about a scenario of an organisation."""
    kept = {o: desk.scenarios.create(CHIEF, WARD, organisation=o).id for o in ("ubnd", "mttq")}

    def submit(organisation: str = "ubnd", author: str = "lan") -> str:
        who = somebody(author, ("planner", ALL, ALL))
        return desk.jobs.submit(who, kept[organisation], Solve(time_limit_s=60)).id

    return submit


def taken(queue: Queue, worker: str, at: datetime) -> Task:
    task = queue.claim(worker, at)
    assert task is not None
    return task


def test_from_submitted_to_done(desk: Desk, queue: Queue, ask: Submit, store: Store) -> None:
    job = ask()
    assert (desk.jobs.read(LAN, job).state, desk.jobs.read(LAN, job).plan) == ("queued", None)
    task = claimed(queue)
    assert (task.id, task.kind, task.version, task.attempts) == (job, "solve", 1, 1)
    assert task.settings == {"kind": "solve", "time_limit_s": 60.0}
    assert queue.claim("w2") is None
    assert queue.beat(job, "w1", seconds=1.5, news=[News("progress", {"tier": "cost"})], best=WORSE) is False
    first = desk.jobs.read(LAN, job)
    assert (first.seconds, desk.jobs.events(LAN, job)[-1]) == (1.5, (3, News("progress", {"tier": "cost"})))
    queue.finish(job, "w1", plan=PLAN)
    done = desk.jobs.read(LAN, job)
    assert (done.state, done.error, done.plan) == ("done", None, first.plan)
    assert queue.plan(str(done.plan)) == PLAN
    assert [news.data["state"] for _, news in desk.jobs.events(LAN, job) if news.kind == "state"] == [
        "queued",
        "running",
        "done",
    ]
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Plan)) == 1  # the result alone
        assert (audit.broken(session), audit.head(session)[0]) == (None, 4)


def test_a_job_goes_on_where_its_silent_worker_was(queue: Queue, ask: Submit) -> None:
    job = ask()
    taken(queue, "w1", NOW)
    queue.beat(job, "w1", seconds=4, best=PLAN, now=NOW)
    assert queue.claim("w2", NOW + LEASE) is None
    task = taken(queue, "w2", NOW + LEASE + timedelta(seconds=1))
    assert (task.id, task.attempts, task.seconds, queue.plan(str(task.plan))) == (job, 1, 4, PLAN)
    row = Row(case="c", status="unknown")
    for late in (
        lambda: queue.beat(job, "w1"),
        lambda: queue.finish(job, "w1", plan=WORSE),
        lambda: queue.fail(job, "w1", ""),
        lambda: queue.add_rows(job, "w1", [row], plans=False),
    ):
        with pytest.raises(Lost):
            late()
    queue.finish(job, "w2", plan=PLAN)
    with pytest.raises(Lost):
        queue.beat(job, "w2")


def test_a_worker_that_speaks_keeps_its_job(queue: Queue, ask: Submit) -> None:
    job = ask()
    later = NOW
    taken(queue, "w1", later)
    for _ in range(5):
        later += LEASE
        queue.beat(job, "w1", now=later)
        assert queue.claim("w2", later) is None


def test_a_worker_that_is_gone_gives_its_job_back(queue: Queue, ask: Submit) -> None:
    job = ask()
    claimed(queue, "w1")
    queue.release("w2")
    assert queue.claim("w3") is None
    queue.release("w1")
    assert claimed(queue, "w3").id == job


def test_a_job_that_kills_its_workers_fails(desk: Desk, queue: Queue, ask: Submit) -> None:
    job = ask()
    for n in range(MOST_ATTEMPTS):
        assert claimed(queue, f"w{n}").attempts == n + 1
        queue.release(f"w{n}")
    other = ask()
    assert claimed(queue, "w").id == other
    failed = desk.jobs.read(LAN, job)
    assert (failed.state, failed.error) == ("failed", f"its worker died {MOST_ATTEMPTS} times")


def test_stopped_while_it_waits(desk: Desk, queue: Queue, ask: Submit) -> None:
    job = ask()
    assert desk.jobs.stop(LAN, job).state == "stopped"
    assert (queue.claim("w1"), desk.jobs.stop(LAN, job).state) == (None, "stopped")


def test_stopped_while_it_runs(desk: Desk, queue: Queue, ask: Submit) -> None:
    job = ask()
    claimed(queue)
    asked = desk.jobs.stop(LAN, job)
    assert (asked.state, asked.stopping) == ("running", True)
    assert queue.beat(job, "w1") is True
    queue.finish(job, "w1", plan=WORSE)
    ended = desk.jobs.read(LAN, job)
    assert (ended.state, ended.stopping, queue.plan(str(ended.plan))) == ("stopped", False, WORSE)


def test_stopped_and_its_worker_is_dead(desk: Desk, queue: Queue, ask: Submit) -> None:
    job = ask()
    claimed(queue)
    queue.beat(job, "w1", best=PLAN)
    desk.jobs.stop(LAN, job)
    queue.release("w1")
    assert queue.claim("w2") is None
    ended = desk.jobs.read(LAN, job)
    assert (ended.state, queue.plan(str(ended.plan))) == ("stopped", PLAN)


def test_taken_up_again(desk: Desk, queue: Queue, ask: Submit) -> None:
    job = ask()
    with pytest.raises(Unfit):
        desk.jobs.resume(LAN, job)
    claimed(queue)
    queue.beat(job, "w1", seconds=60, best=WORSE)
    desk.jobs.stop(LAN, job)
    queue.finish(job, "w1")
    assert desk.jobs.resume(LAN, job).state == "queued"
    task = claimed(queue)
    assert (task.id, task.seconds, queue.plan(str(task.plan))) == (job, 0, WORSE)


def test_what_cannot_be_done(desk: Desk, queue: Queue, ask: Submit) -> None:
    job = ask()
    claimed(queue)
    queue.fail(job, "w1", "no room on the disk")
    assert (desk.jobs.read(LAN, job).state, desk.jobs.read(LAN, job).error) == ("failed", "no room on the disk")


def test_organisations_take_turns(queue: Queue, ask: Submit) -> None:
    many = [ask("ubnd") for _ in range(4)]
    late = ask("mttq", "mai")
    assert [claimed(queue, f"w{n}").id for n in range(4)] == [many[0], late, many[1], many[2]]


def test_nobody_fills_the_queue_alone(desk: Desk, ask: Submit) -> None:
    mine = [ask() for _ in range(MOST_WAITING)]
    with pytest.raises(Full):
        ask()
    ask(author="mai")
    desk.jobs.stop(LAN, mine[0])
    ask()


def test_every_job_is_claimed_once(desk: Desk, queue: Queue, ask: Submit) -> None:
    asked = [ask(organisation, f"a{n}") for n in range(15) for organisation in ("ubnd", "mttq")]
    done: list[str] = []

    def work(name: str) -> None:
        while (task := queue.claim(name)) is not None:
            done.append(task.id)
            queue.finish(task.id, name, plan=PLAN)

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == sorted(asked)
    assert {desk.jobs.read(CHIEF, job).state for job in asked} == {"done"}


def test_rows_of_a_batch(desk: Desk, queue: Queue) -> None:
    scenario = desk.scenarios.create(LAN, WARD, organisation="ubnd").id
    whatif = WhatIf(format="chungtay-whatif/1", base="-", generate=("each_person_absent",))
    job = desk.jobs.submit(LAN, scenario, Batch(whatif=whatif)).id
    claimed(queue)
    rows = [Row(case=f"c\0{n}", status="optimal", plan=PLAN) for n in range(3)]
    queue.add_rows(job, "w1", rows[:2], plans=True)
    queue.add_rows(job, "w1", rows[2:], plans=False)
    assert [number for number, _ in desk.jobs.rows(LAN, job)] == [1, 2, 3]
    assert [number for number, _ in desk.jobs.rows(LAN, job, after=1, limit=1)] == [2]
    assert [row["case"] for row in desk.jobs.all_rows(LAN, job)] == ["c\0000", "c\0001", "c\0002"]
    assert queue.cases_done(job) == {f"c\N{SYMBOL FOR NULL}{n}" for n in range(3)}
    assert desk.jobs.row_plan(LAN, job, 1) == PLAN.model_dump_json().encode()
    for number in (3, 4):
        with pytest.raises(Missing):
            desk.jobs.row_plan(LAN, job, number)
    with pytest.raises(Missing):
        desk.jobs.answer(LAN, job)


def test_a_key_makes_a_job_once(desk: Desk) -> None:
    scenario = desk.scenarios.create(LAN, WARD, organisation="ubnd").id
    key = Key("k", "a")
    assert desk.jobs.submit(LAN, scenario, Solve(), key=key) == desk.jobs.submit(LAN, scenario, Solve(), key=key)
    assert len(desk.jobs.list(LAN).items) == 1


def test_questions(desk: Desk, queue: Queue) -> None:
    scenario = desk.scenarios.create(LAN, WARD, organisation="ubnd").id
    other, plan = (str(planned(desk, queue, scenario).plan) for _ in range(2))
    with pytest.raises(InputError):
        desk.jobs.ask(LAN, Ask.model_validate({"plan": plan, "question": {"ask": "unheld", "activity": "zz"}}))
    question = Ask.model_validate({"plan": plan, "question": {"ask": "gaps"}})
    job = desk.jobs.ask(LAN, question).id
    assert desk.jobs.answer(LAN, job) is None
    claimed(queue)
    queue.finish(job, "w1", answer={"answers": ["ă"]})
    assert desk.jobs.answer(LAN, job) == '{"answers": ["ă"]}'.encode()
    curve = desk.jobs.ask(LAN, Ask.model_validate({"plan": plan, "question": {"ask": "curve"}})).id
    again = desk.jobs.ask(LAN, question).id
    for kinds, wanted in ((("gaps",), [again, job]), (("curve", "empty"), [curve]), ((), [])):
        assert [found.id for found, _ in desk.jobs.answers(LAN, plan, kinds)] == wanted
    assert [text for _, text in desk.jobs.answers(LAN, plan, ("gaps",))] == [None, desk.jobs.answer(LAN, job)]
    assert desk.jobs.answers(LAN, other, ("gaps",)) == ()
    with pytest.raises(Forbidden):
        desk.jobs.answer(VIEWER, job)
    with pytest.raises(Forbidden):
        desk.jobs.ask(VIEWER, question)
    with pytest.raises(Forbidden):
        desk.jobs.answers(VIEWER, plan, ("gaps",))
    with pytest.raises(Missing):
        desk.jobs.ask(MAI, question)
    with pytest.raises(Missing):
        desk.jobs.answers(MAI, plan, ("gaps",))


def test_what_is_not_there_or_not_theirs(desk: Desk, ask: Submit) -> None:
    job = ask()
    scenario = desk.jobs.read(LAN, job).scenario
    for who, id in ((LAN, "nothing"), (MAI, job)):
        for call in (desk.jobs.read, desk.jobs.stop, desk.jobs.resume, desk.jobs.events, desk.jobs.rows):
            with pytest.raises(Missing):
                call(who, id)
    with pytest.raises(Forbidden):
        desk.jobs.stop(VIEWER, job)
    with pytest.raises(Missing):
        desk.jobs.submit(LAN, scenario, Solve(), version=2)
    with pytest.raises(Missing):
        desk.jobs.submit(LAN, scenario, Solve(base="0" * 8 + "-0000-0000-0000-000000000000"))
    wanted = {"generate": [{"one_more": {"skills": ["nothing"]}}]}
    whatif = WhatIf.model_validate({"format": "chungtay-whatif/1", "base": "-", **wanted})
    with pytest.raises(InputError):
        desk.jobs.submit(LAN, scenario, Batch(whatif=whatif))
    assert [len(desk.jobs.list(who).items) for who in (LAN, VIEWER, MAI)] == [1, 1, 0]
    assert [len(desk.jobs.list(LAN, state=state).items) for state in ("queued", "done")] == [1, 0]
