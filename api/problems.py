"""What the API refuses, as RFC 9457 problem details: each code with its status, in one table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

from api import PREFIX
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

MEDIA: Final = "application/problem+json"

log = structlog.get_logger("chungtay.api")


class Kind(NamedTuple):
    """A problem's status and what it is called."""

    status: int
    vi: str
    en: str


KINDS: Final[dict[str, Kind]] = {
    "malformed": Kind(400, "Yêu cầu không đọc được", "The request cannot be read"),
    "not-signed-in": Kind(401, "Chưa đăng nhập", "Not signed in"),
    "wrong-sign-in": Kind(
        401,
        "Sai tên hoặc mật khẩu; sau năm lần sai phải chờ 15 phút",
        "Wrong name or password; after five failures wait for 15 minutes",
    ),
    "csrf": Kind(403, "Thiếu mã chống giả mạo", "The token against forged requests is missing"),
    "forbidden": Kind(403, "Không có quyền", "No right to do that"),
    "missing": Kind(404, "Không có", "There is no such thing"),
    "method": Kind(405, "Không làm được việc này ở đây", "That cannot be done here"),
    "unfit": Kind(409, "Lúc này không làm được", "That cannot be done now"),
    "changed": Kind(412, "Đã có người sửa trước", "Somebody else has changed it"),
    "too-large": Kind(413, "Quá lớn", "Too large"),
    "media-type": Kind(415, "Kiểu nội dung không nhận", "A content type that is not taken"),
    "invalid": Kind(422, "Nội dung có lỗi", "There are faults in what was sent"),
    "reused": Kind(422, "Khóa đã dùng cho yêu cầu khác", "The key stands for another request"),
    "precondition": Kind(428, "Thiếu If-Match", "If-Match is missing"),
    "too-many": Kind(429, "Quá nhiều yêu cầu", "Too many requests"),
    "full": Kind(429, "Đã có quá nhiều việc chờ", "Too many jobs wait already"),
    "internal": Kind(500, "Lỗi của chương trình", "A mistake in the program"),
    "unavailable": Kind(503, "Tạm thời không phục vụ được", "Not available for the moment"),
}
"""Every problem, by its code: the last part of its `type`."""


class Problem(BaseModel):
    """What went wrong (RFC 9457). `faults` says where, as JSON pointers into what was sent, and what may stand there.

    `title` is Vietnamese, `title_en` English; `detail` is for people too. `request` finds the request in the log.
    """

    type: str = Field(examples=["/api/v1/problems/missing"])
    title: str
    title_en: str
    status: int = Field(ge=400, le=599)
    detail: str = ""
    detail_vi: str = ""
    request: str = ""
    faults: list[Fault] = Field(default_factory=list)


class Refusal(Exception):  # noqa: N818 - it refuses
    """A request is refused with a problem of this code."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        detail_vi: str = "",
        *,
        faults: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{code}: {detail}")
        self.code, self.detail, self.detail_vi = code, detail, detail_vi
        self.faults, self.headers = list(faults), dict(headers or {})


Responses: TypeAlias = dict[int | str, dict[str, Any]]
"""What OpenAPI says of a route's answers, by status."""


def sends(media: Mapping[str, Any], description: str = "", *, status: int = 200, **more: Any) -> Responses:
    """Return what OpenAPI says of an answer that is sent as it stands: schemas by media type."""
    content = {name: {"schema": schema} for name, schema in media.items()}
    return {status: {"content": content, "description": description or "As asked", **more}}


UNCHANGED: Final[Responses] = {304: {"description": "Not changed since it was read (If-None-Match)"}}
"""The answer to who has it already."""


def component(name: str) -> dict[str, str]:
    """Return the schema that stands under a name."""
    return {"$ref": f"#/components/schemas/{name}"}


def refuses(*codes: str) -> Responses:
    """Return what OpenAPI says of the problems that a route may answer with, by status."""
    found: Responses = {}
    for code in sorted(codes, key=lambda code: (KINDS[code].status, code)):
        kind = KINDS[code]
        known = found.setdefault(kind.status, {"content": {MEDIA: {"schema": component("Problem")}}, "description": ""})
        known["description"] = f"{known['description']}\n\n`{code}`: {kind.en}.".strip()
    return found


_CODES: Final[dict[type[Exception], str]] = {
    Missing: "missing",
    Forbidden: "forbidden",
    Changed: "changed",
    Reused: "reused",
}
"""What the desk refuses, where its sentence says all."""


def refusal(error: Exception) -> Refusal:
    """Return what an exception of the desk, of the input or of the framework means to who asked."""
    match error:
        case Unfit():
            fault = Fault(code=error.code, pointer="", found="", allowed_vi=error.vi, allowed_en=error.en)
            found = Refusal("unfit", error.en, error.vi, faults=[fault])
        case Unreachable():
            found = Refusal("unavailable", str(error), headers={"Retry-After": "10"})
        case TooMany():
            found = Refusal("too-many", str(error), headers={"Retry-After": str(error.seconds)})
        case Full():
            found = Refusal("full", str(error), headers={"Retry-After": "10"})
        case Unknown():
            found = Refusal("wrong-sign-in")
        case InputError():
            found = Refusal("invalid", f"{len(error.faults)} fault(s)", faults=error.faults)
        case RequestValidationError():
            found = Refusal("invalid", "the request is not as described", faults=list(map(_fault, error.errors())))
        case HTTPException():
            found = _of_status(error)
        case Refusal():
            found = error
        case _:
            code = _CODES.get(type(error), "internal")
            found = Refusal(code, str(error))
    return found


def answer(request: Request, refused: Refusal) -> JSONResponse:
    """Return a refusal as the response to a request."""
    kind = KINDS[refused.code]
    problem = Problem(
        type=f"{PREFIX}/problems/{refused.code}",
        title=kind.vi,
        title_en=kind.en,
        status=kind.status,
        detail=refused.detail,
        detail_vi=refused.detail_vi,
        request=request.scope.get("request_id", ""),
        faults=refused.faults,
    )
    return JSONResponse(problem.model_dump(), kind.status, headers=refused.headers, media_type=MEDIA)


def mount(app: FastAPI) -> None:
    """Have an app answer with problems."""

    def handle(request: Request, error: Exception) -> JSONResponse:
        refused = refusal(error)
        if KINDS[refused.code].status >= 500:
            log.error("request fails", request=request.scope.get("request_id", ""), exc_info=error)
        if refused.code == "method":
            refused.headers["Allow"] = ", ".join(sorted(_methods(app, request.url.path)))
        return answer(request, refused)

    for kind in (Refusal, DeskError, InputError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, handle)


def _methods(app: FastAPI, path: str) -> set[str]:
    """Return what can be done at a path: the framework names the methods of one route only (RFC 9110, 10.2.1).

    Of two patterns that fit (``/feeds/{id}`` and ``/feeds/{secret}.ics``) the one that says more is meant.
    """
    described = app.openapi()["paths"]
    fitting = [pattern for pattern in described if compile_path(pattern)[0].fullmatch(path)]
    meant = max(fitting, key=lambda pattern: len(re.sub(r"\{.*?\}", "", pattern)), default=None)
    return set() if meant is None else {method.upper() for method in described[meant]}


_BY_STATUS: Final = {400: "malformed", 401: "not-signed-in", 403: "forbidden", 404: "missing", 405: "method"} | {
    413: "too-large",
    415: "media-type",
}


def _of_status(error: HTTPException) -> Refusal:
    code = _BY_STATUS.get(error.status_code, "malformed" if error.status_code < 500 else "internal")
    return Refusal(code, str(error.detail), headers=error.headers)


_SECRET: Final = ("password", "old", "new")


def _fault(error: Mapping[str, Any]) -> Fault:
    """Return a fault of the framework's check as ours; `found` is short, and free of what no text can hold.

    Passwords are not sent back, nor objects, in which there may be some.
    """
    where = "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in error["loc"])
    given = error.get("input")
    shown = "{…}" if isinstance(given, dict) else "…" if error["loc"][-1] in _SECRET else repr(given)[:60]
    found = shown.encode("utf-8", "backslashreplace").decode()
    where = where.encode("utf-8", "backslashreplace").decode()
    message = str(error["msg"]).encode("utf-8", "backslashreplace").decode()
    return Fault(code=str(error["type"]), pointer=where, found=found, allowed_vi=message, allowed_en=message)
