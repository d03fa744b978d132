"""Tables and what-ifs in a real browser: a row edited by keyboard, a fault, a batch watched with a real worker."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from planner.desk.desk import Desk
from planner.desk.queue import Queue
from planner.files import parse_scenario
from tests.desk.asking import CHIEF, claimed
from tests.web.browser import PHONE, Chromium
from tests.web.office import Office, batch, rows, ward_plan
from tests.web.test_life import SMALL, working


def skills(desk: Desk, id: str) -> list[str]:
    """The names of the skills of the newest version."""
    return [skill.name for skill in parse_scenario(desk.scenarios.text(CHIEF, id)[1]).scenario.skills]


def test_a_row_is_edited_by_keyboard(chromium: Chromium, address: str, desk: Desk, office: Office) -> None:
    id = office.ids["scenario"]
    with chromium.visiting(address, office, "minh") as page:
        page.goto(f"/scenarios/{id}/tables/skills", wait_until="networkidle")
        page.locator("#row-2 a").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#row-form input[name=id]")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Control+A")
        page.keyboard.type("Kỹ năng mới")
        page.keyboard.press("Enter")
        expect(page.locator("#row-2 a")).to_be_focused()
        expect(page.locator("#row-2")).to_contain_text("Kỹ năng mới")
        assert chromium.faults(page) == []
    assert skills(desk, id)[2] == "Kỹ năng mới"


def test_faults_leave_what_was_typed(chromium: Chromium, address: str, desk: Desk, office: Office) -> None:
    id = office.ids["scenario"]
    with chromium.visiting(address, office, "minh", size=PHONE) as page:
        page.goto(f"/scenarios/{id}/tables/places?edit=1")
        capacity = page.locator("input[name=capacity]")
        capacity.fill("đông")
        page.get_by_role("button", name="Lưu").click()
        expect(page.locator("#f-capacity-fault")).to_contain_text("đông")
        expect(capacity).to_have_value("đông")
        assert chromium.faults(page) == []
    assert desk.scenarios.read(CHIEF, id).newest == 1


def test_a_batch_is_built_asked_watched_and_taken_up(
    chromium: Chromium, address: str, desk: Desk, office: Office
) -> None:
    desk.jobs.stop(CHIEF, office.ids["running"])  # or the worker would go on with that first
    id = desk.scenarios.create(CHIEF, SMALL, organisation="vhxh").id
    with chromium.visiting(address, office, "minh") as page, working(desk):
        page.goto(f"/scenarios/{id}/whatifs")
        page.get_by_label("Điều gì thay đổi?").select_option("Vắng một người")
        expect(page.locator("[name='change.person']")).to_be_focused()
        page.locator("[name='change.person']").select_option(index=1)
        page.keyboard.press("Tab")
        page.keyboard.type("Thiếu người, đông khách")
        page.keyboard.press("Enter")
        expect(page.locator(".cart > li")).to_have_count(1)
        page.get_by_label("Điều gì thay đổi?").select_option("Số người đến khác đi")
        page.locator("[name='change.turnout']").fill("nhiều")
        page.locator("[name=into]").select_option("Thiếu người, đông khách")
        page.get_by_role("button", name="Thêm thay đổi này").click()
        expect(page.locator("[aria-invalid=true]")).to_have_value("nhiều")
        expect(page.locator("[aria-invalid=true]")).to_be_focused()
        page.locator("[name='change.turnout']").fill("150%")
        page.get_by_role("button", name="Thêm thay đổi này").click()
        expect(page.locator(".cart > li ul li")).to_have_count(2)
        assert chromium.faults(page) == []
        page.locator("input[name=turnouts]").fill("50% 100% 200%")
        page.locator("select[name=seconds]").select_option("5")
        page.get_by_role("button", name="Thử", exact=True).click()
        page.wait_for_url("**/whatifs/*")
        page.get_by_role("link", name="Chi phí").click()
        expect(page.locator("table.batch tbody tr")).to_have_count(4, timeout=40_000)
        expect(page.locator(".badge.done").first).to_be_visible(timeout=40_000)
        page.locator("table.batch tbody a", has_text="Thiếu người").click()
        page.on("dialog", lambda dialog: dialog.accept())
        page.get_by_role("button", name="Áp dụng vào kịch bản").click()
        page.wait_for_url("**/jobs/*")
    people = parse_scenario(desk.scenarios.text(CHIEF, id)[1]).scenario.people
    assert "ub-1" not in {person.id for person in people}


def running(desk: Desk, office: Office) -> tuple[str, Queue]:
    """A batch that a worker has, and the queue of which it is."""
    lan = desk.signin.browser(office.doors["lan"][0])[0]
    job, queue = desk.jobs.submit(lan, office.ids["scenario"], batch()).id, Queue(desk.store)
    while claimed(queue).id != job:  # others wait in the office too
        pass
    return job, queue


def test_rows_arrive_by_themselves_and_stay_in_order(
    chromium: Chromium, address: str, desk: Desk, office: Office
) -> None:
    job, queue, found = *running(desk, office), rows()
    with chromium.visiting(address, office, "minh") as page:
        asked: list[str] = []
        page.goto(f"/whatifs/{job}")
        page.on("request", lambda request: asked.append(request.url))
        shown = page.locator("table.batch tbody tr")
        for n in (1, 3):
            queue.add_rows(job, "w1", found[:n][-2:], plans=False)
            expect(shown).to_have_count(n)
        page.get_by_role("columnheader", name="Tình huống").get_by_role("link").click()
        expect(page.locator("th[aria-sort=descending]")).to_be_visible()
        page.locator("#case-2").focus()
        queue.add_rows(job, "w1", found[3:5], plans=False)
        expect(shown).to_have_count(5)
        labels = [text.casefold() for text in shown.locator("th").all_inner_texts()]
        assert labels == sorted(labels, reverse=True)
        expect(page.locator("#case-2")).to_be_focused()
        expect(page.locator("progress")).to_have_attribute("value", "5")
        queue.finish(job, "w1", plan=ward_plan())
        expect(page.locator(".badge.done")).to_be_visible()
        expect(page.locator("[sse-connect]")).to_have_count(0)
        at = [url for url in asked if f"/whatifs/{job}" in url and "/live" not in url]
        assert len(at) == 2  # another order, and the end: nothing is asked again and again
        assert chromium.faults(page) == []


def test_rows_are_read_without_a_script(chromium: Chromium, address: str, desk: Desk, office: Office) -> None:
    job, queue = running(desk, office)
    with chromium.visiting(address, office, "minh", script=False) as page:
        page.goto(f"/whatifs/{job}")
        queue.add_rows(job, "w1", rows()[:2], plans=False)
        page.get_by_role("link", name="Tải lại ngay").click()
        expect(page.locator("table.batch tbody tr")).to_have_count(2)
        page.goto(f"/scenarios/{office.ids['scenario']}/whatifs")
        page.locator("#sort").select_option("Kinh phí tối đa")
        page.get_by_role("button", name="Chọn").click()
        page.locator("[name='change.budget']").fill("170 000 000")
        page.get_by_role("button", name="Thêm thay đổi này").click()
        expect(page.locator(".cart > li")).to_have_text(re.compile("Kinh phí tối đa 170.000.000"))
