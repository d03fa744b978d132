"""Coming in and leaving; what a reader prefers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from planner.desk.cookies import COOKIE
from planner.desk.faults import Unfit, Unknown
from planner.desk.settings import Settings
from planner.desk.signin import LONGEST, SHORTEST
from web.doors import (
    LANG_COOKIE,
    THEME_COOKIE,
    Anybody,
    Asker,
    SameSite,
    TheDesk,
    TheLimits,
    TheSettings,
    address,
    let_in,
    local,
)
from web.errors import ErrorPage
from web.render import Page, render
from web.visit import THEMES
from web.words import LANGS

router = APIRouter()

PREFERRED_FOR: Final = 365 * 24 * 3600
"""Seconds for which a preference is kept."""


@dataclass(frozen=True)
class SignInPage(Page):
    """The form to come in. `service`: the name of one that vouches for people; `is_wrong`: what was given before."""

    template: ClassVar[str] = "sign_in.html"
    back: str
    service: str | None
    name: str = ""
    is_wrong: bool = False


@dataclass(frozen=True)
class InvitationPage(Page):
    """The form to set a password with, for the user named. `fault` says what is wrong with the one given before."""

    template: ClassVar[str] = "invitation.html"
    name: str
    shortest: int = SHORTEST
    longest: int = LONGEST
    fault: str = ""


@router.get("/sign-in")
def form(visit: Anybody, settings: TheSettings, back: str | None = None) -> HTMLResponse:
    """Show the form to come in."""
    return render(visit, SignInPage(local(back), _service(settings)))


@router.post("/sign-in", dependencies=[SameSite])
def sign_in(
    visit: Anybody,
    request: Request,
    desk: TheDesk,
    limits: TheLimits,
    settings: TheSettings,
    name: Annotated[str, Form(max_length=200)] = "",
    password: Annotated[str, Form(max_length=LONGEST)] = "",
    back: Annotated[str, Form()] = "/",
) -> Response:
    """Let somebody in, and go where they wanted to go."""
    limits.signin(address(request))
    try:
        signed_in = desk.signin.password(name.strip(), password)
    except Unknown:
        return render(visit, SignInPage(local(back), _service(settings), name, is_wrong=True), 422)
    response = RedirectResponse(local(back), 303)
    let_in(response, signed_in, settings)
    return response


@router.post("/sign-out")
def sign_out(_visit: Asker, request: Request, desk: TheDesk) -> Response:
    """Let somebody go."""
    desk.signin.sign_out(request.cookies.get(COOKIE, ""))
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(COOKIE, path="/")
    return response


@router.get("/invitations/{secret}")
def invited(secret: str, visit: Anybody, request: Request, desk: TheDesk, limits: TheLimits) -> HTMLResponse:
    """Show the form to set a password with."""
    limits.signin(address(request))
    try:
        return render(visit, InvitationPage(desk.signin.invited(secret)))
    except Unknown:
        return render(visit, ErrorPage(404, "invitation"), 404)


@router.post("/invitations/{secret}", dependencies=[SameSite])
def accept(
    secret: str,
    visit: Anybody,
    request: Request,
    desk: TheDesk,
    limits: TheLimits,
    settings: TheSettings,
    password: Annotated[str, Form(max_length=10 * LONGEST)] = "",
    again: Annotated[str, Form(max_length=10 * LONGEST)] = "",
) -> Response:
    """Set a password by an invitation, which is used up by that, and let them in."""
    limits.signin(address(request))
    try:
        name = desk.signin.invited(secret)
        if password != again:
            return render(
                visit, InvitationPage(name, fault=visit.words.text("Hai lần nhập mật khẩu không giống nhau.")), 422
            )
        signed_in = desk.signin.accept(secret, password)
    except Unknown:
        return render(visit, ErrorPage(404, "invitation"), 404)
    except Unfit as error:
        return render(visit, InvitationPage(desk.signin.invited(secret), fault=visit.words.said(error)), 422)
    response = RedirectResponse("/", 303)
    let_in(response, signed_in, settings)
    return response


@router.post("/preferences", dependencies=[SameSite])
def prefer(
    settings: TheSettings,
    lang: Annotated[str | None, Form()] = None,
    theme: Annotated[str | None, Form()] = None,
    back: Annotated[str, Form()] = "/",
) -> Response:
    """Keep a language or a theme in the browser, and go back to the page."""
    response = RedirectResponse(local(back), 303)
    for key, given, known in ((LANG_COOKIE, lang, LANGS), (THEME_COOKIE, theme, THEMES)):
        if given is not None and given in known:
            secure = settings.address.startswith("https:")
            response.set_cookie(key, given, max_age=PREFERRED_FOR, httponly=True, samesite="lax", secure=secure)
    return response


def _service(settings: Settings) -> str | None:
    """Return the name of the service through which people can come in too, None where there is none."""
    return None if settings.oidc_issuer is None else settings.oidc_name
