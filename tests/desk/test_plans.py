"""Plans verified anew, and their papers."""

from __future__ import annotations

import pytest

from planner.desk.asked import Solve
from planner.desk.desk import Desk
from planner.desk.faults import Missing
from planner.desk.queue import Queue
from planner.desk.rights import Post, Who
from planner.domain.plan import Plan
from planner.files.paper import Options
from tests import builders as b
from tests.desk.asking import LAN, claimed

WARD = b.scenario(b.activity("a", "ub"), b.activity("b", "mt"))
BASE = b.plan(WARD, b.session("s1", "a", "b", seats=[("desk", "ub-1"), ("desk", "mt-1")]))
SEATS = [("desk", "ub-2"), ("desk", "mt-1")]
REPLAN = b.plan(WARD, b.session("s1", "a", "b", start=b.AFTERNOON, seats=SEATS), base=BASE)


def kept(desk: Desk, queue: Queue, scenario: str, plan: Plan, asked: Solve) -> str:
    """The id of a plan that a worker made."""
    job = desk.jobs.submit(LAN, scenario, asked)
    claimed(queue)
    queue.finish(job.id, "w1", plan=plan)
    return str(desk.jobs.read(LAN, job.id).plan)


def test_a_replan_is_verified_against_its_base(desk: Desk, queue: Queue) -> None:
    scenario = desk.scenarios.create(LAN, WARD, organisation="ubnd").id
    base = kept(desk, queue, scenario, BASE, Solve())
    replan = kept(desk, queue, scenario, REPLAN, Solve(base=base))
    assert desk.plans.verify(LAN, replan).violations == ()
    assert desk.plans.verify(LAN, replan).values["changes"] == 3  # two activities move, nobody else sits in seat one
    assert "Số thay đổi so với kế hoạch trước" in desk.plans.paper(LAN, replan, "html", Options()).decode("utf-8")


def test_a_paper_is_for_those_who_read_the_plan(desk: Desk, queue: Queue) -> None:
    scenario = desk.scenarios.create(LAN, WARD, organisation="ubnd").id
    plan = kept(desk, queue, scenario, BASE, Solve())
    reader = Who("r", "r", (Post("viewer", "ubnd"),))
    assert "Cán bộ ub-1" in desk.plans.paper(reader, plan, "html", Options()).decode("utf-8")
    stranger = Who("s", "s", (Post("viewer", "mttq"), Post("staff", "ubnd")))
    with pytest.raises(Missing):
        desk.plans.paper(stranger, plan, "html", Options())
