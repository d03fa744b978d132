"""What-ifs as pages: a batch is put together, asked, watched, sorted, drawn, stopped; a case opened and taken up."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest

from planner.desk.desk import Desk
from planner.desk.queue import Queue
from planner.domain.whatif import Case, RemovePerson, Row, SetMerge
from planner.files import parse_scenario
from tests.desk.asking import CHIEF, claimed
from tests.web.client import Client, Page
from tests.web.office import ward_plan
from web.cases import said
from web.live import LOOK_SECONDS
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


def test_cases_of_ones_own(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    at = f"/scenarios/{ids['scenario']}/whatifs"
    fields = {"sort": "set_turnout", "change.turnout": "115%", "change.activity": "", "name": "Thử", "action": "add"}
    page = Page(client.come_in("minh").post(at, fields).text)
    change = {"type": "set_turnout", "turnout": 1.15}
    assert carried(page) == [{"name": "Thử", "changes": [change]}]
    client.post(at, {"cases": json.dumps(carried(page)), "action": "submit"})
    (job,) = batches(desk, ids["scenario"])
    assert job.asked["whatif"]["cases"] == [{"name": "Thử", "changes": [change]}]


def carried(page: Page) -> list[dict[str, Any]]:
    """The cases that the form of a page carries on."""
    found: list[dict[str, Any]] = json.loads(str(page.all("input", name="cases")[0]["value"]))
    return found


def test_cases_grow_and_go(client: Client, ids: dict[str, str]) -> None:
    at = f"/scenarios/{ids['scenario']}/whatifs"

    def sent(cases: list[Any], **more: str) -> list[Any]:
        return carried(Page(client.post(at, {"cases": json.dumps(cases), "sort": "remove_person", **more}).text))

    def names(cases: list[Any]) -> list[tuple[str, int]]:
        return [(case["name"], len(case["changes"])) for case in cases]

    client.come_in("minh")
    one = sent([], action="add", **{"change.person": "vp-01", "name": "Hai người"})
    two = sent(one, action="add", into="0", **{"change.person": "vp-02"})
    three = sent(two, action="add", **{"change.person": "vp-03"})
    vp = [f"Vắng Chuyên viên Văn phòng 0{n}" for n in range(4)]
    assert names(three) == [("Hai người", 2), (vp[3], 1)]
    four = sent(three, action="add", into="1", **{"change.person": "vp-01"})
    both = (f"{vp[3]}; {vp[1]}", 2)
    assert names(four) == [("Hai người", 2), both]
    assert names(sent(four, action="drop:0.1")) == [("Hai người", 1), both]
    assert names(sent(four, action="drop:0")) == [both]
    twice = sent(sent([], action="unchanged"), action="unchanged")
    assert names(twice) == [("Giữ nguyên", 0), ("Giữ nguyên (2)", 0)]


def test_cases_are_combined_in_a_grid(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    at = f"/scenarios/{ids['scenario']}/whatifs"
    more, close = {"type": "set_turnout", "turnout": 1.15}, {"type": "close_place", "place": "ubnd"}
    away = {"type": "remove_person", "person": "vp-01"}
    cases = [{"name": n, "changes": c} for n, c in (("a", [more]), ("b", [close]), ("c", []), ("d", [away]))]
    fields = {"cases": json.dumps(cases), "axis": ["A", "B", "B", ""], "action": "pick"}
    assert "3 tình huống" in Page(client.come_in("minh").post(at, fields).text).words
    client.post(at, {**fields, "action": "submit"})
    (job,) = batches(desk, ids["scenario"])
    assert job.asked["whatif"]["generate"] == [{"grid": [[[more]], [[close], []]]}]
    assert job.asked["whatif"]["cases"] == [{"name": "d", "changes": [away]}]
    assert [case.name for case in desk.whatifs.cases(CHIEF, job.id)] == [
        "d",
        "set_turnout 1.15 · close_place ubnd",
        "set_turnout 1.15 · as is",
    ]


def test_one_more_is_asked_of_some(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    fields = {"family": "one_more", "skills": ["kham-benh"], "organisations": ["tyt"], "action": "submit"}
    client.come_in("minh").post(f"/scenarios/{ids['scenario']}/whatifs", fields)
    (job,) = batches(desk, ids["scenario"])
    assert job.asked["whatif"]["generate"] == [
        {"one_more": {"skills": ["kham-benh"], "organisations": ["tyt"]}},
    ]


@pytest.mark.parametrize(
    ("sort", "shown"),
    [
        ("set_budget", {"change.budget": "300 000 000"}),
        ("set_turnout", {"change.turnout": "1", "change.activity": ""}),
        ("close_place", {"change.start": "", "change.end": ""}),
    ],
)
def test_a_form_begins_with_how_things_are(
    client: Client, ids: dict[str, str], sort: str, shown: dict[str, str]
) -> None:
    page = client.come_in("minh").page(f"/scenarios/{ids['scenario']}/whatifs?sort={sort}")
    texts = [i for i in page.all("input") if i.get("type") != "checkbox"]
    typed = {str(i["name"]): i["value"] for i in texts if str(i["name"]).startswith("change.")}
    assert typed == shown


@pytest.mark.parametrize("htmx", [False, True])
def test_a_type_of_change_brings_its_form(client: Client, ids: dict[str, str], htmx: bool) -> None:
    headers = {"HX-Request": "true"} if htmx else {}
    fields = {"sort": "set_unavailable", "action": "pick", "family": "one_more", "change.person": "vp-01"}
    page = Page(client.come_in("minh").post(f"/scenarios/{ids['scenario']}/whatifs", fields, headers=headers).text)
    assert (page.faults, page.all("html") == []) == ([], htmx)
    shown = [str(found["name"]) for _, found in page.tags if str(found.get("name")).startswith("change.")]
    assert shown == ["change.person", "change.start", "change.end"]
    assert [found["value"] for found in page.all("input", name="family") if "checked" in found] == ["one_more"]
    assert "Chuyên viên Văn phòng 01" in [found.get("value") for found in page.all("input", name="change.person")]


@pytest.mark.parametrize(
    "fields",
    [
        {"action": "submit"},
        {"action": "add"},
        {"action": "add", "sort": "nothing"},
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


@pytest.mark.parametrize(
    ("fields", "at", "kept"),
    [
        ({"sort": "remove_person", "change.person": "ai-do"}, "change.person", "ai-do"),
        ({"sort": "remove_person"}, "change.person", ""),
        ({"sort": "set_unavailable", "change.person": "vp-01", "change.end": "x"}, "change.start", ""),
        ({"sort": "set_people", "change.group": "ho-ngheo", "change.people": "nhiều"}, "change.people", "nhiều"),
        (
            {"sort": "set_cost", "change.person": "vp-01", "change.cost_per_session": "5"},
            "change.cost_per_session",
            "5",
        ),
        ({"action": "submit", "turnouts": "nhiều"}, "turnouts", "nhiều"),
        ({"action": "submit", "turnouts": "1 -1"}, "turnouts", "1 -1"),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    client: Client, ids: dict[str, str], fields: dict[str, str], at: str, kept: str
) -> None:
    answer = client.come_in("minh").post(f"/scenarios/{ids['scenario']}/whatifs", {"action": "add", **fields})
    page = Page(answer.text)
    marked = [found for tag, found in page.tags if found.get("aria-invalid") == "true"]
    assert (answer.status_code, page.faults, marked[0]["name"], marked[0]["value"]) == (422, [], at, kept)
    assert set(str(marked[0]["aria-describedby"]).split()) <= {found.get("id") for _, found in page.tags}
    assert carried(page) == []


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
    assert page.all("div", **{"sse-connect": f"{at}/live"}) != []
    assert client.post(f"{at}/stop").headers["location"] == at
    assert "Đang dừng" in part().text
    queue.finish(job.id, "w1")
    page = part()
    assert [tag for tag in page.tags if "sse-connect" in tag[1]] == []
    assert page.all("form", action=f"{at}/resume") != []
    client.post(f"{at}/resume")
    assert desk.jobs.read(CHIEF, job.id).state == "queued"


def test_rows_come_as_events_in_the_order_that_is_chosen(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    client.come_in("minh").post(f"/scenarios/{ids['scenario']}/whatifs", {"family": "each_person_absent"})
    (job,) = batches(desk, ids["scenario"])
    queue = Queue(desk.store)
    while claimed(queue).id != job.id:
        pass
    names = ("vp-01", "vp-03", "vp-02")
    rows = [Row(case=f"absent: {name}", status="optimal", tiers=ward_plan().tiers) for name in names]
    queue.add_rows(job.id, "w1", rows, plans=False)
    at = f"/whatifs/{job.id}/live?sort=case&down=1"
    with watched(desk, job.id, queue):
        text = client.get(at).text
    events = [event for event in text.split("\n\n") if "event: " in event]
    assert [event.partition("event: ")[2].partition("\n")[0] for event in events] == ["progress", "over"]
    part = Page("\n".join(line.removeprefix("data: ") for line in events[0].splitlines() if line.startswith("data: ")))
    assert (part.faults, part.all("html"), part.all("progress")[0]["value"]) == ([], [], "3")
    told = [word for word in part.words if word.startswith("Vắng ")]
    assert told == sorted(told, reverse=True)
    assert client.come_in("nam").get(at).status_code == 404


@contextmanager
def watched(desk: Desk, job: str, queue: Queue) -> Iterator[None]:
    """End a job as soon as somebody has looked at it for a while."""
    thread = threading.Timer(2 * LOOK_SECONDS, lambda: queue.finish(job, "w1"))
    thread.start()
    yield
    thread.join()
    assert desk.jobs.read(CHIEF, job).state == "done"


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
    assert said(absent, names, Words("vi"), is_own=False) == "Vắng Chuyên viên Văn phòng 01"
    assert said(absent, names, Words("en"), is_own=False) == "Without Chuyên viên Văn phòng 01"
    refuses = Case(name="refuses: mttq", changes=(SetMerge(organisation="mttq", merge=()),))
    words = "Ủy ban Mặt trận Tổ quốc phường không làm chung với ai"
    assert said(refuses, names, Words("vi"), is_own=False) == words
    own = Case.model_validate({"name": "turnout của tôi", "changes": [{"type": "set_turnout", "turnout": 1.5}]})
    assert said(own, names, Words("vi"), is_own=True) == "turnout của tôi"
