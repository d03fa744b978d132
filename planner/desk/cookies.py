"""The cookie of a signed-in browser: programs and pages know a browser by the same one."""

from __future__ import annotations

from typing import Final, Literal, TypedDict

from planner.desk.settings import Settings
from planner.desk.signin import SIGNED_IN_FOR, SignedIn

COOKIE: Final = "chungtay"
"""Its name."""


class Cookie(TypedDict):
    """What a browser is told of its cookie."""

    key: str
    value: str
    max_age: int
    httponly: bool
    samesite: Literal["lax"]
    secure: bool
    path: str


def cookie(signed_in: SignedIn, settings: Settings) -> Cookie:
    """Return the cookie of a browser that came in; it goes over HTTPS alone where the desk's address says so."""
    return {
        "key": COOKIE,
        "value": signed_in.secret,
        "max_age": int(SIGNED_IN_FOR.total_seconds()),
        "httponly": True,
        "samesite": "lax",
        "secure": settings.address.startswith("https:"),
        "path": "/",
    }
