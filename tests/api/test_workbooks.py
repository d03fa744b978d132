"""Workbooks over HTTP: sent, checked, marked, given back; what is personal only to who may see it."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI

from api.doors import XLSX
from planner.domain import checks
from planner.files.workbook import read_workbook
from planner.files.workbook.example import EXAMPLE
from tests.api.world import JOINT, World
from tests.files.workbook.made import changed, filled, put

SCENARIOS = "/api/v1/scenarios"
TYPE = {"Content-Type": XLSX}


def test_a_workbook_is_kept_and_given_back(app: FastAPI, world: World, tmp_path: Path) -> None:
    with world.client(app, tmp_path) as client:
        mine = world.headers("planner")
        where = "?organisation=ubnd&area=dien-hong"
        made = client.post(f"{SCENARIOS}{where}", content=filled(), headers=mine | TYPE)
        assert made.status_code == 201, made.text
        url = f"{SCENARIOS}/{made.json()['id']}"
        given = client.get(f"{url}/export?to=xlsx", headers=mine)
        assert given.headers["content-type"] == XLSX
        assert read_workbook(given.content).checked.scenario == checks.read(EXAMPLE).scenario
        renamed = changed(given.content, put("Thông tin", "B2", "Tên mới"))
        saved = client.put(url, content=renamed, headers=mine | TYPE | {"If-Match": '"1"'})
        assert (saved.status_code, saved.json()["name"], saved.json()["number"]) == (200, "Tên mới", 2)


def test_faults_come_with_their_cells(app: FastAPI, world: World, tmp_path: Path) -> None:
    data = changed(filled(), put("Người", "D3", "khong-co"))
    cell = {"sheet": "Người", "row": 3, "column": "D", "heading": "Kỹ năng"}
    with world.client(app, tmp_path) as client:
        mine = world.headers("planner")
        checked = client.post("/api/v1/validation", content=data, headers=mine | TYPE)
        assert [fault["cell"] for fault in checked.json()["faults"]] == [cell]
        refused = client.post(f"{SCENARIOS}?organisation=ubnd&area=dien-hong", content=data, headers=mine | TYPE)
        assert (refused.status_code, [fault["cell"] for fault in refused.json()["faults"]]) == (422, [cell])
        copy = client.post("/api/v1/workbooks/marked?lang=en", content=data, headers=mine | TYPE)
        assert (copy.status_code, copy.headers["content-type"]) == (200, XLSX)
        assert changed(copy.content, lambda book: book["Faults"].title)


def test_what_is_no_workbook_is_refused(app: FastAPI, world: World, tmp_path: Path) -> None:
    with world.client(app, tmp_path) as client:
        mine = world.headers("planner")
        broken = client.post("/api/v1/workbooks/marked", content=b"PK", headers=mine | TYPE)
        assert (broken.status_code, broken.json()["faults"][0]["code"]) == (422, "not-a-workbook")
        text = client.post("/api/v1/workbooks/marked", content="{}", headers=mine | {"Content-Type": "text/csv"})
        assert text.status_code == 415


def test_a_viewer_gets_nothing_personal(app: FastAPI, world: World, tmp_path: Path) -> None:
    with world.client(app, tmp_path) as client:
        for who, cost in (("planner", 60_000), ("viewer", 0)):
            made = client.post(
                f"{SCENARIOS}?organisation=ubnd&area=dien-hong",
                content=filled(),
                headers=world.headers("planner") | TYPE,
            )
            url = f"{SCENARIOS}/{made.json()['id']}/export?to=xlsx"
            given = client.get(url, headers=world.headers(who))
            assert read_workbook(given.content).checked.scenario.people[0].cost_per_hour == cost


def test_a_plan_with_its_scenario(app: FastAPI, world: World, tmp_path: Path) -> None:
    with world.client(app, tmp_path) as client:
        given = client.get(f"/api/v1/plans/{world.ids['plan']}/export?to=xlsx", headers=world.headers("planner"))
        assert given.headers["content-type"] == XLSX
        assert read_workbook(given.content).checked.scenario == JOINT
        assert changed(given.content, lambda book: book["KH Theo buổi"].title)
