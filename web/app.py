"""The pages as an app of their own, put beside the API on one desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final, TypeAlias

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Match, Mount
from starlette.types import Scope

from web import assets, errors
from web.library import Library, Shelf
from web.routes import ROUTERS

SMALL: Final = 1000
"""Bytes below which nothing is packed."""

Exports: TypeAlias = tuple[tuple[str, str], ...]
"""Forms of a plan, each with the pattern of its address: `id` and `to` stand for the plan and the form."""


class Beside(Mount):
    """Everything that is not under a prefix: who asks for that gets no page, whatever is wrong with the asking."""

    def __init__(self, app: FastAPI, besides: str) -> None:
        super().__init__("", app=app, name="pages")
        self._besides = besides

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Tell whether a request is for the pages."""
        path = scope["path"]
        if path == self._besides or path.startswith(f"{self._besides}/"):
            return Match.NONE, {}
        return super().matches(scope)


def mount(app: FastAPI, besides: str, exports: Callable[[], Exports]) -> None:
    """Serve the pages in an app that has the desk, the settings and the limits in its state, but under `besides`.

    `exports` says as what a plan can be had there; it is asked once, when a page first shows it.
    """
    pages = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.library = Library(app.state.desk, Shelf())
    pages.state = app.state
    app.state.exports = cache(exports)
    pages.include_router(assets.router)
    for router in ROUTERS:
        pages.include_router(router)
    pages.add_middleware(GZipMiddleware, minimum_size=SMALL, compresslevel=6)
    errors.mount(pages)
    app.router.routes.append(Beside(pages, besides))
