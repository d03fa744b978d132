"""Who reads and who asks: the browser's cookie, its language and theme, the token against forged forms."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from fastapi import Depends, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from planner.desk import secrets
from planner.desk.cookies import COOKIE, cookie
from planner.desk.desk import Desk
from planner.desk.faults import Unknown
from planner.desk.limits import Limits
from planner.desk.settings import Settings
from planner.desk.signin import SignedIn
from web.library import Library
from web.visit import THEMES, Reader, Visitor
from web.words import LANGS, Words

LANG_COOKIE: Final = "lang"
THEME_COOKIE: Final = "theme"
UNDONE: Final = "undone"
"""The part of a query that tells that something was taken back."""

CSRF_FIELD: Final = "csrf"
CSRF_HEADER: Final = "x-csrf-token"

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_LOCAL: Final = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")
_UUID: Final = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


class SignInFirst(Exception):  # noqa: N818 - it says what to do
    """A page is for those who have come in; `back` is where they wanted to go."""

    def __init__(self, back: str) -> None:
        super().__init__(back)
        self.back = back


class Forged(Exception):  # noqa: N818
    """A request that changes something does not come from a page of ours."""


def desk(request: Request) -> Desk:
    """Return the desk."""
    found: Desk = request.app.state.desk
    return found


def settings(request: Request) -> Settings:
    """Return the settings."""
    found: Settings = request.app.state.settings
    return found


def limits(request: Request) -> Limits:
    """Return who asked how often."""
    found: Limits = request.app.state.limits
    return found


def library(request: Request) -> Library:
    """Return the scenarios and plans that are read already."""
    found: Library = request.app.state.library
    return Library(request.app.state.desk, found.shelf)


TheDesk = Annotated[Desk, Depends(desk)]
TheSettings = Annotated[Settings, Depends(settings)]
TheLimits = Annotated[Limits, Depends(limits)]
TheLibrary = Annotated[Library, Depends(library)]


def reader(request: Request) -> Reader:
    """Return who reads, whether they have come in or not."""
    lang, theme = request.cookies.get(LANG_COOKIE, ""), request.cookies.get(THEME_COOKIE, "")
    return Reader(
        words=Words(lang if lang in LANGS else "vi"),
        theme=theme if theme in THEMES else "auto",
        path=_here(request),
        has_undone=UNDONE in request.query_params,
    )


async def asker(request: Request, desk: TheDesk, limits: TheLimits) -> Visitor:
    """Return who asks.

    Raises:
        SignInFirst: nobody known.
        Forged: a form without its token.
        TooMany: too many requests.
    """
    known = reader(request)
    try:
        who, csrf = await run_in_threadpool(desk.signin.browser, request.cookies.get(COOKIE, ""))
    except Unknown as error:
        raise SignInFirst(known.path) from error
    if request.method not in _SAFE:
        await _check_form(request, csrf)
    request.scope["user_id"] = who.id
    limits.request(who.id)
    return Visitor(known.words, known.theme, known.path, has_undone=known.has_undone, who=who, csrf=csrf)


async def same_site(request: Request) -> None:
    """Refuse a form that another site sends, where nobody has come in yet and no token is known.

    Raises:
        Forged: so it is, by what the browser says.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Forged


Anybody = Annotated[Reader, Depends(reader)]
Asker = Annotated[Visitor, Depends(asker)]
SameSite = Depends(same_site)

Id = Annotated[str, Path(pattern=_UUID, min_length=36, max_length=36)]
AnId = Annotated[str, Query(pattern=_UUID, min_length=36, max_length=36)]
Number = Annotated[int, Path(ge=1, le=10**9)]
Cursor = Annotated[str | None, Query(max_length=64)]


def let_in(response: Response, signed_in: SignedIn, settings: Settings) -> None:
    """Give a browser its cookie."""
    response.set_cookie(**cookie(signed_in, settings))


def address(request: Request) -> str:
    """Return where a request comes from."""
    return request.client.host if request.client else "-"


def local(path: str | None, otherwise: str = "/") -> str:
    """Return a path of this site to go to, never one that leads elsewhere."""
    return path if path is not None and len(path) < 2000 and _LOCAL.fullmatch(path) else otherwise


def with_query(path: str, **more: object) -> str:
    """Return a path with more in its query; what it has of these names already is replaced, an anchor stays last."""
    parts = urlsplit(path)
    kept = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key not in more]
    return parts._replace(query=urlencode([*kept, *more.items()])).geturl()


def sign_in_path(back: str) -> str:
    """Return the address of the page to sign in, which leads back."""
    return "/sign-in" if back == "/" else f"/sign-in?back={quote(back, safe='/')}"


async def _check_form(request: Request, wanted: str) -> None:
    given: Any = request.headers.get(CSRF_HEADER)
    if given is None and request.headers.get("content-type", "").startswith(
        ("application/x-www-form-urlencoded", "multipart/form-data")
    ):
        given = (await request.form()).get(CSRF_FIELD)
    if not isinstance(given, str) or not secrets.same(given, wanted):
        raise Forged


def _here(request: Request) -> str:
    """Return the address of the page that is read: of a part of it, or of a form sent, that of the page it is on."""
    url = request.headers.get("hx-current-url")
    if url is None and request.method not in _SAFE:
        url = request.headers.get("referer", "/")
    if url is not None:
        parts = urlsplit(url)
        return local(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    path, query = quote(request.url.path, safe="/"), request.url.query
    return local(f"{path}?{query}" if query else path)
