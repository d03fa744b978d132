"""Workers with real solves: what each kind of job gives, what goes on after a worker is gone, what a stop keeps."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator

import pytest

import scenarios
from planner.desk.asked import Ask, Asked, Batch, Solve
from planner.desk.desk import Desk
from planner.desk.jobs import JobInfo
from planner.desk.queue import Queue
from planner.desk.work import Means
from planner.desk.worker import Worker
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.domain.whatif import WhatIf
from planner.engine import Here
from planner.files import read_scenario
from planner.verify import verify
from tests import builders as b
from tests.desk.asking import LAN

WARD = b.scenario(b.activity("a", "ub"), b.activity("b", "mt"), b.activity("c", "pn"))
EARLY = read_scenario(scenarios.path("dien-hong-tet")).scenario
"""Has a plan at once, and better ones for many seconds."""

LARGE = read_scenario(scenarios.path("dien-hong-tet")).scenario
"""Is not done in the seconds that it gets here."""

MEANS = Means(1, Here())


@pytest.fixture
def workers(queue: Queue) -> Iterator[Callable[[], Worker]]:
    """Start workers, which leave in the end."""
    started: list[tuple[Worker, threading.Thread]] = []

    def start() -> Worker:
        worker = Worker(queue, MEANS, f"w{len(started)}")
        thread = threading.Thread(target=worker.run)
        thread.start()
        started.append((worker, thread))
        return worker

    yield start
    for worker, _ in started:
        worker.leave()
    for _, thread in started:
        thread.join()


def asked(desk: Desk, what: Asked, scenario: Scenario = WARD) -> str:
    kept = desk.scenarios.create(LAN, scenario, organisation="ubnd").id
    return desk.jobs.submit(LAN, kept, what).id


def when(desk: Desk, job: str, holds: Callable[[JobInfo], bool]) -> JobInfo:
    """Wait until something holds of a job."""
    last = time.monotonic() + 60
    while not holds(found := desk.jobs.read(LAN, job)):
        assert time.monotonic() < last, found
        time.sleep(0.05)
    return found


def ended(desk: Desk, job: str) -> JobInfo:
    return when(desk, job, lambda found: found.finished is not None)


def plan_of(desk: Desk, job: JobInfo) -> Plan:
    return Plan.model_validate_json(desk.plans.text(LAN, str(job.plan)))


def test_a_plan(desk: Desk, workers: Callable[[], Worker]) -> None:
    workers()
    job = ended(desk, asked(desk, Solve(time_limit_s=20, seed=7)))
    plan = plan_of(desk, job)
    assert (job.state, job.error, plan.status, plan.settings.seed) == ("done", None, "optimal", 7)
    assert desk.plans.verify(LAN, str(job.plan)).ok
    assert (desk.plans.read(LAN, str(job.plan)).job, plan.baseline is None) == (job.id, False)


def test_a_batch(desk: Desk, workers: Callable[[], Worker]) -> None:
    workers()
    whatif = {"format": "chungtay-whatif/1", "base": "-", "generate": ["each_person_absent"]}
    wrong = [{"name": "wrong", "changes": [{"type": "remove_person", "person": "nobody"}]}]
    asking = Batch(whatif=WhatIf.model_validate(whatif | {"cases": wrong}), time_limit_s=20, plans_kept=True)
    job = ended(desk, asked(desk, asking))
    rows = {row["case"]: row["status"] for row in desk.jobs.all_rows(LAN, job.id)}
    absences = {f"absent: {person.id}": "optimal" for person in WARD.people}
    assert (job.state, rows) == ("done", absences | {"wrong": "error"})
    assert plan_of(desk, job).status == "optimal"
    number, _ = next((n, row) for n, row in desk.jobs.rows(LAN, job.id) if row["status"] == "optimal")
    assert Plan.model_validate_json(desk.jobs.row_plan(LAN, job.id, number)).status == "optimal"


def test_a_question(desk: Desk, workers: Callable[[], Worker]) -> None:
    workers()
    plan = str(ended(desk, asked(desk, Solve(time_limit_s=20, baseline=False))).plan)
    question = {"plan": plan, "question": {"ask": "staffing", "populations": [1000]}, "time_limit_s": 5}
    job = ended(desk, desk.jobs.ask(LAN, Ask.model_validate(question)).id)
    answer = json.loads(desk.jobs.answer(LAN, job.id) or b"null")
    assert (job.state, job.error) == ("done", None)
    assert [need["population"] for need in answer["needs"]] == [1000]


def test_a_stop_keeps_the_best_plan(desk: Desk, workers: Callable[[], Worker]) -> None:
    workers()
    job = asked(desk, Solve(time_limit_s=600), EARLY)
    when(desk, job, lambda found: found.plan is not None)
    desk.jobs.stop(LAN, job)
    found = ended(desk, job)
    plan = plan_of(desk, found)
    assert (found.state, plan.status) == ("stopped", "feasible")
    assert verify(EARLY, plan).ok


def test_another_worker_goes_on(desk: Desk, workers: Callable[[], Worker]) -> None:
    job = asked(desk, Solve(time_limit_s=12, baseline=False), LARGE)
    first = workers()
    before = plan_of(desk, when(desk, job, lambda found: found.plan is not None and found.seconds > 4))
    first.leave()
    when(desk, job, lambda found: found.seconds > 4)
    workers()
    found = ended(desk, job)
    plan = plan_of(desk, found)
    assert (found.state, found.seconds < 27) == ("done", True)
    assert values(plan) <= values(before)


def values(plan: Plan) -> list[int]:
    return [tier.value for tier in plan.tiers if tier.value is not None]


def test_a_batch_goes_on_where_it_was(desk: Desk, queue: Queue, workers: Callable[[], Worker]) -> None:
    whatif = WhatIf(format="chungtay-whatif/1", base="-", generate=("each_person_absent",))
    job = asked(desk, Batch(whatif=whatif, time_limit_s=20))
    first = workers()
    when(desk, job, lambda _: len(desk.jobs.rows(LAN, job)) >= 2)
    first.leave()
    workers()
    assert ended(desk, job).state == "done"
    names = [row["case"] for row in desk.jobs.all_rows(LAN, job)]
    assert sorted(names) == sorted(f"absent: {person.id}" for person in WARD.people)
    assert queue.claim("w9") is None


def test_a_job_that_cannot_be_done_fails_alone(desk: Desk, workers: Callable[[], Worker]) -> None:
    """A plan of a ward in which what has begun by now is forbidden."""
    kept = desk.scenarios.create(LAN, WARD, organisation="ubnd").id
    workers()
    plan = str(ended(desk, desk.jobs.submit(LAN, kept, Solve(time_limit_s=20)).id).plan)
    forbids = [{"person": person.id, "activity": activity.id} for person in WARD.people for activity in WARD.activities]
    desk.scenarios.patch(LAN, kept, {"forbids": forbids}, expected=1)
    late = Solve.model_validate({"base": plan, "since": "2026-02-08T00:00"})
    bad, good = desk.jobs.submit(LAN, kept, late).id, desk.jobs.submit(LAN, kept, Solve(time_limit_s=20)).id
    failed = ended(desk, bad)
    assert (failed.state, (failed.error or "").partition(" ")[0], failed.plan) == ("failed", "forbids", None)
    assert ended(desk, good).state == "done"
