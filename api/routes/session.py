"""Signing in and out, passwords and invitations."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api import PREFIX
from api.doors import Asker, Line, TheDesk, TheLimits, TheSettings, address, let_in
from api.problems import Refusal, refuses
from planner.desk.cookies import COOKIE
from planner.desk.faults import Unknown
from planner.desk.rights import Post, Scope, Who
from planner.desk.signin import LONGEST, SHORTEST, SignedIn

router = APIRouter(prefix=PREFIX, tags=["sign-in"])


class Strict(BaseModel):
    """A body without fields that nobody knows."""

    model_config = ConfigDict(extra="forbid")


class Credentials(Strict):
    """A name and its password."""

    name: Line = Field(examples=["lan"])
    password: str = Field(min_length=1, max_length=LONGEST, examples=["đường dài mới biết ngựa hay"])


class NewPassword(Strict):
    """A password to be set."""

    password: str = Field(min_length=SHORTEST, max_length=LONGEST)


class OtherPassword(Strict):
    """A password to be set, and the one that it is instead of."""

    old: str = Field(max_length=LONGEST)
    new: str = Field(min_length=SHORTEST, max_length=LONGEST)


class Me(BaseModel):
    """Who one is here. `person`: who one is in scenarios."""

    id: str
    name: str
    person: str | None
    roles: tuple[Post, ...]
    scopes: tuple[Scope, ...]


class Browser(Me):
    """A signed-in browser: each of its requests that changes something brings `csrf` as X-CSRF-Token."""

    csrf: str
    expires: datetime


class Invited(BaseModel):
    """Whom an invitation is for."""

    name: str


def _me(who: Who) -> Me:
    return Me(id=who.id, name=who.name, person=who.person, roles=who.roles, scopes=tuple(sorted(who.scopes)))


def _browser(signed_in: SignedIn) -> Browser:
    return Browser(**dict(_me(signed_in.who)), csrf=signed_in.csrf, expires=signed_in.expires)


@router.post("/session", responses=refuses("wrong-sign-in", "invalid", "malformed", "too-many"))
def sign_in(
    credentials: Credentials,
    request: Request,
    response: Response,
    desk: TheDesk,
    limits: TheLimits,
    settings: TheSettings,
) -> Browser:
    """Sign a browser in: its cookie comes with the answer."""
    limits.signin(address(request))
    signed_in = desk.signin.password(credentials.name, credentials.password)
    let_in(response, signed_in, settings)
    return _browser(signed_in)


@router.get("/session", responses=refuses("not-signed-in", "invalid", "too-many"))
def me(who: Asker) -> Me:
    """Return who one is here."""
    return _me(who)


@router.get("/session/csrf", responses=refuses("not-signed-in", "invalid", "too-many"))
def csrf(who: Asker, request: Request, desk: TheDesk) -> dict[str, str]:
    """Return the token that a signed-in browser's changing requests bring as X-CSRF-Token."""
    try:
        found, token = desk.signin.browser(request.cookies.get(COOKIE, ""))
    except Unknown as error:
        raise Refusal("not-signed-in", "only browsers need one") from error
    return {"csrf": token if found.id == who.id else ""}


@router.delete("/session", status_code=204, responses=refuses("not-signed-in", "csrf", "invalid", "too-many"))
def sign_out(_who: Asker, request: Request, response: Response, desk: TheDesk) -> None:
    """Sign a browser out."""
    desk.signin.sign_out(request.cookies.get(COOKIE, ""))
    response.delete_cookie(COOKIE, path="/")


@router.put(
    "/session/password",
    responses=refuses(
        "not-signed-in", "csrf", "wrong-sign-in", "forbidden", "unfit", "invalid", "malformed", "too-many"
    ),
)
def change_password(
    body: OtherPassword,
    who: Asker,
    request: Request,
    response: Response,
    desk: TheDesk,
    limits: TheLimits,
    settings: TheSettings,
) -> Browser:
    """Set another password; other browsers are signed out."""
    limits.signin(address(request))
    if request.headers.get("authorization") is not None:
        raise Refusal("forbidden", "a token sets no password: sign in")
    signed_in = desk.signin.change_password(who, body.old, body.new)
    let_in(response, signed_in, settings)
    return _browser(signed_in)


Secret = Annotated[str, Path(max_length=100, description="The last part of an invitation's link")]


@router.get("/invitations/{secret}", responses=refuses("missing", "invalid", "too-many"))
def invited(secret: Secret, request: Request, desk: TheDesk, limits: TheLimits) -> Invited:
    """Return whom an invitation is for."""
    limits.signin(address(request))
    try:
        return Invited(name=desk.signin.invited(secret))
    except Unknown as error:
        raise Refusal("missing", "no such invitation, or no longer") from error


@router.post("/invitations/{secret}", responses=refuses("missing", "unfit", "invalid", "malformed", "too-many"))
def accept(
    secret: Secret,
    body: NewPassword,
    request: Request,
    response: Response,
    desk: TheDesk,
    limits: TheLimits,
    settings: TheSettings,
) -> Browser:
    """Set a password by an invitation, which is used up by that, and sign in."""
    limits.signin(address(request))
    try:
        signed_in = desk.signin.accept(secret, body.password)
    except Unknown as error:
        raise Refusal("missing", "no such invitation, or no longer") from error
    let_in(response, signed_in, settings)
    return _browser(signed_in)
