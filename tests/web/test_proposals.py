"""Consent as pages: who sees what, accepts or refuses, and the price of that before."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from planner.desk.desk import Desk
from planner.desk.queue import Queue
from planner.domain.whatif import Row, Shift
from planner.files import parse_scenario
from tests.desk.asking import CHIEF, claimed
from tests.web.client import Client, Page
from tests.web.office import ward, ward_plan

MINE = "phu-nu"


@pytest.fixture
def joint(desk: Desk, ids: dict[str, str]) -> str:
    """A joint session about which mai's organisation has not said anything."""
    said = desk.consents.read(CHIEF, ids["proposal"]).said
    return next(s.session for s in said if s.organisation == MINE and s.answer is None)


def test_a_sponsor_sees_its_own_alone(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    page = client.come_in("mai").page(f"/proposals/{ids['proposal']}")
    asked = {s.session for s in desk.consents.read(CHIEF, ids["proposal"]).said if s.organisation == MINE}
    assert {str(a["id"]) for a in page.all("article")} == asked
    theirs = {p.name for p in ward().people if MINE in p.organisations}
    others = {p.name for p in ward().people} - theirs
    seated = {p.name for p in ward().people if any(p.id == x.person for s in ward_plan().sessions for x in s.seats)}
    assert [name for name in others & seated if name in page.words] == []
    assert theirs & seated & set(page.words) != set()
    assert [a for a in page.all("a") if str(a["href"]).startswith(("/plans/", "/jobs/"))] == []


def test_the_inbox_counts_what_waits(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    page = client.come_in("mai").page("/proposals")
    said = desk.consents.read(CHIEF, ids["proposal"]).said
    waiting = sum(s.organisation == MINE and s.answer is None for s in said)
    assert f"{waiting} câu hỏi chờ bạn trả lời" in page.text
    assert {str(a["href"]) for a in page.all("a")} >= {f"/proposals/{ids[name]}" for name in ("proposal", "agreed")}
    assert client.come_in("nam").page("/proposals").all("article") == []
    assert client.get(f"/proposals/{ids['proposal']}").status_code == 404


def test_accepting(client: Client, desk: Desk, ids: dict[str, str], joint: str) -> None:
    fields = {"joint": joint, "organisation": MINE, "answer": "accept"}
    answer = client.come_in("mai").post(f"/proposals/{ids['proposal']}/answers", fields)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/proposals/{ids['proposal']}?organisation={MINE}#{joint}",
    )
    said = {(s.session, s.organisation): s.answer for s in desk.consents.read(CHIEF, ids["proposal"]).said}
    assert said[joint, MINE] == "accept"
    refused = client.post(f"/proposals/{ids['proposal']}/answers", {**fields, "answer": "refuse", "reason": "x"})
    assert (refused.status_code, Page(refused.text).faults) == (422, [])


def test_refusing_needs_a_reason_and_leads_to_a_new_plan(
    client: Client, desk: Desk, ids: dict[str, str], joint: str
) -> None:
    at, fields = f"/proposals/{ids['proposal']}", {"joint": joint, "organisation": MINE, "answer": "refuse"}
    client.come_in("mai")
    without = client.post(f"{at}/answers", {**fields, "reason": "  "})
    assert (without.status_code, "từ chối phải nêu lý do" in without.text) == (422, True)
    assert client.post(f"{at}/answers", {**fields, "reason": "<b>bận</b>"}).status_code == 303
    page = client.page(at)
    assert "<b>bận</b>" in page.words
    (job,) = {s.job for s in desk.consents.read(CHIEF, ids["proposal"]).said if s.job}
    assert client.come_in("lan").page(f"{at}?organisation={MINE}").all("a", href=f"/jobs/{job}") != []
    assert client.get(f"/jobs/{job}").status_code == 200
    merged = parse_scenario(desk.scenarios.text(CHIEF, ids["scenario"])[1]).scenario.activities
    session = next(s for s in ward_plan().sessions if s.id == joint)
    alone = {a.id for a in merged if a.merge == ()}
    before = {a.id for a in ward().activities if a.merge == ()}
    theirs = {a.id for a in ward().activities if a.id in session.activities and a.organisation == MINE}
    assert (alone, theirs - before) == (before | theirs, theirs)


def test_the_price_of_a_refusal_is_told_before(client: Client, desk: Desk, ids: dict[str, str], joint: str) -> None:
    at = f"/proposals/{ids['proposal']}"
    answer = client.come_in("mai").post(f"{at}/price", {"joint": joint, "organisation": MINE})
    where = answer.headers["location"]
    job = parse_qs(urlsplit(where).query)["price"][0]
    assert "Đang tính" in client.page(where).text
    part = Page(client.get(where, **{"HX-Request": "true"}).text)
    assert (part.all("html"), len(part.all("div", **{"hx-trigger": "every 2s"}))) == ([], 1)
    queue = Queue(desk.store)
    while claimed(queue).id != job:
        pass
    case = desk.jobs.read(CHIEF, job).asked["whatif"]["cases"][0]["name"]
    shifts = {"staff_sessions": Shift(value=3), "cost": Shift(value=-250_000), "unheld": Shift(value=0)}
    row = Row(case=case, status="feasible", difference=shifts, seats_changed=4)
    queue.add_rows(job, "w1", [row], plans=False)
    queue.finish(job, "w1")
    told = client.page(where).text
    for words in ("Người-buổi : thêm 3 người-buổi", "Chi phí : bớt 250.000 ₫", "4 chỗ đổi người."):
        assert words in told
    assert "Không tổ chức" not in told
    assert client.get(where.replace(job, ids["question"])).status_code == 404


def test_nobody_answers_for_others(client: Client, desk: Desk, ids: dict[str, str], joint: str) -> None:
    before = desk.consents.read(CHIEF, ids["proposal"])
    other = next(s for s in before.said if s.organisation != MINE and s.answer is None)
    fields = {"joint": other.session, "organisation": other.organisation, "answer": "accept"}
    for who in ("mai", "hoa", "minh", "nam"):
        for path in ("answers", "price"):
            refused = client.come_in(who).post(f"/proposals/{ids['proposal']}/{path}", fields)
            assert refused.status_code in (403, 404)
    assert desk.consents.read(CHIEF, ids["proposal"]) == before
    assert client.come_in("hoa").page(f"/proposals/{ids['proposal']}").all("button", value="accept") == []
    assert joint in {s.session for s in before.said}


def test_who_answers_for_all_reads_one_sponsor_at_a_time(client: Client, desk: Desk, ids: dict[str, str]) -> None:
    at, said = f"/proposals/{ids['proposal']}", desk.consents.read(CHIEF, ids["proposal"]).said
    sponsors = {s.organisation for s in said}
    assert len(sponsors) > 5
    first = client.come_in("lan").page(at)
    assert len(first.all("a", **{"aria-current": "true"})) == 1
    for sponsor in sponsors:
        page = client.page(f"{at}?organisation={sponsor}")
        theirs = [s for s in said if s.organisation == sponsor]
        assert {str(a["id"]) for a in page.all("article")} == {s.session for s in theirs}
        waiting = [s for s in theirs if s.answer is None]
        assert len(page.all("button", value="accept")) == len(waiting)
        assert {i["value"] for i in page.all("input", name="organisation")} <= {sponsor}
        assert f"{len(theirs) - len(waiting)}/{len(theirs)} đã trả lời" in page.text
    most = max(sum(s.organisation == sponsor and s.answer is None for s in said) for sponsor in sponsors)
    assert len(first.all("button", value="accept")) == most


def test_an_unknown_sponsor_is_the_first(client: Client, ids: dict[str, str]) -> None:
    at = f"/proposals/{ids['proposal']}"
    assert client.come_in("lan").page(f"{at}?organisation=%3Cb%3E").words == client.page(at).words
