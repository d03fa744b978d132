"""The office's pages for ten wards that share people: tables, batches of 1,000 rows, people, comparisons."""

from __future__ import annotations

from typing import Final

import scenarios
from planner.desk.asked import Batch, Solve
from planner.desk.desk import Desk
from planner.desk.queue import Queue
from planner.domain.plan import Plan, Tier
from planner.domain.whatif import Row, Shift, WhatIf
from planner.files import parse_scenario
from tests.desk.asking import CHIEF, claimed
from tests.web.client import Client
from tests.web.test_cluster import SECONDS, size_of_a_plan, timed

WHATIF: Final = WhatIf(format="chungtay-whatif/1", base="-", generate=("each_person_absent",))


def taken(queue: Queue, job: str) -> None:
    """Take a job, whatever else waits."""
    while claimed(queue, "w2").id != job:
        pass


def a_row(n: int, person: str, tiers: tuple[Tier, ...]) -> Row:
    """What an absence might come to."""
    shifts = {tier.name: Shift(value=n % 7 - 3) for tier in tiers}
    return Row(case=f"absent: {person}", status="optimal", tiers=tiers, difference=shifts, seats_changed=n, seconds=1.0)


def planned(desk: Desk, queue: Queue, scenario: str, plan: Plan) -> str:
    """Have a plan made; return its id."""
    job = desk.jobs.submit(CHIEF, scenario, Solve()).id
    taken(queue, job)
    queue.finish(job, "w2", plan=plan)
    return str(desk.jobs.read(CHIEF, job).plan)


def test_pages_of_a_cluster_answer_at_once(client: Client, desk: Desk) -> None:
    scenario = parse_scenario(scenarios.path("cluster-10-wards").read_bytes()).scenario
    kept, queue, plan = (
        desk.scenarios.create(CHIEF, scenario, organisation="vhxh").id,
        Queue(desk.store),
        size_of_a_plan(scenario),
    )
    desk.scenarios.patch(CHIEF, kept, {"name": "Tên khác"}, expected=1)
    one, other = (planned(desk, queue, kept, plan) for _ in range(2))
    batch = desk.jobs.submit(CHIEF, kept, Batch(whatif=WHATIF)).id
    taken(queue, batch)
    queue.add_rows(batch, "w2", [a_row(n, p.id, plan.tiers) for n, p in enumerate(scenario.people)], plans=False)
    queue.finish(batch, "w2", plan=plan)
    person, organisation = scenario.people[0].id, scenario.people[0].home
    client.come_in()
    slow: dict[str, float] = {}
    for path in (
        f"/scenarios/{kept}/tables/people?page=20",
        f"/scenarios/{kept}/tables/people?q=lan",
        f"/scenarios/{kept}/tables/people?edit=500",
        f"/scenarios/{kept}/tables/activities?edit=200",
        f"/scenarios/{kept}/whatifs",
        f"/whatifs/{batch}?sort=cost&down=1&page=9",
        f"/whatifs/{batch}/rows/500",
        f"/scenarios/{kept}/compare",
        f"/plans/{one}/compare?base={other}",
        f"/plans/{one}/person?id={person}",
        f"/plans/{one}/organisation?id={organisation}",
        "/duties",
        "/audit",
    ):
        client.page(path)
        best = min(timed(client, path) for _ in range(3))
        if best > SECONDS:
            slow[path] = best
    assert slow == {}
