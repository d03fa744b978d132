"""Calendar links and reminders on the page of one's duties."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import update

from planner.desk.desk import Desk
from planner.desk.mailbox import Mailbox
from planner.desk.reminders import Kind, Reminder
from planner.desk.rights import Who
from planner.desk.store import Published
from tests.api.serving import served
from tests.web.browser import PHONE, Chromium
from tests.web.client import Client, Page
from tests.web.office import SETTINGS, Office
from web.routes.duties import path_of

MADE = "/duties/calendars"
NOW = datetime(2026, 2, 2, tzinfo=UTC)


@pytest.fixture
def nam(desk: Desk, office: Office) -> Who:
    """Somebody of the staff, in the plan that is in force."""
    return desk.signin.browser(office.doors["nam"][0])[0]


def shown(page: Page) -> list[str]:
    """The addresses that a page shows to be copied."""
    return [str(found["value"]) for found in page.all("input", type="text") if "readonly" in found]


def soon(desk: Desk) -> None:
    """Have all that is published begin in an hour."""
    at = datetime.now(UTC) + timedelta(hours=1)
    with desk.store.writing() as session:
        session.execute(update(Published).values(begins=at, ends=at + timedelta(hours=1)))


def test_a_link_is_shown_once_and_opens_the_calendar(client: Client, desk: Desk, nam: Who) -> None:
    answer = client.come_in("nam").post(MADE, {"name": "<b>máy"})
    page = Page(answer.text)
    (address,) = shown(page)
    assert (answer.status_code, page.faults, "<b>máy" in page.words) == (200, [], True)
    assert page.all("a", href=address.replace("http://", "webcal://")) != []
    path = address.removeprefix(SETTINGS.address)
    calendar = client.http.get(path)
    assert calendar.text.startswith("BEGIN:VCALENDAR")
    assert calendar.text.count("BEGIN:VEVENT") == len(desk.agendas.own(nam)[0].engagements)
    again = client.page("/duties")
    assert (shown(again), address in str(again.tags)) == ([], False)
    (link,) = desk.feeds.list(nam)
    revoke = f"{MADE}/{link.id}/revoke"
    assert len(again.all("form", action=revoke)) == 1
    assert client.come_in("minh").post(revoke).status_code == 404
    assert client.come_in("nam").post(revoke).headers["location"] == "/duties?done=revoked"
    assert "Đã thu hồi" in client.page("/duties?done=revoked").text
    assert client.page("/duties").all("form", action=revoke) == []
    assert client.http.get(path).status_code == 404


def test_a_calendar_speaks_as_its_reader(client: Client) -> None:
    client.come_in("nam").http.cookies.set("lang", "en")
    (address,) = shown(Page(client.post(MADE).text))
    assert address.endswith(".ics?lang=en")


def test_who_answers_for_an_organisation_has_its_calendar(client: Client, desk: Desk) -> None:
    page = client.come_in("mai").page("/duties")
    assert [found["value"] for found in page.all("option")] == ["", "phu-nu", "vi", "en"]
    (address,) = shown(Page(client.post(MADE, {"organisation": "phu-nu"}).text))
    text = client.http.get(address.removeprefix(SETTINGS.address)).text
    with desk.store.reading() as session:
        theirs = session.query(Published).filter_by(kind="organisation", subject="phu-nu").count()
    assert text.count("BEGIN:VEVENT") == theirs > 0
    refused = client.post(MADE, {"organisation": "mttq"})
    assert (refused.status_code, shown(Page(refused.text))) == (422, [])
    assert "Đơn vị ấy chưa có lịch cho bạn xem" in Page(refused.text).text
    assert client.post(MADE, {"organisation": "a\x00"}).status_code == 422


def test_an_organisations_page_makes_its_link(client: Client, ids: dict[str, str]) -> None:
    page = client.come_in().page(f"/plans/{ids['plan']}/organisation?id=phu-nu")
    fields = {
        str(found["name"]): found["value"] for found in page.all("input", type="hidden") if found["name"] != "csrf"
    }
    made = Page(client.post(MADE, {name: fields[name] for name in ("organisation", "name")}).text)
    assert (len(shown(made)), fields["organisation"], fields["name"] in made.words) == (1, "phu-nu", True)


def test_who_is_nobody_has_no_calendar_of_duties(client: Client) -> None:
    client.come_in("hoa")
    assert [found["value"] for found in client.page("/duties").all("option")] == ["vhxh", "vi", "en"]
    answer = client.post(MADE)
    assert (answer.status_code, "chưa gắn với người nào" in Page(answer.text).text) == (422, True)


def test_reminders_go_where_somebody_says(client: Client, desk: Desk, nam: Who) -> None:
    form = {"email": " nam@example.vn ", "digest": "true", "lang": "en"}
    assert client.come_in("nam").post("/duties/mailbox", form).headers["location"] == "/duties?done=mail"
    assert desk.mailboxes.read(nam) == Mailbox("nam@example.vn", digest=True, lang="en")
    page = client.page("/duties?done=mail")
    assert [found["value"] for found in page.all("input", name="email")] == ["nam@example.vn"]
    assert "checked" in page.all("input", name="digest")[0]
    assert "Đã lưu." in page.words
    client.post("/duties/mailbox", {"email": "nam@example.vn", "lang": "vi"})
    assert desk.mailboxes.read(nam) == Mailbox("nam@example.vn", digest=False, lang="vi")


@pytest.mark.parametrize("form", [{"email": "<b>nam"}, {"email": "", "digest": "true"}])
def test_a_mailbox_that_is_none_is_said_so(client: Client, desk: Desk, nam: Who, form: dict[str, str]) -> None:
    before = desk.mailboxes.read(nam)
    answer = client.come_in("nam").post("/duties/mailbox", form)
    page = Page(answer.text)
    assert (answer.status_code, page.faults, desk.mailboxes.read(nam)) == (422, [], before)
    assert page.all("p", role="alert") != []
    assert page.all("input", name="email")[0]["value"] == form["email"]


def test_an_office_without_a_mail_server_says_so(client: Client, app: FastAPI) -> None:
    told = "Văn phòng chưa nối máy chủ thư"
    assert told in client.come_in("nam").page("/duties").text
    app.state.settings = SETTINGS.model_copy(update={"smtp_host": "mail.example"})
    try:
        page = client.page("/duties")
    finally:
        app.state.settings = SETTINGS
    assert told not in page.text


def test_what_is_due_soon_is_on_top(client: Client, desk: Desk, nam: Who) -> None:
    assert client.come_in("nam").page("/duties").all("h2", id="due") == []
    soon(desk)
    due = desk.reminders.own(nam)
    page = client.page("/duties")
    assert len(due.items) > 0
    assert [word for word in page.words if word in {item.vi for item in due.items}] == [item.vi for item in due.items]


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("duty", ""),
        ("session", ""),
        ("answer", "/proposals/pr#s%201"),
        ("propose", "/plans/pl"),
        ("failed", "/jobs/j"),
    ],
)
def test_what_is_due_leads_to_where_it_is_done(kind: Kind, path: str) -> None:
    reminder = Reminder(
        kind, NOW, NOW, "vi", "en", "s", plan="pl", proposal="pr", session="s 1" if kind == "answer" else None, job="j"
    )
    assert path_of(reminder) == path


@pytest.fixture
def address(app: FastAPI, desk: Desk) -> Iterator[str]:
    """Where the copy of the office is served, with something due soon."""
    assert app.state.desk is desk
    soon(desk)
    with served(app) as found:
        yield found


def test_nobody_is_shut_out_of_calendars(chromium: Chromium, address: str, office: Office) -> None:
    found: dict[str, list[str]] = {}
    with chromium.visiting(address, office, "mai", size=PHONE, theme="dark") as page:
        page.goto("/duties")
        page.get_by_text("Xem trên lịch của điện thoại").click()
        page.get_by_label("Lịch của").select_option("phu-nu")
        page.get_by_role("button", name="Tạo đường dẫn").click()
        page.get_by_role("textbox", name="Đường dẫn lịch").wait_for()
        found["made"] = chromium.faults(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    with chromium.visiting(address, office, "mai", allowed=("422",)) as page:
        page.goto("/duties?done=mail")
        assert page.get_by_text("Xem thêm").is_visible()
        page.get_by_label("Gửi thư nhắc mỗi ngày").check()
        page.get_by_role("button", name="Lưu", exact=True).click()
        page.get_by_role("alert").wait_for()
        found["mail"] = chromium.faults(page)
    assert found == {"made": [], "mail": []}
