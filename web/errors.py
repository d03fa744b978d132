"""What went wrong, as pages in the reader's language: what it is, and what to do now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from planner.desk.faults import (
    Changed,
    DeskError,
    Forbidden,
    Full,
    Missing,
    Reused,
    TooMany,
    Unfit,
    Unknown,
    Unreachable,
)
from planner.domain.faults import Fault, InputError
from web.doors import Forged, SignInFirst, reader, sign_in_path
from web.render import Page, is_htmx, render

log = structlog.get_logger("chungtay.web")

_STATUS: Final[dict[type[Exception], int]] = {
    Missing: 404,
    Forbidden: 403,
    Forged: 403,
    Changed: 409,
    Reused: 409,
    Unfit: 409,
    Full: 429,
    TooMany: 429,
    Unknown: 404,
    Unreachable: 503,
    InputError: 422,
    RequestValidationError: 422,
}


@dataclass(frozen=True)
class ErrorPage(Page):
    """What went wrong: `kind` chooses the sentence, `detail` adds to it, `request` finds it in the log."""

    template: ClassVar[str] = "error.html"
    status: int
    kind: str
    detail: str = ""
    request: str = ""
    faults: Sequence[Fault] = field(default_factory=tuple)


@dataclass(frozen=True)
class ErrorPart(ErrorPage):
    """The same, as a part of the page on which htmx asked."""

    template: ClassVar[str] = "error_part.html"


def answer(request: Request, error: Exception) -> Response:
    """Return the page that tells of an exception."""
    if isinstance(error, SignInFirst):
        path = sign_in_path(error.back)
        return HTMLResponse("", 401, {"HX-Redirect": path}) if is_htmx(request) else RedirectResponse(path, 303)
    words, detail = reader(request).words, ""
    faults: tuple[Fault, ...] = ()
    kind, status = type(error).__name__.lower(), _STATUS.get(type(error), 500)
    headers: dict[str, str] = {}
    match error:
        case Unfit():
            detail = words.said(error)
        case InputError():
            faults = error.faults
        case RequestValidationError() if all(e["loc"][:1] == ("path",) for e in error.errors()):
            kind, status = "missing", 404  # an address that nothing can have
        case HTTPException():
            status, headers = error.status_code, dict(error.headers or {})
            kind = "missing" if status in (404, 405) else "toolarge" if status == 413 else "unreadable"
        case Unreachable():
            headers["Retry-After"] = "10"
            log.error("request fails", request=request.scope.get("request_id", ""), exc_info=error)
        case _ if status == 500:
            kind = "internal"
    if status == 429:
        headers["Retry-After"] = str(error.seconds) if isinstance(error, TooMany) else "10"
    page = ErrorPart if is_htmx(request) else ErrorPage
    told = page(status, kind, detail, request.scope.get("request_id", ""), faults)
    return render(reader(request), told, status, headers)


def mount(app: FastAPI) -> None:
    """Have an app answer with pages."""
    for kind in (SignInFirst, Forged, DeskError, InputError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, answer)
    app.add_middleware(Last)


class Last:
    """Answers with a page where nothing else has caught what went wrong, and writes it into the log."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except Exception as error:
            if begun or scope["type"] != "http":
                raise
            log.exception("page fails", request=scope.get("request_id"))
            await answer(Request(scope), error)(scope, receive, send)
