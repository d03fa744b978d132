"""Plans as papers over HTTP: what they say, to whom, and that none leaves that does not hold."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update

from planner.desk.store import Plan
from tests.api.world import JOINT, PLAN, World
from tests.files.paper.reading import squeezed, words

SAID = {"agency": "Ủy ban nhân dân phường Diên Hồng", "date": "2026-02-01", "ground": ["Căn cứ A", "Căn cứ B"]}
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}


@pytest.mark.parametrize("to", TYPES)
def test_a_reader_gets_names_and_duties_and_nobody_s_pay(client: TestClient, world: World, to: str) -> None:
    url = f"/api/v1/plans/{world.ids['plan']}/export"
    answer = client.get(url, params={"to": to, **SAID}, headers=world.headers("viewer"))
    assert (answer.status_code, answer.headers["content-type"]) == (200, TYPES[to])
    assert answer.headers["content-disposition"] == f'attachment; filename="plan-{world.ids["plan"]}.{to}"'
    text = words(to, answer.content)
    wanted = ("ỦY BAN NHÂN DÂN PHƯỜNG DIÊN HỒNG", "ngày 01 tháng 02 năm 2026", "Căn cứ A;", "Căn cứ B.", "Cán bộ ub-1")
    assert [line for line in wanted if squeezed(line) not in text] == []


@pytest.mark.parametrize("wrong", [{"head": "party"}, {"date": "1-2-2026"}, {"agency": "x" * 301}, {"to": "odt"}])
def test_what_cannot_be_said(client: TestClient, world: World, wrong: dict[str, str]) -> None:
    url = f"/api/v1/plans/{world.ids['plan']}/export"
    answer = client.get(url, params={"to": "pdf", **wrong}, headers=world.headers("viewer"))
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json()["faults"]] == [f"/query/{next(iter(wrong))}"]


def test_a_plan_that_does_not_hold_stays_here(client: TestClient, world: World) -> None:
    broken = PLAN.model_copy(update={"scenario_sha256": "0" * 64})
    with client.app.state.desk.store.writing() as session:  # type: ignore[attr-defined]
        values = {"text": broken.model_dump_json().encode()}
        session.execute(update(Plan).where(Plan.id == world.ids["plan"]).values(values))
    answer = client.get(f"/api/v1/plans/{world.ids['plan']}/export?to=html", headers=world.headers("planner"))
    assert (answer.status_code, answer.json()["faults"][0]["code"]) == (409, "refused")
    assert JOINT.name not in answer.text
