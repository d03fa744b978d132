"""Calendars to subscribe to, by links that need no sign-in and can be revoked."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field
from starlette.convertors import Convertor, register_url_convertor

from api import PREFIX
from api.doors import Asker, Id, Line, TheDesk, TheLimits, TheSettings, address, unchanged
from api.problems import UNCHANGED, refuses, sends
from api.routes.session import Strict
from planner.desk.feeds import LinkInfo
from planner.files.calendar import etag

router = APIRouter(prefix=f"{PREFIX}/feeds", tags=["people"])

Speaks = Annotated[Literal["vi", "en"], Query(description="The language of what the calendar says")]


class _LinkId(Convertor[str]):
    """The id of a link, so that ``/{id}`` does not also mean the path of a calendar."""

    regex = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("link", _LinkId())


class LinkAsked(Strict):
    """A link to be made: to one's own duties, or to the sessions of an organisation. `name` is for oneself."""

    name: str = Field(default="", max_length=200, pattern=r"^[^\u0000-\u001f\u007f]*$", examples=["điện thoại"])
    organisation: Line | None = Field(default=None, examples=["hlhpn"])


class LinkMade(Strict):
    """A link with its secret address, which is not shown again: calendars subscribe to it."""

    feed: LinkInfo
    address: str


@router.post(
    "",
    status_code=201,
    responses=refuses("not-signed-in", "csrf", "forbidden", "missing", "unfit", "invalid", "malformed", "too-many"),
)
def make(body: LinkAsked, who: Asker, desk: TheDesk, settings: TheSettings) -> LinkMade:
    """Make a link to a calendar: whoever has it reads the calendar, as long as one may see that oneself."""
    feed, secret = desk.feeds.create(who, name=body.name, organisation=body.organisation)
    return LinkMade(feed=feed, address=settings.feed(secret))


@router.get("", responses=refuses("not-signed-in", "invalid", "too-many"))
def listed(who: Asker, desk: TheDesk) -> tuple[LinkInfo, ...]:
    """Return one's own links, the newest first."""
    return desk.feeds.list(who)


@router.delete(
    "/{id:link}",
    status_code=204,
    responses=refuses("not-signed-in", "csrf", "forbidden", "missing", "invalid", "too-many"),
)
def revoke(id: Id, who: Asker, desk: TheDesk) -> None:
    """Make a link of one's own void."""
    desk.feeds.revoke(who, id)


@router.get(
    "/{secret}.ics",
    response_class=Response,
    responses=sends({"text/calendar": {"type": "string"}}) | UNCHANGED | refuses("missing", "invalid", "too-many"),
)
def calendar(
    secret: Annotated[str, Path(max_length=100, description="The secret of a link")],
    request: Request,
    desk: TheDesk,
    limits: TheLimits,
    lang: Speaks = "vi",
) -> Response:
    """Return the calendar of a link (RFC 5545), without sign-in: what is in force, and what was called off lately."""
    limits.request(f"feed {address(request)}")
    text = desk.feeds.read(secret, lang)
    headers = {"ETag": etag(text), "Cache-Control": "private, no-cache"}
    if unchanged(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="chungtay.ics"'
    return Response(text, media_type="text/calendar; charset=utf-8", headers=headers)
