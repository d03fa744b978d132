"""What happens around every request: its id, its size, its time, its line in the log, headers that protect."""

from __future__ import annotations

import re
import time
import uuid
from typing import Final

import structlog
from fastapi import Request
from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import PREFIX
from api.problems import Refusal, answer

LARGEST: Final = 1_000_000
"""Bytes of a request's body (1 MB), but for scenarios, workbooks and what-ifs."""

LARGEST_SCENARIO: Final = 50_000_000
"""Bytes of a scenario (50 MB)."""

_LARGE: Final = re.compile(rf"({PREFIX})?/(validation|workbooks/marked|scenarios(/[^/]+(/whatifs)?)?)")
"""Where scenarios are sent to, by programs or from pages."""

_PROGRAMS: Final = re.compile(rf"({PREFIX}|/healthz|/readyz|/metrics)(/|$)")
"""Where programs ask, and are answered with problems; pages tell people of a body that is too long."""

_GIVEN_ID: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}")

_POLICY: Final = (
    b"default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    b"object-src 'none'"
)
"""What a page may load and do: nothing from elsewhere, no script or style in the page itself."""

PROTECTING: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"content-security-policy", _POLICY),
)

log = structlog.get_logger("chungtay.api")


class Figures:
    """What Prometheus reads of the requests: by the route's pattern, never by what stands in it."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self.count = Counter("chungtay_requests", "Requests answered", labels, registry=self.registry)
        self.seconds = Histogram(
            "chungtay_request_seconds", "Seconds until the whole answer was sent", labels[:2], registry=self.registry
        )


class TooLarge(HTTPException):
    """A body is longer than is read."""

    def __init__(self, most: int) -> None:
        super().__init__(413, f"at most {most} bytes")


class Outer:
    """The outermost layer of the app."""

    def __init__(self, app: ASGIApp, figures: Figures) -> None:
        self.app, self.figures = app, figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        given = _header(scope, b"x-request-id")
        scope["request_id"] = id = given if _GIVEN_ID.fullmatch(given) else uuid.uuid4().hex
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *PROTECTING, (b"x-request-id", id.encode())]
            await send(message)

        most = LARGEST_SCENARIO if _LARGE.fullmatch(scope["path"]) else LARGEST
        try:
            length = _header(scope, b"content-length")
            if length and not (length.isascii() and length.isdecimal()):
                await answer(Request(scope), Refusal("malformed", "Content-Length"))(scope, receive, sending)
            elif length and int(length[:20]) > most and _PROGRAMS.match(scope["path"]):
                await answer(Request(scope), Refusal("too-large", f"at most {most} bytes"))(scope, receive, sending)
            else:
                await self.app(scope, _counted(receive, most, int(length[:20] or 0)), sending)
        except Exception:
            if status:  # the answer has begun: nothing can be said any more
                log.exception("request fails", request=id)
                raise
            log.exception("request fails", request=id)
            await answer(Request(scope), Refusal("internal"))(scope, receive, sending)
        finally:
            self._tell(scope, status, time.perf_counter() - began)

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "-")
        self.figures.count.labels(scope["method"], route, status).inc()
        self.figures.seconds.labels(scope["method"], route).observe(seconds)
        log.info(
            "request",
            request=scope["request_id"],
            method=scope["method"],
            route=route,
            status=status,
            ms=round(seconds * 1000, 1),
            user=scope.get("user_id"),
        )


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def _counted(receive: Receive, most: int, announced: int) -> Receive:
    """Return a `receive` that refuses a body as soon as it is too long, whatever length was announced."""
    got = 0

    async def receiving() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if max(got, announced) > most:
            raise TooLarge(most)
        return message

    return receiving
