"""What-ifs as pages: a batch is put together, asked, watched, sorted, drawn, stopped; a case opened and taken up."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import pytest

from planner.desk.desk import Desk
from planner.desk.queue import Queue
from planner.domain.whatif import Case, RemovePerson, Row, SetMerge, SetTurnout
from planner.files import parse_scenario
from tests.desk.asking import CHIEF, claimed
from tests.web.client import Client, Page
from tests.web.office import ward_plan
from web.cases import said
from web.names import Names
from web.words import Words


def batches(desk: Desk, scenario: str) -> list[Any]:
    """The batches of a scenario that wait, the newest first."""
    found = desk.jobs.list(CHIEF, scenario=scenario, state="queued").items
    return [job for job in found if job.kind == "whatif"]


def test_families_and_turnouts_are_asked(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    fields = {
        "family": ["each_organisation_refuses", "each_person_absent", "nonsense"],
        "turnouts": "85% 1,15; 1.3",
        "seconds": "30",
        "base": ids["plan"],
        "plans": "true",
        "action": "submit",
    }
    answer = client.come_in("minh").post(f"/scenarios/{ids['scenario']}/whatifs", fields)
    (job,) = batches(desk, ids["scenario"])
    assert (answer.status_code, answer.headers["location"]) == (303, f"/whatifs/{job.id}")
    assert job.asked["whatif"]["generate"] == [
        "each_person_absent",
        "each_organisation_refuses",
        {"turnout": [0.85, 1.15, 1.3]},
    ]
    assert (job.asked["time_limit_s"], job.asked["base"], job.asked["plans_kept"]) == (30, ids["plan"], True)


@pytest.mark.parametrize(
    ("kind", "fields", "change"),
    [
        ("remove_person", {"person": "vp-01"}, {"type": "remove_person", "person": "vp-01"}),
        (
            "set_unavailable",
            {"person": "vp-01", "start": "2026-02-03T07:30", "end": "2026-02-03T11:30"},
            {"type": "set_unavailable", "person": "vp-01", "start": "2026-02-03T07:30", "end": "2026-02-03T11:30"},
        ),
        ("set_turnout", {"turnout": "115%", "activity": ""}, {"type": "set_turnout", "turnout": 1.15}),
        (
            "set_people",
            {"group": "ho-ngheo", "people": "200"},
            {"type": "set_people", "group": "ho-ngheo", "people": 200},
        ),
        ("close_place", {"place": "ubnd"}, {"type": "close_place", "place": "ubnd"}),
        ("set_merge", {"organisation": "mttq"}, {"type": "set_merge", "organisation": "mttq", "merge": []}),
        (
            "keep_apart",
            {"organisations": ["mttq", "phu-nu"]},
            {"type": "keep_apart", "organisations": ["mttq", "phu-nu"]},
        ),
        ("set_budget", {"budget": "170000000"}, {"type": "set_budget", "budget": 170_000_000}),
    ],
)
def test_cases_of_ones_own(
    client: Client, desk: Desk, ids: dict[str, str], kind: str, fields: dict[str, Any], change: dict[str, Any]
) -> None:
    at, typed = f"/scenarios/{ids['scenario']}/whatifs", {f"{kind}.{name}": value for name, value in fields.items()}
    page = Page(client.come_in("minh").post(at, {**typed, "action": f"add:{kind}", "name": "Thử"}).text)
    (carried,) = page.all("input", name="cases")
    assert json.loads(str(carried["value"])) == [{"name": "Thử", "changes": [change]}]
    client.post(at, {"cases": carried["value"], "action": "submit"})
    (job,) = batches(desk, ids["scenario"])
    assert job.asked["whatif"]["cases"] == [{"name": "Thử", "changes": [change]}]


def test_cases_grow_and_go(client: Client, ids: dict[str, str]) -> None:
    at = f"/scenarios/{ids['scenario']}/whatifs"

    def added(cases: str, **more: str) -> str:
        fields = {"cases": cases, "action": "add:remove_person", **more}
        return str(Page(client.post(at, fields).text).all("input", name="cases")[0]["value"])

    client.come_in("minh")
    one = added("[]", **{"remove_person.person": "vp-01", "name": "Hai người"})
    two = added(one, **{"remove_person.person": "vp-02", "name": "Hai người"})
    three = added(two, **{"remove_person.person": "vp-03"})
    assert [(c["name"], len(c["changes"])) for c in json.loads(three)] == [
        ("Hai người", 2),
        ("Vắng Chuyên viên Văn phòng 03", 1),
    ]
    page = Page(client.post(at, {"cases": three, "action": "drop:0"}).text)
    assert [c["name"] for c in json.loads(str(page.all("input", name="cases")[0]["value"]))] == [
        "Vắng Chuyên viên Văn phòng 03"
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"action": "submit"},
        {"action": "submit", "turnouts": "nhiều"},
        {"action": "submit", "turnouts": "-1"},
        {"action": "add:remove_person", "remove_person.person": "ai-do"},
        {"action": "add:remove_person"},
        {"action": "add:set_unavailable", "set_unavailable.person": "vp-01"},
        {"action": "add:set_people", "set_people.group": "ho-ngheo", "set_people.people": "nhiều"},
        {"action": "add:nothing"},
        {"action": "submit", "cases": "[{}]"},
        {"action": "submit", "cases": "{"},
    ],
)
def test_what_cannot_be_asked_is_said(client: Client, desk: Desk, ids: dict[str, str], fields: dict[str, str]) -> None:
    answer = client.come_in("minh").post(f"/scenarios/{ids['scenario']}/whatifs", fields)
    page = Page(answer.text)
    told = page.all("ul", **{"class": "faults"}) + page.all("table", **{"class": "faults"})
    assert (answer.status_code, page.faults, len(told)) == (422, [], 1)
    assert batches(desk, ids["scenario"]) == []


def test_rights(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    at = f"/scenarios/{ids['scenario']}/whatifs"
    assert client.come_in("hoa").page(at).all("form", action=at) == []
    assert client.post(at, {"family": "one_more"}).status_code == 403
    assert client.post(f"/whatifs/{ids['batch']}/rows/1/adopt", {"expected": "1"}).status_code == 403
    assert client.page(f"/whatifs/{ids['batch']}").all("form", action=f"/whatifs/{ids['batch']}/stop") == []
    for who in ("mai", "nam"):
        for path in (at, f"/whatifs/{ids['batch']}", f"/whatifs/{ids['batch']}/rows/1"):
            assert client.come_in(who).get(path).status_code == 404
    assert batches(desk, ids["scenario"]) == []


def test_rows_arrive_while_it_runs(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    client.come_in("minh").post(f"/scenarios/{ids['scenario']}/whatifs", {"family": "each_person_absent"})
    (job,) = batches(desk, ids["scenario"])
    queue = Queue(desk.store)
    at = f"/whatifs/{job.id}"

    def part() -> Page:
        return Page(client.get(at, **{"HX-Request": "true"}).text)

    assert part().all("progress")[0]["value"] == "0"
    while claimed(queue).id != job.id:  # others wait in the office too
        pass
    queue.add_rows(job.id, "w1", [Row(case="absent: vp-02", status="optimal", tiers=ward_plan().tiers)], plans=False)
    page = part()
    assert (page.all("progress")[0]["value"], page.all("progress")[0]["max"]) == ("1", "108")
    assert "Vắng Chuyên viên Văn phòng 02" in page.text
    assert page.all("div", **{"hx-trigger": "every 2s"}) != []
    assert client.post(f"{at}/stop").headers["location"] == at
    assert "Đang dừng" in part().text
    queue.finish(job.id, "w1")
    page = part()
    assert page.all("div", **{"hx-trigger": "every 2s"}) == []
    assert page.all("form", action=f"{at}/resume") != []
    client.post(f"{at}/resume")
    assert desk.jobs.read(CHIEF, job.id).state == "queued"


@pytest.mark.parametrize("sort", ["cost", "staff_sessions", "seats_changed", "case"])
def test_rows_are_sorted_on_the_server(client: Client, ids: dict[str, str], sort: str) -> None:
    def numbers(query: str) -> list[str]:
        page = client.page(f"/whatifs/{ids['batch']}?{query}")
        assert len(page.all("th", **{"aria-sort": "descending" if "down=1" in query else "ascending"})) == 1
        start = f"/whatifs/{ids['batch']}/rows/"
        return [str(a["href"]).removeprefix(start) for a in page.all("a") if str(a.get("href")).startswith(start)]

    client.come_in()
    rows = {str(n): row for n, row in enumerate(client_rows(client, ids["batch"]), 1)}

    def value(number: str) -> Any:
        row = rows[number]
        if sort == "case":
            return called(client, ids, row["case"])
        return row["difference"][sort]["value"] if sort in row["difference"] else row[sort]

    up, down = numbers(f"sort={sort}"), numbers(f"sort={sort}&down=1")
    assert sorted(up) == sorted(rows)
    assert [value(n) for n in up] == sorted(value(n) for n in rows)
    assert [value(n) for n in down] == sorted((value(n) for n in rows), reverse=True)


def client_rows(client: Client, id: str) -> list[dict[str, Any]]:
    """The rows of a batch as the API sends them."""
    found: list[dict[str, Any]] = client.get(f"/api/v1/jobs/{id}/export").json()["rows"]
    return found


def called(client: Client, ids: dict[str, str], case: str) -> str:
    """What a case of an absence is called on the page."""
    desk: Desk = client.http.app.state.desk  # type: ignore[attr-defined]
    names = Names(parse_scenario(desk.scenarios.text(CHIEF, ids["scenario"])[1]).scenario)
    return f"Vắng {names.person(case.removeprefix('absent: '))}".casefold()


def test_charts_are_drawn_of_what_they_show(client: Client, ids: dict[str, str]) -> None:
    page = client.come_in().page(f"/whatifs/{ids['batch']}")
    assert (len(page.all("svg", **{"class": "chart tornado"})), len(page.all("path", **{"class": "stairs"}))) == (1, 0)
    page = client.page(f"/whatifs/{ids['turnouts']}")
    assert (len(page.all("svg", **{"class": "chart tornado"})), len(page.all("path", **{"class": "stairs"}))) == (0, 1)
    assert len(page.all("circle")) == 4
    assert "Không còn chỗ nào cho 3 hoạt động." in page.text


def test_a_case_is_opened_and_taken_up(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    at = f"/whatifs/{ids['batch']}/rows/3"
    page = client.come_in("minh").page(at)
    assert "Vắng Chuyên viên Văn phòng 03" in page.words
    assert len(page.all("details", **{"class": "session"})) == len(ward_plan().sessions)
    answer = client.post(f"{at}/adopt", {"expected": "1"})
    assert answer.status_code == 303
    job = desk.jobs.read(CHIEF, urlsplit(answer.headers["location"]).path.removeprefix("/jobs/"))
    assert (job.kind, job.version) == ("solve", 2)
    people = parse_scenario(desk.scenarios.text(CHIEF, ids["scenario"])[1]).scenario.people
    assert "vp-03" not in {person.id for person in people}
    assert client.post(f"{at}/adopt", {"expected": "1"}).status_code == 409
    assert client.get(f"/whatifs/{ids['batch']}/rows/13").status_code == 404


def test_the_curve_is_asked_and_drawn(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    answer = client.come_in("minh").post(f"/plans/{ids['plan']}/curve")
    id = answer.headers["location"].removeprefix("/curves/")
    assert desk.jobs.read(CHIEF, id).asked["question"] == {"ask": "curve"}
    assert client.page(f"/curves/{id}").all("path", **{"class": "stairs"}) == []
    page = client.page(f"/curves/{ids['curve']}")
    assert (len(page.all("circle")), len(page.all("circle", **{"class": "spot unsure"}))) == (6, 2)
    assert client.get(f"/curves/{ids['question']}").status_code == 404
    assert client.come_in("hoa").get(f"/curves/{ids['curve']}").status_code == 403


def test_cases_are_said_in_both_languages(ids: dict[str, str], desk: Desk) -> None:
    names = Names(parse_scenario(desk.scenarios.text(CHIEF, ids["scenario"])[1]).scenario)
    absent = Case(name="absent: vp-01", changes=(RemovePerson(person="vp-01"),))
    assert said(absent, names, Words("vi")) == "Vắng Chuyên viên Văn phòng 01"
    assert said(absent, names, Words("en")) == "Without Chuyên viên Văn phòng 01"
    refuses = Case(name="refuses: mttq", changes=(SetMerge(organisation="mttq", merge=()),))
    assert said(refuses, names, Words("vi")) == "Ủy ban Mặt trận Tổ quốc phường không làm chung với ai"
    own = Case.model_validate({"name": "Của tôi", "changes": [SetTurnout.model_validate({"turnout": 1.5})]})
    assert said(own, names, Words("vi")) == "Của tôi"
