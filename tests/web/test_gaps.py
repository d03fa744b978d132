"""What a plan lacks on its own page: each gap with its reason and, where that was asked, with its cheapest repairs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from playwright.sync_api import expect

from planner.answers.questions.kinds import AskEmpty
from planner.desk.desk import Desk
from planner.desk.queue import Queue
from planner.domain.plan import Plan
from tests import builders as b
from tests.api.serving import served
from tests.desk.asking import CHIEF, claimed, planned
from tests.web.browser import Chromium
from tests.web.client import Client, Page
from tests.web.office import Office, plan_with_gaps, repairs, why_unheld
from tests.web.test_life import working
from web.gaps import gaps

PLAN = plan_with_gaps()
SMALL = b.scenario(
    b.activity("a"),
    b.activity("b"),
    skills=({"id": "count", "name": "Kiểm đếm"},),
    people=(b.person("ub-1", "ub", skills=("count",)), b.person("mt-1", "mt")),
    functions=(b.function("gift", b.role("desk", 2, skill="count")),),
)
"""A ward in which one person alone can do what two are needed for."""


@pytest.fixture
def address(app: FastAPI, desk: Desk) -> Iterator[str]:
    """Where the copy of the office is served."""
    assert app.state.desk is desk
    with served(app) as found:
        yield found


def job_about(desk: Desk, plan: str) -> str:
    """The newest question about gaps of a plan."""
    return desk.jobs.answers(CHIEF, plan, ("gaps", "empty", "unheld"))[0][0].id


def answer(desk: Desk, job: str, document: dict[str, Any]) -> None:
    """Answer a question as a worker would."""
    queue = Queue(desk.store)
    while claimed(queue, "w2").id != job:
        pass
    queue.finish(job, "w2", answer=document)


def test_gaps_are_in_the_order_in_which_they_are_answered() -> None:
    found = gaps(PLAN)
    assert [gap.number for gap in found] == list(range(len(found)))
    assert [gap.question.activity for gap in found if gap.session is None] == [u.activity for u in PLAN.unheld]
    empty = [seat for s in PLAN.sessions for seat in s.seats if seat.person is None]
    assert sum(gap.seats for gap in found) == len(empty)
    kinds = list(dict.fromkeys((s.id, x.role, x.activity) for s in PLAN.sessions for x in s.seats if x.person is None))
    asked = [gap.question for gap in found if isinstance(gap.question, AskEmpty)]
    assert [(question.session, question.role, question.activity) for question in asked] == kinds


def test_what_was_answered_is_shown_at_once(client: Client, ids: dict[str, str]) -> None:
    page = client.come_in().page(f"/plans/{ids['plan with gaps']}")
    for text in ("Địa điểm không còn giờ trống.", "Không còn ai rảnh.", repairs()["repairs"][0]["vi"], "+900.000 ₫"):
        assert text in page.text
    asked = [found["value"] for found in page.all("input", name="number")]
    assert asked == [str(gap.number) for gap in gaps(PLAN)[1:]]


def test_who_only_reads_sees_the_reasons(client: Client, ids: dict[str, str]) -> None:
    page = client.come_in("hoa").page(f"/plans/{ids['plan with gaps']}")
    assert "Không còn ai rảnh." in page.text
    assert repairs()["repairs"][0]["vi"] not in page.text
    assert [form["action"] for form in page.all("form") if "gaps" in str(form["action"])] == []


def test_one_gap_is_asked_about_and_the_answer_comes_to_its_place(
    client: Client, desk: Desk, ids: dict[str, str]
) -> None:
    plan, gap = ids["plan with gaps"], gaps(PLAN)[1]
    at = f"/plans/{plan}/gaps"
    assert client.come_in().post(at, {"number": "1"}).headers["location"] == f"/plans/{plan}#gap-1"
    job = job_about(desk, plan)
    assert desk.jobs.read(CHIEF, job).asked["question"] == gap.question.model_dump(exclude_none=True)
    part = Page(client.get(at).text)
    assert part.all("html") == []
    assert [found["id"] for found in part.all("div", **{"hx-trigger": "every 2s"})] == ["how-1"]
    answer(desk, job, {**repairs(), "vi": "Chỉ còn một người."})
    after = client.page(f"/plans/{plan}")
    assert "Chỉ còn một người." in after.text
    assert after.all("div", **{"hx-trigger": "every 2s"}) == []


def test_all_gaps_are_asked_about_at_once(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    plan = ids["plan with gaps"]
    client.come_in().post(f"/plans/{plan}/gaps")
    job = job_about(desk, plan)
    assert desk.jobs.read(CHIEF, job).asked["question"] == {"ask": "gaps"}
    waiting = client.page(f"/plans/{plan}")
    assert [found["id"] for found in waiting.all("div", **{"hx-trigger": "every 3s"})] == ["gap-list"]
    found = [{**repairs(), "vi": f"Câu trả lời {n}."} for n in range(len(gaps(PLAN)))]
    answer(desk, job, {"answers": found})
    told = client.page(f"/plans/{plan}").text
    assert [told.count(document["vi"]) for document in found] == [1] * len(found)
    places = [told.index(document["vi"]) for document in found]
    assert places == sorted(places)


def test_an_answer_that_failed_hides_none_that_is_there(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    plan = ids["plan with gaps"]
    again = desk.jobs.ask(CHIEF, why_unheld(plan)).id
    desk.jobs.stop(CHIEF, again)
    assert repairs()["repairs"][0]["vi"] in client.come_in().page(f"/plans/{plan}").text
    client.post(f"/plans/{plan}/gaps", {"number": "1"})
    desk.jobs.stop(CHIEF, job_about(desk, plan))
    page = client.page(f"/plans/{plan}")
    assert "Chưa có câu trả lời." in page.text
    assert "1" in [found["value"] for found in page.all("input", name="number")]


def test_no_gap_of_that_number(client: Client, ids: dict[str, str]) -> None:
    client.come_in()
    assert client.post(f"/plans/{ids['plan with gaps']}/gaps", {"number": "99"}).status_code == 404
    assert client.post(f"/plans/{ids['plan']}/gaps", {"number": "0"}).status_code == 404


def small_plan() -> Plan:
    """A plan of the small ward in which somebody is missing, and something is not held."""
    return b.plan(SMALL, b.session("s1", "a", seats=[("desk", "ub-1"), ("desk", None)]), unheld=("b",))


def test_repairs_appear_in_place(chromium: Chromium, address: str, desk: Desk, office: Office) -> None:
    desk.jobs.stop(CHIEF, office.ids["running"])  # or the worker would go on with that first
    kept = desk.scenarios.create(CHIEF, SMALL, organisation="vhxh").id
    plan = planned(desk, Queue(desk.store), kept, small_plan()).plan
    with chromium.visiting(address, office, "minh") as page, working(desk):
        page.goto(f"/plans/{plan}#gaps")
        gap = page.locator("#gap-1")
        gap.get_by_role("button", name="Tìm cách lấp").click()
        expect(gap.get_by_role("progressbar")).to_be_visible()
        assert chromium.faults(page) == []
        expect(gap.get_by_role("heading", name="Cách sửa, rẻ nhất trước")).to_be_visible(timeout=40_000)
        assert page.url.endswith(f"/plans/{plan}#gaps")
        expect(page.locator("#gap-0").get_by_role("button", name="Tìm cách lấp")).to_be_visible()
        assert chromium.faults(page) == []
