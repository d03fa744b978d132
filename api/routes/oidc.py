"""Signing in through the office's OpenID Connect service, for browsers."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from api import PREFIX
from api.doors import TheDesk, TheLimits, TheSettings, address, let_in
from api.problems import Refusal, Responses, refuses
from planner.desk.faults import Unknown
from planner.desk.oidc import Begun, Service

router = APIRouter(prefix=f"{PREFIX}/oidc", tags=["sign-in"])

COOKIE: Final = "chungtay_oidc"
"""What a browser keeps while it is away at the service."""

AWAY_SECONDS: Final = 600
CALLBACK: Final = f"{PREFIX}/oidc/callback"
_GOES: Final[Responses] = {303: {"description": "Where to go on"}}


def _service(request: Request, settings: TheSettings) -> Service:
    """Return the service.

    Raises:
        Refusal: the settings name none.
    """
    if settings.oidc_issuer is None:
        raise Refusal("missing", "no OpenID Connect service is set up")
    known: Service | None = getattr(request.app.state, "oidc", None)
    if known is None:
        known = request.app.state.oidc = Service(settings, settings.address + CALLBACK)
    return known


@router.get(
    "", status_code=303, response_class=Response, responses=_GOES | refuses("missing", "too-many", "unavailable")
)
def begin(request: Request, settings: TheSettings, limits: TheLimits) -> Response:
    """Send a browser to the service, to sign in there."""
    limits.signin(address(request))
    where, begun = _service(request, settings).begin()
    response = RedirectResponse(where, 303)
    response.set_cookie(
        COOKIE,
        begun.text(),
        max_age=AWAY_SECONDS,
        httponly=True,
        samesite="lax",
        secure=settings.address.startswith("https:"),
        path=CALLBACK,
    )
    return response


@router.get(
    "/callback",
    status_code=303,
    response_class=Response,
    responses=_GOES | refuses("missing", "wrong-sign-in", "invalid", "too-many", "unavailable"),
)
def back(
    request: Request,
    desk: TheDesk,
    settings: TheSettings,
    limits: TheLimits,
    state: Annotated[str, Query(max_length=200)] = "",
    code: Annotated[str, Query(max_length=4000)] = "",
) -> Response:
    """Let a browser in that comes back from the service; a user must have been added with the service's subject."""
    limits.signin(address(request))
    service = _service(request, settings)
    try:
        signed_in = desk.signin.subject(service.subject(Begun.of(request.cookies.get(COOKIE, "")), state, code))
    except Unknown as error:
        raise Refusal("wrong-sign-in", "the service vouches for nobody who is known here") from error
    response = RedirectResponse("/", 303)
    let_in(response, signed_in, settings)
    response.delete_cookie(COOKIE, path=CALLBACK)
    return response
