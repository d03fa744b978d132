"""Batches beyond their jobs: what a case came to, and a case that is written into the scenario and planned."""

from __future__ import annotations

from decimal import Decimal

import pytest

from planner.desk.asked import Batch
from planner.desk.desk import Desk
from planner.desk.faults import Changed, Forbidden, Missing
from planner.desk.queue import Queue
from planner.domain.faults import InputError
from planner.domain.whatif import Row, WhatIf
from planner.files import parse_scenario
from tests.desk.asking import LAN, MAI, PLAN, VIEWER, WARD, claimed

WHATIF = WhatIf.model_validate(
    {
        "format": "chungtay-whatif/1",
        "base": "-",
        "cases": [
            {"name": "một nửa", "changes": [{"type": "set_turnout", "turnout": 0.5}]},
            {"name": "không ai", "changes": [{"type": "remove_person", "person": "ai-do"}]},
        ],
        "generate": ["each_organisation_refuses"],
    }
)


@pytest.fixture
def batch(desk: Desk, queue: Queue) -> str:
    """A batch of which two cases are finished."""
    scenario = desk.scenarios.create(LAN, WARD, organisation="ubnd").id
    job = desk.jobs.submit(LAN, scenario, Batch(whatif=WHATIF, plans_kept=True)).id
    claimed(queue)
    rows = [Row(case="một nửa", status="feasible", plan=PLAN), Row(case="không ai", status="error")]
    queue.add_rows(job, "w1", rows, plans=True)
    queue.finish(job, "w1", plan=PLAN)
    return job


def test_all_cases_of_a_batch(desk: Desk, batch: str) -> None:
    assert [case.name for case in desk.whatifs.cases(VIEWER, batch)] == ["một nửa", "không ai", "refuses: ub"]
    with pytest.raises(Missing):
        desk.whatifs.cases(MAI, batch)


def test_what_a_case_came_to(desk: Desk, batch: str) -> None:
    told = desk.whatifs.case(VIEWER, batch, 1)
    assert (told.case.name, told.row["status"], told.plan, told.base) == ("một nửa", "feasible", PLAN, PLAN)
    assert (WARD.turnout, told.scenario.turnout) == (Decimal(1), Decimal("0.5"))
    with pytest.raises(Missing):
        desk.whatifs.case(VIEWER, batch, 3)


def test_a_case_that_cannot_be_made_has_no_plan(desk: Desk, batch: str) -> None:
    told = desk.whatifs.case(LAN, batch, 2)
    assert (told.plan, told.scenario) == (None, WARD)


def test_a_case_is_taken_up(desk: Desk, batch: str) -> None:
    scenario = desk.jobs.read(LAN, batch).scenario
    adopted = desk.whatifs.adopt(LAN, batch, 1, expected=1)
    assert (adopted.scenario.number, adopted.scenario.note) == (2, "+ một nửa")
    saved = parse_scenario(desk.scenarios.text(LAN, scenario)[1]).scenario
    assert saved == desk.whatifs.case(LAN, batch, 1).scenario
    job = desk.jobs.read(LAN, adopted.job)
    assert (job.kind, job.version, job.asked["base"]) == ("solve", 2, desk.jobs.read(LAN, batch).plan)


def test_what_is_not_taken_up(desk: Desk, batch: str) -> None:
    with pytest.raises(Forbidden):
        desk.whatifs.adopt(VIEWER, batch, 1, expected=1)
    with pytest.raises(Missing):
        desk.whatifs.adopt(MAI, batch, 1, expected=1)
    with pytest.raises(Changed):
        desk.whatifs.adopt(LAN, batch, 1, expected=2)
    with pytest.raises(InputError):
        desk.whatifs.adopt(LAN, batch, 2, expected=1)
    assert desk.scenarios.read(LAN, desk.jobs.read(LAN, batch).scenario).newest == 1
