"""The life of a planner in a real browser, with a real worker: upload with faults, mend, solve, watch, stop, read,
swap, print; by keyboard alone for the main path; and reading with script off.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from planner.desk.desk import Desk
from planner.desk.queue import Queue
from planner.desk.work import Means
from planner.desk.worker import Worker
from planner.engine import Cores
from planner.files.json_text import json_text
from planner.files.scenario import given
from tests import builders as b
from tests.api.serving import served
from tests.web.browser import Chromium
from tests.web.office import PASSWORD, Office

SMALL = b.scenario(
    b.activity("a", "ub", serves=({"group": "g"},)),
    b.activity("b", "mt", serves=({"group": "g"},)),
    b.activity("c", "pn"),
    groups=(b.group("g", 120),),
    name="Phường nhỏ",
)


@pytest.fixture
def address(app: FastAPI, desk: Desk) -> Iterator[str]:
    """Where the copy of the office is served."""
    assert app.state.desk is desk
    with served(app) as found:
        yield found


@contextmanager
def working(desk: Desk) -> Iterator[None]:
    """A worker that does what waits, as long as the block lasts."""
    worker = Worker(Queue(desk.store), Means(1, Cores(1)), "w9")
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        yield
    finally:
        worker.leave()
        thread.join()


def signed_in(page: Page) -> None:
    """Come in by the form."""
    page.goto("/")
    page.get_by_label("Tên đăng nhập").fill("lan")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kịch bản")


def test_from_a_faulty_file_to_a_swap(
    chromium: Chromium, address: str, desk: Desk, office: Office, tmp_path: Path
) -> None:
    faulty = given(SMALL)
    faulty["activities"][0]["function"] = "không có"
    bad, good = tmp_path / "sai.json", tmp_path / "đúng.json"
    bad.write_text(json_text(faulty), "utf-8")
    good.write_text(json_text(given(SMALL)), "utf-8")
    desk.jobs.stop(desk.signin.browser(office.doors["lan"][0])[0], office.ids["running"])
    with working(desk), chromium.visiting(address, allowed=("422",)) as page:
        signed_in(page)
        page.get_by_label("Tệp kịch bản").set_input_files(bad)
        expect(page.get_by_role("alert")).to_contain_text("Tệp sai.json có 1 lỗi")
        expect(page.locator("table.faults")).to_contain_text("/activities/0/function")
        page.get_by_label("Tệp kịch bản").set_input_files(good)
        expect(page.get_by_role("heading", level=1)).to_have_text("Phường nhỏ")

        page.get_by_label("Thời gian tối đa").select_option("30")
        page.get_by_role("button", name="Lập phương án").click()
        expect(page.get_by_role("link", name="Xem phương án")).to_be_visible(timeout=40_000)
        page.get_by_role("link", name="Xem phương án").click()
        expect(page.locator("details.proof")).to_contain_text("đã chứng minh")
        page.get_by_text("Nghĩa là gì?").click()
        expect(page.get_by_text("Các tiêu chí được xét lần lượt")).to_be_visible()

        pdf = PdfReader(_saved(page, tmp_path))
        assert "Phường nhỏ" in (pdf.pages[0].extract_text() or "").replace("\n", " ")
        assert [round(float(side)) for side in pdf.pages[0].mediabox[2:]] == [595, 842]

        page.get_by_role("link", name="Việc gift").first.click()
        expect(page.get_by_role("heading", name="Ai làm gì, cho hoạt động nào")).to_be_visible()
        page.get_by_role("button", name="Ai thay được").first.click()
        swap = page.get_by_role("button", name="Đổi sang").first
        expect(swap).to_be_visible(timeout=60_000)
        swap.click()
        expect(page.get_by_role("button", name="Hoàn tác")).to_be_visible(timeout=60_000)
        expect(page.get_by_role("link", name="Xem phương án")).to_be_visible(timeout=60_000)
        page.get_by_role("button", name="Hoàn tác").click()
        expect(page.get_by_text("bản 3")).to_be_visible()


def _saved(page: Page, folder: Path) -> Path:
    """Print a page as a browser does."""
    file = folder / "page.pdf"
    file.write_bytes(page.pdf(prefer_css_page_size=True))
    return file


def test_a_running_job_is_watched_and_stopped(chromium: Chromium, address: str, desk: Desk, office: Office) -> None:
    queue = Queue(desk.store)
    with chromium.visiting(address, office, "lan") as page:
        page.goto(f"/jobs/{office.ids['running']}")
        page.get_by_role("button", name="Dừng").click()
        expect(page.get_by_text("Đang dừng")).to_be_visible()
        assert queue.beat(office.ids["running"], "w1") is True
        queue.finish(office.ids["running"], "w1", plan=None)
        expect(page.get_by_role("button", name="Chạy tiếp")).to_be_visible()


def test_by_keyboard_alone(chromium: Chromium, address: str, office: Office) -> None:
    with chromium.visiting(address, office, "lan", lang="en") as page:
        page.goto("/scenarios")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the main content")).to_be_focused()
        page.keyboard.press("Enter")
        _tab_to(page, "Diên Hồng")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Make a plan")).to_be_visible()
        _tab_to(page, "Make a plan")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Waiting its turn.")).to_be_visible()
        _tab_to(page, "Stop, and keep the best plan")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Go on")).to_be_visible()


def _tab_to(page: Page, name: str) -> None:
    """Go on with the tabulator until something of a name has the focus; what has it can be seen to have it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        text = page.evaluate("document.activeElement.matches('a, button') ? document.activeElement.innerText : ''")
        if name in text:
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            return
    raise AssertionError(name)


def test_all_is_read_with_script_off(chromium: Chromium, address: str, office: Office) -> None:
    with chromium.visiting(address, office, "lan", script=False) as page:
        page.goto(f"/plans/{office.ids['plan']}")
        page.get_by_role("link", name="Theo tuần").click()
        expect(page.get_by_role("table")).to_contain_text("Trung tâm Văn hóa")
        page.get_by_role("link", name="Tuần sau").click()
        expect(page.get_by_text("09/02/2026")).to_be_visible()
        page.get_by_role("link", name="Theo người").click()
        page.get_by_label("Tên").fill("Chữ thập")
        page.get_by_role("button", name="Lọc").click()
        expect(page.get_by_text("5 người, bận nhất trước.")).to_be_visible()
        page.get_by_role("button", name="English").click()
        expect(page.get_by_text("5 people, the busiest first.")).to_be_visible()
        page.goto(f"/jobs/{office.ids['running']}")
        expect(page.get_by_role("table").first).to_contain_text("170,370,000")


def test_a_theme_is_there_before_the_page_is(chromium: Chromium, address: str, office: Office) -> None:
    with chromium.visiting(address, office, "lan") as page:
        page.goto("/scenarios")
        light = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        page.get_by_role("button", name="Giao diện tối").click()
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        dark = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert json.dumps([light, dark]) == '["rgb(247, 245, 240)", "rgb(16, 24, 26)"]'
