"""The app: the desk over HTTP, under ``/api/v1``."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from prometheus_client import Gauge
from pydantic.json_schema import models_json_schema

from api import outer, problems
from api.doors import Limits
from api.routes import ROUTERS, health
from api.routes.jobs import BatchAsked
from planner import __version__
from planner.desk.desk import Desk
from planner.desk.settings import Settings
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario

PREFIX = "/api/v1"

DESCRIPTION = """\
Scenarios, plans, what-ifs, consent and people of a ward office.

Programs come in with a token (`Authorization: Bearer ...`), browsers with a cookie; a browser's requests that change
something bring `X-CSRF-Token`. What is refused is told as problem details (RFC 9457), each `type` documented under
`/api/v1/problems/CODE`. Lists come in pages: `next` of a page is the `cursor` of the one after it.
"""


def create_app(desk: Desk, settings: Settings) -> FastAPI:
    """Return the app that serves a desk."""
    app = FastAPI(
        title="Chung Tay",
        version=__version__,
        description=DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=False,
        redirect_slashes=False,
    )
    figures = outer.Figures()
    app.state.desk, app.state.settings, app.state.limits, app.state.figures = desk, settings, Limits(settings), figures
    app.state.jobs_gauge = Gauge("chungtay_jobs", "Jobs by state", ("state",), registry=figures.registry)
    problems.mount(app)
    app.include_router(health.router)
    for routes in ROUTERS:
        app.include_router(routes.router, prefix=PREFIX)
    app.add_middleware(outer.Outer, figures=figures)

    app.openapi_schema = _described(app)
    return app


def _described(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI description, with what is read and sent as it stands: scenarios, plans, what-ifs, problems."""
    found = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        license_info=app.license_info,
        routes=app.routes,
        separate_input_output_schemas=False,
    )
    kinds = [
        (Scenario, "validation"),
        (Plan, "validation"),
        (problems.Problem, "validation"),
        (BatchAsked, "validation"),
    ]
    _, models = models_json_schema(kinds, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]
    known = found["components"]["schemas"]
    for name, schema in models["$defs"].items():
        known.setdefault(name, schema)
    return found
