"""Scenarios as pages: uploads with their faults, samples, versions and the way back, asking for a plan."""

from __future__ import annotations

import json
from typing import Any

import pytest

import scenarios
from planner.desk.desk import Desk
from planner.files.json_text import json_text
from planner.files.scenario import given
from planner.files.yaml_text import yaml_text
from tests import builders as b
from tests.desk.asking import CHIEF
from tests.web.client import Client, Page
from tests.web.office import WARD, ward

SMALL = b.scenario(b.activity("a"), name="Phường nhỏ")


def sent(name: str, text: str) -> dict[str, Any]:
    """A file as a form sends it."""
    return {"files": {"file": (name, text.encode())}}


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.json", json_text(given(SMALL))), ("A.YAML", yaml_text(given(SMALL))), ("b.yml", yaml_text(given(SMALL)))],
)
def test_a_file_becomes_a_scenario(client: Client, desk: Desk, name: str, text: str) -> None:
    answer = client.come_in().post("/scenarios", **sent(name, text))
    assert answer.status_code == 303
    id = answer.headers["location"].removeprefix("/scenarios/")
    info = desk.scenarios.read(CHIEF, id)
    assert (info.name, info.organisation, info.note, info.author) == ("Phường nhỏ", "ub", name, info.author)
    assert "Phường nhỏ" in client.page(f"/scenarios/{id}").text


def test_a_planner_makes_those_of_their_organisation(client: Client, desk: Desk) -> None:
    answer = client.come_in("minh").post("/scenarios", **sent("a.json", json_text(given(SMALL))))
    assert desk.scenarios.read(CHIEF, answer.headers["location"][11:]).organisation == "vhxh"
    refused = client.post("/scenarios", {"owner": "mttq"}, **sent("a.json", json_text(given(SMALL))))
    assert refused.status_code == 403


def test_all_faults_of_a_file_are_shown_with_their_places(client: Client, desk: Desk) -> None:
    raw = given(SMALL)
    raw["activities"][0]["organisation"] = "<script>x</script>"
    raw["end"] = "2020-01-01"
    before = len(desk.scenarios.list(CHIEF).items)
    answer = client.come_in().post("/scenarios", **sent("tệp.json", json_text(raw)))
    page = Page(answer.text)
    assert (answer.status_code, page.faults) == (422, [])
    assert "/activities/0/organisation" in page.words
    assert "<script>x</script>" in page.text
    assert "/end" in page.words
    assert "Tệp tệp.json có 2 lỗi, chưa lưu gì" in page.words
    assert len(desk.scenarios.list(CHIEF).items) == before


@pytest.mark.parametrize("name", ["a.pdf", "a", ""])
def test_other_files_are_refused_by_name(client: Client, name: str) -> None:
    answer = client.come_in().post("/scenarios", **sent(name or "x", "{}"))
    assert answer.status_code == 422
    assert ".json" in Page(answer.text).text


def test_a_sample_becomes_a_scenario(client: Client, desk: Desk) -> None:
    answer = client.come_in().post("/scenarios", {"shipped": WARD})
    assert desk.scenarios.read(CHIEF, answer.headers["location"][11:]).name == ward().name
    assert client.post("/scenarios", {"shipped": "../x"}).status_code == 404


def test_an_empty_office_shows_how_to_begin(client: Client, desk: Desk) -> None:
    for info in desk.scenarios.list(CHIEF).items:
        desk.scenarios.archive(CHIEF, info.id, expected=info.number)
    page = client.come_in().page("/scenarios")
    assert [found["value"] for found in page.all("input", name="shipped")] == list(scenarios.names())
    assert page.all("input", type="file") != []
    assert client.come_in("hoa").page("/scenarios").all("input", type="file") == []


def test_a_new_version_and_back_again(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    path = f"/scenarios/{ids['scenario']}"
    changed = ward().model_copy(update={"name": "Đã sửa"})
    assert (
        client.come_in().post(path, {"expected": "1"}, **sent("b.json", json_text(given(changed)))).status_code == 303
    )
    assert desk.scenarios.read(CHIEF, ids["scenario"]).number == 2
    old = client.page(f"{path}/versions/1")
    assert [found["value"] for found in old.all("input", name="number")] == ["1"]
    assert client.post(f"{path}/restore", {"number": "1", "expected": "1"}).status_code == 409
    assert client.post(f"{path}/restore", {"number": "1", "expected": "2"}).status_code == 303
    newest = desk.scenarios.read(CHIEF, ids["scenario"])
    assert (newest.number, newest.name, newest.note) == (3, ward().name, "← 1")


def test_a_version_is_sent_as_it_is_kept(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    text = client.come_in().get(f"/scenarios/{ids['scenario']}/versions/1/file").content
    assert json.loads(text) == json.loads(desk.scenarios.text(CHIEF, ids["scenario"], 1)[1])


def test_a_plan_is_asked_for_as_the_form_says(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    form = {"version": "1", "seconds": "120", "deterministic": "true", "base": ids["plan"], "since": "2026-02-03T00:00"}
    answer = client.come_in().post(f"/scenarios/{ids['scenario']}/plans", form)
    job = desk.jobs.read(CHIEF, answer.headers["location"].removeprefix("/jobs/"))
    assert dict(job.asked) == {
        "kind": "solve",
        "time_limit_s": 120.0,
        "baseline": False,
        "deterministic": True,
        "base": ids["plan"],
        "since": "2026-02-03T00:00",
    }


@pytest.mark.parametrize(
    "form",
    [
        {"seconds": "inf"},
        {"seconds": "9999"},
        {"base": "x"},
        {"base": "-" * 36},
        {"base": "0" * 36, "since": "2026-99-99T00:00"},
        {"version": "0"},
    ],
)
def test_what_a_form_cannot_say_is_refused(client: Client, ids: dict[str, str], form: dict[str, str]) -> None:
    answer = client.come_in().post(f"/scenarios/{ids['scenario']}/plans", {"version": "1", **form})
    assert (answer.status_code, Page(answer.text).faults) == (422, [])


@pytest.mark.parametrize(("name", "status"), [("hoa", 403), ("mai", 404), ("nam", 404)])
def test_who_plans_nothing_there_changes_nothing(client: Client, ids: dict[str, str], name: str, status: int) -> None:
    path = f"/scenarios/{ids['scenario']}"
    client.come_in(name)
    assert client.post(f"{path}/plans", {"version": "1"}).status_code == status
    assert client.post(f"{path}/archive", {"expected": "1"}).status_code == status
    assert client.post(path, {"expected": "1"}, **sent("b.json", json_text(given(SMALL)))).status_code == status


def test_readers_see_nothing_that_is_personal(client: Client, ids: dict[str, str]) -> None:
    page = client.come_in("hoa").page(f"/scenarios/{ids['scenario']}")
    assert page.all("form", action=f"/scenarios/{ids['scenario']}/plans") == []
    text = client.get(f"/scenarios/{ids['scenario']}/versions/1/file").text
    assert "cost_per_hour" not in json.loads(text)["people"][0]


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "\u202etxt", "x" * 10_000, "'\" onload=x", "{{ 7*7 }}"])
def test_hostile_names_show_as_text(client: Client, name: str) -> None:
    hostile = SMALL.model_copy(update={"name": name})
    answer = client.come_in().post("/scenarios", **sent("a.json", json_text(given(hostile))))
    for path in (answer.headers["location"], "/scenarios"):
        page = client.page(path)
        assert any(name in word for word in page.words)
        assert all("onload" not in attributes for _, attributes in page.tags)
        assert len(page.all("script")) == 2
