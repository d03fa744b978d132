"""What reaches people away from the pages: links for their calendar programs, and reminders by mail."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from planner.desk.addresses import LONGEST
from planner.desk.faults import Missing, Unfit
from planner.desk.mailbox import Mailbox
from web.doors import Asker, Id, TheDesk, TheSettings
from web.render import go, render
from web.routes.duties import my_duties

router = APIRouter(prefix="/duties")

_LINE: Final = r"^[^\u0000-\u001f\u007f]*$"
Line = Annotated[str, Form(max_length=200, pattern=_LINE)]


@router.post("/calendars")
def make(visit: Asker, desk: TheDesk, settings: TheSettings, name: Line = "", organisation: Line = "") -> HTMLResponse:
    """Give out a link to one's own duties, or to an organisation's sessions, and show it: this once."""
    try:
        _, secret = desk.feeds.create(visit.who, name=name.strip(), organisation=organisation or None)
    except Unfit as error:
        return render(visit, my_duties(visit, desk, settings, link_fault=visit.words.said(error)), 422)
    except Missing:
        fault = visit.words.text("Đơn vị ấy chưa có lịch cho bạn xem: mọi đơn vị phải đồng ý với một phương án trước.")
        return render(visit, my_duties(visit, desk, settings, link_fault=fault), 422)
    address = settings.feed(secret)
    if visit.words.lang != "vi":
        address += f"?lang={visit.words.lang}"
    return render(visit, my_duties(visit, desk, settings, address=address))


@router.post("/calendars/{id}/revoke")
def revoke(id: Id, visit: Asker, request: Request, desk: TheDesk) -> Response:
    """Make a link void."""
    desk.feeds.revoke(visit.who, id)
    return go(request, "/duties?done=revoked")


@router.post("/mailbox")
def change(
    visit: Asker,
    request: Request,
    desk: TheDesk,
    settings: TheSettings,
    email: Annotated[str, Form(max_length=10 * LONGEST)] = "",
    digest: Annotated[bool, Form()] = False,
    lang: Annotated[Literal["vi", "en"], Form()] = "vi",
) -> Response:
    """Say where reminders go, in which language, and whether they come each day."""
    try:
        desk.mailboxes.change(visit.who, email=email.strip(), digest=digest, lang=lang)
    except Unfit as error:
        typed = Mailbox(email.strip(), digest, lang)
        return render(visit, my_duties(visit, desk, settings, typed=typed, mail_fault=visit.words.said(error)), 422)
    return go(request, "/duties?done=mail")
