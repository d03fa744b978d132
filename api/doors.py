"""Who asks, and what comes with a request besides its body."""

from __future__ import annotations

import hashlib
from typing import Annotated, Final, Literal, TypeAlias

from fastapi import Depends, Header, Path, Query, Request, Response
from fastapi.security import APIKeyCookie, HTTPBearer
from pydantic import StringConstraints

from api.problems import Refusal
from planner.desk import secrets
from planner.desk.cookies import COOKIE, cookie
from planner.desk.desk import Desk
from planner.desk.faults import Unknown
from planner.desk.limits import Limits
from planner.desk.once import Key
from planner.desk.pages import LARGEST, Cursor
from planner.desk.rights import Who
from planner.desk.settings import Settings
from planner.desk.signin import SignedIn
from planner.domain.checks import Checked
from planner.files import parse_scenario
from planner.files.workbook import read_workbook

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The type of a workbook."""

SHEETS: Final = {XLSX: {"schema": {"type": "string", "format": "binary"}}}
"""What OpenAPI says of a body that is a workbook."""

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})

Line: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\u0000-\u001f\u007f]+$")]
"""A short text on one line."""

Note: TypeAlias = Annotated[str, StringConstraints(max_length=2000, pattern=r"^[^\u0000]*$")]
"""A text for people."""


async def desk(request: Request) -> Desk:
    """Return the desk."""
    found: Desk = request.app.state.desk
    return found


async def settings(request: Request) -> Settings:
    """Return the settings."""
    found: Settings = request.app.state.settings
    return found


async def limits(request: Request) -> Limits:
    """Return who asked how often."""
    found: Limits = request.app.state.limits
    return found


TheDesk = Annotated[Desk, Depends(desk)]
TheSettings = Annotated[Settings, Depends(settings)]
TheLimits = Annotated[Limits, Depends(limits)]

_BEARER: Final = HTTPBearer(auto_error=False, description="An API token")
_BROWSER: Final = APIKeyCookie(
    name=COOKIE,
    auto_error=False,
    description="A signed-in browser; requests that change something also bring X-CSRF-Token",
)


def asker(
    request: Request,
    desk: TheDesk,
    limits: TheLimits,
    bearer: Annotated[object, Depends(_BEARER)],
    secret: Annotated[str | None, Depends(_BROWSER)],
    csrf: Annotated[str | None, Header(alias="X-CSRF-Token", max_length=200)] = None,
) -> Who:
    """Return who asks, by token or cookie.

    Raises:
        Refusal: nobody known; a browser without its token against forged requests.
        TooMany: too many requests.
    """
    try:
        if request.headers.get("authorization") is not None:
            who = desk.signin.token(getattr(bearer, "credentials", ""))
        else:
            who, wanted = desk.signin.browser(secret or "")
            if request.method not in _SAFE and not secrets.same(csrf or "", wanted):
                raise Refusal("csrf", "X-CSRF-Token")
    except Unknown as error:
        raise Refusal("not-signed-in", headers={"WWW-Authenticate": "Bearer"}) from error
    request.scope["user_id"] = who.id
    limits.request(who.id)
    return who


Asker = Annotated[Who, Depends(asker)]


def let_in(response: Response, signed_in: SignedIn, settings: Settings) -> None:
    """Give a browser its cookie."""
    response.set_cookie(**cookie(signed_in, settings))


def address(request: Request) -> str:
    """Return where a request comes from."""
    return request.client.host if request.client else "-"


# -- headers and parameters -----------------------------------------------------------------------------------


async def body(request: Request) -> bytes:
    """Return the body as it came."""
    return await request.body()


Body = Annotated[bytes, Depends(body)]


def is_json(request: Request, media: str) -> None:
    """Refuse a body of another type; none said is taken as JSON."""
    given = request.headers.get("content-type", media).split(";")[0].strip().lower()
    if given not in (media, "application/json"):
        raise Refusal("media-type", media)


def scenario(request: Request, sent: bytes) -> Checked:
    """Return the scenario in a body: JSON where no type is said, or a workbook.

    Raises:
        Refusal: another type.
        InputError: the scenario has faults.
    """
    if media(request) == XLSX:
        return read_workbook(sent).checked
    is_json(request, "application/json")
    return parse_scenario(sent)


def media(request: Request) -> str:
    """Return the type of a body, empty where none is said."""
    return request.headers.get("content-type", "").split(";")[0].strip().lower()


async def key(
    request: Request,
    sent: Body,
    given: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            min_length=1,
            max_length=200,
            pattern=r"^[\x21-\x7e]+$",
            description="Made up by the client: the same request sent again under it is not done twice",
        ),
    ] = None,
) -> Key | None:
    """Return the key under which a request is done once, with the digest of the request."""
    if given is None:
        return None
    told = f"{request.method} {request.url.path}?{request.url.query}\n".encode() + sent
    return Key(given, hashlib.sha256(told).hexdigest())


Once = Annotated[Key | None, Depends(key)]


async def expected(
    given: Annotated[
        str | None,
        Header(
            alias="If-Match",
            description='The ETag of the version that was changed, such as `"3"`; required',
            pattern=r'^"[1-9][0-9]{0,8}"$',
        ),
    ] = None,
) -> int:
    """Return the number of the version that a write expects to be the newest.

    Raises:
        Refusal: there is no If-Match.
    """
    if given is None:
        raise Refusal("precondition", 'If-Match with the ETag of the version that was changed, such as "3"')
    return int(given.strip('"'))


Expected = Annotated[int, Depends(expected)]


async def after(
    cursor: Annotated[
        str | None, Query(pattern=r"^[A-Za-z0-9_-]{32}$", description="`next` of the page before")
    ] = None,
) -> Cursor | None:
    """Return where a page begins.

    Raises:
        Refusal: the cursor is none of ours.
    """
    try:
        return None if cursor is None else Cursor.of(cursor)
    except ValueError as error:
        raise Refusal("invalid", "cursor: as it stands in `next` of a page") from error


After = Annotated[Cursor | None, Depends(after)]
Language = Annotated[Literal["vi", "en"], Query(description="Of headings and words; both are read")]
Limit = Annotated[int, Query(ge=1, le=LARGEST, description="Most things on the page")]
_UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
Id = Annotated[str, Path(pattern=_UUID, description="A UUID in small letters", min_length=36, max_length=36)]
AnId = Annotated[str, Query(pattern=_UUID, min_length=36, max_length=36)]
Number = Annotated[int, Path(ge=1, le=10**9)]


def unchanged(request: Request, etag: str) -> bool:
    """Tell whether who asks has this already (If-None-Match)."""
    given = request.headers.get("if-none-match", "")
    return given == "*" or etag in (part.strip().removeprefix("W/") for part in given.split(","))
