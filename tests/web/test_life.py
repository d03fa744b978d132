"""The life of a planner in a real browser, with a real worker: upload a workbook with faults, mend, solve, watch,
stop, read, print, swap, compare, what-if, export, consent, in both languages; by keyboard alone for the main path;
and reading with script off.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect
from pypdf import PdfReader

from planner.answers.moves import moves
from planner.desk.agenda import engagements
from planner.desk.desk import Desk
from planner.desk.queue import Queue
from planner.desk.work import Means
from planner.desk.worker import Worker
from planner.engine import Cores
from planner.files.workbook import workbook
from tests import builders as b
from tests.files.workbook.made import changed
from tests.web.browser import Chromium
from tests.web.office import PASSWORD, Office, nearer_plan, told, ward, ward_plan
from web.names import Names
from web.words import LANGS, Lang, Words

SMALL = b.scenario(
    b.activity("a", "ub", serves=({"group": "g"},)),
    b.activity("b", "mt", serves=({"group": "g"},)),
    b.activity("c", "pn"),
    groups=(b.group("g", 120),),
    name="Phường nhỏ",
)

WARD = b.scenario(
    *(
        b.activity(id, of, serves=({"group": "g"},), starts=(b.MORNING, b.AFTERNOON, "2026-02-03T07:30"))
        for id, of in (("a", "ub"), ("b", "mt"), ("c", "phu-nu"))
    ),
    organisations=(
        b.organisation("ub", "government"),
        b.organisation("mt", "front"),
        b.organisation("phu-nu", "mass", name="Hội Phụ nữ"),
    ),
    people=tuple(
        b.person(f"p-{n}", sponsor, cost_per_hour=40_000 + 10_000 * n)
        for n, sponsor in enumerate(("ub", "mt", "phu-nu", "ub", "mt"), 1)
    ),
    functions=(b.function("gift", b.role("desk", 3, people_per_seat=60)),),
    groups=(b.group("g", 120),),
    name="Phường có ba đơn vị",
)
"""Three sponsors who serve the same people; everybody costs something else, so that each swap has its price."""

SIGNS = {
    "Bảng tính (Excel)": b"xl/workbook.xml",
    "Kế hoạch phân công (Word)": b"word/document.xml",
    "Kế hoạch phân công (PDF)": b"%PDF-",
    "Lịch (iCalendar)": b"BEGIN:VCALENDAR",
}
"""The files that a plan can be had as, by the words on the page, and what is in each and in no other."""

LONG = 60_000
"""Milliseconds that what a worker finds may take on a busy machine."""


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


@pytest.mark.parametrize("lang", LANGS)
def test_from_a_faulty_workbook_to_consent(
    chromium: Chromium, address: str, desk: Desk, office: Office, tmp_path: Path, lang: Lang
) -> None:
    words = Words(lang)
    desk.jobs.stop(desk.signin.browser(office.doors["lan"][0])[0], office.ids["running"])
    with chromium.visiting(address, lang=lang, allowed=("422",)) as page:
        come_in(page, words, "lan")
        upload_and_mend(page, words)
        with solving(page, words, desk):
            read(page, words, tmp_path)
            swap(page, words)
            compare(page, words)
            ask_what_if(page, words)
        export(page, words)
        propose(page, words)
        page.get_by_role("button", name=words.text("Thoát")).click()
        come_in(page, words, "mai")
        agree(page, words)


def come_in(page: Page, words: Words, name: str) -> None:
    """Come in by the form."""
    page.goto("/")
    page.get_by_label(words.text("Tên đăng nhập")).fill(name)
    page.get_by_label(words.text("Mật khẩu")).fill(PASSWORD)
    page.get_by_role("button", name=words.text("Đăng nhập")).click()
    expect(page.get_by_text(words.text("Thoát"))).to_be_visible()


def upload_and_mend(page: Page, words: Words) -> None:
    """Send a workbook with two faults, read where they are, send it again without them."""
    good = workbook(WARD, words.lang)

    def spoil(book: Any) -> None:
        book[words("Người", "People")]["C4"] = "không-có"
        book[words("Hoạt động", "Activities")]["F5"] = "nửa ngày"

    field = words.text("Tệp kịch bản")
    page.get_by_label(field).set_input_files(file("sai.xlsx", changed(good, spoil)))
    told = words("Tệp sai.xlsx có 2 lỗi, chưa lưu gì", "sai.xlsx has 2 faults; nothing was kept")
    expect(page.get_by_role("alert")).to_contain_text(told)
    where = [
        words("trang 'Người', hàng 4, cột C (Đơn vị)", "sheet 'People', row 4, column C (Organisations)"),
        words("trang 'Hoạt động', hàng 5, cột F (Số phút)", "sheet 'Activities', row 5, column F (Minutes)"),
    ]
    expect(page.locator("table.faults tbody th")).to_have_text(where)
    expect(page.locator("table.faults tbody tr td:nth-child(2)")).to_have_text(['"không-có"', '"nửa ngày"'])
    page.get_by_label(field).set_input_files(file("đúng.xlsx", good))
    expect(page.get_by_role("heading", level=1)).to_have_text(WARD.name)


def file(name: str, data: bytes) -> FilePayload:
    """A workbook as a browser sends one."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


@contextmanager
def solving(page: Page, words: Words, desk: Desk) -> Iterator[None]:
    """Ask for a plan and watch until it is there: the page changes by itself. A worker is there from then on."""
    page.get_by_label(words.text("Thời gian tối đa")).select_option("30")
    page.get_by_role("button", name=words.text("Lập phương án")).click()
    expect(page.get_by_text(words.text("Chờ đến lượt."))).to_be_visible()
    with working(desk):
        plan = page.get_by_role("link", name=words.text("Xem phương án"))
        expect(plan).to_be_visible(timeout=LONG)
        plan.click()
        yield


def read(page: Page, words: Words, folder: Path) -> None:
    """Read what is saved and how sure that is, and print it."""
    expect(page.locator("details.proof")).to_contain_text(words.text("đã chứng minh"))
    page.get_by_text(words.text("Nghĩa là gì?")).click()
    expect(page.get_by_text(words("Các tiêu chí được xét lần lượt", "The tiers are taken one after"))).to_be_visible()
    expect(page.locator(".figures .win")).not_to_have_count(0)
    printed = folder / "page.pdf"
    printed.write_bytes(page.pdf(prefer_css_page_size=True))
    pdf = PdfReader(printed)
    assert WARD.name in (pdf.pages[0].extract_text() or "").replace("\n", " ")
    assert [round(float(side)) for side in pdf.pages[0].mediabox[2:]] == [595, 842]


def swap(page: Page, words: Words) -> None:
    """See who else could have the first seat and what that costs, and swap to the cheapest."""
    page.get_by_role("link", name="Việc gift").first.click()
    heading = words.text("Ai làm gì, cho hoạt động nào")
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    page.get_by_role("button", name=words("Ai thay được", "Who could replace")).first.click()
    row = page.get_by_role("row").filter(has=page.get_by_role("button", name=words("Đổi sang", "Swap to"))).first
    expect(row).to_be_visible(timeout=LONG)
    expect(row).to_contain_text(f"{words.text('Chi phí')} +{words.money(30_000)}")
    row.get_by_role("button").click()
    expect(page.get_by_role("button", name=words("Hoàn tác", "Undo"))).to_be_visible()


def compare(page: Page, words: Words) -> None:
    """See what is different after the swap: as much as was told before; then take it back."""
    job = page.url
    difference = page.get_by_role("link", name=words.text("Đổi những gì?"))
    expect(difference).to_be_visible(timeout=LONG)
    difference.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words.text("So hai phương án"))
    tier = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=words.text("Chi phí"), exact=True))
    expect(tier).to_contain_text(f"+{words.money(30_000)}")
    expect(page.locator("ul.moves li")).to_have_count(1)
    expect(page.locator("ul.moves li")).to_contain_text("Cán bộ p-4")
    page.goto(job)
    page.get_by_role("button", name=words("Hoàn tác", "Undo")).click()
    expect(page.get_by_text(words("bản 3", "version 3"))).to_be_visible()


def ask_what_if(page: Page, words: Words) -> None:
    """Ask a small batch, watch its rows come, put them in order, open one."""
    page.get_by_role("link", name=words.text("Thử tình huống")).click()
    page.get_by_label(words.text("Số người đến, nhiều mức")).fill("50% 100% 200%")
    page.get_by_label(words.text("Thời gian cho mỗi tình huống")).select_option("5")
    page.get_by_label(words.text("Giữ phương án của từng tình huống để mở xem")).check()
    page.get_by_role("button", name=words.text("Thử"), exact=True).click()
    rows = page.locator("table.batch tbody tr")
    expect(rows).to_have_count(3, timeout=LONG)
    expect(page.locator(".badge.done").first).to_be_visible(timeout=LONG)
    page.get_by_role("columnheader", name=words.text("Chi phí")).get_by_role("link").click()
    expect(rows.first).to_contain_text(f"+{words.money(80_000)}")
    rows.first.get_by_role("link").click()
    expect(page.get_by_role("heading", name=words.text("Phương án của tình huống này"))).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("200%")
    expect(page.locator("details.session")).to_have_count(1)


def export(page: Page, words: Words) -> None:
    """Have the plan as files of each kind, and see that they are what they say."""
    page.get_by_role("link", name=WARD.name).click()
    page.locator("section", has=page.get_by_role("heading", name=words.text("Phương án"), exact=True)).get_by_role(
        "link"
    ).last.click()
    for label, sign in SIGNS.items():
        with page.expect_download(timeout=LONG) as coming:
            page.get_by_role("link", name=words.text(label)).click()
        assert sign in coming.value.path().read_bytes(), label


def propose(page: Page, words: Words) -> None:
    """Put the plan to its sponsors, and say yes for all but one."""
    page.get_by_role("button", name=words.text("Gửi các đơn vị đồng thuận")).click()
    accept = page.get_by_role("button", name=words.text("Đồng ý"))
    for sponsor in ("UB", "MT"):
        page.get_by_role("navigation", name=words.text("Các đơn vị được hỏi")).get_by_role("link", name=sponsor).click()
        accept.click()
        expect(accept).to_have_count(0)
    expect(page.get_by_text(words.text("Đang chờ trả lời"))).to_be_visible()


def agree(page: Page, words: Words) -> None:
    """Find what is asked of one's own organisation, say yes: with that all have."""
    page.get_by_role("link", name=words.text("Đề xuất")).click()
    asked = page.get_by_role("article").filter(has_text=WARD.name)
    expect(asked).to_contain_text(words("1 câu hỏi chờ bạn trả lời", "1 question waits for you"))
    asked.get_by_role("link").click()
    page.get_by_role("button", name=words.text("Đồng ý")).click()
    expect(page.get_by_text(words.text("Mọi đơn vị đồng ý"))).to_be_visible()


def test_a_running_job_is_watched_and_stopped(chromium: Chromium, address: str, desk: Desk, office: Office) -> None:
    queue = Queue(desk.store)
    with chromium.visiting(address, office, "lan") as page:
        page.goto(f"/jobs/{office.ids['running']}")
        plan = page.get_by_role("link", name="Xem phương án")
        expect(plan).to_have_count(0)
        queue.beat(office.ids["running"], "w1", seconds=5, news=list(told(ward_plan()))[4:6], best=ward_plan())
        expect(plan).to_be_visible()
        page.get_by_role("button", name="Dừng").click()
        expect(page.get_by_text("Đang dừng")).to_be_visible()
        assert queue.beat(office.ids["running"], "w1") is True
        queue.finish(office.ids["running"], "w1", plan=None)
        expect(page.get_by_role("button", name="Chạy tiếp")).to_be_visible()


@pytest.mark.parametrize("lang", LANGS)
def test_by_keyboard_alone(chromium: Chromium, address: str, office: Office, lang: Lang) -> None:
    words = Words(lang)
    with chromium.visiting(address, office, "lan", lang=lang) as page:
        page.goto("/scenarios")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name=words.text("Đến nội dung chính"))).to_be_focused()
        page.keyboard.press("Enter")
        _tab_to(page, "Diên Hồng")
        page.keyboard.press("Enter")
        plan = words.text("Lập phương án")
        expect(page.get_by_role("heading", name=plan)).to_be_visible()
        _tab_to(page, plan)
        page.keyboard.press("Enter")
        expect(page.get_by_text(words.text("Chờ đến lượt."))).to_be_visible()
        _tab_to(page, words.text("Dừng, giữ phương án tốt nhất"))
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name=words.text("Chạy tiếp"))).to_be_visible()


def _tab_to(page: Page, name: str) -> None:
    """Go on with the tabulator until something of a name has the focus; what has it can be seen to have it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        text = page.evaluate("document.activeElement.matches('a, button') ? document.activeElement.innerText : ''")
        if name in text:
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            return
    raise AssertionError(name)


@pytest.mark.parametrize("lang", LANGS)
def test_all_is_read_with_script_off(chromium: Chromium, address: str, office: Office, lang: Lang) -> None:
    words, others = Words(lang), Words("en" if lang == "vi" else "vi")
    with chromium.visiting(address, office, "lan", lang=lang, script=False) as page:
        page.goto(f"/plans/{office.ids['plan']}")
        read_the_plan(page, words)
        read_a_session(page, words)
        read_the_difference(page, words, office.ids["nearer plan"])
        read_ones_duties(page, words)
        page.goto(f"/jobs/{office.ids['running']}")
        expect(page.get_by_role("table").first).to_contain_text(words.number(153_170_000))
        page.get_by_role("button", name=words("English", "Tiếng Việt")).click()
        expect(page.get_by_role("table").first).to_contain_text(others.number(153_170_000))


def read_the_plan(page: Page, words: Words) -> None:
    """Read what is saved, the week, and who has how much to do."""
    plan = ward_plan()
    assert plan.savings is not None
    expect(page.locator("dl.figures").first).to_contain_text(f"−{words.number(plan.savings.staff_sessions.value)}")
    expect(page.get_by_role("heading", name=words.text("Làm chung"))).to_be_visible()
    page.get_by_role("link", name=words.text("Theo tuần")).click()
    expect(page.get_by_role("table")).to_contain_text("Trung tâm Văn hóa")
    page.get_by_role("link", name=words.text("Tuần sau")).click()
    expect(page.get_by_text("09/02/2026")).to_be_visible()
    page.get_by_role("link", name=words.text("Theo người")).click()
    page.get_by_label(words.text("Tên"), exact=True).fill("Chữ thập")
    page.get_by_role("button", name=words.text("Lọc")).click()
    expect(page.get_by_text(words("5 người, bận nhất trước.", "5 people, the busiest first."))).to_be_visible()


def read_a_session(page: Page, words: Words) -> None:
    """Read who does what in a session held together, and for which activity."""
    joint = next(s for s in ward_plan().sessions if len(s.activities) > 1 and any(seat.activity for seat in s.seats))
    page.get_by_role("link", name=words.text("Các buổi")).click()
    page.locator(f'table.sessions a[href$="/sessions/{joint.id}"]').click()
    rows = page.locator("table.who tbody tr")
    expect(rows).to_have_count(len(joint.seats) + len(joint.standby))
    names = Names(ward())
    together = words(
        f"chung cho cả {len(joint.activities)} hoạt động", f"shared by all {len(joint.activities)} activit"
    )
    for row, seat in zip(rows.all(), joint.seats, strict=False):
        expect(row).to_contain_text(names.activity(seat.activity) if seat.activity else together)
        expect(row).to_contain_text(names.person(seat.person) if seat.person else words.text("Trống"))


def read_the_difference(page: Page, words: Words, other: str) -> None:
    """Choose another plan, and read what is different in this one: each move."""
    page.get_by_role("link", name=words.text("Phương án"), exact=True).click()
    page.get_by_role("link", name=words.text("So sánh"), exact=True).click()
    expect(page.locator("ul.moves")).to_have_count(0)
    page.get_by_label(words.text("So với")).select_option(other)
    page.get_by_role("button", name=words.text("So sánh")).click()
    found = [words(move.vi, move.en) for move in moves(ward(), nearer_plan(), ward_plan())]
    expect(page.locator("ul.moves li")).to_have_count(len(found))
    assert sorted(page.locator("ul.moves li").all_inner_texts()) == sorted(found)


def read_ones_duties(page: Page, words: Words) -> None:
    """Read one's own duties: each with its role, place and hours."""
    page.get_by_role("link", name=words.text("Nhiệm vụ của tôi")).click()
    duties = engagements(ward(), ward_plan(), "vp-01")
    cards = page.locator("article.duty")
    expect(cards).to_have_count(len(duties))
    for card, duty in zip(cards.all(), duties, strict=True):
        for text in (words.span(duty.start, duty.end), duty.role, duty.place, duty.lead):
            expect(card).to_contain_text(text)


def test_a_theme_is_there_before_the_page_is(chromium: Chromium, address: str, office: Office) -> None:
    with chromium.visiting(address, office, "lan") as page:
        page.goto("/scenarios")
        light = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        page.get_by_role("button", name="Giao diện tối").click()
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        dark = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert json.dumps([light, dark]) == '["rgb(247, 245, 240)", "rgb(16, 24, 26)"]'
